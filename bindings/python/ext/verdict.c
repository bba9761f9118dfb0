/* Verdict: what to do with a text, and why. */
#include "binding.h"

#include <string.h>

typedef struct py_verdict {
    PyObject_HEAD
    py_report *report;       /* NULL: nothing to say */
    const py_record *record;
    PyObject *text;          /* what was scanned, str or bytes; NULL where nothing was found in it */
    PyObject *findings;      /* the list, once it was asked for. No finding refers to the verdict, so there is no cycle. */
    bool counted;            /* offsets are those of `text` */
} py_verdict;

static const py_record nothing = {.spam = {.score = -1}};

static const py_record *record_of(PyObject *self)
{
    return ((py_verdict *)self)->record;
}

static PyObject *new_verdict(py_state *state, py_report *report, const py_record *record, PyObject *text, bool counted)
{
    py_verdict *self = PyObject_New(py_verdict, (PyTypeObject *)state->verdict_type);
    if (!self)
        return NULL;
    self->report = report;
    self->record = record;
    self->text = record->row_count ? text : NULL;
    self->findings = NULL;
    self->counted = counted;
    Py_XINCREF(self->text);
    if (report)
        report->references++;
    return (PyObject *)self;
}

bool py_add_clean_verdict(py_state *state)
{
    state->clean = new_verdict(state, NULL, &nothing, NULL, true);
    return state->clean != NULL;
}

PyObject *py_verdict_new(py_state *state, py_report *report, py_record *record, PyObject *text, bool counted)
{
    if (record)
        return new_verdict(state, report, record, text, counted);
    Py_INCREF(state->clean);
    return state->clean;
}

static void verdict_dealloc(PyObject *object)
{
    py_verdict *self = (py_verdict *)object;
    PyTypeObject *type = Py_TYPE(object);
    py_report_release(self->report);
    Py_XDECREF(self->text);
    Py_XDECREF(self->findings);
    PyObject_Free(object);
    Py_DECREF(type);
}

/* Has the offsets be those of the text. */
static bool count_offsets(py_verdict *self)
{
    py_text text;
    const py_record *r = self->record;
    if (self->counted || !r->row_count)
        return true;
    if (!py_text_take(self->text, "text", &text))
        return false;
    bool ok = !text.in_characters ||
              py_text_count(&text, self->report->rows + r->first_row, r->row_count, self->report->tail);
    py_text_drop(&text);
    self->counted = ok;
    if (!ok)
        PyErr_NoMemory();
    return ok;
}

static PyObject *verdict_repr(PyObject *object)
{
    const py_record *r = record_of(object);
    char score[16];
    PyOS_snprintf(score, sizeof score, "%.2f", r->score);
    return PyUnicode_FromFormat("<textgate.Verdict %s %s, %zd finding%s>", tg_action_word((tg_action)r->action), score,
                                (Py_ssize_t)r->row_count, r->row_count == 1 ? "" : "s");
}

static PyObject *get_action(PyObject *self, void *unused)
{
    (void)unused;
    return PY_WORD(py_state_of(self)->actions, record_of(self)->action);
}

static PyObject *get_score(PyObject *self, void *unused)
{
    (void)unused;
    return PyFloat_FromDouble(record_of(self)->score);
}

typedef PyObject *(*make_item)(py_verdict *self, size_t index);

static PyObject *list_of(py_verdict *self, size_t count, make_item make)
{
    PyObject *list = PyList_New((Py_ssize_t)count);
    for (size_t i = 0; list && i < count; i++) {
        PyObject *item = make(self, i);
        if (!item || PyList_SetItem(list, (Py_ssize_t)i, item) != 0)
            Py_CLEAR(list);
    }
    return list;
}

static const py_row *row_of(const py_verdict *self, size_t index)
{
    return self->report->rows + self->record->first_row + index;
}

static PyObject *finding_item(py_verdict *self, size_t index)
{
    return py_finding_new(py_state_of((PyObject *)self), self->text, self->report, row_of(self, index));
}

static PyObject *finding_dict_item(py_verdict *self, size_t index)
{
    return py_finding_dict(py_state_of((PyObject *)self), self->text, self->report, row_of(self, index));
}

