/* Folding: what remains of a text when case, width, traditional forms, compatibility forms and invisible characters are
 * taken away (Unicode NFKC_Casefold, then traditional to simplified Chinese), such that canonically equivalent texts fold
 * alike. The tables are made by ICU when a pack is compiled (fold_build.c) and live in the pack; nothing here calls ICU.
 * See README.md of this room. */
#ifndef TG_TEXT_FOLD_H
#define TG_TEXT_FOLD_H

#include "text/table.h"

/* A value of the table, for one code point:
 *   bits 0..20   what to add to the code point to get the one it folds to (so that most blocks of the table are the
 *                same), or where its sequence begins in `sequences`
 *   bits 21..22  how it folds: TG_FOLD_KEPT …
 *   bit  23      may combine with what stands before it (the fold's first character does)
 *   bits 24..26  what the fold took away: TG_FOLD_CASE …
 *   bits 27..28  tg_class: how it joins its neighbours to words */
enum {
    TG_FOLD_VALUE_MASK = 0x1FFFFF,
    TG_FOLD_KIND_MASK = 3 << 21,
    TG_FOLD_ONE = 0 << 21,      /* to one code point */
    TG_FOLD_DROPPED = 1 << 21,  /* to nothing */
    TG_FOLD_SEQUENCE = 2 << 21, /* to the sequence whose length is its first item */
    TG_FOLD_COMBINES = 1 << 23,
    TG_FOLD_CASE = 1 << 24,
    TG_FOLD_WIDTH = 1 << 25,
    TG_FOLD_VARIANT = 1 << 26,
    TG_FOLD_CLASS_SHIFT = 27
};

/* Neighbours of the same class, other than NONE, belong to one word. */
typedef enum tg_class {
    TG_CLASS_NONE,    /* blanks, punctuation, symbols */
    TG_CLASS_SPACED,  /* letters, marks and digits of scripts that write spaces between words */
    TG_CLASS_HANGUL,  /* written with spaces, but particles are joined to the word's end */
    TG_CLASS_UNSPACED /* Han, kana, Thai … */
} tg_class;

/* Two code points and what they compose to; canonical, without Hangul, which is computed. */
typedef struct tg_fold_pair {
    uint32_t first, second, composite;
} tg_fold_pair;

enum {
    TG_FOLD_LONGEST = 32,     /* code points that one folds to, at most (Unicode 15: 18) */
    TG_FOLD_UNIT_MARKS = 30,  /* combining characters after one base; more begin anew (Stream-Safe Text, UAX #15) */
    TG_FOLD_UNIT = TG_FOLD_LONGEST * 4 + TG_FOLD_UNIT_MARKS * 8 /* code points that a unit folds to, at most */
};

/* The tables, wherever they lie. */
typedef struct tg_fold {
    const uint16_t *index;      /* TG_TABLE_INDEX: block of each 128 code points */
    const uint32_t *values;     /* blocks of TG_TABLE_BLOCK */
    const uint32_t *sequences;  /* code point | combining class << 24 where it is not the code point's own (see 0345) */
    const tg_fold_pair *pairs;  /* by first, second */
    const uint32_t *composites; /* indices into `pairs` by composite */
    const uint32_t *marks;      /* code point | combining class << 24, by code point; those with a class other than 0 */
    size_t values_count, sequence_count, pair_count, mark_count;
} tg_fold;

static inline uint32_t tg_fold_entry(const tg_fold *fold, uint32_t code_point)
{
    return fold->values[(size_t)fold->index[code_point / TG_TABLE_BLOCK] * TG_TABLE_BLOCK + code_point % TG_TABLE_BLOCK];
}

static inline tg_class tg_fold_class(uint32_t entry)
{
    return (tg_class)(entry >> TG_FOLD_CLASS_SHIFT & 3);
}

/* What a code point folds to if that is one; otherwise itself. */
static inline uint32_t tg_fold_of_one(const tg_fold *fold, uint32_t code_point)
{
    uint32_t entry = tg_fold_entry(fold, code_point);
    return (entry & TG_FOLD_KIND_MASK) == TG_FOLD_ONE ? (code_point + entry) & TG_FOLD_VALUE_MASK : code_point;
}

/* A character with all that combines with it, folded. */
typedef struct tg_fold_unit {
    uint32_t code_points[TG_FOLD_UNIT];
    size_t count;      /* of code_points; 0 if everything was dropped */
    size_t begin, end; /* of the bytes that are left of it, without dropped characters around */
} tg_fold_unit;

/* Folds the unit that begins at byte `at` < length and returns where the next one begins: behind the characters that
 * combine with it and behind dropped ones. */
size_t tg_fold_next_unit(const tg_fold *fold, const char *text, size_t length, size_t at, tg_fold_unit *unit);

/* Appends the fold of a text to `out` (uint32_t code points). False without memory. */
bool tg_fold_text(const tg_fold *fold, const char *text, size_t length, tg_vector *out);

/* Checks tables that came from a file: no value leads outside them, no unit can overflow. */
bool tg_fold_is_valid(const tg_fold *fold);

/* Tables made by ICU; `store` owns them. */
typedef struct tg_fold_store {
    tg_vector index, values, sequences, pairs, composites, marks;
} tg_fold_store;

tg_status tg_fold_build(tg_fold_store *store, const tg_allocator *allocator, tg_fold *fold, tg_error *error);
void tg_fold_store_free(tg_fold_store *store);

/* The version of Unicode that tg_fold_build follows, such as "14.0". Writes to `out` of 16 bytes. */
void tg_fold_unicode_version(char *out);

#endif
