/* Runs of letters: whether they spell, in pinyin, a word or a part of one, and whether they begin a phrase. */
#ifndef TG_GUISE_SPELLING_H
#define TG_GUISE_SPELLING_H

#include "guise/scan.h"

/* A run begins with this letter. */
void tg_begin_spelling(tg_guise_scan *scan, size_t begin, uint32_t letter);

/* The last run ends, at the end of a word or inside one, or before a Han character. */
void tg_end_spelling(tg_guise_scan *scan, bool ends_word, bool before_han);

#endif
