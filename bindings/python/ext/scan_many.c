/* Gate.scan_many: a list of verdicts on many texts. */
#include "binding.h"

#include <stdlib.h>

static void give_text(const void *source, size_t index, const char **text, size_t *length)
{
    const py_text *t = (const py_text *)source + index;
    *text = t->bytes;
    *length = t->length;
}

typedef struct scan {
    py_draft *draft;
    const py_text *texts;
    bool failed; /* without memory */
} scan;

static int note(size_t index, const tg_verdict *verdict, void *user)
{
    scan *s = user;
    const py_text *text = &s->texts[index];
    py_draft *draft = s->draft;
    py_record *record;
    bool ok = py_draft_verdict(draft, verdict, index, &record);
    if (ok && record && text->in_characters && text->length >= PY_LONG_TEXT)
        ok = py_text_count(text, (py_row *)draft->rows.items + record->first_row, record->row_count, draft->tail.items);
    s->failed = !ok;
    return !ok;
}

static tg_status scan_piece(py_session *session, const py_batch *batch, size_t first, size_t stop)
{
    scan s = {&session->draft, batch->source, false};
    tg_status status = py_scan_scattered(session, batch->source, give_text, first, stop, note, &s);
    return s.failed ? TG_NO_MEMORY : status;
}

/* Puts the verdicts of a piece into the list, and gives its texts back. */
static bool take_piece(const py_batch *batch, const py_piece *piece)
{
    py_text *texts = batch->source;
    py_report *report = piece->report;
    size_t next = 0;
    for (size_t i = piece->first; i < piece->stop; i++) {
        py_record *record = NULL;
        if (report && next < report->record_count && report->records[next].text == i)
            record = &report->records[next++];
        PyObject *verdict =
            py_verdict_new(batch->state, report, record, texts[i].object, texts[i].length >= PY_LONG_TEXT);
        if (!verdict || PyList_SetItem(batch->result, (Py_ssize_t)i, verdict) != 0)
            return false;
        py_text_drop(&texts[i]);
        Py_CLEAR(texts[i].object);
    }
    return true;
}

/* Takes text number `index`, with a reference, so that it stays whatever becomes of the caller's list. */
static bool take_text(PyObject *text, size_t index, py_text *item)
{
    char what[40] = "";
    if (!PyUnicode_Check(text) && !PyBytes_Check(text))
        PyOS_snprintf(what, sizeof what, "texts[%zu]", index);
    if (!py_text_take(text, what, item))
        return false;
    Py_INCREF(text);
    return true;
}

/* Takes the texts of a list or tuple; how many that went well with. */
static size_t take_texts(PyObject *texts, py_text *items, size_t count, size_t *bytes)
{
    enum { AHEAD = 16 }; /* texts whose memory is asked for before it is needed */
    PyObject *(*item)(PyObject *, Py_ssize_t) = PyList_Check(texts) ? PyList_GetItem : PyTuple_GetItem;
    size_t taken = 0;
    for (; taken < count; taken++) {
        if (count - taken > AHEAD)
            __builtin_prefetch(item(texts, (Py_ssize_t)(taken + AHEAD)));
        if (!take_text(item(texts, (Py_ssize_t)taken), taken, &items[taken]))
            return taken;
        *bytes += items[taken].length;
    }
    return taken;
}

/* Of a list or tuple. */
static PyObject *scan_texts(PyObject *self, PyObject *texts, const py_how *how, size_t threads)
{
    size_t count = (size_t)PyObject_Size(texts), taken = 0;
    py_text *items = malloc((count ? count : 1) * sizeof *items);
    PyObject *verdicts = items ? PyList_New((Py_ssize_t)count) : PyErr_NoMemory();
    py_batch batch = {.count = count,
                      .scan = scan_piece,
                      .take = take_piece,
                      .state = py_state_of(self),
                      .source = items,
                      .result = verdicts};
    if (verdicts) {
        taken = take_texts(texts, items, count, &batch.bytes);
        if (taken < count || !py_batch_run((py_gate *)self, how, &batch, threads))
            Py_CLEAR(verdicts);
    }
    for (size_t i = 0; i < taken && !verdicts; i++) {
        py_text_drop(&items[i]);
        Py_XDECREF(items[i].object);
    }
    free(items);
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
        !py_argument_int(values[1], "threads", 1, PY_MOST_THREADS, &threads) ||
        !py_how_take(values[2], values[3], values[4], &how))
        return NULL;
    if (PyUnicode_Check(values[0]) || PyBytes_Check(values[0])) {
        PyErr_SetString(PyExc_TypeError, "texts must be an iterable of texts, not a single text");
        return NULL;
    }
    PyObject *texts = PyList_Check(values[0]) || PyTuple_Check(values[0]) ? values[0] : NULL;
    if (texts)
        Py_INCREF(texts);
    else
        texts = PySequence_Tuple(values[0]);
    PyObject *verdicts = texts ? scan_texts(self, texts, &how, (size_t)threads) : NULL;
    Py_XDECREF(texts);
    return verdicts;
}
