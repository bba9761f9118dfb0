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
    uint32_t begin, end;  /* bytes */
    uint32_t word;        /* of the automaton */
    uint32_t next;        /* 1 + the next hit of the part; 0: none */
    uint64_t first, last; /* symbols */
    uint32_t match, tricks; /* how closely it agrees, as tg_match; what was undone if that is more than the fold */
} tg_part_hit;

/* The hits of a part in their order: 1 + the first and the last one; 0: none. */
typedef struct tg_part_list {
    uint32_t first, last;
} tg_part_list;

/* Called for each combination found, with one hit for each required part in the order of the entry. False: stop. */
typedef bool (*tg_combination_fn)(const tg_combination *combination, const tg_part_hit *const *parts, void *user);

/* Finds a combination among the hits; `lists` are those of its parts, in order. Linear in their hits.
 * False if `call` was. */
bool tg_combination_find(const tg_combination *combination, const tg_part_hit *hits, const tg_part_list *lists,
                         tg_combination_fn call, void *user);

#endif
