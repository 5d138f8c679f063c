#!/usr/bin/env bash
# Everything that must hold before a change is handed in; continuous integration runs this and nothing else.
# Set-up, real speech, formatting, warnings as errors, all tests, all configurations, and one tiny training run that is killed,
# resumed, scored and used. Ends with the line "N passed, N failed": the tests of all projects and the checks made here.
#
#   usage: scripts/check.sh        (needs no input; the output of every part is kept in obj/check)
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_UI_LANGUAGE=en
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=${DOTNET_SYSTEM_GLOBALIZATION_INVARIANT:-1}
export LC_ALL=C.UTF-8 # messages of compilers and tools are searched below
# Tests run side by side, each with libtorch's threads: threads that wait must not keep the processors from those that work.
export OMP_WAIT_POLICY=passive
if ! command -v dotnet >/dev/null && [ -x "${DOTNET_ROOT:-$HOME/.dotnet}/dotnet" ]; then
    export DOTNET_ROOT=${DOTNET_ROOT:-$HOME/.dotnet}
    PATH=$DOTNET_ROOT:$PATH
fi

work=$PWD/obj/check
rm -rf "$work"
mkdir -p "$work"
passed=0 failed=0 failures=()

finish() {
    echo
    if [ ${#failures[@]} -gt 0 ]; then printf 'FAILED: %s\n' "${failures[@]}"; fi
    echo "took $((SECONDS / 60)) min $((SECONDS % 60)) s"
    echo "$passed passed, $failed failed"
    [ "$failed" = 0 ]
    exit
}

pass() { passed=$((passed + 1)); echo "ok    $1"; }

# fail TITLE [LOG]: with the end of the log.
fail() {
    failed=$((failed + 1))
    failures+=("$1")
    echo "FAIL  $1"
    if [ -s "${2:-}" ]; then tail -n 40 "$2" | cut -c 1-200 | sed 's/^/      /'; fi
}

# check TITLE SECONDS COMMAND...: one check; its output goes to a log that is shown when it fails.
check() {
    local title=$1 limit=$2 log began=$SECONDS status
    shift 2
    log=$work/$(printf %s "$title" | tr -cs "[:alnum:]" -).log
    timeout --kill-after=10 "$limit" "$@" </dev/null >"$log" 2>&1
    status=$?
    [ $status != 124 ] || echo "(stopped after $limit seconds)" >>"$log"
    if [ $status = 0 ]; then pass "$title ($((SECONDS - began)) s)"; else fail "$title (exit code $status)" "$log"; fi
    return $status
}

# The build takes warnings for errors in C#; in C++ it shows them. So the log of the last build holds none of either.
build_without_warnings() {
    local log=obj/setup.log
    grep -qxE ' *0 Warning\(s\)' "$log" || { echo "$log does not say that nothing was found"; return 1; }
    ! grep -E '[Ww]arning( [A-Z]+[0-9]+)?:' "$log"
}

# tests_of PROJECT NAME [OPTION OF dotnet test]...: runs the tests of one project and adds what its results file counted.
# A host that crashes, hangs or runs nothing is a failure.
tests_of() {
    local project=$1 name=$2 began=$SECONDS log results status counted ok bad
    shift 2
    log=$work/${name// /-}.log results=$work/${name// /-}.trx
    timeout --kill-after=10 900 dotnet test "tests/$project" -c Release --no-build --blame --results-directory "$work" \
        --logger "trx;LogFileName=${results##*/}" "$@" </dev/null >"$log" 2>&1
    status=$?
    counted=$(grep -o '<Counters [^>]*>' "$results" 2>/dev/null | tail -n 1)
    ok=$(sed -n 's/.* passed="\([0-9]*\)".*/\1/p' <<<"$counted")
    bad=$(sed -n 's/.* failed="\([0-9]*\)".*/\1/p' <<<"$counted")
    passed=$((passed + ${ok:-0}))
    failed=$((failed + ${bad:-0}))
    if [ "${bad:-0}" -gt 0 ]; then
        failures+=("$name: ${bad:-0} tests")
        awk '/^ +Failed / { left = 25 } left-- > 0' "$log" | head -n 120 | cut -c 1-200
    elif [ $status != 0 ]; then
        fail "$name: the test run ended with exit code $status after ${ok:-0} tests" "$log"
        grep -m 8 -E 'crash|terminate called|Process terminated|Unhandled|Fatal' "$log" | cut -c 1-200
    elif [ "${ok:-0}" = 0 ]; then
        fail "$name: no test ran" "$log"
    fi
    if grep -q 'outcome="NotExecuted"' "$results" 2>/dev/null; then fail "$name: tests were skipped"; fi
    echo "      $name: ${ok:-0} passed, ${bad:-0} failed ($((SECONDS - began)) s)"
}

# The tiny run: one small block of each kind, ten clips, 60 epochs of a fraction of a second.
speech=tests/fixtures/speech
run=$work/run
tiny=(out/asr train configs/quickstart.yaml --run-dir "$run" --device cpu --threads 1 --precision fp32
    --set "data.train=[$speech]" --set "data.dev=[$speech]" --set training.epochs=60 --set model.cnn_channels=8 --set model.cnn_blocks=1
    --set model.projection_width=32 --set model.rnn_blocks=1 --set model.rnn_width=32 --set model.head_width=32)

# Two epochs stand in the history and a checkpoint is whole.
has_something_to_resume() {
    [ "$(wc -l 2>/dev/null <"$run/history.csv")" -ge 3 ] 2>/dev/null && [ -n "$(find "$run/checkpoints" -name DONE -print -quit)" ]
}

train_and_kill() {
    local pid seconds=0 status
    "${tiny[@]}" </dev/null &
    pid=$!
    until has_something_to_resume; do
        if ! kill -0 $pid 2>/dev/null; then echo "training ended before its first checkpoint"; return 1; fi
        if [ $((seconds += 1)) -gt 1200 ]; then kill -9 $pid; echo "no checkpoint after two minutes"; return 1; fi
        sleep 0.1
    done
    kill -9 $pid
    wait $pid 2>/dev/null
    status=$?
    sed -n 2p "$run/history.csv" >"$work/first-epoch"
    [ $status = 137 ] || { echo "training was over before it could be killed (exit code $status)"; return 1; }
}

resume() {
    "${tiny[@]}" --resume || return
    # Each epoch stands in the history once and in order; the first one with its old figures, time taken and all: it was not done again.
    tail -n +2 "$run/history.csv" | cut -d , -f 1 | cmp - <(seq 60) || { echo "the history does not hold epochs 1 to 60"; return 1; }
    sed -n 2p "$run/history.csv" | cmp - "$work/first-epoch" || { echo "training began anew instead of going on"; return 1; }
    "${tiny[@]}" --resume || { echo "resuming a finished run failed"; return 1; }
}

# The same run, never killed, in a folder of its own: equal to the byte.
equal_uninterrupted() {
    local last
    "${tiny[@]/$run/$work/straight}" || return
    last=$(printf '%s\n' "$run"/checkpoints/step-*[0-9] | tail -n 1)
    cmp "$last/model.safetensors" "$work/straight/checkpoints/${last##*/}/model.safetensors" ||
        { echo "the killed and resumed run has other weights"; return 1; }
}

evaluate() {
    out/asr eval "$run" --data "$speech" --output "$work/eval" >"$work/eval.out" || return
    tail -n 1 "$work/eval.out"
    tail -n 1 "$work/eval.out" | grep -qE '^WER [0-9]+\.[0-9]{2} % CER [0-9]+\.[0-9]{2} % \(10 utterances\)$' ||
        { echo "that is not the line of scores"; return 1; }
}

transcribe() {
    local lines
    out/asr transcribe "$run" "$speech/1/3/1-3-0022.flac" >"$work/one.out" || return
    lines=$(wc -l <"$work/one.out")
    [ "$lines" = 1 ] || { echo "one file gave $lines lines"; return 1; }
    out/asr transcribe "$run" "$speech" >"$work/all.out" || return
    cat "$work/all.out"
    lines=$(grep -c $'\\.flac\t' "$work/all.out")
    [ "$lines" = 10 ] || { echo "ten files gave $lines lines"; return 1; }
}

echo "== Set-up"
if ! scripts/setup.sh </dev/null; then
    fail "set-up"
    finish
fi
pass "set-up ($SECONDS s)"
check "real speech: scripts/prepare_prompts.sh" 600 scripts/prepare_prompts.sh
for script in scripts/*.sh .ci/run; do check "syntax of $script" 10 bash -n "$script"; done

echo "== Formatting and warnings"
check "formatting" 600 dotnet format AsrTrainer.sln --verify-no-changes --no-restore
check "build without warnings" 10 bash -c "$(declare -f build_without_warnings); build_without_warnings"

echo "== Tests"
for project in tests/*/*.csproj; do
    project=$(basename "$project" .csproj)
    tests_of "$project" "$project"
done
# The fused layers choose their kernels once, by the processor; here also those that lesser processors get.
for kernels in amx_emulated avx512 avx2 baseline; do
    ASR_CPU_KERNELS=$kernels \
        tests_of AsrTrainer.Torch.Tests "fused layers on $kernels kernels" --filter FullyQualifiedName~BeyondTorchSharp.Fused
done
# The whole model as an older processor computes it, libtorch's libraries included.
ASR_CPU_KERNELS=avx2 ATEN_CPU_CAPABILITY=avx2 ONEDNN_MAX_CPU_ISA=AVX2 OPENBLAS_CORETYPE=Haswell \
    tests_of AsrTrainer.Neural.Tests "the model without AVX-512" --filter FullyQualifiedName~Neural.Tests.Models

echo "== Configurations"
for configuration in configs/*.yaml; do check "$configuration loads" 60 out/asr train "$configuration" --check; done

echo "== A tiny run: train, kill, resume, compare with one never killed, evaluate, transcribe"
for part in train_and_kill resume equal_uninterrupted evaluate transcribe; do
    check "${part//_/ }" 300 bash -c "$(declare -p speech run work tiny); $(declare -f has_something_to_resume "$part"); $part" || break
done

finish
