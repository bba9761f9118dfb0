#!/usr/bin/env python3
"""Runs every test of the project and ends with a line `N passed, N failed`.

Each suite is a command; its output goes to BUILD/test-logs/NAME.log and is shown when it fails. Two run at a time, but for
the last ones.
"""
import argparse
import concurrent.futures
import hashlib
import os
import pathlib
import re
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
README_CHECK = ROOT / "test/house/check_readme.py" # runs last

# What the tests of the Python binding use.
PYTHON_PACKAGES = ("pytest", "pyarrow", "pandas", "polars", "fastapi", "httpx")

# The closing lines of the runners: pattern -> (passed, failed) from its groups.
CLOSINGS = [
    (re.compile(r"Checks: (\d+), Failures: (\d+), Errors: (\d+)"), lambda g: (g[0] - g[1] - g[2], g[1] + g[2])),
    (re.compile(r"^(\d+) passed, (\d+) failed", re.M), lambda g: (g[0], g[1])),
    (re.compile(r"^=* ?(?:(\d+) failed, )?(\d+) passed(?:,| in)", re.M), lambda g: (g[1], g[0])),
    (re.compile(r"^\s*--- (?:(PASS)|(FAIL))", re.M), None),
]


def count(output):
    """Passed and failed checks that a suite's output tells of."""
    for pattern, read in CLOSINGS:
        found = list(pattern.finditer(output))
        if found and read:
            pairs = [read([int(group or 0) for group in match.groups()]) for match in found]
            return sum(p for p, _ in pairs), sum(f for _, f in pairs)
        if found:
            return sum(bool(m[1]) for m in found), sum(bool(m[2]) for m in found)
    return 0, 0


def python(build, name, tests, packages=(), flags=""):
    """A command that installs the Python binding, with what its tests use, in an environment of its own and runs them."""
    venv = build / name
    return ["sh", "-c", f"test -x {venv}/bin/pip || {sys.executable} -m venv {venv}; "
            f"{flags} {venv}/bin/pip install -q ./bindings/python {' '.join((*PYTHON_PACKAGES, *packages))} && "
            f"{tests.format(python=venv / 'bin/python')} -m pytest -q bindings/python/tests"]


def long_suites(build, check):
    """What takes long: the C tests under valgrind, those of Python with sanitizers, in fresh environments, and with Spark."""
    command = ["valgrind", "-q", "--error-exitcode=9", "--leak-check=full", "--errors-for-leak-kinds=definite"]
    for kind in ("unit", "api", "oom"):
        for program in sorted((build / "test" / kind).glob("test_*")):
            if program.suffix == "":
                yield f"valgrind-{program.name}", [*command, str(program)], ROOT, check
    sanitize = "-O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined"
    preload = " ".join(f"$(gcc -print-file-name={name}.so)" for name in ("libasan", "libubsan", "libstdc++"))
    flags = f"CFLAGS='{sanitize}' LDFLAGS='-fsanitize=address,undefined' TEXTGATE_PRELOAD=\"{preload}\""
    yield "python-asan", python(build, "venv-asan", f'LD_PRELOAD="{preload}" {{python}}', flags=flags), ROOT, {
        "ASAN_OPTIONS": "detect_leaks=0:allocator_may_return_null=1", "PYTHONMALLOC": "malloc"}
    slow = python(build, "venv", "{python}", ("pyspark",))
    yield "python-slow", [*slow[:-1], slow[-1] + " -m slow"], ROOT, {}


