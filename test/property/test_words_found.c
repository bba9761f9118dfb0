/* The words that view and automaton find are those that a naive search of the folded text finds, at the same places. */
#include "random.h"

#include "match/walk.h"
#include "pack/pack.h"
#include "text/view.h"

enum { WORDS = 24, DICTIONARIES = 8, TEXTS = 250, SYMBOL_ROUNDS = 2000 };

/* A word at a place: number of its last symbol. */
typedef struct hit {
    size_t last;
    uint32_t word;
    tg_range range;
} hit;

static int compare_hits(const void *left, const void *right)
{
    const hit *a = left, *b = right;
    if (a->last != b->last)
        return a->last < b->last ? -1 : 1;
    return a->word < b->word ? -1 : a->word > b->word;
}

/* Room for hits. */
typedef struct hits {
    hit *items;
    size_t count, capacity;
} hits;

static void add(hits *h, hit item)
{
    if (h->count == h->capacity) {
        h->capacity = h->capacity * 2 + 64;
        h->items = realloc(h->items, h->capacity * sizeof item);
    }
    h->items[h->count++] = item;
}

static void check_same(hits *found, hits *expected, const char *text, size_t length)
{
    if (found->count)
        qsort(found->items, found->count, sizeof(hit), compare_hits);
    if (expected->count)
        qsort(expected->items, expected->count, sizeof(hit), compare_hits);
    char *hex = hex_of(text, length);
    for (size_t i = 0; i < found->count && i < expected->count; i++) {
        hit a = found->items[i], b = expected->items[i];
        ck_assert_msg(a.last == b.last && a.word == b.word && a.range.begin == b.range.begin && a.range.end == b.range.end,
                      "found %u at %zu (%zu-%zu), expected %u at %zu (%zu-%zu) in %zu bytes %s", a.word, a.last,
                      a.range.begin, a.range.end, b.word, b.last, b.range.begin, b.range.end, length, hex);
    }
    ck_assert_msg(found->count == expected->count, "%zu found, %zu expected in %zu bytes %s", found->count,
                  expected->count, length, hex);
    free(hex);
    found->count = expected->count = 0;
}

/* ------------------------------------------------------------- whole texts ---- */

typedef struct folded_word {
    tg_vector code_points;
} folded_word;

static tg_pack *make_pack(const alphabet *a, folded_word *words)
{
    tg_allocator allocator = tg_allocator_resolve(NULL);
    tg_builder *builder = tg_builder_new(NULL);
    bytes text[WORDS] = {{NULL, 0, 0}};
    tg_error error;
    for (size_t i = 0; i < WORDS; i++) {
        tg_status status = TG_SYNTAX;
        while (status != TG_OK) { /* blanks alone are no entry, controls are none */
            text[i].length = 0;
            put_random(&text[i], a, 1 + random_below(random_below(6) ? 4 : 30));
            status = tg_builder_add_word(builder, text[i].data, text[i].length, "match=part", &error);
        }
    }
    tg_pack *pack = NULL;
    ck_assert_int_eq(tg_builder_compile(builder, &pack, &error), TG_OK);
    tg_builder_free(builder);
    for (size_t i = 0; i < WORDS; i++) { /* without the blanks around it */
        char *begin = text[i].data, *end = begin + text[i].length;
        while (*begin == ' ')
            begin++;
        while (end[-1] == ' ')
            end--;
        tg_vector_init(&words[i].code_points, &allocator, sizeof(uint32_t));
        ck_assert(tg_fold_text(&pack->fold, begin, (size_t)(end - begin), &words[i].code_points));
        free(text[i].data);
    }
    return pack;
}

