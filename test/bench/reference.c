/* Runner that is right rather than fast: at every position it looks up the text of every length that a word with this first
 * symbol has. Its counts are those that the others must reach. A symbol is a byte, or a folded character of textgate's
 * tables, so that for `fold` the matcher is checked here and the tables elsewhere (test/property). */
#include <stdlib.h>
#include <string.h>

#include "pack/pack.h"
#include "runner.h"

enum { LONGEST = 1024 };
static const uint64_t multiplier = 0x9E3779B1;

/* A text or a word in symbols, each with the byte where its character begins and ends. */
typedef struct symbols {
    uint32_t *items, *begins, *ends;
    size_t count, room;
} symbols;

static runner_match how;
static bool longest_only;
static tg_pack *pack;                  /* for its folding */
static symbols all;                    /* of the words, one after another */
static size_t *word_begins, *word_lengths, word_count;
static uint32_t *table;                /* number of a word + 1, by hash; a power of two */
static size_t table_mask;
static uint64_t (*lengths_of)[LONGEST / 64]; /* by first symbol: the lengths that words have */
static size_t (*span_of)[2];                 /* the least and the greatest of them */
static uint64_t power[LONGEST + 1];

static void *grow(void *memory, size_t size)
{
    void *grown = realloc(memory, size);
    if (!grown)
        runner_fail("reference", "out of memory");
    return grown;
}

static void add(symbols *s, uint32_t symbol, size_t begin, size_t end)
{
    if (s->count == s->room) {
        s->room = s->room * 2 + 1024;
        s->items = grow(s->items, s->room * sizeof *s->items);
        s->begins = grow(s->begins, s->room * sizeof *s->begins);
        s->ends = grow(s->ends, s->room * sizeof *s->ends);
    }
    s->items[s->count] = symbol;
    s->begins[s->count] = (uint32_t)begin;
    s->ends[s->count++] = (uint32_t)end;
}

static void add_text(symbols *s, const char *text, size_t length)
{
    if (how == RUNNER_FOLD) {
        tg_fold_unit unit;
        for (size_t at = 0; at < length;) {
            at = tg_fold_next_unit(&pack->fold, text, length, at, &unit);
            for (size_t i = 0; i < unit.count; i++)
                add(s, unit.code_points[i], unit.begin, unit.end);
        }
        return;
    }
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        add(s, how == RUNNER_CASELESS && c >= 'A' && c <= 'Z' ? c + 32u : c, i, i + 1);
    }
}

static uint64_t mix(uint64_t hash)
{
    hash ^= hash >> 31;
    hash *= UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ hash >> 29;
}

/* The place in the table of a word, or of nothing. */
static uint32_t *find(const uint32_t *word, size_t length, uint64_t hash)
{
    for (size_t at = mix(hash) & table_mask;; at = (at + 1) & table_mask) {
        uint32_t number = table[at];
        if (!number || (word_lengths[number - 1] == length &&
                        memcmp(all.items + word_begins[number - 1], word, length * sizeof *word) == 0))
            return &table[at];
    }
}

static uint64_t hash_of(const uint32_t *items, size_t count)
{
    uint64_t hash = 0;
    for (size_t i = 0; i < count; i++)
        hash = hash * multiplier + items[i] + 1;
    return hash;
}

static void add_word(const char *text, size_t length)
{
    size_t begin = all.count;
    add_text(&all, text, length);
    size_t count = all.count - begin;
    if (count > LONGEST)
        runner_fail(text, "too long for the reference");
    if (!count)
        return;
    word_begins[word_count] = begin;
    word_lengths[word_count] = count;
    uint32_t *slot = find(all.items + begin, count, hash_of(all.items + begin, count));
    if (*slot) /* the same as an earlier one, once folded */
        return;
    *slot = (uint32_t)++word_count;
    uint32_t first = all.items[begin];
    lengths_of[first][(count - 1) / 64] |= UINT64_C(1) << (count - 1) % 64;
    if (!span_of[first][0] || count < span_of[first][0])
        span_of[first][0] = count;
    if (count > span_of[first][1])
        span_of[first][1] = count;
}

static void make_folding(void)
{
    tg_error error;
    tg_builder *builder = tg_builder_new(NULL);
    if (tg_builder_add_word(builder, "a", 1, NULL, &error) != TG_OK ||
        tg_builder_compile(builder, &pack, &error) != TG_OK)
        runner_fail("reference", error.message);
    tg_builder_free(builder);
}

