/* Runs of symbols: copying and hashing; see runs.h. */
#include "model/runs.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

/* Odd multipliers, so that the upper half of a sum of products is a universal hash; one sum serves all orders, each with
 * its own salt. */
static const uint32_t multipliers[5] = {0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F, 0x165667B1};
static const uint32_t salts[5] = {0x2545F491, 0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A};

const int16_t tg_word_multipliers[TG_RUN_STEP] = {0x3A19, 0x6D2B, 0x1F35, 0x74C7, 0x2B61, 0x5E9D, 0x4783, 0x13EF,
                                                  0x69A5, 0x3857, 0x7211, 0x2CD3, 0x5B0F, 0x41B9, 0x1687, 0x7F4D};

/* Whether symbol i is the last of four equal ones. */
static bool repeats(const uint16_t *symbols, size_t i)
{
    return i >= 3 && symbols[i] == symbols[i - 1] && symbols[i] == symbols[i - 2] && symbols[i] == symbols[i - 3];
}

static size_t take_run_scalar(const uint16_t *symbols, tg_run_range range, uint16_t *out, uint32_t *word)
{
    uint32_t sum = 0;
    size_t n = 0;
    for (; n < TG_RUN_STEP && symbols[n] >= range.first && symbols[n] <= range.last; n++) {
        if (repeats(symbols, n))
            return 0;
        out[n] = symbols[n];
        sum += (uint32_t)((int16_t)symbols[n] * tg_word_multipliers[n]);
    }
    *word += sum;
    return n;
}

/* Inlined into a function for each processor, so that the compiler makes vectors of its kind of the loop. */
static inline __attribute__((always_inline)) void hash_run(const uint16_t *restrict s, size_t count, size_t least,
                                                           uint16_t *restrict index)
{
    for (size_t i = 0; i < count; i++) {
        const uint16_t *p = s + i;
        uint32_t hash = p[0] * multipliers[0];
        if (least == 1)
            index[i] = (uint16_t)((hash + salts[0]) >> 16);
        hash += p[-1] * multipliers[1];
        index[(2 - least) * count + i] = (uint16_t)((hash + salts[1]) >> 16);
        hash += p[-2] * multipliers[2];
        index[(3 - least) * count + i] = (uint16_t)((hash + salts[2]) >> 16);
        hash += p[-3] * multipliers[3];
        index[(4 - least) * count + i] = (uint16_t)((hash + salts[3]) >> 16);
        if (least == 2) {
            hash += p[-4] * multipliers[4];
            index[3 * count + i] = (uint16_t)((hash + salts[4]) >> 16);
        }
    }
}

static inline __attribute__((always_inline)) void hash_either(const uint16_t *s, size_t count, size_t least, uint16_t *index)
{
    if (least == 1)
        hash_run(s, count, 1, index);
    else
        hash_run(s, count, 2, index);
}

static void hash_run_scalar(const uint16_t *symbols, size_t count, size_t least, uint16_t *index)
{
    hash_either(symbols, count, least, index);
}

#if defined(__x86_64__)

__attribute__((target("avx2"))) static size_t take_run_avx2(const uint16_t *symbols, tg_run_range range, uint16_t *out,
                                                            uint32_t *word)
{
    const __m256i first = _mm256_set1_epi16((short)range.first), last = _mm256_set1_epi16((short)range.last);
    __m256i s = _mm256_loadu_si256((const __m256i *)(const void *)symbols);
    __m256i next = _mm256_loadu_si256((const __m256i *)(const void *)(symbols + 1));
    __m256i within = _mm256_and_si256(_mm256_cmpeq_epi16(_mm256_max_epu16(s, first), s),
                                      _mm256_cmpeq_epi16(_mm256_min_epu16(s, last), s));
    uint32_t mask = (uint32_t)_mm256_movemask_epi8(within);
    size_t n = mask == UINT32_MAX ? TG_RUN_STEP : (size_t)__builtin_ctz(~mask) / 2;
    uint32_t equal = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi16(s, next)); /* bit 2 i: i and i + 1 */
    uint32_t four = equal & equal >> 2 & equal >> 4;
    if (four && (size_t)__builtin_ctz(four) / 2 + 3 < n)
        return 0;
    _mm256_storeu_si256((__m256i *)(void *)out, s);
    static const int16_t places[2 * TG_RUN_STEP] = {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1};
    __m256i kept = _mm256_loadu_si256((const __m256i *)(const void *)(places + TG_RUN_STEP - n)); /* n times -1, then 0 */
    __m256i m = _mm256_loadu_si256((const __m256i *)(const void *)tg_word_multipliers);
    __m256i products = _mm256_madd_epi16(_mm256_and_si256(s, kept), m);
    __m128i sum = _mm_add_epi32(_mm256_castsi256_si128(products), _mm256_extracti128_si256(products, 1));
    sum = _mm_add_epi32(sum, _mm_shuffle_epi32(sum, 0x4E));
    sum = _mm_add_epi32(sum, _mm_shuffle_epi32(sum, 0xB1));
    *word += (uint32_t)_mm_cvtsi128_si32(sum);
    return n;
}

__attribute__((target("avx2"))) static void hash_run_avx2(const uint16_t *symbols, size_t count, size_t least,
                                                          uint16_t *index)
{
    hash_either(symbols, count, least, index);
}

__attribute__((target("avx512f,avx512bw,avx512vl,avx512dq"))) static void hash_run_avx512(const uint16_t *symbols,
                                                                                          size_t count, size_t least,
                                                                                          uint16_t *index)
{
    hash_either(symbols, count, least, index);
}

#endif

const tg_run_kernels *tg_run_kernels_for(enum tg_cpu cpu)
{
    static const tg_run_kernels scalar = {take_run_scalar, hash_run_scalar};
#if defined(__x86_64__)
    static const tg_run_kernels avx2 = {take_run_avx2, hash_run_avx2}, avx512 = {take_run_avx2, hash_run_avx512};
    return cpu == TG_CPU_AVX512 ? &avx512 : cpu == TG_CPU_AVX2 ? &avx2 : &scalar;
#else
    (void)cpu;
    return &scalar;
#endif
}
