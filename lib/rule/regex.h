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

/* What stands for itself behind a backslash. */
#define TG_REGEX_PUNCTUATION ".*+?()[]{}|^$\\/-:,;!@#&=~'\"%<>_` "

/* A stretch of an expression that is literal text, but for backslashes before TG_REGEX_PUNCTUATION. */
typedef struct tg_regex_literal {
    const char *text;
    size_t length;
} tg_regex_literal;

enum {
    TG_REGEX_LITERALS = 64,
    TG_REGEX_REACH = 256, /* a literal that ends later than so many characters into a match does not tell where to look */
    TG_REGEX_BEHIND = 32  /* look-behinds that see no further work on a piece of the text */
};
#define TG_REGEX_UNBOUNDED UINT32_MAX

typedef struct tg_regex_measures {
    tg_regex_literal literals[TG_REGEX_LITERALS]; /* each match contains at least one; they point into the expression */
    size_t count;   /* 0: there are none that is rare enough to look for, or too many */
    uint32_t reach; /* characters from the beginning of a match to the end of one of them, at most TG_REGEX_REACH; or
                       TG_REGEX_UNBOUNDED */
    uint32_t width; /* characters of a match and of what it looks at behind, at most; or TG_REGEX_UNBOUNDED */
} tg_regex_measures;

/* What can be told of an expression of tg_regex_fold. */
void tg_regex_measure(const char *folded, size_t length, uint32_t flags, tg_regex_measures *out);

#endif
