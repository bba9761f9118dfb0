"""Sentences with private things of known kinds and places, and sentences that only look so."""
import base64
import hashlib
import random
import subprocess
import uuid

import agree

# Shapes for kinds that stdnum does not know, as agree.KINDS has them.
SHAPES = {
    "phone.cn": ["1399999999 9".replace(" ", ""), "15999999999", "18999999999", "17799999999", "19899999999"],
    "phone.cn-fixed": ["01085999999", "02168999999", "075586999999", "05718799999 9".replace(" ", "")],
    "phone.us": ["415555 9999".replace(" ", ""), "2126759999", "3128579999"],
    "phone.hk": ["91239999", "64529999", "28679999"],
    "passport.cn": ["E99999999", "G99999999", "EA9999999", "EJ9999999"],
    "permit.cn": ["C99999999", "W99999999", "CA9999999"],
    "permit.hk": ["H99999999", "M99999999"],
    "qq": ["19999999", "299999999", "3999999999"],
    "id-card.hk": ["A999999x", "K999999x", "Z999999x"],
    "id-card.tw": ["A199999999", "F299999999", "H199999999"],
    "id-card.sg": ["S9999999a", "T0999999a", "G9999999a", "F9999999a"],
    "id-card.id": ["327301[r]9999", "317409[r]0009"],
    "my-number.jp": ["999999999999"],
    "nino.gb": ["AB999999C", "JM999999A", "PW999999D"],
    "hetu.fi": ["[r]999x"],
    "medicare.au": ["2999999991", "3999999991"],
    "bank-card": ["4999999999999999", "5199999999999999", "6222029999999999999", "6217009999999999999", "379999999999999"],
    "swift": ["aaaaDEFF", "aaaaCNBJ", "aaaaGB2L999"],
}
SHAPES |= {kind: row[1] for kind, row in agree.KINDS.items()}
SHAPES["id-card.cn"] = ["110105[8]999x", "320102[8]999x", "440305[8]999x"]
SHAPES["company.cn"] = ["91110108MA99999x99x".replace("99x", "9x", 1), "913101159999999999x"[:18]]
SHAPES["id-card.il"] = ["099999999", "399999999"]
SHAPES["insee.fr"] = ["1850599999999 99".replace(" ", ""), "2910699999999 99".replace(" ", "")]
SHAPES["ahv.ch"] = ["7569999999999"]
SHAPES["vat.es"] = ["ESB9999999x", "ESA9999999x"]
SHAPES["dni.es"] = ["99999999a"]
SHAPES["nif.pt"] = ["299999999", "199999999"]
SHAPES["pan.in"] = ["aaaPa9999a"]
SHAPES["routing.us"] = ["021999999", "121999999"]
SHAPES["sin.ca"] = ["499999999", "599999999"]
SHAPES["itin.us"] = ["9997[7]9999".replace("[7]", "7")]
SHAPES["pps.ie"] = ["9999999a"]
SHAPES["vat.fr"] = ["FR99999999999"]
SHAPES["vat.ie"] = ["IE9999999a", "IE9999999aa"]
SHAPES["vat.lv"] = ["LV49999999999"]
SHAPES["vat.lt"] = ["LT999999919"]
SHAPES["company.tw"] = ["99999999"]
SHAPES["imei"] = ["35999999 9999999".replace(" ", ""), "869999999999999"]
SHAPES["pesel.pl"] = ["[6]99999"]

