/* Texts that are scanned together have the verdicts that they have alone, whatever their neighbours. */
#include <textgate.h>

#include "../api/support.h"
#include "random.h"

enum { ROUNDS = 300, TEXTS = 600 };

/* Words that reach over an end, marks that combine with what is before them, patterns that look around. */
static const char rules[] = "赌博\n博彩网\nboot\tmatch=fold\nart\tmatch=part,fold\n赌球&开户\n/vx\\d+/\n/^[0-9]{3}$/\n!看大麻布\n大麻\n"
                            "é\tmatch=part,fold\n加微信\tmatch=fold,loose,sound\n";
static const char more[] = "开户\n微信\tmatch=exact\n/(?<=a)b/\nx\tmatch=part,fold\n";

static const char *const pieces[] = {"赌", "博", "彩", "网", "赌博", "boot", "b", "oot", "art", "a", "b", " ", "e", "\u0301", "\u200B", "vx",
                                     "123", "4", "大麻", "看", "布", "赌球", "开户", "…", "\xE8", "\xB5", "\xF0\x9F", "微", "信", "jia", "加",
                                     "wei", "x", "\uFDFA", "，", "一段普通的文字，说今天天气很好。", "a longer run of plain letters ", "哈哈哈哈哈哈", "asdfghjkl "};

typedef struct packed {
    bytes text;
    size_t ends[TEXTS];
    size_t count;
} packed;

static void make_texts(packed *p)
{
    p->text.length = 0;
    p->count = random_below(TEXTS + 1);
    put(&p->text, "", 0);
    for (size_t i = 0; i < p->count; i++) {
        size_t most = random_below(60) == 0 ? 3000 : random_below(12);
        for (size_t n = random_below(most + 1); n > 0; n--) {
            const char *piece = pieces[random_below(sizeof pieces / sizeof *pieces)];
            put(&p->text, piece, strlen(piece));
        }
        p->ends[i] = p->text.length;
    }
}

/* What a scan said, as text. */
typedef struct said {
    char *verdicts[TEXTS];
    tg_summary summaries[TEXTS];
} said;

static char *describe(const tg_verdict *verdict)
{
    bytes out = {NULL, 0, 0};
    char line[512];
    for (size_t i = 0; i < verdict->finding_count; i++) {
        const tg_finding *f = tg_verdict_finding(verdict, i);
        put(&out, line, (size_t)snprintf(line, sizeof line, "%zu-%zu %s %d %x %zu;", f->begin, f->end, f->rule,
                                         (int)f->match, f->tricks, f->part_count));
    }
    if (verdict->flood > 0) /* which there may be without findings */
        put(&out, line, (size_t)snprintf(line, sizeof line, "flood %.6f;", verdict->flood));
    if (verdict->emotion)
        put(&out, line, (size_t)snprintf(line, sizeof line, "%s %.6f;", verdict->emotion->label, verdict->emotion->polarity));
    put(&out, "", 1);
    return out.data;
}

static int note(size_t index, const tg_verdict *verdict, void *user)
{
    said *s = user;
    ck_assert_ptr_null(s->verdicts[index]);
    s->verdicts[index] = describe(verdict);
    return 0;
}

static void forget(said *s)
{
    for (size_t i = 0; i < TEXTS; i++)
        free(s->verdicts[i]);
    memset(s, 0, sizeof *s);
}

static void check_said(const packed *p, tg_scanner *alone, said *s)
{
    for (size_t i = 0; i < p->count; i++) {
        size_t begin = i ? p->ends[i - 1] : 0;
        const tg_verdict *verdict;
        ck_assert_int_eq(tg_scan(alone, p->text.data + begin, p->ends[i] - begin, &verdict), TG_OK);
        ck_assert_int_eq(s->summaries[i].action, verdict->action);
        ck_assert_double_eq(s->summaries[i].score, verdict->score);
        ck_assert_uint_eq(s->summaries[i].finding_count, verdict->finding_count);
        char *expected = describe(verdict);
        ck_assert_str_eq(s->verdicts[i] ? s->verdicts[i] : "", expected);
        free(expected);
    }
    forget(s);
}

