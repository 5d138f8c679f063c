#!/usr/bin/env bash
# How fast decoders are on what a trained model hears, on one thread, the network not counted: greedy decoding, the prefix beam search, and
# the beam with a 3-gram of the training transcripts (docs/decoding.md). Prints a table, or the JSON of `asr bench decode`.
#
#   usage: scripts/bench_decoding.sh [--json] [--model MODEL] [--data DATA] [--lm FILE] [--beam N] [--seconds S]
#          (default: runs/quickstart where it is, the prompts' dev set, a beam of 32, 3 seconds for each decoder)
#          Without that model, the quick start is trained for 15 epochs, some minutes: enough for posteriors with an opinion.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/measuring.sh

json='' model=runs/quickstart data=data/prompts/dev lm='' beam=32 seconds=3
while [ $# -gt 0 ]; do
    case $1 in
        --json) json=--json ;;
        --model | --data | --lm | --beam | --seconds) printf -v "${1#--}" %s "${2:?$1 needs a value}"; shift ;;
        *) usage 2 7 ;;
    esac
    shift
done

prepare decoding
if [ ! -e data/prompts/dev ] && { [ "$data" = data/prompts/dev ] || [ -z "$lm" ] || [ ! -e "$model" ]; }; then
    scripts/prepare_prompts.sh >&2
fi
if [ ! -e "$model" ]; then
    [ "$model" = runs/quickstart ] || { echo "$model: no such model" >&2; exit 2; }
    model=$work/run
    say "training 15 epochs of configs/quickstart.yaml" >&2
    out/asr train configs/quickstart.yaml --run-dir "$model" --set training.epochs=15 >"$work/log" 2>&1 ||
        { tail -n 5 "$work/log" >&2; exit 1; }
fi
if [ -z "$lm" ]; then
    lm=$work/3.arpa
    out/asr lm build data/prompts/train --order 3 --output "$lm" >&2
fi
out/asr bench decode "$model" --data "$data" --lm "$lm" --beam "$beam" --seconds "$seconds" --threads 1 ${json:+"$json"} \
    2>"$work/messages" || { code=$?; cat "$work/messages" >&2; exit $code; }
