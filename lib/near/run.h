/* Runs: sorted arrays from keys (of bands, of anchors) to the numbers of texts. An index is some runs, each about twice
 * as large as the next; what is new is merged with those that are not larger, so that a key is moved a logarithmic number
 * of times and nothing is ever changed in place. Runs in memory and runs on disk are the same bytes.
 *
 * A run is cut by its keys' first bits into 2^skip chunks of about a million entries, so that no piece of memory or of a
 * file gets too large. A chunk has a header, a directory by the next bits, and its entries: key << 32 | number,
 * ascending. */
#ifndef TG_NEAR_RUN_H
#define TG_NEAR_RUN_H

#include "base/memory.h"

enum { TG_RUN_CHUNK = 1 << 20 };

typedef struct tg_chunk_header {
    uint32_t count;  /* of entries */
    uint16_t skip;
    uint16_t bits;   /* the directory has 2^bits + 1 items (uint32_t), padded to an even number */
} tg_chunk_header;

typedef struct tg_run {
    const void **chunks; /* 2^skip */
    unsigned skip;
    uint64_t count;      /* of entries */
} tg_run;

/* Numbers of texts that are gone: those before `first` and those listed, in order. */
typedef struct tg_gone {
    uint32_t first;
    const uint32_t *numbers;
    size_t count;
} tg_gone;

/* Memory for a chunk of `size` bytes, which will be filled; NULL when there is none. Chunks come in order. */
typedef void *(*tg_reserve_fn)(void *user, size_t chunk, size_t size);

static inline uint64_t tg_run_entry(uint32_t key, uint32_t number)
{
    return (uint64_t)key << 32 | number;
}

/* Whether a chunk of `size` bytes that came from a file has the form of one; what it says is checked when it is used. */
bool tg_chunk_is_valid(const void *chunk, size_t size);

/* The bytes that a chunk takes. */
size_t tg_chunk_size(const void *chunk);

/* Where the entries of a key begin in its chunk; *count of them. They need not be aligned: read them with tg_entry_at. */
const unsigned char *tg_run_find(const tg_run *run, uint32_t key, size_t *count);

/* Has the processor fetch what tg_run_find will read: first the directory, later the entries. */
void tg_run_fetch_directory(const tg_run *run, uint32_t key);
void tg_run_fetch_entries(const tg_run *run, uint32_t key);

uint64_t tg_entry_at(const unsigned char *entries, size_t index);

/* Working memory of merging. */
typedef struct tg_merger {
    tg_vector entries, spare; /* uint64_t */
} tg_merger;

void tg_merger_init(tg_merger *merger, const tg_allocator *allocator);
void tg_merger_free(tg_merger *merger);

/* Merges runs, the older ones (with the lesser numbers) first, without the entries of texts that are gone (NULL: none are).
 * *skip and *count are the new run's. False when there is no memory. */
bool tg_runs_merge(tg_merger *merger, const tg_run *runs, size_t run_count, const tg_gone *gone, tg_reserve_fn reserve,
                   void *user, unsigned *skip, uint64_t *count);

/* A run in memory, made of `count` entries in order; NULL chunks without memory. */
bool tg_run_make(tg_run *run, const tg_allocator *allocator, const uint64_t *entries, size_t count);

/* Merges runs in memory to another one. */
bool tg_run_merge_in_memory(tg_run *out, const tg_allocator *allocator, tg_merger *merger, const tg_run *runs,
                            size_t run_count, const tg_gone *gone);
void tg_run_free(tg_run *run, const tg_allocator *allocator);

/* Sorts entries by their bits from `shift` on, stable: 32 is by key, so that numbers that ascended ascend within a key, 0
 * by all. `spare` has the same room. Linear. */
void tg_sort_entries(uint64_t *entries, uint64_t *spare, size_t count, unsigned shift);

#endif
