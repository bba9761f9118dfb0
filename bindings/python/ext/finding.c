/* Finding: one thing seen, where and why. A view of its verdict's report. */
#include "binding.h"

typedef struct py_finding {
    PyObject_HEAD
    py_report *report;
    const py_row *row;
    PyObject *text; /* NULL: it is gone */
} py_finding;

PyObject *py_finding_new(py_state *state, PyObject *text, py_report *report, const py_row *row)
{
    py_finding *self = PyObject_New(py_finding, (PyTypeObject *)state->finding_type);
    if (!self)
        return NULL;
    report->references++;
    self->report = report;
    self->row = row;
    self->text = text;
    Py_XINCREF(text);
    return (PyObject *)self;
}

static void finding_dealloc(PyObject *object)
{
    PyTypeObject *type = Py_TYPE(object);
    py_finding *self = (py_finding *)object;
    py_report_release(self->report);
    Py_XDECREF(self->text);
    PyObject_Free(object);
    Py_DECREF(type);
}

/* A str always, as JSON needs it. */
static PyObject *text_of(PyObject *text, const py_row *row)
{
    Py_ssize_t begin = (Py_ssize_t)row->begin, end = (Py_ssize_t)row->end;
    if (!text)
        return PyUnicode_FromString("");
    if (PyUnicode_Check(text))
        return PyUnicode_Substring(text, begin, end);
    return PyUnicode_DecodeUTF8(PyBytes_AsString(text) + begin, end - begin, "replace");
}

static PyObject *tricks_of(const py_row *row)
{
    PyObject *tricks = PyList_New(0);
    for (unsigned bit = 0; tricks && bit < 32; bit++) {
        if (!(row->tricks >> bit & 1))
            continue;
        PyObject *word = PyUnicode_FromString(tg_trick_word((tg_trick)(UINT32_C(1) << bit)));
        if (!word || PyList_Append(tricks, word) != 0)
            Py_CLEAR(tricks);
        Py_XDECREF(word);
    }
    return tricks;
}

static PyObject *parts_of(const py_report *report, const py_row *row, const char *format)
{
    const tg_range *ranges = row->part_count ? (const tg_range *)(const void *)(report->tail + row->parts) : NULL;
    PyObject *parts = PyList_New((Py_ssize_t)row->part_count);
    for (size_t i = 0; parts && i < row->part_count; i++) {
        PyObject *part = Py_BuildValue(format, (Py_ssize_t)ranges[i].begin, (Py_ssize_t)ranges[i].end);
        if (!part || PyList_SetItem(parts, (Py_ssize_t)i, part) != 0)
            Py_CLEAR(parts);
    }
    return parts;
}

static const char *string_of(const py_report *report, const py_row *row, size_t which)
{
    return py_report_string(report, row->strings, which);
}

/* What a property is asked by; one getter for all. */
typedef enum field {
    BEGIN, END, TEXT, DETECTOR, CATEGORY, SEVERITY, ACTION, RULE, MATCH, TRICKS, MARKETS, NOTE, ADVICE, SOURCE, PARTS,
} field;

static PyObject *value_of(py_state *state, PyObject *text, const py_report *report, const py_row *row, field which)
{
    switch (which) {
    case BEGIN: return PyLong_FromSize_t(row->begin);
    case END: return PyLong_FromSize_t(row->end);
    case TEXT: return text_of(text, row);
    case DETECTOR: return PY_WORD(state->detectors, row->detector);
    case CATEGORY: return py_string(string_of(report, row, PY_CATEGORY));
    case SEVERITY: return PY_WORD(state->severities, row->severity);
    case ACTION: return PY_WORD(state->actions, row->action);
    case RULE: return py_string(string_of(report, row, PY_RULE));
    case MATCH: return PY_WORD(state->matches, row->match);
    case TRICKS: return tricks_of(row);
    case MARKETS: return py_split(string_of(report, row, PY_MARKETS));
    case NOTE: return py_string(string_of(report, row, PY_NOTE));
    case ADVICE: return py_string(string_of(report, row, PY_ADVICE));
    case SOURCE: return py_string(string_of(report, row, PY_SOURCE));
    case PARTS: return parts_of(report, row, "(nn)");
    }
    return NULL;
}

static field fields[] = {BEGIN, END,    TEXT,    DETECTOR, CATEGORY, SEVERITY, ACTION, RULE,
                         MATCH, TRICKS, MARKETS, NOTE,     ADVICE,   SOURCE,   PARTS};

static PyObject *get(PyObject *self, void *which)
{
    const py_finding *f = (py_finding *)self;
    return value_of(py_state_of(self), f->text, f->report, f->row, *(field *)which);
}

#define PROPERTY(name, which, doc) {name, get, NULL, doc, &fields[which]}

