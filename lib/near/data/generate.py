#!/usr/bin/env python3
"""Writes fold.inc: the folding tables by which fingerprints are made, taken from a pack.

    printf 'a\\n' > a.txt && textgate compile -o a.pack a.txt && generate.py a.pack > fold.inc

They are part of the format of fingerprints and stores (TG_FINGERPRINT_FORMAT in textgate.h): new tables, new format.
"""
import pathlib
import struct
import sys

SECTIONS = ["index", "values", "sequences", "pairs", "composites", "marks"]  # the first ones of a pack
HEADER = 88  # bytes; lib/pack/pack.h
UNICODE_AT = 72


def sections(pack):
    for number, name in enumerate(SECTIONS):
        identity, size, offset, count = struct.unpack_from("<IIQQ", pack, HEADER + 24 * number)
        if identity != number:
            raise SystemExit(f"section {number} is {identity}")
        yield name, size, pack[offset:offset + size * count]


def lines(values, width=124):
    line = ""
    for value in values:
        item = f"{value:#x}," if value > 9 else f"{value},"
        if len(line) + len(item) > width:
            yield line
            line = ""
        line += item
    yield line


def main():
    pack = pathlib.Path(sys.argv[1]).read_bytes()
    if pack[:8] != b"textgate":
        raise SystemExit("not a pack")
    version = pack[UNICODE_AT:UNICODE_AT + 16].split(b"\0")[0].decode()
    print(f"/* fold.inc: made by generate.py; do not edit. The folding tables, Unicode {version}. */")
    for name, size, data in sections(pack):
        kind, code = {2: ("uint16_t", "H"), 4: ("uint32_t", "I"), 12: ("tg_fold_pair", "I")}[size]
        values = struct.unpack(f"<{len(data) // struct.calcsize(code)}{code}", data)
        print(f"static const {kind} fold_{name}[] = {{")
        if size == 12:
            for at in range(0, len(values), 9):
                print("".join("{%#x,%#x,%#x}," % values[i:i + 3] for i in range(at, min(at + 9, len(values)), 3)))
        else:
            print("\n".join(lines(values)))
        print("};")


if __name__ == "__main__":
    main()
