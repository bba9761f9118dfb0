/* Labelled texts as a learner sees them: counts of features, numbers of labels, and clusters of near duplicates, which must
 * not be torn apart when some texts are to test what others taught. */
#ifndef TG_MODEL_CORPUS_H
#define TG_MODEL_CORPUS_H

#include "model/features.h"

/* A feature of a text and how often it is there. */
typedef struct tg_count {
    uint16_t index, times;
} tg_count;

typedef struct tg_sample {
    size_t first, size;  /* in `counts` */
    uint32_t total;      /* features, repetitions included */
    uint32_t label;
    uint32_t cluster;    /* the same number for near duplicates */
    tg_feature_kind kind;        /* of most of its letters */
} tg_sample;

typedef struct tg_corpus {
    tg_allocator allocator;
    tg_vector counts;    /* tg_count, by index within a text */
    tg_vector samples;   /* tg_sample */
    tg_vector labels;    /* const char *, in byte order; the caller's */
} tg_corpus;

void tg_corpus_init(tg_corpus *corpus, const tg_allocator *allocator);
void tg_corpus_free(tg_corpus *corpus);

/* Told now and then how much of the work is done, 0..1; anything but 0 ends it with TG_STOPPED. */
typedef struct tg_teller {
    int (*call)(double done, void *user);
    void *user;
    double begin, share; /* of the present step in the whole */
} tg_teller;

static inline bool tg_tell(const tg_teller *teller, double done)
{
    return !teller->call || teller->call(teller->begin + teller->share * done, teller->user) == 0;
}

/* Reads all examples. The strings of the examples must outlive the corpus. */
tg_status tg_corpus_read(tg_corpus *corpus, const tg_bank *bank, const tg_example *examples, size_t count,
                         const tg_teller *teller, tg_error *error);

/* Finds the clusters: MinHash bands over the features propose pairs, and a Jaccard index of .6 of the features' sets
 * decides. */
tg_status tg_corpus_cluster(tg_corpus *corpus);

static inline const tg_sample *tg_corpus_sample(const tg_corpus *corpus, size_t i)
{
    return &TG_ITEMS(&corpus->samples, const tg_sample)[i];
}

static inline const tg_count *tg_corpus_counts(const tg_corpus *corpus, const tg_sample *sample)
{
    return TG_ITEMS(&corpus->counts, const tg_count) + sample->first;
}

/* A number from 0 to below `range`, the next of a sequence. */
static inline uint64_t tg_random(uint64_t *state, uint64_t range)
{
    uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return (z ^ z >> 31) % range;
}

#endif
