/* Whether the tables of the detector culture are sound, and numbers are read with what stands beside them. What is found in
 * texts is in test/cases/culture-*.json. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "detect/culture.h"

static tg_quantity read_first(const char *text)
{
    tg_quantity q;
    size_t at = 0;
    ck_assert(tg_quantity_next(text, strlen(text), &at, &q));
    ck_assert_uint_eq(at, q.number.end);
    return q;
}

START_TEST(every_territory_is_found_by_its_code)
{
    static const struct {
        const char *code, *name, *currencies, *languages;
    } known[] = {{"SA", "Saudi Arabia", "SAR", "ar"}, {"JP", "Japan", "JPY", "ja"}, {"BG", "Bulgaria", "EUR", NULL},
                 {"ZW", "Zimbabwe", NULL, NULL}, {"AD", "Andorra", "EUR", NULL}, {"CH", "Switzerland", "CHF", NULL}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        const tg_territory *t = tg_territory_find(known[i].code);
        ck_assert_ptr_nonnull(t);
        ck_assert_str_eq(t->name, known[i].name);
        ck_assert(!known[i].currencies || strcmp(t->currencies, known[i].currencies) == 0);
        ck_assert(!known[i].languages || strcmp(t->languages, known[i].languages) == 0);
    }
    size_t count = 0;
    for (char a = 'A'; a <= 'Z'; a++)
        for (char b = 'A'; b <= 'Z'; b++) {
            const tg_territory *t = tg_territory_find((char[]){a, b, '\0'});
            if (!t)
                continue;
            count++;
            ck_assert(t->code[0] == a && t->code[1] == b);
            ck_assert(*t->name && *t->languages && strlen(t->name) <= 50);
            ck_assert(!*t->currencies || (strlen(t->currencies) + 1) % 4 == 0);
        }
    ck_assert_uint_ge(count, 240);
    ck_assert_uint_le(count, TG_MARKETS_MOST);
    ck_assert_ptr_null(tg_territory_find("EU"));
}
END_TEST

START_TEST(the_rows_of_numbers_name_markets_and_say_why)
{
    for (size_t i = 0; i < tg_number_row_count; i++) {
        const tg_number_row *row = &tg_number_rows[i];
        ck_assert(*row->digits && *row->note && *row->advice && *row->source && row->ways && row->repeats);
        ck_assert_uint_eq(strspn(row->digits, "0123456789"), strlen(row->digits));
        for (const char *m = row->markets; *m; m += 2 + (m[2] == ','))
            ck_assert_ptr_nonnull(tg_territory_find(m));
    }
}
END_TEST

START_TEST(units_fit_where_they_are_used)
{
    static const struct {
        tg_measure unit;
        const char *fits, *not;
    } rows[] = {{TG_MEASURE_MILE, "US,GB,LR", "DE,CN,IE,CA"}, {TG_MEASURE_FAHRENHEIT, "US,BS", "GB,CA,JP"},
                {TG_MEASURE_CELSIUS, "GB,CA,JP", "US"}, {TG_MEASURE_KILOMETRE, "DE,CA,IE", "US,GB"},
                {TG_MEASURE_LITRE, "US,DE", ""}, {TG_MEASURE_POUND, "US,CA", "FR,IN"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        for (const char *m = rows[i].fits; *m; m += 2 + (m[2] == ','))
            ck_assert_msg(tg_measure_fits(rows[i].unit, tg_territory_find(m)->code), "%.2s", m);
        for (const char *m = rows[i].not; *m; m += 2 + (m[2] == ','))
            ck_assert_msg(!tg_measure_fits(rows[i].unit, tg_territory_find(m)->code), "%.2s", m);
    }
    ck_assert(tg_measures_beside(TG_MEASURE_MILE) & UINT32_C(1) << TG_MEASURE_KILOMETRE);
    ck_assert(!(tg_measures_beside(TG_MEASURE_MILE) & UINT32_C(1) << TG_MEASURE_KILOGRAM));
}
END_TEST

START_TEST(digits_are_read_without_their_separators)
{
    static const struct {
        const char *text, *digits;
    } rows[] = {{"1,444", "1444"}, {"44.00", "44"}, {"6.66", "666"}, {"18,88", "1888"}, {"250,0 g", "250"}, {"1.000", "1000"},
                {"a 7, b", "7"}, {"２５０", "250"}, {"٢٩٩", "299"}, {"۲۵", "25"}, {"२५", "25"}, {"0.0", "0"}, {"1'299.50", "129950"},
                {"123456789012345678901", ""}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        tg_quantity q = read_first(rows[i].text);
        ck_assert_msg(strcmp(q.digits, rows[i].digits) == 0 || !*rows[i].digits, "%s: %s", rows[i].text, q.digits);
        ck_assert_uint_eq(q.count, strlen(rows[i].digits));
    }
}
END_TEST

START_TEST(marks_are_read_on_both_sides)
{
    static const struct {
        const char *text, *money;
        tg_measure unit;
        size_t begin, end;
    } rows[] = {{"¥299", "CNY,JPY", TG_MEASURE_NONE, 0, 5}, {"HK$ 5", "HKD", TG_MEASURE_NONE, 0, 5},
                {"5 EUR", "EUR", TG_MEASURE_NONE, 0, 5}, {"5EURO", "EUR", TG_MEASURE_NONE, 0, 5}, {"5\xC2\xA0zł", "PLN", TG_MEASURE_NONE, 0, 6},
                {"USD5", "USD", TG_MEASURE_NONE, 0, 4}, {"XUSD5", NULL, TG_MEASURE_NONE, 4, 5}, {"5 eurox", NULL, TG_MEASURE_NONE, 0, 1},
                {"5 mph", NULL, TG_MEASURE_MPH, 0, 5}, {"5-lb", NULL, TG_MEASURE_POUND, 0, 4}, {"5 KM/H", NULL, TG_MEASURE_KMH, 0, 6},
                {"5", NULL, TG_MEASURE_NONE, 0, 1}, {"5\xC2", NULL, TG_MEASURE_NONE, 0, 1}, {"5\xE7", NULL, TG_MEASURE_NONE, 0, 1}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t length = strlen(rows[i].text), at = 0;
        char *copy = malloc(length); /* so that a sanitizer sees what is read behind it */
        memcpy(copy, rows[i].text, length);
        tg_quantity q;
        ck_assert(tg_quantity_next(copy, length, &at, &q));
        free(copy);
        ck_assert_msg(rows[i].money ? q.money && strcmp(q.money->currencies, rows[i].money) == 0 : !q.money, "%s", rows[i].text);
        ck_assert_uint_eq(q.unit ? q.unit->unit : TG_MEASURE_NONE, rows[i].unit);
        ck_assert_msg(q.all.begin == rows[i].begin && q.all.end == rows[i].end, "%s: %zu-%zu", rows[i].text, q.all.begin, q.all.end);
    }
}
END_TEST

