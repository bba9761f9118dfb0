/* Minima under many permutations; see minhash.h. The scalar version is the reference of the others. */
#include "near/minhash.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

static void compute_scalar(const tg_minhash *minhash, const uint64_t *hashes, size_t count, uint32_t *minima)
{
    memset(minima, 0xFF, TG_MINHASH * sizeof *minima);
    for (size_t i = 0; i < count; i++) {
        uint32_t hash = (uint32_t)hashes[i];
        for (size_t k = 0; k < TG_MINHASH; k++) {
            uint32_t value = hash * minhash->factors[k] + minhash->addends[k];
            minima[k] = value < minima[k] ? value : minima[k];
        }
    }
}

#if defined(__x86_64__)

/* Four vectors of eight at a time, which with their factors and addends fit the registers. */
__attribute__((target("avx2"))) static void compute_avx2(const tg_minhash *minhash, const uint64_t *hashes, size_t count,
                                                         uint32_t *minima)
{
    enum { LANES = 8, VECTORS = 4 };
    for (size_t k = 0; k < TG_MINHASH; k += LANES * VECTORS) {
        __m256i f[VECTORS], a[VECTORS], m[VECTORS];
        for (size_t v = 0; v < VECTORS; v++) {
            f[v] = _mm256_loadu_si256((const void *)(minhash->factors + k + v * LANES));
            a[v] = _mm256_loadu_si256((const void *)(minhash->addends + k + v * LANES));
            m[v] = _mm256_set1_epi32(-1);
        }
        for (size_t i = 0; i < count; i++) {
            __m256i hash = _mm256_set1_epi32((int)(uint32_t)hashes[i]);
            for (size_t v = 0; v < VECTORS; v++)
                m[v] = _mm256_min_epu32(m[v], _mm256_add_epi32(_mm256_mullo_epi32(hash, f[v]), a[v]));
        }
        for (size_t v = 0; v < VECTORS; v++)
            _mm256_storeu_si256((void *)(minima + k + v * LANES), m[v]);
    }
}

__attribute__((target("avx512f"))) static void compute_avx512(const tg_minhash *minhash, const uint64_t *hashes,
                                                              size_t count, uint32_t *minima)
{
    enum { LANES = 16, VECTORS = TG_MINHASH / LANES };
    __m512i f[VECTORS], a[VECTORS], m[VECTORS];
    for (size_t v = 0; v < VECTORS; v++) {
        f[v] = _mm512_loadu_si512(minhash->factors + v * LANES);
        a[v] = _mm512_loadu_si512(minhash->addends + v * LANES);
        m[v] = _mm512_set1_epi32(-1);
    }
    for (size_t i = 0; i < count; i++) {
        __m512i hash = _mm512_set1_epi32((int)(uint32_t)hashes[i]);
        for (size_t v = 0; v < VECTORS; v++)
            m[v] = _mm512_min_epu32(m[v], _mm512_add_epi32(_mm512_mullo_epi32(hash, f[v]), a[v]));
    }
    for (size_t v = 0; v < VECTORS; v++)
        _mm512_storeu_si512(minima + v * LANES, m[v]);
}

#endif

/* splitmix64, of Sebastiano Vigna: the permutations are part of the format. */
static uint32_t next_random(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return (uint32_t)((z ^ z >> 31) >> 32);
}

void tg_minhash_init(tg_minhash *minhash, enum tg_cpu level)
{
    uint64_t state = 1;
    for (size_t i = 0; i < TG_MINHASH; i++) {
        minhash->factors[i] = next_random(&state) | 1;
        minhash->addends[i] = next_random(&state);
    }
    minhash->compute = compute_scalar;
#if defined(__x86_64__)
    level = level < tg_cpu_level() ? level : tg_cpu_level();
    if (level == TG_CPU_AVX2)
        minhash->compute = compute_avx2;
    else if (level == TG_CPU_AVX512)
        minhash->compute = compute_avx512;
#else
    (void)level;
#endif
}
