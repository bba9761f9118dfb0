/* Lists in CSV (RFC 4180) whose header names a column of words. A cell is a literal word: nothing in it is an operator.
 * Other columns of known names become attributes where their values are valid; the rest are left alone. */
#include "pack/parse.h"

#include <stdio.h>
#include <string.h>

typedef enum csv_role {
    ROLE_WORD,
    ROLE_CATEGORY,
    ROLE_SEVERITY,
    ROLE_LANG,
    ROLE_MARKET,
    ROLE_NOTE,
    ROLE_ID,
    ROLE_COUNT
} csv_role;

/* The names of attributes by role. */
static const char *const role_keys[ROLE_COUNT] = {NULL, "category", "severity", "lang", "market", "note", "id"};

static const struct {
    const char *name;
    csv_role role;
} columns[] = {
    {"word", ROLE_WORD},         {"text", ROLE_WORD},         {"term", ROLE_WORD},
    {"pattern", ROLE_WORD},      {"keyword", ROLE_WORD},      {"词", ROLE_WORD},
    {"敏感词", ROLE_WORD},       {"关键词", ROLE_WORD},       {"category", ROLE_CATEGORY},
    {"severity", ROLE_SEVERITY}, {"severity_rating", ROLE_SEVERITY}, {"lang", ROLE_LANG},
    {"language", ROLE_LANG},     {"market", ROLE_MARKET},     {"note", ROLE_NOTE},
    {"id", ROLE_ID},
};

typedef struct csv_cell {
    const char *text; /* without quotes */
    size_t length;
    const char *begin, *line_begin; /* where it stands */
    uint32_t line;
} csv_cell;

typedef struct csv_reader {
    tg_parser *parser;
    const char *at, *end, *line_begin;
    uint32_t line;
    char delimiter;
} csv_reader;

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void trim(const char **text, size_t *length)
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

/* What a column of that name is, or ROLE_COUNT. */
static csv_role find_role(const char *name, size_t length)
{
    trim(&name, &length);
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        if (same_word(name, length, columns[i].name))
            return columns[i].role;
    return ROLE_COUNT;
}

/* ---------------------------------------------------------------- detection ---- */

/* Whether the line is a header with this delimiter. Our own format has TABs too: there `text<TAB>id=x` is an entry. */
static bool is_header(const char *at, const char *end, char delimiter)
{
    bool has_word = false, has_other = false, has_attribute = false;
    while (at <= end) {
        const char *next = at < end ? memchr(at, delimiter, (size_t)(end - at)) : NULL, *name = at;
        size_t length = (size_t)((next ? next : end) - at);
        at = (next ? next : end) + 1;
        trim(&name, &length);
        if (length >= 2 && name[0] == '"' && name[length - 1] == '"') {
            name++;
            length -= 2;
        }
        bool is_word = find_role(name, length) == ROLE_WORD;
        has_other |= has_word ? length > 0 : length > 0 && !is_word;
        has_word |= is_word;
        has_attribute |= memchr(name, '=', length) != NULL;
        if (!next)
            break;
    }
    return has_word && (delimiter != '\t' || (has_other && !has_attribute));
}

bool tg_csv_detect(const char *text, size_t length, char *delimiter)
{
    const char *end = text;
    while (end < text + length && *end != '\n' && *end != '\r')
        end++;
    for (const char *d = ",;\t"; *d; d++) {
        *delimiter = *d;
        if (end > text && memchr(text, *d, (size_t)(end - text)) && is_header(text, end, *d))
            return true;
    }
    return false;
}

/* ------------------------------------------------------------------ reading ---- */

/* Goes over one character, or over CRLF, and keeps count of the lines. */
static void step(csv_reader *reader)
{
    char c = *reader->at++;
    if (c == '\r' && reader->at < reader->end && *reader->at == '\n')
        reader->at++;
    if (c != '\n' && c != '\r')
        return;
    reader->line++;
    reader->line_begin = reader->at;
}

/* Makes the parser tell problems of a cell at the cell's first character. */
static void place(tg_parser *parser, const csv_cell *cell)
{
    parser->line = cell->line;
    parser->line_begin = cell->line_begin;
    parser->fixed_column = 0;
    parser->fixed_column = tg_parser_column(parser, cell->begin);
}

static tg_status fail_cell(csv_reader *reader, const csv_cell *cell, const char *message)
{
    place(reader->parser, cell);
    return tg_parser_error(reader->parser, cell->begin, message);
}

/* Reads a quoted cell; reader->at is at its quote. */
static tg_status read_quoted(csv_reader *reader, csv_cell *cell)
{
    size_t doubled = 0;
    cell->text = ++reader->at;
    while (reader->at < reader->end) {
        if (*reader->at != '"') {
            step(reader);
        } else if (reader->at + 1 < reader->end && reader->at[1] == '"') {
            doubled++;
            reader->at += 2;
        } else {
            break;
        }
    }
    if (reader->at == reader->end)
        return fail_cell(reader, cell, "a quote that is not closed");
    cell->length = (size_t)(reader->at++ - cell->text);
    if (!doubled)
        return TG_OK;
    char *copy = tg_arena_allocate(&reader->parser->scratch, cell->length);
    if (!copy)
        return TG_NO_MEMORY;
    size_t used = 0;
    for (size_t i = 0; i < cell->length; i++) {
        copy[used++] = cell->text[i];
        i += cell->text[i] == '"';
    }
    cell->text = copy;
    cell->length = used;
    return TG_OK;
}

