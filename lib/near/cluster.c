/* Clusters of many texts: each is read once for its keys, then key by key those that have one in common are compared, with
 * the texts read again. Of a text there are kept its keys, a small sketch that spares most comparisons, and the result. */
#include "near/cluster.h"

#include <math.h>
#include <pthread.h>
#include <string.h>

#include "near/fingerprint.h"
#include "near/run.h"

enum {
    SKETCH = 4,        /* words */
    LEADERS = 8,       /* texts of one key that are not alike, with which the others are compared */
    LOCKS = 64,
    STEP = 4096        /* texts between two calls of the progress function */
};

/* What is kept of a text for comparing: the fine sketch of its fingerprint, folded to 128 bits, and its size. */
typedef struct sketch {
    uint32_t parity[SKETCH], shingles;
} sketch;

typedef struct clustering {
    const tg_clustering *options;
    tg_text_fn text;
    const tg_allocator *allocator;
    tg_cluster_member *members;
    size_t count;
    uint32_t *keys;        /* [band][text] */
    size_t bands;          /* of short texts; what longer ones have more is in `more` */
    sketch *sketches;
    tg_vector more;        /* uint64_t: entries */
    pthread_mutex_t locks[LOCKS]; /* of members[i].of and .similarity, by i */
    pthread_mutex_t roots;        /* of members[].cluster */
    uint64_t done, total;  /* steps; of the first thread */
} clustering;

/* One thread's part. */
typedef struct worker {
    clustering *c;
    unsigned number;
    size_t band;           /* that is worked on; c->bands: the entries in `more` */
    tg_near_probe leader, other;
    size_t leader_index;   /* text that `leader` has read; SIZE_MAX: none */
    uint64_t *entries;     /* of the band, just as many as there are */
    size_t entry_count;
    tg_vector spare;       /* uint64_t */
    tg_vector more;        /* uint64_t */
    tg_status status;
} worker;

/* ---- one pair ---- */

static tg_status read_text(worker *w, size_t index, tg_near_probe *probe)
{
    const char *text = NULL;
    size_t length = 0;
    tg_status status = w->c->text(w->c->options->user, w->number, index, &text, &length);
    if (status == TG_OK && (length > UINT32_MAX - 1 || (!text && length)))
        status = TG_LIMIT;
    return status == TG_OK ? tg_near_probe_read(probe, w->c->options->normalise, text, length) : status;
}

/* Whether the sketches rule out that two texts are similar: their sizes differ too much, or more bits do than at the
 * threshold shingles can flip, or four and a half standard deviations more than they are expected to. */
static bool are_apart(const clustering *c, uint32_t a, uint32_t b)
{
    enum { BITS = SKETCH * 32, FULL = 256 };
    const sketch *x = &c->sketches[a], *y = &c->sketches[b];
    double threshold = c->options->threshold, smaller = x->shingles, larger = y->shingles;
    if (smaller > larger) {
        smaller = y->shingles;
        larger = x->shingles;
    }
    if (smaller < larger * threshold)
        return true;
    if (larger > FULL)
        return false; /* of those the sketch has a sample, which may be another than the other's */
    int differing = 0;
    for (size_t i = 0; i < SKETCH; i++)
        differing += __builtin_popcount(x->parity[i] ^ y->parity[i]);
    double flips = (smaller + larger) * (1 - threshold) / (1 + threshold), rest = exp(-2 * flips / BITS);
    return differing > flips + 1 || differing > BITS / 2 * (1 - rest) + 4.5 * sqrt(BITS / 4 * (1 - rest * rest));
}

/* What was found of a pair, noted at both; `earlier` < `later`. */
static void note(clustering *c, uint32_t text, uint32_t of, float similarity)
{
    pthread_mutex_t *lock = &c->locks[text % LOCKS];
    tg_cluster_member *m = &c->members[text];
    pthread_mutex_lock(lock);
    bool is_earlier = of < text, had_earlier = m->of < text, had_none = m->of == text;
    bool better = is_earlier != had_earlier ? is_earlier
                                            : similarity > m->similarity || (similarity >= m->similarity && of < m->of);
    if (had_none || better) {
        m->of = of;
        m->similarity = similarity;
    }
    pthread_mutex_unlock(lock);
}

