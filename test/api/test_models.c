/* Models through the header: learnt, scored, evaluated, put into packs and gates. The texts are made up by a small grammar, so
 * that what can be learnt is known. */
#include <unistd.h>

#include "support.h"

enum { EXAMPLES = 400 };

static tg_example examples[EXAMPLES];
static char texts[EXAMPLES][128];
static tg_error error;

static unsigned random_state;

static const char *pick(const char *const *words, size_t count)
{
    random_state = random_state * 1664525 + 1013904223;
    return words[(random_state >> 16) % count];
}

#define PICK(words) pick(words, sizeof words / sizeof *words)

static const char *const offers[] = {"win a free prize", "cheap loan today", "claim your bonus", "casino credits for you"};
static const char *const chats[] = {"see you at home", "the train is late", "lunch tomorrow then", "mum called again"};
static const char *const tails[] = {"now", "please", "ok", "soon", "dear friend", "and hurry", "at noon", "by the way"};
static const char *const labels[] = {"1", "0", "gambling"};

static void set_up(void)
{
    memset(&error, 0, sizeof error);
    random_state = 7;
    for (size_t i = 0; i < EXAMPLES; i++) {
        bool spam = i % 4 == 0;
        int length = snprintf(texts[i], sizeof texts[i], "%s %s %s %s", spam ? PICK(offers) : PICK(chats), PICK(tails),
                              PICK(tails), PICK(tails));
        examples[i] = (tg_example){labels[!spam], texts[i], (size_t)length};
    }
}

static tg_pack *train(const char *task, const tg_pack *base, tg_evaluation **evaluation)
{
    tg_training training = TG_TRAINING_INIT;
    tg_pack *pack = NULL;
    training.task = task;
    training.base = base;
    ck_assert_msg(tg_train(&training, examples, EXAMPLES, NULL, &pack, evaluation, &error) == TG_OK, "%s", error.message);
    return pack;
}

static double score_of(tg_model *model, const char *text, const char *label)
{
    const double *scores = NULL;
    ck_assert_int_eq(tg_model_score(model, text, strlen(text), &scores), TG_OK);
    double total = 0, wanted = -1;
    for (size_t i = 0; i < tg_model_label_count(model); i++) {
        total += scores[i];
        if (strcmp(tg_model_label(model, i), label) == 0)
            wanted = scores[i];
    }
    ck_assert_double_eq_tol(total, 1, 1e-6);
    return wanted;
}

START_TEST(a_model_learns_what_its_examples_tell)
{
    tg_evaluation *e = NULL;
    tg_pack *pack = train("spam", NULL, &e);
    ck_assert_uint_eq(e->example_count, EXAMPLES);
    ck_assert_uint_eq(e->label_count, 2);
    ck_assert_double_gt(e->accuracy, .97);
    ck_assert_double_gt(e->macro_f1, .97);
    ck_assert_str_eq(e->labels[1].label, "1");
    ck_assert_uint_eq(e->labels[1].examples, EXAMPLES / 4);
    tg_model *model = NULL;
    ck_assert_int_eq(tg_model_new(pack, NULL, &model, &error), TG_OK);
    ck_assert_str_eq(tg_model_task(model), "spam");
    ck_assert_double_gt(score_of(model, "CLAIM your  b\u200Bonus, quick", "1"), .8);
    ck_assert_double_lt(score_of(model, "the train was late", "1"), .2);
    ck_assert_double_ge(score_of(model, "", "1"), 0);
    tg_model_free(model);
    tg_evaluation_free(e);
    tg_pack_unref(pack);
}
END_TEST

START_TEST(the_same_seed_gives_the_same_bytes)
{
    tg_pack *a = train("spam", NULL, NULL), *b = train("spam", NULL, NULL);
    size_t length, other_length;
    const void *data = tg_pack_data(a, &length), *other = tg_pack_data(b, &other_length);
    ck_assert_uint_eq(length, other_length);
    ck_assert_mem_eq(data, other, length);
    tg_pack_unref(a);
    tg_pack_unref(b);
}
END_TEST

