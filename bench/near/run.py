#!/usr/bin/env python3
"""Measures finding duplicates, and prints it as Markdown; see README.md beside this file.

    run.py --data DIR --near build/bench/near [--full] [--python PYTHON-WITH-PEERS]
"""
import argparse
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE))

STRENGTHS = [0.02, 0.05, 0.1, 0.2, 0.3]


def table(path):
    """The texts of a TSV file with a head."""
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()[1:]
    return [line.split("\t", 1)[1] for line in lines if "\t" in line]


def run(*command, text=None):
    return subprocess.run([str(c) for c in command], input=text, capture_output=True, text=True, check=True).stdout


def accuracy(near, data):
    print("## Against exact similarities\n")
    for name in ("zh_fbs.tsv", "en_mail_enron.tsv"):
        print(f"{name}: " + run(near, "accuracy", data / name))


def fingerprints(near, python, data, rounds=5):
    """Ours and the peers' in turn, so that all see the same machine."""
    print("## Fingerprints, one thread\n\nMicroseconds of processor time a text, the middle of "
          f"{rounds} rounds. textgate's are from the text as it came; of the peers the signature alone, and behind the plus "
          "sign folding and cutting in Python.\n")
    print("| texts | textgate | datasketch 128 | rensa 128 | datasketch / textgate | rensa / textgate |\n|---|---|---|---|---|---|")
    for name, count in (("zh_fbs.tsv", 4000), ("en_mail_enron.tsv", 600)):
        text = "\n".join(table(data / name)[:count]) + "\n"
        times = {"textgate": [], "datasketch": [], "rensa": [], "cutting": []}
        for _ in range(rounds):
            times["textgate"].append(statistics.median(map(float, run(near, "fingerprints", 5, text=text).split())))
            for peer in ("datasketch", "rensa"):
                cutting, signing = map(float, run(python, HERE / "peers.py", "fingerprints", peer, text=text).split())
                times[peer].append(signing)
                times["cutting"].append(cutting)
        a, b, c, cut = (statistics.median(times[k]) for k in ("textgate", "datasketch", "rensa", "cutting"))
        print(f"| {name}, {len(text.encode()) / count:.0f} bytes each | {a:.2f} | {b:.1f} + {cut:.1f} | {c:.1f} + {cut:.1f} | "
              f"{b / a:.0f}, {(b + cut) / a:.0f} | {c / a:.1f}, {(c + cut) / a:.1f} |")
    print()


def campaigns(near, data, seeds):
    import campaigns as made
    import peers
    print("## Campaigns\n\nRecall / precision of pairs, at a threshold of .8: textgate; MinHash-128 with LSH of datasketch; "
          "SimHash-64 at a distance of 3.\n")
    rng = random.Random(1)
    for name in ("zh_fbs.tsv", "en_sms.tsv"):
        texts = [t for t in dict.fromkeys(table(data / name)) if len(t) >= 30]
        rng.shuffle(texts)
        texts = texts[:seeds * 12]
        related = {int(row.split()[0]) for row in run(near, "pairs", 0.5, 15, text="\n".join(texts) + "\n").splitlines()}
        texts = [t for i, t in enumerate(texts) if i not in related]  # the sets have campaigns of their own
        originals, others = texts[:seeds], texts[seeds:seeds * 6]
        print(f"{name}: {len(originals)} campaigns of {made.COPIES} texts among {len(others)} others\n")
        print("| changed | strength | textgate | textgate, normalised .6 | datasketch | SimHash |\n|---|---|---|---|---|---|")
        for kind in made.KINDS:
            for strength in STRENGTHS:
                lines, groups = made.campaign(originals, others, kind, strength, 1)
                text = "\n".join(lines) + "\n"
                cut = [peers.shingles(line) for line in lines]
                pairs = [[tuple(map(int, row.split()[:2])) for row in run(near, "pairs", *how, text=text).splitlines()]
                         for how in ((0.8, 0), (0.6, 15))]
                pairs += [peers.minhash_pairs(cut), peers.simhash_pairs(cut)]
                cells = " | ".join("%.3f / %.3f" % made.judge(p, groups) for p in pairs)
                print(f"| {kind} | {strength:.0%} | {cells} |", flush=True)
        print()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--near", type=pathlib.Path, required=True)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--only", help="one of accuracy, fingerprints, sizes, campaigns")
    a = parser.parse_args()
    million = 1_000_000
    if a.only in (None, "accuracy"):
        accuracy(a.near, a.data)
    if a.only in (None, "fingerprints"):
        fingerprints(a.near, a.python, a.data)
    if a.only in (None, "sizes"):
        print("## Look-ups in memory\n\n" + run(a.near, "lookup", 10 * million if a.full else million))
        with tempfile.TemporaryDirectory() as folder:
            print("## The store on disk\n\n" + run(a.near, "store", million if a.full else 200_000, folder + "/store"))
        for threads in (1, 2):
            print("## Clusters\n\n" + run(a.near, "clusters", 10 * million if a.full else million, threads), flush=True)
    if a.only in (None, "campaigns"):
        campaigns(a.near, a.data, 400 if a.full else 120)


if __name__ == "__main__":
    main()
