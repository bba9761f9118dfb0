/* The walk through the text, shared by all detectors that look for words; see detect.h. */
#include <string.h>

#include "detect/emotion.h"
#include "text/boundary.h"

tg_status tg_reading_init(tg_reading *reading, const tg_allocator *allocator, const tg_rules *rules)
{
    const tg_pack *pack = rules->pack;
    *reading = (tg_reading){.rules = rules};
    tg_vector_init(&reading->part_hits, allocator, sizeof(tg_part_hit));
    tg_vector_init(&reading->parts_seen, allocator, sizeof(uint32_t));
    tg_vector_init(&reading->literal_hits, allocator, sizeof(tg_literal_hit));
    tg_vector_init(&reading->ahead, allocator, sizeof(tg_text_ahead));
    tg_folded_init(&reading->folded, allocator);
    tg_guise_scan_init(&reading->guise, &pack->guises, &pack->fold, &pack->lane, &pack->automaton, pack->strings);
    tg_status status = tg_view_init(&reading->view, allocator, 2 * (size_t)pack->header->history, rules->cpu);
    tg_walk_init(&reading->walk, &pack->automaton, rules->cpu);
    if (status != TG_OK)
        return status;
    reading->hits = tg_allocate(allocator, 2 * reading->view.capacity * sizeof *reading->hits);
    reading->candidates = tg_allocate(allocator, 2 * reading->view.capacity * sizeof *reading->candidates);
    reading->part_lists = tg_allocate_zeroed(allocator, pack->parts_count, sizeof *reading->part_lists);
    reading->progress = tg_allocate_zeroed(allocator, pack->patterns_count, sizeof *reading->progress);
    reading->sums = tg_allocate_zeroed(allocator, pack->bank.stride, sizeof *reading->sums);
    reading->scores = tg_allocate_zeroed(allocator, pack->bank.label_count, sizeof *reading->scores);
    bool done = reading->hits && reading->candidates && reading->part_lists && reading->progress && reading->sums &&
                reading->scores;
    if (done && pack->bank.head_count)
        return tg_features_init(&reading->features, allocator, &pack->bank, rules->cpu);
    return done ? TG_OK : TG_NO_MEMORY;
}

void tg_reading_free(tg_reading *reading, const tg_allocator *allocator)
{
    if (!reading->rules)
        return;
    tg_release(allocator, reading->hits, 2 * reading->view.capacity * sizeof *reading->hits);
    tg_release(allocator, reading->candidates, 2 * reading->view.capacity * sizeof *reading->candidates);
    tg_release(allocator, reading->progress, reading->rules->pack->patterns_count * sizeof *reading->progress);
    tg_vector_free(&reading->literal_hits);
    tg_release(allocator, reading->part_lists, reading->rules->pack->parts_count * sizeof *reading->part_lists);
    tg_view_free(&reading->view);
    tg_vector_free(&reading->parts_seen);
    tg_vector_free(&reading->part_hits);
    tg_vector_free(&reading->ahead);
    tg_folded_free(&reading->folded);
    tg_features_free(&reading->features);
    tg_release(allocator, reading->sums, reading->rules->pack->bank.stride * sizeof *reading->sums);
    tg_release(allocator, reading->scores, reading->rules->pack->bank.label_count * sizeof *reading->scores);
    reading->rules = NULL;
}

static bool edges_fit(const tg_work *work, const tg_fold *fold, const tg_word *word, tg_range range)
{
    tg_class left = (tg_class)(word->flags >> TG_WORD_LEFT_SHIFT & 3);
    tg_class right = (tg_class)(word->flags >> TG_WORD_RIGHT_SHIFT & 3);
    if (word->flags & TG_WORD_LEFT && tg_joins_before(fold, work->text, range.begin, left))
        return false;
    return !(word->flags & TG_WORD_RIGHT && tg_joins_after(fold, work->text, work->length, range.end, right));
}

/* Where a word was found, in symbols of the view and in bytes. */
typedef struct place {
    size_t first, last;
    tg_range range;
} place;

