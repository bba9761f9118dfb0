/* Where in a text something private may begin or be. Most of a text is passed over 16 bytes at a time (in the vectors that
 * compilers have for every processor): for each byte a flag says whether the place asks for a look; what is flagged is then
 * looked at by itself. Flagged are digits, an @, a dot before a letter, "//", words behind which names of accounts
 * stand, and of Chinese two numerals in a row. */
#include <string.h>

#include "base/utf8.h"
#include "detect/privacy.h"

enum { CHUNK = 16, AHEAD = 5 /* bytes that a flag looks ahead */ };

typedef unsigned char byte;
typedef unsigned char bytes __attribute__((vector_size(CHUNK))); /* of a comparison: all bits or none */

static inline bytes every(byte c)
{
    bytes v;
    memset(&v, c, sizeof v);
    return v;
}

static inline bytes load(const byte *p)
{
    bytes v;
    memcpy(&v, p, sizeof v);
    return v;
}

static inline bytes is(bytes v, byte c)
{
    return (bytes)(v == every(c));
}

static inline bytes from_to(bytes v, byte first, byte last)
{
    return (bytes)(v - every(first) <= every((byte)(last - first)));
}

static inline bytes small(bytes v) /* letters in lower case */
{
    return v | every(0x20);
}

static bytes flag_ascii(const byte *p)
{
    bytes a = load(p), b = load(p + 1), c = load(p + 2), low = small(a), second = small(b), third = small(c);
    bytes dot = is(a, '.') & (from_to(second, 'a', 'z') | is(b, ']') | is(b, ')'));
    bytes scheme = is(a, '/') & is(b, '/');
    bytes vx = (is(low, 'v') | is(low, 'w')) & (is(second, 'x') | (is(second, 'e') & (is(third, 'c') | is(third, 'i'))));
    bytes bank = (is(low, 's') & is(second, 'w') & is(third, 'i')) | (is(low, 'b') & is(second, 'i') & is(third, 'c'));
    bytes spelt = is(low, 'd') & is(second, 'o') & is(third, 't');
    bytes dashes = is(a, '-') & is(b, '-') & is(c, '-');
    return from_to(a, '0', '9') | is(a, '@') | dot | scheme | vx | bank | spelt | dashes;
}

/* The first two bytes of Chinese numerals. */
static inline bytes numeral_pair(bytes a, bytes b)
{
    return (is(a, 0xE4) & (is(b, 0xB8) | is(b, 0xBA) | is(b, 0xB9) | is(b, 0xBC))) |
           (is(a, 0xE5) & (is(b, 0x9B) | is(b, 0x85) | is(b, 0xA3) | is(b, 0x8F) | is(b, 0xB9))) |
           (is(a, 0xE9) & (is(b, 0x9B) | is(b, 0x99))) | (is(a, 0xE3) & is(b, 0x80)) |
           (is(a, 0xE6) & (is(b, 0x9F) | is(b, 0x8D))) | (is(a, 0xE7) & is(b, 0x8E)) |
           (is(a, 0xE8) & (is(b, 0x82) | is(b, 0xB4) | is(b, 0xB2)));
}

static bool is_none(bytes v)
{
    uint64_t halves[2];
    memcpy(halves, &v, sizeof halves);
    return !(halves[0] | halves[1]);
}

/* Digits in circles, above the line, of other scripts and styles. */
static bytes flag_rare(bytes a, bytes b, bytes c)
{
    bytes circled = (is(a, 0xE2) & (from_to(b, 0x81, 0x82) | from_to(b, 0x91, 0x93) | from_to(b, 0x9D, 0x9E))) |
                    (is(a, 0xF0) & (is(b, 0x9D) | (is(b, 0x9F) & is(c, 0x84))));
    return circled | (is(a, 0xC2) & from_to(b, 0xB2, 0xBF)) | is(a, 0xD9) | is(a, 0xDB) | (is(a, 0xE0) & (is(b, 0xA5) | is(b, 0xB9)));
}

