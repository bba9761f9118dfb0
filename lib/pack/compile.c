/* Sources to a pack: every word is folded by the tables that go into the pack, numbered, and put into the automaton; then
 * all of it is written out. */
#include <string.h>

#include "base/error.h"
#include "pack/compile.h"

/* Offset of a new string, or UINT32_MAX without memory or room. */
static uint32_t add_string(tg_compile *c, const char *text, size_t length)
{
    size_t offset = c->strings.count;
    if (length == 0 && offset)
        return c->empty;
    if (offset + length >= UINT32_MAX || !tg_vector_append(&c->strings, text, length) ||
        !tg_vector_append(&c->strings, "", 1))
        return UINT32_MAX;
    return (uint32_t)offset;
}

static uint32_t add_c_string(tg_compile *c, const char *text)
{
    return add_string(c, text, strlen(text));
}

/* How an edge of a word behaves: TG_WORD_LEFT and TG_WORD_RIGHT by script unless the entry says. */
static uint16_t edge_flags(const tg_attributes *a, tg_class left, tg_class right)
{
    uint16_t flags = (uint16_t)(left << TG_WORD_LEFT_SHIFT | right << TG_WORD_RIGHT_SHIFT);
    if (a->match & TG_EDGE_PART)
        return flags;
    bool all = a->match & TG_EDGE_WORD;
    if (left == TG_CLASS_SPACED || left == TG_CLASS_HANGUL || (all && left != TG_CLASS_NONE))
        flags |= TG_WORD_LEFT;
    if (right == TG_CLASS_SPACED || (all && right != TG_CLASS_NONE))
        flags |= TG_WORD_RIGHT;
    return flags;
}

/* In which disguises a word is looked for. */
static uint16_t guise_flags(const tg_attributes *a)
{
    unsigned flags = a->match & (TG_LANE_LOOSE | TG_LANE_SOUND) ? TG_WORD_LOOSE : 0;
    if (a->match & TG_LANE_SOUND)
        flags |= TG_WORD_SOUND | a->fuzzy << TG_WORD_FUZZY_SHIFT;
    return (uint16_t)flags;
}

/* Adds a word; one of which nothing is left after folding is left out, since it can never be found. */
static tg_status add_word(tg_compile *c, const char *text, size_t length, const tg_attributes *a, tg_word_kind kind,
                          uint32_t owner, uint32_t string)
{
    tg_folded_word folded = {.first = c->code_points.count, .word = (uint32_t)c->words.count};
    if (!tg_fold_text(&c->fold, text, length, &c->code_points))
        return TG_NO_MEMORY;
    folded.length = (uint32_t)(c->code_points.count - folded.first);
    if (folded.length == 0)
        return TG_OK;
    if (string == UINT32_MAX)
        string = add_string(c, text, length);
    const uint32_t *code_points = TG_ITEMS(&c->code_points, uint32_t) + folded.first;
    tg_word word = {.owner = owner, .text = string, .flags = (uint16_t)kind};
    if (kind != TG_WORD_LITERAL) {
        word.flags |= edge_flags(a, tg_fold_class(tg_fold_entry(&c->fold, code_points[0])),
                                 tg_fold_class(tg_fold_entry(&c->fold, code_points[folded.length - 1])));
        if ((a->match & (TG_LANE_EXACT | TG_LANE_FOLD | TG_LANE_LOOSE | TG_LANE_SOUND)) == TG_LANE_EXACT)
            word.flags |= TG_WORD_EXACT;
        if (kind == TG_WORD_ENTRY || kind == TG_WORD_PART)
            word.flags |= guise_flags(a);
    }
    bool added = string != UINT32_MAX && tg_vector_append(&c->words, &word, 1) && tg_vector_append(&c->folded, &folded, 1);
    return added ? TG_OK : TG_NO_MEMORY;
}

static tg_status add_combination(tg_compile *c, const tg_source_entry *entry, const tg_attributes *a, uint32_t number)
{
    const tg_term *terms = TG_ITEMS(&c->source->terms, tg_term) + entry->first_term;
    tg_combination combination = {
        .entry = number, .first_part = (uint32_t)c->parts.count, .within = a->within};
    uint32_t id = (uint32_t)c->combinations.count;
    for (int excluded = 0; excluded <= 1; excluded++) {
        for (uint32_t i = 0; i < entry->term_count; i++) {
            if (terms[i].excluded != excluded)
                continue;
            tg_status status = add_word(c, terms[i].text, terms[i].length, a, TG_WORD_PART, (uint32_t)c->parts.count,
                                        UINT32_MAX);
            if (status != TG_OK || !tg_vector_append(&c->parts, &id, 1))
                return TG_NO_MEMORY;
            *(excluded ? &combination.excluded : &combination.required) += 1;
        }
    }
    return tg_vector_append(&c->combinations, &combination, 1) ? TG_OK : TG_NO_MEMORY;
}

