/* The room near, piece by piece: the text that is compared, shingles, minima, sketches, runs, anchors, records. */
#include <math.h>

#include "../property/random.h"
#include "near/anchor.h"
#include "near/fingerprint.h"
#include "near/record.h"
#include "near/run.h"

static tg_allocator allocator;
static tg_near_probe probe, other;

static void set_up(void)
{
    allocator = tg_allocator_resolve(NULL);
    random_state = 7;
    tg_near_probe_init(&probe, &allocator);
    tg_near_probe_init(&other, &allocator);
}

static void tear_down(void)
{
    tg_near_probe_free(&probe);
    tg_near_probe_free(&other);
}

/* ---- texts ---- */

/* The text as it is compared, in UTF-8. */
static const char *read_as(const char *text, uint32_t normalise)
{
    static char out[512];
    size_t length = 0;
    ck_assert_int_eq(tg_near_probe_read(&probe, normalise, text, strlen(text)), TG_OK);
    const uint32_t *characters = probe.text.characters.items;
    for (size_t i = 0; i < probe.text.characters.count; i++) {
        char *to = out + length;
        uint32_t c = characters[i];
        if (c < 0x80) {
            to[0] = (char)(c == TG_LINK_MARK ? '&' : c == TG_MENTION_MARK ? '@' : (int)c);
            length++;
        } else if (c < 0x800) {
            to[0] = (char)(0xC0 | c >> 6);
            to[1] = (char)(0x80 | (c & 0x3F));
            length += 2;
        } else {
            to[0] = (char)(0xE0 | c >> 12);
            to[1] = (char)(0x80 | (c >> 6 & 0x3F));
            to[2] = (char)(0x80 | (c & 0x3F));
            length += 3;
        }
    }
    out[length] = '\0';
    return out;
}

START_TEST(texts_are_folded_and_blanks_are_one)
{
    ck_assert_str_eq(read_as("  加\xE2\x80\x8B微信\t\n 領取ＡＢＣ\xE3\x80\x80\xE3\x80\x80x ", 0), "加微信 领取abc x");
    ck_assert_str_eq(read_as("cafe\xCC\x81 e\xE2\x80\x8B\xCC\x81", 0), "café é");
    ck_assert_str_eq(read_as("\xE2\x80\x8B\xC2\xAD", 0), "");
    ck_assert_str_eq(read_as("", 0), "");
    ck_assert_str_eq(read_as("a\xFF" "b", 0), "a\xEF\xBF\xBD" "b");
}
END_TEST

START_TEST(numbers_links_mentions_and_signs_are_normalised_if_asked_for)
{
    ck_assert_str_eq(read_as("领 100 元，12.5 折, ３人", TG_NORMALISE_DIGITS), "领 0 元,0.0 折, 0人");
    ck_assert_str_eq(read_as("看 http://a.cn/x?y=1 吧", TG_NORMALISE_LINKS), "看 & 吧");
    ck_assert_str_eq(read_as("www.example.org, t.cn/abc 写 a.b@c.com。", TG_NORMALISE_LINKS), "&, & 写 &。");
    ck_assert_str_eq(read_as("e.g. this, 3.5gb and so on...", TG_NORMALISE_LINKS), "e.g. this, 3.5gb and so on...");
    ck_assert_str_eq(read_as("@张三 @bob_1: hi @ home", TG_NORMALISE_MENTIONS), "@ @: hi @ home");
    ck_assert_str_eq(read_as("赌★博 🎰,平-台!", TG_NORMALISE_SIGNS), "赌博平台");
    ck_assert_str_eq(read_as("加 12 @a http://b.com !", TG_NORMALISE_ALL), "加0@&");
}
END_TEST

START_TEST(places_of_characters_are_bytes_of_the_text)
{
    ck_assert_str_eq(read_as(" 加  \xE2\x80\x8B微 9", 0), "加 微 9");
    const uint32_t begins[] = {1, 4, 9, 12, 13, 14};
    ck_assert_uint_eq(probe.text.begins.count, 6);
    ck_assert_mem_eq(probe.text.begins.items, begins, sizeof begins);
}
END_TEST

