/* Sorted runs of keys; see run.h. */
#include "near/run.h"

#include <string.h>

enum { SLOT = 8 /* entries for an item of a directory, about */ };

static uint32_t load_32(const unsigned char *p)
{
    uint32_t value;
    memcpy(&value, p, sizeof value);
    return value;
}

uint64_t tg_entry_at(const unsigned char *entries, size_t index)
{
    uint64_t value;
    memcpy(&value, entries + index * sizeof value, sizeof value);
    return value;
}

static size_t directory_size(unsigned bits)
{
    return (((size_t)1 << bits) + 2) / 2 * 2 * sizeof(uint32_t);
}

static size_t chunk_size(size_t count, unsigned bits)
{
    return sizeof(tg_chunk_header) + directory_size(bits) + count * sizeof(uint64_t);
}

static unsigned bits_for(size_t count, unsigned skip)
{
    unsigned bits = 0;
    while (bits + skip < 32 && count >> bits > SLOT)
        bits++;
    return bits;
}

bool tg_chunk_is_valid(const void *chunk, size_t size)
{
    tg_chunk_header header;
    if (size < sizeof header)
        return false;
    memcpy(&header, chunk, sizeof header);
    return header.skip < 32 && header.skip + header.bits <= 32 && size == chunk_size(header.count, header.bits);
}

size_t tg_chunk_size(const void *chunk)
{
    tg_chunk_header header;
    memcpy(&header, chunk, sizeof header);
    return chunk_size(header.count, header.bits);
}

/* ---- looking up ---- */

/* The chunk of a key, and the key's item of its directory. */
static const unsigned char *directory_item(const tg_run *run, uint32_t key, tg_chunk_header *header)
{
    const unsigned char *chunk = run->chunks[run->skip ? key >> (32 - run->skip) : 0];
    memcpy(header, chunk, sizeof *header);
    uint64_t slot = header->bits ? (uint64_t)(uint32_t)((uint64_t)key << run->skip) >> (32 - header->bits) : 0;
    return chunk + sizeof *header + slot * sizeof(uint32_t);
}

static const unsigned char *entries_of(const tg_run *run, uint32_t key, const tg_chunk_header *header)
{
    const unsigned char *chunk = run->chunks[run->skip ? key >> (32 - run->skip) : 0];
    return chunk + sizeof *header + directory_size(header->bits);
}

void tg_run_fetch_directory(const tg_run *run, uint32_t key)
{
    tg_chunk_header header;
    __builtin_prefetch(directory_item(run, key, &header));
}

void tg_run_fetch_entries(const tg_run *run, uint32_t key)
{
    tg_chunk_header header;
    const unsigned char *item = directory_item(run, key, &header);
    uint32_t begin = load_32(item);
    if (begin < header.count)
        __builtin_prefetch(entries_of(run, key, &header) + (size_t)begin * sizeof(uint64_t));
}

const unsigned char *tg_run_find(const tg_run *run, uint32_t key, size_t *count)
{
    tg_chunk_header header;
    const unsigned char *item = directory_item(run, key, &header), *entries = entries_of(run, key, &header);
    size_t begin = load_32(item), end = load_32(item + sizeof(uint32_t));
    *count = 0;
    if (end > header.count)
        end = header.count;
    while (begin < end && tg_entry_at(entries, begin) >> 32 < key)
        begin++;
    size_t last = begin;
    while (last < end && tg_entry_at(entries, last) >> 32 == key)
        last++;
    *count = last > begin ? last - begin : 0;
    return entries + begin * sizeof(uint64_t);
}

/* ---- sorting ---- */

static void sort_few(uint64_t *entries, size_t count, unsigned shift)
{
    for (size_t i = 1; i < count; i++) {
        uint64_t entry = entries[i];
        size_t at = i;
        for (; at > 0 && entries[at - 1] >> shift > entry >> shift; at--)
            entries[at] = entries[at - 1];
        entries[at] = entry;
    }
}

