/* DuplicateStore: texts that were seen, in memory or on disk. Any number of threads may use one: the library's calls run
 * without the GIL, and `users` counts them, so that none is closed meanwhile. */
#include "binding.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_FOUND = 100000 };

typedef struct py_store {
    PyObject_HEAD
    tg_store *store; /* NULL: closed */
    size_t users;
} py_store;

bool py_normalise(PyObject *words, uint32_t *out)
{
    *out = 0;
    if (!words || words == Py_None)
        return true;
    PyObject *iterator = PyUnicode_Check(words) ? NULL : PyObject_GetIter(words), *item;
    if (!iterator) {
        if (!PyErr_Occurred())
            PyErr_SetString(PyExc_TypeError, "normalise must be an iterable such as a list, not a single str");
        return false;
    }
    while ((item = PyIter_Next(iterator)) != NULL) {
        const char *word = NULL;
        tg_normalise bit;
        if (py_argument_word(item, "normalise", &word) && tg_normalise_from_word(word, &bit) != TG_OK)
            PyErr_Format(PyExc_ValueError, "normalise: unknown word %R; there are:"
#define TG_X(name, shift, known) " " known
                         TG_NORMALISE_LIST(TG_X), item);
#undef TG_X
        else if (word)
            *out |= (uint32_t)bit;
        Py_DECREF(item);
        if (PyErr_Occurred())
            break;
    }
    Py_DECREF(iterator);
    return !PyErr_Occurred();
}

/* ---- life ---- */

static bool take_options(PyObject *arguments, PyObject *keywords, PyObject **path, tg_store_options *o)
{
    static char *names[] = {"path", "threshold", "normalise", "containment", "read_only", "keep", "batch", "max_age",
                            "max_texts", "max_bytes", NULL};
    PyObject *where = NULL, *threshold = NULL, *normalise = NULL, *containment = NULL;
    int read_only = 0;
    unsigned keep = o->keep, batch = o->batch;
    unsigned long long max_age = 0, max_texts = 0, max_bytes = o->max_bytes;
    if (!PyArg_ParseTupleAndKeywords(arguments, keywords, "|O$OOOpIIKKK:DuplicateStore", names, &where, &threshold,
                                     &normalise, &containment, &read_only, &keep, &batch, &max_age, &max_texts,
                                     &max_bytes))
        return false;
    o->as_made = !threshold && !normalise && !containment;
    if (threshold)
        o->threshold = PyFloat_AsDouble(threshold);
    if (PyErr_Occurred() || !py_normalise(normalise, &o->normalise) ||
        !py_argument_bool(containment, &o->containment))
        return false;
    o->read_only = read_only;
    o->keep = keep;
    o->batch = batch;
    o->max_age = max_age;
    o->max_texts = max_texts;
    o->max_bytes = max_bytes;
    *path = where && where != Py_None ? py_path(where) : NULL;
    return !PyErr_Occurred();
}

static PyObject *store_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords)
{
    tg_store_options options = TG_STORE_INIT;
    PyObject *path = NULL;
    if (!take_options(arguments, keywords, &path, &options))
        return NULL;
    tg_store *store = NULL;
    tg_error error = {0};
    tg_status status;
    const char *name = path ? PyBytes_AsString(path) : NULL;
    Py_BEGIN_ALLOW_THREADS
    status = tg_store_open(name, &options, NULL, &store, &error);
    Py_END_ALLOW_THREADS
    Py_XDECREF(path);
    if (status != TG_OK)
        return py_raise_store(PyType_GetModuleState(type), &error);
    py_store *self = PyObject_New(py_store, type);
    if (!self) {
        tg_store_close(store, NULL);
        return NULL;
    }
    self->store = store;
    self->users = 0;
    return (PyObject *)self;
}

static void store_dealloc(PyObject *object)
{
    PyTypeObject *type = Py_TYPE(object);
    tg_store_close(((py_store *)object)->store, NULL);
    PyObject_Free(object);
    Py_DECREF(type);
}

/* The store for one call, to be given back; NULL with an exception if it is closed. */
static tg_store *lend(PyObject *object)
{
    py_store *self = (py_store *)object;
    if (!self->store)
        PyErr_SetString(PyExc_ValueError, "the store is closed");
    else
        self->users++;
    return self->store;
}

static PyObject *give_back(PyObject *object, tg_status status, const tg_error *error)
{
    ((py_store *)object)->users--;
    if (status != TG_OK)
        return py_raise_store(py_state_of(object), error);
    Py_RETURN_NONE;
}

static PyObject *store_close(PyObject *object, PyObject *unused)
{
    py_store *self = (py_store *)object;
    (void)unused;
    tg_store *store = self->store;
    tg_error error = {0};
    tg_status status;
    if (self->users) {
        PyErr_SetString(PyExc_RuntimeError, "another thread is using the store");
        return NULL;
    }
    self->store = NULL;
    Py_BEGIN_ALLOW_THREADS
    status = tg_store_close(store, &error);
    Py_END_ALLOW_THREADS
    if (status != TG_OK)
        return py_raise_store(py_state_of(object), &error);
    Py_RETURN_NONE;
}

