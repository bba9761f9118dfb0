/* Names of accounts that only the word before them tells: of WeChat, and codes of banks, which are letters. */
#include <string.h>

#include "detect/privacy.h"

enum { GAP = 24 }; /* bytes between the word and the name */

static const char *const wechat_words[] = {"微信", "威信", "薇信", "wechat", "weixin", "vx", "wx"};
static const char *const fillers[] = {"号码", "号", "號", "是", "为", "：", ":", " ", "id", "ID", "加", "我", "账号", "=", "-", "＋",
    "+", "➕", "\t",
                                      "搜", "添加", "的", "v", "公众", "(", "（", "【", "number", "no.", "is", "was"};

static bool is_letter(unsigned char c)
{
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static size_t word_at(const tg_privacy *p, size_t at, const char *word)
{
    size_t length = strlen(word);
    if (at + length > p->length)
        return 0;
    for (size_t i = 0; i < length; i++) {
        unsigned char c = p->text[at + i];
        if ((is_letter(c) ? c | 0x20 : c) != (unsigned char)word[i])
            return 0;
    }
    return length;
}

/* What may stand between; *said: something that announces a name. */
static size_t skip_fillers(const tg_privacy *p, size_t at, bool *said)
{
    size_t from = at, n;
    do {
        n = 0;
        for (size_t i = 0; i < sizeof fillers / sizeof *fillers && !n && at < from + GAP; i++)
            if (at + strlen(fillers[i]) <= p->length && memcmp(p->text + at, fillers[i], strlen(fillers[i])) == 0) {
                n = strlen(fillers[i]);
                bool follows = is_letter((unsigned char)fillers[i][0]) && at + n < p->length && is_letter(p->text[at + n]);
                if (follows) /* the name itself begins so */
                    n = 0;
                *said |= n && strcmp(fillers[i], " ") != 0 && fillers[i][0] != '-' && fillers[i][0] != '(';
            }
        at += n;
    } while (n);
    return at;
}

/* A letter, then five to nineteen letters, digits, hyphens or underlines; not a word of the sentence. */
static size_t name_end(const tg_privacy *p, size_t at, bool said)
{
    size_t end = at, digits = 0;
    bool signs = false;
    while (end < p->length && (is_letter(p->text[end]) || tg_is_digit((char)p->text[end]) || p->text[end] == '_' ||
        p->text[end] == '-')) {
        digits += tg_is_digit((char)p->text[end]);
        signs |= p->text[end] == '_';
        end++;
    }
    while (end > at && p->text[end - 1] == '-')
        end--;
    bool fits = end - at >= 6 && end - at <= 20 && is_letter(p->text[at]);
    return fits && (digits || signs || said) ? end : at;
}

static tg_status bank(tg_privacy *p, size_t at, size_t length, size_t *end)
{
    bool said = false;
    static const char code[] = "code";
    at = skip_fillers(p, at + length, &said);
    if (word_at(p, at, "/bic"))
        at = skip_fillers(p, at + 4, &said);
    if (word_at(p, at, code))
        at = skip_fillers(p, at + sizeof code - 1, &said);
    if (word_at(p, at, "代码"))
        at = skip_fillers(p, at + strlen("代码"), &said);
    char text[12] = {0};
    size_t n = 0;
    while (n < 12 && at + n < p->length && (tg_is_digit((char)p->text[at + n]) || (p->text[at + n] >= 'A' &&
        p->text[at + n] <= 'Z')))
        n++;
    if ((n != 8 && n != 11) || (at + n < p->length && is_letter(p->text[at + n])))
        return TG_OK;
    memcpy(text, p->text + at, n);
    for (size_t i = 0; i < 6; i++)
        if (tg_is_digit(text[i]))
            return TG_OK;
    if (!tg_check_bic(text, n))
        return TG_OK;
    *end = at + n;
    return tg_privacy_add(p, (tg_range){at, at + n}, &(tg_secret){"privacy:swift", "privacy.swift",
        "SWIFT code of a bank", 92, 0, false});
}

tg_status tg_privacy_handle(tg_privacy *p, size_t at, size_t *end)
{
    bool opens = at == 0 || !is_letter(p->text[at - 1]), said = false;
    if (!opens)
        return TG_OK;
    if (word_at(p, at, "swift"))
        return bank(p, at, 5, end);
    if (word_at(p, at, "bic"))
        return bank(p, at, 3, end);
    for (size_t i = 0; i < sizeof wechat_words / sizeof *wechat_words; i++) {
        size_t length = word_at(p, at, wechat_words[i]);
        if (!length || (is_letter(p->text[at]) && at + length < p->length && is_letter(p->text[at + length])))
            continue;
        size_t begin = skip_fillers(p, at + length, &said), stop = name_end(p, begin, said);
        if (stop == begin)
            return TG_OK;
        *end = stop;
        return tg_privacy_add(p, (tg_range){begin, stop}, &(tg_secret){"privacy:wechat", "privacy.wechat",
            "WeChat account", 88, 0, false});
    }
    return TG_OK;
}
