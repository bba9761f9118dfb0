/* The table of options, as the parser and the help read it. */
#ifndef CLI_OPTION_ROWS_H
#define CLI_OPTION_ROWS_H

#include <stddef.h>

typedef enum cli_option_kind { OPTION_FLAG, OPTION_STRING, OPTION_LIST, OPTION_NUMBER, OPTION_CHOICE } cli_option_kind;

typedef struct cli_option_row {
    unsigned commands; /* bits of those that have it; 0 ends the table */
    char letter;       /* short form, or 0 */
    const char *name;  /* NULL: a heading of the help, which is `help` */
    cli_option_kind kind;
    size_t offset;        /* of the field in struct cli_options */
    const char *argument; /* as the help shows it; of a choice, the words themselves */
    long least, greatest; /* of a number */
    const char *help;
} cli_option_row;

extern const cli_option_row option_rows[];

#endif
