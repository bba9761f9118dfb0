/* The life of a store, and what changes it; looking up is in inquiry.c. */
#include "near/store.h"

#include <string.h>
#include <time.h>

#include "base/error.h"

uint64_t tg_near_time(tg_store *store)
{
    uint64_t set = atomic_load_explicit(&store->time, memory_order_relaxed);
    return set ? set : (uint64_t)time(NULL);
}

uint64_t tg_near_oldest(tg_store *store)
{
    uint64_t now = tg_near_time(store), age = store->options.max_age;
    return age && age < now ? now - age : 0;
}

/* ---- opening and closing ---- */

static tg_status open_disk(tg_store *store, const char *path, tg_error *error)
{
    const tg_store_options *o = &store->options;
    tg_disk_meta meta = {.threshold = o->threshold, .normalise = o->normalise, .containment = o->containment};
    tg_status status = tg_disk_open(&store->disk, path, o->read_only, o->max_bytes, &store->allocator, &meta, error);
    if (status != TG_OK)
        return status;
    store->on_disk = true;
    store->tail.first = o->read_only ? UINT32_MAX : meta.next;
    if (o->as_made) {
        store->options.threshold = meta.threshold;
        store->options.normalise = meta.normalise;
        store->options.containment = meta.containment != 0;
        return TG_OK;
    }
    if (meta.threshold < o->threshold || meta.threshold > o->threshold || meta.normalise != o->normalise ||
        (meta.containment != 0) != o->containment)
        return tg_fail_at(error, TG_INCOMPATIBLE, path, 0, 0,
                          "the store was made with other options: threshold %.2f, normalisation %u, containment %s",
                          meta.threshold, meta.normalise, meta.containment ? "on" : "off");
    return TG_OK;
}

static void free_store(tg_store *store)
{
    for (tg_inquiry *inquiry = store->pool, *next; inquiry; inquiry = next) {
        next = inquiry->next;
        tg_inquiry_free(inquiry);
    }
    tg_tail_free(&store->tail);
    if (store->on_disk)
        tg_disk_close(&store->disk);
    pthread_rwlock_destroy(&store->lock);
    pthread_mutex_destroy(&store->pool_lock);
    tg_allocator allocator = store->allocator;
    tg_release(&allocator, store, sizeof *store);
}

tg_status tg_near_open(const char *path, const tg_store_options *options, const tg_allocator *allocator, tg_store **out,
                       tg_error *error)
{
    tg_allocator resolved = tg_allocator_resolve(allocator);
    tg_store *store = tg_allocate_zeroed(&resolved, 1, sizeof *store);
    if (!store)
        return tg_fail_no_memory(error);
    store->allocator = resolved;
    store->options = *options;
    atomic_init(&store->time, 0);
    tg_tail_init(&store->tail, &resolved, 0);
    if (pthread_rwlock_init(&store->lock, NULL) != 0) {
        tg_release(&resolved, store, sizeof *store);
        return tg_fail(error, TG_INTERNAL, "no lock can be made");
    }
    if (pthread_mutex_init(&store->pool_lock, NULL) != 0) {
        pthread_rwlock_destroy(&store->lock);
        tg_release(&resolved, store, sizeof *store);
        return tg_fail(error, TG_INTERNAL, "no lock can be made");
    }
    tg_status status = path ? open_disk(store, path, error) : TG_OK;
    if (status != TG_OK) {
        free_store(store);
        return status;
    }
    *out = store;
    return TG_OK;
}

tg_status tg_near_close(tg_store *store, tg_error *error)
{
    tg_status status = tg_near_commit(store, error);
    free_store(store);
    return status;
}

/* ---- changing ---- */

static tg_disk_limits limits_of(tg_store *store)
{
    return (tg_disk_limits){tg_near_oldest(store), store->options.max_texts};
}

/* With the lock held for writing. */
static tg_status commit(tg_store *store, tg_error *error)
{
    if (!store->on_disk || store->options.read_only || store->tail.records.count == 0)
        return TG_OK;
    tg_disk_limits limits = limits_of(store);
    tg_status status = tg_disk_write(&store->disk, &store->tail, &limits, error);
    if (status == TG_OK)
        tg_tail_clear(&store->tail, store->tail.first + (uint32_t)store->tail.records.count);
    return status;
}

tg_status tg_near_commit(tg_store *store, tg_error *error)
{
    pthread_rwlock_wrlock(&store->lock);
    tg_status status = commit(store, error);
    pthread_rwlock_unlock(&store->lock);
    return status;
}

