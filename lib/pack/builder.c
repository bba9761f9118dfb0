/* The public builder: collecting sources from files, folders and memory. Compiling and lint are its neighbours'. */
#include "pack/builder.h"
#include "pack/pack.h"
#include "pack/parse.h"

#include <string.h>

#include "base/error.h"
#include "base/file.h"

tg_builder *tg_builder_new(const tg_allocator *allocator)
{
    tg_allocator own = tg_allocator_resolve(allocator);
    tg_builder *builder = tg_allocate_zeroed(&own, 1, sizeof *builder);
    if (builder)
        tg_source_init(&builder->source, &own);
    return builder;
}

void tg_builder_free(tg_builder *builder)
{
    if (!builder)
        return;
    tg_allocator own = builder->source.allocator;
    tg_source_free(&builder->source);
    tg_pack_unref(builder->models);
    tg_pack_unref(builder->languages);
    tg_release(&own, builder, sizeof *builder);
}

static tg_status fail_argument(tg_error *error)
{
    return tg_fail(error, TG_INVALID_ARGUMENT, "%s", tg_status_text(TG_INVALID_ARGUMENT));
}

static void drop(tg_pack **pack)
{
    tg_pack_unref(*pack);
    *pack = NULL;
}

tg_status tg_builder_add_volume(tg_builder *builder, tg_pack *volume, const uint64_t *removed, tg_error *error)
{
    bool has_models = volume->bank.head_count, has_languages = volume->languages.script_count;
    if ((has_models && builder->models) || (has_languages && builder->languages))
        return tg_fail(error, TG_INVALID_ARGUMENT, "there are models already, and a pack has those of one pack");
    tg_status status = tg_source_add_pack(&builder->source, volume, removed, error);
    if (status == TG_OK && has_models)
        builder->models = tg_pack_ref(volume);
    if (status == TG_OK && has_languages)
        builder->languages = tg_pack_ref(volume);
    return status;
}

tg_status tg_builder_add_pack(tg_builder *builder, tg_pack *pack, tg_error *error)
{
    if (!builder || !pack)
        return fail_argument(error);
    tg_source_mark mark = tg_source_get_mark(&builder->source);
    const tg_pack *models = builder->models, *languages = builder->languages;
    tg_status status = TG_OK;
    for (tg_pack *volume = pack; volume && status == TG_OK; volume = volume->next)
        status = tg_builder_add_volume(builder, volume, NULL, error);
    if (status == TG_OK)
        return TG_OK;
    tg_source_rollback(&builder->source, mark);
    if (!models)
        drop(&builder->models);
    if (!languages)
        drop(&builder->languages);
    return status;
}

static tg_status add_pack_file(tg_builder *builder, const char *path, tg_error *error)
{
    tg_pack *pack;
    tg_error reason = {.status = TG_OK};
    tg_status status = tg_pack_open(path, &builder->source.allocator, &pack, error);
    if (status != TG_OK)
        return status;
    status = tg_builder_add_pack(builder, pack, &reason);
    tg_pack_unref(pack);
    return status == TG_OK ? TG_OK : tg_fail_at(error, status, path, 0, 0, "%s", reason.message);
}

tg_status tg_builder_add_file(tg_builder *builder, const char *path, tg_error *error)
{
    if (!builder || !path)
        return fail_argument(error);
    tg_mapping mapping;
    tg_status status = tg_file_map(path, &mapping, error);
    if (status != TG_OK)
        return status;
    if (mapping.length >= 8 && memcmp(mapping.data, "textgate", 8) == 0)
        status = add_pack_file(builder, path, error);
    else
        status = tg_source_parse(&builder->source, path, mapping.data, mapping.length, error);
    tg_file_unmap(&mapping);
    return status;
}

static bool ends_with(const char *path, const char *wanted)
{
    const char *ending = strrchr(path, '.');
    return ending && strcmp(ending, wanted) == 0;
}

static tg_status add_folder(tg_builder *builder, const char *path, bool models, tg_error *error)
{
    if (!builder || !path)
        return fail_argument(error);
    tg_arena arena;
    tg_vector paths;
    tg_arena_init(&arena, &builder->source.allocator);
    tg_vector_init(&paths, &builder->source.allocator, sizeof(char *));
    tg_status status = tg_file_list(path, &arena, &paths, error);
    for (size_t i = 0; i < paths.count && (status == TG_OK || status == TG_SYNTAX); i++) {
        const char *file = TG_ITEMS(&paths, char *)[i];
        if (!ends_with(file, ".txt") && !ends_with(file, ".csv") && !(models && ends_with(file, ".model")))
            continue;
        tg_status added = tg_builder_add_file(builder, file, status == TG_OK ? error : NULL);
        if (status == TG_OK || added == TG_NO_MEMORY)
            status = added;
    }
    tg_vector_free(&paths);
    tg_arena_free(&arena);
    return status;
}

tg_status tg_builder_add_folder(tg_builder *builder, const char *path, tg_error *error)
{
    return add_folder(builder, path, true, error);
}

tg_status tg_builder_add_sources(tg_builder *builder, const char *path, tg_error *error)
{
    return add_folder(builder, path, false, error);
}

tg_status tg_builder_add_memory(tg_builder *builder, const char *name, const char *source, size_t length,
                                tg_error *error)
{
    if (!builder || !name || (!source && length))
        return fail_argument(error);
    return tg_source_parse(&builder->source, name, source ? source : "", length, error);
}

tg_status tg_builder_add_word(tg_builder *builder, const char *entry, size_t length, const char *attributes,
                              tg_error *error)
{
    if (!builder || (!entry && length))
        return fail_argument(error);
    return tg_source_parse_word(&builder->source, entry, length, attributes, error);
}

size_t tg_builder_entry_count(const tg_builder *builder)
{
    return builder ? builder->source.entries.count : 0;
}

size_t tg_builder_diagnostic_count(const tg_builder *builder)
{
    return builder ? builder->source.diagnostics.count : 0;
}

const tg_diagnostic *tg_builder_diagnostic(const tg_builder *builder, size_t index)
{
    if (!builder || index >= builder->source.diagnostics.count)
        return NULL;
    return &TG_ITEMS(&builder->source.diagnostics, const tg_diagnostic)[index];
}
