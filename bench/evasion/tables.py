"""The tables disguises are made with: lists of the EVASION folder, Unicode's own files, and a few small ones here."""
import bz2
import os
import re
import unicodedata

UNICODE = "/usr/share/unicode"  # Debian's unicode-data

INVISIBLE = ([chr(c) for c in (0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xAD)] * 4 +
             [chr(c) for c in (0x34F, 0x180E, 0x200E, 0x200F, 0x2061, 0x2062, 0x2063, 0x2064)] +
             [chr(c) for c in range(0xFE00, 0xFE10)] + [chr(c) for c in (0xE0061, 0xE007F, 0xE0100, 0xE01EF)])
MARKS = [chr(c) for c in range(0x300, 0x370) if c != 0x34F] + [chr(c) for c in (0x20D0, 0x20D7, 0x20DD, 0x20DE, 0x489)]
ACCENTS = [chr(c) for c in (0x300, 0x301, 0x302, 0x303, 0x304, 0x306, 0x307, 0x308, 0x30A, 0x30C, 0x323, 0x327, 0x328)]
NOISE = list("/-._*|~+·,'^=:") + ["…", "、", "。", "--", "..", "\u3164", "\u30fb"]
BLANKS = [" ", "\u3000", "\u00a0", "  ", "\u2003"]
NOISE_EMOJI = list("😀😂🔥⭐✨💥🎉👉🌹💯🍀")

LEET = {"a": "4@", "b": "8", "c": "(", "e": "3", "g": "9", "i": "1!", "l": "1|", "o": "0", "s": "5$", "t": "7+", "z": "2"}

# What a picture shows, in one or two characters.
EMOJI = {
    "马": "🐴🐎", "牛": "🐮🐂", "鸡": "🐔🐓", "鸭": "🦆", "狗": "🐶🐕", "猪": "🐷🐖", "鱼": "🐟", "龙": "🐲🐉",
    "蛇": "🐍", "虎": "🐯", "水": "💧", "火": "🔥", "冰": "🧊", "花": "🌸🌹", "草": "🌿", "叶": "🍃", "星": "⭐",
    "球": "⚽🏀", "枪": "🔫", "刀": "🔪", "弹": "💣", "炸": "💥", "药": "💊", "毒": "☠", "烟": "🚬", "酒": "🍺",
    "奶": "🥛", "菜": "🥬", "钱": "💰", "金": "🥇", "卡": "💳", "票": "🎫🧾", "牌": "🃏🀄", "彩": "🌈", "车": "🚗",
    "床": "🛏", "头": "👤", "口": "👄", "手": "✋", "心": "❤", "妹": "👧", "女": "👩", "包": "👜", "信": "✉📧",
    "门": "🚪", "书": "📖", "家": "🏠", "号": "🔢", "虫": "🐛", "色情": "🔞", "彩票": "🎟", "红包": "🧧", "发票": "🧾",
    "手机": "📱", "电话": "📞☎", "股票": "📈", "银行": "🏦", "老虎": "🐯🐅", "注射": "💉",
}

# Readings that depend on the word.
READINGS = {"银行": ("yin", "hang"), "还款": ("huan", "kuan"), "地下": ("di", "xia")}

DIGITS = "零一二三四五六七八九"
FORMAL = "零壹贰叁肆伍陆柒捌玖"


def number_forms():
    """Every way to write a digit, by the digit in ASCII."""
    forms = {}
    for digit in range(10):
        texts = [str(digit), DIGITS[digit], FORMAL[digit], chr(0xFF10 + digit), chr(0x1D7CE + digit), chr(0x1D7D8 + digit),
                 "%d\ufe0f\u20e3" % digit, "⓪①②③④⑤⑥⑦⑧⑨"[digit], "⓿❶❷❸❹❺❻❼❽❾"[digit], chr(0x1D7F6 + digit)]
        if digit:
            texts += [chr(start + digit) for start in (0x2473, 0x2487, 0x277F, 0x2789, 0x321F, 0x215F)]
        forms[str(digit)] = texts
        forms[DIGITS[digit]] = texts
    return forms


