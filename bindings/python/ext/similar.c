/* Functions about texts that are alike, without a store: fingerprint, keys, compare, similarity, cluster. */
#include "binding.h"

#include <stdlib.h>
#include <string.h>

static bool take_print(PyObject *value, tg_fingerprint *out)
{
    if (!PyBytes_Check(value) || PyBytes_Size(value) != (Py_ssize_t)sizeof *out) {
        PyErr_SetString(PyExc_TypeError, "a fingerprint is bytes, as fingerprint() gives them");
        return false;
    }
    memcpy(out, PyBytes_AsString(value), sizeof *out);
    return true;
}

static PyObject *fingerprint(PyObject *module, PyObject *arguments, PyObject *keywords)
{
    static char *names[] = {"text", "normalise", NULL};
    PyObject *value, *words = NULL;
    uint32_t normalise;
    py_text text;
    tg_fingerprinter *printer;
    tg_fingerprint print;
    if (!PyArg_ParseTupleAndKeywords(arguments, keywords, "O|O:fingerprint", names, &value, &words) ||
        !py_normalise(words, &normalise) || !py_text_take(value, "text", &text))
        return NULL;
    tg_status status = tg_fingerprinter_new(normalise, NULL, &printer);
    if (status == TG_OK) {
        status = tg_fingerprint_make(printer, text.bytes, text.length, &print);
        tg_fingerprinter_free(printer);
    }
    py_text_drop(&text);
    return status == TG_OK ? PyBytes_FromStringAndSize((const char *)&print, sizeof print)
                           : py_raise_status(PyModule_GetState(module), status, NULL);
}

static PyObject *fingerprint_keys(PyObject *module, PyObject *arguments, PyObject *keywords)
{
    static char *names[] = {"fingerprint", "threshold", NULL};
    PyObject *value;
    double threshold = 0.8;
    tg_fingerprint print;
    uint32_t keys[TG_FINGERPRINT_KEYS];
    (void)module;
    if (!PyArg_ParseTupleAndKeywords(arguments, keywords, "O|d:fingerprint_keys", names, &value, &threshold) ||
        !take_print(value, &print))
        return NULL;
    size_t count = tg_fingerprint_get_keys(&print, threshold, keys);
    PyObject *list = PyList_New(0);
    for (size_t i = 0; list && i < count; i++) {
        PyObject *key = PyLong_FromUnsignedLong(keys[i]);
        if (!key || PyList_Append(list, key) != 0)
            Py_CLEAR(list);
        Py_XDECREF(key);
    }
    return list;
}

static PyObject *fingerprint_similarity(PyObject *module, PyObject *arguments)
{
    PyObject *first, *second;
    tg_fingerprint a, b;
    double similarity, error;
    if (!PyArg_ParseTuple(arguments, "OO:fingerprint_similarity", &first, &second) || !take_print(first, &a) ||
        !take_print(second, &b))
        return NULL;
    tg_status status = tg_fingerprint_compare(&a, &b, &similarity, &error);
    return status == TG_OK ? Py_BuildValue("(dd)", similarity, error)
                           : py_raise_status(PyModule_GetState(module), status, "fingerprints");
}

static PyObject *similarity(PyObject *module, PyObject *arguments, PyObject *keywords)
{
    static char *names[] = {"a", "b", "normalise", NULL};
    PyObject *first, *second, *words = NULL;
    uint32_t normalise;
    py_text a, b;
    tg_fingerprinter *printer;
    double result = 0;
    if (!PyArg_ParseTupleAndKeywords(arguments, keywords, "OO|O:similarity", names, &first, &second, &words) ||
        !py_normalise(words, &normalise) || !py_text_take(first, "a", &a))
        return NULL;
    if (!py_text_take(second, "b", &b)) {
        py_text_drop(&a);
        return NULL;
    }
    tg_status status = tg_fingerprinter_new(normalise, NULL, &printer);
    if (status == TG_OK) {
        status = tg_similarity(printer, a.bytes, a.length, b.bytes, b.length, &result);
        tg_fingerprinter_free(printer);
    }
    py_text_drop(&a);
    py_text_drop(&b);
    return status == TG_OK ? PyFloat_FromDouble(result) : py_raise_status(PyModule_GetState(module), status, NULL);
}

