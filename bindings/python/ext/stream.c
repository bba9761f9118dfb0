/* Stream: a text that comes in pieces. What was told is gone, so its findings have no text. */
#include "binding.h"

typedef struct py_stream {
    PyObject_HEAD
    tg_stream *stream;
    bool busy; /* a thread uses it, perhaps without the GIL */
    bool failed; /* without memory for a finding */
    py_draft draft;
} py_stream;

PyObject *py_gate_stream(PyObject *gate, PyObject *unused)
{
    (void)unused;
    py_state *state = py_state_of(gate);
    if (!((py_gate *)gate)->gate) {
        PyErr_SetString(PyExc_ValueError, "the gate is closed");
        return NULL;
    }
    tg_stream *stream;
    tg_status status = tg_stream_new(((py_gate *)gate)->gate, &stream);
    if (status != TG_OK)
        return py_raise_status(state, status, NULL);
    py_stream *self = PyObject_New(py_stream, (PyTypeObject *)state->stream_type);
    if (!self) {
        tg_stream_free(stream);
        return NULL;
    }
    *self = (py_stream){.ob_base = self->ob_base, .stream = stream};
    return (PyObject *)self;
}

static void stream_dealloc(PyObject *object)
{
    py_stream *self = (py_stream *)object;
    PyTypeObject *type = Py_TYPE(object);
    tg_stream_free(self->stream);
    py_draft_free(&self->draft);
    PyObject_Free(object);
    Py_DECREF(type);
}

static int note(const tg_finding *finding, void *user)
{
    py_stream *self = user;
    self->failed = !py_draft_finding(&self->draft, finding);
    return self->failed;
}

static bool begin(py_stream *self)
{
    if (self->busy)
        PyErr_SetString(PyExc_ValueError, "the stream is in use by another thread");
    else
        self->busy = true;
    self->failed = false;
    return !PyErr_Occurred();
}

/* The findings of a call that came to `status`, as a list; ends what begin began. */
static PyObject *take_findings(py_stream *self, tg_status status)
{
    py_state *state = py_state_of((PyObject *)self);
    py_report *report = NULL;
    size_t count = self->draft.rows.count;
    if (!(report = py_draft_seal(&self->draft)))
        status = TG_NO_MEMORY;
    self->busy = false;
    if (self->failed)
        status = TG_NO_MEMORY;
    PyObject *findings = status == TG_OK ? PyList_New((Py_ssize_t)count) : py_raise_status(state, status, NULL);
    for (size_t i = 0; findings && i < count; i++) {
        PyObject *finding = py_finding_new(state, NULL, report, &report->rows[i]);
        if (!finding || PyList_SetItem(findings, (Py_ssize_t)i, finding) != 0)
            Py_CLEAR(findings);
    }
    py_report_release(report);
    return findings;
}

static PyObject *stream_feed(PyObject *object, PyObject *piece)
{
    py_stream *self = (py_stream *)object;
    py_text text;
    if (!begin(self))
        return NULL;
    if (!py_text_take(piece, "text", &text)) {
        self->busy = false;
        return NULL;
    }
    tg_status status;
    if (text.length < PY_LONG_TEXT) {
        status = tg_stream_feed(self->stream, text.bytes, text.length, note, self);
    } else {
        Py_BEGIN_ALLOW_THREADS
        status = tg_stream_feed(self->stream, text.bytes, text.length, note, self);
        Py_END_ALLOW_THREADS
    }
    py_text_drop(&text);
    return take_findings(self, status);
}

static PyObject *stream_finish(PyObject *object, PyObject *unused)
{
    (void)unused;
    py_stream *self = (py_stream *)object;
    py_state *state = py_state_of(object);
    tg_summary summary;
    tg_status status;
    if (!begin(self))
        return NULL;
    Py_BEGIN_ALLOW_THREADS
    status = tg_stream_finish(self->stream, note, self, &summary);
    Py_END_ALLOW_THREADS
    PyObject *findings = take_findings(self, status);
    if (!findings)
        return NULL;
    PyObject *values[] = {PY_WORD(state->actions, summary.action), PyFloat_FromDouble(summary.score),
                          PyLong_FromUnsignedLong(summary.finding_count), findings};
    return py_tuple_of(state->summary_type, values, COUNT(values));
}

static PyMethodDef methods[] = {
    {"feed", stream_feed, METH_O,
     "feed($self, text, /)\n--\n\nThe next piece, cut anywhere: a list of the findings that became certain."},
    {"finish", stream_finish, METH_NOARGS,
     "finish($self, /)\n--\n\nThe text has ended: a Summary. The stream is ready for the next text."},
    {"__reduce__", py_refuse_pickle, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_doc, "A text that comes in pieces, such as a file or an upload, in memory that does not grow with it. Made by\n"
                "Gate.stream. Words and patterns are looked for, in plain text; places are in bytes of the whole text's\n"
                "UTF-8, and findings have no text. One thread's at a time."},
    {Py_tp_new, py_refuse_new},
    {Py_tp_dealloc, stream_dealloc},
    {Py_tp_methods, methods},
    {0, NULL},
};

PyType_Spec py_stream_spec = {"textgate.Stream", sizeof(py_stream), 0, Py_TPFLAGS_DEFAULT, slots};
