/* Verdict: what to do with a text, and why. */
#include "binding.h"

#include <string.h>

typedef struct py_verdict {
    PyObject_HEAD
    tg_action action;
    double score, flood; /* flood 0: nothing to say */
    tg_spam spam;       /* score below 0: nothing to say */
    py_report *report;  /* NULL: nothing to report */
    PyObject *findings; /* the list, once it was asked for. No finding refers to the verdict, so there is no cycle. */
} py_verdict;

PyObject *py_verdict_new(py_state *state, py_outcome *outcome, PyObject *text)
{
    py_report *report = outcome->report;
    outcome->report = NULL;
    py_verdict *self = outcome->status == TG_OK ? PyObject_New(py_verdict, (PyTypeObject *)state->verdict_type)
                                                : (py_verdict *)py_raise_status(state, outcome->status, NULL);
    if (!self) {
        py_report_release(report);
        return NULL;
    }
    self->action = outcome->action;
    self->score = outcome->score;
    self->spam = outcome->spam;
    self->flood = outcome->flood;
    self->report = report;
    self->findings = NULL;
    if (report) {
        Py_INCREF(text);
        report->text = text;
    }
    return (PyObject *)self;
}

static void verdict_dealloc(PyObject *object)
{
    py_verdict *self = (py_verdict *)object;
    PyTypeObject *type = Py_TYPE(object);
    py_report_release(self->report);
    Py_XDECREF(self->findings);
    PyObject_Free(object);
    Py_DECREF(type);
}

static size_t count_findings(const py_verdict *self)
{
    return self->report ? self->report->finding_count : 0;
}

static PyObject *verdict_repr(PyObject *object)
{
    const py_verdict *self = (py_verdict *)object;
    char score[16];
    PyOS_snprintf(score, sizeof score, "%.2f", self->score);
    size_t count = count_findings(self);
    return PyUnicode_FromFormat("<textgate.Verdict %s %s, %zd finding%s>", tg_action_word(self->action), score,
                                (Py_ssize_t)count, count == 1 ? "" : "s");
}

static PyObject *get_action(PyObject *self, void *unused)
{
    (void)unused;
    return PY_WORD(py_state_of(self)->actions, ((py_verdict *)self)->action);
}

static PyObject *get_score(PyObject *self, void *unused)
{
    (void)unused;
    return PyFloat_FromDouble(((py_verdict *)self)->score);
}

typedef PyObject *(*make_item)(py_state *state, py_report *report, size_t index);

static PyObject *list_of(PyObject *object, size_t count, make_item make)
{
    py_verdict *self = (py_verdict *)object;
    PyObject *list = PyList_New((Py_ssize_t)count);
    for (size_t i = 0; list && i < count; i++) {
        PyObject *item = make(py_state_of(object), self->report, i);
        if (!item || PyList_SetItem(list, (Py_ssize_t)i, item) != 0)
            Py_CLEAR(list);
    }
    return list;
}

static PyObject *get_findings(PyObject *object, void *unused)
{
    (void)unused;
    py_verdict *self = (py_verdict *)object;
    if (!self->findings) {
        PyObject *findings = list_of(object, count_findings(self), py_finding_new);
        /* Making them can run the garbage collector, and with it code that asks for the findings. */
        if (self->findings)
            Py_XDECREF(findings);
        else
            self->findings = findings;
    }
    Py_XINCREF(self->findings);
    return self->findings;
}

/* As the command prints it. */
static PyObject *rounded(double score)
{
    return PyFloat_FromDouble((double)(long)(score * 1e4 + .5) / 1e4);
}

static PyObject *exact(double score)
{
    return PyFloat_FromDouble(score);
}

static PyObject *categories_of(const py_report *report, PyObject *(*number)(double score))
{
    PyObject *categories = PyDict_New();
    for (size_t i = 0; categories && report && i < report->category_count; i++) {
        PyObject *name = py_string(report->categories[i].category), *score = number(report->categories[i].score);
        if (!name || !score || PyDict_SetItem(categories, name, score) != 0)
            Py_CLEAR(categories);
        Py_XDECREF(name);
        Py_XDECREF(score);
    }
    return categories;
}

static PyObject *get_categories(PyObject *self, void *unused)
{
    (void)unused;
    return categories_of(((py_verdict *)self)->report, exact);
}

static PyObject *incomplete_item(py_state *state, py_report *report, size_t index)
{
    (void)state;
    return py_string(report->incomplete[index]);
}

static PyObject *get_incomplete(PyObject *self, void *unused)
{
    (void)unused;
    const py_report *report = ((py_verdict *)self)->report;
    return list_of(self, report ? report->incomplete_count : 0, incomplete_item);
}

static PyObject *get_truncated(PyObject *self, void *unused)
{
    (void)unused;
    const py_report *report = ((py_verdict *)self)->report;
    return PyBool_FromLong(report && report->truncated);
}

static PyObject *signals_of(uint32_t signals)
{
    PyObject *list = PyList_New(0);
    for (uint32_t bit = 1; list && bit && bit <= signals; bit <<= 1) {
        if (!(signals & bit))
            continue;
        PyObject *word = PyUnicode_FromString(tg_signal_word((tg_signal)bit));
        if (!word || PyList_Append(list, word) != 0)
            Py_CLEAR(list);
        Py_XDECREF(word);
    }
    return list;
}

