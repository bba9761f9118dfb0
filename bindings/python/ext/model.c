/* Model: one task learnt from labelled texts. A scorer is one thread's at a time, so a model has a few, of which each call
 * borrows one. */
#include "binding.h"

#include <stdlib.h>
#include <string.h>

enum { IDLE_SCORERS = 8 };

typedef struct py_model {
    PyObject_HEAD
    PyObject *pack, *evaluation; /* the latter NULL unless it was trained here */
    char *task;
    size_t idle_count;
    tg_model *idle[IDLE_SCORERS];
} py_model;

static tg_model *new_scorer(PyObject *object)
{
    const py_model *self = (py_model *)object;
    tg_model *scorer = NULL;
    tg_error error = {0};
    tg_status status = tg_model_new(py_pack_of(self->pack), self->task, &scorer, &error);
    if (status == TG_NOT_FOUND)
        PyErr_SetString(PyExc_ValueError, error.message);
    else if (status != TG_OK)
        py_raise(py_state_of(object), &error);
    return scorer;
}

static tg_model *lend(PyObject *object)
{
    py_model *self = (py_model *)object;
    return self->idle_count ? self->idle[--self->idle_count] : new_scorer(object);
}

static void give_back(PyObject *object, tg_model *scorer)
{
    py_model *self = (py_model *)object;
    if (self->idle_count < IDLE_SCORERS)
        self->idle[self->idle_count++] = scorer;
    else
        tg_model_free(scorer);
}

/* Takes over the references to pack and evaluation. */
static PyObject *new_model(PyTypeObject *type, PyObject *pack, const char *task, PyObject *evaluation)
{
    py_model *self = PyObject_New(py_model, type);
    char *copy = NULL;
    if (self) {
        *self = (py_model){.ob_base = self->ob_base, .pack = pack, .evaluation = evaluation};
        tg_model *scorer = NULL;
        if (task && !(copy = strdup(task)))
            PyErr_NoMemory();
        self->task = copy;
        if (!task || copy)
            scorer = new_scorer((PyObject *)self);
        if (scorer) {
            give_back((PyObject *)self, scorer);
            return (PyObject *)self;
        }
        Py_DECREF(self);
        return NULL;
    }
    Py_DECREF(pack);
    Py_XDECREF(evaluation);
    return NULL;
}

/* The Pack of a path or Pack: a new reference. */
static PyObject *take_pack(py_state *state, PyObject *source)
{
    if ((PyObject *)Py_TYPE(source) != state->pack_type)
        return PyObject_CallFunctionObjArgs(state->pack_type, source, NULL);
    Py_INCREF(source);
    return source;
}

static PyObject *model_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords)
{
    static char *names[] = {"source", "task", NULL};
    PyObject *source, *task = NULL;
    const char *name = NULL;
    if (!PyArg_ParseTupleAndKeywords(arguments, keywords, "O|O:Model", names, &source, &task) ||
        !py_argument_word(task, "task", &name))
        return NULL;
    PyObject *pack = take_pack(PyType_GetModuleState(type), source);
    return pack ? new_model(type, pack, name, NULL) : NULL;
}

static PyObject *model_load(PyObject *type, PyObject *arguments, PyObject *keywords)
{
    return PyObject_Call(type, arguments, keywords);
}

static void model_dealloc(PyObject *object)
{
    py_model *self = (py_model *)object;
    PyTypeObject *type = Py_TYPE(object);
    while (self->idle_count)
        tg_model_free(self->idle[--self->idle_count]);
    free(self->task);
    Py_XDECREF(self->pack);
    Py_XDECREF(self->evaluation);
    PyObject_Free(object);
    Py_DECREF(type);
}

/* ---- scores ---- */

static PyObject *scores_dict(const tg_model *scorer, const double *scores)
{
    PyObject *dict = PyDict_New();
    for (size_t i = 0; dict && i < tg_model_label_count(scorer); i++) {
        PyObject *label = py_string(tg_model_label(scorer, i)), *score = PyFloat_FromDouble(scores[i]);
        if (!label || !score || PyDict_SetItem(dict, label, score) != 0)
            Py_CLEAR(dict);
        Py_XDECREF(label);
        Py_XDECREF(score);
    }
    return dict;
}

