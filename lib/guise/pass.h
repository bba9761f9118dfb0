/* Passing over ordinary text, many characters at once. What the scan knows afterwards is what it would know if it had taken
 * each of them. */
#ifndef TG_GUISE_PASS_H
#define TG_GUISE_PASS_H

#include "guise/scan.h"

/* Passes over the next characters that are plain and go on as the last one does; false if there are none. */
bool tg_pass_plain(tg_guise_scan *scan);

/* Passes over plain words of letters, and what is between them, behind a plain one; false if there are none. */
bool tg_pass_words(tg_guise_scan *scan);

/* Passes over plain Han characters, and what divides their clauses, behind a plain one; false if there are none. */
bool tg_pass_clauses(tg_guise_scan *scan);

/* Finds out which signs may be between them. */
void tg_find_harmless(tg_guise_scan *scan);

#endif