static tg_status take_entry(tg_work *work, const tg_reading *reading, const tg_word *word, const place *p)
{
    const tg_pack *pack = reading->rules->pack;
    const tg_tone *tone = &reading->rules->tones[pack->entries[word->owner].attributes];
    if (tone->kind)
        return tg_take_tone(work, tone, p->range);
    if (!tg_is_asked(work, tg_detector_of(reading->rules, word->owner, TG_DETECTOR_WORDS)))
        return TG_OK;
    tg_sighting sighting = {.detector = TG_DETECTOR_WORDS, .entry = word->owner, .range = p->range};
    if (word->flags & TG_WORD_INITIALS) {
        sighting.match = TG_MATCH_SOUND;
        sighting.tricks = TG_TRICK_PINYIN;
    } else {
        sighting.match = tg_compare_writing(work, pack, word, p->range, &sighting.tricks);
    }
    return tg_add_finding(work, reading->rules, &sighting);
}

static tg_status take_allowed(tg_work *work, const place *p)
{
    tg_range range = work->map ? tg_markup_source(work->map, p->range.begin, p->range.end) : p->range;
    return tg_vector_append(&work->allowed, &range, 1) ? TG_OK : TG_NO_MEMORY;
}

tg_status tg_take_part(tg_reading *reading, uint32_t number, const tg_place *where, tg_match match, uint32_t tricks)
{
    const tg_word *word = &reading->rules->pack->words[number];
    tg_part_list *list = &reading->part_lists[word->owner];
    tg_part_hit hit = {
        .begin = (uint32_t)where->range.begin,
        .end = (uint32_t)where->range.end,
        .word = number,
        .first = where->first,
        .last = where->last,
        .match = (uint32_t)match,
        .tricks = tricks,
    };
    if (reading->part_hits.count == UINT32_MAX - 1 || !tg_vector_append(&reading->part_hits, &hit, 1))
        return TG_NO_MEMORY;
    uint32_t added = (uint32_t)reading->part_hits.count;
    tg_part_hit *hits = reading->part_hits.items;
    if (list->last) {
        hits[list->last - 1].next = added;
        reading->parts_unordered |= hits[list->last - 1].last > hit.last;
    } else if (tg_vector_append(&reading->parts_seen, &word->owner, 1)) {
        list->first = added;
    } else {
        return TG_NO_MEMORY;
    }
    list->last = added;
    return TG_OK;
}

/* The view goes back as far as any pattern looks from its literals (see tg_pack_header.history). */
static tg_status take_literal(tg_reading *reading, const tg_word *word, const place *p)
{
    const tg_pack *pack = reading->rules->pack;
    const tg_view *view = &reading->view;
    if (pack->patterns[word->owner].reach == TG_REGEX_UNBOUNDED) {
        reading->progress[word->owner].seen = true;
        return TG_OK;
    }
    size_t history = pack->header->history, back = p->last > history ? p->last - history : 0;
    bool whole = view->first + back == 0; /* from the text's beginning, dropped characters there included */
    tg_literal_hit hit = {word->owner, view->begins[p->last], whole ? 0 : view->begins[back]};
    if (!tg_vector_append(&reading->literal_hits, &hit, 1))
        return TG_NO_MEMORY;
    tg_literal_hit *hits = reading->literal_hits.items;
    size_t at = reading->literal_hits.count - 1;
    for (; at > 0 && hits[at - 1].last > hit.last; at--) /* words come in the order of their beginnings, nearly the same */
        hits[at] = hits[at - 1];
    hits[at] = hit;
    return TG_OK;
}

uint32_t tg_entry_of(const tg_pack *pack, const tg_word *word)
{
    switch ((tg_word_kind)(word->flags & TG_WORD_KIND_MASK)) {
    case TG_WORD_PART:
        return pack->combinations[pack->parts[word->owner]].entry;
    case TG_WORD_LITERAL:
        return pack->patterns[word->owner].entry;
    case TG_WORD_ENTRY:
    case TG_WORD_ALLOWED:
        break;
    }
    return word->owner;
}

/* Whether the text is the word byte for byte; then the range is just that, without marks that combine with its end. */
static bool is_exact(const tg_work *work, const tg_pack *pack, const tg_word *word, tg_range *range)
{
    const char *written = pack->strings + word->text;
    size_t length = strlen(written);
    if (length > range->end - range->begin || memcmp(work->text + range->begin, written, length) != 0)
        return false;
    range->end = range->begin + length;
    return true;
}

