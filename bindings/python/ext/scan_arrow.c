/* Gate.scan_arrow, and scan_arrow of the module: the verdicts on a column of texts, which is not copied. */
#include "arrow.h"

/* One call. */
typedef struct job {
    py_state *state;
    py_gate *gate;
    const py_how *how;
    size_t threads;
    py_table *table;
} job;

typedef struct notes {
    py_draft *draft;
    bool failed; /* without memory */
} notes;

static int note(size_t index, const tg_verdict *verdict, void *user)
{
    notes *n = user;
    py_record *record;
    n->failed = !py_draft_verdict(n->draft, verdict, index, &record);
    return n->failed;
}

/* Texts with offsets stand one after another already. */
static tg_status scan_offsets(py_session *session, const py_batch *batch, size_t first, size_t stop)
{
    const py_column *column = batch->source;
    size_t base = py_column_offset(column, first), at = base, count = stop - first;
    notes n = {&session->draft, false};
    session->ends.count = 0;
    if (!py_reserve(&session->ends, count, sizeof(size_t)))
        return TG_NO_MEMORY;
    size_t *ends = session->ends.items;
    for (size_t i = 0; i < count; i++) {
        size_t end = py_column_offset(column, first + i + 1);
        if (end < at)
            return TG_INVALID_ARGUMENT;
        session->longest = end - at > session->longest ? end - at : session->longest;
        ends[i] = (at = end) - base;
    }
    const char *data = py_column_data(column);
    tg_status status = py_scan_packed(session, data ? data + base : NULL, count, first, note, &n);
    return n.failed ? TG_NO_MEMORY : status;
}

static tg_status scan_views(py_session *session, const py_batch *batch, size_t first, size_t stop)
{
    notes n = {&session->draft, false};
    tg_status status = py_scan_scattered(session, batch->source, py_column_view, first, stop, note, &n);
    return n.failed ? TG_NO_MEMORY : status;
}

static tg_status scan_nulls(py_session *session, const py_batch *batch, size_t first, size_t stop)
{
    (void)session, (void)batch, (void)first, (void)stop;
    return TG_OK;
}

static bool take_piece(const py_batch *batch, const py_piece *piece)
{
    const job *j = batch->result;
    const py_report *report = piece->report;
    size_t next = 0;
    for (size_t i = piece->first; i < piece->stop; i++) {
        const py_record *record = NULL;
        if (report && next < report->record_count && report->records[next].text == i)
            record = &report->records[next++];
        if (py_column_is_null(batch->source, i))
            py_table_add_null(j->table);
        else
            py_table_add(j->table, report, record);
    }
    tg_status status = py_table_status(j->table);
    if (status != TG_OK)
        py_raise_status(j->state, status, status == TG_LIMIT ? "too many verdicts for one Arrow array" : NULL);
    return status == TG_OK;
}

static size_t count_bytes(const py_column *column, size_t count)
{
    size_t bytes = 0, length = 0;
    const char *text;
    if (column->layout == PY_OFFSETS_32 || column->layout == PY_OFFSETS_64)
        return py_column_offset(column, count) - py_column_offset(column, 0);
    for (size_t i = 0; column->layout == PY_VIEWS && i < count; i++, bytes += length)
        py_column_view(column, i, &text, &length);
    return bytes;
}

static bool scan_column(const py_column *column, void *user)
{
    static const py_scan_piece scans[] = {
        [PY_NULLS] = scan_nulls, [PY_OFFSETS_32] = scan_offsets, [PY_OFFSETS_64] = scan_offsets, [PY_VIEWS] = scan_views};
    job *j = user;
    size_t count = (size_t)column->array->length;
    py_column source = *column;
    py_batch batch = {.count = count,
                      .bytes = count_bytes(column, count),
                      .scan = scans[column->layout],
                      .take = take_piece,
                      .state = j->state,
                      .source = &source,
                      .result = j};
    return py_batch_run(j->gate, j->how, &batch, j->threads);
}

/* `values` are array, threads, html, language, overlap, findings. */
static PyObject *scan_arrow(py_state *state, PyObject *gate, PyObject *const *values)
{
    py_how how;
    long long threads = 1;
    bool findings;
    if (!py_argument_int(values[1], "threads", 1, PY_MOST_THREADS, &threads) ||
        !py_how_take(values[2], values[3], values[4], &how) || !py_argument_bool(values[5], &findings))
        return NULL;
    job j = {state, (py_gate *)gate, &how, (size_t)threads, py_table_new(findings)};
    if (!j.table)
        return PyErr_NoMemory();
    if (py_arrow_each(values[0], scan_column, &j))
        return py_verdicts_new(state, j.table);
    py_table_release(j.table);
    return NULL;
}

PyObject *py_gate_scan_arrow(PyObject *self, PyObject *const *arguments, Py_ssize_t count, PyObject *names)
{
    static const py_signature signature = {
        "scan_arrow", 1, 6, {"array", "threads", "html", "language", "overlap", "findings"}};
    PyObject *values[6];
    return py_arguments(&signature, arguments, count, names, values) ? scan_arrow(py_state_of(self), self, values) : NULL;
}

/* The gate of the shipped dictionaries, made when it is first asked for and kept. A new reference. */
static PyObject *standard_gate(py_state *state)
{
    if (!state->standard)
        state->standard = PyObject_CallObject(state->gate_type, NULL);
    Py_XINCREF(state->standard);
    return state->standard;
}

static PyObject *module_scan_arrow(PyObject *module, PyObject *const *arguments, Py_ssize_t count, PyObject *names)
{
    static const py_signature signature = {
        "scan_arrow", 2, 7, {"array", "gate", "threads", "html", "language", "overlap", "findings"}};
    py_state *state = PyModule_GetState(module);
    PyObject *values[7];
    if (!py_arguments(&signature, arguments, count, names, values))
        return NULL;
    PyObject *gate = values[1];
    if (gate && gate != Py_None && !PyObject_TypeCheck(gate, (PyTypeObject *)state->gate_type)) {
        PyErr_SetString(PyExc_TypeError, "gate must be a textgate.Gate or None");
        return NULL;
    }
    if (gate && gate != Py_None)
        Py_INCREF(gate);
    else if (!(gate = standard_gate(state)))
        return NULL;
    PyObject *of_gate[] = {values[0], values[2], values[3], values[4], values[5], values[6]};
    PyObject *verdicts = scan_arrow(state, gate, of_gate);
    Py_DECREF(gate);
    return verdicts;
}

PyMethodDef py_arrow_functions[] = {
    {"scan_arrow", (PyCFunction)(void (*)(void))module_scan_arrow, METH_FASTCALL | METH_KEYWORDS,
     "scan_arrow(array, gate=None, *, threads=1, html=False, language=None, overlap='all', findings=False)\n--\n\n"
     "The verdicts on a column of texts, an ArrowVerdicts, as Gate.scan_arrow gives them.\n\n"
     "gate: None is that of the shipped dictionaries."},
    {NULL, NULL, 0, NULL},
};
