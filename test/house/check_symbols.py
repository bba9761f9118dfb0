#!/usr/bin/env python3
"""Whether the shared library exports what the header declares and nothing else. symbols.txt is the list as it was
published: a name may be added to it, and none taken away without a new SOVERSION.

    check_symbols.py [--update] [ROOT]

--update writes what the header declares to symbols.txt. The environment variable LIBRARY names another library than
ROOT/build/lib/libtextgate.so.
"""
import os
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)


def declared(header):
    """Names of the functions that the header marks TG_API."""
    text = COMMENT.sub(" ", header.read_text(encoding="utf-8"))
    text = re.sub(r"^[ \t]*#(?:\\\n|[^\n])*", "", text, flags=re.MULTILINE)
    return [re.search(r"(\w+)\s*\(", declaration)[1] for declaration in re.findall(r"\bTG_API\b([^;]*);", text)]


def exported(library):
    """(name, type) of what the dynamic linker sees, without the names of versions."""
    lines = subprocess.run(["nm", "-D", "--defined-only", library], capture_output=True, text=True, check=True).stdout
    for line in lines.splitlines():
        kind, name = line.split()[-2:]
        if kind != "A":
            yield name.split("@")[0], kind


def main():
    arguments = sys.argv[1:]
    update = "--update" in arguments
    roots = [a for a in arguments if a != "--update"]
    root = pathlib.Path(roots[0] if roots else HERE.parent.parent).resolve()
    library = pathlib.Path(os.environ.get("LIBRARY", root / "build/lib/libtextgate.so"))
    manifest = HERE / "symbols.txt"
    names = sorted(declared(root / "include/textgate.h"))
    if update:
        manifest.write_text("".join(name + "\n" for name in names), encoding="ascii")
    listed = manifest.read_text(encoding="ascii").split()
    found = dict(exported(library))
    checks = {
        "the list is sorted and names each function once":
            [] if listed == sorted(set(listed)) else ["sort -u it"],
        "the header declares what is listed":
            [f"{n} is listed, not declared" for n in listed if n not in names] +
            [f"{n} is declared, not listed (--update)" for n in names if n not in listed] +
            [f"{n} is declared twice" for n in sorted(set(names)) if names.count(n) > 1],
        "the library exports what is listed":
            [f"{n} is not exported" for n in listed if n not in found],
        "the library exports nothing else":
            [f"{n} ({found[n]})" for n in sorted(found) if n not in listed],
        "only functions are exported":
            [f"{n} ({found[n]})" for n in sorted(found) if found[n] != "T"],
    }
    failed = 0
    for name, offenders in checks.items():
        for offender in offenders:
            print(f"FAIL {name}: {offender}")
        if offenders:
            failed += 1
        else:
            print(f"ok {name}")
    print(f"{len(checks) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
