/* The inner loops; see kernels.h. */
#include "language/kernels.h"

#include <string.h>

#include "base/vector.h"

_Static_assert(TG_LANGUAGE_FEATURES * 128 <= INT16_MAX, "sums of a word fit");

static void sum_scalar(const int8_t *rows, size_t stride, const uint32_t *index, size_t count, int16_t *sums)
{
    memset(sums, 0, stride * sizeof *sums);
    for (size_t i = 0; i < count; i++)
        for (size_t c = 0; c < stride; c++)
            sums[c] = (int16_t)(sums[c] + rows[index[i] * stride + c]);
}

static int16_t saturate(int32_t value)
{
    return (int16_t)(value > INT16_MAX ? INT16_MAX : value < INT16_MIN ? INT16_MIN : value);
}

/* For each column the best stretch that ends with the word at hand (Kadane). */
static bool is_mixed_scalar(const int16_t *words, size_t stride, size_t count, size_t best, int16_t limit)
{
    int16_t stretch[TG_LANGUAGE_COLUMNS] = {0};
    bool mixed = false;
    for (size_t i = 0; i < count; i++, words += TG_LANGUAGE_COLUMNS)
        for (size_t c = 0; c < stride; c++) {
            int16_t more = saturate(words[c] - words[best]), sum = saturate(stretch[c] + more);
            stretch[c] = sum > 0 ? sum : 0;
            mixed |= stretch[c] > limit;
        }
    return mixed;
}

static const tg_language_kernels scalar = {sum_scalar, is_mixed_scalar};

#ifdef __x86_64__

TG_AVX2 static inline __m256i sixteen(const int8_t *row)
{
    return _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(const void *)row));
}

TG_AVX2 static inline void put(int16_t *out, __m256i lanes)
{
    _mm256_storeu_si256((__m256i *)(void *)out, lanes);
}

TG_AVX2 static inline __m256i get(const int16_t *in)
{
    return _mm256_loadu_si256((const __m256i *)(const void *)in);
}

TG_AVX2 static void sum_avx2(const int8_t *rows, size_t stride, const uint32_t *index, size_t count, int16_t *sums)
{
    if (stride == TG_LANGUAGE_COLUMNS) {
        __m256i a = _mm256_setzero_si256(), b = a, c = a, d = a;
        for (size_t i = 0; i < count; i++) {
            const int8_t *row = rows + (size_t)index[i] * TG_LANGUAGE_COLUMNS;
            a = _mm256_add_epi16(a, sixteen(row));
            b = _mm256_add_epi16(b, sixteen(row + 16));
            c = _mm256_add_epi16(c, sixteen(row + 32));
            d = _mm256_add_epi16(d, sixteen(row + 48));
        }
        put(sums, a);
        put(sums + 16, b);
        put(sums + 32, c);
        put(sums + 48, d);
        return;
    }
    for (size_t c = 0; c < stride; c += TG_LANGUAGE_BLOCK) {
        __m256i sum = _mm256_setzero_si256();
        for (size_t i = 0; i < count; i++)
            sum = _mm256_add_epi16(sum, sixteen(rows + index[i] * stride + c));
        put(sums + c, sum);
    }
}

TG_AVX2 static bool is_mixed_avx2(const int16_t *words, size_t stride, size_t count, size_t best, int16_t limit)
{
    __m256i zero = _mm256_setzero_si256(), most = zero;
    for (size_t c = 0; c < stride; c += TG_LANGUAGE_BLOCK) {
        __m256i stretch = zero;
        for (size_t i = 0; i < count; i++) {
            const int16_t *word = words + i * TG_LANGUAGE_COLUMNS;
            __m256i more = _mm256_subs_epi16(get(word + c), _mm256_set1_epi16(word[best]));
            stretch = _mm256_max_epi16(_mm256_adds_epi16(stretch, more), zero);
            most = _mm256_max_epi16(most, stretch);
        }
    }
    return _mm256_movemask_epi8(_mm256_cmpgt_epi16(most, _mm256_set1_epi16(limit))) != 0;
}

TG_AVX512 static void sum_avx512(const int8_t *rows, size_t stride, const uint32_t *index, size_t count, int16_t *sums)
{
    if (stride != TG_LANGUAGE_COLUMNS) {
        sum_avx2(rows, stride, index, count, sums);
        return;
    }
    __m512i a = _mm512_setzero_si512(), b = a;
    for (size_t i = 0; i < count; i++) {
        __m512i row = _mm512_loadu_si512(rows + (size_t)index[i] * TG_LANGUAGE_COLUMNS);
        a = _mm512_add_epi16(a, _mm512_cvtepi8_epi16(_mm512_castsi512_si256(row)));
        b = _mm512_add_epi16(b, _mm512_cvtepi8_epi16(_mm512_extracti64x4_epi64(row, 1)));
    }
    _mm512_storeu_si512(sums, a);
    _mm512_storeu_si512(sums + 32, b);
}

static const tg_language_kernels avx2 = {sum_avx2, is_mixed_avx2}, avx512 = {sum_avx512, is_mixed_avx2};

#endif

const tg_language_kernels *tg_language_kernels_for(tg_cpu cpu)
{
    switch (cpu) {
#ifdef __x86_64__
    case TG_CPU_AVX512:
        return &avx512;
    case TG_CPU_AVX2:
        return &avx2;
#else
    case TG_CPU_AVX512:
    case TG_CPU_AVX2:
#endif
    case TG_CPU_SCALAR:
        break;
    }
    return &scalar;
}
