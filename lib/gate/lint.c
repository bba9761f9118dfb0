/* Lint: what is risky in dictionaries that are legal. It compiles them and looks at what came of each entry, and scans
 * clean text with them. Entries of the pack are numbered as those of the source. */
#include <string.h>

#include "base/utf8.h"
#include "gate/gate.h"

typedef struct lint {
    tg_source *source;
    const tg_pack *pack;
    tg_allocator allocator;
    uint32_t *counts; /* for each entry: of its words, then of its findings in clean text */
    const char *clean;
    size_t length;
} lint;

static const tg_source_entry *entry_at(const lint *l, uint32_t index)
{
    return &TG_ITEMS(&l->source->entries, tg_source_entry)[index];
}

static const char *file_of(const lint *l, const tg_source_entry *entry)
{
    return TG_ITEMS(&l->source->files, const char *)[entry->file];
}

static tg_status warn(const lint *l, uint32_t index, const char *message, const tg_source_entry *other)
{
    const tg_source_entry *entry = entry_at(l, index);
    if (other)
        return tg_source_diagnose(l->source, false, file_of(l, entry), entry->line, entry->column, "%s %s:%u: %s", message,
                                  file_of(l, other), other->line, entry->pattern);
    return tg_source_diagnose(l->source, false, file_of(l, entry), entry->line, entry->column, "%s: %s", message,
                              entry->pattern);
}

static tg_word_kind kind_of(const tg_word *word)
{
    return (tg_word_kind)(word->flags & TG_WORD_KIND_MASK);
}

/* Whether two entries work in the same texts. */
static bool meet(const lint *l, uint32_t a, uint32_t b)
{
    const tg_attributes *attributes = l->source->attributes.items;
    const tg_attributes *x = &attributes[entry_at(l, a)->attributes], *y = &attributes[entry_at(l, b)->attributes];
    return strcmp(x->languages, y->languages) == 0 && strcmp(x->markets, y->markets) == 0;
}

/* Whether a text begins with a pictograph, which stands for itself: Miscellaneous Symbols and Dingbats, then emoji. */
static bool is_pictograph(const char *text)
{
    uint32_t c = 0;
    tg_utf8_decode((const unsigned char *)text, strlen(text), &c);
    return (c >= 0x2600 && c < 0x27C0) || (c >= 0x1F000 && c < 0x20000);
}

/* Words of one spelling are chained in the order of their entries. */
static tg_status check_same_spelling(const lint *l, const tg_word *word)
{
    if (kind_of(word) > TG_WORD_ALLOWED)
        return TG_OK;
    for (uint32_t next = word->next; next && l->pack->words[next - 1].length == word->length;) {
        const tg_word *other = &l->pack->words[next - 1];
        next = other->next;
        if (kind_of(other) > TG_WORD_ALLOWED || !meet(l, word->owner, other->owner))
            continue;
        if (kind_of(word) == kind_of(other))
            return warn(l, other->owner, "repeats", entry_at(l, word->owner));
        bool first = kind_of(word) == TG_WORD_ENTRY;
        return warn(l, (first ? word : other)->owner, "can never be reported, since it is allowed by",
                    entry_at(l, (first ? other : word)->owner));
    }
    return TG_OK;
}

static tg_status check_words(const lint *l)
{
    for (size_t i = 0; i < l->pack->words_count; i++) {
        const tg_word *word = &l->pack->words[i];
        tg_status status = check_same_spelling(l, word);
        if (status == TG_OK && kind_of(word) == TG_WORD_ENTRY && word->length == 1 &&
            !is_pictograph(entry_at(l, word->owner)->pattern))
            status = warn(l, word->owner, "is a single character and will flag clean text", NULL);
        if (status != TG_OK)
            return status;
        if (kind_of(word) <= TG_WORD_ALLOWED)
            l->counts[word->owner]++;
        else if (kind_of(word) == TG_WORD_PART)
            l->counts[l->pack->combinations[l->pack->parts[word->owner]].entry]++;
    }
    return TG_OK;
}