/* ---- shingles ---- */

static void random_characters(tg_vector *out, size_t count, size_t letters)
{
    out->count = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t c = 'a' + (uint32_t)random_below(letters);
        ck_assert(tg_vector_append(out, &c, 1));
    }
}

static size_t distinct_by_search(const uint32_t *characters, size_t count)
{
    size_t distinct = 0, places = tg_shingle_places(count);
    for (size_t i = 0; i < places; i++) {
        size_t k = 0;
        while (k < i && tg_shingle_at(characters, count, k) != tg_shingle_at(characters, count, i))
            k++;
        distinct += k == i;
    }
    return distinct;
}

START_TEST(sets_of_shingles_agree_with_a_search)
{
    tg_vector a, b;
    tg_vector_init(&a, &allocator, sizeof(uint32_t));
    tg_vector_init(&b, &allocator, sizeof(uint32_t));
    for (int round = 0; round < 300; round++) {
        random_characters(&a, random_below(120), 1 + random_below(5));
        random_characters(&b, random_below(120), 1 + random_below(5));
        ck_assert(tg_shingles_read(&probe.shingles, a.items, a.count));
        ck_assert_uint_eq(tg_shingles_size(&probe.shingles), distinct_by_search(a.items, a.count));
        size_t common = 0, places = tg_shingle_places(b.count);
        for (size_t i = 0; i < places; i++) {
            size_t k = 0;
            while (k < i && tg_shingle_at(b.items, b.count, k) != tg_shingle_at(b.items, b.count, i))
                k++;
            bool is_there = false;
            for (size_t j = 0; j < tg_shingle_places(a.count); j++)
                is_there |= tg_shingle_at(a.items, a.count, j) == tg_shingle_at(b.items, b.count, i);
            ck_assert(tg_shingles_have(&probe.shingles, tg_shingle_at(b.items, b.count, i)) == is_there);
            common += is_there && k == i;
        }
        ck_assert_uint_eq(tg_shingles_common(&probe.shingles, b.items, b.count), common);
    }
    tg_vector_free(&a);
    tg_vector_free(&b);
}
END_TEST

static int compare_hashes(const void *a, const void *b)
{
    uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;
    return (left > right) - (left < right);
}

START_TEST(kernels_of_shingles_agree)
{
    enum { LONGEST = 3000 };
    tg_shingles scalar, best;
    tg_shingles_init(&scalar, &allocator, TG_CPU_SCALAR);
    tg_shingles_init(&best, &allocator, tg_cpu_level());
    for (int round = 0; round < 200; round++) {
        uint32_t characters[LONGEST];
        uint64_t all[LONGEST];
        size_t count = random_below(LONGEST), range = 1 + random_below(40), distinct = 0;
        for (size_t i = 0; i < count; i++)
            characters[i] = (uint32_t)(0x4E00 + random_below(range));
        for (size_t i = 0; i < tg_shingle_places(count); i++)
            all[i] = tg_shingle_at(characters, count, i);
        qsort(all, tg_shingle_places(count), sizeof *all, compare_hashes);
        for (size_t i = 0; i < tg_shingle_places(count); i++)
            distinct += i == 0 || all[i] != all[i - 1];
        ck_assert(tg_shingles_read(&scalar, characters, count));
        ck_assert(tg_shingles_read(&best, characters, count));
        ck_assert_uint_eq(tg_shingles_size(&scalar), distinct);
        ck_assert_uint_eq(tg_shingles_size(&best), distinct);
        if (distinct)
            ck_assert_mem_eq(scalar.hashes.items, best.hashes.items, distinct * sizeof(uint64_t));
        for (size_t i = 0; i < tg_shingle_places(count); i++)
            ck_assert(tg_shingles_have(&best, all[i]));
        ck_assert(!tg_shingles_have(&best, UINT64_C(1) << 63 | 0x61));
        ck_assert_uint_eq(tg_shingles_common(&best, characters, count), distinct);
    }
    tg_shingles_free(&scalar);
    tg_shingles_free(&best);
}
END_TEST

