/* Whether words can begin at a place of a text, told quickly from the text itself. */
#ifndef TG_GUISE_BEGIN_H
#define TG_GUISE_BEGIN_H

#include "guise/search.h"

/* False if no search from the Han character at byte `at` would find a word. */
bool tg_may_begin_han(const tg_search *search, size_t at);

#endif
