/* The main program of the runners written in C: reads words and texts, times, answers. README.md has the protocol. */
#include "runner.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { THREADS = 64 };

static const char *const match_words[RUNNER_MATCHES] = {"exact", "caseless", "fold", "loose"};
static const char *const report_words[RUNNER_REPORTS] = {"all", "longest"};
static const char *const calls_words[RUNNER_CALLS] = {"whole", "lines", "packed"};

_Noreturn void runner_unsupported(const char *why)
{
    printf("{\"unsupported\":\"%s\"}\n", why);
    exit(0);
}

_Noreturn void runner_fail(const char *what, const char *why)
{
    fprintf(stderr, "%s: %s\n", what, why);
    exit(2);
}

static double seconds_of(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

double runner_seconds(void)
{
    return seconds_of(CLOCK_PROCESS_CPUTIME_ID);
}

static void *allocate(size_t count, size_t size)
{
    void *memory = calloc(count ? count : 1, size);
    if (!memory)
        runner_fail("runner", "out of memory");
    return memory;
}

/* -------------------------------------------------------------- memory ---- */

/* A figure of /proc/self/status in bytes. */
static size_t status_bytes(const char *key)
{
    char line[256];
    size_t kib = 0;
    FILE *status = fopen("/proc/self/status", "r");
    while (status && fgets(line, sizeof line, status))
        if (!strncmp(line, key, strlen(key)))
            kib = strtoul(line + strlen(key), NULL, 10);
    if (status)
        fclose(status);
    return kib * 1024;
}

static void forget_peak(void)
{
    FILE *refs = fopen("/proc/self/clear_refs", "w");
    if (refs) {
        fputs("5", refs);
        fclose(refs);
    }
}

/* ---------------------------------------------------------------- data ---- */

static char *read_file(const char *path, size_t *length)
{
    FILE *stream = fopen(path, "rb");
    if (!stream || fseek(stream, 0, SEEK_END))
        runner_fail(path, "cannot open");
    *length = (size_t)ftell(stream);
    rewind(stream);
    char *data = allocate(*length + 1, 1);
    if (fread(data, 1, *length, stream) != *length)
        runner_fail(path, "cannot read");
    fclose(stream);
    return data;
}

static runner_words read_words(const char *path)
{
    size_t length, lines = 0;
    char *data = read_file(path, &length);
    for (const char *p = data; (p = strchr(p, '\n')); p++)
        lines++;
    runner_words words = {allocate(lines + 1, sizeof *words.text), allocate(lines + 1, sizeof *words.length), 0};
    for (char *line = data; *line;) {
        size_t size = strcspn(line, "\n");
        bool last = !line[size];
        if (size) {
            words.text[words.count] = line;
            words.length[words.count++] = size;
        }
        line[size] = '\0';
        line += size + !last;
    }
    return words;
}

/* The file as texts: the lines that are not empty, moved together, or the whole of it. */
static runner_texts read_texts(const char *path, bool whole)
{
    size_t length, count = 0, room = 1;
    char *data = read_file(path, &length);
    for (size_t i = 0; !whole && i < length; i++)
        room += data[i] == '\n';
    size_t *starts = allocate(room, sizeof *starts), *ends = allocate(room, sizeof *ends);
    for (size_t at = 0; at < length;) {
        const char *feed = whole ? NULL : memchr(data + at, '\n', length - at);
        size_t end = feed ? (size_t)(feed - data) : length;
        if (end > at) {
            starts[count] = count ? ends[count - 1] : 0;
            ends[count] = starts[count] + (end - at);
            memmove(data + starts[count++], data + at, end - at);
        }
        at = end + 1;
    }
    return (runner_texts){data, starts, ends, count};
}

/* -------------------------------------------------------------- rounds ---- */

typedef struct job {
    pthread_t thread;
    void *worker;
    runner_texts texts;
    runner_calls calls;
    size_t repeat;
    runner_tally tally;
    bool able;
} job;

static void *run(void *argument)
{
    job *j = argument;
    j->able = true;
    for (size_t i = 0; i < j->repeat && j->able; i++) {
        j->tally = (runner_tally){0};
        j->able = runner_engine_of_program.scan(j->worker, &j->texts, j->calls, &j->tally);
    }
    return NULL;
}

/* Passes over the texts, shared by the threads in equal numbers. The workers are kept from round to round. */
static void round_of(const runner_texts *texts, runner_calls calls, size_t threads, size_t repeat, void **workers)
{
    job jobs[THREADS] = {0};
    for (size_t i = 0; i < threads; i++) {
        size_t first = texts->count * i / threads, end = texts->count * (i + 1) / threads;
        if (!workers[i])
            workers[i] = runner_engine_of_program.open();
        jobs[i].worker = workers[i];
        jobs[i].texts = (runner_texts){texts->data, texts->starts + first, texts->ends + first, end - first};
        jobs[i].calls = calls;
        jobs[i].repeat = repeat;
    }
    double cpu = runner_seconds(), wall = seconds_of(CLOCK_MONOTONIC);
    for (size_t i = 1; i < threads; i++)
        if (pthread_create(&jobs[i].thread, NULL, run, &jobs[i]))
            runner_fail("runner", "cannot start a thread");
    run(&jobs[0]);
    for (size_t i = 1; i < threads; i++)
        pthread_join(jobs[i].thread, NULL);
    cpu = (runner_seconds() - cpu) / (double)repeat;
    wall = (seconds_of(CLOCK_MONOTONIC) - wall) / (double)repeat;
    runner_tally sum = {0};
    for (size_t i = 0; i < threads; i++) {
        if (!jobs[i].able) {
            printf("{\"unsupported\":\"has no call for many texts\"}\n");
            return;
        }
        sum.matches += jobs[i].tally.matches;
        sum.ends += jobs[i].tally.ends;
        sum.allocations += jobs[i].tally.allocations;
    }
    printf("{\"seconds\":%.9f,\"wall\":%.9f,\"texts\":%zu,\"matches\":%" PRIu64 ",\"ends\":%" PRIu64
           ",\"allocations\":%" PRIu64 ",\"peak_bytes\":%zu}\n",
           cpu, wall, texts->count, sum.matches, sum.ends, sum.allocations, status_bytes("VmHWM:"));
}

static size_t find_word(const char *const *list, size_t count, const char *word)
{
    for (size_t i = 0; i < count; i++)
        if (!strcmp(list[i], word))
            return i;
    runner_fail(word, "not a word of the protocol");
}

/* Answers `round CALLS THREADS REPEAT PATH` until the input ends. */
static void serve(void)
{
    char line[8192], calls[16], path[4096], last[4096] = "";
    size_t threads, repeat;
    bool last_whole = false;
    runner_texts texts = {0};
    void *workers[THREADS] = {0};
    while (fgets(line, sizeof line, stdin)) {
        if (sscanf(line, "round %15s %zu %zu %4095[^\n]", calls, &threads, &repeat, path) != 4 || !threads ||
            threads > THREADS || !repeat)
            runner_fail(line, "not a request of the protocol");
        runner_calls kind = (runner_calls)find_word(calls_words, RUNNER_CALLS, calls);
        if (strcmp(path, last) || last_whole != (kind == RUNNER_WHOLE)) {
            last_whole = kind == RUNNER_WHOLE;
            texts = read_texts(path, last_whole);
            strcpy(last, path);
        }
        round_of(&texts, kind, threads, repeat, workers);
        fflush(stdout);
    }
    for (size_t i = 0; i < THREADS && workers[i]; i++)
        runner_engine_of_program.close(workers[i]);
}

int main(int count, char **arguments)
{
    if (count != 4)
        runner_fail("usage", "RUNNER exact|caseless|fold|loose all|longest WORDS");
    runner_match match = (runner_match)find_word(match_words, RUNNER_MATCHES, arguments[1]);
    runner_report report = (runner_report)find_word(report_words, RUNNER_REPORTS, arguments[2]);
    runner_words words = read_words(arguments[3]);
    size_t before = status_bytes("VmRSS:");
    forget_peak();
    double begun = runner_seconds();
    runner_engine_of_program.build(&words, match, report);
    double built = runner_seconds() - begun;
    size_t peak = status_bytes("VmHWM:");
    runner_about about = {0};
    runner_engine_of_program.about(&about);
    printf("{\"name\":\"%s\",\"version\":\"%s\",\"words\":%zu,\"build_seconds\":%.6f,\"build_peak_bytes\":%zu,"
           "\"automaton_bytes\":%zu,\"bytes\":%zu,\"states\":%zu,\"open_seconds\":%.6f}\n",
           about.name, about.version, words.count, built, peak > before ? peak - before : 0, about.automaton_bytes,
           about.bytes, about.states, about.open_seconds);
    fflush(stdout);
    serve();
    return 0;
}
