/* The places of a text from which the scan has disguised words searched for. */
#ifndef TG_GUISE_PLACE_H
#define TG_GUISE_PLACE_H

#include "guise/scan.h"

/* Whether a character is a letter or digit of a script that writes blanks, or looks like one. */
bool tg_joins_letters(tg_kind kind);

/* The letters that are still known, and the one so many before the last. */
size_t tg_known_letters(const tg_guise_scan *scan);
const tg_guise_letter *tg_letter_at(const tg_guise_scan *scan, size_t back);

/* Whether two letters, whatever stands between them, may be neighbours in a word that is looked for, as they are; or, if
 * `disguised`, as Han characters that are like them. */
bool tg_may_be_neighbours(const tg_guises *g, const tg_guise_letter *a, const tg_guise_letter *b, bool disguised);

/* Where words begin that have the last letters in them: a word goes on from neighbour to neighbour. */
size_t tg_begin_of_chain(const tg_guise_scan *scan);

/* Searches behind a suspicious place at byte `here`, from where words that it is in begin. `is_spaced`: in a script with
 * blanks. No place is searched twice. */
void tg_suspect(tg_guise_scan *scan, bool is_spaced, size_t here);

/* Searches for words that begin, in pinyin, at bytes `from` to `to`. */
void tg_search_spelt(tg_guise_scan *scan, size_t from, size_t to);

/* Looks up the words that the last two or three Han characters are by sound. */
void tg_look_up(tg_guise_scan *scan);

/* Whether a Han character that reads oddly stands for no other, as told by its trait and those before and behind it. */
bool tg_stands_for_itself(const tg_guises *g, uint32_t before, uint32_t odd, uint32_t behind);

/* Searches around the Han character so many letters before the last one, which reads oddly on both sides. */
void tg_look_around(tg_guise_scan *scan, size_t back);

/* Looks up the words of which a sign between the last Han character and this one hides a character. */
void tg_look_up_masked(tg_guise_scan *scan, uint32_t code_point);

#endif
