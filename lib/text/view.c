/* Text to symbols, tile by tile; see view.h. */
#include "text/view.h"

#include <string.h>

#include "base/utf8.h"

tg_status tg_view_init(tg_view *view, const tg_allocator *allocator, size_t keep, tg_cpu cpu)
{
    *view = (tg_view){.allocator = *allocator, .keep = keep, .plain = tg_plain_kernel(cpu)};
    view->capacity = keep + TG_VIEW_SYMBOLS + TG_VIEW_SLACK;
    view->symbols = tg_allocate_zeroed(allocator, view->capacity, sizeof *view->symbols);
    view->begins = tg_allocate_zeroed(allocator, view->capacity, sizeof *view->begins);
    view->ends = tg_allocate_zeroed(allocator, view->capacity, sizeof *view->ends);
    if (view->symbols && view->begins && view->ends)
        return TG_OK;
    tg_view_free(view);
    return TG_NO_MEMORY;
}

/* Moves the arrays by so many symbols. */
static void move_arrays(tg_view *view, ptrdiff_t by)
{
    view->symbols += by;
    view->begins += by;
    view->ends += by;
}

/* Back to all texts. */
static void show_all(tg_view *view)
{
    move_arrays(view, -(ptrdiff_t)view->shown);
    view->shown = 0;
}

void tg_view_free(tg_view *view)
{
    if (view->shown)
        show_all(view);
    tg_release(&view->allocator, view->symbols, view->capacity * sizeof *view->symbols);
    tg_release(&view->allocator, view->begins, view->capacity * sizeof *view->begins);
    tg_release(&view->allocator, view->ends, view->capacity * sizeof *view->ends);
    view->symbols = NULL;
    view->begins = view->ends = NULL;
}

void tg_view_start(tg_view *view)
{
    show_all(view);
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

/* Reads one character, or the unit that it belongs to; returns the byte behind. */
static inline size_t read_one(tg_view *view, const tg_lane *lane, const char *text, size_t length, size_t at)
{
    uint32_t code_point;
    size_t n = tg_utf8_decode((const unsigned char *)text + at, length - at, &code_point);
    uint32_t symbol = tg_lane_entry(lane, code_point);
    if (symbol == TG_SYMBOL_SLOW)
        return read_unit(view, lane, text, length, at, tg_fold_entry(lane->fold, code_point) & TG_FOLD_COMBINES);
    if (symbol != TG_SYMBOL_DROPPED) {
        view->symbols[view->count] = (uint16_t)symbol;
        view->begins[view->count] = (uint32_t)at;
        view->ends[view->count] = (uint32_t)(at + n);
        view->count++;
    }
    return at + n;
}

/* Characters that are read one by one where a kernel could take none. */
enum { BY_HAND = 8 };

static void pad(tg_view *view)
{
    memset(view->symbols + view->count, 0, TG_VIEW_PAD * sizeof *view->symbols); /* TG_SYMBOL_OTHER */
}

/* Reads a tile behind the symbols that are there. */
static void read_tile(tg_view *view, const tg_lane *lane, const char *text, size_t length)
{
    size_t at = view->next, limit = length - at > TG_VIEW_TILE ? at + TG_VIEW_TILE : length;
    size_t full = view->keep + TG_VIEW_SYMBOLS;
    int by_hand = 0;
    while (at < length) {
        if ((at >= limit || view->count >= full) &&
            (view->count >= full + TG_VIEW_SLACK / 2 || may_end(view, lane, text, length, at)))
            break;
        if (by_hand > 0) {
            by_hand--;
        } else if (view->plain && at < limit && view->count < full) {
            tg_plain_out out = {view->symbols, view->begins, view->ends, view->count};
            size_t begin = at;
            at = view->plain(lane, (const unsigned char *)text, at, limit, full, &out);
            view->count = out.count;
            by_hand = at == begin ? BY_HAND : 0;
            if (at >= limit || view->count >= full)
                continue;
        }
        at = read_one(view, lane, text, length, at);
    }
    pad(view);
    view->next = at;
}

bool tg_view_read(tg_view *view, const tg_lane *lane, const char *text, size_t length)
{
    if (view->next >= length)
        return false;
    keep_history(view);
    read_tile(view, lane, text, length);
    return true;
}

bool tg_view_append(tg_view *view, const tg_lane *lane, const char *text, size_t length)
{
    size_t had = view->count;
    if (length > TG_VIEW_TILE || had + length >= view->keep + TG_VIEW_SYMBOLS)
        return false;
    if (had)
        view->symbols[view->count++] = TG_SYMBOL_OTHER;
    view->history = view->count;
    view->next = 0;
    view->unit_end = SIZE_MAX;
    if (length)
        read_tile(view, lane, text, length);
    if (view->next >= length)
        return true;
    view->count = had;
    pad(view);
    return false;
}

void tg_view_show(tg_view *view, size_t begin, size_t count, size_t length)
{
    show_all(view);
    move_arrays(view, (ptrdiff_t)begin);
    view->shown = begin;
    view->count = count;
    view->history = 0;
    view->first = 0;
    view->next = length;
}
