/* Whether words can begin at a place of a text, told quickly by its first characters. */
#ifndef TG_GUISE_BEGIN_H
#define TG_GUISE_BEGIN_H

#include "guise/search.h"

/* False if no search from the Han character at byte `at` would find a word. */
bool tg_may_begin_han(const tg_search *search, size_t at);

/* Likewise of any other character, as far as that is told without reading units: true unless it and what follows
 * is ASCII. Told by letters: what pinyin spells is none of its business. */
bool tg_may_begin_letters(const tg_search *search, size_t at);

/* Makes it quick for ASCII characters. */
void tg_find_leads(tg_search *search);

/* Likewise of the unit of that number, which is no Han character. */
bool tg_may_begin_word(tg_search *search, size_t unit);

#endif
