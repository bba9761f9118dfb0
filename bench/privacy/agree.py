#!/usr/bin/env python3
"""Whether every kind of number agrees with python3-stdnum: random strings of its shape, half of them made valid by trying
the last two characters.

    agree.py --numbers build/test/oracle/numbers [--count 1000000] [--seed 1] [KIND...]
"""
import argparse
import datetime
import importlib
import random
import subprocess
import sys
import types

DATES = {"6": lambda r: f"{r.randrange(100):02}{r.randrange(1, 14):02}{r.randrange(0, 33):02}",
         "8": lambda r: f"{r.randrange(1890, 2026)}{r.randrange(1, 14):02}{r.randrange(0, 33):02}",
         "r": lambda r: f"{r.randrange(0, 33):02}{r.randrange(1, 14):02}{r.randrange(100):02}"}

# kind: module of stdnum, shapes: 9 a digit, a a letter, x either, c base 31, [6] yymmdd, [8] yyyymmdd, [r] ddmmyy.
# A third item says what stdnum is asked with, where it wants no prefix.
KINDS = {
    "id-card.cn": ("cn.ric", ["999999[8]99X", "110105[8]9999", "440305[8]999X"]),
    "company.cn": ("cn.uscc", ["9c999999cccccccccc", "91999999ccccccccXc", "cc999999cccccccccc"]),
    "company.tw": ("tw.ubn", ["99999999"]),
    "id-card.kr": ("kr.rrn", ["[6]9999999"]),
    "aadhaar.in": ("in_.aadhaar", ["999999999999"]),
    "pan.in": ("in_.pan", ["aaaaa9999a", "aaaPa9999a"]),
    "id-card.il": ("il.idnr", ["999999999"]),
    "id-card.th": ("th.pin", ["9999999999999"]),
    "id-card.tr": ("tr.tckimlik", ["99999999999"]),
    "id-card.za": ("za.idnr", ["[6]9999999"]),
    "id-card.my": ("my.nric", ["[6]999999"]),
    "tax.de": ("de.idnr", ["99999999999"]),
    "insee.fr": ("fr.nir", ["199999999999999", "29999X999999999", "292122A99999999"]),
    "dni.es": ("es.dni", ["99999999a"]),
    "codice-fiscale.it": ("it.codicefiscale", ["aaaaaa99a99a999a", "aaaaaa99A45a999a", "aaaaaa9Ma99a99La"]),
    "bsn.nl": ("nl.bsn", ["999999999"]),
    "id-card.be": ("be.nn", ["[6]99999"]),
    "pesel.pl": ("pl.pesel", ["[6]99999", "99999999999"]),
    "nip.pl": ("pl.nip", ["9999999999"]),
    "nif.pt": ("pt.nif", ["999999999"]),
    "cnp.ro": ("ro.cnp", ["1[6]999999", "2[6]999999", "9[6]999999"]),
    "egn.bg": ("bg.egn", ["[6]9999"]),
    "rodne-cislo.cz": ("cz.rc", ["[6]9999", "[6]999", "9999999999"]),
    "oib.hr": ("hr.oib", ["99999999999"]),
    "cpr.dk": ("dk.cpr", ["[r]9999"]),
    "personnummer.se": ("se.personnummer", ["[6]9999", "[8]9999"]),
    "fodselsnummer.no": ("no.fodselsnummer", ["[r]99999"]),
    "personal-code.ee": ("ee.ik", ["9[6]9999"]),
    "personal-code.lv": ("lv.pvn", ["[r]19999", "[r]29999"]),
    "pps.ie": ("ie.pps", ["9999999a", "9999999aa"]),
    "amka.gr": ("gr.amka", ["[r]99999"]),
    "svnr.at": ("at.vnr", ["9999[r]", "9999999999"]),
    "ahv.ch": ("ch.ssn", ["7569999999999", "9999999999999"]),
    "nhs.gb": ("gb.nhs", ["9999999999"]),
    "inn.ru": ("ru.inn", ["9999999999", "999999999999"]),
    "vat.at": ("at.uid", ["ATU99999999"]),
    "vat.be": ("be.vat", ["BE9999999999", "BE0999999999"]),
    "vat.bg": ("bg.vat", ["BG999999999", "BG9999999999"]),
    "vat.cy": ("cy.vat", ["CY99999999a"]),
    "vat.cz": ("cz.dic", ["CZ99999999", "CZ999999999", "CZ9999999999", "CZ699999999"]),
    "vat.de": ("de.vat", ["DE999999999"]),
    "vat.dk": ("dk.cvr", ["DK99999999"]),
    "vat.ee": ("ee.kmkr", ["EE999999999"]),
    "vat.gr": ("gr.vat", ["EL999999999"]),
    "vat.es": ("es.nif", ["ESx9999999x", "ESB99999999", "ESX9999999a"]),
    "vat.fi": ("fi.alv", ["FI99999999"]),
    "vat.fr": ("fr.tva", ["FR99999999999", "FRxx999999999"]),
    "vat.gb": ("gb.vat", ["GB999999999"]),
    "vat.hr": ("hr.oib", ["HR99999999999"]),
    "vat.hu": ("hu.anum", ["HU99999999"]),
    "vat.ie": ("ie.vat", ["IE9999999a", "IE9999999aa", "IE9x99999a"]),
    "vat.it": ("it.iva", ["IT99999999999", "IT9999999001 9".replace(" ", "")]),
    "vat.lt": ("lt.pvm", ["LT999999919", "LT999999999919"]),
    "vat.lu": ("lu.tva", ["LU99999999"]),
    "vat.lv": ("lv.pvn", ["LV99999999999"]),
    "vat.mt": ("mt.vat", ["MT99999999"]),
    "vat.nl": ("nl.btw", ["NL999999999B99"]),
    "vat.pl": ("pl.nip", ["PL9999999999"]),
    "vat.pt": ("pt.nif", ["PT999999999"]),
    "vat.ro": ("ro.cui", ["RO9999999999", "RO999999", "RO99999999"]),
    "vat.se": ("se.vat", ["SE999999999901", "SE999999999999"]),
    "vat.si": ("si.ddv", ["SI99999999"]),
    "vat.sk": ("sk.dph", ["SK9999999999"]),
    "ssn.us": ("us.ssn", ["999999999"]),
    "itin.us": ("us.itin", ["999999999"]),
    "routing.us": ("us.rtn", ["999999999"]),
    "sin.ca": ("ca.sin", ["999999999"]),
    "cpf.br": ("br.cpf", ["99999999999"]),
    "cnpj.br": ("br.cnpj", ["99999999999999"]),
    "curp.mx": ("mx.curp", ["aaaa[6]HDFaaa99", "aaaa[6]MJCaaaA9"]),
    "cuit.ar": ("ar.cuit", ["20999999999", "99999999999"]),
    "rut.cl": ("cl.rut", ["999999999", "99999999x", "99999999"]),
    "tfn.au": ("au.tfn", ["999999999", "99999999"]),
    "abn.au": ("au.abn", ["99999999999"]),
    "imei": ("imei", ["999999999999999"]),
    "iban": ("iban", ["GB99WEST99999999999999", "DE99999999999999999999", "NL99aaaa9999999999", "FR99999999999999999999999xx"]),
}


