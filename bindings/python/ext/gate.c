/* Gate: compiled rules with a few idle sessions, one of which each call borrows, so that any number of threads may use a
 * gate. Who holds the GIL may touch the idle ones. */
#include "binding.h"

#include <stdlib.h>

/* A session keeps the memory that its longest text and its largest draft needed; one that grew this far is not worth
 * keeping. */
#define LONGEST_KEPT ((size_t)1 << 20)
#define LARGEST_KEPT ((size_t)4 << 20)

bool py_how_take(PyObject *html, PyObject *language, PyObject *overlap, py_how *how)
{
    bool is_html;
    *how = (py_how){TG_MARKUP_PLAIN, TG_OVERLAP_ALL, NULL};
    if (!py_argument_bool(html, &is_html) || !py_argument_word(language, "language", &how->language))
        return false;
    how->markup = is_html ? TG_MARKUP_HTML : TG_MARKUP_PLAIN;
    if (!overlap || (PyUnicode_Check(overlap) && PyUnicode_CompareWithASCIIString(overlap, "all") == 0))
        return true;
    how->overlap = TG_OVERLAP_LONGEST;
    if (PyUnicode_Check(overlap) && PyUnicode_CompareWithASCIIString(overlap, "longest") == 0)
        return true;
    PyErr_SetString(PyExc_ValueError, "overlap must be 'all' or 'longest'");
    return false;
}

static void free_session(py_session *session)
{
    tg_scanner_free(session->scanner);
    py_draft_free(&session->draft);
    free(session->packed.items);
    free(session->ends.items);
    free(session);
}

static py_session *new_session(py_gate *self)
{
    py_session *session = calloc(1, sizeof *session);
    tg_status status = session ? tg_scanner_new(self->gate, &session->scanner) : TG_NO_MEMORY;
    if (status == TG_OK)
        return session;
    free(session);
    return (py_session *)py_raise_status(py_state_of((PyObject *)self), status, NULL);
}

py_session *py_gate_lend(py_gate *self, const py_how *how)
{
    if (!self->gate) {
        PyErr_SetString(PyExc_ValueError, "the gate is closed");
        return NULL;
    }
    py_session *session = self->idle_count ? self->idle[--self->idle_count] : new_session(self);
    if (!session)
        return NULL;
    tg_scanner_set_markup(session->scanner, how->markup);
    tg_scanner_set_overlap(session->scanner, how->overlap);
    if (tg_scanner_set_language(session->scanner, how->language) == TG_OK)
        return session;
    py_gate_return(self, session);
    PyErr_SetString(PyExc_ValueError, "language must be a BCP 47 code such as 'zh' or 'zh-Hant'");
    return NULL;
}

void py_gate_return(py_gate *self, py_session *session)
{
    if (self->gate && self->idle_count < PY_IDLE_SESSIONS && session->longest <= LONGEST_KEPT &&
        py_draft_size(&session->draft) <= LARGEST_KEPT)
        self->idle[self->idle_count++] = session;
    else
        free_session(session);
}

static void close_gate(py_gate *self)
{
    while (self->idle_count)
        free_session(self->idle[--self->idle_count]);
    tg_gate_unref(self->gate);
    self->gate = NULL;
}

static PyObject *gate_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords)
{
    py_state *state = PyType_GetModuleState(type);
    PyObject *description;
    tg_options *options = py_options_new(state, arguments, keywords, &description);
    if (!options)
        return NULL;
    tg_gate *gate = NULL;
    tg_error error = {0};
    tg_status status;
    Py_BEGIN_ALLOW_THREADS
    status = tg_gate_new(options, &gate, &error);
    tg_options_free(options);
    Py_END_ALLOW_THREADS
    py_gate *self = status == TG_OK ? PyObject_New(py_gate, type) : (py_gate *)py_raise(state, &error);
    if (!self) {
        tg_gate_unref(gate);
        Py_DECREF(description);
        return NULL;
    }
    self->gate = gate;
    self->description = description;
    self->idle_count = 0;
    return (PyObject *)self;
}

static void gate_dealloc(PyObject *object)
{
    py_gate *self = (py_gate *)object;
    PyTypeObject *type = Py_TYPE(object);
    close_gate(self);
    Py_DECREF(self->description);
    PyObject_Free(object);
    Py_DECREF(type);
}

static PyObject *gate_repr(PyObject *object)
{
    const py_gate *self = (py_gate *)object;
    return PyUnicode_FromFormat("<textgate.Gate %s%U>", self->gate ? "" : "closed: ", self->description);
}

static PyObject *gate_close(PyObject *self, PyObject *unused)
{
    (void)unused;
    close_gate((py_gate *)self);
    Py_RETURN_NONE;
}

static PyObject *gate_enter(PyObject *self, PyObject *unused)
{
    (void)unused;
    if (!((py_gate *)self)->gate) {
        PyErr_SetString(PyExc_ValueError, "the gate is closed");
        return NULL;
    }
    Py_INCREF(self);
    return self;
}

