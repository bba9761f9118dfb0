/* Minima of a set under many permutations: the share of minima that two sets have in common is their similarity, on
 * average. The permutations are multiplications by odd numbers and additions, modulo 2^32, of values that are hashed well. */
#ifndef TG_NEAR_MINHASH_H
#define TG_NEAR_MINHASH_H

#include <stddef.h>
#include <stdint.h>

#include "base/cpu.h"

enum {
    TG_MINHASH_BLOCK = 128, /* permutations that are computed at once */
    TG_MINHASH_MOST = 384
};

typedef struct tg_minhash {
    uint32_t factors[TG_MINHASH_MOST], addends[TG_MINHASH_MOST];
    void (*block)(const uint64_t *hashes, size_t count, const uint32_t *factors, const uint32_t *addends,
                  uint32_t *minima);
} tg_minhash;

void tg_minhash_init(tg_minhash *minhash, enum tg_cpu level);

/* Minima of the lower halves of `hashes` under the permutations [first, first + count), multiples of TG_MINHASH_BLOCK. */
void tg_minhash_compute(const tg_minhash *minhash, const uint64_t *hashes, size_t hash_count, size_t first, size_t count,
                        uint32_t *minima);

#endif
