/* What the processor offers: which kernels may run. */
#ifndef TG_BASE_CPU_H
#define TG_BASE_CPU_H

typedef enum tg_cpu {
    TG_CPU_SCALAR,
    TG_CPU_AVX2,
    TG_CPU_AVX512 /* F, BW, DQ, VL, VBMI and VBMI2: Ice Lake, Zen 4 and later */
} tg_cpu;

/* The best that processor and system offer. Constant time, any thread; always the same. */
tg_cpu tg_cpu_level(void);

#endif
