#!/usr/bin/env bash
# Does bf16 cost quality? Trains configs/quickstart.yaml in fp32 and in bf16 with several seeds and scores each model on the test
# prompts, greedily, in fp32. Prints each WER with its 95 % interval, and the difference of the precisions (bootstrap over utterances,
# paired, all seeds of a precision together).
#
#   usage: scripts/bench_quality.sh [--json] [--seeds "1 2 3"] [--jobs N] [--set a.b=c]... [--threads N]
#          --jobs  trainings side by side (1); with `--jobs 2 --threads 1` two cores get more done than one training on both
#
# Runs stay in runs/quality/ and are gone on with when the script is called again. Six runs take an hour or two.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/measuring.sh

json= seeds="1 2 3" jobs=1 options=()
while [ $# -gt 0 ]; do
    case $1 in
        --json) json=yes ;;
        --seeds) seeds=${2:?--seeds needs numbers}; shift ;;
        --jobs) jobs=${2:?--jobs needs a number}; shift ;;
        --set | --threads) options+=("$1" "${2:?$1 needs a value}"); shift ;;
        *) usage 2 10 ;;
    esac
    shift
done

scripts/setup.sh >&2
scripts/prepare_prompts.sh >&2
[ -x "$(command -v dotnet)" ] || export DOTNET_ROOT=${DOTNET_ROOT:-$HOME/.dotnet}

folder=runs/quality
mkdir -p "$folder"

# Trains and scores one of them: precision, seed, options of `asr train`.
one() {
    local run=$folder/$1-$2 resume=
    [ ! -d "$run" ] || resume=--resume
    out/asr train configs/quickstart.yaml --run-dir "$run" --precision "$1" --set "training.seed=$2" "${@:3}" $resume >&2
    out/asr eval "$run" --data test=data/prompts/test --output "$run/test" >"$run/test.txt"
    echo "$1, seed $2: $(grep '^WER' "$run/test.txt" | tail -n 1)" >&2
}
export -f one
export folder
# The slower ones first, so that none is left alone at the end.
for precision in fp32 bf16; do
    for seed in $seeds; do printf '%s\0%s\0' "$precision" "$seed"; done
done | xargs -0 -n 2 -P "$jobs" bash -euo pipefail -c 'one "${@: -2}" "${@:1:$#-2}"' one "${options[@]}"

# run, utterance, errors, reference words
for precision in bf16 fp32; do
    for seed in $seeds; do
        awk -F , -v run="$precision $seed" 'NR > 1 { print run, NR - 1, $8 + $9 + $10, $7 }' "$folder/$precision-$seed/test/utterances.csv"
    done
done | awk -v json="$json" -v draws=4000 '
    { run = $1 " " $2; if (!(run in seen)) { seen[run] = 1; runs[++count] = run }
      errors[run, $3] = $4; words[$3] = $5; pooled[$1, $3] += $4; of[$1] += !($3 - 1); if ($3 > last) last = $3 }
    # The place of a share in sorted numbers.
    function quantile(share,   i) { i = int(share * (draws - 1)) + 1; return sorted[i] }
    function sort_draws(   i, j, gap, held) {
        for (i = 1; i <= draws; i++) sorted[i] = drawn[i]
        for (gap = int(draws / 2); gap > 0; gap = int(gap / 2))
            for (i = gap + 1; i <= draws; i++) {
                held = sorted[i]
                for (j = i; j > gap && sorted[j - gap] > held; j -= gap) sorted[j] = sorted[j - gap]
                sorted[j] = held
            }
    }
    function rate(run,   u, e, w) { for (u = 1; u <= last; u++) { e += errors[run, u]; w += words[u] } return e / w }
    function resample(run,   d, i, u, e, w) {
        for (d = 1; d <= draws; d++) {
            e = w = 0
            for (i = 1; i <= last; i++) {
                u = 1 + int(rand() * last)
                e += run == "" ? pooled["bf16", u] / of["bf16"] - pooled["fp32", u] / of["fp32"] : errors[run, u]
                w += words[u]
            }
            drawn[d] = e / w
        }
        sort_draws()
    }
    END {
        srand(1)
        for (r = 1; r <= count; r++) {
            resample(runs[r])
            split(runs[r], name, " ")
            low = quantile(0.025)
            high = quantile(0.975)
            if (json) {
                list = list (r > 1 ? ", " : "") sprintf("{\"precision\": \"%s\", \"seed\": %s, ", name[1], name[2])
                list = list sprintf("\"wer\": %.4f, \"low\": %.4f, \"high\": %.4f}", rate(runs[r]), low, high)
            } else printf "%s, seed %s: WER %.2f %% (95 %%: %.1f to %.1f)\n", name[1], name[2], 100 * rate(runs[r]), 100 * low, 100 * high
        }
        for (u = 1; u <= last; u++) { e += pooled["bf16", u] / of["bf16"] - pooled["fp32", u] / of["fp32"]; w += words[u] }
        resample("")
        if (json)
            printf "{\"runs\": [%s], \"bf16_minus_fp32\": %.4f, \"low\": %.4f, \"high\": %.4f}\n",
                list, e / w, quantile(0.025), quantile(0.975)
        else printf "bf16 less fp32: %+.2f points (95 %%: %+.1f to %+.1f)\n", 100 * e / w, 100 * quantile(0.025), 100 * quantile(0.975)
    }'
