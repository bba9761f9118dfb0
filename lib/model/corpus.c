/* Examples to samples; see corpus.h. */
#include "model/corpus.h"

#include <string.h>

#include "base/error.h"
#include "base/sort.h"

void tg_corpus_init(tg_corpus *c, const tg_allocator *allocator)
{
    *c = (tg_corpus){.allocator = *allocator};
    tg_vector_init(&c->counts, allocator, sizeof(tg_count));
    tg_vector_init(&c->samples, allocator, sizeof(tg_sample));
    tg_vector_init(&c->labels, allocator, sizeof(const char *));
}

void tg_corpus_free(tg_corpus *c)
{
    tg_vector_free(&c->counts);
    tg_vector_free(&c->samples);
    tg_vector_free(&c->labels);
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The place of a label in the list, or where it belongs. */
static size_t place_of(const tg_corpus *c, const char *label)
{
    size_t low = 0, high = c->labels.count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (strcmp(TG_ITEMS(&c->labels, const char *)[middle], label) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool has(const tg_corpus *c, size_t place, const char *label)
{
    return place < c->labels.count && strcmp(TG_ITEMS(&c->labels, const char *)[place], label) == 0;
}

static tg_status collect_labels(tg_corpus *c, const tg_example *examples, size_t count, tg_error *error)
{
    for (size_t i = 0; i < count; i++) {
        if (!examples[i].label || (!examples[i].text && examples[i].length))
            return tg_fail(error, TG_INVALID_ARGUMENT, "example %zu has no label or no text", i + 1);
        if (has(c, place_of(c, examples[i].label), examples[i].label))
            continue;
        if (c->labels.count == TG_MODEL_LABELS)
            return tg_fail(error, TG_LIMIT, "there are more than %d labels", TG_MODEL_LABELS);
        if (!tg_vector_append(&c->labels, &examples[i].label, 1))
            return tg_fail_no_memory(error);
        tg_sort(c->labels.items, c->labels.count, sizeof(const char *), compare_names);
    }
    if (c->labels.count < 2)
        return tg_fail(error, TG_INVALID_ARGUMENT, "two labels at least are needed");
    return TG_OK;
}

/* How often each feature of the text under way was seen, and which were. */
typedef struct tally {
    uint32_t *times;  /* one for each hash; all 0 between texts */
    uint32_t *touched;
    size_t count;
} tally;

enum { HASHES = 1 << TG_MODEL_HASH_BITS };

static int compare_numbers(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static tg_feature_kind main_kind(const uint64_t *seen)
{
    unsigned best = TG_FEATURE_LATIN;
    for (unsigned kind = 0; kind < TG_FEATURE_COUNT; kind++) {
        uint64_t weight = kind == TG_FEATURE_HAN || kind == TG_FEATURE_UNSPACED ? 3 : kind == TG_FEATURE_HANGUL ? 2 : 1;
        if (TG_FEATURES_LETTERS >> kind & 1 && weight * seen[kind] > seen[best])
            best = kind;
    }
    return (tg_feature_kind)best;
}

/* Of very long texts the first features stand for the rest. */
enum { MOST_FEATURES = 1 << 16 };

static bool read_example(tg_corpus *c, tg_features *f, tally *t, const tg_example *example)
{
    tg_features_start(f);
    t->count = 0;
    while (f->total < MOST_FEATURES && tg_features_next(f, example->text, example->length))
        for (size_t i = 0; i < f->count; i++)
            if (t->times[f->index[i]]++ == 0)
                t->touched[t->count++] = f->index[i];
    tg_sort(t->touched, t->count, sizeof *t->touched, compare_numbers);
    tg_sample sample = {
        .first = c->counts.count,
        .size = t->count,
        .total = (uint32_t)f->total,
        .label = (uint32_t)place_of(c, example->label),
        .cluster = (uint32_t)c->samples.count,
        .kind = main_kind(f->seen),
    };
    tg_count *counts = tg_vector_push(&c->counts, t->count);
    for (size_t i = 0; i < t->count; i++) {
        uint32_t index = t->touched[i], times = t->times[index];
        t->times[index] = 0;
        if (counts)
            counts[i] = (tg_count){(uint16_t)index, times > UINT16_MAX ? UINT16_MAX : (uint16_t)times};
    }
    return (counts || t->count == 0) && tg_vector_append(&c->samples, &sample, 1);
}

tg_status tg_corpus_read(tg_corpus *c, const tg_bank *bank, const tg_example *examples, size_t count,
                         const tg_teller *teller, tg_error *error)
{
    tg_features features = {.bank = NULL};
    tally t = {tg_allocate_zeroed(&c->allocator, HASHES, sizeof *t.times),
               tg_allocate(&c->allocator, HASHES * sizeof *t.touched), 0};
    tg_status status = collect_labels(c, examples, count, error);
    if (status == TG_OK)
        status = t.times && t.touched ? tg_features_init(&features, &c->allocator, bank, tg_cpu_level()) : TG_NO_MEMORY;
    for (size_t i = 0; i < count && status == TG_OK; i++) {
        if (!read_example(c, &features, &t, &examples[i]))
            status = TG_NO_MEMORY;
        else if (i % 1024 == 0 && !tg_tell(teller, (double)i / (double)count))
            status = tg_fail(error, TG_STOPPED, "stopped");
    }
    tg_features_free(&features);
    tg_release(&c->allocator, t.times, HASHES * sizeof *t.times);
    tg_release(&c->allocator, t.touched, HASHES * sizeof *t.touched);
    return status == TG_NO_MEMORY ? tg_fail_no_memory(error) : status;
}
