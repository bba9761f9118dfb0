/* Threads: scanners of one gate side by side, and a gate replaced while they scan. Run under the thread sanitizer, too. */
#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#include "../api/support.h"

enum { SCANNERS = 4, REPLACEMENTS = 200, LEAST_SCANS = 50 };

static const char text[] = "赌博 网络赌博 赌球快来开户 vx12345 甲乙丙丁 Casino \xE2\x80\x8B赌\xE2\x80\x8B博 13800138000";

/* Two gates that find different things in the text. */
static const char *const sources[2] = {
    "赌博\n网络赌博\n赌球&开户\n/vx\\d{3,}/\n甲乙\n",
    "casino\tcategory=x\n甲乙\n乙丙\tseverity=low\n/[0-9]{11}/\n开户\n!丙丁\n",
};

static tg_pack *packs[2];
static tg_gate *gates[2];
static char *expected[2]; /* the report of each gate */
static tg_holder *holder;
static atomic_bool done;
static atomic_int failures;

static char *report_of(tg_scanner *scanner)
{
    const tg_verdict *verdict = NULL;
    const char *line = NULL;
    if (tg_scan(scanner, text, strlen(text), &verdict) != TG_OK ||
        tg_verdict_json(scanner, verdict, NULL, text, &line, NULL) != TG_OK)
        return NULL;
    return strdup(line);
}

static tg_gate *gate_of_pack(tg_pack *pack)
{
    tg_options *options = tg_options_new(NULL);
    ck_assert_int_eq(tg_options_add_pack(options, pack), TG_OK);
    return gate_from(options);
}

static void make_gates(void)
{
    for (int i = 0; i < 2; i++) {
        tg_scanner *scanner = NULL;
        packs[i] = pack_of(sources[i], NULL);
        gates[i] = gate_of_pack(packs[i]);
        ck_assert_int_eq(tg_scanner_new(gates[i], &scanner), TG_OK);
        expected[i] = report_of(scanner);
        ck_assert_ptr_nonnull(expected[i]);
        tg_scanner_free(scanner);
    }
    ck_assert_str_ne(expected[0], expected[1]);
}

static void free_gates(void)
{
    for (int i = 0; i < 2; i++) {
        tg_gate_unref(gates[i]);
        tg_pack_unref(packs[i]);
        free(expected[i]);
    }
}

static void set_up(void)
{
    ck_assert_int_eq(tg_holder_new(gates[0], NULL, &holder), TG_OK);
    atomic_init(&done, false);
    atomic_init(&failures, 0);
}

static void tear_down(void)
{
    tg_holder_free(holder);
}

/* What one thread saw. */
typedef struct witness {
    pthread_t thread;
    size_t scans, seen[2];
} witness;

static void look(witness *w, tg_scanner *scanner)
{
    char *report = report_of(scanner);
    int which = !report ? -1 : strcmp(report, expected[0]) == 0 ? 0 : strcmp(report, expected[1]) == 0 ? 1 : -1;
    if (which < 0)
        atomic_fetch_add(&failures, 1);
    else
        w->seen[which]++;
    w->scans++;
    free(report);
}

static void *follow(void *user)
{
    witness *w = user;
    tg_scanner *scanner = NULL;
    if (tg_scanner_new_following(holder, &scanner) != TG_OK)
        atomic_fetch_add(&failures, 1);
    while (scanner && (!atomic_load(&done) || w->scans < LEAST_SCANS))
        look(w, scanner);
    tg_scanner_free(scanner);
    return NULL;
}

/* Takes the gate in force for each scan, as a program without following scanners does. */
static void *take(void *user)
{
    witness *w = user;
    while (!atomic_load(&done) || w->scans < LEAST_SCANS) {
        tg_gate *gate = tg_holder_get(holder);
        tg_scanner *scanner = NULL;
        if (tg_scanner_new(gate, &scanner) == TG_OK)
            look(w, scanner);
        else
            atomic_fetch_add(&failures, 1);
        tg_scanner_free(scanner);
        tg_gate_unref(gate);
    }
    return NULL;
}

static void *scan_fixed(void *user)
{
    witness *w = user;
    tg_scanner *scanner = NULL;
    if (tg_scanner_new(gates[0], &scanner) != TG_OK)
        atomic_fetch_add(&failures, 1);
    for (int i = 0; scanner && i < REPLACEMENTS; i++)
        look(w, scanner);
    tg_scanner_free(scanner);
    return NULL;
}

static void start(witness *w, size_t count, void *(*run)(void *))
{
    for (size_t i = 0; i < count; i++) {
        w[i] = (witness){.scans = 0};
        ck_assert_int_eq(pthread_create(&w[i].thread, NULL, run, &w[i]), 0);
    }
}

