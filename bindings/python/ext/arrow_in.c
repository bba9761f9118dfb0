/* Columns of texts from pyarrow, polars, pandas and whoever else speaks Arrow, read where they are. */
#include "arrow.h"

#include <string.h>

static bool is_set(const uint8_t *bits, size_t index)
{
    return bits[index / 8] >> (index % 8) & 1;
}

bool py_column_is_null(const py_column *column, size_t index)
{
    const ArrowArray *a = column->array;
    if (column->layout == PY_NULLS)
        return true;
    return a->null_count != 0 && a->buffers[0] && !is_set(a->buffers[0], (size_t)a->offset + index);
}

size_t py_column_offset(const py_column *column, size_t index)
{
    const ArrowArray *a = column->array;
    size_t at = (size_t)a->offset + index;
    if (a->length == 0 || !a->buffers[1])
        return 0;
    return column->layout == PY_OFFSETS_32 ? (size_t)((const int32_t *)a->buffers[1])[at]
                                           : (size_t)((const int64_t *)a->buffers[1])[at];
}

const char *py_column_data(const py_column *column)
{
    return column->array->buffers[2];
}

/* A view has 16 bytes: a length, and up to 12 bytes of text, or a beginning of it, a buffer's number and a place there. */
void py_column_view(const void *column, size_t index, const char **text, size_t *length)
{
    enum { VIEW = 16, LENGTH = 4, INLINE = 12, BUFFER = 8, PLACE = 12, FIRST_BUFFER = 2 };
    const ArrowArray *a = ((const py_column *)column)->array;
    *text = NULL;
    *length = 0;
    if (py_column_is_null(column, index))
        return; /* then there may be anything */
    const char *view = (const char *)a->buffers[1] + ((size_t)a->offset + index) * VIEW;
    int32_t size, buffer, place;
    memcpy(&size, view, sizeof size);
    *length = (size_t)size;
    *text = view + LENGTH;
    if (size <= INLINE)
        return;
    memcpy(&buffer, view + BUFFER, sizeof buffer);
    memcpy(&place, view + PLACE, sizeof place);
    *text = (const char *)a->buffers[FIRST_BUFFER + buffer] + place;
}

static bool find_layout(const ArrowSchema *schema, py_layout *layout)
{
    static const struct { const char *format; py_layout layout; } known[] = {
        {"u", PY_OFFSETS_32}, {"z", PY_OFFSETS_32}, {"U", PY_OFFSETS_64}, {"Z", PY_OFFSETS_64},
        {"vu", PY_VIEWS},     {"vz", PY_VIEWS},     {"n", PY_NULLS},
    };
    if (schema->dictionary) {
        PyErr_SetString(PyExc_TypeError, "array is dictionary-encoded: cast it to a type of strings first");
        return false;
    }
    for (size_t i = 0; i < COUNT(known); i++)
        if (strcmp(schema->format, known[i].format) == 0) {
            *layout = known[i].layout;
            return true;
        }
    PyErr_Format(PyExc_TypeError, "array must be of strings or binary, not of Arrow format '%s'%s", schema->format,
                 strcmp(schema->format, "+s") == 0 ? ": choose a column of it" : "");
    return false;
}

typedef bool (*column_fn)(const py_column *column, void *user);

static bool take_array(PyObject *object, column_fn call, void *user)
{
    PyObject *capsules = PyObject_CallMethod(object, "__arrow_c_array__", NULL);
    bool ok = capsules && PyTuple_Check(capsules) && PyTuple_Size(capsules) == 2;
    if (capsules && !ok)
        PyErr_SetString(PyExc_TypeError, "__arrow_c_array__() must give two capsules");
    const ArrowSchema *schema = ok ? PyCapsule_GetPointer(PyTuple_GetItem(capsules, 0), ARROW_SCHEMA) : NULL;
    const ArrowArray *array = schema ? PyCapsule_GetPointer(PyTuple_GetItem(capsules, 1), ARROW_ARRAY) : NULL;
    py_column column = {array, PY_NULLS};
    ok = array && find_layout(schema, &column.layout) && call(&column, user);
    Py_XDECREF(capsules); /* whose release what they have */
    return ok;
}

static bool raise_stream(ArrowArrayStream *stream, int error)
{
    const char *message = stream->get_last_error(stream);
    if (!PyErr_Occurred())
        PyErr_Format(PyExc_OSError, "the Arrow stream failed: %s", message ? message : strerror(error));
    return false;
}

static bool read_stream(ArrowArrayStream *stream, column_fn call, void *user)
{
    ArrowSchema schema;
    py_layout layout;
    int error = stream->get_schema(stream, &schema);
    if (error)
        return raise_stream(stream, error);
    bool ok = find_layout(&schema, &layout);
    schema.release(&schema);
    while (ok) {
        ArrowArray array = {0};
        error = stream->get_next(stream, &array);
        if (error)
            return raise_stream(stream, error);
        if (!array.release)
            break;
        ok = call(&(py_column){&array, layout}, user);
        array.release(&array);
    }
    return ok;
}

bool py_arrow_each(PyObject *object, column_fn call, void *user)
{
    if (PyObject_HasAttrString(object, "__arrow_c_array__"))
        return take_array(object, call, user);
    if (!PyObject_HasAttrString(object, "__arrow_c_stream__")) {
        PyErr_SetString(PyExc_TypeError, "array must be an Arrow array: of pyarrow, polars, pandas or another library "
                                         "whose objects have __arrow_c_array__ or __arrow_c_stream__");
        return false;
    }
    PyObject *capsule = PyObject_CallMethod(object, "__arrow_c_stream__", NULL);
    ArrowArrayStream *stream = capsule ? PyCapsule_GetPointer(capsule, ARROW_STREAM) : NULL;
    bool ok = stream && read_stream(stream, call, user);
    Py_XDECREF(capsule);
    return ok;
}