void tg_sort_entries(uint64_t *entries, uint64_t *spare, size_t count, unsigned shift)
{
    enum { FEW = 48, MOST_BITS = 11 };
    if (count <= FEW) {
        sort_few(entries, count, shift);
        return;
    }
    unsigned bits = count < 4096 ? 8 : MOST_BITS;
    uint64_t *from = entries, *to = spare;
    for (; shift < 64; shift += bits) {
        size_t starts[(1 << MOST_BITS) + 1], digits = (size_t)1 << bits;
        memset(starts, 0, (digits + 1) * sizeof *starts);
        for (size_t i = 0; i < count; i++)
            starts[(from[i] >> shift & (digits - 1)) + 1]++;
        for (size_t d = 0; d < digits; d++)
            starts[d + 1] += starts[d];
        for (size_t i = 0; i < count; i++)
            to[starts[from[i] >> shift & (digits - 1)]++] = from[i];
        uint64_t *other = from;
        from = to;
        to = other;
    }
    if (from != entries)
        memcpy(entries, from, count * sizeof *entries);
}

/* ---- merging ---- */

void tg_merger_init(tg_merger *merger, const tg_allocator *allocator)
{
    tg_vector_init(&merger->entries, allocator, sizeof(uint64_t));
    tg_vector_init(&merger->spare, allocator, sizeof(uint64_t));
}

void tg_merger_free(tg_merger *merger)
{
    tg_vector_free(&merger->entries);
    tg_vector_free(&merger->spare);
}

