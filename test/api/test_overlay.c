/* Overlays through the header: entries that come and go over the gate of a holder, published together, compiled into a
 * pack. With threads: test/threads. */
#include "support.h"

static const char base_source[] = "%name base\n%category gambling\n赌博\tid=bet note=n\n赌球&开户~举报\twithin=9\n"
                                  "/vx\\d{3,}/i\tcategory=contact\n赌\n!赌博心理学\n百家乐\tmatch=fold,sound fuzzy=n weight=-1.5\n"
                                  "加微信\tinitials=jwx market=CN advice=a source=s\n\\&x\\/\n";

static tg_holder *holder;
static tg_overlay *overlay;
static tg_scanner *scanner;
static tg_error error;

static void set_up(void)
{
    tg_gate *gate = gate_of(base_source, NULL);
    ck_assert_int_eq(tg_holder_new(gate, NULL, &holder), TG_OK);
    tg_gate_unref(gate);
    ck_assert_int_eq(tg_overlay_new(holder, NULL, &overlay), TG_OK);
    ck_assert_int_eq(tg_scanner_new_following(holder, &scanner), TG_OK);
}

static void tear_down(void)
{
    tg_scanner_free(scanner);
    tg_overlay_free(overlay);
    tg_holder_free(holder);
}

static tg_status add(const char *entry, const char *attributes)
{
    return tg_overlay_add(overlay, entry, strlen(entry), attributes, &error);
}

static tg_status take_away(const char *entry)
{
    return tg_overlay_remove(overlay, entry, strlen(entry));
}

static void publish(void)
{
    ck_assert_msg(tg_overlay_publish(overlay, &error) == TG_OK, "%s", error.message);
}

static size_t found(const char *text)
{
    return scan_text(scanner, text)->finding_count;
}

START_TEST(what_is_added_is_found_once_published)
{
    ck_assert_int_eq(add("甲乙", "category=fraud severity=low"), TG_OK);
    ck_assert_int_eq(add("/k\\d+/", NULL), TG_OK);
    ck_assert_int_eq(add("丙丁&戊己", NULL), TG_OK);
    ck_assert_uint_eq(found("甲乙 k77 丙丁戊己"), 0);
    publish();
    const tg_verdict *verdict = scan_text(scanner, "甲乙 k77 丙丁戊己");
    ck_assert_uint_eq(verdict->finding_count, 3);
    ck_assert_str_eq(tg_verdict_finding(verdict, 0)->category, "fraud");
    ck_assert_str_eq(tg_verdict_finding(verdict, 0)->rule, "words:甲乙");
    ck_assert_uint_eq(found("甲☆乙"), 1);
    ck_assert_uint_eq(found("百家乐"), 1);
}
END_TEST

START_TEST(what_is_removed_rests_once_published)
{
    ck_assert_uint_eq(found("百家乐 vx123 赌球开户"), 4);
    ck_assert_int_eq(take_away("百家乐"), TG_OK);
    ck_assert_int_eq(take_away(" /vx\\d{3,}/i "), TG_OK);
    ck_assert_int_eq(take_away("赌球&开户~举报"), TG_OK);
    ck_assert_uint_eq(found("百家乐 vx123 赌球开户"), 4);
    publish();
    ck_assert_uint_eq(found("百家乐 vx123 赌球开户"), 1);
    ck_assert_uint_eq(found("百☆家☆乐"), 0);
}
END_TEST

START_TEST(an_allowed_text_comes_and_goes)
{
    ck_assert_uint_eq(found("赌博心理学"), 0);
    ck_assert_int_eq(take_away("赌博心理学"), TG_NOT_FOUND);
    ck_assert_int_eq(take_away("!赌博心理学"), TG_OK);
    publish();
    ck_assert_uint_eq(found("赌博心理学"), 2);
    ck_assert_int_eq(add("!赌博心理学", NULL), TG_OK);
    publish();
    ck_assert_uint_eq(found("赌博心理学"), 0);
}
END_TEST

