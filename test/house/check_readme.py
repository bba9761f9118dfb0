#!/usr/bin/env python3
"""Whether what the READMEs show works: runs the fenced code blocks of README.md and bindings/*/README.md.

    check_readme.py [--root ROOT] [--build BUILD] [README...]

    ```c         is compiled against BUILD/lib/libtextgate.so and run; without main it is the body of one, and every
                 ... in it is `return 1;` (as in `if (tg_gate_new(...) != TG_OK) ...`)
    ```console   lines that begin with "$ " are run by sh in a copy of the tree's files, BUILD/bin first in PATH (a line
                 that ends with a backslash goes on), and what they print is compared with the lines below; "…" stands
                 for anything in a line, alone in a line for any lines. "$ echo $?" shows the status of the one before.
    ```python    is run by BUILD/venv/bin/python, where textgate is installed there
    ```go        is run in a module that has bindings/go in place of the published one; without a package clause it is
                 the body of main

The blocks of a README share a folder, so that a later one finds the files that an earlier one made. A line
`<!-- test: skip reason -->` before a block skips it. Blocks in other languages are not run.
"""
import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

TIMEOUT = 300
SKIP = re.compile(r"<!--\s*test:\s*skip\b\s*(.*?)\s*-->")
FENCE = re.compile(r"^( {0,3})(`{3,}|~{3,})[ \t]*([^\s`]*)[^`\n]*$")
GO_MODULE = "github.com/textgate/textgate/bindings/go"
ANYTHING = "…"


class Failure(Exception):
    pass


class Unavailable(Exception):
    pass


class Block:
    def __init__(self, language, line, skip):
        self.language, self.line, self.skip, self.lines = language, line, skip, []

    @property
    def text(self):
        return "".join(line + "\n" for line in self.lines)


def blocks(text):
    """The fenced blocks of a Markdown text. `skip` is None or the reason, which may be missing ("")."""
    block = fence = None
    before = ""
    for number, line in enumerate(text.splitlines(), 1):
        if block:
            if re.fullmatch(r" {0,3}" + fence[0] + "{%d,}[ \t]*" % len(fence), line):
                yield block
                block = None
            else:
                block.lines.append(line[indent:] if line[:indent].isspace() else line)
            continue
        opening = FENCE.match(line)
        if opening:
            indent, fence = len(opening[1]), opening[2]
            skip = SKIP.fullmatch(before.strip())
            block = Block(opening[3].lower(), number, skip[1] if skip else None)
        before = line
    if block:
        raise Failure(f"the block that begins in line {block.line} does not end")


def run(command, folder, environment, text=None):
    try:
        return subprocess.run(command, cwd=folder, env=environment, input=text, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=TIMEOUT, encoding="utf-8", errors="replace")
    except subprocess.TimeoutExpired:
        raise Failure(f"did not end in {TIMEOUT} s") from None


def must(command, folder, environment, what):
    done = run(command, folder, environment)
    if done.returncode != 0:
        raise Failure(f"{what} (status {done.returncode})\n{done.stdout}")


# ------------------------------------------------------------------- console


def commands(lines):
    """(command, lines expected) of a session."""
    session, goes_on = [], False
    for line in lines:
        if goes_on:
            session[-1][0] += "\n" + re.sub(r"^> ?", "", line)
        elif line.startswith("$ "):
            session.append([line[2:], []])
        elif not session:
            raise Failure(f"there is output before the first command: {line}")
        else:
            session[-1][1].append(line)
            continue
        goes_on = session[-1][0].endswith("\\")
    return session


def line_fits(expected, line):
    pattern = ".*".join(re.escape(part) for part in expected.rstrip().split(ANYTHING))
    return re.fullmatch(pattern, line.rstrip()) is not None


def output_fits(expected, lines):
    """Whether lines are as expected; ANYTHING alone stands for any number of them."""
    reached = {0}  # how many lines the expected ones so far may stand for
    for wanted in expected:
        if wanted.strip() == ANYTHING:
            reached = set(range(min(reached), len(lines) + 1)) if reached else reached
        else:
            reached = {at + 1 for at in reached if at < len(lines) and line_fits(wanted, lines[at])}
    return len(lines) in reached