START_TEST(a_model_is_added_to_a_pack_and_changes_none_there)
{
    tg_pack *words = pack_of("%category drugs\nweed\n", NULL), *one = train("spam", words, NULL);
    for (size_t i = 0; i < EXAMPLES; i++)
        examples[i].label = labels[strstr(texts[i], "casino") ? 2 : i % 4 != 0];
    tg_pack *two = train("kind", one, NULL);
    ck_assert_str_eq(tg_pack_task(two, 0), "spam");
    ck_assert_str_eq(tg_pack_task(two, 1), "kind");
    ck_assert_ptr_null(tg_pack_task(two, 2));
    tg_model *before = NULL, *after = NULL, *kind = NULL;
    ck_assert_int_eq(tg_model_new(one, "spam", &before, NULL), TG_OK);
    ck_assert_int_eq(tg_model_new(two, "spam", &after, NULL), TG_OK);
    ck_assert_int_eq(tg_model_new(two, "kind", &kind, NULL), TG_OK);
    for (size_t i = 0; i < 20; i++)
        ck_assert(score_of(before, texts[i], "1") == score_of(after, texts[i], "1"));
    ck_assert_uint_eq(tg_model_label_count(kind), 3);
    ck_assert_double_gt(score_of(kind, "casino credits for you", "gambling"), .7);
    tg_entry entry;
    ck_assert_int_eq(tg_pack_get_entry(two, 0, &entry), TG_OK);
    ck_assert_str_eq(entry.pattern, "weed");
    tg_model_free(before);
    tg_model_free(after);
    tg_model_free(kind);
    tg_pack_unref(words);
    tg_pack_unref(one);
    tg_pack_unref(two);
}
END_TEST

static tg_gate *gate_with(tg_pack *pack)
{
    tg_gate *gate = NULL;
    tg_options *options = tg_options_new(NULL);
    uint64_t detectors = TG_DETECTOR_BIT(TG_DETECTOR_WORDS) | TG_DETECTOR_BIT(TG_DETECTOR_SPAM) |
                         TG_DETECTOR_BIT(TG_DETECTOR_ABUSE) | TG_DETECTOR_BIT(TG_DETECTOR_MODELS);
    ck_assert_int_eq(tg_options_add_pack(options, pack), TG_OK);
    ck_assert_int_eq(tg_options_set(options, TG_SETTING_DETECTORS, detectors), TG_OK);
    ck_assert_int_eq(tg_gate_new(options, &gate, &error), TG_OK);
    tg_options_free(options);
    return gate;
}

START_TEST(a_gate_tells_of_spam_with_score_and_signals)
{
    tg_pack *pack = train("spam", NULL, NULL);
    tg_gate *gate = gate_with(pack);
    tg_scanner *scanner = NULL;
    const tg_verdict *verdict = NULL;
    ck_assert_int_eq(tg_scanner_new(gate, &scanner), TG_OK);
    const char *spam = "Win a free prize now, claim your bonus at www.example.com or call 0900 555 1234";
    ck_assert_int_eq(tg_scan(scanner, spam, strlen(spam), &verdict), TG_OK);
    ck_assert_ptr_nonnull(verdict->spam);
    ck_assert_double_gt(verdict->spam->score, .9);
    ck_assert_uint_eq(verdict->spam->signals & (TG_SIGNAL_WORDING | TG_SIGNAL_LINK | TG_SIGNAL_CONTACT),
                      TG_SIGNAL_WORDING | TG_SIGNAL_LINK | TG_SIGNAL_CONTACT);
    ck_assert_uint_eq(verdict->finding_count, 1);
    const tg_finding *f = tg_verdict_finding(verdict, 0);
    ck_assert_str_eq(f->category, "spam");
    ck_assert_int_eq(f->detector, TG_DETECTOR_SPAM);
    ck_assert_uint_eq(f->begin, 0);
    ck_assert_uint_eq(f->end, strlen(spam));
    ck_assert_int_eq(verdict->action, TG_ACTION_REVIEW);
    const char *json = NULL;
    ck_assert_int_eq(tg_verdict_json(scanner, verdict, "a", spam, &json, NULL), TG_OK);
    ck_assert_ptr_nonnull(strstr(json, "\"spam\":{\"score\":"));
    ck_assert_ptr_nonnull(strstr(json, "\"link\""));
    bool clean = true;
    ck_assert_int_eq(tg_is_clean(scanner, spam, strlen(spam), &clean), TG_OK);
    ck_assert(!clean);
    const char *redacted = NULL; /* what is said of the whole text is no place to mask */
    size_t length = 0;
    ck_assert_int_eq(tg_redact(scanner, spam, strlen(spam), NULL, &redacted, &length, NULL), TG_OK);
    ck_assert_str_eq(redacted, spam);
    const char *chat = "mum called again by the way";
    ck_assert_int_eq(tg_scan(scanner, chat, strlen(chat), &verdict), TG_OK);
    ck_assert_uint_eq(verdict->finding_count, 0);
    ck_assert(!verdict->spam || verdict->spam->score < .5);
    tg_scanner_free(scanner);
    tg_gate_unref(gate);
    tg_pack_unref(pack);
}
END_TEST

