/* Combinations: several words near each other, and others not. Distances are counted in folded characters, from the first
 * word that the entry names: the other required ones must each stand within so many characters of it, not overlapping it,
 * and no excluded one may. */
#ifndef TG_RULE_COMBINATION_H
#define TG_RULE_COMBINATION_H

#include "base/memory.h"

enum { TG_COMBINATION_PARTS = 16 };

typedef struct tg_combination {
    uint32_t entry;
    uint32_t first_part; /* its parts follow each other, the required ones first */
    uint16_t required, excluded;
    uint32_t within;     /* characters */
} tg_combination;

/* Where a part was found. */
typedef struct tg_part_hit {
    uint32_t part;
    uint32_t begin, end;  /* bytes */
    uint32_t word;        /* of the automaton */
    uint64_t first, last; /* symbols */
} tg_part_hit;

/* Called for each combination found, with one hit for each required part in the order of the entry. False: stop. */
typedef bool (*tg_combination_fn)(const tg_combination *combination, const tg_part_hit *const *parts, void *user);

/* Finds combinations among the hits, which are put in order. `combination_of` tells each part's combination.
 * O(n log n) in the hits. Returns false if `call` did. */
bool tg_combination_find(const tg_combination *combinations, const uint32_t *combination_of, tg_part_hit *hits,
                         size_t count, tg_combination_fn call, void *user);

#endif
