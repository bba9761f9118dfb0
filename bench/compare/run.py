#!/usr/bin/env python3
"""Speed, beside what a user would pick instead. Every peer has a round in each turn, in an order that goes round, and the
middle one counts. A count of matches that is not the expected one is an error.

    run.py --data DIR                                                       # everything
    run.py --data DIR --only zh-99k,hostile* --peers textgate,hyperscan     # some
    run.py --data DIR --textgate build --textgate before=../other/build     # two builds of textgate beside each other
"""
import argparse
import contextlib
import datetime
import fnmatch
import json
import pathlib
import platform
import re
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE))

import definitions  # noqa: E402
import derive  # noqa: E402
import peers  # noqa: E402
import report  # noqa: E402

LEAST_ROUNDS = 3
BUILD_FIGURES = ("build_seconds", "build_peak_bytes", "automaton_bytes")
OUR_BUILD_FIGURES = ("bytes", "states", "open_seconds")


class Runner:
    """A runner's process, which holds one built dictionary. README.md has the protocol."""

    def __init__(self, peer, match, reported, words):
        self.peer, self.match = peer, match
        self.process = subprocess.Popen([*peer.command, match, reported, str(words)], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        self.about = self.answer()

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.peer.name} ended with status {self.process.wait()}")
        return json.loads(line)

    def round(self, workload, repeat, text):
        self.process.stdin.write(f"round {workload['calls']} {workload['threads']} {repeat} {text}\n")
        self.process.stdin.flush()
        return self.answer()

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()


