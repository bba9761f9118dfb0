/* The featuriser: a text as hashes of its n-grams and words, batch by batch. What does not tell what a text says is taken
 * away first: the digits' values, repetition, blanks where the script needs none, punctuation where it has them. */
#ifndef TG_MODEL_FEATURES_H
#define TG_MODEL_FEATURES_H

#include "model/model.h"
#include "text/view.h"

enum {
    TG_FEATURES_BATCH = 1024,  /* symbols */
    TG_FEATURES_ORDERS = 4,    /* n-grams that end with a symbol: of 1 to 4, or of 2 to 5 in scripts with spaces */
    TG_FEATURES_BEFORE = 4,    /* symbols that an n-gram reaches back */
    TG_FEATURES_LOW = 128,     /* symbols whose kinds are looked up at once */
    TG_FEATURES_STREAM = 2 * TG_FEATURES_BATCH + 2 + 32,
    TG_FEATURES_ROOM = TG_FEATURES_STREAM * TG_FEATURES_ORDERS + 2 * TG_FEATURES_STREAM
};

typedef struct tg_features {
    const tg_bank *bank;       /* of which the lane and kinds are used */
    const struct tg_run_kernels *kernels;
    uint8_t low_kinds[TG_FEATURES_LOW];
    uint16_t han_first, han_last; /* the longest row of symbols that are Han; first > last: none */
    tg_allocator allocator;
    tg_view view;
    size_t at;                 /* next symbol of the view */
    bool ended;

    tg_feature_kind kind;              /* of the last symbol; GAP before the first */
    bool gap;                  /* a gap follows it */
    uint16_t last;
    uint32_t run;              /* how often it was repeated */
    uint32_t word, before;     /* sums of the word under way, and of the one before */
    uint32_t word_length;

    uint16_t *stream;          /* BEFORE symbols of the batch before, then those of this one */
    size_t length;
    size_t run_begin;          /* where symbols of the present sort (with spaces or without) begin */
    uint16_t *index;           /* the features of this batch … */
    size_t count;              /* … and how many */

    uint64_t total;            /* features of the text so far */
    uint64_t seen[TG_FEATURE_COUNT]; /* symbols of each kind */
} tg_features;

tg_status tg_features_init(tg_features *features, const tg_allocator *allocator, const tg_bank *bank, enum tg_cpu cpu);
void tg_features_free(tg_features *features);

/* Begins a new text. */
void tg_features_start(tg_features *features);

/* Makes the next batch of features; false at the end of the text. */
bool tg_features_next(tg_features *features, const char *text, size_t length);

#endif
