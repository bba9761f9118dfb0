/* Examples to a head: how strongly to regularise, how well it does, what the scores mean, and the columns; see learn.h. */
#include "model/learn.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "model/svm.h"

enum { HASHES = 1 << TG_MODEL_HASH_BITS, FOLDS = 5, LEAST_EXAMPLES = 20 };

static const double costs[] = {.5, 2, 8};
static const char usual_clean[] = "0,ham,clean,none,normal,ok";

typedef struct learner {
    const tg_allocator *allocator;
    const tg_bank *base;
    const tg_training *training;
    tg_corpus corpus;
    tg_columns columns;
    tg_calibration calibration;
    uint32_t *chosen;    /* numbers of samples */
    double *margins;     /* of all samples */
    uint32_t *thresholds;
    double cost;
    tg_teller teller;
} learner;

void tg_learnt_init(tg_learnt *learnt, const tg_allocator *allocator)
{
    *learnt = (tg_learnt){.evaluation = NULL};
    tg_vector_init(&learnt->rows, allocator, 1);
    tg_vector_init(&learnt->heads, allocator, sizeof(tg_head));
    tg_vector_init(&learnt->labels, allocator, sizeof(tg_label));
    tg_vector_init(&learnt->strings, allocator, 1);
}

void tg_learnt_free(tg_learnt *learnt)
{
    tg_vector_free(&learnt->rows);
    tg_vector_free(&learnt->heads);
    tg_vector_free(&learnt->labels);
    tg_vector_free(&learnt->strings);
}

/* Whether a list of names, separated by commas, has this one. */
static bool lists(const char *list, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = list; *at; at += strcspn(at, ",")) {
        at += *at == ',';
        if (strcspn(at, ",") == length && memcmp(at, name, length) == 0)
            return true;
    }
    return false;
}

static bool is_clean(const learner *l, const char *label)
{
    return lists(l->training->clean ? l->training->clean : usual_clean, label);
}

static const char *label_of(const learner *l, size_t i)
{
    return TG_ITEMS(&l->corpus.labels, const char *)[i];
}

/* Of two labels one is told from the other: a clean one, if there is, is the other. */
static size_t told_label(const learner *l)
{
    return !is_clean(l, label_of(l, 0)) && is_clean(l, label_of(l, 1)) ? 0 : 1;
}

/* The label that has no column since it is what the others leave, or LABELS. */
static size_t rest_of(const learner *l)
{
    size_t count = l->corpus.labels.count;
    if (count <= 2)
        return 1 - told_label(l);
    for (size_t i = 0; i < count && l->training->clean_is_rest; i++)
        if (is_clean(l, label_of(l, i)))
            return i;
    return TG_MODEL_LABELS;
}

/* The column of a label, or NO_COLUMN. */
static uint32_t column_of(const learner *l, size_t label)
{
    size_t rest = rest_of(l);
    return label == rest ? TG_MODEL_NO_COLUMN : (uint32_t)(label - (label > rest));
}

/* ---- a column ---- */

/* The steps that the weights are rounded to are such that the largest one fits. */
static void quantise(learner *l, size_t column)
{
    const float *weights = l->columns.weights;
    int8_t *out = l->columns.quantised + column * HASHES;
    double most = 1e-9;
    for (size_t i = 0; i < HASHES; i++)
        most = fabs((double)weights[i]) > most ? fabs((double)weights[i]) : most;
    double step = most / 127;
    for (size_t i = 0; i < HASHES; i++)
        out[i] = (int8_t)floor((double)weights[i] / step + .5);
    l->columns.steps[column] = step;
}

static tg_status learn_columns(learner *l, size_t count)
{
    tg_status status = TG_OK;
    size_t rest = rest_of(l);
    for (size_t c = 0; c < l->columns.count && status == TG_OK; c++) {
        uint32_t label = (uint32_t)(c + (c >= rest));
        tg_svm svm = {&l->corpus, l->chosen, count, label, l->cost, l->training->seed};
        status = tg_svm_train(&svm, l->allocator, l->columns.weights, &l->columns.constants[c]);
        quantise(l, c);
        if (status == TG_OK && !tg_tell(&l->teller, (double)(c + 1) / (double)l->columns.count))
            status = TG_STOPPED;
    }
    return status;
}

static void find_margins(const learner *l, uint32_t number)
{
    const tg_sample *sample = tg_corpus_sample(&l->corpus, number);
    const tg_count *counts = tg_corpus_counts(&l->corpus, sample);
    double norm = sample->total ? 1 / sqrt((double)sample->total) : 0;
    for (size_t k = 0; k < l->corpus.labels.count; k++) {
        uint32_t column = column_of(l, k);
        double *margin = &l->margins[number * l->corpus.labels.count + k];
        *margin = 0;
        if (column == TG_MODEL_NO_COLUMN)
            continue;
        const int8_t *weights = l->columns.quantised + (size_t)column * HASHES;
        int64_t sum = 0;
        for (size_t i = 0; i < sample->size; i++)
            sum += (int64_t)weights[counts[i].index] * counts[i].times;
        *margin = (double)sum * l->columns.steps[column] * norm + l->columns.constants[column];
    }
}

