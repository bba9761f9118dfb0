/* One line of JSON with a text in it. */
#ifndef CLI_JSONL_H
#define CLI_JSONL_H

#include <stdbool.h>

#include <jansson.h>

#include "buffer.h"

typedef struct cli_jsonl {
    json_t *object;
    json_t *text; /* the string in the field, of the object */
    json_t *id;   /* its `id`, or NULL */
    const char *line; /* what was read: the line, or its repaired form */
    size_t length;
    cli_buffer repaired;
} cli_jsonl;

/* Reads a line, which must live as long as `parsed`. Ill-formed UTF-8 and halves of surrogate pairs become U+FFFD, for
 * such text is to be scanned, not refused. false: `problem` gets "column: message". */
bool jsonl_parse(cli_jsonl *parsed, const char *line, size_t length, const char *field, cli_buffer *problem);
void jsonl_free(cli_jsonl *parsed);

/* Whether it has an id that can be used, which is a string or a number; and that as text. */
bool jsonl_has_id(const cli_jsonl *parsed);
void jsonl_add_id(const cli_jsonl *parsed, cli_buffer *out);

/* Appends the line with the value of `field` replaced by the text, all else as it was. */
void jsonl_add_replaced(const cli_jsonl *parsed, const char *field, const char *text, size_t length, cli_buffer *out);

/* Appends a value as one line. Numbers get at most `digits` significant digits; 0: all. */
void json_add(cli_buffer *out, const json_t *value, size_t digits);

/* A JSON string of a text that may be ill-formed. */
json_t *json_text(const char *text, size_t length);

#endif
