#!/usr/bin/env bash
# What `asr transcribe` does with long audio and with many short files, measured on the prompts: whether clips joined into one recording
# give the words that they give alone; how fast short files are beside a long one; the memory that hours of audio take, and whether the
# times of the last words are right.
#
#   usage: scripts/bench_transcription.sh [--json] [--model MODEL] [--data DIR] [--minutes M] [--hours H] [--runs N] [--threads T]
#          (default: runs/quickstart, data/prompts, 10 minutes of clips, a recording of 3 hours, 3 runs, a thread for each core)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/packages.sh
. scripts/measuring.sh

json= model=runs/quickstart data=data/prompts minutes=10 hours=3 runs=3 threads=()
while [ $# -gt 0 ]; do
    case $1 in
        --json) json=yes ;;
        --model | --data | --minutes | --hours | --runs) printf -v "${1#--}" %s "${2:?$1 needs a value}"; shift ;;
        --threads) threads=(--threads "${2:?--threads needs a number}"); shift ;;
        *) usage 2 7 ;;
    esac
    shift
done
[ -e "$model" ] || { echo "$model: no such model; scripts/quickstart.sh trains one, or give --model" >&2; exit 2; }
[ -d "$data" ] || { echo "$data: no such folder; scripts/prepare_prompts.sh makes data/prompts, or give --data" >&2; exit 2; }
for number in "$minutes" "$hours" "$runs"; do
    [[ $number =~ ^[1-9][0-9]*$ ]] || { echo "$number: must be a whole number from 1 up" >&2; exit 2; }
done

prepare transcription
need_packages ffmpeg >&2
asr() { out/asr transcribe "$model" "${threads[@]}" "$@" 2>"$work/messages" || { cat "$work/messages" >&2; return 1; }; }
length() { ffprobe -v error -show_entries format=duration -of csv=p=0 "$1"; }

# Clips until there are so many minutes, those that no model was trained on first; as one recording, with a second of silence after each,
# with a second of faint noise (-70 dB), and with nothing between them.
rate=16000
ffmpeg -nostdin -v error -f lavfi -i "anullsrc=r=$rate:cl=mono" -t 1 -sample_fmt s16 "$work/silence.wav"
ffmpeg -nostdin -v error -f lavfi -i "anoisesrc=r=$rate:a=0.0005:seed=1" -t 1 -sample_fmt s16 "$work/noise.wav"
mkdir "$work/clips"
total=0 count=0
while IFS= read -r clip; do
    printf -v name '%s/clips/%05d.wav' "$work" "$count"
    ffmpeg -nostdin -v error -i "$clip" -ac 1 -ar "$rate" -sample_fmt s16 "$name"
    printf "file '%s'\nfile '%s'\n" "$name" "$work/silence.wav" >>"$work/apart"
    printf "file '%s'\nfile '%s'\n" "$name" "$work/noise.wav" >>"$work/hushed"
    printf "file '%s'\n" "$name" >>"$work/together"
    total=$(awk -v total="$total" -v more="$(length "$name")" 'BEGIN { print total + more }')
    count=$((count + 1))
    awk -v total="$total" -v minutes="$minutes" 'BEGIN { exit total >= 60 * minutes }' || break
done < <(find "$data/test" "$data/dev" "$data/train" -name '*.flac' 2>/dev/null | sort -t / -k 3 -r)
[ "$count" -gt 0 ] || { echo "$data: no FLAC files in test, dev or train" >&2; exit 2; }
for way in apart hushed together; do
    ffmpeg -nostdin -v error -f concat -safe 0 -i "$work/$way" -c copy "$work/$way.wav"
done

# The same words?
asr "$work/clips" | cut -f 2 | tr -s ' \n' '\n' | sed '/^$/d' >"$work/alone"
words=$(wc -l <"$work/alone")

# same WAY: how many percent of the words are the same in one recording.
same() {
    asr "$work/$1.wav" | tr -s ' \n' '\n' | sed '/^$/d' >"$work/joined"
    awk -v words="$words" '
    NR == FNR { a[NR] = $0; n = NR; next }
    { b[FNR] = $0; m = FNR }
    END {
        for (j = 0; j <= m; j++) row[j] = j
        for (i = 1; i <= n; i++) {
            corner = row[0]; row[0] = i
            for (j = 1; j <= m; j++) {
                best = corner + (a[i] != b[j])
                if (row[j] + 1 < best) best = row[j] + 1
                if (row[j - 1] + 1 < best) best = row[j - 1] + 1
                corner = row[j]; row[j] = best
            }
        }
        printf "%.2f\n", 100 * (1 - row[m] / words)
    }' "$work/alone" "$work/joined"
}

