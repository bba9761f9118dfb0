/* Runs of symbols: hashing them, and reading them many at a time; see runs.h. */
#include "model/runs.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

/* Odd multipliers, so that the upper half of a sum of products is a universal hash; one sum serves all orders, each with
 * its own salt. */
static const uint32_t multipliers[5] = {0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F, 0x165667B1};
static const uint32_t salts[5] = {0x2545F491, 0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A};

#define WORD_MULTIPLIERS                                                                           \
    0x3A19, 0x6D2B, 0x1F35, 0x74C7, 0x2B61, 0x5E9D, 0x4783, 0x13EF, 0x69A5, 0x3857, 0x7211, 0x2CD3, 0x5B0F, 0x41B9,     \
        0x1687, 0x7F4D

const int16_t tg_word_multipliers[3 * TG_WORD_PERIOD] = {WORD_MULTIPLIERS, WORD_MULTIPLIERS, WORD_MULTIPLIERS};

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

static void hash_scalar(const uint16_t *symbols, size_t count, size_t least, uint16_t *index)
{
    hash_either(symbols, count, least, index);
}

#if defined(__x86_64__)

__attribute__((target("avx2"))) static void hash_avx2(const uint16_t *symbols, size_t count, size_t least, uint16_t *index)
{
    hash_either(symbols, count, least, index);
}

#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,avx512vbmi2")))

AVX512 static void hash_avx512(const uint16_t *symbols, size_t count, size_t least, uint16_t *index)
{
    hash_either(symbols, count, least, index);
}

/* What 32 symbols are, a bit each. */
typedef struct sorts {
    uint32_t latin, han, mark, gap; /* up to `count` */
    unsigned count;                 /* symbols before one that is none of these, or of the other script */
} sorts;

AVX512 static inline uint32_t kind_mask(__m512i kinds, tg_feature_kind kind)
{
    return _mm512_cmpeq_epi16_mask(kinds, _mm512_set1_epi16((short)kind));
}

AVX512 static inline sorts sort_symbols(const tg_features *f, __m512i s, bool latin)
{
    __m512i low = _mm512_loadu_si512(f->low_kinds), high = _mm512_loadu_si512(f->low_kinds + 64);
    uint32_t is_low = _mm512_cmplt_epu16_mask(s, _mm512_set1_epi16(TG_FEATURES_LOW));
    /* The odd bytes of small symbols are 0, and what they choose is masked away. */
    __m512i kinds = _mm512_and_si512(_mm512_permutex2var_epi8(low, s, high), _mm512_set1_epi16(0xFF));
    sorts r = {
        .latin = is_low & kind_mask(kinds, TG_FEATURE_LATIN),
        .mark = is_low & kind_mask(kinds, TG_FEATURE_MARK),
        .gap = is_low & kind_mask(kinds, TG_FEATURE_GAP),
        .han = _mm512_cmpge_epu16_mask(s, _mm512_set1_epi16((short)f->han_first)) &
               _mm512_cmple_epu16_mask(s, _mm512_set1_epi16((short)f->han_last)),
    };
    uint32_t others = ~(r.mark | r.gap | (latin ? r.latin : r.han));
    r.count = others ? (unsigned)__builtin_ctz(others) : 32;
    uint32_t within = r.count == 32 ? UINT32_MAX : (UINT32_C(1) << r.count) - 1;
    r.latin &= within;
    r.han &= within;
    r.mark &= within;
    r.gap &= within;
    return r;
}

/* The state behind a symbol of a kind at `last`, the equal ones before it counted. */
static void set_last(tg_features *f, const uint16_t *symbols, unsigned last, tg_feature_kind kind)
{
    f->kind = kind;
    f->last = symbols[last];
    f->run = 1;
    while (f->run <= last && symbols[last - f->run] == f->last)
        f->run++;
}

/* What `count` symbols add to a word's sum, the first of them being at a place of it. */
AVX512 static inline uint32_t word_sum(const uint16_t *symbols, unsigned count, uint32_t place)
{
    uint32_t mask = count == 32 ? UINT32_MAX : (UINT32_C(1) << count) - 1;
    __m512i s = _mm512_maskz_loadu_epi16(mask, symbols);
    __m512i m = _mm512_loadu_si512(tg_word_multipliers + place % TG_WORD_PERIOD);
    return (uint32_t)_mm512_reduce_add_epi32(_mm512_madd_epi16(s, m));
}

