/* Patterns before they run: are they legal, how do they read over folded text, and which words must stand in a text before
 * they can match. */
#ifndef TG_RULE_REGEX_H
#define TG_RULE_REGEX_H

#include "text/fold.h"

/* Flags, after the last slash: s, m, x, u. Patterns are caseless always, since the text is folded. */
enum { TG_REGEX_DOTALL = 1, TG_REGEX_MULTILINE = 2, TG_REGEX_EXTENDED = 4, TG_REGEX_UNICODE = 8 };

/* PCRE2's options for these flags. */
uint32_t tg_regex_options(uint32_t flags);

/* Whether PCRE2 accepts an expression; if not, where (in bytes) and why. */
bool tg_regex_check(const char *regex, size_t length, uint32_t flags, size_t *offset, char *message, size_t size);

/* Appends the expression with its non-ASCII characters folded one to one, so that `[：]` and `賭` mean what they find in
 * folded text. Ends of ranges in classes stay as they are. False without memory. */
bool tg_regex_fold(const tg_fold *fold, const char *regex, size_t length, tg_vector *out);

/* A stretch of an expression that is literal text. */
typedef struct tg_regex_literal {
    const char *text;
    size_t length;
} tg_regex_literal;

enum { TG_REGEX_LITERALS = 64 };

/* Literals of which each match contains at least one; none if there are none of two characters or more, or more than
 * TG_REGEX_LITERALS. `folded` is an expression of tg_regex_fold; the literals point into it (only unescaped stretches are
 * taken). Returns how many. */
size_t tg_regex_literals(const char *folded, size_t length, uint32_t flags, tg_regex_literal *literals);

#endif
