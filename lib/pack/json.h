/* Reading JSON (RFC 8259) value by value, each with its place; what lists in JSON say is parse_json.c's. That, and memory of
 * the parser's own, is why no library reads them. */
#ifndef TG_PACK_JSON_H
#define TG_PACK_JSON_H

#include "pack/parse_record.h"

/* Where it reads; a copy comes back to a place. */
typedef struct tg_json {
    tg_parser *parser;
    const char *at, *end;
    const char *counted; /* up to where the line's characters are counted */
    uint32_t line, column;
    unsigned depth;
} tg_json;

void tg_json_init(tg_json *json, tg_parser *parser, const char *text, size_t length);

/* The next character that is no blank, or NUL at the end. */
char tg_json_peek(tg_json *json);

/* Tells what is wrong with the text as such, after which nothing can be read: TG_STOPPED, or TG_NO_MEMORY. All functions
 * below give the same. */
tg_status tg_json_fail(tg_json *json, const char *message);

/* Reads a string, a number, true, false or null as a text. */
tg_status tg_json_scalar(tg_json *json, tg_cell *cell);

/* Whether the cell is that literal, such as null, not a string of the same letters. */
bool tg_json_is_literal(const tg_cell *cell, const char *literal);

/* Goes into the array or object that begins here. */
tg_status tg_json_enter(tg_json *json);

/* Goes to the next item of an array, the first one if `is_first`; *more is false behind the last one. */
tg_status tg_json_item(tg_json *json, bool is_first, bool *more);

/* The same for objects, with the key, and the first character of the value. */
tg_status tg_json_member(tg_json *json, bool is_first, bool *more, tg_cell *key, char *begins);

/* Goes over a value of any kind. */
tg_status tg_json_skip(tg_json *json);

#endif
