/* The filter with AVX2, eight positions at a time; see filter.h. */
#ifdef __x86_64__
#include "base/vector.h"
#include "match/filter.h"

TG_AVX2 static inline __m256i load(const uint16_t *symbols)
{
    return _mm256_cvtepu16_epi32(_mm_loadu_si128((const __m128i *)(const void *)symbols));
}

TG_AVX2 static inline __m256i times(__m256i symbols, uint32_t factor)
{
    return _mm256_mullo_epi32(symbols, _mm256_set1_epi32((int)factor));
}

TG_AVX2 static inline __m256i gather(const uint32_t *set, __m256i words)
{
    return _mm256_i32gather_epi32((const int *)(const void *)set, words, 4);
}

/* The bits of a set, each as the sign of its lane. */
TG_AVX2 static inline __m256i has_bit(const uint32_t *set, __m256i bit)
{
    __m256i place = _mm256_andnot_si256(bit, _mm256_set1_epi32(31)); /* 31 - bit % 32 */
    return _mm256_sllv_epi32(gather(set, _mm256_srli_epi32(bit, 5)), place);
}

/* The two bits of a set at places, TG_BEGIN_IS_WORD as the sign of each lane and TG_BEGIN_GOES_ON behind it. */
TG_AVX2 static inline __m256i bits_of(const uint32_t *set, __m256i place)
{
    __m256i back = _mm256_slli_epi32(_mm256_andnot_si256(place, _mm256_set1_epi32(15)), 1); /* 30 - place % 16 * 2 */
    return _mm256_sllv_epi32(gather(set, _mm256_srli_epi32(place, 4)), back);
}

TG_AVX2 static inline unsigned signs(__m256i lanes)
{
    return (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(lanes));
}

TG_AVX2 static inline size_t filter(const tg_filter *f, const uint16_t *symbols, size_t begin, size_t end,
                                 uint32_t *candidates, bool singles)
{
    const __m128i pair_shift = _mm_cvtsi32_si128((int)(32 - f->pair_bits));
    const __m128i triple_shift = _mm_cvtsi32_si128((int)(32 - f->triple_bits));
    const __m128i quad_shift = _mm_cvtsi32_si128((int)(32 - f->quad_bits));
    const __m256i other = _mm256_setzero_si256();
    size_t count = 0;
    for (size_t at = begin; at < end; at += 8) {
        __m256i first = load(symbols + at), second = load(symbols + at + 1);
        unsigned found = singles ? signs(has_bit(f->singles, first)) : 0;
        unsigned longer = ~signs(_mm256_or_si256(_mm256_cmpeq_epi32(first, other), _mm256_cmpeq_epi32(second, other)));
        if (longer & 0xFF) {
            __m256i hash = _mm256_add_epi32(times(first, TG_HASH_FIRST), times(second, TG_HASH_SECOND));
            __m256i bits = bits_of(f->pairs, _mm256_srl_epi32(hash, pair_shift));
            found |= longer & signs(bits);
            longer &= signs(_mm256_slli_epi32(bits, 1)) & ~found;
            if (longer) {
                hash = _mm256_add_epi32(hash, times(load(symbols + at + 2), TG_HASH_THIRD));
                bits = bits_of(f->triples, _mm256_srl_epi32(hash, triple_shift));
                found |= longer & signs(bits);
                longer &= signs(_mm256_slli_epi32(bits, 1)) & ~found;
            }
            if (longer) {
                hash = _mm256_add_epi32(hash, times(load(symbols + at + 3), TG_HASH_FOURTH));
                found |= longer & signs(has_bit(f->quads, _mm256_srl_epi32(hash, quad_shift)));
            }
        }
        if (end - at < 8)
            found &= (1u << (end - at)) - 1;
        for (; found; found &= found - 1)
            candidates[count++] = (uint32_t)at + (uint32_t)__builtin_ctz(found);
    }
    return count;
}

TG_AVX2 size_t tg_filter_avx2(const tg_filter *f, const uint16_t *symbols, size_t begin, size_t end, uint32_t *candidates)
{
    return filter(f, symbols, begin, end, candidates, false);
}

TG_AVX2 size_t tg_filter_avx2_singles(const tg_filter *f, const uint16_t *symbols, size_t begin, size_t end,
                                   uint32_t *candidates)
{
    return filter(f, symbols, begin, end, candidates, true);
}
#else
typedef int tg_no_avx2;
#endif
