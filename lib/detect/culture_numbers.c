/* Numbers with a meaning of their own, and when a text makes one stand out; see culture.h. A number that only counts or
 * measures (4 pieces, 24 hours, 88 keys, 13 inch) means nothing but itself. */
#include <string.h>

#include "detect/culture.h"

#define ADVICE "Choose another number, price or number of pieces where nothing depends on this one."

const tg_number_row tg_number_rows[] = {
    {"4", "CN,HK,MO,TW,JP,KR,SG,MY,VN", TG_NUMBER_PRICE | TG_NUMBER_LABEL | TG_NUMBER_GIFT, 2, TG_SEVERITY_LOW,
     "Four sounds like death in Chinese, Japanese and Korean; as a price, a number of one's own or a number of gifts it is"
     " taken for a bad omen.",
     ADVICE, "Encyclopaedia: Tetraphobia, https://en.wikipedia.org/wiki/Tetraphobia"},
    {"14", "CN,HK,MO,TW,SG,MY", TG_NUMBER_LABEL, 1, TG_SEVERITY_LOW,
     "Fourteen sounds like \"will die\" in Mandarin and \"certain death\" in Cantonese; houses and floors leave it out.",
     ADVICE, "Encyclopaedia: Tetraphobia, https://en.wikipedia.org/wiki/Tetraphobia"},
    {"250", "CN,TW,HK,MO", TG_NUMBER_PRICE | TG_NUMBER_LABEL, 1, TG_SEVERITY_LOW,
     "Two hundred and fifty (二百五) is what a fool is called in Chinese; a price of it makes fun of who pays it.",
     ADVICE, "Dictionary: 現代漢語詞典, 二百五; https://en.wiktionary.org/wiki/二百五"},
    {"9", "JP", TG_NUMBER_LABEL | TG_NUMBER_GIFT, 1, TG_SEVERITY_LOW,
     "Nine (ku) sounds like suffering in Japanese; gifts, above all to the sick, do not come in nines.", ADVICE,
     "Encyclopaedia: Japanese superstitions, https://en.wikipedia.org/wiki/Japanese_superstitions"},
    {"42", "JP", TG_NUMBER_PRICE | TG_NUMBER_LABEL, 2, TG_SEVERITY_LOW,
     "Forty-two can be read shi-ni, to death, in Japanese; it is left out in numbers of rooms and cars.", ADVICE,
     "Encyclopaedia: Tetraphobia, https://en.wikipedia.org/wiki/Tetraphobia"},
    {"49", "JP", TG_NUMBER_PRICE | TG_NUMBER_LABEL, 2, TG_SEVERITY_LOW,
     "Forty-nine can be read shi-ku, suffering until death, in Japanese; it is left out in numbers of rooms and cars.",
     ADVICE, "Encyclopaedia: Tetraphobia, https://en.wikipedia.org/wiki/Tetraphobia"},
    {"13", "US,CA,GB,IE,AU,NZ,FR,BE,NL,DE,AT,CH,SE,NO,DK,FI,PL,CZ,PT,BR", TG_NUMBER_LABEL, 1, TG_SEVERITY_LOW,
     "Thirteen stands for bad luck; rooms, floors and seats of this number are often left out.", ADVICE,
     "Encyclopaedia: Triskaidekaphobia, https://en.wikipedia.org/wiki/Triskaidekaphobia"},
    {"17", "IT", TG_NUMBER_LABEL, 1, TG_SEVERITY_LOW,
     "Seventeen is the unlucky number in Italy, and Friday the 17th the unlucky day.", ADVICE,
     "Encyclopaedia: Heptadecaphobia, https://en.wikipedia.org/wiki/Heptadecaphobia"},
    {"24", "BR", TG_NUMBER_LABEL, 1, TG_SEVERITY_LOW,
     "Twenty-four, the deer of the animal lottery, stands for gay men in Brazil, mostly to mock them; players avoid it.",
     "Use another number, and make no joke of it.",
     "Encyclopaedia: Jogo do bicho, https://en.wikipedia.org/wiki/Jogo_do_bicho"},
    {"41", "MX", TG_NUMBER_LABEL, 1, TG_SEVERITY_LOW,
     "Forty-one has stood for gay men in Mexico since a raid of 1901, mostly to mock them.",
     "Use another number, and make no joke of it.",
     "Encyclopaedia: Dance of the Forty-One, https://en.wikipedia.org/wiki/Dance_of_the_Forty-One"},
    {"39", "AF", TG_NUMBER_LABEL, 1, TG_SEVERITY_LOW,
     "Thirty-nine is tied to pimps in Afghanistan; plates and telephones with it are hard to sell.", ADVICE,
     "Encyclopaedia: Curse of 39, https://en.wikipedia.org/wiki/Curse_of_39"},
    {"88", "DE,AT,CH,US,GB,NL,PL,CZ", TG_NUMBER_LABEL, 1, TG_SEVERITY_MEDIUM,
     "Neo-Nazis write 88 for the eighth letter twice, \"Heil Hitler\"; on shirts and names it is read that way.",
     "Use another number on shirts, names and slogans.",
     "ADL Hate Symbols Database: 88, https://www.adl.org/resources/hate-symbol/88"},
    {"666", "US,CA,GB,IE,AU,NZ,PL,IT,BR,MX,PH,NG,KE,GH,UG", TG_NUMBER_PRICE | TG_NUMBER_LABEL, 1, TG_SEVERITY_LOW,
     "666 is the number of the beast in the Bible and offends believing Christians.", ADVICE,
     "Revelation 13:18; https://en.wikipedia.org/wiki/Number_of_the_beast"},
};

