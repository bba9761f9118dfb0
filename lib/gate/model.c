/* A model by itself: scoring and evaluating outside of a scan. */
#include <string.h>

#include "base/error.h"
#include "model/features.h"
#include "model/measure.h"
#include "pack/pack.h"

struct tg_model {
    tg_allocator allocator;
    tg_pack *pack;
    const tg_head *head;
    tg_sum_fn sum;
    tg_features features;
    int64_t sums[TG_MODEL_COLUMNS];
    double scores[TG_MODEL_LABELS];
};

static const tg_label *label_of(const tg_model *model, size_t index)
{
    return &model->pack->bank.labels[model->head->first_label + index];
}

tg_status tg_model_new(tg_pack *pack, const char *task, tg_model **out, tg_error *error)
{
    if (!pack || !out)
        return tg_fail(error, TG_INVALID_ARGUMENT, "a pack and a place for the model are needed");
    size_t head = task ? tg_bank_find(&pack->bank, task) : 0;
    if (head >= pack->bank.head_count)
        return tg_fail(error, TG_NOT_FOUND, "the pack has no model%s%.100s", task ? " for the task " : "",
                       task ? task : "");
    tg_model *model = tg_allocate_zeroed(&pack->allocator, 1, sizeof *model);
    if (!model)
        return tg_fail_no_memory(error);
    model->allocator = pack->allocator;
    model->pack = tg_pack_ref(pack);
    model->head = &pack->bank.heads[head];
    model->sum = tg_sum_for(tg_cpu_level());
    if (tg_features_init(&model->features, &model->allocator, &pack->bank, tg_cpu_level()) != TG_OK) {
        tg_model_free(model);
        return tg_fail_no_memory(error);
    }
    *out = model;
    return TG_OK;
}

void tg_model_free(tg_model *model)
{
    if (!model)
        return;
    tg_features_free(&model->features);
    tg_pack_unref(model->pack);
    tg_allocator allocator = model->allocator;
    tg_release(&allocator, model, sizeof *model);
}

const char *tg_model_task(const tg_model *model)
{
    return model ? model->pack->bank.strings + model->head->task : NULL;
}

size_t tg_model_label_count(const tg_model *model)
{
    return model ? model->head->label_count : 0;
}

const char *tg_model_label(const tg_model *model, size_t index)
{
    return index < tg_model_label_count(model) ? model->pack->bank.strings + label_of(model, index)->name : NULL;
}

tg_status tg_model_score(tg_model *model, const char *text, size_t length, const double **scores)
{
    if (!model || (!text && length) || !scores)
        return TG_INVALID_ARGUMENT;
    if (length > UINT32_MAX - 1)
        return TG_LIMIT;
    const tg_bank *bank = &model->pack->bank;
    tg_features *f = &model->features;
    uint32_t parts[TG_MODEL_LABELS];
    memset(model->sums, 0, bank->stride * sizeof *model->sums);
    tg_features_start(f);
    while (tg_features_next(f, length ? text : "", length))
        model->sum(bank, f->index, f->count, model->sums);
    tg_head_scores(bank, model->head, model->sums, f->total, parts);
    for (size_t i = 0; i < model->head->label_count; i++)
        model->scores[i] = tg_score_of(parts[i]);
    *scores = model->scores;
    return TG_OK;
}

/* Labels of the model, then those that only examples have. */
typedef struct names {
    tg_vector list; /* const char * */
} names;

static size_t number_of(names *n, const char *label)
{
    const char **list = n->list.items;
    for (size_t i = 0; i < n->list.count; i++)
        if (strcmp(list[i], label) == 0)
            return i;
    return tg_vector_append(&n->list, &label, 1) ? n->list.count - 1 : SIZE_MAX;
}

static size_t best_of(const tg_model *model, const double *scores)
{
    size_t best = 0;
    for (size_t i = 1; i < model->head->label_count; i++)
        best = scores[i] > scores[best] ? i : best;
    return best;
}

static tg_status count_answers(tg_model *model, names *n, const tg_example *examples, size_t count, tg_measure *measure)
{
    for (size_t i = 0; i < count; i++) {
        const double *scores;
        tg_status status = tg_model_score(model, examples[i].text, examples[i].length, &scores);
        if (status != TG_OK)
            return status;
        size_t best = best_of(model, scores);
        tg_measure_add(measure, number_of(n, examples[i].label), best, scores[best]);
    }
    return TG_OK;
}

tg_status tg_model_evaluate(tg_model *model, const tg_example *examples, size_t count, tg_evaluation **evaluation)
{
    if (!model || (!examples && count) || !evaluation)
        return TG_INVALID_ARGUMENT;
    names n;
    tg_vector_init(&n.list, &model->allocator, sizeof(const char *));
    tg_status status = TG_OK;
    for (size_t i = 0; i < model->head->label_count && status == TG_OK; i++) {
        const char *label = tg_model_label(model, i);
        status = tg_vector_append(&n.list, &label, 1) ? TG_OK : TG_NO_MEMORY;
    }
    for (size_t i = 0; i < count && status == TG_OK; i++)
        if (!examples[i].label || (!examples[i].text && examples[i].length))
            status = TG_INVALID_ARGUMENT;
        else if (number_of(&n, examples[i].label) == SIZE_MAX)
            status = TG_NO_MEMORY;
    tg_measure *measure = status == TG_OK ? tg_measure_new(&model->allocator, n.list.items, n.list.count, count) : NULL;
    if (status == TG_OK && !measure)
        status = TG_NO_MEMORY;
    if (status == TG_OK)
        status = count_answers(model, &n, examples, count, measure);
    tg_vector_free(&n.list);
    if (measure)
        *evaluation = tg_measure_finish(measure);
    if (measure && status != TG_OK)
        tg_evaluation_free(*evaluation);
    return status;
}
