/* A run over documents: from options to a gate, through the pipeline, to the exit status. */
#include "run.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <jansson.h>

#include "input.h"
#include "key.h"
#include "message.h"
#include "progress.h"
#include "store.h"

bool run_in_colour(void)
{
    const char *no_colour = getenv("NO_COLOR"), *terminal = getenv("TERM");
    if (no_colour && *no_colour)
        return false;
    return isatty(STDOUT_FILENO) && terminal && strcmp(terminal, "dumb") != 0;
}

static bool set_detectors(tg_options *rules, const char *names)
{
    uint64_t set = 0;
    for (const char *name = names;;) {
        char word[32] = "";
        size_t length = strcspn(name, ",");
        tg_detector detector;
        if (length < sizeof word)
            memcpy(word, name, length);
        if (tg_detector_from_word(word, &detector) != TG_OK) {
#define TG_X(id, known) " " known
            fail("--only: unknown detector \"%.*s\"; there are:" TG_DETECTOR_LIST(TG_X), (int)length, name);
#undef TG_X
            return false;
        }
        set |= TG_DETECTOR_BIT(detector);
        if (!name[length])
            break;
        name += length + 1;
    }
    return tg_options_set(rules, TG_SETTING_DETECTORS, set) == TG_OK;
}

static bool set_key(tg_options *rules, const char *path)
{
    cli_buffer key = {0};
    bool ok = !path || (key_read(path, &key) && tg_options_set_key(rules, key.data, key.length) == TG_OK);
    buffer_free(&key);
    return ok;
}

static tg_status set_policy(tg_options *rules, const char *path, tg_error *error)
{
    tg_policy *policy;
    tg_status status = tg_policy_open(path, NULL, &policy, error);
    if (status != TG_OK)
        return status;
    status = tg_options_set_policy(rules, policy);
    tg_policy_unref(policy);
    return status;
}

static tg_status fill_rules(const cli_options *options, tg_options *rules, tg_error *error)
{
    tg_status status = tg_options_set(rules, TG_SETTING_EMOTION_SPANS, options->spans);
    if (status == TG_OK && options->market)
        status = tg_options_set_markets(rules, options->market, error);
    if (status == TG_OK && options->policy)
        status = set_policy(rules, options->policy, error);
    if (status == TG_OK && !options->no_default)
        status = tg_options_add_default(rules, error);
    for (size_t i = 0; status == TG_OK && i < options->dicts.length; i++)
        status = tg_options_add_path(rules, options->dicts.items[i], error);
    return status;
}

/* NULL: a message was printed. */
static tg_gate *make_gate(const cli_options *options)
{
    tg_options *rules = tg_options_new(NULL);
    if (!rules)
        die("out of memory");
    tg_error error = {0};
    tg_gate *gate = NULL;
    if ((!options->only || set_detectors(rules, options->only)) && set_key(rules, options->key)) {
        error.status = fill_rules(options, rules, &error);
        if (error.status == TG_OK)
            error.status = tg_gate_new(rules, &gate, &error);
        if (error.status != TG_OK) {
            fail_error(&error);
            gate = NULL;
        }
    }
    tg_options_free(rules);
    return gate;
}

static int exit_status(int fail_on, const cli_tally *total)
{
    bool found = fail_on != FAIL_ON_NEVER && total->actions[TG_ACTION_BLOCK] > 0;
    if (fail_on == FAIL_ON_REVIEW)
        found = found || total->actions[TG_ACTION_REVIEW] > 0;
    return found ? STATUS_FOUND : STATUS_CLEAN;
}

/* With a store documents are handled in turn, as each may repeat the one before it. */
static int run_with(const cli_options *options, const cli_task *task, uint64_t bytes, cli_tally *total)
{
    cli_pipeline *pipeline = pipeline_new(task);
    if (!pipeline)
        return STATUS_ERROR;
    double begun = clock_now();
    progress_begin(bytes);
    input_feed(options, pipeline);
    pipeline_finish(pipeline, total);
    progress_clear();
    if (options->stats)
        stats_print(total, clock_now() - begun);
    return exit_status(options->fail_on, total);
}

int run_documents(const cli_options *given, cli_document_fn handle, int fd, const char *fd_name, bool colour,
                  cli_tally *total)
{
    uint64_t bytes;
    if (!input_check(given, &bytes))
        return STATUS_ERROR;
    tg_store *store = NULL;
    if (given->store && !(store = store_open(given)))
        return STATUS_ERROR;
    cli_options options = *given;
    if (store)
        options.threads = 1;
    tg_gate *gate = make_gate(&options);
    int status = STATUS_ERROR;
    if (gate) {
        json_object_seed(0); /* which Jansson asks for before there are threads */
        cli_task task = {&options, gate, handle, colour, fd, fd_name, store};
        status = run_with(&options, &task, bytes, total);
    }
    tg_gate_unref(gate);
    return store_close(store) ? status : STATUS_ERROR;
}
