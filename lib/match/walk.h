/* The walk: symbols through the automaton, tile by tile. Words are looked for from each position at which one may begin
 * (filter.h), many at once, so that the memory is waited for once and not at every step. Where that would not be linear, as
 * words are dense or prefixes long, the tile goes through the automaton symbol by symbol, by its failure links. */
#ifndef TG_MATCH_WALK_H
#define TG_MATCH_WALK_H

#include "match/filter.h"

/* Words that end at a place. */
typedef struct tg_walk_hit {
    uint32_t at;     /* index of the last symbol */
    uint32_t output; /* 1 + the first of the words (tg_slot_link.output), by tg_word.next the others … */
    uint32_t length; /* … of so many symbols; 0: of any length */
} tg_walk_hit;

/* Positions from which a kernel walks down the trie at once, and what it found there. */
enum { TG_WALK_GROUP = 64, TG_WALK_FOUND = 256 };

typedef struct tg_walk_group {
    uint32_t candidates[TG_WALK_GROUP];
    size_t count;
    size_t steps;                   /* that may yet be taken */
    uint32_t states[TG_WALK_FOUND]; /* where words end, the shorter ones first … */
    uint32_t depths[TG_WALK_FOUND]; /* … their lengths … */
    uint8_t from[TG_WALK_FOUND];    /* … and the numbers of their candidates */
    size_t found;
} tg_walk_group;

/* Walks from all positions of a group, a symbol deeper each round. False when there are too many steps or words. */
typedef bool (*tg_walk_fn)(const tg_slot *slots, const uint16_t *symbols, tg_walk_group *group);
bool tg_walk_scalar(const tg_slot *slots, const uint16_t *symbols, tg_walk_group *group);
#ifdef __x86_64__
bool tg_walk_avx512(const tg_slot *slots, const uint16_t *symbols, tg_walk_group *group);
#endif

/* How far a walk through a text has come. Positions are numbers of symbols in the whole text. */
typedef struct tg_walk {
    tg_filter_fn filter;
    tg_walk_fn walk;
    uint64_t from;    /* words that begin before are found, if they … */
    uint64_t until;   /* … end before this too; so are those that begin later and end before it */
    uint32_t state;   /* of the automaton, in dense text */
    unsigned dense;   /* tiles that are yet taken for dense */
} tg_walk;

/* Symbols that a tile has less than. */
enum { TG_WALK_SYMBOLS = 1 << 24 };

/* A tile of a text: symbols[0, count) of which the first is number `first`, at the text's end if `last`. Words that may go on
 * behind the tile are found in the next one: it begins at least `history` symbols before this one's end. Behind the tile
 * are TG_FILTER_AHEAD symbols TG_SYMBOL_OTHER. */
typedef struct tg_walk_tile {
    const uint16_t *symbols;
    size_t count, history;
    uint64_t first;
    bool last;
} tg_walk_tile;

/* A walk with the kernels for an automaton on a processor. */
void tg_walk_init(tg_walk *walk, const tg_automaton *automaton, tg_cpu cpu);

/* Begins a text. */
void tg_walk_start(tg_walk *walk);

/* Walks a tile. `candidates` is working memory for 2 * (tile->count + TG_FILTER_BLOCK) positions, `hits` has room for twice
 * tile->count. Returns how many hits there are: in the order of their beginnings and the longest first, or in that of
 * their ends where the text is dense. Linear time; `history` is at least the length of the longest word. */
size_t tg_walk_read(const tg_automaton *automaton, tg_walk *walk, const tg_walk_tile *tile, uint32_t *candidates,
                    tg_walk_hit *hits);

#endif
