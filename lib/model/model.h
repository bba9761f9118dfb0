/* Models: what a text is like, told by sums over its n-grams. A bank is a table of int8 rows, one column a label; each n-gram
 * of a text chooses a row by its hash, and the sum of the rows, made a probability by each head, is the answer. A head is one
 * task (is it spam? of which kind?). All of it is integers, so that the same text gives the same bits on every machine. The
 * tables are sections of a pack; see README.md of this room. */
#ifndef TG_MODEL_MODEL_H
#define TG_MODEL_MODEL_H

#include "base/cpu.h"
#include "text/lane.h"

/* What a symbol is to the featuriser: a section of the pack has one for each symbol of the lane. */
typedef enum tg_feature_kind {
    TG_FEATURE_GAP,      /* blanks, what is not assigned */
    TG_FEATURE_LATIN,
    TG_FEATURE_CYRILLIC,
    TG_FEATURE_SPACED,   /* letters of other scripts that write spaces */
    TG_FEATURE_HANGUL,
    TG_FEATURE_DIGIT,
    TG_FEATURE_HAN,
    TG_FEATURE_UNSPACED, /* letters of other scripts that write none: kana, Thai … */
    TG_FEATURE_SIGN,     /* emoji, currency, and marks that tell a mood or an address: ! ? # @ % + ~ */
    TG_FEATURE_MARK,     /* other punctuation: a sign behind Han and the like, a gap behind scripts with spaces */
    TG_FEATURE_COUNT
} tg_feature_kind;

#define TG_FEATURE_BIT(kind) (UINT32_C(1) << (kind))

enum {
    TG_FEATURES_SPACED = 1 << TG_FEATURE_LATIN | 1 << TG_FEATURE_CYRILLIC | 1 << TG_FEATURE_SPACED | 1 << TG_FEATURE_HANGUL |
                      1 << TG_FEATURE_DIGIT,
    TG_FEATURES_LETTERS = (TG_FEATURES_SPACED | 1 << TG_FEATURE_HAN | 1 << TG_FEATURE_UNSPACED) & ~(1 << TG_FEATURE_DIGIT),

    TG_MODEL_HASH_BITS = 16,
    TG_MODEL_BLOCK = 16,        /* columns: rows are padded to a multiple of these */
    TG_MODEL_COLUMNS = 512,     /* at most */
    TG_MODEL_LABELS = 256,      /* of a head, at most */
    TG_MODEL_LONG = 4096,       /* features from which on a text counts by its mean only */
    TG_MODEL_UNIT = 4096,       /* a logit of 1: odds of two to one */
    TG_MODEL_LOGIT = 30 * TG_MODEL_UNIT, /* the greatest one counted */

    /* Shares of false alarms for which each label has a threshold. */
    TG_FALSE_ONE_IN_1000 = 0,
    TG_FALSE_ONE_IN_100,
    TG_FALSE_ONE_IN_20,
    TG_FALSE_COUNT
};

/* The column of a label whose logit is 0. */
#define TG_MODEL_NO_COLUMN UINT32_MAX

/* One task. Strings are offsets in the section MODEL_STRINGS. */
typedef struct tg_head {
    uint32_t task;
    uint32_t first_label, label_count; /* 2 at least */
    uint32_t kinds;       /* TG_FEATURE_BITs of the letters that a text must mainly have */
    uint32_t examples;    /* it was trained on */
    uint32_t accuracy, macro_f1; /* in cross-validation, parts of a million */
    uint32_t shortest, longest;  /* symbols of a text that it is for */
    uint32_t reserved;
} tg_head;

typedef struct tg_label {
    uint32_t name;
    uint32_t category;    /* "": it means that there is nothing to report */
    uint32_t column;      /* of the bank; NO_COLUMN: its logit is 0 */
    int32_t scale;        /* what a unit of the column is worth: parts of 2^16 of a logit's unit */
    int32_t bias;         /* a logit */
    uint32_t thresholds[TG_FALSE_COUNT]; /* a greater score is a false alarm in .1, 1, 5 % of texts without the label */
} tg_label;

/* Everything that a pack has of models, wherever it lies. head_count 0: nothing. */
typedef struct tg_bank {
    tg_lane lane;
    const uint8_t *kinds;  /* tg_feature_kind of each symbol; a lane's symbols are below kind_count */
    const int8_t *rows;    /* 2^bits rows of `stride` columns */
    const tg_head *heads;
    const tg_label *labels;
    const char *strings;
    size_t kind_count, row_bytes, head_count, label_count, string_bytes;
    uint32_t bits, stride;
} tg_bank;

/* Checks tables that came from a file, the lane excepted. */
bool tg_bank_is_valid(const tg_bank *bank);

/* Adds the rows that `index` names to `sums` (one for each column). The same result whatever the processor. */
typedef void (*tg_sum_fn)(const tg_bank *bank, const uint16_t *index, size_t count, int64_t *sums);
void tg_sum_scalar(const tg_bank *bank, const uint16_t *index, size_t count, int64_t *sums);
tg_sum_fn tg_sum_for(enum tg_cpu cpu);

/* Scores of a head's labels, in parts of 2^32, from the sums of `count` features. The scores add up to 2^32, nearly. */
void tg_head_scores(const tg_bank *bank, const tg_head *head, const int64_t *sums, uint64_t count, uint32_t *scores);

/* What the sums of so many features count for. The evidence grows with the root of their number, since neighbours say much
 * the same; of a long text the mean counts, as if it had TG_MODEL_LONG features. */
typedef struct tg_weight {
    int64_t parts, root; /* root: of the features of a part, in parts of 2^8 */
} tg_weight;

tg_weight tg_weight_of(uint64_t count);

/* The logit of a label. */
int64_t tg_label_logit(const tg_label *label, const int64_t *sums, const tg_weight *weight);

/* log2 of x >= 1 in parts of TG_MODEL_UNIT, by a parabola between powers of two. */
int64_t tg_log2(uint64_t x);

/* Scores as many as logits. */
void tg_softmax(const int64_t *logits, size_t count, uint32_t *scores);

/* Whether a head is for a text, of which it has `seen` symbols of each kind. */
bool tg_head_applies(const tg_head *head, const uint64_t *seen);

/* Whether the letters of a text are mainly of these kinds. */
bool tg_kinds_prevail(const uint64_t *seen, uint32_t kinds);

static inline double tg_score_of(uint32_t score)
{
    return score / 4294967296.0;
}

/* The number of the head of a task; head_count if there is none. */
size_t tg_bank_find(const tg_bank *bank, const char *task);

/* The lane of models and the kind of each of its symbols: all letters, digits and signs that Unicode has but the rarest.
 * Made by ICU; `kinds` is a vector of bytes. */
tg_status tg_model_lane_build(tg_lane_store *store, tg_vector *kinds, const tg_allocator *allocator, const tg_fold *fold,
                              tg_lane *lane);

#endif
