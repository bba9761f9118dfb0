/* `make bench-live`: words added to a running gate. Over a pack of 99,368 words, words are added one by one and published every
 * so many; then what an overlay costs a scan, and what folding it into a new pack takes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <textgate.h>
#include <time.h>

enum { ADDED = 10000 };

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void fail(const char *what, const tg_error *error)
{
    fprintf(stderr, "live: %s: %s\n", what, error ? error->message : "failed");
    exit(2);
}

static char *read_file(const char *folder, const char *name, size_t *length)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0)
        fail(path, NULL);
    *length = (size_t)ftell(file);
    char *text = malloc(*length + 1);
    rewind(file);
    if (!text || fread(text, 1, *length, file) != *length)
        fail(path, NULL);
    fclose(file);
    text[*length] = '\0';
    return text;
}

static tg_gate *gate_of(tg_pack *pack)
{
    tg_gate *gate;
    tg_error error;
    tg_options *options = tg_options_new(NULL);
    tg_options_add_pack(options, pack);
    tg_options_set(options, TG_SETTING_DETECTORS, TG_DETECTOR_BIT(TG_DETECTOR_WORDS));
    if (tg_gate_new(options, &gate, &error) != TG_OK)
        fail("gate", &error);
    tg_options_free(options);
    return gate;
}

/* Megabytes a second over the corpus. */
static double speed(tg_holder *holder, const char *text, size_t length)
{
    tg_scanner *scanner;
    const tg_verdict *verdict;
    if (tg_scanner_new_following(holder, &scanner) != TG_OK || tg_scan(scanner, text, length, &verdict) != TG_OK)
        fail("scan", NULL);
    double begun = now();
    tg_scan(scanner, text, length, &verdict);
    double mega = (double)length / 1e6 / (now() - begun);
    tg_scanner_free(scanner);
    return mega;
}

/* The i-th word that is added: none of the lexicon's. */
static size_t make_word(char word[64], int i)
{
    return (size_t)snprintf(word, 64, "新词%d号", i);
}

static void add_words(tg_pack *base, const char *attributes, int batch)
{
    tg_gate *gate = gate_of(base);
    tg_holder *holder;
    tg_overlay *overlay;
    tg_scanner *scanner;
    tg_error error;
    const tg_verdict *verdict;
    char word[64];
    if (tg_holder_new(gate, NULL, &holder) != TG_OK || tg_overlay_new(holder, NULL, &overlay) != TG_OK ||
        tg_scanner_new_following(holder, &scanner) != TG_OK)
        fail("overlay", NULL);
    int count = batch < 100 ? 100 * batch : ADDED;
    double begun = now(), longest = 0;
    for (int i = 1; i <= count; i++) {
        if (tg_overlay_add(overlay, word, make_word(word, i), attributes, &error) != TG_OK)
            fail("add", &error);
        if (i % batch)
            continue;
        double before = now();
        if (tg_overlay_publish(overlay, &error) != TG_OK)
            fail("publish", &error);
        longest = now() - before > longest ? now() - before : longest;
        if (tg_scan(scanner, word, strlen(word), &verdict) != TG_OK || !verdict->finding_count)
            fail("a word that was published is not found", NULL);
    }
    double seconds = now() - begun;
    printf("| %s | %d | %d | %.0f | %.1f |\n", strcmp(attributes, "match=fold") == 0 ? "fold" : "loose", count, batch,
           count / seconds, longest * 1e3);
    tg_scanner_free(scanner);
    tg_overlay_free(overlay);
    tg_holder_free(holder);
    tg_gate_unref(gate);
}

static void measure_scans(tg_pack *base, const char *text, size_t length)
{
    tg_gate *gate = gate_of(base);
    tg_holder *holder;
    tg_overlay *overlay;
    tg_pack *joined;
    tg_error error;
    char word[64];
    if (tg_holder_new(gate, NULL, &holder) != TG_OK || tg_overlay_new(holder, NULL, &overlay) != TG_OK)
        fail("overlay", NULL);
    double before = speed(holder, text, length);
    for (int i = 1; i <= ADDED; i++)
        if (tg_overlay_add(overlay, word, make_word(word, i), "match=fold", &error) != TG_OK)
            fail("add", &error);
    if (tg_overlay_publish(overlay, &error) != TG_OK)
        fail("publish", &error);
    double with = speed(holder, text, length), begun = now();
    if (tg_overlay_compile(overlay, &joined, &error) != TG_OK)
        fail("compile", &error);
    double seconds = now() - begun;
    tg_gate *next = gate_of(joined);
    tg_holder_set(holder, next);
    printf("\nScanning Chinese: %.0f MB/s before, %.0f with %d words in the overlay, %.0f once folded into a new pack, which took "
           "%.2f s.\n", before, with, ADDED, speed(holder, text, length), seconds);
    tg_overlay_free(overlay);
    tg_holder_free(holder);
    tg_gate_unref(next);
    tg_gate_unref(gate);
    tg_pack_unref(joined);
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: live DATA\n");
        return 2;
    }
    size_t words_length, length;
    char *words = read_file(argv[1], "zh_lexicon.txt", &words_length), *text = read_file(argv[1], "zh_corpus.txt", &length);
    tg_builder *builder = tg_builder_new(NULL);
    tg_pack *base;
    tg_error error;
    for (char *line = words, *end; *line; line = end + 1) {
        end = line + strcspn(line, "\n");
        if (end > line && tg_builder_add_word(builder, line, (size_t)(end - line), "match=fold", &error) != TG_OK)
            fail("zh_lexicon.txt", &error);
        if (!*end)
            break;
    }
    if (tg_builder_compile(builder, &base, &error) != TG_OK)
        fail("zh_lexicon.txt", &error);
    printf("| match | words added | published every | words a second | longest publication, ms |\n|---|---|---|---|---|\n");
    static const int batches[] = {1, 10, 100, 1000, ADDED};
    for (size_t i = 0; i < sizeof batches / sizeof *batches; i++) {
        add_words(base, "match=fold", batches[i]);
        add_words(base, "match=fold,loose", batches[i]);
    }
    measure_scans(base, text, length);
    tg_pack_unref(base);
    tg_builder_free(builder);
    free(words);
    free(text);
    return 0;
}
