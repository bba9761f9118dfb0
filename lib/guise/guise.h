/* Guises: what a character of a text may stand for when somebody disguises a word, as tables of a pack. They are made from
 * the character data in data/ when a pack is compiled (guise_build.c), and hold only what its words use. Unlike a fold these
 * are guesses: one character may stand for several, and whether a word so found is meant is judged afterwards (judge.c).
 * See README.md of this room. */
#ifndef TG_GUISE_GUISE_H
#define TG_GUISE_GUISE_H

#include "match/automaton.h"

/* A trait is what the table says of a code point. Of a Han character (TG_TRAIT_HAN), its classes:
 *   bits 0..8    syllable, without tone
 *   bits 9..20   shape: its four corners
 *   bits 21..30  core: the component that is not a radical
 * 0 of each: none. Of another character:
 *   bits 0..4    tg_kind
 *   bits 5..31   1 + its first guise; 0: it has none */
#define TG_TRAIT_HAN 0x80000000u

enum { TG_TRAIT_KIND_MASK = 31, TG_TRAIT_GUISE_SHIFT = 5 };

/* What a character does in a text. */
typedef enum tg_kind {
    TG_KIND_OTHER,   /* a letter of another script: it disguises nothing */
    TG_KIND_LETTER,  /* A to Z, a to z */
    TG_KIND_DIGIT,   /* 0 to 9 */
    TG_KIND_LIKE,    /* a letter or digit that looks like one of those */
    TG_KIND_MARK,    /* combines with whatever is before it */
    TG_KIND_SPACE,
    TG_KIND_BREAK,   /* ends a line */
    TG_KIND_STOP,    /* punctuation that ends sentences and parts of them */
    TG_KIND_JOIN,    /* punctuation that also stands inside words: - _ . / ' */
    TG_KIND_SIGN,    /* any other sign; emoji */
    TG_KIND_DROPPED, /* does not show */
    TG_KIND_BIDI,    /* an override of the direction */
    TG_KIND_HAN,     /* not in the table: TG_TRAIT_HAN says so */
    TG_KIND_COUNT
} tg_kind;

/* Relations between Han characters, each an equivalence. */
typedef enum tg_han_relation { TG_HAN_SOUND, TG_HAN_SHAPE, TG_HAN_CORE, TG_HAN_RELATIONS, TG_HAN_SAME } tg_han_relation;

enum {
    TG_HAN_SOUNDS = 512,
    TG_HAN_SHAPES = 4096,
    TG_HAN_CORES = 1024,
    TG_HAN_NUMERALS = 10, /* the first cores are no components: what has the value 0, 1 … 9 */
    TG_HAN_CLASSES = TG_HAN_SOUNDS + TG_HAN_SHAPES + TG_HAN_CORES,
    TG_SYLLABLE_ROOM = 8
};

/* How a unit stands for a symbol: by a trick, as itself, or not at all (a blank of the entry that the text has not). */
enum {
#define TG_X(name, bit, word) TG_HOW_##name = bit,
    TG_TRICK_LIST(TG_X)
#undef TG_X
    TG_HOW_SELF = 32,
    TG_HOW_BLANK
};

/* What a character may stand for: one symbol, or two. Those of one character follow each other. */
typedef struct tg_guise {
    uint16_t symbols[2]; /* the second is TG_SYMBOL_OTHER if there is none */
    uint16_t trick;      /* TG_HOW_* */
    uint16_t is_last;    /* of this character */
} tg_guise;

/* A Han character that has guises beside its classes: numerals. */
typedef struct tg_han_guise {
    uint32_t code_point, guise; /* 1 + the first */
} tg_han_guise;

/* A Han character taken apart. */
typedef struct tg_split {
    uint32_t parts[3]; /* folded; the third is 0 if there are two */
    uint32_t symbol;   /* of the character */
} tg_split;

/* A word under a key of its first two or three characters; see tg_han_key. */
typedef struct tg_han_word {
    uint32_t key;  /* 0: an empty place */
    uint32_t word;
} tg_han_word;

