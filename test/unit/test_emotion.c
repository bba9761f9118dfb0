/* The detector `emotion` with the shipped dictionaries and models: every emoji, the lists of faces and stickers, what only
 * looks like a face, places. What words do to one another is in test/cases. */
#include <unicode/uchar.h>
#include <unicode/uset.h>
#include <unicode/ustring.h>

#include "../property/random.h"
#include "detect/emotion.h"

static tg_gate *gate;
static tg_scanner *scanner;

static void open_gate(void)
{
    tg_options *options = tg_options_new(NULL);
    tg_error error = {0};
    tg_status status = tg_options_set(options, TG_SETTING_DETECTORS, TG_DETECTOR_BIT(TG_DETECTOR_EMOTION));
    if (status == TG_OK)
        status = tg_options_set(options, TG_SETTING_EMOTION_SPANS, 1);
    if (status == TG_OK)
        status = tg_options_add_path(options, "dicts/emotion", &error);
    if (status == TG_OK)
        status = tg_options_add_path(options, "dicts/models/shipped.model", &error);
    if (status == TG_OK)
        status = tg_gate_new(options, &gate, &error);
    ck_assert_msg(status == TG_OK, "%s", error.message);
    ck_assert_int_eq(tg_scanner_new(gate, &scanner), TG_OK);
    tg_options_free(options);
}

static void close_gate(void)
{
    tg_scanner_free(scanner);
    tg_gate_unref(gate);
}

static const tg_verdict *verdict_of(const char *text, size_t length)
{
    const tg_verdict *verdict = NULL;
    ck_assert_int_eq(tg_scan(scanner, text, length, &verdict), TG_OK);
    return verdict;
}

static const tg_emotion *feel(const char *text)
{
    return verdict_of(text, strlen(text))->emotion;
}

/* ---- emoji ---- */

/* Each emoji of Unicode, with its skin tones and sequences, gives an answer, and is one place as a whole if it feels. */
START_TEST(every_emoji_gives_an_answer)
{
    UErrorCode error = U_ZERO_ERROR;
    const USet *emoji = u_getBinaryPropertySet(UCHAR_RGI_EMOJI, &error);
    ck_assert(U_SUCCESS(error));
    int32_t items = uset_getItemCount(emoji), silent = 0, cut = 0, count = 0;
    for (int32_t i = 0; i < items; i++) {
        UChar32 first, last;
        UChar string[64];
        int32_t length = uset_getItem(emoji, i, &first, &last, string, 64, &error);
        for (UChar32 c = first; length ? c == first : c <= last; c++) {
            char text[256];
            int32_t size = 0;
            if (length) {
                u_strToUTF8(text, sizeof text, &size, string, length, &error);
            } else {
                char encoded[4];
                size = (int32_t)tg_utf8_encode((uint32_t)c, encoded);
                memcpy(text, encoded, (size_t)size);
            }
            ck_assert(U_SUCCESS(error));
            const tg_verdict *verdict = verdict_of(text, (size_t)size);
            const tg_emotion_span *span = tg_verdict_emotion_span(verdict, 0);
            silent += !verdict->emotion;
            cut += span && (span->begin != 0 || span->end != (size_t)size);
            count++;
            if (length)
                break;
        }
    }
    ck_assert_int_gt(count, 3000);
    ck_assert_int_eq(silent, 0);
    ck_assert_int_eq(cut, 0);
}
END_TEST

START_TEST(a_skin_tone_changes_nothing)
{
    double plain = feel("👍")->scores[TG_FEELING_JOY];
    ck_assert_str_eq(feel("👍")->label, "joy");
    ck_assert_double_eq(feel("👍🏿")->scores[TG_FEELING_JOY], plain);
    ck_assert_double_eq(feel("👍🏻")->scores[TG_FEELING_JOY], plain);
    ck_assert_str_eq(feel("❤")->label, "joy");
    ck_assert_str_eq(feel("❤️")->label, "joy");
    ck_assert_str_eq(feel("😮‍💨")->label, "sadness");
    ck_assert_str_eq(feel("😮")->label, "surprise");
    ck_assert_str_eq(feel("🏴󠁧󠁢󠁳󠁣󠁴󠁿")->label, "neutral");
    ck_assert_str_eq(feel("3️⃣")->label, "neutral");
}
END_TEST

/* ---- faces and stickers ---- */

