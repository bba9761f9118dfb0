/* Pieces of a text, folded for the patterns; see pattern.h. */
#include <string.h>

#include "base/utf8.h"
#include "rule/pattern.h"

/* Bytes behind the piece that PCRE2's JIT may look at, a vector at a time, without using them. */
enum { MARGIN = 64 };

void tg_folded_init(tg_folded *folded, const tg_allocator *allocator)
{
    tg_vector_init(&folded->bytes, allocator, 1);
    tg_vector_init(&folded->places, allocator, sizeof(tg_folded_place));
    tg_folded_start(folded, 0);
}

void tg_folded_free(tg_folded *folded)
{
    tg_vector_free(&folded->bytes);
    tg_vector_free(&folded->places);
}

void tg_folded_start(tg_folded *folded, size_t at)
{
    folded->bytes.count = folded->places.count = 0;
    folded->next = at;
    folded->first = at == 0;
    folded->last = false;
}

/* Characters that fold to one and that nothing combines with, as most are, each read once. */
static void extend_simply(tg_folded *folded, const tg_fold *fold, const char *text, size_t length, size_t wanted)
{
    const unsigned char *p = (const unsigned char *)text;
    char *bytes = folded->bytes.items;
    tg_folded_place *places = folded->places.items;
    size_t at = folded->next, count = folded->bytes.count, units = folded->places.count;
    uint32_t code_point, following = 0;
    size_t taken = tg_utf8_decode(p + at, length - at, &code_point), taken_then = 0;
    uint32_t entry = tg_fold_entry(fold, code_point), entry_then = 0;
    while (at < length && count < wanted && (entry & TG_FOLD_KIND_MASK) == TG_FOLD_ONE) {
        size_t next = at + taken;
        if (next < length) {
            taken_then = tg_utf8_decode(p + next, length - next, &following);
            entry_then = tg_fold_entry(fold, following);
            if (entry_then & (TG_FOLD_KIND_MASK | TG_FOLD_COMBINES))
                break;
        }
        uint32_t one = (code_point + entry) & TG_FOLD_VALUE_MASK;
        if (one >= TG_CODE_POINTS || one - 0xD800 < 0x800) /* in a hostile pack only */
            break;
        places[units++] = (tg_folded_place){(uint32_t)count, (uint32_t)at, (uint32_t)next};
        if (one < 0x80)
            bytes[count++] = (char)one;
        else
            count += tg_utf8_encode(one, bytes + count);
        at = next;
        code_point = following;
        entry = entry_then;
        taken = taken_then;
    }
    folded->next = at;
    folded->bytes.count = count;
    folded->places.count = units;
}

bool tg_folded_extend(tg_folded *folded, const tg_fold *fold, const char *text, size_t length, size_t wanted)
{
    tg_fold_unit unit;
    /* Room for what is wanted, one unit more, so that the loop need not ask, and the margin. */
    size_t more = (wanted > folded->bytes.count ? wanted - folded->bytes.count : 0) + sizeof unit.code_points + MARGIN;
    if (!tg_vector_reserve(&folded->bytes, more) || !tg_vector_reserve(&folded->places, more))
        return false;
    char *bytes = folded->bytes.items;
    tg_folded_place *places = folded->places.items;
    while (folded->next < length && folded->bytes.count < wanted) {
        extend_simply(folded, fold, text, length, wanted);
        if (folded->next >= length || folded->bytes.count >= wanted)
            break;
        folded->next = tg_fold_next_unit(fold, text, length, folded->next, &unit);
        if (unit.count == 0)
            continue;
        places[folded->places.count++] =
            (tg_folded_place){(uint32_t)folded->bytes.count, (uint32_t)unit.begin, (uint32_t)unit.end};
        for (size_t i = 0; i < unit.count; i++)
            folded->bytes.count += tg_utf8_encode(unit.code_points[i], bytes + folded->bytes.count);
    }
    memset(bytes + folded->bytes.count, 0, MARGIN);
    folded->last = folded->next >= length;
    return true;
}

/* The last place at or before a folded byte. */
static size_t place_at(const tg_folded *folded, size_t at)
{
    const tg_folded_place *places = folded->places.items;
    size_t low = 0, high = folded->places.count;
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (places[middle].at <= at)
            low = middle;
        else
            high = middle;
    }
    return low;
}

size_t tg_folded_forget(tg_folded *folded, size_t keep)
{
    if (folded->bytes.count <= keep)
        return 0;
    tg_folded_place *places = folded->places.items;
    size_t first = place_at(folded, folded->bytes.count - keep), from = places[first].at;
    memmove(folded->bytes.items, TG_ITEMS(&folded->bytes, char) + from, folded->bytes.count - from);
    folded->bytes.count -= from;
    for (size_t i = first; i < folded->places.count; i++) {
        places[i - first] = places[i];
        places[i - first].at -= (uint32_t)from;
    }
    folded->places.count -= first;
    folded->first &= from == 0;
    return from;
}

size_t tg_folded_find(const tg_folded *folded, size_t at)
{
    const tg_folded_place *places = folded->places.items;
    size_t low = 0, high = folded->places.count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (places[middle].end <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low < folded->places.count ? places[low].at : folded->bytes.count;
}

size_t tg_folded_back(const tg_folded *folded, size_t at, size_t units)
{
    size_t place = folded->places.count ? place_at(folded, at) : 0;
    return place > units ? TG_ITEMS(&folded->places, tg_folded_place)[place - units].at : 0;
}

tg_range tg_folded_source(const tg_folded *folded, size_t begin, size_t end)
{
    const tg_folded_place *places = folded->places.items;
    return (tg_range){places[place_at(folded, begin)].begin, places[place_at(folded, end - 1)].end};
}
