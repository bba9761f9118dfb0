/* Gate.scan_many: many texts, without the GIL, by one thread or several. The calling thread is one of them; it alone looks
 * after Ctrl-C. */
#include "binding.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

enum {
    MOST_THREADS = 256,
    MOST_AT_ONCE = 256,       /* texts that a thread takes at a time */
    BYTES_AT_ONCE = 1 << 20,  /* and how long they may be on average, so that Ctrl-C need not wait */
    PER_THREAD = 8,           /* times that a thread takes some, at least, so that all end together */
    SIGNAL_MS = 100,          /* between looks for a signal */
};

typedef struct item {
    py_text text;
    py_outcome outcome;
} item;

typedef struct job {
    item *items;
    size_t count, at_once;
    atomic_size_t next;
    atomic_bool stop;
} job;

typedef struct worker {
    job *job;
    tg_scanner *scanner;
    size_t longest;
    pthread_t thread;
    bool started;
} worker;

static long long milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Scans the next texts. False when there are no more, or when all is to stop. */
static bool scan_some(worker *w)
{
    job *j = w->job;
    size_t begin = atomic_fetch_add(&j->next, j->at_once);
    size_t end = begin < j->count && j->count - begin > j->at_once ? begin + j->at_once : j->count;
    for (size_t i = begin; i < end; i++) {
        if (atomic_load_explicit(&j->stop, memory_order_relaxed))
            return false;
        item *it = &j->items[i];
        py_scan(w->scanner, &it->text, &it->outcome);
        w->longest = it->text.length > w->longest ? it->text.length : w->longest;
        if (it->outcome.status != TG_OK)
            atomic_store(&j->stop, true);
    }
    return end < j->count;
}

static void *run_worker(void *user)
{
    while (scan_some(user)) {
    }
    return NULL;
}

/* The same in the calling thread, which holds the GIL. False with an exception if a signal handler raised one. */
static bool run_caller(worker *w)
{
    bool more = true, ok = true;
    long long looked = milliseconds();
    while (more && ok) {
        Py_BEGIN_ALLOW_THREADS
        do
            more = scan_some(w);
        while (more && milliseconds() - looked < SIGNAL_MS);
        Py_END_ALLOW_THREADS
        ok = PyErr_CheckSignals() == 0;
        looked = milliseconds();
    }
    return ok;
}

static bool run(py_gate *gate, const py_how *how, job *j, size_t threads)
{
    worker workers[MOST_THREADS];
    size_t lent = 0;
    for (; lent < threads; lent++) {
        workers[lent] = (worker){.job = j, .scanner = py_gate_lend(gate, how)};
        if (!workers[lent].scanner)
            break;
    }
    bool ok = lent == threads;
    for (size_t i = 1; ok && i < threads; i++)
        workers[i].started = pthread_create(&workers[i].thread, NULL, run_worker, &workers[i]) == 0;
    ok = ok && run_caller(&workers[0]);
    if (!ok)
        atomic_store(&j->stop, true);
    Py_BEGIN_ALLOW_THREADS
    for (size_t i = 1; i < lent; i++)
        if (workers[i].started)
            pthread_join(workers[i].thread, NULL);
    Py_END_ALLOW_THREADS
    for (size_t i = 0; i < lent; i++)
        py_gate_return(gate, workers[i].scanner, workers[i].longest);
    return ok;
}

static bool take_texts(PyObject *texts, item *items, size_t count, size_t *bytes)
{
    *bytes = 0;
    for (size_t i = 0; i < count; i++) {
        char what[40];
        PyObject *text = PyTuple_GetItem(texts, (Py_ssize_t)i);
        bool is_text = PyUnicode_Check(text) || PyBytes_Check(text);
        if (!is_text)
            PyOS_snprintf(what, sizeof what, "texts[%zu]", i);
        if (!py_text_take(text, is_text ? "" : what, &items[i].text))
            return false;
        *bytes += items[i].text.length;
    }
    return true;
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* How many texts a thread takes at a time. */
static size_t choose_at_once(size_t count, size_t bytes, size_t threads)
{
    size_t at_once = smaller(count / (threads * PER_THREAD), MOST_AT_ONCE);
    if (bytes)
        at_once = smaller(at_once, (size_t)((double)BYTES_AT_ONCE * (double)count / (double)bytes));
    return at_once ? at_once : 1;
}

/* The verdicts, or the exception of the first scan that failed. */
static PyObject *gather(py_state *state, item *items, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (items[i].outcome.status != TG_OK)
            return py_verdict_new(state, &items[i].outcome, NULL);
    PyObject *verdicts = PyList_New((Py_ssize_t)count);
    for (size_t i = 0; verdicts && i < count; i++) {
        PyObject *verdict = py_verdict_new(state, &items[i].outcome, items[i].text.object);
        if (!verdict || PyList_SetItem(verdicts, (Py_ssize_t)i, verdict) != 0)
            Py_CLEAR(verdicts);
    }
    return verdicts;
}

static PyObject *scan_tuple(PyObject *self, PyObject *texts, const py_how *how, size_t threads)
{
    size_t count = (size_t)PyTuple_Size(texts), bytes;
    job j = {.count = count, .items = calloc(count ? count : 1, sizeof *j.items)};
    if (!j.items)
        return PyErr_NoMemory();
    PyObject *verdicts = NULL;
    if (take_texts(texts, j.items, count, &bytes)) {
        j.at_once = choose_at_once(count, bytes, threads);
        size_t useful = (count + j.at_once - 1) / j.at_once;
        if (run((py_gate *)self, how, &j, useful ? smaller(threads, useful) : 1))
            verdicts = gather(py_state_of(self), j.items, count);
    }
    for (size_t i = 0; i < count; i++) {
        py_text_drop(&j.items[i].text);
        py_report_release(j.items[i].outcome.report);
    }
    free(j.items);
    return verdicts;
}

PyObject *py_gate_scan_many(PyObject *self, PyObject *const *arguments, Py_ssize_t count, PyObject *names)
{
    static const py_signature signature = {
        "scan_many", 1, 5, {"texts", "threads", "html", "language", "overlap"}};
    PyObject *values[5];
    py_how how;
    long long threads = 1;
    if (!py_arguments(&signature, arguments, count, names, values) ||
        !py_argument_int(values[1], "threads", 1, MOST_THREADS, &threads) ||
        !py_how_take(values[2], values[3], values[4], &how))
        return NULL;
    if (PyUnicode_Check(values[0]) || PyBytes_Check(values[0])) {
        PyErr_SetString(PyExc_TypeError, "texts must be an iterable of texts, not a single text");
        return NULL;
    }
    /* A tuple of our own, so that the texts stay while they are scanned, whatever becomes of the caller's list. */
    PyObject *texts = PySequence_Tuple(values[0]);
    PyObject *verdicts = texts ? scan_tuple(self, texts, &how, (size_t)threads) : NULL;
    Py_XDECREF(texts);
    return verdicts;
}
