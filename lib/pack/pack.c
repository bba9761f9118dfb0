/* The life of a pack: opened, loaded, saved, shared; and what it tells of itself. Checking it is validate.c's. */
#include "pack/pack.h"

#include <string.h>

#include "base/error.h"

static tg_pack *new_volume(const tg_allocator *allocator, tg_pack *first)
{
    tg_pack *volume = tg_allocate_zeroed(allocator, 1, sizeof *volume);
    if (volume) {
        volume->allocator = *allocator;
        volume->first = first ? first : volume;
        atomic_init(&volume->references, 1);
    }
    return volume;
}

/* Finds and checks the volumes. */
static tg_status attach(tg_pack *pack, const void *data, size_t size, tg_error *error)
{
    tg_pack *volume = pack;
    pack->size = size;
    for (size_t at = 0;;) {
        tg_status status = tg_pack_attach(volume, (const char *)data + at, size - at, error);
        if (status != TG_OK)
            return status;
        at += volume->length;
        if (at == size)
            return TG_OK;
        volume->next = new_volume(&pack->allocator, pack);
        if (!volume->next)
            return tg_fail_no_memory(error);
        volume->next->first_entry = volume->first_entry + volume->entries_count;
        volume = volume->next;
    }
}

tg_status tg_pack_open(const char *path, const tg_allocator *allocator, tg_pack **out, tg_error *error)
{
    if (!path || !out)
        return tg_fail(error, TG_INVALID_ARGUMENT, "a path and a place for the pack are needed");
    tg_allocator resolved = tg_allocator_resolve(allocator);
    tg_pack *pack = new_volume(&resolved, NULL);
    if (!pack)
        return tg_fail_no_memory(error);
    tg_status status = tg_file_map(path, &pack->mapping, error);
    if (status == TG_OK) {
        tg_error reason = {.status = TG_OK};
        status = attach(pack, pack->mapping.data, pack->mapping.length, &reason);
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
    tg_pack *pack = new_volume(allocator, NULL);
    if (!pack) {
        tg_release(allocator, memory, length);
        return tg_fail_no_memory(error);
    }
    pack->memory = memory;
    tg_status status = attach(pack, memory, length, error);
    if (status != TG_OK) {
        tg_pack_unref(pack);
        return status;
    }
    *out = pack;
    return TG_OK;
}

tg_status tg_pack_join(const tg_pack *first, const tg_pack *others, tg_pack **pack, tg_error *error)
{
    const tg_pack *const chains[] = {first, others};
    size_t size = 0, at = 0;
    for (size_t i = 0; i < 2; i++)
        for (const tg_pack *volume = chains[i]; volume; volume = volume->next)
            size += volume->length;
    char *data = tg_allocate(&first->allocator, size);
    if (!data)
        return tg_fail_no_memory(error);
    for (size_t i = 0; i < 2; i++)
        for (const tg_pack *volume = chains[i]; volume; volume = volume->next) {
            memcpy(data + at, volume->data, volume->length);
            at += volume->length;
        }
    return tg_pack_adopt(data, size, &first->allocator, pack, error);
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
    return tg_file_replace(path, pack->data, pack->size, &pack->allocator, error);
}

const void *tg_pack_data(const tg_pack *pack, size_t *length)
{
    if (length)
        *length = pack ? pack->size : 0;
    return pack ? pack->data : NULL;
}

tg_pack *tg_pack_ref(tg_pack *pack)
{
    if (pack)
        atomic_fetch_add_explicit(&pack->first->references, 1, memory_order_relaxed);
    return pack;
}

void tg_pack_unref(tg_pack *pack)
{
    if (!pack || atomic_fetch_sub_explicit(&pack->first->references, 1, memory_order_acq_rel) != 1)
        return;
    tg_pack *first = pack->first;
    tg_allocator allocator = first->allocator;
    if (first->mapping.data)
        tg_file_unmap(&first->mapping);
    tg_release(&allocator, first->memory, first->size);
    for (tg_pack *volume = first, *next; volume; volume = next) {
        next = volume->next;
        tg_release(&allocator, volume, sizeof *volume);
    }
}

void tg_pack_get_info(const tg_pack *pack, tg_pack_info *info)
{
    if (!pack || !info)
        return;
    *info = (tg_pack_info){.bytes = pack->size, .dictionaries = pack->dictionaries_count, .format = pack->header->format,
                           .unicode = pack->header->unicode};
    size_t *const counts[] = {&info->words, &info->combinations, &info->patterns, &info->allowed};
    for (const tg_pack *v = pack; v; v = v->next) {
        info->automaton_bytes += v->slots_count * (sizeof(tg_slot) + sizeof(tg_slot_link)) +
                                 (v->pairs_count + v->triples_count + v->quads_count + v->singles_count) * sizeof(uint32_t);
        info->states += v->header->states;
        info->symbols = v->header->symbols > info->symbols ? v->header->symbols : info->symbols;
        info->entries += v->entries_count;
        for (size_t i = 0; i < v->entries_count; i++)
            ++*counts[v->entries[i].kind];
    }
}

tg_status tg_pack_get_entry(const tg_pack *pack, size_t index, tg_entry *out)
{
    if (!pack || !out)
        return TG_INVALID_ARGUMENT;
    while (pack && index >= pack->first_entry + pack->entries_count)
        pack = pack->next;
    if (!pack)
        return TG_NOT_FOUND;
    index -= pack->first_entry;
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
