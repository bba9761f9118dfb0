/* Margins to probabilities, and the thresholds of labels; see learn.h. */
#include <math.h>
#include <string.h>

#include "base/sort.h"
#include "model/learn.h"

enum { ROUNDS = 80, MOST_SAMPLES = 30000 };

/* Probabilities of a sample. */
static void softmax(const tg_calibration *c, const double *margins, size_t count, double *out)
{
    double most = -INFINITY, total = 0;
    for (size_t i = 0; i < count; i++) {
        out[i] = c->scale * margins[i] + c->shifts[i];
        most = out[i] > most ? out[i] : most;
    }
    for (size_t i = 0; i < count; i++) {
        out[i] = exp(out[i] - most);
        total += out[i];
    }
    for (size_t i = 0; i < count; i++)
        out[i] /= total;
}

/* The slope of the cross-entropy: slopes[0] by the scale, slopes[1 + label] by the label's shift. */
static void find_slopes(const tg_corpus *corpus, const double *margins, const tg_calibration *c, size_t every,
                        double *probabilities, double *slopes)
{
    size_t count = corpus->labels.count;
    memset(slopes, 0, (count + 1) * sizeof *slopes);
    for (size_t i = 0; i < corpus->samples.count; i += every) {
        const double *m = margins + i * count;
        uint32_t truth = tg_corpus_sample(corpus, i)->label;
        softmax(c, m, count, probabilities);
        for (size_t k = 0; k < count; k++) {
            double error = probabilities[k] - (k == truth);
            slopes[0] += error * m[k];
            slopes[1 + k] += error;
        }
    }
}

/* A step down of each parameter by itself, longer while its slope keeps its sign (Rprop). */
static void step_down(double *parameter, double slope, double *before, double *length)
{
    if (slope * *before > 0)
        *length *= 1.2;
    else if (slope * *before < 0)
        *length *= .5;
    *parameter -= slope > 0 ? *length : slope < 0 ? -*length : 0;
    *before = slope;
}

tg_status tg_calibrate(const tg_corpus *corpus, const double *margins, const tg_allocator *allocator, tg_calibration *c)
{
    size_t count = corpus->labels.count, room = 4 * (count + 1);
    size_t every = (corpus->samples.count + MOST_SAMPLES - 1) / MOST_SAMPLES;
    double *memory = tg_allocate_zeroed(allocator, room, sizeof *memory);
    if (!memory)
        return TG_NO_MEMORY;
    double *slopes = memory, *before = slopes + count + 1, *lengths = before + count + 1,
           *probabilities = lengths + count + 1;
    c->scale = 2;
    for (size_t i = 0; i <= count; i++)
        lengths[i] = .2;
    for (size_t i = 0; i < count; i++)
        c->shifts[i] = 0;
    for (size_t round = 0; round < ROUNDS; round++) {
        find_slopes(corpus, margins, c, every, probabilities, slopes);
        step_down(&c->scale, slopes[0], &before[0], &lengths[0]);
        if (c->scale < .01)
            c->scale = .01;
        for (size_t i = 0; i < count; i++)
            step_down(&c->shifts[i], slopes[1 + i], &before[1 + i], &lengths[1 + i]);
    }
    tg_release(allocator, memory, room * sizeof *memory);
    return TG_OK;
}

void tg_calibrated(const tg_calibration *c, const double *margins, size_t count, int64_t *logits)
{
    static const double units = 1.4426950408889634 * TG_MODEL_UNIT;
    for (size_t i = 0; i < count; i++) {
        double logit = (c->scale * margins[i] + c->shifts[i]) * units;
        double most = TG_MODEL_LOGIT;
        logits[i] = (int64_t)(logit > most ? most : logit < -most ? -most : logit);
    }
}

static int compare_down(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x > y ? -1 : x < y;
}

tg_status tg_find_thresholds(const tg_corpus *corpus, const double *margins, const tg_calibration *calibration,
                             const tg_allocator *allocator, uint32_t *thresholds)
{
    static const size_t per_mille[TG_FALSE_COUNT] = {1, 10, 50};
    size_t labels = corpus->labels.count, samples = corpus->samples.count;
    uint32_t *scores = tg_allocate(allocator, samples * labels * sizeof *scores);
    uint32_t *others = tg_allocate(allocator, samples * sizeof *others);
    bool done = scores && others;
    for (size_t i = 0; i < samples && done; i++) {
        int64_t logits[TG_MODEL_LABELS];
        tg_calibrated(calibration, margins + i * labels, labels, logits);
        tg_softmax(logits, labels, scores + i * labels);
    }
    for (size_t k = 0; k < labels && done; k++) {
        size_t count = 0;
        for (size_t i = 0; i < samples; i++)
            if (tg_corpus_sample(corpus, i)->label != k)
                others[count++] = scores[i * labels + k];
        tg_sort(others, count, sizeof *others, compare_down);
        for (size_t t = 0; t < TG_FALSE_COUNT; t++)
            thresholds[k * TG_FALSE_COUNT + t] = count ? others[count * per_mille[t] / 1000] : 0;
    }
    tg_release(allocator, scores, samples * labels * sizeof *scores);
    tg_release(allocator, others, samples * sizeof *others);
    return done ? TG_OK : TG_NO_MEMORY;
}
