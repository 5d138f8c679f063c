#!/usr/bin/env bash
# Does `asr score` count as NIST's sclite does (Debian's sctk)? Scores random texts and, where folders are named, what models really
# recognised, with both, and compares the counts utterance by utterance; then two random systems with `asr compare` and NIST's sc_stats.
#
#   usage: scripts/check_scoring.sh [FOLDER...]    FOLDER: what `asr eval --output` wrote, with its ref.trn and hyp.trn
#          ASR=path/to/asr                         takes that program instead of building one
#
# asr takes the alignment with the fewest errors and, of those, the most matches. sclite weighs a substitution 4 and a deletion or an
# insertion 3: five substitutions (20) weigh more than six gaps with two more matches between them (18). An utterance may therefore have
# other counts where sclite's errors are more and their weight is no more than that of ours; any other difference fails.
# Exit codes: 0 as it should be, 1 not, 2 wrong usage, 6 the machine lacks something.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/packages.sh
. scripts/measuring.sh

for folder in "$@"; do
    [ -f "$folder/ref.trn" ] && [ -f "$folder/hyp.trn" ] || { echo "$folder: no ref.trn and hyp.trn there" >&2; usage 2 6; }
done
need_packages sctk
if [ -n "${ASR:-}" ]; then
    asr=$(realpath "$ASR")
else
    scripts/setup.sh >&2
    asr=$PWD/out/asr
fi
mkdir -p obj
work=$(mktemp -d "$PWD/obj/scoring.XXXXXX")
trap 'rm -rf "$work"' EXIT

# texts SEED UTTERANCES WORDS LONGEST SHARE: ref.trn, and a.trn and b.trn in which this share of the words is changed, lost or doubled;
# with a share of 1 they have nothing to do with the reference.
texts() {
    awk -v seed="$1" -v utterances="$2" -v words="$3" -v longest="$4" -v share="$5" -v folder="$work" '
        function word() { return "w" int(rand() * words) }
        function spoilt(   i, r, text) {
            if (share == 1) { for (i = int(rand() * (longest + 1)); i > 0; i--) text = text word() " "; return text }
            for (i = 1; i <= count; i++) {
                r = rand() / share
                text = text (r < 0.6 ? word() " " : r < 0.8 ? "" : r < 1 ? said[i] " " word() " " : said[i] " ")
            }
            return text
        }
        BEGIN {
            srand(seed)
            for (u = 1; u <= utterances; u++) {
                id = sprintf("(s%d-%05d)", u % 12, u)
                count = int(rand() * (longest + 1)); text = ""
                for (i = 1; i <= count; i++) { said[i] = word(); text = text said[i] " " }
                print text id > (folder "/ref.trn")
                print spoilt() id > (folder "/a.trn")
                print spoilt() id > (folder "/b.trn")
            }
        }'
}

# counts REF HYP: id, correct, substituted, deleted, inserted, as sclite has them.
by_sclite() {
    sctk sclite -r "$1" trn -h "$2" trn -i spu_id -o pralign stdout 2>/dev/null |
        awk '/^id: / { gsub(/[()]/, "", $2); id = $2 } /^Scores: / { print id, $(NF - 3), $(NF - 2), $(NF - 1), $NF }' | LC_ALL=C sort
}

by_asr() {
    "$asr" score --ref "$1" --hyp "$2" --output "$work/score" >/dev/null 2>&1
    awk -F , 'NR > 1 { print $2, $7 - $8 - $9, $8, $9, $10 }' "$work/score/utterances.csv" | LC_ALL=C sort
}

failed=0
# same NAME REF HYP
same() {
    by_sclite "$2" "$3" >"$work/sclite"
    by_asr "$2" "$3" >"$work/asr"
    LC_ALL=C join "$work/asr" "$work/sclite" | awk -v name="$1" -v expected="$(grep -vc '^;;' "$2")" '
        { ours += $3 + $4 + $5; theirs += $7 + $8 + $9; words += $2 + $3 + $4 }
        $2 == $6 && $3 == $7 && $4 == $8 && $5 == $9 { equal++; next }
        $7 + $8 + $9 > $3 + $4 + $5 && 4 * $7 + 3 * ($8 + $9) <= 4 * $3 + 3 * ($4 + $5) { weighed++; next }
        { print "  " $0; wrong++ }
        END {
            printf "%s: %d utterances, %d words; errors %d, sclite %d; counts equal in %d, otherwise by its weights in %d, wrong in %d\n",
                name, NR, words, ours, theirs, equal, weighed, wrong
            exit NR != expected || wrong > 0
        }' || failed=1
}

for folder in "$@"; do same "$folder" "$folder/ref.trn" "$folder/hyp.trn"; done
texts 1 2000 3 12 1; same "random, 3 words" "$work/ref.trn" "$work/a.trn"
texts 2 2000 20 30 1; same "random, 20 words" "$work/ref.trn" "$work/a.trn"
texts 3 2000 2000 30 0.3; same "30 % of words spoilt" "$work/ref.trn" "$work/a.trn"

# The matched-pairs test: segments and Z.
for share in 0.1 0.3; do
    texts 4 600 2000 25 $share
    for system in a b; do
        sctk sclite -r "$work/ref.trn" trn -h "$work/$system.trn" trn $system -i spu_id -o sgml -O "$work" -n $system >/dev/null 2>&1
    done
    (cd "$work" && cat a.sgml b.sgml | sctk sc_stats -p -t mapsswe -v -n nist >/dev/null 2>&1)
    theirs=$(grep -o 'MTCH_PR_RESULTS.*' "$work/nist.stats.mapsswe" | sed 's/.*# segs: \([0-9]*\).*Z Stat: *\([-0-9.]*\).*/\1 \2/')
    ours=$("$asr" compare --ref "$work/ref.trn" --hyp "$work/b.trn" "$work/a.trn" |
        sed -n 's/.*MAPSSWE, \([0-9]*\) segments, z = \([-0-9.]*\)).*/\1 \2/p')
    awk -v share="$share" -v ours="$ours" -v theirs="$theirs" 'BEGIN {
        split(ours, o); split(theirs, t)
        printf "matched pairs, %d %% spoilt: %d segments, z = %s; sc_stats: %d segments, z = %s\n", 100 * share, o[1], o[2], t[1], t[2]
        # Of alignments with equal counts the two may take different ones, which moves a few segments.
        exit t[1] == 0 || (o[1] - t[1]) ^ 2 > (0.01 * t[1]) ^ 2 || (o[2] - t[2]) ^ 2 > 0.05 ^ 2
    }' || failed=1
done
[ $failed = 0 ] || echo "not as sclite counts" >&2
exit $failed