/* ---- folds ---- */

/* Near duplicates are in the same fold. */
static size_t fold_of(const learner *l, uint32_t number)
{
    uint64_t state = l->training->seed + tg_corpus_sample(&l->corpus, number)->cluster * UINT64_C(0x632BE59BD9B4E019);
    return (size_t)tg_random(&state, FOLDS);
}

/* Learns from all folds but one and finds the margins of that one. */
static tg_status learn_fold(learner *l, size_t fold)
{
    size_t count = 0;
    for (uint32_t i = 0; i < l->corpus.samples.count; i++)
        if (fold_of(l, i) != fold)
            l->chosen[count++] = i;
    tg_status status = learn_columns(l, count);
    for (uint32_t i = 0; i < l->corpus.samples.count && status == TG_OK; i++)
        if (fold_of(l, i) == fold)
            find_margins(l, i);
    return status;
}

static size_t answer_of(const learner *l, const double *margins, double *score)
{
    int64_t logits[TG_MODEL_LABELS];
    uint32_t scores[TG_MODEL_LABELS];
    size_t count = l->corpus.labels.count, best = 0;
    tg_calibrated(&l->calibration, margins, count, logits);
    tg_softmax(logits, count, scores);
    for (size_t k = 1; k < count; k++)
        best = logits[k] > logits[best] ? k : best;
    *score = tg_score_of(scores[best]);
    return best;
}

static tg_evaluation *measure(const learner *l, size_t fold)
{
    tg_measure *m = tg_measure_new(l->allocator, l->corpus.labels.items, l->corpus.labels.count,
                                   l->corpus.samples.count);
    if (!m)
        return NULL;
    for (uint32_t i = 0; i < l->corpus.samples.count; i++) {
        double score;
        if (fold != FOLDS && fold_of(l, i) != fold)
            continue;
        size_t answer = answer_of(l, l->margins + i * l->corpus.labels.count, &score);
        tg_measure_add(m, tg_corpus_sample(&l->corpus, i)->label, answer, score);
    }
    return tg_measure_finish(m);
}

/* Tries each cost on the first fold; the labels' shifts are not fitted yet. */
static tg_status choose_cost(learner *l)
{
    double best = -1, chosen = costs[0];
    tg_status status = TG_OK;
    double begin = l->teller.begin, share = l->teller.share / (double)(sizeof costs / sizeof *costs);
    l->calibration.scale = 1;
    memset(l->calibration.shifts, 0, l->corpus.labels.count * sizeof(double));
    for (size_t i = 0; i < sizeof costs / sizeof *costs && status == TG_OK; i++) {
        l->cost = costs[i];
        l->teller.begin = begin + (double)i * share;
        l->teller.share = share;
        status = learn_fold(l, 0);
        tg_evaluation *e = status == TG_OK ? measure(l, 0) : NULL;
        if (status == TG_OK && !e)
            status = TG_NO_MEMORY;
        if (e && e->macro_f1 + e->accuracy > best) {
            best = e->macro_f1 + e->accuracy;
            chosen = costs[i];
        }
        tg_evaluation_free(e);
    }
    l->cost = chosen;
    return status;
}

static tg_status cross_validate(learner *l, tg_evaluation **evaluation)
{
    tg_status status = TG_OK;
    double begin = l->teller.begin, share = l->teller.share / FOLDS;
    for (size_t fold = 0; fold < FOLDS && status == TG_OK; fold++) {
        l->teller.begin = begin + (double)fold * share;
        l->teller.share = share;
        status = learn_fold(l, fold);
    }
    if (status == TG_OK)
        status = tg_calibrate(&l->corpus, l->margins, l->allocator, &l->calibration);
    if (status == TG_OK)
        status = tg_find_thresholds(&l->corpus, l->margins, &l->calibration, l->allocator, l->thresholds);
    if (status != TG_OK)
        return status;
    *evaluation = measure(l, FOLDS);
    return *evaluation ? TG_OK : TG_NO_MEMORY;
}

/* ---- writing it down ---- */

static uint32_t add_string(tg_vector *strings, const char *text, size_t length)
{
    uint32_t at = (uint32_t)strings->count;
    bool added = tg_vector_append(strings, text, length) && tg_vector_append(strings, "", 1);
    return added ? at : UINT32_MAX;
}

