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

/* Whether byte p[0] may stand where it does, by itself and the three before it (Unicode, table 3-7), as 0 or 1. Without a
 * branch, so that compilers make vectors of the loop over it. */
static inline unsigned char is_misplaced(const unsigned char *p)
{
    unsigned char c = p[0], before = p[-1];
    unsigned char is_trail = c >= 0x80 && c <= 0xBF;
    unsigned char wants_trail = (before >= 0xC2) | (p[-2] >= 0xE0) | (p[-3] >= 0xF0);
    unsigned char out_of_range = ((before == 0xE0) & (c < 0xA0)) | ((before == 0xED) & (c > 0x9F)) |
                                 ((before == 0xF0) & (c < 0x90)) | ((before == 0xF4) & (c > 0x8F));
    return (is_trail != wants_trail) | out_of_range | (c == 0xC0) | (c == 0xC1) | (c > 0xF4);
}

/* Where the text first is ill-formed, found the slow way; `length` if nowhere. */
static size_t find_ill_formed(const unsigned char *p, size_t length)
{
    uint32_t c;
    for (size_t i = 0, n; i < length; i += n) {
        n = tg_utf8_decode(p + i, length - i, &c);
        /* A well-formed U+FFFD takes three bytes beginning with EF; an ill-formed sequence never does. */
        if (c == TG_REPLACEMENT && !(n == 3 && p[i] == 0xEF))
            return i;
    }
    return length;
}

bool tg_utf8_is_valid(const char *text, size_t length, size_t *at)
{
    const unsigned char *p = (const unsigned char *)text;
    unsigned char misplaced = 0;
    for (size_t i = 3; i < length; i++)
        misplaced |= is_misplaced(p + i);
    /* The first bytes have no three before them, and the last ones may want more. */
    size_t first = length < 6 ? length : 6, last = length;
    while (first > 0 && first < length && tg_utf8_is_trail(p[first]))
        first--;
    while (last > 0 && length - last < 4 && tg_utf8_is_trail(p[last - 1]))
        last--;
    last -= last > 0;
    if (!misplaced && find_ill_formed(p, first) == first && find_ill_formed(p + last, length - last) == length - last)
        return true;
    *at = find_ill_formed(p, length);
    return *at == length;
}