static void build(const runner_words *words, runner_match match, runner_report report)
{
    if (match == RUNNER_LOOSE)
        runner_unsupported("knows no disguises");
    how = match;
    longest_only = report == RUNNER_LONGEST;
    if (match == RUNNER_FOLD)
        make_folding();
    for (table_mask = 1023; table_mask < words->count * 4;)
        table_mask = table_mask * 2 + 1;
    table = calloc(table_mask + 1, sizeof *table);
    lengths_of = calloc(0x110000, sizeof *lengths_of);
    span_of = calloc(0x110000, sizeof *span_of);
    word_begins = calloc(words->count + 1, sizeof *word_begins);
    word_lengths = calloc(words->count + 1, sizeof *word_lengths);
    if (!table || !lengths_of || !span_of || !word_begins || !word_lengths)
        runner_fail("reference", "out of memory");
    for (size_t i = 0; i < words->count; i++)
        add_word(words->text[i], words->length[i]);
    power[0] = 1;
    for (size_t i = 0; i < LONGEST; i++)
        power[i + 1] = power[i] * multiplier;
}

static void about(runner_about *about)
{
    about->name = "reference";
    about->version = "";
}

/* A scanner's memory: the text's symbols, and the hash of all before each of them. */
typedef struct worker {
    symbols text;
    uint64_t *hashes;
    size_t room;
} worker;

static void *open_worker(void)
{
    return memset(grow(NULL, sizeof(worker)), 0, sizeof(worker));
}

static void close_worker(void *memory)
{
    worker *w = memory;
    free(w->text.items);
    free(w->text.begins);
    free(w->text.ends);
    free(w->hashes);
    free(w);
}

/* The ends of the matches that begin where the last one did: of words that end within one character's fold (⒒ is "11.") a
 * place counts once. */
typedef struct places {
    size_t begin, count;
    uint32_t ends[LONGEST];
} places;

static bool is_new(places *p, size_t begin, uint32_t end)
{
    if (begin != p->begin)
        p->count = 0;
    p->begin = begin;
    for (size_t i = 0; i < p->count; i++)
        if (p->ends[i] == end)
            return false;
    if (p->count == LONGEST)
        runner_fail("reference", "too many matches in one place");
    p->ends[p->count++] = end;
    return true;
}

static void hash_all(worker *w)
{
    const symbols *s = &w->text;
    if (w->room <= s->count) {
        w->room = s->count + 1;
        w->hashes = grow(w->hashes, w->room * sizeof *w->hashes);
    }
    w->hashes[0] = 0;
    for (size_t i = 0; i < s->count; i++)
        w->hashes[i + 1] = w->hashes[i] * multiplier + s->items[i] + 1;
}

/* Whether the `count` symbols from number `at` on are a word. */
static bool is_word(const worker *w, size_t at, size_t count)
{
    const symbols *s = &w->text;
    if (at + count > s->count || !(lengths_of[s->items[at]][(count - 1) / 64] >> (count - 1) % 64 & 1))
        return false;
    return *find(s->items + at, count, w->hashes[at + count] - w->hashes[at] * power[count]) != 0;
}

static void scan_text(worker *w, const char *text, size_t length, runner_tally *tally)
{
    symbols *s = &w->text;
    places seen = {SIZE_MAX, 0, {0}};
    s->count = 0;
    add_text(s, text, length);
    hash_all(w);
    size_t free_from = 0; /* the byte before which everything is taken, where matches must not overlap */
    for (size_t i = 0; i < s->count; i++) {
        const size_t *span = span_of[s->items[i]];
        for (size_t n = s->begins[i] < free_from ? 0 : span[1]; n && n >= span[0]; n--) {
            if (!is_word(w, i, n) || !is_new(&seen, s->begins[i], s->ends[i + n - 1]))
                continue;
            tally->matches++;
            tally->ends += s->ends[i + n - 1];
            if (longest_only) {
                free_from = s->ends[i + n - 1];
                break;
            }
        }
    }
}

static bool scan(void *memory, const runner_texts *texts, runner_calls calls, runner_tally *tally)
{
    (void)calls;
    for (size_t i = 0; i < texts->count; i++)
        scan_text(memory, texts->data + texts->starts[i], texts->ends[i] - texts->starts[i], tally);
    return true;
}

const runner_engine runner_engine_of_program = {build, about, open_worker, close_worker, scan};