START_TEST(a_task_of_ones_own_is_reported_by_detector_models)
{
    for (size_t i = 0; i < EXAMPLES; i++)
        examples[i].label = i % 4 ? "ok" : "shop.offer";
    char path[64];
    snprintf(path, sizeof path, "/tmp/textgate-test-%ld.model", (long)getpid());
    tg_pack *pack = train("house", NULL, NULL);
    ck_assert_int_eq(tg_pack_save(pack, path, &error), TG_OK);
    tg_options *options = tg_options_new(NULL);
    tg_gate *gate = NULL;
    tg_scanner *scanner = NULL;
    const tg_verdict *verdict = NULL;
    ck_assert_int_eq(tg_options_add_path(options, path, &error), TG_OK);
    ck_assert_int_eq(tg_gate_new(options, &gate, &error), TG_OK);
    ck_assert_int_eq(tg_scanner_new(gate, &scanner), TG_OK);
    const char *offer = "win a free prize, cheap loan today, claim your bonus";
    ck_assert_int_eq(tg_scan(scanner, offer, strlen(offer), &verdict), TG_OK);
    ck_assert_uint_eq(verdict->finding_count, 1);
    ck_assert_str_eq(tg_verdict_finding(verdict, 0)->category, "shop.offer");
    ck_assert_str_eq(tg_verdict_finding(verdict, 0)->rule, "model:house");
    ck_assert_int_eq(tg_verdict_finding(verdict, 0)->detector, TG_DETECTOR_MODELS);
    ck_assert_ptr_null(verdict->spam);
    tg_scanner_free(scanner);
    tg_gate_unref(gate);
    tg_options_free(options);
    tg_pack_unref(pack);
    remove(path);
}
END_TEST

START_TEST(a_head_for_short_texts_is_silent_of_long_ones)
{
    tg_training training = TG_TRAINING_INIT;
    tg_pack *pack = NULL;
    training.task = "spam";
    training.longest = 60;
    ck_assert_int_eq(tg_train(&training, examples, EXAMPLES, NULL, &pack, NULL, &error), TG_OK);
    tg_gate *gate = gate_with(pack);
    tg_scanner *scanner = NULL;
    const tg_verdict *verdict = NULL;
    ck_assert_int_eq(tg_scanner_new(gate, &scanner), TG_OK);
    const char *text = "win a free prize now claim your bonus win a free prize now claim your bonus now now";
    ck_assert_int_eq(tg_scan(scanner, text, 37, &verdict), TG_OK);
    ck_assert_ptr_nonnull(verdict->spam);
    ck_assert_int_eq(tg_scan(scanner, text, strlen(text), &verdict), TG_OK);
    ck_assert_ptr_null(verdict->spam);
    tg_scanner_free(scanner);
    tg_gate_unref(gate);
    tg_pack_unref(pack);
}
END_TEST

START_TEST(evaluation_counts_what_is_answered)
{
    tg_pack *pack = train("spam", NULL, NULL);
    tg_model *model = NULL;
    tg_evaluation *e = NULL;
    ck_assert_int_eq(tg_model_new(pack, "spam", &model, NULL), TG_OK);
    const tg_example few[] = {{"1", texts[0], strlen(texts[0])}, {"0", texts[1], strlen(texts[1])},
                              {"odd", texts[2], strlen(texts[2])}};
    ck_assert_int_eq(tg_model_evaluate(model, few, 3, &e), TG_OK);
    ck_assert_uint_eq(e->label_count, 3);
    ck_assert_uint_eq(e->example_count, 3);
    ck_assert_uint_eq(e->confusion[0 * 3 + 0], 1);
    ck_assert_uint_eq(e->confusion[1 * 3 + 1], 1);
    ck_assert_uint_eq(e->confusion[2 * 3 + 0], 1); /* a label that the model does not know */
    ck_assert_double_eq_tol(e->accuracy, 2. / 3, 1e-9);
    ck_assert_double_eq_tol(e->labels[0].precision, .5, 1e-9);
    tg_evaluation_free(e);
    tg_model_free(model);
    tg_pack_unref(pack);
}
END_TEST

START_TEST(a_scan_with_models_allocates_nothing)
{
    tally t;
    tg_allocator allocator = tally_allocator(&t);
    tg_training training = TG_TRAINING_INIT;
    tg_pack *pack = NULL;
    training.task = "spam";
    ck_assert_int_eq(tg_train(&training, examples, EXAMPLES, &allocator, &pack, NULL, &error), TG_OK);
    tg_options *options = tg_options_new(&allocator);
    tg_gate *gate = NULL;
    tg_scanner *scanner = NULL;
    const tg_verdict *verdict = NULL;
    ck_assert_int_eq(tg_options_add_pack(options, pack), TG_OK);
    ck_assert_int_eq(tg_gate_new(options, &gate, NULL), TG_OK);
    ck_assert_int_eq(tg_scanner_new(gate, &scanner), TG_OK);
    for (int round = 0; round < 3; round++) {
        size_t calls = t.calls;
        for (size_t i = 0; i < EXAMPLES; i++)
            ck_assert_int_eq(tg_scan(scanner, texts[i], strlen(texts[i]), &verdict), TG_OK);
        ck_assert(round == 0 || t.calls == calls);
    }
    tg_scanner_free(scanner);
    tg_gate_unref(gate);
    tg_options_free(options);
    tg_pack_unref(pack);
    ck_assert_int_eq(t.live, 0);
    ck_assert_uint_eq(t.bytes, 0);
}
END_TEST

