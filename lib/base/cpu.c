/* What the processor can do; see cpu.h. */
#include "base/cpu.h"

enum tg_cpu tg_cpu_level(void)
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512vbmi2"))
        return TG_CPU_AVX512;
    if (__builtin_cpu_supports("avx2"))
        return TG_CPU_AVX2;
#endif
    return TG_CPU_SCALAR;
}