START_TEST(kernels_of_minima_agree)
{
    uint64_t hashes[300];
    uint32_t expected[TG_MINHASH], got[TG_MINHASH];
    static tg_minhash minhash;
    for (int round = 0; round < 50; round++) {
        size_t count = random_below(300);
        for (size_t i = 0; i < count; i++)
            hashes[i] = random_next();
        tg_minhash_init(&minhash, TG_CPU_SCALAR);
        minhash.compute(&minhash, hashes, count, expected);
        for (int level = TG_CPU_SCALAR; level <= TG_CPU_AVX512; level++) {
            tg_minhash_init(&minhash, (enum tg_cpu)level);
            minhash.compute(&minhash, hashes, count, got);
            ck_assert_mem_eq(got, expected, sizeof got);
        }
    }
}
END_TEST

/* ---- fingerprints ---- */

/* Two texts of `length` random Han characters of which some are exchanged. */
static void make_pair(bytes *a, bytes *b, size_t length, size_t exchanged)
{
    a->length = b->length = 0;
    for (size_t i = 0; i < length; i++) {
        char one[4] = {(char)0xE4, (char)(0xB8 + random_below(8)), (char)(0x80 + random_below(64)), 0};
        char two[4] = {(char)0xE5, (char)(0xB8 + random_below(8)), (char)(0x80 + random_below(64)), 0};
        put_string(a, one);
        put_string(b, random_below(length) < exchanged ? two : one);
    }
}

/* Estimates lie about the truth as far as their error says, and most similar texts have a key in common. */
START_TEST(estimates_and_keys_are_as_good_as_they_say)
{
    static const size_t lengths[] = {12, 40, 100, 170, 230, 280, 600, 2500};
    bytes a = {NULL, 0, 0}, b = {NULL, 0, 0};
    size_t outside = 0, similar = 0, missed = 0, pairs = 0;
    double worst = 0;
    for (size_t i = 0; i < 8 * 60; i++) {
        size_t length = lengths[i % 8];
        make_pair(&a, &b, length, random_below(length / 8 + 2));
        ck_assert_int_eq(tg_near_probe_print(&probe, 0, a.data, a.length), TG_OK);
        ck_assert_int_eq(tg_near_probe_print(&other, 0, b.data, b.length), TG_OK);
        double truth = tg_near_probe_compare(&probe, other.text.characters.items, other.text.characters.count,
                                             tg_shingles_size(&other.shingles));
        double error, estimate = tg_near_estimate(&probe.print, &other.print, &error);
        pairs++;
        outside += fabs(estimate - truth) > 4 * error + .02;
        worst = fmax(worst, fabs(estimate - truth));
        if (truth < .8)
            continue;
        uint32_t left[TG_FINGERPRINT_KEYS], right[TG_FINGERPRINT_KEYS];
        size_t lefts = tg_near_keys(&probe.print, .8, left), rights = tg_near_keys(&other.print, .8, right), common = 0;
        for (size_t x = 0; x < lefts; x++)
            for (size_t y = 0; y < rights; y++)
                common += left[x] == right[y];
        similar++;
        missed += common == 0;
    }
    ck_assert_uint_ge(similar, 100);
    ck_assert_msg(outside * 100 <= pairs, "%zu of %zu estimates are off by more than four errors", outside, pairs);
    ck_assert_msg(worst < .2, "an estimate is off by %.3f", worst);
    ck_assert_msg(missed * 50 <= similar, "%zu of %zu similar pairs have no key in common", missed, similar);
    free(a.data);
    free(b.data);
}
END_TEST

