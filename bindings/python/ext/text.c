/* Texts: a str or bytes object as UTF-8 for the library, and offsets of that UTF-8 as indices of the str. */
#include "binding.h"

#include <stdlib.h>
#include <string.h>

/* The UTF-8 of a str with lone surrogates, each as U+FFFD, which takes as many bytes as a surrogate would. */
static PyObject *encode_repaired(PyObject *text)
{
    PyObject *encoded = PyUnicode_AsEncodedString(text, "utf-8", "surrogatepass");
    if (!encoded)
        return NULL;
    unsigned char *p = (unsigned char *)PyBytes_AsString(encoded), *end = p + PyBytes_Size(encoded);
    while (end - p >= 3 && (p = memchr(p, 0xED, (size_t)(end - p))) != NULL)
        if (p++[1] >= 0xA0)
            memcpy(p - 1, "\xEF\xBF\xBD", 3);
    return encoded;
}

/* CPython lends the UTF-8 of a str: ASCII as it is, of others it makes one once and keeps it with the str. */
static bool take_str(PyObject *object, py_text *text)
{
    Py_ssize_t length;
    text->bytes = PyUnicode_AsUTF8AndSize(object, &length);
    if (!text->bytes) {
        if (!PyErr_ExceptionMatches(PyExc_UnicodeEncodeError))
            return false;
        PyErr_Clear();
        text->encoded = encode_repaired(object);
        if (!text->encoded)
            return false;
        text->bytes = PyBytes_AsString(text->encoded);
        length = PyBytes_Size(text->encoded);
    }
    text->length = (size_t)length;
    text->in_characters = PyUnicode_GetLength(object) != length;
    return true;
}

bool py_text_take(PyObject *object, const char *what, py_text *text)
{
    *text = (py_text){.object = object};
    if (PyUnicode_Check(object))
        return take_str(object, text);
    if (PyBytes_Check(object)) {
        text->bytes = PyBytes_AsString(object);
        text->length = (size_t)PyBytes_Size(object);
        return true;
    }
    PyObject *type = PyObject_GetAttrString((PyObject *)Py_TYPE(object), "__name__");
    if (type)
        PyErr_Format(PyExc_TypeError, "%s must be str or bytes, not %U", what, type);
    Py_XDECREF(type);
    return false;
}

void py_text_drop(py_text *text)
{
    Py_CLEAR(text->encoded);
}

/* Characters that begin in well-formed UTF-8. */
static size_t count_characters(const char *bytes, size_t length)
{
    size_t count = 0;
    for (size_t i = 0; i < length; i++)
        count += (bytes[i] & 0xC0) != 0x80;
    return count;
}

/* Characters before each block of the text, so that findings which overlap widely do not count the same text again. */
enum { BLOCK = 512, BLOCKS_AT_HAND = 64 };

typedef struct block_counts {
    const char *bytes;
    size_t *before;
} block_counts;

static size_t index_of(const block_counts *counts, size_t offset)
{
    size_t block = offset / BLOCK;
    return counts->before[block] + count_characters(counts->bytes + block * BLOCK, offset - block * BLOCK);
}

static void count_blocks(const block_counts *counts, size_t blocks)
{
    counts->before[0] = 0;
    for (size_t i = 1; i < blocks; i++)
        counts->before[i] = counts->before[i - 1] + count_characters(counts->bytes + (i - 1) * BLOCK, BLOCK);
}

bool py_text_count(const py_text *text, py_row *rows, size_t count, char *tail)
{
    size_t at_hand[BLOCKS_AT_HAND], last = 0;
    for (size_t i = 0; i < count; i++)
        last = rows[i].end > last ? rows[i].end : last;
    size_t blocks = last / BLOCK + 1;
    block_counts counts = {text->bytes, at_hand};
    if (blocks > BLOCKS_AT_HAND && !(counts.before = malloc(blocks * sizeof *counts.before)))
        return false;
    count_blocks(&counts, blocks);
    for (size_t i = 0; i < count; i++) {
        rows[i].begin = index_of(&counts, rows[i].begin);
        rows[i].end = index_of(&counts, rows[i].end);
        tg_range *parts = rows[i].part_count ? (tg_range *)(void *)(tail + rows[i].parts) : NULL;
        for (size_t k = 0; k < rows[i].part_count; k++)
            parts[k] = (tg_range){index_of(&counts, parts[k].begin), index_of(&counts, parts[k].end)};
    }
    if (counts.before != at_hand)
        free(counts.before);
    return true;
}

PyObject *py_string(const char *string)
{
    return PyUnicode_DecodeUTF8(string, (Py_ssize_t)strlen(string), "replace");
}

PyObject *py_split(const char *list)
{
    PyObject *items = PyList_New(0);
    while (items && *list) {
        size_t length = strcspn(list, ",");
        PyObject *item = PyUnicode_DecodeUTF8(list, (Py_ssize_t)length, "replace");
        if (!item || PyList_Append(items, item) != 0)
            Py_CLEAR(items);
        Py_XDECREF(item);
        list += length + (list[length] == ',');
    }
    return items;
}

PyObject *py_word_of(PyObject *const *words, size_t count, size_t value)
{
    if (value >= count)
        return PyUnicode_FromString("?");
    Py_INCREF(words[value]);
    return words[value];
}
