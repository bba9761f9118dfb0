/* The filter, scalar; see filter.h. This is the reference for the other kernels. */
#include "match/filter.h"

static inline uint32_t has_bit(const uint32_t *set, uint32_t bit)
{
    return set[bit / 32] >> bit % 32 & 1;
}

static inline size_t filter(const tg_filter *f, const uint16_t *symbols, size_t begin, size_t end, uint32_t *candidates,
                            bool singles)
{
    size_t count = 0;
    for (size_t at = begin; at < end; at++) {
        uint32_t first = symbols[at], second = symbols[at + 1], pair = tg_pair_of(first, second, f->pair_bits);
        uint32_t begins = f->pairs[pair / TG_PAIRS_IN_WORD] >> pair % TG_PAIRS_IN_WORD * 2;
        uint32_t found = begins & TG_PAIR_IS_WORD;
        if (begins & TG_PAIR_GOES_ON)
            found |= has_bit(f->triples, tg_triple_of(first, second, symbols[at + 2], f->triple_bits));
        if (singles)
            found |= has_bit(f->singles, first);
        candidates[count] = (uint32_t)at;
        count += found != 0;
    }
    return count;
}

size_t tg_filter_scalar(const tg_filter *f, const uint16_t *symbols, size_t begin, size_t end, uint32_t *candidates)
{
    return filter(f, symbols, begin, end, candidates, false);
}

size_t tg_filter_scalar_singles(const tg_filter *f, const uint16_t *symbols, size_t begin, size_t end, uint32_t *candidates)
{
    return filter(f, symbols, begin, end, candidates, true);
}

tg_filter_fn tg_filter_kernel(const tg_filter *f, tg_cpu cpu)
{
#ifdef __x86_64__
    if (cpu == TG_CPU_AVX512)
        return f->singles ? tg_filter_avx512_singles : tg_filter_avx512;
    if (cpu == TG_CPU_AVX2)
        return f->singles ? tg_filter_avx2_singles : tg_filter_avx2;
#endif
    (void)cpu;
    return f->singles ? tg_filter_scalar_singles : tg_filter_scalar;
}
