/* Sums of rows: the inner loop of all models. The scalar version says what is meant; the others give the same. 16-bit lanes
 * hold 256 int8 values, so that they are emptied into 64 bits after so many rows. */
#include "model/model.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

enum { ROWS_OF_16_BITS = 256 };

void tg_sum_scalar(const tg_bank *bank, const uint16_t *index, size_t count, int64_t *sums)
{
    unsigned shift = TG_MODEL_HASH_BITS - bank->bits;
    for (size_t i = 0; i < count; i++) {
        const int8_t *row = bank->rows + (size_t)(index[i] >> shift) * bank->stride;
        for (size_t c = 0; c < bank->stride; c++)
            sums[c] += row[c];
    }
}

#if defined(__x86_64__)

__attribute__((target("avx2"))) static void sum_avx2(const tg_bank *bank, const uint16_t *index, size_t count,
                                                     int64_t *sums)
{
    unsigned shift = TG_MODEL_HASH_BITS - bank->bits;
    size_t stride = bank->stride;
    for (size_t begin = 0; begin < count; begin += ROWS_OF_16_BITS) {
        size_t end = count - begin < ROWS_OF_16_BITS ? count : begin + ROWS_OF_16_BITS;
        for (size_t c = 0; c < stride; c += 32) {
            const int8_t *rows = bank->rows + c;
            bool two = stride - c >= 32;
            __m256i low = _mm256_setzero_si256(), high = low;
            for (size_t i = begin; i < end; i++) {
                const int8_t *row = rows + (size_t)(index[i] >> shift) * stride;
                low = _mm256_add_epi16(low, _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(const void *)row)));
                if (two)
                    high = _mm256_add_epi16(
                        high, _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(const void *)(row + 16))));
            }
            int16_t lanes[32];
            _mm256_storeu_si256((__m256i *)(void *)lanes, low);
            _mm256_storeu_si256((__m256i *)(void *)(lanes + 16), high);
            for (size_t k = 0; k < (two ? 32 : 16); k++)
                sums[c + k] += lanes[k];
        }
    }
}

__attribute__((target("avx512f,avx512bw"))) static void sum_avx512(const tg_bank *bank, const uint16_t *index,
                                                                   size_t count, int64_t *sums)
{
    unsigned shift = TG_MODEL_HASH_BITS - bank->bits;
    size_t stride = bank->stride, whole = stride / 32 * 32;
    for (size_t begin = 0; begin < count; begin += ROWS_OF_16_BITS) {
        size_t end = count - begin < ROWS_OF_16_BITS ? count : begin + ROWS_OF_16_BITS;
        for (size_t c = 0; c < whole; c += 32) {
            const int8_t *rows = bank->rows + c;
            __m512i sum = _mm512_setzero_si512(), other = sum;
            size_t i = begin;
            for (; i + 2 <= end; i += 2) {
                const int8_t *a = rows + (size_t)(index[i] >> shift) * stride;
                const int8_t *b = rows + (size_t)(index[i + 1] >> shift) * stride;
                sum = _mm512_add_epi16(sum, _mm512_cvtepi8_epi16(_mm256_loadu_si256((const __m256i *)(const void *)a)));
                other = _mm512_add_epi16(other,
                                         _mm512_cvtepi8_epi16(_mm256_loadu_si256((const __m256i *)(const void *)b)));
            }
            if (i < end) {
                const int8_t *a = rows + (size_t)(index[i] >> shift) * stride;
                sum = _mm512_add_epi16(sum, _mm512_cvtepi8_epi16(_mm256_loadu_si256((const __m256i *)(const void *)a)));
            }
            int16_t lanes[32];
            _mm512_storeu_si512(lanes, _mm512_add_epi16(sum, other));
            for (size_t k = 0; k < 32; k++)
                sums[c + k] += lanes[k];
        }
    }
    if (whole < stride) { /* a last block of 16 columns */
        for (size_t begin = 0; begin < count; begin += ROWS_OF_16_BITS) {
            size_t end = count - begin < ROWS_OF_16_BITS ? count : begin + ROWS_OF_16_BITS;
            __m256i sum = _mm256_setzero_si256();
            for (size_t i = begin; i < end; i++) {
                const int8_t *row = bank->rows + whole + (size_t)(index[i] >> shift) * stride;
                sum = _mm256_add_epi16(sum, _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(const void *)row)));
            }
            int16_t lanes[16];
            _mm256_storeu_si256((__m256i *)(void *)lanes, sum);
            for (size_t k = 0; k < 16; k++)
                sums[whole + k] += lanes[k];
        }
    }
}

#endif

tg_sum_fn tg_sum_for(enum tg_cpu cpu)
{
    switch (cpu) {
#if defined(__x86_64__)
    case TG_CPU_AVX512:
        return sum_avx512;
    case TG_CPU_AVX2:
        return sum_avx2;
#else
    case TG_CPU_AVX512:
    case TG_CPU_AVX2:
#endif
    case TG_CPU_SCALAR:
        break;
    }
    return tg_sum_scalar;
}
