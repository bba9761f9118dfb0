/* Finding: one thing seen, where and why. A view of its verdict's report. */
#include "binding.h"

typedef struct py_finding {
    PyObject_HEAD
    py_report *report;
    size_t index;
} py_finding;

static const tg_finding *finding_of(PyObject *self)
{
    return &((py_finding *)self)->report->findings[((py_finding *)self)->index];
}

PyObject *py_finding_new(py_state *state, py_report *report, size_t index)
{
    py_finding *self = PyObject_New(py_finding, (PyTypeObject *)state->finding_type);
    if (!self)
        return NULL;
    report->references++;
    self->report = report;
    self->index = index;
    return (PyObject *)self;
}

static void finding_dealloc(PyObject *object)
{
    PyTypeObject *type = Py_TYPE(object);
    py_report_release(((py_finding *)object)->report);
    PyObject_Free(object);
    Py_DECREF(type);
}

/* A str always, as JSON needs it. */
static PyObject *text_of(const py_report *report, const tg_finding *f)
{
    if (PyUnicode_Check(report->text))
        return PyUnicode_Substring(report->text, (Py_ssize_t)f->begin, (Py_ssize_t)f->end);
    return PyUnicode_DecodeUTF8(PyBytes_AsString(report->text) + f->begin, (Py_ssize_t)(f->end - f->begin), "replace");
}

static PyObject *tricks_of(const tg_finding *f)
{
    PyObject *tricks = PyList_New(0);
    for (unsigned bit = 0; tricks && bit < 32; bit++) {
        if (!(f->tricks >> bit & 1))
            continue;
        PyObject *word = PyUnicode_FromString(tg_trick_word((tg_trick)(UINT32_C(1) << bit)));
        if (!word || PyList_Append(tricks, word) != 0)
            Py_CLEAR(tricks);
        Py_XDECREF(word);
    }
    return tricks;
}

static PyObject *parts_of(const tg_finding *f, const char *format)
{
    PyObject *parts = PyList_New((Py_ssize_t)f->part_count);
    for (size_t i = 0; parts && i < f->part_count; i++) {
        PyObject *part = Py_BuildValue(format, (Py_ssize_t)f->parts[i].begin, (Py_ssize_t)f->parts[i].end);
        if (!part || PyList_SetItem(parts, (Py_ssize_t)i, part) != 0)
            Py_CLEAR(parts);
    }
    return parts;
}

/* What a property is asked by; one getter for all. */
typedef enum field {
    BEGIN, END, TEXT, DETECTOR, CATEGORY, SEVERITY, ACTION, RULE, MATCH, TRICKS, MARKETS, NOTE, PARTS,
} field;

static PyObject *value_of(py_state *state, const py_report *report, const tg_finding *f, field which)
{
    switch (which) {
    case BEGIN: return PyLong_FromSize_t(f->begin);
    case END: return PyLong_FromSize_t(f->end);
    case TEXT: return text_of(report, f);
    case DETECTOR: return PY_WORD(state->detectors, f->detector);
    case CATEGORY: return py_string(f->category);
    case SEVERITY: return PY_WORD(state->severities, f->severity);
    case ACTION: return PY_WORD(state->actions, f->action);
    case RULE: return py_string(f->rule);
    case MATCH: return PY_WORD(state->matches, f->match);
    case TRICKS: return tricks_of(f);
    case MARKETS: return py_split(f->markets);
    case NOTE: return py_string(f->note);
    case PARTS: return parts_of(f, "(nn)");
    }
    return NULL;
}

static field fields[] = {BEGIN, END, TEXT, DETECTOR, CATEGORY, SEVERITY, ACTION, RULE, MATCH, TRICKS, MARKETS, NOTE, PARTS};

static PyObject *get(PyObject *self, void *which)
{
    return value_of(py_state_of(self), ((py_finding *)self)->report, finding_of(self), *(field *)which);
}

#define PROPERTY(name, which, doc) {name, get, NULL, doc, &fields[which]}

static PyGetSetDef properties[] = {
    PROPERTY("begin", BEGIN, "Where it begins: an index of the str, or of the bytes, that was scanned."),
    PROPERTY("end", END, "Where it ends (half-open)."),
    PROPERTY("text", TEXT, "What was seen, a str; U+FFFD where bytes were not UTF-8."),
    PROPERTY("detector", DETECTOR, "Who found it: 'words', 'patterns', 'invisible', 'privacy', 'spam', 'abuse', 'models' or\n'duplicate'."),
    PROPERTY("category", CATEGORY, "Such as 'gambling' or 'privacy.phone'."),
    PROPERTY("severity", SEVERITY, "'low', 'medium', 'high' or 'critical'."),
    PROPERTY("action", ACTION, "What the policy says of it: 'pass', 'review' or 'block'."),
    PROPERTY("rule", RULE, "'dictionary:entry', or 'dictionary:id' where the entry has one, or of no dictionary 'invisible:…'."),
    PROPERTY("match", MATCH, "How closely the text agrees with the rule, 'exact', 'fold', 'loose' or 'sound'."),
    PROPERTY("tricks", TRICKS, "How the text was disguised: list of words such as 'case' or 'lookalike'."),
    PROPERTY("markets", MARKETS, "Those asked for that the entry names."),
    PROPERTY("note", NOTE, "The note of the entry, or what a detector has to say, or ''."),
    PROPERTY("parts", PARTS, "Of a combination: list of the (begin, end) of its words; else empty."),
    {NULL, NULL, NULL, NULL, NULL},
};

PyObject *py_finding_dict(py_state *state, const py_report *report, size_t index)
{
    static const struct { const char *key; field which; } keys[] = {
        {"begin", BEGIN}, {"end", END}, {"text", TEXT}, {"detector", DETECTOR}, {"category", CATEGORY},
        {"severity", SEVERITY}, {"rule", RULE}, {"match", MATCH}, {"tricks", TRICKS}, {"markets", MARKETS},
        {"note", NOTE}, {"parts", PARTS},
    };
    const tg_finding *f = &report->findings[index];
    PyObject *dict = PyDict_New();
    for (size_t i = 0; dict && i < COUNT(keys); i++) {
        if ((keys[i].which == NOTE && !*f->note) || (keys[i].which == PARTS && f->part_count < 2))
            continue;
        PyObject *value = keys[i].which == PARTS ? parts_of(f, "[nn]") : value_of(state, report, f, keys[i].which);
        if (!value || PyDict_SetItemString(dict, keys[i].key, value) != 0)
            Py_CLEAR(dict);
        Py_XDECREF(value);
    }
    return dict;
}

static PyObject *finding_to_dict(PyObject *self, PyObject *unused)
{
    (void)unused;
    return py_finding_dict(py_state_of(self), ((py_finding *)self)->report, ((py_finding *)self)->index);
}

static PyObject *finding_repr(PyObject *self)
{
    const tg_finding *f = finding_of(self);
    PyObject *text = text_of(((py_finding *)self)->report, f), *category = py_string(f->category), *repr = NULL;
    if (text && category)
        repr = PyUnicode_FromFormat("<textgate.Finding %zd:%zd %R %U %s>", (Py_ssize_t)f->begin, (Py_ssize_t)f->end,
                                    text, category, tg_severity_word(f->severity));
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
