/* What the files of the extension share. It is built once for all CPythons from 3.9 on (the stable ABI) and sees of the
 * library what every consumer sees: textgate.h.
 *
 * Threads: the GIL guards everything Python can reach, the scanners of a gate among it. Functions marked "without the GIL"
 * touch no Python object, so that scanning can go on beside other threads. */
#ifndef TEXTGATE_PYTHON_BINDING_H
#define TEXTGATE_PYTHON_BINDING_H

#define Py_LIMITED_API 0x03090000
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <stdbool.h>
#include <stddef.h>

#include "textgate.h"

/* Both are in the stable ABI since 3.10 only, but 3.9 has them alike. */
#ifndef METH_FASTCALL
#define METH_FASTCALL 0x0080
#endif
PyAPI_FUNC(const char *) PyUnicode_AsUTF8AndSize(PyObject *text, Py_ssize_t *length);

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* How many words each list of textgate.h has. */
#define PY_ONE(...) +1
enum {
    PY_ACTIONS = 0 TG_ACTION_LIST(PY_ONE),
    PY_SEVERITIES = 0 TG_SEVERITY_LIST(PY_ONE),
    PY_MATCHES = 0 TG_MATCH_LIST(PY_ONE),
};

/* What the module owns; types find it by py_state_of. */
typedef struct py_state {
    PyObject *error, *dictionary_error;
    PyObject *gate_type, *verdict_type, *finding_type, *pack_type, *store_type;
    PyObject *diagnostic_type, *entry_type, *info_type, *spam_type, *language_type, *duplicate_type, *stats_type,
        *member_type; /* named tuples */
    PyObject *shipped; /* path of the pack that the wheel carries */
    PyObject *actions[PY_ACTIONS], *severities[PY_SEVERITIES], *detectors[TG_DETECTOR_COUNT], *matches[PY_MATCHES];
} py_state;

static inline py_state *py_state_of(PyObject *self)
{
    return PyType_GetModuleState(Py_TYPE(self));
}

/* The word of a list, from the state's strings; a new reference. */
#define PY_WORD(words, value) py_word_of(words, COUNT(words), (size_t)(value))
PyObject *py_word_of(PyObject *const *words, size_t count, size_t value);

/* --------------------------------------------------------------- errors ---- */

/* Raise what an error or a status means to Python, and return NULL. `what` comes before the status's text, or is NULL. */
PyObject *py_raise(py_state *state, const tg_error *error);
PyObject *py_raise_status(py_state *state, tg_status status, const char *what);

/* The same of a store, which is no dictionary. */
PyObject *py_raise_store(py_state *state, const tg_error *error);

bool py_add_exceptions(PyObject *module, py_state *state);

/* For __reduce__: raises a TypeError that says what to do instead. */
PyObject *py_refuse_pickle(PyObject *self, PyObject *unused);
PyObject *py_refuse_new(PyTypeObject *type, PyObject *arguments, PyObject *keywords);

/* ---------------------------------------------------------------- texts ---- */

/* A str or bytes object as the library wants it. */
typedef struct py_text {
    const char *bytes;
    size_t length;
    PyObject *object;  /* as it was passed, borrowed */
    PyObject *encoded; /* its UTF-8 where CPython has none to lend, or NULL */
    bool in_characters; /* offsets in `bytes` are not those in `object` */
} py_text;

/* False and a TypeError for anything but str and bytes. `what` names the argument in it. */
bool py_text_take(PyObject *object, const char *what, py_text *text);
void py_text_drop(py_text *text);

/* A str of a string of the library. */
PyObject *py_string(const char *string);

/* A list of the items of "CN,TW". */
PyObject *py_split(const char *list);

/* ------------------------------------------------------------ arguments ---- */

/* The parameters of a function; those from `positional` on by name only, the first one required. */
typedef struct py_signature {
    const char *function;
    size_t positional, count;
    const char *names[8];
} py_signature;

/* Puts the arguments of a fast call into `values` (`count` of them, NULL where not given), borrowed. */
bool py_arguments(const py_signature *signature, PyObject *const *arguments, Py_ssize_t count, PyObject *names,
                  PyObject **values);

bool py_argument_bool(PyObject *value, bool *out);
bool py_argument_int(PyObject *value, const char *what, long long least, long long greatest, long long *out);

/* A str without NUL, or NULL or None, which leave *out alone. */
bool py_argument_word(PyObject *value, const char *what, const char **out);

/* A path as os.fsencode gives it: new bytes, or NULL. */
PyObject *py_path(PyObject *value);
bool py_is_path(PyObject *value);

