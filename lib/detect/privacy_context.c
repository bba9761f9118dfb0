/* Words that say what number stands beside them. Each has a class; a number's kind names the classes that vouch for it. The
 * class OTHER is that of numbers which are nobody's: orders, versions, prices. */
#include <string.h>

#include "detect/privacy.h"

/* Sorted by the first byte, so that most places of a text are passed over at once. In lower case. */
static const struct { const char *word; tg_context context; } words[] = {
#define W(word, context) {word, TG_CONTEXT_##context}
    W("a/c", ACCOUNT), W("aadhaar", IN), W("aadhar", IN), W("aba", ROUTING), W("abn", AU), W("account", ACCOUNT),
    W("acct", ACCOUNT), W("ahv", CH), W("ahv-nr", CH), W("american", US), W("amex", CARD), W("amka", GR),
    W("argentina", AR), W("argentine", AR), W("asmens kodas", BALTIC), W("australia", AU), W("australian", AU),
    W("austria", AT), W("austrian", AT), W("avs", CH), W("bank-code", SWIFT), W("barcode", OTHER), W("batch", OTHER),
    W("belgian", BE), W("belgique", BE), W("belgium", BE), W("bic", SWIFT), W("birth number", CZ), W("brasil", BR),
    W("brazil", BR), W("brazilian", BR), W("bsn", NL), W("bssid", NET), W("btw", TAX), W("build", OTHER),
    W("bulgaria", BG), W("bulgarian", BG), W("burgerservicenummer", NL), W("business", COMPANY), W("call", PHONE),
    W("canada", CA), W("canadian", CA), W("card", CARD), W("cell", PHONE), W("chile", CL), W("chilean", CL),
    W("china", CN), W("chinese", CN), W("chinese id", ID), W("cnp", ID), W("cnp", RO), W("cnpj", BR),
    W("cnpj", COMPANY), W("codice fiscale", IT), W("commit", OTHER), W("company", COMPANY), W("contact", PHONE),
    W("contribuinte", PT), W("cpf", BR), W("cpr", DK), W("credit", CARD), W("croatia", HR), W("croatian", HR),
    W("cuil", AR), W("cuit", AR), W("curp", MX), W("czech", CZ), W("danish", DK), W("debit", CARD), W("denmark", DK),
    W("deutsch", DE), W("dial", PHONE), W("dni", ES), W("dni", ID), W("dns", NET), W("doi", OTHER), W("dutch", NL),
    W("ean", OTHER), W("egn", BG), W("ein", US), W("eori", TAX), W("españa", ES), W("estonia", BALTIC),
    W("estonian", BALTIC), W("fax", PHONE), W("finland", FI), W("finnish", FI), W("fiscal", TAX),
    W("fodselsnummer", NO), W("france", FR), W("français", FR), W("french", FR), W("fødselsnummer", NO),
    W("gateway", NET), W("gb/t", OTHER), W("german", DE), W("germany", DE), W("greece", GR), W("greek", GR),
    W("handy", PHONE), W("henkilötunnus", FI), W("hetu", FI), W("hkid", HK), W("hong kong", HK), W("host", NET),
    W("hotline", PHONE), W("hp", PHONE), W("iban", SWIFT), W("ic no", MY), W("ic number", MY), W("id", ID),
    W("idcard", ID), W("identificación", ID), W("identifikationsnummer", DE), W("identity", ID), W("identité", ID),
    W("idnr", DE), W("imei", IMEI), W("india", IN), W("indian", IN), W("indonesia", ID_NIK), W("indonesian", ID_NIK),
    W("inn", RU), W("insee", FR), W("invoice", OTHER), W("ip", NET), W("ireland", IE), W("irish", IE),
    W("isbn", OTHER), W("isikukood", BALTIC), W("israel", IL), W("israeli", IL), W("issn", OTHER), W("italia", IT),
    W("italian", IT), W("italy", IT), W("itin", US), W("iva", TAX), W("japan", JP), W("japanese", JP),
    W("kimlik", ID), W("kimlik", TR), W("konto", ACCOUNT), W("kontonummer", ACCOUNT), W("korea", KR), W("korean", KR),
    W("ktp", ID), W("ktp", ID_NIK), W("latvia", BALTIC), W("latvian", BALTIC), W("lithuania", BALTIC),
    W("lithuanian", BALTIC), W("lot", OTHER), W("mac", NET), W("malaysia", MY), W("malaysian", MY),
    W("mastercard", CARD), W("medicare", AU), W("mexican", MX), W("mexico", MX), W("mobile", PHONE),
    W("model", OTHER), W("moms", TAX), W("my number", JP), W("my-number", JP), W("mykad", ID), W("mykad", MY),
    W("mynumber", JP), W("méxico", MX), W("national insurance", NINO), W("netherlands", NL), W("nhs", NHS),
    W("ni-number", NINO), W("nie", ES), W("nie", ID), W("nif", ES), W("nif", ID), W("nif", PT), W("nif", TAX),
    W("nik", ID_NIK), W("nino", NINO), W("ninumber", NINO), W("nip", PL), W("nip", TAX), W("nir", FR),
    W("norway", NO), W("norwegian", NO), W("nric", ID), W("nric", MY), W("nric", SG), W("numéro national", BE),
    W("oib", HR), W("order", OTHER), W("pan", IN), W("parcel", OTHER), W("partita", TAX), W("pasaporte", PASSPORT),
    W("passeport", PASSPORT), W("passport", PASSPORT), W("permit", PERMIT), W("personas kods", BALTIC),
    W("personnummer", SE), W("pesel", ID), W("pesel", PL), W("ph", PHONE), W("phone", PHONE), W("ping", NET),
    W("pmid", OTHER), W("poland", PL), W("polish", PL), W("polska", PL), W("portugal", PT), W("portuguese", PT),
    W("pps", IE), W("ppsn", IE), W("price", OTHER), W("qq", QQ), W("qq群", QQ), W("q号", QQ), W("q群", QQ),
    W("receipt", OTHER), W("ref", OTHER), W("reference", OTHER), W("registration", COMPANY), W("reisepass", PASSPORT),
    W("release", OTHER), W("rijksregisternummer", BE), W("rodne", CZ), W("rodné", CZ), W("rodné", ID),
    W("rodné číslo", CZ), W("romania", RO), W("romanian", RO), W("routing", ROUTING), W("rrn", KR),
    W("rtn", ROUTING), W("russia", RU), W("russian", RU), W("rut", CL), W("secu", FR), W("serial", OTHER),
    W("server", NET), W("sfz", ID), W("sin", CA), W("singapore", SG), W("sku", OTHER), W("slovak", CZ),
    W("sms", PHONE), W("social security", SSN), W("sofi", NL), W("south africa", ZA), W("south african", ZA),
    W("sozialversicherung", SSN), W("sozialversicherungsnummer", AT), W("spain", ES), W("spanish", ES), W("ssh", NET),
    W("ssn", SSN), W("steuer", TAX), W("steuer-id", DE), W("steuerid", DE), W("steueridentifikationsnummer", DE),
    W("steuerliche", DE), W("steuernummer", TAX), W("subnet", NET), W("sv-nummer", AT), W("svnr", AT),
    W("svnummer", AT), W("sweden", SE), W("swedish", SE), W("swift", SWIFT), W("swiss", CH), W("switzerland", CH),
    W("sécurité sociale", FR), W("taiwan", TW), W("tax", TAX), W("tax file", AU), W("taxpayer", US), W("tckn", TR),
    W("tel", PHONE), W("telefon", PHONE), W("telefone", PHONE), W("telephone", PHONE), W("teléfono", PHONE),
    W("teudat zehut", IL), W("tfn", AU), W("thai", TH), W("thailand", TH), W("ticket", OTHER), W("timestamp", OTHER),
    W("tin", TAX), W("total", OTHER), W("tracking", OTHER), W("transaction", OTHER), W("transit", ROUTING),
    W("turkey", TR), W("turkish", TR), W("tva", TAX), W("téléphone", PHONE), W("u.s.", US), W("uidai", IN),
    W("umsatzsteuer", TAX), W("unionpay", CARD), W("upc", OTHER), W("usa", US), W("uscc", COMPANY), W("ust", TAX),
    W("ust-id", TAX), W("ustid", TAX), W("vat", TAX), W("ver", OTHER), W("version", OTHER), W("visa", CARD),
    W("vx", WECHAT), W("v信", WECHAT), W("v同号", PHONE), W("wechat", WECHAT), W("weixin", WECHAT),
    W("whatsapp", PHONE), W("wx", WECHAT), W("αμκα", GR), W("егн", BG), W("инн", RU), W("ת.ז", IL),
    W("บัตรประชาชน", ID), W("บัตรประชาชน", TH),
    W("マイナンバー", JP), W("个人编号", JP), W("中国", CN), W("串号", IMEI), W("串码", IMEI),
    W("丹麦", DK), W("交易号", OTHER), W("人口", OTHER), W("以色列", IL), W("价格", OTHER),
    W("企鹅", QQ), W("传真", PHONE), W("俄罗斯", RU), W("保加利亚", BG), W("信用代码", COMPANY),
    W("信用卡", CARD), W("個人番号", JP), W("借记卡", CARD), W("储蓄卡", CARD), W("克罗地亚", HR),
    W("公司代码", COMPANY), W("公司税号", COMPANY), W("公网", NET), W("公里", OTHER), W("内网", NET),
    W("刷卡", CARD), W("加拿大", CA), W("加群", QQ), W("单号", OTHER), W("南非", ZA), W("卡号", CARD),
    W("卡號", CARD), W("印尼", ID_NIK), W("印度", IN), W("印度尼西亚", ID_NIK), W("发票抬头", TAX),
    W("台湾", TW), W("台灣", TW), W("台胞證", PERMIT), W("台胞证", PERMIT),
    W("咨询", PHONE), W("售价", OTHER), W("回乡证", PERMIT), W("回鄉證", PERMIT), W("固话", PHONE),
    W("国家标准", OTHER), W("国民保健", NHS), W("国民保险号", NINO), W("国际汇款", SWIFT),
    W("土耳其", TR), W("型号", OTHER), W("增值税", TAX), W("墨西哥", MX), W("大陆", CN),
    W("奥地利", AT), W("威信", WECHAT), W("实名", ID), W("客服", PHONE), W("对公账号", ACCOUNT),
    W("居民身份", ID), W("居留证", ID), W("巴西", BR), W("希腊", GR), W("帐号", ACCOUNT),
    W("帐户", ACCOUNT), W("帳號", ACCOUNT), W("序列号", OTHER), W("座机", PHONE), W("往来台湾", PERMIT),
    W("微信", WECHAT), W("微信号", WECHAT), W("微信同号", PHONE), W("德国", DE), W("快递", OTHER),
    W("总价", OTHER), W("意大利", IT), W("户头", ACCOUNT), W("房号", OTHER), W("手机", PHONE),
    W("手机串码", IMEI), W("手机号", PHONE), W("手機", PHONE), W("扣扣", QQ), W("执照", COMPANY),
    W("批号", OTHER), W("抠抠", QQ), W("护照", PASSPORT), W("拉脱维亚", BALTIC), W("拨", PHONE),
    W("拨打", PHONE), W("挪威", NO), W("捷克", CZ), W("携帯", PHONE), W("播放", OTHER),
    W("收款行", SWIFT), W("收款账号", ACCOUNT), W("文号", OTHER), W("斯洛伐克", CZ), W("新加坡", SG),
    W("旅券", PASSPORT), W("日本", JP), W("智利", CL), W("服务器", NET), W("期号", OTHER),
    W("条码", OTHER), W("来往内地", PERMIT), W("来电", PHONE), W("标准号", OTHER), W("案号", OTHER),
    W("款号", OTHER), W("比利时", BE), W("汇款", CARD), W("汇款路线", ROUTING), W("法国", FR),
    W("波兰", PL), W("注册号", COMPANY), W("泰国", TH), W("流水号", OTHER), W("港澳", PERMIT),
    W("澳大利亚", AU), W("澳洲", AU), W("热线", PHONE), W("熱線", PHONE), W("爱尔兰", IE),
    W("爱沙尼亚", BALTIC), W("版本", OTHER), W("物流", OTHER), W("球球", QQ), W("瑞典", SE),
    W("瑞士", CH), W("电联", PHONE), W("电话", PHONE), W("短信", PHONE), W("社会安全号", SSN),
    W("社保号", SSN), W("社安号", SSN), W("稅號", TAX), W("税务", TAX), W("税号", TAX),
    W("立陶宛", BALTIC), W("統一編號", TW), W("統編", TW), W("編號", OTHER), W("纳税人", TAX),
    W("统一社会", COMPANY), W("统一社会信用代码", TAX), W("统一编号", TW), W("编号", OTHER),
    W("网关", NET), W("罗马尼亚", RO), W("美国", US), W("群号", QQ), W("联系", PHONE),
    W("联系方式", PHONE), W("聯繫", PHONE), W("致电", PHONE), W("芬兰", FI), W("荷兰", NL),
    W("营业执照", COMPANY), W("葡萄牙", PT), W("薇信", WECHAT), W("西班牙", ES),
    W("訂單", OTHER), W("證件", ID), W("護照", PASSPORT), W("订单", OTHER), W("订单号", OTHER),
    W("设备号", IMEI), W("证件", ID), W("賬號", ACCOUNT), W("账号", ACCOUNT), W("账户", ACCOUNT),
    W("货号", OTHER), W("路由号", ROUTING), W("身份号", ID), W("身份證", ID), W("身份证", ID),
    W("身分證", ID), W("身分证", ID), W("转账", CARD), W("运单", OTHER), W("通行證", PERMIT),
    W("通行证", PERMIT), W("運單", OTHER), W("金额", OTHER), W("銀行卡", CARD), W("银联", CARD),
    W("银行代码", SWIFT), W("银行卡", CARD), W("银行帐号", ACCOUNT), W("银行账号", ACCOUNT),
    W("阅读", OTHER), W("阿根廷", AR), W("電話", PHONE), W("面积", OTHER), W("韩国", KR),
    W("页码", OTHER), W("预约", PHONE), W("香港", HK), W("马来西亚", MY), W("개인", ID),
    W("여권", PASSPORT), W("연락처", PHONE), W("전화", PHONE), W("주민", ID), W("주민", KR),
    W("주민등록번호", ID), W("주민등록번호", KR), W("주민번호", ID), W("주민번호", KR),
    W("휴대폰", PHONE),
#undef W
};

