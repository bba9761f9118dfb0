/* Detector `patterns`: PCRE2 over the folded text, window by window. A pattern that has literals runs only if one of them
 * was seen. One that reaches a limit is noted as incomplete and rests for the rest of the text. */
#include "detect/detect.h"

static bool is_due(const tg_work *work, const tg_reading *reading, uint32_t pattern)
{
    const tg_pack_pattern *p = &reading->rules->pack->patterns[pattern];
    return (p->literals == 0 || reading->literals[pattern]) && tg_entry_works(work, reading->rules, p->entry);
}

static tg_status note_incomplete(tg_work *work, const tg_pack *pack, uint32_t entry)
{
    const char *rule = tg_entry_rule(pack, entry);
    return tg_vector_append(&work->incomplete, &rule, 1) ? TG_OK : TG_NO_MEMORY;
}

/* One pattern over the window. *resume is where it goes on, in bytes of the whole folded text; UINT64_MAX: nowhere. */
static tg_status run_pattern(tg_work *work, tg_reading *reading, uint32_t number, bool last, uint64_t *resume)
{
    const tg_rules *rules = reading->rules;
    const tg_folded *folded = &reading->folded;
    const tg_pack_pattern *pattern = &rules->pack->patterns[number];
    size_t count = folded->bytes.count, limit = last ? count : count - TG_FOLDED_TAIL;
    size_t from = *resume > folded->base ? (size_t)(*resume - folded->base) : 0;
    while (from < limit) {
        tg_range match;
        tg_status status = tg_pattern_match(rules->patterns[number], work->matcher, folded, from, folded->base == 0, last,
                                            &match);
        if (status == TG_LIMIT) {
            *resume = UINT64_MAX;
            return note_incomplete(work, rules->pack, pattern->entry);
        }
        if (status == TG_NOT_FOUND || (status == TG_OK && match.begin >= limit)) {
            from = limit;
            break;
        }
        if (status != TG_OK)
            return status;
        tg_sighting s = {.detector = TG_DETECTOR_PATTERNS, .entry = pattern->entry, .match = TG_MATCH_FOLD};
        if (match.end > match.begin) {
            s.range = tg_folded_source(folded, match.begin, match.end);
            status = tg_add_finding(work, rules, &s);
            if (status != TG_OK)
                return status;
        }
        from = match.end > from ? match.end : from + 1;
        while (from < count && ((unsigned char)TG_ITEMS(&folded->bytes, char)[from] & 0xC0) == 0x80)
            from++;
    }
    *resume = folded->base + from;
    return TG_OK;
}

/* All due patterns over all windows of the text. */
static tg_status run_reading(tg_work *work, tg_reading *reading)
{
    const tg_pack *pack = reading->rules->pack;
    uint64_t *resume = NULL;
    for (uint32_t i = 0; i < pack->patterns_count; i++) {
        if (!is_due(work, reading, i))
            continue;
        if (!resume) {
            resume = tg_arena_allocate(&work->arena, pack->patterns_count * sizeof *resume);
            if (!resume)
                return TG_NO_MEMORY;
            for (uint32_t k = 0; k < pack->patterns_count; k++)
                resume[k] = UINT64_MAX;
        }
        resume[i] = 0;
    }
    tg_folded_start(&reading->folded);
    for (bool last = !resume; !last;) {
        if (!tg_folded_read(&reading->folded, &pack->fold, work->text, work->length, &last))
            return TG_NO_MEMORY;
        for (uint32_t i = 0; i < pack->patterns_count; i++) {
            tg_status status = resume[i] == UINT64_MAX ? TG_OK : run_pattern(work, reading, i, last, &resume[i]);
            if (status != TG_OK)
                return status;
        }
    }
    return TG_OK;
}

tg_status tg_detect_patterns(tg_work *work)
{
    for (size_t i = 0; i < work->reading_count; i++) {
        tg_status status = run_reading(work, &work->readings[i]);
        if (status != TG_OK)
            return status;
    }
    return TG_OK;
}
