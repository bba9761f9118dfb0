/* What Gate() is called with, as the library's options. Settings are read off the library's table, so that a new one is a
 * keyword here without a line of code. */
#include "binding.h"

#include <string.h>

typedef struct gathering {
    py_state *state;
    tg_options *options;
    size_t dictionaries, words;
    bool has_default;
} gathering;

static bool check(const gathering *g, tg_status status, const tg_error *error)
{
    if (status != TG_OK)
        py_raise(g->state, error);
    return status == TG_OK;
}

/* Without the GIL, since a large dictionary takes a while. */
static bool add_path(gathering *g, PyObject *value)
{
    PyObject *path = py_path(value);
    if (!path)
        return false;
    const char *name = PyBytes_AsString(path);
    tg_error error = {0};
    tg_status status;
    Py_BEGIN_ALLOW_THREADS
    status = tg_options_add_path(g->options, name, &error);
    Py_END_ALLOW_THREADS
    Py_DECREF(path);
    return check(g, status, &error);
}

static bool add_dictionary(PyObject *item, void *user)
{
    gathering *g = user;
    g->dictionaries++;
    if ((PyObject *)Py_TYPE(item) != g->state->pack_type)
        return add_path(g, item);
    tg_status status = tg_options_add_pack(g->options, py_pack_of(item));
    if (status != TG_OK)
        py_raise_status(g->state, status, NULL);
    return status == TG_OK;
}

static bool add_dictionaries(gathering *g, PyObject *value)
{
    return value && py_is_path(value) ? add_dictionary(value, g)
                                      : py_each(value, "dictionaries", add_dictionary, g);
}

static tg_status add_word(void *options, const char *entry, size_t length, const char *attributes, tg_error *error)
{
    return tg_options_add_word(options, entry, length, attributes, error);
}

/* A str is the library's form, "CN,TW"; others are joined to it. */
static bool set_markets(const gathering *g, PyObject *value, PyObject **kept)
{
    if (!value || value == Py_None)
        return true;
    PyObject *comma = PyUnicode_FromString(",");
    *kept = PyUnicode_Check(value) ? PyUnicode_FromObject(value) : comma ? PyUnicode_Join(comma, value) : NULL;
    Py_XDECREF(comma);
    const char *markets = NULL;
    tg_error error = {0};
    return *kept && py_argument_word(*kept, "markets", &markets) &&
           check(g, tg_options_set_markets(g->options, markets, &error), &error);
}

static tg_policy *load_policy(const gathering *g, PyObject *lines)
{
    PyObject *feed = PyUnicode_FromString("\n"), *source = feed ? PyUnicode_Join(feed, lines) : NULL;
    Py_ssize_t length;
    const char *text = source ? PyUnicode_AsUTF8AndSize(source, &length) : NULL;
    tg_policy *policy = NULL;
    tg_error error = {0};
    if (text)
        check(g, tg_policy_load("policy", text, (size_t)length, NULL, &policy, &error), &error);
    Py_XDECREF(feed);
    Py_XDECREF(source);
    return policy;
}

static tg_policy *open_policy(const gathering *g, PyObject *value)
{
    PyObject *path = py_path(value);
    tg_policy *policy = NULL;
    tg_error error = {0};
    if (path)
        check(g, tg_policy_open(PyBytes_AsString(path), NULL, &policy, &error), &error);
    Py_XDECREF(path);
    return policy;
}

/* A path, or the lines of a policy. */
static bool set_policy(const gathering *g, PyObject *value)
{
    if (!value || value == Py_None)
        return true;
    tg_policy *policy = PyList_Check(value) || PyTuple_Check(value) ? load_policy(g, value) : open_policy(g, value);
    bool ok = policy && tg_options_set_policy(g->options, policy) == TG_OK;
    tg_policy_unref(policy);
    return ok;
}

static bool add_detector(PyObject *item, void *user)
{
    const char *word = NULL;
    tg_detector detector;
    if (!py_argument_word(item, "a detector", &word))
        return false;
    if (tg_detector_from_word(word, &detector) != TG_OK) {
        PyErr_Format(PyExc_ValueError, "there is no detector %R", item);
        return false;
    }
    *(uint32_t *)user |= TG_DETECTOR_BIT(detector);
    return true;
}

static bool set_detectors(const gathering *g, PyObject *value)
{
    uint32_t set = 0;
    if (!value || value == Py_None)
        return true;
    if (!py_each(value, "detectors", add_detector, &set))
        return false;
    tg_status status = tg_options_set(g->options, TG_SETTING_DETECTORS, set);
    if (status != TG_OK)
        py_raise_status(g->state, status, "detectors");
    return status == TG_OK;
}

