/* Arrow's C data interface, as far as columns of texts and of verdicts need it: two structs of a column, a stream of
 * columns, and the names under which Python objects hand them over. The layout is that of the specification. */
#ifndef TEXTGATE_PYTHON_ARROW_H
#define TEXTGATE_PYTHON_ARROW_H

#include "binding.h"

#include <stdint.h>

enum { ARROW_NULLABLE = 2 }; /* flag of a schema */

typedef struct ArrowSchema {
    const char *format, *name, *metadata;
    int64_t flags, n_children;
    struct ArrowSchema **children, *dictionary;
    void (*release)(struct ArrowSchema *);
    void *private_data;
} ArrowSchema;

typedef struct ArrowArray {
    int64_t length, null_count, offset, n_buffers, n_children;
    const void **buffers;
    struct ArrowArray **children, *dictionary;
    void (*release)(struct ArrowArray *);
    void *private_data;
} ArrowArray;

typedef struct ArrowArrayStream {
    int (*get_schema)(struct ArrowArrayStream *, ArrowSchema *out);
    int (*get_next)(struct ArrowArrayStream *, ArrowArray *out);
    const char *(*get_last_error)(struct ArrowArrayStream *);
    void (*release)(struct ArrowArrayStream *);
    void *private_data;
} ArrowArrayStream;

#define ARROW_SCHEMA "arrow_schema"
#define ARROW_ARRAY "arrow_array"
#define ARROW_STREAM "arrow_array_stream"

/* ------------------------------------------------------------- texts in ---- */

/* How the texts of a column stand in its buffers. */
typedef enum py_layout { PY_NULLS, PY_OFFSETS_32, PY_OFFSETS_64, PY_VIEWS } py_layout;

/* A column of texts, which stays the producer's. */
typedef struct py_column {
    const ArrowArray *array;
    py_layout layout;
} py_column;

/* Calls `call` with each column of an object that hands over an array or a stream. False with an exception. */
bool py_arrow_each(PyObject *object, bool (*call)(const py_column *column, void *user), void *user);

bool py_column_is_null(const py_column *column, size_t index);

/* Where text `index` of a column with offsets begins, in its data; `index` may be the number of texts. */
size_t py_column_offset(const py_column *column, size_t index);
const char *py_column_data(const py_column *column);

/* Text `index` of a column of views. */
void py_column_view(const void *column, size_t index, const char **text, size_t *length);

/* ---------------------------------------------------------- verdicts out ---- */

/* The verdicts on a column of texts, as a column; shared by the arrays that are handed over. */
typedef struct py_table py_table;

/* NULL without memory. With a list of findings in each row where `findings`. */
py_table *py_table_new(bool findings);
py_table *py_table_share(py_table *table);
void py_table_release(py_table *table);

/* Adds a row: of nulls (the row itself never is null, so that tables take it), of nothing to say (`record` NULL) or of a
 * record. What goes wrong is kept for py_table_status. */
void py_table_add_null(py_table *table);
void py_table_add(py_table *table, const py_report *report, const py_record *record);
tg_status py_table_status(const py_table *table);
size_t py_table_length(const py_table *table);

/* Hand over the column and its type; false without memory. The receiver calls release, on any thread. */
bool py_table_export_schema(const py_table *table, ArrowSchema *out);
bool py_table_export_array(py_table *table, ArrowArray *out);

/* A Python object that hands over a table, which it takes. */
PyObject *py_verdicts_new(py_state *state, py_table *table);

#endif
