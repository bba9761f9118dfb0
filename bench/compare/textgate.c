/* Runner of textgate: the words in a pack, which is opened from a file as a user would; offsets on. */
#include "textgate.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runner.h"

enum { OPENINGS = 9 };

static tg_pack *pack;
static tg_gate *gate;
static tg_overlap overlap;
static atomic_uint_fast64_t allocations;

static void *reallocate(void *user, void *pointer, size_t old_size, size_t new_size)
{
    (void)user, (void)old_size;
    allocations++;
    return realloc(pointer, new_size);
}

static void release(void *user, void *pointer, size_t size)
{
    (void)user, (void)size;
    free(pointer);
}

static const tg_allocator counting = {reallocate, release, NULL};

static void require(tg_status status, const tg_error *error)
{
    if (status != TG_OK)
        runner_fail("textgate", error ? error->message : tg_status_text(status));
}

/* The words as a dictionary's source: a word a line, what the format gives a meaning to escaped. */
static char *make_source(const runner_words *words, runner_match match, size_t *length)
{
    static const char *const lanes[RUNNER_MATCHES] = {"exact", "fold", "fold", "loose"};
    size_t room = 64;
    for (size_t i = 0; i < words->count; i++)
        room += 2 * words->length[i] + 1;
    char *source = malloc(room);
    if (!source)
        runner_fail("textgate", "out of memory");
    char *out = source + sprintf(source, "%%name words\n%%match part,%s\n", lanes[match]);
    for (size_t i = 0; i < words->count; i++) {
        for (size_t k = 0; k < words->length[i]; k++) {
            char c = words->text[i][k];
            if (c && strchr(k ? "&~\\" : "&~\\/!#%", c))
                *out++ = '\\';
            *out++ = c;
        }
        *out++ = '\n';
    }
    *length = (size_t)(out - source);
    return source;
}

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Puts the pack as it comes back from a file in its place; how long opening takes, the middle one of a few. */
static double reopen(void)
{
    tg_error error;
    double taken[OPENINGS];
    char path[64];
    snprintf(path, sizeof path, "/tmp/textgate-bench-%ld.pack", (long)getpid());
    require(tg_pack_save(pack, path, &error), &error);
    for (int i = 0; i < OPENINGS; i++) {
        tg_pack_unref(pack);
        double begun = runner_seconds();
        require(tg_pack_open(path, &counting, &pack, &error), &error);
        taken[i] = runner_seconds() - begun;
    }
    remove(path);
    qsort(taken, OPENINGS, sizeof *taken, compare_doubles);
    return taken[OPENINGS / 2];
}

static void make_gate(void)
{
    tg_error error;
    tg_options *options = tg_options_new(&counting);
    require(tg_options_add_pack(options, pack), NULL);
    require(tg_options_set(options, TG_SETTING_DETECTORS, TG_DETECTOR_BIT(TG_DETECTOR_WORDS)), NULL);
    tg_gate_unref(gate);
    require(tg_gate_new(options, &gate, &error), &error);
    tg_options_free(options);
}

static void build(const runner_words *words, runner_match match, runner_report report)
{
    overlap = report == RUNNER_LONGEST ? TG_OVERLAP_LONGEST : TG_OVERLAP_ALL;
    size_t length;
    tg_error error;
    char *source = make_source(words, match, &length);
    tg_builder *builder = tg_builder_new(&counting);
    require(tg_builder_add_memory(builder, "words.txt", source, length, &error), &error);
    require(tg_builder_compile(builder, &pack, &error), &error);
    tg_builder_free(builder);
    free(source);
    make_gate();
}

static void about(runner_about *about)
{
    tg_pack_info info;
    double open_seconds = reopen();
    tg_pack_get_info(pack, &info);
    make_gate();
    *about = (runner_about){"textgate", tg_version(), info.automaton_bytes, info.bytes, info.states, open_seconds};
}

static void *open_worker(void)
{
    tg_scanner *scanner = NULL;
    require(tg_scanner_new(gate, &scanner), NULL);
    require(tg_scanner_set_overlap(scanner, overlap), NULL);
    return scanner;
}

static void close_worker(void *worker)
{
    tg_scanner_free(worker);
}

static int count_finding(const tg_finding *finding, void *user)
{
    runner_tally *tally = user;
    tally->matches++;
    tally->ends += finding->end;
    return 0;
}

/* The longest of matches that overlap are known when all are, so they come with the verdict. */
static void scan_text(tg_scanner *scanner, const char *text, size_t length, runner_tally *tally)
{
    if (overlap == TG_OVERLAP_ALL) {
        require(tg_scan_each(scanner, text, length, count_finding, tally), NULL);
        return;
    }
    const tg_verdict *verdict;
    require(tg_scan(scanner, text, length, &verdict), NULL);
    for (size_t i = 0; i < verdict->finding_count; i++)
        count_finding(tg_verdict_finding(verdict, i), tally);
}

static int count_verdict(size_t index, const tg_verdict *verdict, void *user)
{
    (void)index;
    for (size_t i = 0; i < verdict->finding_count; i++)
        count_finding(tg_verdict_finding(verdict, i), user);
    return 0;
}

/* Where each text ends with the line feed behind it, from the first one's beginning; made once for each thread's texts. */
static const size_t *packed_ends(const runner_texts *texts)
{
    static _Thread_local const size_t *of;
    static _Thread_local size_t *ends, count;
    if (of == texts->starts && count == texts->count)
        return ends;
    free(ends);
    of = texts->starts;
    count = texts->count;
    ends = malloc((count + 1) * sizeof *ends);
    if (!ends)
        runner_fail("textgate", "out of memory");
    for (size_t i = 0; i < count; i++)
        ends[i] = (i + 1 < count ? texts->starts[i + 1] : texts->ends[i]) - texts->starts[0];
    return ends;
}

static bool scan(void *worker, const runner_texts *texts, runner_calls calls, runner_tally *tally)
{
    uint64_t before = allocations;
    if (calls == RUNNER_PACKED) {
        const size_t *ends = packed_ends(texts);
        require(tg_scan_packed(worker, texts->data + texts->starts[0], ends, texts->count, NULL, count_verdict, tally), NULL);
    } else {
        for (size_t i = 0; i < texts->count; i++)
            scan_text(worker, texts->data + texts->starts[i], texts->ends[i] - texts->starts[i], tally);
    }
    tally->allocations = allocations - before;
    return true;
}

const runner_engine runner_engine_of_program = {build, about, open_worker, close_worker, scan};
