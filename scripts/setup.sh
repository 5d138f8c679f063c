#!/usr/bin/env bash
# From a fresh clone to the program at out/asr: checks the .NET SDK, installs the Debian packages that are missing, builds the
# native library (CMake) and the solution (Release). Does, and says, nothing when all of that is there and up to date.
#
#   usage: scripts/setup.sh [--force | --packages]    builds even when nothing has changed; or installs packages only
#
#   TORCH_DIR=/path/to/libtorch scripts/setup.sh      takes that libtorch (a CUDA one, for instance) instead of Debian's
#   CMAKE_BUILD_PARALLEL_LEVEL=1 scripts/setup.sh     one compiler at a time; each needs about 2 GB of memory
#
# Exit codes: 0 done, 1 the build failed, 2 wrong usage, 6 the machine lacks something (what, and what to do, is printed).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/packages.sh

force= packages_only=
for argument in "$@"; do
    case $argument in
        --force) force=yes ;;
        --packages) packages_only=yes ;;
        *) sed -n '2,8s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2 ;;
    esac
done
if [ -n "${TORCH_DIR:-}" ]; then
    if [ ! -d "$TORCH_DIR" ]; then
        echo "TORCH_DIR=$TORCH_DIR is no folder. Give the one that holds libtorch's lib/, include/ and share/." >&2
        exit 6
    fi
    TORCH_DIR=$(cd "$TORCH_DIR" && pwd)
fi

# Without this the SDK wants the ICU library; nothing here needs another culture than the invariant one.
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=${DOTNET_SYSTEM_GLOBALIZATION_INVARIANT:-1}
# The .NET SDK, also where Microsoft's installation script puts it.
if ! command -v dotnet >/dev/null && [ -x "${DOTNET_ROOT:-$HOME/.dotnet}/dotnet" ]; then
    export DOTNET_ROOT=${DOTNET_ROOT:-$HOME/.dotnet}
    PATH=$DOTNET_ROOT:$PATH
fi
if ! command -v dotnet >/dev/null || ! dotnet --list-sdks | grep -q '^10\.'; then
    found=$(command -v dotnet >/dev/null && dotnet --list-sdks | cut -d ' ' -f 1 | paste -sd ' ' || :)
    echo "The .NET SDK 10 is needed; found: ${found:-no dotnet}." >&2
    echo "Get it from https://dotnet.microsoft.com/download/dotnet/10.0, or for yourself alone, without root:" >&2
    echo "    curl -sSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0" >&2
    exit 6
fi

# Debian 12 names; Debian 13 has the same. A libtorch of one's own brings its BLAS with it.
packages=(ca-certificates cmake g++ make libdnnl-dev libsndfile1 libsoxr0)
[ -n "${TORCH_DIR:-}" ] || packages+=(libtorch-dev libopenblas0-openmp)
need_packages "${packages[@]}"
[ -z "$packages_only" ] || exit 0

mkdir -p obj
exec 9>obj/setup.lock
flock 9 # two set-ups at once would build into the same folders

# What the build was made from, beside the sources: which libtorch, which SDK.
torch=${TORCH_DIR:-$(dpkg-query -W -f='${Package} ${Version}' libtorch-dev 2>/dev/null || :)}
stamp=obj/setup.stamp
made_from=$(printf '%s\n' "libtorch: $torch" "SDK: $(dotnet --version)" "folder: $PWD")
sources=(src tests scripts/setup.sh AsrTrainer.sln Directory.Build.props Directory.Packages.props .editorconfig .globalconfig)
is_built() {
    [ -x out/asr ] && [ -f obj/native/libAsrTorch.so ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$made_from" ] &&
        [ -z "$(find "${sources[@]}" \( -name TestResults -o -path tests/golden -o -path tests/fixtures \) -prune \
            -o -newer "$stamp" -print -quit)" ]
}
[ -n "$force" ] || ! is_built || exit 0

log=obj/setup.log
: >"$log"
# A step's output goes to the log, and its end to the terminal when it fails. Build servers that stay must not hold the lock.
step() {
    local title=$1 started=$SECONDS
    shift
    echo "$title ..."
    if ! "$@" </dev/null >>"$log" 2>&1 9>&-; then
        grep -E '(error|Error)[ :]' "$log" | awk '!seen[$0]++' | head -n 20 >&2 || tail -n 20 "$log" >&2
        echo "Failed: $title. See above; the whole output is in $log." >&2
        exit 1
    fi
    [ $((SECONDS - started)) -lt 10 ] || echo "    took $((SECONDS - started)) s"
}

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
export CMAKE_BUILD_PARALLEL_LEVEL=${CMAKE_BUILD_PARALLEL_LEVEL:-$(nproc)}

# CMake remembers the libtorch that it found: another one, or another place, starts afresh.
[ ! -f obj/native/made-from ] || [ "$(cat obj/native/made-from)" = "$torch in $PWD" ] || rm -rf obj/native
mkdir -p obj/native
printf '%s\n' "$torch in $PWD" >obj/native/made-from
began=$(mktemp obj/setup.XXXXXX)
trap 'rm -f "$began"' EXIT
printf '%s\n' "$made_from" >"$began"

step "Configuring the native library" \
    cmake -S src/Torch.Native -B obj/native -DCMAKE_BUILD_TYPE=Release ${TORCH_DIR:+"-DCMAKE_PREFIX_PATH=$TORCH_DIR"}
step "Building the native library" cmake --build obj/native
step "Building the solution" dotnet build AsrTrainer.sln -c Release
# Into a folder of its own, then renamed: a training run that uses out/ keeps the files it has open.
rm -rf obj/publish obj/replaced
# Compiled ahead where there is a compiler for that: each start then takes a fifth of a second less.
publish() {
    if [ "$(uname -m)" = x86_64 ] &&
        dotnet publish src/AsrTrainer/AsrTrainer.csproj -c Release -p:AsrCompiledAhead=true -o obj/publish; then
        return
    fi
    rm -rf obj/publish
    dotnet publish src/AsrTrainer/AsrTrainer.csproj -c Release -o obj/publish
}
step "Publishing the program" publish
[ ! -e out ] || mv out obj/replaced
mv obj/publish out
rm -rf obj/replaced

if ! out/asr --version </dev/null >>"$log" 2>&1; then
    tail -n 5 "$log" >&2
    echo "out/asr was built but does not start, see above. Where dotnet lies in a folder of its own, DOTNET_ROOT must name that folder." >&2
    exit 6
fi
mv "$began" "$stamp"
echo "Ready: out/asr"
