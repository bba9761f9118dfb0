/* Speed on real data, beside Hyperscan's literal matcher in the same run. Rounds alternate between the two, and the middle
 * round counts, so that a machine whose speed drifts is fair to both. textgate folds and reports places in the original
 * text; Hyperscan matches bytes. Words of the lexicon are matched as parts of words, so that both find the same kind of
 * thing; every figure stands beside the number of matches.
 *
 * usage: speed FOLDER   with zh_lexicon.txt (a word a line), zh_corpus.txt, en_corpus.txt, messages.txt (a text a line)
 */
#include <hs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "textgate.h"

enum { ROUNDS = 7 };

typedef struct file {
    char *data;
    size_t length;
} file;

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void stop(const char *what, const char *why)
{
    fprintf(stderr, "%s: %s\n", what, why);
    exit(2);
}

static file read_file(const char *folder, const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *stream = fopen(path, "rb");
    if (!stream)
        stop(path, "not there; bench/README.md says what the folder must hold");
    fseek(stream, 0, SEEK_END);
    file f = {NULL, (size_t)ftell(stream)};
    rewind(stream);
    f.data = malloc(f.length + 1);
    if (!f.data || fread(f.data, 1, f.length, stream) != f.length)
        stop(path, "cannot read");
    f.data[f.length] = '\0';
    fclose(stream);
    return f;
}

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static double median(double *values)
{
    qsort(values, ROUNDS, sizeof *values, compare_doubles);
    return values[ROUNDS / 2];
}

/* ---- Hyperscan ---- */

typedef struct peer {
    hs_database_t *database;
    hs_scratch_t *scratch;
} peer;

static peer make_peer(const file *lexicon)
{
    size_t room = 1024, count = 0;
    const char **words = malloc(room * sizeof *words);
    size_t *lengths = malloc(room * sizeof *lengths);
    for (char *line = lexicon->data; *line;) {
        size_t length = strcspn(line, "\r\n");
        if (count == room) {
            room *= 2;
            words = realloc(words, room * sizeof *words);
            lengths = realloc(lengths, room * sizeof *lengths);
        }
        if (!words || !lengths)
            stop("speed", "out of memory");
        if (length) {
            words[count] = line;
            lengths[count++] = length;
        }
        line += length + strspn(line + length, "\r\n");
    }
    unsigned *flags = calloc(count, sizeof *flags), *ids = malloc(count * sizeof *ids);
    for (size_t i = 0; ids && i < count; i++)
        ids[i] = (unsigned)i;
    peer p = {NULL, NULL};
    hs_compile_error_t *error = NULL;
    double begun = seconds();
    if (hs_compile_lit_multi(words, flags, ids, lengths, (unsigned)count, HS_MODE_BLOCK, NULL, &p.database, &error) !=
        HS_SUCCESS)
        stop("Hyperscan", error->message);
    size_t size = 0;
    hs_database_size(p.database, &size);
    printf("| compile %zu words | %.2f s, %.1f MB |", count, seconds() - begun, (double)size / 1e6);
    hs_alloc_scratch(p.database, &p.scratch);
    free(words);
    free(lengths);
    free(flags);
    free(ids);
    return p;
}

static int count_match(unsigned id, unsigned long long from, unsigned long long to, unsigned flags, void *user)
{
    (void)id;
    (void)from;
    (void)to;
    (void)flags;
    ++*(size_t *)user;
    return 0;
}

static int count_finding(const tg_finding *finding, void *user)
{
    (void)finding;
    ++*(size_t *)user;
    return 0;
}

/* ---- the two side by side ---- */

typedef struct result {
    double ours, theirs; /* seconds */
    size_t our_matches, their_matches, texts;
} result;

static void scan_text(tg_scanner *scanner, const peer *p, const char *text, size_t length, bool theirs, size_t *matches)
{
    if (theirs)
        hs_scan(p->database, text, (unsigned)length, 0, p->scratch, count_match, matches);
    else
        tg_scan_each(scanner, text, length, count_finding, matches);
}

static double scan_file(tg_scanner *scanner, const peer *p, const file *f, bool by_line, bool theirs, result *r)
{
    size_t matches = 0, texts = 0;
    double begun = seconds();
    for (size_t at = 0; at < f->length; texts++) {
        const char *feed = by_line ? memchr(f->data + at, '\n', f->length - at) : NULL;
        size_t length = feed ? (size_t)(feed - f->data) - at : f->length - at;
        scan_text(scanner, p, f->data + at, length, theirs, &matches);
        at += length + 1;
    }
    double taken = seconds() - begun;
    *(theirs ? &r->their_matches : &r->our_matches) = matches;
    r->texts = texts;
    return taken;
}

