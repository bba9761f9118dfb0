/* Every allocation fails once: whatever runs out of memory says so, leaks nothing and crashes nowhere. Jansson, ICU and
 * PCRE2's compiler of checks use malloc, which never fails here.
 *
 * A stage runs with the Nth allocation and all later ones failing, for N from 0 until it comes through. Its objects are
 * made anew each time, so a stage is small; what is slow (compiling) is a stage of its own. */
#include <unistd.h>

#include "../api/support.h"
#include "pack/pack.h"

static const char source[] = "%name oom\n%category gambling\n赌博\n网络赌博\tseverity=low note=\"x y\" market=CN\n"
                             "赌球&开户~举报\n/vx\\d{3,}/\n/[0-9]{11}/\n!看赌博片\nCASINO\tmatch=word id=c\n"
                             "%category emotion.joy\n开来\n";
static const char text[] = "网络赌博 Casino 赌球快来开户 vx12345 13800138000 看赌博片 (^_^) 😀 \xE2\x80\x8B赌\xE2\x80\x8B博\xFF 444元 $29 3 lb";
static const char html[] = "<p>网络<b>赌博</b> &amp; &#36172;博 <i>赌球</i><br>开户 v<u>x</u>12345</p>";
static const char policy_source[] = "gambling low CN block\nprivacy * * review # all\n";

static char folder[64], word_list[96], path[96]; /* the pack lies outside the folder */
static void *pack_bytes;
static size_t pack_length;

/* Objects of a stage; what is made is released at its end, whether it went well or not. */
typedef struct stage {
    tg_allocator allocator;
    tg_builder *builder;
    tg_pack *pack, *opened;
    tg_policy *policy;
    tg_options *options;
    tg_gate *gate, *other;
    tg_holder *holder;
    tg_scanner *scanner;
    tg_model *model;
    tg_evaluation *learnt, *judged;
} stage;

static void release(stage *s)
{
    tg_evaluation_free(s->learnt);
    tg_evaluation_free(s->judged);
    tg_model_free(s->model);
    tg_scanner_free(s->scanner);
    tg_holder_free(s->holder);
    tg_gate_unref(s->gate);
    tg_gate_unref(s->other);
    tg_options_free(s->options);
    tg_policy_unref(s->policy);
    tg_pack_unref(s->pack);
    tg_pack_unref(s->opened);
    tg_builder_free(s->builder);
}

/* An error is filled exactly when there is one. */
static tg_status checked(tg_status status, const tg_error *error)
{
    ck_assert_int_eq(error->status, status);
    return status;
}

static tg_status add_json(tg_builder *builder, tg_error *error)
{
    static const char list[] = "{\"pt_BR\": [\"d\\u00e9\", {\"match\": \"e*f|g\", \"tags\": [\"x\"], \"exceptions\": [\"a*\"]}]}";
    return tg_builder_add_memory(builder, "list.json", list, sizeof list - 1, error);
}

static tg_status build(stage *s)
{
    tg_error error = {TG_OK, 0, 0, "", ""};
    s->builder = tg_builder_new(&s->allocator);
    if (!s->builder)
        return TG_NO_MEMORY;
    tg_status status = tg_builder_add_memory(s->builder, "oom.txt", source, strlen(source), &error);
    if (status == TG_OK)
        status = tg_builder_add_word(s->builder, "甲乙", 6, "category=x note=\"a \\\" b\"", &error);
    if (checked(status, &error) != TG_OK)
        return status;
    status = tg_builder_add_memory(s->builder, "list.csv", "word,category\n丙丁,fraud\n", 26, &error);
    if (checked(status, &error) == TG_OK)
        status = add_json(s->builder, &error);
    if (checked(status, &error) == TG_OK) /* UTF-16 is converted */
        status = tg_builder_add_memory(s->builder, "wide.txt", "\xFF\xFE" "a\0\n\0", 6, &error);
    return checked(status, &error);
}

static tg_status build_from_files(stage *s)
{
    tg_error error = {TG_OK, 0, 0, "", ""};
    s->builder = tg_builder_new(&s->allocator);
    s->options = tg_options_new(&s->allocator);
    if (!s->builder || !s->options)
        return TG_NO_MEMORY;
    tg_status status = tg_builder_add_file(s->builder, word_list, &error);
    if (status == TG_OK)
        status = tg_builder_add_folder(s->builder, folder, &error);
    if (status == TG_OK)
        status = tg_options_add_path(s->options, folder, &error);
    if (status == TG_OK)
        status = tg_options_add_path(s->options, path, &error);
    return checked(status, &error);
}

