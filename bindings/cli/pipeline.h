/* From input to output: jobs are filled by the reader, worked on by one or more threads, and their output is written in
 * the order in which they were filled. The number of jobs is fixed, so memory does not grow with the input. */
#ifndef CLI_PIPELINE_H
#define CLI_PIPELINE_H

#include <stdbool.h>
#include <stdint.h>

#include "buffer.h"
#include "options.h"
#include "tally.h"
#include "textgate.h"

/* One text to judge. */
typedef struct cli_document {
    const char *id; /* its own, else its line, else its file; valid UTF-8 */
    const char *text;
    size_t length;
    const char *line_end; /* what stood between it and the next line: "", LF or CR LF */
    size_t line_end_length;
    const struct cli_jsonl *object; /* of --jsonl: what it came in, else NULL */
    bool is_line; /* a line of a file, else the whole file */
} cli_document;

struct cli_worker;

/* Judges one document and appends what is to be printed. */
typedef tg_status (*cli_document_fn)(struct cli_worker *worker, const cli_document *document, cli_buffer *out);

/* What all workers share. */
typedef struct cli_task {
    const cli_options *options;
    tg_gate *gate;
    cli_document_fn handle;
    bool colour; /* for text output */
    int fd;      /* where output goes */
    const char *fd_name;
    tg_store *store; /* or NULL; then there is one worker */
} cli_task;

/* What each worker has for itself. */
typedef struct cli_worker {
    const cli_task *task;
    tg_scanner *scanner;
    cli_tally tally;
    cli_buffer id, scratch;
} cli_worker;

/* A piece of input: some whole lines, or one file. */
typedef struct cli_job {
    const char *file;
    const char *text; /* in `input` or in `map` */
    size_t length;
    size_t first_line; /* number of its first line; 0: all of it is one document */
    cli_buffer input;
    void *map; /* of `length` bytes, or NULL */
    cli_buffer output, error;
    bool done;
} cli_job;

typedef struct cli_pipeline cli_pipeline;

/* Starts options->threads workers, of which one is the caller itself. NULL: a message was printed. */
cli_pipeline *pipeline_new(const cli_task *task);

/* A job to fill; waits until there is one. */
cli_job *pipeline_take(cli_pipeline *pipeline);

/* Has the job last taken worked on. A job with an error ends the process with that message in its turn. */
void pipeline_submit(cli_pipeline *pipeline);

/* Waits for all jobs and adds up what they saw. */
void pipeline_finish(cli_pipeline *pipeline, cli_tally *total);

/* Works on one job: see documents.c. */
void job_work(cli_worker *worker, cli_job *job);

#endif