/* "" for clean labels; "1" stands for the task, whose dotted part tells models apart, not what they find. */
static uint32_t add_category(const learner *l, tg_vector *strings, const char *label)
{
    const char *task = l->training->task;
    if (is_clean(l, label))
        return add_string(strings, "", 0);
    return strcmp(label, "1") == 0 ? add_string(strings, task, strcspn(task, ".")) : add_string(strings, label, strlen(label));
}

static int32_t rounded(double x, double most)
{
    return (int32_t)floor((x > most ? most : x < -most ? -most : x) + .5);
}

/* Scripts in which at least one example in fifty is written. */
static uint32_t kinds_of(const learner *l)
{
    size_t counts[TG_FEATURE_COUNT] = {0};
    uint32_t kinds = 0;
    for (size_t i = 0; i < l->corpus.samples.count; i++)
        counts[tg_corpus_sample(&l->corpus, i)->kind]++;
    for (unsigned kind = 0; kind < TG_FEATURE_COUNT; kind++)
        if (counts[kind] * 50 >= l->corpus.samples.count)
            kinds |= TG_FEATURE_BIT(kind);
    return kinds;
}

static bool add_labels(const learner *l, tg_learnt *out, uint32_t first_column)
{
    const double units = 1.4426950408889634 * TG_MODEL_UNIT;
    for (size_t k = 0; k < l->corpus.labels.count; k++) {
        const char *name = label_of(l, k);
        uint32_t column = column_of(l, k);
        bool has_column = column != TG_MODEL_NO_COLUMN;
        double scale = has_column ? l->calibration.scale * l->columns.steps[column] * units * 65536 : 0;
        double shift = l->calibration.shifts[k] + (has_column ? l->calibration.scale * l->columns.constants[column] : 0);
        tg_label label = {
            .name = add_string(&out->strings, name, strlen(name)),
            .category = add_category(l, &out->strings, name),
            .column = has_column ? first_column + column : TG_MODEL_NO_COLUMN,
            .scale = rounded(scale, 1 << 28),
            .bias = rounded(shift * units, TG_MODEL_LOGIT),
        };
        memcpy(label.thresholds, l->thresholds + k * TG_FALSE_COUNT, sizeof label.thresholds);
        if (label.name == UINT32_MAX || label.category == UINT32_MAX || !tg_vector_append(&out->labels, &label, 1))
            return false;
    }
    return true;
}

/* The base's columns, and the new ones behind them. */
static bool add_rows(const learner *l, tg_learnt *out, uint32_t first_column)
{
    const tg_bank *base = l->base;
    size_t stride = (first_column + l->columns.count + TG_MODEL_BLOCK - 1) / TG_MODEL_BLOCK * TG_MODEL_BLOCK;
    int8_t *rows = tg_vector_push(&out->rows, stride * HASHES);
    if (!rows)
        return false;
    memset(rows, 0, stride * HASHES);
    for (size_t i = 0; i < HASHES; i++) {
        int8_t *row = rows + i * stride;
        if (first_column)
            memcpy(row, base->rows + (i >> (TG_MODEL_HASH_BITS - base->bits)) * base->stride, first_column);
        for (size_t c = 0; c < l->columns.count; c++)
            row[first_column + c] = l->columns.quantised[c * HASHES + i];
    }
    out->stride = (uint32_t)stride;
    out->bits = TG_MODEL_HASH_BITS;
    return true;
}

static tg_status write_down(learner *l, tg_learnt *out, tg_error *error)
{
    const tg_bank *base = l->base;
    uint32_t first_column = 0;
    for (size_t i = 0; i < base->label_count; i++)
        if (base->labels[i].column != TG_MODEL_NO_COLUMN && base->labels[i].column >= first_column)
            first_column = base->labels[i].column + 1;
    if (first_column + l->columns.count > TG_MODEL_COLUMNS)
        return tg_fail(error, TG_LIMIT, "the pack has no room for %zu labels more", l->columns.count);
    bool done = tg_vector_append(&out->heads, base->heads, base->head_count) &&
                tg_vector_append(&out->labels, base->labels, base->label_count) &&
                tg_vector_append(&out->strings, base->strings, base->string_bytes);
    tg_head head = {
        .task = add_string(&out->strings, l->training->task, strlen(l->training->task)),
        .first_label = (uint32_t)out->labels.count,
        .label_count = (uint32_t)l->corpus.labels.count,
        .kinds = kinds_of(l),
        .examples = (uint32_t)l->corpus.samples.count,
        .shortest = l->training->shortest,
        .longest = l->training->longest ? l->training->longest : UINT32_MAX,
        .accuracy = (uint32_t)(out->evaluation->accuracy * 1e6 + .5),
        .macro_f1 = (uint32_t)(out->evaluation->macro_f1 * 1e6 + .5),
    };
    done = done && head.task != UINT32_MAX && tg_vector_append(&out->heads, &head, 1) &&
           add_labels(l, out, first_column) && add_rows(l, out, first_column);
    return done ? TG_OK : TG_NO_MEMORY;
}

