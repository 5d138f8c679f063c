#!/usr/bin/env bash
# How many times faster than PyTorch on the same CPU: runs the published recipe in Debian's PyTorch (scripts/peer/) and asr beside each
# other, on one fixed batch of the tutorial's model and over whole epochs of the prompts corpus with a small one, and prints the table.
#
#   usage: scripts/bench_peer.sh [--json] [--quick] [--batch N] [--seconds S] [--steps N]
#          --json   the figures alone, ratios as asr over the peer: train_bf16, train_fp32, infer_bf16, infer_fp32, epoch_published,
#                   epoch_bucket, memory_mb, peer_memory_mb, limit_share_bf16, limit_share_fp32, wait_share, and memory_bf16_mb, memory_fp32_mb, of which
#                   memory_mb is the larger (null: not on this processor)
#          --quick  a rough look: fewer settings of the peer, fewer steps and epochs
#          --batch, --seconds, --steps  another fixed batch than 8 utterances of 10 s, other than 5 measured steps
#
# Takes about 25 minutes; the machine should have nothing else to do. Progress goes to stderr, with --json the table too. It leaves nothing behind but what
# scripts/setup.sh builds and the Debian packages python3-torch, python3-torchaudio and ffmpeg.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/packages.sh

arguments=()
while [ $# -gt 0 ]; do
    case $1 in
        --json | --quick) arguments+=("$1"); shift ;;
        --batch | --seconds | --steps)
            [ $# -ge 2 ] || { echo "$1 needs a number" >&2; exit 2; }
            arguments+=("$1" "$2"); shift 2 ;;
        *) sed -n '2,13s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2 ;;
    esac
done

# Of the scripts only the result goes to stdout.
need_packages python3-torch python3-torchaudio ffmpeg >&2
scripts/setup.sh >&2
[ -x "$(command -v dotnet)" ] || export DOTNET_ROOT=${DOTNET_ROOT:-$HOME/.dotnet} # as setup.sh found it

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Prompts that are there already are used as they are.
prompts=data/prompts
if [ ! -f "$prompts/prompts.tsv" ]; then
    prompts=$work/prompts
    scripts/prepare_prompts.sh "$prompts" >&2
fi
/usr/bin/python3 -B scripts/peer/side_by_side.py --asr out/asr --corpus "$prompts" --work "$work" "${arguments[@]}"