enum { WORDS = sizeof words / sizeof *words };

static unsigned char lower(unsigned char c)
{
    return c >= 'A' && c <= 'Z' ? (unsigned char)(c + 'a' - 'A') : c;
}

static bool is_letter(unsigned char c)
{
    return lower(c) >= 'a' && lower(c) <= 'z';
}

/* Whether a word stands at a byte: one of Latin letters as a whole word, in any case. */
static bool stands_at(const unsigned char *text, tg_range range, size_t at, const char *word, size_t length)
{
    if (at + length > range.end)
        return false;
    for (size_t i = 1; i < length; i++)
        if (lower(text[at + i]) != (unsigned char)word[i])
            return false;
    bool opens = !is_letter((unsigned char)word[0]) || at == 0 || !is_letter(text[at - 1]);
    bool closes = !is_letter((unsigned char)word[length - 1]) || at + length == range.end ||
        !is_letter(text[at + length]) ||
                  (text[at + length] == 's' && (at + length + 1 == range.end || !is_letter(text[at + length + 1])));
    return opens && closes;
}

void tg_context_find(const unsigned char *text, tg_range range, tg_context_mark *marks, size_t most, size_t *count)
{
    for (size_t at = range.begin; at < range.end && *count < most; at++) {
        unsigned char first = lower(text[at]);
        static const char label[] = "[privacy."; /* what redaction writes vouches for nothing */
        if (first == '[' && range.end - at >= sizeof label && memcmp(text + at, label, sizeof label - 1) == 0) {
            while (at + 1 < range.end && text[at] != ']')
                at++;
            continue;
        }
        if (first < 'a' || (first >= 0x80 && first < 0xC2) || (is_letter(first) && at > range.begin &&
            is_letter(text[at - 1])))
            continue;
        size_t low = 0, high = WORDS;
        while (low < high) {
            size_t middle = (low + high) / 2;
            if ((unsigned char)words[middle].word[0] < first)
                low = middle + 1;
            else
                high = middle;
        }
        for (; low < WORDS && (unsigned char)words[low].word[0] == first && *count < most; low++) {
            size_t length = strlen(words[low].word);
            if (stands_at(text, range, at, words[low].word, length))
                marks[(*count)++] = (tg_context_mark){(uint32_t)at, (uint32_t)(at + length), words[low].context};
        }
    }
}

