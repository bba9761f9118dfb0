/* Speed of the models of a pack, one thread: a gate with that pack alone scans files, once whole and once line by line. Time
 * is the processor's; the best of the rounds counts.
 *
 *     speed MODEL FILE... */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <textgate.h>

enum { ROUNDS = 5 };

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static _Noreturn void fail(const char *message)
{
    fprintf(stderr, "speed: %s\n", message);
    exit(2);
}

static char *read_file(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0)
        fail(path);
    *length = (size_t)ftell(file);
    rewind(file);
    char *text = malloc(*length + 1);
    if (!text || fread(text, 1, *length, file) != *length)
        fail(path);
    fclose(file);
    return text;
}

static double measure(tg_scanner *scanner, const char *text, size_t length, bool by_line, size_t *documents)
{
    double begun = now();
    *documents = 0;
    for (size_t at = 0, part; at < length; at += part + 1) {
        const char *end = by_line ? memchr(text + at, '\n', length - at) : NULL;
        const tg_verdict *verdict;
        part = end ? (size_t)(end - text) - at : length - at;
        if (tg_scan(scanner, text + at, part, &verdict) != TG_OK)
            fail("a scan failed");
        ++*documents;
    }
    return now() - begun;
}

int main(int count, char **arguments)
{
    tg_error error = {.status = TG_OK};
    tg_gate *gate;
    tg_scanner *scanner;
    tg_options *options = tg_options_new(NULL);
    const uint64_t detectors = TG_DETECTOR_BIT(TG_DETECTOR_SPAM) | TG_DETECTOR_BIT(TG_DETECTOR_ABUSE) |
                               TG_DETECTOR_BIT(TG_DETECTOR_MODELS);
    if (count < 3)
        fail("MODEL FILE... are needed");
    if (tg_options_set(options, TG_SETTING_DETECTORS, detectors) != TG_OK ||
        tg_options_add_path(options, arguments[1], &error) != TG_OK || tg_gate_new(options, &gate, &error) != TG_OK ||
        tg_scanner_new(gate, &scanner) != TG_OK)
        fail(error.message);
    for (int i = 2; i < count; i++) {
        size_t length, documents[2];
        char *text = read_file(arguments[i], &length);
        double best[2] = {1e9, 1e9};
        for (int round = 0; round < ROUNDS; round++)
            for (int way = 0; way < 2; way++) {
                double seconds = measure(scanner, text, length, way == 1, &documents[way]);
                best[way] = seconds < best[way] ? seconds : best[way];
            }
        printf("%s\t%.1f MB/s whole\t%.1f MB/s in %zu lines\n", arguments[i], (double)length / best[0] / 1e6,
               (double)length / best[1] / 1e6, documents[1]);
        free(text);
    }
    tg_scanner_free(scanner);
    tg_gate_unref(gate);
    tg_options_free(options);
    return 0;
}
