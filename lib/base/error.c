/* The words of the public lists, and the filling and printing of errors. */
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *tg_version(void)
{
    return TG_VERSION;
}

const char *tg_status_name(tg_status status)
{
    switch (status) {
#define TG_X(name, value, text) case TG_##name: return #name;
        TG_STATUS_LIST(TG_X)
#undef TG_X
    }
    return "?";
}

const char *tg_status_text(tg_status status)
{
    switch (status) {
#define TG_X(name, value, text) case TG_##name: return text;
        TG_STATUS_LIST(TG_X)
#undef TG_X
    }
    return "?";
}

#define TG_X(name, word) word,
static const char *const severity_words[] = {TG_SEVERITY_LIST(TG_X)};
static const char *const action_words[] = {TG_ACTION_LIST(TG_X)};
static const char *const detector_words[] = {TG_DETECTOR_LIST(TG_X)};
static const char *const match_words[] = {TG_MATCH_LIST(TG_X)};
#undef TG_X

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char *word_of(const char *const *words, size_t count, unsigned value)
{
    return value < count ? words[value] : "?";
}

static int value_of(const char *const *words, size_t count, const char *word)
{
    for (size_t i = 0; word && i < count; i++)
        if (strcmp(words[i], word) == 0)
            return (int)i;
    return -1;
}

const char *tg_severity_word(tg_severity severity)
{
    return word_of(severity_words, COUNT(severity_words), (unsigned)severity);
}

const char *tg_action_word(tg_action action)
{
    return word_of(action_words, COUNT(action_words), (unsigned)action);
}

const char *tg_detector_word(tg_detector detector)
{
    return word_of(detector_words, COUNT(detector_words), (unsigned)detector);
}

const char *tg_match_word(tg_match match)
{
    return word_of(match_words, COUNT(match_words), (unsigned)match);
}

const char *tg_trick_word(tg_trick trick)
{
    switch (trick) {
#define TG_X(name, bit, word) case TG_TRICK_##name: return word;
        TG_TRICK_LIST(TG_X)
#undef TG_X
    }
    return "?";
}

const char *tg_signal_word(tg_signal signal)
{
    switch (signal) {
#define TG_X(name, bit, word) case TG_SIGNAL_##name: return word;
        TG_SIGNAL_LIST(TG_X)
#undef TG_X
    }
    return "?";
}

const char *tg_feeling_word(tg_feeling feeling)
{
    switch (feeling) {
#define TG_X(name, word, polarity) case TG_FEELING_##name: return word;
        TG_FEELING_LIST(TG_X)
#undef TG_X
    case TG_FEELING_COUNT:
        break;
    }
    return "?";
}

const char *tg_layer_word(tg_layer layer)
{
    switch (layer) {
#define TG_X(name, word) case TG_LAYER_##name: return word;
        TG_LAYER_LIST(TG_X)
#undef TG_X
    case TG_LAYER_COUNT:
        break;
    }
    return "?";
}

tg_status tg_severity_from_word(const char *word, tg_severity *out)
{
    int value = value_of(severity_words, COUNT(severity_words), word);
    if (value < 0 || !out)
        return TG_NOT_FOUND;
    *out = (tg_severity)value;
    return TG_OK;
}

tg_status tg_action_from_word(const char *word, tg_action *out)
{
    int value = value_of(action_words, COUNT(action_words), word);
    if (value < 0 || !out)
        return TG_NOT_FOUND;
    *out = (tg_action)value;
    return TG_OK;
}

tg_status tg_detector_from_word(const char *word, tg_detector *out)
{
    int value = value_of(detector_words, COUNT(detector_words), word);
    if (value < 0 || !out)
        return TG_NOT_FOUND;
    *out = (tg_detector)value;
    return TG_OK;
}

static void fill(tg_error *error, tg_status status, const char *file, uint32_t line, uint32_t column,
                 const char *format, va_list arguments) __attribute__((format(printf, 6, 0)));

static void fill(tg_error *error, tg_status status, const char *file, uint32_t line, uint32_t column,
                 const char *format, va_list arguments)
{
    error->status = status;
    error->line = line;
    error->column = column;
    size_t length = file ? strlen(file) : 0, room = sizeof error->file - 1;
    const char *tail = length > room ? file + (length - room) : file;
    snprintf(error->file, sizeof error->file, "%s", tail ? tail : "");
    vsnprintf(error->message, sizeof error->message, format, arguments);
}

tg_status tg_fail(tg_error *error, tg_status status, const char *format, ...)
{
    if (!error)
        return status;
    va_list arguments;
    va_start(arguments, format);
    fill(error, status, NULL, 0, 0, format, arguments);
    va_end(arguments);
    return status;
}

tg_status tg_fail_at(tg_error *error, tg_status status, const char *file, uint32_t line, uint32_t column,
                     const char *format, ...)
{
    if (!error)
        return status;
    va_list arguments;
    va_start(arguments, format);
    fill(error, status, file, line, column, format, arguments);
    va_end(arguments);
    return status;
}

tg_status tg_fail_no_memory(tg_error *error)
{
    return tg_fail(error, TG_NO_MEMORY, "%s", tg_status_text(TG_NO_MEMORY));
}

size_t tg_error_format(const tg_error *error, char *buffer, size_t size)
{
    char place[32] = "";
    if (error->line && error->column)
        snprintf(place, sizeof place, "%u:%u:", error->line, error->column);
    else if (error->line)
        snprintf(place, sizeof place, "%u:", error->line);
    int length = snprintf(buffer, size, "%s%s%s%s%s", error->file, *error->file ? ":" : "", place,
                          *error->file || *place ? " " : "", error->message);
    return length < 0 ? 0 : (size_t)length;
}