static PyGetSetDef properties[] = {
    PROPERTY("begin", BEGIN, "Where it begins: an index of the str, or of the bytes, that was scanned."),
    PROPERTY("end", END, "Where it ends (half-open)."),
    PROPERTY("text", TEXT, "What was seen, a str; U+FFFD where bytes were not UTF-8."),
    PROPERTY("detector", DETECTOR, "Who found it: 'words', 'patterns', 'invisible', 'privacy', 'flood', 'spam' …"),
    PROPERTY("category", CATEGORY, "Such as 'gambling' or 'privacy.phone'."),
    PROPERTY("severity", SEVERITY, "'low', 'medium', 'high' or 'critical'."),
    PROPERTY("action", ACTION, "What the policy says of it: 'pass', 'review' or 'block'."),
    PROPERTY("rule", RULE,
             "'dictionary:entry', or 'dictionary:id' where the entry has one, or of no dictionary 'invisible:…'."),
    PROPERTY("match", MATCH, "How closely the text agrees with the rule, 'exact', 'fold', 'loose' or 'sound'."),
    PROPERTY("tricks", TRICKS, "How the text was disguised: list of words such as 'case' or 'lookalike'."),
    PROPERTY("markets", MARKETS, "Those asked for that the entry names."),
    PROPERTY("note", NOTE, "The note of the entry, or what a detector has to say, or ''."),
    PROPERTY("advice", ADVICE, "What the entry says to write instead, or ''."),
    PROPERTY("source", SOURCE, "The law, custom or reference behind the entry, or ''."),
    PROPERTY("parts", PARTS, "Of a combination: list of the (begin, end) of its words; else empty."),
    {NULL, NULL, NULL, NULL, NULL},
};

/* Whether there is nothing to say by a field that may be left out. */
static bool is_left_out(const py_report *report, const py_row *row, field which)
{
    return (which == NOTE && !*string_of(report, row, PY_NOTE)) ||
           (which == ADVICE && !*string_of(report, row, PY_ADVICE)) ||
           (which == SOURCE && !*string_of(report, row, PY_SOURCE)) || (which == PARTS && row->part_count < 2);
}

PyObject *py_finding_dict(py_state *state, PyObject *text, const py_report *report, const py_row *row)
{
    static const struct { const char *key; field which; } keys[] = {
        {"begin", BEGIN}, {"end", END}, {"text", TEXT}, {"detector", DETECTOR}, {"category", CATEGORY},
        {"severity", SEVERITY}, {"rule", RULE}, {"match", MATCH}, {"tricks", TRICKS}, {"markets", MARKETS},
        {"note", NOTE}, {"advice", ADVICE}, {"source", SOURCE}, {"parts", PARTS},
    };
    PyObject *dict = PyDict_New();
    for (size_t i = 0; dict && i < COUNT(keys); i++) {
        if (is_left_out(report, row, keys[i].which))
            continue;
        PyObject *value = keys[i].which == PARTS ? parts_of(report, row, "[nn]")
                                                 : value_of(state, text, report, row, keys[i].which);
        if (!value || PyDict_SetItemString(dict, keys[i].key, value) != 0)
            Py_CLEAR(dict);
        Py_XDECREF(value);
    }
    return dict;
}

static PyObject *finding_to_dict(PyObject *self, PyObject *unused)
{
    (void)unused;
    const py_finding *f = (py_finding *)self;
    return py_finding_dict(py_state_of(self), f->text, f->report, f->row);
}

static PyObject *finding_repr(PyObject *self)
{
    const py_finding *f = (py_finding *)self;
    PyObject *text = text_of(f->text, f->row), *category = py_string(string_of(f->report, f->row, PY_CATEGORY));
    PyObject *repr = NULL;
    if (text && category)
        repr = PyUnicode_FromFormat("<textgate.Finding %zd:%zd %R %U %s>", (Py_ssize_t)f->row->begin,
                                    (Py_ssize_t)f->row->end, text, category,
                                    tg_severity_word((tg_severity)f->row->severity));
    Py_XDECREF(text);
    Py_XDECREF(category);
    return repr;
}

static PyMethodDef methods[] = {
    {"to_dict", finding_to_dict, METH_NOARGS, "to_dict($self, /)\n--\n\nThe finding as the command's JSON has it."},
    {"__reduce__", py_refuse_pickle, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_doc, "One thing seen in a text, where and why."},
    {Py_tp_new, py_refuse_new},
    {Py_tp_dealloc, finding_dealloc},
    {Py_tp_repr, finding_repr},
    {Py_tp_methods, methods},
    {Py_tp_getset, properties},
    {0, NULL},
};

PyType_Spec py_finding_spec = {"textgate.Finding", sizeof(py_finding), 0, Py_TPFLAGS_DEFAULT, slots};
