/* Words in disguise: what the search hands over becomes findings and parts of combinations. */
#include "base/sort.h"
#include "base/utf8.h"
#include "detect/detect.h"

/* Number, in the whole text, of the symbol that a byte belongs to: in the tile, or the history before it. Behind the tile,
 * which a hit may reach, each character counts as one. */
static uint64_t symbol_at(const tg_view *view, const char *text, size_t byte)
{
    if (byte >= view->next)
        return view->first + view->count + tg_utf8_count(text + view->next, byte - view->next);
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
    if (!tg_entry_works(t->work, reading->rules, entry) || !tg_is_asked(t->work, TG_DETECTOR_WORDS))
        return TG_OK;
    if ((word->flags & TG_WORD_KIND_MASK) == TG_WORD_PART) {
        reading->parts_unordered = true;
        uint64_t first = symbol_at(&reading->view, t->work->text, hit->range.begin);
        uint64_t last = symbol_at(&reading->view, t->work->text, hit->range.end - 1);
        return tg_take_part(reading, hit->word, &(tg_place){first, last, hit->range}, hit->match, hit->tricks);
    }
    tg_sighting sighting = {.detector = TG_DETECTOR_WORDS, .entry = entry, .range = hit->range, .match = hit->match,
                            .tricks = hit->tricks};
    return tg_add_finding(t->work, reading->rules, &sighting);
}

tg_status tg_collect_guises(tg_work *work, tg_reading *reading, size_t until)
{
    if (!reading->rules->pack->guises.flags)
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