/* Patterns that no word announces run over every text. */
static tg_status check_patterns(const lint *l)
{
    tg_status status = TG_OK;
    for (size_t i = 0; i < l->pack->patterns_count && status == TG_OK; i++)
        if (l->pack->patterns[i].reach == TG_REGEX_UNBOUNDED)
            status = warn(l, l->pack->patterns[i].entry,
                          "is slow, since no two literal characters stand near its beginning", NULL);
    return status;
}

/* Entries whose words vanish in folding. */
static tg_status check_dead(const lint *l)
{
    for (uint32_t i = 0; i < l->pack->entries_count; i++) {
        const tg_source_entry *entry = entry_at(l, i);
        uint32_t wanted = entry->kind == TG_ENTRY_PATTERN ? 0 : entry->term_count;
        if (l->counts[i] >= wanted)
            continue;
        tg_status status = warn(l, i, "can never match, since nothing is left of it when invisible characters are dropped",
                                NULL);
        if (status != TG_OK)
            return status;
    }
    return TG_OK;
}

static int count_finding(const tg_finding *finding, void *user)
{
    const lint *l = user;
    if (finding->entry < l->pack->entries_count && finding->action != TG_ACTION_PASS)
        l->counts[finding->entry]++;
    return 0;
}

static tg_status report_clean(const lint *l)
{
    tg_status status = TG_OK;
    for (uint32_t i = 0; i < l->pack->entries_count && status == TG_OK; i++) {
        const tg_source_entry *entry = entry_at(l, i);
        if (l->counts[i])
            status = tg_source_diagnose(l->source, false, file_of(l, entry), entry->line, entry->column,
                                        "would hold or block %u place%s of the clean text: %s", l->counts[i],
                                        l->counts[i] == 1 ? "" : "s", entry->pattern);
    }
    return status;
}

/* Scans the clean text with these dictionaries alone. */
static tg_status check_clean(lint *l, tg_pack *pack)
{
    tg_options *options = tg_options_new(&l->allocator);
    tg_gate *gate = NULL;
    tg_scanner *scanner = NULL;
    tg_status status = options ? tg_options_add_pack(options, pack) : TG_NO_MEMORY;
    if (status == TG_OK)
        status = tg_gate_new(options, &gate, NULL);
    if (status == TG_OK)
        status = tg_scanner_new(gate, &scanner);
    memset(l->counts, 0, l->pack->entries_count * sizeof *l->counts);
    if (status == TG_OK)
        status = tg_scan_each(scanner, l->clean, l->length, count_finding, l);
    if (status == TG_OK)
        status = report_clean(l);
    tg_scanner_free(scanner);
    tg_gate_unref(gate);
    tg_options_free(options);
    return status;
}

tg_status tg_builder_lint(tg_builder *builder, const char *clean, size_t length)
{
    if (!builder || (!clean && length))
        return TG_INVALID_ARGUMENT;
    tg_pack *pack = NULL;
    tg_compiling with = tg_builder_compiling(builder);
    tg_status status = tg_source_compile(&builder->source, &with, &pack, NULL);
    if (status != TG_OK)
        return status;
    lint l = {&builder->source, pack, builder->source.allocator, NULL, clean, length};
    l.counts = tg_allocate_zeroed(&l.allocator, pack->entries_count, sizeof *l.counts);
    status = l.counts ? check_words(&l) : TG_NO_MEMORY;
    if (status == TG_OK)
        status = check_dead(&l);
    if (status == TG_OK)
        status = check_patterns(&l);
    if (status == TG_OK && length)
        status = check_clean(&l, pack);
    tg_source_sort_diagnostics(l.source);
    tg_release(&l.allocator, l.counts, pack->entries_count * sizeof *l.counts);
    tg_pack_unref(pack);
    return status;
}
