/* Which vector instructions this machine has, for rooms that keep kernels of several kinds. */
#ifndef TG_BASE_CPU_H
#define TG_BASE_CPU_H

enum tg_cpu { TG_CPU_SCALAR, TG_CPU_AVX2, TG_CPU_AVX512 }; /* AVX-512 with BW, DQ, VL and VBMI2 */

/* The best of them. The answer does not change while a process runs. */
enum tg_cpu tg_cpu_level(void);

#endif
