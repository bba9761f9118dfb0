/* Patterns at work: compiled by PCRE2's JIT for a gate, matched with limits over folded text. */
#ifndef TG_RULE_PATTERN_H
#define TG_RULE_PATTERN_H

#include "text/fold.h"

typedef struct tg_pattern_code tg_pattern_code;

/* Compiles a folded expression. Returns TG_OK, TG_NO_MEMORY or TG_INTERNAL. */
tg_status tg_pattern_compile(const tg_allocator *allocator, const char *regex, size_t length, uint32_t flags,
                             tg_pattern_code **code, tg_error *error);
void tg_pattern_free(tg_pattern_code *code);

/* A piece of a text, folded, as UTF-8 for PCRE2. */
typedef struct tg_folded {
    tg_vector bytes;  /* char */
    tg_vector places; /* tg_folded_place: where units begin in `bytes` and in the text */
    size_t next;      /* byte of the text that was not folded yet */
    bool first, last; /* it holds the text's beginning, its end */
} tg_folded;

typedef struct tg_folded_place {
    uint32_t at, begin, end;
} tg_folded_place;

void tg_folded_init(tg_folded *folded, const tg_allocator *allocator);
void tg_folded_free(tg_folded *folded);

/* Begins a piece at a byte of the text where a unit begins. */
void tg_folded_start(tg_folded *folded, size_t at);

/* Folds on until the piece has at least `wanted` bytes or the text ends. False without memory. */
bool tg_folded_extend(tg_folded *folded, const tg_fold *fold, const char *text, size_t length, size_t wanted);

/* Forgets all but the last `keep` bytes, about; returns how many were forgotten. */
size_t tg_folded_forget(tg_folded *folded, size_t keep);

/* The folded byte that stands for a byte of the text, or the first one behind it. */
size_t tg_folded_find(const tg_folded *folded, size_t at);

/* The folded byte `units` characters before folded byte `at`, or 0. */
size_t tg_folded_back(const tg_folded *folded, size_t at, size_t units);

/* The bytes of the text that folded bytes [begin, end) come from; begin < end. */
tg_range tg_folded_source(const tg_folded *folded, size_t begin, size_t end);

/* One thread's memory for matching. */
typedef struct tg_matcher tg_matcher;

tg_status tg_matcher_new(const tg_allocator *allocator, uint32_t match_limit, uint32_t depth_limit, uint32_t heap_limit,
                         tg_matcher **matcher);
void tg_matcher_free(tg_matcher *matcher);

/* The first match that begins in [from, limit] of the piece. Returns TG_OK, TG_NOT_FOUND, TG_LIMIT (a limit was reached:
 * not known) or TG_NO_MEMORY. */
tg_status tg_pattern_match(const tg_pattern_code *code, tg_matcher *matcher, const tg_folded *folded, size_t from,
                           size_t limit, tg_range *match);

#endif