/* Sounds that many speakers do not tell apart, as a set. */
enum {
    TG_FUZZY_N = 1,  /* n-, l- and r- */
    TG_FUZZY_ZH = 2, /* zh- and z-, ch- and c-, sh- and s- */
    TG_FUZZY_NG = 4, /* -ng and -n */
    TG_FUZZY_ALL = 7
};

typedef struct tg_guises {
    const uint16_t *index;          /* TG_TABLE_INDEX */
    const uint32_t *values;         /* traits, blocks of TG_TABLE_BLOCK */
    const tg_guise *guises;
    const tg_han_guise *han_guises; /* by code point */
    const uint32_t *readings;       /* code point << 9 | syllable, in order: those beside the one in the trait */
    const char *syllables;          /* TG_HAN_SOUNDS strings of TG_SYLLABLE_ROOM, in order from number 1 */
    const uint16_t *blurred;        /* [flags * TG_HAN_SOUNDS + syllable]: the one that stands for all that sound alike */
    const uint32_t *member_starts;  /* TG_HAN_CLASSES + 1 */
    const uint16_t *members;        /* symbols that words use, by class: sounds, shapes, cores */
    const tg_split *splits;         /* by parts */
    const tg_han_word *han_words;   /* a hash table with linear probing; its size is a power of two */
    const uint64_t *keys;           /* 1 << key_bits bits, by tg_han_key and tg_key_bits */
    const uint32_t *pairs;          /* 1 << pair_bits bits, by tg_han_pair_bit */
    const uint32_t *trigrams;       /* TG_TRIGRAMS bits, by tg_trigram_bit; and as many of how words begin (tg_opens) */
    const uint32_t *common;         /* 1 << TG_COMMON_BITS bits, by tg_common_bits */
    const uint64_t *begins;         /* 1 << begin_bits words, by tg_begin_key */
    const uint32_t *spelt;          /* 1 << TG_SPELT_BITS bits, by tg_spell: what has a TG_HAN_SPELT or TG_HAN_PHRASE */
    size_t values_count, guise_count, han_guise_count, reading_count, member_count, split_count, han_word_count;
    unsigned key_bits, pair_bits, begin_bits;
    uint32_t flags;                 /* TG_GUISES_* */
} tg_guises;

enum {
    TG_GUISES_LOOSE = 1,    /* there are words to be found loosely … */
    TG_GUISES_SOUND = 2,    /* … and by sound */
    TG_GUISES_NUMERALS = 4, /* words with numerals among Han characters */
    TG_GUISES_INNER = 8     /* words of letters that may begin inside other words */
};

static inline uint32_t tg_trait_of(const tg_guises *g, uint32_t code_point)
{
    return g->values[(size_t)g->index[code_point / TG_TABLE_BLOCK] * TG_TABLE_BLOCK + code_point % TG_TABLE_BLOCK];
}

static inline tg_kind tg_trait_kind(uint32_t trait)
{
    return trait & TG_TRAIT_HAN ? TG_KIND_HAN : (tg_kind)(trait & TG_TRAIT_KIND_MASK);
}

/* The class of a Han character's trait; 0: none. */
static inline uint32_t tg_han_class(uint32_t trait, tg_han_relation relation)
{
    switch (relation) {
    case TG_HAN_SOUND: return trait & 0x1FF;
    case TG_HAN_SHAPE: return trait >> 9 & 0xFFF;
    case TG_HAN_CORE: return trait >> 21 & 0x3FF;
    case TG_HAN_SAME:
    case TG_HAN_RELATIONS: break;
    }
    return 0;
}

/* Letters are numbered from 1, the edge of a word is 0. */
enum { TG_TRIGRAMS = 27 * 27 * 27, TG_TRIGRAM_WORDS = TG_TRIGRAMS / 32 + 1 };

static inline uint32_t tg_trigram_bit(uint32_t first, uint32_t second, uint32_t third)
{
    return (first * 27 + second) * 27 + third;
}

static inline uint32_t tg_letter_number(char letter)
{
    return letter >= 'a' && letter <= 'z' ? (uint32_t)(letter - 'a') + 1 : 0;
}