class Bench:
    """One run of the driver."""

    def __init__(self, options):
        self.options = options
        self.folder = options.work.resolve()
        self.builds = options.textgate or ["build"]
        self.definitions = definitions.load(options.workloads)
        self.counts = definitions.Counts(self.folder / "counts.json", self.reference_counts)
        self.errors = []
        self.record = {"date": datetime.date.today().isoformat(), "machine": machine(), "peers": {}, "builds": [],
                       "workloads": []}

    def path(self, kind, name):
        group = "dictionaries" if kind == "words" else "texts"
        return derive.derive(kind, name, self.definitions[group][name], self.options.data, self.folder / "data")

    # ---- counts ----

    def reference_counts(self, workload, match, words, text):
        print(f"    counting {workload['name']}, {match}", file=sys.stderr)
        peer = peers.reference(self.builds[0].rpartition("=")[2], self.folder)
        with contextlib.closing(Runner(peer, match, workload["report"], words)) as runner:
            calls = "whole" if workload["calls"] == "whole" else "lines"
            answer = runner.round({**workload, "calls": calls, "threads": 1}, 1, text)
        return [answer["matches"], answer["ends"]]

    def fault_of(self, peer, workload):
        return next((f["why"] for f in self.definitions["faults"]
                     if f["peer"] == peer and f["report"] == workload["report"]), None)

    def check(self, workload, runner, answer, text):
        """Whether the counts are right; None where nobody knows. A wrong one that is not known is an error."""
        if runner.peer.limit or runner.match == "loose":
            return None
        matches, ends = self.counts.of(workload, runner.match, self.path("words", workload["words"]), text)
        if answer["matches"] == matches and answer.get("ends", ends) == ends:
            return True
        if self.fault_of(runner.peer.name, workload) is None:
            self.errors.append(f"{workload['name']}: {runner.peer.name} has {answer['matches']:,} matches whose ends add "
                               f"up to {answer.get('ends')}; {matches:,} and {ends} are right ({runner.match})")
            print(f"WRONG {self.errors[-1]}", file=sys.stderr)
        return False

    def check_exact(self, workloads, words):
        """textgate folds, the peers do not: with `match=exact` it must find just what they do."""
        for peer in (p for p in self.found if p.is_ours):
            with contextlib.closing(Runner(peer, "exact", workloads[0]["report"], words)) as runner:
                for workload in workloads:
                    text = self.path("text", workload["text"])
                    answer = runner.round(workload, 1, text)
                    if "unsupported" not in answer:
                        self.check(workload, runner, answer, text)

    # ---- time ----

    def rounds(self, workload, runners, text):
        """{runner: answers}, None where a turn was left out. A peer that takes long has fewer of them."""
        answers, repeats, spent = {}, {}, {}
        for runner in runners:
            first = runner.round(workload, 1, text)
            if "unsupported" in first:
                continue
            answers[runner], spent[runner] = [], 0
            repeats[runner] = max(1, round(self.options.least / max(first["seconds"], 1e-6)))
        order = list(answers)
        for turn in range(self.options.rounds):
            for runner in order:
                answer = None
                if turn < LEAST_ROUNDS or spent[runner] < self.options.most:
                    answer = runner.round(workload, repeats[runner], text)
                    spent[runner] += answer["seconds"] * repeats[runner]
                answers[runner].append(answer)
            order = order[1:] + order[:1]
        return answers

    def measure(self, workload, runners):
        text = self.path("text", workload["text"])
        answers = self.rounds(workload, runners, text)
        if all(runner.peer.limit for runner in answers):
            print(f"{workload['name']}: nobody here has such a call")
            return
        clock = "seconds" if workload["threads"] == 1 else "wall"
        ours = next((a for r, a in answers.items() if r.peer.is_ours), None)
        results = []
        for runner, turns in answers.items():
            done = [a for a in turns if a]
            seconds, last = statistics.median(a[clock] for a in done), done[-1]
            result = {"peer": runner.peer.name, "ours": runner.peer.is_ours, "limit": runner.peer.limit, "seconds": seconds,
                      "processor_seconds": statistics.median(a["seconds"] for a in done), "rounds": len(done),
                      "bytes_rate": text.stat().st_size / seconds / 1e6, "matches": last["matches"],
                      "peak_bytes": last["peak_bytes"]}
            result["rate"] = result["bytes_rate"] if workload["calls"] == "whole" else last["texts"] / seconds / 1e6
            if ours and answers[runner] is not ours:
                result["ratio"] = statistics.median(t[clock] / o[clock] for t, o in zip(turns, ours) if t and o)
            if runner.peer.is_ours:
                result["allocations"] = last["allocations"]
            if self.check(workload, runner, last, text) is False:
                result["fault"] = self.fault_of(runner.peer.name, workload) or "a wrong count"
            results.append(result)
        self.record["workloads"].append({**workload, "results": results})
        show(workload, results)

    # ---- all of it ----

    def start(self, match, reported, words, path):
        runners = []
        for peer in self.found:
            runner = Runner(peer, peer.match or match, reported, path)
            about = runner.about
            if "unsupported" in about:
                runner.close()
                continue
            runners.append(runner)
            self.record["peers"][peer.name] = about["version"]
            if not peer.limit:
                figures = BUILD_FIGURES + (OUR_BUILD_FIGURES if peer.is_ours else ())
                build = {"words": words, "report": reported, "peer": peer.name, "ours": peer.is_ours, "count": about["words"],
                         **{figure: about[figure] for figure in figures}}
                self.record["builds"].append(build)
                show_build(build)
        return runners

    def chosen(self):
        patterns = self.options.only.split(",")
        chosen = [w for w in self.definitions["workloads"] if any(fnmatch.fnmatch(w["name"], p) for p in patterns)]
        if not chosen:
            raise SystemExit(f"no workload is called {self.options.only}")
        return chosen

    def run(self):
        self.found = peers.find(self.options.peers.split(","), self.builds, self.folder)
        self.record["peers"] = {p.name: "" for p in self.found} # in this order
        groups = {}
        for workload in self.chosen():
            groups.setdefault((workload["words"], workload["match"], workload["report"]), []).append(workload)
        for (words, match, reported), workloads in groups.items():
            path = self.path("words", words)
            if match == "exact" and not self.options.quick:
                self.check_exact(workloads, path)
            with contextlib.ExitStack() as stack:
                runners = self.start(match, reported, words, path)
                for runner in runners:
                    stack.callback(runner.close)
                for workload in workloads:
                    self.measure(workload, runners)
        self.record = report.merged({}, self.record, [w["name"] for w in self.definitions["workloads"]])

    def expect(self):
        """Puts the reference's counts for these files into the definitions."""
        for workload in self.chosen():
            words, text = self.path("words", workload["words"]), self.path("text", workload["text"])
            expected = {"data": self.counts.digest(words, text)}
            for match in (workload["match"], "fold"):
                expected[match] = list(self.reference_counts(workload, match, words, text))
            workload["expected"] = expected
        self.options.workloads.write_text(definitions.dump(self.definitions), encoding="utf-8")

    def save(self):
        folder, name = self.folder, "compare"
        if self.options.record:
            folder = ROOT / "bench/records"
            slug = re.sub(r"[^a-z0-9]+", "-", re.sub(r"\((r|tm)\)", "", self.record["machine"]["cpu"].lower())).strip("-")
            name = f"{self.record['date']}-{slug}"
            folder.mkdir(exist_ok=True)
            if (folder / name).with_suffix(".json").exists():
                before = json.loads((folder / name).with_suffix(".json").read_text(encoding="utf-8"))
                self.record = report.merged(before, self.record, [w["name"] for w in self.definitions["workloads"]])
        for suffix, text in ((".json", json.dumps(self.record, ensure_ascii=False, indent=1) + "\n"),
                             (".md", report.markdown(self.record)), (".svg", report.plot(self.record))):
            (folder / name).with_suffix(suffix).write_text(text, encoding="utf-8")
        return (folder / name).with_suffix(".md")


