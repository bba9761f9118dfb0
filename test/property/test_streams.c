/* A text that comes in pieces has the findings that it has whole, wherever it is cut. */
#include <textgate.h>

#include "../api/support.h"
#include "random.h"

enum { ROUNDS = 40 };

static const char rules[] = "赌博\n博彩网站\nboot\tmatch=fold\nart\tmatch=part,fold\n赌球&开户\twithin=200\n代开&发票~举报\n/vx\\d+/\n/[0-9]{11}/\n"
                            "/a[^\\n]{0,99}?z/\n/a\\w*b/\n!看大麻布\n大麻\né\tmatch=part,fold\n加微信\tmatch=fold,loose,sound\nf.uck\n";

static const char *const pieces[] = {"赌", "博", "彩", "网站", "赌博", "boot", "b", "oot", "art", "a", "z", " ", "e", "\u0301", "\u200B", "vx", "138",
                                     "12345678", "大麻", "看", "布", "赌球", "开户", "代开", "发票", "举报", "…", "\xE8", "\xB5", "\xF0\x9F", "微", "信",
                                     "jia", "加", "wei", "xin", "x", "\uFDFA", "\n", "*", ".", "\u202E", "р", "с", "f", "uck"};
static const char *const fillers[] = {"一段普通的文字，说今天天气很好，大家都去公园散步。", "A plain sentence about the weather, and of the walk we took. ",
                                      "\u200B", "0123456789 ", "a"};

static void put_stretch(bytes *text, size_t most)
{
    const char *filler = fillers[random_below(random_below(8) ? 2 : 5)];
    for (size_t n = random_below(most); n > 0; n--)
        put(text, filler, strlen(filler));
    for (size_t n = random_below(40); n > 0; n--) {
        const char *piece = pieces[random_below(sizeof pieces / sizeof *pieces)];
        put(text, piece, strlen(piece));
    }
}

typedef struct said {
    bytes findings;
    size_t count, before;
} said;

static void describe(const tg_finding *f, said *s)
{
    char line[512];
    put(&s->findings, line, (size_t)snprintf(line, sizeof line, "%zu-%zu %s %d %x;", f->begin, f->end, f->rule, (int)f->match,
                                             f->tricks));
    for (size_t i = 0; i < f->part_count; i++)
        put(&s->findings, line, (size_t)snprintf(line, sizeof line, "%zu-%zu;", f->parts[i].begin, f->parts[i].end));
    s->count++;
}

static int hear(const tg_finding *finding, void *user)
{
    said *s = user;
    ck_assert_uint_ge(finding->begin, s->before);
    s->before = finding->begin;
    describe(finding, s);
    return 0;
}

static void check_stream(tg_stream *stream, tg_scanner *scanner, const bytes *text)
{
    said streamed = {{NULL, 0, 0}, 0, 0}, whole = {{NULL, 0, 0}, 0, 0};
    tg_summary summary;
    const tg_verdict *verdict;
    size_t most = (size_t)1 << random_below(18);
    for (size_t at = 0; at < text->length;) {
        size_t left = text->length - at, count = 1 + random_below(most);
        if (count > left)
            count = left;
        ck_assert_int_eq(tg_stream_feed(stream, text->data + at, count, hear, &streamed), TG_OK);
        at += count;
    }
    ck_assert_int_eq(tg_stream_finish(stream, hear, &streamed, &summary), TG_OK);
    ck_assert_int_eq(tg_scan(scanner, text->data, text->length, &verdict), TG_OK);
    for (size_t i = 0; i < verdict->finding_count; i++)
        describe(tg_verdict_finding(verdict, i), &whole);
    put(&streamed.findings, "", 1);
    put(&whole.findings, "", 1);
    size_t same = 0;
    while (streamed.findings.data[same] && streamed.findings.data[same] == whole.findings.data[same])
        same++;
    size_t from = same > 200 ? same - 200 : 0;
    ck_assert_msg(streamed.findings.data[same] == whole.findings.data[same], "of %zu bytes, streamed: %.300s\nwhole: %.300s",
                  text->length, streamed.findings.data + from, whole.findings.data + from);
    ck_assert_uint_eq(summary.finding_count, verdict->finding_count);
    ck_assert_int_eq(summary.action, verdict->action);
    ck_assert_double_eq(summary.score, verdict->score);
    free(streamed.findings.data);
    free(whole.findings.data);
}

START_TEST(a_stream_finds_what_the_whole_has)
{
    tg_options *options = options_of(rules, NULL);
    uint64_t detectors = TG_DETECTOR_BIT(TG_DETECTOR_WORDS) | TG_DETECTOR_BIT(TG_DETECTOR_PATTERNS);
    ck_assert_int_eq(tg_options_set(options, TG_SETTING_DETECTORS, detectors), TG_OK);
    tg_gate *gate = gate_from(options);
    tg_scanner *scanner;
    tg_stream *stream;
    bytes text = {NULL, 0, 0};
    ck_assert_int_eq(tg_scanner_new(gate, &scanner), TG_OK);
    ck_assert_int_eq(tg_stream_new(gate, &stream), TG_OK);
    for (long round = random_rounds(ROUNDS); round > 0; round--) {
        text.length = 0;
        put(&text, "", 0);
        for (size_t n = random_below(random_below(4) ? 60 : 2), most = 1 + random_below(300); n > 0; n--)
            put_stretch(&text, most);
        check_stream(stream, scanner, &text);
    }
    free(text.data);
    tg_stream_free(stream);
    tg_scanner_free(scanner);
    tg_gate_unref(gate);
}
END_TEST

static int refuse(const tg_finding *finding, void *user)
{
    (void)finding;
    (void)user;
    return 1;
}

START_TEST(misuse_and_stopping_are_told)
{
    tg_gate *gate = gate_of(rules, NULL);
    tg_stream *stream = NULL;
    tg_summary summary;
    ck_assert_int_eq(tg_stream_new(NULL, &stream), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_stream_new(gate, NULL), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_stream_new(gate, &stream), TG_OK);
    ck_assert_int_eq(tg_stream_feed(stream, NULL, 1, NULL, NULL), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_stream_feed(stream, "看大", strlen("看大"), NULL, NULL), TG_OK);
    ck_assert_int_eq(tg_stream_feed(stream, "麻赌博", strlen("麻赌博"), NULL, NULL), TG_OK);
    ck_assert_int_eq(tg_stream_finish(stream, refuse, NULL, &summary), TG_STOPPED);
    ck_assert_int_eq(tg_stream_finish(stream, NULL, NULL, &summary), TG_OK); /* of the empty text */
    ck_assert_uint_eq(summary.finding_count, 0);
    ck_assert_int_eq(summary.action, TG_ACTION_PASS);
    tg_stream_free(stream);
    tg_stream_free(NULL);
    tg_gate_unref(gate);
}
END_TEST

int main(void)
{
    random_begin();
    TCase *tests = tcase_create("streams");
    tcase_set_timeout(tests, 0);
    tcase_add_test(tests, a_stream_finds_what_the_whole_has);
    tcase_add_test(tests, misuse_and_stopping_are_told);
    return run_suite("streams", tests);
}
