/* What lists of records share, CSV or JSON: names of columns, their values as attributes, literal words. */
#include "pack/parse_record.h"

#include <stdio.h>
#include <string.h>

/* The names of attributes by role. */
static const char *const role_keys[TG_ROLE_COUNT] = {NULL, "category", "severity", "lang", "market", "note", "id"};

static const struct {
    const char *name;
    tg_role role;
} columns[] = {
    {"word", TG_ROLE_WORD},         {"text", TG_ROLE_WORD},         {"term", TG_ROLE_WORD},
    {"pattern", TG_ROLE_WORD},      {"keyword", TG_ROLE_WORD},      {"词", TG_ROLE_WORD},
    {"敏感词", TG_ROLE_WORD},       {"关键词", TG_ROLE_WORD},       {"category", TG_ROLE_CATEGORY},
    {"severity", TG_ROLE_SEVERITY}, {"severity_rating", TG_ROLE_SEVERITY}, {"lang", TG_ROLE_LANG},
    {"language", TG_ROLE_LANG},     {"market", TG_ROLE_MARKET},     {"note", TG_ROLE_NOTE},
    {"id", TG_ROLE_ID},
};

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

void tg_trim(const char **text, size_t *length)
{
    while (*length && is_space((*text)[*length - 1]))
        --*length;
    while (*length && is_space(**text)) {
        ++*text;
        --*length;
    }
}

static bool same_word(const char *text, size_t length, const char *word)
{
    if (strlen(word) != length)
        return false;
    for (size_t i = 0; i < length; i++)
        if (lower(text[i]) != word[i])
            return false;
    return true;
}

tg_role tg_role_find(const char *name, size_t length)
{
    tg_trim(&name, &length);
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        if (same_word(name, length, columns[i].name))
            return columns[i].role;
    return TG_ROLE_COUNT;
}

void tg_cell_place(tg_parser *parser, const tg_cell *cell)
{
    parser->line = cell->line;
    parser->line_begin = cell->line_begin;
    parser->fixed_column = cell->column;
    parser->fixed_column = tg_parser_column(parser, cell->begin);
}

/* A number's severity, on scales from 1 to 4 and 0 to 3 alike: the nearest of 1 low, 2 medium, 3 high, 4 critical. */
static bool severity_of_number(const char *text, size_t length, tg_severity *severity)
{
    if (!length || text[0] < '0' || text[0] > '4' || (length > 1 && text[1] != '.'))
        return false;
    unsigned tenths = (unsigned)(text[0] - '0') * 10;
    for (size_t i = 2; i < length; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        if (i == 2)
            tenths += (unsigned)(text[i] - '0');
    }
    if (tenths > 40)
        return false;
    *severity = tenths < 15 ? TG_SEVERITY_LOW : tenths < 25 ? TG_SEVERITY_MEDIUM : tenths < 35 ? TG_SEVERITY_HIGH
                                                                                               : TG_SEVERITY_CRITICAL;
    return true;
}

/* The cell's text as attributes have it: categories and severities in lower case, notes on one line. */
static char *normalize(tg_parser *parser, tg_role role, const char *text, size_t length)
{
    char *copy = tg_arena_copy(&parser->scratch, text, length);
    for (size_t i = 0; copy && i < length; i++) {
        if (role == TG_ROLE_CATEGORY || role == TG_ROLE_SEVERITY)
            copy[i] = lower(copy[i]);
        else if (role == TG_ROLE_NOTE && is_space(copy[i]))
            copy[i] = ' ';
    }
    return copy;
}

tg_status tg_cell_set(tg_parser *parser, tg_role role, const tg_cell *cell, tg_attributes *attributes)
{
    const char *text = cell->text;
    size_t length = cell->length;
    tg_trim(&text, &length);
    if (!length || (role == TG_ROLE_SEVERITY && severity_of_number(text, length, &attributes->severity)))
        return TG_OK;
    text = normalize(parser, role, text, length);
    if (!text)
        return TG_NO_MEMORY;
    uint32_t number;
    tg_value_problem problem;
    const tg_attribute_key *key = tg_attribute_find(role_keys[role], strlen(role_keys[role]), &number);
    tg_status status = tg_attribute_set(attributes, key, text, length, &parser->scratch, &problem);
    if (status != TG_SYNTAX)
        return status;
    char message[256];
    snprintf(message, sizeof message, "this value is left out: %s", problem.message);
    tg_cell_place(parser, cell);
    return tg_parser_warning(parser, cell->begin, message);
}

/* The cell as a pattern that means nothing but itself, or that allows itself. */
static char *escape(tg_parser *parser, const char *text, size_t length, bool is_allowed, size_t *escaped_length)
{
    char *out = tg_arena_allocate(&parser->scratch, length * 2 + 1);
    if (!out)
        return NULL;
    size_t used = 0;
    if (is_allowed)
        out[used++] = '!';
    for (size_t i = 0; i < length; i++) {
        char c = text[i];
        if (c && strchr(used ? "\\&~\t" : "\\&~\t/!#%", c))
            out[used++] = '\\';
        out[used++] = c == '\t' ? 't' : c;
    }
    *escaped_length = used;
    return out;
}

tg_status tg_cell_add(tg_parser *parser, const tg_cell *word, bool is_allowed)
{
    const char *text = word->text;
    size_t length = word->length;
    tg_trim(&text, &length);
    if (!length)
        return TG_OK;
    tg_cell_place(parser, word);
    text = escape(parser, text, length, is_allowed, &length);
    if (!text)
        return TG_NO_MEMORY;
    tg_source_entry entry;
    tg_status status = tg_parser_pattern(parser, text, length, &entry);
    return status == TG_OK ? tg_parser_add(parser, &entry, NULL) : status;
}
