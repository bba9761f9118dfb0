/* Public functions about duplicates: they check their arguments and call the room near. */
#include <string.h>

#include "base/error.h"
#include "gate/gate.h"
#include "near/cluster.h"
#include "near/store.h"

struct tg_fingerprinter {
    tg_allocator allocator;
    uint32_t normalise;
    tg_near_probe probe, other;
};

static bool is_text(const char *text, size_t length)
{
    return (text || !length) && length < UINT32_MAX;
}

static tg_status text_status(const char *text, size_t length)
{
    return is_text(text, length) ? TG_OK : length < UINT32_MAX ? TG_INVALID_ARGUMENT : TG_LIMIT;
}

static bool is_threshold(double threshold)
{
    return threshold >= .5 && threshold <= 1;
}

/* ---- words ---- */

const char *tg_normalise_word(tg_normalise bit)
{
    switch (bit) {
#define TG_X(name, shift, word) case TG_NORMALISE_##name: return word;
        TG_NORMALISE_LIST(TG_X)
#undef TG_X
    }
    return "?";
}

tg_status tg_normalise_from_word(const char *word, tg_normalise *out)
{
    if (!word || !out)
        return TG_NOT_FOUND;
#define TG_X(name, shift, known)                                                                   \
    if (strcmp(word, known) == 0) {                                                                \
        *out = TG_NORMALISE_##name;                                                                \
        return TG_OK;                                                                              \
    }
    TG_NORMALISE_LIST(TG_X)
#undef TG_X
    return TG_NOT_FOUND;
}

const char *tg_kinship_word(tg_kinship kinship)
{
    switch (kinship) {
#define TG_X(name, word) case TG_KINSHIP_##name: return word;
        TG_KINSHIP_LIST(TG_X)
#undef TG_X
    }
    return "?";
}

/* ---- fingerprints ---- */

tg_status tg_fingerprinter_new(uint32_t normalise, const tg_allocator *allocator, tg_fingerprinter **out)
{
    if (!out || normalise & ~(uint32_t)TG_NORMALISE_ALL)
        return TG_INVALID_ARGUMENT;
    tg_allocator resolved = tg_allocator_resolve(allocator);
    tg_fingerprinter *f = tg_allocate_zeroed(&resolved, 1, sizeof *f);
    if (!f)
        return TG_NO_MEMORY;
    f->allocator = resolved;
    f->normalise = normalise;
    tg_near_probe_init(&f->probe, &resolved);
    tg_near_probe_init(&f->other, &resolved);
    *out = f;
    return TG_OK;
}

void tg_fingerprinter_free(tg_fingerprinter *f)
{
    if (!f)
        return;
    tg_near_probe_free(&f->probe);
    tg_near_probe_free(&f->other);
    tg_allocator allocator = f->allocator;
    tg_release(&allocator, f, sizeof *f);
}

tg_status tg_fingerprint_make(tg_fingerprinter *f, const char *text, size_t length, tg_fingerprint *out)
{
    if (!f || !out)
        return TG_INVALID_ARGUMENT;
    tg_status status = text_status(text, length);
    if (status == TG_OK)
        status = tg_near_probe_print(&f->probe, f->normalise, text, length);
    if (status == TG_OK)
        *out = f->probe.print;
    return status;
}

tg_status tg_fingerprint_compare(const tg_fingerprint *a, const tg_fingerprint *b, double *similarity, double *error)
{
    if (!a || !b || !similarity)
        return TG_INVALID_ARGUMENT;
    if (!tg_near_agree(a, b) || a->format != TG_FINGERPRINT_FORMAT)
        return TG_INCOMPATIBLE;
    *similarity = tg_near_estimate(a, b, error);
    return TG_OK;
}

size_t tg_fingerprint_get_keys(const tg_fingerprint *fingerprint, double threshold, uint32_t *keys)
{
    if (!fingerprint || !keys || !is_threshold(threshold) || fingerprint->format != TG_FINGERPRINT_FORMAT)
        return 0;
    return tg_near_keys(fingerprint, threshold, keys);
}

tg_status tg_similarity(tg_fingerprinter *f, const char *a, size_t a_length, const char *b, size_t b_length,
                        double *similarity)
{
    if (!f || !similarity)
        return TG_INVALID_ARGUMENT;
    tg_status status = text_status(a, a_length);
    if (status == TG_OK)
        status = text_status(b, b_length);
    if (status == TG_OK)
        status = tg_near_probe_read(&f->probe, f->normalise, a, a_length);
    if (status == TG_OK)
        status = tg_near_probe_read(&f->other, f->normalise, b, b_length);
    if (status != TG_OK)
        return status;
    const tg_vector *characters = &f->other.text.characters;
    if (characters->count == 0 && f->probe.text.characters.count == 0)
        *similarity = 1;
    else
        *similarity = tg_near_probe_compare(&f->probe, characters->items, characters->count,
                                            tg_shingles_size(&f->other.shingles));
    return TG_OK;
}

/* ---- stores ---- */

