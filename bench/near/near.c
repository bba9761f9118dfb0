/* Measures of the duplicate finder, one a subcommand; bench/near/run.py runs them all.
 *
 *     near accuracy FILE.tsv        recall and precision against exact similarities, with texts kept and by fingerprints
 *     near pairs THRESHOLD NORMALISE   pairs among the lines of standard input: "later earlier similarity"
 *     near fingerprints ROUNDS      microseconds a fingerprint of the lines of standard input
 *     near lookup COUNT             look-ups among COUNT fingerprints in memory
 *     near store COUNT DIR          remembering and looking up in a store on disk
 *     near clusters COUNT THREADS   clusters of COUNT generated texts, time and memory */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <textgate.h>
#include <time.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

static _Noreturn void quit(const char *what)
{
    fprintf(stderr, "near: %s\n", what);
    exit(2);
}

static double seconds(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

#define PROCESS seconds(CLOCK_PROCESS_CPUTIME_ID)

static void *room(size_t count, size_t size)
{
    void *memory = calloc(count + 1, size);
    if (!memory)
        quit("out of memory");
    return memory;
}

/* ---- texts ---- */

typedef struct texts {
    char **items;
    size_t *lengths;
    size_t count, bytes;
} texts;

/* Reads lines; of a table what is behind the first TAB, without its head. */
static texts read_lines(FILE *file, bool table)
{
    texts t = {0};
    char *line = NULL;
    size_t capacity = 0, reserved = 0;
    ssize_t length;
    if (!file)
        quit("a file cannot be read");
    for (bool first = table; (length = getline(&line, &capacity, file)) > 0; first = false) {
        char *text = line, *tab = memchr(line, '\t', (size_t)length);
        if (first || (table && !tab))
            continue;
        text = table ? tab + 1 : line;
        size_t n = strcspn(text, "\n");
        if (t.count == reserved) {
            reserved = reserved ? 2 * reserved : 1024;
            t.items = realloc(t.items, reserved * sizeof *t.items);
            t.lengths = realloc(t.lengths, reserved * sizeof *t.lengths);
        }
        t.items[t.count] = room(n, 1);
        memcpy(t.items[t.count], text, n);
        t.lengths[t.count++] = n;
        t.bytes += n;
    }
    free(line);
    return t;
}

/* Generated short texts: words of a vocabulary as frequent as words are, one text in five a variation of one before it. */
static uint64_t mixed(uint64_t z)
{
    z += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

static size_t generate(size_t number, char *out)
{
    uint64_t seed = mixed(number), original = seed % 5 == 0 && number ? mixed(seed) % number : number;
    size_t length = 0, words = 14 + mixed(original) % 9, exchanged = original == number ? SIZE_MAX : seed / 5 % words;
    for (size_t i = 0; i < words; i++) {
        uint64_t r = mixed((i == exchanged ? number : original) * 31 + i);
        double share = (double)(r >> 11) / 9007199254740992.0;
        uint64_t word = mixed((uint64_t)exp(share * log(200000.0))); /* Zipf: as many of each power of rank */
        for (size_t k = 0; k < 2 + word % 2; k++) {
            uint32_t c = 0x4E00 + (uint32_t)(mixed(word + k) % 3500);
            out[length++] = (char)(0xE0 | c >> 12);
            out[length++] = (char)(0x80 | (c >> 6 & 0x3F));
            out[length++] = (char)(0x80 | (c & 0x3F));
        }
    }
    return length;
}

/* ---- exact similarities ---- */

/* The sets of shingles of texts, folded by ICU: the library's own folding is not asked. */
typedef struct sets {
    uint64_t **items;
    size_t *counts, total;
} sets;

static int compare_64(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

/* Folds to code points, blanks as one. */
static size_t fold(const char *text, size_t length, UTransliterator *simplify, UChar32 *out, int32_t size)
{
    UErrorCode code = U_ZERO_ERROR;
    UChar *wide = room((size_t)size, sizeof *wide), *folded = room((size_t)size, sizeof *folded);
    int32_t n = 0, count = 0;
    u_strFromUTF8WithSub(wide, size, &n, text, (int32_t)length, 0xFFFD, NULL, &code);
    n = unorm2_normalize(unorm2_getNFKCCasefoldInstance(&code), wide, n, folded, size, &code);
    int32_t limit = n;
    utrans_transUChars(simplify, folded, &n, size, 0, &limit, &code);
    u_strToUTF32(out, size, &count, folded, n, &code);
    if (U_FAILURE(code))
        quit(u_errorName(code));
    free(wide);
    free(folded);
    size_t kept = 0;
    for (int32_t i = 0; i < count; i++)
        if (out[i] > ' ')
            out[kept++] = out[i];
        else if (kept && out[kept - 1] != ' ')
            out[kept++] = ' ';
    return kept && out[kept - 1] == ' ' ? kept - 1 : kept;
}

static sets make_sets(const texts *t)
{
    sets s = {room(t->count, sizeof *s.items), room(t->count, sizeof *s.counts), 0};
    UErrorCode code = U_ZERO_ERROR;
    UTransliterator *simplify = utrans_openU(u"Traditional-Simplified", -1, UTRANS_FORWARD, NULL, 0, NULL, &code);
    for (size_t i = 0; i < t->count; i++) {
        int32_t size = (int32_t)t->lengths[i] * 4 + 64;
        UChar32 *c = room((size_t)size, sizeof *c);
        size_t n = fold(t->items[i], t->lengths[i], simplify, c, size), places = n < 3 ? n != 0 : n - 2, kept = 0;
        uint64_t *set = room(places, sizeof *set);
        for (size_t k = 0; k < places; k++)
            set[k] = (uint64_t)c[k] << 42 | (uint64_t)(k + 1 < n ? c[k + 1] : 0) << 21 | (uint64_t)(k + 2 < n ? c[k + 2] : 0);
        qsort(set, places, sizeof *set, compare_64);
        for (size_t k = 0; k < places; k++)
            if (k == 0 || set[k] != set[k - 1])
                set[kept++] = set[k];
        free(c);
        s.items[i] = set;
        s.counts[i] = kept;
        s.total += kept;
    }
    utrans_close(simplify);
    return s;
}

typedef struct posting {
    uint64_t shingle;
    uint32_t text, unused;
} posting;

static int compare_postings(const void *a, const void *b)
{
    const posting *x = a, *y = b;
    if (x->shingle != y->shingle)
        return x->shingle < y->shingle ? -1 : 1;
    return x->text < y->text ? -1 : x->text > y->text;
}

/* Shingles as small numbers, and for each the texts that have it: [starts[n], starts[n + 1]) of `postings`. */
static size_t number_shingles(sets *s, size_t count, posting *postings, size_t *starts)
{
    size_t at = 0, numbers = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < s->counts[i]; k++)
            postings[at++] = (posting){s->items[i][k], (uint32_t)i, 0};
    qsort(postings, at, sizeof *postings, compare_postings);
    size_t *filled = room(count, sizeof *filled);
    for (size_t i = 0; i < at; i++) {
        if (i == 0 || postings[i].shingle != postings[i - 1].shingle)
            starts[numbers++] = i;
        s->items[postings[i].text][filled[postings[i].text]++] = numbers - 1;
    }
    starts[numbers] = at;
    free(filled);
    return numbers;
}

static double jaccard(const sets *s, size_t a, size_t b)
{
    size_t i = 0, k = 0, common = 0;
    while (i < s->counts[a] && k < s->counts[b]) {
        uint64_t x = s->items[a][i], y = s->items[b][k];
        common += x == y;
        i += x <= y;
        k += y <= x;
    }
    size_t either = s->counts[a] + s->counts[b] - common;
    return either ? (double)common / (double)either : 0;
}

/* ---- accuracy ---- */

enum { MOST = 8192 };

/* Looks each text up among those before it, and remembers it. Returns the pairs found, of which *right are at or above the
 * threshold by exact similarity. */
static size_t find_pairs(const texts *t, double threshold, uint32_t normalise, bool by_prints, const sets *exact,
                         size_t *right, double *off)
{
    tg_store_options options = TG_STORE_INIT;
    tg_store *store;
    tg_fingerprinter *printer;
    tg_repeat *found = room(MOST, sizeof *found);
    size_t pairs = 0;
    double squares = 0;
    options.threshold = threshold;
    options.normalise = normalise;
    if (tg_store_open(NULL, &options, NULL, &store, NULL) != TG_OK || tg_fingerprinter_new(0, NULL, &printer) != TG_OK)
        quit("no store");
    for (size_t i = 0; i < t->count; i++) {
        size_t count = 0;
        char id[32];
        tg_fingerprint print;
        uint64_t group;
        tg_status status;
        snprintf(id, sizeof id, "%zu", i);
        if (by_prints) {
            tg_fingerprint_make(printer, t->items[i], t->lengths[i], &print);
            status = tg_store_look_up_fingerprint(store, &print, found, MOST, &count);
            tg_store_remember_fingerprint(store, id, &print, NULL);
        } else {
            status = tg_store_look_up_and_remember(store, id, t->items[i], t->lengths[i], found, MOST, &count, &group, NULL);
        }
        if (status != TG_OK)
            quit(tg_status_text(status));
        pairs += count;
        for (size_t k = 0; k < count; k++) {
            size_t other = strtoul(found[k].id, NULL, 10);
            if (!exact) {
                printf("%zu %zu %.4f\n", i, other, found[k].similarity);
                continue;
            }
            double truth = jaccard(exact, i, other);
            *right += truth >= threshold;
            squares += (truth - found[k].similarity) * (truth - found[k].similarity);
        }
    }
    if (off)
        *off = pairs ? sqrt(squares / (double)pairs) : 0;
    tg_fingerprinter_free(printer);
    tg_store_close(store, NULL);
    free(found);
    return pairs;
}

static void accuracy(const char *path)
{
    texts t = read_lines(fopen(path, "r"), true);
    sets s = make_sets(&t);
    posting *postings = room(s.total, sizeof *postings);
    size_t *starts = room(s.total, sizeof *starts);
    uint32_t *common = room(t.count, sizeof *common);
    size_t similar = 0;
    number_shingles(&s, t.count, postings, starts);
    for (size_t i = 0; i < t.count; i++) { /* all pairs, by what they have in common */
        memset(common, 0, i * sizeof *common);
        for (size_t k = 0; k < s.counts[i]; k++)
            for (size_t p = starts[s.items[i][k]]; postings[p].text < i; p++)
                common[postings[p].text]++;
        for (size_t j = 0; j < i; j++)
            similar += common[j] && (double)common[j] / (double)(s.counts[i] + s.counts[j] - common[j]) >= .8;
    }
    printf("%zu texts, %zu pairs at .8 and above by brute force\n", t.count, similar);
    for (int by_prints = 0; by_prints < 2; by_prints++) {
        size_t right = 0;
        double off;
        size_t pairs = find_pairs(&t, .8, 0, by_prints, &s, &right, &off);
        printf("  %-22s recall %.4f, precision %.4f, standard error of the similarities found %.4f\n",
               by_prints ? "by fingerprints alone" : "texts kept", (double)right / (double)similar,
               (double)right / (double)pairs, off);
    }
}

/* ---- speed ---- */

static void fingerprints(long rounds)
{
    texts t = read_lines(stdin, false);
    tg_fingerprinter *printer;
    tg_fingerprint print;
    uint64_t sum = 0;
    if (tg_fingerprinter_new(0, NULL, &printer) != TG_OK)
        quit("out of memory");
    for (long r = -1; r < rounds; r++) {
        double begun = PROCESS;
        for (size_t i = 0; i < t.count; i++) {
            tg_fingerprint_make(printer, t.items[i], t.lengths[i], &print);
            sum += print.keys[0];
        }
        if (r >= 0)
            printf("%.4f\n", (PROCESS - begun) / (double)t.count * 1e6);
    }
    fprintf(stderr, "%s", sum ? "" : "?");
    tg_fingerprinter_free(printer);
}

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static void print_quantiles(const char *what, double *times, size_t count)
{
    qsort(times, count, sizeof *times, compare_doubles);
    printf("%s: median %.2f us, 90 %% %.2f us, 99 %% %.2f us\n", what, times[count / 2] * 1e6, times[count * 9 / 10] * 1e6,
           times[count * 99 / 100] * 1e6);
}

static void lookup(size_t count)
{
    enum { LOOKUPS = 40000 };
    tg_store *store;
    tg_fingerprinter *printer;
    tg_fingerprint print;
    tg_repeat found[4];
    char text[512], id[32];
    static double times[2][LOOKUPS];
    size_t seen = 0, n;
    if (tg_store_open(NULL, NULL, NULL, &store, NULL) != TG_OK || tg_fingerprinter_new(0, NULL, &printer) != TG_OK)
        quit("no store");
    double begun = PROCESS;
    for (size_t i = 0; i < count; i++) {
        tg_fingerprint_make(printer, text, generate(i, text), &print);
        snprintf(id, sizeof id, "%zu", i);
        if (tg_store_remember_fingerprint(store, id, &print, NULL) != TG_OK)
            quit("cannot remember");
    }
    tg_store_stats stats;
    tg_store_get_stats(store, &stats);
    printf("%zu fingerprints made and remembered in %.1f s, %.0f bytes each, %zu runs\n", count, PROCESS - begun,
           (double)stats.bytes / (double)count, (size_t)stats.runs);
    for (int known = 0; known < 2; known++)
        for (size_t i = 0; i < LOOKUPS; i++) {
            size_t number = known ? mixed(i) % count : count + i;
            tg_fingerprint_make(printer, text, generate(number, text), &print);
            double at = seconds(CLOCK_MONOTONIC);
            tg_store_look_up_fingerprint(store, &print, found, 4, &n);
            times[known][i] = seconds(CLOCK_MONOTONIC) - at;
            seen += known && n > 0;
        }
    print_quantiles("  look-up of a new text (one in five varies a known one)", times[0], LOOKUPS);
    print_quantiles("  look-up of a known text", times[1], LOOKUPS);
    printf("  known texts found: %zu of %d\n", seen, LOOKUPS);
    tg_fingerprinter_free(printer);
    tg_store_close(store, NULL);
}

static void store_on_disk(size_t count, const char *folder)
{
    tg_store *store;
    tg_error error;
    tg_repeat found[4];
    char text[512], id[32];
    size_t n, seen = 0, lookups = count < 200000 ? count : 200000;
    if (tg_store_open(folder, NULL, NULL, &store, &error) != TG_OK)
        quit(error.message);
    double begun = PROCESS, real = seconds(CLOCK_MONOTONIC);
    for (size_t i = 0; i < count; i++) {
        size_t length = generate(i, text);
        snprintf(id, sizeof id, "%zu", i);
        if (tg_store_remember(store, id, text, length, &error) != TG_OK)
            quit(error.message);
    }
    if (tg_store_commit(store, &error) != TG_OK)
        quit(error.message);
    double cpu = PROCESS - begun, wall = seconds(CLOCK_MONOTONIC) - real;
    tg_store_stats stats;
    tg_store_get_stats(store, &stats);
    printf("%zu texts remembered and committed: %.0f a second of processor time, %.0f by the clock; %.0f bytes each on disk\n",
           count, (double)count / cpu, (double)count / wall, (double)stats.bytes / (double)count);
    begun = PROCESS;
    real = seconds(CLOCK_MONOTONIC);
    for (size_t i = 0; i < lookups; i++) {
        size_t number = i % 2 ? mixed(i) % count : count + i;
        tg_store_look_up(store, text, generate(number, text), found, 4, &n);
        seen += i % 2 && n > 0;
    }
    cpu = PROCESS - begun;
    wall = seconds(CLOCK_MONOTONIC) - real;
    printf("  look-ups, every second of a known text: %.0f a second of processor time, %.0f by the clock; %zu of %zu found\n",
           (double)lookups / cpu, (double)lookups / wall, seen, lookups / 2);
    if (tg_store_close(store, &error) != TG_OK)
        quit(error.message);
}

/* ---- clusters ---- */

static tg_status generated(void *user, unsigned thread, size_t index, const char **text, size_t *length)
{
    char (*buffers)[512] = user;
    *text = buffers[thread];
    *length = generate(index, buffers[thread]);
    return TG_OK;
}

static int show(double done, void *user)
{
    (void)user;
    fprintf(stderr, "\r%3.0f %%", 100 * done);
    return 0;
}

static long peak_memory(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss * 1024;
}

static void clusters(size_t count, unsigned threads)
{
    static char buffers[256][512];
    long before = peak_memory();
    tg_cluster_member *members = room(count, sizeof *members);
    tg_clustering c = TG_CLUSTERING_INIT;
    tg_error error;
    c.threads = threads;
    c.user = buffers;
    c.progress = show;
    double begun = PROCESS, real = seconds(CLOCK_MONOTONIC);
    if (tg_cluster(count, generated, &c, NULL, members, &error) != TG_OK)
        quit(error.message);
    double cpu = PROCESS - begun, wall = seconds(CLOCK_MONOTONIC) - real;
    size_t first = 0, varied = 0, joined = 0;
    for (size_t i = 0; i < count; i++) {
        bool is_varied = i && mixed(i) % 5 == 0;
        first += members[i].cluster == i;
        varied += is_varied;
        joined += is_varied && members[i].cluster != i;
    }
    fprintf(stderr, "\r     \r");
    printf("%zu texts, %u threads: %.1f s of processor time, %.1f s by the clock; %.1f bytes a text at the peak\n", count,
           threads, cpu, wall, (double)(peak_memory() - before) / (double)count);
    printf("  %zu clusters; of %zu texts that vary one before them %zu joined another\n", first, varied, joined);
}

int main(int count, char **arguments)
{
    const char *what = count > 1 ? arguments[1] : "";
    if (count == 3 && strcmp(what, "accuracy") == 0)
        accuracy(arguments[2]);
    else if (count == 3 && strcmp(what, "fingerprints") == 0)
        fingerprints(atol(arguments[2]));
    else if (count == 3 && strcmp(what, "lookup") == 0)
        lookup(strtoul(arguments[2], NULL, 10));
    else if (count == 4 && strcmp(what, "store") == 0)
        store_on_disk(strtoul(arguments[2], NULL, 10), arguments[3]);
    else if (count == 4 && strcmp(what, "clusters") == 0)
        clusters(strtoul(arguments[2], NULL, 10), (unsigned)atoi(arguments[3]));
    else if (count == 4 && strcmp(what, "pairs") == 0) {
        texts t = read_lines(stdin, false);
        size_t right = 0;
        find_pairs(&t, atof(arguments[2]), (uint32_t)atoi(arguments[3]), false, NULL, &right, NULL);
    } else {
        quit("see the head of bench/near/near.c");
    }
    return 0;
}
