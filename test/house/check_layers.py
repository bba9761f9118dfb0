#!/usr/bin/env python3
"""Whether the house stands as drawn: rooms include only themselves and rooms above them, consumers see the public header
alone, files stay small, and the library prints nothing, ends nothing, asks no environment and has no mutable globals.

    check_layers.py [ROOT]

Mutable globals are looked for in ROOT/build/lib/libtextgate.a, or in the archive that the environment variable ARCHIVE
names; it must have been built.
"""
import os
import pathlib
import re
import subprocess
import sys

ROOMS = ["base", "text", "match", "guise", "rule", "model", "language", "near", "pack", "detect", "verdict", "gate"]
LONGEST = 450  # lines of a .c file
FORBIDDEN = ["printf", "vprintf", "fprintf", "vfprintf", "dprintf", "vdprintf", "puts", "fputs", "putchar", "putc", "fputc",
             "perror", "psignal", "fwrite", "exit", "_exit", "_Exit", "quick_exit", "abort", "atexit", "getenv",
             "secure_getenv", "setenv", "putenv", "environ", "setlocale", "newlocale", "uselocale", "stdout", "stderr",
             "assert"]
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?:"([^"]+)"|<([^>]+)>)', re.MULTILINE)
LITERAL_OR_COMMENT = re.compile(r"""/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'""", re.DOTALL)


class Report:
    def __init__(self):
        self.passed = self.failed = 0

    def check(self, name, offenders):
        for offender in offenders:
            print(f"FAIL {name}: {offender}")
        if offenders:
            self.failed += 1
        else:
            print(f"ok {name}")
            self.passed += 1


def without_comments(text):
    """Comments become blanks, so that line numbers stay."""
    return LITERAL_OR_COMMENT.sub(lambda m: re.sub(r"[^\n]", " ", m[0]) if m[0].startswith("/") else m[0], text)


def without_literals(text):
    return LITERAL_OR_COMMENT.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), text)


def includes(path):
    """(line, name, in quotes) of each include of a file."""
    text = without_comments(path.read_text(encoding="utf-8"))
    for match in INCLUDE.finditer(text):
        yield text.count("\n", 0, match.start()) + 1, match[1] or match[2], match[1] is not None


def sources(folder, endings):
    return sorted(p for p in folder.rglob("*") if p.suffix in endings and p.is_file())


def is_data(where):
    """Whether a file is in the folder data/ of a room, where tables are that a script makes."""
    return len(where.parts) == 4 and where.parts[2] == "data"


def check_data(root):
    """Such a folder has tables, the script that makes them, and what is to be known of them; a table is included by one
    file of its room and by nothing else."""
    used = {}
    for path in sources(root / "lib", {".c", ".h", ".inc"}):
        for line, name, _ in includes(path):
            if "/data/" in name:
                where = path.relative_to(root)
                used.setdefault(name, []).append(f"{where}:{line}")
                if name.split("/")[0] != where.parts[1] or path.suffix != ".c":
                    yield f"{where}:{line}: {name} is for .c files of its own room"
    for folder in sorted((root / "lib").glob("*/data")):
        where = folder.relative_to(root)
        names = {p.name for p in folder.iterdir() if p.name != "__pycache__"}
        for name in sorted({"generate.py", "README.md"} - names):
            yield f"{where}: has no {name}"
        for name in sorted(names - {"generate.py", "README.md"}):
            key = (folder / name).relative_to(root / "lib").as_posix()
            if not name.endswith(".inc"):
                yield f"{where}/{name}: is no table"
            elif len(used.get(key, [])) != 1:
                yield f"{where}/{name}: is included {len(used.get(key, []))} times"


def check_rooms(root):
    """Within the library ours is in quotes: "room/file.h" or "textgate.h"."""
    public = {p.relative_to(root / "include").as_posix() for p in (root / "include").rglob("*.h")}
    for path in sources(root / "lib", {".c", ".h", ".inc"}):
        where = path.relative_to(root)
        room = where.parts[1]
        if room not in ROOMS or len(where.parts) != 3 + is_data(where):
            yield f"{where}: is in no room"
            continue
        for line, name, quoted in includes(path):
            to = name.split("/")[0]
            if not quoted:
                if (root / "lib" / name).exists() or name in public:
                    yield f"{where}:{line}: <{name}> is ours and belongs in quotes"
            elif name in public:
                continue
            elif not (root / "lib" / name).exists() or "/" not in name or ".." in name:
                yield f"{where}:{line}: \"{name}\" is not written from lib/"
            elif ROOMS.index(to) > ROOMS.index(room):
                yield f"{where}:{line}: {room} includes {to}, which is below it"


