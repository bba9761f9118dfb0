/* Counting: by name, and what a run saw. */
#ifndef CLI_TALLY_H
#define CLI_TALLY_H

#include <stdbool.h>
#include <stdint.h>

#include "textgate.h"

typedef struct cli_counter_row {
    char *name, *detail;
    uint64_t count;
} cli_counter_row;

/* Counts by name and detail. For tens of names: they are looked through one by one. */
typedef struct cli_counter {
    cli_counter_row *rows;
    size_t length, capacity;
    size_t last; /* row of the latest count, which the next one is often for */
} cli_counter;

void counter_add(cli_counter *counter, const char *name, const char *detail, uint64_t count);
void counter_sort(cli_counter *counter); /* most first, then by name */
uint64_t counter_greatest(const cli_counter *counter);
void counter_free(cli_counter *counter);

/* What a run, or one worker of it, saw. */
typedef struct cli_tally {
    uint64_t documents, bytes, findings;
    double scanning; /* seconds on processors within scans, if --stats asks for them */
    uint64_t actions[TG_ACTION_BLOCK + 1]; /* documents by action */
    cli_counter categories;                    /* findings by category */
} cli_tally;

void tally_verdict(cli_tally *tally, const tg_verdict *verdict, size_t bytes);
void tally_merge(cli_tally *into, const cli_tally *from);
void tally_free(cli_tally *tally);

#endif