static bytes flag_other(const byte *p)
{
    bytes a = load(p), b = load(p + 1), c = load(p + 2), d = load(p + 3);
    bytes flags = numeral_pair(a, b);
    if (!is_none(flags)) /* another numeral must follow */
        flags &= numeral_pair(d, load(p + 4)) | from_to(d, '0', '9') | is(d, ' ') | is(d, '-');
    if (!is_none(from_to(a, 0xC2, 0xE2) | is(a, 0xF0)))
        flags |= flag_rare(a, b, c);
    bytes name = is(d, 0xE4) & ((is(a, 0xE5) & (is(b, 0xBE) | is(b, 0xA8))) | (is(a, 0xE8) & is(b, 0x96))); /* 微信 */
    bytes wide = is(a, 0xEF) & is(b, 0xBC) & (from_to(c, 0x90, 0x99) | is(c, 0xA0));
    bytes dot = from_to(small(d), 'a', 'z') & (is(a, 0xE7) | is(a, 0xE3) | is(a, 0xEF));
    return flags | name | wide | dot | (is(a, 0xE3) & (is(b, 0x88) | is(b, 0x8A)));
}

/* The first flagged one of CHUNK bytes, or CHUNK. */
static size_t first_flag(const byte *p)
{
    bytes high = load(p) & every(0x80), flags = every(0);
    if (!is_none(high ^ every(0x80)))
        flags = flag_ascii(p);
    if (!is_none(high))
        flags |= flag_other(p);
    if (is_none(flags))
        return CHUNK;
    byte each[CHUNK];
    memcpy(each, &flags, sizeof each);
    size_t k = 0;
    while (!each[k])
        k++;
    return k;
}

static bool is_letter(byte c)
{
    return (byte)((c | 0x20) - 'a') < 26;
}

static bool is_numeral(const byte *text, size_t length, size_t at)
{
    char glyph = 0;
    uint32_t tricks = 0;
    if (at >= length)
        return false;
    tg_privacy_glyph(text + at, length - at, &glyph, &tricks);
    return tg_is_digit(glyph);
}

static bool starts(const byte *text, size_t length, size_t at, const char *word)
{
    size_t i = 0;
    while (word[i] && at + i < length && (text[at + i] | 0x20) == (byte)word[i])
        i++;
    return !word[i];
}

/* Whether a flagged ASCII character asks for a look. */
static bool asks(const byte *text, size_t length, size_t at)
{
    byte a = text[at], before = at ? text[at - 1] : ' ';
    if (!is_letter(a))
        return true;
    bool opens = !is_letter(before);
    switch (a | 0x20) {
    case 'v': case 'w':
        return opens && (starts(text, length, at + 1, "x") || starts(text, length, at, "wechat") || starts(text, length, at, "weixin"));
    case 's': return opens && starts(text, length, at, "swift");
    case 'b': return opens && starts(text, length, at, "bic") && !(at + 3 < length && is_letter(text[at + 3]));
    default: return strchr(" ([{", before) && at + 3 < length && strchr(" )]}", text[at + 3]) && before;
    }
}

/* The same of other characters. */
static bool asks_other(const byte *text, size_t length, size_t at)
{
    uint32_t c;
    char digit;
    if (tg_utf8_is_trail(text[at]))
        return false;
    size_t n = tg_utf8_decode(text + at, length - at, &c);
    if (c == 0x5FAE || c == 0x5A01 || c == 0x8587) /* 微 威 薇, of which 信 makes the name of a service */
        return at + 6 <= length && memcmp(text + at + 3, "信", 3) == 0;
    if (c == 0x70B9 || c == 0x3002 || c == 0xFF0E || c == 0xFF61) /* 点 and dots of other kinds, before a label */
        return at + n < length && is_letter(text[at + n]);
    if (c == 0xFF20)
        return true;
    if (!tg_is_han_digit(c, &digit))
        return is_numeral(text, length, at);
    size_t next = at + n;
    if (next < length && (text[next] == ' ' || text[next] == '-'))
        next++;
    return is_numeral(text, length, next);
}

size_t tg_privacy_next(const unsigned char *text, size_t length, size_t at)
{
    byte last[CHUNK + AHEAD];
    while (at < length) {
        size_t left = length - at, found;
        if (left >= sizeof last) {
            found = first_flag(text + at);
        } else { /* behind the last bytes there are none */
            memset(last, 0, sizeof last);
            memcpy(last, text + at, left);
            found = first_flag(last);
        }
        at += found;
        if (found < CHUNK && at < length) {
            if (text[at] < 0x80 ? asks(text, length, at) : asks_other(text, length, at))
                return at;
            at++;
        }
    }
    return length;
}
