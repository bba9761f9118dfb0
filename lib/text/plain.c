/* Which kernel reads plain runs; see plain.h. */
#include "text/plain.h"

tg_plain_fn tg_plain_kernel(tg_cpu cpu)
{
#ifdef __x86_64__
    if (cpu == TG_CPU_AVX512)
        return tg_plain_avx512;
    if (cpu == TG_CPU_AVX2)
        return tg_plain_avx2;
#endif
    (void)cpu;
    return NULL;
}
