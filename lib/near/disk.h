/* The store on disk: an LMDB environment with
 *   meta   "store" -> tg_disk_meta
 *   texts  number -> tg_record
 *   ids    id -> numbers
 *   runs   run << 32 | chunk -> a chunk of a run (run.h); the runs in order of their numbers
 *   gone   number -> nothing: forgotten, but its entries may still be in runs
 * Each change is one transaction, so that whoever reads sees all of it or nothing, and a crash loses only what was not
 * committed. Entries of forgotten texts leave the index when their run is merged. */
#ifndef TG_NEAR_DISK_H
#define TG_NEAR_DISK_H

#include <lmdb.h>

#include "near/record.h"
#include "near/run.h"
#include "near/tail.h"

enum { TG_STORE_FORMAT = 1 };

typedef struct tg_disk_meta {
    char magic[8];        /* "tg-store" */
    uint32_t byte_order;  /* 0x01020304 */
    uint32_t format;      /* TG_STORE_FORMAT */
    uint32_t print_format; /* TG_FINGERPRINT_FORMAT */
    uint32_t normalise;
    double threshold;
    uint32_t containment;
    uint32_t next;        /* number of the next text */
    uint32_t next_run;
    uint32_t reserved;
    uint64_t checksum;    /* XXH3 (64 bits) of all before this field */
} tg_disk_meta;

typedef struct tg_disk {
    tg_allocator allocator;
    MDB_env *env;
    MDB_dbi meta, texts, ids, runs, gone;
    int lock;             /* file that the writer has locked, or -1 */
    char *path;
    size_t path_size;
    tg_merger merger;     /* the writer's */
} tg_disk;

/* One thread's view of the store: a transaction, and the runs that it sees. */
typedef struct tg_disk_view {
    MDB_txn *transaction; /* reset between look-ups */
    size_t snapshot;      /* number of the transaction that `runs` are of */
    tg_vector runs;       /* tg_run */
    tg_vector chunks;     /* const void *: those of all runs */
} tg_disk_view;

/* Opens or makes the environment. *meta: the options asked for, replaced by what the store was made with. */
tg_status tg_disk_open(tg_disk *disk, const char *path, bool read_only, uint64_t max_bytes,
                       const tg_allocator *allocator, tg_disk_meta *meta, tg_error *error);
void tg_disk_close(tg_disk *disk);

/* The status of an LMDB code, with a message. */
tg_status tg_disk_fail(const tg_disk *disk, int code, const char *what, tg_error *error);

tg_status tg_disk_read_meta(const tg_disk *disk, MDB_txn *transaction, tg_disk_meta *meta, tg_error *error);
tg_status tg_disk_write_meta(const tg_disk *disk, MDB_txn *transaction, tg_disk_meta *meta, tg_error *error);

void tg_disk_view_init(tg_disk_view *view, const tg_allocator *allocator);
void tg_disk_view_free(tg_disk_view *view);

/* What is committed now; to be ended by tg_disk_view_end. */
tg_status tg_disk_view_begin(const tg_disk *disk, tg_disk_view *view);
void tg_disk_view_end(tg_disk_view *view);

/* Reads the runs that a transaction sees. */
tg_status tg_disk_view_load(const tg_disk *disk, MDB_txn *transaction, tg_disk_view *view);

/* The record of a number: a copy of its head, and where its id is in the map, with the fold behind it. TG_NOT_FOUND, or
 * TG_CORRUPT. */
tg_status tg_disk_get(const tg_disk *disk, MDB_txn *transaction, uint32_t number, tg_record *head, const char **id);

/* How many texts, and bytes of the file. */
tg_status tg_disk_count(const tg_disk *disk, MDB_txn *transaction, uint64_t *texts, uint64_t *bytes);

/* What a store does besides adding: texts whose time is before `oldest` are forgotten, and the oldest while there are
 * more than `most` (0: no limit). */
typedef struct tg_disk_limits {
    uint64_t oldest, most;
} tg_disk_limits;

/* Writes the texts of a tail, in one transaction. */
tg_status tg_disk_write(tg_disk *disk, const tg_tail *tail, const tg_disk_limits *limits, tg_error *error);

/* Forgets all texts of an id; *found: there was one. */
tg_status tg_disk_forget(tg_disk *disk, const char *id, size_t length, bool *found, tg_error *error);

tg_status tg_disk_compact(tg_disk *disk, const tg_disk_limits *limits, tg_error *error);

#endif