def suites(build, is_long):
    """Name, command, folder, environment of every suite."""
    check = {"CK_FORK": "no", "CK_VERBOSITY": "normal"}
    if "TEXTGATE_ROUNDS" not in os.environ: # the same random texts each time; more rounds are for new ones
        check["TEXTGATE_SEED"] = os.environ.get("TEXTGATE_SEED", "1")
    sanitizers = {"ASAN_OPTIONS": "detect_leaks=1:allocator_may_return_null=1:quarantine_size_mb=4", "UBSAN_OPTIONS": "print_stacktrace=1"}
    kinds = ("unit", "api", "property", "oom", "threads")
    if is_long:
        yield from long_suites(build, check)
        return
    plain = [p for kind in kinds for p in sorted((build / "test" / kind).glob("test_*")) if p.suffix == ""]
    for program in plain:
        yield f"{program.parent.name}-{program.name}", [str(program)], ROOT, check
        same = build / "asan" / program.relative_to(build)
        yield f"asan-{program.parent.name}-{program.name}", [str(same)], ROOT, {**check, **sanitizers}
    for program in sorted((build / "tsan/test/threads").glob("test_*")):
        if program.suffix == "":
            yield f"tsan-{program.name}", [str(program)], ROOT, check
    for example in sorted((build / "test/threads").glob("example_*")):
        if example.suffix == "":
            yield f"threads-{example.name}", [str(example)], ROOT, {}
    for target in sorted((build / "asan/test/fuzz").glob("fuzz_*")):
        if target.suffix == "":
            yield f"fuzz-replay-{target.name}", [str(target), f"test/fuzz/corpus/{target.name}"], ROOT, sanitizers
    command = {"TEXTGATE": str(build / "bin/textgate")}
    yield "command", [sys.executable, "test/cli/run.py"], ROOT, command
    yield "command-asan", [sys.executable, "test/cli/run.py"], ROOT, {
        **sanitizers, "TEXTGATE": str(build / "asan/bin/textgate")}
    for script in sorted((ROOT / "test/house").glob("check_*.py")):
        if script != README_CHECK:
            yield f"house-{script.stem}", [sys.executable, str(script)], ROOT, {}
    yield "go", ["sh", "-c", "go vet -tags textgate_tree ./... && go test -count=1 -v -tags textgate_tree ./..."], \
        ROOT / "bindings/go", {} if usable_go() else {"PATH": f"{build / 'venv/bin'}:{os.environ['PATH']}"}
    yield "python", python(build, "venv", "{python}"), ROOT, {}


def usable_go():
    """Whether the machine's own Go is new enough; see test/install/go.sh."""
    try:
        version = subprocess.run(["go", "env", "GOVERSION"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return False
    found = re.match(r"go(\d+)\.(\d+)", version)
    return bool(found) and (int(found[1]), int(found[2])) >= (1, 24)


def run(suite, logs):
    """Runs one suite; returns its name, counts, seconds, and the tail of its log if it failed."""
    name, command, folder, environment = suite
    begun = time.monotonic()
    result = subprocess.run(command, cwd=folder, env={**os.environ, **environment}, stdin=subprocess.DEVNULL,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", check=False)
    (logs / f"{name}.log").write_text(result.stdout)
    passed, failed = count(result.stdout)
    if result.returncode == 0 and failed == 0:
        return name, max(passed, 1), 0, time.monotonic() - begun, ""
    return name, passed, max(failed, 1), time.monotonic() - begun, "\n".join(result.stdout.splitlines()[-40:])


def main():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=pathlib.Path, default=pathlib.Path("build"))
    parser.add_argument("--long", action="store_true", help="the suites that take long, instead of the others")
    options = parser.parse_args()
    build = options.build.resolve()
    # Go's build cache does not see headers outside of a package: their hash among the flags keeps it from using old ones.
    header = hashlib.sha256((ROOT / "include/textgate.h").read_bytes()).hexdigest()
    os.environ["CGO_CFLAGS"] = f"-O2 -g -DTEXTGATE_HEADER_{header[:16]}"
    logs = build / "test-logs"
    logs.mkdir(parents=True, exist_ok=True)
    phases = [list(suites(build, options.long))]
    if not options.long:
        # By themselves: installing links the libraries anew, and README.md wants the Python binding.
        phases.append([("install", ["sh", "test/install/run.sh"], ROOT, {})])
        phases.append([("readme", [sys.executable, str(README_CHECK)], ROOT, {})])
    passed = failed = 0
    for phase in phases:
        with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
            jobs = [pool.submit(run, suite, logs) for suite in phase]
            for job in concurrent.futures.as_completed(jobs):
                name, good, bad, seconds, tail = job.result()
                print(f"{'FAIL' if bad else 'ok':4}  {name:40} {good:6} passed  {seconds:6.1f} s", flush=True)
                if tail:
                    print(tail, flush=True)
                passed += good
                failed += bad
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