# Rules that changed since: what stdnum accepts is accepted, and more (Taiwan 2023: sums divisible by five; the IRS: groups
# 50 to 65; China: cooperatives and other registers begin with a letter).
WIDER = {"company.tw", "itin.us", "company.cn"}


class NeverToday(datetime.date):
    """A date without a today, so that numbers of the future are legal, as a library without a clock has them."""

    @classmethod
    def today(cls):
        return cls(2799, 12, 31)


def spelt(shape, chance):
    """A random string of a shape."""
    letters, out, i = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", [], 0
    sets = {"9": "0123456789", "a": letters, "x": "0123456789" + letters, "c": "0123456789ABCDEFGHJKLMNPQRTUWXY"}
    while i < len(shape):
        if shape[i] == "[":
            out.append(DATES[shape[i + 1]](chance))
            i += 3
            continue
        out.append(chance.choice(sets[shape[i]]) if shape[i] in sets else shape[i])
        i += 1
    return "".join(out)


def ours(numbers, program):
    """What textgate says of (kind, number)."""
    text = "".join(f"{kind} {number}\n" for kind, number in numbers)
    return subprocess.run([program], input=text, capture_output=True, text=True, check=True).stdout


def main():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--numbers", required=True, help="the program test/oracle/numbers")
    parser.add_argument("--count", type=int, default=1000000, help="strings for each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0, help="show so many that differ")
    parser.add_argument("kinds", nargs="*")
    options = parser.parse_args()
    worst = 0
    print("| kind | strings | valid | differ |\n|---|---|---|---|")
    for kind in options.kinds or KINDS:
        name, shapes = KINDS[kind][:2]
        module = importlib.import_module("stdnum." + name)
        if hasattr(module, "datetime"):
            module.datetime = types.SimpleNamespace(date=NeverToday, datetime=datetime.datetime)
        chance = random.Random(options.seed)
        total = valid = 0
        differ = []
        while total < options.count:
            batch = [spelt(chance.choice(shapes), chance) for _ in range(min(20000, options.count - total))]
            for i in range(0, len(batch) // 2): # half of them become valid, where the check is in the last two characters
                tail = "0123456789X" + "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[:26 if batch[i][-1:].isalpha() else 0]
                for c in tail:
                    changed = batch[i][:-1] + c
                    if module.is_valid(changed):
                        batch[i] = changed
                        break
            theirs = "".join("01"[module.is_valid(number)] for number in batch)
            our = ours([(kind, number) for number in batch], options.numbers)
            total += len(batch)
            valid += theirs.count("1")
            differ += [(n, a, b) for n, a, b in zip(batch, our, theirs) if (a < b if kind in WIDER else a != b)]
        worst = max(worst, len(differ))
        print(f"| `{kind}` | {total:,} | {valid:,} | {len(differ):,} |", flush=True)
        for number, a, b in differ[:options.show]:
            print("   ", number, "ours", a, "theirs", b)
    return 1 if worst else 0


if __name__ == "__main__":
    sys.exit(main())
