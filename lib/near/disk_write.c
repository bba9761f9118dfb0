/* Writing the store on disk, each change in one transaction; see disk.h. */
#include <string.h>

#include "base/error.h"
#include "near/disk.h"

/* A change under way. */
typedef struct change {
    tg_disk *disk;
    MDB_txn *transaction;
    tg_disk_meta meta;
    tg_disk_view view;    /* the runs before it */
    tg_vector forgotten;  /* uint32_t: numbers in table `gone`, in order */
    uint32_t first;       /* number of the oldest text */
    int code;             /* of LMDB, where it failed */
} change;

static tg_status fail(change *c, int code, tg_error *error)
{
    return tg_disk_fail(c->disk, code, "cannot write", error);
}

static tg_status begin(change *c, tg_disk *disk, tg_error *error)
{
    *c = (change){.disk = disk};
    tg_disk_view_init(&c->view, &disk->allocator);
    tg_vector_init(&c->forgotten, &disk->allocator, sizeof(uint32_t));
    int code = mdb_txn_begin(disk->env, NULL, 0, &c->transaction);
    return code ? fail(c, code, error) : tg_disk_read_meta(disk, c->transaction, &c->meta, error);
}

/* Commits what went well, and else undoes all of it. */
static tg_status end(change *c, tg_status status, tg_error *error)
{
    tg_disk_view_free(&c->view);
    tg_vector_free(&c->forgotten);
    if (status == TG_OK)
        status = tg_disk_write_meta(c->disk, c->transaction, &c->meta, error);
    if (status != TG_OK) {
        mdb_txn_abort(c->transaction);
        return status;
    }
    int code = mdb_txn_commit(c->transaction);
    return code ? fail(c, code, error) : TG_OK;
}

static int put_number(change *c, MDB_dbi table, size_t number, MDB_val *value, unsigned flags)
{
    MDB_val key = {sizeof number, &number};
    return mdb_put(c->transaction, table, &key, value, flags);
}

/* ---- forgetting ---- */

/* Forgets a text whose id is known; its entries stay in the runs. */
static int delete_text(change *c, uint32_t number, const char *id, size_t length)
{
    size_t key_data = number;
    union { const char *in; void *out; } name = {id};
    MDB_val key = {sizeof key_data, &key_data}, id_key = {length, name.out}, value = {sizeof number, &number};
    int code = mdb_del(c->transaction, c->disk->ids, &id_key, &value);
    if (!code || code == MDB_NOTFOUND)
        code = mdb_del(c->transaction, c->disk->texts, &key, NULL);
    return code == MDB_NOTFOUND ? 0 : code;
}

/* And notes that its entries are to leave. */
static int forget_text(change *c, uint32_t number, const char *id, size_t length)
{
    MDB_val nothing = {0, NULL};
    int code = put_number(c, c->disk->gone, number, &nothing, 0);
    return code ? code : delete_text(c, number, id, length);
}

/* The oldest text, from `number` on: its number and, copied, its head and id. MDB_NOTFOUND past the last one. */
static int oldest_text(change *c, uint32_t *number, tg_record *head, char *id)
{
    MDB_cursor *cursor;
    MDB_val key, value;
    size_t found;
    int code = mdb_cursor_open(c->transaction, c->disk->texts, &cursor);
    if (code)
        return code;
    code = mdb_cursor_get(cursor, &key, &value, MDB_FIRST);
    if (!code && (key.mv_size != sizeof found || !tg_record_check(value.mv_data, value.mv_size, head)))
        code = MDB_CORRUPTED;
    if (!code) {
        memcpy(&found, key.mv_data, sizeof found);
        memcpy(id, (const char *)value.mv_data + sizeof *head, head->id_length);
        *number = (uint32_t)found;
    }
    mdb_cursor_close(cursor);
    return code;
}

/* Forgets what is too old or too much: numbers before c->first are gone. */
static tg_status apply_limits(change *c, const tg_disk_limits *limits, tg_error *error)
{
    MDB_stat table;
    tg_record head;
    char id[TG_ID_LENGTH];
    int code = mdb_stat(c->transaction, c->disk->texts, &table);
    c->first = c->meta.next;
    for (size_t count = code ? 0 : table.ms_entries; !code && count > 0; count--) {
        code = oldest_text(c, &c->first, &head, id);
        if (code || (head.time >= limits->oldest && (!limits->most || count <= limits->most)))
            break;
        code = delete_text(c, c->first, id, head.id_length);
        c->first = c->meta.next;
    }
    return code ? fail(c, code, error) : TG_OK;
}