/* Of a store in memory; one on disk does so when it writes. */
static void apply_limits(tg_store *store)
{
    uint64_t oldest = tg_near_oldest(store), most = store->options.max_texts;
    uint32_t number;
    while (!store->on_disk && tg_tail_oldest(&store->tail, &number) &&
           (tg_tail_get(&store->tail, number)->time < oldest || (most && store->tail.living > most)))
        tg_tail_forget(&store->tail, number);
}

tg_status tg_near_remember(tg_inquiry *inquiry, const char *id, uint64_t *group, tg_error *error)
{
    tg_store *store = inquiry->store;
    size_t length = strlen(id), count = inquiry->probe.text.characters.count;
    if (!tg_inquiry_make_keys(inquiry))
        return tg_fail_no_memory(error);
    pthread_rwlock_wrlock(&store->lock);
    uint32_t number = store->tail.first + (uint32_t)store->tail.records.count;
    if (*group == UINT64_MAX)
        *group = number;
    tg_record_source source = {
        .time = tg_near_time(store),
        .group = *group,
        .id = id,
        .id_length = length,
        .characters = inquiry->probe.text.characters.items,
        .count = inquiry->has_text ? count : 0,
        .keep = store->options.keep,
        .print = &inquiry->print,
    };
    tg_record *record = tg_record_new(&store->allocator, &source);
    tg_status status = record ? tg_tail_add(&store->tail, record, inquiry->keys.items, inquiry->keys.count) : TG_NO_MEMORY;
    if (status == TG_OK) {
        apply_limits(store);
        if (store->on_disk && store->tail.records.count >= store->options.batch)
            status = commit(store, error);
    } else {
        tg_record_free(&store->allocator, record);
        tg_fail(error, status, "%s", tg_status_text(status));
    }
    pthread_rwlock_unlock(&store->lock);
    return status;
}

tg_status tg_near_forget(tg_store *store, const char *id, size_t length, tg_error *error)
{
    uint32_t number;
    bool found = false;
    pthread_rwlock_wrlock(&store->lock);
    tg_status status = commit(store, error);
    if (status == TG_OK && store->on_disk)
        status = tg_disk_forget(&store->disk, id, length, &found, error);
    for (; status == TG_OK && tg_tail_find_id(&store->tail, id, length, &number); found = true)
        tg_tail_forget(&store->tail, number);
    if (status == TG_OK && !found)
        status = tg_fail(error, TG_NOT_FOUND, "no text has this id");
    pthread_rwlock_unlock(&store->lock);
    return status;
}

tg_status tg_near_compact(tg_store *store, tg_error *error)
{
    tg_disk_limits limits = limits_of(store);
    pthread_rwlock_wrlock(&store->lock);
    tg_status status = commit(store, error);
    if (status == TG_OK && store->on_disk)
        status = tg_disk_compact(&store->disk, &limits, error);
    else if (status == TG_OK) {
        apply_limits(store);
        status = tg_tail_compact(&store->tail) ? TG_OK : tg_fail_no_memory(error);
    }
    pthread_rwlock_unlock(&store->lock);
    return status;
}

/* ---- counting ---- */

static void count_runs(const tg_vector *runs, tg_store_stats *stats)
{
    stats->runs += runs->count;
    for (size_t i = 0; i < runs->count; i++)
        stats->keys += TG_ITEMS(runs, tg_run)[i].count;
}

tg_status tg_near_stats(tg_store *store, tg_store_stats *stats)
{
    tg_inquiry *inquiry = tg_inquiry_take(store);
    if (!inquiry)
        return TG_NO_MEMORY;
    tg_status status = TG_OK;
    *stats = (tg_store_stats){.format = TG_STORE_FORMAT, .max_bytes = store->options.max_bytes};
    pthread_rwlock_rdlock(&store->lock);
    stats->waiting = store->on_disk ? store->tail.living : 0;
    count_runs(&store->tail.runs, stats);
    if (store->on_disk && (status = tg_disk_view_begin(&store->disk, &inquiry->view)) == TG_OK) {
        status = tg_disk_count(&store->disk, inquiry->view.transaction, &stats->texts, &stats->bytes);
        count_runs(&inquiry->view.runs, stats);
        tg_disk_view_end(&inquiry->view);
    }
    stats->texts += store->tail.living;
    if (!store->on_disk)
        stats->bytes = store->tail.bytes + stats->keys * (sizeof(uint64_t) + 1) + store->tail.records.capacity * 16;
    pthread_rwlock_unlock(&store->lock);
    tg_inquiry_give_back(inquiry);
    return status;
}