START_TEST(an_entry_that_comes_again_replaces_itself)
{
    ck_assert_int_eq(add("甲乙", "severity=low"), TG_OK);
    ck_assert_int_eq(add("甲乙", "severity=critical"), TG_OK);
    publish();
    const tg_verdict *verdict = scan_text(scanner, "甲乙");
    ck_assert_uint_eq(verdict->finding_count, 1);
    ck_assert_int_eq(tg_verdict_finding(verdict, 0)->severity, TG_SEVERITY_CRITICAL);
    ck_assert_int_eq(take_away("甲乙"), TG_OK);
    ck_assert_int_eq(take_away("甲乙"), TG_NOT_FOUND);
    publish();
    ck_assert_uint_eq(found("甲乙"), 0);
}
END_TEST

START_TEST(an_entry_of_the_gate_is_changed_by_both)
{
    ck_assert_int_eq(take_away("赌博"), TG_OK);
    ck_assert_int_eq(add("赌博", "category=x"), TG_OK);
    publish();
    const tg_verdict *verdict = scan_text(scanner, "赌博");
    ck_assert_uint_eq(verdict->finding_count, 2); /* 赌 is the other */
    ck_assert_str_eq(tg_verdict_finding(verdict, 0)->category, "x");
}
END_TEST

START_TEST(a_bad_entry_is_refused_and_changes_nothing)
{
    ck_assert_int_eq(add("/(/", NULL), TG_SYNTAX);
    ck_assert_int_eq(add("甲", "severity=huge"), TG_SYNTAX);
    ck_assert(error.message[0]);
    ck_assert_int_eq(take_away("甲"), TG_NOT_FOUND);
    ck_assert_int_eq(take_away(""), TG_NOT_FOUND);
    publish();
    ck_assert_uint_eq(found("甲"), 0);
    ck_assert_int_eq(tg_overlay_add(NULL, "a", 1, NULL, NULL), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_overlay_remove(overlay, NULL, 1), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_overlay_publish(NULL, NULL), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_overlay_new(NULL, NULL, &overlay), TG_INVALID_ARGUMENT);
}
END_TEST

START_TEST(thousands_come_and_go)
{
    char word[32];
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 3000; i++) {
            snprintf(word, sizeof word, "word%dof%d", i, round);
            ck_assert_int_eq(add(word, "match=fold"), TG_OK);
            if (i % 10) {
                ck_assert_int_eq(take_away(word), TG_OK);
            }
        }
        publish();
    }
    for (int round = 0; round < 3; round++)
        for (int i = 0; i < 3000; i += 7) {
            snprintf(word, sizeof word, "word%dof%d", i, round);
            ck_assert_msg(found(word) == (i % 10 == 0), "%s", word);
        }
    ck_assert_int_eq(take_away("word10of0"), TG_OK);
    publish();
    ck_assert_uint_eq(found("word10of0 word10of1"), 1);
}
END_TEST

/* Everything that findings of a text say. */
static char *report(tg_scanner *with, const char *text)
{
    const char *line;
    const tg_verdict *verdict = scan_text(with, text);
    ck_assert_int_eq(tg_verdict_json(with, verdict, NULL, text, &line, NULL), TG_OK);
    return strdup(line);
}

START_TEST(a_pack_of_all_finds_what_the_overlay_does)
{
    static const char text[] = "赌博 赌球快开户 vx1234 百家乐 baijiale 加微信 jwx &x/ 甲乙 赌博心理学 Ｋ9";
    ck_assert_int_eq(take_away("赌"), TG_OK);
    ck_assert_int_eq(add("甲乙", "category=fraud lang=zh note=\"a \\\"b\\\"\" id=i1 within=3"), TG_OK);
    ck_assert_int_eq(add("/k\\d/", "severity=low"), TG_OK);
    publish();
    tg_pack *pack = NULL;
    tg_scanner *other = NULL;
    ck_assert_msg(tg_overlay_compile(overlay, &pack, &error) == TG_OK, "%s", error.message);
    tg_options *options = tg_options_new(NULL);
    ck_assert_int_eq(tg_options_add_pack(options, pack), TG_OK);
    ck_assert_int_eq(tg_options_set(options, TG_SETTING_DETECTORS, ~TG_DETECTOR_BIT(TG_DETECTOR_FLOOD)), TG_OK);
    tg_gate *gate = gate_from(options);
    ck_assert_int_eq(tg_scanner_new(gate, &other), TG_OK);
    char *is = report(other, text), *was = report(scanner, text);
    ck_assert_uint_gt(scan_text(scanner, text)->finding_count, 5);
    ck_assert_str_eq(is, was);
    free(is);
    free(was);
    tg_scanner_free(other);
    tg_gate_unref(gate);
    tg_pack_unref(pack);
}
END_TEST

