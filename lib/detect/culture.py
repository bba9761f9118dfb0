#!/usr/bin/env python3
"""Writes what the detector culture knows of markets, from Unicode CLDR as PyPI's `babel` carries it.

    culture.py culture_territories.inc culture_marks.inc

culture_territories.inc: for each territory its money, its languages and its name, and the names of those languages.
culture_marks.inc: how money and units are written beside a number; signs of money are CLDR's, words for it and units are here.
"""
import datetime
import sys
import unicodedata

from babel.core import Locale, get_global
from babel.localedata import locale_identifiers

NEWER = {"BG": ["EUR"]}  # money that CLDR has not yet
SPOKEN = 20  # percent of the population from which on a language that is not official fits a territory
ALSO = {"nb": "no", "nn": "no", "fil": "tl", "he": "iw", "id": "in"}  # other tags of a language
PLAIN_WORDS = set("ALL AMD BAM BIF BOB COP CUP GEL HNL KID LAK MAD MOP PEN SOS TOP TRY".split())  # or units: no marks

# Words and letters for money: what they stand for, "$" being whatever is written with that sign.
WORDS = {
    "us$": "USD", "usd$": "USD", "hk$": "HKD", "nt$": "TWD", "a$": "AUD", "au$": "AUD", "c$": "CAD", "ca$": "CAD",
    "nz$": "NZD", "s$": "SGD", "r$": "BRL", "mx$": "MXN", "mop$": "MOP", "cn¥": "CNY", "jp¥": "JPY", "e£": "EGP",
    "dollar": "$", "dollars": "$", "dólares": "$", "peso": "MXN ARS CLP COP UYU PHP DOP CUP",
    "pesos": "MXN ARS CLP COP UYU PHP DOP CUP", "euro": "EUR", "euros": "EUR", "eur.": "EUR", "евро": "EUR",
    "yen": "JPY", "yuan": "CNY", "rmb": "CNY", "renminbi": "CNY", "rupee": "INR PKR LKR NPR MUR SCR",
    "rupees": "INR PKR LKR NPR MUR SCR", "rs": "INR PKR LKR NPR MUR SCR", "rs.": "INR PKR LKR NPR MUR SCR",
    "rupiah": "IDR", "rp": "IDR", "rp.": "IDR", "ringgit": "MYR", "rm": "MYR", "baht": "THB", "dong": "VND",
    "dirham": "AED MAD", "dirhams": "AED MAD", "riyal": "SAR QAR", "riyals": "SAR QAR", "rial": "IRR OMR YER",
    "rials": "IRR OMR YER", "dinar": "KWD BHD JOD IQD DZD TND LYD RSD", "dinars": "KWD BHD JOD IQD DZD TND LYD RSD",
    "rubles": "RUB BYN", "roubles": "RUB BYN", "lira": "TRY", "liras": "TRY", "shekels": "ILS", "zloty": "PLN",
    "kr": "SEK NOK DKK ISK", "kr.": "SEK NOK DKK ISK", "kronor": "SEK", "kroner": "NOK DKK", "krónur": "ISK",
    "zł": "PLN", "kč": "CZK", "ft": "HUF", "forint": "HUF", "lei": "RON MDL", "лв": "BGN", "лв.": "BGN", "ron": "RON",
    "дин": "RSD", "дин.": "RSD", "рсд": "RSD", "грн": "UAH", "грн.": "UAH", "руб": "RUB BYN", "руб.": "RUB BYN",
    "рублей": "RUB BYN", "тенге": "KZT", "сум": "UZS", "so‘m": "UZS", "fr.": "CHF", "sfr.": "CHF", "francs": "CHF XOF XAF",
    "rand": "ZAR", "naira": "NGN", "cedis": "GHS", "ksh": "KES", "ksh.": "KES", "tsh": "TZS", "ush": "UGX", "birr": "ETB",
    "soles": "PEN", "s/": "PEN", "s/.": "PEN", "reais": "BRL", "tl": "TRY", "fcfa": "XOF XAF", "dhs": "AED MAD",
    "元": "CNY TWD HKD MOP SGD", "圆": "CNY", "圓": "TWD HKD", "块钱": "CNY", "人民币": "CNY", "人民幣": "CNY",
    "美元": "USD", "美金": "USD", "欧元": "EUR", "歐元": "EUR", "日元": "JPY", "日圆": "JPY", "日圓": "JPY",
    "英镑": "GBP", "英鎊": "GBP", "港币": "HKD", "港幣": "HKD", "港元": "HKD", "台币": "TWD", "台幣": "TWD",
    "新台币": "TWD", "新台幣": "TWD", "韩元": "KRW", "韓元": "KRW", "韩币": "KRW", "澳元": "AUD", "加元": "CAD",
    "新币": "SGD", "泰铢": "THB", "泰銖": "THB", "卢布": "RUB", "卢比": "INR PKR LKR NPR MUR SCR", "马币": "MYR",
    "円": "JPY", "ドル": "$", "ユーロ": "EUR", "ウォン": "KRW", "ポンド": "GBP", "원": "KRW", "달러": "$", "유로": "EUR",
    "엔": "JPY", "위안": "CNY", "บาท": "THB", "đồng": "VND", "ريال": "SAR QAR OMR YER IRR", "درهم": "AED MAD",
    "دينار": "KWD BHD JOD IQD DZD TND LYD", "جنيه": "EGP SDG", "ليرة": "SYP LBP TRY", "دولار": "$", "يورو": "EUR",
    "تومان": "IRR", "روپے": "PKR INR", "रुपये": "INR NPR", "टका": "BDT", "টাকা": "BDT INR", "ש\"ח": "ILS",
}

