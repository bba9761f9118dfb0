/* Plain runs: characters that fold one to one or to nothing, which are nearly all of a text, read by vector kernels. What
 * they do not read, an ill-formed sequence or a character with a fold of its own, is view.c's, which is the reference. */
#ifndef TG_TEXT_PLAIN_H
#define TG_TEXT_PLAIN_H

#include "base/cpu.h"
#include "text/lane.h"

enum {
    TG_PLAIN_BLOCK = 64 /* a kernel reads, and may write, so many items at once */
};

/* Where a run is written. */
typedef struct tg_plain_out {
    uint16_t *symbols;
    uint32_t *begins, *ends;
    size_t count;
} tg_plain_out;

/* Reads text[at, limit), or until nearly `full` symbols are there, or to what is not plain. Returns the byte
 * where it stopped, which begins a character unless the text is ill-formed there. What is left before `limit` is the
 * caller's, so that tiles end at the same character whatever the kernel. */
typedef size_t (*tg_plain_fn)(const tg_lane *lane, const unsigned char *text, size_t at, size_t limit, size_t full,
                              tg_plain_out *out);

/* The kernel for a processor, or NULL. */
tg_plain_fn tg_plain_kernel(tg_cpu cpu);

#ifdef __x86_64__
size_t tg_plain_avx2(const tg_lane *lane, const unsigned char *text, size_t at, size_t limit, size_t full,
                     tg_plain_out *out);
size_t tg_plain_avx512(const tg_lane *lane, const unsigned char *text, size_t at, size_t limit, size_t full,
                       tg_plain_out *out);
#endif

#endif
