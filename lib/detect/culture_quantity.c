/* Numbers in a text and what stands beside them; see culture.h. */
#include "detect/culture.h"

/* The digit that begins at `at`: of ASCII, full-width, Arabic, Persian or Devanagari; -1: there is none. */
static int digit_at(const char *text, size_t length, size_t at, size_t *bytes)
{
    const unsigned char *p = (const unsigned char *)text + at;
    size_t left = length - at;
    *bytes = 1;
    if (p[0] >= '0' && p[0] <= '9')
        return p[0] - '0';
    if (p[0] < 0xD9 || left < 2)
        return -1;
    *bytes = 2;
    if (p[0] == 0xD9 && p[1] >= 0xA0 && p[1] <= 0xA9)
        return p[1] - 0xA0;
    if (p[0] == 0xDB && p[1] >= 0xB0 && p[1] <= 0xB9)
        return p[1] - 0xB0;
    *bytes = 3;
    if (p[0] == 0xE0 && left > 2 && p[1] == 0xA5 && p[2] >= 0xA6 && p[2] <= 0xAF)
        return p[2] - 0xA6;
    if (p[0] == 0xEF && left > 2 && p[1] == 0xBC && p[2] >= 0x90 && p[2] <= 0x99)
        return p[2] - 0x90;
    return -1;
}

/* Bytes of a separator within a number at `at`, if a digit follows it. */
static size_t separator_at(const char *text, size_t length, size_t at)
{
    const unsigned char *p = (const unsigned char *)text + at;
    size_t n = p[0] == '.' || p[0] == ',' || p[0] == '\''                            ? 1
               : length - at > 2 && p[0] == 0xD9 && (p[1] == 0xAB || p[1] == 0xAC)      ? 2 /* Arabic */
               : length - at > 3 && p[0] == 0xEF && p[1] == 0xBC && (p[2] == 0x8C || p[2] == 0x8E) ? 3 /* full-width */
                                                                                   : 0;
    size_t bytes;
    return n && at + n < length && digit_at(text, length, at + n, &bytes) >= 0 ? n : 0;
}

/* Reads the number that begins at `at`. */
static void read_number(const char *text, size_t length, size_t at, tg_quantity *q)
{
    size_t bytes, group = 0, groups = 0;
    bool noughts = true; /* the group under way is of them */
    q->number.begin = at;
    for (int digit; at < length;) {
        digit = digit_at(text, length, at, &bytes);
        if (digit < 0) {
            bytes = separator_at(text, length, at);
            if (!bytes)
                break;
            at += bytes;
            group = 0;
            groups++;
            noughts = true;
            continue;
        }
        if (q->count < sizeof q->digits)
            q->digits[q->count++] = (char)('0' + digit);
        noughts &= digit == 0;
        group++;
        at += bytes;
    }
    q->number.end = at;
    if (q->count > TG_QUANTITY_DIGITS)
        q->count = 0;
    if (groups && noughts && group <= 2 && q->count > group) /* 250.00 */
        q->count -= group;
    q->digits[q->count] = '\0';
}

bool tg_quantity_next(const char *text, size_t length, size_t *at, tg_quantity *q)
{
    size_t bytes, i = *at;
    while (i < length && ((unsigned char)text[i] < '0' || digit_at(text, length, i, &bytes) < 0))
        i++;
    *at = i;
    if (i == length)
        return false;
    *q = (tg_quantity){.count = 0};
    read_number(text, length, i, q);
    q->all = q->number;
    *at = q->number.end;
    tg_range before, behind;
    const tg_mark *left = tg_mark_before(text, q->number.begin, &before);
    const tg_mark *right = tg_mark_behind(text, length, q->number.end, &behind);
    q->unit = right && right->unit ? right : NULL;
    q->money = right && !right->unit ? right : NULL;
    if (right)
        q->all.end = behind.end;
    if (left && !q->unit) {
        q->all.begin = before.begin;
        q->money = q->money && q->money->currencies[3] == '\0' ? q->money : left; /* who says more: $50 CAD */
    }
    return true;
}
