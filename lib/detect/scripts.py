#!/usr/bin/env python3
"""Writes scripts.inc beside itself: what each code point is to the detector `invisible`, one capital letter each (see
lookalike.h), from the files of Debian's package unicode-data. Equal blocks of 128 code points are stored once.
"""
import pathlib
import re
import sys

DATA = pathlib.Path("/usr/share/unicode")
BLOCK = 128
SCRIPTS = {"Latin": "L", "Cyrillic": "C", "Greek": "G", "Armenian": "A", "Cherokee": "K", "Coptic": "P", "Lisu": "I",
           "Han": "H", "Hiragana": "J", "Katakana": "J", "Hangul": "O", "Bopomofo": "B"}
INVISIBLE = [  # first, last, class
    (0xAD, 0xAD, "Y"), (0x34F, 0x34F, "Z"), (0x61C, 0x61C, "W"), (0x115F, 0x1160, "U"), (0x180B, 0x180D, "V"),
    (0x180E, 0x180E, "Z"), (0x180F, 0x180F, "V"), (0x200B, 0x200D, "Z"), (0x200E, 0x200F, "W"), (0x202A, 0x202E, "X"),
    (0x2060, 0x2060, "Z"), (0x2061, 0x2064, "F"), (0x2065, 0x2065, "Z"), (0x2066, 0x2069, "X"), (0x206A, 0x206F, "Z"),
    (0x2800, 0x2800, "U"), (0x3164, 0x3164, "U"), (0xFE00, 0xFE0F, "V"), (0xFEFF, 0xFEFF, "Z"), (0xFFA0, 0xFFA0, "U"),
    (0xE0000, 0xE0000, "Z"), (0xE0001, 0xE0001, "T"), (0xE0002, 0xE001F, "Z"), (0xE0020, 0xE007F, "T"),
    (0xE0080, 0xE00FF, "Z"), (0xE0100, 0xE01EF, "V"), (0xE01F0, 0xE0FFF, "Z")]


def ranges(name, column=1):
    """(first, last, value) of each line of a file of properties."""
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        fields = [field.strip() for field in line.split("#")[0].split(";")]
        if len(fields) > column:
            ends = [int(end, 16) for end in fields[0].split("..")]
            yield ends[0], ends[-1], fields[column]


def property_of_all(name, standard):
    values = [standard] * 0x110000
    for first, last, value in ranges(name):
        values[first : last + 1] = [value] * (last + 1 - first)
    return values


def class_of(category, script, direction):
    if category == "Nd":
        return "D"
    if category[0] not in "LM" and category != "Nl":
        return "N"
    if category[0] == "M" and (script in SCRIPTS or script in ("Inherited", "Common")):
        return "M"
    if script in SCRIPTS:
        return SCRIPTS[script]
    if script == "Common":
        return "N"
    return "R" if direction in ("R", "AL") or script in ("Arabic", "Hebrew", "Syriac", "Thaana", "Nko") else "S"


def classes():
    categories = property_of_all("extracted/DerivedGeneralCategory.txt", "Cn")
    scripts = property_of_all("Scripts.txt", "Unknown")
    directions = property_of_all("extracted/DerivedBidiClass.txt", "L")
    result = [class_of(*properties) for properties in zip(categories, scripts, directions)]
    for first, last, value in ranges("emoji/emoji-data.txt"):
        if value in ("Extended_Pictographic", "Emoji_Modifier") and first > 0x7F:
            result[first : last + 1] = "E" * (last + 1 - first)
    for first, last, value in INVISIBLE + [(0x1F1E6, 0x1F1FF, "E"), (0x20E3, 0x20E3, "E"), (0x30FC, 0x30FC, "J"),
                                           (0xFF70, 0xFF70, "J")]:
        result[first : last + 1] = value * (last + 1 - first)
    return "".join(result)


def main():
    values, blocks, index = classes(), {}, []
    for at in range(0, len(values), BLOCK):
        index.append(blocks.setdefault(values[at : at + BLOCK], len(blocks)))
    assert len(blocks) < 256
    lines = ["/* Made by scripts.py; do not edit. */", f"const char tg_glyph_blocks[][{BLOCK} + 1] = {{"]
    lines += [f'    "{block}",' for block in blocks]
    lines += ["};", "", "const unsigned char tg_glyph_index[] = {"]
    text = ",".join(map(str, index))
    lines += [piece for piece in re.findall(r".{1,115}(?:,|$)", text)]
    lines += ["};", ""]
    (pathlib.Path(__file__).parent / "scripts.inc").write_text("\n".join(lines), encoding="ascii")


if __name__ == "__main__":
    sys.exit(main())
