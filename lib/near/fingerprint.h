/* Fingerprints: made of a set of shingles, compared, and the keys under which they are filed. See README.md of this room. */
#ifndef TG_NEAR_FINGERPRINT_H
#define TG_NEAR_FINGERPRINT_H

#include "near/minhash.h"
#include "near/shingle.h"
#include "near/text.h"

/* One thread's memory for one text. */
typedef struct tg_near_probe {
    tg_near_text text;
    tg_shingles shingles;
    tg_minhash minhash;
    tg_fingerprint print;
} tg_near_probe;

void tg_near_probe_init(tg_near_probe *probe, const tg_allocator *allocator);
void tg_near_probe_free(tg_near_probe *probe);

/* Reads a text: its characters and its set of shingles. */
tg_status tg_near_probe_read(tg_near_probe *probe, uint32_t normalise, const char *text, size_t length);

/* And makes its fingerprint. */
tg_status tg_near_probe_print(tg_near_probe *probe, uint32_t normalise, const char *text, size_t length);

/* The similarity of the text that was read and of another's characters; of empty ones 0. */
double tg_near_probe_compare(tg_near_probe *probe, const uint32_t *characters, size_t count, size_t distinct);

/* As tg_fingerprint_compare, of prints of one format and normalisation. */
double tg_near_estimate(const tg_fingerprint *a, const tg_fingerprint *b, double *error);

/* Whether two prints can be compared. */
static inline bool tg_near_agree(const tg_fingerprint *a, const tg_fingerprint *b)
{
    return a->format == b->format && a->normalise == b->normalise;
}

/* Whether the folds are the same. */
static inline bool tg_near_is_same(const tg_fingerprint *a, const tg_fingerprint *b)
{
    return a->fold[0] == b->fold[0] && a->fold[1] == b->fold[1];
}

/* The first keys that matter at a threshold, of short and of long texts, as 32-bit numbers; returns how many. */
size_t tg_near_keys(const tg_fingerprint *print, double threshold, uint32_t *keys);

#endif
