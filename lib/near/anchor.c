/* Winnowing; see anchor.h. */
#include "near/anchor.h"

static uint64_t hash_at(const uint32_t *characters)
{
    uint64_t hash = UINT64_C(0x8EBC6AF09C88C6E3);
    for (size_t i = 0; i < TG_ANCHOR; i += 2) {
        hash ^= (uint64_t)characters[i] << 32 | characters[i + 1];
        hash *= UINT64_C(0x9E3779B97F4A7C15);
        hash ^= hash >> 32;
    }
    return hash;
}

bool tg_near_anchors(const uint32_t *characters, size_t count, tg_vector *keys)
{
    if (count < TG_ANCHOR)
        return true;
    uint64_t window[TG_ANCHOR_WINDOW];
    size_t places = count - TG_ANCHOR + 1, chosen = SIZE_MAX;
    for (size_t place = 0; place < places; place++) {
        window[place % TG_ANCHOR_WINDOW] = hash_at(characters + place);
        if (place + 1 < TG_ANCHOR_WINDOW && place + 1 < places)
            continue;
        size_t first = place + 1 < TG_ANCHOR_WINDOW ? 0 : place + 1 - TG_ANCHOR_WINDOW, least = first;
        for (size_t i = first + 1; i <= place; i++)
            if (window[i % TG_ANCHOR_WINDOW] <= window[least % TG_ANCHOR_WINDOW])
                least = i;
        if (least == chosen)
            continue;
        chosen = least;
        uint32_t key = (uint32_t)(window[least % TG_ANCHOR_WINDOW] >> 16);
        if (!tg_vector_append(keys, &key, 1))
            return false;
    }
    return true;
}
