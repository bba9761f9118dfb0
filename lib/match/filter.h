/* The filter: positions at which a word may begin. Most of a text is ruled out by what its symbols are, two and three at a
 * time, out of tables that stay in the second-level cache; the automaton is looked at for the rest only. */
#ifndef TG_MATCH_FILTER_H
#define TG_MATCH_FILTER_H

#include "base/cpu.h"
#include "match/automaton.h"

enum {
    TG_FILTER_AHEAD = 32, /* readable symbols behind those asked for, TG_SYMBOL_OTHER where the text ends */
    TG_FILTER_BLOCK = 16  /* a kernel may write so many items at once */
};

/* Lists the positions of symbols[begin, end) at which a word may begin, in order, and returns how many. `candidates` has
 * room for 2 * (end - begin + TG_FILTER_BLOCK). */
typedef size_t (*tg_filter_fn)(const tg_filter *filter, const uint16_t *symbols, size_t begin, size_t end,
                               uint32_t *candidates);

/* Makes the filter of sorted words; the store owns it. False without memory. */
bool tg_filter_build(tg_automaton_store *store, const tg_spelling *spellings, size_t count, tg_filter *filter);

/* The kernel for a filter on a processor; never NULL. */
tg_filter_fn tg_filter_kernel(const tg_filter *filter, tg_cpu cpu);

/* The kernels, for filters without and with words of one symbol. The scalar ones are the reference. */
#define TG_FILTER_KERNEL_LIST(X) X(scalar) TG_FILTER_VECTOR_LIST(X)
#ifdef __x86_64__
#define TG_FILTER_VECTOR_LIST(X) X(avx2) X(avx512)
#else
#define TG_FILTER_VECTOR_LIST(X)
#endif
#define TG_X(name)                                                                                                     \
    size_t tg_filter_##name(const tg_filter *f, const uint16_t *symbols, size_t begin, size_t end, uint32_t *candidates); \
    size_t tg_filter_##name##_singles(const tg_filter *f, const uint16_t *symbols, size_t begin, size_t end,           \
                                      uint32_t *candidates);
TG_FILTER_KERNEL_LIST(TG_X)
#undef TG_X

#endif
