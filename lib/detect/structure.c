/* What the structure of a text says of spam: contacts, links, prices, digits, capitals, tags; see spam.h. One pass over the
 * bytes, each looking back by a few flags only. */
#include <string.h>

#include "detect/spam.h"

enum {
    LOOKED_AT = 16384, /* bytes */
    LONG_NUMBER = 7, PHONE_NUMBER = 10, /* digits: of a number without separators, and of one with */
    MANY_TAGS = 3, MANY_MARKS = 3, MANY_CAPITALS = 10, MANY_DIGITS = 6
};

typedef struct structure {
    size_t upper, marks, tags, links, contacts, prices;
    uint64_t ascii_digits;
} structure;

static bool is_digit(unsigned char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(unsigned char c)
{
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static bool begins(const char *text, size_t length, const char *with)
{
    size_t size = strlen(with);
    if (size > length)
        return false;
    for (size_t i = 0; i < size; i++)
        if (text[i] != with[i] && (text[i] | 0x20) != with[i])
            return false;
    return true;
}

/* Endings of host names that people write without a scheme. */
static bool is_ending(const char *text, size_t length)
{
    static const char *const endings[] = {"com", "net", "org", "cn", "cc", "top", "xyz", "info", "biz", "vip", "ru", "io",
                                          "me", "uk", "shop", "site", "club", "online", "app", "link", "tk", "pw"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        size_t size = strlen(endings[i]);
        if (begins(text, length, endings[i]) && (size == length || !(is_letter((unsigned char)text[size]) ||
                                                                     is_digit((unsigned char)text[size]))))
            return true;
    }
    return false;
}

static bool is_currency(const char *text, size_t length)
{
    static const char *const signs[] = {"$", "€", "£", "¥", "￥", "₽", "₹", "₩"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (begins(text, length, signs[i]))
            return true;
    return false;
}

/* Whether what stands behind a number makes it a price, an amount or a discount. */
static bool is_unit(const char *text, size_t length)
{
    static const char *const units[] = {"元", "块", "万", "折", "%", "％", "€", "k ", "usd", "rmb", "руб", "р."};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (begins(text, length, units[i]))
            return true;
    return false;
}

/* Whether a sign may stand within a number: one, with a digit behind it. */
static bool separates(const char *text, size_t length)
{
    return length > 1 && (*text == ' ' || *text == '-') && is_digit((unsigned char)text[1]);
}

/* Reads a number with the signs within; returns its bytes. */
static size_t read_number(structure *s, const char *text, size_t length)
{
    size_t at = 0, digits = 0;
    bool separated = false;
    for (; at < length && (is_digit((unsigned char)text[at]) || separates(text + at, length - at)); at++) {
        bool digit = is_digit((unsigned char)text[at]);
        digits += digit;
        separated |= !digit;
    }
    s->ascii_digits += digits;
    s->contacts += digits >= (separated ? PHONE_NUMBER : LONG_NUMBER);
    s->prices += is_unit(text + at, length - at);
    return at;
}

/* Bytes that say nothing of structure, wherever they stand, as a set: blank, comma, a to z, all from 0x80 on but C2, E2, EF. */
static const uint64_t plain_bytes[4] = {UINT64_C(1) << ' ' | UINT64_C(1) << ',', UINT64_C(0x3FFFFFF) << ('a' - 64), UINT64_MAX,
                                        ~(UINT64_C(1) << (0xC2 - 192) | UINT64_C(1) << (0xE2 - 192) | UINT64_C(1) << (0xEF - 192))};

static inline bool is_plain(unsigned char c)
{
    return plain_bytes[c / 64] >> c % 64 & 1;
}

/* A byte that is no digit and not plain. */
static void read_byte(structure *s, const char *text, size_t length, size_t at)
{
    unsigned char c = (unsigned char)text[at], before = at ? (unsigned char)text[at - 1] : ' ';
    const char *here = text + at;
    size_t left = length - at;
    bool after_word = is_letter(before) || is_digit(before);
    if (is_letter(c))
        s->upper++;
    else if (c == '!' || (c == 0xEF && begins(here, left, "！")))
        s->marks++;
    else if (c == '.')
        s->links += after_word && (is_ending(here + 1, left - 1) || (at >= 3 && begins(here - 3, 3, "www")));
    else if (c == ':')
        s->links += after_word && begins(here, left, "://");
    else if (c == '@' && after_word)
        s->contacts += left > 1 && is_letter((unsigned char)here[1]);
    else if (c == '@' || c == '#')
        s->tags += left > 1 && ((unsigned char)here[1] >= 0x80 || is_letter((unsigned char)here[1]));
    else if (c == '$' || c >= 0x80)
        s->prices += is_currency(here, left);
}

static uint32_t when(bool is, tg_signal signal)
{
    return is ? (uint32_t)signal : 0;
}

uint32_t tg_spam_structure(const char *text, size_t length, const uint64_t *seen)
{
    structure s = {0};
    uint64_t symbols = 0;
    size_t end = length < LOOKED_AT ? length : LOOKED_AT;
    for (size_t at = 0; at < end;) {
        unsigned char c = (unsigned char)text[at];
        if (is_plain(c)) {
            at++;
        } else if (is_digit(c)) {
            at += read_number(&s, text + at, end - at);
        } else {
            read_byte(&s, text, end, at);
            at++;
        }
    }
    for (unsigned kind = 0; kind < TG_FEATURE_COUNT; kind++)
        symbols += seen[kind];
    uint64_t digits = seen[TG_FEATURE_DIGIT];
    bool whole = end == length;
    return when(s.contacts > 0, TG_SIGNAL_CONTACT) | when(s.links > 0, TG_SIGNAL_LINK) |
           when(s.prices > 0, TG_SIGNAL_PRICE) |
           when(digits >= MANY_DIGITS && digits * 5 >= symbols, TG_SIGNAL_DIGITS) |
           when(s.marks >= MANY_MARKS || (s.upper >= MANY_CAPITALS && s.upper * 10 >= seen[TG_FEATURE_LATIN] * 6),
                TG_SIGNAL_SHOUTING) |
           when(s.tags >= MANY_TAGS, TG_SIGNAL_TAGS) |
           when(whole && digits >= s.ascii_digits + 5, TG_SIGNAL_DISGUISE);
}