static void search(const tg_pack *pack, const folded_word *words, const char *text, size_t length, hits *out)
{
    tg_allocator allocator = tg_allocator_resolve(NULL);
    tg_vector folded, units;
    tg_vector_init(&folded, &allocator, sizeof(uint32_t));
    tg_vector_init(&units, &allocator, sizeof(tg_range));
    tg_fold_unit unit;
    for (size_t at = 0; at < length;) {
        at = tg_fold_next_unit(&pack->fold, text, length, at, &unit);
        tg_range range = {unit.begin, unit.end};
        for (size_t i = 0; i < unit.count; i++)
            tg_vector_append(&units, &range, 1);
        tg_vector_append(&folded, unit.code_points, unit.count);
    }
    const uint32_t *whole = folded.items;
    const tg_range *ranges = units.items;
    for (uint32_t w = 0; w < WORDS; w++) {
        size_t n = words[w].code_points.count;
        for (size_t i = 0; n && i + n <= folded.count; i++)
            if (memcmp(whole + i, words[w].code_points.items, n * sizeof *whole) == 0)
                add(out, (hit){i + n - 1, w, {ranges[i].begin, ranges[i + n - 1].end}});
    }
    tg_vector_free(&folded);
    tg_vector_free(&units);
}

/* One scanner's memory, without the scanner. */
typedef struct walker {
    tg_view view;
    tg_walk walk;
    uint32_t *candidates;
    tg_walk_hit *hits;
} walker;

static void walk(const tg_pack *pack, walker *w, const char *text, size_t length, hits *out)
{
    tg_view *view = &w->view;
    tg_view_start(view);
    tg_walk_start(&w->walk);
    while (tg_view_read(view, &pack->lane, text, length)) {
        tg_walk_tile tile = {view->symbols, view->count, pack->header->history, view->first, view->next >= length};
        size_t count = tg_walk_read(&pack->automaton, &w->walk, &tile, w->candidates, w->hits);
        for (size_t i = 0; i < count; i++) {
            size_t at = w->hits[i].at;
            for (uint32_t o = w->hits[i].output; o; o = pack->words[o - 1].next) {
                const tg_word *word = &pack->words[o - 1];
                if (w->hits[i].length && word->length != w->hits[i].length)
                    break;
                ck_assert_uint_le(word->length, at + 1);
                add(out, (hit){(size_t)view->first + at, word->owner,
                               {view->begins[at + 1 - word->length], view->ends[at]}});
            }
        }
    }
}

START_TEST(words_are_found_where_a_naive_search_finds_them)
{
    tg_allocator allocator = tg_allocator_resolve(NULL);
    for (long round = random_rounds(DICTIONARIES); round > 0; round--) {
        folded_word words[WORDS];
        alphabet a = random_alphabet();
        tg_pack *pack = make_pack(&a, words);
        walker w;
        tg_cpu cpu = (tg_cpu)random_below(tg_cpu_level() + 1u);
        ck_assert_int_eq(tg_view_init(&w.view, &allocator, 2 * (size_t)pack->header->history, cpu), TG_OK);
        tg_walk_init(&w.walk, &pack->automaton, cpu);
        w.candidates = malloc(2 * w.view.capacity * sizeof *w.candidates);
        w.hits = malloc(2 * w.view.capacity * sizeof *w.hits);
        hits found = {NULL, 0, 0}, expected = {NULL, 0, 0};
        bytes text = {NULL, 0, 0};
        for (int i = 0; i < TEXTS; i++) {
            text.length = 0;
            put(&text, "", 0);
            put_random_text(&text, &a, random_length());
            walk(pack, &w, text.data, text.length, &found);
            search(pack, words, text.data, text.length, &expected);
            check_same(&found, &expected, text.data, text.length);
        }
        free(text.data);
        free(found.items);
        free(expected.items);
        free(w.candidates);
        free(w.hits);
        tg_view_free(&w.view);
        for (size_t i = 0; i < WORDS; i++)
            tg_vector_free(&words[i].code_points);
        tg_pack_unref(pack);
    }
}
END_TEST

/* ------------------------------------------------------------------ the kernels ---- */