/* Whether no ordinary word has this letter twice in a row: a h i j k q u v w x y. */
static inline bool tg_is_never_doubled(uint32_t letter)
{
    return letter - 'a' < 26 && 0x01F10781u >> (letter - 'a') & 1;
}

/* Whether three letters follow each other in ordinary English words. */
static inline bool tg_is_trigram(const tg_guises *g, uint32_t first, uint32_t second, uint32_t third)
{
    uint32_t bit = tg_trigram_bit(first, second, third);
    return g->trigrams[bit / 32] >> bit % 32 & 1;
}

/* Whether words begin with three letters by tg_plain_letter, repetitions as one; 0 behind the first or second: with these as
 * all letters before anything else. */
static inline bool tg_opens(const tg_guises *g, uint32_t first, uint32_t second, uint32_t third)
{
    uint32_t bit = tg_trigram_bit(first, second, third);
    return g->trigrams[TG_TRIGRAM_WORDS + bit / 32] >> bit % 32 & 1;
}

/* What a key is for. */
typedef enum tg_han_use {
    TG_HAN_BEGIN,    /* a word of three or more characters begins with two of these classes */
    TG_HAN_WHOLE,    /* a word is of two such characters, or begins with three */
    TG_HAN_END,       /* a word of four or more ends with three */
    TG_HAN_NEIGHBOURS, /* two such characters stand side by side in a word */
    TG_HAN_MASKED,    /* what shows of a word when characters are hidden; see masked.c */
    TG_HAN_SPELT,     /* a word's pinyin, or that of one of its characters, by tg_spell */
    TG_HAN_PHRASE,    /* the first word of a phrase, by tg_spell; or it and the first letter of the second one */
    TG_HAN_INNER,     /* four letters that follow each other in a word, by tg_spell of tg_plain_letter */
} tg_han_use;

/* One for letters that are taken for each other (see data.c). */
static inline uint32_t tg_plain_letter(uint32_t letter)
{
    return letter == 'l' ? 'i' : letter == 'v' ? 'u' : letter;
}

static inline bool tg_is_numeral(uint32_t trait)
{
    return trait & TG_TRAIT_HAN && (trait >> 21 & 0x3FF) - 1 < TG_HAN_NUMERALS;
}

/* Goes on with the hash of letters that spell something; begins with 0. */
static inline uint32_t tg_spell(uint32_t hash, uint32_t letter)
{
    return (hash ^ letter) * 0x01000193u + 0x9E3779B9u;
}

/* A key of two or three classes of one relation. Of TG_HAN_SAME the classes are traits, which tell characters well enough;
 * of TG_HAN_RELATIONS they are the traits of parts of one character. Never 0. */
static inline uint32_t tg_han_key(tg_han_use use, tg_han_relation relation, uint32_t a, uint32_t b, uint32_t c)
{
    uint64_t key = a * UINT64_C(0x9E3779B97F4A7C15) + b * UINT64_C(0xC2B2AE3D27D4EB4F) + c * UINT64_C(0x165667B19E3779F9) +
                   ((uint64_t)use << 3 | relation) * UINT64_C(0xD6E8FEB86659FD93);
    return (uint32_t)((key ^ key >> 29) * UINT64_C(0xBF58476D1CE4E5B9) >> 32) | 1;
}

/* The bits of a key in its word of `keys`. */
static inline uint64_t tg_key_bits(uint32_t key)
{
    return UINT64_C(1) << (key >> 1 & 63) | UINT64_C(1) << (key >> 7 & 63);
}

static inline bool tg_has_key(const tg_guises *g, uint32_t key)
{
    uint64_t bits = tg_key_bits(key);
    return (g->keys[key >> (38 - g->key_bits)] & bits) == bits;
}

