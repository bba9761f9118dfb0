/* The stretch of text around a digit in which numbers may stand: words of digits and letters with what divides them, their
 * disguise undone, each character with the bytes it comes from. */
#include <string.h>

#include "base/utf8.h"
#include "detect/privacy.h"

enum {
    BACK = 40,        /* bytes that a word may begin before the digit */
    SHORT_WORD = 4,   /* letters without a digit that may be part of a number: GB82 WEST 1234 */
    LONGEST_GAP = 3,  /* separators in a row */
    LONG_WORD = 14,   /* from which on letters among digits are no number's */
    LONGEST_WORD = 40
};

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Whether the first letters of the last word are one that names numbers, and no part of this one. */
static bool is_label(const tg_privacy *p, const tg_field *f, size_t first, size_t letters)
{
    tg_context_mark marks[4];
    size_t count = 0, begin = f->begin[first], end = f->end[first + letters - 1];
    tg_context_find(p->text, (tg_range){begin, end}, marks, sizeof marks / sizeof *marks, &count);
    return count > 0 && marks[0].begin == begin && marks[count - 1].end == end;
}

static size_t glyph_before(const tg_privacy *p, size_t at, char *glyph)
{
    uint32_t c, tricks = 0;
    size_t n = tg_utf8_decode_last(p->text, at, &c);
    tg_privacy_glyph(p->text + at - n, n, glyph, &tricks);
    return n;
}

/* Back over the word that the byte is in, and one short word of letters before it. */
static size_t begin_of(const tg_privacy *p, size_t at)
{
    size_t least = at > p->found + BACK ? at - BACK : p->found, n, begin = at;
    char glyph;
    while (begin > least && (n = glyph_before(p, begin, &glyph)) && (tg_is_digit(glyph) || is_letter(glyph) || glyph ==
        '\1'))
        begin -= n;
    size_t word = begin;
    if (begin > least && (n = glyph_before(p, begin, &glyph)) && glyph && glyph != '\1')
        word -= n;
    size_t letters = word, count = 0;
    while (word < begin && letters > least && count <= 3 && (n = glyph_before(p, letters, &glyph)) && is_letter(glyph)) {
        letters -= n;
        count++;
    }
    bool whole = letters <= least || !(glyph_before(p, letters, &glyph) && (is_letter(glyph) || tg_is_digit(glyph)));
    return count > 0 && count <= 3 && whole ? letters : begin;
}

static tg_field_word *last_word(tg_field *f)
{
    return &f->words[f->word_count - 1];
}

static bool is_ascii(const tg_field *f, size_t i)
{
    return f->end[i] - f->begin[i] == 1 || f->tricks[i] & TG_TRICK_WIDTH;
}

/* Divides the last word: its first `length` characters are one by themselves. */
static void divide(tg_field *f, size_t length)
{
    tg_field_word *w = last_word(f), *rest = w + 1;
    *rest = (tg_field_word){(uint8_t)(w->first + length), (uint8_t)(w->length - length), 0, 0, false};
    w->length = (uint8_t)length;
    f->word_count++;
}

static void set_kind(tg_field *f, tg_field_word *w)
{
    w->digits = true;
    for (size_t i = 0; i < w->length; i++)
        w->digits &= tg_is_digit(f->chars[w->first + i]);
}

/* Takes labels (QQ12345678) and Chinese numerals of the sentence around (第三13800138000) from the last word. */
static void finish_word(tg_privacy *p)
{
    enum { PLAIN = 5 };
    tg_field *f = &p->field;
    tg_field_word *w = last_word(f);
    const char *c = f->chars + w->first;
    size_t letters = 0, odd = 0, plain = 0, n = w->length;
    while (letters < n && is_letter(c[letters]))
        letters++;
    while (odd < n && tg_is_digit(c[odd]) && !is_ascii(f, w->first + odd))
        odd++;
    if (letters > 1 && n - letters >= (letters > 2 ? 1 : 3) && is_label(p, f, w->first, letters)) {
        divide(f, letters);
    } else if (odd && odd <= 2 && n - odd >= PLAIN) {
        for (plain = odd; plain < n && is_ascii(f, w->first + plain);)
            plain++;
        if (plain - odd >= PLAIN)
            divide(f, odd);
    }
    set_kind(f, w);
    w = last_word(f);
    for (plain = 0, letters = w->length; plain < w->length && tg_is_digit(f->chars[w->first + plain]);)
        plain++;
    while (letters > plain && is_letter(f->chars[w->first + letters - 1]))
        letters--;
    if (letters == plain && plain >= 4 && w->length - plain >= 3) { /* the sentence goes on: 13800138000and */
        divide(f, plain);
        set_kind(f, w);
        w = last_word(f);
    }
    for (plain = 0; plain < w->length && is_ascii(f, w->first + plain) && tg_is_digit(f->chars[w->first + plain]);)
        plain++;
    if (plain >= PLAIN && plain < w->length && w->length - plain <= 2 && !is_ascii(f, w->first + plain)) {
        divide(f, plain);
        set_kind(f, w);
        w = last_word(f);
    }
    set_kind(f, w);
}

