#!/usr/bin/env python3
"""Precision and recall of the detector `privacy` on generated sentences.

    measure.py --textgate build/bin/textgate --numbers build/test/oracle/numbers [--count 40] [--seed 1] [--show 10]
"""
import argparse
import collections
import json
import subprocess
import sys

import samples


def scan(texts, textgate):
    """The findings of each line."""
    command = [textgate, "scan", "--no-default", "--only", "privacy", "--lines", "--format", "json", "--fail-on", "never"]
    out = subprocess.run(command, input="\n".join(texts), capture_output=True, text=True, check=True).stdout
    return [json.loads(line)["findings"] for line in out.splitlines()]


def main():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--textgate", required=True)
    parser.add_argument("--numbers", required=True, help="the program test/oracle/numbers")
    parser.add_argument("--count", type=int, default=40, help="sentences for each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0, help="show so many that are missed or false")
    options = parser.parse_args()
    rows = list(samples.samples(options.count, options.seed, options.numbers))
    found = scan([row[1] for row in rows], options.textgate)
    kinds = collections.defaultdict(lambda: [0, 0, 0])
    right = false = missed = named = 0
    shown = []
    for (kind, text, begin, end, _), findings in zip(rows, found):
        hits = [f for f in findings if kind and f["begin"] < end and begin < f["end"]]
        covers = [f for f in hits if f["begin"] <= begin and f["end"] >= end and f["end"] - f["begin"] <= end - begin + 6]
        same = [f for f in covers if f["category"] == kind or f["rule"] == f"privacy:{kind}" or
                f["rule"].split(".")[0] == f"privacy:{kind}".split(".", maxsplit=1)[0]]
        wrong = [f for f in findings if f not in covers]
        if kind:
            kinds[kind][0] += 1
            kinds[kind][1] += bool(covers)
            kinds[kind][2] += bool(same)
            right += bool(covers)
            missed += not covers
            named += bool(same)
        false += len(wrong)
        if (kind and not covers) or wrong:
            shown.append((kind, text, text.encode()[begin:end].decode(), [(f["text"], f["rule"], f["note"]) for f in findings]))
    planted = right + missed
    print(f"{len(kinds)} kinds, {planted:,} sentences with one, {len(rows) - planted:,} without: "
          f"precision {right / (right + false):.4f}, recall {right / planted:.4f}, of the right kind {named / planted:.4f}")
    weak = {k: v for k, v in kinds.items() if v[2] < .95 * v[0]}
    for kind, (total, covered, same) in sorted(weak.items(), key=lambda item: item[1][2] / item[1][0]):
        print(f"  {kind}: found {covered} of {total}, as what it is {same}")
    for row in shown[:options.show]:
        print("   ", *row)
    return 0 if right >= .98 * (right + false) and right >= .95 * planted else 1


if __name__ == "__main__":
    sys.exit(main())
