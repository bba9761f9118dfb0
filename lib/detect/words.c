/* Detector `words`, second part: combinations. The words themselves are found on the way (collect.c). */
#include "detect/detect.h"

typedef struct context {
    tg_work *work;
    const tg_rules *rules;
    tg_status status;
} context;

/* The finding reaches from the first to the last part; the parts are told apart. */
static bool take_combination(const tg_combination *combination, const tg_part_hit *const *hits, void *user)
{
    context *c = user;
    const tg_pack *pack = c->rules->pack;
    tg_range parts[TG_COMBINATION_PARTS];
    tg_sighting s = {.detector = TG_DETECTOR_WORDS, .entry = combination->entry, .match = TG_MATCH_EXACT, .parts = parts,
                     .part_count = combination->required};
    s.range = (tg_range){hits[0]->begin, hits[0]->end};
    for (size_t i = 0; i < combination->required; i++) {
        tg_range part = {hits[i]->begin, hits[i]->end};
        uint32_t tricks = hits[i]->tricks;
        tg_match match = (tg_match)hits[i]->match;
        if (match == TG_MATCH_FOLD)
            match = tg_compare_writing(c->work, pack, &pack->words[hits[i]->word], part, &tricks);
        s.match = match > s.match ? match : s.match;
        s.tricks |= tricks;
        if (part.begin < s.range.begin)
            s.range.begin = part.begin;
        if (part.end > s.range.end)
            s.range.end = part.end;
        size_t at = i;
        for (; at > 0 && parts[at - 1].begin > part.begin; at--)
            parts[at] = parts[at - 1];
        parts[at] = part;
    }
    c->status = tg_add_finding(c->work, c->rules, &s);
    return c->status == TG_OK;
}

tg_status tg_detect_combinations(tg_work *work)
{
    for (size_t i = 0; i < work->reading_count; i++) {
        tg_reading *reading = &work->readings[i];
        const tg_pack *pack = reading->rules->pack;
        context c = {work, reading->rules, TG_OK};
        tg_order_parts(reading);
        for (size_t k = 0; k < reading->parts_seen.count && c.status == TG_OK; k++) {
            uint32_t part = TG_ITEMS(&reading->parts_seen, uint32_t)[k];
            const tg_combination *combination = &pack->combinations[pack->parts[part]];
            if (part == combination->first_part)
                tg_combination_find(combination, reading->part_hits.items, &reading->part_lists[part], take_combination,
                                    &c);
        }
        if (c.status != TG_OK)
            return c.status;
    }
    return TG_OK;
}
