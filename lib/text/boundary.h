/* Word boundaries: where a found word stands among its neighbours in the original text. */
#ifndef TG_TEXT_BOUNDARY_H
#define TG_TEXT_BOUNDARY_H

#include "text/fold.h"

/* Whether the character before byte `at` (or the one at it and behind, dropped ones passed over) is of the class given, so
 * that a word of that class would go on there. */
bool tg_joins_before(const tg_fold *fold, const char *text, size_t at, tg_class class);
bool tg_joins_after(const tg_fold *fold, const char *text, size_t length, size_t at, tg_class class);

#endif
