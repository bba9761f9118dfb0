/* Figures of an evaluation; see measure.h. */
#include "model/measure.h"

#include <string.h>

struct tg_measure {
    tg_evaluation head; /* first, as it is what users have */
    tg_allocator allocator;
    tg_arena arena;
    tg_label_figures *labels;
    size_t *confusion;
    uint32_t *answers;
    double *scores;
    size_t right, sure, sure_right;
};

static const double surely = .9;

tg_measure *tg_measure_new(const tg_allocator *allocator, const char *const *labels, size_t count, size_t examples)
{
    tg_measure *m = tg_allocate_zeroed(allocator, 1, sizeof *m);
    if (!m)
        return NULL;
    m->allocator = *allocator;
    tg_arena_init(&m->arena, allocator);
    m->labels = tg_arena_allocate(&m->arena, count * sizeof *m->labels);
    m->confusion = tg_arena_allocate(&m->arena, count * count * sizeof *m->confusion);
    m->answers = tg_arena_allocate(&m->arena, examples * sizeof *m->answers);
    m->scores = tg_arena_allocate(&m->arena, examples * sizeof *m->scores);
    bool done = m->labels && m->confusion && m->answers && m->scores;
    if (done)
        memset(m->confusion, 0, count * count * sizeof *m->confusion);
    for (size_t i = 0; i < count && done; i++) {
        m->labels[i] = (tg_label_figures){.label = tg_arena_copy(&m->arena, labels[i], strlen(labels[i]))};
        done = m->labels[i].label != NULL;
    }
    if (!done) {
        tg_evaluation_free(&m->head);
        return NULL;
    }
    m->head.label_count = count;
    m->head.labels = m->labels;
    m->head.confusion = m->confusion;
    m->head.answers = m->answers;
    m->head.scores = m->scores;
    return m;
}

void tg_measure_add(tg_measure *m, size_t truth, size_t answer, double score)
{
    m->answers[m->head.example_count] = (uint32_t)answer;
    m->scores[m->head.example_count++] = score;
    m->labels[truth].examples++;
    m->labels[answer].answers++;
    m->confusion[truth * m->head.label_count + answer]++;
    m->right += truth == answer;
    m->sure += score >= surely;
    m->sure_right += score >= surely && truth == answer;
}

static double share(size_t part, size_t whole)
{
    return whole ? (double)part / (double)whole : 0;
}

tg_evaluation *tg_measure_finish(tg_measure *m)
{
    size_t count = m->head.label_count, present = 0;
    m->head.macro_f1 = 0;
    for (size_t i = 0; i < count; i++) {
        tg_label_figures *l = &m->labels[i];
        size_t right = m->confusion[i * count + i];
        l->precision = share(right, l->answers);
        l->recall = share(right, l->examples);
        l->f1 = share(2 * right, l->examples + l->answers);
        present += l->examples > 0;
        m->head.macro_f1 += l->examples ? l->f1 : 0;
    }
    m->head.macro_f1 /= present ? (double)present : 1;
    m->head.accuracy = share(m->right, m->head.example_count);
    m->head.sure = share(m->sure, m->head.example_count);
    m->head.sure_right = share(m->sure_right, m->sure);
    return &m->head;
}

void tg_evaluation_free(tg_evaluation *evaluation)
{
    if (!evaluation)
        return;
    tg_measure *m = (tg_measure *)(void *)evaluation;
    tg_arena_free(&m->arena);
    tg_allocator allocator = m->allocator;
    tg_release(&allocator, m, sizeof *m);
}