static void compare(const char *what, tg_scanner *scanner, const peer *p, const file *f, bool by_line)
{
    result r = {0};
    double ours[ROUNDS], theirs[ROUNDS], ratios[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
        ours[i] = scan_file(scanner, p, f, by_line, false, &r);
        theirs[i] = scan_file(scanner, p, f, by_line, true, &r);
        ratios[i] = theirs[i] / ours[i];
    }
    r.ours = median(ours);
    r.theirs = median(theirs);
    if (by_line)
        printf("| %s | %.2f M texts/s (%zu) | %.2f M texts/s (%zu) | %.2f |\n", what, (double)r.texts / r.ours / 1e6,
               r.our_matches, (double)r.texts / r.theirs / 1e6, r.their_matches, median(ratios));
    else
        printf("| %s | %.0f MB/s (%zu) | %.0f MB/s (%zu) | %.2f |\n", what, (double)f->length / r.ours / 1e6,
               r.our_matches, (double)f->length / r.theirs / 1e6, r.their_matches, median(ratios));
    fflush(stdout);
}

static void require(tg_status status, const tg_error *error)
{
    if (status != TG_OK)
        stop("textgate", error->message);
}

/* The lexicon as a pack, opened from a file as a user would. */
static tg_scanner *make_scanner(const file *lexicon)
{
    static const char header[] = "%name lexicon\n%match part,fold\n";
    tg_error error = {.status = TG_OK};
    char *source = malloc(sizeof header + lexicon->length);
    size_t length = sizeof header - 1;
    if (!source)
        stop("speed", "out of memory");
    memcpy(source, header, length);
    /* Characters that the format gives a meaning to stand for themselves here, as they do for the peer. */
    for (size_t i = 0; i < lexicon->length; i++) {
        char c = lexicon->data[i];
        source[length++] = (c >= 0 && c < ' ' && c != '\n') || c == 0x7F || strchr("&~\\\t", c) ? ' ' : c;
    }
    double begun = seconds();
    tg_builder *builder = tg_builder_new(NULL);
    tg_pack *pack = NULL;
    require(tg_builder_add_memory(builder, "lexicon.txt", source, length, &error), &error);
    require(tg_builder_compile(builder, &pack, &error), &error);
    tg_pack_info info;
    tg_pack_get_info(pack, &info);
    printf(" %.2f s, %.1f MB (automaton %.1f, %.0f bytes a word) |\n", seconds() - begun, (double)info.bytes / 1e6,
           (double)info.automaton_bytes / 1e6, (double)info.automaton_bytes / (double)info.words);
    double open[ROUNDS];
    char path[] = "/tmp/textgate-speed.pack";
    require(tg_pack_save(pack, path, &error), &error);
    for (int i = 0; i < ROUNDS; i++) {
        tg_pack_unref(pack);
        begun = seconds();
        require(tg_pack_open(path, NULL, &pack, &error), &error);
        open[i] = seconds() - begun;
    }
    remove(path);
    printf("| open the pack, checked |  | %.1f ms |  |\n", median(open) * 1e3);
    tg_options *options = tg_options_new(NULL);
    tg_gate *gate = NULL;
    tg_scanner *scanner = NULL;
    tg_options_add_pack(options, pack);
    require(tg_gate_new(options, &gate, &error), &error);
    require(tg_scanner_new(gate, &scanner), &error);
    tg_gate_unref(gate);
    tg_pack_unref(pack);
    tg_options_free(options);
    tg_builder_free(builder);
    free(source);
    return scanner;
}

int main(int count, char **arguments)
{
    if (count != 2)
        stop("usage", "speed FOLDER");
    file lexicon = read_file(arguments[1], "zh_lexicon.txt");
    file zh = read_file(arguments[1], "zh_corpus.txt"), en = read_file(arguments[1], "en_corpus.txt");
    file messages = read_file(arguments[1], "messages.txt");
    printf("| | Hyperscan | textgate | |\n|---|---|---|---|\n");
    peer p = make_peer(&lexicon);
    tg_scanner *scanner = make_scanner(&lexicon);
    printf("\n| | textgate (matches) | Hyperscan (matches) | times as fast |\n|---|---|---|---|\n");
    compare("Chinese text", scanner, &p, &zh, false);
    compare("English text", scanner, &p, &en, false);
    compare("messages, one call each", scanner, &p, &messages, true);
    tg_scanner_free(scanner);
    hs_free_scratch(p.scratch);
    hs_free_database(p.database);
    free(lexicon.data);
    free(zh.data);
    free(en.data);
    free(messages.data);
    return 0;
}
