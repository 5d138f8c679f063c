#!/usr/bin/env bash
# Holds `asr lm` against IRSTLM, a language model toolkit in Debian, on text from Debian packages: the King James Bible, a verse a
# sentence, every tenth held out.
#
#   - our ARPA files, read by IRSTLM, and IRSTLM's, read by us, must give both the same perplexity;
#   - our smoothing must predict the held-out text as well as IRSTLM's of the same family (tlm -lm=msb: modified shift-beta, which is
#     modified Kneser-Ney; interpolated, its default; -ps=no: it leaves out single n-grams otherwise), up to 2 %;
#   - both forms of ours must give the same.
#
# After that it times `asr lm build` and opening on a few million words, a dictionary (dict-gcide).
#
#   usage: scripts/check_lm.sh [--json] [--orders "2 3"]
#
# Takes two minutes. Exit codes: 0 all of that holds, 1 it does not, 2 wrong usage.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/measuring.sh
. scripts/packages.sh

json= orders="2 3"
while [ $# -gt 0 ]; do
    case $1 in
        --json) json=yes ;;
        --orders)
            [[ ${2:-} =~ ^[2-5](\ [2-5])*$ ]] || { echo "--orders needs numbers from 2 to 5, was '${2:-}'" >&2; exit 2; }
            orders=$2
            shift
            ;;
        *) usage 2 15 ;;
    esac
    shift
done
need_packages irstlm bible-kjv bible-kjv-text dict-gcide time >&2
prepare check-lm
export IRSTLM=/usr/lib/irstlm
PATH=$PATH:$IRSTLM/bin
failed=

# words: text as words of small letters and apostrophes, a sentence a line, no empty ones.
words() { tr '[:upper:]' '[:lower:]' | LC_ALL=C tr -c "a-z'\n" ' ' | tr -s ' ' | sed 's/^ //; s/ $//' | grep .; }

# value KEY FILE: of what `asr lm perplexity --json` prints.
value() { sed -n "s/^ *\"$1\": \([^,]*\),\{0,1\}$/\1/p" "$2"; }

# irstlm MODEL: perplexity of the held-out text with its unknown words by their probability. IRSTLM adds a penalty for them, PPwp.
irstlm() {
    compile-lm "$1" --eval="$work/test.marked" 2>/dev/null </dev/null | sed -n 's/^%%.* PP=\([0-9.]*\) PPwp=\([0-9.]*\) .*/\1 \2/p' |
        awk '{ printf "%.2f", $1 - $2 }'
}

# near A B SHARE: whether A is B up to a share of it.
near() { awk -v a="$1" -v b="$2" -v share="$3" 'BEGIN { d = a - b; exit !(a > 0 && (d < 0 ? -d : d) <= share * b) }'; }

# hold TEXT COMMAND...: says whether it holds.
hold() {
    local text=$1
    shift
    if "$@"; then say "  holds: $text"; else say "  DOES NOT HOLD: $text"; failed=yes; fi
}

bible -f 'Gen1:1-Rev22:21' | sed 's/^[^ ]* //' | words >"$work/text"
awk 'NR % 10' "$work/text" >"$work/train"
awk 'NR % 10 == 0' "$work/text" >"$work/test"
for part in train test; do add-start-end.sh <"$work/$part" >"$work/$part.marked"; done
say "$(wc -lw <"$work/train" | awk '{ print $1 " sentences with " $2 " words" }'), held out $(wc -lw <"$work/test" | awk '{ print $1 " with " $2 }')"