/* The list is made once; but the clean verdict, which all clean texts share, has a new one for each who asks. */
static PyObject *get_findings(PyObject *object, void *unused)
{
    (void)unused;
    py_verdict *self = (py_verdict *)object;
    if (!self->report)
        return PyList_New(0);
    if (!self->findings) {
        PyObject *findings = count_offsets(self) ? list_of(self, self->record->row_count, finding_item) : NULL;
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

static PyObject *categories_of(PyObject *object, PyObject *(*number)(double score))
{
    const py_record *r = record_of(object);
    PyObject *categories = PyDict_New();
    size_t at = r->categories;
    for (size_t i = 0; categories && i < r->category_count; i++) {
        const char *text;
        double best;
        at = py_report_category(((py_verdict *)object)->report, at, &text, &best);
        PyObject *name = py_string(text), *score = number(best);
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
    return categories_of(self, exact);
}

static PyObject *incomplete_item(py_verdict *self, size_t index)
{
    const char *name;
    double score;
    size_t at = self->record->categories;
    for (uint32_t i = 0; i < self->record->category_count; i++)
        at = py_report_category(self->report, at, &name, &score);
    return py_string(py_report_string(self->report, at, index));
}

static PyObject *get_incomplete(PyObject *self, void *unused)
{
    (void)unused;
    return list_of((py_verdict *)self, record_of(self)->incomplete_count, incomplete_item);
}

static PyObject *get_truncated(PyObject *self, void *unused)
{
    (void)unused;
    return PyBool_FromLong(record_of(self)->truncated);
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
    const tg_spam *spam = &record_of(object)->spam;
    if (spam->score < 0)
        Py_RETURN_NONE;
    PyObject *values[] = {PyFloat_FromDouble(spam->score), signals_of(spam->signals)};
    return py_tuple_of(py_state_of(object)->spam_type, values, COUNT(values));
}

static tg_language language_at(const py_verdict *self, size_t index)
{
    tg_language language;
    size_t at = self->record->languages;
    do
        at = py_report_language(self->report, at, &language);
    while (index--);
    return language;
}

static PyObject *language_item(py_verdict *self, size_t index)
{
    tg_language language = language_at(self, index);
    PyObject *values[] = {py_string(language.code), PyFloat_FromDouble(language.share), py_string(language.tag)};
    return py_tuple_of(py_state_of((PyObject *)self)->language_type, values, COUNT(values));
}

static PyObject *get_languages(PyObject *self, void *unused)
{
    (void)unused;
    return list_of((py_verdict *)self, record_of(self)->language_count, language_item);
}

static PyObject *get_nothing(PyObject *self, void *unused)
{
    (void)self, (void)unused;
    Py_RETURN_NONE;
}

static PyObject *get_flood(PyObject *object, void *unused)
{
    double flood = record_of(object)->flood;
    (void)unused;
    if (!(flood > 0))
        Py_RETURN_NONE;
    return Py_BuildValue("{s:N}", "score", rounded(flood));
}

/* The scores as the command prints them: those that hardly count are left out. */
static PyObject *feelings_of(const tg_emotion *emotion)
{
    PyObject *dict = PyDict_New();
    for (int i = 0; dict && i < TG_FEELING_COUNT; i++) {
        if (emotion->scores[i] < .05)
            continue;
        PyObject *score = rounded(emotion->scores[i]);
        if (!score || PyDict_SetItemString(dict, tg_feeling_word((tg_feeling)i), score) != 0)
            Py_CLEAR(dict);
        Py_XDECREF(score);
    }
    return dict;
}

static PyObject *get_emotion(PyObject *object, void *unused)
{
    (void)unused;
    const tg_emotion *emotion = &record_of(object)->emotion;
    if (!emotion->label)
        Py_RETURN_NONE;
    PyObject *values[] = {PyUnicode_FromString(emotion->label), PyFloat_FromDouble(emotion->polarity), feelings_of(emotion),
                          PyBool_FromLong(emotion->mixed)};
    return py_tuple_of(py_state_of(object)->emotion_type, values, COUNT(values));
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

static PyObject *emotion_dict(const tg_emotion *emotion)
{
    PyObject *dict = PyDict_New();
    double polarity = (double)(long)(emotion->polarity * 1e4 + (emotion->polarity < 0 ? -.5 : .5)) / 1e4;
    bool ok = dict && set(dict, "label", PyUnicode_FromString(emotion->label)) &&
              set(dict, "polarity", PyFloat_FromDouble(polarity)) && set(dict, "scores", feelings_of(emotion)) &&
              (!emotion->mixed || set(dict, "mixed", PyBool_FromLong(1)));
    if (!ok)
        Py_CLEAR(dict);
    return dict;
}

static PyObject *language_dict(py_verdict *self, size_t index)
{
    tg_language language = language_at(self, index);
    PyObject *dict = PyDict_New();
    if (dict && !(set(dict, "code", py_string(language.code)) && set(dict, "share", rounded(language.share)) &&
                  (strcmp(language.code, language.tag) == 0 || set(dict, "tag", py_string(language.tag)))))
        Py_CLEAR(dict);
    return dict;
}

static PyObject *verdict_to_dict(PyObject *object, PyObject *unused)
{
    (void)unused;
    py_verdict *self = (py_verdict *)object;
    const py_record *r = self->record;
    PyObject *dict = count_offsets(self) ? PyDict_New() : NULL;
    bool ok = dict && set(dict, "action", get_action(object, NULL)) && set(dict, "score", rounded(r->score)) &&
              set(dict, "findings", list_of(self, r->row_count, finding_dict_item)) &&
              (!r->category_count || set(dict, "categories", categories_of(object, rounded))) &&
              (!r->language_count || set(dict, "languages", list_of(self, r->language_count, language_dict))) &&
              (r->spam.score < 0 || set(dict, "spam", spam_dict(&r->spam))) &&
              (!(r->flood > 0) || set(dict, "flood", get_flood(object, NULL))) &&
              (!r->emotion.label || set(dict, "emotion", emotion_dict(&r->emotion))) &&
              (!r->truncated || set(dict, "truncated", PyBool_FromLong(1))) &&
              (!r->incomplete_count || set(dict, "incomplete", get_incomplete(object, NULL)));
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
    {"flood", get_flood, NULL,
     "{'score': 0 to 1}: how meaningless or repetitive the text is; None if there is nothing to say.", NULL},
    {"emotion", get_emotion, NULL, "Emotion: label, polarity, scores and mixed. " NOTHING, NULL},
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
