/* What the fuzz targets share. Each target defines LLVMFuzzerTestOneInput and aborts where an invariant does not hold;
 * replay.c runs the files of its corpus through it, without a fuzzer. `make fuzz SECONDS=600` fuzzes.
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