static int stop_late(double done, void *user)
{
    double *last = user;
    ck_assert_double_ge(done, *last);
    *last = done;
    return done > .5;
}

START_TEST(training_tells_how_far_it_is_and_can_be_stopped)
{
    tg_training training = TG_TRAINING_INIT;
    tg_pack *pack = NULL;
    double last = 0;
    training.task = "spam";
    training.progress = stop_late;
    training.user = &last;
    ck_assert_int_eq(tg_train(&training, examples, EXAMPLES, NULL, &pack, NULL, &error), TG_STOPPED);
    ck_assert_ptr_null(pack);
    ck_assert_double_gt(last, .5);
}
END_TEST

START_TEST(what_cannot_be_learnt_is_refused)
{
    tg_training training = TG_TRAINING_INIT;
    tg_pack *pack = NULL, *one = train("spam", NULL, NULL);
    training.task = "spam";
    ck_assert_int_eq(tg_train(&training, examples, 19, NULL, &pack, NULL, &error), TG_INVALID_ARGUMENT);
    ck_assert_int_eq(tg_train(&training, NULL, 5, NULL, &pack, NULL, NULL), TG_INVALID_ARGUMENT);
    training.base = one;
    ck_assert_int_eq(tg_train(&training, examples, EXAMPLES, NULL, &pack, NULL, &error), TG_INVALID_ARGUMENT);
    ck_assert_ptr_nonnull(strstr(error.message, "spam"));
    training.base = NULL;
    training.task = "two words";
    ck_assert_int_eq(tg_train(&training, examples, EXAMPLES, NULL, &pack, NULL, &error), TG_INVALID_ARGUMENT);
    training.task = "spam";
    for (size_t i = 0; i < EXAMPLES; i++)
        examples[i].label = "1";
    ck_assert_int_eq(tg_train(&training, examples, EXAMPLES, NULL, &pack, NULL, &error), TG_INVALID_ARGUMENT);
    examples[3].text = NULL;
    ck_assert_int_eq(tg_train(&training, examples, EXAMPLES, NULL, &pack, NULL, &error), TG_INVALID_ARGUMENT);
    tg_model *model = NULL;
    ck_assert_int_eq(tg_model_new(one, "mood", &model, &error), TG_NOT_FOUND);
    ck_assert_int_eq(tg_model_new(NULL, NULL, &model, &error), TG_INVALID_ARGUMENT);
    ck_assert_ptr_null(pack);
    tg_pack_unref(one);
    tg_model_free(NULL);
    tg_evaluation_free(NULL);
}
END_TEST

START_TEST(a_damaged_model_is_refused)
{
    tg_pack *pack = train("spam", NULL, NULL), *other = NULL;
    size_t length;
    const char *data = tg_pack_data(pack, &length);
    char *copy = malloc(length);
    memcpy(copy, data, length);
    copy[length / 2] ^= 1; /* among the rows */
    ck_assert_int_eq(tg_pack_load(copy, length, NULL, &other, &error), TG_CORRUPT);
    free(copy);
    tg_pack_unref(pack);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("models");
    tcase_set_timeout(tests, 240);
    tcase_add_checked_fixture(tests, set_up, NULL);
    tcase_add_test(tests, a_model_learns_what_its_examples_tell);
    tcase_add_test(tests, the_same_seed_gives_the_same_bytes);
    tcase_add_test(tests, a_model_is_added_to_a_pack_and_changes_none_there);
    tcase_add_test(tests, a_gate_tells_of_spam_with_score_and_signals);
    tcase_add_test(tests, a_task_of_ones_own_is_reported_by_detector_models);
    tcase_add_test(tests, a_head_for_short_texts_is_silent_of_long_ones);
    tcase_add_test(tests, evaluation_counts_what_is_answered);
    tcase_add_test(tests, a_scan_with_models_allocates_nothing);
    tcase_add_test(tests, training_tells_how_far_it_is_and_can_be_stopped);
    tcase_add_test(tests, what_cannot_be_learnt_is_refused);
    tcase_add_test(tests, a_damaged_model_is_refused);
    return run_suite("models", tests);
}
