/* Is a hostile dictionary source safe to add, lint, compile and scan with, and is what comes of it a pack that loads? An
 * input is an option byte, then the source: bit 0 names it .csv, bit 1 lints it, bit 2 compiles it and scans a text. */
#include <string.h>

#include "fuzz.h"
#include "textgate.h"

/* Making the folding tables takes far longer than all the rest and depends on no input. With FOLD_ONCE they are made once:
 * the target has fold_build.c inside itself then, and must be linked with the archive, so that the linker does not take
 * the library's. */
#ifdef FOLD_ONCE
#include "text/fold.h"
static tg_status build_fold(tg_fold_store *store, const tg_allocator *allocator, tg_fold *fold, tg_error *error);
#define tg_fold_build build_fold
#include "text/fold_build.c"
#undef tg_fold_build

static bool copy(const tg_vector *from, const tg_allocator *allocator, tg_vector *to)
{
    tg_vector_init(to, allocator, from->item_size);
    return tg_vector_append(to, from->items, from->count);
}

tg_status tg_fold_build(tg_fold_store *store, const tg_allocator *allocator, tg_fold *fold, tg_error *error)
{
    static tg_fold_store made;
    static tg_fold unused;
    if (!unused.index && build_fold(&made, allocator, &unused, error) != TG_OK)
        return TG_NO_MEMORY;
    REQUIRE(copy(&made.index, allocator, &store->index) && copy(&made.values, allocator, &store->values) &&
            copy(&made.sequences, allocator, &store->sequences) && copy(&made.pairs, allocator, &store->pairs) &&
            copy(&made.composites, allocator, &store->composites) && copy(&made.marks, allocator, &store->marks));
    *fold = tables_of(store);
    return TG_OK;
}
#endif

static const char text[] =
    "Word one, two and three; buy ABC abc a-b-c now. \xE8\xB5\x8C\xE5\x8D\x9A\xE5\xBC\x80\xE6\x88\xB7 "
    "\xE8\xB3\xAD\xE5\x8D\x9A \xEF\xBC\xA1\xEF\xBC\xA2\xEF\xBC\xA3 caf\xC3\xA9 cafe\xCC\x81 \xED\x95\x9C\xEA\xB8\x80 "
    "vx: abc_123 \xF0\x9F\x98\x80 \xE2\x80\x8B z\xE2\x80\x8Bz aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa 1234567890\n\xFF\x00 end";

static void check_diagnostics(const tg_builder *builder)
{
    size_t count = tg_builder_diagnostic_count(builder);
    for (size_t i = 0; i < count; i++) {
        const tg_diagnostic *d = tg_builder_diagnostic(builder, i);
        REQUIRE(d && d->file && d->message && *d->message && !strchr(d->message, '\n'));
    }
    REQUIRE(!tg_builder_diagnostic(builder, count));
}

static void check_entries(const tg_pack *pack, const tg_builder *builder)
{
    tg_pack_info info;
    tg_entry entry;
    tg_pack_get_info(pack, &info);
    REQUIRE(info.entries == tg_builder_entry_count(builder));
    REQUIRE(info.words + info.combinations + info.patterns + info.allowed == info.entries);
    for (size_t i = 0; i < info.entries; i++) {
        REQUIRE(tg_pack_get_entry(pack, i, &entry) == TG_OK);
        REQUIRE(*entry.pattern && *entry.category && entry.severity <= TG_SEVERITY_CRITICAL);
    }
    REQUIRE(tg_pack_get_entry(pack, info.entries, &entry) == TG_NOT_FOUND);
}

static void check_scan(tg_pack *pack)
{
    tg_options *options = tg_options_new(NULL);
    tg_gate *gate = NULL;
    tg_scanner *scanner = NULL;
    const tg_verdict *verdict;
    REQUIRE(options && tg_options_add_pack(options, pack) == TG_OK);
    REQUIRE(tg_options_set(options, TG_SETTING_MATCH_LIMIT, 1000) == TG_OK);
    REQUIRE(tg_gate_new(options, &gate, NULL) == TG_OK && tg_scanner_new(gate, &scanner) == TG_OK);
    REQUIRE(tg_scan(scanner, text, sizeof text - 1, &verdict) == TG_OK);
    for (size_t i = 0; i < verdict->finding_count; i++) {
        const tg_finding *f = tg_verdict_finding(verdict, i);
        REQUIRE(f->begin < f->end && f->end <= sizeof text - 1);
    }
    tg_scanner_free(scanner);
    tg_gate_unref(gate);
    tg_options_free(options);
}

static void compile(const tg_builder *builder)
{
    tg_pack *pack, *loaded;
    tg_error error;
    size_t length;
    tg_status status = tg_builder_compile(builder, &pack, &error);
    REQUIRE(status == TG_OK);
    check_entries(pack, builder);
    const void *data = tg_pack_data(pack, &length);
    REQUIRE(tg_pack_load(data, length, NULL, &loaded, &error) == TG_OK);
    check_scan(loaded);
    tg_pack_unref(loaded);
    tg_pack_unref(pack);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1)
        return 0;
    tg_builder *builder = tg_builder_new(NULL);
    tg_error error = {.status = TG_OK};
    const char *name = data[0] & 1 ? "fuzz.csv" : "fuzz.txt";
    tg_status status = tg_builder_add_memory(builder, name, (const char *)data + 1, size - 1, &error);
    REQUIRE(status == TG_OK || (error.status == status && *error.message));
    REQUIRE(status == TG_OK || tg_builder_entry_count(builder) == 0);
    check_diagnostics(builder);
    if (status == TG_OK && data[0] & 2) {
        REQUIRE(tg_builder_lint(builder, text, sizeof text - 1) == TG_OK);
        check_diagnostics(builder);
    }
    if (status == TG_OK && data[0] & 4)
        compile(builder);
    tg_builder_free(builder);
    return 0;
}