rows=()
for order in $orders; do
    out/asr lm build "$work/train" --order "$order" --output "$work/ours.arpa" >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
    tlm -tr="$work/train.marked" -n="$order" -lm=msb -ps=no -oarpa="$work/theirs.arpa" >"$work/log" 2>&1 </dev/null || { cat "$work/log" >&2; exit 1; }
    out/asr lm binary "$work/ours.arpa" "$work/ours.asrlm" >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
    for model in ours.arpa ours.asrlm theirs.arpa; do out/asr lm perplexity "$work/$model" "$work/test" --json >"$work/$model.json"; done
    ours=$(value perplexity "$work/ours.arpa.json") theirs=$(value perplexity "$work/theirs.arpa.json")
    ours_all=$(value perplexity_with_unknown "$work/ours.arpa.json") theirs_all=$(value perplexity_with_unknown "$work/theirs.arpa.json")
    binary_all=$(value perplexity_with_unknown "$work/ours.asrlm.json")
    ours_by_irstlm=$(irstlm "$work/ours.arpa") theirs_by_irstlm=$(irstlm "$work/theirs.arpa")
    say "order $order, $(value unknown_words "$work/ours.arpa.json") unknown words; perplexity without them, and with them by asr and by IRSTLM"
    say "$(printf '  asr lm build         %8.2f  %8.2f  %8.2f' "$ours" "$ours_all" "$ours_by_irstlm")"
    say "$(printf '  IRSTLM tlm -lm=msb   %8.2f  %8.2f  %8.2f' "$theirs" "$theirs_all" "$theirs_by_irstlm")"
    hold "IRSTLM reads our model as we do" near "$ours_by_irstlm" "$ours_all" 0.0005
    hold "we read IRSTLM's model as it does" near "$theirs_all" "$theirs_by_irstlm" 0.0005
    hold "the binary form predicts the same as the ARPA file" near "$binary_all" "$ours_all" 1e-9
    hold "our model is no more than 2 % worse" awk -v a="$ours" -v b="$theirs" 'BEGIN { exit !(a > 0 && a <= 1.02 * b) }'
    rows+=("$(printf '{"order": %d, "perplexity": %.3f, "irstlm_perplexity": %.3f, "with_unknown": %.3f, "with_unknown_by_irstlm": %.2f, "irstlm_with_unknown": %.3f, "irstlm_with_unknown_by_irstlm": %.2f}' \
        "$order" "$ours" "$theirs" "$ours_all" "$ours_by_irstlm" "$theirs_all" "$theirs_by_irstlm")")
done

# Paragraphs of the dictionary, a sentence a line, without its marks of editions.
zcat /usr/share/dictd/gcide.dict.dz | sed 's/\[[^]]*\]//g' | awk 'BEGIN { RS = "" } { gsub(/[ \n]+/, " "); gsub(/[.;:?!] /, "\n"); print }' | words >"$work/large"
read -r sentences count < <(wc -lw <"$work/large")
times=()
for order in 3 5; do
    /usr/bin/time -f '%e %M' -o "$work/time" out/asr lm build "$work/large" --order "$order" --output "$work/large.arpa" >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
    read -r seconds kilobytes <"$work/time"
    out/asr lm binary "$work/large.arpa" "$work/large.asrlm" >"$work/log" 2>&1
    out/asr lm perplexity "$work/large.asrlm" "$work/test" --json >"$work/log"
    opening=$(value opening_seconds "$work/log" | awk '{ printf "%.1f", $1 * 1000 }')
    arpa=$(stat -c %s "$work/large.arpa") binary=$(stat -c %s "$work/large.asrlm")
    times+=("$(awk -v order="$order" -v s="$seconds" -v k="$kilobytes" -v a="$arpa" -v b="$binary" -v o="$opening" \
        'BEGIN { printf "{\"order\": %d, \"seconds\": %.1f, \"peak_mb\": %.0f, \"arpa_mb\": %.1f, \"binary_mb\": %.1f, \"opening_ms\": %.1f}", order, s, k * 1024 / 1e6, a / 1e6, b / 1e6, o }')")
    say "order $order from $sentences sentences with $count words: $seconds s, $((kilobytes * 1024 / 1000000)) MB of memory; ARPA $((arpa / 1000000)) MB, binary $((binary / 1000000)) MB, opened in $opening ms"
done

if [ -n "$json" ]; then
    IFS=,
    printf '{"holds": %s, "orders": [%s], "words": %d, "builds": [%s]}\n' "$([ -z "$failed" ] && echo true || echo false)" "${rows[*]}" "$count" "${times[*]}"
fi
[ -z "$failed" ]