# Units, by the names that culture_units.c has for them. Inches are not among them: screens, wheels and trousers are sold by
# them everywhere; nor are pints, feet's ′ and inches' ″.
UNITS = {
    "MILE": "mile miles 英里 マイル 마일 millas meilen", "MPH": "mph mi/h",
    "FOOT": "ft. feet foot 英尺 フィート 피트", "YARD": "yard yards 英码", "ACRE": "acre acres 英亩 エーカー 에이커",
    "POUND": "lb lb. lbs lbs. 英磅 파운드", "OUNCE": "oz oz. ounce ounces 盎司 オンス 온스",
    "GALLON": "gallon gallons 加仑 ガロン 갤런", "FAHRENHEIT": "°f ℉ º f fahrenheit 华氏度 華氏度",
    "KILOMETRE": "km kms kilometer kilometers kilometre kilometres", "KMH": "km/h kmh kph",
    "CENTIMETRE": "cm centimeters centimetres", "METRE": "meters metres", "HECTARE": "hectare hectares",
    "SQUARE_METRE": "m² sqm", "KILOGRAM": "kg kilogram kilograms kilo kilos", "LITRE": "liters litres",
    "CELSIUS": "°c ℃ celsius",
}


def currencies(territory):
    """Those in use, the commonest first."""
    if territory in NEWER:
        return NEWER[territory]
    today = datetime.date.today()
    rows = get_global("territory_currencies").get(territory, [])
    return [code for code, begin, end, tender in rows if tender and (end is None or datetime.date(*end) > today)]


def languages(territory):
    rows = get_global("territory_languages").get(territory, {})
    fitting = [(tag, row) for tag, row in rows.items() if row["official_status"] or row["population_percent"] >= SPOKEN]
    found = []
    for tag, _ in sorted(fitting, key=lambda item: (item[1]["official_status"] != "official",
                                                    -item[1]["population_percent"])):
        for one in (tag, ALSO.get(tag)):
            if one and one.replace("_", "-") not in found:
                found.append(one.replace("_", "-"))
    return found


def signs(territories):
    """Each sign of money in use to its currencies: of the locales of a territory, that of its own money."""
    found = {}
    for identifier in locale_identifiers():
        locale = Locale.parse(identifier)
        for code in currencies(locale.territory) if locale.territory in territories else []:
            sign = "".join(c for c in locale.currency_symbols.get(code, "") if unicodedata.category(c) != "Cf")
            if any(unicodedata.category(c) == "Sc" for c in sign) and not sign[0].isalpha():
                found.setdefault(sign, set()).add(code)
    found.setdefault("$", set()).update({"HKD", "TWD", "MOP", "SGD"})
    found["¥"] = {"CNY", "JPY"}
    found["￥"] = {"CNY", "JPY"}
    found["£"] = {code for code in found["£"] if code != "LBP"} | {"EGP"}
    return found