def run_console(block, place):
    """One shell runs all of a session, so that variables and folders last; marks part the output."""
    mark = "--- check_readme %d ---"
    session = commands(block.lines)
    script = "status=0\nagain() { return $status; }\n"
    for number, (command, _) in enumerate(session):
        script += f"again\n{command}\nstatus=$?\nprintf '\\n{mark % number}\\n'\n"
    done = run(["sh", "-c", "exec 2>&1\n" + script], place.folder, place.environment, text="")
    rest = done.stdout
    for number, (command, expected) in enumerate(session):
        output, found, rest = rest.partition("\n" + mark % number + "\n")
        if not found:
            raise Failure(f"$ {command}\nthe session ended here\n{output}")
        while expected and not expected[-1].strip():
            expected.pop()
        lines = output.rstrip("\n").split("\n") if output.strip("\n") else []
        if not output_fits(expected, lines):
            raise Failure("\n".join([f"$ {command}", "expected:", *expected, "printed:", *lines]))


# --------------------------------------------------------------------- others


def run_c(block, place):
    source = block.text
    if not re.search(r"\bmain\s*\(", source):
        head = "".join(line + "\n" for line in block.lines if line.startswith("#"))
        body = "".join(line + "\n" for line in block.lines if not line.startswith("#"))
        body = re.sub(r"\.\.\.(?!\")", "return 1;", body)
        source = ("#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n#include <textgate.h>\n" + head +
                  "int main(void)\n{\n    tg_error error;\n    (void)error;\n" + body + "    return 0;\n}\n")
    (place.scratch / "block.c").write_text(source, encoding="utf-8")
    library = place.build / "lib"
    must([*os.environ.get("CC", "cc").split(), "-std=c11", "-D_POSIX_C_SOURCE=200809L", "-Wall", "-Wextra", "-Werror",
          "-Wno-unused-variable", "-Wno-unused-but-set-variable", "-pthread", f"-I{place.root / 'include'}",
          str(place.scratch / "block.c"), f"-L{library}", "-ltextgate", f"-Wl,-rpath,{library}",
          "-o", str(place.scratch / "block")], place.folder, place.environment, "does not compile")
    must([str(place.scratch / "block")], place.folder, place.environment, "fails")


def run_python(block, place):
    python = place.build / "venv/bin/python"
    if not python.exists() or run([str(python), "-c", "import textgate"], place.folder, place.environment).returncode:
        raise Unavailable("the Python binding is not built")
    (place.scratch / "block.py").write_text(block.text, encoding="utf-8")
    must([str(python), str(place.scratch / "block.py")], place.folder, place.environment, "fails")


def run_go(block, place):
    binding = place.root / "bindings/go"
    beside = place.build / "venv/bin/go"
    go = str(beside) if beside.exists() else shutil.which("go")
    if not go or not (binding / "go.mod").exists():
        raise Unavailable("there is no Go or no Go binding")
    source = block.text
    if not re.search(r"^package \w+", source, re.MULTILINE):
        source = go_program(source)
    module = place.scratch / "go"
    shutil.rmtree(module, ignore_errors=True)
    module.mkdir()
    (module / "main.go").write_text(source, encoding="utf-8")
    version = re.search(r"^go\s+(\S+)", (binding / "go.mod").read_text(encoding="utf-8"), re.MULTILINE)
    (module / "go.mod").write_text(
        f"module example\n\ngo {version[1] if version else '1.24'}\n\nrequire {GO_MODULE} v0.0.0\n\n"
        f"replace {GO_MODULE} => {binding}\n", encoding="utf-8")
    environment = dict(place.environment)
    environment.update(GOFLAGS="-mod=mod -tags=textgate_tree", GOWORK="off", GOTOOLCHAIN="local")
    # As installed: the shipped pack is found from where the program is.
    share = place.scratch / "share"
    if not share.exists():
        share.symlink_to(place.build / "share")
    program = place.scratch / "bin/block"
    must([go, "build", "-o", str(program), "."], module, environment, "does not compile")
    must([str(program)], place.folder, environment, "fails")


