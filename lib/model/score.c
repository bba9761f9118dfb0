/* From sums to scores, and whether tables from a file may be used; see model.h. */
#include <string.h>

#include "model/model.h"

/* floor(sqrt(n)). */
static uint32_t root_of(uint64_t n)
{
    uint64_t root = 0;
    for (uint64_t bit = n ? UINT64_C(1) << (63 - __builtin_clzll(n)) / 2 : 0; bit; bit >>= 1)
        if ((root + bit) * (root + bit) <= n)
            root += bit;
    return (uint32_t)root;
}

tg_weight tg_weight_of(uint64_t count)
{
    uint64_t parts = (count + TG_MODEL_LONG - 1) / TG_MODEL_LONG;
    return (tg_weight){.parts = (int64_t)parts, .root = parts ? root_of((count / parts) << 16) : 0};
}

int64_t tg_label_logit(const tg_label *label, const int64_t *sums, const tg_weight *weight)
{
    if (label->column == TG_MODEL_NO_COLUMN || weight->root == 0)
        return label->bias;
    int64_t sum = sums[label->column] / weight->parts;
    int64_t logit = sum * label->scale / weight->root / 256 + label->bias;
    return logit > TG_MODEL_LOGIT ? TG_MODEL_LOGIT : logit < -TG_MODEL_LOGIT ? -TG_MODEL_LOGIT : logit;
}

/* 2^(logit / UNIT) in parts of 2^-32, for logits of at most 0. The cubic agrees with the exponential to four digits. */
static uint64_t power_of(int64_t logit)
{
    uint64_t below = (uint64_t)-logit, whole = below / TG_MODEL_UNIT, part = below % TG_MODEL_UNIT;
    if (part == 0)
        return whole >= 32 ? 0 : (UINT64_C(1) << 32) >> whole;
    uint64_t x = TG_MODEL_UNIT - part; /* 2^-part = 2^x / 2, with 0 < x < 1 in parts of 2^12 */
    uint64_t cubic = 324 * x >> 12;    /* 0.0791 */
    cubic = (921 + cubic) * x >> 12;   /* 0.2249 */
    cubic = (2851 + cubic) * x >> 12;  /* 0.6960 */
    return whole >= 32 ? 0 : (4096 + cubic) << 19 >> whole;
}

int64_t tg_log2(uint64_t x)
{
    unsigned whole = 63 - (unsigned)__builtin_clzll(x);
    uint64_t part = whole >= 12 ? x >> (whole - 12) : x << (12 - whole); /* 2^12 and up to below 2^13 */
    uint64_t f = part - 4096;
    return (int64_t)(whole * UINT64_C(4096) + (f * (5515 - (f * 1419 >> 12)) >> 12));
}

void tg_softmax(const int64_t *logits, size_t count, uint32_t *scores)
{
    int64_t most = logits[0];
    uint64_t total = 0;
    for (size_t i = 1; i < count; i++)
        most = logits[i] > most ? logits[i] : most;
    for (size_t i = 0; i < count; i++)
        total += power_of(logits[i] - most);
    for (size_t i = 0; i < count; i++) {
        uint64_t power = power_of(logits[i] - most); /* below 2^33, total below 2^41 */
        uint64_t score = (power << 30) / total << 2;
        scores[i] = score > UINT32_MAX ? UINT32_MAX : (uint32_t)score;
    }
}

void tg_head_scores(const tg_bank *bank, const tg_head *head, const int64_t *sums, uint64_t count, uint32_t *scores)
{
    int64_t logits[TG_MODEL_LABELS];
    tg_weight weight = tg_weight_of(count);
    for (size_t i = 0; i < head->label_count; i++)
        logits[i] = tg_label_logit(&bank->labels[head->first_label + i], sums, &weight);
    tg_softmax(logits, head->label_count, scores);
}

bool tg_kinds_prevail(const uint64_t *seen, uint32_t kinds)
{
    uint64_t wanted = 0, others = 0;
    for (unsigned kind = 0; kind < TG_FEATURE_COUNT; kind++) {
        /* A character of a script without spaces says as much as three letters, a Hangul syllable as two. */
        uint64_t weight = kind == TG_FEATURE_HAN || kind == TG_FEATURE_UNSPACED ? 3 : kind == TG_FEATURE_HANGUL ? 2 : 1;
        if (!(TG_FEATURES_LETTERS >> kind & 1))
            continue;
        if (kinds >> kind & 1)
            wanted += weight * seen[kind];
        else
            others += weight * seen[kind];
    }
    /* Kana or Thai among Han are another language, however much Han there is. */
    if (!(kinds >> TG_FEATURE_UNSPACED & 1) && seen[TG_FEATURE_UNSPACED] * 8 > seen[TG_FEATURE_HAN])
        return false;
    return wanted > others;
}

bool tg_head_applies(const tg_head *head, const uint64_t *seen)
{
    uint64_t symbols = 0;
    for (unsigned kind = 0; kind < TG_FEATURE_COUNT; kind++)
        symbols += seen[kind];
    return symbols >= head->shortest && symbols <= head->longest && tg_kinds_prevail(seen, head->kinds);
}

size_t tg_bank_find(const tg_bank *bank, const char *task)
{
    size_t i = 0;
    while (i < bank->head_count && strcmp(bank->strings + bank->heads[i].task, task) != 0)
        i++;
    return i;
}

static bool label_is_valid(const tg_bank *bank, const tg_label *label)
{
    return label->name < bank->string_bytes && label->category < bank->string_bytes &&
           (label->column < bank->stride || label->column == TG_MODEL_NO_COLUMN) && label->scale >= -(1 << 28) &&
           label->scale <= 1 << 28 && label->bias >= -TG_MODEL_LOGIT && label->bias <= TG_MODEL_LOGIT;
}

bool tg_bank_is_valid(const tg_bank *bank)
{
    if (bank->head_count == 0)
        return true;
    if (bank->bits > TG_MODEL_HASH_BITS || bank->stride == 0 || bank->stride > TG_MODEL_COLUMNS ||
        bank->stride % TG_MODEL_BLOCK || bank->row_bytes != (size_t)bank->stride << bank->bits ||
        bank->string_bytes == 0 || bank->strings[bank->string_bytes - 1] != '\0')
        return false;
    bool valid = true;
    for (size_t i = 0; i < bank->kind_count; i++)
        valid &= bank->kinds[i] < TG_FEATURE_COUNT;
    for (size_t i = 0; i < bank->label_count; i++)
        valid &= label_is_valid(bank, &bank->labels[i]);
    for (size_t i = 0; i < bank->head_count; i++) {
        const tg_head *head = &bank->heads[i];
        valid &= head->task < bank->string_bytes && head->label_count >= 2 && head->label_count <= TG_MODEL_LABELS &&
                 head->label_count <= bank->label_count && head->first_label <= bank->label_count - head->label_count;
    }
    return valid;
}