static uint32_t root_of(tg_cluster_member *members, uint32_t text)
{
    while (members[text].cluster != text) {
        members[text].cluster = members[members[text].cluster].cluster;
        text = members[text].cluster;
    }
    return text;
}

static void join(clustering *c, uint32_t a, uint32_t b)
{
    pthread_mutex_lock(&c->roots);
    a = root_of(c->members, a);
    b = root_of(c->members, b);
    if (a < b)
        c->members[b].cluster = a;
    else
        c->members[a].cluster = b;
    pthread_mutex_unlock(&c->roots);
}

/* Whether a pair was found similar before, in another band. */
static bool is_known(clustering *c, uint32_t text, uint32_t of)
{
    pthread_mutex_t *lock = &c->locks[text % LOCKS];
    pthread_mutex_lock(lock);
    bool known = c->members[text].of == of && of != text;
    pthread_mutex_unlock(lock);
    return known;
}

/* The outcome depends on the two texts alone, so that neither threads nor order change the clusters. */
static tg_status compare(worker *w, uint32_t earlier, uint32_t later, bool *alike)
{
    clustering *c = w->c;
    *alike = is_known(c, later, earlier);
    if (*alike || are_apart(c, earlier, later))
        return TG_OK;
    tg_status status = TG_OK;
    if (w->leader_index != earlier) {
        status = read_text(w, earlier, &w->leader);
        w->leader_index = status == TG_OK ? earlier : SIZE_MAX;
    }
    if (status == TG_OK)
        status = read_text(w, later, &w->other);
    if (status != TG_OK)
        return status;
    const tg_vector *characters = &w->other.text.characters;
    double similarity = tg_near_probe_compare(&w->leader, characters->items, characters->count,
                                              tg_shingles_size(&w->other.shingles));
    *alike = similarity >= c->options->threshold;
    if (*alike) {
        note(c, later, earlier, (float)similarity);
        note(c, earlier, later, (float)similarity);
        join(c, earlier, later);
    }
    return TG_OK;
}

/* ---- one key ---- */

/* Texts with the same key, in order: each is compared with the leaders, and is one itself if it is like none. */
static tg_status compare_group(worker *w, const uint64_t *entries, size_t count)
{
    uint32_t leaders[LEADERS];
    size_t leading = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t text = (uint32_t)entries[i];
        bool alike = i > 0 && text == (uint32_t)entries[i - 1];
        for (size_t k = 0; k < leading && !alike; k++) {
            tg_status status = compare(w, leaders[k], text, &alike);
            if (status != TG_OK)
                return status;
        }
        if (!alike && leading < LEADERS)
            leaders[leading++] = text;
    }
    return TG_OK;
}

/* A thread's share of the keys of a band. */
static bool is_mine(const worker *w, uint32_t key)
{
    return ((uint64_t)key * w->c->options->threads) >> 32 == w->number;
}

static bool gather(worker *w)
{
    clustering *c = w->c;
    size_t share = 0, at = 0, count = w->band < c->bands ? c->count : c->more.count;
    const uint32_t *keys = w->band < c->bands ? c->keys + w->band * c->count : NULL;
    const uint64_t *more = c->more.items;
    for (size_t i = 0; i < count; i++)
        share += keys ? keys[i] && is_mine(w, keys[i]) : is_mine(w, (uint32_t)(more[i] >> 32));
    w->entries = tg_allocate(c->allocator, share * sizeof *w->entries);
    if (!w->entries)
        return false;
    for (size_t i = 0; i < count; i++) {
        uint64_t entry = keys ? tg_run_entry(keys[i], (uint32_t)i) : more[i];
        if (entry >> 32 && is_mine(w, (uint32_t)(entry >> 32)))
            w->entries[at++] = entry;
    }
    w->entry_count = share;
    return true;
}

