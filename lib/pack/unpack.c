/* A pack as a source again: its entries as the lines that it was compiled from had them, so that packs can be joined and
 * changed. */
#include <string.h>

#include "base/error.h"
#include "pack/pack.h"
#include "pack/parse.h"

typedef struct unpacking {
    tg_parser parser;
    const tg_pack *pack;
    const uint32_t *words; /* 1 + the word of each entry that is one, and of each part behind those; 0: nothing was left of it */
    uint32_t *dictionaries; /* the source's numbers of the pack's */
} unpacking;

/* The source's dictionary of that name and version, UINT32_MAX if there is none. */
static uint32_t find_dictionary(const tg_source *source, const char *name, const char *version)
{
    const tg_dictionary *all = TG_ITEMS(&source->dictionaries, tg_dictionary);
    for (uint32_t i = 0; i < source->dictionaries.count; i++)
        if (strcmp(all[i].name, name) == 0 && strcmp(all[i].version, version) == 0)
            return i;
    return UINT32_MAX;
}

/* The volumes of a pack have the same dictionaries. */
static tg_status add_dictionaries(unpacking *u)
{
    tg_source *source = u->parser.source;
    const tg_pack *pack = u->pack;
    for (size_t i = 0; i < pack->dictionaries_count; i++) {
        const char *name = pack->strings + pack->dictionaries[i].name, *version = pack->strings + pack->dictionaries[i].version;
        u->dictionaries[i] = find_dictionary(source, name, version);
        if (u->dictionaries[i] != UINT32_MAX)
            continue;
        u->dictionaries[i] = tg_source_add_dictionary(source, name);
        version = u->dictionaries[i] == UINT32_MAX ? NULL : tg_arena_copy(&source->arena, version, strlen(version));
        if (!version)
            return TG_NO_MEMORY;
        TG_ITEMS(&source->dictionaries, tg_dictionary)[u->dictionaries[i]].version = version;
    }
    return TG_OK;
}

static tg_status add_term(unpacking *u, tg_source_entry *entry, size_t place, const char *otherwise, bool excluded)
{
    tg_source *source = u->parser.source;
    const char *text = u->words[place] ? u->pack->strings + u->pack->words[u->words[place] - 1].text : otherwise;
    tg_term term = {tg_arena_copy(&source->arena, text, strlen(text)), (uint32_t)strlen(text), excluded};
    if (!entry->term_count++)
        entry->first_term = (uint32_t)source->terms.count;
    return term.text && tg_vector_append(&source->terms, &term, 1) ? TG_OK : TG_NO_MEMORY;
}

static tg_status add_entry(unpacking *u, uint32_t number, const tg_combination *combination)
{
    const tg_pack *pack = u->pack;
    const tg_pack_entry *packed = &pack->entries[number];
    const tg_pack_attributes *a = &pack->attributes[packed->attributes];
    const char *pattern = pack->strings + packed->pattern;
    tg_parser *parser = &u->parser;
    parser->line = number + 1;
    parser->line_begin = pattern;
    parser->dictionary = u->dictionaries[a->dictionary];
    tg_source_entry entry = {.kind = (tg_entry_kind)packed->kind, .dictionary = parser->dictionary, .file = parser->file,
                             .line = parser->line, .column = 1};
    tg_status status = TG_OK;
    if (entry.kind == TG_ENTRY_PATTERN)
        status = tg_parser_pattern(parser, pattern, strlen(pattern), &entry);
    else if (!(entry.pattern = tg_arena_copy(&parser->source->arena, pattern, strlen(pattern))))
        status = TG_NO_MEMORY;
    else if (entry.kind != TG_ENTRY_COMBINATION)
        status = add_term(u, &entry, number, pattern, false);
    else
        for (uint32_t i = 0; i < (uint32_t)combination->required + combination->excluded && status == TG_OK; i++)
            status = add_term(u, &entry, pack->entries_count + combination->first_part + i, "", i >= combination->required);
    if (status != TG_OK)
        return status;
    tg_attributes attributes = {
        .category = pack->strings + a->category,
        .languages = pack->strings + a->languages,
        .markets = pack->strings + a->markets,
        .note = pack->strings + a->note,
        .advice = pack->strings + a->advice,
        .source = pack->strings + a->source,
        .id = pack->strings + a->id,
        .initials = pack->strings + a->initials,
        .severity = (tg_severity)a->severity,
        .match = a->match,
        .within = a->within,
        .fuzzy = a->fuzzy,
        .weight = a->weight,
    };
    return tg_parser_add(parser, &entry, &attributes);
}

static tg_status add_entries(unpacking *u, const uint64_t *removed)
{
    size_t combination = 0;
    tg_status status = TG_OK;
    for (uint32_t i = 0; i < u->pack->entries_count && status == TG_OK; i++) {
        const tg_combination *own = NULL;
        if (u->pack->entries[i].kind == TG_ENTRY_COMBINATION) {
            if (combination == u->pack->combinations_count || u->pack->combinations[combination].entry != i)
                return tg_fail(u->parser.error, TG_CORRUPT, "the pack's combinations are not in the order of its entries");
            own = &u->pack->combinations[combination++];
        }
        if (!removed || !(removed[i / 64] >> i % 64 & 1))
            status = add_entry(u, i, own);
    }
    return status;
}

tg_status tg_source_add_pack(tg_source *source, const tg_pack *pack, const uint64_t *removed, tg_error *error)
{
    if (pack->secrets_count)
        return tg_fail(error, TG_INVALID_ARGUMENT, "a hashed list does not tell its words");
    unpacking u = {.pack = pack};
    tg_source_mark mark = tg_source_get_mark(source);
    size_t places = pack->entries_count + pack->parts_count;
    uint32_t *words = tg_allocate_zeroed(&source->allocator, places, sizeof *words);
    u.dictionaries = tg_allocate(&source->allocator, pack->dictionaries_count * sizeof *u.dictionaries);
    tg_parser_init(&u.parser, source, error);
    u.parser.file = tg_source_add_file(source, "pack");
    tg_status status = words && u.dictionaries && u.parser.file != UINT32_MAX ? TG_OK : TG_NO_MEMORY;
    for (uint32_t i = 0; i < pack->words_count && status == TG_OK; i++) {
        const tg_word *word = &pack->words[i];
        unsigned kind = word->flags & TG_WORD_KIND_MASK;
        if (kind == TG_WORD_PART)
            words[pack->entries_count + word->owner] = i + 1;
        else if (kind != TG_WORD_LITERAL && !(word->flags & TG_WORD_INITIALS))
            words[word->owner] = i + 1;
    }
    u.words = words;
    if (status == TG_OK)
        status = add_dictionaries(&u);
    if (status == TG_OK)
        status = add_entries(&u, removed);
    tg_release(&source->allocator, words, places * sizeof *words);
    tg_release(&source->allocator, u.dictionaries, pack->dictionaries_count * sizeof *u.dictionaries);
    return tg_parser_finish(&u.parser, status, mark);
}
