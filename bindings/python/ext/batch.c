/* Batches: many texts without the GIL, piece by piece, by one thread or several. The calling thread is one of them; it
 * alone makes Python objects of what was found, now and then while the others scan on, and looks after Ctrl-C. */
#include "binding.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    MOST_AT_ONCE = 256,      /* texts of a piece */
    BYTES_AT_ONCE = 1 << 20, /* and how long they may be on average, so that Ctrl-C need not wait */
    PER_THREAD = 8,          /* pieces of a thread, at least, so that all end together */
    MEANWHILE_MS = 2,        /* that the calling thread scans before it takes the GIL again */
    PACKED_BYTES = 1 << 16,  /* of short texts that are laid out one after another */
    ALONE_BYTES = 1 << 13,   /* a text of so many is scanned where it is */
    AHEAD = 12,              /* texts whose memory is asked for before it is needed */
};

typedef struct job {
    const py_batch *batch;
    py_piece *pieces;
    size_t piece_count;
    atomic_size_t next;
    atomic_bool stop;
} job;

typedef struct worker {
    job *job;
    py_session *session;
    pthread_t thread;
    bool started;
} worker;

static long long milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void scan_piece(py_session *session, const py_batch *batch, py_piece *piece)
{
    py_draft *draft = &session->draft;
    piece->status = batch->scan(session, batch, piece->first, piece->stop);
    bool is_empty = !draft->records.count;
    piece->report = py_draft_seal(draft);
    if (is_empty) {
        py_report_release(piece->report);
        piece->report = NULL;
    } else if (!piece->report) {
        piece->status = TG_NO_MEMORY;
    }
}

/* Scans the next piece. False when there are no more, or when all is to stop. */
static bool scan_some(worker *w)
{
    job *j = w->job;
    size_t next = atomic_fetch_add(&j->next, 1);
    if (next >= j->piece_count || atomic_load_explicit(&j->stop, memory_order_relaxed))
        return false;
    py_piece *piece = &j->pieces[next];
    scan_piece(w->session, j->batch, piece);
    if (piece->status != TG_OK)
        atomic_store(&j->stop, true);
    atomic_store_explicit(&piece->done, true, memory_order_release);
    return next + 1 < j->piece_count;
}

static void *run_worker(void *user)
{
    while (scan_some(user)) {
    }
    return NULL;
}

/* Takes the pieces that are done, in order, as far as they go. */
static bool take_done(job *j, size_t *taken)
{
    for (; *taken < j->piece_count; ++*taken) {
        py_piece *piece = &j->pieces[*taken];
        if (!atomic_load_explicit(&piece->done, memory_order_acquire))
            return true;
        if (piece->status != TG_OK) {
            py_raise_status(j->batch->state, piece->status, NULL);
            return false;
        }
        bool ok = j->batch->take(j->batch, piece);
        py_report_release(piece->report);
        piece->report = NULL;
        if (!ok)
            return false;
    }
    return true;
}

/* The calling thread's part, until there is nothing left to scan. */
static bool run_caller(worker *w, size_t *taken)
{
    bool more = true, ok = true;
    while (more && ok) {
        long long begun = milliseconds();
        Py_BEGIN_ALLOW_THREADS
        do
            more = scan_some(w);
        while (more && milliseconds() - begun < MEANWHILE_MS);
        Py_END_ALLOW_THREADS
        ok = PyErr_CheckSignals() == 0 && take_done(w->job, taken);
    }
    return ok;
}

static void join(worker *workers, size_t count)
{
    Py_BEGIN_ALLOW_THREADS
    for (size_t i = 1; i < count; i++)
        if (workers[i].started)
            pthread_join(workers[i].thread, NULL);
    Py_END_ALLOW_THREADS
}

