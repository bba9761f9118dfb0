/* What the command line asks for. */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "buffer.h"

/* Bits of the commands that an option belongs to. */
enum {
    IN_SCAN = 1, IN_REDACT = 2, IN_COMPILE = 4, IN_INSPECT = 8, IN_LINT = 16, IN_DEDUPE = 32, IN_TRAIN = 64, IN_EVALUATE = 128,
    IN_LANGUAGE = 256
};

/* Values of options with a choice, in the order of their words in the table of options.c. */
enum { FORMAT_TEXT, FORMAT_JSON, FORMAT_HTML };
enum { FAIL_ON_REVIEW, FAIL_ON_BLOCK, FAIL_ON_NEVER };
enum { MATCHES_BY_FORMAT = -1, MATCHES_ALL, MATCHES_LONGEST };
enum { REDACT_FROM_PASS, REDACT_FROM_REVIEW, REDACT_FROM_BLOCK }; /* as tg_action */
enum { MASK_WITH_CHARACTER = -1, MASK_WITH_CATEGORY };

typedef struct cli_string_list {
    const char **items;
    size_t length;
} cli_string_list;

typedef struct cli_options {
    cli_string_list operands;
    bool help;

    cli_string_list dicts; /* rules */
    bool no_default;
    const char *market, *policy, *only, *language, *key;

    bool lines, html; /* input */
    const char *jsonl;

    int format, fail_on, matches; /* output */
    bool stats;
    long threads;

    const char *mask, *pseudonym; /* redact */
    cli_buffer token_key; /* what the file of `pseudonym` has */
    int mask_with, redact_from;
    long keep;

    const char *store, *threshold, *normalise; /* duplicates */
    bool containment;

    const char *output, *clean, *hashed; /* compile, inspect, lint */
    bool entries;

    bool spans; /* detect-language, scan */

    const char *task, *clean_labels, *base, *model, *svg, *answers; /* train, evaluate */
    long seed, shortest, longest;
    bool clean_is_rest;
} cli_options;

struct cli_command;

/* Reads the arguments behind the command's name. false: a message was printed. */
bool options_parse(cli_options *options, const struct cli_command *command, int count, char **arguments);
void options_free(cli_options *options);

/* Whether each line is a document, rather than each file. */
static inline bool options_by_line(const cli_options *options)
{
    return options->lines || options->jsonl;
}

#endif