/* The setting that a keyword names, with '_' for '-'; TG_SETTING_COUNT: none. Detectors have a parameter of their own. */
static tg_setting setting_of(PyObject *keyword)
{
    char name[64];
    for (int setting = 0; setting < TG_SETTING_COUNT; setting++) {
        const char *word = tg_setting_get_info((tg_setting)setting)->word;
        size_t length = strlen(word);
        if (setting == TG_SETTING_DETECTORS || length >= sizeof name)
            continue;
        for (size_t i = 0; i <= length; i++)
            name[i] = word[i] == '-' ? '_' : word[i];
        if (PyUnicode_CompareWithASCIIString(keyword, name) == 0)
            return (tg_setting)setting;
    }
    return TG_SETTING_COUNT;
}

static bool set_setting(const gathering *g, tg_setting setting, PyObject *name, PyObject *value)
{
    const tg_setting_info *info = tg_setting_get_info(setting);
    const char *word = PyUnicode_AsUTF8AndSize(name, NULL);
    long long number = (long long)info->standard;
    return word &&
           py_argument_int(value, word, (long long)info->least, (long long)info->greatest, &number) &&
           tg_options_set(g->options, setting, (uint64_t)number) == TG_OK;
}

/* Sets the settings among the keywords. *others gets the keywords without them, a new reference. */
static bool take_settings(const gathering *g, PyObject *keywords, PyObject **others)
{
    PyObject *name, *value;
    Py_ssize_t at = 0;
    *others = keywords ? PyDict_Copy(keywords) : PyDict_New();
    while (*others && keywords && PyDict_Next(keywords, &at, &name, &value)) {
        tg_setting setting = setting_of(name);
        if (setting != TG_SETTING_COUNT && (!set_setting(g, setting, name, value) || PyDict_DelItem(*others, name) != 0))
            return false;
    }
    return *others != NULL;
}

/* The shipped dictionaries: when asked for, and when nothing else is there. */
static bool add_default(gathering *g, PyObject *value)
{
    g->has_default = !g->dictionaries && !g->words;
    if (value && value != Py_None && !py_argument_bool(value, &g->has_default))
        return false;
    return !g->has_default || add_path(g, g->state->shipped);
}

/* Of hashed lists: bytes. */
static bool set_key(const gathering *g, PyObject *value)
{
    char *bytes;
    Py_ssize_t length;
    if (!value || value == Py_None)
        return true;
    if (PyBytes_AsStringAndSize(value, &bytes, &length) < 0)
        return false;
    if (tg_options_set_key(g->options, bytes, (size_t)length) == TG_OK)
        return true;
    PyErr_SetString(PyExc_ValueError, "a key has at least 16 bytes");
    return false;
}

static bool gather(gathering *g, PyObject *arguments, PyObject *keywords, PyObject **markets)
{
    static char *names[] = {"dictionaries", "words", "markets", "policy", "default", "detectors", "key", NULL};
    PyObject *dictionaries = NULL, *words = NULL, *codes = NULL, *policy = NULL, *standard = NULL, *detectors = NULL, *key = NULL;
    return PyArg_ParseTupleAndKeywords(arguments, keywords, "|OOOOOOO:Gate", names, &dictionaries, &words, &codes,
                                       &policy, &standard, &detectors, &key) &&
           add_dictionaries(g, dictionaries) && py_add_words(g->state, words, add_word, g->options, &g->words) &&
           set_markets(g, codes, markets) && set_policy(g, policy) && set_detectors(g, detectors) &&
           set_key(g, key) && add_default(g, standard);
}

/* "1 dictionary, 2 words, the shipped dictionaries, for CN". */
static PyObject *describe(const gathering *g, PyObject *markets)
{
    char text[96] = "";
    if (g->dictionaries)
        PyOS_snprintf(text, sizeof text, ", %zu dictionar%s", g->dictionaries, g->dictionaries == 1 ? "y" : "ies");
    size_t length = strlen(text);
    if (g->words)
        PyOS_snprintf(text + length, sizeof text - length, ", %zu word%s", g->words, g->words == 1 ? "" : "s");
    length = strlen(text);
    if (g->has_default)
        PyOS_snprintf(text + length, sizeof text - length, ", the shipped dictionaries");
    const char *sources = *text ? text + 2 : "no rules";
    return markets && PyUnicode_GetLength(markets) > 0 ? PyUnicode_FromFormat("%s, for %U", sources, markets)
                                                       : PyUnicode_FromString(sources);
}

tg_options *py_options_new(py_state *state, PyObject *arguments, PyObject *keywords, PyObject **description)
{
    gathering g = {.state = state, .options = tg_options_new(NULL)};
    PyObject *others = NULL, *markets = NULL;
    *description = NULL;
    if (!g.options)
        PyErr_NoMemory();
    else if (take_settings(&g, keywords, &others) && gather(&g, arguments, others, &markets))
        *description = describe(&g, markets);
    Py_XDECREF(others);
    Py_XDECREF(markets);
    if (*description)
        return g.options;
    tg_options_free(g.options);
    return NULL;
}