static bool is_gone(const tg_gone *gone, uint32_t number)
{
    if (!gone || number < gone->first)
        return gone != NULL;
    size_t low = 0, high = gone->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (gone->numbers[middle] == number)
            return true;
        if (gone->numbers[middle] < number)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

/* The first entry whose key is not less. */
static size_t lower_bound(const unsigned char *entries, size_t count, uint64_t key)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (tg_entry_at(entries, middle) >> 32 < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Appends the entries of a chunk whose keys lie in [least, greatest]. */
static bool gather_chunk(tg_vector *out, const unsigned char *chunk, uint32_t least, uint32_t greatest,
                         const tg_gone *gone)
{
    tg_chunk_header header;
    memcpy(&header, chunk, sizeof header);
    const unsigned char *entries = chunk + sizeof header + directory_size(header.bits);
    size_t begin = lower_bound(entries, header.count, least);
    size_t end = lower_bound(entries, header.count, (uint64_t)greatest + 1);
    if (end <= begin)
        return true; /* a damaged chunk may be in any order */
    if (!tg_vector_reserve(out, end - begin))
        return false;
    uint64_t *to = TG_ITEMS(out, uint64_t) + out->count;
    for (size_t i = begin; i < end; i++) {
        uint64_t entry = tg_entry_at(entries, i);
        *to = entry;
        to += !is_gone(gone, (uint32_t)entry);
    }
    out->count = (size_t)(to - TG_ITEMS(out, uint64_t));
    return true;
}

static bool gather(tg_vector *out, const tg_run *run, uint32_t least, uint32_t greatest, const tg_gone *gone)
{
    size_t first = run->skip ? least >> (32 - run->skip) : 0, last = run->skip ? greatest >> (32 - run->skip) : 0;
    for (size_t i = first; i <= last; i++)
        if (!gather_chunk(out, run->chunks[i], least, greatest, gone))
            return false;
    return true;
}

static void write_chunk(unsigned char *out, const uint64_t *entries, size_t count, unsigned skip)
{
    unsigned bits = bits_for(count, skip);
    tg_chunk_header header = {(uint32_t)count, (uint16_t)skip, (uint16_t)bits};
    memcpy(out, &header, sizeof header);
    unsigned char *item = out + sizeof header;
    size_t at = 0;
    for (size_t slot = 0; slot < directory_size(bits) / sizeof(uint32_t); slot++) {
        while (at < count && bits && slot < (size_t)1 << bits &&
               (uint32_t)((entries[at] >> 32) << skip) >> (32 - bits) < slot)
            at++;
        uint32_t begin = (uint32_t)(slot >= (size_t)1 << bits ? count : at);
        memcpy(item + slot * sizeof begin, &begin, sizeof begin);
    }
    memcpy(item + directory_size(bits), entries, count * sizeof *entries);
}

bool tg_runs_merge(tg_merger *m, const tg_run *runs, size_t run_count, const tg_gone *gone, tg_reserve_fn reserve,
                   void *user, unsigned *skip, uint64_t *count)
{
    uint64_t most = 0;
    for (size_t i = 0; i < run_count; i++)
        most += runs[i].count;
    for (*skip = 0; most >> *skip > TG_RUN_CHUNK;)
        ++*skip;
    *count = 0;
    for (size_t chunk = 0; chunk < (size_t)1 << *skip; chunk++) {
        uint32_t least = *skip ? (uint32_t)(chunk << (32 - *skip)) : 0, greatest = least + (UINT32_MAX >> *skip);
        m->entries.count = m->spare.count = 0;
        for (size_t i = 0; i < run_count; i++)
            if (!gather(&m->entries, &runs[i], least, greatest, gone))
                return false;
        size_t gathered = m->entries.count;
        if (!tg_vector_reserve(&m->spare, gathered))
            return false;
        if (gathered)
            tg_sort_entries(m->entries.items, m->spare.items, gathered, 32);
        unsigned char *out = reserve(user, chunk, chunk_size(gathered, bits_for(gathered, *skip)));
        if (!out)
            return false;
        write_chunk(out, m->entries.items, gathered, *skip);
        *count += gathered;
    }
    return true;
}

/* ---- runs in memory ---- */

typedef struct chunk_list {
    const tg_allocator *allocator;
    tg_vector chunks; /* void * */
} chunk_list;

static void *reserve_in_memory(void *user, size_t chunk, size_t size)
{
    chunk_list *list = user;
    (void)chunk;
    if (!tg_vector_reserve(&list->chunks, 1))
        return NULL;
    void *memory = tg_allocate(list->allocator, size);
    if (memory)
        tg_vector_append(&list->chunks, &memory, 1);
    return memory;
}

void tg_run_free(tg_run *run, const tg_allocator *allocator)
{
    for (size_t i = 0; run->chunks && i < (size_t)1 << run->skip; i++) {
        union { const void *in; void *out; } chunk = {run->chunks[i]};
        tg_release(allocator, chunk.out, tg_chunk_size(chunk.out));
    }
    if (run->chunks)
        tg_release(allocator, run->chunks, sizeof *run->chunks << run->skip);
    *run = (tg_run){0};
}

bool tg_run_make(tg_run *run, const tg_allocator *allocator, const uint64_t *entries, size_t count)
{
    size_t size = chunk_size(count, bits_for(count, 0));
    unsigned char *chunk = tg_allocate(allocator, size);
    run->chunks = chunk ? tg_allocate(allocator, sizeof *run->chunks) : NULL;
    if (!run->chunks) {
        tg_release(allocator, chunk, size);
        return false;
    }
    write_chunk(chunk, entries, count, 0);
    run->chunks[0] = chunk;
    run->skip = 0;
    run->count = count;
    return true;
}

bool tg_run_merge_in_memory(tg_run *out, const tg_allocator *allocator, tg_merger *merger, const tg_run *runs,
                            size_t run_count, const tg_gone *gone)
{
    chunk_list list = {.allocator = allocator};
    tg_run made = {0};
    tg_vector_init(&list.chunks, allocator, sizeof(void *));
    bool done = tg_runs_merge(merger, runs, run_count, gone, reserve_in_memory, &list, &made.skip, &made.count);
    size_t count = list.chunks.count;
    if (done)
        made.chunks = tg_allocate(allocator, count * sizeof *made.chunks);
    if (made.chunks)
        memcpy(made.chunks, list.chunks.items, count * sizeof *made.chunks);
    else
        for (size_t i = 0; i < count; i++) {
            void *chunk = TG_ITEMS(&list.chunks, void *)[i];
            tg_release(allocator, chunk, tg_chunk_size(chunk));
        }
    tg_vector_free(&list.chunks);
    if (made.chunks)
        *out = made;
    return made.chunks != NULL;
}