static tg_status take_word(tg_work *work, tg_reading *reading, uint32_t number, place *p)
{
    const tg_pack *pack = reading->rules->pack;
    const tg_word *word = &pack->words[number];
    tg_word_kind kind = (tg_word_kind)(word->flags & TG_WORD_KIND_MASK);
    if (!tg_entry_works(work, reading->rules, tg_entry_of(pack, word)) || !edges_fit(work, &pack->fold, word, p->range))
        return TG_OK;
    if (word->flags & TG_WORD_EXACT && !is_exact(work, pack, word, &p->range))
        return TG_OK;
    switch (kind) {
    case TG_WORD_ENTRY:
        return take_entry(work, reading, word, p);
    case TG_WORD_ALLOWED:
        return take_allowed(work, p);
    case TG_WORD_PART:
        return tg_take_part(reading, number,
                            &(tg_place){reading->view.first + p->first, reading->view.first + p->last, p->range},
                            TG_MATCH_FOLD, 0);
    case TG_WORD_LITERAL:
        return take_literal(reading, word, p);
    }
    return TG_OK;
}

static tg_status take_hit(tg_work *work, tg_reading *reading, const tg_walk_hit *hit)
{
    const tg_pack *pack = reading->rules->pack;
    const tg_view *view = &reading->view;
    size_t last = hit->at;
    tg_status status = TG_OK;
    for (uint32_t output = hit->output; output && status == TG_OK; output = pack->words[output - 1].next) {
        size_t length = pack->words[output - 1].length;
        if (hit->length && length != hit->length)
            break;
        if (length > last + 1) /* in a hostile pack only */
            continue;
        place p = {last + 1 - length, last, {view->begins[last + 1 - length], view->ends[last]}};
        status = take_word(work, reading, output - 1, &p);
    }
    return status;
}

/* What a hit is about lies all over a large pack, so it is fetched some hits before it is looked at. */
enum { HITS_AHEAD = 8 };

static inline void fetch_word(const tg_pack *pack, const tg_word *word)
{
    __builtin_prefetch(pack->strings + word->text);
    if ((word->flags & TG_WORD_KIND_MASK) == TG_WORD_ENTRY)
        __builtin_prefetch(&pack->entries[word->owner]);
}

static tg_status take_hits(tg_work *work, tg_reading *reading, const tg_walk_hit *hits, size_t count)
{
    const tg_pack *pack = reading->rules->pack;
    tg_status status = TG_OK;
    for (size_t i = 0; i < count && status == TG_OK; i++) {
        if (i + 2 * HITS_AHEAD < count)
            __builtin_prefetch(&pack->words[hits[i + 2 * HITS_AHEAD].output - 1]);
        if (i + HITS_AHEAD < count)
            fetch_word(pack, &pack->words[hits[i + HITS_AHEAD].output - 1]);
        status = take_hit(work, reading, &hits[i]);
    }
    return status == TG_OK ? tg_collect_guises(work, reading, reading->view.next) : status;
}

static size_t walk_tile(tg_reading *reading, bool last)
{
    const tg_pack *pack = reading->rules->pack;
    const tg_view *view = &reading->view;
    tg_walk_tile tile = {view->symbols, view->count, pack->header->history, view->first, last};
    return tg_walk_read(&pack->automaton, &reading->walk, &tile, reading->candidates, reading->hits);
}

/* Reads and walks the next tile; *more: there was one. */
static tg_status read_tile(tg_work *work, tg_reading *reading, bool *more)
{
    tg_view *view = &reading->view;
    *more = tg_view_read(view, &reading->rules->pack->lane, work->text, work->length);
    return *more ? take_hits(work, reading, reading->hits, walk_tile(reading, view->next >= work->length)) : TG_OK;
}

