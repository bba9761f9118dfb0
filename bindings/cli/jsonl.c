/* One line of JSON with a text in it, read and written by Jansson. */
#include "jsonl.h"

#include <stdlib.h>
#include <string.h>

#include "display.h"
#include "json_members.h"
#include "message.h"

#define LOAD_FLAGS JSON_ALLOW_NUL

/* The value of `\uXXXX` at `at`, or -1. */
static long unicode_escape(const char *line, size_t length, size_t at)
{
    if (length - at < 6 || line[at] != '\\' || line[at + 1] != 'u')
        return -1;
    char digits[5] = {0};
    memcpy(digits, line + at + 2, 4);
    if (strspn(digits, "0123456789abcdefABCDEF") != 4)
        return -1;
    return strtol(digits, NULL, 16);
}

/* Copies the line with each half of a surrogate pair written as \ufffd. */
static void repair_escapes(const char *line, size_t length, cli_buffer *out)
{
    for (size_t at = 0; at < length;) {
        size_t count = line[at] == '\\' && at + 1 < length ? 2 : 1;
        long value = unicode_escape(line, length, at);
        bool is_half = value >= 0xD800 && value <= 0xDFFF;
        if (value >= 0)
            count = 6;
        if (is_half && value <= 0xDBFF) {
            long low = unicode_escape(line, length, at + 6);
            if (low >= 0xDC00 && low <= 0xDFFF) {
                count = 12;
                is_half = false;
            }
        }
        if (is_half)
            buffer_text(out, "\\ufffd");
        else
            buffer_add(out, line + at, count);
        at += count;
    }
}

/* Sets parsed->object, or leaves it NULL. */
static void load(cli_jsonl *parsed, json_error_t *error)
{
    parsed->object = json_loadb(parsed->line, parsed->length, LOAD_FLAGS, error);
    if (parsed->object)
        return;
    cli_buffer valid = {0};
    add_valid_utf8(&valid, parsed->line, parsed->length);
    repair_escapes(valid.data, valid.length, &parsed->repaired);
    buffer_free(&valid);
    /* An integer that is too great is of use as an id, which is taken from the text of the line. */
    size_t flags = LOAD_FLAGS | (json_error_code(error) == json_error_numeric_overflow ? JSON_DECODE_INT_AS_REAL : 0);
    parsed->line = parsed->repaired.data;
    parsed->length = parsed->repaired.length;
    parsed->object = json_loadb(parsed->line, parsed->length, flags, error);
}

bool jsonl_parse(cli_jsonl *parsed, const char *line, size_t length, const char *field, cli_buffer *problem)
{
    json_error_t error;
    *parsed = (cli_jsonl){.line = line, .length = length};
    load(parsed, &error);
    parsed->text = json_object_get(parsed->object, field);
    parsed->id = json_object_get(parsed->object, "id");
    if (json_is_string(parsed->text))
        return true;
    if (!parsed->object)
        buffer_format(problem, "%d: not JSON: %s", error.column > 0 ? error.column : 1, error.text);
    else if (!json_is_object(parsed->object))
        buffer_text(problem, "1: not an object");
    else
        buffer_format(problem, "1: \"%s\" is %s", field, parsed->text ? "not a string" : "missing");
    jsonl_free(parsed);
    return false;
}

void jsonl_free(cli_jsonl *parsed)
{
    json_decref(parsed->object);
    buffer_free(&parsed->repaired);
    *parsed = (cli_jsonl){0};
}

bool jsonl_has_id(const cli_jsonl *parsed)
{
    return json_is_string(parsed->id) || json_is_number(parsed->id);
}

void jsonl_add_id(const cli_jsonl *parsed, cli_buffer *out)
{
    if (!json_is_string(parsed->id)) {
        cli_member member;
        size_t from = 0, to = 0;
        for (size_t at = 0; json_next_member(parsed->line, parsed->length, &at, &member);)
            if (json_member_is(parsed->line, &member, "id")) {
                from = member.value;
                to = member.value_end;
            }
        buffer_add(out, parsed->line + from, to - from);
        return;
    }
    /* An id is passed on as a string, which a NUL would end. */
    const char *id = json_string_value(parsed->id);
    size_t length = json_string_length(parsed->id);
    for (size_t at = 0; at < length; at++) {
        if (id[at])
            buffer_add(out, id + at, 1);
        else
            buffer_text(out, "\xEF\xBF\xBD");
    }
}

void json_add(cli_buffer *out, const json_t *value, size_t digits)
{
    char *text = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(digits));
    if (!text)
        die("out of memory");
    buffer_text(out, text);
    free(text);
}

json_t *json_text(const char *text, size_t length)
{
    cli_buffer valid = {0};
    add_valid_utf8(&valid, text, length);
    json_t *string = json_stringn(valid.data ? valid.data : "", valid.length);
    buffer_free(&valid);
    if (!string)
        die("out of memory");
    return string;
}

void jsonl_add_replaced(const cli_jsonl *parsed, const char *field, const char *text, size_t length, cli_buffer *out)
{
    json_t *string = json_text(text, length);
    size_t done = 0;
    cli_member member;
    /* A field that is there twice must not keep its first text. */
    for (size_t at = 0; json_next_member(parsed->line, parsed->length, &at, &member);) {
        if (!json_member_is(parsed->line, &member, field))
            continue;
        buffer_add(out, parsed->line + done, member.value - done);
        json_add(out, string, 0);
        done = member.value_end;
    }
    buffer_add(out, parsed->line + done, parsed->length - done);
    json_decref(string);
}