/* What the bits of `begins` tell: how words begin. */
typedef enum tg_begin_use {
    TG_BEGIN_FIRST,   /* with a character of this class */
    TG_BEGIN_OTHER,   /* … and behind it one that is no Han character, or that is spelt with this letter first */
    TG_BEGIN_TWO,     /* with two of these classes, and end there … */
    TG_BEGIN_LONG,    /* … or go on */
    TG_BEGIN_THREE,   /* with these two symbols, both in the first class, and one of that class, or that is no Han character */
    TG_BEGIN_PARTS,   /* two of these traits are parts of a character */
    TG_BEGIN_TRIPLE,  /* three of these traits are neighbours in a word, by tg_triple_key */
    TG_BEGIN_LETTERS, /* with these letters; see tg_letters_key */
    TG_BEGIN_HIDDEN   /* with these letters and some that signs hide; see tg_hidden_key */
} tg_begin_use;

/* A key of two characters, each by a relation; the class by TG_HAN_SAME is the symbol. */
static inline uint64_t tg_begin_key(tg_begin_use use, tg_han_relation relation, uint32_t class, tg_han_relation second,
                                    uint32_t second_class)
{
    uint64_t key = class * UINT64_C(0x9E3779B97F4A7C15) + second_class * UINT64_C(0xC2B2AE3D27D4EB4F) +
                   ((uint32_t)use << 6 | (uint32_t)relation << 3 | second) * UINT64_C(0x165667B19E3779F9);
    return (key ^ key >> 32) * UINT64_C(0xD6E8FEB86659FD93);
}

enum { TG_LETTERS = 7 }; /* by which the beginning of a word is known, at most */

/* What a key of letters tells: words begin with these and go on with any; or these are all letters that one has at its
 * beginning, or TG_LETTERS of them. Then … */
typedef enum tg_letters_use {
    TG_LETTERS_BEGIN,
    TG_LETTERS_ALL,
    TG_LETTERS_WHOLE, /* … it ends there, */
    TG_LETTERS_INNER, /* … it ends there and other letters may be behind it, */
    TG_LETTERS_OTHER  /* … or it goes on with what is no letter */
} tg_letters_use;

/* A key of the first letters of a word, repetitions as one, by tg_spell of tg_plain_letter. */
static inline uint64_t tg_letters_key(uint32_t spelling, uint32_t count, tg_letters_use use)
{
    return tg_begin_key(TG_BEGIN_LETTERS, TG_HAN_SAME, spelling, TG_HAN_SAME, count << 3 | use);
}

enum { TG_HIDDEN = 3 }; /* letters in a row that are tried; what hides more is looked up (masked.c) */

/* A key of such letters, how many are hidden behind them, and the next one, or 0. */
static inline uint64_t tg_hidden_key(uint32_t spelling, uint32_t hidden, uint32_t next)
{
    return tg_begin_key(TG_BEGIN_HIDDEN, TG_HAN_SAME, spelling, TG_HAN_SAME, next << 2 | hidden);
}

static inline uint64_t tg_triple_key(uint32_t first, uint32_t second, uint32_t third)
{
    return tg_begin_key(TG_BEGIN_TRIPLE, TG_HAN_SAME, first * 0x9E3779B1u + second, TG_HAN_SAME, third);
}

/* The bits of a key in its word of `begins`. */
static inline uint64_t tg_begin_bits(uint64_t key)
{
    return UINT64_C(1) << (key & 63) | UINT64_C(1) << (key >> 6 & 63) | UINT64_C(1) << (key >> 12 & 63) |
           UINT64_C(1) << (key >> 18 & 63);
}

static inline bool tg_has_begin(const tg_guises *g, uint64_t key)
{
    uint64_t bits = tg_begin_bits(key);
    return (g->begins[key >> (64 - g->begin_bits)] & bits) == bits;
}

#define TG_PAIR_A 0x9E3779B1u
#define TG_PAIR_B 0x85EBCA77u
#define TG_PAIR_C 0xC2B2AE3Du

/* The bit, of those of `pairs`, of two neighbours by which something may be disguised: of TG_HAN_SOUND, words begin with two
 * of these classes; of TG_HAN_SAME (traits), they are exchanged neighbours or parts of one character. Quick to compute: each
 * Han character of a text comes here. */
static inline uint32_t tg_han_pair_bit(const tg_guises *g, tg_han_relation relation, uint32_t a, uint32_t b)
{
    return (a * TG_PAIR_A + b * TG_PAIR_B + (uint32_t)relation * TG_PAIR_C) >> (32 - g->pair_bits);
}