/* Bad lines are told, also where there is little memory for it. */
static tg_status build_badly(stage *s)
{
    static const char bad[] = "ok\n!\n甲\tcolour=red\n%x\n/(/\na\\b\n";
    tg_error error = {TG_OK, 0, 0, "", ""};
    s->builder = tg_builder_new(&s->allocator);
    if (!s->builder)
        return TG_NO_MEMORY;
    tg_status status = tg_builder_add_memory(s->builder, "bad.txt", bad, strlen(bad), &error);
    if (status == TG_NO_MEMORY)
        return status;
    ck_assert_int_eq(status, TG_SYNTAX);
    ck_assert_uint_eq(error.line, 2);
    ck_assert_uint_eq(tg_builder_entry_count(s->builder), 0);
    return tg_builder_add_word(s->builder, "!", 1, NULL, NULL) == TG_SYNTAX ? TG_OK : TG_NO_MEMORY;
}

static tg_status compile(stage *s)
{
    tg_error error = {TG_OK, 0, 0, "", ""};
    tg_status status = build(s);
    return status == TG_OK ? checked(tg_builder_compile(s->builder, &s->pack, &error), &error) : status;
}

static tg_status save(stage *s)
{
    tg_error error = {TG_OK, 0, 0, "", ""};
    tg_status status = compile(s);
    return status == TG_OK ? checked(tg_pack_save(s->pack, path, &error), &error) : status;
}

static tg_status lint(stage *s)
{
    tg_status status = build(s);
    return status == TG_OK ? tg_builder_lint(s->builder, text, strlen(text)) : status;
}

static tg_status open_pack(stage *s)
{
    tg_error error = {TG_OK, 0, 0, "", ""};
    tg_status status = checked(tg_pack_open(path, &s->allocator, &s->opened, &error), &error);
    return status == TG_OK ? checked(tg_pack_load(pack_bytes, pack_length, &s->allocator, &s->pack, &error), &error) : status;
}

static tg_status make_gate(stage *s)
{
    tg_error error = {TG_OK, 0, 0, "", ""};
    tg_status status = checked(tg_pack_open(path, &s->allocator, &s->pack, &error), &error);
    if (status == TG_OK)
        status = tg_policy_load("p", policy_source, strlen(policy_source), &s->allocator, &s->policy, &error);
    if (checked(status, &error) != TG_OK)
        return status;
    s->options = tg_options_new(&s->allocator);
    if (!s->options)
        return TG_NO_MEMORY;
    if ((status = tg_options_add_pack(s->options, s->pack)) == TG_OK)
        status = tg_options_set_markets(s->options, "CN,TW", NULL);
    if (status == TG_OK)
        status = tg_options_set_policy(s->options, s->policy);
    return status == TG_OK ? checked(tg_gate_new(s->options, &s->gate, &error), &error) : status;
}

static int ignore(const tg_finding *finding, void *user)
{
    (void)user;
    ck_assert_ptr_nonnull(finding->rule);
    return 0;
}

/* All that a scanner does with a text. */
static tg_status use(tg_scanner *scanner, const char *of)
{
    const tg_verdict *verdict = NULL;
    const char *out = NULL;
    size_t length = strlen(of), out_length;
    bool clean = true;
    tg_status status = tg_scan_each(scanner, of, length, ignore, NULL);
    if (status == TG_OK)
        status = tg_is_clean(scanner, of, length, &clean);
    if (status == TG_OK && clean)
        ck_abort_msg("the text is clean");
    if (status == TG_OK)
        status = tg_redact(scanner, of, length, NULL, &out, &out_length, NULL);
    if (status == TG_OK)
        status = tg_scan(scanner, of, length, &verdict);
    if (status == TG_OK)
        ck_assert_uint_ge(verdict->finding_count, 5);
    return status == TG_OK ? tg_verdict_json(scanner, verdict, "id", of, &out, &out_length) : status;
}

static tg_status scan(stage *s)
{
    tg_status status = make_gate(s);
    if (status == TG_OK)
        status = tg_scanner_new(s->gate, &s->scanner);
    if (status == TG_OK)
        status = tg_scanner_set_language(s->scanner, "de"); /* which is not the markets' */
    if (status == TG_OK)
        status = use(s->scanner, text);
    if (status == TG_OK)
        status = tg_scanner_set_markup(s->scanner, TG_MARKUP_HTML);
    return status == TG_OK ? use(s->scanner, html) : status;
}

static tg_status follow(stage *s)
{
    tg_status status = make_gate(s);
    if (status == TG_OK)
        status = tg_gate_new(s->options, &s->other, NULL);
    if (status == TG_OK)
        status = tg_holder_new(s->gate, &s->allocator, &s->holder);
    if (status == TG_OK)
        status = tg_scanner_new_following(s->holder, &s->scanner);
    if (status != TG_OK)
        return status;
    tg_holder_set(s->holder, s->other);
    return use(s->scanner, text);
}

