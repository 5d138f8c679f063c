#!/usr/bin/env bash
# Has every reader of files read damaged ones and prints what became of them. A case must end in a result or in a documented refusal,
# within two seconds and 1 GB. The tests do the same with 10,000 cases for each reader and seed 1.
#
#   usage: scripts/fuzz.sh [--cases N] [--seed S] [--first N] [--json] [READER...]
#          scripts/fuzz.sh --list                     the readers
#
# A case is a function of the seed and its number: --first N --cases 1 does one again. Exit codes: 0 no reader broke its promise,
# 1 one did (its cases, and copies of the files, are named), 2 wrong usage.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/measuring.sh

readers_of() { grep -rhoE --include='*.cs' '\[Trait\("Reader", "[a-z]+"\)\]' "$@" | cut -d '"' -f 4; }

cases=100000 seed=1 first=0 json= wanted=()
while [ $# -gt 0 ]; do
    case $1 in
        --list) readers_of tests | sort; exit 0 ;;
        --json) json=yes ;;
        --cases | --seed | --first)
            [[ ${2:-} =~ ^[0-9]{1,9}$ ]] || { echo "$1 needs a whole number below 1000000000, was '${2:-}'" >&2; exit 2; }
            printf -v "${1#--}" %s "$((10#$2))"
            shift
            ;;
        -*) usage 2 9 ;;
        *)
            if ! readers_of tests | grep -qx -- "$1"; then
                echo "no reader '$1'; there are: $(readers_of tests | sort | paste -sd ' ')" >&2
                exit 2
            fi
            wanted+=("$1")
            ;;
    esac
    shift
done
[ ${#wanted[@]} -gt 0 ] || mapfile -t wanted < <(readers_of tests)

prepare fuzz
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=${DOTNET_SYSTEM_GLOBALIZATION_INVARIANT:-1}
export ASR_FUZZ_CASES=$cases ASR_FUZZ_SEED=$seed ASR_FUZZ_FIRST=$first ASR_FUZZ_REPORT=$work/report TMPDIR=${TMPDIR:-/tmp}
: >"$work/report"

row='%-13s %10s %10s %10s %8s %12s %10s %10s\n'
# shellcheck disable=SC2059
[ -n "$json" ] || printf "$row" reader cases read refused failed "slowest ms" "more MB" seconds
failed=
for project in tests/*/*.csproj; do
    project=$(dirname "$project")
    for reader in $(readers_of "$project"); do
        [[ " ${wanted[*]} " == *" $reader "* ]] || continue
        rm -f "$TMPDIR/asr-fuzz-$reader.txt"
        if ! dotnet test "$project" -c Release --no-build --filter "Reader=$reader" </dev/null >"$work/log" 2>&1; then
            failed=yes
            sed -n '/Error Message/,/Stack Trace/p' "$work/log" | cut -c 1-300 | head -n 60 >&2
            # Left behind where the process ended, or where a case never ended.
            if [ -s "$TMPDIR/asr-fuzz-$reader.txt" ]; then
                echo "the process ended, or was stopped, in the case:" >&2
                cat "$TMPDIR/asr-fuzz-$reader.txt" >&2
            fi
        fi
        # shellcheck disable=SC2059
        [ -n "$json" ] || awk -F '\t' -v reader="$reader" -v row="$row" '
            $1 == reader { printf row, $1, $2, $3, $4, $5, $6, $7, $8; found = 1 }
            END { if (!found) printf row, reader, "-", "-", "-", "-", "-", "-", "-" }' "$work/report"
    done
done
total=$(awk -F '\t' '{ sum += $2 } END { print sum + 0 }' "$work/report")
if [ -n "$json" ]; then
    awk -F '\t' 'BEGIN { printf "{\"readers\": [" }
        {
            printf "%s{\"reader\": \"%s\", \"cases\": %d, \"read\": %d, ", (NR > 1 ? ", " : ""), $1, $2, $3
            printf "\"refused\": %d, \"failed\": %d, \"slowest_ms\": %s, \"more_mb\": %s, \"seconds\": %s}", $4, $5, $6, $7, $8
        }
        END { printf "]}\n" }' "$work/report"
else
    echo "$total cases, seed $seed"
fi
[ -z "$failed" ] || { echo "A reader broke its promise, see above." >&2; exit 1; }
