/* What the files of the parser share: one run over one source, and the place where they note problems.
 * parse.c reads lines, parse_entry.c the pattern of an entry, parse_attributes.c values, parse_csv.c and parse_json.c
 * lists of records (parse_record.c), parse_word.c single entries. */
#ifndef TG_PACK_PARSE_H
#define TG_PACK_PARSE_H

#include "pack/source.h"

enum {
    TG_MOST_PROBLEMS = 1000, /* of a file that are told, errors and warnings apart */
    TG_PATTERN_LIMIT = 1024, /* characters */
    TG_CATEGORY_LIMIT = 64,  /* bytes */
    TG_WITHIN_LIMIT = 1000,
    TG_WEIGHT_LIMIT = 8000, /* thousandths */
    TG_WITHIN_DEFAULT = 40,
    TG_SOURCE_LIMIT = 1 << 30 /* bytes */
};

/* Behind tg_source.interned: attributes by value, and what tg_source_parse_word goes on with. */
typedef struct tg_source_index {
    uint32_t *slots; /* index + 1 of attributes, 0: free; open addressing */
    size_t capacity; /* a power of two, or 0 */
    uint32_t words_file, words_dictionary; /* UINT32_MAX: none yet */
    uint32_t words;                        /* how often tg_source_parse_word was called */
    uint32_t words_errors, words_warnings;
} tg_source_index;

/* The source's index, made when there is none; NULL without memory. */
tg_source_index *tg_source_get_index(tg_source *source);

/* How long a source's vectors were, to go back to. */
typedef struct tg_source_mark {
    size_t dictionaries, attributes, entries, terms;
} tg_source_mark;

tg_source_mark tg_source_get_mark(const tg_source *source);
void tg_source_rollback(tg_source *source, tg_source_mark mark);

/* A new file name or dictionary: its index, or UINT32_MAX without memory. */
uint32_t tg_source_add_file(tg_source *source, const char *file);
uint32_t tg_source_add_dictionary(tg_source *source, const char *name);

typedef struct tg_parser {
    tg_source *source;
    tg_error *error;          /* gets the first error */
    tg_arena scratch;         /* values of one line */
    uint32_t file, dictionary;
    size_t dictionary_begin;  /* number of entries before the dictionary in force */
    uint32_t line;            /* that is being read */
    const char *line_begin;   /* columns are counted from here */
    uint32_t columns_before;  /* characters that stand before line_begin */
    uint32_t fixed_column;    /* where text was converted: the column of all its problems; else 0 */
    bool is_plain_list;       /* no `%` line anywhere: words as people bring them, read with indulgence */
    tg_attributes defaults;   /* that `%` lines set */
    uint32_t defaults_index;  /* UINT32_MAX: not interned as they are now */
    uint32_t errors, warnings;
    uint32_t errors_before;   /* of earlier runs over the same file, which count for how many are told */
} tg_parser;

void tg_parser_init(tg_parser *parser, tg_source *source, tg_error *error);

/* Ends a run: going back to `mark` and filling the error if it failed. Returns what the run as a whole came to. */
tg_status tg_parser_finish(tg_parser *parser, tg_status status, tg_source_mark mark);

uint32_t tg_parser_column(const tg_parser *parser, const char *at);

/* Note a problem at a byte of the line. An error gives TG_SYNTAX, TG_STOPPED when there were enough of them, or
 * TG_NO_MEMORY; a warning TG_OK or TG_NO_MEMORY. */
tg_status tg_parser_error(tg_parser *parser, const char *at, const char *message);
tg_status tg_parser_warning(tg_parser *parser, const char *at, const char *message);

/* Reads the pattern of an entry, trimmed and not empty, into `entry` (all but `attributes`) and adds its terms. */
tg_status tg_parser_pattern(tg_parser *parser, const char *text, size_t length, tg_source_entry *entry);

/* Reads the attributes from `at` to `end` into *attributes, whose strings live as long as the line. */
tg_status tg_parser_attributes(tg_parser *parser, const char *at, const char *end, tg_attributes *attributes);

/* Adds the entry with these attributes, or with the defaults (NULL). */
tg_status tg_parser_add(tg_parser *parser, tg_source_entry *entry, const tg_attributes *attributes);

/* What is wrong with a value, and at which of its bytes. */
typedef struct tg_value_problem {
    const char *message;
    size_t at;
} tg_value_problem;

/* A key of attributes. */
typedef struct tg_attribute_key {
    const char *name;
    bool is_directive; /* may stand behind `%` */
    bool may_be_empty;
    tg_status (*set)(tg_attributes *attributes, const char *value, size_t length, tg_arena *arena,
                     tg_value_problem *problem);
} tg_attribute_key;

/* The key of that name, or NULL. *number tells keys apart, less than 32. */
const tg_attribute_key *tg_attribute_find(const char *name, size_t length, uint32_t *number);

/* Checks a value and sets it; strings are copied into the arena. TG_OK, TG_SYNTAX and *problem, or TG_NO_MEMORY. */
tg_status tg_attribute_set(tg_attributes *attributes, const tg_attribute_key *key, const char *value, size_t length,
                           tg_arena *arena, tg_value_problem *problem);

/* The first control character (Unicode's Cc) of a well-formed text, or NULL. */
const char *tg_find_control(const char *text, size_t length);

/* Whether a well-formed text is a list in CSV, by its first line; if so, its delimiter. */
bool tg_csv_detect(const char *text, size_t length, char *delimiter);

/* Adds the records of such a list. */
tg_status tg_parser_csv(tg_parser *parser, const char *text, size_t length, char delimiter);

/* The same for lists in JSON. */
bool tg_json_detect(const char *text, size_t length);
tg_status tg_parser_json(tg_parser *parser, const char *text, size_t length);

#endif
