/* Pack: compiled dictionaries, a sequence of their entries. */
#include "binding.h"

typedef struct py_pack {
    PyObject_HEAD
    tg_pack *pack;
} py_pack;

tg_pack *py_pack_of(PyObject *pack)
{
    return ((py_pack *)pack)->pack;
}

/* Takes over the reference to the pack. */
PyObject *py_pack_new(py_state *state, tg_pack *pack)
{
    py_pack *self = PyObject_New(py_pack, (PyTypeObject *)state->pack_type);
    if (self)
        self->pack = pack;
    else
        tg_pack_unref(pack);
    return (PyObject *)self;
}

static PyObject *pack_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords)
{
    static char *names[] = {"path", NULL};
    py_state *state = PyType_GetModuleState(type);
    PyObject *path = NULL;
    if (!PyArg_ParseTupleAndKeywords(arguments, keywords, "O&:Pack", names, PyUnicode_FSConverter, &path))
        return NULL;
    tg_pack *pack = NULL;
    tg_error error = {0};
    tg_status status = tg_pack_open(PyBytes_AsString(path), NULL, &pack, &error);
    Py_DECREF(path);
    return status == TG_OK ? py_pack_new(state, pack) : py_raise(state, &error);
}

static PyObject *pack_load(PyObject *type, PyObject *data)
{
    py_state *state = PyType_GetModuleState((PyTypeObject *)type);
    char *bytes;
    Py_ssize_t length;
    if (PyBytes_AsStringAndSize(data, &bytes, &length) != 0)
        return NULL;
    tg_pack *pack = NULL;
    tg_error error = {0};
    tg_status status = tg_pack_load(bytes, (size_t)length, NULL, &pack, &error);
    return status == TG_OK ? py_pack_new(state, pack) : py_raise(state, &error);
}

static void pack_dealloc(PyObject *object)
{
    PyTypeObject *type = Py_TYPE(object);
    tg_pack_unref(py_pack_of(object));
    PyObject_Free(object);
    Py_DECREF(type);
}

static PyObject *pack_save(PyObject *self, PyObject *value)
{
    PyObject *path = py_path(value);
    if (!path)
        return NULL;
    tg_error error = {0};
    tg_status status = tg_pack_save(py_pack_of(self), PyBytes_AsString(path), &error);
    Py_DECREF(path);
    if (status != TG_OK)
        return py_raise(py_state_of(self), &error);
    Py_RETURN_NONE;
}

static PyObject *pack_bytes(PyObject *self, PyObject *unused)
{
    (void)unused;
    size_t length;
    const void *data = tg_pack_data(py_pack_of(self), &length);
    return PyBytes_FromStringAndSize(data, (Py_ssize_t)length);
}

static tg_pack_info info_of(PyObject *self)
{
    tg_pack_info info;
    tg_pack_get_info(py_pack_of(self), &info);
    return info;
}

static Py_ssize_t pack_length(PyObject *self)
{
    return (Py_ssize_t)info_of(self).entries;
}

static PyObject *pack_item(PyObject *self, Py_ssize_t index)
{
    py_state *state = py_state_of(self);
    tg_entry entry;
    if (index < 0 || tg_pack_get_entry(py_pack_of(self), (size_t)index, &entry) != TG_OK) {
        PyErr_SetString(PyExc_IndexError, "the pack has fewer entries");
        return NULL;
    }
    PyObject *values[] = {
        py_string(entry.pattern),   py_string(entry.dictionary), py_string(entry.version),
        py_string(entry.category),  PY_WORD(state->severities, entry.severity), py_split(entry.languages),
        py_split(entry.markets),    py_string(entry.note),       py_string(entry.id),
        PyBool_FromLong(entry.allowed), py_string(entry.advice),     py_string(entry.source),
        PyFloat_FromDouble(entry.weight),
    };
    return py_tuple_of(state->entry_type, values, COUNT(values));
}

static PyObject *pack_info(PyObject *self, void *unused)
{
    (void)unused;
    tg_pack_info info = info_of(self);
    PyObject *values[] = {
        PyLong_FromSize_t(info.bytes),        PyLong_FromSize_t(info.automaton_bytes),
        PyLong_FromSize_t(info.states),       PyLong_FromSize_t(info.symbols),
        PyLong_FromSize_t(info.entries),      PyLong_FromSize_t(info.words),
        PyLong_FromSize_t(info.combinations), PyLong_FromSize_t(info.patterns),
        PyLong_FromSize_t(info.allowed),      PyLong_FromSize_t(info.dictionaries),
        PyLong_FromUnsignedLong(info.format), py_string(info.unicode),
    };
    return py_tuple_of(py_state_of(self)->info_type, values, COUNT(values));
}

static PyObject *pack_repr(PyObject *self)
{
    tg_pack_info info = info_of(self);
    return PyUnicode_FromFormat("<textgate.Pack of %zd %s, %zd bytes>", (Py_ssize_t)info.entries,
                                info.entries == 1 ? "entry" : "entries", (Py_ssize_t)info.bytes);
}

static PyMethodDef methods[] = {
    {"load", pack_load, METH_O | METH_CLASS, "load($type, data, /)\n--\n\nA pack from bytes, which are copied."},
    {"save", pack_save, METH_O, "save($self, path, /)\n--\n\nWrites the pack to a file, replaced whole or not at all."},
    {"__bytes__", pack_bytes, METH_NOARGS, "__bytes__($self, /)\n--\n\nThe pack as a file has it."},
    {"__reduce__", py_refuse_pickle, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef properties[] = {
    {"info", pack_info, NULL, "What is in the pack, a PackInfo.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

#define PACK_DOC \
    "Pack(path)\n--\n\n" \
    "Compiled dictionaries, mapped from a file; a sequence of Entry. Immutable.\n" \
    "Gate(dictionaries=[pack]) uses it; textgate.compile makes one."

static PyType_Slot slots[] = {
    {Py_tp_doc, PACK_DOC},       {Py_tp_new, pack_new},    {Py_tp_dealloc, pack_dealloc},
    {Py_tp_repr, pack_repr},     {Py_tp_methods, methods}, {Py_tp_getset, properties},
    {Py_sq_length, pack_length}, {Py_sq_item, pack_item},  {0, NULL},
};

PyType_Spec py_pack_spec = {"textgate.Pack", sizeof(py_pack), 0, Py_TPFLAGS_DEFAULT, slots};
