#!/usr/bin/env python3
"""Are words of one language flagged by the list of another?

Reads word lists (`LANG.txt`, a word and its count a line) and scans each with the shipped word lists of all languages,
`lang=` left out, as it is with texts whose language cannot be told: first every word alone, its findings weighted by its count; then 100,000
words drawn by their counts, in lines of twelve, where phrases and disguises across words show. A finding counts as foreign
if its rule is another language's and none of the text's own language overlaps it. What a person looked at and found to be
the same word in that language stands in same.tsv and is counted apart; so are the rules of dicts/en, since subtitles of all
languages swear in English."""
import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SIBLINGS = {"pt_br": "pt", "sk": "cs", "zh_cn": "zh", "zh_tw": "zh"}
PASSED_OVER = {"ze_en", "ze_zh"} # subtitles in two languages at once


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True, type=pathlib.Path, help="folder with the word lists")
    parser.add_argument("--textgate", default=str(ROOT / "build/bin/textgate"), metavar="COMMAND")
    parser.add_argument("--words", type=int, default=100000, metavar="N", help="words to draw (default 100000)")
    parser.add_argument("--only", action="append", metavar="LANG", help="word lists (repeatable; default all)")
    parser.add_argument("--list", type=int, default=5, metavar="N", help="foreign words to tell of each list (default 5)")
    parser.add_argument("--english", action="store_true", help="tell what the rules of dicts/en find, too")
    parser.add_argument("--own", action="store_true", help="tell what its own list finds in disguise or across words, too")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def language_folders():
    """The folders of dicts/ that are named for a language."""
    return [p for p in sorted((ROOT / "dicts").iterdir()) if re.fullmatch(r"[a-z]{2,3}(-[A-Z][a-z]{3})?", p.name)]


def copy_without_lang(source, target):
    """The dictionaries of a folder without `lang=`, as which they count for texts whose language cannot be told."""
    target.mkdir()
    for path in source.glob("*.txt"):
        text = re.sub(r"(?m)^%lang .*", "", path.read_text(encoding="utf-8"))
        (target / path.name).write_text(re.sub(r"(?m)(\t|\t.* )lang=[\w,-]+", r"\1", text), encoding="utf-8")


def compile_packs(options, folder):
    """The pack of all languages, and one of each by its name."""
    packs = {}
    for source in language_folders():
        copy_without_lang(source, pathlib.Path(folder, source.name))
    folders = {p.name: [os.path.join(folder, p.name)] for p in language_folders()}
    for name, paths in [("all", sum(folders.values(), [])), *folders.items()]:
        packs[name] = os.path.join(folder, name + ".pack")
        subprocess.run([options.textgate, "compile", "-o", packs[name], *paths], check=True, capture_output=True)
    return packs


def read_words(path):
    words = []
    for line in path.read_text(encoding="utf-8").splitlines():
        word, _, count = line.rpartition(" ")
        words.append((word, int(count)))
    return words