/* The share of a list's lines, text TAB labels, that get one of their labels. */
static double share_right(const char *path, size_t *count)
{
    FILE *file = fopen(path, "r");
    char line[512];
    size_t right = 0;
    *count = 0;
    ck_assert_ptr_nonnull(file);
    while (fgets(line, sizeof line, file)) {
        char *tab = strchr(line, '\t');
        if (line[0] == '#' && line[1] == ' ')
            continue;
        ck_assert_ptr_nonnull(tab);
        *tab = '\0';
        const tg_emotion *emotion = feel(line);
        ++*count;
        for (char *label = strtok(tab + 1, ",\n"); label && emotion; label = strtok(NULL, ",\n"))
            if (strcmp(label, emotion->label) == 0) {
                right++;
                break;
            }
    }
    fclose(file);
    return (double)right / (double)*count;
}

START_TEST(of_the_listed_faces_and_stickers_nineteen_in_twenty_are_read_right)
{
    size_t faces, stickers;
    ck_assert_double_ge(share_right("test/emotion/kaomoji.tsv", &faces), .95);
    ck_assert_double_ge(share_right("test/emotion/stickers.tsv", &stickers), .95);
    ck_assert_uint_ge(faces, 300);
    ck_assert_uint_ge(stickers, 300);
}
END_TEST

static const char *const no_faces[] = {
    "at 8:00 (or 9:30) and 10:45)", "see http://example.com/a:b;c=d", "C:\\Users\\x", "ftp://host:21/", "mailto:a@b.c",
    "(a) first; (b) second; (c) third", "(1) one (2) two", "f(x) = (x+1)*(x-1)", "if (a == b) return;", "for (;;) { x(); }",
    "while (n--) *p++ = 0;", "int main(void)", "std::vector<int>", "a ? b : (c)", "foo(): pass", "def f(x):", "if (x):",
    "{\"a\":[1,2],\"b\":{\"c\":\"d\"}}", "key: value", "x = y_0 + z_1", "snake_case_name", "__init__", "a_b", "T_MAX", "O_RDONLY",
    "x<3", "if x <3 then", "a <3b", "1:3", "16:9", "2^3^4", "10^6", "(-1)^n", "i<=n; i++", "a=b;c=d", "p=0.05", "n=3)",
    "(see the options:)", "(note: this)", "list:(a,b)", "如下:(一)苹果;(二)梨", "时间:8:00-9:00(周一)", "（详见附件）", "（一）总则",
    "(o.o.o.)", "(x.y)", "(n-n)", "(1.1)", "a -> b", "x => y", "<div class=\"a\">", "&lt;", "$(x_x)", "f(o_o)", "p->q", "(T)x",
    "SELECT * FROM t WHERE a=:b", "::after", "a::b", ":root", "#:~:text=", "10:DEAD:BEEF", "fe80::D", "(A-D)", "Option D: none",
    "3.5 (D)", "x:=3", "y=D", "=(A1+B1)", "=SUM(A1:A3)", "(+)", "(*)", "(**)", "(...)", "(-)", "()", "((()))", "(%d)", "^a$", "^[a-z]+$",
    "x^y", "a;b;c", "(c) 2024", "3:(4", "(°C)", "20°-30°", "(10°)", "(1、2)", "(！)", "(？)", "（！）",
};

START_TEST(what_only_looks_like_a_face_is_none)
{
    for (size_t i = 0; i < sizeof no_faces / sizeof *no_faces; i++) {
        const tg_verdict *verdict = verdict_of(no_faces[i], strlen(no_faces[i]));
        const tg_emotion_span *span;
        for (size_t k = 0; (span = tg_verdict_emotion_span(verdict, k)) != NULL; k++)
            ck_assert_msg(span->layer != TG_LAYER_KAOMOJI, "%s: %.*s", no_faces[i], (int)(span->end - span->begin),
                          no_faces[i] + span->begin);
    }
}
END_TEST

/* ---- places ---- */

