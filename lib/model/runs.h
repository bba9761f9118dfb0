/* The featuriser's inner loops for each kind of processor. The scalar ones say what is meant; the others give the same. */
#ifndef TG_MODEL_RUNS_H
#define TG_MODEL_RUNS_H

#include "model/features.h"

enum {
    TG_WORD_PERIOD = 16, /* words that are longer begin with the first multiplier again */
    TG_BREAK = 0xFFFF    /* in the stream, the end of a word of a script with spaces */
};

/* Multipliers of a word's symbols by their place, so often that 32 can be read from any of the first 16. */
extern const int16_t tg_word_multipliers[3 * TG_WORD_PERIOD];

static inline uint32_t tg_word_part(uint32_t symbol, uint32_t place)
{
    return (uint32_t)((int16_t)symbol * tg_word_multipliers[place % TG_WORD_PERIOD]);
}

/* The word under way is over: it and its pair with the one before are features. */
void tg_features_end_word(tg_features *features);

typedef struct tg_run_kernels {
    /* Hashes of the n-grams that end with each of `count` symbols: index[k * count + i] is that of order least + k, with k
     * from 0 to 3 and `least` 1 or 2. There are four symbols before the first one. */
    void (*hash)(const uint16_t *symbols, size_t count, size_t least, uint16_t *index);

    /* Reads many symbols at once, 33 at least being there; returns how many, 0 where they need a closer look. May be
     * NULL. */
    size_t (*read)(tg_features *features, const uint16_t *symbols);
} tg_run_kernels;

const tg_run_kernels *tg_run_kernels_for(enum tg_cpu cpu);

#endif
