/* Text to symbols, tile by tile; see view.h. */
#include "text/view.h"

#include <string.h>

#include "base/utf8.h"

tg_status tg_view_init(tg_view *view, const tg_allocator *allocator, size_t keep)
{
    *view = (tg_view){.allocator = *allocator, .keep = keep};
    view->capacity = keep + TG_VIEW_SYMBOLS + TG_VIEW_SLACK;
    view->symbols = tg_allocate_zeroed(allocator, view->capacity, sizeof *view->symbols);
    view->begins = tg_allocate_zeroed(allocator, view->capacity, sizeof *view->begins);
    view->ends = tg_allocate_zeroed(allocator, view->capacity, sizeof *view->ends);
    if (view->symbols && view->begins && view->ends)
        return TG_OK;
    tg_view_free(view);
    return TG_NO_MEMORY;
}

void tg_view_free(tg_view *view)
{
    tg_release(&view->allocator, view->symbols, view->capacity * sizeof *view->symbols);
    tg_release(&view->allocator, view->begins, view->capacity * sizeof *view->begins);
    tg_release(&view->allocator, view->ends, view->capacity * sizeof *view->ends);
    view->symbols = NULL;
    view->begins = view->ends = NULL;
}

void tg_view_start(tg_view *view)
{
    view->count = view->history = 0;
    view->first = 0;
    view->next = 0;
    view->unit_end = SIZE_MAX;
}

/* Moves the last `keep` symbols to the front, where they become history. */
static void keep_history(tg_view *view)
{
    size_t kept = view->count < view->keep ? view->count : view->keep, from = view->count - kept;
    memmove(view->symbols, view->symbols + from, kept * sizeof *view->symbols);
    memmove(view->begins, view->begins + from, kept * sizeof *view->begins);
    memmove(view->ends, view->ends + from, kept * sizeof *view->ends);
    view->first += from;
    view->history = view->count = kept;
}

static void append_unit(tg_view *view, const tg_lane *lane, const tg_fold_unit *unit)
{
    for (size_t i = 0; i < unit->count; i++) {
        size_t n = tg_lane_spell(lane, unit->code_points[i], view->symbols + view->count);
        while (n--) {
            view->begins[view->count] = (uint32_t)unit->begin;
            view->ends[view->count] = (uint32_t)unit->end;
            view->count++;
        }
    }
}

/* Folds the unit that the character at byte `at` belongs to: the one that ends with the last symbol, if it combines with
 * that, else its own. Returns where the next unit begins, always behind `at`. */
static size_t read_unit(tg_view *view, const tg_lane *lane, const char *text, size_t length, size_t at, bool combines)
{
    tg_fold_unit unit;
    size_t next = 0;
    if (combines && at != view->unit_end && view->count > view->history) {
        size_t count = view->count - 1, begin = view->begins[count];
        while (count > view->history && view->begins[count - 1] == begin)
            count--;
        next = tg_fold_next_unit(lane->fold, text, length, begin, &unit);
        if (next > at) /* always, but with the tables of a hostile pack */
            view->count = count;
    }
    if (next <= at)
        next = tg_fold_next_unit(lane->fold, text, length, at, &unit);
    append_unit(view, lane, &unit);
    view->unit_end = next;
    return next;
}

/* Whether a tile may end before byte `at`: not if what stands there combines with the last symbol. */
static bool may_end(const tg_view *view, const tg_lane *lane, const char *text, size_t length, size_t at)
{
    uint32_t code_point;
    tg_utf8_decode((const unsigned char *)text + at, length - at, &code_point);
    uint32_t entry = tg_fold_entry(lane->fold, code_point);
    if ((entry & TG_FOLD_KIND_MASK) == TG_FOLD_DROPPED)
        return false;
    return !(entry & TG_FOLD_COMBINES) || at == view->unit_end;
}

bool tg_view_read(tg_view *view, const tg_lane *lane, const char *text, size_t length)
{
    if (view->next >= length)
        return false;
    keep_history(view);
    const unsigned char *p = (const unsigned char *)text;
    size_t at = view->next, limit = length - at > TG_VIEW_TILE ? at + TG_VIEW_TILE : length;
    size_t full = view->history + TG_VIEW_SYMBOLS, count = view->count;
    const uint16_t *ascii = lane->symbols + (size_t)lane->index[0] * TG_TABLE_BLOCK;
    while (at < length) {
        if ((at >= limit || count >= full) &&
            (count >= full + TG_VIEW_SLACK / 2 || may_end(view, lane, text, length, at)))
            break;
        uint32_t code_point = p[at], symbol;
        size_t n = 1;
        if (code_point < 0x80) {
            symbol = ascii[code_point];
        } else {
            n = tg_utf8_decode(p + at, length - at, &code_point);
            symbol = tg_lane_entry(lane, code_point);
        }
        if (symbol < TG_SYMBOL_DROPPED) {
            view->symbols[count] = (uint16_t)symbol;
            view->begins[count] = (uint32_t)at;
            view->ends[count] = (uint32_t)(at + n);
            count++;
            at += n;
        } else if (symbol == TG_SYMBOL_DROPPED) {
            at += n;
        } else {
            view->count = count;
            bool combines = tg_fold_entry(lane->fold, code_point) & TG_FOLD_COMBINES;
            at = read_unit(view, lane, text, length, at, combines);
            count = view->count;
        }
    }
    view->count = count;
    view->next = at;
    return true;
}
