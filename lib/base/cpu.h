/* What the processor can do, so that kernels are chosen when the program runs. */
#ifndef TG_BASE_CPU_H
#define TG_BASE_CPU_H

enum tg_cpu { TG_CPU_SCALAR, TG_CPU_AVX2, TG_CPU_AVX512 };

/* The best that processor and system have: AVX512 means F, BW, DQ and VL. */
enum tg_cpu tg_cpu_level(void);

#endif
