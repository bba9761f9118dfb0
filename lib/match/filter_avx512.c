/* The filter with AVX-512, sixteen positions at a time; see filter.h. */
#ifdef __x86_64__
#include "base/vector.h"
#include "match/filter.h"

TG_AVX512 static inline __m512i load(const uint16_t *symbols)
{
    return _mm512_cvtepu16_epi32(_mm256_loadu_si256((const __m256i *)(const void *)symbols));
}

TG_AVX512 static inline __m512i times(__m512i symbols, uint32_t factor)
{
    return _mm512_mullo_epi32(symbols, _mm512_set1_epi32((int)factor));
}

/* The lanes whose bit is in a set, of those asked for. */
TG_AVX512 static inline __mmask16 has_bit(const uint32_t *set, __m512i bit, __mmask16 lanes)
{
    __m512i words = _mm512_mask_i32gather_epi32(_mm512_setzero_si512(), lanes, _mm512_srli_epi32(bit, 5), set, 4);
    __m512i mask = _mm512_sllv_epi32(_mm512_set1_epi32(1), _mm512_and_si512(bit, _mm512_set1_epi32(31)));
    return _mm512_test_epi32_mask(words, mask);
}

/* Of the lanes asked for, those of which a set says that a word is just what the hash is of; *longer: that one only goes
 * on. */
TG_AVX512 static inline __mmask16 look_up(const uint32_t *set, __m512i hash, __m128i shift, __mmask16 lanes, __mmask16 *longer)
{
    __m512i place = _mm512_srl_epi32(hash, shift);
    __m512i words = _mm512_mask_i32gather_epi32(_mm512_setzero_si512(), lanes, _mm512_srli_epi32(place, 4), set, 4);
    words = _mm512_srlv_epi32(words, _mm512_and_si512(_mm512_slli_epi32(place, 1), _mm512_set1_epi32(31)));
    __mmask16 found = _mm512_test_epi32_mask(words, _mm512_set1_epi32(TG_BEGIN_IS_WORD));
    *longer = _mm512_mask_test_epi32_mask((__mmask16)~found, words, _mm512_set1_epi32(TG_BEGIN_GOES_ON));
    return found;
}

/* Marks a position at which a word begins as far as its first symbols say; others may yet be ruled out by the next. */
#define CERTAIN 0x80000000u

/* Positions whose first two symbols may begin a word, with the hash of these, in one row each. */
TG_AVX512 static inline size_t pass_pairs(const tg_filter *f, const uint16_t *symbols, size_t begin, size_t end,
                                       uint32_t *candidates, uint32_t *hashes, bool singles)
{
    const __m128i shift = _mm_cvtsi32_si128((int)(32 - f->pair_bits));
    __m512i places = _mm512_add_epi32(_mm512_set1_epi32((int)begin),
                                      _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
    size_t count = 0;
    for (size_t at = begin; at < end; at += 16) {
        __mmask16 lanes = tg_lanes_below(end - at), longer;
        __m512i first = load(symbols + at), second = load(symbols + at + 1);
        __mmask16 known = _mm512_mask_test_epi32_mask(_mm512_mask_test_epi32_mask(lanes, first, first), second, second);
        __m512i hash = _mm512_add_epi32(times(first, TG_HASH_FIRST), times(second, TG_HASH_SECOND));
        __mmask16 found = look_up(f->pairs, hash, shift, known, &longer);
        if (singles)
            found |= has_bit(f->singles, first, lanes);
        __mmask16 kept = (found | longer) & lanes;
        __m512i marked = _mm512_mask_or_epi32(places, found, places, _mm512_set1_epi32((int)CERTAIN));
        _mm512_storeu_si512(candidates + count, _mm512_maskz_compress_epi32(kept, marked));
        _mm512_storeu_si512(hashes + count, _mm512_maskz_compress_epi32(kept, hash));
        count += (size_t)__builtin_popcount(kept);
        places = _mm512_add_epi32(places, _mm512_set1_epi32(16));
    }
    return count;
}

/* Those of the positions whose third and fourth symbols may go on. One gather reads both. */
TG_AVX512 static inline size_t pass_quads(const tg_filter *f, const uint16_t *symbols, uint32_t *candidates, size_t had,
                                       const uint32_t *hashes)
{
    const __m128i triple_shift = _mm_cvtsi32_si128((int)(32 - f->triple_bits));
    const __m128i quad_shift = _mm_cvtsi32_si128((int)(32 - f->quad_bits));
    size_t count = 0;
    for (size_t i = 0; i < had; i += 16) {
        __mmask16 lanes = tg_lanes_below(had - i), longer;
        __m512i marked = _mm512_loadu_si512(candidates + i), hash = _mm512_loadu_si512(hashes + i);
        __m512i places = _mm512_andnot_si512(_mm512_set1_epi32((int)CERTAIN), marked);
        __mmask16 found = _mm512_mask_test_epi32_mask(lanes, marked, _mm512_set1_epi32((int)CERTAIN));
        __mmask16 open = lanes & (__mmask16)~found;
        __m512i next = _mm512_mask_i32gather_epi32(_mm512_setzero_si512(), open, places, symbols + 2, 2);
        hash = _mm512_add_epi32(hash, times(_mm512_and_si512(next, _mm512_set1_epi32(0xFFFF)), TG_HASH_THIRD));
        found |= look_up(f->triples, hash, triple_shift, open, &longer);
        hash = _mm512_add_epi32(hash, times(_mm512_srli_epi32(next, 16), TG_HASH_FOURTH));
        found |= has_bit(f->quads, _mm512_srl_epi32(hash, quad_shift), longer);
        _mm512_storeu_si512(candidates + count, _mm512_maskz_compress_epi32(found, places));
        count += (size_t)__builtin_popcount(found);
    }
    return count;
}

TG_AVX512 static inline size_t filter(const tg_filter *f, const uint16_t *symbols, size_t begin, size_t end,
                                   uint32_t *candidates, bool singles)
{
    uint32_t *hashes = candidates + (end - begin) + TG_FILTER_BLOCK;
    size_t count = pass_pairs(f, symbols, begin, end, candidates, hashes, singles);
    return pass_quads(f, symbols, candidates, count, hashes);
}

TG_AVX512 size_t tg_filter_avx512(const tg_filter *f, const uint16_t *symbols, size_t begin, size_t end, uint32_t *candidates)
{
    return filter(f, symbols, begin, end, candidates, false);
}

TG_AVX512 size_t tg_filter_avx512_singles(const tg_filter *f, const uint16_t *symbols, size_t begin, size_t end,
                                       uint32_t *candidates)
{
    return filter(f, symbols, begin, end, candidates, true);
}
#else
typedef int tg_no_avx512;
#endif