def check_consumers(root):
    """Bindings see textgate.h, and in quotes files of their own folder."""
    internal = {p.name for p in (root / "lib").rglob("*.h")}
    folders = [root / "bindings", root / "bench", root / "test" / "api", root / "test" / "samples"]
    for path in sorted(p for folder in folders for p in sources(folder, {".c", ".h", ".cc", ".cpp", ".go"})):
        where = path.relative_to(root)
        for line, name, quoted in includes(path):
            if name.split("/")[-1] == "textgate.h":
                if name != "textgate.h":
                    yield f"{where}:{line}: {name}: our header is <textgate.h>"
            elif quoted and not (path.parent / name).resolve().is_relative_to((root / where.parts[0]).resolve()):
                yield f"{where}:{line}: \"{name}\" is outside of {where.parts[0]}"
            elif quoted and not (path.parent / name).exists():
                yield f"{where}:{line}: \"{name}\" is not beside it"
            elif not quoted and "/" in name and name.split("/")[0] in ROOMS and name.split("/")[-1] in internal:
                yield f"{where}:{line}: <{name}> is a header of the library's inside"


def check_header(root):
    """The public header needs nothing but the compiler's headers."""
    for path in sources(root / "include", {".h"}):
        for line, name, quoted in includes(path):
            if quoted or name not in {"stdbool.h", "stddef.h", "stdint.h"}:
                yield f"{path.relative_to(root)}:{line}: includes {name}"


def check_calls(root):
    word = re.compile(r"(?<![\w.>])(" + "|".join(FORBIDDEN) + r")\b")
    for path in sources(root / "lib", {".c", ".h"}):
        text = without_literals(path.read_text(encoding="utf-8")).replace("format(printf,", "")
        for number, line in enumerate(text.split("\n"), 1):
            if not line.lstrip().startswith("#"):
                for match in word.finditer(line):
                    yield f"{path.relative_to(root)}:{number}: {match[1]}"


def check_imports(archive):
    """The same of what the compiler made of it, macros and all."""
    fine = {"fwrite", "putc", "fputc", "fputs", "abort"}  # of files; abort is of the sanitizers' and compilers' own
    if not archive.exists():
        yield f"{archive} is not built"
        return
    for line in run("nm", "-A", "--undefined-only", archive):
        name = line.split()[-1].split("@")[0]
        if name in FORBIDDEN and name not in fine or re.fullmatch(r"__(f|v|vf)?printf_chk|__assert_fail", name):
            yield f"{line.split(':')[-2]}: {name}"


def check_globals(archive):
    """Nothing that can be written to: data (D d), zeroed data (B b), common (C), but for relocated constants, which the
    linker makes read-only."""
    if not archive.exists():
        yield f"{archive} is not built"
        return
    constant = set()
    for line in run("objdump", "-t", archive):
        if "file format" in line:
            member = line.split(":")[0]
        elif re.search(r"\s\.data\.rel\.ro[\w.]*\s", line):
            constant.add((member, line.split()[-1]))
    for line in run("nm", "-A", "--defined-only", archive):
        place, kind, name = line.rsplit(None, 2)
        member = place.split(":")[-2]
        if kind in "DdBbCGgSs" and (member, name) not in constant:
            yield f"{member}: {name} ({kind})"


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()


def check_lengths(root):
    for path in sources(root / "lib", {".c"}):
        lines = path.read_text(encoding="utf-8").count("\n")
        if lines > LONGEST:
            yield f"{path.relative_to(root)}: {lines} lines, at most {LONGEST}"


def check_first_comments(root):
    for path in sources(root / "lib", {".c", ".h"}):
        if not path.read_text(encoding="utf-8").startswith("/*"):
            yield f"{path.relative_to(root)}: does not begin by saying what it is for"


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2]).resolve()
    archive = pathlib.Path(os.environ.get("ARCHIVE", root / "build/lib/libtextgate.a"))
    report = Report()
    report.check("rooms include only themselves and rooms above", list(check_rooms(root)))
    report.check("tables in data/ are made by a script and included once", list(check_data(root)))
    report.check("consumers include only the public header", list(check_consumers(root)))
    report.check("the public header includes only the compiler's", list(check_header(root)))
    report.check("the library neither prints nor exits nor asks the environment", list(check_calls(root)))
    report.check("nor does it link to what does", list(check_imports(archive)))
    report.check("the library has no mutable globals", list(check_globals(archive)))
    report.check(f"files have at most {LONGEST} lines", list(check_lengths(root)))
    report.check("files begin with what they are for", list(check_first_comments(root)))
    print(f"{report.passed} passed, {report.failed} failed")
    return 1 if report.failed else 0


if __name__ == "__main__":
    sys.exit(main())
