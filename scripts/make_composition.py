#!/usr/bin/python3
"""Writes what the program knows of Unicode's normalisation form C, and what its tests hold that against.

usage: /usr/bin/python3 scripts/make_composition.py     (in the repository's root; Python's unicodedata is the source)

src/AsrTrainer.Speech/Text/CompositionTable.cs   the decompositions and combining classes of all code points
tests/golden/nfc.txt                             every code point that is not its own form D, and texts of marks in disorder, in form C

Python is needed to make these files, never to use them: they are committed.
"""
import random
import sys
import unicodedata
from itertools import groupby

COLUMNS = 120
SEED = 20240229

HEAD = '''namespace AsrTrainer.Speech.Text;

/// <summary>
/// The data of <see cref="CanonicalComposition"/>: facts of the Unicode Character Database (version {version}), all code points in
/// hexadecimal. Hangul syllables are computed instead. scripts/make_composition.py writes this file.
/// </summary>
internal static class CompositionTable
{{
'''


def code_points():
    return (chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code <= 0xDFFF)


def is_hangul(character):
    return 0xAC00 <= ord(character) <= 0xD7A3


def decomposition(character):
    """One step of the canonical decomposition; empty where there is none."""
    parts = unicodedata.decomposition(character)
    return "" if parts.startswith("<") else "".join(chr(int(part, 16)) for part in parts.split())


def numbers(text):
    return " ".join(f"{ord(character):04X}" for character in text)


def entry(character):
    return f"{ord(character):04X}={numbers(decomposition(character)).replace(' ', '+')}"


def classes():
    """Runs of code points that have the same combining class."""
    marks = [(ord(c), unicodedata.combining(c)) for c in code_points() if unicodedata.combining(c)]
    for _, run in groupby(enumerate(marks), lambda one: (one[1][0] - one[0], one[1][1])):
        run = [mark for _, mark in run]
        first, last, value = run[0][0], run[-1][0], run[0][1]
        yield f"{first:04X}{'' if first == last else f'-{last:04X}'}={value}"


def constant(file, summary, name, entries):
    file.write(f"    /// <summary>{summary}</summary>\n    internal const string {name} =\n")
    lines, line = [], ""
    for one in entries:
        if len(line) + 1 + len(one) > COLUMNS:
            lines.append(line)
            line = ""
        line += f"{one} "
    lines.append(line.rstrip())
    file.write(" +\n".join(f'        "{line}"' for line in lines) + ";\n")


def write_table(path):
    decomposed = [c for c in code_points() if decomposition(c) and not is_hangul(c)]
    composed = [c for c in decomposed if unicodedata.normalize("NFC", c) == c]
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(HEAD.format(version=unicodedata.unidata_version))
        constant(file, "Characters and the two of which they are composed.", "Composed", map(entry, composed))
        file.write("\n")
        constant(
            file, "Characters that are taken apart, or stand for another one, and are never composed again.", "Excluded",
            (entry(c) for c in decomposed if c not in set(composed)))
        file.write("\n")
        constant(file, "Canonical combining classes other than 0.", "Classes", classes())
        file.write("}\n")


def write_golden(path):
    draw = random.Random(SEED)
    parts = [c for c in code_points() if unicodedata.combining(c) or decomposition(c)]
    parts += [p for c in parts for p in decomposition(c)]
    marks = [chr(code) for code in range(0x300, 0x370)]
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(f"# scripts/make_composition.py, Unicode {unicodedata.unidata_version}: code points; their form C\n")
        for c in code_points():
            taken_apart = unicodedata.normalize("NFD", c)
            if taken_apart != c and (not is_hangul(c) or ord(c) % 97 == 0):
                for text in (c, taken_apart):
                    file.write(f"{numbers(text)}; {numbers(unicodedata.normalize('NFC', text))}\n")
        for number in range(2000):
            pool = parts if number % 2 == 0 else marks
            text = draw.choice(parts) + "".join(draw.choice(pool) for _ in range(draw.randint(1, 5)))
            file.write(f"{numbers(text)}; {numbers(unicodedata.normalize('NFC', text))}\n")


write_table("src/AsrTrainer.Speech/Text/CompositionTable.cs")
write_golden("tests/golden/nfc.txt")