/* Everything that a view says of a text, one kind behind the other. */
static void read_all(const tg_pack *pack, tg_cpu cpu, const bytes *text, tg_vector *out)
{
    tg_allocator allocator = tg_allocator_resolve(NULL);
    tg_view view;
    ck_assert_int_eq(tg_view_init(&view, &allocator, 8, cpu), TG_OK);
    tg_view_start(&view);
    out->count = 0;
    while (tg_view_read(&view, &pack->lane, text->data, text->length))
        for (size_t i = view.history; i < view.count; i++) {
            uint32_t symbol[] = {view.symbols[i], view.begins[i], view.ends[i]};
            ck_assert(tg_vector_append(out, symbol, 3));
        }
    tg_view_free(&view);
}

/* Long runs of one kind, which kernels take at once, broken by what they cannot take. */
static void put_runs(bytes *text, alphabet *a)
{
    static const char *const kinds[] = {"a", "zZ", "赌", "\u00E9\u0416", "\U0001F600", "\xE8", "\xED\xA0\x80", "\xF4\x90\x80\x80",
                                        "\u0301", "\u200B", "\u2026", "\xC0\x80", "\xE0\x80\x80"};
    for (size_t runs = random_below(30); runs > 0; runs--) {
        const char *kind = kinds[random_below(random_below(3) ? 5 : sizeof kinds / sizeof *kinds)];
        for (size_t n = random_below(random_below(2) ? 100 : 4); n > 0; n--)
            put(text, kind, strlen(kind));
        put_random_text(text, a, random_below(8));
    }
}

START_TEST(all_kernels_read_alike)
{
    tg_allocator allocator = tg_allocator_resolve(NULL);
    tg_vector expected, found;
    bytes text = {NULL, 0, 0};
    tg_vector_init(&expected, &allocator, sizeof(uint32_t));
    tg_vector_init(&found, &allocator, sizeof(uint32_t));
    for (long round = random_rounds(DICTIONARIES); round > 0; round--) {
        folded_word words[WORDS];
        alphabet a = random_alphabet();
        tg_pack *pack = make_pack(&a, words);
        for (int i = 0; i < TEXTS; i++) {
            text.length = 0;
            put_runs(&text, &a);
            read_all(pack, TG_CPU_SCALAR, &text, &expected);
            for (int cpu = TG_CPU_SCALAR + 1; cpu <= (int)tg_cpu_level(); cpu++) {
                read_all(pack, (tg_cpu)cpu, &text, &found);
                ck_assert_uint_eq(found.count, expected.count);
                ck_assert(memcmp(found.items, expected.items, found.count * sizeof(uint32_t)) == 0);
            }
        }
        for (size_t i = 0; i < WORDS; i++)
            tg_vector_free(&words[i].code_points);
        tg_pack_unref(pack);
    }
    free(text.data);
    tg_vector_free(&expected);
    tg_vector_free(&found);
}
END_TEST

/* ------------------------------------------------------- the automaton alone ---- */

typedef struct symbol_case {
    uint16_t words[40][12];
    tg_spelling spellings[40];
    tg_word entries[40];
    size_t count;
    uint16_t text[600];
    size_t length;
} symbol_case;

static void make_symbols(symbol_case *c)
{
    size_t symbols = 1 + random_below(random_below(20) ? 4 : 60000);
    c->count = 1 + random_below(40);
    for (size_t i = 0; i < c->count; i++) {
        uint32_t length = 1 + (uint32_t)random_below(random_below(3) ? 4 : 12);
        for (uint32_t k = 0; k < length; k++)
            c->words[i][k] = (uint16_t)(1 + random_below(symbols));
        c->spellings[i] = (tg_spelling){c->words[i], length, (uint32_t)i};
        c->entries[i] = (tg_word){.owner = (uint32_t)i, .length = (uint16_t)length};
    }
    c->length = random_below(600);
    for (size_t at = 0; at < c->length;) {
        size_t i = random_below(c->count), n = c->entries[i].length;
        if (random_below(3) == 0) { /* a piece of a word */
            for (size_t k = random_below(n); k < n && at < c->length; k++)
                c->text[at++] = c->words[i][k];
        } else { /* one that a word uses, or the one that stands for all others */
            c->text[at++] = random_below(4) ? c->words[i][random_below(n)] : TG_SYMBOL_OTHER;
        }
    }
}