static void join(witness *w, size_t count)
{
    for (size_t i = 0; i < count; i++)
        pthread_join(w[i].thread, NULL);
    ck_assert_int_eq(atomic_load(&failures), 0);
}

START_TEST(scanners_of_one_gate_work_side_by_side)
{
    witness w[SCANNERS];
    start(w, SCANNERS, scan_fixed);
    join(w, SCANNERS);
    for (size_t i = 0; i < SCANNERS; i++)
        ck_assert_uint_eq(w[i].seen[0], REPLACEMENTS);
}
END_TEST

static int count_text(size_t index, const tg_verdict *verdict, void *user)
{
    (void)index;
    atomic_fetch_add((atomic_size_t *)user, verdict->finding_count);
    return 0;
}

START_TEST(a_batch_shares_the_texts_among_its_threads)
{
    enum { TEXTS = 5000 };
    static size_t ends[TEXTS];
    static tg_summary summaries[TEXTS];
    static char texts[TEXTS * sizeof text];
    size_t length = strlen(text), findings = 0;
    atomic_size_t told;
    tg_batch *batch = NULL;
    atomic_init(&told, 0);
    for (size_t i = 0; i < TEXTS; i++) {
        memcpy(texts + i * length, text, length);
        ends[i] = (i + 1) * length;
    }
    ck_assert_int_eq(tg_batch_new(gates[0], SCANNERS, &batch), TG_OK);
    for (int round = 0; round < 3; round++)
        ck_assert_int_eq(tg_batch_scan(batch, texts, ends, TEXTS, summaries, count_text, &told), TG_OK);
    for (size_t i = 0; i < TEXTS; i++)
        findings += summaries[i].finding_count;
    ck_assert_uint_gt(findings, 0);
    ck_assert_uint_eq(atomic_load(&told), 3 * findings);
    ck_assert_uint_eq(findings % TEXTS, 0);
    tg_batch_free(batch);
}
END_TEST

START_TEST(every_scan_is_of_one_gate_while_it_is_replaced)
{
    witness w[SCANNERS];
    start(w, SCANNERS - 1, follow);
    start(w + SCANNERS - 1, 1, take);
    for (int i = 0; i < REPLACEMENTS; i++) {
        tg_holder_set(holder, gates[(i + 1) % 2]);
        tg_gate *gate = tg_holder_get(holder);
        if (gate != gates[(i + 1) % 2])
            atomic_fetch_add(&failures, 1);
        tg_gate_unref(gate);
        nanosleep(&(struct timespec){0, 500000}, NULL); /* so that scans come between */
    }
    atomic_store(&done, true);
    join(w, SCANNERS);
    size_t seen[2] = {0, 0};
    for (size_t i = 0; i < SCANNERS; i++) {
        seen[0] += w[i].seen[0];
        seen[1] += w[i].seen[1];
    }
    ck_assert_uint_gt(seen[0], 0);
}
END_TEST

/* A gate that nobody but the holder keeps is freed while scanners are still at work with it. */
START_TEST(a_replaced_gate_lives_as_long_as_its_scanners)
{
    witness w[SCANNERS];
    start(w, SCANNERS, follow);
    for (int i = 0; i < 40; i++) {
        tg_gate *gate = gate_of_pack(packs[i % 2]);
        tg_holder_set(holder, gate);
        tg_gate_unref(gate);
    }
    atomic_store(&done, true);
    join(w, SCANNERS);
}
END_TEST

/* Two threads on one scanner: each call is done, or told that the scanner is in use. */
static void *share(void *user)
{
    tg_scanner *scanner = user;
    for (int i = 0; i < REPLACEMENTS; i++) {
        bool clean = true;
        tg_status status = tg_is_clean(scanner, text, strlen(text), &clean);
        if (status != TG_BUSY && (status != TG_OK || clean))
            atomic_fetch_add(&failures, 1);
    }
    return NULL;
}

START_TEST(a_scanner_shared_by_mistake_is_busy_and_nothing_worse)
{
    pthread_t threads[2];
    tg_scanner *scanner = NULL;
    ck_assert_int_eq(tg_scanner_new(gates[0], &scanner), TG_OK);
    for (int i = 0; i < 2; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, share, scanner), 0);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    ck_assert_int_eq(atomic_load(&failures), 0);
    tg_scanner_free(scanner);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("threads");
    tcase_set_timeout(tests, 120);
    tcase_add_unchecked_fixture(tests, make_gates, free_gates);
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, scanners_of_one_gate_work_side_by_side);
    tcase_add_test(tests, a_batch_shares_the_texts_among_its_threads);
    tcase_add_test(tests, every_scan_is_of_one_gate_while_it_is_replaced);
    tcase_add_test(tests, a_replaced_gate_lives_as_long_as_its_scanners);
    tcase_add_test(tests, a_scanner_shared_by_mistake_is_busy_and_nothing_worse);
    return run_suite("threads", tests);
}
