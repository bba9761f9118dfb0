/* The filter, scalar; see filter.h. This is the reference for the other kernels. */
#include "match/filter.h"

static inline uint32_t has_bit(const uint32_t *set, uint32_t bit)
{
    return set[bit / 32] >> bit % 32 & 1;
}

/* The two bits at a place. */
static inline uint32_t bits_of(const uint32_t *set, uint32_t place)
{
    return set[place / 16] >> place % 16 * 2 & 3;
}

/* Whether a word of two symbols or more may begin with these. */
static inline bool begins(const tg_filter *f, const uint16_t *symbols)
{
    if (symbols[0] == TG_SYMBOL_OTHER || symbols[1] == TG_SYMBOL_OTHER)
        return false;
    uint32_t hash = symbols[0] * TG_HASH_FIRST + symbols[1] * TG_HASH_SECOND;
    uint32_t bits = bits_of(f->pairs, hash >> (32 - f->pair_bits));
    if (bits != TG_BEGIN_GOES_ON)
        return bits != 0;
    hash += symbols[2] * TG_HASH_THIRD;
    bits = bits_of(f->triples, hash >> (32 - f->triple_bits));
    if (bits != TG_BEGIN_GOES_ON)
        return bits != 0;
    hash += symbols[3] * TG_HASH_FOURTH;
    return has_bit(f->quads, hash >> (32 - f->quad_bits));
}

static inline size_t filter(const tg_filter *f, const uint16_t *symbols, size_t begin, size_t end, uint32_t *candidates,
                            bool singles)
{
    size_t count = 0;
    for (size_t at = begin; at < end; at++)
        if (begins(f, symbols + at) || (singles && has_bit(f->singles, symbols[at])))
            candidates[count++] = (uint32_t)at;
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