def read_same():
    """(language, word) -> known to be the same word there."""
    same = set()
    for line in (HERE / "same.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            language, word = line.split("\t")[:2]
            same.update((one, word) for one in language.split(","))
    return same


def scan(options, pack, lines):
    """Yields (index of the line, findings)."""
    command = [options.textgate, "scan", "--lines", "--format", "json", "--fail-on", "never", "--only", "words,patterns",
               "--no-default", "-d", pack]
    with tempfile.TemporaryFile() as source:
        source.write("".join(line + "\n" for line in lines).encode())
        source.seek(0)
        with subprocess.Popen(command, stdin=source, stdout=subprocess.PIPE) as process:
            for result in process.stdout:
                if b'"begin"' in result:
                    document = json.loads(result)
                    yield int(document["id"]) - 1, document["findings"]
    if process.returncode != 0:
        sys.exit("%s: exit status %d" % (options.textgate, process.returncode))


def language_of(rule):
    """`zh-abuse:…`, `hi-Latn:…` and `pt:…` -> zh, hi, pt."""
    return re.match("[a-z]+", rule)[0]


def scan_twice(options, packs, own, lines):
    """Yields (index, findings of all lists, those of the own list). The two are scanned apart, as findings of one place
    and category are told once, whoever found them."""
    mine = dict(scan(options, packs[own], lines)) if own in packs else {}
    for index, findings in scan(options, packs["all"], lines):
        yield index, findings, mine.get(index, [])


def sort_out(findings, mine, own, same):
    """Yields (kind, finding) of those that another language's list made: `same`, `english` or `foreign`."""
    for f in findings:
        language = language_of(f["rule"])
        if language == own or any(f["begin"] < m["end"] and m["begin"] < f["end"] for m in mine):
            continue
        word = f["text"].lower()
        if (own, word) in same or ("*", word) in same:
            yield "same", f
        else:
            yield "english" if language == "en" else "foreign", f


def describe(kind, f):
    return kind, f["text"], f["rule"], f["severity"], ",".join(f["tricks"])


def measure(options, packs, path, same):
    """Of one word list: per 100,000 words, the rate of each kind, and what was found, by weight."""
    own = SIBLINGS.get(path.stem, path.stem)
    words = read_words(path)
    share = 1e5 / sum(count for _, count in words)
    alone, drawn, seen = collections.Counter(), collections.Counter(), collections.Counter()
    for index, findings, mine in scan_twice(options, packs, own, [word for word, _ in words]):
        weight = words[index][1] * share
        sorted_out = list(sort_out(findings, mine, own, same))
        for kind in {kind for kind, _ in sorted_out}:
            alone[kind] += weight
        for kind, f in sorted_out:
            seen[describe(kind, f)] += weight
        for f in mine:
            if options.own and f["tricks"]:
                seen[describe("own", f)] += weight
    sample = random.Random(options.seed).choices([w for w, _ in words], [c for _, c in words], k=options.words)
    lines = [" ".join(sample[i:i + 12]) for i in range(0, len(sample), 12)]
    for _, findings, mine in scan_twice(options, packs, own, lines):
        for kind, f in sort_out(findings, mine, own, same):
            drawn[kind] += 1e5 / len(sample)
            if " " in f["text"]:
                seen[describe(kind, f)] += 1e5 / len(sample)
        for f in mine:
            if options.own and " " in f["text"]:
                seen[describe("own", f)] += 1e5 / len(sample)
    return path.stem, alone, drawn, seen


def main():
    options = arguments()
    same = read_same()
    kinds = {"foreign"} | ({"english"} if options.english else set()) | ({"own"} if options.own else set())
    paths = [p for p in sorted(options.data.glob("*.txt")) if p.stem not in PASSED_OVER
             and (not options.only or p.stem in options.only)]
    print("findings in 100,000 words, by the rules of another language\n")
    print("%-6s | each word alone            | %d words drawn" % ("", options.words))
    print("%-6s | foreign  same      english | foreign  same     english" % "list")
    worst = 0
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(2) as pool:
        packs = compile_packs(options, folder)
        for name, alone, drawn, seen in pool.map(lambda p: measure(options, packs, p, same), paths):
            print("%-6s | %7.2f  %7.2f  %7.2f | %7.2f  %7.2f  %7.2f" % (
                name, alone["foreign"], alone["same"], alone["english"], drawn["foreign"], drawn["same"], drawn["english"]))
            worst = max(worst, alone["foreign"], drawn["foreign"])
            told = [item for item in seen.most_common() if item[0][0] in kinds]
            for (kind, text, rule, severity, tricks), weight in told[:options.list]:
                print("       %8.3f  %-7s %s  %s  %s  %s" % (weight, kind, text, rule, severity, tricks))
    print("\nworst: %.2f" % worst)
    return 0 if worst <= 1 else 1


if __name__ == "__main__":
    sys.exit(main())
