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
        *) usage 2 14 ;;
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

# try COMMAND...: shows what it says only where it fails.
try() { "$@" >"$work/log" 2>&1 </dev/null || { cat "$work/log" >&2; exit 1; }; }

# value KEY FILE: of what `asr lm perplexity --json` prints.
value() { sed -n "s/^ *\"$1\": \([^,]*\),\{0,1\}$/\1/p" "$work/$2"; }

# irstlm MODEL: perplexity of the held-out text with its unknown words by their probability. IRSTLM adds a penalty for them, PPwp.
irstlm() {
    compile-lm "$work/$1" --eval="$work/test.marked" 2>/dev/null </dev/null |
        sed -n 's/^%%.* PP=\([0-9.]*\) PPwp=\([0-9.]*\) .*/\1 \2/p' | awk '{ printf "%.2f", $1 - $2 }'
}

# megabytes FILE
megabytes() { stat -c %s "$work/$1" | awk '{ printf "%.1f", $1 / 1e6 }'; }

# object KEY NUMBER...: as JSON.
object() { printf '"%s": %s\n' "$@" | paste -sd , | sed 's/^/{/; s/$/}/'; }

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
read -r sentences count < <(wc -lw <"$work/train")
read -r held_out held_out_words < <(wc -lw <"$work/test")
say "$sentences sentences with $count words; held out $held_out with $held_out_words"

rows=()
for order in $orders; do
    try out/asr lm build "$work/train" --order "$order" --output "$work/ours.arpa"
    try tlm -tr="$work/train.marked" -n="$order" -lm=msb -ps=no -oarpa="$work/theirs.arpa"
    try out/asr lm binary "$work/ours.arpa" "$work/ours.asrlm"
    for model in ours.arpa ours.asrlm theirs.arpa; do
        out/asr lm perplexity "$work/$model" "$work/test" --json >"$work/$model.json"
    done
    unknown=$(value unknown_words ours.arpa.json)
    ours=$(value perplexity ours.arpa.json) ours_all=$(value perplexity_with_unknown ours.arpa.json)
    theirs=$(value perplexity theirs.arpa.json) theirs_all=$(value perplexity_with_unknown theirs.arpa.json)
    ours_by_irstlm=$(irstlm ours.arpa) theirs_by_irstlm=$(irstlm theirs.arpa)
    say "order $order: perplexity without the $unknown unknown words, with them by asr, with them by IRSTLM"
    say "$(printf '  asr lm build         %8.2f  %8.2f  %8.2f' "$ours" "$ours_all" "$ours_by_irstlm")"
    say "$(printf '  IRSTLM tlm -lm=msb   %8.2f  %8.2f  %8.2f' "$theirs" "$theirs_all" "$theirs_by_irstlm")"
    hold "IRSTLM reads our model as we do" near "$ours_by_irstlm" "$ours_all" 0.0005
    hold "we read IRSTLM's model as it does" near "$theirs_all" "$theirs_by_irstlm" 0.0005
    hold "the binary form predicts the same as the ARPA file" near "$(value perplexity ours.asrlm.json)" "$ours" 1e-9
    hold "our model is no more than 2 % worse" awk -v a="$ours" -v b="$theirs" 'BEGIN { exit !(a > 0 && a <= 1.02 * b) }'
    rows+=("$(object order "$order" unknown_words "$unknown" perplexity "$ours" irstlm_perplexity "$theirs" with_unknown "$ours_all" \
        with_unknown_by_irstlm "$ours_by_irstlm" irstlm_with_unknown "$theirs_all" irstlm_with_unknown_by_irstlm "$theirs_by_irstlm")")
done

# The dictionary, what stands between its full stops and semicolons on a line, without its marks of editions.
zcat /usr/share/dictd/gcide.dict.dz | sed 's/\[[^]]*\]//g' |
    awk 'BEGIN { RS = "" } { gsub(/[ \n]+/, " "); gsub(/[.;:?!] /, "\n"); print }' | words >"$work/large"
read -r sentences count < <(wc -lw <"$work/large")
say "$sentences sentences with $count words"
builds=()
for order in 3 5; do
    try /usr/bin/time -f '%e %U %M' -o "$work/time" out/asr lm build "$work/large" --order "$order" --output "$work/large.arpa"
    read -r seconds busy kilobytes <"$work/time"
    try out/asr lm binary "$work/large.arpa" "$work/large.asrlm"
    out/asr lm perplexity "$work/large.asrlm" "$work/test" --json >"$work/large.json"
    opening=$(value opening_seconds large.json | awk '{ printf "%.1f", $1 * 1000 }')
    peak=$((kilobytes * 1024 / 1000000))
    arpa=$(megabytes large.arpa) binary=$(megabytes large.asrlm)
    say "  order $order: $seconds s ($busy s of processors), $peak MB of memory; ARPA $arpa MB, binary $binary MB, opened in $opening ms"
    builds+=("$(object order "$order" seconds "$seconds" processor_seconds "$busy" peak_mb "$peak" arpa_mb "$arpa" binary_mb "$binary" \
        opening_ms "$opening")")
done

if [ -n "$json" ]; then
    IFS=,
    printf '{"holds": %s, "orders": [%s], "words": %d, "builds": [%s]}\n' \
        "$([ -z "$failed" ] && echo true || echo false)" "${rows[*]}" "$count" "${builds[*]}"
fi
[ -z "$failed" ]
