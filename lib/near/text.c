/* Folding and normalising of texts that are compared; see text.h. */
#include "near/text.h"

#include <string.h>

#include "base/utf8.h"
#include "text/fold.h"

#include "near/data/fold.inc"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const tg_fold fold = {
    .index = fold_index,
    .values = fold_values,
    .sequences = fold_sequences,
    .pairs = fold_pairs,
    .composites = fold_composites,
    .marks = fold_marks,
    .values_count = COUNT(fold_values),
    .sequence_count = COUNT(fold_sequences),
    .pair_count = COUNT(fold_pairs),
    .mark_count = COUNT(fold_marks),
};

void tg_near_text_init(tg_near_text *text, const tg_allocator *allocator)
{
    tg_vector_init(&text->characters, allocator, sizeof(uint32_t));
    tg_vector_init(&text->begins, allocator, sizeof(uint32_t));
}

void tg_near_text_free(tg_near_text *text)
{
    tg_vector_free(&text->characters);
    tg_vector_free(&text->begins);
}

bool tg_near_is_sign(uint32_t character)
{
    return tg_fold_class(tg_fold_entry(&fold, character)) == TG_CLASS_NONE;
}

/* White space, controls and line ends; of other blanks nothing is left once they are folded, or these. */
static bool is_blank(uint32_t c)
{
    return c <= ' ' || (c >= 0x7F && c <= 0xA0) || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
           c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

/* Appends a character, for which there is room; of a run of blanks the first. */
static inline void append(tg_near_text *out, uint32_t character, size_t begin)
{
    size_t count = out->characters.count;
    uint32_t *characters = out->characters.items, *begins = out->begins.items;
    if (character <= ' ' || (character >= 0x7F && is_blank(character))) {
        if (count == 0 || characters[count - 1] == ' ')
            return;
        character = ' ';
    }
    characters[count] = character;
    begins[count] = (uint32_t)begin;
    out->characters.count = out->begins.count = count + 1;
}

/* Room for `count` more characters, and for the end. */
static bool make_room(tg_near_text *out, size_t count)
{
    return tg_vector_reserve(&out->characters, count) && tg_vector_reserve(&out->begins, count + 1);
}

/* A block of text in vectors, as compilers have them for any processor. */
enum { BLOCK = 16 };
typedef uint8_t bytes __attribute__((vector_size(BLOCK)));
typedef uint32_t wide __attribute__((vector_size(4 * BLOCK)));

static inline bool has_any(bytes set)
{
    uint64_t halves[2];
    memcpy(halves, &set, sizeof halves);
    return halves[0] | halves[1];
}

/* Folds a block of ASCII; false if there is something else, or a blank behind a blank. */
static inline bool fold_block(const unsigned char *text, bool behind_blank, size_t at, uint32_t *characters, uint32_t *begins)
{
    const wide places = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    bytes c, before;
    memcpy(&c, text, BLOCK);
    bytes blank = (bytes)(c <= ' ') | (bytes)(c == 0x7F);
    uint8_t shifted[BLOCK + 1] = {behind_blank ? 0xFF : 0};
    memcpy(shifted + 1, &blank, BLOCK);
    memcpy(&before, shifted, BLOCK);
    if (has_any((blank & before) | (bytes)(c >= 0x80)))
        return false;
    c |= (bytes)(c - 'A' < 26) & 0x20;
    c = (c & ~blank) | (blank & ' ');
    wide folded = __builtin_convertvector(c, wide), where = places + (uint32_t)at;
    memcpy(characters, &folded, sizeof folded);
    memcpy(begins, &where, sizeof where);
    return true;
}

/* Appends ASCII characters behind which is another, so that nothing combines with them. Returns where they end. */
static size_t fold_ascii(tg_near_text *out, const char *text, size_t length, size_t at)
{
    const unsigned char *p = (const unsigned char *)text;
    size_t count = out->characters.count;
    uint32_t *characters = out->characters.items, *begins = out->begins.items;
    while (at + 1 < length && (p[at] | p[at + 1]) < 0x80) {
        bool behind_blank = count == 0 || characters[count - 1] == ' ';
        if (at + BLOCK < length && p[at + BLOCK] < 0x80 &&
            fold_block(p + at, behind_blank, at, characters + count, begins + count)) {
            count += BLOCK;
            at += BLOCK;
            continue;
        }
        for (size_t end = at + BLOCK; at < end && at + 1 < length && (p[at] | p[at + 1]) < 0x80; at++) {
            uint32_t c = p[at] >= 'A' && p[at] <= 'Z' ? p[at] | 0x20u : p[at] <= ' ' || p[at] == 0x7F ? ' ' : p[at];
            characters[count] = c;
            begins[count] = (uint32_t)at;
            count += c != ' ' || (count > 0 && characters[count - 1] != ' ');
        }
    }
    out->characters.count = out->begins.count = count;
    return at;
}

/* Most characters fold to one and nothing combines with them; they are kept back until what follows is seen. A byte is at
 * most one such character, so that there is always room for what follows. */
static bool fold_text(tg_near_text *out, const char *text, size_t length)
{
    const uint32_t none = UINT32_MAX;
    const unsigned char *p = (const unsigned char *)text;
    uint32_t kept = none;
    size_t kept_at = 0, next;
    tg_fold_unit unit;
    for (size_t at = 0; at < length; at = next) {
        uint32_t c;
        if (kept == none)
            at = fold_ascii(out, text, length, at);
        next = at + tg_utf8_decode(p + at, length - at, &c);
        uint32_t entry = tg_fold_entry(&fold, c);
        if (!(entry & (TG_FOLD_KIND_MASK | TG_FOLD_COMBINES))) {
            if (kept != none)
                append(out, kept, kept_at);
            kept = (c + entry) & TG_FOLD_VALUE_MASK;
            kept_at = at;
            continue;
        }
        if ((entry & TG_FOLD_KIND_MASK) == TG_FOLD_DROPPED)
            continue;
        if (entry & TG_FOLD_COMBINES && kept != none)
            at = kept_at;
        else if (kept != none)
            append(out, kept, kept_at);
        kept = none;
        next = tg_fold_next_unit(&fold, text, length, at, &unit);
        if (!make_room(out, unit.count + length - at))
            return false;
        for (size_t i = 0; i < unit.count; i++)
            append(out, unit.code_points[i], unit.begin);
    }
    if (kept != none)
        append(out, kept, kept_at);
    return true;
}

/* Numbers become 0, signs go. */
static void simplify(tg_near_text *text, uint32_t normalise)
{
    uint32_t *characters = text->characters.items, *begins = text->begins.items;
    size_t kept = 0;
    for (size_t i = 0; i < text->characters.count; i++) {
        uint32_t c = characters[i];
        bool is_digit = c >= '0' && c <= '9', is_mark = c == TG_LINK_MARK || c == TG_MENTION_MARK;
        if (normalise & TG_NORMALISE_SIGNS && !is_mark && tg_near_is_sign(c))
            continue;
        if (normalise & TG_NORMALISE_DIGITS && is_digit) {
            if (i > 0 && kept > 0 && characters[i - 1] >= '0' && characters[i - 1] <= '9' && characters[kept - 1] == '0')
                continue;
            c = '0';
        }
        if (i + 1 < text->characters.count || c != ' ') {
            begins[kept] = begins[i];
            characters[kept++] = c;
        }
    }
    text->characters.count = text->begins.count = kept;
}

bool tg_near_text_read(tg_near_text *out, uint32_t normalise, const char *text, size_t length)
{
    out->characters.count = out->begins.count = 0;
    if (!make_room(out, length) || !fold_text(out, text, length))
        return false;
    if (normalise & (TG_NORMALISE_LINKS | TG_NORMALISE_MENTIONS))
        tg_near_text_mark_links(out, normalise);
    if (normalise & (TG_NORMALISE_DIGITS | TG_NORMALISE_SIGNS))
        simplify(out, normalise);
    else if (out->characters.count && TG_ITEMS(&out->characters, uint32_t)[out->characters.count - 1] == ' ')
        out->characters.count = --out->begins.count;
    uint32_t end = (uint32_t)length;
    return tg_vector_append(&out->begins, &end, 1);
}
