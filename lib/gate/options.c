/* Options: what a gate will be made of. */
#include <string.h>

#include "base/error.h"
#include "gate/gate.h"

static const tg_setting_info setting_rows[] = {
#define TG_X(name, word, standard, least, greatest, meaning) {word, meaning, standard, least, greatest},
    TG_SETTING_LIST(TG_X)
#undef TG_X
};

const tg_setting_info *tg_setting_get_info(tg_setting setting)
{
    return (unsigned)setting < TG_SETTING_COUNT ? &setting_rows[setting] : NULL;
}

tg_options *tg_options_new(const tg_allocator *allocator)
{
    tg_allocator resolved = tg_allocator_resolve(allocator);
    tg_options *options = tg_allocate_zeroed(&resolved, 1, sizeof *options);
    if (!options)
        return NULL;
    options->allocator = resolved;
    options->sources = tg_builder_new(&resolved);
    tg_vector_init(&options->packs, &resolved, sizeof(tg_pack *));
    for (int i = 0; i < TG_SETTING_COUNT; i++)
        options->settings[i] = setting_rows[i].standard;
    if (!options->sources) {
        tg_options_free(options);
        return NULL;
    }
    return options;
}

void tg_options_free(tg_options *options)
{
    if (!options)
        return;
    for (size_t i = 0; i < options->packs.count; i++)
        tg_pack_unref(TG_ITEMS(&options->packs, tg_pack *)[i]);
    tg_vector_free(&options->packs);
    tg_builder_free(options->sources);
    tg_policy_unref(options->policy);
    tg_allocator allocator = options->allocator;
    if (options->markets)
        tg_release(&allocator, options->markets, strlen(options->markets) + 1);
    tg_release(&allocator, options, sizeof *options);
}

tg_status tg_options_set(tg_options *options, tg_setting setting, uint64_t value)
{
    const tg_setting_info *row = tg_setting_get_info(setting);
    if (!options || !row || value < row->least || value > row->greatest)
        return TG_INVALID_ARGUMENT;
    options->settings[setting] = value;
    return TG_OK;
}

tg_status tg_options_add_pack(tg_options *options, tg_pack *pack)
{
    if (!options || !pack)
        return TG_INVALID_ARGUMENT;
    if (!tg_vector_append(&options->packs, &pack, 1))
        return TG_NO_MEMORY;
    tg_pack_ref(pack);
    return TG_OK;
}

static tg_status add_pack_file(tg_options *options, const char *path, tg_error *error)
{
    tg_pack *pack = NULL;
    tg_status status = tg_pack_open(path, &options->allocator, &pack, error);
    if (status != TG_OK)
        return status;
    status = tg_options_add_pack(options, pack);
    tg_pack_unref(pack);
    return status == TG_OK ? TG_OK : tg_fail_no_memory(error);
}

static bool ends_with(const char *text, const char *ending)
{
    size_t length = strlen(text), tail = strlen(ending);
    return length >= tail && strcmp(text + length - tail, ending) == 0;
}

/* The sources of a folder are the builder's; its packs are taken here. */
static tg_status add_folder(tg_options *options, const char *path, tg_error *error)
{
    tg_arena arena;
    tg_vector paths;
    tg_arena_init(&arena, &options->allocator);
    tg_vector_init(&paths, &options->allocator, sizeof(char *));
    tg_status status = tg_file_list(path, &arena, &paths, error);
    for (size_t i = 0; i < paths.count && status == TG_OK; i++) {
        const char *file = TG_ITEMS(&paths, char *)[i];
        if (ends_with(file, ".pack") || ends_with(file, ".model"))
            status = add_pack_file(options, file, error);
    }
    tg_vector_free(&paths);
    tg_arena_free(&arena);
    return status == TG_OK ? tg_builder_add_sources(options->sources, path, error) : status;
}

/* A pack is known by how it begins, whatever it is called. */
static tg_status is_pack(const char *path, bool *pack, tg_error *error)
{
    tg_mapping mapping;
    tg_status status = tg_file_map(path, &mapping, error);
    if (status != TG_OK)
        return status;
    *pack = ends_with(path, ".pack") || (mapping.length >= 8 && memcmp(mapping.data, "textgate", 8) == 0);
    tg_file_unmap(&mapping);
    return TG_OK;
}

tg_status tg_options_add_path(tg_options *options, const char *path, tg_error *error)
{
    if (!options || !path)
        return tg_fail(error, TG_INVALID_ARGUMENT, "options and a path are needed");
    if (tg_file_is_folder(path))
        return add_folder(options, path, error);
    bool pack = false;
    tg_status status = is_pack(path, &pack, error);
    if (status != TG_OK)
        return status;
    return pack ? add_pack_file(options, path, error) : tg_builder_add_file(options->sources, path, error);
}

tg_status tg_options_add_default(tg_options *options, tg_error *error)
{
    char path[4096];
    if (!options)
        return tg_fail(error, TG_INVALID_ARGUMENT, "options are needed");
    if (!tg_locate_default_pack(path, sizeof path))
        return tg_fail(error, TG_NOT_FOUND, "the shipped dictionaries are not there: %s; name some of your own", path);
    return add_pack_file(options, path, error);
}

tg_status tg_options_add_word(tg_options *options, const char *entry, size_t length, const char *attributes,
                              tg_error *error)
{
    if (!options)
        return tg_fail(error, TG_INVALID_ARGUMENT, "options are needed");
    return tg_builder_add_word(options->sources, entry, length, attributes, error);
}

tg_status tg_options_set_key(tg_options *options, const void *key, size_t length)
{
    if (!options || (key && length < TG_KEY_LEAST))
        return TG_INVALID_ARGUMENT;
    options->has_key = key != NULL;
    if (key)
        tg_key_derive(&options->key, key, length, "list");
    return TG_OK;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

tg_status tg_options_set_markets(tg_options *options, const char *markets, tg_error *error)
{
    if (!options)
        return tg_fail(error, TG_INVALID_ARGUMENT, "options are needed");
    char *copy = NULL;
    size_t length = markets ? strlen(markets) : 0;
    bool legal = length == 0 || length % 3 == 2;
    for (size_t i = 0; i < length; i++)
        legal &= i % 3 == 2 ? markets[i] == ',' : is_letter(markets[i]);
    if (!legal)
        return tg_fail(error, TG_INVALID_ARGUMENT, "markets are two letters each, separated by commas: %.100s",
                       markets);
    if (length) {
        copy = tg_duplicate(&options->allocator, markets, length);
        if (!copy)
            return tg_fail_no_memory(error);
        for (size_t i = 0; i < length; i++)
            if (copy[i] >= 'a')
                copy[i] = (char)(copy[i] - 'a' + 'A');
    }
    if (options->markets)
        tg_release(&options->allocator, options->markets, strlen(options->markets) + 1);
    options->markets = copy;
    return TG_OK;
}

tg_status tg_options_set_policy(tg_options *options, tg_policy *policy)
{
    if (!options)
        return TG_INVALID_ARGUMENT;
    tg_policy_ref(policy);
    tg_policy_unref(options->policy);
    options->policy = policy;
    return TG_OK;
}
