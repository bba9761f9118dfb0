#!/usr/bin/env python3
"""How often textgate finds words that are disguised, technique by technique, and what seeing through disguises costs on
clean text. README.md tells what belongs into the folders."""
import argparse
import collections
import json
import os
import random
import sys
import tempfile
import time

import price
import samples
from plot import plot
from tables import Tables

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "..", "..")
LANES = {"fold": ["fold"], "loose": ["fold", "loose"], "sound": ["fold", "loose", "sound"]}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True, metavar="DIR", help="folder with en_corpus.txt and zh_corpus.txt")
    parser.add_argument("--evasion", metavar="DIR", help="folder with the lists of lookalikes (default DIR of --data)")
    parser.add_argument("--textgate", default=os.path.join(ROOT, "build", "bin", "textgate"), metavar="COMMAND")
    parser.add_argument("--words", default=os.path.join(HERE, "words.txt"), metavar="FILE", help="the user's list")
    parser.add_argument("--dicts", default=os.path.join(ROOT, "dicts"), metavar="DIR",
                        help="sources of the shipped dictionaries")
    parser.add_argument("--samples", type=int, default=300, metavar="N",
                        help="for each technique and strength (default 300)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=lambda text: text.split(","), metavar="TECHNIQUE[,TECHNIQUE]",
                        help="these only (`pairs` is one); leaves out the price")
    parser.add_argument("--misses", type=int, default=0, metavar="N", help="print N misses of each technique")
    parser.add_argument("--hits", type=int, default=0, metavar="N", help="print N hits of each technique")
    parser.add_argument("--price", action="store_true", help="the price alone")
    parser.add_argument("--lines", type=int, metavar="N", help="lines of each corpus for the price (default all)")
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="print N added findings of each, in context")
    parser.add_argument("--svg", metavar="FILE", help="draw recall by technique")
    options = parser.parse_args()
    options.evasion = options.evasion or options.data
    return options


CONTROLS = 6  # bytes of bidirectional controls at an end of a place, at most


def is_hit(sample, result, same):
    """A finding of the word overlaps the place where it stands, or one of another word, which the disguise may mean as well
    (h****r), takes all of it."""
    return any((int(f["rule"].rpartition(":w")[2]) in same and f["begin"] < sample.end and f["end"] > sample.begin)
               or (abs(f["begin"] - sample.begin) <= CONTROLS and abs(f["end"] - sample.end) <= CONTROLS)
               for f in json.loads(result)["findings"])


def measure(table, words, dictionaries, command):
    """Sets `fold` and `seen` of each sample: found by folding alone, and with loose (and sound)."""
    same = collections.defaultdict(set)
    for number, word in enumerate(words):
        same[word.key()].add(number)
    every = [sample for row in table for sample in row.samples]
    for as_html in (False, True):
        for lane in ("fold", "loose", "sound"):
            chosen = [s for s in every if s.html == as_html and lane in ("fold", s.lane)]
            lines = [sample.line(i) for i, sample in enumerate(chosen)]
            options = ["--jsonl", "text"] + ["--html"] * as_html
            for sample, result in zip(chosen, samples.scan(command, [dictionaries[lane]], lines, options)):
                found = is_hit(sample, result, same[words[sample.number].key()])
                setattr(sample, "fold" if lane == "fold" else "seen", found)


def percent(found, attribute):
    return 100.0 * sum(getattr(s, attribute) for s in found) / len(found) if found else float("nan")


def print_table(table):
    print("| technique | strength | samples | recall, fold alone | recall, loose (and sound) |\n|---|---|---|---|---|")
    for row in table:
        if row.samples:
            recalls = percent(row.samples, "fold"), percent(row.samples, "seen")
            print("| %s %s | %s | %d" % (row.language, row.name, row.strength, len(row.samples)),
                  "| %.1f %% | %.1f %% |" % recalls)
    print()


def print_summary(table, words):
    """One line a technique, all strengths together, beside the recall asked for; then by bar and by list."""
    groups, bars = collections.OrderedDict(), collections.OrderedDict()
    for row in sorted(table, key=lambda row: -(row.bar or 0)):
        groups.setdefault((row.name, row.bar), collections.defaultdict(list))[row.language] += row.samples
        bars.setdefault(row.bar, []).extend(row.samples)
    print("| technique | bar | zh | en | both | |\n|---|---|---|---|---|---|")
    for (name, bar), found in groups.items():
        both = found["zh"] + found["en"]
        if both:
            cells = ["%.1f" % percent(found[key], "seen") if found[key] else "" for key in ("zh", "en")]
            verdict = "" if bar is None else "reached" if percent(both, "seen") >= bar else "**short**"
            print("| %s | %s | %s | %.1f | %s |" % (name, bar or "", " | ".join(cells), percent(both, "seen"), verdict))
    print()
    for bar, found in bars.items():
        if found:
            title = "bar %d %%" % bar if bar else "without a bar"
            recalls = percent(found, "seen"), len(found), percent(found, "fold")
            print("- %s: %.1f %% of %d (fold alone %.1f %%)" % (title, *recalls))
    for source in ("user", "shipped"):
        found = [s for row in table for s in row.samples if words[s.number].source == source]
        if found:
            print("- words of the %s list: %.1f %% of %d" % (source, percent(found, "seen"), len(found)))
    print()


def print_pairs(table):
    """The pairs that are found least."""
    for row in table:
        if row.name == "pairs" and row.samples:
            groups = collections.defaultdict(list)
            for sample in row.samples:
                groups[sample.detail].append(sample)
            worst = sorted((percent(found, "seen"), name) for name, found in groups.items())
            below = ["%s %.0f" % (name, share) for share, name in worst if share < row.bar]
            print("%s: %d pairs, %d below %d %%: %s\n" % (row.language, len(worst), len(below), row.bar, ", ".join(below)))


def print_examples(table, words, count, seen):
    for row in table:
        found = [s for s in row.samples if s.seen == seen]
        for s in random.Random(1).sample(found, min(count, len(found))):
            before, after = (part.decode() for part in (s.text.encode()[:s.begin], s.text.encode()[s.end:]))
            print("%s %s" % (row.language, s.detail), row.strength, words[s.number].text, json.dumps(s.disguise),
                  repr("%s[[%s]]%s" % (before[-15:], s.disguise, after[:15])), sep="\t")


def main():
    options, start = arguments(), time.time()
    words = samples.all_words(options.words, options.dicts)
    with tempfile.TemporaryDirectory() as folder:
        dictionaries = {lane: os.path.join(folder, lane + ".txt") for lane in LANES}
        own = {lane: os.path.join(folder, "user-" + lane + ".txt") for lane in LANES}
        for lane, lanes in LANES.items():
            samples.write_dictionary(dictionaries[lane], words, lanes)
            samples.write_dictionary(own[lane], [w for w in words if w.source == "user"], lanes)
        if not options.price:
            lines = {language: samples.carriers(language, 4000, options, dictionaries["fold"]) for language in ("zh", "en")}
            table = list(samples.rows(words, lines, Tables(options.evasion), options))
            measure(table, words, dictionaries, options.textgate)
            print_table(table)
            print_summary(table, words)
            print_pairs(table)
            print_examples(table, words, options.misses, False)
            print_examples(table, words, options.hits, True)
            if options.svg:
                with open(options.svg, "w", encoding="utf-8") as file:
                    file.write(plot([row for row in table if row.samples], percent))
        if not options.only:
            price.report(options, own)
    print("%.0f s" % (time.time() - start), file=sys.stderr)


if __name__ == "__main__":
    main()
