/* Detector `patterns`: PCRE2 over the folded text. A pattern whose literals lie near the beginning of its matches runs
 * around the places where the walk saw one; one with literals elsewhere runs over the whole text if one was seen; one
 * without runs always. A pattern that reaches a limit is noted as incomplete and rests for the rest of the text. */
#include "detect/detect.h"

enum {
    WINDOW = 1 << 20, /* bytes of folded text that a pattern sees at once; of texts below it, all */
    TAIL = 1 << 16,   /* a match is found whole if it is no longer than this */
    BEHIND = 256,     /* bytes before the window that look-behind and \b still see */
    WIDEST = 4096,    /* characters that are folded behind a literal for a match without bound */
    PIECE = 1 << 16   /* bytes after which a piece of folded text is begun anew */
};

static tg_status add_match(tg_work *work, const tg_reading *reading, uint32_t number, tg_range match)
{
    tg_sighting s = {.detector = TG_DETECTOR_PATTERNS, .match = TG_MATCH_FOLD};
    s.entry = reading->rules->pack->patterns[number].entry;
    s.range = tg_folded_source(&reading->folded, match.begin, match.end);
    return tg_add_finding(work, reading->rules, &s);
}

static tg_status note_incomplete(tg_work *work, const tg_reading *reading, uint32_t number)
{
    const tg_pack *pack = reading->rules->pack;
    const char *rule = pack->strings + pack->entries[pack->patterns[number].entry].rule;
    reading->progress[number].rests = true;
    return tg_vector_append(&work->incomplete, &rule, 1) ? TG_OK : TG_NO_MEMORY;
}

/* Adds the matches of a pattern that begin in [from, limit) of the piece; returns in *from where to go on. */
static tg_status find_matches(tg_work *work, tg_reading *reading, uint32_t number, size_t *from, size_t limit)
{
    const tg_folded *folded = &reading->folded;
    while (*from < limit) {
        tg_range match;
        tg_status status = tg_pattern_match(reading->rules->patterns[number], work->matcher, folded, *from, limit - 1,
                                            &match);
        if (status == TG_LIMIT)
            return note_incomplete(work, reading, number);
        if (status == TG_NOT_FOUND)
            *from = limit;
        else if (status == TG_OK && match.end > match.begin)
            status = add_match(work, reading, number, match);
        if (status != TG_OK)
            return status == TG_NOT_FOUND ? TG_OK : status;
        *from = match.end > *from ? match.end : *from + 1;
        while (*from < folded->bytes.count && ((unsigned char)TG_ITEMS(&folded->bytes, char)[*from] & 0xC0) == 0x80)
            ++*from;
    }
    return TG_OK;
}

/* One pattern around one literal, whose last character is in the piece. Each place is tried once: the next search begins
 * behind this one's. */
static tg_status run_near(tg_work *work, tg_reading *reading, const tg_literal_hit *hit)
{
    tg_folded *folded = &reading->folded;
    const tg_pack *pack = reading->rules->pack;
    const tg_pack_pattern *pattern = &pack->patterns[hit->pattern];
    tg_pattern_progress *progress = &reading->progress[hit->pattern];
    if (progress->rests || hit->last < progress->resume)
        return TG_OK;
    size_t last = tg_folded_find(folded, hit->last), from = tg_folded_back(folded, last, pattern->reach), limit = last + 1;
    size_t width = pattern->width < WIDEST ? pattern->width : WIDEST;
    if (!tg_folded_extend(folded, &pack->fold, work->text, work->length, limit + 4 * (width + TG_REGEX_BEHIND)))
        return TG_NO_MEMORY;
    size_t resume = progress->resume ? tg_folded_find(folded, (size_t)progress->resume) : 0;
    if (resume > from)
        from = resume;
    tg_status status = find_matches(work, reading, hit->pattern, &from, limit);
    if (from > 0)
        progress->resume = tg_folded_source(folded, from - 1, from).end; /* behind the last place tried, or the match */
    return status;
}

/* Hits come in order; a piece is folded on as long as they lie in it. */
static tg_status run_near_all(tg_work *work, tg_reading *reading)
{
    const tg_pack *pack = reading->rules->pack;
    tg_folded *folded = &reading->folded;
    for (size_t i = 0; i < reading->literal_hits.count; i++) {
        const tg_literal_hit *hit = &TG_ITEMS(&reading->literal_hits, tg_literal_hit)[i];
        if (i == 0 || folded->bytes.count > PIECE || folded->next <= hit->piece)
            tg_folded_start(folded, hit->piece);
        while (folded->next <= hit->last)
            if (!tg_folded_extend(folded, &pack->fold, work->text, work->length, folded->bytes.count + BEHIND))
                return TG_NO_MEMORY;
        tg_status status = run_near(work, reading, hit);
        if (status != TG_OK)
            return status;
    }
    return TG_OK;
}

/* Whether a pattern that sees the whole text has to. */
static bool is_due(const tg_work *work, const tg_reading *reading, uint32_t number)
{
    const tg_pack_pattern *p = &reading->rules->pack->patterns[number];
    const tg_pattern_progress *progress = &reading->progress[number];
    return (p->literals == 0 || progress->seen) && !progress->rests && tg_entry_works(work, reading->rules, p->entry);
}

/* All that are due over one window. Matches that begin in its last TAIL bytes are looked for in the next one. */
static tg_status run_window(tg_work *work, tg_reading *reading, uint64_t base)
{
    const tg_folded *folded = &reading->folded;
    size_t limit = folded->last ? folded->bytes.count : folded->bytes.count - TAIL;
    for (size_t i = 0; i < reading->rules->whole_count; i++) {
        uint32_t number = reading->rules->whole[i];
        tg_pattern_progress *progress = &reading->progress[number];
        if (!is_due(work, reading, number))
            continue;
        size_t from = progress->resume > base ? (size_t)(progress->resume - base) : 0;
        tg_status status = find_matches(work, reading, number, &from, limit);
        if (status != TG_OK)
            return status;
        progress->resume = base + from;
    }
    return TG_OK;
}

static tg_status run_over_all(tg_work *work, tg_reading *reading)
{
    tg_folded *folded = &reading->folded;
    uint64_t base = 0; /* bytes of the folded text before the window */
    bool due = false;
    for (size_t i = 0; i < reading->rules->whole_count && !due; i++)
        due = is_due(work, reading, reading->rules->whole[i]);
    if (!due)
        return TG_OK;
    tg_folded_start(folded, 0);
    while (!folded->last) {
        if (!tg_folded_extend(folded, &reading->rules->pack->fold, work->text, work->length, WINDOW))
            return TG_NO_MEMORY;
        tg_status status = run_window(work, reading, base);
        if (status != TG_OK)
            return status;
        if (!folded->last)
            base += tg_folded_forget(folded, TAIL + BEHIND);
    }
    return TG_OK;
}

tg_status tg_detect_patterns(tg_work *work)
{
    tg_status status = TG_OK;
    for (size_t i = 0; i < work->reading_count && status == TG_OK; i++) {
        status = run_near_all(work, &work->readings[i]);
        if (status == TG_OK)
            status = run_over_all(work, &work->readings[i]);
    }
    return status;
}
