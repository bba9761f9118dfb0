/* The commands there are. */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "options.h"

typedef struct cli_command {
    const char *name;
    unsigned bit; /* IN_SCAN … */
    int (*run)(const cli_options *options);
    const char *operands; /* of the usage line */
    const char *summary;  /* one line */
    const char *about;    /* paragraphs */
    const char *examples;
    const char *status; /* what the exit status means */
} cli_command;

extern const cli_command commands[]; /* ended by a row without name */

int scan_command(const cli_options *options);
int redact_command(const cli_options *options);
int compile_command(const cli_options *options);
int inspect_command(const cli_options *options);
int lint_command(const cli_options *options);
int dedupe_command(const cli_options *options);
int train_command(const cli_options *options);
int evaluate_command(const cli_options *options);
int language_command(const cli_options *options);

/* Prints the overview, or one command's help with its options, on standard output. */
void help_overview(void);
void help_command(const cli_command *command);

#endif
