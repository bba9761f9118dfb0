/* What a failure of the library is in Python: which exception, with which attributes. */
#include "binding.h"

#include <string.h>

static const char error_doc[] =
    "Something the library could not do. Its subclass tells of a dictionary; files that cannot be read or written\n"
    "are an OSError, memory that there is not a MemoryError, arguments out of their bounds a ValueError.\n\n"
    "status: name of the library's status, such as \"LIMIT\".";

static const char dictionary_error_doc[] =
    "A dictionary, pack or policy that is not well formed.\n\n"
    "file, line, column: where, as far as known, else None; lines and columns count from 1, a column in characters.";

/* The number of the system error that the message ends with, as the library's messages do; 0: none. */
static int error_number(const char *message)
{
    enum { HIGHEST = 133 };
    size_t length = strlen(message);
    for (int number = 1; number <= HIGHEST; number++) {
        const char *text = strerror(number);
        size_t tail = text ? strlen(text) : 0;
        if (tail && length >= tail && strcmp(message + length - tail, text) == 0)
            return number;
    }
    return 0;
}

/* An OSError, or the subclass that its number stands for, such as FileNotFoundError. */
static PyObject *raise_os_error(const tg_error *error)
{
    int number = error_number(error->message);
    PyObject *file = PyUnicode_DecodeFSDefault(error->file);
    if (!file)
        return NULL;
    PyObject *exception = number ? PyObject_CallFunction(PyExc_OSError, "isO", number, strerror(number), file)
                                 : PyObject_CallFunction(PyExc_OSError, "N", PyUnicode_FromFormat("%U: %s", file,
                                                                                                 error->message));
    Py_DECREF(file);
    if (exception)
        PyErr_SetObject((PyObject *)Py_TYPE(exception), exception);
    Py_XDECREF(exception);
    return NULL;
}

static bool set(PyObject *object, const char *name, PyObject *value)
{
    bool ok = value && PyObject_SetAttrString(object, name, value) == 0;
    Py_XDECREF(value);
    return ok;
}

/* "file:line:column: message", whole, which tg_error_format tells the length of. */
static PyObject *message_of(const tg_error *error)
{
    char text[sizeof error->file + sizeof error->message + 64];
    tg_error_format(error, text, sizeof text);
    return PyUnicode_DecodeUTF8(text, (Py_ssize_t)strlen(text), "replace");
}

static PyObject *raise_error(py_state *state, const tg_error *error, bool of_dictionary)
{
    PyObject *type = of_dictionary ? state->dictionary_error : state->error;
    PyObject *message = message_of(error);
    PyObject *exception = message ? PyObject_CallFunctionObjArgs(type, message, NULL) : NULL;
    Py_XDECREF(message);
    bool ok = exception && set(exception, "status", PyUnicode_FromString(tg_status_name(error->status)));
    if (ok && of_dictionary && *error->file)
        ok = set(exception, "file", PyUnicode_DecodeFSDefault(error->file));
    if (ok && of_dictionary && error->line)
        ok = set(exception, "line", PyLong_FromUnsignedLong(error->line));
    if (ok && of_dictionary && error->column)
        ok = set(exception, "column", PyLong_FromUnsignedLong(error->column));
    if (ok)
        PyErr_SetObject(type, exception);
    Py_XDECREF(exception);
    return NULL;
}

static PyObject *raise_any(py_state *state, const tg_error *error, bool of_dictionary)
{
    PyObject *message;
    switch (error->status) {
    case TG_NO_MEMORY:
        return PyErr_NoMemory();
    case TG_IO:
        return raise_os_error(error);
    case TG_INVALID_ARGUMENT:
        message = message_of(error);
        if (message)
            PyErr_SetObject(PyExc_ValueError, message);
        Py_XDECREF(message);
        return NULL;
    default:
        return raise_error(state, error, of_dictionary);
    }
}

PyObject *py_raise(py_state *state, const tg_error *error)
{
    return raise_any(state, error,
                     error->status == TG_SYNTAX || error->status == TG_CORRUPT || error->status == TG_INCOMPATIBLE);
}

PyObject *py_raise_store(py_state *state, const tg_error *error)
{
    return raise_any(state, error, false);
}

PyObject *py_raise_status(py_state *state, tg_status status, const char *what)
{
    tg_error error = {.status = status};
    PyOS_snprintf(error.message, sizeof error.message, "%s%s%s", what ? what : "", what ? ": " : "",
                  tg_status_text(status));
    return py_raise(state, &error);
}

/* A new exception with class attributes that are None, so that they are there whoever raises it. */
static PyObject *new_exception(const char *name, const char *doc, PyObject *bases, const char *const *attributes)
{
    PyObject *members = PyDict_New();
    bool ok = members != NULL;
    for (; ok && *attributes; attributes++)
        ok = PyDict_SetItemString(members, *attributes, Py_None) == 0;
    PyObject *type = ok ? PyErr_NewExceptionWithDoc(name, doc, bases, members) : NULL;
    Py_XDECREF(members);
    return type;
}

bool py_add_exceptions(PyObject *module, py_state *state)
{
    static const char *const attributes[] = {"status", NULL}, *const places[] = {"file", "line", "column", NULL};
    state->error = new_exception("textgate.Error", error_doc, NULL, attributes);
    PyObject *bases = state->error ? PyTuple_Pack(2, state->error, PyExc_ValueError) : NULL;
    if (bases)
        state->dictionary_error = new_exception("textgate.DictionaryError", dictionary_error_doc, bases, places);
    Py_XDECREF(bases);
    return state->dictionary_error && PyModule_AddType(module, (PyTypeObject *)state->error) == 0 &&
           PyModule_AddType(module, (PyTypeObject *)state->dictionary_error) == 0;
}

PyObject *py_refuse_pickle(PyObject *self, PyObject *unused)
{
    (void)unused;
    const py_state *state = py_state_of(self);
    const struct { PyObject *type; const char *message; } reasons[] = {
        {state->gate_type, "a textgate.Gate cannot be pickled or copied: it is memory of this process; make one in each "
                           "process (a forked process may use its parent's)"},
        {state->store_type, "a textgate.DuplicateStore cannot be pickled or copied: open its folder in each process, for "
                            "reading"},
        {state->pack_type, "a textgate.Pack cannot be pickled or copied: use bytes(), and Pack.load() there"},
        {state->model_type, "a textgate.Model cannot be pickled or copied: save() it, and load it there"},
        {state->stream_type, "a textgate.Stream cannot be pickled or copied: it is memory of this process"},
        {state->verdicts_type, "textgate.ArrowVerdicts cannot be pickled or copied: make a pyarrow array of them"},
    };
    const char *message = "verdicts and findings cannot be pickled or copied: use their to_dict()";
    for (size_t i = 0; i < COUNT(reasons); i++)
        if ((PyObject *)Py_TYPE(self) == reasons[i].type)
            message = reasons[i].message;
    PyErr_SetString(PyExc_TypeError, message);
    return NULL;
}

PyObject *py_refuse_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords)
{
    (void)type, (void)arguments, (void)keywords;
    PyErr_SetString(PyExc_TypeError, "verdicts, findings and streams are made by methods of Gate");
    return NULL;
}