const size_t tg_number_row_count = sizeof tg_number_rows / sizeof *tg_number_rows;

/* Words that make a number somebody's or something's own. */
static const char *const labels[] = {
    "number", "no.", "nr.", "nr", "#", "n°", "nº", "№", "room", "floor", "apartment", "apt.", "suite", "jersey", "shirt",
    "lucky", "unlucky", "friday the", "friday", "nummer", "trikot", "rückennummer", "zimmer", "freitag", "numéro", "chambre",
    "vendredi", "numero", "número", "fortunato", "camera", "venerdì", "camisa", "camiseta", "sexta-feira", "numer", "номер",
    "numara", "号码", "號碼", "数字", "數字", "门牌", "門牌", "幸运", "幸運", "编号", "編號", "番号", "ラッキー", "숫자", "번호",
    "행운", "số",
};

/* What is counted in a gift, and what makes it one. */
static const char *const counters[] = {"枚", "個", "个", "個入", "つ", "本", "件", "份", "朵", "枝", "支", "只", "盒", "点",
                                       "개", "송이", "세트", "pieces", "piece", "pcs", "roses", "flowers"};
static const char *const gifts[] = {"祝い", "見舞", "ギフト", "プレゼント", "贈", "礼物", "禮物", "送礼", "送禮", "贺礼", "賀禮",
                                    "贈禮", "선물", "병문안", "축의", "结婚", "結婚", "结婚", "探病", "gift", "wedding", "get well"};

#define COUNT_OF(list) (sizeof(list) / sizeof *(list))

static bool is_letter(char c)
{
    return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* Bytes of the word if the text at [at, end) begins with it, whatever its case in ASCII; 0: it does not. */
static size_t word_at(const char *text, size_t at, size_t end, const char *word)
{
    size_t n = 0;
    for (; word[n]; n++) {
        if (at + n >= end)
            return 0;
        char c = text[at + n];
        if ((c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c) != word[n])
            return 0;
    }
    return n;
}

static bool any_word_at(const char *text, size_t at, size_t end, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (word_at(text, at, end, words[i]))
            return true;
    return false;
}

/* Whether so little stands between a label and its number, [at, end), that they belong together: "number is 13". */
static bool is_gap(const char *text, size_t at, size_t end)
{
    enum { WIDEST = 9 };
    if (end - at > WIDEST || word_at(text, at, end, " of"))
        return false;
    for (size_t i = at; i < end; i++)
        if (strchr("0123456789.,;!?()\n", text[i]) || (i > at && text[i] == ':'))
            return false;
    return true;
}

static bool is_labelled(const char *text, size_t length, const tg_range *number)
{
    enum { REACH = 24 };
    size_t from = number->begin > REACH ? number->begin - REACH : 0;
    for (size_t at = from; at < number->begin; at++) {
        if (at > 0 && is_letter(text[at]) && is_letter(text[at - 1]))
            continue;
        for (size_t i = 0; i < COUNT_OF(labels); i++) {
            size_t n = word_at(text, at, number->begin, labels[i]);
            if (n && !(is_letter(labels[i][n - 1]) && is_letter(text[at + n])) && is_gap(text, at + n, number->begin))
                return true;
        }
    }
    static const char *const behind[] = {"号", "號", " 号", " 號"}, *const others[] = {"线", "線", "店", "馆"};
    bool in_month = number->begin >= 3 && memcmp(text + number->begin - 3, "月", 3) == 0;
    for (size_t i = 0; i < COUNT_OF(behind) && !in_month; i++) {
        size_t n = word_at(text, number->end, length, behind[i]);
        if (n && !any_word_at(text, number->end + n, length, others, COUNT_OF(others)))
            return true;
    }
    return false;
}

static bool is_gift(const char *text, size_t length, const tg_range *number)
{
    enum { BEFORE = 90, BEHIND = 60 };
    size_t at = number->end, from = number->begin > BEFORE ? number->begin - BEFORE : 0;
    size_t to = length - number->end > BEHIND ? number->end + BEHIND : length;
    at += at < length && text[at] == ' ';
    if (!any_word_at(text, at, length, counters, COUNT_OF(counters)))
        return false;
    for (size_t i = from; i < to; i++)
        if (any_word_at(text, i, to, gifts, COUNT_OF(gifts)))
            return true;
    return false;
}

/* 444, 1,444 and 4949; but 40 and 24 only where the row asks for no repetition. */
static bool is_price_of(const tg_number_row *row, const tg_quantity *q)
{
    enum { TAIL = 3 };
    size_t n = strlen(row->digits), run = 0;
    if (!q->money || q->count < n)
        return false;
    bool all = q->count % n == 0 && q->count / n >= row->repeats && (row->repeats > 1 || q->count == n);
    for (size_t i = 0; i < q->count && all; i++)
        all = q->digits[i] == row->digits[i % n];
    while (n == 1 && run < q->count && q->digits[q->count - 1 - run] == row->digits[0])
        run++;
    return all || run >= TAIL;
}

unsigned tg_number_ways(const tg_number_row *row, const char *text, size_t length, const tg_quantity *q)
{
    unsigned ways = row->ways & TG_NUMBER_PRICE && is_price_of(row, q) ? TG_NUMBER_PRICE : 0;
    if (strcmp(q->digits, row->digits) != 0 || q->unit || (q->number.end < length && is_letter(text[q->number.end])))
        return ways;
    if (row->ways & TG_NUMBER_LABEL && !q->money && is_labelled(text, length, &q->number))
        ways |= TG_NUMBER_LABEL;
    if (row->ways & TG_NUMBER_GIFT && is_gift(text, length, &q->number))
        ways |= TG_NUMBER_GIFT;
    return ways;
}
