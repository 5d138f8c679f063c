#!/usr/bin/env bash
# Does a long training run keep the memory that it has? Trains configs/quickstart.yaml on small batches, looks at the memory in use every
# ten seconds and at the live tensors after every epoch. The first five minutes are for warming up; the median of the five after them is
# held against that of the last five.
#
#   usage: scripts/soak.sh [--minutes N] [--threads N] [--json]      (60 minutes on 1 thread; parts shrink with shorter runs)
#
# Exit codes: 0 flat, 1 the memory grew by more than 3 % or the number of live tensors changed, 2 wrong usage.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/measuring.sh

minutes=60 threads=1 json=
while [ $# -gt 0 ]; do
    case $1 in
        --json) json=yes ;;
        --minutes | --threads)
            [[ ${2:-} =~ ^[1-9][0-9]*$ ]] || { echo "$1 needs a whole number above 0, was '${2:-}'" >&2; exit 2; }
            printf -v "${1#--}" %s "$2"
            shift
            ;;
        *) usage 2 8 ;;
    esac
    shift
done
limit=0.03

prepare soak
scripts/prepare_prompts.sh >&2

# A part is five minutes of an hour; a sample is taken every ten seconds, or twelve times in a part that is shorter.
part=$((minutes * 60 / 12))
[ $part -le 300 ] || part=300
interval=$(awk -v part=$part 'BEGIN { every = part / 12; print every < 10 ? every : 10 }')

say "Training on small batches for $minutes min, $threads thread(s); memory every $interval s:"
out/asr train configs/quickstart.yaml --run-dir "$work/run" --threads "$threads" --set batching.max_batch_seconds=6 \
    --set batching.max_utterances=4 --set training.epochs=100000 >"$work/log" 2>&1 &
pid=$!
began=$EPOCHREALTIME next=0
while now=$(awk -v began="$began" -v now="$EPOCHREALTIME" 'BEGIN { printf "%.1f", now - began }') &&
    [ "${now%.*}" -lt $((minutes * 60)) ]; do
    resident=$(rss_mb $pid VmRSS)
    [ -n "$resident" ] || { echo "Training ended before its time:" >&2; tail -n 5 "$work/log" >&2; exit 1; }
    echo "$now $resident" >>"$work/memory"
    if [ "${now%.*}" -ge $next ]; then
        say "$(printf '  %4d min  %7.1f MB' $((next / 60)) "$resident")"
        next=$((next + (minutes > 12 ? 300 : 60)))
    fi
    sleep "$interval"
done
kill -TERM $pid
wait $pid || :
pid=

# Of each epoch the line in the log holds Memory: { ResidentBytes, ManagedBytes, LiveTensors }. What is made once comes in the first.
grep -o '"LiveTensors":[0-9]*' "$work/run/log.jsonl" | cut -d : -f 2 | tail -n +2 >"$work/tensors" || :
epochs=$(wc -l <"$work/tensors")
[ "$epochs" -ge 2 ] || { echo "Only $epochs epochs were looked at in $minutes min; give more --minutes." >&2; exit 1; }
steps=$(tail -n 1 "$work/run/history.csv" | cut -d , -f 2)
fewest=$(sort -n "$work/tensors" | head -n 1)
most=$(sort -n "$work/tensors" | tail -n 1)
early=$(awk -v from=$part '$1 >= from && $1 < 2 * from { print $2 }' "$work/memory" | median)
late=$(awk -v from=$((minutes * 60 - part)) '$1 >= from { print $2 }' "$work/memory" | median)
growth=$(awk -v early="$early" -v late="$late" 'BEGIN { printf "%.4f", late / early - 1 }')
say "$(awk -v e="$early" -v l="$late" -v g="$growth" -v p=$part \
    'BEGIN { printf "Memory: %.1f MB after warm-up, %.1f MB at the end (medians of %d s): %+.2f %%", e, l, p, 100 * g }')"
say "Live tensors after each of $epochs epochs ($steps steps in all): $fewest to $most"
if [ -n "$json" ]; then
    printf '{"minutes": %d, "threads": %d, "steps": %d, ' "$minutes" "$threads" "$steps"
    printf '"early_mb": %s, "late_mb": %s, "growth": %s, ' "$early" "$late" "$growth"
    printf '"live_tensors_fewest": %d, "live_tensors_most": %d}\n' "$fewest" "$most"
fi
if ! awk -v growth="$growth" -v limit=$limit 'BEGIN { exit !(growth <= limit) }'; then
    echo "The memory grew by more than 3 %." >&2
    exit 1
fi
if [ "$fewest" != "$most" ]; then
    echo "The number of live tensors changed from epoch to epoch." >&2
    exit 1
fi
