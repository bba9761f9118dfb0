/* The inner loops of the featuriser, for each kind of processor. The scalar ones say what is meant; the others give the same. */
#ifndef TG_MODEL_RUNS_H
#define TG_MODEL_RUNS_H

#include "base/cpu.h"
#include "model/model.h"

enum {
    TG_RUN_STEP = 16,   /* symbols that take_run looks at */
    TG_RUN_REPEATS = 3  /* of a symbol; more do not count */
};

/* Multipliers of a word's symbols, by their place; words longer than 16 begin with the first again. */
extern const int16_t tg_word_multipliers[TG_RUN_STEP];

/* Symbols of one kind have numbers in a row, with few exceptions. */
typedef struct tg_run_range {
    uint16_t first, last; /* first > last: none */
} tg_run_range;

typedef struct tg_run_kernels {
    /* Copies the symbols of a range with which `symbols` begins, 16 at most, to `out`, which has room for 16, and adds to
     * *word what the first n places of a word add. Returns n; 0 too if a symbol is there more than TG_RUN_REPEATS times in a
     * row. `symbols` has 17 at least. */
    size_t (*take_run)(const uint16_t *symbols, tg_run_range range, uint16_t *out, uint32_t *word);

    /* Hashes of the n-grams that end with each of `count` symbols: index[k * count + i] is that of order least + k, with k
     * from 0 to 3 and `least` 1 or 2. There are four symbols before the first one. */
    void (*hash_run)(const uint16_t *symbols, size_t count, size_t least, uint16_t *index);
} tg_run_kernels;

const tg_run_kernels *tg_run_kernels_for(enum tg_cpu cpu);

#endif