/* Adds a literal of a pattern as a word, without its backslashes. */
static tg_status add_literal(tg_compile *c, const tg_regex_literal *literal, const tg_attributes *a)
{
    char *text = tg_allocate(c->allocator, literal->length);
    if (!text)
        return TG_NO_MEMORY;
    size_t length = 0;
    for (size_t i = 0; i < literal->length; i++) {
        i += literal->text[i] == '\\';
        text[length++] = literal->text[i];
    }
    tg_status status = add_word(c, text, length, a, TG_WORD_LITERAL, (uint32_t)c->patterns.count, UINT32_MAX);
    tg_release(c->allocator, text, literal->length);
    return status;
}

static tg_status add_pattern(tg_compile *c, const tg_source_entry *entry, const tg_attributes *a, uint32_t number)
{
    const tg_term *regex = TG_ITEMS(&c->source->terms, tg_term) + entry->first_term;
    tg_vector folded;
    tg_vector_init(&folded, c->allocator, 1);
    tg_status status = TG_NO_MEMORY;
    tg_pack_pattern pattern = {.entry = number, .flags = entry->regex_flags};
    if (tg_regex_fold(&c->fold, regex->text, regex->length, &folded)) {
        tg_regex_measures measures;
        tg_regex_measure(folded.items, folded.count, entry->regex_flags, &measures);
        pattern.regex = add_string(c, folded.items, folded.count);
        pattern.regex_length = (uint32_t)folded.count;
        pattern.literals = (uint32_t)measures.count;
        pattern.reach = measures.reach;
        pattern.width = measures.width;
        status = pattern.regex == UINT32_MAX ? TG_NO_MEMORY : TG_OK;
        for (size_t i = 0; i < measures.count && status == TG_OK; i++)
            status = add_literal(c, &measures.literals[i], a);
    }
    if (status == TG_OK && !tg_vector_append(&c->patterns, &pattern, 1))
        status = TG_NO_MEMORY;
    tg_vector_free(&folded);
    return status;
}

/* Adds the initials of a word's pinyin as a word of their own, which nothing may go on. */
static tg_status add_initials(tg_compile *c, const tg_attributes *a, uint32_t number)
{
    tg_attributes own = *a;
    own.match = TG_LANE_FOLD | TG_EDGE_WORD;
    if (!*a->initials)
        return TG_OK;
    tg_status status = add_word(c, a->initials, strlen(a->initials), &own, TG_WORD_ENTRY, number, UINT32_MAX);
    if (status == TG_OK)
        TG_ITEMS(&c->words, tg_word)[c->words.count - 1].flags |= TG_WORD_INITIALS;
    return status;
}

/* The strings by which an entry is known: its rule, which ends with its pattern unless it has an id. */
static bool name_entry(tg_compile *c, const tg_source_entry *entry, const char *pattern, tg_pack_entry *packed)
{
    const char *dictionary = TG_ITEMS(&c->source->dictionaries, tg_dictionary)[entry->dictionary].name;
    const char *id = TG_ITEMS(&c->source->attributes, tg_attributes)[entry->attributes].id;
    const char *name = *id ? id : pattern;
    size_t before = strlen(dictionary), behind = strlen(name);
    packed->rule = (uint32_t)c->strings.count;
    char *rule = tg_vector_push(&c->strings, before + behind + 2);
    if (!rule || c->strings.count > UINT32_MAX - 1)
        return false;
    memcpy(rule, dictionary, before);
    rule[before] = ':';
    memcpy(rule + before + 1, name, behind + 1);
    packed->pattern = *id ? add_c_string(c, pattern) : packed->rule + (uint32_t)before + 1;
    return packed->pattern != UINT32_MAX;
}