static PyObject *get_spam(PyObject *object, void *unused)
{
    (void)unused;
    const py_verdict *self = (py_verdict *)object;
    if (self->spam.score < 0)
        Py_RETURN_NONE;
    PyObject *values[] = {PyFloat_FromDouble(self->spam.score), signals_of(self->spam.signals)};
    return py_tuple_of(py_state_of(object)->spam_type, values, COUNT(values));
}

static PyObject *language_item(py_state *state, py_report *report, size_t index)
{
    const tg_language *language = &report->languages[index];
    PyObject *values[] = {py_string(language->code), PyFloat_FromDouble(language->share), py_string(language->tag)};
    return py_tuple_of(state->language_type, values, COUNT(values));
}

static PyObject *get_languages(PyObject *self, void *unused)
{
    (void)unused;
    const py_report *report = ((py_verdict *)self)->report;
    return list_of(self, report ? report->language_count : 0, language_item);
}

static PyObject *get_nothing(PyObject *self, void *unused)
{
    (void)self, (void)unused;
    Py_RETURN_NONE;
}

static PyObject *get_flood(PyObject *object, void *unused)
{
    const py_verdict *self = (py_verdict *)object;
    (void)unused;
    if (!(self->flood > 0))
        Py_RETURN_NONE;
    return Py_BuildValue("{s:N}", "score", rounded(self->flood));
}

/* Takes over the reference to the value. */
static bool set(PyObject *dict, const char *key, PyObject *value)
{
    bool ok = value && PyDict_SetItemString(dict, key, value) == 0;
    Py_XDECREF(value);
    return ok;
}

static PyObject *spam_dict(const tg_spam *spam)
{
    PyObject *dict = PyDict_New();
    if (dict && !(set(dict, "score", rounded(spam->score)) && set(dict, "signals", signals_of(spam->signals))))
        Py_CLEAR(dict);
    return dict;
}

static PyObject *dict_item(py_state *state, py_report *report, size_t index)
{
    return py_finding_dict(state, report, index);
}

static PyObject *language_dict(py_state *state, py_report *report, size_t index)
{
    (void)state;
    const tg_language *language = &report->languages[index];
    PyObject *dict = PyDict_New();
    if (dict && !(set(dict, "code", py_string(language->code)) && set(dict, "share", rounded(language->share)) &&
                  (strcmp(language->code, language->tag) == 0 || set(dict, "tag", py_string(language->tag)))))
        Py_CLEAR(dict);
    return dict;
}

static PyObject *verdict_to_dict(PyObject *object, PyObject *unused)
{
    (void)unused;
    const py_verdict *self = (py_verdict *)object;
    const py_report *report = self->report;
    PyObject *dict = PyDict_New();
    bool ok = dict && set(dict, "action", get_action(object, NULL)) && set(dict, "score", rounded(self->score)) &&
              set(dict, "findings", list_of(object, count_findings(self), dict_item)) &&
              (!report || !report->category_count || set(dict, "categories", categories_of(report, rounded))) &&
              (!report || !report->language_count ||
               set(dict, "languages", list_of(object, report->language_count, language_dict))) &&
              (self->spam.score < 0 || set(dict, "spam", spam_dict(&self->spam))) &&
              (!(self->flood > 0) || set(dict, "flood", get_flood(object, NULL))) &&
              (!report || !report->truncated || set(dict, "truncated", PyBool_FromLong(1))) &&
              (!report || !report->incomplete_count || set(dict, "incomplete", get_incomplete(object, NULL)));
    if (!ok)
        Py_CLEAR(dict);
    return dict;
}

static PyMethodDef methods[] = {
    {"to_dict", verdict_to_dict, METH_NOARGS,
     "to_dict($self, /)\n--\n\nThe verdict as the command's JSON has it; parts with nothing to say are left out."},
    {"__reduce__", py_refuse_pickle, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

#define NOTHING "None: not asked for, or nothing to say."

static PyGetSetDef properties[] = {
    {"action", get_action, NULL, "What to do with the text: 'pass', 'review' or 'block'.", NULL},
    {"score", get_score, NULL, "0 to 1.", NULL},
    {"findings", get_findings, NULL, "List of Finding, ordered by begin, then longest first.", NULL},
    {"categories", get_categories, NULL, "The best score of each category seen, best first.", NULL},
    {"truncated", get_truncated, NULL, "Whether there were more than max_findings findings.", NULL},
    {"incomplete", get_incomplete, NULL,
     "Rules of patterns that reached a limit, so that the text was not wholly checked.", NULL},
    {"languages", get_languages, NULL, "List of Language, the greatest share first; empty if it cannot be told.", NULL},
    {"spam", get_spam, NULL, "Spam: score and signals. " NOTHING, NULL},
    {"flood", get_flood, NULL, "{'score': 0 to 1}: how meaningless or repetitive the text is; None if there is nothing to say.", NULL},
    {"emotion", get_nothing, NULL, NOTHING, NULL},
    {"duplicate", get_nothing, NULL, NOTHING, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_doc, "What to do with a text, and why. Made by Gate.scan and Gate.scan_many."},
    {Py_tp_new, py_refuse_new},
    {Py_tp_dealloc, verdict_dealloc},
    {Py_tp_repr, verdict_repr},
    {Py_tp_methods, methods},
    {Py_tp_getset, properties},
    {0, NULL},
};

PyType_Spec py_verdict_spec = {"textgate.Verdict", sizeof(py_verdict), 0, Py_TPFLAGS_DEFAULT, slots};
