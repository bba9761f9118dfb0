/* Batches: texts of one buffer on several threads. Threads live for one call; each takes the next few texts when it is done with
 * its last, so that none waits for a slow one. */
#include <pthread.h>
#include <string.h>
#include <unistd.h>

#include "gate/gate.h"

enum {
    CHUNK = 256,      /* texts that a thread takes at once */
    MOST_THREADS = 256
};

struct tg_batch {
    tg_allocator allocator;
    unsigned threads;
    atomic_flag busy;
    tg_scanner **scanners; /* one for each thread */
};

/* One call, shared by its threads. */
typedef struct work {
    tg_batch *batch;
    const tg_packed *packed;
    atomic_size_t next;   /* text that nobody has taken */
    atomic_uint joined;   /* threads that began */
    atomic_int status;    /* of the first thread that failed */
} work;

static void *run(void *user)
{
    work *w = user;
    tg_scanner *scanner = w->batch->scanners[atomic_fetch_add(&w->joined, 1)];
    while (atomic_load_explicit(&w->status, memory_order_relaxed) == TG_OK) {
        size_t first = atomic_fetch_add_explicit(&w->next, CHUNK, memory_order_relaxed), count = w->packed->count;
        if (first >= count)
            break;
        int none = TG_OK, status = tg_scan_range(scanner, w->packed, first, count - first < CHUNK ? count : first + CHUNK);
        if (status != TG_OK)
            atomic_compare_exchange_strong(&w->status, &none, status);
    }
    return NULL;
}

tg_status tg_batch_new(tg_gate *gate, unsigned threads, tg_batch **out)
{
    if (!gate || !out || threads > MOST_THREADS)
        return TG_INVALID_ARGUMENT;
    if (threads == 0) {
        long processors = sysconf(_SC_NPROCESSORS_ONLN);
        threads = processors < 1 ? 1 : processors > MOST_THREADS ? MOST_THREADS : (unsigned)processors;
    }
    tg_batch *batch = tg_allocate_zeroed(&gate->allocator, 1, sizeof *batch);
    if (!batch)
        return TG_NO_MEMORY;
    batch->allocator = gate->allocator;
    batch->threads = threads;
    atomic_flag_clear(&batch->busy);
    batch->scanners = tg_allocate_zeroed(&batch->allocator, threads, sizeof(tg_scanner *));
    tg_status status = batch->scanners ? TG_OK : TG_NO_MEMORY;
    for (unsigned i = 0; i < threads && status == TG_OK; i++)
        status = tg_scanner_new(gate, &batch->scanners[i]);
    if (status != TG_OK) {
        tg_batch_free(batch);
        return status;
    }
    *out = batch;
    return TG_OK;
}

void tg_batch_free(tg_batch *batch)
{
    if (!batch)
        return;
    for (unsigned i = 0; batch->scanners && i < batch->threads; i++)
        tg_scanner_free(batch->scanners[i]);
    tg_allocator allocator = batch->allocator;
    tg_release(&allocator, batch->scanners, batch->threads * sizeof(tg_scanner *));
    tg_release(&allocator, batch, sizeof *batch);
}

tg_status tg_batch_scan(tg_batch *batch, const char *text, const size_t *ends, size_t count, tg_summary *summaries,
                        tg_packed_fn call, void *user)
{
    tg_packed packed = {text, ends, count, summaries, call, user};
    if (!batch || !tg_packed_is_valid(&packed))
        return TG_INVALID_ARGUMENT;
    if (atomic_flag_test_and_set_explicit(&batch->busy, memory_order_acquire))
        return TG_BUSY;
    work w = {.batch = batch, .packed = &packed};
    pthread_t threads[MOST_THREADS];
    unsigned started = 0;
    size_t chunks = (count + CHUNK - 1) / CHUNK;
    /* Where the system gives no more threads, those that there are do the work; this one is among them. */
    while (started + 1 < batch->threads && started + 1 < chunks && pthread_create(&threads[started], NULL, run, &w) == 0)
        started++;
    run(&w);
    while (started)
        pthread_join(threads[--started], NULL);
    atomic_flag_clear_explicit(&batch->busy, memory_order_release);
    return (tg_status)atomic_load(&w.status);
}