/* The same for a text that was read with others; it is one tile. */
static tg_status take_ahead(tg_work *work, tg_reading *reading)
{
    tg_text_ahead text = TG_ITEMS(&reading->ahead, tg_text_ahead)[work->ahead - 1];
    tg_view_show(&reading->view, text.begin, text.count, work->length);
    for (size_t i = 0; i < text.hits; i++)
        reading->hits[text.first_hit + i].at -= text.begin;
    return take_hits(work, reading, reading->hits + text.first_hit, text.hits);
}

tg_status tg_read_ahead(tg_work *work, const char *text, size_t begin, const size_t *ends, size_t count, size_t *taken)
{
    for (size_t i = 0; i < work->reading_count; i++) {
        tg_reading *reading = &work->readings[i];
        size_t at = begin, done = 0;
        tg_view_start(&reading->view);
        tg_walk_start(&reading->walk);
        reading->ahead.count = 0;
        for (; done < count && tg_view_append(&reading->view, &reading->rules->pack->lane, text + at, ends[done] - at); done++) {
            tg_text_ahead ahead = {.begin = (uint32_t)reading->view.history,
                                   .count = (uint32_t)(reading->view.count - reading->view.history)};
            if (!tg_vector_append(&reading->ahead, &ahead, 1))
                return TG_NO_MEMORY;
            at = ends[done];
        }
        count = done; /* for the other packs too */
        reading->view.first = 0;
        size_t hits = walk_tile(reading, true), hit = 0;
        for (size_t k = 0; k < done; k++) {
            tg_text_ahead *ahead = &TG_ITEMS(&reading->ahead, tg_text_ahead)[k];
            ahead->first_hit = (uint32_t)hit;
            while (hit < hits && reading->hits[hit].at < ahead->begin + ahead->count)
                hit++;
            ahead->hits = (uint32_t)(hit - ahead->first_hit);
        }
    }
    *taken = count;
    return TG_OK;
}

/* The byte before which no word can begin that was not seen to its end. */
static size_t settled_before(const tg_work *work, const tg_reading *reading)
{
    const tg_view *view = &reading->view;
    const tg_pack *pack = reading->rules->pack;
    size_t history = pack->header->history, settled = view->count > history ? view->begins[view->count - history] : 0;
    size_t searched = tg_looks_for_guises(work, reading) ? tg_guise_settled(&reading->guise) : SIZE_MAX;
    return searched < settled ? searched : settled;
}

/* Forgets the last text. Only what it touched is cleared, so that short texts cost little. */
static void start(tg_reading *reading, const char *text, size_t length)
{
    for (size_t i = 0; i < reading->parts_seen.count; i++)
        reading->part_lists[TG_ITEMS(&reading->parts_seen, uint32_t)[i]] = (tg_part_list){0, 0};
    for (size_t i = 0; i < reading->literal_hits.count; i++)
        reading->progress[TG_ITEMS(&reading->literal_hits, tg_literal_hit)[i].pattern] = (tg_pattern_progress){0};
    for (size_t i = 0; i < reading->rules->whole_count; i++)
        reading->progress[reading->rules->whole[i]] = (tg_pattern_progress){0};
    reading->part_hits.count = reading->parts_seen.count = reading->literal_hits.count = 0;
    reading->parts_unordered = false;
    tg_guise_start(&reading->guise, text, length);
}

tg_status tg_collect(tg_work *work, tg_settle_fn settle, void *user)
{
    tg_status status = TG_OK;
    for (size_t i = 0; i < work->reading_count && status == TG_OK; i++) {
        tg_reading *reading = &work->readings[i];
        start(reading, work->text, work->length);
        if (work->ahead) {
            status = take_ahead(work, reading);
        } else {
            tg_view_start(&reading->view);
            tg_walk_start(&reading->walk);
        }
    }
    if (work->ahead)
        return status;
    for (bool any = true; any && status == TG_OK;) {
        size_t settled = work->length;
        any = false;
        for (size_t i = 0; i < work->reading_count && status == TG_OK; i++) {
            bool more;
            if (work->readings[i].rules->pack->words_count == 0) /* models alone */
                continue;
            status = read_tile(work, &work->readings[i], &more);
            any |= more;
            size_t before = settled_before(work, &work->readings[i]);
            if (before < settled)
                settled = before;
        }
        if (any && status == TG_OK && settle)
            status = settle(work, settled, user);
    }
    return status;
}
