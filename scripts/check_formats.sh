#!/usr/bin/env bash
# Does `asr transcribe` hear the same in other formats? Makes of each prompt that the model never heard (test and dev) a file of each
# format, and transcribes them. For each format, beside the FLAC files themselves: the word error rate, its difference with a 95 %
# interval and the p-value of a paired bootstrap, and how many of the texts differ. The FLAC files without their first 2 ms show
# how much any change at all does to this model.
#
#   usage: scripts/check_formats.sh [--json] [--model MODEL] [--data DIR] [--threads N]        (default: runs/quickstart, data/prompts)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/packages.sh
. scripts/measuring.sh

json= model=runs/quickstart data=data/prompts threads=()
while [ $# -gt 0 ]; do
    case $1 in
        --json) json=yes ;;
        --model | --data) printf -v "${1#--}" %s "${2:?$1 needs a value}"; shift ;;
        --threads) threads=(--threads "${2:?--threads needs a number}"); shift ;;
        *) usage 2 7 ;;
    esac
    shift
done
[ -e "$model" ] || { echo "$model: no such model; scripts/quickstart.sh trains one, or give --model" >&2; exit 2; }
[ -d "$data" ] || { echo "$data: no such folder; scripts/prepare_prompts.sh makes data/prompts, or give --data" >&2; exit 2; }

prepare formats
need_packages ffmpeg >&2
find "$data/test" "$data/dev" -name '*.flac' 2>/dev/null | sort >"$work/clips"
[ -s "$work/clips" ] || { echo "$data: no FLAC files in test or dev" >&2; exit 2; }
find "$data/test" "$data/dev" -name '*.trans.txt' -exec cat {} + |
    awk '{ id = $1; $1 = ""; print substr($0, 2) " (" id ")" }' | sort >"$work/ref.trn"

# hear NAME ENDING FFMPEG-OPTIONS: what is heard in the clips in this format, as NAME.trn.
hear() {
    local name=$1 ending=$2 clip
    shift 2
    mkdir "$work/$name"
    while read -r clip; do
        ffmpeg -nostdin -v error -i "$clip" "$@" "$work/$name/$(basename "$clip" .flac).$ending"
    done <"$work/clips"
    out/asr transcribe "$model" "$work/$name" "${threads[@]}" 2>"$work/messages" >"$work/$name.txt" || { cat "$work/messages" >&2; exit 1; }
    awk -F '\t' '{ id = $1; sub(/.*\//, "", id); sub(/\.[^.]*$/, "", id); print $2 " (" id ")" }' "$work/$name.txt" |
        sort >"$work/$name.trn"
    rm -r "${work:?}/$name"
}

# row NAME LABEL: that format beside the FLAC files.
row() {
    local rate difference low high p differ figures
    local pattern='.*"b":{[^}]*"words":{[^}]*"rate":\([^,}]*\).*'
    pattern+='"difference":{"wer":\([^,]*\),"interval":\[\([^],]*\),\([^],]*\)\].*"bootstrap":{[^}]*"p":\([^,}]*\).*'
    read -r rate difference low high p < <(
        out/asr compare --ref "$work/ref.trn" --hyp "$work/flac.trn" "$work/$1.trn" --json | tr -d ' \n' |
            sed "s/$pattern/\1 \2 \3 \4 \5\n/")
    differ=$(comm -13 "$work/flac.trn" "$work/$1.trn" | wc -l)
    figures="\"wer\": $rate, \"difference\": $difference, \"low\": $low, \"high\": $high, \"p\": $p"
    rows+=("\"$1\": {$figures, \"texts_that_differ\": $differ}")
    say "$(awk -v label="$2" -v rate="$rate" -v d="$difference" -v low="$low" -v high="$high" -v p="$p" -v differ="$differ" 'BEGIN {
        printf "%-34s %6.2f %%   %+6.2f (%+.2f to %+.2f)   p %.4f   %4d", label, 100 * rate, 100 * d, 100 * low, 100 * high, p, differ }')"
}

rows=()
hear flac flac -c:a copy
say "$(wc -l <"$work/clips") clips: word error rate, difference from the FLAC files in points (95 %), p, texts that differ"
row flac "FLAC, 16 kHz, one channel"
while IFS='|' read -r name label ending options; do
    # The options hold no spaces of their own.
    # shellcheck disable=SC2086
    hear "$name" "$ending" $options
    row "$name" "$label"
done <<'FORMATS'
wav44100|WAV, 44.1 kHz, stereo|wav|-ar 44100 -ac 2
wav96000|WAV, 96 kHz, 24 bit|wav|-ar 96000 -c:a pcm_s24le
mp3|MP3, 128 kbit/s|mp3|-b:a 128k
ogg|Ogg Vorbis, quality 6|ogg|-c:a libvorbis -q:a 6
wav8000|WAV, 8 kHz|wav|-ar 8000
cut|FLAC, 2 ms cut off its start|flac|-af atrim=start=0.002 -c:a flac
FORMATS

if [ -n "$json" ]; then
    (IFS=,; printf '{"clips": %d, %s}\n' "$(wc -l <"$work/clips")" "${rows[*]}")
fi
