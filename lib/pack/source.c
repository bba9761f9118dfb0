/* Dictionary sources as data: their memory, their diagnostics, attributes shared by value, and going back. */
#include "pack/source.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <xxhash.h>

#include "base/sort.h"
#include "pack/parse.h"

void tg_source_init(tg_source *source, const tg_allocator *allocator)
{
    source->allocator = tg_allocator_resolve(allocator);
    const tg_allocator *own = &source->allocator;
    tg_arena_init(&source->arena, own);
    tg_vector_init(&source->files, own, sizeof(const char *));
    tg_vector_init(&source->dictionaries, own, sizeof(tg_dictionary));
    tg_vector_init(&source->attributes, own, sizeof(tg_attributes));
    tg_vector_init(&source->entries, own, sizeof(tg_source_entry));
    tg_vector_init(&source->terms, own, sizeof(tg_term));
    tg_vector_init(&source->diagnostics, own, sizeof(tg_diagnostic));
    source->interned = NULL;
}

void tg_source_free(tg_source *source)
{
    tg_source_index *index = source->interned;
    if (index)
        tg_release(&source->allocator, index->slots, index->capacity * sizeof *index->slots);
    tg_release(&source->allocator, index, sizeof *index);
    source->interned = NULL;
    tg_vector_free(&source->diagnostics);
    tg_vector_free(&source->terms);
    tg_vector_free(&source->entries);
    tg_vector_free(&source->attributes);
    tg_vector_free(&source->dictionaries);
    tg_vector_free(&source->files);
    tg_arena_free(&source->arena);
}

tg_source_index *tg_source_get_index(tg_source *source)
{
    if (source->interned)
        return source->interned;
    tg_source_index *index = tg_allocate(&source->allocator, sizeof *index);
    if (index)
        *index = (tg_source_index){.words_file = UINT32_MAX, .words_dictionary = UINT32_MAX};
    source->interned = index;
    return index;
}

uint32_t tg_source_add_file(tg_source *source, const char *file)
{
    const char *copy = tg_arena_copy(&source->arena, file, strlen(file));
    if (!copy || !tg_vector_append(&source->files, &copy, 1))
        return UINT32_MAX;
    return (uint32_t)(source->files.count - 1);
}

uint32_t tg_source_add_dictionary(tg_source *source, const char *name)
{
    tg_dictionary dictionary = {tg_arena_copy(&source->arena, name, strlen(name)), ""};
    if (!dictionary.name || !tg_vector_append(&source->dictionaries, &dictionary, 1))
        return UINT32_MAX;
    return (uint32_t)(source->dictionaries.count - 1);
}

/* ------------------------------------------------------------ diagnostics ---- */

tg_status tg_source_diagnose(tg_source *source, bool is_error, const char *file, uint32_t line, uint32_t column,
                             const char *format, ...)
{
    char message[512];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    if (length < 0)
        return TG_INTERNAL;
    tg_diagnostic diagnostic = {is_error, line, column, file, tg_arena_copy(&source->arena, message, strlen(message))};
    if (!diagnostic.message || !tg_vector_append(&source->diagnostics, &diagnostic, 1))
        return TG_NO_MEMORY;
    return TG_OK;
}

typedef struct ranked {
    uint64_t file_and_line;
    size_t place;
    tg_diagnostic diagnostic;
} ranked;

static int compare_ranked(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    if (x->file_and_line != y->file_and_line)
        return x->file_and_line < y->file_and_line ? -1 : 1;
    return x->place < y->place ? -1 : x->place > y->place;
}

/* The index of a file's name, looked for from `hint` on: diagnostics come mostly file by file. */
static size_t file_rank(const tg_source *source, const char *file, size_t hint)
{
    const char *const *files = TG_ITEMS(&source->files, const char *const);
    for (size_t i = 0; i < source->files.count; i++) {
        size_t at = (hint + i) % source->files.count;
        if (files[at] == file)
            return at;
    }
    return source->files.count;
}

tg_status tg_source_sort_diagnostics(tg_source *source)
{
    size_t count = source->diagnostics.count, rank = 0;
    tg_diagnostic *diagnostics = TG_ITEMS(&source->diagnostics, tg_diagnostic);
    ranked *sorted = tg_allocate_zeroed(&source->allocator, count, sizeof *sorted);
    if (!sorted)
        return TG_NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        rank = file_rank(source, diagnostics[i].file, rank);
        sorted[i] = (ranked){(uint64_t)rank << 32 | diagnostics[i].line, i, diagnostics[i]};
    }
    tg_sort(sorted, count, sizeof *sorted, compare_ranked);
    for (size_t i = 0; i < count; i++)
        diagnostics[i] = sorted[i].diagnostic;
    tg_release(&source->allocator, sorted, count * sizeof *sorted);
    return TG_OK;
}

