#!/usr/bin/env python3
"""Whether what is said of cultures and markets holds: every entry of dicts/culture and dicts/adlaw tells its market, a reason in
one sentence, what to do instead and who says so, there are as many as promised, and the advertisements of
test/culture/advertisements.tsv are judged as they should be.

    check_culture.py [-v] [--dict PATH]...

The command is build/bin/textgate, or what the environment variable TEXTGATE names, with the shipped pack. -v prints what was
found in each advertisement that is judged wrongly. --dict adds dictionaries and takes their entries for those to check.
"""
import argparse
import collections
import json
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
COMMAND = os.environ.get("TEXTGATE", str(ROOT / "build/bin/textgate"))
ADVERTISEMENTS = [ROOT / "test/culture/advertisements.tsv", ROOT / "test/culture/advertisements-second.tsv"]
MARKETS, IDS = 60, 600     # there are so many at least
PRECISION = RECALL = 0.9
KINDRED = [  # names of topics that the dictionaries may take one for the other
    {"gender", "family", "body"}, {"dates", "mourning", "colours", "religion"}, {"maps", "places"},
    {"royalty", "people", "symbols", "flags"}, {"history", "symbols", "people"}, {"customs", "mourning", "family"},
    {"medicine", "medical", "health"}, {"finance", "financial"}, {"children", "minors", "formula"},
]
LAW = re.compile(r"\b(Acts?|Laws?|Code|Decree|Directive|Regulations?|Order|Constitution|Ordinance|Statute|Rules|Bill|Penal"
                 r"|Arts?\.|ss?\. ?\d|§)|[法条律]")
SEVERE = {"high", "critical"}
SENTENCE_END = re.compile(r"(?<!\b[A-Z])(?<!\bSt)(?<!\bNo)(?<!\bArt)(?<!\bArts)(?<!\bvs)(?<!\bs)(?<!\be\.g)(?<!\bi\.e)\. +[A-Z]")


def run(*arguments, text=""):
    done = subprocess.run([COMMAND, *arguments], input=text, capture_output=True, text=True, encoding="utf-8")
    if done.returncode == 2:
        sys.exit(f"textgate {' '.join(arguments)}: {done.stderr}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def entries(folders):
    for folder in folders:
        if folder.exists():
            yield from (row for row in run("inspect", "--entries", "--format", "json", str(folder)) if not row.get("allowed"))


def faults(entry):
    """What an entry lacks."""
    for field in ("note", "advice", "source", "id"):
        if not entry.get(field):
            yield f"has no {field}"
    if not entry.get("market") and not entry.get("markets"):
        yield "has no market"
    if not re.match(r"(culture|adlaw)(\.|$)", entry["category"]):
        yield f"is of category {entry['category']}"
    note = entry.get("note") or ""
    if note and (note[-1] not in ".。!?" or SENTENCE_END.search(note) or len(note) > 400):
        yield f"has a note that is not one sentence: {note}"
    if entry["severity"] in SEVERE and not LAW.search(note + " " + (entry.get("source") or "")):
        yield f"is of severity {entry['severity']}, but no law is named"


def check_entries(folders):
    wrong, ids, markets, topics = {}, set(), set(), collections.Counter()
    count = 0
    for entry in entries(folders):
        count += 1
        name = f"{entry['dictionary']}:{entry.get('id') or entry['pattern']}"
        for fault in faults(entry):
            wrong.setdefault(f"{name} {fault}")
        if name not in ids:
            topics[entry["category"]] += 1
        ids.add(name)
        listed = entry.get("markets") or entry.get("market") or []
        markets.update(listed.split(",") if isinstance(listed, str) else listed)
    for line in wrong:
        print(f"FAIL {line}")
    print(f"{count} entries, {len(ids)} ids, {len(markets)} markets; " +
          ", ".join(f"{topic} {n}" for topic, n in sorted(topics.items())))
    return len(wrong) == 0, len(markets) >= MARKETS, len(ids) >= IDS


def advertisements(path):
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            markets, kind, topics, text = line.split("\t")
            yield markets, kind == "risky", topics.split(","), text


def topics_of(finding):
    """Of a finding of culture or advertising law its topics: the parts of its category, and what it is a finding of."""
    parts = finding["category"].split(".")
    if parts[0] not in ("culture", "adlaw"):
        return set()
    topics = set(parts[1:])
    for kin in KINDRED:
        if kin & set(parts[1:]):
            topics |= kin
    return topics | ({"claims"} if parts[0] == "adlaw" else set())


def judge(rows, dictionaries):
    """For each advertisement the categories found in it."""
    groups = collections.defaultdict(list)
    for i, row in enumerate(rows):
        groups[row[0]].append(i)
    found = {}
    for markets, numbers in groups.items():
        options = [o for d in dictionaries for o in ("-d", d)]
        verdicts = run("scan", "--lines", "--format", "json", "--market", markets, *options,
                       text="".join(rows[i][3] + "\n" for i in numbers))
        for i, verdict in zip(numbers, verdicts, strict=True):
            found[i] = [f for f in verdict["findings"] if topics_of(f)]
    return [found[i] for i in range(len(rows))]


def check_advertisements(path, dictionaries, verbose):
    rows = list(advertisements(path))
    right = missed = other = wrong = clean = 0
    for (markets, risky, topics, text), findings in zip(rows, judge(rows, dictionaries), strict=True):
        if "language" not in topics:
            findings = [f for f in findings if f["category"] != "culture.language"]
        said = "; ".join(f"{f['text']} ({f['rule']})" for f in findings)
        if risky and any(topics_of(f) & set(topics) for f in findings):
            right += 1
        elif risky:
            missed += 1
            other += bool(findings)
            print(f"missed [{markets}] {','.join(topics)}: {text}" + (f"\n    found: {said}" if said and verbose else ""))
        elif findings:
            wrong += 1
            print(f"flagged [{markets}]: {text}\n    found: {said}")
        else:
            clean += 1
    recall, precision = right / (right + missed), right / (right + wrong)
    print(f"{path.name}: {len(rows)} advertisements: {right} of {right + missed} risky ones found for what they are"
          f" ({other} more for something else), {clean} of {clean + wrong} near misses clean;"
          f" recall {recall:.3f}, precision {precision:.3f}")
    return recall >= RECALL, precision >= PRECISION


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-v", "--verbose", action="store_true")
    parser.add_argument("--dict", action="append", default=[])
    arguments = parser.parse_args()
    folders = [pathlib.Path(d) for d in arguments.dict] or [ROOT / "dicts/culture", ROOT / "dicts/adlaw"]
    results = list(zip(("entries say why, what instead and who says so", f"{MARKETS} markets", f"{IDS} ids"),
                       check_entries(folders), strict=True))
    for path in ADVERTISEMENTS:
        found = check_advertisements(path, arguments.dict, arguments.verbose)
        results += zip((f"{path.name}: recall of {RECALL}", f"{path.name}: precision of {PRECISION}"), found, strict=True)
    for name, ok in results:
        print(f"{'ok' if ok else 'FAIL'} {name}")
    passed = sum(ok for _, ok in results)
    print(f"{passed} passed, {len(results) - passed} failed")
    sys.exit(passed < len(results))


if __name__ == "__main__":
    main()
