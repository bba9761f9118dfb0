/* The files of the command line, read and handed to a pipeline. */
#ifndef CLI_INPUT_H
#define CLI_INPUT_H

#include <stdint.h>

#include "pipeline.h"

/* Whether all files can be read, found out before anything is done. `total` gets their bytes, 0 if one is a pipe.
 * false: a message was printed. */
bool input_check(const cli_options *options, uint64_t *total);

/* Reads all files as documents, or their lines. What fails is passed on as the error of a job. */
void input_feed(const cli_options *options, cli_pipeline *pipeline);

/* All of a file, or of standard input for "-". false: `problem` gets the reason. */
bool input_read(const char *name, cli_buffer *out, cli_buffer *problem);

#endif