/* Calls `call` for each item; NULL and None have none. Refuses a str, whose characters are hardly meant. */
bool py_each(PyObject *iterable, const char *what, bool (*call)(PyObject *item, void *user), void *user);

/* ---------------------------------------------------------------- rules ---- */

typedef tg_status (*py_add_word)(void *to, const char *entry, size_t length, const char *attributes, tg_error *error);

/* Adds words, str or (str, attributes) with attributes a str or dict, by `add`. Adds to *count. */
bool py_add_words(py_state *state, PyObject *words, py_add_word add, void *to, size_t *count);

/* What Gate() is called with, as options; and how it is described. */
tg_options *py_options_new(py_state *state, PyObject *arguments, PyObject *keywords, PyObject **description);

/* compile(), lint(). */
extern PyMethodDef py_functions[];

/* The pack of a Pack object. */
tg_pack *py_pack_of(PyObject *pack);
PyObject *py_pack_new(py_state *state, tg_pack *pack);

/* ----------------------------------------------------------------- gate ---- */

enum { PY_IDLE_SCANNERS = 16 };

typedef struct py_gate {
    PyObject_HEAD
    tg_gate *gate; /* NULL: closed */
    PyObject *description;
    size_t idle_count;
    tg_scanner *idle[PY_IDLE_SCANNERS];
} py_gate;

/* How to scan: what scan, scan_many, redact and is_clean have in common. */
typedef struct py_how {
    tg_markup markup;
    tg_overlap overlap;
    const char *language;
} py_how;

bool py_how_take(PyObject *html, PyObject *language, PyObject *overlap, py_how *how);

/* A scanner for one call, or NULL with an exception; and back again, with the length of the longest text it was used on. */
tg_scanner *py_gate_lend(py_gate *self, const py_how *how);
void py_gate_return(py_gate *self, tg_scanner *scanner, size_t longest);

/* Methods of Gate. */
PyObject *py_gate_scan(PyObject *self, PyObject *const *arguments, Py_ssize_t count, PyObject *names);
PyObject *py_gate_scan_many(PyObject *self, PyObject *const *arguments, Py_ssize_t count, PyObject *names);
PyObject *py_gate_redact(PyObject *self, PyObject *const *arguments, Py_ssize_t count, PyObject *names);
PyObject *py_gate_is_clean(PyObject *self, PyObject *const *arguments, Py_ssize_t count, PyObject *names);

/* --------------------------------------------------------- named tuples ---- */

bool py_add_tuples(PyObject *module, py_state *state);

/* A named tuple of values whose references it takes over; NULL if one of them is. */
PyObject *py_tuple_of(PyObject *type, PyObject **values, size_t count);

/* -------------------------------------------------------------- verdict ---- */

/* What a verdict says beyond action and score, copied out of the scanner: one block of memory, shared by a Verdict and its
 * Findings. */
typedef struct py_report {
    size_t references;
    PyObject *text; /* what was scanned; str or bytes */
    tg_finding *findings; /* their offsets are those of `text` */
    tg_range *parts;      /* of all findings */
    tg_category_score *categories;
    tg_language *languages;
    const char **incomplete;
    size_t finding_count, part_count, category_count, language_count, incomplete_count;
    bool truncated;
} py_report;

typedef struct py_outcome {
    tg_status status;
    tg_action action;
    double score;
    tg_spam spam;      /* score below 0: nothing to say */
    double flood; /* 0: nothing to say */
    py_report *report; /* NULL where there is nothing to report */
} py_outcome;

/* Turns offsets of the text's UTF-8 into indices of its characters. Without the GIL. False without memory. */
bool py_text_count(const py_text *text, py_report *report);

/* Scans. Without the GIL. */
void py_scan(tg_scanner *scanner, const py_text *text, py_outcome *outcome);

/* A Verdict, which takes the outcome's report; NULL with an exception if the scan failed. */
PyObject *py_verdict_new(py_state *state, py_outcome *outcome, PyObject *text);

PyObject *py_finding_new(py_state *state, py_report *report, size_t index);
PyObject *py_finding_dict(py_state *state, const py_report *report, size_t index);
void py_report_release(py_report *report);

/* ----------------------------------------------------------- duplicates ---- */

/* A set of tg_normalise from an iterable of words. */
bool py_normalise(PyObject *words, uint32_t *out);

/* fingerprint(), cluster() and the like. */
extern PyMethodDef py_similar_functions[];

extern PyType_Spec py_store_spec;
extern PyType_Spec py_gate_spec, py_verdict_spec, py_finding_spec, py_pack_spec;

#endif