static inline uint32_t tg_has_han_pair(const tg_guises *g, tg_han_relation relation, uint32_t a, uint32_t b)
{
    uint32_t bit = tg_han_pair_bit(g, relation, a, b);
    return g->pairs[bit / 32] >> bit % 32 & 1;
}

enum { TG_SPELT_BITS = 16 };

static inline bool tg_is_spelt(const tg_guises *g, uint32_t spelling)
{
    uint32_t bit = spelling & ((1u << TG_SPELT_BITS) - 1);
    return g->spelt[bit / 32] >> bit % 32 & 1;
}

enum { TG_KEY_BITS_LEAST = 10, TG_KEY_BITS_MOST = 23, TG_COMMON_BITS = 21, TG_BEGIN_BITS_LEAST = 4, TG_BEGIN_BITS_MOST = 18 };

#define TG_COMMON_A 0x9E3779B1u
#define TG_COMMON_B 0x85EBCA77u
#define TG_COMMON_C 0xC2B2AE3Du
#define TG_COMMON_D 0x27D4EB2Fu

/* A pair of traits, which tell characters well enough: its two words of `common`, and the two bits of each. */
static inline void tg_common_bits(uint32_t first, uint32_t second, uint32_t *words, uint32_t *bits)
{
    uint32_t one = first * TG_COMMON_A + second * TG_COMMON_B, two = first * TG_COMMON_C + second * TG_COMMON_D;
    words[0] = one >> (37 - TG_COMMON_BITS);
    words[1] = two >> (37 - TG_COMMON_BITS);
    bits[0] = 1u << (two >> 11 & 31) | 1u << (two >> 6 & 31);
    bits[1] = 1u << (one >> 11 & 31) | 1u << (one >> 6 & 31);
}

/* Whether two characters (their traits) follow each other in ordinary text. Rarely true of others: it is a Bloom filter. */
static inline bool tg_is_common_pair(const tg_guises *g, uint32_t first, uint32_t second)
{
    uint32_t words[2], bits[2];
    tg_common_bits(first, second, words, bits);
    return ((bits[0] & ~g->common[words[0]]) | (bits[1] & ~g->common[words[1]])) == 0;
}

/* Whether a character is among the most frequent of ordinary text. */
static inline bool tg_is_frequent(const tg_guises *g, uint32_t trait)
{
    return tg_is_common_pair(g, trait, 0);
}

/* Whether two Han characters (code points and traits) sound alike, given TG_FUZZY_*. */
bool tg_sounds_alike(const tg_guises *g, uint32_t a, uint32_t a_trait, uint32_t b, uint32_t b_trait, unsigned blur);

/* The syllable of this spelling, or 0. */
uint32_t tg_syllable_find(const tg_guises *g, const char *letters, size_t length);

/* First guise of a Han character, or 0. */
uint32_t tg_han_guise_of(const tg_guises *g, uint32_t code_point);

/* Checks tables that came from a file: no index leads outside them, every list ends. */
bool tg_guises_are_valid(const tg_guises *g);

/* A word to be found in disguise: its characters, folded. */
typedef struct tg_guise_word {
    const uint32_t *code_points;
    uint32_t length;
    uint32_t word;
    uint16_t flags; /* of the tg_word: TG_WORD_LOOSE, TG_WORD_SOUND, TG_WORD_LEFT */
} tg_guise_word;

typedef struct tg_guise_store {
    tg_vector index, values, guises, han_guises, readings, syllables, blurred, member_starts, members, splits, han_words,
        keys, pairs, trigrams, common, begins, spelt;
} tg_guise_store;

/* Makes the tables for these words, from ICU and the character data. Empty ones if there are no words. */
tg_status tg_guises_build(tg_guise_store *store, const tg_allocator *allocator, const tg_fold *fold, const tg_lane *lane,
                          const tg_guise_word *words, size_t count, tg_guises *guises, tg_error *error);
void tg_guise_store_free(tg_guise_store *store);

#endif
