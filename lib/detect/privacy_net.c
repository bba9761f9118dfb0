/* Addresses of machines: IPv4, IPv6, MAC. */
#include <string.h>

#include "detect/privacy.h"

static bool is_hex(unsigned char c)
{
    return tg_is_digit((char)c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
}

static bool is_word(const tg_privacy *p, size_t at)
{
    unsigned char c = at < p->length ? p->text[at] : ' ', low = c | 0x20;
    return tg_is_digit((char)c) || (low >= 'a' && low <= 'z') || c == '_';
}

/* Words near by, up to the next line: whether they speak of machines, or of something else. */
static int context_of(const tg_privacy *p, tg_range range)
{
    tg_context_mark marks[16];
    size_t count = 0;
    int said = 0;
    tg_range before = {range.begin > TG_CONTEXT_BEFORE ? range.begin - TG_CONTEXT_BEFORE : 0, range.begin};
    tg_context_find(p->text, before, marks, sizeof marks / sizeof *marks, &count);
    for (size_t i = 0; i < count; i++)
        said = marks[i].context == TG_CONTEXT_NET ? 1 : marks[i].context == TG_CONTEXT_OTHER ? -1 : 0;
    return said;
}

static tg_status add(tg_privacy *p, tg_range range, const char *rule, const char *category, const char *title,
    unsigned confidence,
                     bool *found)
{
    *found = true;
    return tg_privacy_add(p, range, &(tg_secret){rule, category, title, confidence, 0, false});
}

/* Four numbers up to 255 with dots between, that are not part of more of them. */
static bool read_ipv4(const tg_privacy *p, size_t at, size_t *end, unsigned *parts)
{
    for (size_t k = 0; k < 4; k++) {
        size_t from = at;
        unsigned value = 0;
        for (; at < p->length && at < from + 3 && tg_is_digit((char)p->text[at]); at++)
            value = value * 10 + (unsigned)(p->text[at] - '0');
        if (at == from || value > 255 || (at - from > 1 && p->text[from] == '0'))
            return false;
        parts[k] = value;
        if (k < 3 && !(at < p->length && p->text[at++] == '.'))
            return false;
    }
    *end = at;
    bool goes_on = is_word(p, at) || (at + 1 < p->length && (p->text[at] == '.' || p->text[at] == '-') && is_word(p,
        at + 1));
    return !goes_on;
}

static tg_status judge_ipv4(tg_privacy *p, size_t at, bool *found)
{
    unsigned parts[4];
    size_t end;
    unsigned char before = at > p->found ? p->text[at - 1] : ' ';
    bool label = at > 1 && (p->text[at - 1] | 0x20) == 'p' && (p->text[at - 2] | 0x20) == 'i' && !(at > 2 && is_word(p,
        at - 3));
    if (at > 0 && is_word(p, at - 1) && !label)
        return TG_OK;
    if (before == '.' || before == '-' || !read_ipv4(p, at, &end, parts))
        return TG_OK;
    int said = context_of(p, (tg_range){at, end});
    bool large = parts[0] >= 32 || parts[1] >= 32 || parts[2] >= 32 || parts[3] >= 32;
    unsigned confidence = said > 0 ? 95 : said < 0 ? 0 : large ? 85 : 45;
    bool open = parts[0] == 127 || parts[0] == 0 || parts[0] == 10 || (parts[0] == 192 && parts[1] == 168) ||
                (parts[0] == 172 && parts[1] >= 16 && parts[1] < 32) || parts[0] == 255;
    if (confidence < TG_PRIVACY_TOLD)
        return TG_OK;
    *found = true;
    return tg_privacy_add(p, (tg_range){at, end}, &(tg_secret){"privacy:ip", "privacy.ip", "IP address", confidence, 0,
        open});
}

/* Eight groups of up to four hexadecimal digits; :: once for some of them. */
static bool is_ipv6(const unsigned char *s, size_t length)
{
    size_t groups = 0, digits = 0, letters = 0;
    bool squeezed = false;
    for (size_t i = 0; i < length; i++) {
        if (is_hex(s[i])) {
            letters++;
            if (++digits > 4)
                return false;
            groups += digits == 1;
            continue;
        }
        if (i + 1 < length && s[i + 1] == ':') {
            if (squeezed)
                return false;
            squeezed = true;
            i++;
        } else if (i == 0 || i + 1 == length) {
            return false;
        }
        digits = 0;
    }
    return squeezed ? groups >= 2 && groups <= 7 && letters >= 5 : groups == 8;
}

static bool is_mac(const unsigned char *s, size_t length)
{
    if (length != 17 || (s[2] != ':' && s[2] != '-'))
        return false;
    for (size_t i = 0; i < length; i++)
        if (i % 3 == 2 ? s[i] != s[2] : !is_hex(s[i]))
            return false;
    return true;
}

/* The run of hexadecimal digits, colons and hyphens at a byte. */
static tg_status judge_hex(tg_privacy *p, size_t begin, size_t end, bool *found)
{
    const unsigned char *s = p->text + begin;
    size_t length = end - begin;
    if (is_mac(s, length))
        return add(p, (tg_range){begin, end}, "privacy:mac", "privacy.mac", "MAC address", s[2] == ':' ? 93 : 80, found);
    while (length && s[length - 1] == ':' && !(length > 1 && s[length - 2] == ':'))
        length--;
    if (memchr(s, ':', length) && !memchr(s, '-', length) && is_ipv6(s, length))
        return add(p, (tg_range){begin, begin + length}, "privacy:ip", "privacy.ip", "IP address", 90, found);
    return TG_OK;
}

tg_status tg_privacy_net(tg_privacy *p, tg_range token, bool *found)
{
    tg_status status = TG_OK;
    for (size_t at = token.begin; at < token.end && status == TG_OK && !*found;) {
        unsigned char c = p->text[at];
        if (!is_hex(c) && c != ':') {
            at++;
            continue;
        }
        size_t end = at;
        while (end < token.end && (is_hex(p->text[end]) || p->text[end] == ':' || p->text[end] == '-'))
            end++;
        bool whole = !(at > p->found && is_word(p, at - 1)) && !is_word(p, end);
        if (whole && end - at >= 5)
            status = judge_hex(p, at, end, found);
        if (status == TG_OK && !*found && tg_is_digit((char)c) && end < token.end && p->text[end] == '.')
            status = judge_ipv4(p, at, found);
        while (end < token.end && (is_word(p, end) || p->text[end] == '.'))
            end++;
        at = end > at ? end : at + 1;
    }
    return status;
}
