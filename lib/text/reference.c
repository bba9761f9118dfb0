/* Character references of HTML, with all of its names; see reference.h. */
#include "text/reference.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

typedef struct entity {
    uint32_t first;
    uint16_t second; /* 0: none */
    uint16_t name;   /* offset in entity_names */
    uint8_t length;
    uint8_t is_bare; /* legal without semicolon */
} entity;

#include "text/entities.inc"

enum { ENTITY_COUNT = sizeof entities / sizeof *entities };

/* What the numbers 80 to 9F mean: windows-1252, as the standard says. */
static const uint16_t windows_1252[32] = {
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D, 0x017D, 0x8F,
    0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
};

static uint32_t meaning_of(uint32_t number)
{
    if (number == 0 || number >= TG_CODE_POINTS || (number >= 0xD800 && number <= 0xDFFF))
        return TG_REPLACEMENT;
    return number >= 0x80 && number <= 0x9F ? windows_1252[number - 0x80] : number;
}

/* 0 to 15, or 16. */
static uint32_t digit_value(char c)
{
    if (c >= '0' && c <= '9')
        return (uint32_t)(c - '0');
    if (c >= 'a' && c <= 'f')
        return (uint32_t)(c - 'a') + 10;
    return c >= 'A' && c <= 'F' ? (uint32_t)(c - 'A') + 10 : 16;
}

/* After "&#". */
static size_t read_number(const char *text, size_t length, char *out, size_t *out_length)
{
    size_t at = 2;
    uint32_t base = at < length && (text[at] == 'x' || text[at] == 'X') ? 16 : 10, number = 0;
    at += base == 16;
    size_t digits = at;
    for (uint32_t digit; at < length && (digit = digit_value(text[at])) < base; at++)
        number = number < TG_CODE_POINTS ? number * base + digit : TG_CODE_POINTS;
    if (at == digits)
        return 0;
    *out_length = tg_utf8_encode(meaning_of(number), out);
    return at + (at < length && text[at] == ';');
}

/* The first entity from `low` on whose byte `at` is not below `c`, all sharing the bytes before; a name that ends there
 * is below all. `c` of 256 is above all. */
static size_t lower_bound(size_t low, size_t high, size_t at, unsigned c)
{
    const char *names = (const char *)&entity_names;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const entity *e = &entities[middle];
        if (e->length <= at || (unsigned char)names[e->name + at] < c)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Narrows the range of names that begin with the text byte by byte, remembering the last that the text has whole. */
static size_t read_name(const char *text, size_t length, char *out, size_t *out_length)
{
    const entity *best = NULL;
    size_t best_end = 0, low = 0, high = ENTITY_COUNT;
    for (size_t at = 0; at < LONGEST_ENTITY && at + 1 < length; at++) {
        unsigned char c = (unsigned char)text[at + 1];
        low = lower_bound(low, high, at, c);
        high = lower_bound(low, high, at, c + 1U);
        if (low == high)
            break;
        const entity *e = &entities[low]; /* the shortest of the range comes first */
        if (e->length != at + 1)
            continue;
        bool has_semicolon = at + 2 < length && text[at + 2] == ';';
        if (!has_semicolon && !e->is_bare)
            continue;
        best = e;
        best_end = at + 2 + has_semicolon;
    }
    if (!best)
        return 0;
    *out_length = tg_utf8_encode(best->first, out);
    if (best->second)
        *out_length += tg_utf8_encode(best->second, out + *out_length);
    return best_end;
}

/* Whether a name without its semicolon, before this byte, is only itself in an attribute: ?a=1&copy=2. */
static bool goes_on(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '=';
}

size_t tg_reference_read(const char *text, size_t length, bool in_attribute, char out[TG_REFERENCE_ROOM],
                         size_t *out_length)
{
    if (length < 2)
        return 0;
    if (text[1] == '#')
        return read_number(text, length, out, out_length);
    size_t taken = read_name(text, length, out, out_length);
    bool is_bare = taken && text[taken - 1] != ';';
    return in_attribute && is_bare && taken < length && goes_on(text[taken]) ? 0 : taken;
}
