/* Arguments: names and positions of a fast call, and values of the kinds that several functions take. */
#include "binding.h"

#include <string.h>

static int find_name(const py_signature *signature, PyObject *name)
{
    for (size_t i = 0; i < signature->count; i++)
        if (PyUnicode_CompareWithASCIIString(name, signature->names[i]) == 0)
            return (int)i;
    return -1;
}

static bool take_named(const py_signature *signature, PyObject *name, PyObject *value, PyObject **values)
{
    int at = find_name(signature, name);
    if (at < 0)
        PyErr_Format(PyExc_TypeError, "%s() got an unexpected keyword argument '%U'", signature->function, name);
    else if (values[at])
        PyErr_Format(PyExc_TypeError, "%s() got multiple values for argument '%U'", signature->function, name);
    else
        values[at] = value;
    return at >= 0 && values[at] == value && !PyErr_Occurred();
}

bool py_arguments(const py_signature *signature, PyObject *const *arguments, Py_ssize_t count, PyObject *names,
                  PyObject **values)
{
    memset(values, 0, signature->count * sizeof *values);
    if ((size_t)count > signature->positional) {
        PyErr_Format(PyExc_TypeError, "%s() takes at most %zd positional argument%s (%zd given)", signature->function,
                     (Py_ssize_t)signature->positional, signature->positional == 1 ? "" : "s", count);
        return false;
    }
    for (Py_ssize_t i = 0; i < count; i++)
        values[i] = arguments[i];
    Py_ssize_t named = names ? PyTuple_Size(names) : 0;
    for (Py_ssize_t i = 0; i < named; i++)
        if (!take_named(signature, PyTuple_GetItem(names, i), arguments[count + i], values))
            return false;
    if (!values[0])
        PyErr_Format(PyExc_TypeError, "%s() missing required argument '%s'", signature->function, signature->names[0]);
    return values[0] != NULL;
}

bool py_argument_bool(PyObject *value, bool *out)
{
    int truth = value ? PyObject_IsTrue(value) : 0;
    *out = truth > 0;
    return truth >= 0;
}

bool py_argument_int(PyObject *value, const char *what, long long least, long long greatest, long long *out)
{
    if (!value)
        return true;
    PyObject *number = PyNumber_Index(value);
    if (!number)
        return false;
    int overflow;
    *out = PyLong_AsLongLongAndOverflow(number, &overflow);
    Py_DECREF(number);
    if (*out == -1 && !overflow && PyErr_Occurred())
        return false;
    if (overflow || *out < least || *out > greatest)
        PyErr_Format(PyExc_ValueError, "%s must be %lld to %lld", what, least, greatest);
    return !overflow && *out >= least && *out <= greatest;
}

bool py_argument_word(PyObject *value, const char *what, const char **out)
{
    Py_ssize_t length;
    if (!value || value == Py_None)
        return true;
    if (!PyUnicode_Check(value)) {
        PyErr_Format(PyExc_TypeError, "%s must be str", what);
        return false;
    }
    *out = PyUnicode_AsUTF8AndSize(value, &length);
    if (*out && strlen(*out) != (size_t)length) {
        PyErr_Format(PyExc_ValueError, "%s must not contain a NUL character", what);
        return false;
    }
    return *out != NULL;
}

bool py_is_path(PyObject *value)
{
    return PyUnicode_Check(value) || PyBytes_Check(value) || PyObject_HasAttrString(value, "__fspath__");
}

PyObject *py_path(PyObject *value)
{
    PyObject *bytes = NULL;
    return PyUnicode_FSConverter(value, &bytes) ? bytes : NULL;
}

bool py_each(PyObject *iterable, const char *what, bool (*call)(PyObject *item, void *user), void *user)
{
    if (!iterable || iterable == Py_None)
        return true;
    if (PyUnicode_Check(iterable) || PyBytes_Check(iterable)) {
        PyErr_Format(PyExc_TypeError, "%s must be an iterable such as a list, not a single str", what);
        return false;
    }
    PyObject *iterator = PyObject_GetIter(iterable), *item;
    if (!iterator)
        return false;
    bool ok = true;
    while (ok && (item = PyIter_Next(iterator)) != NULL) {
        ok = call(item, user);
        Py_DECREF(item);
    }
    Py_DECREF(iterator);
    return ok && !PyErr_Occurred();
}
