/* Plain runs with AVX2: ASCII sixteen bytes at a time, characters of three bytes eight at a time; see plain.h. */
#ifdef __x86_64__
#include "base/vector.h"
#include "text/plain.h"

/* The 16-bit items of a table at eight indices. Pairs of them are gathered, so that nothing behind the table is read. */
TG_AVX2 static inline __m256i gather(const uint16_t *table, __m256i at)
{
    __m256i pairs = _mm256_i32gather_epi32((const int *)(const void *)table, _mm256_srli_epi32(at, 1), 4);
    __m256i shift = _mm256_slli_epi32(_mm256_and_si256(at, _mm256_set1_epi32(1)), 4);
    return _mm256_and_si256(_mm256_srlv_epi32(pairs, shift), _mm256_set1_epi32(0xFFFF));
}

static size_t take_ascii(const uint16_t *symbols, const unsigned char *text, size_t at, tg_plain_out *out)
{
    size_t count = out->count;
    for (size_t i = 0; i < 16; i++) {
        uint16_t symbol = symbols[text[at + i]];
        if (symbol >= TG_SYMBOL_DROPPED)
            return i;
        out->symbols[count + i] = symbol;
        out->begins[count + i] = (uint32_t)(at + i);
        out->ends[count + i] = (uint32_t)(at + i + 1);
    }
    return 16;
}

/* Four characters of three bytes to code points, in lanes of 32 bits: byte 2, byte 1, byte 0. */
TG_AVX2 static inline __m128i spread(__m128i bytes)
{
    return _mm_shuffle_epi8(bytes, _mm_setr_epi8(2, 1, 0, -1, 5, 4, 3, -1, 8, 7, 6, -1, 11, 10, 9, -1));
}

/* Whether all eight characters at `text` are of three bytes and well-formed; those that E0 and ED begin are left out. */
TG_AVX2 static inline bool read_threes(const unsigned char *text, __m256i *code_points)
{
    __m128i low = spread(_mm_loadu_si128((const __m128i *)(const void *)text));
    __m128i high = spread(_mm_loadu_si128((const __m128i *)(const void *)(text + 12)));
    __m256i all = _mm256_inserti128_si256(_mm256_castsi128_si256(low), high, 1);
    __m256i shape = _mm256_cmpeq_epi32(_mm256_and_si256(all, _mm256_set1_epi32(0xF0C0C0)), _mm256_set1_epi32(0xE08080));
    __m256i lead = _mm256_and_si256(all, _mm256_set1_epi32(0x0F0000));
    __m256i odd = _mm256_or_si256(_mm256_cmpeq_epi32(lead, _mm256_setzero_si256()),
                                  _mm256_cmpeq_epi32(lead, _mm256_set1_epi32(0x0D0000)));
    __m256i low_bits = _mm256_and_si256(all, _mm256_set1_epi32(0x3F));
    __m256i middle = _mm256_and_si256(_mm256_srli_epi32(all, 2), _mm256_set1_epi32(0x3F << 6));
    __m256i high_bits = _mm256_srli_epi32(lead, 4);
    *code_points = _mm256_or_si256(_mm256_or_si256(low_bits, middle), high_bits);
    return _mm256_movemask_epi8(_mm256_andnot_si256(odd, shape)) == -1;
}

/* Takes eight characters of three bytes if all are plain. */
TG_AVX2 static inline bool take_threes(const tg_lane *lane, const unsigned char *text, size_t at, tg_plain_out *out)
{
    __m256i code_points;
    if (!read_threes(text + at, &code_points))
        return false;
    __m256i item = code_points;
    if (!lane->flat) {
        item = _mm256_slli_epi32(gather(lane->index, _mm256_srli_epi32(code_points, 7)), 7);
        item = _mm256_add_epi32(item, _mm256_and_si256(code_points, _mm256_set1_epi32(127)));
    }
    __m256i symbols = gather(lane->symbols, item);
    if (_mm256_movemask_epi8(_mm256_cmpgt_epi32(symbols, _mm256_set1_epi32(TG_SYMBOL_DROPPED - 1))))
        return false;
    __m128i packed = _mm_packus_epi32(_mm256_castsi256_si128(symbols), _mm256_extracti128_si256(symbols, 1));
    _mm_storeu_si128((__m128i *)(void *)(out->symbols + out->count), packed);
    __m256i begins = _mm256_add_epi32(_mm256_set1_epi32((int)at), _mm256_setr_epi32(0, 3, 6, 9, 12, 15, 18, 21));
    _mm256_storeu_si256((__m256i *)(void *)(out->begins + out->count), begins);
    _mm256_storeu_si256((__m256i *)(void *)(out->ends + out->count), _mm256_add_epi32(begins, _mm256_set1_epi32(3)));
    out->count += 8;
    return true;
}

TG_AVX2 size_t tg_plain_avx2(const tg_lane *lane, const unsigned char *text, size_t at, size_t limit, size_t full,
                             tg_plain_out *out)
{
    const uint16_t *symbols = lane->symbols + (size_t)lane->index[0] * TG_TABLE_BLOCK;
    while (limit - at >= 28 && out->count + 24 <= full) {
        if (_mm_movemask_epi8(_mm_loadu_si128((const __m128i *)(const void *)(text + at))) == 0) {
            size_t taken = take_ascii(symbols, text, at, out);
            out->count += taken;
            at += taken;
            if (taken < 16)
                return at;
        } else if (take_threes(lane, text, at, out)) {
            at += 24;
        } else {
            return at;
        }
    }
    return at;
}
#else
typedef int tg_no_avx2;
#endif