/* The format is for ever: a change of this needs another TG_FINGERPRINT_FORMAT. */
START_TEST(fingerprints_are_as_they_were)
{
    ck_assert_int_eq(tg_near_probe_print(&probe, 0, "加微信 abc123 领取彩金", strlen("加微信 abc123 领取彩金")), TG_OK);
    const tg_fingerprint *p = &probe.print;
    ck_assert_uint_eq(p->shingles, 13);
    ck_assert_msg(p->fold[0] == UINT64_C(0x91C8374D788AAEC7) && p->keys[0] == 0x65E3EB9A && p->keys[31] == 0xAC3DA3F8 &&
                      p->fine[0] == UINT64_C(0xB0000000002080) && p->coarse[0] == UINT64_C(0xB0000000000000),
                  "%#llx %#x %#x %#llx %#llx", (unsigned long long)p->fold[0], p->keys[0], p->keys[31],
                  (unsigned long long)p->fine[0], (unsigned long long)p->coarse[0]);
}
END_TEST

/* ---- anchors ---- */

START_TEST(texts_that_share_a_run_share_an_anchor)
{
    tg_vector a, b, left, right;
    tg_vector_init(&a, &allocator, sizeof(uint32_t));
    tg_vector_init(&b, &allocator, sizeof(uint32_t));
    tg_vector_init(&left, &allocator, sizeof(uint32_t));
    tg_vector_init(&right, &allocator, sizeof(uint32_t));
    for (int round = 0; round < 300; round++) {
        random_characters(&a, TG_ANCHOR_RUN + random_below(60), 26);
        random_characters(&b, TG_ANCHOR_RUN + random_below(200), 26);
        size_t from = random_below(a.count - TG_ANCHOR_RUN + 1), to = random_below(b.count - TG_ANCHOR_RUN + 1);
        memcpy(TG_ITEMS(&b, uint32_t) + to, TG_ITEMS(&a, uint32_t) + from, TG_ANCHOR_RUN * sizeof(uint32_t));
        left.count = right.count = 0;
        ck_assert(tg_near_anchors(a.items, a.count, &left) && tg_near_anchors(b.items, b.count, &right));
        bool common = false;
        for (size_t i = 0; i < left.count; i++)
            for (size_t k = 0; k < right.count; k++)
                common |= TG_ITEMS(&left, uint32_t)[i] == TG_ITEMS(&right, uint32_t)[k];
        ck_assert(common);
        ck_assert_uint_lt(left.count, a.count / 3);
    }
    tg_vector_free(&a);
    tg_vector_free(&b);
    tg_vector_free(&left);
    tg_vector_free(&right);
}
END_TEST

/* ---- runs ---- */

static int compare_entries(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return a < b ? -1 : a > b;
}

START_TEST(entries_are_sorted)
{
    enum { MOST = 6000 };
    static uint64_t entries[MOST], spare[MOST], expected[MOST];
    static const size_t counts[] = {0, 1, 2, 47, 48, 49, 500, 4095, 4096, MOST};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        for (size_t k = 0; k < counts[i]; k++)
            entries[k] = expected[k] = random_next() & (i % 2 ? UINT64_MAX : UINT64_C(0xFF00000FFF));
        tg_sort_entries(entries, spare, counts[i], 0);
        qsort(expected, counts[i], sizeof *expected, compare_entries);
        ck_assert_mem_eq(entries, expected, counts[i] * sizeof *entries);
    }
}
END_TEST

