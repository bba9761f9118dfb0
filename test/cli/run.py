#!/usr/bin/env python3
"""Runs the command's test cases: does it print what the case says, and exit as it says?

    run.py [--update] [NAME...]

Each cases/NAME.test is text: what it shows, then sections that begin with a line `--- TITLE`:

    --- file NAME      a file in the fresh folder that the command runs in
    --- command        run by sh with textgate in PATH; $PYTHON and $HELPERS name this Python and this folder
    --- stdout         what is expected; without the section, nothing
    --- stderr         the same
    --- status         the exit status; without the section, 0

`--- stdout without newline` stands for output whose last line is not ended. --update writes what came as what is
expected. The environment variable TEXTGATE names the binary; otherwise it is build/bin/textgate.
"""
import concurrent.futures
import difflib
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
BINARY = pathlib.Path(os.environ.get("TEXTGATE", HERE.parent.parent / "build/bin/textgate")).resolve()
TIMEOUT = 120
OPEN_END = " without newline"


def parse(text):
    """The description and the sections as [title, content] in order."""
    description, sections = [], []
    for line in text.splitlines(keepends=True):
        if line.startswith("--- "):
            sections.append([line[4:].rstrip("\n"), ""])
        elif sections:
            sections[-1][1] += line
        else:
            description.append(line)
    return "".join(description), sections


def expected(sections):
    result = {"stdout": "", "stderr": "", "status": "0\n"}
    for title, content in sections:
        if title in result:
            result[title] = content
        elif title.endswith(OPEN_END):
            result[title[: -len(OPEN_END)]] = content[:-1]
    return result


def folder_of_command(scratch):
    """A folder for PATH where the binary is called textgate, whatever its file is named."""
    if BINARY.name == "textgate":
        return BINARY.parent
    wrapper = pathlib.Path(scratch, "textgate")
    wrapper.write_text(f"#!/bin/sh\nexec '{BINARY}' \"$@\"\n", encoding="utf-8")
    wrapper.chmod(0o755)
    return wrapper.parent


def run(sections, commands):
    """What the case's command prints and returns."""
    with tempfile.TemporaryDirectory() as folder:
        command = ""
        for title, content in sections:
            if title.startswith("file "):
                path = pathlib.Path(folder, title[5:])
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(content, encoding="utf-8", newline="")
            elif title == "command":
                command = content
        environment = {
            "PATH": f"{commands}{os.pathsep}{os.environ['PATH']}", "HOME": folder, "LC_ALL": "C.UTF-8",
            "TERM": "xterm", "PYTHON": sys.executable, "HELPERS": str(HERE),
        }
        for name, value in os.environ.items():
            if name.endswith("SAN_OPTIONS") or name == "LD_LIBRARY_PATH":
                environment[name] = value
        environment.setdefault("TSAN_OPTIONS", "report_thread_leaks=0") # an error ends the process, threads and all
        try:
            done = subprocess.run(["sh", "-c", command], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=TIMEOUT, check=False)
        except subprocess.TimeoutExpired:
            return {"stdout": "", "stderr": "it took too long\n", "status": "timeout\n"}
    return {
        "stdout": done.stdout.decode("utf-8", "backslashreplace"),
        "stderr": done.stderr.decode("utf-8", "backslashreplace"),
        "status": f"{done.returncode}\n",
    }


def rewrite(path, description, sections, actual):
    kept = [s for s in sections if s[0] == "command" or s[0].startswith("file ")]
    for title in ("stdout", "stderr", "status"):
        content = actual[title]
        if not content or (title == "status" and content == "0\n"):
            continue
        kept.append([title, content] if content.endswith("\n") else [title + OPEN_END, content + "\n"])
    path.write_text(description + "".join(f"--- {title}\n{content}" for title, content in kept), encoding="utf-8",
                    newline="")


def run_case(path, update, commands):
    """Whether it passed, and what is to be told of it."""
    description, sections = parse(path.read_text(encoding="utf-8"))
    wanted, actual = expected(sections), run(sections, commands)
    if actual == wanted:
        return True, ""
    difference = []
    for title, content in wanted.items():
        difference += difflib.unified_diff(content.splitlines(), actual[title].splitlines(), f"{title} expected",
                                           f"{title} printed", lineterm="", n=1)
    if update:
        rewrite(path, description, sections, actual)
    return update, "\n".join("    " + line for line in difference)


def main(arguments):
    update = "--update" in arguments
    names = [name for name in arguments if name != "--update"]
    paths = [HERE / "cases" / f"{name}.test" for name in names] or sorted((HERE / "cases").glob("*.test"))
    if not BINARY.exists():
        sys.exit(f"run.py: there is no command at {BINARY}")
    failed = 0
    with tempfile.TemporaryDirectory() as scratch, concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        commands = folder_of_command(scratch)
        for path, (passed, told) in zip(paths, pool.map(lambda path: run_case(path, update, commands), paths)):
            word = "FAIL" if not passed else "updated" if told else "ok"
            print(word, path.stem, flush=True)
            if told:
                print(told)
            failed += not passed
    print(f"{len(paths) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
