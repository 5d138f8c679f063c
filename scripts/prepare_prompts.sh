#!/usr/bin/env bash
# Makes data/prompts/{train,dev,test}: 547 prompts of real recorded English in LibriSpeech layout, from Debian packages.
#
#   usage: scripts/prepare_prompts.sh [FOLDER]        (default: data/prompts; nothing is done, or said, when it is complete)
#          FOLDER is new, empty, or one that this script made: such a one is replaced.
#
# The rule (what is kept, how transcripts are normalised and split) stands in data/README.md. Nothing needs to be installed but
# ffmpeg, which decodes G.722: the sound packages are downloaded and unpacked without installing them.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
target=${1:-}
case $target in '' | /*) ;; *) target=$PWD/$target ;; esac # a relative FOLDER is the caller's
cd "$root"
. scripts/packages.sh

target=${target:-data/prompts}
packages=(asterisk-core-sounds-en asterisk-core-sounds-en-g722)
# Of prompts.tsv: prompt, split and transcript of all utterances. Another sum means other data, hence other results.
manifest_sha256=2281052f2146c4e941a4d6df66af34ca8d7b3ada9050e25a7136788bab0d5768
expected_train=441 expected_dev=53 expected_test=53

count_clips() { find "$target/$1" -name '*.flac' -size +0 2>/dev/null | wc -l; }

is_complete() {
    [ -f "$target/prompts.tsv" ] && echo "$manifest_sha256  $target/prompts.tsv" | sha256sum --check --status &&
        [ "$(count_clips train)" = $expected_train ] && [ "$(count_clips dev)" = $expected_dev ] &&
        [ "$(count_clips test)" = $expected_test ]
}

# Whether what stands there may be replaced: nothing, an empty folder, or prompts of ours, whole or not.
is_ours() {
    [ -e "$target" ] || [ -L "$target" ] || return 0
    [ -d "$target" ] || return 1
    [ -n "$(ls -A "$target")" ] || return 0
    [ "$(head -n 1 "$target/prompts.tsv" 2>/dev/null)" = $'prompt\tsplit\ttranscript' ]
}

is_complete && exit 0
if ! is_ours; then
    echo "$target exists and holds other things than these prompts (it has no prompts.tsv of theirs); name a new or empty folder." >&2
    exit 2
fi
need_packages ffmpeg

mkdir -p obj "$(dirname "$target")"
work=$(mktemp -d "$root/obj/prompts.XXXXXX")
made=$(mktemp -d "$(dirname "$target")/.prompts.XXXXXX")
trap 'rm -rf "$work" "$made"' EXIT
chmod 755 "$made"

# Where the packages are unpacked: / where both are installed, else a folder of ours.
unpacked=/
if [ -n "$(missing_packages "${packages[@]}")" ]; then
    unpacked=$work/unpacked
    mkdir "$work/packages"
    download() { (cd "$work/packages" && apt-get -qq download "${packages[@]}") >"$work/log" 2>&1; }
    if ! download && ! { as_root apt-get -qq update >"$work/log" 2>&1 && download; }; then
        cat "$work/log" >&2
        echo "Could not download ${packages[*]}. Run 'apt-get update' as root, or install them, then start again." >&2
        exit 6
    fi
    for package in "$work"/packages/*.deb; do dpkg-deb -x "$package" "$unpacked"; done
fi
sounds=$unpacked/usr/share/asterisk/sounds/en_US_f_Allison
documents=$unpacked/usr/share/doc/asterisk-core-sounds-en

# Prompts that have a recording, in the order of the transcripts' file: prompt<TAB>transcript.
gzip -dc "$documents/core-sounds-en.txt.gz" | awk -f scripts/normalise_prompts.awk |
    while IFS=$'\t' read -r prompt transcript; do
        [ -s "$sounds/$prompt.g722" ] && printf '%s\t%s\n' "$prompt" "$transcript" || :
    done >"$work/prompts"

# The split: the MD5 of the transcript, read as a number, modulo 10. Equal sentences so never stand in two splits.
mkdir "$work/md5"
awk -F '\t' -v folder="$work/md5" '{ name = sprintf("%s/%05d", folder, NR); printf "%s", $2 > name; close(name) }' "$work/prompts"
(cd "$work/md5" && md5sum -- *) | awk '{
    remainder = 0
    for (i = 1; i <= 32; i++) remainder = (remainder * 16 + index("123456789abcdef", substr($1, i, 1))) % 10
    print remainder == 0 ? "test" : remainder == 1 ? "dev" : "train"
}' >"$work/splits"

# One speaker (1); one chapter for each split: train 1, dev 2, test 3. Utterances are numbered in the order of the manifest.
{
    printf 'prompt\tsplit\ttranscript\n'
    paste "$work/prompts" "$work/splits" | awk -F '\t' '{ print $1 "\t" $3 "\t" $2 }'
} >"$made/prompts.tsv"
if ! echo "$manifest_sha256  $made/prompts.tsv" | sha256sum --check --status; then
    echo "The Debian packages here hold other prompts than version 1.6.1: $(($(wc -l <"$made/prompts.tsv") - 1)) were found," >&2
    echo "$((expected_train + expected_dev + expected_test)) with known transcripts were expected." \
        "Results would not be comparable; nothing was written." >&2
    exit 4
fi
awk -F '\t' 'BEGIN { chapter["train"] = 1; chapter["dev"] = 2; chapter["test"] = 3 }
    NR > 1 { printf "1-%d-%04d\t%s\t%s\t%s\n", chapter[$2], seen[$2]++, $2, $1, toupper($3) }' "$made/prompts.tsv" >"$work/utterances"
{ printf 'utterance\tprompt\n'; cut -f 1,3 "$work/utterances"; } >"$made/utterances.tsv"

# Decoding: one ffmpeg for every 64 clips, as starting it takes longer than its work. Bit-exact: no version or date in the files.
inputs=() outputs=()
decode() {
    [ ${#inputs[@]} -gt 0 ] || return 0
    ffmpeg -nostdin -v error -y "${inputs[@]}" "${outputs[@]}"
    inputs=() outputs=()
}
clips=0
while IFS=$'\t' read -r utterance split prompt transcript; do
    chapter=${utterance%-*}
    folder=$made/$split/${chapter/-//}
    [ -d "$folder" ] || mkdir -p "$folder"
    printf '%s %s\n' "$utterance" "$transcript" >>"$folder/$chapter.trans.txt"
    inputs+=(-f g722 -i "$sounds/$prompt.g722")
    outputs+=(-map "$((clips % 64)):a" -c:a flac -compression_level 8 -fflags +bitexact -flags:a +bitexact
        -metadata_header_padding 0 "$folder/$utterance.flac")
    clips=$((clips + 1))
    [ $((clips % 64)) -ne 0 ] || decode
done <"$work/utterances"
decode

cp "$documents/copyright" "$made/LICENSE.txt"
cp data/README.md "$made/README.md"
chmod -R u=rwX,go=rX "$made"
rm -rf "$target"
mv "$made" "$target"
is_complete || { echo "$target is not complete after all: the decoder wrote too few files." >&2; exit 1; }

# G.722 at 64 kbit/s: two samples a byte, 16,000 samples a second.
cut -f 3 "$work/utterances" | sed "s|.*|$sounds/&.g722|" | xargs -d '\n' stat -c %s | paste "$work/utterances" - |
    awk -F '\t' '{ n[$2]++; seconds[$2] += $5 / 8000; words[$2] += split($4, unused, " ") }
        END {
            printf "%-6s %10s %8s %6s\n", "split", "utterances", "minutes", "words"
            m = split("train dev test", order, " ")
            for (i = 1; i <= m; i++) printf "%-6s %10d %8.1f %6d\n", order[i], n[order[i]], seconds[order[i]] / 60, words[order[i]]
        }'
echo "Prompts: $target (CC-BY-SA 3.0; recorded by Allison Smith for Asterisk; see README.md and LICENSE.txt there)"
