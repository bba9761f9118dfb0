/* The options: one row each gives parsing, checks and help. */
#include "options.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buffer.h"
#include "command.h"
#include "message.h"
#include "option_rows.h"
#include "textgate.h"

#define ALL (IN_SCAN | IN_REDACT | IN_COMPILE | IN_INSPECT | IN_LINT | IN_DEDUPE | IN_TRAIN | IN_EVALUATE | IN_LANGUAGE)
#define TEXTS (IN_SCAN | IN_REDACT)
#define AT(field) offsetof(cli_options, field)
#define WORD(name, word) " " word
#define NORMALISE_WORD(name, bit, word) " " word

const cli_option_row option_rows[] = {
    {.commands = TEXTS, .help = "Rules"},
    {TEXTS, 'd', "dict", OPTION_LIST, AT(dicts), "PATH", 0, 0,
     "a dictionary: source file, pack, or folder of these (repeatable)"},
    {TEXTS, 0, "no-default", OPTION_FLAG, AT(no_default), NULL, 0, 0, "leave the shipped dictionaries out"},
    {TEXTS, 0, "market", OPTION_STRING, AT(market), "CC[,CC]", 0, 0,
     "where the text will be published (ISO 3166), for rules of\nthese markets"},
    {TEXTS, 0, "language", OPTION_STRING, AT(language), "CODE", 0, 0,
     "language of the text (BCP 47), so that rules for others rest"},
    {TEXTS, 0, "policy", OPTION_STRING, AT(policy), "FILE", 0, 0,
     "what to do by category, severity and market: lines such as\n`gambling medium CN block`"},
    {TEXTS, 0, "key", OPTION_STRING, AT(key), "KEYFILE", 0, 0, "the key of hashed lists among the dictionaries"},
    {TEXTS, 0, "only", OPTION_STRING, AT(only), "DETECTOR[,DETECTOR]", 0, 0,
     "only these detectors, of:" TG_DETECTOR_LIST(WORD)},

    {.commands = TEXTS, .help = "Input"},
    {TEXTS, 0, "lines", OPTION_FLAG, AT(lines), NULL, 0, 0, "each line is a document (else each FILE is one)"},
    {TEXTS, 0, "jsonl", OPTION_STRING, AT(jsonl), "FIELD", 0, 0,
     "each line is a JSON object with the text in FIELD; its `id`\nis kept"},
    {TEXTS, 0, "html", OPTION_FLAG, AT(html), NULL, 0, 0, "the text is HTML: what a reader sees of it is scanned"},

    {.commands = TEXTS, .help = "Output"},
    {IN_SCAN, 0, "format", OPTION_CHOICE, AT(format), "text|json|html", 0, 0,
     "for people (default), an object a line, or a page"},
    {IN_REDACT, 0, "format", OPTION_CHOICE, AT(format), "text|json", 0, 0,
     "the text alone (default), or an object a line"},
    {IN_SCAN, 0, "spans", OPTION_FLAG, AT(spans), NULL, 0, 0, "in json: what showed the feelings of a text, place by place"},
    {IN_SCAN, 0, "matches", OPTION_CHOICE, AT(matches), "all|longest", 0, 0,
     "findings that overlap: every one (default for json), or the\nleftmost longest (default for text and html)"},
    {IN_REDACT, 0, "mask", OPTION_STRING, AT(mask), "STRING", 0, 0, "written for each character (default *)"},
    {IN_REDACT, 0, "mask-with", OPTION_CHOICE, AT(mask_with), "category", 0, 0,
     "write [category] for each finding instead"},
    {IN_REDACT, 0, "keep", OPTION_NUMBER, AT(keep), "N", 0, 1000000,
     "leave the last N characters of a finding as they are"},
    {IN_REDACT, 0, "pseudonym", OPTION_STRING, AT(pseudonym), "KEYFILE", 0, 0,
     "write [category#token] for each finding instead, the same\ntoken for the same text and key (16 bytes and more)"},
    {IN_REDACT, 0, "redact-from", OPTION_CHOICE, AT(redact_from), "pass|review|block", 0, 0,
     "mask findings that the policy treats at least so (default\nreview)"},
    {TEXTS, 0, "fail-on", OPTION_CHOICE, AT(fail_on), "review|block|never", 0, 0,
     "from which verdict on the exit status is 1 (default review)"},
    {TEXTS, 0, "threads", OPTION_NUMBER, AT(threads), "N", 1, 256,
     "work with N threads (default 1); the output is the same"},
    {TEXTS, 0, "stats", OPTION_FLAG, AT(stats), NULL, 0, 0,
     "at the end tell documents, bytes, time and findings by\ncategory on standard error"},

    {.commands = TEXTS | IN_DEDUPE, .help = "Duplicates"},
    {TEXTS | IN_DEDUPE, 0, "store", OPTION_STRING, AT(store), "DIR", 0, 0,
     "look each document up among those remembered in DIR, and\nremember it; DIR is made if need be"},
    {TEXTS | IN_DEDUPE, 0, "threshold", OPTION_STRING, AT(threshold), "N", 0, 0,
     "similarity from which on a document is a duplicate, from 0.5\nto 1 (default 0.8)"},
    {TEXTS | IN_DEDUPE, 0, "normalise", OPTION_STRING, AT(normalise), "WHAT[,WHAT]", 0, 0,
     "what does not count, of:" TG_NORMALISE_LIST(NORMALISE_WORD)},
    {TEXTS | IN_DEDUPE, 0, "containment", OPTION_FLAG, AT(containment), NULL, 0, 0,
     "with --store: also find remembered documents inside others,\nand parts of them"},
    {IN_DEDUPE | IN_LANGUAGE, 0, "jsonl", OPTION_STRING, AT(jsonl), "FIELD", 0, 0,
     "each line is a JSON object with the text in FIELD; its `id`\nis kept"},
    {IN_DEDUPE | IN_LANGUAGE, 0, "threads", OPTION_NUMBER, AT(threads), "N", 1, 256,
     "work with N threads (default 1); the output is the same"},

    {.commands = IN_COMPILE | IN_INSPECT | IN_LINT | IN_DEDUPE | IN_TRAIN | IN_EVALUATE | IN_LANGUAGE, .help = "Options"},
    {IN_LANGUAGE, 'd', "dict", OPTION_LIST, AT(dicts), "PATH", 0, 0, "a pack that tells languages apart"},
    {IN_LANGUAGE, 0, "no-default", OPTION_FLAG, AT(no_default), NULL, 0, 0, "leave the shipped one out"},
    {IN_LANGUAGE, 0, "html", OPTION_FLAG, AT(html), NULL, 0, 0, "the text is HTML"},
    {IN_LANGUAGE, 0, "spans", OPTION_FLAG, AT(spans), NULL, 0, 0, "also tell where each language stands, as JSON"},
    {IN_LANGUAGE, 0, "stats", OPTION_FLAG, AT(stats), NULL, 0, 0, "at the end tell documents, bytes and time"},
    {IN_COMPILE, 'o', "output", OPTION_STRING, AT(output), "OUT.pack", 0, 0, "the pack to write"},
    {IN_COMPILE, 0, "hashed", OPTION_STRING, AT(hashed), "KEYFILE", 0, 0,
     "write keyed hashes of the words only, which the key in KEYFILE\n(16 bytes and more) finds again"},
    {IN_INSPECT, 0, "entries", OPTION_FLAG, AT(entries), NULL, 0, 0, "list the entries instead"},
    {IN_LINT, 0, "clean", OPTION_STRING, AT(clean), "FILE", 0, 0,
     "a sample of clean text; entries that would flag it are\nreported"},
    {IN_EVALUATE, 0, "model", OPTION_STRING, AT(model), "MODEL", 0, 0, "the model, or a pack that has it"},
    {IN_TRAIN | IN_EVALUATE, 0, "task", OPTION_STRING, AT(task), "NAME", 0, 0,
     "the model's task: spam and abuse, with or without a dotted\npart, are their detectors', others of detector models"},
    {IN_TRAIN, 'o', "output", OPTION_STRING, AT(output), "MODEL", 0, 0, "the pack to write"},
    {IN_TRAIN, 0, "clean-labels", OPTION_STRING, AT(clean_labels), "LABEL[,LABEL]", 0, 0,
     "labels that mean that all is well (default\n0,ham,clean,none,normal,ok)"},
    {IN_TRAIN, 0, "clean-is-rest", OPTION_FLAG, AT(clean_is_rest), NULL, 0, 0,
     "of three labels and more the clean one is what the others\nleave, which makes the model smaller"},
    {IN_TRAIN, 0, "with", OPTION_STRING, AT(base), "MODEL", 0, 0, "a model to which this one is added"},
    {IN_TRAIN, 0, "shortest", OPTION_NUMBER, AT(shortest), "N", 0, 1000000000, "it is for texts of N characters and more"},
    {IN_TRAIN, 0, "longest", OPTION_NUMBER, AT(longest), "N", 0, 1000000000, "it is for texts of N characters and less"},
    {IN_TRAIN, 0, "seed", OPTION_NUMBER, AT(seed), "N", 0, 1000000000, "another order of the examples (default 1)"},
    {IN_TRAIN | IN_EVALUATE, 0, "svg", OPTION_STRING, AT(svg), "FILE", 0, 0, "draw the confusion of labels"},
    {IN_TRAIN | IN_EVALUATE, 0, "answers", OPTION_STRING, AT(answers), "FILE", 0, 0,
     "write a line for each example: label, answer, score"},
    {IN_INSPECT | IN_LINT | IN_TRAIN | IN_EVALUATE | IN_LANGUAGE, 0, "format", OPTION_CHOICE, AT(format), "text|json", 0, 0,
     "for people (default), or an object a line"},
    {ALL, 'h', "help", OPTION_FLAG, AT(help), NULL, 0, 0, "this help"},
    {0},
};

