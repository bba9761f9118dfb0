/* UTF-8 in and out; see utf8.h. */
#include "base/utf8.h"

/* How many bytes a lead byte announces, and the bounds of the byte after it (Unicode, table 3-7). */
static size_t announced(unsigned char lead, unsigned char *least, unsigned char *greatest)
{
    *least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    *greatest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (lead >= 0xC2 && lead <= 0xDF)
        return 2;
    if (lead >= 0xE0 && lead <= 0xEF)
        return 3;
    if (lead >= 0xF0 && lead <= 0xF4)
        return 4;
    return 1;
}

size_t tg_utf8_decode_slow(const unsigned char *p, size_t length, uint32_t *code_point)
{
    if (p[0] < 0x80) {
        *code_point = p[0];
        return 1;
    }
    unsigned char least, greatest;
    size_t want = announced(p[0], &least, &greatest), n = 1;
    uint32_t c = p[0] & (0xFFu >> (want + 1));
    while (n < want && n < length && p[n] >= least && p[n] <= greatest) {
        c = c << 6 | (p[n] & 0x3F);
        least = 0x80;
        greatest = 0xBF;
        n++;
    }
    *code_point = want > 1 && n == want ? c : TG_REPLACEMENT;
    return n;
}

size_t tg_utf8_decode_last(const unsigned char *p, size_t length, uint32_t *code_point)
{
    size_t back = 1;
    while (back < 4 && back < length && tg_utf8_is_trail(p[length - back]))
        back++;
    /* The lead found may be ill-formed or take fewer bytes: go forward from it to the last one. */
    const unsigned char *at = p + (length - back);
    for (;;) {
        size_t n = tg_utf8_decode(at, back, code_point);
        if (n == back)
            return n;
        at += n;
        back -= n;
    }
}

size_t tg_utf8_encode(uint32_t c, char *out)
{
    unsigned char *o = (unsigned char *)out;
    if (c < 0x80) {
        o[0] = (unsigned char)c;
        return 1;
    }
    if (c < 0x800) {
        o[0] = (unsigned char)(0xC0 | c >> 6);
        o[1] = (unsigned char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        o[0] = (unsigned char)(0xE0 | c >> 12);
        o[1] = (unsigned char)(0x80 | (c >> 6 & 0x3F));
        o[2] = (unsigned char)(0x80 | (c & 0x3F));
        return 3;
    }
    o[0] = (unsigned char)(0xF0 | c >> 18);
    o[1] = (unsigned char)(0x80 | (c >> 12 & 0x3F));
    o[2] = (unsigned char)(0x80 | (c >> 6 & 0x3F));
    o[3] = (unsigned char)(0x80 | (c & 0x3F));
    return 4;
}

size_t tg_utf8_count(const char *text, size_t length)
{
    const unsigned char *p = (const unsigned char *)text;
    size_t count = 0;
    uint32_t c;
    for (size_t i = 0; i < length; count++)
        i += tg_utf8_decode(p + i, length - i, &c);
    return count;
}

/* Three bytes that are a well-formed character, but for those that begin with E0 or ED, which need a closer look. */
static inline bool is_plain_triple(const unsigned char *p)
{
    return (p[0] & 0xF0) == 0xE0 && p[0] != 0xE0 && p[0] != 0xED && tg_utf8_is_trail(p[1]) && tg_utf8_is_trail(p[2]);
}

bool tg_utf8_is_valid(const char *text, size_t length, size_t *at)
{
    const unsigned char *p = (const unsigned char *)text;
    uint32_t c;
    for (size_t i = 0, n; i < length; i += n) {
        n = 1;
        if (p[i] < 0x80)
            continue;
        n = 3;
        if (length - i >= 3 && is_plain_triple(p + i))
            continue;
        n = tg_utf8_decode(p + i, length - i, &c);
        if (c == TG_REPLACEMENT) { /* a well-formed one was passed over above */
            *at = i;
            return false;
        }
    }
    return true;
}
