/* Reading a dictionary source line by line: comments, directives, entries and where each attribute stands. What a
 * pattern says is parse_entry.c's, which values are valid parse_attributes.c's. */
#include "pack/parse.h"

#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/utf8.h"
#include "pack/import.h"

/* ----------------------------------------------------------------- problems ---- */

uint32_t tg_parser_column(const tg_parser *parser, const char *at)
{
    if (parser->fixed_column)
        return parser->fixed_column;
    return parser->columns_before + (uint32_t)tg_utf8_count(parser->line_begin, (size_t)(at - parser->line_begin)) + 1;
}

static const char *file_name(const tg_parser *parser)
{
    return TG_ITEMS(&parser->source->files, const char *)[parser->file];
}

static tg_status diagnose(tg_parser *parser, bool is_error, uint32_t column, const char *message)
{
    return tg_source_diagnose(parser->source, is_error, file_name(parser), parser->line, column, "%s", message);
}

tg_status tg_parser_error(tg_parser *parser, const char *at, const char *message)
{
    uint32_t column = tg_parser_column(parser, at), earlier = parser->errors_before + parser->errors;
    if (parser->errors++ == 0)
        tg_fail_at(parser->error, TG_SYNTAX, file_name(parser), parser->line, column, "%s", message);
    if (earlier > TG_MOST_PROBLEMS)
        return TG_STOPPED;
    if (earlier == TG_MOST_PROBLEMS) {
        tg_status status = diagnose(parser, true, 0, "more than 1000 lines are bad; the rest are not told");
        return status == TG_OK ? TG_STOPPED : status;
    }
    tg_status status = diagnose(parser, true, column, message);
    return status == TG_OK ? TG_SYNTAX : status;
}

tg_status tg_parser_warning(tg_parser *parser, const char *at, const char *message)
{
    if (parser->warnings > TG_MOST_PROBLEMS)
        return TG_OK;
    if (parser->warnings++ == TG_MOST_PROBLEMS)
        return diagnose(parser, false, 0, "more than 1000 warnings; the rest are not told");
    return diagnose(parser, false, tg_parser_column(parser, at), message);
}

/* --------------------------------------------------------------- attributes ---- */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* Reads the quoted value at *at, which begins with a quote, and moves *at behind it. *begin is where its text stands in
 * the line, *value the text without escapes. */
static tg_status read_quoted(tg_parser *parser, const char **at, const char *end, const char **begin,
                             const char **value, size_t *length)
{
    const char *p = *begin = *at + 1;
    bool has_escape = false;
    while (p < end && *p != '"') {
        bool escapes = *p == '\\' && p + 1 < end && (p[1] == '"' || p[1] == '\\');
        has_escape |= escapes;
        p += escapes ? 2 : 1;
    }
    if (p == end)
        return tg_parser_error(parser, *at, "a quote that is not closed");
    *at = p + 1;
    *value = *begin;
    *length = (size_t)(p - *begin);
    if (!has_escape)
        return TG_OK;
    char *copy = tg_arena_allocate(&parser->scratch, *length);
    if (!copy)
        return TG_NO_MEMORY;
    *length = 0;
    for (const char *q = *begin; q < p; q++) {
        if (*q == '\\' && (q[1] == '"' || q[1] == '\\'))
            q++;
        copy[(*length)++] = *q;
    }
    *value = copy;
    return TG_OK;
}

/* Reads a value up to `end` or, if it is one of several, to the next blank. */
static tg_status read_value(tg_parser *parser, const char **at, const char *end, bool is_one_of_several,
                            const char **begin, const char **value, size_t *length)
{
    if (*at < end && **at == '"') {
        tg_status status = read_quoted(parser, at, end, begin, value, length);
        if (status == TG_OK && *at < end && !(is_one_of_several && is_blank(**at)))
            return tg_parser_error(parser, *at, is_one_of_several ? "a blank must follow the closing quote"
                                                                  : "nothing may follow the closing quote");
        return status;
    }
    *value = *begin = *at;
    while (*at < end && !(is_one_of_several && is_blank(**at)))
        ++*at;
    *length = (size_t)(*at - *begin);
    return *length ? TG_OK : tg_parser_error(parser, *begin, "the value is missing");
}

static tg_status set_attribute(tg_parser *parser, const tg_attribute_key *key, const char *begin, const char *value,
                               size_t length, tg_arena *arena, tg_attributes *attributes)
{
    tg_value_problem problem;
    tg_status status = tg_attribute_set(attributes, key, value, length, arena, &problem);
    return status == TG_SYNTAX ? tg_parser_error(parser, begin + problem.at, problem.message) : status;
}