static bool has_digit(const tg_field *f, const tg_field_word *w)
{
    for (size_t i = 0; i < w->length; i++)
        if (tg_is_digit(f->chars[w->first + i]))
            return true;
    return false;
}

/* Reads a word at a byte; false if there is none, or it does not fit, or it is an ordinary word. *at is moved past it. */
static bool read_word(tg_privacy *p, size_t *at, char before, size_t gap)
{
    tg_field *f = &p->field;
    size_t first = f->char_count, count = first, here = *at, length = 0, letters = 0;
    bool digits = false, follows_digits = f->word_count && (has_digit(f, &f->words[0]) || has_digit(f, last_word(f)));
    while (here < p->length) {
        char glyph;
        uint32_t tricks = 0;
        size_t n = tg_privacy_glyph(p->text + here, p->length - here, &glyph, &tricks);
        if (glyph == '\1' && length) {
            if (count > first)
                f->tricks[count - 1] |= TG_TRICK_INVISIBLE;
            here += n;
            continue;
        }
        if (!tg_is_digit(glyph) && !is_letter(glyph))
            break;
        length++;
        digits |= tg_is_digit(glyph);
        letters += is_letter(glyph);
        if (length <= LONGEST_WORD && count < TG_FIELD_CHARS) {
            f->chars[count] = (char)(glyph >= 'a' ? glyph - 'a' + 'A' : glyph);
            f->begin[count] = (uint32_t)here;
            f->end[count] = (uint32_t)(here + n);
            f->tricks[count++] = tricks;
        }
        here += n;
    }
    if (length == 0 || (!digits && length > SHORT_WORD && f->word_count))
        return false;
    if (length >= LONG_WORD && letters > 2 && digits && follows_digits) /* a key, perhaps: to be looked at by itself */
        return false;
    if (length > LONGEST_WORD || count - first < length) { /* a hash, a key: nothing of it is a number */
        *at = f->word_count ? *at : here;
        return false;
    }
    f->char_count = count;
    f->words[f->word_count++] = (tg_field_word){(uint8_t)first, (uint8_t)length, before, (uint8_t)gap, false};
    finish_word(p);
    *at = f->end[count - 1];
    return true;
}

/* Passes over separators; false if something else divides. */
static bool read_gap(const tg_privacy *p, size_t *at, char *before, size_t *gap)
{
    size_t here = *at, n;
    *before = 0;
    *gap = 0;
    while (here < p->length) {
        char glyph;
        uint32_t tricks = 0;
        n = tg_privacy_glyph(p->text + here, p->length - here, &glyph, &tricks);
        if (tg_is_digit(glyph) || is_letter(glyph))
            break;
        if (!glyph || (glyph != '\1' && ++*gap > LONGEST_GAP))
            return false;
        if (glyph != '\1' && (*before == 0 || *before == ' ' || glyph != ' '))
            *before = glyph;
        here += n;
    }
    *at = here;
    return *gap > 0;
}

static char glyph_at(const tg_privacy *p, size_t at)
{
    char glyph = 0;
    uint32_t tricks = 0;
    if (at < p->length)
        tg_privacy_glyph(p->text + at, p->length - at, &glyph, &tricks);
    return glyph;
}

void tg_field_read(tg_privacy *p, size_t at)
{
    tg_field *f = &p->field;
    f->char_count = f->word_count = f->mark_count = 0;
    f->marked = false;
    size_t here = begin_of(p, at), gap = 0, digits_end;
    char before = 0;
    if (here > p->found)
        glyph_before(p, here, &before);
    if (!read_word(p, &here, before, before != 0)) {
        f->next = here > at ? here : at + 1;
        f->behind = 0;
        return;
    }
    digits_end = here;
    while (f->word_count < TG_FIELD_WORDS - 2) {
        size_t next = here;
        if (!read_gap(p, &next, &before, &gap) || !read_word(p, &next, before, gap))
            break;
        here = next;
        if (has_digit(f, last_word(f)))
            digits_end = here;
    }
    while (f->word_count > 1 && !has_digit(f, last_word(f)) &&
        f->end[last_word(f)->first + last_word(f)->length - 1] > digits_end &&
           last_word(f)->length > 2)
        f->char_count = last_word(f)->first, f->word_count--;
    f->behind = glyph_at(p, f->end[f->char_count - 1]);
    f->next = digits_end > at ? digits_end : at + 1;
    if (f->word_count >= TG_FIELD_WORDS - 2) { /* what goes on here may have begun some words ago */
        size_t back = f->words[f->word_count - TG_FIELD_WORDS / 2].first;
        f->next = f->begin[back] > at ? f->begin[back] : f->next;
    }
    f->chars[f->char_count] = 0;
}
