/* Gate.scan, Gate.redact, Gate.is_clean: one text, one borrowed session. */
#include "binding.h"

#include <string.h>

static void grow_longest(py_session *session, size_t length)
{
    if (length > session->longest)
        session->longest = length;
}

/* What there is to say of a text: a report, or NULL. Without the GIL. Of long texts the offsets are counted at once. */
static tg_status scan_text(py_session *session, const py_text *text, py_report **report)
{
    const tg_verdict *verdict;
    py_draft *draft = &session->draft;
    py_record *record = NULL;
    *report = NULL;
    grow_longest(session, text->length);
    tg_status status = tg_scan(session->scanner, text->bytes, text->length, &verdict);
    if (status != TG_OK)
        return status;
    bool ok = py_draft_verdict(draft, verdict, 0, &record);
    if (ok && record && text->in_characters && text->length >= PY_LONG_TEXT)
        ok = py_text_count(text, draft->rows.items, draft->rows.count, draft->tail.items);
    if (record || !ok)
        *report = py_draft_seal(draft);
    if (ok && (!record || *report))
        return TG_OK;
    py_report_release(*report);
    return TG_NO_MEMORY;
}

PyObject *py_gate_scan(PyObject *self, PyObject *const *arguments, Py_ssize_t count, PyObject *names)
{
    static const py_signature signature = {"scan", 1, 4, {"text", "html", "language", "overlap"}};
    PyObject *values[4];
    py_how how;
    py_text text;
    if (!py_arguments(&signature, arguments, count, names, values) ||
        !py_how_take(values[1], values[2], values[3], &how) || !py_text_take(values[0], "text", &text))
        return NULL;
    PyObject *verdict = NULL;
    py_report *report;
    tg_status status;
    py_session *session = py_gate_lend((py_gate *)self, &how);
    if (session) {
        if (text.length < PY_LONG_TEXT) {
            status = scan_text(session, &text, &report);
        } else {
            Py_BEGIN_ALLOW_THREADS
            status = scan_text(session, &text, &report);
            Py_END_ALLOW_THREADS
        }
        py_gate_return((py_gate *)self, session);
        py_state *state = py_state_of(self);
        verdict = status == TG_OK ? py_verdict_new(state, report, report ? report->records : NULL, values[0],
                                                   text.length >= PY_LONG_TEXT)
                                  : py_raise_status(state, status, NULL);
        if (status == TG_OK)
            py_report_release(report);
    }
    py_text_drop(&text);
    return verdict;
}

/* The text itself when nothing was masked. */
static PyObject *redacted_text(const py_text *text, const char *out, size_t length)
{
    if (!text->encoded && length == text->length && memcmp(out, text->bytes, length) == 0) {
        Py_INCREF(text->object);
        return text->object;
    }
    return PyUnicode_Check(text->object) ? PyUnicode_DecodeUTF8(out, (Py_ssize_t)length, "replace")
                                         : PyBytes_FromStringAndSize(out, (Py_ssize_t)length);
}

static PyObject *redact(py_gate *self, const py_how *how, const py_text *text, const tg_redaction *redaction)
{
    py_session *session = py_gate_lend(self, how);
    if (!session)
        return NULL;
    const char *out;
    size_t length;
    tg_status status;
    if (text->length < PY_LONG_TEXT) {
        status = tg_redact(session->scanner, text->bytes, text->length, redaction, &out, &length, NULL);
    } else {
        Py_BEGIN_ALLOW_THREADS
        status = tg_redact(session->scanner, text->bytes, text->length, redaction, &out, &length, NULL);
        Py_END_ALLOW_THREADS
    }
    PyObject *result = status == TG_OK ? redacted_text(text, out, length)
                                       : py_raise_status(py_state_of((PyObject *)self), status, NULL);
    grow_longest(session, text->length);
    py_gate_return(self, session);
    return result;
}

static bool take_redaction(PyObject *const *values, tg_redaction *redaction)
{
    long long keep = 0;
    const char *action = NULL;
    if (!py_argument_word(values[1], "mask", &redaction->mask) ||
        !py_argument_int(values[2], "keep", 0, PY_SSIZE_T_MAX, &keep) ||
        !py_argument_bool(values[3], &redaction->with_category) ||
        !py_argument_word(values[4], "redact_from", &action))
        return false;
    if (values[7] && values[7] != Py_None) {
        char *bytes;
        Py_ssize_t length;
        if (PyBytes_AsStringAndSize(values[7], &bytes, &length) < 0)
            return false;
        redaction->key = bytes;
        redaction->key_length = (size_t)length;
    }
    redaction->keep = (size_t)keep;
    if (!action || tg_action_from_word(action, &redaction->threshold) == TG_OK)
        return true;
    PyErr_SetString(PyExc_ValueError, "redact_from must be 'pass', 'review' or 'block'");
    return false;
}

PyObject *py_gate_redact(PyObject *self, PyObject *const *arguments, Py_ssize_t count, PyObject *names)
{
    static const py_signature signature = {
        "redact", 5, 8, {"text", "mask", "keep", "with_category", "redact_from", "html", "language", "pseudonym"}};
    PyObject *values[8];
    tg_redaction redaction = TG_REDACTION_INIT;
    py_how how;
    py_text text;
    if (!py_arguments(&signature, arguments, count, names, values) || !take_redaction(values, &redaction) ||
        !py_how_take(values[5], values[6], NULL, &how) || !py_text_take(values[0], "text", &text))
        return NULL;
    PyObject *result = redact((py_gate *)self, &how, &text, &redaction);
    py_text_drop(&text);
    return result;
}

PyObject *py_gate_is_clean(PyObject *self, PyObject *const *arguments, Py_ssize_t count, PyObject *names)
{
    static const py_signature signature = {"is_clean", 1, 3, {"text", "html", "language"}};
    PyObject *values[3];
    py_how how;
    py_text text;
    if (!py_arguments(&signature, arguments, count, names, values) || !py_how_take(values[1], values[2], NULL, &how) ||
        !py_text_take(values[0], "text", &text))
        return NULL;
    py_session *session = py_gate_lend((py_gate *)self, &how);
    bool clean = false;
    tg_status status = TG_OK;
    if (session) {
        if (text.length < PY_LONG_TEXT) {
            status = tg_is_clean(session->scanner, text.bytes, text.length, &clean);
        } else {
            Py_BEGIN_ALLOW_THREADS
            status = tg_is_clean(session->scanner, text.bytes, text.length, &clean);
            Py_END_ALLOW_THREADS
        }
        grow_longest(session, text.length);
        py_gate_return((py_gate *)self, session);
    }
    py_text_drop(&text);
    if (status != TG_OK)
        return py_raise_status(py_state_of(self), status, NULL);
    return session ? PyBool_FromLong(clean) : NULL;
}
