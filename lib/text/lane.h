/* A lane: the numbers (symbols) under which an automaton knows folded characters. The table is over code points of the
 * input, fold included, so that one look-up takes most characters from text to symbol. */
#ifndef TG_TEXT_LANE_H
#define TG_TEXT_LANE_H

#include "text/fold.h"

enum {
    TG_LANE_FLAT = 0x10000,
    TG_SYMBOL_OTHER = 0,        /* a character that no entry uses */
    TG_SYMBOL_DIRECT = 0xE000,  /* characters from here on are spelt with two symbols, lead and trail */
    TG_SYMBOL_LEAD = 0xE000,
    TG_SYMBOL_TRAIL = 0xF000,   /* 2,048 of them */
    TG_SYMBOL_LIMIT = 0xF800,
    TG_SYMBOL_DROPPED = 0xFFFE, /* in the table only: nothing */
    TG_SYMBOL_SLOW = 0xFFFF     /* in the table only: look at the folding table */
};

/* A folded character whose number the table cannot hold, since it is no one-to-one fold of itself. */
typedef struct tg_lane_extra {
    uint32_t code_point, number;
} tg_lane_extra;

typedef struct tg_lane {
    const tg_fold *fold;
    const uint16_t *index;      /* TG_TABLE_INDEX */
    const uint16_t *symbols;    /* blocks of TG_TABLE_BLOCK */
    const tg_lane_extra *extras; /* by code point */
    size_t symbols_count, extra_count;
    bool flat;                  /* the blocks of the first TG_LANE_FLAT code points stand in order, so that kernels need no
                                   index for these */
} tg_lane;

static inline uint32_t tg_lane_entry(const tg_lane *lane, uint32_t code_point)
{
    return lane->symbols[(size_t)lane->index[code_point / TG_TABLE_BLOCK] * TG_TABLE_BLOCK + code_point % TG_TABLE_BLOCK];
}

/* Writes the symbols (1 or 2) of a folded code point and returns how many. */
size_t tg_lane_spell(const tg_lane *lane, uint32_t code_point, uint16_t *out);

/* Checks a lane that came from a file, and finds out whether it is flat. */
bool tg_lane_check(tg_lane *lane);

/* The greatest symbol that a valid lane can give. */
uint32_t tg_lane_greatest(const tg_lane *lane);

typedef struct tg_lane_store {
    tg_vector index, symbols, extras;
} tg_lane_store;

/* Numbers the folded code points of `used`, a count for each code point (TG_CODE_POINTS of them), the most used first. */
tg_status tg_lane_build(tg_lane_store *store, const tg_allocator *allocator, const tg_fold *fold, const uint32_t *used,
                        tg_lane *lane);
void tg_lane_store_free(tg_lane_store *store);

#endif
