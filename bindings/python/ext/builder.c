/* compile() and lint(): dictionary sources from files, folders, memory and words. */
#include "binding.h"

#include <sys/stat.h>

typedef struct sources {
    py_state *state;
    tg_builder *builder;
    bool tolerant; /* ill-formed sources are only in the diagnostics */
} sources;

static bool check(const sources *s, tg_status status, const tg_error *error)
{
    if (status == TG_OK || (status == TG_SYNTAX && s->tolerant))
        return true;
    py_raise(s->state, error);
    return false;
}

static bool is_folder(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

static bool add_path(const sources *s, PyObject *value)
{
    PyObject *path = py_path(value);
    if (!path)
        return false;
    const char *name = PyBytes_AsString(path);
    tg_error error = {0};
    tg_status status;
    Py_BEGIN_ALLOW_THREADS
    status = is_folder(name) ? tg_builder_add_folder(s->builder, name, &error)
                             : tg_builder_add_file(s->builder, name, &error);
    Py_END_ALLOW_THREADS
    Py_DECREF(path);
    return check(s, status, &error);
}

/* A source in memory: (name, source). */
static bool add_memory(const sources *s, PyObject *pair)
{
    const char *name = NULL;
    py_text text;
    if (PyTuple_Size(pair) != 2 || !PyUnicode_Check(PyTuple_GetItem(pair, 0))) {
        PyErr_SetString(PyExc_TypeError, "a source in memory must be a tuple of its name and its text");
        return false;
    }
    if (!py_argument_word(PyTuple_GetItem(pair, 0), "the name of a source", &name) ||
        !py_text_take(PyTuple_GetItem(pair, 1), "a source", &text))
        return false;
    tg_error error = {0};
    tg_status status = tg_builder_add_memory(s->builder, name, text.bytes, text.length, &error);
    py_text_drop(&text);
    return check(s, status, &error);
}

static bool add_source(PyObject *item, void *user)
{
    return PyTuple_Check(item) ? add_memory(user, item) : add_path(user, item);
}

static tg_status add_word(void *user, const char *entry, size_t length, const char *attributes, tg_error *error)
{
    const sources *s = user;
    tg_status status = tg_builder_add_word(s->builder, entry, length, attributes, error);
    return status == TG_SYNTAX && s->tolerant ? TG_OK : status;
}

static bool add_all(sources *s, PyObject *value, PyObject *words)
{
    size_t count = 0;
    s->builder = tg_builder_new(NULL);
    if (!s->builder) {
        PyErr_NoMemory();
        return false;
    }
    return (py_is_path(value) ? add_path(s, value) : py_each(value, "sources", add_source, s)) &&
           py_add_words(s->state, words, add_word, s, &count);
}

static PyObject *compile_pack(const sources *s, PyObject *out, const char *key, size_t key_length)
{
    tg_pack *pack = NULL;
    tg_error error = {0};
    tg_status status;
    Py_BEGIN_ALLOW_THREADS
    status = key ? tg_builder_compile_hashed(s->builder, key, key_length, &pack, &error)
                 : tg_builder_compile(s->builder, &pack, &error);
    Py_END_ALLOW_THREADS
    if (status != TG_OK)
        return py_raise(s->state, &error);
    PyObject *result = py_pack_new(s->state, pack);
    PyObject *saved = result && out && out != Py_None ? PyObject_CallMethod(result, "save", "O", out) : NULL;
    if (result && PyErr_Occurred())
        Py_CLEAR(result);
    Py_XDECREF(saved);
    return result;
}

static PyObject *compile_function(PyObject *module, PyObject *arguments, PyObject *keywords)
{
    static char *names[] = {"sources", "out", "words", "hashed", NULL};
    PyObject *value, *out = NULL, *words = NULL;
    const char *key = NULL;
    Py_ssize_t key_length = 0;
    if (!PyArg_ParseTupleAndKeywords(arguments, keywords, "O|O$Oz#:compile", names, &value, &out, &words, &key, &key_length))
        return NULL;
    sources s = {.state = PyModule_GetState(module)};
    PyObject *pack = add_all(&s, value, words) ? compile_pack(&s, out, key, (size_t)key_length) : NULL;
    tg_builder_free(s.builder);
    return pack;
}

static PyObject *diagnostic_of(const py_state *state, const tg_diagnostic *d)
{
    PyObject *values[] = {
        PyUnicode_DecodeFSDefault(d->file), PyLong_FromUnsignedLong(d->line), PyLong_FromUnsignedLong(d->column),
        PyUnicode_FromString(d->is_error ? "error" : "warning"), py_string(d->message),
    };
    return py_tuple_of(state->diagnostic_type, values, COUNT(values));
}

static PyObject *diagnostics_of(const sources *s)
{
    PyObject *list = PyList_New(0);
    const tg_diagnostic *d;
    for (size_t i = 0; list && (d = tg_builder_diagnostic(s->builder, i)) != NULL; i++) {
        PyObject *diagnostic = diagnostic_of(s->state, d);
        if (!diagnostic || PyList_Append(list, diagnostic) != 0)
            Py_CLEAR(list);
        Py_XDECREF(diagnostic);
    }
    return list;
}

static PyObject *lint_sources(const sources *s, const py_text *clean)
{
    tg_status status;
    Py_BEGIN_ALLOW_THREADS
    status = tg_builder_lint(s->builder, clean->bytes, clean->length);
    Py_END_ALLOW_THREADS
    return status == TG_OK ? diagnostics_of(s) : py_raise_status(s->state, status, NULL);
}

static PyObject *lint_function(PyObject *module, PyObject *arguments, PyObject *keywords)
{
    static char *names[] = {"sources", "clean", "words", NULL};
    PyObject *value, *sample = NULL, *words = NULL;
    py_text clean = {0};
    if (!PyArg_ParseTupleAndKeywords(arguments, keywords, "O|O$O:lint", names, &value, &sample, &words) ||
        (sample && sample != Py_None && !py_text_take(sample, "clean", &clean)))
        return NULL;
    sources s = {.state = PyModule_GetState(module), .tolerant = true};
    PyObject *diagnostics = add_all(&s, value, words) ? lint_sources(&s, &clean) : NULL;
    tg_builder_free(s.builder);
    py_text_drop(&clean);
    return diagnostics;
}

#define KEYWORDS(function) (PyCFunction)(void (*)(void))function, METH_VARARGS | METH_KEYWORDS

PyMethodDef py_functions[] = {
    {"compile", KEYWORDS(compile_function),
     "compile($module, /, sources, out=None, *, words=(), hashed=None)\n--\n\n"
     "Compiles dictionary sources into a Pack, and writes it to the path `out` if there is one.\n\n"
     "sources: a path of a file or folder, or an iterable of such paths and of (name, text) for sources in memory.\n"
     "words: single entries, as Gate takes them."},
    {"lint", KEYWORDS(lint_function),
     "lint($module, /, sources, clean=None, *, words=())\n--\n\n"
     "What is wrong or risky in dictionary sources: a list of Diagnostic.\n\n"
     "sources, words: as in compile.\n"
     "clean: a sample of clean text, str or bytes, to find entries that would flag it."},
    {NULL, NULL, 0, NULL},
};
