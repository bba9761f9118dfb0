/* Opening and closing of the store on disk; see disk.h. */
#include "near/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include "base/error.h"

enum { MOST_READERS = 1024, BYTE_ORDER_MARK = 0x01020304 };

static const char magic[8] = {'t', 'g', '-', 's', 't', 'o', 'r', 'e'};

tg_status tg_disk_fail(const tg_disk *disk, int code, const char *what, tg_error *error)
{
    tg_status status = TG_IO;
    const char *why = mdb_strerror(code);
    switch (code) {
    case ENOMEM:
        status = TG_NO_MEMORY;
        break;
    case MDB_MAP_FULL:
        status = TG_LIMIT;
        why = "the store has grown to its max_bytes";
        break;
    case MDB_READERS_FULL:
        status = TG_LIMIT;
        break;
    case MDB_CORRUPTED:
    case MDB_PAGE_NOTFOUND:
    case MDB_INVALID:
    case MDB_BAD_VALSIZE:
    case MDB_INCOMPATIBLE:
    case MDB_NOTFOUND:
    case MDB_PANIC:
        status = TG_CORRUPT;
        why = "not a store, or a damaged one";
        break;
    case MDB_VERSION_MISMATCH:
        status = TG_INCOMPATIBLE;
        break;
    default:
        break;
    }
    return tg_fail_at(error, status, disk->path, 0, 0, "%s: %s", what, why);
}

/* ---- what the store was made with ---- */

static uint64_t checksum_of(const tg_disk_meta *meta)
{
    return XXH3_64bits(meta, offsetof(tg_disk_meta, checksum));
}

tg_status tg_disk_write_meta(const tg_disk *disk, MDB_txn *transaction, tg_disk_meta *meta, tg_error *error)
{
    memcpy(meta->magic, magic, sizeof magic);
    meta->byte_order = BYTE_ORDER_MARK;
    meta->format = TG_STORE_FORMAT;
    meta->print_format = TG_FINGERPRINT_FORMAT;
    meta->reserved = 0;
    meta->checksum = checksum_of(meta);
    char name[] = "store";
    MDB_val key = {5, name}, value = {sizeof *meta, meta};
    int code = mdb_put(transaction, disk->meta, &key, &value, 0);
    return code ? tg_disk_fail(disk, code, "cannot write", error) : TG_OK;
}

tg_status tg_disk_read_meta(const tg_disk *disk, MDB_txn *transaction, tg_disk_meta *meta, tg_error *error)
{
    char name[] = "store";
    MDB_val key = {5, name}, value;
    int code = mdb_get(transaction, disk->meta, &key, &value);
    if (code)
        return tg_disk_fail(disk, code, "cannot read", error);
    size_t head = offsetof(tg_disk_meta, normalise);
    if (value.mv_size < head || memcmp(value.mv_data, magic, sizeof magic) != 0)
        return tg_disk_fail(disk, MDB_INVALID, "cannot read", error);
    tg_disk_meta found = {0};
    memcpy(&found, value.mv_data, value.mv_size < sizeof found ? value.mv_size : sizeof found);
    if (found.byte_order != BYTE_ORDER_MARK || found.format != TG_STORE_FORMAT ||
        found.print_format != TG_FINGERPRINT_FORMAT)
        return tg_fail_at(error, TG_INCOMPATIBLE, disk->path, 0, 0,
                          "the store's format is %u with fingerprints %u, this version's is %d with %d", found.format,
                          found.print_format, TG_STORE_FORMAT, TG_FINGERPRINT_FORMAT);
    if (value.mv_size != sizeof found || found.checksum != checksum_of(&found) ||
        !(found.threshold >= .5 && found.threshold <= 1) || found.normalise & ~15u)
        return tg_disk_fail(disk, MDB_INVALID, "cannot read", error);
    *meta = found;
    return TG_OK;
}

/* ---- opening ---- */

/* The one writer has a lock on a file of its own, which the system drops when the process ends, however it ends. */
static tg_status lock_writer(tg_disk *disk, tg_error *error)
{
    char name[4096];
    int length = snprintf(name, sizeof name, "%s/writer.lock", disk->path);
    if (length < 0 || (size_t)length >= sizeof name)
        return tg_fail_at(error, TG_IO, disk->path, 0, 0, "the path is too long");
    disk->lock = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (disk->lock < 0)
        return tg_disk_fail(disk, errno, "cannot lock", error);
    if (flock(disk->lock, LOCK_EX | LOCK_NB) != 0)
        return errno == EWOULDBLOCK
                   ? tg_fail_at(error, TG_BUSY, disk->path, 0, 0, "another process writes to the store")
                   : tg_disk_fail(disk, errno, "cannot lock", error);
    return TG_OK;
}

/* LMDB reads through a map, where what a file has lost is a signal; so it is looked at before. */
static tg_status check_length(const tg_disk *disk, tg_error *error)
{
    MDB_envinfo info;
    MDB_stat pages;
    struct stat file;
    int fd;
    int code = mdb_env_info(disk->env, &info);
    if (!code)
        code = mdb_env_stat(disk->env, &pages);
    if (!code)
        code = mdb_env_get_fd(disk->env, &fd);
    if (!code && fstat(fd, &file) != 0)
        code = errno;
    if (!code && ((uint64_t)info.me_last_pgno + 1) * pages.ms_psize > (uint64_t)file.st_size)
        code = MDB_CORRUPTED;
    return code ? tg_disk_fail(disk, code, "cannot open", error) : TG_OK;
}

