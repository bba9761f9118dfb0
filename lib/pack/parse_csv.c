/* Lists in CSV (RFC 4180) whose header names a column of words. A cell is a literal word: nothing in it is an operator.
 * Other columns of known names become attributes where their values are valid; the rest are left alone. */
#include "pack/parse_record.h"

#include <string.h>

typedef struct csv_reader {
    tg_parser *parser;
    const char *at, *end, *line_begin;
    uint32_t line;
    char delimiter;
} csv_reader;

/* ---------------------------------------------------------------- detection ---- */

/* Whether the line is a header with this delimiter. Our own format has TABs too: there `text<TAB>id=x` is an entry. */
static bool is_header(const char *at, const char *end, char delimiter)
{
    bool has_word = false, has_other = false, has_attribute = false;
    while (at <= end) {
        const char *next = at < end ? memchr(at, delimiter, (size_t)(end - at)) : NULL, *name = at;
        size_t length = (size_t)((next ? next : end) - at);
        at = (next ? next : end) + 1;
        tg_trim(&name, &length);
        if (length >= 2 && name[0] == '"' && name[length - 1] == '"') {
            name++;
            length -= 2;
        }
        bool is_word = tg_role_find(name, length) == TG_ROLE_WORD;
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

static tg_status fail_cell(csv_reader *reader, const tg_cell *cell, const char *message)
{
    tg_cell_place(reader->parser, cell);
    return tg_parser_error(reader->parser, cell->begin, message);
}

/* Reads a quoted cell; reader->at is at its quote. */
static tg_status read_quoted(csv_reader *reader, tg_cell *cell)
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
static tg_status read_cell(csv_reader *reader, tg_cell *cell)
{
    *cell = (tg_cell){reader->at, 0, reader->at, reader->line_begin, reader->line, 0};
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

static tg_status add_record(tg_parser *parser, const tg_cell *cells)
{
    tg_attributes before = parser->defaults;
    tg_status status = TG_OK;
    for (int role = TG_ROLE_CATEGORY; status == TG_OK && role < TG_ROLE_COUNT; role++)
        status = tg_cell_set(parser, (tg_role)role, &cells[role], &parser->defaults);
    parser->defaults_index = UINT32_MAX;
    if (status == TG_OK)
        status = tg_cell_add(parser, &cells[TG_ROLE_WORD], false);
    parser->defaults = before;
    return status;
}

/* Reads the cells of a record; those of `wanted` columns, by role, go to `cells`. Of a header the roles are found. */
static tg_status read_record(csv_reader *reader, bool is_header_record, size_t *wanted, tg_cell *cells)
{
    tg_status result = TG_OK;
    for (size_t column = 0;; column++) {
        tg_cell cell;
        tg_status status = read_cell(reader, &cell);
        if (status != TG_OK && status != TG_SYNTAX)
            return status;
        if (status != TG_OK)
            result = status;
        tg_role found = is_header_record ? tg_role_find(cell.text, cell.length) : TG_ROLE_COUNT;
        if (found != TG_ROLE_COUNT && wanted[found] == SIZE_MAX)
            wanted[found] = column;
        for (int role = 0; role < TG_ROLE_COUNT; role++)
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
    size_t wanted[TG_ROLE_COUNT];
    for (int role = 0; role < TG_ROLE_COUNT; role++)
        wanted[role] = SIZE_MAX;
    for (bool is_header_record = true; reader.at < reader.end; is_header_record = false) {
        tg_cell cells[TG_ROLE_COUNT];
        for (int role = 0; role < TG_ROLE_COUNT; role++)
            cells[role] = (tg_cell){.text = ""};
        tg_status status = read_record(&reader, is_header_record, wanted, cells);
        if (status == TG_OK && !is_header_record)
            status = add_record(parser, cells);
        if (status != TG_OK && status != TG_SYNTAX)
            return status;
        tg_arena_reset(&parser->scratch);
    }
    return TG_OK;
}