tg_status tg_parser_attributes(tg_parser *parser, const char *at, const char *end, tg_attributes *attributes)
{
    uint32_t seen = 0, number;
    for (;;) {
        while (at < end && is_blank(*at))
            at++;
        if (at == end)
            return TG_OK;
        const char *name = at;
        while (at < end && *at != '=' && !is_blank(*at))
            at++;
        if (at == end || *at != '=')
            return tg_parser_error(parser, name, "an attribute is key=value");
        const tg_attribute_key *key = tg_attribute_find(name, (size_t)(at - name), &number);
        if (!key)
            return tg_parser_error(parser, name, "unknown attribute; there are category, severity, lang, market, "
                                                 "match, within, fuzzy, initials, note, advice, source, weight and id");
        if (seen & UINT32_C(1) << number)
            return tg_parser_error(parser, name, "this attribute is given twice");
        seen |= UINT32_C(1) << number;
        at++;
        const char *begin, *value;
        size_t length;
        tg_status status = read_value(parser, &at, end, true, &begin, &value, &length);
        if (status == TG_OK)
            status = set_attribute(parser, key, begin, value, length, &parser->scratch, attributes);
        if (status != TG_OK)
            return status;
    }
}

/* --------------------------------------------------------------- directives ---- */

/* Sets the name or version of the dictionary in force. Entries that came before keep what was said then. */
static tg_status set_dictionary(tg_parser *parser, bool is_version, const char *begin, const char *value, size_t length)
{
    tg_source *source = parser->source;
    const char *control = tg_find_control(value, length);
    if (control)
        return tg_parser_error(parser, begin, "a control character");
    if (!length && !is_version)
        return tg_parser_error(parser, begin, "the value is missing");
    tg_dictionary dictionary = TG_ITEMS(&source->dictionaries, tg_dictionary)[parser->dictionary];
    const char *copy = tg_arena_copy(&source->arena, value, length);
    if (!copy)
        return TG_NO_MEMORY;
    if (is_version)
        dictionary.version = copy;
    else
        dictionary.name = copy;
    if (source->entries.count > parser->dictionary_begin) {
        if (!tg_vector_push(&source->dictionaries, 1))
            return TG_NO_MEMORY;
        parser->dictionary++;
        parser->dictionary_begin = source->entries.count;
    }
    TG_ITEMS(&source->dictionaries, tg_dictionary)[parser->dictionary] = dictionary;
    return TG_OK;
}

static tg_status read_directive(tg_parser *parser, const char *at, const char *end)
{
    const char *percent = at, *name = at + 1, *begin, *value;
    while (at < end && !is_blank(*at))
        at++;
    size_t name_length = (size_t)(at - name), length;
    bool is_version = name_length == 7 && memcmp(name, "version", 7) == 0;
    bool is_name = name_length == 4 && memcmp(name, "name", 4) == 0;
    uint32_t number;
    const tg_attribute_key *key = tg_attribute_find(name, name_length, &number);
    if (!is_version && !is_name && !(key && key->is_directive))
        return tg_parser_error(parser, percent, "unknown directive; there are %category, %severity, %lang, %market, "
                               "%match, %within, %fuzzy, %note, %advice, %source, %weight, %id, %name and %version; write "
                               "'\\%' for a word that begins with '%'");
    while (at < end && is_blank(*at))
        at++;
    begin = value = at;
    length = 0;
    if (at < end || !key || !key->may_be_empty) {
        tg_status status = read_value(parser, &at, end, false, &begin, &value, &length);
        if (status != TG_OK)
            return status;
    }
    if (is_version || is_name)
        return set_dictionary(parser, is_version, begin, value, length);
    parser->defaults_index = UINT32_MAX;
    return set_attribute(parser, key, begin, value, length, &parser->source->arena, &parser->defaults);
}

/* -------------------------------------------------------------------- lines ---- */

static const char *trim_end(const char *begin, const char *end)
{
    while (end > begin && is_blank(end[-1]))
        end--;
    return end;
}

/* Adds the entry whose pattern is at `text`; its attributes, where there are any, are at `attributes`. */
static tg_status read_entry(tg_parser *parser, const char *text, const char *text_end, const char *attributes,
                            const char *end)
{
    tg_source_entry entry;
    tg_status status = tg_parser_pattern(parser, text, (size_t)(text_end - text), &entry);
    if (status != TG_OK)
        return status;
    if (!attributes)
        return tg_parser_add(parser, &entry, NULL);
    tg_attributes own = parser->defaults;
    status = tg_parser_attributes(parser, attributes, end, &own);
    if (status == TG_OK)
        status = tg_parser_add(parser, &entry, &own);
    tg_arena_reset(&parser->scratch);
    return status;
}

