/* Learning a head: examples to columns of a bank; see README.md of this room. */
#ifndef TG_MODEL_LEARN_H
#define TG_MODEL_LEARN_H

#include "model/corpus.h"
#include "model/measure.h"

/* The tables of a bank with one head more, each a section of a pack. */
typedef struct tg_learnt {
    tg_vector rows, heads, labels, strings; /* int8_t, tg_head, tg_label, char */
    uint32_t bits, stride;
    tg_evaluation *evaluation; /* in cross-validation */
} tg_learnt;

void tg_learnt_init(tg_learnt *learnt, const tg_allocator *allocator);
void tg_learnt_free(tg_learnt *learnt); /* but the evaluation */

/* Learns from examples. `base` has the lane, and the heads there are already. */
tg_status tg_learn(tg_learnt *learnt, const tg_allocator *allocator, const tg_bank *base, const tg_training *training,
                   const tg_example *examples, size_t count, tg_error *error);

/* ---- steps, each in a file of its own ---- */

/* Columns while they are learnt. A head of two labels has one, of more one each. */
typedef struct tg_columns {
    size_t count;
    float *weights;      /* of the column under way */
    int8_t *quantised;   /* column by column, 2^16 each */
    double *steps;       /* what a unit of each column is worth */
    double *constants;
} tg_columns;

/* Margins of all samples, label by label (as many for a sample as there are labels), made probabilities by a scale that
 * the labels share and a shift of each, fitted so that scores are right as often as they say. */
typedef struct tg_calibration {
    double scale;
    double *shifts;
} tg_calibration;

tg_status tg_calibrate(const tg_corpus *corpus, const double *margins, const tg_allocator *allocator,
                       tg_calibration *calibration);

/* Logits of a sample in the units of a head. */
void tg_calibrated(const tg_calibration *calibration, const double *margins, size_t count, int64_t *logits);

/* The score that one of `per_mille` samples without the label exceeds, for each label: thresholds[label * FALSE_COUNT]. */
tg_status tg_find_thresholds(const tg_corpus *corpus, const double *margins, const tg_calibration *calibration,
                             const tg_allocator *allocator, uint32_t *thresholds);

#endif
