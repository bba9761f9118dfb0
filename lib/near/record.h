/* What a store keeps of a text. The same bytes in memory and on disk, so that they are written as they are. */
#ifndef TG_NEAR_RECORD_H
#define TG_NEAR_RECORD_H

#include "base/memory.h"

typedef struct tg_record {
    uint64_t checksum;    /* XXH3 (64 bits) of all behind this field */
    uint64_t time;        /* seconds since 1970 */
    uint64_t group;       /* number of the first text that it repeats, in turn; its own if none */
    uint32_t id_length;   /* of the id, which follows … */
    uint32_t fold_length; /* … and of the characters, in UTF-8, behind it; 0: they are not kept */
    tg_fingerprint print;
} tg_record;

static inline size_t tg_record_size(const tg_record *record)
{
    return sizeof *record + record->id_length + record->fold_length;
}

static inline const char *tg_record_id(const tg_record *record)
{
    return (const char *)(record + 1);
}

static inline const char *tg_record_fold(const tg_record *record)
{
    return tg_record_id(record) + record->id_length;
}

/* What a record is made of. */
typedef struct tg_record_source {
    uint64_t time, group;
    const char *id;
    size_t id_length;
    const uint32_t *characters; /* in so far as they fit into `keep` bytes */
    size_t count, keep;
    const tg_fingerprint *print;
} tg_record_source;

/* A new record, or NULL without memory. */
tg_record *tg_record_new(const tg_allocator *allocator, const tg_record_source *source);
void tg_record_free(const tg_allocator *allocator, tg_record *record);

/* Copies the head of `size` bytes that came from a file to *head, if they are a record, whole and undamaged. */
bool tg_record_check(const void *data, size_t size, tg_record *head);

/* The characters of a fold, in UTF-8, replace those of `out` (uint32_t). False without memory. */
bool tg_record_decode(const char *fold, size_t length, tg_vector *out);

#endif
