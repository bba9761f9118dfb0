"""Disguised words in real lines: which words, which lines, where in them, and how the lines are scanned."""
import html
import json
import os
import random
import re
import subprocess
import unicodedata

from techniques import TECHNIQUES, pairs

HAN = re.compile("[\u3400-\u9fff]")
SPECIAL = re.compile(r"(?<!\\)[&~]")


class Word:
    def __init__(self, text, match, source):
        self.text, self.source = text, source
        self.language = "zh" if HAN.search(text) else "en"
        kinds = {kind for kind in match.split(",") if kind} or {"fold", "loose"}
        self.edges = sorted(kinds & {"word", "part"})
        self.lanes = kinds - {"word", "part"} or {"fold", "loose"}

    def key(self):
        """Words with the same key are found at the same places; a finding of one stands for the other."""
        letters = [c for c in unicodedata.normalize("NFKC", self.text).casefold() if c.isalnum()]
        return "".join(c for i, c in enumerate(letters) if not i or c != letters[i - 1])

    def entry(self, number, lanes):
        text = re.sub(r"([&~\\])", r"\\\1", self.text)
        text = "\\" + text if text[0] in "/!#%" else text
        return "%s\tid=w%d match=%s\n" % (text, number, ",".join(lanes + self.edges))


def plain_words(path, source):
    """The words of a dictionary source: no combinations, patterns, allowed texts."""
    match = ""
    with open(path, encoding="utf-8") as file:
        for line in file:
            line = line.rstrip("\n")
            if line.startswith("%match"):
                match = line.split(None, 1)[1]
            if not line.strip() or line[0] in "#%!/":
                continue
            text, _, attributes = line.partition("\t")
            if SPECIAL.search(text):
                continue
            own = re.search(r"\bmatch=([a-z,]+)", attributes)
            yield Word(re.sub(r"\\(.)", r"\1", text), own[1] if own else match, source)


def all_words(user, shipped):
    """The user's words, and of the shipped ones those that are no disguises themselves and no sentences."""
    words = list(plain_words(user, "user"))
    for folder, folders, names in os.walk(shipped):
        folders.sort()
        for name in sorted(names):
            if name.endswith(".txt"):
                words += (w for w in plain_words(os.path.join(folder, name), "shipped") if is_usual(w))
    return list({w.text: w for w in reversed(words)}.values())[::-1]


def is_usual(word):
    if word.language == "zh":
        return 2 <= len(word.text) <= 8
    return re.fullmatch("[A-Za-z ]{4,24}", word.text) and word.text.count(" ") <= 2


def write_dictionary(path, words, lanes):
    with open(path, "w", encoding="utf-8") as file:
        file.write("%name e\n%category custom\n")
        for number, word in enumerate(words):
            file.write(word.entry(number, lanes))


def scan(command, dictionaries, lines, options=("--jsonl", "text")):
    """The results of `textgate scan`, one for each line (bytes), as bytes."""
    arguments = [command, "scan", "--format", "json", "--fail-on", "never", "--only", "words,patterns", "--threads", "2"]
    arguments += options
    for path in dictionaries or []:
        arguments += ["-d", path]
    if dictionaries:
        arguments.append("--no-default")
    process = subprocess.run(arguments, input=b"".join(lines), stdout=subprocess.PIPE)
    if process.returncode:
        raise SystemExit("%s: exit status %d" % (" ".join(arguments), process.returncode))
    results = process.stdout.splitlines()
    if len(results) != len(lines):
        raise SystemExit("%s: %d results of %d lines" % (" ".join(arguments), len(results), len(lines)))
    return results


def carriers(language, count, options, dictionary):
    """Lines of the corpus of 10 to 60 characters in which none of the words stands."""
    usual = re.compile("[\u3400-\u9fff]" if language == "zh" else "[A-Za-z ]")
    rng = random.Random("%s %s" % (options.seed, language))
    with open(os.path.join(options.data, language + "_corpus.txt"), encoding="utf-8", errors="ignore") as file:
        lines = [line for line in (line.strip() for line in file) if 10 <= len(line) <= 60 and line.isprintable()]
    lines = [line for line in rng.sample(lines, min(len(lines), 3 * count)) if len(usual.findall(line)) > 0.6 * len(line)]
    results = scan(options.textgate, [dictionary], [json.dumps({"text": line}).encode() + b"\n" for line in lines])
    return [line for line, result in zip(lines, results) if b'"begin"' not in result][:count]


