/* Threads that share a store: they remember, look up, commit, forget and count at the same time, and each finds at once
 * what it remembered itself. */
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "../api/support.h"

enum { THREADS = 4, TEXTS = 250 };

static tg_store *store;
static atomic_int failures;

static size_t text_of(unsigned thread, unsigned number, char *out)
{
    uint64_t value = (thread * 1000 + number + 1) * UINT64_C(0x9E3779B97F4A7C15);
    for (size_t i = 0; i < 48; i++, value = value * 6364136223846793005u + 1442695040888963407u)
        out[i] = (char)('a' + (value >> 40) % 26);
    return 48;
}

static void check(bool holds)
{
    if (!holds)
        atomic_fetch_add(&failures, 1);
}

static void *work(void *user)
{
    unsigned thread = *(unsigned *)user;
    char text[64], id[32];
    tg_repeat found[2];
    size_t count;
    uint64_t group;
    for (unsigned i = 0; i < TEXTS; i++) {
        size_t length = text_of(thread, i, text);
        snprintf(id, sizeof id, "%u-%u", thread, i);
        check(tg_store_look_up_and_remember(store, id, text, length, found, 2, &count, &group, NULL) == TG_OK && count == 0);
        check(tg_store_look_up(store, text, length, found, 2, &count) == TG_OK && count == 1 &&
              strcmp(found[0].id, id) == 0);
        if (i % 50 == 25)
            check(tg_store_commit(store, NULL) == TG_OK);
        if (i % 100 == 75)
            check(tg_store_forget(store, id, NULL) == TG_OK);
        tg_store_stats stats;
        if (i % 40 == 0)
            check(tg_store_get_stats(store, &stats) == TG_OK);
    }
    return NULL;
}

static void run_threads(const char *path)
{
    tg_store_options options = TG_STORE_INIT;
    tg_store_stats stats;
    pthread_t threads[THREADS];
    unsigned numbers[THREADS];
    options.batch = 64;
    options.max_bytes = 1 << 28;
    atomic_init(&failures, 0);
    ck_assert_int_eq(tg_store_open(path, &options, NULL, &store, NULL), TG_OK);
    for (unsigned i = 0; i < THREADS; i++) {
        numbers[i] = i;
        ck_assert_int_eq(pthread_create(&threads[i], NULL, work, &numbers[i]), 0);
    }
    for (unsigned i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    ck_assert_int_eq(atomic_load(&failures), 0);
    ck_assert_int_eq(tg_store_get_stats(store, &stats), TG_OK);
    ck_assert_uint_eq(stats.texts, THREADS * (TEXTS - 2));
    ck_assert_int_eq(tg_store_close(store, NULL), TG_OK);
}

START_TEST(threads_share_a_store_in_memory)
{
    run_threads(NULL);
}
END_TEST

START_TEST(threads_share_a_store_on_disk)
{
    char folder[64] = "/tmp/textgate-threads-XXXXXX", name[128];
    static const char *const files[] = {"data.mdb", "lock.mdb", "writer.lock"};
    ck_assert_ptr_nonnull(mkdtemp(folder));
    run_threads(folder);
    for (size_t i = 0; i < 3; i++) {
        snprintf(name, sizeof name, "%s/%s", folder, files[i]);
        ck_assert_int_eq(unlink(name), 0);
    }
    ck_assert_int_eq(rmdir(folder), 0);
}
END_TEST

static tg_status numbered(void *user, unsigned thread, size_t index, const char **text, size_t *length)
{
    char (*buffers)[64] = user;
    *text = buffers[thread];
    *length = text_of(9, (unsigned)index % 700, buffers[thread]);
    buffers[thread][0] = (char)('a' + index / 700);
    return TG_OK;
}

/* Each text comes three times, with another first letter. */
START_TEST(threads_make_the_clusters_that_one_makes)
{
    enum { COUNT = 2100 };
    static tg_cluster_member members[2][COUNT];
    static char buffers[THREADS][64];
    for (unsigned i = 0; i < 2; i++) {
        tg_clustering c = TG_CLUSTERING_INIT;
        c.threads = i ? THREADS : 1;
        c.user = buffers;
        ck_assert_int_eq(tg_cluster(COUNT, numbered, &c, NULL, members[i], NULL), TG_OK);
    }
    ck_assert_mem_eq(members[0], members[1], sizeof members[0]);
    for (unsigned i = 0; i < COUNT; i++)
        ck_assert_uint_eq(members[0][i].cluster, i % 700);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("store_threads");
    tcase_set_timeout(tests, 0);
    tcase_add_test(tests, threads_share_a_store_in_memory);
    tcase_add_test(tests, threads_share_a_store_on_disk);
    tcase_add_test(tests, threads_make_the_clusters_that_one_makes);
    return run_suite("store_threads", tests);
}
