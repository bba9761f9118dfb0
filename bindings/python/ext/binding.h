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

#include <stdatomic.h>
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
    PyObject *gate_type, *verdict_type, *finding_type, *pack_type, *store_type, *verdicts_type, *model_type, *stream_type;
    PyObject *diagnostic_type, *entry_type, *info_type, *spam_type, *language_type, *emotion_type, *duplicate_type,
        *stats_type, *member_type, *figures_type, *evaluation_type, *summary_type; /* named tuples */
    PyObject *standard; /* the Gate of the shipped dictionaries, once it was used */
    PyObject *clean; /* the Verdict of which there is nothing to say */
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

/* -------------------------------------------------------------- reports ---- */

/* An array that grows. */
typedef struct py_array {
    void *items;
    size_t count, capacity; /* in items */
} py_array;

/* The strings of a finding; they stand one after another in the tail of its report. */
enum { PY_CATEGORY, PY_RULE, PY_NOTE, PY_MARKETS, PY_ADVICE, PY_SOURCE, PY_STRINGS };

/* A finding. */
typedef struct py_row {
    size_t begin, end;   /* of the text's UTF-8, or of the str once they are counted */
    uint32_t tricks, part_count;
    uint8_t detector, severity, action, match;
    size_t strings, parts; /* where they are in the tail */
} py_row;

/* A verdict of which there is something to say. */
typedef struct py_record {
    size_t text;         /* number of its text */
    double score, flood; /* flood 0: nothing to say */
    tg_spam spam;        /* score below 0: nothing to say */
    tg_emotion emotion;  /* label NULL: nothing to say */
    uint8_t action;
    bool truncated;
    uint32_t category_count, language_count, incomplete_count;
    size_t languages;    /* where they are in the tail */
    size_t categories;   /* where they are in the tail, each a score and a string; then the incomplete patterns' rules */
    size_t first_row, row_count;
} py_record;

/* What verdicts say, while a thread scans. Without the GIL. */
typedef struct py_draft {
    py_array records, rows, tail;
} py_draft;

/* The same when it is done: one block of memory, which the verdicts of a batch and their findings share. */
typedef struct py_report {
    size_t references, record_count;
    py_record *records;
    py_row *rows;
    char *tail;
} py_report;

/* Makes room for `more` further items of `size` bytes; false without memory. */
bool py_reserve(py_array *array, size_t more, size_t size);

/* Adds a verdict, or a finding alone. Where there is nothing to say of a verdict, *record is NULL. False without memory. */
bool py_draft_verdict(py_draft *draft, const tg_verdict *verdict, size_t text, py_record **record);
bool py_draft_finding(py_draft *draft, const tg_finding *finding);

/* Moves what is in the draft into a report; NULL without memory. */
py_report *py_draft_seal(py_draft *draft);
void py_draft_free(py_draft *draft);
size_t py_draft_size(const py_draft *draft);

void py_report_release(py_report *report);

/* String `index` of those that stand at `at` in the tail; a category, and the place of the next one. */
const char *py_report_string(const py_report *report, size_t at, size_t index);
size_t py_report_category(const py_report *report, size_t at, const char **name, double *score);
size_t py_report_language(const py_report *report, size_t at, tg_language *language);

/* ----------------------------------------------------------------- gate ---- */

enum {
    PY_IDLE_SESSIONS = 16,
    PY_LONG_TEXT = 2048, /* bytes from which on other threads may run meanwhile; below, letting them takes longer */
};

/* A scanner, and what it is used with. */
typedef struct py_session {
    tg_scanner *scanner;
    py_draft draft;
    py_array packed, ends; /* char and size_t: texts of a batch one after another, and where each ends */
    size_t longest;        /* text so far */
} py_session;

typedef struct py_gate {
    PyObject_HEAD
    tg_gate *gate; /* NULL: closed */
    PyObject *description;
    size_t idle_count;
    py_session *idle[PY_IDLE_SESSIONS];
} py_gate;

/* How to scan: what scan, scan_many, redact and is_clean have in common. */
typedef struct py_how {
    tg_markup markup;
    tg_overlap overlap;
    const char *language;
} py_how;

bool py_how_take(PyObject *html, PyObject *language, PyObject *overlap, py_how *how);