/* Those before c->first need not be listed. */
static tg_status list_forgotten(change *c, tg_error *error)
{
    MDB_cursor *cursor;
    MDB_val key, value;
    int code = mdb_cursor_open(c->transaction, c->disk->gone, &cursor);
    if (code)
        return fail(c, code, error);
    tg_status status = TG_OK;
    while (status == TG_OK && (code = mdb_cursor_get(cursor, &key, &value, MDB_NEXT)) == 0) {
        size_t number = 0;
        memcpy(&number, key.mv_data, key.mv_size < sizeof number ? key.mv_size : sizeof number);
        uint32_t item = (uint32_t)number;
        if (number < c->first && (code = mdb_cursor_del(cursor, 0)) != 0)
            break;
        if (number >= c->first && !tg_vector_append(&c->forgotten, &item, 1))
            status = tg_fail_no_memory(error);
    }
    mdb_cursor_close(cursor);
    return status != TG_OK || code == MDB_NOTFOUND ? status : fail(c, code, error);
}

/* ---- the index ---- */

static uint64_t run_key(uint64_t run, uint64_t chunk)
{
    return run << 32 | chunk;
}

static void *reserve_on_disk(void *user, size_t chunk, size_t size)
{
    change *c = user;
    MDB_val value = {size, NULL};
    c->code = put_number(c, c->disk->runs, run_key(c->meta.next_run, chunk), &value, MDB_RESERVE);
    return c->code ? NULL : value.mv_data;
}

/* Chunks that lie inside a page of the tree move when others are added; those are copied. */
static tg_status keep_small_chunks(change *c, tg_arena *arena)
{
    enum { SMALL = 8192 };
    for (size_t i = 0; i < c->view.runs.count; i++) {
        tg_run *run = &TG_ITEMS(&c->view.runs, tg_run)[i];
        for (size_t k = 0; k < (size_t)1 << run->skip; k++) {
            size_t size = tg_chunk_size(run->chunks[k]);
            if (size > SMALL)
                continue;
            char *copy = tg_arena_copy(arena, run->chunks[k], size);
            if (!copy)
                return TG_NO_MEMORY;
            run->chunks[k] = copy;
        }
    }
    return TG_OK;
}

/* Where the runs begin that are merged with `added` new entries: those that are not larger than all behind them. */
static size_t first_to_merge(const tg_disk_view *view, uint64_t added)
{
    const tg_run *runs = view->runs.items;
    size_t first = view->runs.count;
    while (first > 0 && runs[first - 1].count <= added)
        added += runs[--first].count;
    return first;
}

/* The numbers of the runs from `first` on are looked up before they are deleted. */
static int delete_runs(change *c, size_t first, uint32_t made)
{
    MDB_cursor *cursor;
    MDB_val key, value;
    size_t run = 0, chunk = 0;
    int code = mdb_cursor_open(c->transaction, c->disk->runs, &cursor);
    if (code)
        return code;
    while (run < c->view.runs.count && (code = mdb_cursor_get(cursor, &key, &value, MDB_NEXT)) == 0) {
        uint64_t number;
        memcpy(&number, key.mv_data, sizeof number);
        if (number >> 32 == made)
            break;
        if (run >= first && (code = mdb_cursor_del(cursor, 0)) != 0)
            break;
        if (++chunk == (size_t)1 << TG_ITEMS(&c->view.runs, tg_run)[run].skip) {
            chunk = 0;
            run++;
        }
    }
    mdb_cursor_close(cursor);
    return code == MDB_NOTFOUND ? 0 : code;
}

