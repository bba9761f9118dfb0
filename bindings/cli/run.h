/* A run over documents, as scan and redact make it. */
#ifndef CLI_RUN_H
#define CLI_RUN_H

#include "pipeline.h"

/* Makes the gate that the options ask for, has every document handled, and prints --stats. `fd` is where output goes,
 * `total` gets what was seen. Returns the exit status. */
int run_documents(const cli_options *options, cli_document_fn handle, int fd, const char *fd_name, bool colour,
                  cli_tally *total);

/* Whether text on standard output is to be in colour. */
bool run_in_colour(void);

#endif
