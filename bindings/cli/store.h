/* The store of --store. */
#ifndef CLI_STORE_H
#define CLI_STORE_H

#include "options.h"
#include "textgate.h"

/* What the options say of duplicates. false: a message was printed. */
bool store_threshold(const cli_options *options, double *threshold);
bool store_normalise(const cli_options *options, uint32_t *normalise);

/* Opens the store. NULL: a message was printed. */
tg_store *store_open(const cli_options *options);

/* Commits and closes it; NULL is fine. false: a message was printed. */
bool store_close(tg_store *store);

/* A document's id as a store takes it: its end, if it is too long. */
const char *store_id(const char *id);

#endif
