#!/usr/bin/env bash
# From a fresh clone to a scored recogniser: sets up, makes the prompts corpus (23 minutes of real speech), trains
# configs/quickstart.yaml, scores the model on 53 sentences it never heard and transcribes three of them.
#
#   usage: scripts/quickstart.sh [--set KEY=VALUE | any other option of `asr train`]...
#
# A run that was interrupted goes on where it was; a finished one is only scored again. To start over: rm -r runs/quickstart
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

run=runs/quickstart
test=data/prompts/test
minutes() { printf '%d min %02d s' $(($1 / 60)) $(($1 % 60)); }

scripts/setup.sh
scripts/prepare_prompts.sh
[ -x "$(command -v dotnet)" ] || export DOTNET_ROOT=${DOTNET_ROOT:-$HOME/.dotnet} # as setup.sh found it

echo
echo "== Training (configs/quickstart.yaml, into $run)"
began=$SECONDS
out/asr train configs/quickstart.yaml --run-dir "$run" --resume "$@"
training=$((SECONDS - began))

echo
echo "== Scoring on $test"
result=$(mktemp)
trap 'rm -f "$result"' EXIT
out/asr eval "$run" --data "$test" --output "$run/test" | tee "$result"
score=$(grep -E '^WER [0-9.]+ % CER [0-9.]+ % \([0-9]+ utterances\)$' "$result" | tail -n 1)

echo
echo "== Three test clips: what was said, what was heard"
clips=()
for utterance in 1-3-0003 1-3-0020 1-3-0040; do clips+=("$test/1/3/$utterance.flac"); done
out/asr transcribe "$run" "${clips[@]}" | while IFS=$'\t' read -r path text; do
    utterance=$(basename "$path" .flac)
    printf '%s\n    said:  %s\n    heard: %s\n' "$path" \
        "$(sed -n "s/^$utterance //p" "$test/1/3/1-3.trans.txt" | tr '[:upper:]' '[:lower:]')" "$text"
done

echo
echo "Training took $(minutes $training) in this call, everything together $(minutes $SECONDS). The model: $run"
echo "test $score"