/* Scanning goes on with the gate in force once there is memory again. */
static tg_status follow_later(stage *s)
{
    tally *t = s->allocator.user;
    tg_status status = follow(s);
    if (status == TG_NO_MEMORY && s->scanner) {
        t->left = -1;
        ck_assert_int_eq(use(s->scanner, text), TG_OK);
    }
    return status;
}

/* Changes wait where there is no memory to publish them, and what was in force stays so. */
static tg_status change(stage *s)
{
    tally *t = s->allocator.user;
    tg_overlay *overlay = NULL;
    tg_pack *pack = NULL;
    tg_error error = {TG_OK, 0, 0, "", ""};
    tg_status status = follow(s);
    if (status == TG_OK)
        status = tg_overlay_new(s->holder, &s->allocator, &overlay);
    for (int i = 0; i < 100 && status == TG_OK; i++) {
        char word[16];
        snprintf(word, sizeof word, "word%d", i);
        status = tg_overlay_add(overlay, word, strlen(word), NULL, &error);
    }
    if (status == TG_OK)
        status = tg_overlay_remove(overlay, "word7", 5);
    if (status == TG_OK)
        status = checked(tg_overlay_publish(overlay, &error), &error);
    if (status == TG_OK)
        status = use(s->scanner, text);
    if (status == TG_OK)
        status = checked(tg_overlay_compile(overlay, &pack, &error), &error);
    if (status == TG_NO_MEMORY && overlay) {
        t->left = -1;
        ck_assert_int_eq(tg_overlay_publish(overlay, NULL), TG_OK);
        ck_assert_int_eq(use(s->scanner, text), TG_OK);
    }
    tg_pack_unref(pack);
    tg_overlay_free(overlay);
    return status;
}

/* Texts together, on two threads, and in pieces. */
static tg_status scan_many(stage *s)
{
    size_t half = strlen(text) / 2, ends[] = {half, 2 * half, 2 * half};
    tg_batch *batch = NULL;
    tg_stream *stream = NULL;
    tg_summary summary;
    tg_status status = make_gate(s);
    if (status == TG_OK)
        status = tg_scanner_new(s->gate, &s->scanner);
    if (status == TG_OK)
        status = tg_scan_packed(s->scanner, text, ends, 3, NULL, NULL, NULL);
    if (status == TG_OK)
        status = tg_batch_new(s->gate, 2, &batch);
    if (status == TG_OK)
        status = tg_batch_scan(batch, text, ends, 3, NULL, NULL, NULL);
    if (status == TG_OK)
        status = tg_stream_new(s->gate, &stream);
    if (status == TG_OK)
        status = tg_stream_feed(stream, text, half, ignore, NULL);
    if (status == TG_OK)
        status = tg_stream_finish(stream, ignore, NULL, &summary);
    tg_batch_free(batch);
    tg_stream_free(stream);
    return status;
}

enum { EXAMPLES = 24 };
static tg_example examples[EXAMPLES];
static tg_pack *models; /* one is there already, since making its lane takes long */

static tg_pack *first_model(void)
{
    static char texts[EXAMPLES][32];
    tg_training training = TG_TRAINING_INIT;
    tg_pack *pack = NULL;
    for (int i = 0; i < EXAMPLES; i++) {
        int length = snprintf(texts[i], sizeof texts[i], "%s %d", i % 2 ? "网络赌博 free" : "吃饭 at home", i);
        examples[i] = (tg_example){i % 2 ? "1" : "0", texts[i], (size_t)length};
    }
    ck_assert_int_eq(tg_train(&training, examples, EXAMPLES, NULL, &pack, NULL, NULL), TG_OK);
    return pack;
}

static tg_status learn(stage *s)
{
    tg_error error = {TG_OK, 0, 0, "", ""};
    tg_training training = TG_TRAINING_INIT;
    const double *scores;
    training.task = "spam";
    training.base = models;
    tg_status status = checked(tg_train(&training, examples, EXAMPLES, &s->allocator, &s->pack, &s->learnt, &error), &error);
    if (status == TG_OK)
        status = checked(tg_model_new(s->pack, "spam", &s->model, &error), &error);
    if (status == TG_OK)
        status = tg_model_score(s->model, text, strlen(text), &scores);
    return status == TG_OK ? tg_model_evaluate(s->model, examples, EXAMPLES, &s->judged) : status;
}

static tg_pack *languages; /* likewise */

