/* Runs the cases of test/cases through the public functions; their format is told in test/cases/README.md. All failures of
 * a file are told, not only the first. The environment variable TEXTGATE_CASES names another folder. */
#include <dirent.h>
#include <jansson.h>
#include <stdarg.h>

#include "support.h"

/* One case on its way. */
typedef struct run {
    json_t *test;
    tg_error error;
    tg_gate *gate;
    tg_scanner *scanner;
    char *text;
    size_t length;
    char failure[512]; /* "" while all is well */
} run;

static void __attribute__((format(printf, 2, 3))) complain(run *r, const char *format, ...)
{
    if (*r->failure)
        return;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(r->failure, sizeof r->failure, format, arguments);
    va_end(arguments);
}

static const char *string_of(const run *r, const char *key)
{
    return json_string_value(json_object_get(r->test, key));
}

/* The bytes of `key`, or of `key`_hex; NULL if there is neither. To be freed. */
static char *bytes_of(const run *r, const char *key, size_t *length)
{
    char hex_key[32];
    snprintf(hex_key, sizeof hex_key, "%s_hex", key);
    const char *plain = string_of(r, key), *hex = string_of(r, hex_key);
    if (!plain && !hex)
        return NULL;
    *length = plain ? strlen(plain) : strlen(hex) / 2;
    char *bytes = malloc(*length + 1);
    for (size_t i = 0; i < *length; i++) {
        unsigned byte = 0;
        if (!plain)
            sscanf(hex + 2 * i, "%2x", &byte);
        bytes[i] = plain ? plain[i] : (char)byte;
    }
    bytes[*length] = '\0';
    return bytes;
}

/* The rules of a case, compiled; NULL and r->error if they cannot be. */
static tg_pack *compile_rules(run *r)
{
    tg_builder *builder = tg_builder_new(NULL);
    tg_status status = TG_OK;
    size_t length, i;
    char *source = bytes_of(r, "dictionary", &length);
    if (source)
        status = tg_builder_add_memory(builder, "case.txt", source, length, &r->error);
    free(source);
    json_t *word;
    json_array_foreach (json_object_get(r->test, "words"), i, word)
        if (status == TG_OK)
            status = tg_builder_add_word(builder, json_string_value(word), json_string_length(word), NULL, &r->error);
    tg_pack *pack = NULL;
    if (status == TG_OK)
        tg_builder_compile(builder, &pack, &r->error);
    tg_builder_free(builder);
    return pack;
}

/* Packs by what they were compiled from: many cases of a file share theirs. */
static struct cached {
    json_t *key;
    tg_pack *pack;
} cache[128];
static size_t cached_count;

/* As compile_rules; a new reference. */
static tg_pack *rules_of(run *r)
{
    json_t *key = json_pack("[O*O*O*]", json_object_get(r->test, "dictionary"), json_object_get(r->test, "dictionary_hex"),
                            json_object_get(r->test, "words"));
    for (size_t i = 0; i < cached_count; i++) {
        if (!json_equal(cache[i].key, key))
            continue;
        json_decref(key);
        return tg_pack_ref(cache[i].pack);
    }
    tg_pack *pack = compile_rules(r);
    if (pack && cached_count < sizeof cache / sizeof *cache)
        cache[cached_count++] = (struct cached){json_incref(key), tg_pack_ref(pack)};
    json_decref(key);
    return pack;
}

static void clear_cache(void)
{
    for (size_t i = 0; i < cached_count; i++) {
        json_decref(cache[i].key);
        tg_pack_unref(cache[i].pack);
    }
    cached_count = 0;
}

static void check_error(run *r, json_t *expected)
{
    const char *message = json_string_value(json_object_get(expected, "message"));
    json_int_t line = json_integer_value(json_object_get(expected, "line"));
    json_int_t column = json_integer_value(json_object_get(expected, "column"));
    tg_pack *pack = compile_rules(r);
    if (pack)
        complain(r, "the dictionary loads");
    else if (r->error.status != TG_SYNTAX || r->error.line != line || r->error.column != column ||
             !strstr(r->error.message, message))
        complain(r, "%s at %u:%u: %s", tg_status_name(r->error.status), r->error.line, r->error.column, r->error.message);
    tg_pack_unref(pack);
}

/* The set that the case names; all where it names none. */
static tg_status set_detectors(const run *r, tg_options *options)
{
    json_t *names = json_object_get(r->test, "detectors"), *name;
    uint64_t set = 0;
    size_t i;
    json_array_foreach (names, i, name) {
        tg_detector detector;
        tg_status status = tg_detector_from_word(json_string_value(name), &detector);
        if (status != TG_OK)
            return status;
        set |= TG_DETECTOR_BIT(detector);
    }
    return names ? tg_options_set(options, TG_SETTING_DETECTORS, set) : TG_OK;
}

