/* Symbols of a lane: making the table and looking up what it cannot hold; see lane.h. */
#include "text/lane.h"

#include "base/sort.h"
#include "base/utf8.h"

static uint32_t number_of(const tg_lane *lane, uint32_t code_point)
{
    uint32_t symbol = tg_lane_entry(lane, code_point);
    if (symbol < TG_SYMBOL_DROPPED)
        return symbol;
    size_t low = 0, high = lane->extra_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (lane->extras[middle].code_point == code_point)
            return lane->extras[middle].number;
        if (lane->extras[middle].code_point < code_point)
            low = middle + 1;
        else
            high = middle;
    }
    return TG_SYMBOL_OTHER;
}

size_t tg_lane_spell(const tg_lane *lane, uint32_t code_point, uint16_t *out)
{
    uint32_t number = number_of(lane, code_point);
    if (number < TG_SYMBOL_DIRECT) {
        out[0] = (uint16_t)number;
        return 1;
    }
    number -= TG_SYMBOL_DIRECT;
    out[0] = (uint16_t)(TG_SYMBOL_LEAD + (number >> 11));
    out[1] = (uint16_t)(TG_SYMBOL_TRAIL + (number & 0x7FF));
    return 2;
}

bool tg_lane_check(tg_lane *lane)
{
    lane->flat = true;
    for (size_t i = 0; i < TG_TABLE_INDEX; i++) {
        if (lane->index[i] >= lane->symbols_count / TG_TABLE_BLOCK)
            return false;
        lane->flat &= i >= TG_LANE_FLAT / TG_TABLE_BLOCK || lane->index[i] == i;
    }
    bool valid = true;
    for (size_t i = 0; i < lane->symbols_count; i++)
        valid &= lane->symbols[i] < TG_SYMBOL_DIRECT || lane->symbols[i] >= TG_SYMBOL_DROPPED;
    for (size_t i = 0; i < lane->extra_count; i++)
        valid &= lane->extras[i].number < TG_CODE_POINTS;
    return valid;
}

uint32_t tg_lane_greatest(const tg_lane *lane)
{
    uint32_t greatest = TG_SYMBOL_OTHER;
    for (size_t i = 0; i < lane->symbols_count; i++)
        if (lane->symbols[i] > greatest && lane->symbols[i] < TG_SYMBOL_DROPPED)
            greatest = lane->symbols[i];
    for (size_t i = 0; i < lane->extra_count; i++) {
        uint32_t number = lane->extras[i].number;
        if (number >= TG_SYMBOL_DIRECT)
            number = TG_SYMBOL_TRAIL + ((number - TG_SYMBOL_DIRECT) & 0x7FF);
        if (number > greatest)
            greatest = number;
    }
    return greatest;
}

static int compare_keys(const void *a, const void *b)
{
    uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;
    return left < right ? -1 : left > right;
}

/* numbers[code point] = its number, from 1; false without memory. */
static bool number_by_use(const tg_allocator *allocator, const uint32_t *used, uint32_t *numbers)
{
    tg_vector keys; /* rarity << 32 | code point, so that ascending order is the most used first */
    tg_vector_init(&keys, allocator, sizeof(uint64_t));
    bool done = true;
    for (uint32_t c = 0; c < TG_CODE_POINTS && done; c++) {
        uint64_t key = (uint64_t)(UINT32_MAX - used[c]) << 32 | c;
        if (used[c])
            done = tg_vector_append(&keys, &key, 1);
    }
    if (done) {
        tg_sort(keys.items, keys.count, sizeof(uint64_t), compare_keys);
        for (size_t i = 0; i < keys.count; i++)
            numbers[TG_ITEMS(&keys, uint64_t)[i] & 0xFFFFFFFF] = (uint32_t)i + 1;
    }
    tg_vector_free(&keys);
    return done;
}

static uint16_t symbol_of(const tg_fold *fold, const uint32_t *numbers, uint32_t code_point)
{
    uint32_t entry = tg_fold_entry(fold, code_point), kind = entry & TG_FOLD_KIND_MASK;
    if (kind == TG_FOLD_DROPPED)
        return TG_SYMBOL_DROPPED;
    if (kind != TG_FOLD_ONE || entry & TG_FOLD_COMBINES)
        return TG_SYMBOL_SLOW;
    uint32_t folded = (code_point + entry) & TG_FOLD_VALUE_MASK;
    uint32_t number = folded < TG_CODE_POINTS ? numbers[folded] : 0;
    return number < TG_SYMBOL_DIRECT ? (uint16_t)number : TG_SYMBOL_SLOW;
}

static bool fill(tg_lane_store *store, const tg_fold *fold, const uint32_t *numbers)
{
    for (uint32_t i = 0; i < TG_TABLE_INDEX; i++) {
        uint16_t block[TG_TABLE_BLOCK];
        for (uint32_t k = 0; k < TG_TABLE_BLOCK; k++) {
            uint32_t code_point = i * TG_TABLE_BLOCK + k;
            block[k] = symbol_of(fold, numbers, code_point);
            tg_lane_extra extra = {code_point, numbers[code_point]};
            if (extra.number && block[k] != extra.number && !tg_vector_append(&store->extras, &extra, 1))
                return false;
        }
        uint16_t number = (uint16_t)i;
        bool added = i < TG_LANE_FLAT / TG_TABLE_BLOCK
                         ? tg_vector_append(&store->index, &number, 1) && tg_vector_append(&store->symbols, block, TG_TABLE_BLOCK)
                         : tg_table_append(&store->index, &store->symbols, block);
        if (!added)
            return false;
    }
    return true;
}

void tg_lane_store_free(tg_lane_store *store)
{
    tg_vector_free(&store->index);
    tg_vector_free(&store->symbols);
    tg_vector_free(&store->extras);
}

tg_status tg_lane_build(tg_lane_store *store, const tg_allocator *allocator, const tg_fold *fold, const uint32_t *used,
                        tg_lane *lane)
{
    tg_vector_init(&store->index, allocator, sizeof(uint16_t));
    tg_vector_init(&store->symbols, allocator, sizeof(uint16_t));
    tg_vector_init(&store->extras, allocator, sizeof(tg_lane_extra));
    uint32_t *numbers = tg_allocate_zeroed(allocator, TG_CODE_POINTS, sizeof *numbers);
    bool done = numbers && number_by_use(allocator, used, numbers) && fill(store, fold, numbers);
    tg_release(allocator, numbers, TG_CODE_POINTS * sizeof *numbers);
    if (!done) {
        tg_lane_store_free(store);
        return TG_NO_MEMORY;
    }
    *lane = (tg_lane){
        .fold = fold,
        .index = store->index.items,
        .symbols = store->symbols.items,
        .extras = store->extras.items,
        .symbols_count = store->symbols.count,
        .extra_count = store->extras.count,
        .flat = true,
    };
    return TG_OK;
}