/* ------------------------------------------------------------- attributes ---- */

static uint64_t hash_attributes(const tg_attributes *a)
{
    const uint32_t numbers[] = {(uint32_t)a->severity, a->match, a->within, a->fuzzy, (uint32_t)a->weight};
    const char *const strings[] = {a->category, a->languages, a->markets, a->note, a->advice, a->source, a->id, a->initials};
    uint64_t hash = XXH3_64bits(numbers, sizeof numbers);
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
        hash = XXH3_64bits_withSeed(strings[i], strlen(strings[i]) + 1, hash);
    return hash;
}

static bool same_attributes(const tg_attributes *a, const tg_attributes *b)
{
    return a->severity == b->severity && a->match == b->match && a->within == b->within && a->fuzzy == b->fuzzy &&
           a->weight == b->weight &&
           strcmp(a->category, b->category) == 0 && strcmp(a->languages, b->languages) == 0 &&
           strcmp(a->markets, b->markets) == 0 && strcmp(a->note, b->note) == 0 && strcmp(a->id, b->id) == 0 &&
           strcmp(a->advice, b->advice) == 0 && strcmp(a->source, b->source) == 0 && strcmp(a->initials, b->initials) == 0;
}

/* The slot of attributes equal to these, or the free one where they belong. */
static size_t find_slot(const tg_source *source, const tg_source_index *index, const tg_attributes *attributes)
{
    const tg_attributes *all = TG_ITEMS(&source->attributes, tg_attributes);
    size_t slot = (size_t)hash_attributes(attributes) & (index->capacity - 1);
    while (index->slots[slot] && !same_attributes(&all[index->slots[slot] - 1], attributes))
        slot = (slot + 1) & (index->capacity - 1);
    return slot;
}

static bool grow_slots(tg_source *source, tg_source_index *index)
{
    if (source->attributes.count < index->capacity / 2)
        return true;
    tg_source_index larger = *index;
    larger.capacity = index->capacity ? index->capacity * 2 : 64;
    larger.slots = tg_allocate_zeroed(&source->allocator, larger.capacity, sizeof *larger.slots);
    if (!larger.slots)
        return false;
    for (size_t i = 0; i < source->attributes.count; i++)
        larger.slots[find_slot(source, &larger, &TG_ITEMS(&source->attributes, tg_attributes)[i])] = (uint32_t)i + 1;
    tg_release(&source->allocator, index->slots, index->capacity * sizeof *index->slots);
    *index = larger;
    return true;
}

static bool copy_strings(tg_source *source, tg_attributes *attributes)
{
    const char **strings[] = {&attributes->category, &attributes->languages, &attributes->markets, &attributes->note,
                              &attributes->advice, &attributes->source, &attributes->id, &attributes->initials};
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) {
        *strings[i] = **strings[i] ? tg_arena_copy(&source->arena, *strings[i], strlen(*strings[i])) : "";
        if (!*strings[i])
            return false;
    }
    return true;
}

uint32_t tg_source_intern(tg_source *source, const tg_attributes *attributes)
{
    tg_source_index *index = tg_source_get_index(source);
    if (!index || !grow_slots(source, index) || source->attributes.count >= UINT32_MAX - 1)
        return UINT32_MAX;
    size_t slot = find_slot(source, index, attributes);
    if (index->slots[slot])
        return index->slots[slot] - 1;
    tg_attributes copy = *attributes;
    if (!copy_strings(source, &copy) || !tg_vector_append(&source->attributes, &copy, 1))
        return UINT32_MAX;
    index->slots[slot] = (uint32_t)source->attributes.count;
    return index->slots[slot] - 1;
}

/* ------------------------------------------------------------- going back ---- */

tg_source_mark tg_source_get_mark(const tg_source *source)
{
    return (tg_source_mark){source->dictionaries.count, source->attributes.count, source->entries.count,
                            source->terms.count};
}

/* Attributes leave the table last in, first out, so that no other was ever put behind one that goes: freeing its slot
 * undoes its insertion. */
void tg_source_rollback(tg_source *source, tg_source_mark mark)
{
    tg_source_index *index = source->interned;
    while (source->attributes.count > mark.attributes) {
        const tg_attributes *last = &TG_ITEMS(&source->attributes, tg_attributes)[source->attributes.count - 1];
        index->slots[find_slot(source, index, last)] = 0;
        source->attributes.count--;
    }
    if (index && index->words_dictionary != UINT32_MAX && index->words_dictionary >= mark.dictionaries)
        index->words_dictionary = UINT32_MAX;
    source->dictionaries.count = mark.dictionaries;
    source->entries.count = mark.entries;
    source->terms.count = mark.terms;
}