/* Merges the runs from `first` on, and those of a tail (or NULL), to a new one. */
static tg_status merge(change *c, size_t first, const tg_tail *tail, tg_error *error)
{
    tg_arena arena;
    tg_vector runs;
    tg_arena_init(&arena, &c->disk->allocator);
    tg_vector_init(&runs, &c->disk->allocator, sizeof(tg_run));
    size_t count = c->view.runs.count - first;
    tg_status status = keep_small_chunks(c, &arena);
    if (status == TG_OK && (!tg_vector_append(&runs, TG_ITEMS(&c->view.runs, tg_run) + first, count) ||
                            (tail && !tg_vector_append(&runs, tail->runs.items, tail->runs.count))))
        status = TG_NO_MEMORY;
    if (status == TG_OK && runs.count) {
        tg_gone gone = {c->first, c->forgotten.items, c->forgotten.count};
        unsigned skip;
        uint64_t entries;
        if (!tg_runs_merge(&c->disk->merger, runs.items, runs.count, &gone, reserve_on_disk, c, &skip, &entries))
            status = c->code ? fail(c, c->code, error) : TG_NO_MEMORY;
        int code = status == TG_OK ? delete_runs(c, first, c->meta.next_run) : 0;
        if (!code && status == TG_OK && first == 0)
            code = mdb_drop(c->transaction, c->disk->gone, 0); /* there was no other run */
        if (code)
            status = fail(c, code, error);
        c->meta.next_run++;
    }
    tg_vector_free(&runs);
    tg_arena_free(&arena);
    return status == TG_NO_MEMORY ? tg_fail_no_memory(error) : status;
}

/* ---- the changes ---- */

static int put_record(change *c, const tg_record *record, uint32_t number)
{
    union { const char *in; void *out; } id = {tg_record_id(record)};
    union { const tg_record *in; void *out; } data = {record};
    MDB_val key = {record->id_length, id.out}, value = {tg_record_size(record), data.out};
    int code = put_number(c, c->disk->texts, number, &value, MDB_APPEND);
    value = (MDB_val){sizeof number, &number};
    return code ? code : mdb_put(c->transaction, c->disk->ids, &key, &value, 0);
}

static tg_status put_records(change *c, const tg_tail *tail, tg_error *error)
{
    int code = 0;
    for (size_t i = 0; i < tail->records.count && !code; i++) {
        const tg_record *record = TG_ITEMS(&tail->records, tg_record *)[i];
        if (record)
            code = put_record(c, record, tail->first + (uint32_t)i);
    }
    c->meta.next = tail->first + (uint32_t)tail->records.count;
    return code ? fail(c, code, error) : TG_OK;
}

tg_status tg_disk_write(tg_disk *disk, const tg_tail *tail, const tg_disk_limits *limits, tg_error *error)
{
    change c;
    uint64_t added = 0;
    tg_status status = begin(&c, disk, error);
    if (status == TG_OK && c.meta.next != tail->first)
        status = fail(&c, MDB_CORRUPTED, error);
    if (status == TG_OK)
        status = put_records(&c, tail, error);
    if (status == TG_OK)
        status = apply_limits(&c, limits, error);
    if (status == TG_OK)
        status = list_forgotten(&c, error);
    if (status == TG_OK && (status = tg_disk_view_load(disk, c.transaction, &c.view)) != TG_OK)
        tg_fail_at(error, status, disk->path, 0, 0, "%s", tg_status_text(status));
    for (size_t i = 0; i < tail->runs.count; i++)
        added += TG_ITEMS(&tail->runs, tg_run)[i].count;
    if (status == TG_OK)
        status = merge(&c, first_to_merge(&c.view, added), tail, error);
    return end(&c, status, error);
}

tg_status tg_disk_forget(tg_disk *disk, const char *id, size_t length, bool *found, tg_error *error)
{
    change c;
    union { const char *in; void *out; } name = {id};
    MDB_val key = {length, name.out}, value;
    int code = 0;
    tg_status status = begin(&c, disk, error);
    while (status == TG_OK && !code && (code = mdb_get(c.transaction, disk->ids, &key, &value)) == 0) {
        uint32_t number = 0;
        memcpy(&number, value.mv_data, value.mv_size < sizeof number ? value.mv_size : sizeof number);
        code = forget_text(&c, number, id, length);
        *found = true;
    }
    if (status == TG_OK && code != MDB_NOTFOUND)
        status = fail(&c, code, error);
    return end(&c, status, error);
}

tg_status tg_disk_compact(tg_disk *disk, const tg_disk_limits *limits, tg_error *error)
{
    change c;
    tg_status status = begin(&c, disk, error);
    if (status == TG_OK)
        status = apply_limits(&c, limits, error);
    if (status == TG_OK)
        status = list_forgotten(&c, error);
    if (status == TG_OK && (status = tg_disk_view_load(disk, c.transaction, &c.view)) != TG_OK)
        tg_fail_at(error, status, disk->path, 0, 0, "%s", tg_status_text(status));
    if (status == TG_OK)
        status = merge(&c, 0, NULL, error);
    return end(&c, status, error);
}
