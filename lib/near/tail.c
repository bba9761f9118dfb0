/* Texts in memory; see tail.h. */
#include "near/tail.h"

#include <string.h>
#include <xxhash.h>

void tg_tail_init(tg_tail *tail, const tg_allocator *allocator, uint32_t first)
{
    *tail = (tg_tail){.allocator = *allocator, .first = first};
    tg_vector_init(&tail->records, allocator, sizeof(tg_record *));
    tg_vector_init(&tail->runs, allocator, sizeof(tg_run));
    tg_merger_init(&tail->merger, allocator);
}

void tg_tail_clear(tg_tail *tail, uint32_t first)
{
    for (size_t i = 0; i < tail->records.count; i++)
        tg_record_free(&tail->allocator, TG_ITEMS(&tail->records, tg_record *)[i]);
    for (size_t i = 0; i < tail->runs.count; i++)
        tg_run_free(&TG_ITEMS(&tail->runs, tg_run)[i], &tail->allocator);
    tail->records.count = tail->runs.count = 0;
    if (tail->names)
        memset(tail->names, 0, tail->name_capacity * sizeof *tail->names);
    tail->living = tail->bytes = tail->oldest = 0;
    tail->first = first;
}

void tg_tail_free(tg_tail *tail)
{
    tg_tail_clear(tail, 0);
    tg_vector_free(&tail->records);
    tg_vector_free(&tail->runs);
    tg_release(&tail->allocator, tail->names, tail->name_capacity * sizeof *tail->names);
    tail->names = NULL;
    tail->name_capacity = 0;
    tg_merger_free(&tail->merger);
}

/* ---- ids ---- */

static void enter_name(tg_tail *tail, const tg_record *record, uint32_t index)
{
    size_t mask = tail->name_capacity - 1;
    size_t at = XXH3_64bits(tg_record_id(record), record->id_length) & mask;
    while (tail->names[at])
        at = (at + 1) & mask;
    tail->names[at] = index + 1;
}

/* Names of forgotten texts go when the table is made anew. */
static bool make_name_room(tg_tail *tail)
{
    if ((tail->records.count + 1) * 2 <= tail->name_capacity)
        return true;
    size_t capacity = tail->name_capacity ? tail->name_capacity * 2 : 64;
    uint32_t *names = tg_allocate_zeroed(&tail->allocator, capacity, sizeof *names);
    if (!names)
        return false;
    tg_release(&tail->allocator, tail->names, tail->name_capacity * sizeof *names);
    tail->names = names;
    tail->name_capacity = capacity;
    for (size_t i = 0; i < tail->records.count; i++)
        if (TG_ITEMS(&tail->records, tg_record *)[i])
            enter_name(tail, TG_ITEMS(&tail->records, tg_record *)[i], (uint32_t)i);
    return true;
}

bool tg_tail_find_id(const tg_tail *tail, const char *id, size_t length, uint32_t *number)
{
    if (!tail->name_capacity)
        return false;
    size_t mask = tail->name_capacity - 1;
    for (size_t at = XXH3_64bits(id, length) & mask; tail->names[at]; at = (at + 1) & mask) {
        const tg_record *record = TG_ITEMS(&tail->records, tg_record *)[tail->names[at] - 1];
        if (record && record->id_length == length && memcmp(tg_record_id(record), id, length) == 0) {
            *number = tail->first + (tail->names[at] - 1);
            return true;
        }
    }
    return false;
}

/* ---- the index ---- */

static tg_gone gone_of(const tg_tail *tail)
{
    return (tg_gone){.first = tail->first + (uint32_t)tail->oldest};
}

/* Puts a run behind the others, merged with those that are not larger. */
static bool add_run(tg_tail *tail, const uint64_t *entries, size_t count)
{
    tg_run made;
    if (!tg_vector_reserve(&tail->runs, 1) || !tg_run_make(&made, &tail->allocator, entries, count))
        return false;
    tg_run *runs = tail->runs.items;
    size_t kept = tail->runs.count;
    uint64_t total = count;
    runs[tail->runs.count++] = made;
    while (kept > 0 && runs[kept - 1].count <= total)
        total += runs[--kept].count;
    if (kept + 1 == tail->runs.count)
        return true;
    tg_run merged;
    tg_gone gone = gone_of(tail);
    if (!tg_run_merge_in_memory(&merged, &tail->allocator, &tail->merger, runs + kept, tail->runs.count - kept, &gone))
        return true; /* it is there as it is; another time */
    for (size_t i = kept; i < tail->runs.count; i++)
        tg_run_free(&runs[i], &tail->allocator);
    runs[kept] = merged;
    tail->runs.count = kept + 1;
    return true;
}

bool tg_tail_compact(tg_tail *tail)
{
    tg_run merged;
    tg_gone gone = gone_of(tail);
    if (tail->runs.count == 0)
        return true;
    tg_run *runs = tail->runs.items;
    if (!tg_run_merge_in_memory(&merged, &tail->allocator, &tail->merger, runs, tail->runs.count, &gone))
        return false;
    for (size_t i = 0; i < tail->runs.count; i++)
        tg_run_free(&runs[i], &tail->allocator);
    runs[0] = merged;
    tail->runs.count = 1;
    return true;
}

tg_status tg_tail_add(tg_tail *tail, tg_record *record, const uint32_t *keys, size_t count)
{
    if (tail->records.count >= UINT32_MAX - 1 - tail->first)
        return TG_LIMIT;
    tg_vector *entries = &tail->merger.entries, *spare = &tail->merger.spare;
    entries->count = spare->count = 0;
    if (!tg_vector_reserve(&tail->records, 1) || !make_name_room(tail) || !tg_vector_reserve(entries, count + 1) ||
        !tg_vector_reserve(spare, count + 1))
        return TG_NO_MEMORY;
    uint32_t index = (uint32_t)tail->records.count;
    uint64_t *to = entries->items;
    for (size_t i = 0; i < count; i++)
        to[i] = tg_run_entry(keys[i], tail->first + index);
    tg_sort_entries(to, spare->items, count, 32);
    size_t distinct = 0;
    for (size_t i = 0; i < count; i++)
        if (i == 0 || to[i] != to[i - 1])
            to[distinct++] = to[i];
    if (!add_run(tail, to, distinct))
        return TG_NO_MEMORY;
    tg_vector_append(&tail->records, &record, 1);
    enter_name(tail, record, index);
    tail->living++;
    tail->bytes += tg_record_size(record);
    return TG_OK;
}

void tg_tail_forget(tg_tail *tail, uint32_t number)
{
    tg_record **record = &TG_ITEMS(&tail->records, tg_record *)[number - tail->first];
    if (!*record)
        return;
    tail->living--;
    tail->bytes -= tg_record_size(*record);
    tg_record_free(&tail->allocator, *record);
    *record = NULL;
}

bool tg_tail_oldest(tg_tail *tail, uint32_t *number)
{
    while (tail->oldest < tail->records.count && !TG_ITEMS(&tail->records, tg_record *)[tail->oldest])
        tail->oldest++;
    *number = tail->first + (uint32_t)tail->oldest;
    return tail->oldest < tail->records.count;
}
