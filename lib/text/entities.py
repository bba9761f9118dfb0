#!/usr/bin/env python3
"""Writes entities.inc beside itself: the named character references of the HTML standard, from Python's copy of them.

The table is sorted by the bytes of the names, which stand without "&" and ";". The names are cut into strings that C
guarantees to be possible (at most 4095 bytes), each ending with NUL, and are addressed by their offset in all of them.
"""
import html.entities
import pathlib

LONGEST_STRING = 4000


def entries():
    known = html.entities.html5
    for name in sorted({name.rstrip(";") for name in known}):
        value = known[name + ";"]  # every name that is legal without semicolon is legal with one
        assert known.get(name, value) == value and len(value) in (1, 2)
        yield name, name in known, ord(value[0]), ord(value[1]) if len(value) == 2 else 0


def main():
    chunks, rows, offset = [""], [], 0
    for name, bare, first, second in entries():
        if len(chunks[-1]) + len(name) > LONGEST_STRING:
            chunks.append("")
            offset += 1  # the NUL
        chunks[-1] += name
        rows.append(f"{{{first:#x}, {second:#x}, {offset}, {len(name)}, {int(bare)}}},")
        offset += len(name)
    assert offset < 1 << 16
    lines = ["/* Made by entities.py; do not edit. */", "static const struct {"]
    lines += [f"    char part_{i}[{len(chunk) + 1}];" for i, chunk in enumerate(chunks)]
    lines += ["} entity_names = {"]
    for chunk in chunks:
        pieces = [chunk[i : i + 110] for i in range(0, len(chunk), 110)]
        lines += [f'    "{piece}"' for piece in pieces]
        lines[-1] += ","
    lines += ["};", "", f"enum {{ LONGEST_ENTITY = {max(len(name) for name, *_ in entries())} }};", "",
              "static const entity entities[] = {"]
    for i in range(0, len(rows), 4):
        lines.append("    " + " ".join(rows[i : i + 4]))
    lines += ["};"]
    pathlib.Path(__file__).with_suffix(".inc").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