def quoted(text):
    return '"' + "".join(c if 32 <= ord(c) < 127 and c not in '"\\' else "\\" + c if c in '"\\' else
                         "".join(f"\\{b:03o}" for b in c.encode()) for c in text) + '"'


def write_territories(path, territories):
    english = Locale("en")
    tags = {tag for t in territories for tag in languages(t)}
    tags |= {tag for tag in english.languages if len(tag) == 2}
    names = {}
    for tag in tags:
        base = tag.split("-")[0]
        names[base] = english.languages.get({v: k for k, v in ALSO.items()}.get(base, base), base)
    with open(path, "w", encoding="utf-8") as file:
        file.write("/* Money, languages and names of territories, names of languages. Made by culture.py from CLDR. */\n"
                   "static const tg_territory territories[] = {\n")
        for t in sorted(territories):
            name = english.territories.get(t, t).removesuffix(" SAR China")
            rows = (t, name, ",".join(currencies(t)), ",".join(languages(t)))
            file.write("    {" + ", ".join(map(quoted, rows)) + "},\n")
        file.write("};\n\nstatic const char *const language_names[][2] = {\n")
        for tag in sorted(names):
            file.write(f"    {{{quoted(tag)}, {quoted(names[tag])}}},\n")
        file.write("};\n")


def mark_rows(territories):
    """(mark, whether it is written in capitals alone, unit, currencies)"""
    found = signs(territories)
    money = {code for t in territories for code in currencies(t)}
    rows = {sign: (0, "NONE", sorted(codes)) for sign, codes in found.items()}
    for code in sorted(money - PLAIN_WORDS):
        rows[code] = (1, "NONE", [code])
    for word, codes in WORDS.items():
        rows[word] = (0, "NONE", sorted(found["$"]) if codes == "$" else codes.split())
    for unit, words in UNITS.items():
        for word in words.replace("º f", "ºf").split():
            rows[word] = (0, unit, [])
    return sorted(((mark.encode(), mark) + row for mark, row in rows.items()), key=lambda row: row[0])


def wrapped(codes):
    """The codes with commas between, in pieces that fit a line."""
    text = ",".join(codes)
    return [text[i:i + 80] for i in range(0, len(text), 80)] or [""]


def write_marks(path, territories):
    rows = mark_rows(territories)
    reverse = sorted(range(len(rows)), key=lambda i: rows[i][0][::-1])
    first = [sum(r[0][0] < byte for r in rows) for byte in range(257)]
    last = [sum(r[0][-1] < byte for r in rows) for byte in range(257)]
    with open(path, "w", encoding="utf-8") as file:
        file.write("/* How money and units are written beside a number, in byte order. Made by culture.py, in part from"
                   " CLDR. */\nstatic const tg_mark marks[] = {\n")
        for data, mark, capitals, unit, codes in rows:
            listed = "\n        ".join(quoted(line) for line in wrapped(codes))
            file.write(f"    {{{quoted(mark)}, {len(data)}, {'true' if capitals else 'false'}, TG_MEASURE_{unit}, "
                       f"{listed}}}, /* {mark} */\n")
        file.write("};\n\n")
        for name, table in (("by_end", reverse), ("first_starts", first), ("last_starts", last)):
            file.write(f"static const uint16_t {name}[] = {{")
            for i, value in enumerate(table):
                file.write(("\n    " if i % 20 == 0 else " ") + f"{value},")
            file.write("\n};\n\n" if name != "last_starts" else "\n};\n")


def main():
    if len(sys.argv) != 3 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    territories = [t for t in get_global("territory_languages") if len(t) == 2 and t.isalpha() and languages(t)]
    write_territories(sys.argv[1], territories)
    write_marks(sys.argv[2], territories)


if __name__ == "__main__":
    main()