static bool cell_ends(const csv_reader *reader)
{
    return reader->at == reader->end || *reader->at == reader->delimiter || *reader->at == '\n' || *reader->at == '\r';
}

/* Reads a cell up to the delimiter or line end behind it. */
static tg_status read_cell(csv_reader *reader, csv_cell *cell)
{
    *cell = (csv_cell){reader->at, 0, reader->at, reader->line_begin, reader->line};
    tg_status status = TG_OK;
    if (reader->at < reader->end && *reader->at == '"') {
        status = read_quoted(reader, cell);
        while (!cell_ends(reader) && *reader->at == ' ')
            reader->at++;
        if (status == TG_OK && !cell_ends(reader))
            status = fail_cell(reader, cell, "text behind a closing quote; quotes within a quoted cell are doubled");
    }
    const char *rest = reader->at;
    while (!cell_ends(reader))
        reader->at++;
    if (cell->text == rest)
        cell->length = (size_t)(reader->at - rest);
    return status;
}

/* ------------------------------------------------------------------ records ---- */

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
static char *normalize(tg_parser *parser, csv_role role, const char *text, size_t length)
{
    char *copy = tg_arena_copy(&parser->scratch, text, length);
    for (size_t i = 0; copy && i < length; i++) {
        if (role == ROLE_CATEGORY || role == ROLE_SEVERITY)
            copy[i] = lower(copy[i]);
        else if (role == ROLE_NOTE && is_space(copy[i]))
            copy[i] = ' ';
    }
    return copy;
}

static tg_status set_attribute(tg_parser *parser, csv_role role, const csv_cell *cell, tg_attributes *attributes)
{
    const char *text = cell->text;
    size_t length = cell->length;
    trim(&text, &length);
    if (!length || (role == ROLE_SEVERITY && severity_of_number(text, length, &attributes->severity)))
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
    place(parser, cell);
    return tg_parser_warning(parser, cell->begin, message);
}

/* The cell as a pattern that means nothing but itself. */
static char *escape(tg_parser *parser, const char *text, size_t length, size_t *escaped_length)
{
    char *out = tg_arena_allocate(&parser->scratch, length * 2);
    if (!out)
        return NULL;
    size_t used = 0;
    for (size_t i = 0; i < length; i++) {
        char c = text[i];
        if (c && strchr(i ? "\\&~\t" : "\\&~\t/!#%", c))
            out[used++] = '\\';
        out[used++] = c == '\t' ? 't' : c;
    }
    *escaped_length = used;
    return out;
}

static tg_status add_record(tg_parser *parser, const csv_cell *cells)
{
    const csv_cell *word = &cells[ROLE_WORD];
    const char *text = word->text;
    size_t length = word->length;
    trim(&text, &length);
    if (!length)
        return TG_OK;
    place(parser, word);
    text = escape(parser, text, length, &length);
    if (!text)
        return TG_NO_MEMORY;
    tg_source_entry entry;
    tg_status status = tg_parser_pattern(parser, text, length, &entry);
    tg_attributes attributes = parser->defaults;
    for (int role = ROLE_CATEGORY; status == TG_OK && role < ROLE_COUNT; role++)
        status = set_attribute(parser, (csv_role)role, &cells[role], &attributes);
    return status == TG_OK ? tg_parser_add(parser, &entry, &attributes) : status;
}

/* Reads the cells of a record; those of `wanted` columns, by role, go to `cells`. Of a header the roles are found. */
static tg_status read_record(csv_reader *reader, bool is_header_record, size_t *wanted, csv_cell *cells)
{
    tg_status result = TG_OK;
    for (size_t column = 0;; column++) {
        csv_cell cell;
        tg_status status = read_cell(reader, &cell);
        if (status != TG_OK && status != TG_SYNTAX)
            return status;
        if (status != TG_OK)
            result = status;
        csv_role found = is_header_record ? find_role(cell.text, cell.length) : ROLE_COUNT;
        if (found != ROLE_COUNT && wanted[found] == SIZE_MAX)
            wanted[found] = column;
        for (int role = 0; role < ROLE_COUNT; role++)
            if (wanted[role] == column)
                cells[role] = cell;
        if (reader->at == reader->end)
            return result;
        bool goes_on = *reader->at == reader->delimiter;
        step(reader);
        if (!goes_on)
            return result;
    }
}

tg_status tg_parser_csv(tg_parser *parser, const char *text, size_t length, char delimiter)
{
    csv_reader reader = {parser, text, text + length, text, 1, delimiter};
    size_t wanted[ROLE_COUNT];
    for (int role = 0; role < ROLE_COUNT; role++)
        wanted[role] = SIZE_MAX;
    for (bool is_header_record = true; reader.at < reader.end; is_header_record = false) {
        csv_cell cells[ROLE_COUNT];
        for (int role = 0; role < ROLE_COUNT; role++)
            cells[role] = (csv_cell){.text = ""};
        tg_status status = read_record(&reader, is_header_record, wanted, cells);
        if (status == TG_OK && !is_header_record)
            status = add_record(parser, cells);
        if (status != TG_OK && status != TG_SYNTAX)
            return status;
        tg_arena_reset(&parser->scratch);
    }
    return TG_OK;
}