/* The shipped models, if the case asks for them. */
static tg_status add_models(run *r, tg_options *options)
{
    if (!json_is_true(json_object_get(r->test, "models")))
        return TG_OK;
    const char *path = getenv("TEXTGATE_MODELS");
    tg_status status = tg_options_add_path(options, path ? path : "dicts/models/shipped.model", &r->error);
    return status == TG_OK ? tg_options_add_path(options, "dicts/models/language.model", &r->error) : status;
}

/* The shipped dictionaries for their words and patterns, which is what such cases are about: compiled once. */
static void set_up_shipped_gate(run *r)
{
    static tg_gate *gate;
    const char *folder = getenv("TEXTGATE_DICTS");
    const uint64_t detectors = TG_DETECTOR_BIT(TG_DETECTOR_WORDS) | TG_DETECTOR_BIT(TG_DETECTOR_PATTERNS);
    tg_options *options = gate ? NULL : tg_options_new(NULL);
    if (options && tg_options_add_path(options, folder ? folder : "dicts", &r->error) == TG_OK &&
        tg_options_set(options, TG_SETTING_DETECTORS, detectors) == TG_OK)
        tg_gate_new(options, &gate, &r->error);
    tg_options_free(options);
    r->gate = tg_gate_ref(gate);
    if (!gate)
        complain(r, "no gate: %s", r->error.message);
}

static void set_up_gate(run *r)
{
    const char *source = string_of(r, "policy");
    tg_policy *policy = NULL;
    tg_options *options = tg_options_new(NULL);
    tg_pack *pack = rules_of(r);
    tg_status status = pack ? tg_options_add_pack(options, pack) : r->error.status;
    if (status == TG_OK && source)
        status = tg_policy_load("case.policy", source, strlen(source), NULL, &policy, &r->error);
    if (status == TG_OK)
        status = add_models(r, options);
    if (status == TG_OK)
        status = tg_options_set_policy(options, policy);
    if (status == TG_OK)
        status = tg_options_set_markets(options, string_of(r, "markets"), &r->error);
    if (status == TG_OK)
        status = set_detectors(r, options);
    if (status == TG_OK)
        status = tg_gate_new(options, &r->gate, &r->error);
    tg_policy_unref(policy);
    tg_pack_unref(pack);
    tg_options_free(options);
    if (status != TG_OK)
        complain(r, "%s at %u:%u: %s", tg_status_name(status), r->error.line, r->error.column, r->error.message);
}

static void set_up_scanner(run *r)
{
    const char *overlap = string_of(r, "overlap");
    bool html = json_is_true(json_object_get(r->test, "html"));
    if (tg_scanner_new(r->gate, &r->scanner) != TG_OK ||
        tg_scanner_set_language(r->scanner, string_of(r, "language")) != TG_OK ||
        tg_scanner_set_markup(r->scanner, html ? TG_MARKUP_HTML : TG_MARKUP_PLAIN) != TG_OK ||
        tg_scanner_set_overlap(r->scanner, overlap && strcmp(overlap, "longest") == 0 ? TG_OVERLAP_LONGEST
                                                                                      : TG_OVERLAP_ALL) != TG_OK)
        complain(r, "no scanner");
}

/* What a finding is, under the keys of a case. */
static json_t *describe(const tg_finding *f)
{
    json_t *tricks = json_array(), *markets = json_array(), *parts = json_array();
    for (unsigned bit = 0; bit < 32; bit++)
        if (f->tricks >> bit & 1)
            json_array_append_new(tricks, json_string(tg_trick_word((tg_trick)(UINT32_C(1) << bit))));
    for (const char *m = f->markets; *m; m += m[2] ? 3 : 2)
        json_array_append_new(markets, json_stringn(m, 2));
    for (size_t i = 0; i < f->part_count; i++)
        json_array_append_new(parts, json_pack("[ii]", (int)f->parts[i].begin, (int)f->parts[i].end));
    return json_pack("{s:i,s:i,s:s,s:s,s:s,s:s,s:s,s:s,s:o,s:o,s:o}", "begin", (int)f->begin, "end", (int)f->end,
                     "detector", tg_detector_word(f->detector), "category", f->category, "severity",
                     tg_severity_word(f->severity), "rule", f->rule, "match", tg_match_word(f->match), "note", f->note,
                     "tricks", tricks, "markets", markets, "parts", parts);
}

