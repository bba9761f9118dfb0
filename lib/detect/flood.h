/* The detector `flood` inside: what its files measure in a stretch of text. */
#ifndef TG_DETECT_FLOOD_H
#define TG_DETECT_FLOOD_H

#include "detect/detect.h"

/* What repetition there is. Characters are those that show, blanks left out, letters in lower case. */
typedef struct tg_repetition {
    size_t characters, letters; /* letters, digits and ideographs */
    size_t replaced;            /* U+FFFD, and what wrong encodings make of text */
    size_t in_runs;             /* characters in rows of four and more of the same */
    size_t kinds;               /* different characters, up to 64 */
    size_t lines, repeated_lines;
    double trigrams, octagrams; /* share of three and of eight characters in a row that stood there before */
} tg_repetition;

void tg_flood_measure(const char *text, size_t length, tg_repetition *out);

/* How unusual the letters are behind one another, in bits for each letter, of words of a script that has a table. */
typedef struct tg_unusual {
    size_t words, letters; /* that were looked at; no numbers, addresses, codes, abbreviations */
    size_t longest;        /* letters of a word */
    double bits;
} tg_unusual;

void tg_flood_letters(const char *text, size_t length, tg_unusual *out);

tg_status tg_detect_flood(tg_work *work);

#endif
