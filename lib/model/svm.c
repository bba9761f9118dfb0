/* Training one column; see svm.h. */
#include "model/svm.h"

#include <math.h>
#include <string.h>

enum { ROUNDS = 25, HASHES = 1 << TG_MODEL_HASH_BITS };

static const double enough = .05; /* the largest step of a round that is small enough to end */

typedef struct solver {
    const tg_svm *svm;
    float *weights;
    double constant;
    double *alphas;   /* for each chosen sample */
    uint32_t *order;
    double costs[2];  /* of errors on others, and on the label */
} solver;

static double dot(const solver *s, const tg_count *counts, size_t size)
{
    double sum = 0;
    for (size_t i = 0; i < size; i++)
        sum += (double)s->weights[counts[i].index] * counts[i].times;
    return sum;
}

static double square(const tg_count *counts, size_t size)
{
    double sum = 0;
    for (size_t i = 0; i < size; i++)
        sum += (double)counts[i].times * counts[i].times;
    return sum;
}

/* One sample's dual variable is made the best that it can be; returns how far it was from that. */
static double step(solver *s, uint32_t k)
{
    const tg_sample *sample = tg_corpus_sample(s->svm->corpus, s->svm->chosen[k]);
    const tg_count *counts = tg_corpus_counts(s->svm->corpus, sample);
    bool own = sample->label == s->svm->label;
    double sign = own ? 1 : -1, diagonal = .5 / s->costs[own], norm = sample->total ? 1 / sqrt((double)sample->total) : 0;
    double margin = dot(s, counts, sample->size) * norm + s->constant;
    double gradient = sign * margin - 1 + diagonal * s->alphas[k];
    if (s->alphas[k] <= 0 && gradient >= 0)
        return 0;
    double length = square(counts, sample->size) * norm * norm + 1 + diagonal;
    double alpha = s->alphas[k] - gradient / length;
    if (alpha < 0)
        alpha = 0;
    double change = (alpha - s->alphas[k]) * sign;
    s->alphas[k] = alpha;
    for (size_t i = 0; i < sample->size; i++)
        s->weights[counts[i].index] += (float)(change * norm * counts[i].times);
    s->constant += change;
    return fabs(gradient);
}

static void shuffle(uint32_t *order, size_t count, uint64_t *state)
{
    for (size_t i = count; i > 1; i--) {
        size_t k = (size_t)tg_random(state, i);
        uint32_t held = order[i - 1];
        order[i - 1] = order[k];
        order[k] = held;
    }
}

/* Errors on rare labels cost more, with the root of their rarity, so that they are not given up. */
static void set_costs(solver *s)
{
    const tg_svm *svm = s->svm;
    size_t own = 0;
    for (size_t i = 0; i < svm->count; i++)
        own += tg_corpus_sample(svm->corpus, svm->chosen[i])->label == svm->label;
    double half = (double)svm->count / 2, others = (double)(svm->count - own);
    s->costs[0] = svm->cost * sqrt(half / (others > 0 ? others : 1));
    s->costs[1] = svm->cost * sqrt(half / (own ? (double)own : 1));
}

tg_status tg_svm_train(const tg_svm *svm, const tg_allocator *allocator, float *weights, double *constant)
{
    solver s = {.svm = svm, .weights = weights};
    s.alphas = tg_allocate_zeroed(allocator, svm->count, sizeof *s.alphas);
    s.order = tg_allocate(allocator, svm->count * sizeof *s.order);
    bool done = s.alphas && s.order;
    memset(weights, 0, HASHES * sizeof *weights);
    if (done) {
        uint64_t state = svm->seed;
        set_costs(&s);
        for (size_t i = 0; i < svm->count; i++)
            s.order[i] = (uint32_t)i;
        double worst = 1;
        for (size_t round = 0; round < ROUNDS && worst > enough; round++) {
            worst = 0;
            shuffle(s.order, svm->count, &state);
            for (size_t i = 0; i < svm->count; i++) {
                double far = step(&s, s.order[i]);
                worst = far > worst ? far : worst;
            }
        }
        *constant = s.constant;
    }
    tg_release(allocator, s.alphas, svm->count * sizeof *s.alphas);
    tg_release(allocator, s.order, svm->count * sizeof *s.order);
    return done ? TG_OK : TG_NO_MEMORY;
}