def go_program(body):
    """A main of statements; what they import is found by name."""
    known = {"fmt": "fmt", "log": "log", "os": "os", "strings": "strings", "sync": "sync", "errors": "errors",
             "textgate": GO_MODULE}
    used = [path for name, path in sorted(known.items()) if re.search(rf"\b{name}\.", body)]
    imports = "".join(f'\t"{path}"\n' for path in used)
    names = re.findall(r"\w+", " ".join(re.findall(r"^(\w+(?:, *\w+)*) *:=", body, re.MULTILINE)))
    blank = "".join(f"\t_ = {name}\n" for name in dict.fromkeys(names) if name != "_")  # Go wants every name used
    return f"package main\n\nimport (\n{imports})\n\nfunc main() {{\n{body}{blank}}}\n"


RUNNERS = {"c": run_c, "console": run_console, "python": run_python, "go": run_go}


class Place:
    """Where the blocks of one README run: a folder with the tree's files, so that what they write does no harm."""

    def __init__(self, root, build, scratch):
        self.root, self.build, self.scratch = root, build, scratch
        self.folder = scratch / "tree"
        self.folder.mkdir()
        for item in root.iterdir():
            if item.name.startswith(".git") or item == build:
                continue
            if item.is_dir():
                shutil.copytree(item, self.folder / item.name, symlinks=True,
                                ignore=lambda folder, names: [n for n in names if n == "__pycache__" or
                                                              pathlib.Path(folder, n) == build])
            else:
                shutil.copy2(item, self.folder / item.name)
        if build.parent == root:
            (self.folder / build.name).symlink_to(build)
        self.environment = dict(os.environ, LC_ALL="C.UTF-8", NO_COLOR="1")
        for name in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "PYTHONPATH"):
            self.environment.pop(name, None)
        self.environment["PATH"] = f"{build / 'bin'}:{os.environ['PATH']}"


def check_readme(path, root, build, tally):
    name = path.relative_to(root) if path.is_relative_to(root) else path
    with tempfile.TemporaryDirectory() as scratch:
        try:
            found = list(blocks(path.read_text(encoding="utf-8")))
        except Failure as failure:
            tally.fail(str(name), failure)
            return
        place = Place(root, build, pathlib.Path(scratch))
        for block in found:
            if block.language in RUNNERS:
                check_block(f"{name}:{block.line} {block.language}", block, place, tally)


def check_block(name, block, place, tally):
    if block.skip == "":
        tally.fail(name, "it is skipped without a reason")
        return
    if block.skip is not None:
        tally.skip(name, block.skip)
        return
    try:
        RUNNERS[block.language](block, place)
        tally.ok(name)
    except Failure as failure:
        tally.fail(name, failure)
    except Unavailable as reason:
        tally.skip(name, reason)


class Tally:
    def __init__(self):
        self.passed = self.failed = self.skipped = 0

    def ok(self, name):
        print(f"ok {name}", flush=True)
        self.passed += 1

    def skip(self, name, reason):
        print(f"skip {name}: {reason}", flush=True)
        self.skipped += 1

    def fail(self, name, reason):
        print(f"FAIL {name}")
        print("".join(f"    {line}\n" for line in str(reason).splitlines()), end="", flush=True)
        self.failed += 1


def main():
    here = pathlib.Path(__file__).resolve().parents[2]
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--root", type=pathlib.Path, default=here)
    parser.add_argument("--build", type=pathlib.Path)
    parser.add_argument("readme", nargs="*", type=pathlib.Path)
    arguments = parser.parse_args()
    root = arguments.root.resolve()
    build = (arguments.build or root / "build").resolve()
    readmes = [path.resolve() for path in arguments.readme]
    tally = Tally()
    for path in readmes or [root / "README.md", *sorted(root.glob("bindings/*/README.md"))]:
        if path.exists():
            check_readme(path, root, build, tally)
        else:
            tally.fail(str(path), "is not there")
    print(f"{tally.passed} passed, {tally.failed} failed" + (f", {tally.skipped} skipped" if tally.skipped else ""))
    return 1 if tally.failed else 0


if __name__ == "__main__":
    sys.exit(main())