static PyObject *gate_closed(PyObject *self, void *unused)
{
    (void)unused;
    return PyBool_FromLong(!((py_gate *)self)->gate);
}

#define FAST(function) (PyCFunction)(void (*)(void))function, METH_FASTCALL | METH_KEYWORDS

static PyMethodDef methods[] = {
    {"scan", FAST(py_gate_scan),
     "scan($self, text, *, html=False, language=None, overlap='all')\n--\n\n"
     "The verdict on a text, str or bytes (UTF-8; ill-formed sequences are scanned as U+FFFD).\n\n"
     "html: the text is HTML, of which what a reader sees is scanned.\n"
     "language: that of the text (BCP 47), so that entries of other languages rest.\n"
     "overlap: 'all' matches, or 'longest': the leftmost and of those the longest."},
    {"scan_many", FAST(py_gate_scan_many),
     "scan_many($self, texts, *, threads=1, html=False, language=None, overlap='all')\n--\n\n"
     "The verdicts on many texts, a list in their order. The GIL is released while they are scanned, by as many\n"
     "threads as are asked for."},
    {"scan_arrow", FAST(py_gate_scan_arrow),
     "scan_arrow($self, array, *, threads=1, html=False, language=None, overlap='all', findings=False)\n--\n\n"
     "The verdicts on a column of texts, an ArrowVerdicts: structs of action, score, finding_count, categories and spam,\n"
     "which are null where the text is. The texts are read where they are, without the GIL.\n\n"
     "array: strings or binary of pyarrow, polars, pandas or another library with Arrow's C interface; also in chunks.\n"
     "findings: add a list of findings to each struct, with offsets in bytes of the text's UTF-8."},
    {"stream", py_gate_stream, METH_NOARGS, "stream($self, /)\n--\n\nA Stream, for a text that comes in pieces."},
    {"redact", FAST(py_gate_redact),
     "redact($self, text, mask='*', keep=0, with_category=False, redact_from='review', html=False, language=None, "
     "pseudonym=None)\n--\n\n"
     "The text with its findings masked; str for str, bytes for bytes.\n\n"
     "mask: written for each character.\n"
     "keep: leave so many characters at the end of a finding as they are.\n"
     "with_category: write [category] for each finding instead.\n"
     "redact_from: mask findings of which the policy says at least so; 'pass' masks all.\n"
     "pseudonym: a key, bytes (16 or more): write [category#token] for each finding, the same for the same text and key."},
    {"is_clean", FAST(py_gate_is_clean),
     "is_clean($self, text, *, html=False, language=None)\n--\n\n"
     "Whether the policy lets the text pass, found out with the least work."},
    {"close", gate_close, METH_NOARGS,
     "close($self, /)\n--\n\nReleases the memory of the gate now. Scans under way finish; later ones raise ValueError."},
    {"__enter__", gate_enter, METH_NOARGS, NULL},
    {"__exit__", gate_close, METH_VARARGS, NULL},
    {"__reduce__", py_refuse_pickle, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef properties[] = {
    {"closed", gate_closed, NULL, "Whether close() was called.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

#define GATE_DOC \
    "Gate(dictionaries=(), words=(), markets=(), policy=None, default=None, detectors=None, key=None, **settings)\n--\n\n" \
    "Rules and policy, ready to scan. Immutable; any number of threads may use one.\n\n" \
    "dictionaries: paths of sources, packs or folders of them, and Pack objects.\n" \
    "words: entries as in a source: str, or (str, attributes) with the attributes as in a source or as a dict.\n" \
    "markets: where the texts will be published, ISO 3166-1 alpha-2.\n" \
    "policy: path of a policy, or a list of its lines. None: critical and high block, medium is held for review.\n" \
    "default: whether to add the shipped dictionaries. None: if there are no others.\n" \
    "detectors: names of those to use: 'words', 'patterns', 'invisible', 'privacy', 'flood', 'spam', 'abuse',\n" \
    "'models', 'duplicate'. None: all.\n" \
    "key: that of the hashed lists among the packs, bytes.\n" \
    "settings: match_limit, depth_limit, heap_limit (of a pattern), max_findings (of a text; 0: all),\n" \
    "kernels (0 to 2: no vector kernels, AVX2, AVX-512 at most)."

static PyType_Slot slots[] = {
    {Py_tp_doc, GATE_DOC},     {Py_tp_new, gate_new},    {Py_tp_dealloc, gate_dealloc},
    {Py_tp_repr, gate_repr},   {Py_tp_methods, methods}, {Py_tp_getset, properties},
    {0, NULL},
};

PyType_Spec py_gate_spec = {"textgate.Gate", sizeof(py_gate), 0, Py_TPFLAGS_DEFAULT, slots};
