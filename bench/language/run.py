#!/usr/bin/env python3
"""How often languages are told right, and how fast, by textgate and by CLD2 in one run: the own split.

    run.py --data DATA --work WORK --textgate COMMAND --cld2 PROGRAM [--rounds N]

A word is held back from learning by its hash (one in ten, make_language.py has the rule), so that WORK can be filled from the
lists alone. It counts as a word of the language in whose list it is most frequent; words are drawn by the root of their
counts, as they are learnt. From them are made, for each of the languages with a list: single words (of five letters and more
too), pairs, and sentences of 8 to 12. The declarations of human rights, none of which the languages with a list are learnt
from, are texts as people write them.
"""
import argparse
import bisect
import collections
import html
import itertools
import math
import pathlib
import random
import re
import resource
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "dicts" / "models"))
from make_language import MIXTURES, TAGS, is_held  # noqa: E402

UNSPACED = {"zh", "th"}
CLD2_NAMES = {"iw": "he", "nb": "no", "zh-Hant": "zh", "jw": "jv", "un": "und"}
DECLARED = {"bs-Latn": "bs", "de-1996": "de", "el-monoton": "el", "nb": "no", "pt-PT": "pt", "pt-BR": "pt", "sr-Latn": "sr",
            "sr-Cyrl": "sr", "zlm-Latn": "ms", "als": "sq", "zh-Hant": "zh", "cat": "ca"}
NOT_THESE = {"068"}  # said to be French, and is not


def read_lists(folder):
    lists = collections.defaultdict(collections.Counter)
    for path in sorted(folder.glob("*.txt")):
        if path.stem in MIXTURES:
            continue
        for line in path.read_text(encoding="utf-8").split("\n"):
            word, _, count = line.rpartition(" ")
            if word and count.isdigit():
                lists[TAGS.get(path.stem, path.stem).split("-")[0]][word] += int(count)
    return lists


def held_words(lists):
    """For each language its held words and the sums of their weights."""
    best = {}
    for code, words in lists.items():
        total = words.total()
        for word, count in words.items():
            best[word] = max(best.get(word, (0, "")), (count / total, code))
    held = {}
    for code, words in lists.items():
        own = [w for w in words if is_held(w) and best[w][1] == code and all(c.isalpha() or ord(c) > 0x900 for c in w)]
        held[code] = (own, list(itertools.accumulate(math.sqrt(words[w]) for w in own)))
    return held


def made_up(held, least, most, letters, number, dice):
    """(code, text) of `least` to `most` words."""
    rows = []
    for code, (words, sums) in sorted(held.items()):
        for _ in range(number):
            count, text = dice.randint(least, most), []
            while len(text) < count:
                word = words[bisect.bisect(sums, dice.random() * sums[-1])]
                if len(word) >= letters or code in UNSPACED | {"ko"}:
                    text.append(word)
            rows.append((code, ("" if code in UNSPACED else " ").join(text)))
    return rows


def declarations(folder, codes):
    rows = []
    for path in sorted(folder.glob("*.html")):
        text = path.read_text(encoding="utf-8")
        code = re.search(r'lang="([^"]+)"', text)
        code = code and DECLARED.get(code[1], code[1])
        if code not in codes or path.stem in NOT_THESE or path.stem.startswith("cmn_hans_"):
            continue
        for paragraph in re.findall(r"<p>(.*?)</p>", text, re.DOTALL):
            paragraph = html.unescape(re.sub(r"<[^>]+>|\s+", " ", paragraph)).strip()
            if len(paragraph) > 20:
                rows.append((code, paragraph))
    return rows


def run(command, texts):
    """The answers and the seconds on the processor."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    out = subprocess.run(command, input="\n".join(texts) + "\n", stdout=subprocess.PIPE, check=True, encoding="utf-8").stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    answers = [line.split("\t")[0] for line in out.split("\n")[:-1]]
    return answers, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def accuracy(rows, answers):
    right, all_of = collections.Counter(), collections.Counter()
    for (code, _), answer in zip(rows, answers, strict=True):
        right[code] += CLD2_NAMES.get(answer, answer) == code
        all_of[code] += 1
    return {code: right[code] / all_of[code] for code in all_of}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--textgate", required=True)
    parser.add_argument("--cld2", required=True)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    dice = random.Random(7)
    held = held_words(read_lists(options.data / "language" / "words"))
    sets = {
        "words": made_up(held, 1, 1, 1, 500, dice),
        "words of five letters": made_up(held, 1, 1, 5, 500, dice),
        "pairs": made_up(held, 2, 2, 1, 500, dice),
        "sentences": made_up(held, 8, 12, 1, 500, dice),
    }
    if (options.data / "language" / "udhr").is_dir():
        sets["declarations"] = declarations(options.data / "language" / "udhr", held)
    programs = {"textgate": [options.textgate, "detect-language"], "CLD2": [options.cld2], "CLD2, best effort": [options.cld2, "best"]}
    print(f"{len(held)} languages; mean of their accuracies, MB/s of processor time (of {options.rounds} rounds the best)\n")
    print(f"{'':24}" + "".join(f"{name:>24}" for name in programs))
    seconds = collections.defaultdict(list)
    worst = []
    for name, rows in sets.items():
        texts = [text for _, text in rows] * (8 if name in ("sentences", "declarations") else 1)
        line = f"{name:24}"
        for _ in range(options.rounds):
            for program, command in programs.items():
                answers, took = run(command, texts)
                seconds[program, name].append(took)
                if len(seconds[program, name]) == 1:
                    by = accuracy(rows, answers[: len(rows)])
                    mean = sum(by.values()) / len(by)
                    seconds[program, name, "accuracy"] = mean
                    if program == "textgate" and name in ("sentences", "declarations"):
                        worst.append((name, sorted(by.items(), key=lambda item: item[1])[:8]))
        size = sum(len(text.encode()) + 1 for text in texts) / 1e6
        for program in programs:
            speed = size / min(seconds[program, name])
            line += f"{100 * seconds[program, name, 'accuracy']:14.1f} % {speed:6.1f}  "
        print(line, flush=True)
    for name, rows in worst:
        print(f"\nleast sure of {name}: " + ", ".join(f"{code} {100 * share:.0f} %" for code, share in rows))


if __name__ == "__main__":
    main()
