/* Words in disguise: what the search hands over becomes findings and parts of combinations. */
#include "base/sort.h"
#include "detect/detect.h"

/* Symbols of a stretch of text. */
static uint64_t count_symbols(const tg_pack *pack, const char *text, size_t begin, size_t end)
{
    uint64_t count = 0;
    tg_fold_unit unit;
    for (size_t at = begin; at < end;) {
        uint16_t symbols[2];
        at = tg_fold_next_unit(&pack->fold, text, end, at, &unit);
        for (size_t i = 0; i < unit.count; i++)
            count += tg_lane_spell(&pack->lane, unit.code_points[i], symbols);
    }
    return count;
}

/* Number, in the whole text, of the symbol that a byte belongs to. A hit may begin before the symbols that the view still has,
 * and end behind them. */
static uint64_t symbol_at(const tg_reading *reading, const char *text, size_t byte)
{
    const tg_view *view = &reading->view;
    const tg_pack *pack = reading->rules->pack;
    if (byte >= view->next)
        return view->first + view->count + count_symbols(pack, text, view->next, byte);
    if (view->count && byte < view->begins[0])
        return view->first - count_symbols(pack, text, byte, view->begins[0]);
    size_t low = 0, high = view->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (view->begins[middle] <= byte)
            low = middle + 1;
        else
            high = middle;
    }
    return view->first + (low ? low - 1 : 0);
}

typedef struct taker {
    tg_work *work;
    tg_reading *reading;
} taker;

static tg_status take_hit(const tg_guise_hit *hit, void *user)
{
    const taker *t = user;
    tg_reading *reading = t->reading;
    const tg_pack *pack = reading->rules->pack;
    const tg_word *word = &pack->words[hit->word];
    uint32_t entry = tg_entry_of(pack, word);
    if (!tg_entry_works(t->work, reading->rules, entry) ||
        !tg_is_asked(t->work, tg_detector_of(reading->rules, entry, TG_DETECTOR_WORDS)))
        return TG_OK;
    if ((word->flags & TG_WORD_KIND_MASK) == TG_WORD_PART) {
        reading->parts_unordered = true;
        uint64_t first = symbol_at(reading, t->work->text, hit->range.begin);
        uint64_t last = symbol_at(reading, t->work->text, hit->range.end - 1);
        return tg_take_part(reading, hit->word, &(tg_place){first, last, hit->range}, hit->match, hit->tricks);
    }
    tg_sighting sighting = {.detector = TG_DETECTOR_WORDS, .entry = entry, .range = hit->range, .match = hit->match,
                            .tricks = hit->tricks};
    return tg_add_finding(t->work, reading->rules, &sighting);
}

bool tg_looks_for_guises(const tg_work *work, const tg_reading *reading)
{
    return reading->rules->pack->guises.flags &&
           (tg_is_asked(work, TG_DETECTOR_WORDS) || tg_is_asked(work, TG_DETECTOR_CULTURE));
}

tg_status tg_collect_guises(tg_work *work, tg_reading *reading, size_t until)
{
    if (!tg_looks_for_guises(work, reading))
        return TG_OK;
    taker t = {work, reading};
    reading->guise.search.found = take_hit;
    reading->guise.search.user = &t;
    return tg_guise_advance(&reading->guise, until);
}

static int compare_hits(const void *left, const void *right)
{
    const tg_part_hit *a = left, *b = right;
    if (a->first != b->first)
        return a->first < b->first ? -1 : 1;
    if (a->last != b->last)
        return a->last < b->last ? -1 : 1;
    return (a->word > b->word) - (a->word < b->word);
}

void tg_order_parts(tg_reading *reading)
{
    tg_part_hit *hits = reading->part_hits.items;
    size_t count = reading->part_hits.count;
    if (!reading->parts_unordered)
        return;
    for (size_t i = 0; i < reading->parts_seen.count; i++)
        reading->part_lists[TG_ITEMS(&reading->parts_seen, uint32_t)[i]] = (tg_part_list){0, 0};
    tg_sort(hits, count, sizeof *hits, compare_hits);
    for (size_t i = 0; i < count; i++) {
        tg_part_list *list = &reading->part_lists[reading->rules->pack->words[hits[i].word].owner];
        hits[i].next = 0;
        *(list->last ? &hits[list->last - 1].next : &list->first) = (uint32_t)i + 1;
        list->last = (uint32_t)i + 1;
    }
    reading->parts_unordered = false;
}
