/* Compiling to volumes: entries that a scan may leave alone are kept apart from those that it cannot; see pack.h. */
#include "base/error.h"
#include "base/name.h"
#include "pack/compile.h"

typedef enum volume_kind { VOLUME_ANY, VOLUME_MARKETS, VOLUME_FEELINGS, VOLUME_COUNT } volume_kind;

static volume_kind volume_of(const tg_source *source, const tg_source_entry *entry)
{
    const tg_attributes *a = &TG_ITEMS(&source->attributes, tg_attributes)[entry->attributes];
    if (*a->markets)
        return VOLUME_MARKETS;
    return tg_name_is_of(a->category, "emotion") ? VOLUME_FEELINGS : VOLUME_ANY;
}

static const tg_source_entry *entry_of(const tg_source *source, size_t index)
{
    return &TG_ITEMS(&source->entries, tg_source_entry)[index];
}

/* The source with the entries of one volume only; its other members are shared. */
static bool select_entries(const tg_source *source, volume_kind which, tg_source *selected)
{
    *selected = *source;
    tg_vector_init(&selected->entries, &source->allocator, sizeof(tg_source_entry));
    for (size_t i = 0; i < source->entries.count; i++)
        if (volume_of(source, entry_of(source, i)) == which && !tg_vector_append(&selected->entries, entry_of(source, i), 1))
            return false;
    return true;
}

/* Compiles one volume more, behind those of *pack, whose folding tables it takes. */
static tg_status add_volume(const tg_source *source, volume_kind which, const tg_compiling *with, tg_pack **pack, tg_error *error)
{
    tg_source selected;
    tg_pack *volume = NULL, *joined = NULL;
    const tg_compiling next = {.tables = *pack};
    tg_status status = select_entries(source, which, &selected)
                           ? tg_source_compile(&selected, *pack ? &next : with, &volume, error)
                           : tg_fail_no_memory(error);
    tg_vector_free(&selected.entries);
    if (status == TG_OK && *pack)
        status = tg_pack_join(*pack, volume, &joined, error);
    if (status == TG_OK && *pack) {
        tg_pack_unref(*pack);
        *pack = joined;
    } else if (status == TG_OK) {
        *pack = tg_pack_ref(volume);
    }
    tg_pack_unref(volume);
    return status;
}

tg_status tg_source_compile_volumes(const tg_source *source, const tg_compiling *with, tg_pack **out, tg_error *error)
{
    size_t counts[VOLUME_COUNT] = {0};
    for (size_t i = 0; i < source->entries.count; i++)
        counts[volume_of(source, entry_of(source, i))]++;
    for (volume_kind which = VOLUME_ANY; which < VOLUME_COUNT; which++)
        if (counts[which] == source->entries.count)
            return tg_source_compile(source, with, out, error);
    tg_pack *pack = NULL;
    tg_status status = TG_OK;
    for (volume_kind which = VOLUME_ANY; which < VOLUME_COUNT && status == TG_OK; which++)
        if (counts[which] || (which == VOLUME_ANY && (with->with_models || with->languages)))
            status = add_volume(source, which, with, &pack, error);
    if (status == TG_OK)
        *out = pack;
    else
        tg_pack_unref(pack);
    return status;
}
