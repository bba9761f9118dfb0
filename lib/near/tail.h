/* The texts that a process remembers itself: all of them for a store in memory, the latest of a store on disk, until they
 * are written. Numbered from `first` on. */
#ifndef TG_NEAR_TAIL_H
#define TG_NEAR_TAIL_H

#include "near/record.h"
#include "near/run.h"

typedef struct tg_tail {
    tg_allocator allocator;
    uint32_t first;       /* number of records[0] */
    tg_vector records;    /* tg_record *, NULL: forgotten */
    size_t oldest;        /* all records before this one are NULL */
    tg_vector runs;       /* tg_run */
    uint32_t *names;      /* table of ids: index of a record + 1; 0: free */
    size_t name_capacity; /* a power of two, or 0 */
    size_t living, bytes;
    tg_merger merger;
} tg_tail;

void tg_tail_init(tg_tail *tail, const tg_allocator *allocator, uint32_t first);
void tg_tail_free(tg_tail *tail);

/* Takes over a record, under `keys`. TG_NO_MEMORY or TG_LIMIT: nothing is changed and the record is still the caller's. */
tg_status tg_tail_add(tg_tail *tail, tg_record *record, const uint32_t *keys, size_t count);

/* The number of a text, by its id. */
bool tg_tail_find_id(const tg_tail *tail, const char *id, size_t length, uint32_t *number);

/* The record of a number, or NULL. */
static inline const tg_record *tg_tail_get(const tg_tail *tail, uint32_t number)
{
    size_t index = (size_t)(number - tail->first);
    return number >= tail->first && index < tail->records.count ? TG_ITEMS(&tail->records, tg_record *)[index] : NULL;
}

void tg_tail_forget(tg_tail *tail, uint32_t number);

/* The number of the oldest living text; false if there is none. */
bool tg_tail_oldest(tg_tail *tail, uint32_t *number);

/* Makes one run of all. False without memory. */
bool tg_tail_compact(tg_tail *tail);

/* Forgets everything; the next text has number `first`. */
void tg_tail_clear(tg_tail *tail, uint32_t first);

#endif
