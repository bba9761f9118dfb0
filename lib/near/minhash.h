/* Minima of a set under many permutations: the share of minima that two sets have in common is their similarity, on
 * average. The permutations are multiplications by odd numbers and additions, modulo 2^32, of values that are hashed
 * well. */
#ifndef TG_NEAR_MINHASH_H
#define TG_NEAR_MINHASH_H

#include <stddef.h>
#include <stdint.h>

#include "base/cpu.h"

enum { TG_MINHASH = 128 };

typedef struct tg_minhash tg_minhash;

struct tg_minhash {
    uint32_t factors[TG_MINHASH], addends[TG_MINHASH];
    /* Minima of the lower halves of `hashes`. */
    void (*compute)(const tg_minhash *minhash, const uint64_t *hashes, size_t count, uint32_t *minima);
};

/* The kernel of a level of processor; of one that it has not the best that it has. */
void tg_minhash_init(tg_minhash *minhash, enum tg_cpu level);

#endif
