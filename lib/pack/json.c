/* Reading JSON value by value; see json.h. */
#include "pack/json.h"

#include <string.h>

#include "base/utf8.h"

enum { MOST_NESTED = 64 };

void tg_json_init(tg_json *json, tg_parser *parser, const char *text, size_t length)
{
    *json = (tg_json){.parser = parser, .at = text, .end = text + length, .counted = text, .line = 1, .column = 1};
}

/* Counting goes on where it stopped: a list may be one long line. */
static tg_cell cell_here(tg_json *json)
{
    json->column += (uint32_t)tg_utf8_count(json->counted, (size_t)(json->at - json->counted));
    json->counted = json->at;
    return (tg_cell){.text = json->at, .begin = json->at, .line = json->line, .column = json->column};
}

tg_status tg_json_fail(tg_json *json, const char *message)
{
    tg_cell here = cell_here(json);
    tg_cell_place(json->parser, &here);
    tg_status status = tg_parser_error(json->parser, json->at, message);
    return status == TG_SYNTAX ? TG_STOPPED : status;
}

char tg_json_peek(tg_json *json)
{
    for (; json->at < json->end; json->at++) {
        char c = *json->at;
        if (c != ' ' && c != '\t' && c != '\r' && c != '\n')
            return c;
        if (c == '\n' || (c == '\r' && !(json->at + 1 < json->end && json->at[1] == '\n'))) {
            json->line++;
            json->column = 1;
            json->counted = json->at + 1;
        }
    }
    return '\0';
}

static bool take(tg_json *json, char c)
{
    if (tg_json_peek(json) != c)
        return false;
    json->at++;
    return true;
}

/* ------------------------------------------------------------------ scalars ---- */

/* Four hexadecimal digits, or UINT32_MAX. */
static uint32_t read_hex(const char *at, const char *end)
{
    uint32_t value = 0;
    for (int i = 0; i < 4; i++, at++) {
        char c = at < end ? *at : '\0', letter = (char)(c | 0x20);
        if (c >= '0' && c <= '9')
            value = value << 4 | (uint32_t)(c - '0');
        else if (letter >= 'a' && letter <= 'f')
            value = value << 4 | (uint32_t)(letter - 'a' + 10);
        else
            return UINT32_MAX;
    }
    return value;
}

/* Reads the escape at json->at; its text goes to `out`, no longer than itself. */
static tg_status read_escape(tg_json *json, char *out, size_t *used)
{
    static const char names[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
    const char *name = json->at[1] ? strchr(names, json->at[1]) : NULL;
    if (name) {
        out[(*used)++] = values[name - names];
        json->at += 2;
        return TG_OK;
    }
    const char *digits = json->at + 2;
    uint32_t c = json->at[1] == 'u' ? read_hex(digits, json->end) : UINT32_MAX;
    size_t length = 6;
    if (c >= 0xD800 && c < 0xDC00 && json->end - digits >= 10 && digits[4] == '\\' && digits[5] == 'u') {
        uint32_t low = read_hex(digits + 6, json->end);
        if (low >= 0xDC00 && low < 0xE000) {
            c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
            length = 12;
        }
    }
    if (c > 0x10FFFF || (c >= 0xD800 && c < 0xE000))
        return tg_json_fail(json, "no escape that JSON knows");
    *used += tg_utf8_encode(c, out + *used);
    json->at += length;
    return TG_OK;
}

/* Where the string ends whose text begins at `at`: its quote, or NULL. */
static const char *find_quote(const char *at, const char *end, bool *has_escape)
{
    *has_escape = false;
    for (; at < end && *at != '"'; at++) {
        if (*at == '\\' && end - at > 1) {
            *has_escape = true;
            at++;
        }
    }
    return at < end ? at : NULL;
}

/* Reads the string at json->at, which is at its quote. */
static tg_status read_string(tg_json *json, tg_cell *cell)
{
    bool has_escape;
    const char *quote = find_quote(json->at + 1, json->end, &has_escape);
    *cell = cell_here(json);
    if (!quote)
        return tg_json_fail(json, "a string that is not closed");
    cell->text = ++json->at;
    char *copy = has_escape ? tg_arena_allocate(&json->parser->scratch, (size_t)(quote - json->at)) : NULL;
    if (has_escape && !copy)
        return TG_NO_MEMORY;
    while (json->at < quote) {
        if ((unsigned char)*json->at < 0x20)
            return tg_json_fail(json, "a control character in a string");
        if (*json->at == '\\') {
            tg_status status = read_escape(json, copy, &cell->length);
            if (status != TG_OK)
                return status;
            continue;
        }
        if (copy)
            copy[cell->length] = *json->at;
        cell->length++;
        json->at++;
    }
    if (copy)
        cell->text = copy;
    json->at++;
    return TG_OK;
}

bool tg_json_is_literal(const tg_cell *cell, const char *literal)
{
    return *cell->begin != '"' && cell->length == strlen(literal) && memcmp(cell->text, literal, cell->length) == 0;
}

/* Numbers are taken as they stand: whether one is a severity is seen where it is used as one. */
tg_status tg_json_scalar(tg_json *json, tg_cell *cell)
{
    char begins = tg_json_peek(json);
    if (begins == '"')
        return read_string(json, cell);
    *cell = cell_here(json);
    while (json->at < json->end && *json->at && strchr("+-.0123456789abcdefghijklmnopqrstuvwxyzE", *json->at))
        json->at++;
    cell->length = (size_t)(json->at - cell->text);
    if ((begins && strchr("-0123456789", begins)) || tg_json_is_literal(cell, "true") ||
        tg_json_is_literal(cell, "false") || tg_json_is_literal(cell, "null"))
        return TG_OK;
    json->at = cell->text;
    return tg_json_fail(json, "a value is missing");
}

/* --------------------------------------------------------------- containers ---- */

tg_status tg_json_enter(tg_json *json)
{
    if (json->depth == MOST_NESTED)
        return tg_json_fail(json, "nested too deeply");
    json->depth++;
    json->at++;
    return TG_OK;
}

static tg_status next_item(tg_json *json, char closing, bool is_first, bool *more)
{
    *more = false;
    if (take(json, closing)) {
        json->depth--;
        return TG_OK;
    }
    if (!is_first && !take(json, ','))
        return tg_json_fail(json, closing == ']' ? "',' or ']' is missing" : "',' or '}' is missing");
    *more = true;
    return TG_OK;
}

tg_status tg_json_item(tg_json *json, bool is_first, bool *more)
{
    return next_item(json, ']', is_first, more);
}

tg_status tg_json_member(tg_json *json, bool is_first, bool *more, tg_cell *key, char *begins)
{
    tg_status status = next_item(json, '}', is_first, more);
    if (status != TG_OK || !*more)
        return status;
    if (tg_json_peek(json) != '"')
        return tg_json_fail(json, "a key is missing");
    status = read_string(json, key);
    if (status == TG_OK && !take(json, ':'))
        return tg_json_fail(json, "':' is missing");
    *begins = tg_json_peek(json);
    return status;
}

tg_status tg_json_skip(tg_json *json)
{
    char begins = tg_json_peek(json), ignored;
    tg_cell cell;
    if (begins != '[' && begins != '{')
        return tg_json_scalar(json, &cell);
    tg_status status = tg_json_enter(json);
    bool more = true;
    for (bool is_first = true; status == TG_OK; is_first = false) {
        status = begins == '[' ? tg_json_item(json, is_first, &more)
                               : tg_json_member(json, is_first, &more, &cell, &ignored);
        if (status != TG_OK || !more)
            break;
        status = tg_json_skip(json);
    }
    return status;
}
