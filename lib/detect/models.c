/* Reading the models, and the detectors that report what they say as it is: `abuse`, and `models` for tasks that are no
 * other detector's. */
#include "detect/models.h"

#include <stdio.h>
#include <string.h>

static void read_bank(tg_work *work, tg_reading *reading)
{
    const tg_bank *bank = &reading->rules->pack->bank;
    tg_features *f = &reading->features;
    const tg_sum_fn sum = tg_sum_for(reading->rules->cpu);
    memset(reading->sums, 0, bank->stride * sizeof *reading->sums);
    tg_features_start(f);
    while (tg_features_next(f, work->text, work->length))
        sum(bank, f->index, f->count, reading->sums);
    memset(reading->scores, 0, bank->label_count * sizeof *reading->scores);
    for (size_t i = 0; i < bank->head_count; i++)
        if (tg_head_applies(&bank->heads[i], f->seen))
            tg_head_scores(bank, &bank->heads[i], reading->sums, f->total, reading->scores + bank->heads[i].first_label);
}

void tg_read_models(tg_work *work)
{
    if (work->models_read)
        return;
    for (size_t i = 0; i < work->reading_count; i++)
        if (work->readings[i].features.bank)
            read_bank(work, &work->readings[i]);
    work->models_read = true;
}

tg_family tg_family_of(const char *task)
{
    if (tg_name_is_of(task, "spam"))
        return TG_FAMILY_SPAM;
    if (tg_name_is_of(task, "abuse"))
        return TG_FAMILY_ABUSE;
    return tg_name_is_of(task, "emotion") || tg_name_is_of(task, "language") ? TG_FAMILY_NONE : TG_FAMILY_OTHER;
}

/* Fills in the answer of a head; false if it has none. */
static bool take_answer(const tg_reading *reading, const tg_bank *bank, const tg_head *head, tg_answer *answer)
{
    uint64_t all = 0, clean = 0;
    *answer = (tg_answer){.bank = bank, .head = head};
    for (size_t i = head->first_label; i < (size_t)head->first_label + head->label_count; i++) {
        const tg_label *label = &bank->labels[i];
        uint32_t score = reading->scores[i];
        if (!bank->strings[label->category]) {
            clean += score;
            answer->decides = true;
            continue;
        }
        all += score;
        if (!answer->label || score > answer->score) {
            answer->label = label;
            answer->score = score;
        }
    }
    answer->all = all > UINT32_MAX ? UINT32_MAX : (uint32_t)all;
    return answer->label && all + clean > 0;
}

bool tg_next_answer(const tg_work *work, tg_family family, tg_answer_place *at, tg_answer *answer)
{
    for (; at->reading < work->reading_count; at->reading++, at->head = 0) {
        const tg_reading *reading = &work->readings[at->reading];
        const tg_bank *bank = &reading->rules->pack->bank;
        while (at->head < bank->head_count) {
            size_t head = at->head++;
            if (reading->rules->families[head] == family && take_answer(reading, bank, &bank->heads[head], answer))
                return true;
        }
    }
    return false;
}

tg_status tg_add_text_finding(tg_work *work, tg_detector detector, tg_severity severity, const char *category,
                              const char *rule, const char *note)
{
    tg_range range = {0, work->length};
    if (work->map)
        range = tg_markup_source(work->map, 0, work->length);
    tg_finding finding = {
        .begin = range.begin,
        .end = range.end,
        .detector = detector,
        .severity = severity,
        .match = TG_MATCH_EXACT,
        .category = category,
        .rule = rule,
        .note = note,
        .markets = "",
        .advice = "",
        .source = "",
        .entry = SIZE_MAX,
    };
    if (!rule || !note)
        return TG_NO_MEMORY;
    return tg_vector_append(&work->findings, &finding, 1) ? TG_OK : TG_NO_MEMORY;
}

const char *tg_score_note(tg_work *work, uint32_t score, const char *words)
{
    char number[16];
    unsigned percent = (unsigned)(score * UINT64_C(100) >> 32);
    snprintf(number, sizeof number, "0.%02u%s", percent, *words ? ": " : "");
    char *note = tg_arena_allocate(&work->arena, strlen(number) + strlen(words) + 1);
    return note ? strcat(strcpy(note, number), words) : NULL;
}

/* "model:task". */
static const char *rule_of(tg_work *work, const tg_answer *answer)
{
    const char *task = answer->bank->strings + answer->head->task;
    char *rule = tg_arena_allocate(&work->arena, strlen("model:") + strlen(task) + 1);
    return rule ? strcat(strcpy(rule, "model:"), task) : NULL;
}

/* What is rarer than one false alarm in a thousand is held, what is rarer than one in a hundred tagged. */
static tg_status report(tg_work *work, tg_detector detector, const tg_answer *answer)
{
    const tg_label *label = answer->label;
    if (!answer->decides || answer->score <= label->thresholds[TG_FALSE_ONE_IN_100] || answer->score < UINT32_MAX / 2)
        return TG_OK;
    tg_severity severity = answer->score > label->thresholds[TG_FALSE_ONE_IN_1000] ? TG_SEVERITY_MEDIUM : TG_SEVERITY_LOW;
    return tg_add_text_finding(work, detector, severity, answer->bank->strings + label->category, rule_of(work, answer),
                               tg_score_note(work, answer->score, ""));
}

static tg_status report_family(tg_work *work, tg_family family, tg_detector detector)
{
    tg_status status = TG_OK;
    tg_answer answer;
    tg_read_models(work);
    for (tg_answer_place at = {0, 0}; status == TG_OK && tg_next_answer(work, family, &at, &answer);)
        status = report(work, detector, &answer);
    return status;
}

tg_status tg_detect_abuse(tg_work *work)
{
    return report_family(work, TG_FAMILY_ABUSE, TG_DETECTOR_ABUSE);
}

tg_status tg_detect_models(tg_work *work)
{
    return report_family(work, TG_FAMILY_OTHER, TG_DETECTOR_MODELS);
}
