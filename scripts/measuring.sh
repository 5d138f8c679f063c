# What scripts that measure share; sourced by them, from the root of the tree.

# usage FIRST LAST: prints these lines of the script's opening comment and ends with code 2.
usage() {
    sed -n "$1,$2s/^# \{0,1\}//p" "scripts/${0##*/}" >&2
    exit 2
}

# prepare NAME: sets up, and makes a folder for what is measured, $work. At the end, however it comes, the folder goes, and so does the
# process in $pid if there is one.
prepare() {
    scripts/setup.sh >&2
    [ -x "$(command -v dotnet)" ] || { export DOTNET_ROOT=${DOTNET_ROOT:-$HOME/.dotnet}; PATH=$DOTNET_ROOT:$PATH; }
    mkdir -p obj
    work=$(mktemp -d "$PWD/obj/$1.XXXXXX")
    pid=
    trap finish EXIT
    trap 'exit 130' INT TERM
}

finish() {
    [ -z "$pid" ] || kill -9 "$pid" 2>/dev/null || :
    rm -rf "$work"
}

# say TEXT: a line for people; nothing where the figures alone were asked for.
say() { [ -n "${json:-}" ] || printf '%s\n' "$*"; }

# median: of the numbers on stdin; nothing of none.
median() {
    sort -g | awk '{ value[NR] = $1 } END { if (NR) print NR % 2 ? value[(NR + 1) / 2] : (value[NR / 2] + value[NR / 2 + 1]) / 2 }'
}

# rss_mb PID KEY: VmRSS, or VmHWM for the most there has been.
rss_mb() { awk -v key="$2:" '$1 == key { printf "%.1f", $2 * 1024 / 1e6 }' "/proc/$1/status" 2>/dev/null || :; }