static const cli_option_row *find_row(const cli_command *command, const char *name, size_t length, char letter)
{
    for (const cli_option_row *row = option_rows; row->commands; row++) {
        if (!row->name || !(row->commands & command->bit))
            continue;
        if (letter ? row->letter == letter : strlen(row->name) == length && memcmp(row->name, name, length) == 0)
            return row;
    }
    return NULL;
}

static void list_add(cli_string_list *list, const char *item)
{
    const char **items = realloc(list->items, (list->length + 1) * sizeof *items);
    if (!items)
        die("out of memory");
    items[list->length++] = item;
    list->items = items;
}

static bool set_number(const cli_option_row *row, long *field, const char *value)
{
    char *end;
    errno = 0;
    long number = strtol(value, &end, 10);
    if (errno || end == value || *end || number < row->least || number > row->greatest) {
        fail("--%s: \"%s\" is not a number from %ld to %ld", row->name, value, row->least, row->greatest);
        return false;
    }
    *field = number;
    return true;
}

static bool set_choice(const cli_option_row *row, int *field, const char *value)
{
    size_t length = strlen(value);
    int index = 0;
    for (const char *word = row->argument; word; index++) {
        size_t word_length = strcspn(word, "|");
        if (word_length == length && memcmp(word, value, length) == 0) {
            *field = index;
            return true;
        }
        word = word[word_length] ? word + word_length + 1 : NULL;
    }
    fail("--%s: \"%s\" is not one of %s", row->name, value, row->argument);
    return false;
}

