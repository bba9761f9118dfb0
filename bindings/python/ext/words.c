/* Words given in Python: str, or (str, attributes) with the attributes as in a dictionary source or as a dict. */
#include "binding.h"

#include <string.h>

/* A value as it stands in a source: a str or a number; of several, divided by commas. */
static PyObject *value_text(PyObject *value)
{
    if (PyUnicode_Check(value) || PyLong_Check(value))
        return PyObject_Str(value);
    PyObject *comma = PyUnicode_FromString(","), *joined = NULL;
    if (comma && (PyList_Check(value) || PyTuple_Check(value)))
        joined = PyUnicode_Join(comma, value);
    else if (comma)
        PyErr_SetString(PyExc_TypeError, "the value of an attribute must be str, int, or a list or tuple of str");
    Py_XDECREF(comma);
    return joined;
}

/* text.replace(character, "\\" + character), taking over the reference. */
static PyObject *escape(PyObject *text, const char *character, const char *escaped)
{
    PyObject *result = text ? PyObject_CallMethod(text, "replace", "ss", character, escaped) : NULL;
    Py_XDECREF(text);
    return result;
}

static PyObject *attribute_text(PyObject *key, PyObject *value)
{
    if (!PyUnicode_Check(key)) {
        PyErr_SetString(PyExc_TypeError, "the name of an attribute must be str");
        return NULL;
    }
    PyObject *quoted = escape(escape(value_text(value), "\\", "\\\\"), "\"", "\\\"");
    PyObject *text = quoted ? PyUnicode_FromFormat("%U=\"%U\"", key, quoted) : NULL;
    Py_XDECREF(quoted);
    return text;
}

static PyObject *attributes_of_dict(PyObject *attributes)
{
    PyObject *key, *value, *blank = PyUnicode_FromString(" "), *items = PyList_New(0), *text = NULL;
    Py_ssize_t at = 0;
    bool ok = blank && items;
    while (ok && PyDict_Next(attributes, &at, &key, &value)) {
        PyObject *item = attribute_text(key, value);
        ok = item && PyList_Append(items, item) == 0;
        Py_XDECREF(item);
    }
    if (ok)
        text = PyUnicode_Join(blank, items);
    Py_XDECREF(blank);
    Py_XDECREF(items);
    return text;
}

typedef struct adder {
    py_state *state;
    py_add_word add;
    void *to;
    size_t *count;
} adder;

/* `attributes` is a str or None. */
static bool add(const adder *to, PyObject *word, PyObject *attributes)
{
    const char *tail = NULL;
    Py_ssize_t length;
    const char *entry = PyUnicode_AsUTF8AndSize(word, &length);
    if (!entry || !py_argument_word(attributes, "the attributes of a word", &tail))
        return false;
    tg_error error = {0};
    if (to->add(to->to, entry, (size_t)length, tail, &error) != TG_OK) {
        py_raise(to->state, &error);
        return false;
    }
    ++*to->count;
    return true;
}

static bool add_item(PyObject *item, void *user)
{
    const adder *to = user;
    if (PyUnicode_Check(item))
        return add(to, item, Py_None);
    PyObject *word = PyTuple_Check(item) && PyTuple_Size(item) == 2 ? PyTuple_GetItem(item, 0) : NULL;
    if (!word || !PyUnicode_Check(word)) {
        PyErr_SetString(PyExc_TypeError, "a word must be str or a tuple of a str and its attributes");
        return false;
    }
    PyObject *attributes = PyTuple_GetItem(item, 1);
    if (!PyDict_Check(attributes))
        return add(to, word, attributes);
    attributes = attributes_of_dict(attributes);
    bool ok = attributes && add(to, word, attributes);
    Py_XDECREF(attributes);
    return ok;
}

bool py_add_words(py_state *state, PyObject *words, py_add_word add_word, void *to, size_t *count)
{
    adder a = {state, add_word, to, count};
    return py_each(words, "words", add_item, &a);
}
