/* The store: looking up, remembering, forgetting. What is remembered is in memory first (tail.h), where it is found at
 * once; of a store on disk (disk.h) it is written in batches. */
#ifndef TG_NEAR_STORE_H
#define TG_NEAR_STORE_H

#include <pthread.h>
#include <stdatomic.h>

#include "near/disk.h"
#include "near/fingerprint.h"
#include "near/tail.h"

enum {
    TG_BUCKET_MOST = 64,     /* texts of one key and one run that are looked at, or as many as are wanted */
    TG_CANDIDATES_MOST = 256 /* texts that are compared, those with the most keys in common first; likewise */
};

struct tg_store {
    tg_allocator allocator;
    tg_store_options options;
    bool on_disk;
    tg_disk disk;
    pthread_rwlock_t lock;   /* of the tail; held for writing by who changes anything */
    tg_tail tail;
    pthread_mutex_t pool_lock;
    struct tg_inquiry *pool;    /* looks that no thread is using */
    _Atomic uint64_t time;   /* 0: the system's */
};

/* A remembered text that the one looked up is like. What it points at lives while the inquiry has its hold. */
typedef struct tg_kin {
    uint32_t number;
    tg_kinship kinship;
    double similarity, error;
    tg_record head;          /* copied: on disk records are not aligned */
    const char *id;          /* and the fold behind it */
} tg_kin;

/* One thread's memory for looking up: the text, and what it is like. */
typedef struct tg_inquiry {
    struct tg_inquiry *next;    /* in the pool */
    tg_store *store;
    tg_near_probe probe;
    bool has_text;           /* not just a fingerprint */
    size_t wanted;           /* kin that are asked for */
    tg_fingerprint print;
    tg_disk_view view;
    tg_vector keys;          /* uint32_t */
    tg_vector numbers;       /* uint32_t */
    tg_vector candidates;    /* tg_candidate */
    tg_vector kin;           /* tg_kin, the best first */
    tg_vector same;          /* uint64_t: hashes of the ids under which the same text was found */
    tg_vector characters;    /* uint32_t: of the text compared with */
    tg_shingles others;      /* of the text compared with, where its places matter */
    tg_vector differences;   /* tg_range */
} tg_inquiry;

tg_status tg_near_open(const char *path, const tg_store_options *options, const tg_allocator *allocator, tg_store **store,
                       tg_error *error);
tg_status tg_near_close(tg_store *store, tg_error *error);

tg_inquiry *tg_inquiry_new(tg_store *store);
void tg_inquiry_free(tg_inquiry *inquiry);

/* One of the pool, or a new one; NULL without memory. */
tg_inquiry *tg_inquiry_take(tg_store *store);
void tg_inquiry_give_back(tg_inquiry *inquiry);

/* Reads the text to look up or to remember; or takes a fingerprint, which must be of the store's normalisation. */
tg_status tg_inquiry_at_text(tg_inquiry *inquiry, const char *text, size_t length);
tg_status tg_inquiry_at_print(tg_inquiry *inquiry, const tg_fingerprint *print);

/* Finds what it is like, of which `wanted` are asked for: inquiry->kin. After TG_OK it has a hold on the store, to
 * be ended by tg_inquiry_release. */
tg_status tg_inquiry_find(tg_inquiry *inquiry, size_t wanted);
void tg_inquiry_release(tg_inquiry *inquiry);

/* Whether the same text was found under this id, also after the release. */
bool tg_inquiry_has_same(const tg_inquiry *inquiry, const char *id);

/* The range of bytes of the text that kin is about. */
tg_range tg_inquiry_place(tg_inquiry *inquiry, const tg_kin *kin);

/* Fills inquiry->differences: the ranges of the text that the kin has not, within the place. False without memory. */
bool tg_inquiry_differences(tg_inquiry *inquiry, const tg_kin *kin, tg_range place);

/* Writes up to `capacity` of the kin for the public. */
size_t tg_inquiry_report(tg_inquiry *inquiry, tg_repeat *repeats, size_t capacity);

/* Remembers what was looked at. *group: UINT64_MAX, for which it gets its own. */
tg_status tg_near_remember(tg_inquiry *inquiry, const char *id, uint64_t *group, tg_error *error);

tg_status tg_near_commit(tg_store *store, tg_error *error);
tg_status tg_near_forget(tg_store *store, const char *id, size_t length, tg_error *error);
tg_status tg_near_compact(tg_store *store, tg_error *error);
tg_status tg_near_stats(tg_store *store, tg_store_stats *stats);

/* Seconds since 1970. Texts from before tg_near_oldest are too old. */
uint64_t tg_near_time(tg_store *store);
uint64_t tg_near_oldest(tg_store *store);

/* The keys of what was looked at, for the index: inquiry->keys. False without memory. */
bool tg_inquiry_make_keys(tg_inquiry *inquiry);

#endif