static tg_status add_entry(tg_compile *c, const tg_source_entry *entry, uint32_t attributes)
{
    const tg_attributes *a = &TG_ITEMS(&c->source->attributes, tg_attributes)[entry->attributes];
    const tg_term *terms = TG_ITEMS(&c->source->terms, tg_term) + entry->first_term;
    uint32_t number = (uint32_t)c->entries.count;
    tg_pack_entry packed = {.attributes = attributes & 0x3FFFFFFF, .kind = (unsigned)entry->kind & 3u};
    if (!name_entry(c, entry, entry->pattern, &packed) || !tg_vector_append(&c->entries, &packed, 1))
        return TG_NO_MEMORY;
    switch (entry->kind) {
    case TG_ENTRY_COMBINATION:
        return add_combination(c, entry, a, number);
    case TG_ENTRY_PATTERN:
        return add_pattern(c, entry, a, number);
    case TG_ENTRY_WORD:
    case TG_ENTRY_ALLOWED:
        break;
    }
    /* Escapes are rare: mostly the pattern as written is the text. */
    bool same = strlen(entry->pattern) == terms->length && memcmp(entry->pattern, terms->text, terms->length) == 0;
    tg_status status = add_word(c, terms->text, terms->length, a,
                                entry->kind == TG_ENTRY_WORD ? TG_WORD_ENTRY : TG_WORD_ALLOWED, number,
                                same ? packed.pattern : UINT32_MAX);
    return status == TG_OK && entry->kind == TG_ENTRY_WORD ? add_initials(c, a, number) : status;
}

/* Of a hashed list a pack has one entry for all that say the same of themselves. */
static tg_status add_secret(tg_compile *c, const tg_source_entry *entry, uint32_t attributes)
{
    const tg_term *term = TG_ITEMS(&c->source->terms, tg_term) + entry->first_term;
    if (entry->kind != TG_ENTRY_WORD)
        return tg_fail_at(c->error, TG_SYNTAX, TG_ITEMS(&c->source->files, const char *)[entry->file], entry->line, 0,
                          "a hashed list has words only, no patterns, combinations or allowed texts");
    if (attributes == c->entries.count) {
        tg_pack_entry packed = {.attributes = attributes & 0x3FFFFFFF};
        if (!name_entry(c, entry, "hashed", &packed) || !tg_vector_append(&c->entries, &packed, 1))
            return TG_NO_MEMORY;
    }
    return tg_compile_secret(c, term->text, term->length, attributes);
}

static tg_status add_dictionaries(tg_compile *c)
{
    for (size_t i = 0; i < c->source->dictionaries.count; i++) {
        const tg_dictionary *d = &TG_ITEMS(&c->source->dictionaries, tg_dictionary)[i];
        tg_pack_dictionary packed = {add_c_string(c, d->name), add_c_string(c, d->version)};
        if (packed.name == UINT32_MAX || packed.version == UINT32_MAX || !tg_vector_append(&c->dictionaries, &packed, 1))
            return TG_NO_MEMORY;
    }
    return TG_OK;
}

static tg_status add_attributes(tg_compile *c, const tg_attributes *a, uint32_t dictionary)
{
    tg_pack_attributes packed = {
        .category = add_c_string(c, a->category),
        .languages = add_c_string(c, a->languages),
        .markets = add_c_string(c, a->markets),
        .note = add_c_string(c, a->note),
        .advice = add_c_string(c, a->advice),
        .source = add_c_string(c, a->source),
        .id = add_c_string(c, a->id),
        .initials = add_c_string(c, a->initials),
        .dictionary = dictionary,
        .severity = (uint32_t)a->severity,
        .match = a->match,
        .within = a->within,
        .fuzzy = a->fuzzy,
        .weight = a->weight,
    };
    const uint32_t strings[] = {packed.category, packed.languages, packed.markets, packed.note,
                                packed.advice,   packed.source,    packed.id,      packed.initials};
    bool added = tg_vector_append(&c->attributes, &packed, 1);
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
        added &= strings[i] != UINT32_MAX;
    return added ? TG_OK : TG_NO_MEMORY;
}

/* Entries in order. The attributes of a pack include the dictionary, those of a source do not: `packed` holds, for each of
 * the source's, the pack's one of the dictionary it was last used with. */
