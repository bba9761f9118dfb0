/* Languages: which a text is written in, told by its scripts and, where several languages share one, by sums over n-grams
 * of its words. The tables are sections of a pack; all of it is integers, so that the same text gives the same bits on
 * every machine. See README.md of this room. */
#ifndef TG_LANGUAGE_LANGUAGE_H
#define TG_LANGUAGE_LANGUAGE_H

#include "base/cpu.h"
#include "text/fold.h"

enum {
    TG_LANGUAGE_COLUMNS = 64,     /* of a script's table, at most; rows are padded to a multiple of BLOCK */
    TG_LANGUAGE_BLOCK = 16,
    TG_LANGUAGE_BITS = 16,        /* a table has 2^16 rows at most */
    TG_LANGUAGE_SCRIPTS = 64,
    TG_LANGUAGE_TAG = 12,
    TG_LANGUAGE_CODE = 4,
    TG_LANGUAGE_LABELS = 256,     /* of all scripts */

    /* A value of the table of letters: bits 0..20 are what to add to a code point to get its letter, the upper eight what
     * it is: one of these, or LETTER + the number of its script. */
    TG_LETTER_VALUE_MASK = 0x1FFFFF,
    TG_LETTER_SHIFT = 24,
    TG_LETTER_NONE = 0,   /* blanks, punctuation, signs */
    TG_LETTER_DIGIT,
    TG_LETTER_MARK,       /* combines with the letter before */
    TG_LETTER_SKIPPED,    /* does not show, or is a point that few write */
    TG_LETTER_OTHER,      /* of a script that no language here is written in */
    TG_LETTER_SCRIPT
};

/* A script. Its letters are one language's, or its languages are told apart by a table. */
typedef struct tg_language_script {
    uint32_t first_label, label_count;
    uint32_t rows;        /* where its table begins, in bytes */
    uint32_t bits, stride; /* 2^bits rows of `stride` columns; stride 0: there is one label only */
    uint32_t scale;       /* what a unit of the sums of one word is worth: parts of 2^16 of a logit's unit (model.h) */
    uint32_t weight;      /* what a letter counts for in shares, that of Latin being 1 */
    uint32_t is_spaced;   /* blanks divide words */
} tg_language_script;

/* A column of a table. Labels of several scripts may have the same tag: Serbian is written in two. */
typedef struct tg_language_label {
    char tag[TG_LANGUAGE_TAG];   /* BCP 47, NUL-terminated: "en", "zh-Hant"; "und": no language, but letters at random */
    char code[TG_LANGUAGE_CODE]; /* ISO 639, NUL-terminated: what the tag begins with */
} tg_language_label;

/* Everything that a pack has of languages. script_count 0: nothing. */
typedef struct tg_languages {
    const tg_fold *fold;         /* of which the pairs that compose are used */
    const uint16_t *index;       /* TG_TABLE_INDEX */
    const uint32_t *letters;     /* blocks of TG_TABLE_BLOCK */
    const tg_language_script *scripts;
    const tg_language_label *labels;
    const int8_t *rows;
    size_t letter_count, script_count, label_count, row_bytes;
} tg_languages;

/* Checks tables that came from a file. */
bool tg_languages_are_valid(const tg_languages *languages);

static inline uint32_t tg_letter_of(const tg_languages *languages, uint32_t code_point)
{
    return languages->letters[(size_t)languages->index[code_point / TG_TABLE_BLOCK] * TG_TABLE_BLOCK +
                              code_point % TG_TABLE_BLOCK];
}

/* The scripts as a model is begun with, and what a letter is. Made by ICU; `index` and `letters` are vectors of uint16_t
 * and uint32_t. */
extern const tg_language_script tg_scripts_known[];
extern const size_t tg_scripts_known_count;
tg_status tg_letters_build(tg_vector *index, tg_vector *letters, tg_error *error);

#endif