static bool is_same_set(json_t *a, json_t *b)
{
    size_t i, k, found = 0;
    json_t *item, *other;
    json_array_foreach (a, i, item)
        json_array_foreach (b, k, other)
            found += json_equal(item, other) != 0;
    return json_array_size(a) == json_array_size(b) && found == json_array_size(a);
}

/* The ranges found, for messages. */
static const char *list_ranges(const tg_verdict *verdict)
{
    static char list[256];
    size_t used = 0;
    *list = '\0';
    for (size_t i = 0; i < verdict->finding_count && used < sizeof list; i++) {
        const tg_finding *f = tg_verdict_finding(verdict, i);
        used += (size_t)snprintf(list + used, sizeof list - used, " %zu-%zu", f->begin, f->end);
    }
    return list;
}

/* Whether a finding is all that `expected` says. */
static bool is_such(const tg_finding *finding, json_t *expected)
{
    const char *key;
    json_t *value, *got = describe(finding);
    bool same = true;
    json_object_foreach (expected, key, value)
        same = same && json_equal(value, json_object_get(got, key));
    json_decref(got);
    return same;
}

/* What must be found, whatever else is. */
static void check_found(run *r, const tg_verdict *verdict)
{
    size_t i;
    json_t *expected;
    json_array_foreach (json_object_get(r->test, "found"), i, expected) {
        bool found = false;
        for (size_t k = 0; k < verdict->finding_count; k++)
            found |= is_such(tg_verdict_finding(verdict, k), expected);
        if (!found)
            complain(r, "%zu of what must be found is not:%s", i, list_ranges(verdict));
    }
}

static void check_finding(run *r, size_t index, const tg_finding *finding, json_t *expected)
{
    const char *key;
    json_t *value, *got = describe(finding);
    json_object_foreach (expected, key, value) {
        json_t *other = json_object_get(got, key);
        if (strcmp(key, "tricks") == 0 ? is_same_set(value, other) : json_equal(value, other))
            continue;
        char *wanted = json_dumps(value, JSON_ENCODE_ANY), *is = other ? json_dumps(other, JSON_ENCODE_ANY) : NULL;
        complain(r, "finding %zu: %s is %s, not %s", index, key, is ? is : "no field", wanted);
        free(wanted);
        free(is);
    }
    json_decref(got);
}

static bool has_signal(const tg_spam *spam, const char *word)
{
    for (uint32_t bit = 1; bit && bit <= spam->signals; bit <<= 1)
        if (spam->signals & bit && strcmp(tg_signal_word((tg_signal)bit), word) == 0)
            return true;
    return false;
}

static void check_spam(run *r, const tg_spam *spam)
{
    json_t *expected = json_object_get(r->test, "spam"), *least = json_object_get(expected, "least"), *signal;
    json_t *most = json_object_get(expected, "most");
    double score = spam ? spam->score : 0;
    size_t i;
    if ((least && score < json_number_value(least)) || (most && score > json_number_value(most)))
        complain(r, "the score of spam is %.4f", score);
    json_array_foreach (json_object_get(expected, "signals"), i, signal)
        if (!spam || !has_signal(spam, json_string_value(signal)))
            complain(r, "no signal %s", json_string_value(signal));
}

static void check_emotion(run *r, const tg_emotion *emotion)
{
    json_t *expected = json_object_get(r->test, "emotion"), *label = json_object_get(expected, "label");
    json_t *least = json_object_get(expected, "least"), *most = json_object_get(expected, "most");
    if (!expected || (json_is_null(expected) && !emotion))
        return;
    if (!emotion)
        complain(r, "there is no emotion");
    else if (json_is_null(expected) || (label && strcmp(json_string_value(label), emotion->label) != 0))
        complain(r, "the emotion is %s", emotion->label);
    else if ((least && emotion->polarity < json_number_value(least)) || (most && emotion->polarity > json_number_value(most)))
        complain(r, "the polarity is %.4f", emotion->polarity);
    else if (emotion->mixed != json_is_true(json_object_get(expected, "mixed")))
        complain(r, "it is %smixed", emotion->mixed ? "" : "not ");
}

static void check_languages(run *r, const tg_verdict *verdict)
{
    json_t *expected = json_object_get(r->test, "languages"), *code;
    size_t i;
    if (expected && verdict->language_count != json_array_size(expected))
        complain(r, "%zu languages, the first %s", verdict->language_count,
                 verdict->language_count ? tg_verdict_language(verdict, 0)->code : "und");
    json_array_foreach (expected, i, code)
        if (i < verdict->language_count && strcmp(tg_verdict_language(verdict, i)->code, json_string_value(code)) != 0)
            complain(r, "language %zu is %s", i, tg_verdict_language(verdict, i)->code);
}