static PyObject *model_score(PyObject *self, PyObject *object)
{
    py_text text;
    if (!py_text_take(object, "text", &text))
        return NULL;
    tg_model *scorer = lend(self);
    PyObject *result = NULL;
    if (scorer) {
        const double *scores;
        tg_status status;
        if (text.length < PY_LONG_TEXT) {
            status = tg_model_score(scorer, text.bytes, text.length, &scores);
        } else {
            Py_BEGIN_ALLOW_THREADS
            status = tg_model_score(scorer, text.bytes, text.length, &scores);
            Py_END_ALLOW_THREADS
        }
        result = status == TG_OK ? scores_dict(scorer, scores) : py_raise_status(py_state_of(self), status, NULL);
        give_back(self, scorer);
    }
    py_text_drop(&text);
    return result;
}

/* ---- examples ---- */

/* Labelled texts, with what keeps them alive. */
typedef struct examples {
    py_array items, texts; /* tg_example, py_text */
    PyObject *kept;        /* list of the (label, text) pairs */
} examples;

static bool add_example(PyObject *item, void *user)
{
    examples *e = user;
    PyObject *pair = PySequence_Tuple(item);
    if (!pair || PyTuple_Size(pair) != 2) {
        PyErr_SetString(PyExc_TypeError, "an example is (label, text)");
        Py_XDECREF(pair);
        return false;
    }
    py_text text;
    const char *label = NULL;
    bool ok = py_argument_word(PyTuple_GetItem(pair, 0), "a label", &label);
    if (ok && !label)
        PyErr_SetString(PyExc_TypeError, "a label must be str");
    ok = ok && label && py_text_take(PyTuple_GetItem(pair, 1), "an example's text", &text);
    if (ok && (!py_reserve(&e->items, 1, sizeof(tg_example)) || !py_reserve(&e->texts, 1, sizeof text) ||
               PyList_Append(e->kept, pair) != 0)) {
        py_text_drop(&text);
        if (!PyErr_Occurred())
            PyErr_NoMemory();
        ok = false;
    }
    if (ok) {
        ((tg_example *)e->items.items)[e->items.count++] = (tg_example){label, text.bytes, text.length};
        ((py_text *)e->texts.items)[e->texts.count++] = text;
    }
    Py_DECREF(pair);
    return ok;
}

static bool take_examples(PyObject *iterable, examples *e)
{
    *e = (examples){.kept = PyList_New(0)};
    return e->kept && py_each(iterable, "examples", add_example, e);
}

static void drop_examples(examples *e)
{
    for (size_t i = 0; i < e->texts.count; i++)
        py_text_drop((py_text *)e->texts.items + i);
    free(e->items.items);
    free(e->texts.items);
    Py_XDECREF(e->kept);
}

/* ---- evaluation ---- */

static PyObject *figures_dict(py_state *state, const tg_evaluation *evaluation)
{
    PyObject *dict = PyDict_New();
    for (size_t i = 0; dict && i < evaluation->label_count; i++) {
        const tg_label_figures *f = &evaluation->labels[i];
        PyObject *values[] = {PyLong_FromSize_t(f->examples), PyLong_FromSize_t(f->answers),
                              PyFloat_FromDouble(f->precision), PyFloat_FromDouble(f->recall), PyFloat_FromDouble(f->f1)};
        PyObject *figures = py_tuple_of(state->figures_type, values, COUNT(values)), *label = py_string(f->label);
        if (!figures || !label || PyDict_SetItem(dict, label, figures) != 0)
            Py_CLEAR(dict);
        Py_XDECREF(figures);
        Py_XDECREF(label);
    }
    return dict;
}

static PyObject *confusion_list(const tg_evaluation *evaluation)
{
    size_t count = evaluation->label_count;
    PyObject *rows = PyList_New((Py_ssize_t)count);
    for (size_t i = 0; rows && i < count; i++) {
        PyObject *row = PyList_New((Py_ssize_t)count);
        for (size_t k = 0; row && k < count; k++) {
            PyObject *number = PyLong_FromSize_t(evaluation->confusion[i * count + k]);
            if (!number || PyList_SetItem(row, (Py_ssize_t)k, number) != 0)
                Py_CLEAR(row);
        }
        if (!row || PyList_SetItem(rows, (Py_ssize_t)i, row) != 0)
            Py_CLEAR(rows);
    }
    return rows;
}

