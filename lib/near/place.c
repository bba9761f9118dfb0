/* Where in the text what was found is, and where the two differ; see store.h. */
#include <string.h>

#include "near/store.h"

/* Reads the other text's shingles. False: it is not kept, or there is no memory. */
static bool read_other(tg_inquiry *inquiry, const tg_kin *kin)
{
    return inquiry->has_text && kin->head.fold_length &&
           tg_record_decode(kin->id + kin->head.id_length, kin->head.fold_length, &inquiry->characters) &&
           tg_shingles_read(&inquiry->others, inquiry->characters.items, inquiry->characters.count);
}

static tg_range all_of(const tg_inquiry *inquiry)
{
    size_t count = inquiry->probe.text.characters.count;
    return (tg_range){0, inquiry->has_text ? TG_ITEMS(&inquiry->probe.text.begins, uint32_t)[count] : 0};
}

/* The stretch of the text that has the most of the other's shingles and the least of what is not among them. */
tg_range tg_inquiry_place(tg_inquiry *inquiry, const tg_kin *kin)
{
    tg_range place = all_of(inquiry);
    if (kin->kinship != TG_KINSHIP_CONTAINS || !read_other(inquiry, kin))
        return place;
    const uint32_t *characters = inquiry->probe.text.characters.items, *begins = inquiry->probe.text.begins.items;
    size_t count = inquiry->probe.text.characters.count, begin = 0;
    long sum = 0, best = 0;
    for (size_t i = 0; i < tg_shingle_places(count); i++) {
        if (sum <= 0) {
            sum = 0;
            begin = i;
        }
        sum += tg_shingles_have(&inquiry->others, tg_shingle_at(characters, count, i)) ? 1 : -1;
        if (sum > best) {
            best = sum;
            place.begin = begins[begin];
            place.end = begins[i + TG_SHINGLE <= count ? i + TG_SHINGLE : count];
        }
    }
    return place;
}

bool tg_inquiry_differences(tg_inquiry *inquiry, const tg_kin *kin, tg_range place)
{
    inquiry->differences.count = 0;
    if (kin->kinship <= TG_KINSHIP_FOLDED || !read_other(inquiry, kin))
        return true;
    const uint32_t *characters = inquiry->probe.text.characters.items, *begins = inquiry->probe.text.begins.items;
    size_t count = inquiry->probe.text.characters.count, places = tg_shingle_places(count), shown = 0;
    tg_range *last = NULL;
    for (size_t i = 0; i < count; i++) {
        if (i < places && tg_shingles_have(&inquiry->others, tg_shingle_at(characters, count, i)))
            shown = i + TG_SHINGLE; /* characters before this one are in the other text too */
        tg_range range = {begins[i], begins[i + 1]};
        if (i < shown || range.begin < place.begin || range.end > place.end)
            continue;
        if (last && last->end == range.begin) {
            last->end = range.end;
            continue;
        }
        if (!tg_vector_append(&inquiry->differences, &range, 1))
            return false;
        last = &TG_ITEMS(&inquiry->differences, tg_range)[inquiry->differences.count - 1];
    }
    return true;
}

size_t tg_inquiry_report(tg_inquiry *inquiry, tg_repeat *repeats, size_t capacity)
{
    size_t count = inquiry->kin.count < capacity ? inquiry->kin.count : capacity;
    for (size_t i = 0; i < count; i++) {
        const tg_kin *kin = &TG_ITEMS(&inquiry->kin, tg_kin)[i];
        tg_range place = tg_inquiry_place(inquiry, kin);
        repeats[i] = (tg_repeat){.time = kin->head.time, .number = kin->number, .group = kin->head.group,
                                 .kinship = kin->kinship, .similarity = kin->similarity, .error = kin->error,
                                 .begin = place.begin, .end = place.end};
        memcpy(repeats[i].id, kin->id, kin->head.id_length);
    }
    return count;
}
