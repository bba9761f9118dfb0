#!/usr/bin/env python3
"""Writes the tables of this folder from the packages that README.md names.

    generate.py --phones .../libphonenumber-js/metadata.max.json phones.inc
    generate.py --suffixes .../tldextract/.tld_set_snapshot suffixes.inc
    generate.py --letters FOLDER letters.inc
"""
import argparse
import collections
import json
import math
import pathlib
import random
import re
import unicodedata

SAMPLES = 48  # completions of a prefix that are tried
PREFIX = 3    # digits of a national number that the table tells apart


def phone_rows(path):
    """(calling code, length, first, last): national numbers of that length may begin with these three digits."""
    with open(path, encoding="utf-8") as file:
        countries = json.load(file)["countries"]
    patterns = {}
    for row in countries.values():
        patterns.setdefault(int(row[0]), []).append((re.compile(row[2]), row[3]))
    chance = random.Random(1)
    tails = {n: ["".join(chance.choice("0123456789") for _ in range(n)) for _ in range(SAMPLES)] for n in range(18)}
    for code in sorted(patterns):
        for length in sorted({n for _, lengths in patterns[code] for n in lengths if PREFIX < n <= 15}):
            fitting = [p for p, lengths in patterns[code] if length in lengths]
            begun = None
            for prefix in range(10 ** PREFIX + 1):
                text = f"{prefix:0{PREFIX}}"
                fits = prefix < 10 ** PREFIX and any(p.fullmatch(text + t) for p in fitting for t in tails[length - PREFIX])
                if fits and begun is None:
                    begun = prefix
                elif not fits and begun is not None:
                    yield code, length, begun, prefix - 1
                    begun = None


def suffix_rows(path):
    """The public suffixes that registries run, in Unicode and in Punycode, in byte order."""
    rules = set()
    with open(path, encoding="utf-8") as file:
        for line in file:
            if "===END ICANN DOMAINS===" in line:
                break
            rule = line.strip()
            if rule and not rule.startswith("//"):
                rules.add(rule)
                mark = rule[0] if rule[0] in "!" else ""
                labels = rule[len(mark):].split(".")
                rules.add(mark + ".".join("*" if x == "*" else x.encode("idna").decode() for x in labels))
    return sorted(rules, key=lambda rule: rule.lstrip("!").encode())


# Scripts whose letters are looked at: the first letter, how many, the languages, and letters that count as others.
SCRIPTS = {
    "latin": ("a", 26, "bs ca cs da de en es et eu fi fr gl hr hu id is it lt lv ms nl no pl pt pt_br ro sk sl sq sv tr vi".split(),
              str.maketrans({"ß": "ss", "ø": "o", "đ": "d", "ð": "d", "þ": "t", "æ": "ae", "œ": "oe", "ı": "i", "ł": "l"})),
    "cyrillic": ("а", 32, "bg mk ru sr uk".split(), str.maketrans({"ё": "е", "і": "и", "ї": "и", "є": "е", "ґ": "г", "ј": "й",
                                                                  "љ": "л", "њ": "н", "ћ": "ч", "ђ": "д", "џ": "ж", "ѓ": "г", "ќ": "к", "ѕ": "з"})),
}
WORDS = 30000  # of a language
PINYIN = ("b p m f d t n l g k h j q x zh ch sh r z c s y w".split(),
          "a o e i u ai ei ao ou an en ang eng ong ia ie iao iu ian in iang ing ua uo uai ui uan un uang ue".split())


def letter_table(folder, script):
    """For each three letters (none, then the script's) how usual the third is behind the first two: bits times 4, as one
    character from @ on; the more, the rarer. All languages count the same, a word by the logarithm of its count."""
    first, count, languages, others = SCRIPTS[script]
    size = count + 1
    pooled = collections.Counter()
    lists = []
    for language in languages:
        with open(pathlib.Path(folder) / f"{language}.txt", encoding="utf-8") as file:
            lists.append([line.split() for _, line in zip(range(WORDS), file)])
    if script == "latin":
        lists.append([(a + b, "100") for a in PINYIN[0] for b in PINYIN[1]] +
                     [(a + b + c + d, "3") for a in PINYIN[0] for b in PINYIN[1] for c in PINYIN[0] for d in PINYIN[1]][::29])
    for rows in lists:
        own = collections.Counter()
        for row in rows:
            if len(row) != 2:
                continue
            word = unicodedata.normalize("NFD", row[0].lower().translate(others))
            word = "".join(c for c in word if not unicodedata.combining(c))
            codes = [ord(c) - ord(first) + 1 for c in word]
            if not all(1 <= c <= count for c in codes):
                continue
            weight = math.log(1 + int(row[1]))
            for triple in zip([0, 0, *codes], [0, *codes], [*codes, 0]):
                own[triple] += weight
        total = sum(own.values())
        for triple, weight in own.items():
            pooled[triple] += weight / total
    pairs = collections.Counter()
    for (a, b, _), weight in pooled.items():
        pairs[a, b] += weight
    spare = 1e-6 * len(lists)
    for a in range(size):
        for b in range(size):
            for c in range(size):
                share = (pooled[a, b, c] + spare) / (pairs[a, b] + spare * size)
                yield chr(ord("@") + min(60, round(-4 * math.log2(share))))


def write_letters(folder, path):
    """For each script a string for each first letter; a backslash is doubled."""
    with open(path, "w", encoding="utf-8") as out:
        out.write("/* How usual letters are behind two others, by script. Made by generate.py; see README.md. */\n")
        for script in SCRIPTS:
            text = "".join(letter_table(folder, script))
            size = SCRIPTS[script][1] + 1
            out.write(f"static const char {script}_letters[][{size * size + 1}] = {{\n")
            for begin in range(0, len(text), size * size):
                rows = text[begin:begin + size * size]
                lines = [rows[i:i + 100].replace("\\", "\\\\") for i in range(0, len(rows), 100)]
                out.write("\n".join(f'    "{line}"' for line in lines) + ",\n")
            out.write("};\n")


def write(path, what, items, width=120):
    """Items in lines of the usual width."""
    lines, line = [], ""
    for item in items:
        if line and len((line + " " + item).encode()) > width:
            lines.append(line)
            line = ""
        line += (" " if line else "") + item
    with open(path, "w", encoding="utf-8") as out:
        out.write(f"/* {what} Made by generate.py; see README.md. */\n" + "\n".join([*lines, line]) + "\n")


def main():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--phones", nargs=2, metavar=("METADATA", "OUT"))
    parser.add_argument("--suffixes", nargs=2, metavar=("LIST", "OUT"))
    parser.add_argument("--letters", nargs=2, metavar=("FOLDER", "OUT"))
    options = parser.parse_args()
    if options.letters:
        write_letters(*options.letters)
    if options.phones:
        write(options.phones[1], "Calling code, length of the national number, range of its first three digits.",
              ("{%d,%d,%d,%d}," % row for row in phone_rows(options.phones[0])))
    if options.suffixes:
        write(options.suffixes[1], "Public suffixes; this file alone is under the Mozilla Public License 2.0.",
              (f'"{rule}",' for rule in suffix_rows(options.suffixes[0])))


if __name__ == "__main__":
    main()