/* Sorts in place by a first byte, so that no second array of this size is needed, then each part with a small one. */
static bool sort_entries(worker *w)
{
    enum { PARTS = 256 };
    uint64_t *entries = w->entries;
    size_t starts[PARTS + 1] = {0}, next[PARTS], largest = 0;
    for (size_t i = 0; i < w->entry_count; i++)
        starts[(entries[i] >> 56) + 1]++;
    for (size_t p = 0; p < PARTS; p++) {
        largest = starts[p + 1] > largest ? starts[p + 1] : largest;
        starts[p + 1] += starts[p];
        next[p] = starts[p];
    }
    for (size_t p = 0; p < PARTS; p++)
        while (next[p] < starts[p + 1]) {
            size_t to = entries[next[p]] >> 56;
            if (to == p) {
                next[p]++;
                continue;
            }
            uint64_t entry = entries[next[to]];
            entries[next[to]++] = entries[next[p]];
            entries[next[p]] = entry;
        }
    w->spare.count = 0;
    if (!tg_vector_reserve(&w->spare, largest))
        return false;
    for (size_t p = 0; p < PARTS; p++)
        if (starts[p + 1] > starts[p])
            tg_sort_entries(entries + starts[p], w->spare.items, starts[p + 1] - starts[p], 0);
    return true;
}

static void *work_on_band(void *user)
{
    worker *w = user;
    w->entry_count = 0;
    w->status = gather(w) && sort_entries(w) ? TG_OK : TG_NO_MEMORY;
    const uint64_t *entries = w->entries;
    for (size_t i = 0, next; i < w->entry_count && w->status == TG_OK; i = next) {
        for (next = i + 1; next < w->entry_count && entries[next] >> 32 == entries[i] >> 32;)
            next++;
        if (next - i > 1)
            w->status = compare_group(w, entries + i, next - i);
    }
    tg_release(w->c->allocator, w->entries, w->entry_count * sizeof *w->entries);
    w->entries = NULL;
    return NULL;
}

/* ---- reading ---- */

static bool report(clustering *c, uint64_t steps)
{
    c->done += steps;
    double share = c->total ? (double)c->done / (double)c->total : 1;
    return !c->options->progress || c->options->progress(share, c->options->user) == 0;
}

static tg_status take_print(worker *w, size_t index)
{
    clustering *c = w->c;
    const char *text = NULL;
    size_t length = 0;
    tg_status status = c->text(c->options->user, w->number, index, &text, &length);
    if (status == TG_OK && (length > UINT32_MAX - 1 || (!text && length)))
        status = TG_LIMIT;
    if (status == TG_OK)
        status = tg_near_probe_print(&w->leader, c->options->normalise, text, length);
    if (status != TG_OK)
        return status;
    const tg_fingerprint *print = &w->leader.print;
    uint32_t keys[TG_FINGERPRINT_KEYS];
    size_t count = tg_near_keys(print, c->options->threshold, keys);
    sketch *s = &c->sketches[index];
    *s = (sketch){.shingles = print->shingles};
    for (size_t i = 0; i < 8; i++) {
        s->parity[i % 2 * 2] ^= (uint32_t)print->fine[i];
        s->parity[i % 2 * 2 + 1] ^= (uint32_t)(print->fine[i] >> 32);
    }
    for (size_t i = 0; i < count; i++) {
        uint64_t entry = tg_run_entry(keys[i] + !keys[i], (uint32_t)index); /* key 0 is for none */
        if (i < c->bands)
            c->keys[i * c->count + index] = (uint32_t)(entry >> 32);
        else if (!tg_vector_append(&w->more, &entry, 1))
            return TG_NO_MEMORY;
    }
    c->members[index] = (tg_cluster_member){(uint32_t)index, (uint32_t)index, 1};
    return TG_OK;
}

static void *work_on_texts(void *user)
{
    worker *w = user;
    clustering *c = w->c;
    size_t step = STEP * (size_t)c->options->threads;
    for (size_t block = STEP * (size_t)w->number; block < c->count && w->status == TG_OK; block += step) {
        size_t end = c->count - block < STEP ? c->count : block + STEP;
        for (size_t i = block; i < end && w->status == TG_OK; i++)
            w->status = take_print(w, i);
        if (w->number == 0 && w->status == TG_OK && !report(c, block + step < c->count ? step : c->count - block))
            w->status = TG_STOPPED;
    }
    return NULL;
}

/* ---- the whole ---- */

