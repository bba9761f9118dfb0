/* A pattern that runs only near its literals finds what it finds when it runs over the whole text. Flag x makes it do so:
 * expressions with it are not searched for literals. The patterns have no blanks, so that the flag changes nothing else.
 *
 * A match without bound is found near its literal as far as 4,096 characters, so that lines are shorter than this and no
 * part of a pattern runs over lines for ever. */
#include "random.h"

enum { PATTERNS = 60, DICTIONARIES = 4, TEXTS = 80 };

static const char *const literals[] = {"赌博", "vx", "abc", "甲乙", "开户", "ab", "赌", "c", "加我", "a1b"};
static const char *const items[] = {"[ab]", "\\d", "[0-9]", "a", "甲", "[^c\\n]", "\\w", ".", "\\s", "[甲-龥]", "b", "1", ":"};
static const char *const quantifiers[] = {"", "", "", "", "?", "{0,3}", "{2}", "{1,2}?", "{0,300}", "+", "*", "*?", "++", "{2,}"};
enum { OF_GROUPS = 8, BOUNDED = 9 }; /* the first ones */
static const char *const before[] = {"", "", "", "", "", "\\b", "(?<=a)", "(?<![0-9])", "(?<!甲.)", "^", "(?=.[ab])", "\\B"};
static const char *const behind[] = {"", "", "", "", "", "\\b", "(?=\\d)", "(?!b)", "(?![甲乙]{2})", "$", "(?=[^\\n]{0,9}1)"};

#define PICK(list) list[random_below(sizeof list / sizeof *list)]

static void put_quantifier(bytes *b, bool dot_is_all)
{
    put_string(b, dot_is_all ? quantifiers[random_below(BOUNDED)] : PICK(quantifiers));
}

static void put_item(bytes *b, bool dot_is_all, int depth)
{
    size_t kind = random_below(10);
    if (kind < 5) {
        put_string(b, PICK(literals));
    } else if (kind < 8 || depth > 2) {
        put_string(b, PICK(items));
        put_quantifier(b, dot_is_all);
    } else {
        static const char *const opens[] = {"(", "(?:"}; /* no (?>: the JIT of PCRE2 10.42 has a bug there */
        put_string(b, PICK(opens));
        for (size_t branch = 1 + random_below(3); branch > 0; branch--) {
            for (size_t i = 1 + random_below(2); i > 0; i--)
                put_item(b, dot_is_all, depth + 1);
            if (branch > 1)
                put_string(b, "|");
        }
        put_string(b, ")");
        if (random_below(3) == 0)
            put_string(b, quantifiers[random_below(OF_GROUPS)]);
    }
}

static void put_pattern(bytes *b, bool dot_is_all)
{
    put_string(b, PICK(before));
    for (size_t i = 1 + random_below(4); i > 0; i--)
        put_item(b, dot_is_all, 0);
    put_string(b, PICK(behind));
}

/* A scanner of patterns and of the same ones with flag x: categories near.N and whole.N. */
static tg_scanner *make_scanner(bytes *patterns)
{
    tg_options *options = tg_options_new(NULL);
    bytes entry = {NULL, 0, 0};
    tg_error error;
    for (size_t i = 0; i < PATTERNS; i++) {
        char attributes[64], *flags = random_below(3) ? "" : random_below(2) ? "s" : "m";
        patterns[i].length = 0;
        put_pattern(&patterns[i], *flags == 's');
        for (int whole = 0; whole < 2; whole++) {
            entry.length = 0;
            put_string(&entry, "/");
            put(&entry, patterns[i].data, patterns[i].length);
            put_string(&entry, "/");
            put_string(&entry, flags);
            put_string(&entry, whole ? "x" : "");
            snprintf(attributes, sizeof attributes, "category=%s.%zu", whole ? "whole" : "near", i);
            tg_status status = tg_options_add_word(options, entry.data, entry.length, attributes, &error);
            ck_assert_msg(status == TG_OK, "%s: %s", entry.data, error.message);
        }
        put_string(&patterns[i], "/");
        put_string(&patterns[i], flags);
    }
    free(entry.data);
    ck_assert_int_eq(tg_options_set(options, TG_SETTING_MATCH_LIMIT, 10000), TG_OK); /* some are slow; see is_incomplete */
    tg_gate *gate = gate_from(options);
    tg_scanner *scanner = NULL;
    ck_assert_int_eq(tg_scanner_new(gate, &scanner), TG_OK);
    tg_gate_unref(gate);
    return scanner;
}

/* Lines of what the patterns are made of; short enough that a match without bound ends within what is folded for it. */
static void put_text(bytes *b, size_t lines)
{
    static const char *const filler[] = {"。", " ", "1", "a", "b", "今天", "好", "\xE2\x80\x8B", "，", "e\xCC\x81", "\xFF", "\xEF\xBC\x91"};
    size_t blank = random_below(40); /* at times long stretches without any literal */
    while (lines--) {
        for (size_t i = random_below(30); i > 0; i--)
            put_string(b, random_below(blank + 1) ? PICK(filler) : PICK(literals));
        for (size_t i = random_below(4) ? 0 : random_below(200); i > 0; i--)
            put_string(b, PICK(filler));
        put_string(b, "\n");
    }
}

static size_t random_lines(void)
{
    size_t kind = random_below(300);
    return kind < 240 ? 1 + random_below(3) : kind < 296 ? random_below(60) : 400 + random_below(1200);
}