static bool set_value(cli_options *options, const cli_option_row *row, const char *value)
{
    void *field = (char *)options + row->offset;
    switch (row->kind) {
    case OPTION_FLAG:
        *(bool *)field = true;
        return true;
    case OPTION_STRING:
        *(const char **)field = value;
        return true;
    case OPTION_LIST:
        list_add(field, value);
        return true;
    case OPTION_NUMBER:
        return set_number(row, field, value);
    case OPTION_CHOICE:
        return set_choice(row, field, value);
    }
    return false;
}

/* One argument that is an option; `*at` moves past a value that is an argument of its own. */
static bool parse_option(cli_options *options, const cli_command *command, int count, char **arguments, int *at)
{
    const char *argument = arguments[*at];
    bool is_long = argument[1] == '-';
    const char *name = is_long ? argument + 2 : argument + 1;
    size_t length = is_long ? strcspn(name, "=") : 1;
    const cli_option_row *row = find_row(command, name, length, is_long ? '\0' : name[0]);
    if (!row) {
        fail("unknown option %.*s (see `textgate help %s`)", (int)(length + (is_long ? 2 : 1)), argument,
             command->name);
        return false;
    }
    const char *value = is_long ? (name[length] ? name + length + 1 : NULL) : (name[1] ? name + 1 : NULL);
    if (row->kind == OPTION_FLAG && value) {
        fail("--%s takes no value", row->name);
        return false;
    }
    if (row->kind != OPTION_FLAG && !value) {
        if (*at + 1 == count) {
            fail("--%s needs a value: %s", row->name, row->argument);
            return false;
        }
        value = arguments[++*at];
    }
    return set_value(options, row, value);
}

bool options_parse(cli_options *options, const cli_command *command, int count, char **arguments)
{
    *options = (struct cli_options){.threads = 1, .matches = MATCHES_BY_FORMAT, .mask_with = MASK_WITH_CHARACTER,
                                .redact_from = REDACT_FROM_REVIEW, .seed = 1};
    bool ended = false;
    for (int at = 0; at < count; at++) {
        const char *argument = arguments[at];
        if (ended || argument[0] != '-' || argument[1] == '\0')
            list_add(&options->operands, argument);
        else if (strcmp(argument, "--") == 0)
            ended = true;
        else if (!parse_option(options, command, count, arguments, &at))
            return false;
    }
    return true;
}

void options_free(cli_options *options)
{
    free(options->operands.items);
    free(options->dicts.items);
}
