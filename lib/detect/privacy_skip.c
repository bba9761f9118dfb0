/* Where in a text something private may begin or be. Most of a text is passed over sixteen bytes and more at a time, so
 * this asks little: a digit, an @, a dot between letters, "://", a word behind which names of accounts stand; of Chinese,
 * two numerals in a row. What it is, others find out. */
#include <string.h>

#include "base/utf8.h"
#include "detect/privacy.h"

enum { CHUNK = 64 };

/* Whether p[0] to p[3] ask for a look, as 0 or 1, without a branch, so that compilers make vectors of the loop. */
static inline unsigned char is_special(const unsigned char *p)
{
    unsigned char a = p[0], b = p[1], c = p[2], low = a | 0x20, second = b | 0x20, third = c | 0x20;
    unsigned char digit = (unsigned char)(a - '0') < 10;
    unsigned char at = a == '@';
    unsigned char letter = (unsigned char)(second - 'a') < 26;
    unsigned char dot = (a == '.') & (letter | (b >= 0x80) | (b == ']'));
    unsigned char scheme = (a == '/') & (b == '/');
    unsigned char vx = ((low == 'v') | (low == 'w')) & ((second == 'x') | ((second == 'e') & ((third == 'c') | (third == 'i'))));
    unsigned char swift = ((low == 's') & (second == 'w') & (third == 'i')) | ((low == 'b') & (second == 'i') & (third == 'c'));
    unsigned char spelt = (low == 'd') & (second == 'o') & (third == 't');
    unsigned char dashes = (a == '-') & (b == '-') & (c == '-'); /* of a private key */
    return digit | at | dot | scheme | vx | swift | spelt | dashes;
}

static bool is_plain_chunk(const unsigned char *p)
{
    unsigned char special = 0;
    for (size_t i = 0; i < CHUNK; i++)
        special |= is_special(p + i) | (p[i] >= 0x80);
    return !special;
}

/* The same for text with other characters than ASCII: those are looked at one by one where one of these bytes is the first of
 * a digit or of a word of interest. */
static inline unsigned char is_foreign(const unsigned char *p)
{
    unsigned char a = p[0], b = p[1], c = p[2];
    unsigned char first = ((a == 0xE4) & ((b == 0xB8) | (b == 0xBA) | (b == 0xB9) | (b == 0xBC))) | (a == 0xEF) | (a == 0xE2) |
                          ((a >= 0xC2) & (a <= 0xE1)) | (a >= 0xF0);
    unsigned char numeral = ((a == 0xE5) & ((b == 0x9B) | (b == 0x85) | (b == 0xA3) | (b == 0x8F) | (b == 0xB9) | (b == 0xA8) |
                                            (b == 0xBE) | (b == 0xBE))) |
                            ((a == 0xE9) & ((b == 0x9B) | (b == 0x99))) | ((a == 0xE3) & ((b == 0x80) & (c >= 0x87)));
    unsigned char formal = ((a == 0xE6) & ((b == 0x9F) | (b == 0x8D))) | ((a == 0xE7) & ((b == 0x8E) | (b == 0x82))) |
                           ((a == 0xE8) & ((b == 0x82) | (b == 0xB4) | (b == 0xB2) | (b == 0x96)));
    return first | numeral | formal;
}

static bool is_quiet_chunk(const unsigned char *p)
{
    unsigned char special = 0;
    for (size_t i = 0; i < CHUNK; i++)
        special |= is_special(p + i) | is_foreign(p + i);
    return !special;
}

static bool is_numeral(const unsigned char *text, size_t length, size_t at)
{
    char glyph = 0;
    uint32_t tricks = 0;
    if (at >= length)
        return false;
    tg_privacy_glyph(text + at, length - at, &glyph, &tricks);
    return tg_is_digit(glyph);
}

/* Whether a character outside of ASCII asks for a look; *n: its bytes. */
static bool asks(const unsigned char *text, size_t length, size_t at, size_t *n)
{
    uint32_t c;
    char digit;
    *n = tg_utf8_decode(text + at, length - at, &c);
    if (c == 0x5FAE || c == 0x5A01 || c == 0x8587) /* 微 威 薇, of which 信 makes the name of a service */
        return at + 6 <= length && memcmp(text + at + 3, "信", 3) == 0;
    if (c == 0x70B9 || c == 0x3002 || c == 0xFF0E || c == 0xFF61) /* 点 and dots of other kinds, before a label */
        return at + *n < length && ((text[at + *n] | 0x20) >= 'a' && (text[at + *n] | 0x20) <= 'z');
    if (c == 0xFF20)
        return true;
    bool han = tg_is_han_digit(c, &digit);
    if (!han && !is_numeral(text, length, at))
        return false;
    size_t next = at + *n;
    if (han && next < length && (text[next] == ' ' || text[next] == '-'))
        next++;
    return !han || is_numeral(text, length, next);
}

size_t tg_privacy_next(const unsigned char *text, size_t length, size_t at)
{
    while (at < length) {
        while (at + CHUNK + 3 <= length && is_plain_chunk(text + at))
            at += CHUNK;
        if (at && at < length && tg_utf8_is_trail(text[at]))
            while (at < length && tg_utf8_is_trail(text[at]))
                at++;
        size_t from = at;
        while (at + CHUNK + 3 <= length && is_quiet_chunk(text + at))
            at += CHUNK;
        if (at > from)
            while (at < length && tg_utf8_is_trail(text[at]))
                at++;
        unsigned char last[4] = {0};
        for (size_t stop = at + CHUNK, n; at < stop && at < length; at += n) {
            const unsigned char *p = text + at;
            if (*p >= 0x80) {
                if (asks(text, length, at, &n))
                    return at;
                continue;
            }
            n = 1;
            if (length - at < 4)
                p = memcpy(last, p, length - at);
            if (is_special(p))
                return at;
        }
    }
    return length;
}