static void check_verdict(run *r)
{
    const tg_verdict *verdict = NULL;
    const char *action = string_of(r, "action");
    json_t *findings = json_object_get(r->test, "findings"), *expected;
    size_t i;
    if (tg_scan(r->scanner, r->text, r->length, &verdict) != TG_OK) {
        complain(r, "the scan fails");
        return;
    }
    check_spam(r, verdict->spam);
    check_emotion(r, verdict->emotion);
    check_languages(r, verdict);
    if (findings && verdict->finding_count != json_array_size(findings))
        complain(r, "%zu findings, not %zu:%s", verdict->finding_count, json_array_size(findings), list_ranges(verdict));
    if (action && strcmp(action, tg_action_word(verdict->action)) != 0)
        complain(r, "action is %s, not %s", tg_action_word(verdict->action), action);
    check_found(r, verdict);
    json_array_foreach (findings, i, expected)
        if (i < verdict->finding_count)
            check_finding(r, i, tg_verdict_finding(verdict, i), expected);
}

static void check_redaction(run *r)
{
    size_t wanted_length = 0, length = 0;
    char *wanted = bytes_of(r, "redacted", &wanted_length);
    if (!wanted)
        return;
    tg_redaction redaction = TG_REDACTION_INIT;
    if (string_of(r, "mask"))
        redaction.mask = string_of(r, "mask");
    redaction.keep = (size_t)json_integer_value(json_object_get(r->test, "keep"));
    redaction.with_category = json_is_true(json_object_get(r->test, "with_category"));
    if (string_of(r, "redact_from"))
        ck_assert_int_eq(tg_action_from_word(string_of(r, "redact_from"), &redaction.threshold), TG_OK);
    const char *out = NULL;
    if (tg_redact(r->scanner, r->text, r->length, &redaction, &out, &length, NULL) != TG_OK)
        complain(r, "redacting fails");
    else if (length != wanted_length || memcmp(out, wanted, length) != 0)
        complain(r, "redacted is \"%s\", not \"%s\"", out, wanted);
    free(wanted);
}

/* Runs a case and tells whether it failed. */
static bool run_case(const char *file, json_t *test)
{
    run r = {.test = test};
    json_t *error = json_object_get(test, "error");
    if (error) {
        check_error(&r, error);
    } else {
        r.text = bytes_of(&r, "text", &r.length);
        if (json_is_true(json_object_get(test, "shipped")))
            set_up_shipped_gate(&r);
        else
            set_up_gate(&r);
        if (r.gate)
            set_up_scanner(&r);
        if (r.scanner)
            check_verdict(&r);
        if (r.scanner)
            check_redaction(&r);
    }
    if (*r.failure)
        fprintf(stderr, "%s: %s: %s\n", file, string_of(&r, "name"), r.failure);
    tg_scanner_free(r.scanner);
    tg_gate_unref(r.gate);
    free(r.text);
    return *r.failure;
}

static char paths[256][512];
static int path_count;

START_TEST(every_case_of_a_file_comes_out_as_it_says)
{
    json_error_t error;
    json_t *cases = json_load_file(paths[_i], 0, &error), *test;
    ck_assert_msg(json_is_array(cases), "%s:%d: %s", paths[_i], error.line, error.text);
    size_t index, failed = 0;
    json_array_foreach (cases, index, test)
        failed += run_case(paths[_i], test);
    size_t count = json_array_size(cases);
    json_decref(cases);
    clear_cache();
    ck_assert_uint_gt(count, 0);
    ck_assert_msg(failed == 0, "%s: %zu of %zu cases failed", paths[_i], failed, count);
}
END_TEST

static int compare_paths(const void *a, const void *b)
{
    return strcmp(a, b);
}

static void find_files(const char *folder)
{
    DIR *files = opendir(folder);
    for (struct dirent *file; files && (file = readdir(files)) != NULL;) {
        size_t length = strlen(file->d_name);
        if (length > 5 && strcmp(file->d_name + length - 5, ".json") == 0 && path_count < 256)
            snprintf(paths[path_count++], sizeof paths[0], "%s/%s", folder, file->d_name);
    }
    if (files)
        closedir(files);
    qsort(paths, (size_t)path_count, sizeof paths[0], compare_paths);
}

int main(void)
{
    const char *folder = getenv("TEXTGATE_CASES");
    find_files(folder ? folder : "test/cases");
    if (!path_count) {
        fprintf(stderr, "no cases: run from the repository, or set TEXTGATE_CASES\n");
        return 1;
    }
    TCase *tests = tcase_create("files");
    tcase_set_timeout(tests, 120);
    tcase_add_loop_test(tests, every_case_of_a_file_comes_out_as_it_says, 0, path_count);
    return run_suite("cases", tests);
}
