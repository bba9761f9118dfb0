/* The C side of the bindings' benchmark: side PACK MESSAGES CLEAN. For each name of a test on standard input it runs one round
 * and prints nanoseconds of processor and on the clock per text, and the findings. README.md has the protocol. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "textgate.h"

enum { CALLS = 200000 };

static struct {
    char *text;
    size_t *ends, count;
    tg_summary *summaries;
    tg_gate *gate;
    tg_scanner *scanner;
    tg_batch *batch;
    const char *clean;
} bench;

static void require(bool ok, const char *what)
{
    if (ok)
        return;
    fprintf(stderr, "side: %s\n", what);
    exit(2);
}

static double seconds(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* The lines that are not empty, one after another. */
static void read_messages(const char *path)
{
    FILE *file = fopen(path, "rb");
    require(file && fseek(file, 0, SEEK_END) == 0, path);
    size_t length = (size_t)ftell(file), to = 0;
    rewind(file);
    bench.text = malloc(length + 1);
    bench.ends = malloc((length + 1) * sizeof *bench.ends);
    require(bench.text && bench.ends && fread(bench.text, 1, length, file) == length, path);
    fclose(file);
    for (size_t i = 0, begin = 0; i <= length; i++) {
        if (i < length && bench.text[i] != '\n') {
            bench.text[to++] = bench.text[i];
        } else if (to > begin) {
            bench.ends[bench.count++] = begin = to;
        }
    }
    bench.summaries = malloc((bench.count + 1) * sizeof *bench.summaries);
    require(bench.summaries, "out of memory");
}

static void make_gate(const char *pack)
{
    tg_error error;
    tg_options *options = tg_options_new(NULL);
    require(options && tg_options_add_path(options, pack, &error) == TG_OK, pack);
    require(tg_options_set(options, TG_SETTING_DETECTORS, TG_DETECTOR_BIT(TG_DETECTOR_WORDS)) == TG_OK, "detectors");
    require(tg_gate_new(options, &bench.gate, &error) == TG_OK, error.message);
    require(tg_scanner_new(bench.gate, &bench.scanner) == TG_OK, "scanner");
    require(tg_batch_new(bench.gate, 2, &bench.batch) == TG_OK, "batch");
    tg_options_free(options);
}

static int ignore(size_t index, const tg_verdict *verdict, void *user)
{
    (void)index, (void)verdict, (void)user;
    return 0;
}

static size_t sum_up(void)
{
    size_t findings = 0;
    for (size_t i = 0; i < bench.count; i++)
        findings += bench.summaries[i].finding_count;
    return findings;
}

static size_t packed(void)
{
    require(tg_scan_packed(bench.scanner, bench.text, bench.ends, bench.count, bench.summaries, ignore, NULL) == TG_OK, "packed");
    return sum_up();
}

static size_t packed_2(void)
{
    require(tg_batch_scan(bench.batch, bench.text, bench.ends, bench.count, bench.summaries, ignore, NULL) == TG_OK, "batch");
    return sum_up();
}

static size_t scan(void)
{
    size_t at = 0, findings = 0;
    for (size_t i = 0; i < bench.count; at = bench.ends[i++]) {
        const tg_verdict *verdict;
        require(tg_scan(bench.scanner, bench.text + at, bench.ends[i] - at, &verdict) == TG_OK, "scan");
        findings += verdict->finding_count;
    }
    return findings;
}

static size_t scan_clean(void)
{
    size_t length = strlen(bench.clean), findings = 0;
    for (size_t i = 0; i < CALLS; i++) {
        const tg_verdict *verdict;
        require(tg_scan(bench.scanner, bench.clean, length, &verdict) == TG_OK, "scan");
        findings += verdict->finding_count;
    }
    return findings;
}

static size_t is_clean(void)
{
    size_t length = strlen(bench.clean), unclean = 0;
    for (size_t i = 0; i < CALLS; i++) {
        bool clean = false;
        require(tg_is_clean(bench.scanner, bench.clean, length, &clean) == TG_OK, "is_clean");
        unclean += !clean;
    }
    return unclean;
}

static const struct {
    const char *name;
    size_t (*run)(void);
    bool is_one; /* one text, CALLS times */
} tests[] = {
    {"packed", packed, false},       {"packed-2", packed_2, false}, {"scan", scan, false},
    {"scan-clean", scan_clean, true}, {"is-clean", is_clean, true},
};

int main(int count, char **arguments)
{
    char name[64];
    require(count == 4, "side PACK MESSAGES CLEAN");
    make_gate(arguments[1]);
    read_messages(arguments[2]);
    bench.clean = arguments[3];
    while (scanf("%63s", name) == 1) {
        size_t i = 0;
        while (i < sizeof tests / sizeof *tests && strcmp(tests[i].name, name) != 0)
            i++;
        require(i < sizeof tests / sizeof *tests, name);
        double wall = seconds(CLOCK_MONOTONIC), processor = seconds(CLOCK_PROCESS_CPUTIME_ID);
        size_t found = tests[i].run();
        double texts = tests[i].is_one ? CALLS : (double)bench.count;
        processor = seconds(CLOCK_PROCESS_CPUTIME_ID) - processor;
        wall = seconds(CLOCK_MONOTONIC) - wall;
        printf("%.2f %.2f %zu\n", processor / texts * 1e9, wall / texts * 1e9, found);
        fflush(stdout);
    }
    return 0;
}
