/* Reading the store on disk; see disk.h. */
#include <string.h>

#include "near/disk.h"

void tg_disk_view_init(tg_disk_view *view, const tg_allocator *allocator)
{
    *view = (tg_disk_view){.snapshot = SIZE_MAX};
    tg_vector_init(&view->runs, allocator, sizeof(tg_run));
    tg_vector_init(&view->chunks, allocator, sizeof(const void *));
}

void tg_disk_view_free(tg_disk_view *view)
{
    mdb_txn_abort(view->transaction);
    view->transaction = NULL;
    tg_vector_free(&view->runs);
    tg_vector_free(&view->chunks);
}

/* One chunk of table `runs`: the next of the run under way, or the first of another. */
static tg_status add_chunk(tg_disk_view *view, uint64_t key, uint64_t *run, size_t *missing, const MDB_val *value)
{
    tg_chunk_header header;
    if (!tg_chunk_is_valid(value->mv_data, value->mv_size))
        return TG_CORRUPT;
    memcpy(&header, value->mv_data, sizeof header);
    if (*missing == 0) {
        *run = key >> 32;
        *missing = (size_t)1 << header.skip;
        tg_run begun = {.skip = header.skip};
        if (!tg_vector_append(&view->runs, &begun, 1))
            return TG_NO_MEMORY;
    }
    tg_run *under_way = &TG_ITEMS(&view->runs, tg_run)[view->runs.count - 1];
    if (key >> 32 != *run || header.skip != under_way->skip || (uint32_t)key != ((size_t)1 << header.skip) - *missing)
        return TG_CORRUPT;
    const void *chunk = value->mv_data;
    under_way->count += header.count;
    --*missing;
    return tg_vector_append(&view->chunks, &chunk, 1) ? TG_OK : TG_NO_MEMORY;
}

tg_status tg_disk_view_load(const tg_disk *disk, MDB_txn *transaction, tg_disk_view *view)
{
    MDB_cursor *cursor;
    MDB_val key, value;
    uint64_t run = 0;
    size_t missing = 0;
    view->runs.count = view->chunks.count = 0;
    view->snapshot = SIZE_MAX;
    int code = mdb_cursor_open(transaction, disk->runs, &cursor);
    if (code)
        return tg_disk_fail(disk, code, "", NULL);
    tg_status status = TG_OK;
    while (status == TG_OK && (code = mdb_cursor_get(cursor, &key, &value, MDB_NEXT)) == 0) {
        uint64_t number = 0;
        if (key.mv_size != sizeof number) {
            status = TG_CORRUPT;
            break;
        }
        memcpy(&number, key.mv_data, sizeof number);
        status = add_chunk(view, number, &run, &missing, &value);
    }
    mdb_cursor_close(cursor);
    if (status == TG_OK && code != MDB_NOTFOUND)
        status = tg_disk_fail(disk, code, "", NULL);
    if (status == TG_OK && missing)
        status = TG_CORRUPT;
    const void **chunks = view->chunks.items;
    for (size_t i = 0; i < view->runs.count; i++) {
        tg_run *r = &TG_ITEMS(&view->runs, tg_run)[i];
        r->chunks = chunks;
        chunks += (size_t)1 << r->skip;
    }
    if (status == TG_OK)
        view->snapshot = mdb_txn_id(transaction);
    else
        view->runs.count = 0;
    return status;
}

tg_status tg_disk_view_begin(const tg_disk *disk, tg_disk_view *view)
{
    int code = view->transaction ? mdb_txn_renew(view->transaction)
                                 : mdb_txn_begin(disk->env, NULL, MDB_RDONLY, &view->transaction);
    if (code)
        return tg_disk_fail(disk, code, "", NULL);
    if (mdb_txn_id(view->transaction) == view->snapshot)
        return TG_OK;
    tg_status status = tg_disk_view_load(disk, view->transaction, view);
    if (status != TG_OK)
        tg_disk_view_end(view);
    return status;
}

void tg_disk_view_end(tg_disk_view *view)
{
    mdb_txn_reset(view->transaction);
}

tg_status tg_disk_get(const tg_disk *disk, MDB_txn *transaction, uint32_t number, tg_record *head, const char **id)
{
    size_t key_data = number;
    MDB_val key = {sizeof key_data, &key_data}, value;
    int code = mdb_get(transaction, disk->texts, &key, &value);
    if (code == MDB_NOTFOUND)
        return TG_NOT_FOUND;
    if (code)
        return tg_disk_fail(disk, code, "", NULL);
    *id = (const char *)value.mv_data + sizeof *head;
    return tg_record_check(value.mv_data, value.mv_size, head) ? TG_OK : TG_CORRUPT;
}

tg_status tg_disk_count(const tg_disk *disk, MDB_txn *transaction, uint64_t *texts, uint64_t *bytes)
{
    MDB_stat table, pages;
    MDB_envinfo info;
    int code = mdb_stat(transaction, disk->texts, &table);
    if (!code)
        code = mdb_env_stat(disk->env, &pages);
    if (!code)
        code = mdb_env_info(disk->env, &info);
    if (code)
        return tg_disk_fail(disk, code, "", NULL);
    *texts = table.ms_entries;
    *bytes = ((uint64_t)info.me_last_pgno + 1) * pages.ms_psize;
    return TG_OK;
}