/* Latin letters behind a Latin letter: of each gap between words that ends here a break remains. */
AVX512 static unsigned read_latin(tg_features *f, const uint16_t *symbols, __m512i s, sorts r)
{
    uint32_t gaps = r.mark | r.gap, ends = gaps & r.latin >> 1; /* a gap's last symbol, a letter behind it */
    uint16_t *out = f->stream + TG_FEATURES_BEFORE;
    if (f->gap && r.latin & 1) /* the gap was at the end of what was read before */
        tg_features_end_word(f);
    __m512i kept = _mm512_mask_mov_epi16(s, gaps, _mm512_set1_epi16((short)TG_BREAK));
    size_t length = f->length;
    for (uint32_t left = r.latin; left;) { /* words, or parts of them */
        unsigned begin = (unsigned)__builtin_ctz(left);
        uint32_t behind = ~r.latin & ~((UINT32_C(1) << begin) - 1);
        unsigned end = behind ? (unsigned)__builtin_ctz(behind) : 32;
        if (begin > 0 && f->word_length)
            tg_features_end_word(f); /* its break is written over below */
        f->word += word_sum(symbols + begin, end - begin, f->word_length);
        f->word_length += end - begin;
        left = end == 32 ? 0 : left & ~((UINT32_C(1) << end) - 1);
    }
    _mm512_storeu_si512(out + length, _mm512_maskz_compress_epi16(r.latin | ends, kept));
    f->length = length + (unsigned)__builtin_popcount(r.latin | ends);
    f->seen[TG_FEATURE_LATIN] += (unsigned)__builtin_popcount(r.latin);
    bool gap = gaps >> (r.count - 1) & 1;
    if (r.latin)
        set_last(f, symbols, 31 - (unsigned)__builtin_clz(r.latin), TG_FEATURE_LATIN);
    f->gap = gap || (!r.latin && f->gap);
    return r.count;
}

/* Han and punctuation behind a script without spaces: blanks are nothing. */
AVX512 static unsigned read_han(tg_features *f, const uint16_t *symbols, __m512i s, sorts r)
{
    uint32_t kept = r.han | r.mark;
    _mm512_storeu_si512(f->stream + TG_FEATURES_BEFORE + f->length, _mm512_maskz_compress_epi16(kept, s));
    f->length += (unsigned)__builtin_popcount(kept);
    f->seen[TG_FEATURE_HAN] += (unsigned)__builtin_popcount(r.han);
    f->seen[TG_FEATURE_MARK] += (unsigned)__builtin_popcount(r.mark);
    if (kept) {
        unsigned last = 31 - (unsigned)__builtin_clz(kept);
        set_last(f, symbols, last, r.han >> last & 1 ? TG_FEATURE_HAN : TG_FEATURE_MARK);
    }
    f->gap = r.gap >> (r.count - 1) & 1;
    return r.count;
}

/* Fewer are read one by one. */
enum { WORTH = 8 };

AVX512 static size_t read_avx512(tg_features *f, const uint16_t *symbols)
{
    bool latin = f->kind == TG_FEATURE_LATIN;
    if (!latin && f->kind != TG_FEATURE_HAN && f->kind != TG_FEATURE_MARK)
        return 0;
    __m512i s = _mm512_loadu_si512(symbols), next = _mm512_loadu_si512(symbols + 1);
    sorts r = sort_symbols(f, s, latin);
    uint32_t equal = _mm512_cmpeq_epi16_mask(s, next) & (r.latin | r.han | r.mark);
    if (r.count < WORTH || equal & equal >> 1 & equal >> 2 || symbols[0] == f->last)
        return 0;
    return latin ? read_latin(f, symbols, s, r) : read_han(f, symbols, s, r);
}

#endif

const tg_run_kernels *tg_run_kernels_for(enum tg_cpu cpu)
{
    static const tg_run_kernels scalar = {hash_scalar, NULL};
#if defined(__x86_64__)
    static const tg_run_kernels avx2 = {hash_avx2, NULL}, avx512 = {hash_avx512, read_avx512};
    return cpu == TG_CPU_AVX512 ? &avx512 : cpu == TG_CPU_AVX2 ? &avx2 : &scalar;
#else
    (void)cpu;
    return &scalar;
#endif
}