static PyObject *store_enter(PyObject *self, PyObject *unused)
{
    (void)unused;
    Py_INCREF(self);
    return self;
}

static PyObject *store_exit(PyObject *self, PyObject *arguments)
{
    (void)arguments;
    return store_close(self, NULL);
}

/* ---- looking up and remembering ---- */

/* The index in the str of a byte of its UTF-8. */
static size_t index_of(const py_text *text, size_t offset)
{
    size_t count = 0;
    for (size_t i = 0; text->in_characters && i < offset; i++)
        count += (text->bytes[i] & 0xC0) != 0x80;
    return text->in_characters ? count : offset;
}

static PyObject *list_of(py_state *state, const py_text *text, const tg_repeat *found, size_t count)
{
    PyObject *list = PyList_New(0);
    for (size_t i = 0; list && i < count; i++) {
        const tg_repeat *r = &found[i];
        PyObject *values[] = {
            py_string(r->id), PyFloat_FromDouble(r->similarity), PyFloat_FromDouble(r->error),
            py_string(tg_kinship_word(r->kinship)), PyLong_FromSize_t(index_of(text, r->begin)),
            PyLong_FromSize_t(index_of(text, r->end)), PyLong_FromUnsignedLongLong(r->time),
            PyLong_FromUnsignedLongLong(r->number), PyLong_FromUnsignedLongLong(r->group),
        };
        PyObject *item = py_tuple_of(state->duplicate_type, values, COUNT(values));
        if (!item || PyList_Append(list, item) != 0)
            Py_CLEAR(list);
        Py_XDECREF(item);
    }
    return list;
}

/* Looks up, and remembers where there is an id. */
static PyObject *look_up(PyObject *self, const char *id, PyObject *value, long long limit)
{
    py_text text;
    tg_error error = {0};
    size_t count = 0;
    uint64_t group;
    tg_status status;
    if (!py_text_take(value, "text", &text))
        return NULL;
    tg_repeat *found = malloc(((size_t)limit + 1) * sizeof *found);
    tg_store *store = found ? lend(self) : NULL;
    if (!store) {
        free(found);
        py_text_drop(&text);
        return found ? NULL : PyErr_NoMemory();
    }
    Py_BEGIN_ALLOW_THREADS
    status = id ? tg_store_look_up_and_remember(store, id, text.bytes, text.length, found, (size_t)limit, &count, &group,
                                                &error)
                : tg_store_look_up(store, text.bytes, text.length, found, (size_t)limit, &count);
    Py_END_ALLOW_THREADS
    ((py_store *)self)->users--;
    py_state *state = py_state_of(self);
    PyObject *list = status == TG_OK    ? list_of(state, &text, found, count)
                     : error.message[0] ? py_raise_store(state, &error)
                                        : py_raise_status(state, status, "the store cannot be read");
    free(found);
    py_text_drop(&text);
    return list;
}

static PyObject *store_look_up(PyObject *self, PyObject *const *arguments, Py_ssize_t count, PyObject *names)
{
    static const py_signature signature = {"look_up", 2, 2, {"text", "limit"}};
    PyObject *values[2];
    long long limit = 1;
    if (!py_arguments(&signature, arguments, count, names, values) ||
        !py_argument_int(values[1], "limit", 1, MOST_FOUND, &limit))
        return NULL;
    return look_up(self, NULL, values[0], limit);
}

static bool take_id(PyObject *value, const char **id)
{
    *id = NULL;
    if (py_argument_word(value, "id", id) && !*id)
        PyErr_SetString(PyExc_TypeError, "id must be str");
    return !PyErr_Occurred();
}

static PyObject *store_look_up_and_remember(PyObject *self, PyObject *const *arguments, Py_ssize_t count, PyObject *names)
{
    static const py_signature signature = {"look_up_and_remember", 3, 3, {"id", "text", "limit"}};
    PyObject *values[3];
    long long limit = 1;
    const char *id;
    if (!py_arguments(&signature, arguments, count, names, values) || !take_id(values[0], &id) ||
        !py_argument_int(values[2], "limit", 1, MOST_FOUND, &limit))
        return NULL;
    if (!values[1])
        return PyErr_Format(PyExc_TypeError, "look_up_and_remember() missing required argument 'text'");
    return look_up(self, id, values[1], limit);
}

static PyObject *store_remember(PyObject *self, PyObject *const *arguments, Py_ssize_t count, PyObject *names)
{
    static const py_signature signature = {"remember", 2, 2, {"id", "text"}};
    PyObject *values[2];
    py_text text;
    tg_error error = {0};
    tg_status status;
    const char *id;
    if (!py_arguments(&signature, arguments, count, names, values) || !take_id(values[0], &id))
        return NULL;
    if (!values[1])
        return PyErr_Format(PyExc_TypeError, "remember() missing required argument 'text'");
    if (!py_text_take(values[1], "text", &text))
        return NULL;
    tg_store *store = lend(self);
    if (!store) {
        py_text_drop(&text);
        return NULL;
    }
    Py_BEGIN_ALLOW_THREADS
    status = tg_store_remember(store, id, text.bytes, text.length, &error);
    Py_END_ALLOW_THREADS
    py_text_drop(&text);
    return give_back(self, status, &error);
}