tg_status tg_store_open(const char *path, const tg_store_options *options, const tg_allocator *allocator, tg_store **store,
                        tg_error *error)
{
    static const tg_store_options standard = TG_STORE_INIT;
    tg_store_options o = options ? *options : standard;
    if (!store)
        return tg_fail(error, TG_INVALID_ARGUMENT, "a place for the store is needed");
    if (o.size != sizeof o || !is_threshold(o.threshold) || o.normalise & ~(uint32_t)TG_NORMALISE_ALL || o.batch < 1 ||
        o.max_bytes < 1 << 20 || (o.read_only && !path))
        return tg_fail(error, TG_INVALID_ARGUMENT, "the options of the store are not legal");
    return tg_near_open(path, &o, allocator, store, error);
}

tg_status tg_store_close(tg_store *store, tg_error *error)
{
    return store ? tg_near_close(store, error) : TG_OK;
}

/* Looks up what an inquiry has read and gives it back. */
static tg_status look_up(tg_inquiry *inquiry, tg_status status, tg_repeat *repeats, size_t capacity, size_t *count)
{
    if (status == TG_OK && (status = tg_inquiry_find(inquiry, capacity)) == TG_OK) {
        *count = tg_inquiry_report(inquiry, repeats, capacity);
        tg_inquiry_release(inquiry);
    }
    return status;
}

tg_status tg_store_look_up(tg_store *store, const char *text, size_t length, tg_repeat *repeats, size_t capacity,
                           size_t *count)
{
    if (!store || !count || (!repeats && capacity))
        return TG_INVALID_ARGUMENT;
    tg_inquiry *inquiry = tg_inquiry_take(store);
    if (!inquiry)
        return TG_NO_MEMORY;
    tg_status status = text_status(text, length);
    if (status == TG_OK)
        status = tg_inquiry_at_text(inquiry, text, length);
    status = look_up(inquiry, status, repeats, capacity, count);
    tg_inquiry_give_back(inquiry);
    return status;
}

tg_status tg_store_look_up_fingerprint(tg_store *store, const tg_fingerprint *fingerprint, tg_repeat *repeats,
                                       size_t capacity, size_t *count)
{
    if (!store || !fingerprint || !count || (!repeats && capacity))
        return TG_INVALID_ARGUMENT;
    tg_inquiry *inquiry = tg_inquiry_take(store);
    if (!inquiry)
        return TG_NO_MEMORY;
    tg_status status = look_up(inquiry, tg_inquiry_at_print(inquiry, fingerprint), repeats, capacity, count);
    tg_inquiry_give_back(inquiry);
    return status;
}

static bool is_id(const char *id)
{
    return id && *id && strlen(id) <= TG_ID_LENGTH;
}

/* What is wrong with a call that changes a store. */
static tg_status check_change(const tg_store *store, const char *id, tg_error *error)
{
    if (!store)
        return tg_fail(error, TG_INVALID_ARGUMENT, "a store is needed");
    if (store->options.read_only)
        return tg_fail(error, TG_INVALID_ARGUMENT, "the store was opened to be read only");
    if (!is_id(id))
        return tg_fail(error, TG_INVALID_ARGUMENT, "an id of 1 to %d bytes is needed", TG_ID_LENGTH);
    return TG_OK;
}

static tg_status fail_plainly(tg_error *error, tg_status status)
{
    return tg_fail(error, status, "%s", tg_status_text(status));
}

tg_status tg_store_look_up_and_remember(tg_store *store, const char *id, const char *text, size_t length,
                                        tg_repeat *repeats, size_t capacity, size_t *count, uint64_t *group,
                                        tg_error *error)
{
    tg_status status = check_change(store, id, error);
    if (status != TG_OK)
        return status;
    if (!count || !group || (!repeats && capacity))
        return fail_plainly(error, TG_INVALID_ARGUMENT);
    tg_inquiry *inquiry = tg_inquiry_take(store);
    if (!inquiry)
        return tg_fail_no_memory(error);
    *group = UINT64_MAX;
    status = text_status(text, length);
    if (status == TG_OK)
        status = tg_inquiry_at_text(inquiry, text, length);
    if (status == TG_OK)
        status = tg_inquiry_find(inquiry, capacity);
    if (status == TG_OK) {
        *count = tg_inquiry_report(inquiry, repeats, capacity);
        if (inquiry->kin.count)
            *group = TG_ITEMS(&inquiry->kin, tg_kin)[0].head.group;
        tg_inquiry_release(inquiry);
        status = tg_inquiry_has_same(inquiry, id) ? TG_OK : tg_near_remember(inquiry, id, group, error);
    } else {
        fail_plainly(error, status);
    }
    tg_inquiry_give_back(inquiry);
    return status;
}

