/* Shingles: the distinct runs of three characters of a text, as a set that others are compared with exactly. Three code
 * points are one 64-bit number, so that no two shingles are ever taken for one. */
#ifndef TG_NEAR_SHINGLE_H
#define TG_NEAR_SHINGLE_H

#include "base/cpu.h"
#include "base/memory.h"

enum { TG_SHINGLE = 3 };

enum { TG_SHINGLE_BUCKET = 8 /* shingles: a cache line */ };

/* A shingle is known by its hash, from which it could be had again. */
typedef struct tg_shingles {
    tg_allocator allocator;
    uint64_t *buckets;  /* by hash; what finds its bucket full is in the next one */
    uint8_t *counts;    /* of each bucket */
    uint32_t *stamps;   /* which slots the text that is compared has shown: stamp */
    size_t capacity;    /* buckets, a power of two; of them `mask` + 1 are in use */
    size_t mask;
    uint32_t stamp;
    uint64_t salt;      /* odd, where it lies in memory: nobody can write a text all of whose shingles meet in one bucket */
    tg_vector hashes;   /* uint64_t: of each distinct shingle, in order of the text */
    void (*collect)(struct tg_shingles *shingles, const uint32_t *characters, size_t count);
} tg_shingles;

/* `level`: the kernels that may be used. */
void tg_shingles_init(tg_shingles *shingles, const tg_allocator *allocator, tg_cpu level);
void tg_shingles_free(tg_shingles *shingles);

/* Takes the shingles of `count` characters; a text of one or two has one of its own. False without memory. */
bool tg_shingles_read(tg_shingles *shingles, const uint32_t *characters, size_t count);

static inline size_t tg_shingles_size(const tg_shingles *shingles)
{
    return shingles->hashes.count;
}

/* How many places a text of `count` characters has where a shingle begins. */
static inline size_t tg_shingle_places(size_t count)
{
    return count >= TG_SHINGLE ? count - TG_SHINGLE + 1 : count != 0;
}

/* The shingle at a place. */
static inline uint64_t tg_shingle_at(const uint32_t *characters, size_t count, size_t place)
{
    uint64_t shingle = UINT64_C(1) << 63 | (uint64_t)characters[place] << 42;
    if (place + 1 < count)
        shingle |= (uint64_t)characters[place + 1] << 21;
    return place + 2 < count ? shingle | characters[place + 2] : shingle;
}

bool tg_shingles_have(const tg_shingles *shingles, uint64_t shingle);

/* How many distinct shingles of `characters` the set has. */
size_t tg_shingles_common(tg_shingles *shingles, const uint32_t *characters, size_t count);

#endif