/* Walks in two steps, cut anywhere. */
static void walk_symbols(symbol_case *c, const tg_automaton *automaton, tg_cpu cpu, hits *out)
{
    enum { LONGEST = 12 };
    static uint32_t candidates[2 * (600 + TG_FILTER_BLOCK)];
    static tg_walk_hit places[2 * 600];
    size_t cut = random_below(c->length + 1);
    tg_walk walk;
    tg_walk_init(&walk, automaton, cpu);
    walk.dense = random_below(4) ? 0 : 1 + (unsigned)random_below(2);
    for (int half = 0; half < 2; half++) {
        uint16_t symbols[600 + TG_FILTER_AHEAD] = {0};
        size_t begin = half && cut > 2 * LONGEST ? cut - 2 * LONGEST : 0, end = half ? c->length : cut;
        memcpy(symbols, c->text + begin, (end - begin) * sizeof *symbols);
        tg_walk_tile tile = {symbols, end - begin, LONGEST, begin, half};
        size_t count = tg_walk_read(automaton, &walk, &tile, candidates, places);
        for (size_t i = 0; i < count; i++)
            for (uint32_t o = places[i].output; o; o = c->entries[o - 1].next)
                if (!places[i].length || c->entries[o - 1].length == places[i].length)
                    add(out, (hit){begin + places[i].at, c->entries[o - 1].owner, {0, 0}});
    }
}

static void search_symbols(const symbol_case *c, hits *out)
{
    for (uint32_t w = 0; w < c->count; w++) {
        size_t n = c->entries[w].length;
        for (size_t i = 0; i + n <= c->length; i++)
            if (memcmp(c->text + i, c->words[w], n * sizeof c->text[0]) == 0)
                add(out, (hit){i + n - 1, w, {0, 0}});
    }
}

START_TEST(the_automaton_finds_what_a_naive_search_finds)
{
    tg_allocator allocator = tg_allocator_resolve(NULL);
    static symbol_case c;
    hits found = {NULL, 0, 0}, expected = {NULL, 0, 0};
    for (long round = random_rounds(SYMBOL_ROUNDS); round > 0; round--) {
        tg_automaton_store store;
        tg_automaton automaton;
        memset(&store, 0, sizeof store);
        make_symbols(&c);
        ck_assert_int_eq(tg_automaton_build(&store, &allocator, c.spellings, c.count, c.entries, &automaton), TG_OK);
        automaton.words = c.entries;
        automaton.word_count = c.count;
        ck_assert(tg_automaton_is_valid(&automaton));
        for (int cpu = TG_CPU_SCALAR; cpu <= (int)tg_cpu_level(); cpu++) {
            walk_symbols(&c, &automaton, (tg_cpu)cpu, &found);
            search_symbols(&c, &expected);
            check_same(&found, &expected, (const char *)c.text, c.length * sizeof c.text[0]);
        }
        tg_automaton_store_free(&store);
    }
    free(found.items);
    free(expected.items);
}
END_TEST

int main(void)
{
    random_begin();
    TCase *tests = tcase_create("words found");
    tcase_set_timeout(tests, 0);
    tcase_add_test(tests, all_kernels_read_alike);
    tcase_add_test(tests, words_are_found_where_a_naive_search_finds_them);
    tcase_add_test(tests, the_automaton_finds_what_a_naive_search_finds);
    return run_suite("words found", tests);
}
