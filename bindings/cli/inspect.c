/* `textgate inspect`: what is in a pack. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "command.h"
#include "display.h"
#include "input.h"
#include "jsonl.h"
#include "message.h"
#include "sources.h"
#include "tally.h"

#define BAR 30 /* columns of the longest bar */

typedef struct cli_content {
    const tg_pack *pack;
    tg_pack_info info;
    cli_counter dictionaries, categories, severities;
} cli_content;

static tg_pack *compile_sources(const char *path, tg_error *error)
{
    tg_builder *builder = tg_builder_new(NULL);
    if (!builder)
        die("out of memory");
    tg_pack *pack = NULL;
    if (sources_add(builder, path, error) != TG_OK || tg_builder_compile(builder, &pack, error) != TG_OK)
        pack = NULL;
    tg_builder_free(builder);
    return pack;
}

static tg_pack *load_stdin(tg_error *error)
{
    cli_buffer data = {0}, problem = {0};
    tg_pack *pack = NULL;
    if (!input_read("-", &data, &problem))
        die("-: %s", buffer_string(&problem));
    if (tg_pack_load(data.data, data.length, NULL, &pack, error) != TG_OK) /* which knows no name */
        snprintf(error->file, sizeof error->file, "-");
    buffer_free(&data);
    buffer_free(&problem);
    return pack;
}

static bool is_source(const char *path)
{
    const char *ending = strrchr(path, '.');
    return is_folder(path) || (ending && (strcmp(ending, ".txt") == 0 || strcmp(ending, ".csv") == 0));
}

/* NULL: *error tells why. */
static tg_pack *open_any(const char *path, tg_error *error)
{
    if (strcmp(path, "-") == 0)
        return load_stdin(error);
    if (is_source(path))
        return compile_sources(path, error);
    tg_pack *pack;
    return tg_pack_open(path, NULL, &pack, error) == TG_OK ? pack : NULL;
}

static void count_entries(const tg_pack *pack, cli_content *content)
{
    for (int severity = TG_SEVERITY_CRITICAL; severity >= TG_SEVERITY_LOW; severity--)
        counter_add(&content->severities, tg_severity_word((tg_severity)severity), "", 0);
    tg_entry entry;
    for (size_t i = 0; tg_pack_get_entry(pack, i, &entry) == TG_OK; i++) {
        counter_add(&content->dictionaries, entry.dictionary, entry.version, 1);
        counter_add(&content->categories, entry.category, "", 1);
        counter_add(&content->severities, tg_severity_word(entry.severity), "", 1);
    }
    counter_sort(&content->categories);
}

static void add_bars(cli_buffer *out, const char *title, const cli_counter *counter)
{
    buffer_format(out, "\n%s\n", title);
    uint64_t greatest = counter_greatest(counter);
    for (size_t i = 0; i < counter->length; i++) {
        const cli_counter_row *row = &counter->rows[i];
        size_t start = out->length;
        buffer_text(out, "  ");
        add_safe(out, row->name);
        size_t width = out->length - start;
        buffer_repeat(out, ' ', width < 20 ? 20 - width : 1);
        buffer_format(out, "%8" PRIu64 "%s", row->count, row->count ? "  " : "");
        for (uint64_t k = 0; k < (row->count * BAR + greatest - 1) / greatest; k++)
            buffer_text(out, "\xE2\x96\x86");
        buffer_text(out, "\n");
    }
}

static void add_dictionaries(cli_buffer *out, const cli_counter *dictionaries)
{
    buffer_text(out, "\nDictionaries\n");
    for (size_t i = 0; i < dictionaries->length; i++) {
        const cli_counter_row *row = &dictionaries->rows[i];
        size_t start = out->length;
        buffer_text(out, "  ");
        add_safe(out, row->name);
        size_t width = out->length - start;
        buffer_repeat(out, ' ', width < 20 ? 20 - width : 1);
        buffer_format(out, "%8" PRIu64, row->count);
        if (row->detail[0]) {
            buffer_text(out, "  ");
            add_safe(out, row->detail);
        }
        buffer_text(out, "\n");
    }
}

static void add_models(cli_buffer *out, const tg_pack *pack)
{
    const char *task;
    for (size_t i = 0; (task = tg_pack_task(pack, i)); i++) {
        buffer_format(out, "  %-18s  ", i ? "" : "models");
        add_safe(out, task);
        buffer_text(out, "\n");
    }
}

static void add_text(cli_buffer *out, const char *path, const cli_content *content)
{
    const tg_pack_info *info = &content->info;
    add_safe(out, path);
    buffer_format(out, "\n  %-18s%8zu\n", "entries", info->entries);
    buffer_format(out, "  %-18s%8zu\n  %-18s%8zu\n", "  words", info->words, "  combinations", info->combinations);
    buffer_format(out, "  %-18s%8zu\n  %-18s%8zu\n", "  patterns", info->patterns, "  allowed", info->allowed);
    buffer_format(out, "  %-18s%8zu\n  %-18s%8zu\n", "bytes", info->bytes, "  automaton", info->automaton_bytes);
    buffer_format(out, "  %-18s%8zu\n  %-18s%8zu\n", "states", info->states, "symbols", info->symbols);
    buffer_format(out, "  %-18s%8" PRIu32 "\n  %-18s%8s\n", "format", info->format, "Unicode", info->unicode);
    add_models(out, content->pack);
    if (info->entries == 0)
        return;
    add_dictionaries(out, &content->dictionaries);
    add_bars(out, "Categories", &content->categories);
    add_bars(out, "Severities", &content->severities);
}