static bool run(py_gate *gate, const py_how *how, job *j, size_t threads)
{
    worker workers[PY_MOST_THREADS];
    size_t lent = 0, taken = 0;
    for (; lent < threads; lent++) {
        workers[lent] = (worker){.job = j, .session = py_gate_lend(gate, how)};
        if (!workers[lent].session)
            break;
    }
    bool ok = lent == threads;
    for (size_t i = 1; ok && i < threads; i++)
        workers[i].started = pthread_create(&workers[i].thread, NULL, run_worker, &workers[i]) == 0;
    ok = ok && run_caller(&workers[0], &taken);
    if (!ok)
        atomic_store(&j->stop, true);
    join(workers, lent);
    ok = ok && take_done(j, &taken);
    for (size_t i = 0; i < lent; i++)
        py_gate_return(gate, workers[i].session);
    return ok;
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* How many texts a piece has. */
static size_t choose_at_once(const py_batch *batch, size_t threads)
{
    size_t at_once = smaller(batch->count / (threads * PER_THREAD), MOST_AT_ONCE);
    if (batch->bytes)
        at_once = smaller(at_once, (size_t)((double)BYTES_AT_ONCE * (double)batch->count / (double)batch->bytes));
    return at_once ? at_once : 1;
}

bool py_batch_run(py_gate *gate, const py_how *how, const py_batch *batch, size_t threads)
{
    size_t at_once = choose_at_once(batch, threads), count = (batch->count + at_once - 1) / at_once;
    job j = {.batch = batch, .piece_count = count, .pieces = calloc(count ? count : 1, sizeof *j.pieces)};
    if (!j.pieces)
        return PyErr_NoMemory() != NULL;
    for (size_t i = 0; i < count; i++) {
        j.pieces[i].first = i * at_once;
        j.pieces[i].stop = smaller(batch->count, (i + 1) * at_once);
    }
    bool ok = run(gate, how, &j, count ? smaller(threads, count) : 1);
    for (size_t i = 0; i < count; i++)
        py_report_release(j.pieces[i].report);
    free(j.pieces);
    return ok;
}

/* Lays the first texts out one after another, or leaves a long one where it is. How many; 0 without memory. */
static size_t pack(py_session *s, const void *source, py_give_text give, size_t first, size_t stop, const char **texts)
{
    s->packed.count = s->ends.count = 0;
    if (!py_reserve(&s->ends, stop - first, sizeof(size_t)) || !py_reserve(&s->packed, PACKED_BYTES, 1))
        return 0;
    size_t *ends = s->ends.items, at = 0, count = 0;
    char *packed = s->packed.items;
    *texts = packed;
    for (; first + count < stop; count++) {
        const char *text;
        size_t length;
        if (stop - first - count > AHEAD) {
            give(source, first + count + AHEAD, &text, &length);
            __builtin_prefetch(text);
            __builtin_prefetch(text + length / 2);
        }
        give(source, first + count, &text, &length);
        s->longest = length > s->longest ? length : s->longest;
        if (!count && length >= ALONE_BYTES) {
            *texts = text;
            ends[0] = length;
            return 1;
        }
        if (length >= ALONE_BYTES || length > PACKED_BYTES - at)
            break;
        if (length)
            memcpy(packed + at, text, length);
        ends[count] = at += length;
    }
    return count;
}

/* Numbers the texts as their source does. */
typedef struct numbering {
    size_t first;
    tg_packed_fn call;
    void *user;
} numbering;

static int call_numbered(size_t index, const tg_verdict *verdict, void *user)
{
    const numbering *n = user;
    return n->call(n->first + index, verdict, n->user);
}

tg_status py_scan_packed(py_session *session, const char *texts, size_t count, size_t first, tg_packed_fn call, void *user)
{
    numbering n = {first, call, user};
    return tg_scan_packed(session->scanner, texts, session->ends.items, count, NULL, call_numbered, &n);
}

tg_status py_scan_scattered(py_session *session, const void *source, py_give_text give, size_t first, size_t stop,
                            tg_packed_fn call, void *user)
{
    tg_status status = TG_OK;
    while (first < stop && status == TG_OK) {
        const char *texts;
        size_t count = pack(session, source, give, first, stop, &texts);
        if (!count)
            return TG_NO_MEMORY;
        status = py_scan_packed(session, texts, count, first, call, user);
        first += count;
    }
    return status;
}
