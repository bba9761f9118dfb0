/* Records of texts; see record.h. */
#include "near/record.h"

#include <stddef.h>
#include <string.h>
#include <xxhash.h>

#include "base/utf8.h"

enum { CHECKED = offsetof(tg_record, time) };

/* The bytes that characters take in UTF-8; 0 if those are more than `most`. */
static size_t encoded_length(const uint32_t *characters, size_t count, size_t most)
{
    size_t length = 0;
    for (size_t i = 0; i < count && length <= most; i++)
        length += characters[i] < 0x80 ? 1 : characters[i] < 0x800 ? 2 : characters[i] < 0x10000 ? 3 : 4;
    return length <= most ? length : 0;
}

tg_record *tg_record_new(const tg_allocator *allocator, const tg_record_source *s)
{
    size_t fold_length = encoded_length(s->characters, s->count, s->keep);
    tg_record *record = tg_allocate(allocator, sizeof *record + s->id_length + fold_length);
    if (!record)
        return NULL;
    *record = (tg_record){.time = s->time, .group = s->group, .id_length = (uint32_t)s->id_length,
                          .fold_length = (uint32_t)fold_length, .print = *s->print};
    char *out = (char *)(record + 1);
    memcpy(out, s->id, s->id_length);
    out += s->id_length;
    for (size_t i = 0; fold_length && i < s->count; i++)
        out += tg_utf8_encode(s->characters[i], out);
    record->checksum = XXH3_64bits((const char *)record + CHECKED, tg_record_size(record) - CHECKED);
    return record;
}

void tg_record_free(const tg_allocator *allocator, tg_record *record)
{
    if (record)
        tg_release(allocator, record, tg_record_size(record));
}

bool tg_record_check(const void *data, size_t size, tg_record *head)
{
    if (size < sizeof *head)
        return false;
    memcpy(head, data, sizeof *head);
    return head->id_length <= TG_ID_LENGTH && size - sizeof *head >= head->id_length &&
           size - sizeof *head - head->id_length == head->fold_length &&
           XXH3_64bits((const char *)data + CHECKED, size - CHECKED) == head->checksum;
}

bool tg_record_decode(const char *fold, size_t length, tg_vector *out)
{
    out->count = 0;
    if (!tg_vector_reserve(out, length))
        return false;
    uint32_t *to = out->items;
    const unsigned char *p = (const unsigned char *)fold;
    for (size_t at = 0; at < length;)
        at += tg_utf8_decode(p + at, length - at, to++);
    out->count = (size_t)(to - TG_ITEMS(out, uint32_t));
    return true;
}
