/* `textgate train`: labelled texts to a model. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "examples.h"
#include "message.h"
#include "progress.h"
#include "sources.h"

/* The share that is done, on one line of the terminal. */
static int show_progress(double done, void *user)
{
    int *shown = user, percent = (int)(done * 100);
    if (percent != *shown)
        fprintf(stderr, "\rtraining %3d %%", percent);
    *shown = percent;
    return 0;
}

static int learn(const cli_options *options, const cli_examples *examples, const tg_pack *base)
{
    tg_training training = TG_TRAINING_INIT;
    int shown = -1;
    training.task = options->task;
    training.clean = options->clean_labels;
    training.base = base;
    training.seed = (uint64_t)options->seed;
    training.shortest = (uint32_t)options->shortest;
    training.longest = (uint32_t)options->longest;
    training.clean_is_rest = options->clean_is_rest;
    training.progress = isatty(STDERR_FILENO) ? show_progress : NULL;
    training.user = &shown;
    tg_pack *pack;
    tg_evaluation *evaluation;
    tg_error error = {0};
    double begun = clock_now();
    tg_status status = tg_train(&training, examples->items, examples->count, NULL, &pack, &evaluation, &error);
    if (shown >= 0)
        fputs("\r              \r", stderr);
    if (status != TG_OK)
        return fail_error(&error);
    int result = save_pack(pack, options->output);
    if (result == STATUS_CLEAN && strcmp(options->output, "-") != 0) {
        result = show_evaluation(evaluation, examples, options);
        fprintf(stderr, "%s: %s, in %.1f s; the figures are of five-fold cross-validation\n", options->output,
                options->task, clock_now() - begun);
    }
    tg_evaluation_free(evaluation);
    tg_pack_unref(pack);
    return result;
}

int train_command(const cli_options *options)
{
    if (!options->output)
        return fail("-o MODEL is needed (see `textgate help train`)");
    if (!options->task)
        return fail("--task NAME is needed (see `textgate help train`)");
    tg_pack *base = NULL;
    tg_error error = {0};
    if (options->base && tg_pack_open(options->base, NULL, &base, &error) != TG_OK)
        return fail_error(&error);
    cli_examples examples;
    int status = examples_read(&examples, options) ? learn(options, &examples, base) : STATUS_ERROR;
    examples_free(&examples);
    tg_pack_unref(base);
    return status;
}