def place(line, disguise, language, rng):
    """Puts it between two words, or in Chinese between two characters: at an end, behind a sign, or anywhere."""
    if language == "en":
        words = line.split(" ")
        at = rng.randint(0, len(words))
        before, after = " ".join(words[:at]), " ".join(words[at:])
        return before + " " if before else "", disguise, " " + after if after else ""
    inner = [i for i in range(1, len(line)) if not plain(line[i - 1]) and not plain(line[i])]
    signs = [i for i in inner if line[i - 1] in "，。！？；：、,!?…“”《》 "]
    ends = [i for i, c in ((0, line[0]), (len(line), line[-1])) if not plain(c)]
    at = rng.choice(rng.choice([kind for kind in (inner, signs, ends) if kind] or [[len(line)]]))
    return line[:at], disguise, line[at:]


def plain(c):
    """A letter or digit that would grow together with one of the word."""
    return c.isascii() and c.isalnum() or unicodedata.combining(c) or c == "\u200d"


class Sample:
    """A line with a disguised word. detail: the techniques; lane: what match= must have; begin, end: its bytes."""

    def __init__(self, number, chain, pieces):
        self.number, self.detail = number, "+".join(t.name for t in chain)
        self.html = any(t.html for t in chain)
        self.lane = "sound" if any(t.lane == "sound" for t in chain) else "loose"
        if self.html:
            pieces = html.escape(pieces[0], quote=False), pieces[1], html.escape(pieces[2], quote=False)
        self.disguise, self.text = pieces[1], "".join(pieces)
        self.begin = len(pieces[0].encode())
        self.end = self.begin + len(pieces[1].encode())

    def line(self, index):
        return json.dumps({"id": str(index), "text": self.text}, ensure_ascii=False).encode() + b"\n"


class Row:
    """A line of the table: a technique in a language and strength."""

    def __init__(self, language, name, strength, bar, lane):
        self.language, self.name, self.strength, self.bar, self.lane, self.samples = language, name, strength, bar, lane, []


def rows(words, lines, tables, options):
    """All rows with their samples. Each row draws from its own random numbers, so that --only changes nothing in others."""
    for technique in TECHNIQUES:
        for language in technique.languages:
            for strength in technique.strengths:
                row = Row(language, technique.name, strength, technique.bar, technique.lane)
                fill(row, [[technique]], [strength], words, lines, tables, options)
                yield row
    for language in ("zh", "en"):
        row = Row(language, "pairs", "light, half", 80, "loose")
        fill(row, pairs(language), ["light", "half"], words, lines, tables, options, factor=4)
        yield row


def allowed(word, lane):
    """The user's list is compiled for each lane; of the shipped words those that ask for it."""
    return word.source == "user" or lane in word.lanes


def fill(row, choices, strengths, words, lines, tables, options, factor=1):
    if options.only and row.name not in options.only:
        return
    rng = random.Random("%s %s %s %s" % (options.seed, row.language, row.name, row.strength))
    usable = [(i, w) for i, w in enumerate(words) if w.language == row.language and allowed(w, row.lane)]
    halves = [usable] if row.lane == "sound" else [[(i, w) for i, w in usable if w.source == source]
                                                   for source in ("user", "shipped")]
    for attempt in range(60 * factor * options.samples):
        if len(row.samples) == factor * options.samples:
            break
        number, word = rng.choice(rng.choice(halves))
        chain = choices[attempt % len(choices)]
        if not all(allowed(word, t.lane) for t in chain):
            continue
        cells = list(word.text)
        for technique in chain:
            cells = cells and technique.function(cells, rng.choice(strengths), rng, tables)
        disguise = "".join(cells or [])
        if disguise and disguise != word.text:
            pieces = place(rng.choice(lines[row.language]), disguise, row.language, rng)
            row.samples.append(Sample(number, chain, pieces))
