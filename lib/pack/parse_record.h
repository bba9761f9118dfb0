/* What lists of records share, CSV or JSON: names of columns, their values as attributes, literal words. */
#ifndef TG_PACK_PARSE_RECORD_H
#define TG_PACK_PARSE_RECORD_H

#include "pack/parse.h"

typedef enum tg_role {
    TG_ROLE_WORD,
    TG_ROLE_CATEGORY,
    TG_ROLE_SEVERITY,
    TG_ROLE_LANG,
    TG_ROLE_MARKET,
    TG_ROLE_NOTE,
    TG_ROLE_ID,
    TG_ROLE_COUNT
} tg_role;

/* A value and where it stands. */
typedef struct tg_cell {
    const char *text; /* without quotes and escapes */
    size_t length;
    const char *begin, *line_begin;
    uint32_t line, column; /* the column, or 0: to be counted from line_begin */
} tg_cell;

/* What a column of that name is, or TG_ROLE_COUNT. */
tg_role tg_role_find(const char *name, size_t length);

void tg_trim(const char **text, size_t *length);

/* Makes the parser tell problems of a cell at the cell's first character. */
void tg_cell_place(tg_parser *parser, const tg_cell *cell);

/* Sets the attribute of a role; a value that is not valid is left out with a warning. */
tg_status tg_cell_set(tg_parser *parser, tg_role role, const tg_cell *cell, tg_attributes *attributes);

/* Adds the word, in which nothing is an operator, or an allowed text, with the parser's defaults as attributes. An empty one
 * is none. */
tg_status tg_cell_add(tg_parser *parser, const tg_cell *word, bool is_allowed);

#endif