/* Has all workers do something; the caller is the first of them. */
static tg_status run(worker *workers, unsigned count, void *(*work)(void *))
{
    pthread_t threads[TG_CLUSTER_THREADS];
    unsigned started = 1;
    for (unsigned i = 0; i < count; i++) {
        workers[i].status = TG_OK;
        workers[i].leader_index = SIZE_MAX;
    }
    while (started < count && pthread_create(&threads[started], NULL, work, &workers[started]) == 0)
        started++;
    for (unsigned i = started; i < count; i++)
        work(&workers[i]); /* as the system has no more threads */
    work(&workers[0]);
    for (unsigned i = 1; i < started; i++)
        pthread_join(threads[i], NULL);
    tg_status status = TG_OK;
    for (unsigned i = 0; i < count && status == TG_OK; i++)
        status = workers[i].status;
    return status;
}

static bool take_more(clustering *c, worker *workers)
{
    for (unsigned i = 0; i < c->options->threads; i++) {
        if (!tg_vector_append(&c->more, workers[i].more.items, workers[i].more.count))
            return false;
        tg_vector_free(&workers[i].more);
    }
    return true;
}

static tg_status cluster(clustering *c, worker *workers)
{
    unsigned threads = c->options->threads;
    tg_status status = run(workers, threads, work_on_texts);
    if (status == TG_OK && !take_more(c, workers))
        status = TG_NO_MEMORY;
    for (size_t band = 0; band <= c->bands && status == TG_OK; band++) {
        for (unsigned i = 0; i < threads; i++)
            workers[i].band = band;
        status = run(workers, threads, work_on_band);
        if (status == TG_OK && !report(c, c->count))
            status = TG_STOPPED;
    }
    for (size_t i = 0; i < c->count && status == TG_OK; i++)
        c->members[i].cluster = root_of(c->members, (uint32_t)i);
    for (size_t i = 0; i < c->count && status == TG_OK; i++)
        if (c->members[i].cluster == i)
            c->members[i] = (tg_cluster_member){(uint32_t)i, (uint32_t)i, 1};
    return status;
}

static void init_worker(worker *w, clustering *c, unsigned number)
{
    *w = (worker){.c = c, .number = number};
    tg_near_probe_init(&w->leader, c->allocator);
    tg_near_probe_init(&w->other, c->allocator);
    tg_vector_init(&w->spare, c->allocator, sizeof(uint64_t));
    tg_vector_init(&w->more, c->allocator, sizeof(uint64_t));
}

static void free_worker(worker *w)
{
    tg_near_probe_free(&w->leader);
    tg_near_probe_free(&w->other);
    tg_vector_free(&w->spare);
    tg_vector_free(&w->more);
}

tg_status tg_near_cluster(size_t count, tg_text_fn text, const tg_clustering *options, const tg_allocator *allocator,
                          tg_cluster_member *members)
{
    tg_fingerprint any = {.shingles = 1};
    uint32_t keys[TG_FINGERPRINT_KEYS];
    clustering c = {.options = options, .text = text, .allocator = allocator, .members = members, .count = count};
    c.bands = tg_near_keys(&any, options->threshold, keys);
    c.total = (c.bands + 2) * (uint64_t)count;
    tg_vector_init(&c.more, allocator, sizeof(uint64_t));
    c.keys = tg_allocate_zeroed(allocator, c.bands * count, sizeof *c.keys);
    c.sketches = tg_allocate_zeroed(allocator, count, sizeof *c.sketches);
    worker *workers = tg_allocate_zeroed(allocator, options->threads, sizeof *workers);
    for (size_t i = 0; i < LOCKS; i++)
        pthread_mutex_init(&c.locks[i], NULL);
    pthread_mutex_init(&c.roots, NULL);
    for (unsigned i = 0; workers && i < options->threads; i++)
        init_worker(&workers[i], &c, i);
    tg_status status = c.keys && c.sketches && workers ? cluster(&c, workers) : TG_NO_MEMORY;
    for (unsigned i = 0; workers && i < options->threads; i++)
        free_worker(&workers[i]);
    for (size_t i = 0; i < LOCKS; i++)
        pthread_mutex_destroy(&c.locks[i]);
    pthread_mutex_destroy(&c.roots);
    tg_release(allocator, workers, options->threads * sizeof *workers);
    tg_release(allocator, c.sketches, count * sizeof *c.sketches);
    tg_release(allocator, c.keys, c.bands * count * sizeof *c.keys);
    tg_vector_free(&c.more);
    return status;
}
