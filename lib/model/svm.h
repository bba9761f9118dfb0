/* One label against the others: a linear support vector machine with squared hinge loss, by dual coordinate descent (Hsieh et
 * al. 2008). It needs no learning rate and only the four operations and square roots, so that the weights are the same
 * wherever arithmetic is IEEE's. */
#ifndef TG_MODEL_SVM_H
#define TG_MODEL_SVM_H

#include "model/corpus.h"

typedef struct tg_svm {
    const tg_corpus *corpus;
    const uint32_t *chosen; /* numbers of the samples to learn from */
    size_t count;
    uint32_t label;         /* the one that is told from the others */
    double cost;            /* of an error; more fits the samples more closely */
    uint64_t seed;
} tg_svm;

/* Writes 2^16 weights and the constant. Returns TG_OK or TG_NO_MEMORY. */
tg_status tg_svm_train(const tg_svm *svm, const tg_allocator *allocator, float *weights, double *constant);

#endif
