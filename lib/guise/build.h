/* What the files that make guises share. */
#ifndef TG_GUISE_BUILD_H
#define TG_GUISE_BUILD_H

#include "guise/data.h"
#include "guise/guise.h"

/* Something that is said of a code point, before the order is known. */
typedef struct tg_guise_of {
    uint32_t from;
    tg_guise guise;
} tg_guise_of;

/* Two neighbours of Han characters that a text is searched for; see tg_han_pair_bit. */
typedef struct tg_han_pair {
    uint32_t relation, first, second;
} tg_han_pair;

typedef struct tg_guise_build {
    tg_guise_store *store;
    const tg_allocator *allocator;
    const tg_fold *fold;
    const tg_lane *lane;
    const tg_guise_word *words;
    size_t word_count;
    uint32_t *traits;   /* TG_CODE_POINTS */
    tg_vector found;    /* tg_guise_of */
    tg_vector classes;  /* uint64_t: class << 32 | symbol, of characters that words use */
    tg_vector keyed;    /* tg_han_word: before they are hashed; those without a word are keys only */
    tg_vector paired;   /* tg_han_pair */
    tg_vector begun;    /* uint64_t: keys of `begins` */
    uint32_t *spelt;    /* of the store … */
    uint32_t *trigrams; /* … likewise */
    uint32_t flags;
    bool no_memory;
} tg_guise_build;

/* The symbol that words use for a folded code point; TG_SYMBOL_OTHER if they do not use it. */
uint16_t tg_symbol_used(const tg_lane *lane, uint32_t code_point);

/* Fills the traits: kinds by ICU, classes by the character data. Returns false if ICU fails. */
bool tg_build_traits(tg_guise_build *b);

/* Characters that are no digits or Han characters, but have a digit's value: ①, ➊, Ⅱ, ㈢, ٣. Returns how many. */
enum { TG_NUMERALS = 128 };
size_t tg_numerals_of(uint32_t value, uint32_t *out);

enum { TG_READINGS = 4 };
#define TG_NO_WORD UINT32_MAX

/* The syllables of a Han character, TG_READINGS at most; returns how many. */
size_t tg_readings_of(const tg_guise_build *b, uint32_t code_point, uint32_t *out);

/* Adds a key (see tg_han_key) for a word, or TG_NO_WORD; and a pair (see tg_han_pair_bit). */
void tg_add_key(tg_guise_build *b, uint32_t key, uint32_t word);
void tg_add_pair(tg_guise_build *b, tg_han_relation relation, uint32_t first, uint32_t second);

/* Adds a key to `begun`, or those of a word, and makes `begins` of them (begins_build.c). */
void tg_add_begin(tg_guise_build *b, uint64_t key);
void tg_add_begins_of(tg_guise_build *b, const tg_guise_word *word);
void tg_write_begins(tg_guise_build *b);

/* Adds the keys and pairs of a word (keys_build.c). */
void tg_add_keys_of(tg_guise_build *b, const tg_guise_word *word);

/* Makes what depends on the words' Han characters: members, splits, keys. */
void tg_build_han(tg_guise_build *b);

#endif
