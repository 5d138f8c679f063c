#!/usr/bin/env bash
# Are the times of `asr align` right? Joins prompts that the model never heard (test and dev), aligns the result with their text, and
# compares where the first word of each clip begins and its last word ends with where the clip lies, and with where its sound begins and
# ends: its first and last 10 ms that are less than 40 dB below its loudest. Three times: clips in fours with silences of 0.2 to 2 s between
# them; clips in fours, cut to their sound, with nothing between them; all clips twice with silences, as one recording of 11 minutes.
#
#   usage: scripts/check_alignment.sh [--json] [--model MODEL] [--frame SECONDS] [--threads N]
#          --model  default: runs/quickstart    --frame  of that model (0.03)
#
# Ends with code 1 if, with silences, a word reaches out of its clip by more than two frames.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/packages.sh
. scripts/measuring.sh

json= model=runs/quickstart frame=0.03 options=()
while [ $# -gt 0 ]; do
    case $1 in
        --json) json=yes ;;
        --model) model=${2:?--model needs a path}; shift ;;
        --frame) frame=${2:?--frame needs seconds}; shift ;;
        --threads) options+=("$1" "${2:?$1 needs a value}"); shift ;;
        *) usage 2 10 ;;
    esac
    shift
done
[ -e "$model" ] || { echo "$model: no such model; scripts/quickstart.sh makes one" >&2; exit 2; }

prepare alignment
need_packages ffmpeg >&2
scripts/prepare_prompts.sh >&2

# clip, samples, first and last sample (of 16 kHz) of its sound, and its text, in a fixed order that mixes test and dev.
for split in test dev; do cat data/prompts/$split/1/*/*.trans.txt; done | tr '[:upper:]' '[:lower:]' | sort -k 1.5 >"$work/transcripts"
while read -r clip text; do
    file=$(echo data/prompts/*/1/*/"$clip.flac")
    ffmpeg -nostdin -v error -i "$file" -f s16le -ac 1 -ar 16000 "$work/$clip.raw"
    read -r samples first last < <(od -An -v -t d2 -w320 "$work/$clip.raw" | awk '
        {
            power = 0
            for (i = 1; i <= NF; i++) power += $i * $i
            level[NR] = power / NF
            samples += NF
            if (level[NR] > loudest) loudest = level[NR]
        }
        END {
            for (i = NR; i >= 1; i--) if (level[i] > loudest / 10000) { first = i; if (!last) last = i }
            print samples, (first - 1) * 160, last * 160 < samples ? last * 160 : samples
        }')
    printf '%s\t%d\t%d\t%d\t%s\n' "$clip" "$samples" "$first" "$last" "$text"
done <"$work/transcripts" >"$work/clips"

# join NAME CLIPS CUT ROUNDS: recordings of so many clips each. NAME.truth has recording, words, and the begin, end, begin of sound and
# end of sound of each clip in samples.
join() {
    local name=$1 clips=$2 cut=$3 rounds=$4 id= at=0 count=0 recording=0 text clip samples first last words silence
    local silences=(3200 8000 16000 32000)
    mkdir "$work/$name"
    echo "id,path,text" >"$work/$name.csv"
    finish_recording() {
        [ -z "$id" ] || {
            ffmpeg -nostdin -v error -f s16le -ar 16000 -ac 1 -i "$work/$name/$id.raw" "$work/$name/$id.wav"
            rm "$work/$name/$id.raw"
            echo "$id,$work/$name/$id.wav,$text" >>"$work/$name.csv"
        }
        id=
    }
    for ((round = 0; round < rounds; round++)); do cat "$work/clips"; done >"$work/$name.clips"
    while IFS=$'\t' read -r clip samples first last words; do
        if ((count % clips == 0)); then
            finish_recording
            id=$name-$((recording++)) at=0 text=
        elif [ -z "$cut" ]; then
            silence=${silences[count % 4]}
            head -c $((2 * silence)) /dev/zero >>"$work/$name/$id.raw"
            at=$((at + silence))
        fi
        if [ -n "$cut" ]; then
            head -c $((2 * last)) "$work/$clip.raw" | tail -c +$((2 * first + 1)) >>"$work/$name/$id.raw"
            samples=$((last - first)) last=$samples first=0
        else
            cat "$work/$clip.raw" >>"$work/$name/$id.raw"
        fi
        echo "$id $(wc -w <<<"$words") $at $((at + samples)) $((at + first)) $((at + last))" >>"$work/$name.truth"
        at=$((at + samples)) text="$text $words" count=$((count + 1))
    done <"$work/$name.clips"
    finish_recording
}

# measure NAME TITLE: aligns, compares, and leaves the figures in $inside, $boundaries, $middle, $most and $seconds.
measure() {
    local name=$1 title=$2 began=$EPOCHREALTIME
    out/asr align "$model" --data "$work/$name.csv" --output "$work/$name/ctm" --output-format ctm "${options[@]}" >"$work/log" 2>&1 ||
        { tail -n 5 "$work/log" >&2; exit 1; }
    seconds=$(awk -v began="$began" -v ended="$EPOCHREALTIME" 'BEGIN { printf "%.1f", ended - began }')
    while read -r id words begin end first last; do
        echo "$id $words $begin $end $first $last"
    done <"$work/$name.truth" | awk -v work="$work/$name/ctm" '
        $1 != id { if (id) close(file); id = $1; file = work "/" id ".ctm" }
        {
            for (i = 1; i <= $2; i++) {
                do { if ((getline line <file) <= 0) exit 1; split(line, word, " ") } while (word[1] ~ /^;;/)
                if (i == 1) print "start", word[3] - $3 / 16000, word[3] - $5 / 16000
            }
            print "end", $4 / 16000 - word[3] - word[4], word[3] + word[4] - $6 / 16000
        }' >"$work/$name.found"
    # The second number is how far inside its clip a word stays, the third how far it is from the sound's edge.
    read -r inside boundaries < <(awk -v allowed="$frame" \
        '{ inside += $2 >= -2 * allowed - 1e-9 } END { print inside, NR }' "$work/$name.found")
    read -r middle most < <(awk '{ print $3 < 0 ? -$3 : $3 }' "$work/$name.found" | sort -g |
        awk '{ value[NR] = 1000 * $1 } END { printf "%.0f %.0f\n", value[int((NR + 1) / 2)], value[int(0.95 * NR + 0.5)] }')
    say "$title: $inside of $boundaries boundaries within two frames;" \
        "from the sound's edges: median $middle ms, 95 % within $most ms (${seconds} s)"
}

figures=
row() {
    join "$1" "$3" "$4" "$5"
    measure "$1" "$2"
    figures+="${figures:+, }\"$1\": {\"boundaries\": $boundaries, \"within_two_frames\": $inside, "
    figures+="\"median_ms\": $middle, \"p95_ms\": $most, \"seconds\": $seconds}"
    [ -n "$4" ] || [ "$inside" = "$boundaries" ] || wrong=yes
}

wrong=
row silences "in fours, with silence" 4 "" 1
row nothing "in fours, cut, without" 4 yes 1
row long "all twice, as one     " 1000 "" 2
[ -z "$json" ] || printf '{%s}\n' "$figures"
[ -z "$wrong" ]
