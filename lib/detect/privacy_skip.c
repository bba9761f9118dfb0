/* Where in a text something private may begin or be. Most of a text is passed over 16 bytes at a time (or 32, where the
 * processor has AVX2): for each byte a flag says whether the place asks for a look; what is flagged is then
 * looked at by itself. Flagged are digits, an @, a dot before a letter, "//", words behind which names of accounts
 * stand, and of Chinese two numerals in a row. */
#include <string.h>

#include "base/utf8.h"
#include "detect/privacy.h"

enum { AHEAD = 5 /* bytes that a flag looks ahead */ };

typedef unsigned char byte;

#define F(name) name##_16
#define WIDTH 16
#define TARGET
#include "detect/privacy_flags.h"
#undef F
#undef WIDTH
#undef TARGET

#if defined(__x86_64__)
#define F(name) name##_32
#define WIDTH 32
#define TARGET __attribute__((target("avx2")))
#include "detect/privacy_flags.h"
#undef F
#undef WIDTH
#undef TARGET

__attribute__((target("avx2"))) static size_t skip_32(const byte *text, size_t length, size_t at)
{
    while (length - at >= 32 + AHEAD) {
        size_t found = first_flag_32(text + at);
        at += found;
        if (found < 32)
            break;
    }
    return at;
}

bool tg_privacy_is_wide(void)
{
    return __builtin_cpu_supports("avx2");
}
#else
static size_t skip_32(const byte *text, size_t length, size_t at)
{
    (void)text;
    (void)length;
    return at;
}

bool tg_privacy_is_wide(void)
{
    return false;
}
#endif

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
    bool opens = !is_letter(before) && !tg_is_digit((char)before) && before != '/' && before != '+';
    switch (a | 0x20) {
    case 'v': case 'w':
        return opens && (starts(text, length, at + 1, "x") || starts(text, length, at, "wechat") || starts(text, length,
            at, "weixin"));
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
        return at + n < length && (is_letter(text[at + n]) || text[at + n] == 0xEF);
    if (c == 0xFF20)
        return true;
    if (!tg_is_han_digit(c, &digit))
        return is_numeral(text, length, at);
    size_t next = at + n;
    if (next < length && (text[next] == ' ' || text[next] == '-'))
        next++;
    return is_numeral(text, length, next);
}

size_t tg_privacy_next(const unsigned char *text, size_t length, size_t at, bool wide)
{
    byte last[16 + AHEAD];
    while (at < length) {
        if (wide)
            at = skip_32(text, length, at);
        size_t left = length - at, found;
        if (left >= sizeof last) {
            found = first_flag_16(text + at);
        } else { /* behind the last bytes there are none */
            memset(last, 0, sizeof last);
            memcpy(last, text + at, left);
            found = first_flag_16(last);
        }
        at += found;
        if (found < 16 && at < length) {
            if (text[at] < 0x80 ? asks(text, length, at) : asks_other(text, length, at))
                return at;
            at++;
        }
    }
    return length;
}