static tg_status read_line(tg_parser *parser, const char *begin, const char *end)
{
    end = trim_end(begin, end);
    const char *text = begin;
    while (text < end && *text == ' ')
        text++;
    if (text == end || *text == '#')
        return TG_OK;
    if (*text == '%')
        return read_directive(parser, text, end);
    const char *tab = memchr(text, '\t', (size_t)(end - text));
    if (tab == text)
        return tg_parser_error(parser, text, "there is no pattern before the TAB");
    return read_entry(parser, text, tab ? trim_end(text, tab) : end, tab ? tab + 1 : NULL, end);
}

/* Whether there is a directive anywhere. */
static bool has_directive(const char *text, size_t length)
{
    const char *end = text + length, *percent = text;
    while (percent < end && (percent = memchr(percent, '%', (size_t)(end - percent))) != NULL) {
        const char *before = percent++;
        while (before > text && before[-1] == ' ')
            before--;
        if (before == text || before[-1] == '\n' || before[-1] == '\r')
            return true;
    }
    return false;
}

static tg_status read_lines(tg_parser *parser, const char *text, size_t length)
{
    const char *at = text, *end = text + length;
    parser->is_plain_list = !has_directive(text, length);
    while (at < end) {
        const char *begin = at;
        while (at < end && *at != '\n' && *at != '\r')
            at++;
        parser->line++;
        parser->line_begin = begin;
        tg_status status = read_line(parser, begin, at);
        if (status != TG_OK && status != TG_SYNTAX)
            return status;
        if (at < end && *at == '\r' && at + 1 < end && at[1] == '\n')
            at++;
        at++;
    }
    return TG_OK;
}

/* ---------------------------------------------------------------- the whole ---- */

void tg_parser_init(tg_parser *parser, tg_source *source, tg_error *error)
{
    *parser = (tg_parser){.source = source, .error = error, .defaults_index = UINT32_MAX,
                          .dictionary_begin = source->entries.count};
    parser->defaults = (tg_attributes){.category = "custom", .languages = "", .markets = "", .note = "", .advice = "",
                                       .source = "", .id = "", .initials = "", .fuzzy = TG_FUZZY_ALL, .severity = TG_SEVERITY_HIGH,
                                       .match = TG_LANE_FOLD | TG_LANE_LOOSE,
                                       .within = TG_WITHIN_DEFAULT};
    tg_arena_init(&parser->scratch, &source->allocator);
}

tg_status tg_parser_finish(tg_parser *parser, tg_status status, tg_source_mark mark)
{
    tg_arena_free(&parser->scratch);
    if (status == TG_STOPPED || (status == TG_OK && parser->errors))
        status = TG_SYNTAX;
    if (status == TG_NO_MEMORY)
        tg_fail_no_memory(parser->error);
    else if (status == TG_LIMIT)
        tg_fail(parser->error, TG_LIMIT, "too many entries");
    if (status != TG_OK)
        tg_source_rollback(parser->source, mark);
    return status;
}

static tg_status read_source(tg_parser *parser, const char *data, size_t length)
{
    tg_import import;
    tg_status status = tg_import_text(data, length, &parser->source->allocator, &import);
    if (status == TG_SYNTAX) {
        parser->line = import.line;
        parser->fixed_column = import.column;
        return tg_parser_error(parser, NULL, import.message);
    }
    char delimiter;
    if (status == TG_OK && tg_csv_detect(import.text, import.length, &delimiter))
        status = tg_parser_csv(parser, import.text, import.length, delimiter);
    else if (status == TG_OK && tg_json_detect(import.text, import.length))
        status = tg_parser_json(parser, import.text, import.length);
    else if (status == TG_OK)
        status = read_lines(parser, import.text, import.length);
    tg_import_free(&import);
    return status == TG_SYNTAX ? TG_OK : status;
}

tg_status tg_source_parse(tg_source *source, const char *file, const char *data, size_t length, tg_error *error)
{
    tg_parser parser;
    tg_parser_init(&parser, source, error);
    tg_source_mark mark = tg_source_get_mark(source);
    parser.file = tg_source_add_file(source, file);
    if (parser.file == UINT32_MAX)
        return tg_parser_finish(&parser, TG_NO_MEMORY, mark);
    if (length > TG_SOURCE_LIMIT) {
        tg_fail_at(error, TG_LIMIT, file, 0, 0, "a source has at most 2^30 bytes");
        return TG_LIMIT;
    }
    const char *name = tg_file_stem(file, &source->arena);
    parser.dictionary = name ? tg_source_add_dictionary(source, name) : UINT32_MAX;
    if (parser.dictionary == UINT32_MAX)
        return tg_parser_finish(&parser, TG_NO_MEMORY, mark);
    return tg_parser_finish(&parser, read_source(&parser, data, length), mark);
}