apart=$(same apart)
hushed=$(same hushed)
together=$(same together)

# speed PATH: seconds of audio for each second of decoding and recognition, the start of the program left out.
speed() {
    asr "$1" --timing >"$work/text"
    sed -n 's/^ *\([0-9.]*\) s  \(decoding the audio\|features, network and text\)$/\1/p' "$work/messages" |
        awk -v total="$total" '{ sum += $1 } END { printf "%.2f\n", total / sum }'
}

for ((run = 0; run < runs; run++)); do
    speed "$work/clips" >>"$work/short"
    speed "$work/together.wav" >>"$work/long"
done
short=$(median <"$work/short")
long=$(median <"$work/long")
ratio=$(awk -v short="$short" -v long="$long" 'BEGIN { printf "%.1f", 100 * short / long }')

# Hours of it: memory, and the times of the last repetition beside those of the first.
part=$(length "$work/apart.wav")
repetitions=$(awk -v hours="$hours" -v part="$part" 'BEGIN { n = int(hours * 3600 / part + 0.999); print n < 2 ? 2 : n }')
ffmpeg -nostdin -v error -stream_loop $((repetitions - 1)) -i "$work/apart.wav" "$work/hours.flac"
out/asr transcribe "$model" "${threads[@]}" "$work/hours.flac" -f tsv -o "$work" >/dev/null 2>"$work/messages" &
pid=$!
peak=0
while kill -0 "$pid" 2>/dev/null; do
    now=$(rss_mb "$pid" VmHWM)
    peak=${now:-$peak}
    sleep 0.5
done
wait "$pid" || { cat "$work/messages" >&2; exit 1; }
pid=
drift=$(awk -F '\t' -v offset="$(awk -v n="$repetitions" -v part="$part" 'BEGIN { print 1000 * (n - 1) * part }')" '
    NR > 1 && $1 < offset / ('"$repetitions"' - 1) { first[++n] = $1; text[n] = $3 }
    NR > 1 && $1 >= offset - 1 { last[++m] = $1 - offset; said[m] = $3 }
    END {
        if (n != m) { print "segments: " n " and " m; exit }
        for (i = 1; i <= n; i++) {
            if (text[i] != said[i]) differ++
            d = last[i] - first[i]; if (d < 0) d = -d
            if (d > most) most = d
        }
        printf "%.0f\n", most
        if (differ) print differ " segments differ" >"/dev/stderr"
    }' "$work/hours.tsv")
length=$(awk -v n="$repetitions" -v part="$part" 'BEGIN { printf "%.2f", n * part / 3600 }')

if [ -n "$json" ]; then
    printf '{"clips": %d, "seconds": %.1f, "words": %d, ' "$count" "$total" "$words"
    printf '"same_percent": %s, "same_with_noise_percent": %s, "same_without_gaps_percent": %s, ' "$apart" "$hushed" "$together"
    printf '"short_x": %s, "long_x": %s, "short_over_long_percent": %s, ' "$short" "$long" "$ratio"
    printf '"hours": %s, "peak_mb": %s, "drift_ms": "%s"}\n' "$length" "$peak" "$drift"
    exit
fi
say "$(awk -v total="$total" 'BEGIN { printf "%.1f", total / 60 }') minutes of speech in $count clips, $words words:"
printf '%10s %%      %s\n' "$apart" "of the words are the same in one recording, a second of silence between the clips, as clip by clip" \
    "$hushed" "with a second of noise at -70 dB between them" "$together" "with nothing between them"
printf '%10s x      %s\n' "$short" "real time, each clip a file" "$long" "real time, all of it one file without silence between"
printf '%10s %%      %s\n' "$ratio" "short files beside the long one"
printf '%10s MB     %s\n' "$peak" "at most, for $length hours"
printf '%10s ms     %s\n' "$drift" "at most between the times of the first minutes and of the same words at the end"