static json_t *counts_json(const cli_counter *counter)
{
    json_t *object = json_object();
    for (size_t i = 0; i < counter->length; i++)
        json_object_set_new(object, counter->rows[i].name, json_integer((json_int_t)counter->rows[i].count));
    return object;
}

static void set_text(json_t *object, const char *key, const char *value)
{
    json_object_set_new(object, key, json_text(value, strlen(value)));
}

static json_t *dictionaries_json(const cli_counter *dictionaries)
{
    json_t *list = json_array();
    for (size_t i = 0; i < dictionaries->length; i++) {
        json_t *object = json_object();
        set_text(object, "name", dictionaries->rows[i].name);
        set_text(object, "version", dictionaries->rows[i].detail);
        json_object_set_new(object, "entries", json_integer((json_int_t)dictionaries->rows[i].count));
        json_array_append_new(list, object);
    }
    return list;
}

static json_t *models_json(const tg_pack *pack)
{
    json_t *list = json_array();
    const char *task;
    for (size_t i = 0; (task = tg_pack_task(pack, i)); i++)
        json_array_append_new(list, json_text(task, strlen(task)));
    return list;
}

static void add_json(cli_buffer *out, const cli_content *content)
{
    const tg_pack_info *info = &content->info;
    json_t *object = json_pack("{s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:s, s:o, s:o, s:o}",
                               "bytes", (json_int_t)info->bytes, "automaton_bytes", (json_int_t)info->automaton_bytes,
                               "states", (json_int_t)info->states, "symbols", (json_int_t)info->symbols,
                               "entries", (json_int_t)info->entries, "words", (json_int_t)info->words,
                               "combinations", (json_int_t)info->combinations, "patterns", (json_int_t)info->patterns,
                               "allowed", (json_int_t)info->allowed, "format", (json_int_t)info->format,
                               "unicode", info->unicode, "dictionaries", dictionaries_json(&content->dictionaries),
                               "categories", counts_json(&content->categories),
                               "severities", counts_json(&content->severities));
    if (!object)
        die("the description could not be made");
    if (tg_pack_task(content->pack, 0))
        json_object_set_new(object, "models", models_json(content->pack));
    json_add(out, object, 0);
    json_decref(object);
    buffer_text(out, "\n");
}

static void add_attribute(cli_buffer *out, const char *key, const char *value)
{
    if (!value[0])
        return;
    bool quote = strpbrk(value, " \t\"") != NULL;
    buffer_format(out, " %s=%s", key, quote ? "\"" : "");
    add_safe(out, value);
    if (quote)
        buffer_text(out, "\"");
}

/* One entry as it could stand in a source. */
static void add_entry_text(cli_buffer *out, const tg_entry *entry)
{
    add_safe(out, entry->pattern);
    buffer_text(out, "\tdictionary=");
    add_safe(out, entry->dictionary);
    add_attribute(out, "category", entry->category);
    add_attribute(out, "severity", tg_severity_word(entry->severity));
    add_attribute(out, "lang", entry->languages);
    add_attribute(out, "market", entry->markets);
    add_attribute(out, "id", entry->id);
    add_attribute(out, "note", entry->note);
    add_attribute(out, "advice", entry->advice);
    add_attribute(out, "source", entry->source);
    if (entry->weight != 0)
        buffer_format(out, " weight=%g", entry->weight);
    buffer_text(out, "\n");
}

static void add_entry_json(cli_buffer *out, const tg_entry *entry)
{
    json_t *object = json_object();
    set_text(object, "pattern", entry->pattern);
    set_text(object, "dictionary", entry->dictionary);
    set_text(object, "version", entry->version);
    set_text(object, "category", entry->category);
    set_text(object, "severity", tg_severity_word(entry->severity));
    set_text(object, "languages", entry->languages);
    set_text(object, "markets", entry->markets);
    set_text(object, "note", entry->note);
    set_text(object, "advice", entry->advice);
    set_text(object, "source", entry->source);
    json_object_set_new(object, "weight", json_real(entry->weight));
    set_text(object, "id", entry->id);
    json_object_set_new(object, "allowed", json_boolean(entry->allowed));
    json_add(out, object, 0);
    json_decref(object);
    buffer_text(out, "\n");
}

static void print_entries(const cli_options *options, const tg_pack *pack)
{
    cli_buffer out = {0};
    tg_entry entry;
    for (size_t i = 0; tg_pack_get_entry(pack, i, &entry) == TG_OK; i++) {
        if (options->format == FORMAT_JSON)
            add_entry_json(&out, &entry);
        else
            add_entry_text(&out, &entry);
        if (out.length < 65536)
            continue;
        print_bytes(out.data, out.length);
        out.length = 0;
    }
    print_bytes(out.data, out.length);
    buffer_free(&out);
}

static void print_content(const cli_options *options, const tg_pack *pack)
{
    cli_buffer out = {0};
    cli_content content = {.pack = pack};
    tg_pack_get_info(pack, &content.info);
    count_entries(pack, &content);
    if (options->format == FORMAT_JSON)
        add_json(&out, &content);
    else
        add_text(&out, options->operands.items[0], &content);
    print_bytes(out.data, out.length);
    counter_free(&content.dictionaries);
    counter_free(&content.categories);
    counter_free(&content.severities);
    buffer_free(&out);
}

int inspect_command(const cli_options *options)
{
    if (options->operands.length != 1)
        return fail("one PACK is needed (see `textgate help inspect`)");
    tg_error error = {0};
    tg_pack *pack = open_any(options->operands.items[0], &error);
    if (!pack)
        return fail_error(&error);
    if (options->entries)
        print_entries(options, pack);
    else
        print_content(options, pack);
    tg_pack_unref(pack);
    return STATUS_CLEAN;
}