# How people divide them: lengths of groups and what stands between; without a row only whole.
GROUPS = {
    "phone.cn": [((3, 4, 4), "- "), ((3, 4, 4), "-")], "phone.cn-fixed": [((3, 8), "-"), ((4, 8), "-")],
    "phone.us": [((3, 3, 4), "-"), ((3, 3, 4), ".")], "phone.hk": [((4, 4), " ")],
    "bank-card": [((4, 4, 4, 4), " "), ((4, 4, 4, 4), "-"), ((4, 4, 4, 4, 3), " ")],
    "ssn.us": [((3, 2, 4), "-")], "itin.us": [((3, 2, 4), "-")], "nino.gb": [((2, 2, 2, 2, 1), " ")],
    "nhs.gb": [((3, 3, 4), " ")], "tax.de": [((2, 3, 3, 3), " ")], "cpf.br": [((3, 3, 3, 2), "..-")],
    "cnpj.br": [((2, 3, 3, 4, 2), "../-")], "aadhaar.in": [((4, 4, 4), " ")], "my-number.jp": [((4, 4, 4), "-")],
    "id-card.kr": [((6, 7), "-")], "id-card.th": [((1, 4, 5, 2, 1), "-")], "id-card.my": [((6, 2, 4), "-")],
    "id-card.be": [((2, 2, 2, 3, 2), "..-.")], "rodne-cislo.cz": [((6, 4), "/")], "personnummer.se": [((6, 4), "-")],
    "cpr.dk": [((6, 4), "-")], "hetu.fi": [((6, 4), "-")], "ahv.ch": [((3, 4, 4, 2), ".")], "cuit.ar": [((2, 8, 1), "-")],
    "rut.cl": [((8, 1), "-")], "abn.au": [((2, 3, 3, 3), " ")], "tfn.au": [((3, 3, 3), " ")], "sin.ca": [((3, 3, 3), "-")],
    "iban": [((4, 4, 4, 4, 4, 4), " ")], "id-card.cn": [((6, 8, 4), " ")], "insee.fr": [((1, 2, 2, 2, 3, 3, 2), " ")],
}
ONLY_GROUPED = {"ssn.us", "hetu.fi", "id-card.be", "rodne-cislo.cz", "personnummer.se", "cnpj.br"}

# What the number is called; None: it also stands there without a word. (English, Chinese)
NAMES = {
    "phone.cn": ("mobile", "电话"), "phone.cn-fixed": ("tel", "座机"), "phone.us": ("phone", "美国电话"), "phone.hk": ("Hong Kong phone", "香港电话"),
    "passport.cn": ("passport", "护照号"), "permit.cn": ("travel permit", "港澳通行证"), "permit.hk": ("home return permit", "回乡证"),
    "qq": ("QQ", "QQ"), "id-card.hk": ("HKID", "香港身份证"), "id-card.tw": ("Taiwan ID", "台湾身份证"), "id-card.sg": ("NRIC", "新加坡身份证"),
    "id-card.id": ("NIK", "印尼身份证"), "my-number.jp": ("My Number", "日本个人编号"), "nino.gb": ("national insurance number", "英国国民保险号"),
    "hetu.fi": ("henkilötunnus", "芬兰身份号"), "medicare.au": ("Medicare", "澳洲医保号"), "bank-card": ("card number", "银行卡号"),
    "swift": ("SWIFT", "SWIFT代码"), "id-card.cn": ("Chinese ID", "身份证号"), "company.cn": ("USCC", "统一社会信用代码"),
    "company.tw": ("Taiwan company", "台湾统一编号"), "id-card.kr": ("Korean RRN", "韩国身份证"), "aadhaar.in": ("Aadhaar", "印度Aadhaar"),
    "pan.in": ("PAN", "印度税号"), "id-card.il": ("Israeli ID", "以色列身份证"), "id-card.th": ("Thai ID", "泰国身份证"),
    "id-card.tr": ("T.C. kimlik", "土耳其身份证"), "id-card.za": ("South African ID", "南非身份证"), "id-card.my": ("MyKad", "马来西亚身份证"),
    "tax.de": ("Steuer-ID", "德国税号"), "insee.fr": ("numéro de sécurité sociale", "法国社保号"), "dni.es": ("DNI", "西班牙身份证"),
    "codice-fiscale.it": ("codice fiscale", "意大利税号"), "bsn.nl": ("BSN", "荷兰BSN"), "id-card.be": ("Belgian national number", "比利时身份号"),
    "pesel.pl": ("PESEL", "波兰PESEL"), "nip.pl": ("NIP", "波兰税号"), "nif.pt": ("NIF", "葡萄牙税号"), "cnp.ro": ("CNP", "罗马尼亚身份证"),
    "egn.bg": ("EGN", "保加利亚EGN"), "rodne-cislo.cz": ("rodné číslo", "捷克身份号"), "oib.hr": ("OIB", "克罗地亚OIB"), "cpr.dk": ("CPR", "丹麦CPR"),
    "personnummer.se": ("personnummer", "瑞典身份号"), "fodselsnummer.no": ("fødselsnummer", "挪威身份号"),
    "personal-code.ee": ("isikukood", "爱沙尼亚身份号"), "personal-code.lv": ("personas kods", "拉脱维亚身份号"), "pps.ie": ("PPS number", "爱尔兰PPS"),
    "amka.gr": ("AMKA", "希腊AMKA"), "svnr.at": ("SVNR", "奥地利社保号"), "ahv.ch": ("AHV", "瑞士AHV"), "nhs.gb": ("NHS number", "英国NHS号"),
    "inn.ru": ("INN", "俄罗斯税号INN"), "ssn.us": ("SSN", "美国社安号"), "itin.us": ("ITIN", "美国ITIN"), "routing.us": ("routing number", "汇款路线routing"),
    "sin.ca": ("SIN", "加拿大SIN"), "cpf.br": ("CPF", "巴西CPF"), "cnpj.br": ("CNPJ", "巴西CNPJ"), "curp.mx": ("CURP", "墨西哥CURP"),
    "cuit.ar": ("CUIT", "阿根廷CUIT"), "rut.cl": ("RUT", "智利RUT"), "tfn.au": ("TFN", "澳洲税号TFN"), "abn.au": ("ABN", "澳洲ABN"),
    "imei": ("IMEI", "手机串号IMEI"), "iban": ("IBAN", "IBAN账号"),
}
ALONE = {"phone.cn", "bank-card", "id-card.cn", "iban", "codice-fiscale.it", "curp.mx", "ssn.us", "nino.gb"}