static PyObject *store_forget(PyObject *self, PyObject *value)
{
    const char *id;
    tg_error error = {0};
    tg_status status;
    tg_store *store = take_id(value, &id) ? lend(self) : NULL;
    if (!store)
        return NULL;
    Py_BEGIN_ALLOW_THREADS
    status = tg_store_forget(store, id, &error);
    Py_END_ALLOW_THREADS
    if (status != TG_NOT_FOUND)
        return give_back(self, status, &error);
    ((py_store *)self)->users--;
    PyErr_SetObject(PyExc_KeyError, value);
    return NULL;
}

static PyObject *change(PyObject *self, tg_status (*call)(tg_store *, tg_error *))
{
    tg_error error = {0};
    tg_status status;
    tg_store *store = lend(self);
    if (!store)
        return NULL;
    Py_BEGIN_ALLOW_THREADS
    status = call(store, &error);
    Py_END_ALLOW_THREADS
    return give_back(self, status, &error);
}

static PyObject *store_commit(PyObject *self, PyObject *unused)
{
    (void)unused;
    return change(self, tg_store_commit);
}

static PyObject *store_compact(PyObject *self, PyObject *unused)
{
    (void)unused;
    return change(self, tg_store_compact);
}

static PyObject *store_stats(PyObject *self, void *unused)
{
    (void)unused;
    tg_store_stats stats;
    tg_store *store = lend(self);
    if (!store)
        return NULL;
    tg_status status = tg_store_get_stats(store, &stats);
    ((py_store *)self)->users--;
    py_state *state = py_state_of(self);
    if (status != TG_OK)
        return py_raise_status(state, status, "the store cannot be read");
    PyObject *values[] = {
        PyLong_FromUnsignedLongLong(stats.texts), PyLong_FromUnsignedLongLong(stats.waiting),
        PyLong_FromUnsignedLongLong(stats.runs),  PyLong_FromUnsignedLongLong(stats.keys),
        PyLong_FromUnsignedLongLong(stats.bytes), PyLong_FromUnsignedLongLong(stats.max_bytes),
        PyLong_FromUnsignedLong(stats.format),
    };
    return py_tuple_of(state->stats_type, values, COUNT(values));
}

static PyObject *store_closed(PyObject *self, void *unused)
{
    (void)unused;
    return PyBool_FromLong(!((py_store *)self)->store);
}

#define FAST(function) (PyCFunction)(void (*)(void))function, METH_FASTCALL | METH_KEYWORDS

static PyMethodDef methods[] = {
    {"look_up", FAST(store_look_up),
     "look_up($self, text, limit=1)\n--\n\nThe remembered texts that a text is like, a list of Duplicate, the most similar first."},
    {"remember", FAST(store_remember),
     "remember($self, id, text)\n--\n\nRemembers a text under an id, which others may have too."},
    {"look_up_and_remember", FAST(store_look_up_and_remember),
     "look_up_and_remember($self, id, text, limit=1)\n--\n\nBoth in one, which is quicker."},
    {"forget", store_forget, METH_O, "forget($self, id, /)\n--\n\nForgets all texts of an id; a KeyError if there is none."},
    {"commit", store_commit, METH_NOARGS,
     "commit($self, /)\n--\n\nWrites what was remembered to the disk: then it cannot be lost."},
    {"compact", store_compact, METH_NOARGS, "compact($self, /)\n--\n\nDrops what was forgotten from the index."},
    {"close", store_close, METH_NOARGS, "close($self, /)\n--\n\nCommits and closes."},
    {"__enter__", store_enter, METH_NOARGS, NULL},
    {"__exit__", store_exit, METH_VARARGS, NULL},
    {"__reduce__", py_refuse_pickle, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef properties[] = {
    {"stats", store_stats, NULL, "How much there is, a StoreStats.", NULL},
    {"closed", store_closed, NULL, "Whether it was closed.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

#define STORE_DOC \
    "DuplicateStore(path=None, *, threshold=0.8, normalise=(), containment=False, read_only=False, keep=65536,\n" \
    "               batch=4096, max_age=0, max_texts=0, max_bytes=1<<36)\n\n" \
    "Remembers texts and finds those that a text is like. In memory, or in a folder that one process writes while any\n" \
    "number read. Of a folder that is there, what it was made with counts unless threshold, normalise or containment are\n" \
    "given, which then must be the same."

static PyType_Slot slots[] = {
    {Py_tp_doc, STORE_DOC},
    {Py_tp_new, store_new},
    {Py_tp_dealloc, store_dealloc},
    {Py_tp_methods, methods},
    {Py_tp_getset, properties},
    {0, NULL},
};

PyType_Spec py_store_spec = {"textgate.DuplicateStore", sizeof(py_store), 0, Py_TPFLAGS_DEFAULT, slots};
