/* Labelled texts of the command line: files of lines `label<TAB>text`. */
#ifndef CLI_EXAMPLES_H
#define CLI_EXAMPLES_H

#include <stdbool.h>

#include "buffer.h"
#include "options.h"
#include "textgate.h"

typedef struct cli_examples {
    cli_buffer *files; /* their bytes, in which labels and texts lie */
    size_t file_count;
    tg_example *items;
    size_t count, capacity;
} cli_examples;

/* Reads the operands, standard input if there are none. A first line whose text is `text` is a header. false: a message was
 * printed. */
bool examples_read(cli_examples *examples, const cli_options *options);
void examples_free(cli_examples *examples);

/* Prints the figures, and writes the picture and the answers where they are asked for. STATUS_CLEAN, or an error was
 * printed. */
int show_evaluation(const tg_evaluation *evaluation, const cli_examples *examples, const cli_options *options);

#endif