ENGLISH = ["Please note my {n}: {x}.", "{n} {x}, call me when you can", "You can verify me with {n} {x} tomorrow.",
           "Form field {n} = {x}", "His {n} is {x} and he lives in town.", "Update: {n}: {x}", "I lost it, the {n} was {x}, help!",
           "Applicant, {n} {x}, has been waiting for two weeks."]
CHINESE = ["我的{n}是{x}，请尽快办理", "{n}：{x}", "请核对{n}{x}，谢谢", "麻烦登记一下，{n} {x}，张伟", "客户资料：王芳，{n}：{x}，已核实",
           "转给你了，{n}为{x}。", "有需要的朋友请记一下{n}: {x}", "申请人{n}（{x}）信息有误"]
BARE = ["{x}", "张伟 {x}", "可以直接找我{x}，随时在线", "Reach me at {x} tonight", "王经理{x}欢迎来访", "Here you go: {x}", "李娜，{x}，已登记"]


def valid(kind, wanted, chance, program):
    """Numbers of a kind that pass its check."""
    found = []
    for _ in range(200):
        if len(found) >= wanted:
            break
        batch = []
        for _ in range(wanted):
            number = agree.spelt(chance.choice(SHAPES[kind]), chance)
            tails = "0123456789" + ("ABCDEFGHIJKLMNOPQRSTUVWXYZ" if not number[-1].isdigit() or SHAPES[kind][0][-1] in "xa" else "")
            batch += [number[:-1] + c for c in tails] if kind not in ("iban", "ahv.ch", "insee.fr", "id-card.be") else [number]
        chance.shuffle(batch)
        says = agree.ours([(kind, n) for n in batch], program)
        found += [n for n, ok in zip(batch, says) if ok == "1"]
    return found[:wanted]