/* The words around the whole field, once. */
static void mark(tg_privacy *p)
{
    tg_field *f = &p->field;
    size_t begin = f->begin[0], end = f->end[f->char_count - 1];
    tg_range range = {begin > TG_CONTEXT_BEFORE ? begin - TG_CONTEXT_BEFORE : 0,
                      end + TG_CONTEXT_BEHIND < p->length ? end + TG_CONTEXT_BEHIND : p->length};
    f->marked = true;
    if (range.end - range.begin > 2 * TG_FIELD_CHARS) /* words between far numbers are few: those behind count less */
        range.end = range.begin + 2 * TG_FIELD_CHARS;
    tg_context_find(p->text, range, f->marks, TG_FIELD_MARKS, &f->mark_count);
}

uint64_t tg_context_near(tg_privacy *p, tg_range range, uint64_t wanted)
{
    tg_field *f = &p->field;
    uint64_t near = 0;
    size_t best = SIZE_MAX, other = SIZE_MAX;
    if (!f->marked)
        mark(p);
    for (size_t i = 0; i < f->mark_count; i++) {
        const tg_context_mark *m = &f->marks[i];
        size_t distance;
        if (m->end <= range.begin && range.begin - m->end <= TG_CONTEXT_BEFORE)
            distance = range.begin - m->end;
        else if (m->begin >= range.end && m->begin - range.end <= TG_CONTEXT_BEHIND)
            distance = 2 * (m->begin - range.end) + 2; /* what stands before says more */
        else
            continue;
        if (m->context == TG_CONTEXT_OTHER)
            other = distance < other ? distance : other;
        else if (wanted >> m->context & 1)
            best = distance < best ? distance : best;
        near |= UINT64_C(1) << m->context;
    }
    return other < best ? TG_CONTEXT_BIT(OTHER) : near & ~TG_CONTEXT_BIT(OTHER);
}