static PyObject *answer_list(const tg_evaluation *evaluation)
{
    PyObject *answers = PyList_New((Py_ssize_t)evaluation->example_count);
    for (size_t i = 0; answers && i < evaluation->example_count; i++) {
        PyObject *answer = Py_BuildValue("Nd", py_string(evaluation->labels[evaluation->answers[i]].label),
                                         evaluation->scores[i]);
        if (!answer || PyList_SetItem(answers, (Py_ssize_t)i, answer) != 0)
            Py_CLEAR(answers);
    }
    return answers;
}

/* Frees the library's. */
static PyObject *take_evaluation(py_state *state, tg_evaluation *e)
{
    PyObject *values[] = {PyFloat_FromDouble(e->accuracy), PyFloat_FromDouble(e->macro_f1), figures_dict(state, e),
                          confusion_list(e), PyFloat_FromDouble(e->sure), PyFloat_FromDouble(e->sure_right),
                          answer_list(e)};
    tg_evaluation_free(e);
    return py_tuple_of(state->evaluation_type, values, COUNT(values));
}

static PyObject *model_evaluate(PyObject *self, PyObject *iterable)
{
    examples e;
    PyObject *result = NULL;
    tg_model *scorer = take_examples(iterable, &e) ? lend(self) : NULL;
    if (scorer) {
        tg_evaluation *evaluation = NULL;
        tg_status status;
        Py_BEGIN_ALLOW_THREADS
        status = tg_model_evaluate(scorer, e.items.items, e.items.count, &evaluation);
        Py_END_ALLOW_THREADS
        give_back(self, scorer);
        result = status == TG_OK ? take_evaluation(py_state_of(self), evaluation)
                                 : py_raise_status(py_state_of(self), status, NULL);
    }
    drop_examples(&e);
    return result;
}

/* ---- training ---- */

/* Lets Ctrl-C stop it, and other threads run meanwhile: `user` is what the thread had the GIL with. */
static int look_for_signals(double done, void *user)
{
    PyThreadState **saved = user;
    (void)done;
    PyEval_RestoreThread(*saved);
    int stop = PyErr_CheckSignals();
    *saved = PyEval_SaveThread();
    return stop;
}

static PyObject *train(PyTypeObject *type, const examples *e, tg_training *training)
{
    py_state *state = PyType_GetModuleState(type);
    tg_pack *pack = NULL;
    tg_evaluation *evaluation = NULL;
    tg_error error = {0};
    PyThreadState *saved = PyEval_SaveThread();
    training->progress = look_for_signals;
    training->user = &saved;
    tg_status status = tg_train(training, e->items.items, e->items.count, NULL, &pack, &evaluation, &error);
    PyEval_RestoreThread(saved);
    if (status != TG_OK)
        return PyErr_Occurred() ? NULL : py_raise(state, &error);
    PyObject *result = py_pack_new(state, pack), *figures = take_evaluation(state, evaluation);
    if (result && figures)
        return new_model(type, result, training->task, figures);
    Py_XDECREF(result);
    Py_XDECREF(figures);
    return NULL;
}

static PyObject *model_train(PyObject *type, PyObject *arguments, PyObject *keywords)
{
    static char *names[] = {"examples", "task", "clean", "base", "seed", "shortest", "longest", NULL};
    PyObject *iterable, *clean = NULL, *base = NULL, *labels = NULL, *model = NULL;
    unsigned long long seed = 1;
    tg_training training = TG_TRAINING_INIT;
    examples e;
    if (!PyArg_ParseTupleAndKeywords(arguments, keywords, "Os|$OOKII:train", names, &iterable, &training.task, &clean,
                                     &base, &seed, &training.shortest, &training.longest))
        return NULL;
    py_state *state = PyType_GetModuleState((PyTypeObject *)type);
    PyObject *pack = base && base != Py_None ? take_pack(state, base) : NULL;
    if (base && base != Py_None && !pack)
        return NULL;
    if (clean && clean != Py_None && !PyUnicode_Check(clean)) {
        PyObject *comma = PyUnicode_FromString(",");
        labels = comma ? PyUnicode_Join(comma, clean) : NULL;
        Py_XDECREF(comma);
    }
    training.seed = seed;
    training.base = pack ? py_pack_of(pack) : NULL;
    if (!PyErr_Occurred() && py_argument_word(labels ? labels : clean, "clean", &training.clean)) {
        if (take_examples(iterable, &e))
            model = train((PyTypeObject *)type, &e, &training);
        drop_examples(&e);
    }
    Py_XDECREF(labels);
    Py_XDECREF(pack);
    return model;
}