static tg_status add_entries(tg_compile *c)
{
    typedef struct packed_attributes {
        uint32_t dictionary, index;
    } packed_attributes;
    size_t count = c->source->attributes.count;
    packed_attributes *packed = tg_allocate(c->allocator, count * sizeof *packed);
    if (!packed)
        return TG_NO_MEMORY;
    for (size_t i = 0; i < count; i++)
        packed[i].dictionary = UINT32_MAX;
    tg_status status = TG_OK;
    for (size_t i = 0; i < c->source->entries.count && status == TG_OK; i++) {
        const tg_source_entry *entry = &TG_ITEMS(&c->source->entries, tg_source_entry)[i];
        packed_attributes *p = &packed[entry->attributes];
        if (p->dictionary != entry->dictionary) {
            *p = (packed_attributes){entry->dictionary, (uint32_t)c->attributes.count};
            status = add_attributes(c, &TG_ITEMS(&c->source->attributes, tg_attributes)[entry->attributes],
                                    entry->dictionary);
        }
        if (status == TG_OK)
            status = c->with->key ? add_secret(c, entry, p->index) : add_entry(c, entry, p->index);
    }
    tg_release(c->allocator, packed, count * sizeof *packed);
    return status;
}

static void init(tg_compile *c, const tg_source *source, tg_error *error)
{
    *c = (tg_compile){.source = source, .allocator = &source->allocator, .error = error};
    const struct { tg_vector *vector; size_t item_size; } vectors[] = {
        {&c->code_points, sizeof(uint32_t)},  {&c->folded, sizeof(tg_folded_word)},
        {&c->symbols, sizeof(uint16_t)},      {&c->words, sizeof(tg_word)},
        {&c->parts, sizeof(uint32_t)},        {&c->combinations, sizeof(tg_combination)},
        {&c->patterns, sizeof(tg_pack_pattern)}, {&c->entries, sizeof(tg_pack_entry)},
        {&c->attributes, sizeof(tg_pack_attributes)}, {&c->dictionaries, sizeof(tg_pack_dictionary)},
        {&c->strings, 1},                     {&c->secrets, sizeof(tg_secret_hash)},
    };
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++)
        tg_vector_init(vectors[i].vector, c->allocator, vectors[i].item_size);
}

static void discard(tg_compile *c)
{
    tg_vector *vectors[] = {&c->code_points, &c->folded, &c->symbols, &c->words, &c->parts, &c->combinations,
                            &c->patterns, &c->entries, &c->attributes, &c->dictionaries, &c->strings, &c->secrets};
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++)
        tg_vector_free(vectors[i]);
    tg_fold_store_free(&c->fold_store);
    tg_lane_store_free(&c->lane_store);
    tg_automaton_store_free(&c->automaton_store);
    tg_guise_store_free(&c->guise_store);
}

static tg_status take_fold(tg_compile *c)
{
    if (!c->with->tables)
        return tg_fold_build(&c->fold_store, c->allocator, &c->fold, c->error);
    c->fold = c->with->tables->fold;
    return TG_OK;
}

tg_status tg_source_compile(const tg_source *source, const tg_compiling *with, tg_pack **pack, tg_error *error)
{
    tg_compile c;
    tg_error reason = {.status = TG_OK};
    init(&c, source, &reason);
    c.with = with;
    tg_status status = take_fold(&c);
    c.empty = add_string(&c, "", 0);
    if (status == TG_OK && c.empty == UINT32_MAX)
        status = TG_NO_MEMORY;
    if (status == TG_OK)
        status = add_dictionaries(&c);
    if (status == TG_OK)
        status = add_entries(&c);
    if (status == TG_OK)
        status = tg_compile_finish_secrets(&c);
    if (status == TG_OK)
        status = tg_compile_assemble(&c, pack);
    discard(&c);
    if (status == TG_OK)
        return TG_OK;
    if (error && reason.status == status && reason.line)
        *error = reason;
    else
        tg_fail(error, status, "%s", reason.status == status ? reason.message : tg_status_text(status));
    return status;
}

tg_status tg_builder_compile(const tg_builder *builder, tg_pack **pack, tg_error *error)
{
    if (!builder || !pack)
        return tg_fail(error, TG_INVALID_ARGUMENT, "a builder and a place for the pack are needed");
    tg_compiling with = tg_builder_compiling(builder);
    return tg_source_compile_volumes(&builder->source, &with, pack, error);
}

tg_status tg_builder_compile_hashed(const tg_builder *builder, const void *key, size_t key_length, tg_pack **pack,
    tg_error *error)
{
    tg_key derived;
    if (!builder || !pack || !key || key_length < TG_KEY_LEAST)
        return tg_fail(error, TG_INVALID_ARGUMENT,
            "a builder, a key of %d bytes or more and a place for the pack are needed",
                       TG_KEY_LEAST);
    tg_key_derive(&derived, key, key_length, "list");
    return tg_source_compile(&builder->source, &(tg_compiling){.key = &derived}, pack, error);
}
