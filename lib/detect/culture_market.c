/* What is known of markets, and the marks of money and units; see culture.h. */
#include <string.h>

#include "detect/culture.h"
#include "detect/culture_territories.inc"
#include "detect/culture_marks.inc"

const tg_territory *tg_territory_find(const char *code)
{
    size_t low = 0, high = sizeof territories / sizeof *territories;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = memcmp(code, territories[middle].code, 2);
        if (order == 0)
            return &territories[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

const char *tg_language_name(const char *tag)
{
    for (size_t i = 0; i < sizeof language_names / sizeof *language_names; i++)
        if (strcmp(language_names[i][0], tag) == 0)
            return language_names[i][1];
    return tag;
}

bool tg_lists_meet(const char *a, const char *b, size_t width)
{
    for (const char *p = a; *p; p += width + (p[width] == ','))
        for (const char *q = b; *q; q += width + (q[width] == ','))
            if (memcmp(p, q, width) == 0)
                return true;
    return false;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_written(const tg_mark *mark, const char *text)
{
    if (mark->capitals)
        return memcmp(mark->word, text, mark->length) == 0;
    for (size_t i = 0; i < mark->length; i++)
        if (mark->word[i] != (text[i] >= 'A' && text[i] <= 'Z' ? (char)(text[i] | 0x20) : text[i]))
            return false;
    return true;
}

/* Bytes of the blank that begins at `at` or, with `back`, ends there; 0: there is none. No-break spaces are blanks. */
static size_t blank_at(const char *text, size_t length, size_t at, bool back)
{
    static const char *const blanks[] = {" ", "\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\x89", "\xE3\x80\x80"};
    for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++) {
        size_t n = strlen(blanks[i]);
        if (back ? at >= n && memcmp(text + at - n, blanks[i], n) == 0 : n <= length - at && memcmp(text + at, blanks[i], n) == 0)
            return n;
    }
    return 0;
}

/* Numerals that multiply the number before them: 5万円. */
static size_t multiplier_at(const char *text, size_t length, size_t at)
{
    static const char *const words[] = {"万", "萬", "亿", "億", "千", "百", "만", "천", "억"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (length - at >= 3 && memcmp(text + at, words[i], 3) == 0)
            return 3;
    return 0;
}

/* The rows of the table are in byte order of their first bytes; the sign behind % is none. */
const tg_mark *tg_mark_behind(const char *text, size_t length, size_t at, tg_range *range)
{
    at += multiplier_at(text, length, at);
    size_t blank = at < length ? blank_at(text, length, at, false) : 0;
    at += blank ? blank : at < length && text[at] == '-';
    if (at >= length)
        return NULL;
    unsigned char first = (unsigned char)text[at];
    const tg_mark *best = NULL;
    for (int round = 0; round < 2; round++) { /* capitals, too */
        for (size_t i = first_starts[first]; i < first_starts[first + 1]; i++) {
            const tg_mark *mark = &marks[i];
            size_t end = at + mark->length;
            if (end > length || (best && best->length >= mark->length) || !is_written(mark, text + at))
                continue;
            if (is_letter(mark->word[mark->length - 1]) && end < length && (is_letter(text[end]) || text[end] == '\''))
                continue;
            best = mark;
        }
        if (!is_letter(text[at]) || (first & 0x20))
            break;
        first |= 0x20;
    }
    if (best)
        *range = (tg_range){at, at + best->length};
    return best;
}

const tg_mark *tg_mark_before(const char *text, size_t at, tg_range *range)
{
    at -= blank_at(text, at, at, true);
    if (at == 0)
        return NULL;
    unsigned char last = (unsigned char)text[at - 1];
    const tg_mark *best = NULL;
    for (int round = 0; round < 2; round++) {
        for (size_t i = last_starts[last]; i < last_starts[last + 1]; i++) {
            const tg_mark *mark = &marks[by_end[i]];
            if (mark->unit || mark->length > at || (best && best->length >= mark->length))
                continue;
            size_t begin = at - mark->length;
            if (!is_written(mark, text + begin) || (is_letter(mark->word[0]) && begin > 0 && is_letter(text[begin - 1])))
                continue;
            best = mark;
        }
        if (!is_letter(text[at - 1]) || (last & 0x20))
            break;
        last |= 0x20;
    }
    if (best)
        *range = (tg_range){at - best->length, at};
    return best;
}