/* ---- clusters ---- */

static tg_status text_of(void *user, unsigned thread, size_t index, const char **text, size_t *length)
{
    const py_text *texts = user;
    (void)thread;
    *text = texts[index].bytes;
    *length = texts[index].length;
    return TG_OK;
}

static PyObject *members_of(py_state *state, const tg_cluster_member *members, size_t count)
{
    PyObject *list = PyList_New((Py_ssize_t)count);
    for (size_t i = 0; list && i < count; i++) {
        PyObject *values[] = {PyLong_FromUnsignedLong(members[i].cluster), PyLong_FromUnsignedLong(members[i].of),
                              PyFloat_FromDouble((double)members[i].similarity)};
        PyObject *item = py_tuple_of(state->member_type, values, COUNT(values));
        if (item)
            PyList_SetItem(list, (Py_ssize_t)i, item);
        else
            Py_CLEAR(list);
    }
    return list;
}

static PyObject *cluster_texts(py_state *state, PyObject *sequence, tg_clustering *c)
{
    size_t count = (size_t)PyList_Size(sequence), taken = 0;
    py_text *texts = calloc(count + 1, sizeof *texts);
    tg_cluster_member *members = calloc(count + 1, sizeof *members);
    PyObject *result = NULL;
    tg_error error = {0};
    tg_status status;
    if (!texts || !members)
        PyErr_NoMemory();
    while (!PyErr_Occurred() && taken < count &&
           py_text_take(PyList_GetItem(sequence, (Py_ssize_t)taken), "a text", &texts[taken]))
        taken++;
    if (!PyErr_Occurred()) {
        c->user = texts;
        Py_BEGIN_ALLOW_THREADS
        status = tg_cluster(count, text_of, c, NULL, members, &error);
        Py_END_ALLOW_THREADS
        result = status == TG_OK ? members_of(state, members, count) : py_raise_store(state, &error);
    }
    while (taken > 0)
        py_text_drop(&texts[--taken]);
    free(texts);
    free(members);
    return result;
}

static PyObject *cluster(PyObject *module, PyObject *arguments, PyObject *keywords)
{
    static char *names[] = {"texts", "threshold", "normalise", "threads", NULL};
    PyObject *value, *words = NULL;
    tg_clustering c = TG_CLUSTERING_INIT;
    if (!PyArg_ParseTupleAndKeywords(arguments, keywords, "O|$dOI:cluster", names, &value, &c.threshold, &words,
                                     &c.threads) ||
        !py_normalise(words, &c.normalise))
        return NULL;
    if (PyUnicode_Check(value) || PyBytes_Check(value))
        return PyErr_Format(PyExc_TypeError, "texts must be an iterable such as a list, not a single str");
    PyObject *sequence = PySequence_List(value); /* our own, so that nobody changes it */
    PyObject *result = sequence ? cluster_texts(PyModule_GetState(module), sequence, &c) : NULL;
    Py_XDECREF(sequence);
    return result;
}

#define KEYWORDS(function) (PyCFunction)(void (*)(void))function, METH_VARARGS | METH_KEYWORDS

PyMethodDef py_similar_functions[] = {
    {"fingerprint", KEYWORDS(fingerprint),
     "fingerprint($module, /, text, normalise=())\n--\n\n"
     "What is kept of a text to find it again: bytes, for a database of your own."},
    {"fingerprint_keys", KEYWORDS(fingerprint_keys),
     "fingerprint_keys($module, /, fingerprint, threshold=0.8)\n--\n\n"
     "Integers under which to file a fingerprint: texts as similar as the threshold have one in common, nearly always."},
    {"fingerprint_similarity", fingerprint_similarity, METH_VARARGS,
     "fingerprint_similarity($module, a, b, /)\n--\n\nThe similarity of two fingerprints, and its standard error."},
    {"similarity", KEYWORDS(similarity),
     "similarity($module, /, a, b, normalise=())\n--\n\nThe similarity of two texts, exact."},
    {"cluster", KEYWORDS(cluster),
     "cluster($module, /, texts, *, threshold=0.8, normalise=(), threads=1)\n--\n\n"
     "Clusters of texts that are alike: a ClusterMember for each text."},
    {NULL, NULL, 0, NULL},
};
