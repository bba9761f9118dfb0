/* The automaton: many words found at once (Aho and Corasick, 1975), over symbols of a lane. A double-array trie (Aoe, 1989)
 * with failure links in arrays that a file can hold as they are: a state is the number of its slot, and its
 * successor under symbol s is slot base + s, if that slot's label is s. No two states have the same base, so the label
 * alone tells whose successor a slot is. See README.md of this room. */
#ifndef TG_MATCH_AUTOMATON_H
#define TG_MATCH_AUTOMATON_H

#include "base/memory.h"
#include "text/lane.h"

enum {
    TG_WORD_LONGEST = 4096,      /* symbols */
    TG_STATE_LIMIT = 1 << 28,
    TG_LABEL_NONE = 0xFFFF       /* of an empty slot, and of the root */
};

/* One state, or an empty slot: what a walk down the trie needs, eight of them in a cache line. */
typedef struct tg_slot {
    uint32_t base;
    uint16_t label;
    uint16_t depth;   /* symbols from the root, which is slot 0; TG_SLOT_* */
} tg_slot;

/* What else there is of a state. */
typedef struct tg_slot_link {
    uint32_t failure; /* the state of the longest proper suffix that is one */
    uint32_t output;  /* 1 + the first word that ends here, by tg_word.next the others; 0: none */
} tg_slot_link;

enum {
    TG_SLOT_ENDS = 0x8000, /* a word is just what leads here */
    TG_SLOT_LOOSE = 0x4000 /* that, or goes on from here, is a word with TG_WORD_LOOSE */
};

static inline uint32_t tg_slot_depth(const tg_slot *slot)
{
    return slot->depth & (TG_SLOT_LOOSE - 1u);
}

/* What a word is for. */
typedef enum tg_word_kind {
    TG_WORD_ENTRY,   /* an entry of its own: `owner` is the entry */
    TG_WORD_ALLOWED, /* a text that is allowed: `owner` is the entry */
    TG_WORD_PART,    /* of a combination: `owner` is the part */
    TG_WORD_LITERAL  /* must be there before a pattern is tried: `owner` is the pattern */
} tg_word_kind;

enum {
    TG_WORD_KIND_MASK = 3,
    TG_WORD_EXACT = 4,        /* byte for byte */
    TG_WORD_LEFT = 8,         /* its first character must not continue a word … */
    TG_WORD_RIGHT = 16,       /* … nor its last one be continued */
    TG_WORD_LEFT_SHIFT = 5,   /* tg_class of the first character, 2 bits */
    TG_WORD_RIGHT_SHIFT = 7,  /* and of the last */
    TG_WORD_LOOSE = 512,      /* also where its characters are disguised … */
    TG_WORD_SOUND = 1024,     /* … by others of the same sound … */
    TG_WORD_FUZZY_SHIFT = 11, /* … or nearly the same: TG_FUZZY_*, 3 bits */
    TG_WORD_INITIALS = 1 << 14 /* it is the initials of the word's pinyin */
};

/* A word of the automaton. */
typedef struct tg_word {
    uint32_t next;         /* 1 + another word that ends where this does, as long or shorter; 0: none */
    uint32_t owner;
    uint32_t text;         /* offset of its text as written, in the pack's strings */
    uint16_t length;       /* symbols */
    uint16_t flags;        /* tg_word_kind, TG_WORD_* */
} tg_word;

/* What words begin with, as sets by hash: a position that is in none of them is not looked at again. `singles` has the words
 * of one symbol; `pairs` and `triples` have two bits a place, whether a word is just these symbols and whether one goes on
 * behind them; `quads` has what words of four symbols and more begin with. TG_SYMBOL_OTHER is in none. */
typedef struct tg_filter {
    const uint32_t *pairs, *triples; /* 1 << pair_bits and 1 << triple_bits places of two bits, TG_BEGIN_* */
    const uint32_t *quads;           /* 1 << quad_bits bits */
    const uint32_t *singles;         /* a bit for each symbol; NULL: no word is one symbol long */
    unsigned pair_bits, triple_bits, quad_bits;
} tg_filter;

enum {
    TG_BEGIN_GOES_ON = 1,
    TG_BEGIN_IS_WORD = 2,
    TG_FILTER_BITS_LEAST = 13,
    TG_FILTER_BITS_MOST = 21,
    TG_SINGLES_WORDS = TG_SYMBOL_LIMIT / 32
};

/* A place in a set is the top bits of the sum of the symbols, each times the factor of its position. */
#define TG_HASH_FIRST 0x9E3779B1u
#define TG_HASH_SECOND 0x85EBCA77u
#define TG_HASH_THIRD 0xC2B2AE3Du
#define TG_HASH_FOURTH 0x27D4EB2Fu

typedef struct tg_automaton {
    const tg_slot *slots;
    const tg_slot_link *links; /* of each slot */
    const tg_word *words;
    size_t slot_count, word_count;
    tg_filter filter;
    uint32_t label_count; /* labels are less than this: the slots have so much room behind the greatest base */
} tg_automaton;

/* Checks an automaton that came from a file: no walk can leave it or go on for ever. Linear time. */
bool tg_automaton_is_valid(const tg_automaton *automaton);

typedef struct tg_automaton_store {
    tg_vector slots, links, pairs, triples, quads, singles;
    size_t states;
} tg_automaton_store;

/* A word to build from: its symbols, none of them TG_SYMBOL_OTHER. */
typedef struct tg_spelling {
    const uint16_t *symbols;
    uint32_t length; /* 1 .. TG_WORD_LONGEST */
    uint32_t word;   /* index */
} tg_spelling;

/* Builds the automaton. `spellings` are sorted in place; `words[].next` are set. Returns TG_OK, TG_NO_MEMORY, TG_LIMIT. */
tg_status tg_automaton_build(tg_automaton_store *store, const tg_allocator *allocator, tg_spelling *spellings,
                             size_t count, tg_word *words, tg_automaton *automaton);
void tg_automaton_store_free(tg_automaton_store *store);

#endif
