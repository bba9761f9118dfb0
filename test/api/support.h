/* What tests of the public functions share: gates of a source in one call, and an allocator that counts and can fail.
 * Included by one .c file a program, so all of it is static. */
#ifndef TEST_SUPPORT_H
#define TEST_SUPPORT_H

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <textgate.h>

/* How an allocator is doing. */
typedef struct tally {
    size_t calls; /* successful ones that gave memory */
    long live;    /* blocks */
    size_t bytes; /* in them */
    long left;    /* calls until all fail; below 0: none does */
} tally;

static inline void *tally_reallocate(void *user, void *pointer, size_t old_size, size_t new_size)
{
    tally *t = user;
    if (t->left == 0)
        return NULL;
    t->left -= t->left > 0;
    void *result = realloc(pointer, new_size);
    if (!result)
        return NULL;
    t->calls++;
    t->live += !pointer;
    t->bytes += new_size - old_size;
    return result;
}

static inline void tally_release(void *user, void *pointer, size_t size)
{
    tally *t = user;
    t->live--;
    t->bytes -= size;
    free(pointer);
}

static inline tg_allocator tally_allocator(tally *t)
{
    *t = (tally){.left = -1};
    return (tg_allocator){tally_reallocate, tally_release, t};
}

static inline tg_pack *pack_of(const char *source, const tg_allocator *allocator)
{
    tg_error error = {0};
    tg_pack *pack = NULL;
    tg_builder *builder = tg_builder_new(allocator);
    ck_assert_ptr_nonnull(builder);
    ck_assert_msg(tg_builder_add_memory(builder, "test.txt", source, strlen(source), &error) == TG_OK, "%u:%u: %s",
                  error.line, error.column, error.message);
    ck_assert_msg(tg_builder_compile(builder, &pack, &error) == TG_OK, "%s", error.message);
    tg_builder_free(builder);
    return pack;
}

/* The texts of tests say nothing and repeat themselves, so the detector of that rests. */
static inline tg_options *options_of(const char *source, const tg_allocator *allocator)
{
    tg_options *options = tg_options_new(allocator);
    tg_pack *pack = pack_of(source, allocator);
    ck_assert_int_eq(tg_options_add_pack(options, pack), TG_OK);
    ck_assert_int_eq(tg_options_set(options, TG_SETTING_DETECTORS, ~TG_DETECTOR_BIT(TG_DETECTOR_FLOOD)), TG_OK);
    tg_pack_unref(pack);
    return options;
}

/* Makes a gate of the options and frees them. */
static inline tg_gate *gate_from(tg_options *options)
{
    tg_error error = {0};
    tg_gate *gate = NULL;
    ck_assert_msg(tg_gate_new(options, &gate, &error) == TG_OK, "%s", error.message);
    tg_options_free(options);
    return gate;
}

static inline tg_gate *gate_of(const char *source, const tg_allocator *allocator)
{
    return gate_from(options_of(source, allocator));
}

/* A scanner that alone keeps its gate. */
static inline tg_scanner *scanner_of(const char *source, const tg_allocator *allocator)
{
    tg_scanner *scanner = NULL;
    tg_gate *gate = gate_of(source, allocator);
    ck_assert_int_eq(tg_scanner_new(gate, &scanner), TG_OK);
    tg_gate_unref(gate);
    return scanner;
}

static inline const tg_verdict *scan_text(tg_scanner *scanner, const char *text)
{
    const tg_verdict *verdict = NULL;
    ck_assert_int_eq(tg_scan(scanner, text, strlen(text), &verdict), TG_OK);
    ck_assert_ptr_nonnull(verdict);
    return verdict;
}

/* Checks where the findings of a verdict are: pairs of offsets. */
static inline void check_ranges(const tg_verdict *verdict, size_t count, const size_t (*ranges)[2])
{
    ck_assert_uint_eq(verdict->finding_count, count);
    for (size_t i = 0; i < count; i++) {
        ck_assert_uint_eq(tg_verdict_finding(verdict, i)->begin, ranges[i][0]);
        ck_assert_uint_eq(tg_verdict_finding(verdict, i)->end, ranges[i][1]);
    }
    ck_assert_ptr_null(tg_verdict_finding(verdict, count));
}

/* Runs the tests of one case; what main() returns. */
static inline int run_suite(const char *name, TCase *tests)
{
    Suite *suite = suite_create(name);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}

#endif
