/* A text as words, and words as hashes of n-grams. */
#ifndef TG_LANGUAGE_WORDS_H
#define TG_LANGUAGE_WORDS_H

#include "language/language.h"

enum {
    TG_LANGUAGE_LETTERS = 32, /* of a word; more are another word */
    TG_LANGUAGE_ORDER = 5,    /* n-grams of 1 to 5 letters, and the word; in scripts without blanks of 1 and 2 */
    TG_LANGUAGE_FEATURES = (TG_LANGUAGE_LETTERS + 2) * TG_LANGUAGE_ORDER + 1
};

typedef struct tg_language_reader {
    const tg_languages *languages;
    const uint32_t *ascii; /* values of the table */
    const unsigned char *text;
    size_t length, at;
    bool is_open; /* what stands before `at` is a digit or a part of an address */
} tg_language_reader;

/* A word, or in scripts without blanks a run of letters. */
typedef struct tg_language_word {
    size_t begin, end; /* bytes */
    uint32_t script;
    uint32_t count;    /* letters */
    uint32_t letters[TG_LANGUAGE_LETTERS];
} tg_language_word;

static inline void tg_language_start(tg_language_reader *reader, const tg_languages *languages, const char *text,
                                     size_t length)
{
    *reader = (tg_language_reader){
        .languages = languages,
        .ascii = languages->letters + (size_t)languages->index[0] * TG_TABLE_BLOCK,
        .text = (const unsigned char *)text,
        .length = length,
    };
}

/* The next word; false at the end of the text. Passed over are words that a digit stands beside, as in serial numbers, and
 * the rest of what begins as an address. */
bool tg_language_next(tg_language_reader *reader, tg_language_word *word);

/* Writes the numbers of the word's rows, FEATURES at most, and returns how many. With `whole` false it is a piece of a
 * word, whose ends say nothing. */
size_t tg_language_features(const tg_language_script *script, const tg_language_word *word, bool whole,
                            uint32_t *index);

#endif