def machine():
    """Which processor and kernel; nothing else of the machine."""
    info = pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8")
    cpu = re.search(r"^model name\s*:\s*(.*)", info, re.MULTILINE)
    flags = set((re.search(r"^(?:flags|Features)\s*:\s*(.*)", info, re.MULTILINE) or ["", ""])[1].split())
    vector = next((f for f in ("avx512_vbmi2", "avx512bw", "avx2", "sse4_2", "asimd") if f in flags), "no vectors")
    return {"cpu": cpu[1] if cpu else platform.machine(), "vector": vector, "cores": info.count("processor\t"),
            "kernel": platform.release()}


def show_build(build):
    print(f"  {build['words']}: {build['peer']:20} build {build['build_seconds']:7.3f} s, "
          f"{build['build_peak_bytes'] / 1e6:7.1f} MB peak, automaton {build['automaton_bytes'] / 1e6:7.1f} MB"
          + (f", open {build['open_seconds'] * 1e3:.2f} ms" if build["ours"] else ""))


def show(workload, results):
    print(f"{workload['name']}: {workload['what']}; {workload['match']}, {workload['report']}")
    for r in results:
        ratio = f"{r['ratio']:8.2f}" if "ratio" in r else " " * 8
        matches = "" if r["limit"] else f"{r['matches']:10,} matches"
        more = f", {r['allocations']} allocations" if r.get("allocations") else ""
        print(f"    {r['peer']:20} {report.rounded(r['rate']):>9} {report.unit_of(workload):9} {ratio} {matches}{more}"
              + (f"  wrong: {r['fault']}" if "fault" in r else ""))
    sys.stdout.flush()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, required=True, help="folder of words and texts: see bench/README.md")
    parser.add_argument("--only", default="*", help="workloads, by name or pattern, separated by commas")
    parser.add_argument("--peers", default="*", help="peers, by the beginning of their names, separated by commas")
    parser.add_argument("--textgate", action="append", metavar="[NAME=]BUILD", help="folder of a build (build)")
    parser.add_argument("--work", type=pathlib.Path, default=ROOT / "build/bench", help="folder for what is made")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--least", type=float, default=0.1, help="seconds that a round lasts at least")
    parser.add_argument("--most", type=float, default=4, help="seconds after which a peer has no more than three rounds")
    parser.add_argument("--quick", action="store_true", help="three short rounds")
    parser.add_argument("--record", action="store_true", help="keep the record in bench/records")
    parser.add_argument("--expect", action="store_true", help="write the reference's counts into the definitions")
    parser.add_argument("--workloads", type=pathlib.Path, default=ROOT / "bench/workloads.json")
    options = parser.parse_args()
    if options.quick:
        options.rounds, options.least = 3, 0.05
    bench = Bench(options)
    if options.expect:
        bench.expect()
        return 0
    bench.run()
    print(f"\n{bench.save().read_text(encoding='utf-8')}")
    for error in bench.errors:
        print(f"error: {error}", file=sys.stderr)
    return 1 if bench.errors else 0


if __name__ == "__main__":
    sys.exit(main())
