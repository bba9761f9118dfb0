/* Clusters of near duplicates among samples; see corpus.h. */
#include <string.h>

#include "base/sort.h"
#include "model/corpus.h"

enum { BANDS = 8, ROWS = 3, PERMUTATIONS = BANDS * ROWS };

/* A band of a sample's signature; equal keys propose a pair. */
typedef struct band {
    uint64_t key;
    uint32_t sample;
} band;

static int compare_bands(const void *left, const void *right)
{
    const band *a = left, *b = right;
    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    return a->sample < b->sample ? -1 : a->sample > b->sample;
}

static void sign(const tg_count *counts, size_t size, uint32_t *signature)
{
    uint64_t state = 1;
    for (size_t k = 0; k < PERMUTATIONS; k++) {
        uint32_t a = (uint32_t)tg_random(&state, UINT32_MAX) | 1, b = (uint32_t)tg_random(&state, UINT32_MAX);
        uint32_t least = UINT32_MAX;
        for (size_t i = 0; i < size; i++) {
            uint32_t hash = counts[i].index * a + b;
            hash = (hash ^ hash >> 15) * 0x2C1B3C6D;
            least = hash < least ? hash : least;
        }
        signature[k] = least;
    }
}

static bool are_near(const tg_corpus *c, const tg_sample *a, const tg_sample *b)
{
    const tg_count *x = tg_corpus_counts(c, a), *y = tg_corpus_counts(c, b);
    size_t both = 0;
    for (size_t i = 0, k = 0; i < a->size && k < b->size;) {
        both += x[i].index == y[k].index;
        if (x[i].index <= y[k].index) {
            k += x[i].index == y[k].index;
            i++;
        } else {
            k++;
        }
    }
    return both * 10 >= (a->size + b->size - both) * 6;
}

/* The first sample of a cluster, which all of its samples lead to. */
static uint32_t root_of(const tg_sample *samples, uint32_t i)
{
    while (samples[i].cluster != i)
        i = samples[i].cluster;
    return i;
}

static void join(const tg_corpus *c, tg_sample *samples, const band *bands, size_t count)
{
    for (size_t i = 1, leader = 0; i < count; i++) {
        if (bands[i].key != bands[leader].key) {
            leader = i;
            continue;
        }
        uint32_t a = root_of(samples, bands[leader].sample), b = root_of(samples, bands[i].sample);
        if (a != b && are_near(c, &samples[bands[leader].sample], &samples[bands[i].sample])) {
            samples[a > b ? a : b].cluster = a > b ? b : a;
        }
    }
    for (size_t i = 0; i < c->samples.count; i++) /* shorten the ways */
        samples[i].cluster = root_of(samples, (uint32_t)i);
}

tg_status tg_corpus_cluster(tg_corpus *c)
{
    size_t count = c->samples.count;
    tg_sample *samples = c->samples.items;
    uint32_t *signatures = tg_allocate(&c->allocator, count * PERMUTATIONS * sizeof *signatures);
    band *bands = tg_allocate(&c->allocator, count * sizeof *bands);
    bool done = signatures && bands;
    for (size_t i = 0; i < count && done; i++)
        sign(tg_corpus_counts(c, &samples[i]), samples[i].size, signatures + i * PERMUTATIONS);
    for (size_t b = 0; b < BANDS && done; b++) {
        for (size_t i = 0; i < count; i++) {
            const uint32_t *s = signatures + i * PERMUTATIONS + b * ROWS;
            uint64_t key = (s[0] * UINT64_C(0x9E3779B97F4A7C15) + s[1]) * UINT64_C(0x9E3779B97F4A7C15) + s[2];
            bands[i] = (band){key, (uint32_t)i};
        }
        tg_sort(bands, count, sizeof *bands, compare_bands);
        join(c, samples, bands, count);
    }
    tg_release(&c->allocator, signatures, count * PERMUTATIONS * sizeof *signatures);
    tg_release(&c->allocator, bands, count * sizeof *bands);
    return done ? TG_OK : TG_NO_MEMORY;
}