def divided(kind, number, chance):
    """As people write it."""
    if kind == "id-card.hk":
        return f"{number[:-1]}({number[-1]})"
    rows = [row for row in GROUPS.get(kind, []) if sum(row[0]) == len(number)]
    if kind == "iban":
        rows = [([4] * (len(number) // 4) + ([len(number) % 4] if len(number) % 4 else []), " ")]
    if not rows or (chance.random() < .5 and kind not in ONLY_GROUPED):
        return number
    groups, between = chance.choice(rows)
    if kind == "phone.cn":
        between = between[0]
    out = number[:groups[0]]
    at = groups[0]
    for i, length in enumerate(groups[1:]):
        out += (between[i] if len(between) > 1 else between) + number[at:at + length]
        at += length
    return out


def disguised(number, chance):
    """Digits in other clothes."""
    way = chance.randrange(6)
    if way == 0:
        return number.translate({ord("0") + i: 0xFF10 + i for i in range(10)})
    if way == 1:
        return number.translate({ord("0") + i: "⓪①②③④⑤⑥⑦⑧⑨"[i] for i in range(10)})
    if way == 2:
        return number.translate({ord("0") + i: "零一二三四五六七八九"[i] for i in range(10)})
    if way == 3:
        return number.translate({ord("0") + i: "零壹贰叁肆伍陆柒捌玖"[i] for i in range(10)})
    if way == 4:
        return " ".join(number)
    return "-".join(number[i:i + 3] for i in range(0, len(number), 3))


def others(chance):
    """(category, text, English name, Chinese name) of things that are no numbers."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    word = lambda a, b: "".join(chance.choice(letters) for _ in range(chance.randint(a, b)))
    drawn = lambda n, extra="": "".join(chance.choice(letters + letters.upper() + "0123456789" * 2 + extra) for _ in range(n))
    hexed = lambda n: "".join(chance.choice("0123456789abcdef") for _ in range(n))
    host = f"{word(4, 9)}.{chance.choice(['com', 'cn', 'net', 'com.cn', 'org', 'co.uk', 'de', 'io'])}"
    user = f"{word(3, 8)}{chance.choice(['', '.', '_'])}{word(2, 5)}{chance.choice(['', '88', '2024'])}"
    provider = chance.choice(["qq.com", "163.com", "gmail.com", "outlook.com"])
    segwit = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"
    yield "privacy.email", f"{user}@{host}", "mail", "邮箱"
    yield "privacy.email", f"{user}(at){provider}", "mail", "邮箱"
    yield "privacy.email", f"{user}@{provider.replace('.', '点')}", "mail", "邮箱"
    yield "privacy.email", f"{user} at {provider.replace('.', ' dot ')}", "mail", "邮箱"
    yield "privacy.url", f"https://www.{host}/{word(3, 8)}/{word(2, 6)}?id={chance.randrange(9999)}", "page", "网址"
    yield "privacy.domain", f"www.{host}", "site", "网站"
    yield "privacy.ip", ".".join(str(chance.randint(40, 254)) for _ in range(4)), "server IP", "服务器IP"
    yield "privacy.ip", f"2001:db8:{hexed(4)}:{hexed(4)}::{hexed(4)}", "address", "IPv6地址"
    yield "privacy.mac", ":".join(hexed(2) for _ in range(5)).upper() + ":4F", "MAC", "MAC地址"
    yield "privacy.wechat", f"{word(5, 8)}_{chance.randrange(10, 9999)}", "wechat id", "微信号"
    yield "privacy.wechat", f"{word(4, 6)}{chance.randrange(100, 9999)}", "wx", "加vx"
    yield "privacy.plate", f"{chance.choice('京沪粤苏浙鲁川')}{chance.choice('ABCDEF')}{chance.randrange(10000, 99999)}", "plate", "车牌"
    yield "privacy.plate", f"{chance.choice('京沪粤苏浙鲁川')}{chance.choice('ABC')}·{chance.choice('DF')}{chance.randrange(10000, 99999)}", "plate", "车牌号"
    yield "privacy.coin", chance.choice([segwit, "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy"]), "BTC address", "比特币地址"
    yield "privacy.coin", "0x" + hexed(39) + "a", "ETH", "以太坊地址"
    yield "privacy.api-key", "AKIA" + drawn(15).upper() + "7", "key", "密钥"
    yield "privacy.api-key", "ghp_" + drawn(35) + "4", "token", "令牌"
    yield "privacy.api-key", "AIza" + drawn(34) + "1", "API key", "密钥"
    yield "privacy.phone", f"+44 20 {chance.randrange(7000, 8000)} {chance.randrange(1000, 9999)}", "phone", "电话"
    yield "privacy.phone", f"+86-1{chance.choice('3578')}{chance.randrange(10**9 - 1):09}", "mobile", "手机"


def clean(chance):
    """Sentences with numbers that are nobody's."""
    number = lambda n: "".join(chance.choice("0123456789") for _ in range(n))
    sha = hashlib.sha256(number(9).encode()).hexdigest()
    date = f"{chance.randint(1990, 2030)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    yield f"订单号{number(chance.choice([16, 18, 20]))}，已发货，请注意查收"
    yield f"Your order no. {number(chance.choice([8, 10, 11, 12]))} has shipped"
    yield f"快递单号：{chance.choice(['SF', 'YT', 'JD'])}{number(13)}"
    yield f"运单号 {number(12)} 预计 {date} 送达"
    yield f"会议时间：{date} {chance.randint(8, 20)}:{chance.randint(10, 59)}:{chance.randint(10, 59)}"
    yield f"Released v{number(1)}.{number(2)}.{number(1)}.{number(3)} on {date}"
    yield f"升级到版本 {number(1)}.{number(2)}.{number(1)}.{number(2)} 后恢复正常"
    yield "v1.2.3.4.5 is out"
    yield f"售价{number(4)}.{number(2)}元，原价¥{number(5)}，满{number(3)}减{number(2)}"
    yield f"It costs $1,{number(3)},{number(3)}.{number(2)} in total"
    yield f"commit {sha[:40]} fixes it"
    yield f"sha256: {sha}"
    yield f"UUID {uuid.UUID(int=chance.getrandbits(128))}"
    yield "data:image/png;base64," + base64.b64encode(chance.randbytes(60)).decode()
    yield f"ISBN 978-7-{number(2)}-{number(6)}-{number(1)}"
    yield f"坐标 {number(2)}.{number(6)}, {number(3)}.{number(6)}"
    yield f"人口{number(8)}，面积{number(5)}平方公里，同比增长{number(1)}.{number(2)}%"
    yield f"timestamp={1600000000 + chance.randrange(10**8)} level=info"
    yield f"中奖号码 {number(2)} {number(2)} {number(2)} {number(2)} {number(2)} {number(2)}"
    yield f"比分 {number(1)}:{number(1)}，第{number(2)}分钟，{number(4)}人观看"
    yield f"国发〔2024〕{number(2)}号文件第{number(1)}条"
    yield f"型号：{chance.choice(['ABC', 'XK', 'RTX'])}-{number(4)}{chance.choice('ABXZ')}"
    yield f"一二三四五，上山打老虎；二〇二{number(1)}年三月十五日"
    yield f"第{number(1)}章 {number(1)}.{number(1)}.{number(1)} 小节，见 {number(1)}.{number(1)}.{number(1)}.{number(1)}"
    yield f"import numpy as np; np.random.seed({number(4)}); x = a.b.c(1.5e-{number(1)})"
    yield f"open README.md, main.py and index.js:{number(3)}"
    yield f"Pi is 3.14159265358979{number(4)} and e is 2.71828182845904{number(4)}"
    yield f"播放量{number(9)}，点赞{number(6)}，收藏{number(5)}"
    yield f"serial number {number(10)}, batch {number(8)}"
    yield f"MD5 {sha[:32]}"
    yield f"#{sha[:6]} is the colour, size 1{number(2)}0x1{number(2)}0"
    yield f"{date.replace('-', '')} 和 {date.replace('-', '/')} 是同一天"
    yield f"房间 {number(4)}，楼层 {number(2)}，共 {number(3)} 户"
    yield f"He won.The crowd went wild at {number(1)}:{number(2)}pm"
    yield f"商品编号：{number(11)}  库存：{number(3)}"
    yield f"invoice {number(9)} of {date}, total 4{number(3)}.00 EUR"
    yield f"股票代码 6{number(5)} 收于 {number(2)}.{number(2)}，成交 {number(8)} 股"
    yield f"GB/T {number(5)}-20{number(2)}，ISO 9001:2015"
    yield f"tel me more about it, 100% of 2{number(3)} users agree"
    yield f"微信支付已到账{number(3)}.{number(2)}元；WeChat payment received"


def samples(count, seed, program):
    """Yields (kind, text, begin, end, category), and (None, text, 0, 0, None) for clean ones."""
    chance = random.Random(seed)
    kinds = [k for k in SHAPES if k in NAMES or k.startswith("vat.")]
    for kind in kinds:
        names = NAMES.get(kind, ("VAT", "增值税号"))
        for number in valid(kind, count, chance, program):
            text = divided(kind, number, chance)
            if kind in ("phone.cn", "id-card.cn") and chance.random() < .3:
                text = disguised(number, chance)
            bare = kind in ALONE and chance.random() < .4 and not (kind == "ssn.us" and text == number)
            form = chance.choice(BARE) if bare else chance.choice(ENGLISH + CHINESE)
            name = names[0] if form in ENGLISH else names[1]
            yield (kind, *placed(form, name, text), None)
    for _ in range(count):
        for category, text, english, chinese in others(chance):
            form = chance.choice(ENGLISH + CHINESE)
            yield (category, *placed(form, english if form in ENGLISH else chinese, text), category)
        for sentence in clean(chance):
            yield None, sentence, 0, 0, None


def placed(form, name, text):
    """The sentence, and where the text is in it, in bytes."""
    before = form.replace("{n}", name)
    at = before.index("{x}")
    return before.replace("{x}", text), len(before[:at].encode()), len((before[:at] + text).encode())