/* ---- the rest ---- */

static PyObject *model_save(PyObject *self, PyObject *path)
{
    return PyObject_CallMethod(((py_model *)self)->pack, "save", "O", path);
}

static PyObject *get_task(PyObject *self, void *unused)
{
    (void)unused;
    tg_model *scorer = lend(self);
    PyObject *task = scorer ? py_string(tg_model_task(scorer)) : NULL;
    if (scorer)
        give_back(self, scorer);
    return task;
}

static PyObject *get_labels(PyObject *self, void *unused)
{
    (void)unused;
    tg_model *scorer = lend(self);
    PyObject *labels = scorer ? PyList_New((Py_ssize_t)tg_model_label_count(scorer)) : NULL;
    for (size_t i = 0; labels && i < tg_model_label_count(scorer); i++) {
        PyObject *label = py_string(tg_model_label(scorer, i));
        if (!label || PyList_SetItem(labels, (Py_ssize_t)i, label) != 0)
            Py_CLEAR(labels);
    }
    if (scorer)
        give_back(self, scorer);
    return labels;
}

static PyObject *get_object(PyObject *object)
{
    PyObject *value = object ? object : Py_None;
    Py_INCREF(value);
    return value;
}

static PyObject *get_pack(PyObject *self, void *unused)
{
    (void)unused;
    return get_object(((py_model *)self)->pack);
}

static PyObject *get_evaluation(PyObject *self, void *unused)
{
    (void)unused;
    return get_object(((py_model *)self)->evaluation);
}

static PyObject *model_repr(PyObject *self)
{
    PyObject *task = get_task(self, NULL);
    PyObject *repr = task ? PyUnicode_FromFormat("<textgate.Model %U>", task) : NULL;
    Py_XDECREF(task);
    return repr;
}

#define NAMED(function) (PyCFunction)(void (*)(void))function, METH_VARARGS | METH_KEYWORDS | METH_CLASS

static PyMethodDef methods[] = {
    {"load", NAMED(model_load), "load(source, task=None)\n--\n\nThe same as Model(source, task)."},
    {"train", NAMED(model_train),
     "train(examples, task, *, clean=None, base=None, seed=1, shortest=0, longest=0)\n--\n\n"
     "Learns a model from examples, an iterable of (label, text). Takes seconds for ten thousand short texts.\n\n"
     "task: its name: letters, digits, '-', '_' and '.'. 'spam' and 'abuse' are those of the detectors of these names.\n"
     "clean: labels that mean that all is well. None: '0', 'ham', 'clean', 'none', 'normal' and 'ok'.\n"
     "base: a pack, or its path, to which the model is added.\n"
     "seed: the same seed and examples give the same model.\n"
     "shortest, longest: characters, about, of the texts that it is for; 0: any."},
    {"score", model_score, METH_O, "score($self, text, /)\n--\n\nA dict of each label's score, which add up to 1."},
    {"evaluate", model_evaluate, METH_O,
     "evaluate($self, examples, /)\n--\n\nHow well it does on examples, an iterable of (label, text): an Evaluation."},
    {"save", model_save, METH_O, "save($self, path, /)\n--\n\nWrites the pack that the model is in."},
    {"__reduce__", py_refuse_pickle, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef properties[] = {
    {"task", get_task, NULL, "The name of what it was taught.", NULL},
    {"labels", get_labels, NULL, "List of the labels it gives.", NULL},
    {"pack", get_pack, NULL, "The Pack that it is in, for Gate(dictionaries=…).", NULL},
    {"evaluation", get_evaluation, NULL,
     "Evaluation of what was just trained, by five-fold cross-validation; None if it was loaded.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_doc, "Model(source, task=None)\n--\n\n"
                "One task learnt from labelled texts, such as whether a text is spam. Any number of threads may use it.\n\n"
                "source: path of a model or pack, or a Pack.\n"
                "task: which of its tasks; None is the first."},
    {Py_tp_new, model_new},     {Py_tp_dealloc, model_dealloc}, {Py_tp_repr, model_repr},
    {Py_tp_methods, methods},   {Py_tp_getset, properties},     {0, NULL},
};

PyType_Spec py_model_spec = {"textgate.Model", sizeof(py_model), 0, Py_TPFLAGS_DEFAULT, slots};