static tg_pack *first_languages(void)
{
    static const tg_language_example words[] = {
        {"en", "free", 4, 1, false}, {"en", "words", 5, 1, false}, {"fi", "sanat", 5, 1, false}, {"zh-Hans", "网络", 6, 1, false},
    };
    tg_language_learning learning = {.draws = 20, .seed = 1};
    tg_pack *pack = NULL;
    ck_assert_int_eq(tg_languages_train(&learning, words, sizeof words / sizeof *words, NULL, &pack, NULL), TG_OK);
    return pack;
}

/* A gate that tells languages apart, and a text with places of them. */
static tg_status speak(stage *s)
{
    tg_error error = {TG_OK, 0, 0, "", ""};
    const tg_language_report *report;
    const tg_verdict *verdict;
    const char *out;
    tg_status status = (s->options = tg_options_new(&s->allocator)) ? tg_options_add_pack(s->options, languages) : TG_NO_MEMORY;
    if (status == TG_OK)
        status = checked(tg_gate_new(s->options, &s->gate, &error), &error);
    if (status == TG_OK)
        status = tg_scanner_new(s->gate, &s->scanner);
    if (status == TG_OK)
        status = tg_detect_language(s->scanner, text, strlen(text), true, &report);
    if (status == TG_OK)
        ck_assert_uint_ge(report->span_count, 2);
    if (status == TG_OK)
        status = tg_scan(s->scanner, text, strlen(text), &verdict);
    return status == TG_OK ? tg_verdict_json(s->scanner, verdict, "id", text, &out, NULL) : status;
}

typedef tg_status (*stage_fn)(stage *s);

static const struct {
    const char *name;
    stage_fn run;
    stage_fn after; /* how a stage begins: its allocations were tried on their own. NULL: nothing was */
} stages[] = {
    {"build", build, NULL}, {"files", build_from_files, NULL}, {"bad", build_badly, NULL},
    {"compile", compile, build}, {"save", save, compile}, {"lint", lint, build}, {"open", open_pack, NULL},
    {"gate", make_gate, NULL}, {"scan", scan, make_gate}, {"follow", follow_later, make_gate}, {"learn", learn, NULL},
    {"many", scan_many, make_gate}, {"change", change, follow}, {"speak", speak, NULL},
};

/* Allocations of a stage that comes through. */
static long count_allocations(stage_fn run)
{
    tally t;
    stage s = {.allocator = tally_allocator(&t)};
    ck_assert_int_eq(run(&s), TG_OK);
    release(&s);
    ck_assert_int_eq(t.live, 0);
    return (long)t.calls;
}

enum { ALL = 400 }; /* so many allocations of a stage are tried, and of later ones every seventh */

START_TEST(running_out_of_memory_is_said_and_leaks_nothing)
{
    tg_status status = TG_NO_MEMORY;
    long first = stages[_i].after ? count_allocations(stages[_i].after) : 0, n = first;
    for (; status != TG_OK; n += n - first < ALL ? 1 : 7) {
        tally t;
        stage s = {.allocator = tally_allocator(&t)};
        t.left = n;
        status = stages[_i].run(&s);
        ck_assert_msg(status == TG_OK || status == TG_NO_MEMORY, "%s, allocation %ld: %s", stages[_i].name, n,
                      tg_status_name(status));
        release(&s);
        ck_assert_msg(t.live == 0 && t.bytes == 0, "%s, allocation %ld: %ld blocks of %zu bytes are left", stages[_i].name,
                      n, t.live, t.bytes);
    }
    ck_assert_int_gt(n, first + 1);
}
END_TEST

static void set_up(void)
{
    snprintf(folder, sizeof folder, "%s", "/tmp/textgate-oom-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(path, sizeof path, "%s.pack", folder);
    snprintf(word_list, sizeof word_list, "%s/words.txt", folder);
    FILE *file = fopen(word_list, "wb");
    fputs("甲乙\n丙&丁\n", file);
    fclose(file);
    tg_pack *pack = pack_of(source, NULL);
    ck_assert_int_eq(tg_pack_save(pack, path, NULL), TG_OK);
    const void *data = tg_pack_data(pack, &pack_length);
    pack_bytes = malloc(pack_length);
    memcpy(pack_bytes, data, pack_length);
    tg_pack_unref(pack);
    models = first_model();
    languages = first_languages();
}

static void tear_down(void)
{
    free(pack_bytes);
    tg_pack_unref(models);
    tg_pack_unref(languages);
    remove(path);
    remove(word_list);
    remove(folder);
}

int main(void)
{
    TCase *tests = tcase_create("oom");
    tcase_set_timeout(tests, 300);
    tcase_add_unchecked_fixture(tests, set_up, tear_down);
    tcase_add_loop_test(tests, running_out_of_memory_is_said_and_leaks_nothing, 0, sizeof stages / sizeof *stages);
    return run_suite("oom", tests);
}
