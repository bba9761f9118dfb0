/* The walk: symbols through the automaton. Where it stands at the root, positions whose pair of symbols begins no word are
 * skipped by the filter without touching the automaton. */
#ifndef TG_MATCH_WALK_H
#define TG_MATCH_WALK_H

#include "match/automaton.h"

/* A place where words end. */
typedef struct tg_walk_hit {
    uint32_t at;     /* index of the last symbol */
    uint32_t output; /* 1 + the first of the words (tg_slot.output) */
} tg_walk_hit;

/* Walks symbols[begin, end) from *state (0 at the beginning of a text), which is updated. `hits` has room for end - begin.
 * Returns how many were found. Linear time; never reads symbols outside the range. */
size_t tg_walk(const tg_automaton *automaton, uint32_t *state, const uint16_t *symbols, size_t begin, size_t end,
               tg_walk_hit *hits);

#endif
