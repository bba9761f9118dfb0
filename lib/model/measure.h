/* Counting answers against truths, for tg_evaluation. */
#ifndef TG_MODEL_MEASURE_H
#define TG_MODEL_MEASURE_H

#include "base/memory.h"

typedef struct tg_measure tg_measure;

/* Counts for `count` labels, whose names are copied, and at most so many examples. NULL without memory. */
tg_measure *tg_measure_new(const tg_allocator *allocator, const char *const *labels, size_t count, size_t examples);

/* The next example. `score` is that of the answer, 0..1. */
void tg_measure_add(tg_measure *measure, size_t truth, size_t answer, double score);

/* Works out the figures of what was counted; what comes back is the measure, to be freed as an evaluation. */
tg_evaluation *tg_measure_finish(tg_measure *measure);

#endif
