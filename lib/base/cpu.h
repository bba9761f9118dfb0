/* What the processor can do, for what has faster ways than the portable one. */
#ifndef TG_BASE_CPU_H
#define TG_BASE_CPU_H

enum tg_cpu {
    TG_CPU_SCALAR,
    TG_CPU_AVX2,
    TG_CPU_AVX512 /* F, BW, DQ, VL, VBMI and VBMI2 */
};

enum tg_cpu tg_cpu_level(void);

#endif
