/* Changing the rules while threads scan: they follow a holder, into which the new gate is put when it is ready. No scan
 * waits, none is lost, and each is judged wholly by the old rules or wholly by the new ones. Prints
 *
 *     before: pass
 *     after: block */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <textgate.h>

static const char text[] = "上线百家乐，送彩金";

/* A gate of one word; NULL if it cannot be made. */
static tg_gate *make_gate(const char *word)
{
    tg_error error;
    tg_gate *gate = NULL;
    tg_options *options = tg_options_new(NULL);
    if (!options)
        return NULL;
    if (tg_options_add_word(options, word, strlen(word), "category=gambling", &error) != TG_OK ||
        tg_gate_new(options, &gate, &error) != TG_OK)
        fprintf(stderr, "%s\n", error.message);
    tg_options_free(options);
    return gate;
}

/* What the threads share: the holder, and when to end. */
typedef struct service {
    tg_holder *holder;
    atomic_bool done;
} service;

/* A worker has a scanner of its own, which takes the gate in force at each scan. */
static void *work(void *user)
{
    service *s = user;
    tg_scanner *scanner = NULL;
    size_t scans = 0;
    if (tg_scanner_new_following(s->holder, &scanner) != TG_OK)
        return NULL;
    do {
        const tg_verdict *verdict;
        if (tg_scan(scanner, text, strlen(text), &verdict) == TG_OK)
            scans++;
    } while (!atomic_load(&s->done));
    tg_scanner_free(scanner);
    return scans ? s : NULL;
}

static void print_verdict(const char *when, tg_scanner *scanner)
{
    const tg_verdict *verdict;
    if (tg_scan(scanner, text, strlen(text), &verdict) == TG_OK)
        printf("%s: %s\n", when, tg_action_word(verdict->action));
}

int main(void)
{
    tg_gate *old_rules = make_gate("开户"), *new_rules = make_gate("百家乐");
    service s = {.holder = NULL};
    tg_scanner *scanner = NULL;
    pthread_t workers[2];
    if (!old_rules || !new_rules || tg_holder_new(old_rules, NULL, &s.holder) != TG_OK ||
        tg_scanner_new_following(s.holder, &scanner) != TG_OK)
        return 1;
    tg_gate_unref(old_rules); /* the holder keeps it as long as it is in force, scanners as long as they use it */
    for (int i = 0; i < 2; i++)
        if (pthread_create(&workers[i], NULL, work, &s) != 0)
            return 1;

    print_verdict("before", scanner);
    tg_holder_set(s.holder, new_rules); /* this is the reload */
    tg_gate_unref(new_rules);
    print_verdict("after", scanner);

    bool all_worked = true;
    atomic_store(&s.done, true);
    for (int i = 0; i < 2; i++) {
        void *result = NULL;
        pthread_join(workers[i], &result);
        all_worked &= result != NULL;
    }
    tg_scanner_free(scanner);
    tg_holder_free(s.holder);
    return all_worked ? 0 : 1;
}
