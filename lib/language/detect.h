/* The languages of one text after another, and where each is spoken in it. */
#ifndef TG_LANGUAGE_DETECT_H
#define TG_LANGUAGE_DETECT_H

#include "language/kernels.h"

enum {
    TG_LANGUAGE_WINDOW = 128,  /* words of one script that are looked at together */
    TG_LANGUAGE_PIECES = 32,   /* of a long text, evenly spread … */
    TG_LANGUAGE_PIECE = 512    /* … and so many bytes each, are looked at: a text is long that has more than these */
};

/* Words of a script that has a table. */
typedef struct tg_language_window {
    size_t count;
    uint32_t letters[TG_LANGUAGE_WINDOW];
    uint32_t words[TG_LANGUAGE_WINDOW];  /* their numbers in `words`, if places are wanted */
    int16_t sums[TG_LANGUAGE_WINDOW][TG_LANGUAGE_COLUMNS];
    uint8_t from[TG_LANGUAGE_WINDOW][TG_LANGUAGE_COLUMNS]; /* of the best way to each word and column, the column before */
} tg_language_window;

/* A stretch of one language. */
typedef struct tg_language_place {
    size_t begin, end; /* bytes */
    uint32_t label;
} tg_language_place;

typedef struct tg_language_found {
    uint32_t label;    /* the script in which most of the language stands */
    double share;
} tg_language_found;

typedef struct tg_language_detector {
    tg_allocator allocator;
    const tg_languages *languages;
    const tg_language_kernels *kernels;
    tg_language_window **windows; /* for each script; NULL: it has no table */
    uint16_t *groups;             /* of each label, the first one that has its code */
    uint16_t unknown;             /* the group of "und" */
    uint64_t *shares;             /* letters of each label, in parts of 2^16 */
    tg_language_found *found;     /* found_count of them, the greatest share first */
    size_t found_count;
    uint64_t letters;             /* all that were looked at */
    bool wants_places;
    tg_vector places;             /* tg_language_place: words, and in the end stretches */
} tg_language_detector;

tg_status tg_language_detector_init(tg_language_detector *detector, const tg_allocator *allocator,
                                    const tg_languages *languages, tg_cpu cpu);
void tg_language_detector_free(tg_language_detector *detector);

/* Finds the languages of a text: those with a share of a sixteenth, and nothing if most of it is none. Of long texts pieces
 * are looked at, unless places are wanted. */
tg_status tg_language_detect(tg_language_detector *detector, const char *text, size_t length, bool places);

#endif