/* The findings of a kind in the order of the verdict, and their places as text. */
static void put_findings(bytes *out, const tg_verdict *verdict, const char *kind)
{
    char line[96];
    size_t length = strlen(kind);
    out->length = 0;
    put(out, "", 0);
    for (size_t i = 0; i < verdict->finding_count; i++) {
        const tg_finding *f = tg_verdict_finding(verdict, i);
        if (strncmp(f->category, kind, length) != 0)
            continue;
        snprintf(line, sizeof line, "%s %zu-%zu\n", f->category + length, f->begin, f->end);
        put_string(out, line);
    }
}

static bool is_incomplete(const tg_verdict *verdict)
{
    return verdict->incomplete_count != 0;
}

/* Lines in order, since findings of one place are ordered by category and rule. */
static int compare_lines(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static size_t split(bytes *b, char ***lines)
{
    size_t count = 0, capacity = 16;
    *lines = malloc(capacity * sizeof **lines);
    for (char *line = strtok(b->data, "\n"); line; line = strtok(NULL, "\n")) {
        if (count == capacity)
            *lines = realloc(*lines, (capacity *= 2) * sizeof **lines);
        (*lines)[count++] = line;
    }
    qsort(*lines, count, sizeof **lines, compare_lines);
    return count;
}

static void check_same(bytes *near, bytes *whole, const bytes *patterns, const bytes *text)
{
    char **a, **b;
    size_t near_count = split(near, &a), whole_count = split(whole, &b), i = 0;
    while (i < near_count && i < whole_count && strcmp(a[i], b[i]) == 0)
        i++;
    if (i < near_count || i < whole_count) {
        const char *got = i < near_count ? a[i] : "nothing", *wanted = i < whole_count ? b[i] : "nothing";
        const char *first = i < near_count && (i >= whole_count || strcmp(got, wanted) < 0) ? got : wanted;
        size_t number = strtoul(first + 1, NULL, 10);
        const char *path = getenv("TEXTGATE_TEXT"); /* where to leave the text, to look into a failure */
        FILE *file = path ? fopen(path, "wb") : NULL;
        if (file) {
            fwrite(text->data, 1, text->length, file);
            fclose(file);
        }
        ck_abort_msg("/%s over %zu bytes: near its literals%s, over the whole%s%s%s", patterns[number].data, text->length, got,
                     wanted, text->length < 300 ? ", in " : "", text->length < 300 ? text->data : "");
    }
    free(a);
    free(b);
}

START_TEST(patterns_near_literals_find_what_they_find_in_the_whole_text)
{
    bytes patterns[PATTERNS] = {{NULL, 0, 0}}, text = {NULL, 0, 0}, near = {NULL, 0, 0}, whole = {NULL, 0, 0};
    size_t compared = 0;
    for (long round = random_rounds(DICTIONARIES); round > 0; round--) {
        tg_scanner *scanner = make_scanner(patterns);
        for (int i = 0; i < TEXTS; i++) {
            const tg_verdict *verdict = NULL;
            text.length = 0;
            put(&text, "", 0);
            put_text(&text, random_lines());
            ck_assert_int_eq(tg_scan(scanner, text.data, text.length, &verdict), TG_OK);
            if (is_incomplete(verdict)) /* where a pattern rests, the two may differ */
                continue;
            ck_assert(ranges_are_sound(verdict, text.data, text.length));
            put_findings(&near, verdict, "near");
            put_findings(&whole, verdict, "whole");
            check_same(&near, &whole, patterns, &text);
            compared++;
        }
        tg_scanner_free(scanner);
    }
    ck_assert_uint_gt(compared, 0);
    for (size_t i = 0; i < PATTERNS; i++)
        free(patterns[i].data);
    free(text.data);
    free(near.data);
    free(whole.data);
}
END_TEST

/* A pattern without literals sees a long text by windows of a megabyte. */
START_TEST(matches_are_found_across_windows)
{
    enum { LENGTH = 5 << 19 };
    static const char match[] = "１２3\xE2\x80\x8B" "456";
    tg_scanner *scanner = scanner_of("/(?<!\\d)\\d{6}(?!\\d)/\n", NULL);
    char *text = malloc(LENGTH);
    size_t begins[LENGTH / 32], count = 0;
    memset(text, '.', LENGTH);
    for (size_t at = random_below(32); at + sizeof match < LENGTH; at += 32 + random_below(2000)) {
        memcpy(text + at, match, sizeof match - 1);
        begins[count++] = at;
    }
    const tg_verdict *verdict = NULL;
    ck_assert_int_eq(tg_scan(scanner, text, LENGTH, &verdict), TG_OK);
    size_t found = 0;
    for (size_t i = 0; i < verdict->finding_count; i++) {
        const tg_finding *f = tg_verdict_finding(verdict, i);
        if (f->detector != TG_DETECTOR_PATTERNS)
            continue;
        ck_assert_uint_lt(found, count);
        ck_assert_uint_eq(f->begin, begins[found]);
        ck_assert_uint_eq(f->end, begins[found] + sizeof match - 1);
        found++;
    }
    ck_assert_uint_eq(found, count);
    free(text);
    tg_scanner_free(scanner);
}
END_TEST

int main(void)
{
    random_begin();
    TCase *tests = tcase_create("patterns near literals");
    tcase_set_timeout(tests, 0);
    tcase_add_test(tests, patterns_near_literals_find_what_they_find_in_the_whole_text);
    tcase_add_test(tests, matches_are_found_across_windows);
    return run_suite("patterns near literals", tests);
}
