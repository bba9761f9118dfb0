/* What the vector kernels have in common. A kernel is a function with TG_AVX2 or TG_AVX512 in front, so that one library runs
 * everywhere; which may run says tg_cpu_level. */
#ifndef TG_BASE_VECTOR_H
#define TG_BASE_VECTOR_H

#ifdef __x86_64__
#include <immintrin.h>
#include <stddef.h>
#include <stdint.h>

#define TG_AVX2 __attribute__((target("avx2")))
#define TG_AVX512 \
    __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi,avx512vbmi2,bmi,bmi2,lzcnt,popcnt")))

/* The lowest `count` of sixteen lanes. */
static inline __mmask16 tg_lanes_below(size_t count)
{
    return (__mmask16)(count < 16 ? (1u << count) - 1 : 0xFFFFu);
}

/* The lowest `count` of 64 lanes. */
static inline __mmask64 tg_bytes_below(size_t count)
{
    return count < 64 ? (UINT64_C(1) << count) - 1 : UINT64_MAX;
}
#endif

#endif
