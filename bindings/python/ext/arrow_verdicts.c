/* ArrowVerdicts: a table of verdicts as a Python object, from which pyarrow, polars and pandas take it. */
#include "arrow.h"

#include <errno.h>
#include <stdlib.h>

typedef struct py_verdicts {
    PyObject_HEAD
    py_table *table;
} py_verdicts;

PyObject *py_verdicts_new(py_state *state, py_table *table)
{
    py_verdicts *self = PyObject_New(py_verdicts, (PyTypeObject *)state->verdicts_type);
    if (self)
        self->table = table;
    else
        py_table_release(table);
    return (PyObject *)self;
}

static void verdicts_dealloc(PyObject *object)
{
    PyTypeObject *type = Py_TYPE(object);
    py_table_release(((py_verdicts *)object)->table);
    PyObject_Free(object);
    Py_DECREF(type);
}

static py_table *table_of(PyObject *self)
{
    return ((py_verdicts *)self)->table;
}

/* A capsule releases what nobody took over. */
#define DROP_CAPSULE(function, type, name)                                                         \
    static void function(PyObject *capsule)                                                        \
    {                                                                                              \
        type *content = PyCapsule_GetPointer(capsule, name);                                       \
        if (content->release)                                                                      \
            content->release(content);                                                             \
        free(content);                                                                             \
    }

DROP_CAPSULE(drop_schema, ArrowSchema, ARROW_SCHEMA)
DROP_CAPSULE(drop_array, ArrowArray, ARROW_ARRAY)
DROP_CAPSULE(drop_stream, ArrowArrayStream, ARROW_STREAM)

static PyObject *schema_capsule(PyObject *self, PyObject *unused)
{
    (void)unused;
    ArrowSchema *schema = calloc(1, sizeof *schema);
    if (schema && py_table_export_schema(table_of(self), schema)) {
        PyObject *capsule = PyCapsule_New(schema, ARROW_SCHEMA, drop_schema);
        if (capsule)
            return capsule;
        schema->release(schema);
    }
    free(schema);
    return PyErr_Occurred() ? NULL : PyErr_NoMemory();
}

static PyObject *array_capsule(PyObject *self)
{
    ArrowArray *array = calloc(1, sizeof *array);
    if (array && py_table_export_array(table_of(self), array)) {
        PyObject *capsule = PyCapsule_New(array, ARROW_ARRAY, drop_array);
        if (capsule)
            return capsule;
        array->release(array);
    }
    free(array);
    return PyErr_Occurred() ? NULL : PyErr_NoMemory();
}

/* A type that is asked for is passed over, as the protocol allows. */
static PyObject *get_array(PyObject *self, PyObject *arguments, PyObject *keywords)
{
    static char *names[] = {"requested_schema", NULL};
    PyObject *requested = NULL;
    if (!PyArg_ParseTupleAndKeywords(arguments, keywords, "|O:__arrow_c_array__", names, &requested))
        return NULL;
    PyObject *schema = schema_capsule(self, NULL), *array = schema ? array_capsule(self) : NULL;
    PyObject *both = array ? PyTuple_Pack(2, schema, array) : NULL;
    Py_XDECREF(schema);
    Py_XDECREF(array);
    return both;
}

/* A stream of the one array. */
typedef struct outlet {
    py_table *table;
    bool is_done;
} outlet;

static int stream_schema(ArrowArrayStream *stream, ArrowSchema *out)
{
    const outlet *o = stream->private_data;
    return py_table_export_schema(o->table, out) ? 0 : ENOMEM;
}

static int stream_next(ArrowArrayStream *stream, ArrowArray *out)
{
    outlet *o = stream->private_data;
    *out = (ArrowArray){0};
    if (o->is_done)
        return 0;
    o->is_done = py_table_export_array(o->table, out);
    return o->is_done ? 0 : ENOMEM;
}

static const char *stream_error(ArrowArrayStream *stream)
{
    (void)stream;
    return "out of memory";
}

static void stream_release(ArrowArrayStream *stream)
{
    outlet *o = stream->private_data;
    py_table_release(o->table);
    free(o);
    stream->release = NULL;
}

static PyObject *get_stream(PyObject *self, PyObject *arguments, PyObject *keywords)
{
    static char *names[] = {"requested_schema", NULL};
    PyObject *requested = NULL;
    if (!PyArg_ParseTupleAndKeywords(arguments, keywords, "|O:__arrow_c_stream__", names, &requested))
        return NULL;
    ArrowArrayStream *stream = malloc(sizeof *stream);
    outlet *o = malloc(sizeof *o);
    PyObject *capsule = stream && o ? PyCapsule_New(stream, ARROW_STREAM, drop_stream) : PyErr_NoMemory();
    if (!capsule) {
        free(stream);
        free(o);
        return NULL;
    }
    *o = (outlet){py_table_share(table_of(self)), false};
    *stream = (ArrowArrayStream){stream_schema, stream_next, stream_error, stream_release, o};
    return capsule;
}

static Py_ssize_t verdicts_length(PyObject *self)
{
    return (Py_ssize_t)py_table_length(table_of(self));
}

static PyMethodDef methods[] = {
    {"__arrow_c_schema__", schema_capsule, METH_NOARGS, "The type, for a library that speaks Arrow."},
    {"__arrow_c_array__", (PyCFunction)(void (*)(void))get_array, METH_VARARGS | METH_KEYWORDS,
     "The column, for a library that speaks Arrow."},
    {"__arrow_c_stream__", (PyCFunction)(void (*)(void))get_stream, METH_VARARGS | METH_KEYWORDS,
     "The column as a stream, for a library that speaks Arrow."},
    {"__reduce__", py_refuse_pickle, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_doc, "Verdicts as an Arrow column of structs: pyarrow.array(v), polars.DataFrame(v),\n"
                "pandas.DataFrame.from_arrow(v). Made by scan_arrow."},
    {Py_tp_new, py_refuse_new},
    {Py_tp_dealloc, verdicts_dealloc},
    {Py_sq_length, verdicts_length},
    {Py_tp_methods, methods},
    {0, NULL},
};

PyType_Spec py_verdicts_spec = {"textgate.ArrowVerdicts", sizeof(py_verdicts), 0, Py_TPFLAGS_DEFAULT, slots};