/* ---- all of it ---- */

static tg_status allocate(learner *l)
{
    size_t labels = l->corpus.labels.count, samples = l->corpus.samples.count;
    l->columns.count = labels - (rest_of(l) < labels);
    l->columns.weights = tg_allocate(l->allocator, HASHES * sizeof(float));
    l->columns.quantised = tg_allocate(l->allocator, l->columns.count * HASHES);
    l->columns.steps = tg_allocate_zeroed(l->allocator, l->columns.count, sizeof(double));
    l->columns.constants = tg_allocate_zeroed(l->allocator, l->columns.count, sizeof(double));
    l->calibration.shifts = tg_allocate_zeroed(l->allocator, labels, sizeof(double));
    l->chosen = tg_allocate(l->allocator, samples * sizeof *l->chosen);
    l->margins = tg_allocate_zeroed(l->allocator, samples * labels, sizeof(double));
    l->thresholds = tg_allocate_zeroed(l->allocator, labels * TG_FALSE_COUNT, sizeof *l->thresholds);
    bool done = l->columns.weights && l->columns.quantised && l->columns.steps && l->columns.constants &&
                l->calibration.shifts && l->chosen && l->margins && l->thresholds;
    return done ? TG_OK : TG_NO_MEMORY;
}

static void discard(learner *l)
{
    size_t labels = l->corpus.labels.count, samples = l->corpus.samples.count;
    tg_release(l->allocator, l->columns.weights, HASHES * sizeof(float));
    tg_release(l->allocator, l->columns.quantised, l->columns.count * HASHES);
    tg_release(l->allocator, l->columns.steps, l->columns.count * sizeof(double));
    tg_release(l->allocator, l->columns.constants, l->columns.count * sizeof(double));
    tg_release(l->allocator, l->calibration.shifts, labels * sizeof(double));
    tg_release(l->allocator, l->chosen, samples * sizeof *l->chosen);
    tg_release(l->allocator, l->margins, samples * labels * sizeof(double));
    tg_release(l->allocator, l->thresholds, labels * TG_FALSE_COUNT * sizeof *l->thresholds);
    tg_corpus_free(&l->corpus);
}

/* The next step of the work, which takes about this share of it. */
static void begin_step(learner *l, double begin, double share)
{
    l->teller.begin = begin;
    l->teller.share = share;
}

static tg_status learn(learner *l, tg_learnt *out, const tg_example *examples, size_t count, tg_error *error)
{
    begin_step(l, 0, .1);
    tg_status status = tg_corpus_read(&l->corpus, l->base, examples, count, &l->teller, error);
    if (status == TG_OK)
        status = tg_corpus_cluster(&l->corpus);
    if (status == TG_OK)
        status = allocate(l);
    begin_step(l, .1, .25);
    if (status == TG_OK)
        status = choose_cost(l);
    begin_step(l, .35, .5);
    if (status == TG_OK)
        status = cross_validate(l, &out->evaluation);
    begin_step(l, .85, .15);
    for (uint32_t i = 0; i < l->corpus.samples.count && status == TG_OK; i++)
        l->chosen[i] = i;
    if (status == TG_OK)
        status = learn_columns(l, l->corpus.samples.count);
    return status == TG_OK ? write_down(l, out, error) : status;
}

tg_status tg_learn(tg_learnt *out, const tg_allocator *allocator, const tg_bank *base, const tg_training *training,
                   const tg_example *examples, size_t count, tg_error *error)
{
    if (count < LEAST_EXAMPLES)
        return tg_fail(error, TG_INVALID_ARGUMENT, "at least %d examples are needed", LEAST_EXAMPLES);
    if (base->head_count && tg_bank_find(base, training->task) < base->head_count)
        return tg_fail(error, TG_INVALID_ARGUMENT, "the pack has the task %s already", training->task);
    learner l = {
        .allocator = allocator,
        .base = base,
        .training = training,
        .teller = {.call = training->progress, .user = training->user},
    };
    tg_corpus_init(&l.corpus, allocator);
    tg_error reason = {.status = TG_OK};
    tg_status status = learn(&l, out, examples, count, &reason);
    discard(&l);
    if (status == TG_OK)
        return TG_OK;
    tg_evaluation_free(out->evaluation);
    out->evaluation = NULL;
    return tg_fail(error, status, "%s", reason.status == status ? reason.message : tg_status_text(status));
}
