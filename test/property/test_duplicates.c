/* Duplicates against a search of all pairs: what a store finds is as similar as it says and at or above the threshold,
 * hardly anything is missed, and clusters are what is joined by pairs that are alike. Texts are random, many of them
 * copies of others with changes; of many scripts and of a few characters to some hundreds. */
#include "random.h"

enum { ROUNDS = 6, TEXTS = 220 };

static bytes texts[TEXTS];
static tg_fingerprinter *printer;

/* A copy with some characters put in, left out or exchanged. */
static void copy_changed(bytes *to, const bytes *from, size_t changes)
{
    to->length = 0;
    size_t left = changes;
    for (size_t at = 0, n; at < from->length; at += n) {
        uint32_t c;
        n = tg_utf8_decode((const unsigned char *)from->data + at, from->length - at, &c);
        size_t what = left && random_below(from->length / 3 + 1) < changes ? random_below(3) : 3;
        left -= what < 3;
        if (what == 0 || what == 3)
            put(to, from->data + at, n);
        if (what < 2)
            put_string(to, random_pieces[random_below(PIECES)]);
    }
    put_string(to, "");
}

static void make_texts(void)
{
    static const size_t lengths[] = {8, 20, 45, 120, 200, 400};
    for (size_t i = 0; i < TEXTS; i++) {
        texts[i].length = 0;
        if (i > 5 && random_below(3)) {
            copy_changed(&texts[i], &texts[random_below(i)], random_below(6));
            continue;
        }
        size_t length = lengths[random_below(6)];
        for (size_t k = 0; k < length; k++) {
            uint32_t han = 0x4E00 + (uint32_t)random_below(900);
            if (random_below(4))
                put_code_point(&texts[i], random_below(2) ? han : 'a' + (uint32_t)random_below(26));
            else
                put_string(&texts[i], random_pieces[random_below(PIECES)]);
        }
    }
}

static double similarity_of(size_t a, size_t b)
{
    double similarity = -1;
    ck_assert_int_eq(tg_similarity(printer, texts[a].data, texts[a].length, texts[b].data, texts[b].length, &similarity), TG_OK);
    return similarity;
}

static tg_status text_of(void *user, unsigned thread, size_t index, const char **text, size_t *length)
{
    (void)user;
    (void)thread;
    *text = texts[index].data;
    *length = texts[index].length;
    return TG_OK;
}

static void check_clusters(double threshold)
{
    static tg_cluster_member members[TEXTS];
    tg_clustering c = TG_CLUSTERING_INIT;
    c.threshold = threshold;
    c.threads = 1 + (unsigned)random_below(3);
    ck_assert_int_eq(tg_cluster(TEXTS, text_of, &c, NULL, members, NULL), TG_OK);
    for (size_t i = 0; i < TEXTS; i++) {
        size_t of = members[i].of, first = members[i].cluster;
        ck_assert_uint_le(first, i);
        ck_assert_uint_eq(members[first].cluster, first);
        ck_assert_uint_eq(members[of].cluster, first);
        ck_assert(first == i || of != i);
        ck_assert_double_eq_tol((double)members[i].similarity, of == i ? 1 : similarity_of(i, of), 1e-6);
        ck_assert(of == i || (double)members[i].similarity >= threshold - 1e-6);
    }
}

START_TEST(stores_and_clusters_agree_with_a_search)
{
    size_t similar = 0, missed = 0;
    for (long round = 0; round < random_rounds(ROUNDS); round++) {
        static const double thresholds[] = {.6, .8, .9};
        tg_store_options options = TG_STORE_INIT;
        tg_store *store = NULL;
        static tg_repeat found[TEXTS];
        options.threshold = thresholds[round % 3];
        make_texts();
        ck_assert_int_eq(tg_store_open(NULL, &options, NULL, &store, NULL), TG_OK);
        for (size_t i = 0; i < TEXTS; i++) {
            bool seen[TEXTS] = {false};
            char id[32];
            size_t count;
            uint64_t group;
            snprintf(id, sizeof id, "%zu", i);
            ck_assert_int_eq(tg_store_look_up_and_remember(store, id, texts[i].data, texts[i].length, found, TEXTS, &count,
                                                           &group, NULL), TG_OK);
            for (size_t k = 0; k < count; k++) {
                size_t other = strtoul(found[k].id, NULL, 10);
                ck_assert_uint_lt(other, i);
                ck_assert(!seen[other]);
                seen[other] = true;
                ck_assert_double_eq_tol(found[k].similarity, similarity_of(i, other), 1e-9);
                ck_assert_double_ge(found[k].similarity, options.threshold);
                ck_assert(k == 0 || found[k - 1].similarity >= found[k].similarity);
            }
            for (size_t other = 0; other < i; other++)
                if (similarity_of(i, other) >= options.threshold) {
                    similar++;
                    missed += !seen[other];
                }
        }
        ck_assert_int_eq(tg_store_close(store, NULL), TG_OK);
        check_clusters(options.threshold);
    }
    ck_assert_uint_ge(similar, 500);
    ck_assert_msg(missed * 50 <= similar, "%zu of %zu similar pairs are missed", missed, similar);
}
END_TEST

int main(void)
{
    random_begin();
    if (tg_fingerprinter_new(0, NULL, &printer) != TG_OK)
        return 1;
    TCase *tests = tcase_create("duplicates");
    tcase_set_timeout(tests, 0);
    tcase_add_test(tests, stores_and_clusters_agree_with_a_search);
    int failed = run_suite("duplicates", tests);
    tg_fingerprinter_free(printer);
    for (size_t i = 0; i < TEXTS; i++)
        free(texts[i].data);
    return failed;
}
