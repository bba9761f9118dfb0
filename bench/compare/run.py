#!/usr/bin/env python3
"""Speed beside what a user would pick instead: every peer once a round, the order turning, the middle round counting."""
import argparse
import fnmatch
import json
import os
import pathlib
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE))

import derive  # noqa: E402
import peers  # noqa: E402


class Runner:
    """A runner's process, which holds one built dictionary."""

    def __init__(self, peer, match, report, words):
        self.peer = peer
        self.process = subprocess.Popen([*peer.command, match, report, str(words)], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        self.about = self.answer()

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.peer.name} ended with status {self.process.wait()}")
        return json.loads(line)

    def round(self, workload, repeat, text):
        request = f"round {workload['calls']} {workload['threads']} {repeat} {text}\n"
        self.process.stdin.write(request)
        self.process.stdin.flush()
        return self.answer()

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()


def load_workloads(path):
    definitions = json.loads(path.read_text(encoding="utf-8"))
    for workload in definitions["workloads"]:
        for key, standard in (("calls", "whole"), ("threads", 1), ("match", "exact"), ("report", "all")):
            workload.setdefault(key, standard)
    return definitions


def measure(workload, runners, text, options):
    """Rounds of one workload: {peer: [answer, ...]}. A peer whose round is long has fewer of them."""
    rounds = {}
    repeats = {}
    for runner in runners:
        first = runner.round(workload, 1, text)
        if "unsupported" in first:
            continue
        rounds[runner] = []
        repeats[runner] = max(1, round(options.least / max(first["seconds"], 1e-6)))
    order = list(rounds)
    spent = dict.fromkeys(order, 0.0)
    for turn in range(options.rounds):
        for runner in order:
            if len(rounds[runner]) >= 3 and spent[runner] > options.most:
                continue
            answer = runner.round(workload, repeats[runner], text)
            spent[runner] += answer["seconds"] * repeats[runner]
            rounds[runner].append(answer)
        order = order[1:] + order[:1]
    return rounds


def summarise(workload, runner, answers, size):
    key = "wall" if workload["threads"] > 1 else "seconds"
    seconds = statistics.median(answer[key] for answer in answers)
    last = answers[-1]
    return {"peer": runner.peer.name, "seconds": seconds, "rounds": len(answers),
            "rate": (last["texts"] if workload["calls"] != "whole" else size) / seconds / 1e6,
            "matches": last["matches"], "ends": last.get("ends"), "allocations": last.get("allocations"),
            "peak_bytes": last["peak_bytes"]}


def show(workload, results):
    unit = "MB/s" if workload["calls"] == "whole" else "M texts/s"
    ours = next((r["rate"] for r in results if r["peer"] == "textgate"), None)
    print(f"{workload['name']}: {workload['what']}, {workload['match']}, {workload['report']}")
    for r in results:
        ratio = f"{ours / r['rate']:8.2f}" if ours else ""
        print(f"    {r['peer']:20} {r['rate']:9.{1 if unit == 'MB/s' else 3}f} {unit:9} {ratio} {r['matches']:9} matches")
    sys.stdout.flush()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=pathlib.Path, required=True, help="folder of words and texts: see bench/README.md")
    parser.add_argument("--only", default="*", help="workloads, by name or pattern, separated by commas")
    parser.add_argument("--peers", default="*", help="peers, by the beginning of their names, separated by commas")
    parser.add_argument("--textgate", action="append", metavar="[NAME=]BUILD", help="folder of a build (build)")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--least", type=float, default=0.1, help="seconds that a round lasts at least")
    parser.add_argument("--most", type=float, default=20, help="seconds after which a peer has no more than three rounds")
    options = parser.parse_args()
    definitions = load_workloads(ROOT / "bench/workloads.json")
    wanted = [w for w in definitions["workloads"] if any(fnmatch.fnmatch(w["name"], p) for p in options.only.split(","))]
    folder = ROOT / "build/bench"
    found = peers.find(options.peers.split(","), options.textgate or ["build"], folder)
    groups = {}
    for w in wanted:
        groups.setdefault((w["words"], w["match"], w["report"]), []).append(w)
    for (words, match, report), workloads in groups.items():
        path = derive.derive("words", words, definitions["dictionaries"][words], options.data, folder / "data")
        runners = [Runner(peer, "fold" if peer.folds else match, report, path) for peer in found]
        runners = [r for r in runners if "unsupported" not in r.about]
        for r in runners:
            a = r.about
            print(f"  {words}: {r.peer.name:20} build {a['build_seconds']:7.3f} s, {a['build_peak_bytes'] / 1e6:7.1f} MB peak, "
                  f"automaton {a['automaton_bytes'] / 1e6:7.1f} MB")
        for w in workloads:
            text = derive.derive("text", w["text"], definitions["texts"][w["text"]], options.data, folder / "data")
            rounds = measure(w, runners, text, options)
            show(w, [summarise(w, r, answers, text.stat().st_size) for r, answers in rounds.items()])
        for r in runners:
            r.close()


if __name__ == "__main__":
    os.environ["LC_ALL"] = "C.UTF-8"
    main()