static tg_status open_tables(tg_disk *disk, bool read_only, tg_disk_meta *meta, tg_error *error)
{
    MDB_txn *transaction;
    int code = mdb_txn_begin(disk->env, NULL, read_only ? MDB_RDONLY : 0, &transaction);
    if (code)
        return tg_disk_fail(disk, code, "cannot open", error);
    unsigned flags = read_only ? 0 : MDB_CREATE;
    const struct { const char *name; MDB_dbi *table; unsigned flags; } tables[] = {
        {"meta", &disk->meta, 0}, {"texts", &disk->texts, MDB_INTEGERKEY},
        {"ids", &disk->ids, MDB_DUPSORT | MDB_DUPFIXED | MDB_INTEGERDUP},
        {"runs", &disk->runs, MDB_INTEGERKEY}, {"gone", &disk->gone, MDB_INTEGERKEY}};
    for (size_t i = 0; i < sizeof tables / sizeof *tables && !code; i++)
        code = mdb_dbi_open(transaction, tables[i].name, tables[i].flags | flags, tables[i].table);
    tg_status status = code ? tg_disk_fail(disk, code, "cannot open", error) : TG_OK;
    MDB_stat count;
    if (status == TG_OK && (code = mdb_stat(transaction, disk->meta, &count)) != 0)
        status = tg_disk_fail(disk, code, "cannot open", error);
    if (status == TG_OK && count.ms_entries == 0 && !read_only)
        status = tg_disk_write_meta(disk, transaction, meta, error);
    else if (status == TG_OK)
        status = tg_disk_read_meta(disk, transaction, meta, error);
    if (status != TG_OK) {
        mdb_txn_abort(transaction);
        return status;
    }
    code = mdb_txn_commit(transaction);
    return code ? tg_disk_fail(disk, code, "cannot open", error) : TG_OK;
}

/* LMDB makes its file in place, and what a crash leaves of that is no environment. So it is made under another name. */
static int make_file(const char *path)
{
    char name[4096], made[4096], lock[4096];
    MDB_env *env = NULL;
    int length = snprintf(lock, sizeof lock, "%s/data.mdb.new-lock", path);
    if (length < 0 || (size_t)length >= sizeof lock)
        return ENAMETOOLONG;
    snprintf(name, sizeof name, "%s/data.mdb", path);
    snprintf(made, sizeof made, "%s/data.mdb.new", path);
    if (access(name, F_OK) == 0)
        return 0;
    unlink(made);
    int code = mdb_env_create(&env);
    if (!code)
        code = mdb_env_open(env, made, MDB_NOSUBDIR, 0666);
    if (!code)
        code = mdb_env_sync(env, 1);
    mdb_env_close(env);
    unlink(lock);
    return !code && rename(made, name) != 0 ? errno : code;
}

static int try_environment(tg_disk *disk, bool read_only, uint64_t max_bytes)
{
    int code = mdb_env_create(&disk->env);
    if (!code)
        code = mdb_env_set_maxdbs(disk->env, 8);
    if (!code)
        code = mdb_env_set_maxreaders(disk->env, MOST_READERS);
    if (!code)
        code = mdb_env_set_mapsize(disk->env, (size_t)(max_bytes + 4095) / 4096 * 4096);
    if (!code)
        code = mdb_env_open(disk->env, disk->path, MDB_NOTLS | (read_only ? MDB_RDONLY : 0u), 0666);
    if (code) {
        mdb_env_close(disk->env);
        disk->env = NULL;
    }
    return code;
}

/* Where the system does not map as much as the file may take, it may take less. */
static tg_status open_environment(tg_disk *disk, bool read_only, uint64_t max_bytes, tg_error *error)
{
    const uint64_t enough = UINT64_C(1) << 30;
    int code = read_only ? 0 : make_file(disk->path), dead;
    if (!code)
        code = try_environment(disk, read_only, max_bytes);
    while ((code == ENOMEM || code == EINVAL) && max_bytes > enough)
        code = try_environment(disk, read_only, max_bytes /= 4);
    if (!code)
        code = mdb_reader_check(disk->env, &dead); /* places of processes that ended without closing */
    if (code == ENOENT && read_only)
        return tg_fail_at(error, TG_NOT_FOUND, disk->path, 0, 0, "there is no store");
    return code ? tg_disk_fail(disk, code, "cannot open", error) : TG_OK;
}

tg_status tg_disk_open(tg_disk *disk, const char *path, bool read_only, uint64_t max_bytes,
                       const tg_allocator *allocator, tg_disk_meta *meta, tg_error *error)
{
    *disk = (tg_disk){.allocator = *allocator, .lock = -1};
    tg_merger_init(&disk->merger, allocator);
    disk->path_size = strlen(path) + 1;
    disk->path = tg_duplicate(allocator, path, disk->path_size - 1);
    tg_status status = disk->path ? TG_OK : tg_fail_no_memory(error);
    if (status == TG_OK && !read_only && mkdir(path, 0777) != 0 && errno != EEXIST)
        status = tg_disk_fail(disk, errno, "cannot make the folder", error);
    if (status == TG_OK && !read_only)
        status = lock_writer(disk, error);
    if (status == TG_OK)
        status = open_environment(disk, read_only, max_bytes, error);
    if (status == TG_OK)
        status = check_length(disk, error);
    if (status == TG_OK)
        status = open_tables(disk, read_only, meta, error);
    if (status != TG_OK)
        tg_disk_close(disk);
    return status;
}

void tg_disk_close(tg_disk *disk)
{
    mdb_env_close(disk->env);
    disk->env = NULL;
    if (disk->lock >= 0)
        close(disk->lock);
    disk->lock = -1;
    tg_merger_free(&disk->merger);
    tg_release(&disk->allocator, disk->path, disk->path_size);
    disk->path = NULL;
}