START_TEST(a_text_without_numbers_has_none)
{
    size_t at = 0;
    tg_quantity q;
    static const char text[] = "¥ km 四 \xEF\xBC\x8C \xEF";
    ck_assert(!tg_quantity_next(text, sizeof text - 1, &at, &q));
    ck_assert_uint_eq(at, sizeof text - 1);
    ck_assert(!tg_quantity_next("", 0, &(size_t){0}, &q));
}
END_TEST

START_TEST(languages_have_names)
{
    ck_assert_str_eq(tg_language_name("de"), "German");
    ck_assert_str_eq(tg_language_name("fil"), "Filipino");
    ck_assert_str_eq(tg_language_name("tl"), "Filipino");
    ck_assert_str_eq(tg_language_name("zh"), "Chinese");
    ck_assert_str_eq(tg_language_name("xyz"), "xyz");
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("culture");
    tcase_add_test(tests, every_territory_is_found_by_its_code);
    tcase_add_test(tests, the_rows_of_numbers_name_markets_and_say_why);
    tcase_add_test(tests, units_fit_where_they_are_used);
    tcase_add_test(tests, digits_are_read_without_their_separators);
    tcase_add_test(tests, marks_are_read_on_both_sides);
    tcase_add_test(tests, a_text_without_numbers_has_none);
    tcase_add_test(tests, languages_have_names);
    Suite *suite = suite_create("culture");
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
