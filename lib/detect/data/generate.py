#!/usr/bin/env python3
"""Writes the tables of this folder from the packages that README.md names.

    generate.py --phones .../libphonenumber-js/metadata.max.json phones.inc
    generate.py --suffixes .../tldextract/.tld_set_snapshot suffixes.inc
"""
import argparse
import json
import random
import re

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
    options = parser.parse_args()
    if options.phones:
        write(options.phones[1], "Calling code, length of the national number, range of its first three digits.",
              ("{%d,%d,%d,%d}," % row for row in phone_rows(options.phones[0])))
    if options.suffixes:
        write(options.suffixes[1], "Public suffixes; this file alone is under the Mozilla Public License 2.0.",
              (f'"{rule}",' for rule in suffix_rows(options.suffixes[0])))


if __name__ == "__main__":
    main()
