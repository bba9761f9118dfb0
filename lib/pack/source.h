/* Dictionary sources as data: what the parser makes of the lines, and what lint and the compiler read. A builder is one
 * tg_source. Texts are kept as they stood (unescaped, not folded): folding is the compiler's. */
#ifndef TG_PACK_SOURCE_H
#define TG_PACK_SOURCE_H

#include "base/memory.h"
#include "guise/guise.h"
#include "rule/regex.h"

typedef enum tg_entry_kind { TG_ENTRY_WORD, TG_ENTRY_COMBINATION, TG_ENTRY_PATTERN, TG_ENTRY_ALLOWED } tg_entry_kind;

/* Set of `match=`. */
enum {
    TG_LANE_EXACT = 1,
    TG_LANE_FOLD = 2,
    TG_LANE_LOOSE = 4,
    TG_LANE_SOUND = 8,
    TG_EDGE_WORD = 16,
    TG_EDGE_PART = 32 /* neither WORD nor PART: by script */
};

/* What entries say of themselves; entries that say the same share one. Strings are the arena's, "" where nothing is
 * said. */
typedef struct tg_attributes {
    const char *category;
    const char *languages; /* "zh,en" */
    const char *markets;   /* "CN,TW", upper case */
    const char *note;
    const char *advice;
    const char *source;    /* who says so */
    const char *id;
    const char *initials;  /* of the pinyin, to be found too */
    tg_severity severity;
    uint32_t match;        /* set of TG_LANE_*, TG_EDGE_* */
    uint32_t within;       /* characters */
    int32_t weight;        /* in thousandths */
    uint32_t fuzzy;        /* TG_FUZZY_*: sounds that `sound` takes for the same */
} tg_attributes;

typedef struct tg_term {
    const char *text; /* unescaped */
    uint32_t length;
    bool excluded;    /* behind `~` */
} tg_term;

typedef struct tg_source_entry {
    tg_entry_kind kind;
    uint32_t dictionary;        /* index in `dictionaries` */
    uint32_t file;              /* index in `files` */
    uint32_t line, column;      /* of the pattern, from 1 */
    uint32_t attributes;        /* index in `attributes` */
    const char *pattern;        /* as it stood in the line, NUL-terminated, without the `!` of an allowed text */
    uint32_t first_term, term_count; /* in `terms`: one for WORD and ALLOWED, at least two for COMBINATION; for PATTERN one,
                                        which is the expression between the slashes */
    uint32_t regex_flags;       /* TG_REGEX_*, of a PATTERN */
} tg_source_entry;

typedef struct tg_dictionary {
    const char *name, *version;
} tg_dictionary;

typedef struct tg_source {
    tg_allocator allocator;
    tg_arena arena;         /* all the strings */
    tg_vector files;        /* const char * */
    tg_vector dictionaries; /* tg_dictionary */
    tg_vector attributes;   /* tg_attributes */
    tg_vector entries;      /* tg_source_entry */
    tg_vector terms;        /* tg_term */
    tg_vector diagnostics;  /* tg_diagnostic */
    void *interned;         /* the parser's table of attributes by value */
} tg_source;

void tg_source_init(tg_source *source, const tg_allocator *allocator);
void tg_source_free(tg_source *source);

/* Parses the lines of a source; `file` is its name in messages. Any encoding and list form that import.h knows. On error
 * the source is as it was but for the diagnostics and the file's name among `files`; *error tells of the first error. */
tg_status tg_source_parse(tg_source *source, const char *file, const char *data, size_t length, tg_error *error);

/* Parses one entry and its attributes (NULL: none); its dictionary and file are called "words", its line is its number. */
tg_status tg_source_parse_word(tg_source *source, const char *entry, size_t length, const char *attributes,
                               tg_error *error);

/* Notes a diagnostic; the message is formatted into the arena. `file` is one of `files`, the pointer itself. */
tg_status tg_source_diagnose(tg_source *source, bool is_error, const char *file, uint32_t line, uint32_t column,
                             const char *format, ...) __attribute__((format(printf, 6, 7)));

/* Puts the diagnostics in the order of their files and lines, those of one line in the order in which they were noted. */
tg_status tg_source_sort_diagnostics(tg_source *source);

/* Attributes equal to these, found or added: their index, or UINT32_MAX without memory. Their strings are copied. */
uint32_t tg_source_intern(tg_source *source, const tg_attributes *attributes);

#endif