START_TEST(spans_tell_what_showed_a_feeling)
{
    const char *text = "太棒了 (^_^) 😂👍🏽[泪]";
    const tg_verdict *verdict = verdict_of(text, strlen(text));
    static const struct {
        const char *text;
        tg_feeling feeling;
        tg_layer layer;
    } expected[] = {{"太棒了", TG_FEELING_JOY, TG_LAYER_WORD}, {"(^_^)", TG_FEELING_JOY, TG_LAYER_KAOMOJI},
                    {"😂", TG_FEELING_JOY, TG_LAYER_EMOJI}, {"👍🏽", TG_FEELING_JOY, TG_LAYER_EMOJI},
                    {"[泪]", TG_FEELING_SADNESS, TG_LAYER_STICKER}};
    ck_assert_uint_eq(verdict->emotion->span_count, 5);
    for (size_t i = 0; i < 5; i++) {
        const tg_emotion_span *span = tg_verdict_emotion_span(verdict, i);
        ck_assert_uint_eq(span->end - span->begin, strlen(expected[i].text));
        ck_assert_int_eq(memcmp(text + span->begin, expected[i].text, span->end - span->begin), 0);
        ck_assert_int_eq(span->feeling, expected[i].feeling);
        ck_assert_int_eq(span->layer, expected[i].layer);
        ck_assert_double_gt(span->weight, 0);
    }
    ck_assert_ptr_null(tg_verdict_emotion_span(verdict, 5));
    ck_assert_ptr_null(tg_verdict_emotion_span(NULL, 0));
    const char *json;
    ck_assert_int_eq(tg_verdict_json(scanner, verdict, NULL, text, &json, NULL), TG_OK);
    ck_assert_ptr_nonnull(strstr(json, "\"spans\":[{\"begin\":0,\"end\":9,\"feeling\":\"joy\",\"layer\":\"word\",\"weight\":1.5}"));
}
END_TEST

START_TEST(stickers_in_the_alt_of_images_count)
{
    const char *html = "<p>好的<img src=\"a.gif\" alt=\"[怒]\"></p>";
    ck_assert_int_eq(tg_scanner_set_markup(scanner, TG_MARKUP_HTML), TG_OK);
    const tg_verdict *verdict = verdict_of(html, strlen(html));
    ck_assert_ptr_nonnull(verdict->emotion);
    const tg_emotion_span *span = tg_verdict_emotion_span(verdict, verdict->emotion->span_count - 1);
    ck_assert_int_eq(span->layer, TG_LAYER_STICKER);
    ck_assert_int_eq(memcmp(html + span->begin, "[怒]", strlen("[怒]")), 0);
    ck_assert_int_eq(tg_scanner_set_markup(scanner, TG_MARKUP_PLAIN), TG_OK);
}
END_TEST

/* Whatever the text: scores and polarity in their bounds, spans in order and within it, the same again. */
START_TEST(random_faces_stay_within_bounds)
{
    static const char *const pieces[] = {"(", ")", "^", "_", "T", "o", ";", ":", "-", "D", "=", "<", "3", ">", " ", "不", "很", "开心",
                                         "但是", "不是", "讨厌", "😀", "\xE2\x80\x8D", "🏽", "👩", "️", "⃣", "1", "🇨", "[", "泪", "]", "°", "□",
                                         "╯", "︵", "┻", "━", "´", "`", "Д", "益", "。", "not ", "happy ", "but ", "\xFF", "\xE2", "＾"};
    for (long round = 0; round < random_rounds(3000); round++) {
        bytes text = {0};
        put(&text, "", 0);
        for (size_t i = random_below(40); i > 0; i--) {
            const char *piece = pieces[random_below(sizeof pieces / sizeof *pieces)];
            put(&text, piece, strlen(piece));
        }
        const tg_verdict *verdict = verdict_of(text.data, text.length);
        const tg_emotion *emotion = verdict->emotion;
        size_t end = 0;
        double all = 0;
        for (size_t i = 0; emotion && i < TG_FEELING_COUNT; i++)
            all += emotion->scores[i];
        ck_assert(all >= 0 && all <= 1.0001);
        ck_assert(!emotion || (emotion->polarity >= -1 && emotion->polarity <= 1));
        for (size_t i = 0; emotion && i < emotion->span_count; i++) {
            const tg_emotion_span *span = tg_verdict_emotion_span(verdict, i);
            ck_assert(span->begin >= end && span->end > span->begin && span->end <= text.length);
            end = span->end;
        }
        double before = emotion ? emotion->polarity : 0;
        emotion = verdict_of(text.data, text.length)->emotion;
        ck_assert_double_eq(emotion ? emotion->polarity : 0, before);
        free(text.data);
    }
}
END_TEST

int main(void)
{
    random_begin();
    TCase *tests = tcase_create("emotion");
    tcase_set_timeout(tests, 240);
    tcase_add_unchecked_fixture(tests, open_gate, close_gate);
    tcase_add_test(tests, every_emoji_gives_an_answer);
    tcase_add_test(tests, a_skin_tone_changes_nothing);
    tcase_add_test(tests, of_the_listed_faces_and_stickers_nineteen_in_twenty_are_read_right);
    tcase_add_test(tests, what_only_looks_like_a_face_is_none);
    tcase_add_test(tests, spans_tell_what_showed_a_feeling);
    tcase_add_test(tests, stickers_in_the_alt_of_images_count);
    tcase_add_test(tests, random_faces_stay_within_bounds);
    return run_suite("emotion", tests);
}
