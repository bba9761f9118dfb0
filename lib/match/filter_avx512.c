/* The filter with AVX-512, sixteen positions at a time; see filter.h. */
#ifdef __x86_64__
#include <immintrin.h>

#include "match/filter.h"

#define AVX512 __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,bmi,bmi2,popcnt")))

AVX512 static inline __m512i load(const uint16_t *symbols)
{
    return _mm512_cvtepu16_epi32(_mm256_loadu_si256((const __m256i *)(const void *)symbols));
}

AVX512 static inline __m512i times(__m512i symbols, uint32_t factor)
{
    return _mm512_mullo_epi32(symbols, _mm512_set1_epi32((int)factor));
}

/* The lanes whose bit is in a set. */
AVX512 static inline __mmask16 has_bit(const uint32_t *set, __m512i bit, __mmask16 lanes)
{
    __m512i words = _mm512_mask_i32gather_epi32(_mm512_setzero_si512(), lanes, _mm512_srli_epi32(bit, 5), set, 4);
    __m512i mask = _mm512_sllv_epi32(_mm512_set1_epi32(1), _mm512_and_si512(bit, _mm512_set1_epi32(31)));
    return _mm512_test_epi32_mask(words, mask);
}

/* Lanes of which a set says that a word is just what the hash is of; *longer: that one only goes on. */
AVX512 static inline __mmask16 look_up(const uint32_t *set, __m512i hash, __m128i shift, __mmask16 *longer)
{
    __m512i place = _mm512_srl_epi32(hash, shift);
    __m512i words = _mm512_mask_i32gather_epi32(_mm512_setzero_si512(), *longer, _mm512_srli_epi32(place, 4), set, 4);
    words = _mm512_srlv_epi32(words, _mm512_and_si512(_mm512_slli_epi32(place, 1), _mm512_set1_epi32(31)));
    __mmask16 found = _mm512_test_epi32_mask(words, _mm512_set1_epi32(TG_BEGIN_IS_WORD));
    *longer = _mm512_test_epi32_mask(words, _mm512_set1_epi32(TG_BEGIN_GOES_ON)) & (__mmask16)~found;
    return found;
}

AVX512 static inline size_t filter(const tg_filter *f, const uint16_t *symbols, size_t begin, size_t end,
                                   uint32_t *candidates, bool singles)
{
    const __m128i pair_shift = _mm_cvtsi32_si128((int)(32 - f->pair_bits));
    const __m128i triple_shift = _mm_cvtsi32_si128((int)(32 - f->triple_bits));
    const __m128i quad_shift = _mm_cvtsi32_si128((int)(32 - f->quad_bits));
    const __m512i lane = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    size_t count = 0;
    for (size_t at = begin; at < end; at += 16) {
        __mmask16 lanes = end - at < 16 ? (__mmask16)((1u << (end - at)) - 1) : 0xFFFF;
        __m512i first = load(symbols + at), second = load(symbols + at + 1);
        __mmask16 longer = _mm512_mask_test_epi32_mask(_mm512_mask_test_epi32_mask(lanes, first, first), second, second);
        __mmask16 found = singles ? has_bit(f->singles, first, lanes) : 0;
        if (longer) {
            __m512i hash = _mm512_add_epi32(times(first, TG_HASH_FIRST), times(second, TG_HASH_SECOND));
            found |= look_up(f->pairs, hash, pair_shift, &longer);
            if (longer) {
                hash = _mm512_add_epi32(hash, times(load(symbols + at + 2), TG_HASH_THIRD));
                found |= look_up(f->triples, hash, triple_shift, &longer);
            }
            if (longer) {
                hash = _mm512_add_epi32(hash, times(load(symbols + at + 3), TG_HASH_FOURTH));
                found |= has_bit(f->quads, _mm512_srl_epi32(hash, quad_shift), longer);
            }
        }
        if (!found)
            continue;
        __m512i places = _mm512_add_epi32(_mm512_set1_epi32((int)at), lane);
        _mm512_storeu_si512(candidates + count, _mm512_maskz_compress_epi32(found, places));
        count += (size_t)__builtin_popcount(found);
    }
    return count;
}

AVX512 size_t tg_filter_avx512(const tg_filter *f, const uint16_t *symbols, size_t begin, size_t end, uint32_t *candidates)
{
    return filter(f, symbols, begin, end, candidates, false);
}

AVX512 size_t tg_filter_avx512_singles(const tg_filter *f, const uint16_t *symbols, size_t begin, size_t end,
                                       uint32_t *candidates)
{
    return filter(f, symbols, begin, end, candidates, true);
}
#else
typedef int tg_no_avx512;
#endif