tg_status tg_store_remember(tg_store *store, const char *id, const char *text, size_t length, tg_error *error)
{
    tg_status status = check_change(store, id, error);
    if (status != TG_OK)
        return status;
    uint64_t group = UINT64_MAX;
    tg_inquiry *inquiry = tg_inquiry_take(store);
    if (!inquiry)
        return tg_fail_no_memory(error);
    status = text_status(text, length);
    if (status == TG_OK)
        status = tg_inquiry_at_text(inquiry, text, length);
    status = status == TG_OK ? tg_near_remember(inquiry, id, &group, error) : fail_plainly(error, status);
    tg_inquiry_give_back(inquiry);
    return status;
}

tg_status tg_store_remember_fingerprint(tg_store *store, const char *id, const tg_fingerprint *fingerprint,
                                        tg_error *error)
{
    tg_status status = check_change(store, id, error);
    if (status != TG_OK)
        return status;
    if (!fingerprint)
        return fail_plainly(error, TG_INVALID_ARGUMENT);
    uint64_t group = UINT64_MAX;
    tg_inquiry *inquiry = tg_inquiry_take(store);
    if (!inquiry)
        return tg_fail_no_memory(error);
    status = tg_inquiry_at_print(inquiry, fingerprint);
    status = status == TG_OK ? tg_near_remember(inquiry, id, &group, error) : fail_plainly(error, status);
    tg_inquiry_give_back(inquiry);
    return status;
}

tg_status tg_store_commit(tg_store *store, tg_error *error)
{
    return store ? tg_near_commit(store, error) : fail_plainly(error, TG_INVALID_ARGUMENT);
}

tg_status tg_store_forget(tg_store *store, const char *id, tg_error *error)
{
    tg_status status = check_change(store, id, error);
    return status == TG_OK ? tg_near_forget(store, id, strlen(id), error) : status;
}

tg_status tg_store_compact(tg_store *store, tg_error *error)
{
    tg_status status = check_change(store, "-", error);
    return status == TG_OK ? tg_near_compact(store, error) : status;
}

void tg_store_set_time(tg_store *store, uint64_t seconds)
{
    if (store)
        atomic_store_explicit(&store->time, seconds, memory_order_relaxed);
}

tg_status tg_store_get_stats(tg_store *store, tg_store_stats *stats)
{
    return store && stats ? tg_near_stats(store, stats) : TG_INVALID_ARGUMENT;
}

/* ---- scanners ---- */

tg_status tg_scanner_set_store(tg_scanner *scanner, tg_store *store)
{
    if (!scanner)
        return TG_INVALID_ARGUMENT;
    if (atomic_flag_test_and_set_explicit(&scanner->busy, memory_order_acquire))
        return TG_BUSY;
    tg_inquiry *inquiry = store ? tg_inquiry_new(store) : NULL;
    tg_status status = store && !inquiry ? TG_NO_MEMORY : TG_OK;
    if (status == TG_OK) {
        tg_inquiry_free(scanner->work.inquiry);
        scanner->work.inquiry = inquiry;
        scanner->work.duplicate = (tg_work_duplicate){0};
    }
    atomic_flag_clear_explicit(&scanner->busy, memory_order_release);
    return status;
}

tg_status tg_scanner_remember(tg_scanner *scanner, const char *id, tg_error *error)
{
    if (!scanner)
        return fail_plainly(error, TG_INVALID_ARGUMENT);
    if (atomic_flag_test_and_set_explicit(&scanner->busy, memory_order_acquire))
        return fail_plainly(error, TG_BUSY);
    tg_inquiry *inquiry = scanner->work.inquiry;
    const tg_work_duplicate *found = &scanner->work.duplicate;
    uint64_t group = found->is_found ? found->repeat.group : UINT64_MAX;
    tg_status status = check_change(inquiry ? inquiry->store : NULL, id, error);
    if (status == TG_OK && !found->looked)
        status = tg_fail(error, TG_INVALID_ARGUMENT, "no text was looked up");
    else if (status == TG_OK && !tg_inquiry_has_same(inquiry, id))
        status = tg_near_remember(inquiry, id, &group, error);
    atomic_flag_clear_explicit(&scanner->busy, memory_order_release);
    return status;
}

/* ---- many texts ---- */

tg_status tg_cluster(size_t count, tg_text_fn text, const tg_clustering *clustering, const tg_allocator *allocator,
                     tg_cluster_member *members, tg_error *error)
{
    static const tg_clustering standard = TG_CLUSTERING_INIT;
    const tg_clustering *c = clustering ? clustering : &standard;
    if (!text || (!members && count) || c->size != sizeof *c || !is_threshold(c->threshold) || c->threads < 1 ||
        c->threads > TG_CLUSTER_THREADS || c->normalise & ~(uint32_t)TG_NORMALISE_ALL)
        return tg_fail(error, TG_INVALID_ARGUMENT, "the options of the clustering are not legal");
    if (count >= UINT32_MAX)
        return fail_plainly(error, TG_LIMIT);
    tg_allocator resolved = tg_allocator_resolve(allocator);
    tg_status status = tg_near_cluster(count, text, c, &resolved, members);
    return status == TG_OK ? TG_OK : fail_plainly(error, status);
}