START_TEST(together_is_as_alone)
{
    static packed p;
    static said s;
    tg_options *options = options_of(rules, NULL);
    tg_pack *second = pack_of(more, NULL);
    ck_assert_int_eq(tg_options_add_pack(options, second), TG_OK);
    tg_pack_unref(second);
    ck_assert_int_eq(tg_options_set(options, TG_SETTING_KERNELS, (uint64_t)_i), TG_OK);
    ck_assert_int_eq(tg_options_set(options, TG_SETTING_DETECTORS, UINT32_MAX), TG_OK); /* flood too */
    tg_gate *gate = gate_from(options);
    tg_scanner *scanner, *alone;
    tg_batch *batch;
    ck_assert_int_eq(tg_scanner_new(gate, &scanner), TG_OK);
    ck_assert_int_eq(tg_scanner_new(gate, &alone), TG_OK);
    ck_assert_int_eq(tg_batch_new(gate, 3, &batch), TG_OK);
    for (long round = random_rounds(ROUNDS) / 3; round > 0; round--) {
        make_texts(&p);
        ck_assert_int_eq(tg_scan_packed(scanner, p.text.data, p.ends, p.count, s.summaries, note, &s), TG_OK);
        check_said(&p, alone, &s);
        ck_assert_int_eq(tg_batch_scan(batch, p.text.data, p.ends, p.count, s.summaries, note, &s), TG_OK);
        check_said(&p, alone, &s);
    }
    free(p.text.data);
    p.text = (bytes){NULL, 0, 0};
    tg_batch_free(batch);
    tg_scanner_free(alone);
    tg_scanner_free(scanner);
    tg_gate_unref(gate);
}
END_TEST

static int stop_at_second(size_t index, const tg_verdict *verdict, void *user)
{
    (void)verdict;
    size_t *calls = user;
    ck_assert_uint_eq(index, 2 * *calls);
    return ++*calls == 2;
}

START_TEST(misuse_and_stopping_are_told)
{
    static const size_t ends[] = {6, 7, 13, 13}, bad[] = {6, 5};
    tg_scanner *scanner = scanner_of(rules, NULL);
    tg_summary summaries[4];
    tg_batch *batch = NULL;
    size_t calls = 0;
    ck_assert_int_eq(tg_scan_packed(scanner, "赌博x大麻", ends, 4, NULL, stop_at_second, &calls), TG_STOPPED);
    ck_assert_uint_eq(calls, 2);
    ck_assert_int_eq(tg_scan_packed(scanner, "赌博x大麻", ends, 4, summaries, NULL, NULL), TG_OK);
    ck_assert_uint_eq(summaries[0].finding_count, 1);
    ck_assert_int_eq(summaries[1].action, TG_ACTION_PASS);
    ck_assert_uint_eq(summaries[3].finding_count, 0);
    ck_assert_int_eq(tg_scan_packed(scanner, "赌博x大麻", bad, 2, NULL, NULL, NULL), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_scan_packed(scanner, NULL, ends, 4, NULL, NULL, NULL), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_scan_packed(scanner, NULL, NULL, 0, NULL, NULL, NULL), TG_OK);
    ck_assert_int_eq(tg_scan_packed(NULL, "赌博", ends, 1, NULL, NULL, NULL), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_batch_new(NULL, 1, &batch), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_batch_scan(NULL, "赌博", ends, 1, NULL, NULL, NULL), TG_INVALID_ARGUMENT);
    tg_scanner_free(scanner);
}
END_TEST

int main(void)
{
    random_begin();
    TCase *tests = tcase_create("packed");
    tcase_set_timeout(tests, 0);
    tcase_add_loop_test(tests, together_is_as_alone, 0, 3);
    tcase_add_test(tests, misuse_and_stopping_are_told);
    return run_suite("packed", tests);
}
