/* How far a run has come, on standard error; and what it did, for --stats. */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdint.h>

#include "tally.h"

/* Seconds of a clock that only goes forward. */
double clock_now(void);

/* Seconds that this thread has been on a processor. */
double clock_thread(void);

/* Begins showing progress if standard error is a terminal that results are not printed to. `total` is the bytes there
 * are to read, 0 if that is not known. */
void progress_begin(uint64_t total);

/* `more` bytes were done. One thread at a time. */
void progress_add(uint64_t more);

/* `done` of the `total` given at the beginning were done, which are no bytes. */
void progress_set(uint64_t done);

/* Takes the progress off the terminal, if it is there. */
void progress_clear(void);

/* What --stats prints. */
void stats_print(const cli_tally *tally, double seconds);

#endif