def styled_alphabets():
    """Alphabets of letters that are no letters of a script: mathematical, enclosed, small capitals …"""
    alphabets = {}
    ranges = [(0x1D400, 0x1D6A4), (0x249C, 0x24EA), (0x1F110, 0x1F18A), (0x1F1E6, 0x1F200), (0x250, 0x300),
              (0x1D00, 0x1DC0), (0xA720, 0xA800), (0x2100, 0x2150)]
    pattern = re.compile(r"^((?:MATHEMATICAL|CIRCLED|PARENTHESIZED|SQUARED|NEGATIVE|REGIONAL|LATIN LETTER SMALL CAPITAL"
                         r"|MODIFIER|BLACK-LETTER|SCRIPT|DOUBLE-STRUCK)\b.*?) ?\b([A-Z])$")
    for code in (code for begin, end in ranges for code in range(begin, end)):
        match = pattern.match(unicodedata.name(chr(code), ""))
        if match:
            alphabets.setdefault(match[1], {})[match[2].lower()] = chr(code)
    return [alphabet for alphabet in alphabets.values() if len(alphabet) >= 18]


def lines_of(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8") as file:
        return [line.rstrip("\r\n") for line in file]


def similar(folder, name):
    """Lines `X abc`: each of a, b, c may stand for X."""
    pairs = (line.split() for line in lines_of(folder, name))
    return nonempty({pair[0]: pair[1].replace(pair[0], "") for pair in pairs if len(pair) == 2})


def parts(folder, name):
    """Lines `X<TAB>a b<TAB>c d`: the ways X falls apart; those into two or three characters."""
    found = {}
    for line in lines_of(folder, name):
        character, *ways = line.split("\t")
        ways = [way.split() for way in ways]
        found[character] = ["".join(way) for way in ways
                            if 2 <= len(way) <= 3 and set(map(len, way)) == {1} and not {"□", character} & set(way)]
    return nonempty(found)


def nonempty(table):
    return {key: values for key, values in table.items() if values}


def homoglyphs(folder):
    """Lines of characters that look alike; for each letter the lookalikes of both its cases."""
    groups = {}
    for line in lines_of(folder, "homoglyphs.txt"):
        if not line.startswith("#"):
            for c in line:
                if c.isascii() and c.isalpha():
                    groups.setdefault(c.lower(), []).append(line)
    return {letter: sorted({c for line in lines for c in line if c.lower() != letter and not c.isspace()})
            for letter, lines in groups.items()}


def unihan(name, field):
    path = os.path.join(UNICODE, name)
    if not os.path.exists(path):
        raise SystemExit("%s: not there; it is in Debian's package unicode-data" % path)
    with bz2.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            fields = line.rstrip("\n").split("\t")
            if len(fields) == 3 and fields[1] == field:
                yield chr(int(fields[0][2:], 16)), fields[2].split()


def toneless(syllable):
    letters = unicodedata.normalize("NFD", syllable).replace("u\u0308", "v")
    return "".join(c for c in letters if not unicodedata.combining(c))


class Tables:
    def __init__(self, folder):
        self.traditional = {c: [v for v in (chr(int(v[2:], 16)) for v in values) if v != c]
                            for c, values in unihan("Unihan_Variants.txt.bz2", "kTraditionalVariant")}
        self.traditional = nonempty(self.traditional)
        self.pinyin = {c: toneless(values[0]) for c, values in unihan("Unihan_Readings.txt.bz2", "kMandarin")}
        self.martian = similar(folder, "zh_martian.txt")
        self.shape = similar(folder, "zh_similar_shape.txt")
        self.sound = similar(folder, "zh_similar_sound.txt")
        self.parts = parts(folder, "chaizi-jt.txt")
        old = parts(folder, "chaizi-ft.txt")
        self.old_parts = {c: [way for v in values for way in old.get(v, []) if c not in way]
                          for c, values in self.traditional.items()}
        self.old_parts = nonempty(self.old_parts)
        self.symbols = [line for line in lines_of(folder, "noise_symbols.txt") if line.strip()]
        self.homoglyphs = homoglyphs(folder)
        self.numbers = number_forms()
        self.styled = styled_alphabets()
