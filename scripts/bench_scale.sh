#!/usr/bin/env bash
# Does the cost grow as the work grows, and no faster? Three parts, all of them unless some are named:
#   step     the time of a training step against length (2, 4, 8, 16 s) and batch (1 to 32 utterances): a straight line?
#   long     2,000 steps and more on the prompts: do step time and memory stay as they are?
#   corpus   281,241 utterances, as many as LibriSpeech has: time and memory until the first step is done, audio lengths being cached;
#            then the run is killed in the middle of its epoch: how much longer does --resume take to its next step?
#
#   usage: scripts/bench_scale.sh [--json] [step] [long] [corpus]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/measuring.sh

json= parts=()
for argument in "$@"; do
    case $argument in
        --json) json=yes ;;
        step | long | corpus) parts+=("$argument") ;;
        *) usage 2 8 ;;
    esac
done
[ ${#parts[@]} -gt 0 ] || parts=(step long corpus)

prepare scale
scripts/prepare_prompts.sh >&2
export XDG_CACHE_HOME=$work/cache # what is remembered of corpora is part of what is measured here

figures=()
figure() { figures+=("\"$1\": $2"); }

# Of lines "work seconds": the line seconds = fixed + slope * work with the least relative errors; prints fixed, slope and the largest of
# those errors, with its sign.
fit() {
    awk '{ x[NR] = $1; y[NR] = $2; w = 1 / ($2 * $2); n += w; sx += w * $1; sy += w * $2; sxx += w * $1 * $1; sxy += w * $1 * $2 }
        END {
            slope = (n * sxy - sx * sy) / (n * sxx - sx * sx); fixed = (sy - slope * sx) / n; worst = 0
            for (i = 1; i <= NR; i++) {
                error = y[i] / (fixed + slope * x[i]) - 1
                if (error * error > worst * worst) worst = error
            }
            printf "%.5f %.6f %.4f\n", fixed, slope, worst
        }'
}

# step_seconds BATCH SECONDS: the median of a training step of the tutorial model.
step_seconds() {
    out/asr bench --only train --precision auto --batch "$1" --seconds "$2" --steps 5 --json 2>>"$work/log" |
        awk '/"median_seconds":/ && !found++ { sub(/.*"median_seconds": */, ""); sub(/[^0-9.eE+-].*/, ""); print }'
}

# line NAME UNIT: says what fits the measured lines on stdin.
line() {
    local fixed slope worst
    read -r fixed slope worst < <(fit)
    say "$(awk -v f="$fixed" -v s="$slope" -v w="$worst" -v u="$2" \
        'BEGIN { printf "  = %.3f s + %.4f s for each %s; largest deviation from that line %+.1f %%", f, s, u, 100 * w }')"
    figure "$1_fixed_s" "$fixed"
    figure "$1_slope_s" "$slope"
    figure "$1_largest_deviation" "$worst"
}

measure_step() {
    local amount seconds
    say "Training step of the tutorial model, 8 utterances, by their length:"
    for amount in 2 4 8 16; do
        seconds=$(step_seconds 8 $amount)
        say "$(printf '  %3d s  %8.3f s' $amount "$seconds")"
        echo "$amount $seconds" >>"$work/by-length"
    done
    line length "second of length" <"$work/by-length"
    say "By the number of utterances of 4 s:"
    for amount in 1 2 4 8 16 32; do
        seconds=$(step_seconds $amount 4)
        say "$(printf '  %3d    %8.3f s' $amount "$seconds")"
        echo "$amount $seconds" >>"$work/by-batch"
    done
    line batch "utterance" <"$work/by-batch"
}

# User and system time of a process; the system counts in hundredths of a second.
cpu_seconds() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | awk '{ print ($12 + $13) / 100 }'; }

# Two utterances a step, every one once an epoch and at its own speed: each epoch is the same work as the one before.
measure_long() {
    local epochs=10 run=$work/long epoch steps seconds memory busy growth time_growth busy_growth memory_growth
    out/asr train configs/quickstart.yaml --run-dir "$run" --set batching.max_utterances=2 --set "augmentation.speed_factors=[1.0]" \
        --set training.epochs=$epochs --set training.evaluate_every=1000 >>"$work/log" 2>&1 &
    pid=$!
    while kill -0 $pid 2>/dev/null; do
        echo "$(($(wc -l 2>/dev/null <"$run/history.csv" || echo 1))) $(rss_mb $pid VmRSS) $(cpu_seconds $pid)" >>"$work/memory"
        sleep 0.25
    done
    wait $pid || { tail -n 5 "$work/log" >&2; exit 1; }
    pid=
    # history.csv: epoch, step, ..., train_seconds. Lines of "memory": the epoch, megabytes, seconds of the processors.
    awk -F , 'NR == 1 { for (i = 1; i <= NF; i++) place[$i] = i; next }
        { print $place["epoch"], $place["step"] - before, $place["train_seconds"] / ($place["step"] - before); before = $place["step"] }' \
        "$run/history.csv" >"$work/epochs"
    say "$(awk '{ sum += $2 } END { print sum }' "$work/epochs") steps of 2 prompts, epoch by epoch (each the same work):"
    while read -r epoch steps seconds; do
        memory=$(awk -v epoch="$epoch" '$1 == epoch && NF == 3 { print $2 }' "$work/memory" | median)
        busy=$(awk -v epoch="$epoch" -v steps="$steps" '
            $1 == epoch && NF == 3 { if (first == "") first = $3; last = $3 }
            END { print (last - first) / steps }' "$work/memory")
        say "$(awk -v e="$epoch" -v n="$steps" -v s="$seconds" -v b="$busy" -v m="$memory" \
            'BEGIN { printf "  epoch %2d, %d steps  %7.2f ms a step, %7.2f ms of the processors  %6.0f MB", e, n, 1000 * s, 1000 * b, m }')"
        echo "$epoch $seconds $busy $memory" >>"$work/long-table"
    done <"$work/epochs"
    # The first epoch also compiles and fills caches: the second is what the last is held against.
    growth=$(awk 'NR == 2 { s = $2; b = $3; m = $4 } END { printf "%.4f %.4f %.1f", $2 / s - 1, $3 / b - 1, $4 - m }' "$work/long-table")
    read -r time_growth busy_growth memory_growth <<<"$growth"
    say "$(awk -v t="$time_growth" -v b="$busy_growth" -v m="$memory_growth" \
        'BEGIN { printf "  from the second epoch to the last: step time %+.1f %% (processors %+.1f %%), memory %+.1f MB",
            100 * t, 100 * b, m }')"
    figure long_steps "$(awk '{ sum += $2 } END { print sum }' "$work/epochs")"
    figure long_step_growth "$time_growth"
    figure long_processor_growth "$busy_growth"
    figure long_memory_growth_mb "$memory_growth"
}

# first_step CORPUS [--resume]: seconds and peak megabytes until the first step of this process is done, in first_step_s and
# first_step_mb; a checkpoint is written after every step. Not in a subshell: the trap must know the process.
first_step() {
    local began run=$work/first told=0
    if [ $# -gt 1 ]; then told=$(grep -c ' step [0-9]*/' "$run/log.txt"); else rm -rf "$run"; fi
    began=$EPOCHREALTIME
    out/asr train configs/quickstart.yaml --run-dir "$run" --set "data.train=[$1]" --set checkpoints.every_steps=1 "${@:2}" \
        >>"$work/log" 2>&1 &
    pid=$!
    until [ "$(grep -c ' step [0-9]*/' "$run/log.txt" 2>/dev/null || :)" -gt "$told" ] 2>/dev/null; do
        kill -0 $pid 2>/dev/null || { tail -n 5 "$work/log" >&2; return 1; }
        sleep 0.02
    done
    first_step_s=$(awk -v began="$began" -v now="$EPOCHREALTIME" 'BEGIN { printf "%.2f", now - began }')
    first_step_mb=$(rss_mb $pid VmHWM)
    sleep "${linger:-0}"
    kill -9 $pid
    wait $pid 2>/dev/null || :
    pid=
}

measure_corpus() {
    local count=281241 seconds memory small small_mb
    say "Until the first training step is done, configs/quickstart.yaml:"
    # Links instead of copies: as many paths, no space.
    mkdir "$work/clips"
    find data/prompts/train -name '*.flac' | sort >"$work/clip-names"
    mkdir "$work/clips/0"
    xargs -a "$work/clip-names" cp -l -t "$work/clips/0" 2>/dev/null || xargs -a "$work/clip-names" cp -t "$work/clips/0"
    local copies=$((count / $(wc -l <"$work/clip-names"))) copy
    for ((copy = 1; copy <= copies; copy++)); do cp -rl "$work/clips/0" "$work/clips/$copy"; done
    find data/prompts/train -name '*.trans.txt' -exec cat {} + |
        awk -v count=$count '{ id[NR] = $1; sub(/^[^ ]+ /, ""); text[NR] = tolower($0) }
            END {
                print "id,audio,text"
                for (i = 0; i < count; i++) {
                    n = i % NR + 1
                    printf "%d-%s,clips/%d/%s.flac,%s\n", i / NR, id[n], i / NR, id[n], text[n]
                }
            }' >"$work/many.csv"
    first_step data/prompts/train || exit 1
    small=$first_step_s small_mb=$first_step_mb
    say "$(printf '  %7d utterances               %6.2f s  %6.0f MB' "$(wc -l <"$work/clip-names")" "$small" "$small_mb")"
    # A manifest is as fast the second time as ever after; the first time every file is opened.
    for state in opened cached; do
        sleep 2 # files that have changed within two seconds are not remembered
        first_step "$work/many.csv" || exit 1
        seconds=$first_step_s memory=$first_step_mb
        say "$(printf '  %7d utterances, lengths %-6s %6.2f s  %6.0f MB' $count $state "$seconds" "$memory")"
        figure "corpus_${state}_s" "$seconds"
        figure "corpus_${state}_mb" "$memory"
    done
    # Killed a few steps later, the checkpoint of the last of them being the one to go on from.
    local resumed
    linger=5 first_step "$work/many.csv" || exit 1
    seconds=$first_step_s
    first_step "$work/many.csv" --resume || exit 1
    resumed=$(grep -o 'resuming after step [0-9]*' "$work/first/log.txt" | tail -n 1)
    say "$(awk -v r="$first_step_s" -v s="$seconds" -v from="$resumed" \
        'BEGIN { printf "  started again, lengths cached        %6.2f s; killed, and --resume (%s) %6.2f s: %+.2f s", s, from, r, r - s }')"
    figure corpus_resumed_s "$first_step_s"
    figure corpus_resume_costs_s "$(awk -v r="$first_step_s" -v s="$seconds" 'BEGIN { printf "%.2f", r - s }')"
    figure corpus_small_s "$small"
    figure corpus_small_mb "$small_mb"
    figure corpus_beyond_model_mb "$(awk -v many="$memory" -v small="$small_mb" 'BEGIN { printf "%.1f", many - small }')"
    say "$(awk -v many="$memory" -v small="$small_mb" 'BEGIN { printf "  beyond the small corpus: %.0f MB", many - small }')"
}

for part in "${parts[@]}"; do "measure_$part"; done
if [ -n "$json" ]; then
    (IFS=,; printf '{%s}\n' "${figures[*]}" | sed 's/,"/, "/g')
fi