START_TEST(an_overlay_may_lie_over_another)
{
    ck_assert_int_eq(take_away("百家乐"), TG_OK);
    ck_assert_int_eq(add("甲乙", NULL), TG_OK);
    publish();
    tg_overlay *second = NULL;
    ck_assert_int_eq(tg_overlay_new(holder, NULL, &second), TG_OK);
    ck_assert_int_eq(tg_overlay_remove(second, "甲乙", 6), TG_OK);
    ck_assert_int_eq(tg_overlay_remove(second, "赌", 3), TG_OK);
    ck_assert_int_eq(tg_overlay_publish(second, &error), TG_OK);
    ck_assert_uint_eq(found("百家乐 甲乙 赌"), 0);
    tg_pack *pack = NULL;
    ck_assert_int_eq(tg_overlay_compile(second, &pack, &error), TG_OK);
    tg_pack_info info;
    tg_pack_get_info(pack, &info);
    ck_assert_uint_eq(info.entries, 6);
    tg_pack_unref(pack);
    tg_overlay_free(second);
    ck_assert_uint_eq(found("赌博"), 1);
}
END_TEST

START_TEST(what_a_pack_was_compiled_from_compiles_to_the_same_pack)
{
    tg_pack *first = pack_of(base_source, NULL), *second = NULL;
    tg_builder *builder = tg_builder_new(NULL);
    ck_assert_int_eq(tg_builder_add_pack(builder, first, &error), TG_OK);
    ck_assert_uint_eq(tg_builder_entry_count(builder), 8);
    ck_assert_int_eq(tg_builder_compile(builder, &second, &error), TG_OK);
    size_t length, other;
    const void *data = tg_pack_data(first, &length), *again = tg_pack_data(second, &other);
    ck_assert_uint_eq(length, other);
    ck_assert_mem_eq(data, again, length);
    tg_builder_free(builder);
    tg_pack_unref(first);
    tg_pack_unref(second);
}
END_TEST

START_TEST(a_hashed_list_is_not_taken_apart)
{
    tg_builder *builder = tg_builder_new(NULL);
    tg_pack *pack = NULL;
    ck_assert_int_eq(tg_builder_add_word(builder, "13800138000", 11, NULL, &error), TG_OK);
    ck_assert_int_eq(tg_builder_compile_hashed(builder, "0123456789abcdef", 16, &pack, &error), TG_OK);
    ck_assert_int_eq(tg_builder_add_pack(builder, pack, &error), TG_INVALID_ARGUMENT);
    ck_assert_uint_eq(tg_builder_entry_count(builder), 1);
    tg_pack_unref(pack);
    tg_builder_free(builder);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("overlay");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, what_is_added_is_found_once_published);
    tcase_add_test(tests, what_is_removed_rests_once_published);
    tcase_add_test(tests, an_allowed_text_comes_and_goes);
    tcase_add_test(tests, an_entry_that_comes_again_replaces_itself);
    tcase_add_test(tests, an_entry_of_the_gate_is_changed_by_both);
    tcase_add_test(tests, a_bad_entry_is_refused_and_changes_nothing);
    tcase_add_test(tests, thousands_come_and_go);
    tcase_add_test(tests, a_pack_of_all_finds_what_the_overlay_does);
    tcase_add_test(tests, an_overlay_may_lie_over_another);
    tcase_add_test(tests, what_a_pack_was_compiled_from_compiles_to_the_same_pack);
    tcase_add_test(tests, a_hashed_list_is_not_taken_apart);
    return run_suite("overlay", tests);
}
