/* Sets of shingles; see shingle.h. */
#include "near/shingle.h"

#include <string.h>

void tg_shingles_init(tg_shingles *shingles, const tg_allocator *allocator)
{
    *shingles = (tg_shingles){.allocator = *allocator};
    tg_vector_init(&shingles->hashes, allocator, sizeof(uint64_t));
}

static void release(tg_shingles *shingles)
{
    tg_release(&shingles->allocator, shingles->slots, shingles->capacity * sizeof *shingles->slots);
    tg_release(&shingles->allocator, shingles->stamps, shingles->capacity * sizeof *shingles->stamps);
    shingles->slots = NULL;
    shingles->stamps = NULL;
    shingles->capacity = 0;
}

void tg_shingles_free(tg_shingles *shingles)
{
    release(shingles);
    tg_vector_free(&shingles->hashes);
}

/* Room for a third more shingles than there may be, of which most come again; no more, so that the table stays in the
 * cache. One that is larger is not cleared as a whole. */
static bool make_room(tg_shingles *s, size_t count)
{
    size_t wanted = 64;
    while (wanted < count + count / 3)
        wanted *= 2;
    if (wanted > s->capacity) {
        release(s);
        s->slots = tg_allocate(&s->allocator, wanted * sizeof *s->slots);
        s->stamps = tg_allocate_zeroed(&s->allocator, wanted, sizeof *s->stamps);
        s->capacity = wanted;
        s->stamp = 0;
        if (!s->slots || !s->stamps) {
            release(s);
            return false;
        }
    }
    s->mask = wanted - 1;
    memset(s->slots, 0, wanted * sizeof *s->slots);
    return true;
}

static inline uint64_t hash_of(uint64_t shingle)
{
    uint64_t hash = shingle * UINT64_C(0x9E3779B97F4A7C15);
    hash = (hash ^ hash >> 32) * UINT64_C(0xD6E8FEB86659FD93);
    return hash ^ hash >> 32;
}

static inline size_t place_of(uint64_t hash)
{
    return (size_t)(hash >> 20);
}

/* The slot that has the shingle, or the free one where it belongs. `&` makes one branch of two: whether the slot is free
 * cannot be foretold, but that it is another's is rare. */
static inline size_t find(const tg_shingles *s, uint64_t shingle, uint64_t hash)
{
    size_t at = place_of(hash) & s->mask;
    while ((s->slots[at] != 0) & (s->slots[at] != shingle))
        at = (at + 1) & s->mask;
    return at;
}

bool tg_shingles_read(tg_shingles *s, const uint32_t *characters, size_t count)
{
    size_t places = tg_shingle_places(count);
    s->hashes.count = 0;
    if (!make_room(s, places) || !tg_vector_reserve(&s->hashes, places + 1))
        return false;
    uint64_t *hashes = s->hashes.items, *slots = s->slots;
    size_t distinct = 0, mask = s->mask;
    for (size_t i = 0; i < places; i++) {
        uint64_t shingle = tg_shingle_at(characters, count, i), hash = hash_of(shingle);
        size_t at = place_of(hash) & mask;
        uint64_t found = slots[at];
        while ((found != 0) & (found != shingle)) { /* see find */
            at = (at + 1) & mask;
            found = slots[at];
        }
        hashes[distinct] = hash; /* without a branch, as whether it is new cannot be foretold */
        distinct += found == 0;
        slots[at] = shingle;
    }
    s->hashes.count = distinct;
    return true;
}

bool tg_shingles_have(const tg_shingles *s, uint64_t shingle)
{
    return s->slots[find(s, shingle, hash_of(shingle))] != 0;
}

size_t tg_shingles_common(tg_shingles *s, const uint32_t *characters, size_t count)
{
    size_t places = tg_shingle_places(count), common = 0;
    if (++s->stamp == 0) {
        memset(s->stamps, 0, s->capacity * sizeof *s->stamps);
        s->stamp = 1;
    }
    for (size_t i = 0; i < places; i++) {
        uint64_t shingle = tg_shingle_at(characters, count, i);
        size_t at = find(s, shingle, hash_of(shingle));
        if (s->slots[at] && s->stamps[at] != s->stamp) {
            s->stamps[at] = s->stamp;
            common++;
        }
    }
    return common;
}
