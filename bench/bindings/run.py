"""Speed of the bindings beside C, and beside what a Python user would pick instead, in one run: each test has a turn in each
round, in processes that stay alive, and the middle round counts. README.md tells of the table.

    run.py --data DIR --side C-SIDE --go GO-SIDE [--rounds N]
"""

import argparse
import contextlib
import pathlib
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT / "bench/compare"))

import derive  # noqa: E402

CLEAN = "今天天气很好我们去公园看花还吃了午饭吧！"  # 20 characters, none of them in the words
SPECIAL = "&~\\/!#%"


class Side:
    """A process that runs a test when it is told its name."""

    def __init__(self, command, tests):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.tests = tests if tests else self.process.stdout.readline().split()

    def run(self, test):
        print(test, file=self.process.stdin, flush=True)
        return [float(field) for field in self.process.stdout.readline().split()]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


def escaped(word):
    return "".join("\\" + c if c in (SPECIAL if i == 0 else "&~\\") else c for i, c in enumerate(word))


def prepare(data, work):
    """The words as a list and as a pack, matched folded and as parts of words."""
    import textgate

    work.mkdir(parents=True, exist_ok=True)
    words = derive.lines_of(data / "zh_lexicon.txt")
    (work / "words.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
    source = "%name words\n%match part,fold\n" + "".join(escaped(word) + "\n" for word in words)
    textgate.compile([("words.txt", source)], work / "words.pack")
    return work / "words.txt", work / "words.pack"


def measure(sides, rounds):
    """{(side, test): rounds of [processor, wall, findings, …]}, in nanoseconds a text."""
    results = {(name, test): [] for name, side in sides.items() for test in side.tests}
    order = list(results)
    for turn in range(rounds + 1):
        for name, test in order:
            answer = sides[name].run(test)
            if turn:  # the first is for the caches
                results[name, test].append(answer)
        order = order[1:] + order[:1]
    return results


def check(results):
    """All that tell findings must tell as many."""
    counts = {key: rounds[0][2] for key, rounds in results.items() if "clean" not in key[1] and rounds[0][2]}
    if len(set(counts.values())) != 1:
        raise SystemExit(f"the sides do not find the same: {counts}")


class Table:
    def __init__(self, results):
        self.results = results

    def each(self, side, test, clock=0):
        return statistics.median(answer[clock] for answer in self.results[side, test])

    def ratio(self, slow, fast, clock=0):
        """How many times as fast, in the middle of the rounds."""
        pairs = zip(self.results[slow], self.results[fast])
        return statistics.median(a[clock] / b[clock] for a, b in pairs)

    def print(self):
        print(f"{'':28}{'ns a text':>12}{'on the clock':>14}{'texts/s':>13}")
        for side, test in self.results:
            each, wall = self.each(side, test), self.each(side, test, 1)
            print(f"{side + ' ' + test:28}{each:12.0f}{wall:14.0f}{1e9 / each:13,.0f}")

    def print_ratios(self):
        py, c, go = "python", "c", "go"
        rows = [("Python scan / pyahocorasick", self.ratio(("pyahocorasick", "scan"), (py, "scan")), ">= 15"),
                ("Python scan / ahocorasick_rs", self.ratio(("ahocorasick_rs", "scan"), (py, "scan")), ">= 5"),
                ("Python scan / C scan", self.ratio((c, "scan"), (py, "scan")), ""),
                ("Python scan_many / C packed", self.ratio((c, "packed"), (py, "scan-many")), ">= 0.8"),
                ("Python scan_many, 2 threads / 1, clock", self.ratio((py, "scan-many"), (py, "scan-many-2"), 1), ">= 1.7"),
                ("Python is_clean, 20 characters, ns", self.each(py, "is-clean"), "< 250"),
                ("C packed, 2 threads / 1, clock", self.ratio((c, "packed"), (c, "packed-2"), 1), "")]
        if (go, "scan") in self.results:
            rows += [("Go ScanMany / C packed", self.ratio((c, "packed"), (go, "scan-many")), ">= 0.8"),
                     ("Go AppendMany / C packed", self.ratio((c, "packed"), (go, "append-many")), ""),
                     ("Go Scan - C scan, clean text, ns", self.each(go, "scan-clean") - self.each(c, "scan-clean"), "<= 150"),
                     ("Go Scan - C scan, messages, ns", self.each(go, "scan") - self.each(c, "scan"), "<= 150"),
                     ("Go Scan, clean text, allocations", self.each(go, "scan-clean", 3), "0")]
        if (py, "scan-arrow") in self.results:
            rows.append(("Python scan_arrow / C packed", self.ratio((c, "packed"), (py, "scan-arrow")), ""))
        print()
        for name, value, bound in rows:
            print(f"{name:42}{value:9.2f}   {bound}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, required=True, help="folder of zh_lexicon.txt and messages.txt")
    parser.add_argument("--side", required=True, help="the C side")
    parser.add_argument("--go", help="the Go side")
    parser.add_argument("--work", type=pathlib.Path, default=ROOT / "build/bench/bindings")
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    words, pack = prepare(options.data, options.work)
    messages = options.data / "messages.txt"
    commands = {"c": ([options.side, pack, messages, CLEAN], ["packed", "packed-2", "scan", "scan-clean", "is-clean"])}
    if options.go:
        commands["go"] = ([options.go, pack, messages, CLEAN],
                          ["scan-many", "scan-many-2", "append-many", "scan", "scan-clean"])
    for name in ("textgate", "pyahocorasick", "ahocorasick_rs"):
        command = [sys.executable, HERE / "side.py", name, pack, words, messages, CLEAN]
        commands["python" if name == "textgate" else name] = (command, None)
    with contextlib.ExitStack() as stack:
        sides = {name: stack.enter_context(Side(*command)) for name, command in commands.items()}
        results = measure(sides, options.rounds)
    check(results)
    table = Table(results)
    table.print()
    table.print_ratios()


if __name__ == "__main__":
    main()
