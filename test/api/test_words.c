/* The words of the header: statuses, severities, actions … as strings and back, versions, and errors as text. */
#include "support.h"

START_TEST(the_version_is_that_of_the_header)
{
    char version[32];
    snprintf(version, sizeof version, "%d.%d.%d", TG_VERSION_MAJOR, TG_VERSION_MINOR, TG_VERSION_PATCH);
    ck_assert_str_eq(tg_version(), TG_VERSION);
    ck_assert_str_eq(version, TG_VERSION);
}
END_TEST

START_TEST(every_status_has_a_name_and_a_text)
{
#define TG_X(name, value, text)                                                                    \
    ck_assert_int_eq(TG_##name, value);                                                            \
    ck_assert_str_eq(tg_status_name(TG_##name), #name);                                            \
    ck_assert_str_eq(tg_status_text(TG_##name), text);
    TG_STATUS_LIST(TG_X)
#undef TG_X
}
END_TEST

START_TEST(unknown_values_have_a_question_mark)
{
    ck_assert_str_eq(tg_status_name((tg_status)1), "?");
    ck_assert_str_eq(tg_status_text((tg_status)-99), "?");
    ck_assert_str_eq(tg_severity_word((tg_severity)4), "?");
    ck_assert_str_eq(tg_severity_word((tg_severity)-1), "?");
    ck_assert_str_eq(tg_action_word((tg_action)3), "?");
    ck_assert_str_eq(tg_detector_word(TG_DETECTOR_COUNT), "?");
    ck_assert_str_eq(tg_match_word((tg_match)99), "?");
    ck_assert_str_eq(tg_trick_word((tg_trick)0), "?");
    ck_assert_str_eq(tg_trick_word((tg_trick)(TG_TRICK_CASE | TG_TRICK_WIDTH)), "?");
}
END_TEST

START_TEST(every_severity_action_and_detector_has_a_word_and_is_its_value)
{
    tg_severity severity;
    tg_action action;
    tg_detector detector;
#define TG_X(name, word)                                                                           \
    ck_assert_str_eq(tg_severity_word(TG_SEVERITY_##name), word);                                  \
    ck_assert_int_eq(tg_severity_from_word(word, &severity), TG_OK);                               \
    ck_assert_int_eq(severity, TG_SEVERITY_##name);
    TG_SEVERITY_LIST(TG_X)
#undef TG_X
#define TG_X(name, word)                                                                           \
    ck_assert_str_eq(tg_action_word(TG_ACTION_##name), word);                                      \
    ck_assert_int_eq(tg_action_from_word(word, &action), TG_OK);                                   \
    ck_assert_int_eq(action, TG_ACTION_##name);
    TG_ACTION_LIST(TG_X)
#undef TG_X
#define TG_X(name, word)                                                                           \
    ck_assert_str_eq(tg_detector_word(TG_DETECTOR_##name), word);                                  \
    ck_assert_int_eq(tg_detector_from_word(word, &detector), TG_OK);                               \
    ck_assert_int_eq(detector, TG_DETECTOR_##name);
    TG_DETECTOR_LIST(TG_X)
#undef TG_X
}
END_TEST

START_TEST(every_match_and_trick_has_a_word)
{
#define TG_X(name, word) ck_assert_str_eq(tg_match_word(TG_MATCH_##name), word);
    TG_MATCH_LIST(TG_X)
#undef TG_X
#define TG_X(name, bit, word)                                                                      \
    ck_assert_int_eq(TG_TRICK_##name, 1 << bit);                                                   \
    ck_assert_str_eq(tg_trick_word(TG_TRICK_##name), word);
    TG_TRICK_LIST(TG_X)
#undef TG_X
}
END_TEST

START_TEST(an_unknown_word_has_no_value_and_leaves_the_place_untouched)
{
    static const char *const words[] = {"", "High", "high ", "worst", NULL};
    tg_severity severity = TG_SEVERITY_MEDIUM;
    tg_action action = TG_ACTION_REVIEW;
    tg_detector detector = TG_DETECTOR_PATTERNS;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        ck_assert_int_eq(tg_severity_from_word(words[i], &severity), TG_NOT_FOUND);
        ck_assert_int_eq(tg_action_from_word(words[i], &action), TG_NOT_FOUND);
        ck_assert_int_eq(tg_detector_from_word(words[i], &detector), TG_NOT_FOUND);
    }
    ck_assert_int_eq(severity, TG_SEVERITY_MEDIUM);
    ck_assert_int_eq(action, TG_ACTION_REVIEW);
    ck_assert_int_eq(detector, TG_DETECTOR_PATTERNS);
}
END_TEST

static const struct {
    tg_error error;
    const char *text;
} errors[] = {
    {{TG_SYNTAX, 3, 7, "a.txt", "bad"}, "a.txt:3:7: bad"}, {{TG_SYNTAX, 3, 0, "a.txt", "bad"}, "a.txt:3: bad"},
    {{TG_IO, 0, 0, "a.txt", "bad"}, "a.txt: bad"},         {{TG_IO, 0, 0, "", "bad"}, "bad"},
    {{TG_OK, 0, 0, "", ""}, ""},                           {{TG_SYNTAX, 3, 7, "", "bad"}, "3:7: bad"},
};

START_TEST(an_error_is_told_as_far_as_it_is_known)
{
    char buffer[64];
    ck_assert_uint_eq(tg_error_format(&errors[_i].error, buffer, sizeof buffer), strlen(errors[_i].text));
    ck_assert_str_eq(buffer, errors[_i].text);
}
END_TEST

START_TEST(a_small_buffer_gets_the_beginning_and_the_length_of_the_whole)
{
    char buffer[8] = "xxxxxxx";
    ck_assert_uint_eq(tg_error_format(&errors[0].error, buffer, 4), 14);
    ck_assert_str_eq(buffer, "a.t");
    ck_assert_uint_eq(tg_error_format(&errors[0].error, buffer, 1), 14);
    ck_assert_str_eq(buffer, "");
    ck_assert_uint_eq(tg_error_format(&errors[0].error, NULL, 0), 14);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("words");
    tcase_add_test(tests, the_version_is_that_of_the_header);
    tcase_add_test(tests, every_status_has_a_name_and_a_text);
    tcase_add_test(tests, unknown_values_have_a_question_mark);
    tcase_add_test(tests, every_severity_action_and_detector_has_a_word_and_is_its_value);
    tcase_add_test(tests, every_match_and_trick_has_a_word);
    tcase_add_test(tests, an_unknown_word_has_no_value_and_leaves_the_place_untouched);
    tcase_add_loop_test(tests, an_error_is_told_as_far_as_it_is_known, 0, sizeof errors / sizeof *errors);
    tcase_add_test(tests, a_small_buffer_gets_the_beginning_and_the_length_of_the_whole);
    return run_suite("words", tests);
}
