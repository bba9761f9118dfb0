/* An overlay that several threads change while others scan: what is published together is seen together. Run under the thread
 * sanitizer, too. */
#include <pthread.h>
#include <stdatomic.h>

#include "../api/support.h"

enum { WRITERS = 2, READERS = 2, ROUNDS = 30 };

static const char text[] = "left0 right0 left1 right1 base";

static tg_holder *holder;
static tg_overlay *overlay;
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER; /* of changes that belong together */
static atomic_bool done;
static atomic_int torn, scans;

/* Adds a pair of words and publishes it, then takes it away and publishes that. */
static void *write_pairs(void *user)
{
    int number = *(int *)user;
    char words[2][16];
    snprintf(words[0], sizeof words[0], "left%d", number);
    snprintf(words[1], sizeof words[1], "right%d", number);
    for (int i = 0; i < ROUNDS; i++) {
        pthread_mutex_lock(&turn);
        for (int k = 0; k < 2; k++) {
            tg_status status = i % 2 ? tg_overlay_remove(overlay, words[k], strlen(words[k]))
                                     : tg_overlay_add(overlay, words[k], strlen(words[k]), "match=fold", NULL);
            atomic_fetch_add(&torn, status != TG_OK);
        }
        atomic_fetch_add(&torn, tg_overlay_publish(overlay, NULL) != TG_OK);
        pthread_mutex_unlock(&turn);
    }
    return NULL;
}

static void *read_text(void *user)
{
    (void)user;
    tg_scanner *scanner = NULL;
    ck_assert_int_eq(tg_scanner_new_following(holder, &scanner), TG_OK);
    do {
        const tg_verdict *verdict;
        if (tg_scan(scanner, text, strlen(text), &verdict) != TG_OK || verdict->finding_count % 2 != 1)
            atomic_fetch_add(&torn, 1);
        atomic_fetch_add(&scans, 1);
    } while (!atomic_load(&done));
    tg_scanner_free(scanner);
    return NULL;
}

START_TEST(what_is_published_together_is_seen_together)
{
    pthread_t writers[WRITERS], readers[READERS];
    int numbers[WRITERS];
    tg_gate *gate = gate_of("base\tmatch=fold\n", NULL);
    ck_assert_int_eq(tg_holder_new(gate, NULL, &holder), TG_OK);
    tg_gate_unref(gate);
    ck_assert_int_eq(tg_overlay_new(holder, NULL, &overlay), TG_OK);
    for (int i = 0; i < READERS; i++)
        ck_assert_int_eq(pthread_create(&readers[i], NULL, read_text, NULL), 0);
    for (int i = 0; i < WRITERS; i++) {
        numbers[i] = i;
        ck_assert_int_eq(pthread_create(&writers[i], NULL, write_pairs, &numbers[i]), 0);
    }
    for (int i = 0; i < WRITERS; i++)
        pthread_join(writers[i], NULL);
    atomic_store(&done, true);
    for (int i = 0; i < READERS; i++)
        pthread_join(readers[i], NULL);
    ck_assert_int_eq(atomic_load(&torn), 0);
    ck_assert_int_ge(atomic_load(&scans), READERS);
    tg_overlay_free(overlay);
    tg_holder_free(holder);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("overlay threads");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, what_is_published_together_is_seen_together);
    return run_suite("overlay threads", tests);
}
