"""Campaigns made of real texts: each is one text told again with changes of a stated strength, among texts that belong to none."""
import pathlib
import random
import re

ROOT = pathlib.Path(__file__).parents[2]
COPIES = 5
NOISE = "★☆~.*-_/|·♥✿❤➤"
NAMES = ["小王", "李姐", "张经理", "陈老师", "阿强", "刘总", "Tom", "Lucy", "Mr Smith", "Anna", "Kevin", "Grace"]


def sounds():
    """Each Chinese character's homophones, from the library's own table."""
    table = {}
    for line in re.findall(r'"(.*)\\n"', (ROOT / "lib/guise/data/sound.inc").read_text(encoding="utf-8")):
        characters = line.split(" ")[1] if " " in line else ""
        for c in characters:
            table[c] = characters[:30]
    return table


SOUNDS = sounds()


def noise(text, share, rng):
    return "".join(c + (rng.choice(NOISE) if rng.random() < share else "") for c in text)


def homophones(text, share, rng):
    def change(c):
        if rng.random() >= share:
            return c
        if c in SOUNDS:
            return rng.choice(SOUNDS[c])
        return c + c if c.isalpha() and c.isascii() else c
    return "".join(map(change, text))


def numbers_and_names(text, share, rng):
    """Every number another one, and so many names and numbers put in as the strength says."""
    text = re.sub(r"\d+", lambda m: str(rng.randrange(10 ** len(m[0]))), text)
    text = re.sub(r"NAME|CELLPHONE|PHONE|DIGIT|PLACE", lambda m: rng.choice(NAMES) + str(rng.randrange(10 ** 6)), text)
    places = max(1, round(len(text) * share / 6))
    for _ in range(places):
        at = rng.randrange(len(text) + 1)
        text = text[:at] + rng.choice(NAMES) + str(rng.randrange(1000)) + text[at:]
    return text


def sentences(text, share, rng, others):
    """Pieces dropped, and as much of another text added."""
    size = max(6, len(text) // 12)
    pieces = [text[i:i + size] for i in range(0, len(text), size)]
    kept = [p for p in pieces if rng.random() >= share / 2] or pieces[:1]
    other = rng.choice(others)
    begin = rng.randrange(max(1, len(other) - size))
    added = other[begin:begin + round(len(text) * share / 2)]
    return "".join(kept) + added


KINDS = ["noise", "homophones", "numbers and names", "sentences"]


def campaign(seed_texts, others, kind, strength, seed):
    """(texts, group of each): a group is None for a text of no campaign. `strength` is the share of characters changed."""
    rng = random.Random(f"{kind} {strength} {seed}")
    texts, groups = [], []
    for number, text in enumerate(seed_texts):
        for _ in range(COPIES):
            changed = {"noise": lambda: noise(text, strength, rng), "homophones": lambda: homophones(text, strength, rng),
                       "numbers and names": lambda: numbers_and_names(text, strength, rng),
                       "sentences": lambda: sentences(text, strength, rng, others)}[kind]()
            texts.append(changed.replace("\n", " "))
            groups.append(number)
    for text in others:
        texts.append(text)
        groups.append(None)
    order = list(range(len(texts)))
    rng.shuffle(order)
    return [texts[i] for i in order], [groups[i] for i in order]


def judge(pairs, groups):
    """Recall of the pairs within campaigns, and precision: found pairs that belong together."""
    found = {(max(a, b), min(a, b)) for a, b in pairs}
    right = sum(1 for a, b in found if groups[a] is not None and groups[a] == groups[b])
    sizes = {}
    for g in groups:
        if g is not None:
            sizes[g] = sizes.get(g, 0) + 1
    total = sum(n * (n - 1) // 2 for n in sizes.values())
    return right / total, right / len(found) if found else 1.0
