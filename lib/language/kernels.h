/* The inner loops over words' sums, for each kind of processor. The scalar ones say what is meant; others do the same. */
#ifndef TG_LANGUAGE_KERNELS_H
#define TG_LANGUAGE_KERNELS_H

#include "language/words.h"

typedef struct tg_language_kernels {
    /* The sums of the rows of a word: `stride` columns of `sums` are set. FEATURES rows of int8 cannot overflow. */
    void (*sum)(const int8_t *rows, size_t stride, const uint32_t *index, size_t count, int16_t *sums);

    /* Whether any stretch of `words` (COLUMNS sums each) is more than `limit` in favour of a column other than `best`. */
    bool (*is_mixed)(const int16_t *words, size_t stride, size_t count, size_t best, int16_t limit);
} tg_language_kernels;

const tg_language_kernels *tg_language_kernels_for(tg_cpu cpu);

#endif
