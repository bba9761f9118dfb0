/* The walk: symbols through the automaton. A filter first finds the positions at which a word may begin; between them,
 * while no word is under way, the automaton is not touched. */
#ifndef TG_MATCH_WALK_H
#define TG_MATCH_WALK_H

#include "match/automaton.h"

/* A place where words end. */
typedef struct tg_walk_hit {
    uint32_t at;     /* index of the last symbol */
    uint32_t output; /* 1 + the first of the words (tg_slot.output) */
} tg_walk_hit;

/* Walks symbols[begin, end) from *state (0 at the beginning of a text), which is updated. `candidates` is working memory
 * for end - begin + 1 positions, `hits` has room for end - begin. Returns how many hits there are. Linear time; reads no
 * symbols outside the range. */
size_t tg_walk(const tg_automaton *automaton, uint32_t *state, const uint16_t *symbols, size_t begin, size_t end,
               uint32_t *candidates, tg_walk_hit *hits);

#endif