/* A session for one call, or NULL with an exception; and back again. */
py_session *py_gate_lend(py_gate *self, const py_how *how);
void py_gate_return(py_gate *self, py_session *session);

/* Methods of Gate. */
PyObject *py_gate_scan(PyObject *self, PyObject *const *arguments, Py_ssize_t count, PyObject *names);
PyObject *py_gate_scan_many(PyObject *self, PyObject *const *arguments, Py_ssize_t count, PyObject *names);
PyObject *py_gate_scan_arrow(PyObject *self, PyObject *const *arguments, Py_ssize_t count, PyObject *names);
PyObject *py_gate_stream(PyObject *self, PyObject *unused);
PyObject *py_gate_redact(PyObject *self, PyObject *const *arguments, Py_ssize_t count, PyObject *names);
PyObject *py_gate_is_clean(PyObject *self, PyObject *const *arguments, Py_ssize_t count, PyObject *names);

/* --------------------------------------------------------- named tuples ---- */

bool py_add_tuples(PyObject *module, py_state *state);

/* A named tuple of values whose references it takes over; NULL if one of them is. */
PyObject *py_tuple_of(PyObject *type, PyObject **values, size_t count);

/* -------------------------------------------------------------- verdict ---- */

/* Turns offsets of the text's UTF-8 into indices of its characters. Without the GIL. False without memory. */
bool py_text_count(const py_text *text, py_row *rows, size_t count, char *tail);

/* A Verdict. Its offsets are counted already where `counted`, else when the findings are asked for. `record` NULL: the
 * verdict of a text of which there is nothing to say, which is always the same one. */
PyObject *py_verdict_new(py_state *state, py_report *report, py_record *record, PyObject *text, bool counted);
bool py_add_clean_verdict(py_state *state);

/* A Finding; `text` NULL: it is gone. */
PyObject *py_finding_new(py_state *state, PyObject *text, py_report *report, const py_row *row);
PyObject *py_finding_dict(py_state *state, PyObject *text, const py_report *report, const py_row *row);

/* ---------------------------------------------------------------- batch ---- */

/* Texts of a batch that one thread scans in a row. */
typedef struct py_piece {
    size_t first, stop;
    py_report *report; /* NULL: nothing to say */
    tg_status status;
    atomic_bool done;
} py_piece;

/* Scans texts from the session's draft on; without the GIL. */
typedef struct py_batch py_batch;
typedef tg_status (*py_scan_piece)(py_session *session, const py_batch *batch, size_t first, size_t stop);

/* Makes of a piece what the caller wants; with the GIL, in the order of the texts. False with an exception. */
typedef bool (*py_take_piece)(const py_batch *batch, const py_piece *piece);

struct py_batch {
    size_t count, bytes; /* of texts, and about how long they are together */
    py_scan_piece scan;
    py_take_piece take;
    py_state *state;
    void *source, *result;
};

enum { PY_MOST_THREADS = 256 };

/* Scans a batch. False with an exception; then some pieces may not have been taken. */
bool py_batch_run(py_gate *gate, const py_how *how, const py_batch *batch, size_t threads);

/* Scans texts that stand one after another, to the session's ends; the first is number `first` to `call`. */
tg_status py_scan_packed(py_session *session, const char *texts, size_t count, size_t first, tg_packed_fn call, void *user);

/* Scans texts that stand wherever they are: `texts` gives each. Short ones are laid out one after another first. */
typedef void (*py_give_text)(const void *source, size_t index, const char **text, size_t *length);
tg_status py_scan_scattered(py_session *session, const void *source, py_give_text give, size_t first, size_t stop,
                            tg_packed_fn call, void *user);

/* ----------------------------------------------------------- duplicates ---- */

/* A set of tg_normalise from an iterable of words. */
bool py_normalise(PyObject *words, uint32_t *out);

/* fingerprint(), cluster() and the like. */
extern PyMethodDef py_similar_functions[];

/* scan_arrow(). */
extern PyMethodDef py_arrow_functions[];

extern PyType_Spec py_store_spec, py_verdicts_spec, py_model_spec, py_stream_spec;
extern PyType_Spec py_gate_spec, py_verdict_spec, py_finding_spec, py_pack_spec;

#endif
