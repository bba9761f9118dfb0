/* The life of a pack: opened, loaded, saved, shared; and what it tells of itself. Checking it is validate.c's. */
#include "pack/pack.h"

#include <string.h>

#include "base/error.h"

static tg_pack *new_pack(const tg_allocator *allocator)
{
    tg_pack *pack = tg_allocate_zeroed(allocator, 1, sizeof *pack);
    if (pack) {
        pack->allocator = *allocator;
        atomic_init(&pack->references, 1);
    }
    return pack;
}

tg_status tg_pack_open(const char *path, const tg_allocator *allocator, tg_pack **out, tg_error *error)
{
    if (!path || !out)
        return tg_fail(error, TG_INVALID_ARGUMENT, "a path and a place for the pack are needed");
    tg_allocator resolved = tg_allocator_resolve(allocator);
    tg_pack *pack = new_pack(&resolved);
    if (!pack)
        return tg_fail_no_memory(error);
    tg_status status = tg_file_map(path, &pack->mapping, error);
    if (status == TG_OK) {
        tg_error reason = {.status = TG_OK};
        status = tg_pack_attach(pack, pack->mapping.data, pack->mapping.length, &reason);
        if (status != TG_OK)
            tg_fail_at(error, status, path, 0, 0, "%s", reason.message);
    }
    if (status != TG_OK) {
        tg_pack_unref(pack);
        return status;
    }
    *out = pack;
    return TG_OK;
}

tg_status tg_pack_adopt(void *memory, size_t length, const tg_allocator *allocator, tg_pack **out, tg_error *error)
{
    tg_pack *pack = new_pack(allocator);
    if (!pack) {
        tg_release(allocator, memory, length);
        return tg_fail_no_memory(error);
    }
    pack->memory = memory;
    pack->length = length;
    tg_status status = tg_pack_attach(pack, memory, length, error);
    if (status != TG_OK) {
        tg_pack_unref(pack);
        return status;
    }
    *out = pack;
    return TG_OK;
}

tg_status tg_pack_load(const void *data, size_t length, const tg_allocator *allocator, tg_pack **out, tg_error *error)
{
    if ((!data && length) || !out)
        return tg_fail(error, TG_INVALID_ARGUMENT, "data and a place for the pack are needed");
    tg_allocator resolved = tg_allocator_resolve(allocator);
    void *memory = tg_allocate(&resolved, length);
    if (!memory)
        return tg_fail_no_memory(error);
    if (length)
        memcpy(memory, data, length);
    return tg_pack_adopt(memory, length, &resolved, out, error);
}

tg_status tg_pack_save(const tg_pack *pack, const char *path, tg_error *error)
{
    if (!pack || !path)
        return tg_fail(error, TG_INVALID_ARGUMENT, "a pack and a path are needed");
    return tg_file_replace(path, pack->data, pack->length, &pack->allocator, error);
}

const void *tg_pack_data(const tg_pack *pack, size_t *length)
{
    if (length)
        *length = pack ? pack->length : 0;
    return pack ? pack->data : NULL;
}

tg_pack *tg_pack_ref(tg_pack *pack)
{
    if (pack)
        atomic_fetch_add_explicit(&pack->references, 1, memory_order_relaxed);
    return pack;
}

void tg_pack_unref(tg_pack *pack)
{
    if (!pack || atomic_fetch_sub_explicit(&pack->references, 1, memory_order_acq_rel) != 1)
        return;
    tg_allocator allocator = pack->allocator;
    if (pack->mapping.data)
        tg_file_unmap(&pack->mapping);
    tg_release(&allocator, pack->memory, pack->length);
    tg_release(&allocator, pack, sizeof *pack);
}

void tg_pack_get_info(const tg_pack *pack, tg_pack_info *info)
{
    if (!pack || !info)
        return;
    *info = (tg_pack_info){
        .bytes = pack->length,
        .automaton_bytes = pack->slots_count * (sizeof(tg_slot) + sizeof(tg_slot_link)) +
                           (pack->pairs_count + pack->triples_count + pack->quads_count + pack->singles_count) * sizeof(uint32_t),
        .states = pack->header->states,
        .symbols = pack->header->symbols,
        .entries = pack->entries_count,
        .dictionaries = pack->dictionaries_count,
        .format = pack->header->format,
        .unicode = pack->header->unicode,
    };
    size_t *const counts[] = {&info->words, &info->combinations, &info->patterns, &info->allowed};
    for (size_t i = 0; i < pack->entries_count; i++)
        ++*counts[pack->entries[i].kind];
}

tg_status tg_pack_get_entry(const tg_pack *pack, size_t index, tg_entry *out)
{
    if (!pack || !out)
        return TG_INVALID_ARGUMENT;
    if (index >= pack->entries_count)
        return TG_NOT_FOUND;
    const tg_pack_entry *entry = &pack->entries[index];
    const tg_pack_attributes *a = &pack->attributes[entry->attributes];
    const tg_pack_dictionary *dictionary = &pack->dictionaries[a->dictionary];
    const char *strings = pack->strings;
    *out = (tg_entry){
        .pattern = strings + entry->pattern,
        .dictionary = strings + dictionary->name,
        .version = strings + dictionary->version,
        .category = strings + a->category,
        .severity = (tg_severity)a->severity,
        .languages = strings + a->languages,
        .markets = strings + a->markets,
        .note = strings + a->note,
        .advice = strings + a->advice,
        .source = strings + a->source,
        .weight = a->weight / 1000.0,
        .id = strings + a->id,
        .allowed = entry->kind == TG_ENTRY_ALLOWED,
    };
    return TG_OK;
}
