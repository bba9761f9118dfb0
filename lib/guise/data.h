/* The character data: groups of characters under a key, made by data/generate.py from Unicode's and other public data; see
 * data/README.md. */
#ifndef TG_GUISE_DATA_H
#define TG_GUISE_DATA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Lines "key members\n"; some have more than one list of members, with blanks between. */
extern const char tg_data_sound[];      /* syllable: characters of that main reading, then those with it as another one */
extern const char tg_data_shape[];      /* four-corner code: characters */
extern const char tg_data_core[];       /* component: characters that have it */
extern const char tg_data_parts[];      /* character: its parts; lists */
extern const char tg_data_pairs[];      /* character: those that follow it in words */
extern const char tg_data_frequent[];   /* *: characters */
extern const char tg_data_lookalikes[]; /* letter or digit: characters that look like it */
extern const char tg_data_similar[];    /* the same, by hand */
extern const char tg_data_signs[];      /* what they stand for: emoji and other signs */
extern const char tg_data_trigrams[];   /* two letters, _ for an edge: those that follow in words */
extern const char tg_data_leet[];       /* letter: digits and signs in its place */
extern const char tg_data_digraphs[];   /* letter: two or three signs in its place */
extern const char tg_data_numerals[];   /* digit: Han characters of its value */

/* A list of members under its key. */
typedef struct tg_data_group {
    const char *key, *members; /* not NUL-terminated */
    size_t key_length, length;
    unsigned list;             /* 0: the first of its line */
} tg_data_group;

/* The next group of `*data`; false behind the last one. `group` holds the one before, or zeros. */
bool tg_data_next(const char **data, tg_data_group *group);

/* The next code point of [*at, end). */
uint32_t tg_data_code_point(const char **at, const char *end);

#endif