/* What a merged run holds of a key is what its parts did, but for texts that are gone. */
START_TEST(merged_runs_hold_what_their_parts_held)
{
    enum { RUNS = 4, MOST = 3000 };
    static uint64_t entries[RUNS][MOST], spare[MOST];
    static const uint32_t forgotten[] = {150, 151, 700};
    size_t counts[RUNS] = {MOST, 40, 1, 700};
    tg_run runs[RUNS], merged;
    tg_merger merger;
    tg_merger_init(&merger, &allocator);
    for (uint32_t r = 0; r < RUNS; r++) {
        for (size_t i = 0; i < counts[r]; i++)
            entries[r][i] = tg_run_entry((uint32_t)random_below(2000) * 0x200000u, r * 500 + (uint32_t)i % 500);
        tg_sort_entries(entries[r], spare, counts[r], 0);
        ck_assert(tg_run_make(&runs[r], &allocator, entries[r], counts[r]));
        ck_assert(tg_chunk_is_valid(runs[r].chunks[0], tg_chunk_size(runs[r].chunks[0])));
        ck_assert(!tg_chunk_is_valid(runs[r].chunks[0], tg_chunk_size(runs[r].chunks[0]) - 1));
    }
    tg_gone gone = {100, forgotten, 3};
    ck_assert(tg_run_merge_in_memory(&merged, &allocator, &merger, runs, RUNS, &gone));
    size_t total = 0;
    for (uint32_t k = 0; k < 2048; k++) {
        uint32_t key = k * 0x200000u;
        size_t count, expected = 0;
        const unsigned char *found = tg_run_find(&merged, key, &count);
        for (size_t i = 1; i < count; i++)
            ck_assert_uint_lt((uint32_t)tg_entry_at(found, i - 1), (uint32_t)tg_entry_at(found, i) + 1);
        for (uint32_t r = 0; r < RUNS; r++)
            for (size_t i = 0; i < counts[r]; i++) {
                uint32_t number = (uint32_t)entries[r][i];
                expected += entries[r][i] >> 32 == key && number >= 100 && number != 150 && number != 151 && number != 700;
            }
        total += count;
        ck_assert_uint_eq(count, expected);
    }
    ck_assert_uint_eq(total, merged.count);
    for (size_t r = 0; r < RUNS; r++)
        tg_run_free(&runs[r], &allocator);
    tg_run_free(&merged, &allocator);
    tg_merger_free(&merger);
}
END_TEST

/* ---- records ---- */

START_TEST(damaged_records_are_seen)
{
    static const uint32_t characters[] = {'a', 0xE9, 0x8D4C, 0x1F600};
    ck_assert_int_eq(tg_near_probe_print(&probe, 0, "abc", 3), TG_OK);
    tg_record_source source = {.time = 5, .group = 6, .id = "x1", .id_length = 2, .characters = characters, .count = 4,
                               .keep = 10, .print = &probe.print};
    tg_record *record = tg_record_new(&allocator, &source), head;
    size_t size = tg_record_size(record);
    ck_assert_uint_eq(record->fold_length, 10);
    tg_vector decoded;
    tg_vector_init(&decoded, &allocator, sizeof(uint32_t));
    ck_assert(tg_record_decode(tg_record_fold(record), record->fold_length, &decoded));
    ck_assert_mem_eq(decoded.items, characters, sizeof characters);
    tg_vector_free(&decoded);
    ck_assert(tg_record_check(record, size, &head));
    for (size_t i = 0; i < size; i++) {
        ((unsigned char *)record)[i] ^= 1;
        ck_assert(!tg_record_check(record, size, &head));
        ((unsigned char *)record)[i] ^= 1;
        ck_assert(!tg_record_check(record, i, &head));
    }
    tg_record_free(&allocator, record);
    source.keep = 9;
    record = tg_record_new(&allocator, &source);
    ck_assert_uint_eq(record->fold_length, 0);
    tg_record_free(&allocator, record);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("near");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_set_timeout(tests, 0);
    tcase_add_test(tests, texts_are_folded_and_blanks_are_one);
    tcase_add_test(tests, numbers_links_mentions_and_signs_are_normalised_if_asked_for);
    tcase_add_test(tests, places_of_characters_are_bytes_of_the_text);
    tcase_add_test(tests, sets_of_shingles_agree_with_a_search);
    tcase_add_test(tests, kernels_of_minima_agree);
    tcase_add_test(tests, kernels_of_shingles_agree);
    tcase_add_test(tests, estimates_and_keys_are_as_good_as_they_say);
    tcase_add_test(tests, fingerprints_are_as_they_were);
    tcase_add_test(tests, texts_that_share_a_run_share_an_anchor);
    tcase_add_test(tests, entries_are_sorted);
    tcase_add_test(tests, merged_runs_hold_what_their_parts_held);
    tcase_add_test(tests, damaged_records_are_seen);
    return run_suite("near", tests);
}
