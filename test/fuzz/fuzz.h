/* What the fuzz targets share. Each target defines LLVMFuzzerTestOneInput and aborts where an invariant does not hold;
 * replay.c runs the files of its corpus through it, without a fuzzer. To fuzz, in a copy of the tree:
 *
 *     make BUILD=/tmp/fuzz CC=clang CFLAGS='-O1 -g -fsanitize=address,undefined,fuzzer-no-link' /tmp/fuzz/lib/libtextgate.a
 *     clang -std=c11 -O1 -g -fsanitize=address,undefined,fuzzer -DFOLD_ONCE -Iinclude -Ilib test/fuzz/fuzz_scan.c \
 *         /tmp/fuzz/lib/libtextgate.a $(pkg-config --libs libpcre2-8 icu-uc icu-i18n jansson libxxhash) -lm -o /tmp/fuzz/scan
 *     /tmp/fuzz/scan -max_total_time=600 -max_len=4096 /tmp/fuzz/found test/fuzz/corpus/fuzz_scan
 *
 * The first bytes of an input are options; they are read from the low bits, so that a digit will do and seeds can be
 * read and written by hand. */
#ifndef TG_TEST_FUZZ_H
#define TG_TEST_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* An input of a target; returns 0 always. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Aborts, which the fuzzer reports with the input, unless `condition` holds. */
#define REQUIRE(condition)                                                                                             \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition);                             \
            abort();                                                                                                   \
        }                                                                                                              \
    } while (0)

#endif
