#!/usr/bin/env python3
"""How often the shipped dictionaries find something in ordinary text, and what.

Scans the first lines of each corpus with textgate, each line a document, and counts the lines that have a finding at or
above a severity. With --sample it prints findings with what stands around them, for a person to judge. Most corpora hold
real adverts and insults: the rate bounds the rate of false findings from above, only the sample tells how far."""
import argparse
import collections
import itertools
import json
import os
import random
import subprocess
import sys
import tempfile

SEVERITIES = ["low", "medium", "high", "critical"]
HERE = os.path.dirname(os.path.abspath(__file__))


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True, metavar="DIR", help="folder with the corpora, one sentence a line")
    parser.add_argument("--textgate", default=os.path.join(HERE, "..", "build", "bin", "textgate"), metavar="COMMAND")
    parser.add_argument("--corpus", action="append", metavar="FILE",
                        help="file in DIR (repeatable; default en_corpus.txt and zh_corpus.txt)")
    parser.add_argument("--lines", type=int, default=100000, metavar="N", help="lines of each corpus (default 100000)")
    parser.add_argument("--severity", default="medium", choices=SEVERITIES, help="least severity that counts")
    parser.add_argument("-d", "--dict", action="append", metavar="PATH", help="these dictionaries, not the shipped ones")
    parser.add_argument("--top", type=int, default=20, metavar="N", help="rules to list (default 20)")
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="print N findings drawn at random")
    parser.add_argument("--each", type=int, default=0, metavar="N", help="at most N findings of one rule in the sample")
    parser.add_argument("--only", metavar="TEXT", help="only rules whose name contains TEXT")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def first_lines(path, count):
    with open(path, "rb") as file:
        return [line.rstrip(b"\r\n") for line in itertools.islice(file, count)]


def scan(options, lines):
    """Yields (index of the line, finding) for each finding that counts."""
    command = [options.textgate, "scan", "--lines", "--format", "json", "--fail-on", "never", "--only", "words,patterns"]
    for path in options.dict or []:
        command += ["-d", path]
    if options.dict:
        command.append("--no-default")
    least = SEVERITIES.index(options.severity)
    with tempfile.TemporaryFile() as source:
        source.write(b"".join(line + b"\n" for line in lines))
        source.seek(0)
        with subprocess.Popen(command, stdin=source, stdout=subprocess.PIPE) as process:
            for result in process.stdout:
                if b'"begin"' not in result:
                    continue
                document = json.loads(result)
                for finding in document["findings"]:
                    if options.only and options.only not in finding["rule"]:
                        continue
                    if SEVERITIES.index(finding["severity"]) >= least:
                        yield int(document["id"]) - 1, finding
    if process.returncode != 0:
        sys.exit("%s: exit status %d" % (options.textgate, process.returncode))


def in_context(line, finding, around=60):
    begin, end = finding["begin"], finding["end"]
    pieces = [line[max(0, begin - around):begin], b"[[", line[begin:end], b"]]", line[end:end + around]]
    return b"".join(pieces).decode("utf-8", "ignore")


def draw(found, options):
    random.Random(options.seed).shuffle(found)
    seen = collections.Counter()
    for index, finding in found:
        seen[finding["rule"]] += 1
        if not options.each or seen[finding["rule"]] <= options.each:
            yield index, finding


def report(name, lines, found, options):
    held = len({index for index, _ in found})
    rate = 100.0 * held / len(lines) if lines else 0.0
    print("%s: %d lines, %d with findings at or above %s (%.2f %%)" % (name, len(lines), held, options.severity, rate))
    for category, count in collections.Counter(f["category"] for _, f in found).most_common():
        print("  %-20s %6d" % (category, count))
    rules = collections.Counter((f["rule"], f["severity"]) for _, f in found)
    print("  %d rules; the most frequent:" % len(rules))
    for (rule, severity), count in rules.most_common(options.top):
        print("  %6d  %-8s %s" % (count, severity, rule if len(rule) <= 100 else rule[:97] + "..."))
    for index, finding in itertools.islice(draw(found, options), options.sample):
        print("%d\t%s\t%s\t%s" % (index + 1, finding["severity"], finding["rule"][:60], in_context(lines[index], finding)))
    print()


def main():
    options = arguments()
    for name in options.corpus or ["en_corpus.txt", "zh_corpus.txt"]:
        lines = first_lines(os.path.join(options.data, name), options.lines)
        report(name, lines, list(scan(options, lines)), options)


if __name__ == "__main__":
    main()
