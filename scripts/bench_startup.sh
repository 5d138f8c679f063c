#!/usr/bin/env bash
# How long a short call takes: `asr transcribe` of one 3-second WAV, each time a new process, files in memory from the calls before;
# beside it, in turn, a program that only loads libtorch. Prints the medians, their difference, and where the time of a call goes.
#
#   usage: scripts/bench_startup.sh [--json] [--model MODEL] [--runs N]        (default: runs/quickstart where it is, 10 runs)
#          Without that model, one of its size is trained for a moment on the clips of the tests.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/packages.sh
. scripts/measuring.sh

json= model=runs/quickstart runs=10
while [ $# -gt 0 ]; do
    case $1 in
        --json) json=yes ;;
        --model) model=${2:?--model needs a path}; shift ;;
        --runs) runs=${2:?--runs needs a number}; shift ;;
        *) usage 2 6 ;;
    esac
    shift
done
[[ $runs =~ ^[1-9][0-9]*$ ]] || { echo "--runs $runs: must be a whole number from 1 up" >&2; exit 2; }

prepare startup
need_packages ffmpeg >&2

clip=tests/fixtures/speech/1/3/1-3-0022.flac
ffmpeg -nostdin -v error -stream_loop 20 -i "$clip" -t 3 -ac 1 -ar 16000 "$work/three.wav"
if [ ! -e "$model" ]; then
    [ "$model" = runs/quickstart ] || { echo "$model: no such model" >&2; exit 2; }
    model=$work/run
    out/asr train configs/quickstart.yaml --run-dir "$model" --set training.epochs=1 \
        --set 'data.train=[tests/fixtures/speech]' --set 'data.dev=[tests/fixtures/speech]' >"$work/log" 2>&1 ||
        { tail -n 5 "$work/log" >&2; exit 1; }
fi

# The libtorch that the program itself loads, and a program that loads it and ends at once.
libtorch=$(ldd out/libAsrTorch.so | awk '/libtorch_cpu\.so/ && !found++ { print $3 }')
cat >"$work/load.c" <<'C'
#include <dlfcn.h>
#include <stdio.h>
#include <unistd.h>
int main(int count, char **arguments) {
    if (count < 2 || !dlopen(arguments[1], RTLD_LAZY)) {
        fprintf(stderr, "%s\n", count < 2 ? "which library?" : dlerror());
        return 1;
    }
    _exit(0); /* as asr ends: taking libtorch apart takes a tenth of a second */
}
C
cc -O1 -o "$work/load" "$work/load.c" -ldl

# seconds COMMAND...: how long it takes.
seconds() {
    local began=$EPOCHREALTIME ended
    "$@" || return
    ended=$EPOCHREALTIME
    awk -v began="$began" -v ended="$ended" 'BEGIN { printf "%.4f\n", ended - began }'
}

# The call; its messages go to a file, so that the stages can be read there.
call() {
    out/asr transcribe "$model" "$work/three.wav" --timing >"$work/text" 2>"$work/messages" ||
        { cat "$work/messages" >&2; return 1; }
}

load() { "$work/load" "$libtorch"; }

call && load # into memory
for ((run = 0; run < runs; run++)); do
    seconds load >>"$work/libtorch"
    seconds call >>"$work/whole"
    sed -n 's/^ *\([0-9.]*\) s  \(.*\)/\1\t\2/p' "$work/messages" >>"$work/stages"
done

printf -v whole %.3f "$(median <"$work/whole")"
printf -v alone %.3f "$(median <"$work/libtorch")"
difference=$(awk -v whole="$whole" -v alone="$alone" 'BEGIN { printf "%.3f", whole - alone }')
within=0
table=()
while IFS= read -r stage; do
    printf -v time %.3f "$(awk -F '\t' -v stage="$stage" '$2 == stage { print $1 }' "$work/stages" | median)"
    if [ "$stage" = "in all" ]; then within=$time; else table+=("$time"$'\t'"$stage"); fi
done < <(awk -F '\t' '!seen[$2]++ { print $2 }' "$work/stages")
table+=("$(awk -v whole="$whole" -v within="$within" \
    'BEGIN { printf "%.3f", (whole > within ? whole - within : 0) }')"$'\t'"end of the process")

if [ -n "$json" ]; then
    printf '{"runs": %d, "transcribe_s": %s, "libtorch_s": %s, "difference_s": %s, "stages_s": {' "$runs" "$whole" "$alone" "$difference"
    comma=
    for row in "${table[@]}"; do printf '%s"%s": %s' "$comma" "${row#*$'\t'}" "${row%%$'\t'*}"; comma=', '; done
    printf '}}\n'
    exit
fi
echo "Medians of $runs cold processes, in seconds:"
printf '%8s  %s\n' "$whole" "asr transcribe of 3 s of audio" "$alone" "loading $libtorch alone" "$difference" "difference"
echo "Where the time of a call goes (libtorch is loaded while the model's options are read):"
for row in "${table[@]}"; do printf '%8s  %s\n' "${row%%$'\t'*}" "${row#*$'\t'}"; done
