"""Disguises. A word comes as a list of cells, one a character, and leaves as a list of cells: what is shown in place of
each character, with what stands behind it. So techniques can follow each other. A technique answers None if it has no hold
on the word. Its strength says how many places it changes: light one, half, all (some have strengths of their own)."""
import html
import unicodedata
from urllib.parse import quote

from tables import ACCENTS, BLANKS, EMOJI, INVISIBLE, LEET, MARKS, NOISE, NOISE_EMOJI, READINGS

SHARES = ("light", "half", "all")
VOWELS = "aeiou"


def some(places, strength, rng):
    """The places that are changed."""
    count = {"light": 1, "half": (len(places) + 1) // 2, "all": len(places)}[strength]
    return rng.sample(places, count)


def replace(cells, strength, rng, choose):
    """Replaces cells for which choose() gives alternatives."""
    places = [i for i, cell in enumerate(cells) if choose(cell)]
    if not places:
        return None
    cells = list(cells)
    for i in some(places, strength, rng):
        cells[i] = rng.choice([other for other in choose(cells[i]) if other != cells[i]])
    return cells


def by_table(name):
    return lambda cells, strength, rng, tables: replace(cells, strength, rng,
                                                        lambda c: getattr(tables, name).get(c.lower()))


def letters(cells):
    return [i for i, cell in enumerate(cells) if cell and not cell.isspace()]


def gaps(cells):
    """Places between two characters, none of them a blank."""
    return [i for i in range(len(cells) - 1) if not cells[i].isspace() and not cells[i + 1].isspace()]


def width(cells, strength, rng, tables):
    return replace(cells, strength, rng, lambda c: len(c) == 1 and "!" <= c <= "~" and chr(ord(c) + 0xFEE0))


def case(cells, strength, rng, tables):
    return replace(cells, strength, rng, lambda c: c.swapcase() if c.isascii() and c.isalpha() else "")


def invisible(cells, strength, rng, tables):
    places = gaps(cells)
    if not places:
        return None
    cells = list(cells)
    for i in some(places, strength, rng):
        cells[i] += "".join(rng.choice(INVISIBLE) for _ in range(rng.choice((1, 1, 1, 2, 3))))
    return cells


def marks(cells, strength, rng, tables):
    cells = list(cells)
    accents = cells[0].isascii() and rng.random() < 0.5
    most = rng.choice((1, 3, 5))
    for i in some(letters(cells), strength, rng):
        if accents:
            cells[i] = unicodedata.normalize("NFC", cells[i] + rng.choice(ACCENTS))
        else:
            cells[i] += "".join(rng.choice(MARKS) for _ in range(rng.randint(1, most)))
    return cells


def noise(cells, strength, rng, tables):
    """One symbol throughout, or another one at each place. Blanks and new lines in an English word only all along it."""
    places = gaps(cells)
    if not places:
        return None
    kinds = [tables.symbols] * 8 + [NOISE] * 8 + [NOISE_EMOJI]
    if strength == "all" or not cells[0].isascii():
        kinds += [BLANKS] * 3
    if strength == "all":
        kinds += [["\n"]]
    kind = rng.choice(kinds)
    symbols = kind if rng.random() < 0.3 else [rng.choice(kind)]
    cells = list(cells)
    for i in some(places, strength, rng):
        cells[i] += rng.choice(symbols)
    return cells


def stretch(cells, strength, rng, tables):
    cells = list(cells)
    for i in some([i for i in letters(cells) if len(cells[i]) == 1], strength, rng):
        cells[i] *= rng.randint(2, 3) if not cells[i].isascii() else rng.randint(2, 5 if strength == "light" else 4)
    return cells


def bidi(cells, strength, rng, tables):
    """The last characters stand backwards, and are shown forwards."""
    count = {"light": 2, "half": max(2, (len(cells) + 1) // 2), "all": len(cells)}[strength]
    if count > len(cells) or (strength != "all" and len(cells) < 3):
        return None
    if cells[-count:] == cells[:-count - 1:-1]:
        return None
    before, after = rng.choice((("\u202e", "\u202c"), ("\u202e", "\u202c"), ("\u2067\u202e", "\u202c\u2069")))
    turned = [cell[::-1] for cell in cells[:-count - 1:-1]]
    return cells[:-count] + [before + turned[0]] + turned[1:-1] + [turned[-1] + after]


def swap(cells, strength, rng, tables):
    inner = 0 if not cells[0].isascii() else 1
    places = [i for i in range(inner, len(cells) - 1 - inner) if cells[i] != cells[i + 1] and i in gaps(cells)]
    if len(cells) < 3 or not places:
        return None
    i = rng.choice(places)
    return cells[:i] + [cells[i + 1], cells[i]] + cells[i + 2:]


def pinyin_of(word, tables):
    """The syllable of each character, "" for what has none."""
    syllables = [tables.pinyin.get(c, "") for c in word]
    for text, reading in READINGS.items():
        at = word.find(text)
        if at >= 0:
            syllables[at:at + len(text)] = reading
    return syllables


def pinyin(cells, strength, rng, tables):
    syllables = pinyin_of("".join(cells), tables)
    if len(syllables) != len(cells) or not all(syllables):
        return None
    if rng.random() < 0.2:
        syllables = [s.capitalize() for s in syllables]
    return [s + (" " if strength == "spaced" else "") for s in syllables[:-1]] + syllables[-1:]


def half_pinyin(cells, strength, rng, tables):
    syllables = pinyin_of("".join(cells), tables)
    places = [i for i, s in enumerate(syllables) if s]
    if len(syllables) != len(cells) or len(places) < 2:
        return None
    chosen = some(places, strength, rng)[:len(places) - 1]
    return [syllables[i] if i in chosen else cell for i, cell in enumerate(cells)]


def emoji(cells, strength, rng, tables):
    cells, count = list(cells), len(cells)
    for i in range(len(cells) - 1):
        if cells[i] + cells[i + 1] in EMOJI and rng.random() < 0.7:
            cells[i:i + 2] = [rng.choice(EMOJI[cells[i] + cells[i + 1]]), ""]
            if strength == "light":
                return [cell for cell in cells if cell]
    cells = [cell for cell in cells if cell]
    return replace(cells, strength, rng, EMOJI.get) or (cells if len(cells) < count else None)


def leet(cells, strength, rng, tables):
    return replace(cells, strength, rng, lambda c: LEET.get(c.lower()))


def styled(cells, strength, rng, tables):
    alphabet = rng.choice(tables.styled)
    return replace(cells, strength, rng, lambda c: [alphabet[c.lower()]] if c.lower() in alphabet else None)


def mask(cells, strength, rng, tables):
    """Chinese: one inner character. English: an inner vowel, the inner vowels, all but first and last."""
    cells = list(cells)
    if not cells[0].isascii():
        if len(cells) < 3:
            return None
        cells[rng.randrange(1, len(cells) - 1)] = rng.choice("*○□×#")
        return cells
    places = [i for i in range(1, len(cells) - 1) if len(cells[i]) == 1 and i in gaps(cells) and i - 1 in gaps(cells)]
    if strength != "all":
        places = [i for i in places if cells[i].lower() in VOWELS]
        places = places and (rng.sample(places, 1) if strength == "light" else places)
    elif any(cell.isspace() for cell in cells):
        return None
    symbol = rng.choice("****#@._-")
    for i in places:
        cells[i] = symbol
    return cells if places else None


def tags(cells, strength, rng, tables):
    """HTML as a browser shows it: nothing of this is seen."""
    cells = [html.escape(cell, quote=False) for cell in cells]
    kind = rng.choice(("element", "empty", "comment", "reference", "hex", "entity"))
    between = {"empty": ("<span></span>", "<b></b>", '<a name="x"></a>', "<wbr>"),
               "comment": ("<!-- -->", "<!--x>y-->", "<!---->"),
               "entity": ("&shy;", "&zwnj;", "&zwj;", "&ZeroWidthSpace;", "&NoBreak;", "&#8203;")}
    if kind in between:
        places = gaps(cells)
        if not places:
            return None
        for i in some(places, strength, rng):
            cells[i] += rng.choice(between[kind])
        return cells
    element = rng.choice(("b", "i", "em", "span", 'font color="#f00"', 'span style="color:red"', "s", "u"))
    for i in some(letters(cells), strength, rng):
        if kind == "element":
            cells[i] = "<%s>%s</%s>" % (element, cells[i], element.split()[0])
        else:
            form = "&#%d;" if kind == "reference" else rng.choice(("&#x%x;", "&#X%X;", "&#x0%x;"))
            cells[i] = "".join(form % ord(c) for c in html.unescape(cells[i]))
    return cells


def markdown(cells, strength, rng, tables):
    cells, sign = list(cells), rng.choice(("**", "*", "_", "__", "~~", "`"))
    for i in some(letters(cells), strength, rng):
        cells[i] = sign + cells[i] + sign
    return cells


def percent(cells, strength, rng, tables):
    cells = list(cells)
    for i in some(letters(cells), strength, rng):
        cells[i] = "".join("%%%02X" % byte for byte in cells[i].encode()) if cells[i].isascii() else quote(cells[i])
    return cells


class Technique:
    """bar: the recall asked for, in percent. lane: what match= must have. stage: the order in which two are put together."""

    def __init__(self, name, languages, function, bar=None, strengths=SHARES, stage=1, lane="loose", html=False):
        self.name, self.languages, self.function, self.bar = name, languages.split(), function, bar
        self.strengths, self.stage, self.lane, self.html = strengths, stage, lane, html


TECHNIQUES = [
    Technique("case", "en", case, 99, lane="fold"),
    Technique("width", "zh en", width, 99, lane="fold"),
    Technique("variant", "zh", by_table("traditional"), 99, lane="fold"),
    Technique("invisible", "zh en", invisible, 99, stage=3, lane="fold"),
    Technique("marks", "zh en", marks, 99, stage=3),
    Technique("noise", "zh en", noise, 99, stage=4),
    Technique("markup", "zh en", tags, 99, stage=5, lane="fold", html=True),
    Technique("markdown", "zh en", markdown, 99, stage=5),
    Technique("percent", "zh en", percent, 99, stage=5),
    Technique("lookalike", "en", by_table("homoglyphs"), 97),
    Technique("styled", "en", styled, 97),
    Technique("leet", "en", leet, 97),
    Technique("mask", "en", mask, 97),
    Technique("mask", "zh", mask, 97, strengths=("light",)),
    Technique("stretch", "zh en", stretch, 97, stage=2),
    Technique("bidi", "zh en", bidi, 97, stage=5),
    Technique("number", "zh", by_table("numbers"), 97),
    Technique("split", "zh", by_table("parts"), 90),
    Technique("split-ft", "zh", by_table("old_parts"), 90),
    Technique("homophone", "zh", by_table("sound"), 90, lane="sound"),
    Technique("pinyin", "zh", pinyin, 90, strengths=("joined", "spaced"), lane="sound"),
    Technique("pinyin-mixed", "zh", half_pinyin, strengths=("light", "half"), lane="sound"),
    Technique("shape", "zh", by_table("shape"), 80),
    Technique("martian", "zh", by_table("martian")),
    Technique("emoji", "zh", emoji, 80),
    Technique("swap", "zh en", swap, strengths=("light",)),
]

ALONE = {"swap", "pinyin", "pinyin-mixed", "split-ft", "mask"}                 # in no pair
APART = {("noise", "markdown"), ("marks", "bidi"), ("invisible", "bidi"), ("noise", "bidi"), ("stretch", "bidi")}


def pairs(language):
    """Two techniques that can follow each other."""
    usable = [t for t in TECHNIQUES if language in t.languages and t.name not in ALONE]
    return [(a, b) for a in usable for b in usable if (a.stage, a.name) < (b.stage, b.name) and
            (a.name, b.name) not in APART and not a.stage == b.stage == 5]
