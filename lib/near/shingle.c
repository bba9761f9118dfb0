/* Sets of shingles; see shingle.h. */
#include "near/shingle.h"

#include <string.h>

#include "base/vector.h"

enum { FULL = TG_SHINGLE_BUCKET - 1 }; /* there is always a slot to write to */

static inline uint64_t hash_of(uint64_t shingle)
{
    uint64_t hash = shingle * UINT64_C(0x9E3779B97F4A7C15);
    hash = (hash ^ hash >> 32) * UINT64_C(0xD6E8FEB86659FD93);
    return hash ^ hash >> 32;
}

static inline size_t bucket_of(uint64_t hash, uint64_t salt, size_t mask)
{
    return (size_t)(hash * salt >> 32) & mask;
}

/* Whether the first `count` of a bucket have the hash. Without branches, as whether they do cannot be foretold. */
static inline bool has_scalar(const uint64_t *bucket, unsigned count, uint64_t hash)
{
    unsigned equal = 0;
    for (unsigned i = 0; i < TG_SHINGLE_BUCKET; i++)
        equal |= (unsigned)(bucket[i] == hash) << i;
    return equal & ((1u << count) - 1);
}

#ifdef __x86_64__
TG_AVX512 static inline bool has_avx512(const uint64_t *bucket, unsigned count, uint64_t hash)
{
    __mmask8 equal = _mm512_cmpeq_epi64_mask(_mm512_loadu_si512(bucket), _mm512_set1_epi64((long long)hash));
    return equal & ((1u << count) - 1);
}
#endif

/* Puts the shingles into the empty buckets, and their hashes, each once, into `hashes`. */
#define COLLECT(name, attribute)                                                                                       \
    attribute static void collect_##name(tg_shingles *s, const uint32_t *characters, size_t count)                     \
    {                                                                                                                  \
        const size_t places = tg_shingle_places(count), mask = s->mask;                                                \
        uint64_t *const hashes = s->hashes.items, *const buckets = s->buckets;                                         \
        uint8_t *const counts = s->counts;                                                                             \
        const uint64_t salt = s->salt;                                                                                 \
        size_t distinct = 0;                                                                                           \
        for (size_t i = 0; i < places; i++) {                                                                          \
            uint64_t hash = hash_of(tg_shingle_at(characters, count, i));                                              \
            size_t at = bucket_of(hash, salt, mask);                                                                         \
            unsigned had = counts[at], found;                                                                          \
            while (!(found = has_##name(buckets + at * TG_SHINGLE_BUCKET, had, hash)) & (had == FULL)) {               \
                at = (at + 1) & mask;                                                                                  \
                had = counts[at];                                                                                      \
            }                                                                                                          \
            hashes[distinct] = hash;                                                                                   \
            buckets[at * TG_SHINGLE_BUCKET + had] = hash; /* does not count if it is there */                          \
            counts[at] = (uint8_t)(had + !found);                                                                      \
            distinct += !found;                                                                                        \
        }                                                                                                              \
        s->hashes.count = distinct;                                                                                    \
    }

COLLECT(scalar, )
#ifdef __x86_64__
COLLECT(avx512, TG_AVX512)
#endif

void tg_shingles_init(tg_shingles *shingles, const tg_allocator *allocator, tg_cpu level)
{
    *shingles = (tg_shingles){.allocator = *allocator, .collect = collect_scalar};
    tg_vector_init(&shingles->hashes, allocator, sizeof(uint64_t));
#ifdef __x86_64__
    if (level == TG_CPU_AVX512 && tg_cpu_level() == TG_CPU_AVX512)
        shingles->collect = collect_avx512;
#else
    (void)level;
#endif
}

static void release(tg_shingles *s)
{
    tg_release(&s->allocator, s->buckets, s->capacity * TG_SHINGLE_BUCKET * sizeof *s->buckets);
    tg_release(&s->allocator, s->counts, s->capacity);
    tg_release(&s->allocator, s->stamps, s->capacity * TG_SHINGLE_BUCKET * sizeof *s->stamps);
    s->buckets = NULL;
    s->counts = NULL;
    s->stamps = NULL;
    s->capacity = 0;
}

void tg_shingles_free(tg_shingles *shingles)
{
    release(shingles);
    tg_vector_free(&shingles->hashes);
}

/* Buckets for so many shingles, three quarters full at most; most shingles come again, and they stay in the cache. */
static bool make_room(tg_shingles *s, size_t count)
{
    size_t wanted = 8;
    while (wanted * TG_SHINGLE_BUCKET < count + count / 3)
        wanted *= 2;
    if (wanted > s->capacity) {
        release(s);
        s->capacity = wanted;
        s->buckets = tg_allocate_zeroed(&s->allocator, wanted * TG_SHINGLE_BUCKET, sizeof *s->buckets);
        s->counts = tg_allocate(&s->allocator, wanted);
        s->stamps = tg_allocate_zeroed(&s->allocator, wanted * TG_SHINGLE_BUCKET, sizeof *s->stamps);
        s->stamp = 0;
        s->salt = ((uintptr_t)s ^ (uintptr_t)s->buckets) * UINT64_C(0x9E3779B97F4A7C15) | 1;
        if (!s->buckets || !s->counts || !s->stamps) {
            release(s);
            return false;
        }
    }
    s->mask = wanted - 1;
    memset(s->counts, 0, wanted);
    return true;
}

bool tg_shingles_read(tg_shingles *s, const uint32_t *characters, size_t count)
{
    size_t places = tg_shingle_places(count);
    s->hashes.count = 0;
    if (!make_room(s, places) || !tg_vector_reserve(&s->hashes, places + 1))
        return false;
    s->collect(s, characters, count);
    return true;
}

/* The slot that has the shingle; SIZE_MAX: it is not there. */
static size_t find(const tg_shingles *s, uint64_t shingle)
{
    uint64_t hash = hash_of(shingle);
    for (size_t at = bucket_of(hash, s->salt, s->mask);; at = (at + 1) & s->mask) {
        for (size_t i = at * TG_SHINGLE_BUCKET, end = i + s->counts[at]; i < end; i++)
            if (s->buckets[i] == hash)
                return i;
        if (s->counts[at] < FULL)
            return SIZE_MAX;
    }
}

bool tg_shingles_have(const tg_shingles *s, uint64_t shingle)
{
    return find(s, shingle) != SIZE_MAX;
}

size_t tg_shingles_common(tg_shingles *s, const uint32_t *characters, size_t count)
{
    size_t places = tg_shingle_places(count), common = 0;
    if (++s->stamp == 0) {
        memset(s->stamps, 0, s->capacity * TG_SHINGLE_BUCKET * sizeof *s->stamps);
        s->stamp = 1;
    }
    for (size_t i = 0; i < places; i++) {
        size_t at = find(s, tg_shingle_at(characters, count, i));
        if (at != SIZE_MAX && s->stamps[at] != s->stamp) {
            s->stamps[at] = s->stamp;
            common++;
        }
    }
    return common;
}
