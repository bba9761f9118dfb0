/* One character of a number with its disguise undone: full-width, circled and styled digits, Chinese numerals, digits
 * of other scripts, dashes and dots of all kinds. Small enough to be rules. */
#include <string.h>

#include "base/utf8.h"
#include "detect/privacy.h"

/* Sorted: Chinese numerals that are read out digit by digit, formal ones, and 幺 for one. */
static const struct { uint16_t c; char digit; } han_digits[] = {
    {0x3007, '0'}, {0x4E00, '1'}, {0x4E03, '7'}, {0x4E09, '3'}, {0x4E5D, '9'}, {0x4E8C, '2'}, {0x4E94, '5'}, {0x4F0D, '5'},
    {0x516B, '8'}, {0x516D, '6'}, {0x53C1, '3'}, {0x53C3, '3'}, {0x56DB, '4'}, {0x58F9, '1'}, {0x5E7A, '1'}, {0x634C, '8'},
    {0x67D2, '7'}, {0x7396, '9'}, {0x8086, '4'}, {0x8CB3, '2'}, {0x8D30, '2'}, {0x9646, '6'}, {0x9678, '6'}, {0x96F6, '0'},
};

bool tg_is_han_digit(uint32_t c, char *digit)
{
    size_t low = 0, high = sizeof han_digits / sizeof *han_digits;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (han_digits[middle].c < c)
            low = middle + 1;
        else
            high = middle;
    }
    bool found = low < sizeof han_digits / sizeof *han_digits && han_digits[low].c == c;
    if (found)
        *digit = han_digits[low].digit;
    return found;
}

/* Blocks of digits: the first one's code point, how many, and which digit it is. */
static const struct { uint32_t first; uint8_t count; char digit; } runs[] = {
    {0xB2, 2, '2'}, {0xB9, 1, '1'}, {0x660, 10, '0'}, {0x6F0, 10, '0'}, {0x966, 10, '0'}, {0xE50, 10, '0'}, {0x2070, 1,
        '0'},
    {0x2074, 6, '4'}, {0x2080, 10, '0'}, {0x2460, 9, '1'}, {0x2474, 9, '1'}, {0x2488, 9, '1'}, {0x24EA, 1, '0'},
    {0x24F5, 9, '1'}, {0x24FF, 1, '0'}, {0x2776, 9, '1'}, {0x2780, 9, '1'}, {0x278A, 9, '1'}, {0x3220, 9, '1'},
    {0x3280, 9, '1'}, {0x1F10B, 1, '0'}, {0x1F10C, 1, '0'},
};

static char digit_of(uint32_t c)
{
    for (size_t i = 0; i < sizeof runs / sizeof *runs; i++)
        if (c >= runs[i].first && c < runs[i].first + runs[i].count)
            return (char)(runs[i].digit + (char)(c - runs[i].first));
    if (c >= 0x1D7CE && c <= 0x1D7FF)
        return (char)('0' + (char)((c - 0x1D7CE) % 10));
    return 0;
}

static char separator_of(uint32_t c)
{
    if (c == 0xA0 || c == 0x3000 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F)
        return ' ';
    if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0x30FC || c == 0x2500 || c == 0x4E28)
        return '-';
    if (c == 0xB7 || c == 0x2022 || c == 0x30FB || c == 0x2027 || c == 0x22C5)
        return '.';
    return 0;
}

static bool is_hidden(uint32_t c)
{
    return (c >= 0x200B && c <= 0x200F) || c == 0xAD || c == 0x2060 || c == 0xFEFF || (c >= 0xFE00 && c <= 0xFE0F) ||
        c == 0x20E3;
}

size_t tg_privacy_glyph(const unsigned char *p, size_t length, char *glyph, uint32_t *tricks)
{
    static const char separators[] = " -./()+:_*#~|\t"; /* the last stands for a blank */
    uint32_t c;
    if (p[0] < 0x80) {
        bool plain = tg_is_digit((char)p[0]) || ((p[0] | 0x20) >= 'a' && (p[0] | 0x20) <= 'z');
        *glyph = plain || (p[0] && strchr(separators, p[0])) ? (char)(p[0] == '\t' ? ' ' : p[0]) : 0;
        return 1;
    }
    size_t n = tg_utf8_decode(p, length, &c);
    if (c >= 0xFF01 && c <= 0xFF5E) {
        unsigned char narrow = (unsigned char)(c - 0xFEE0);
        uint32_t none = 0;
        tg_privacy_glyph(&narrow, 1, glyph, &none);
        *tricks |= TG_TRICK_WIDTH;
        return n;
    }
    if (tg_is_han_digit(c, glyph)) {
        *tricks |= TG_TRICK_VARIANT;
        return n;
    }
    *glyph = digit_of(c);
    if (*glyph)
        *tricks |= TG_TRICK_VARIANT;
    else if (is_hidden(c)) {
        *glyph = '\1';
        *tricks |= TG_TRICK_INVISIBLE;
    } else {
        *glyph = separator_of(c);
    }
    return n;
}
