/* Detector `emotion`: what the models say and what signs come to, joined by a logistic regression in integers. */
#include "detect/emotion.h"

#include <string.h>

#include "detect/models.h"

/* What counts for how much in a text of a script: of the logarithm of a model's score, of a sum of TG_SUM_UNIT of words and
 * of faces, and before anything is known; in parts of TG_MODEL_UNIT of a power of two. Fitted by bench/emotion/fit.py on
 * texts that the models were not taught. */
typedef struct weighting {
    int32_t model, words, faces;
    int32_t biases[TG_EMOTION_LABELS];
} weighting;

#include "detect/emotion_weights.inc"

static const char *const labels[TG_EMOTION_LABELS] = {
#define TG_X(name, word, polarity) word,
    TG_FEELING_LIST(TG_X)
#undef TG_X
    "neutral",
};

static const int polarities[TG_FEELING_COUNT] = {
#define TG_X(name, word, polarity) polarity,
    TG_FEELING_LIST(TG_X)
#undef TG_X
};

/* ---- what the models say ---- */

enum { LEAST_TEXT = 6 /* bytes beside faces of which a model can say something */ };

typedef struct opinion {
    bool known;
    const weighting *weighting;
    int64_t odds[TG_EMOTION_LABELS]; /* log2 of each score, in parts of TG_MODEL_UNIT */
} opinion;

static size_t label_of(const char *name)
{
    size_t i = 0;
    while (i < TG_EMOTION_LABELS && strcmp(labels[i], name) != 0)
        i++;
    return i;
}

static const weighting *weighting_of(const char *task)
{
    if (strcmp(task, "emotion.zh") == 0)
        return &chinese;
    return strcmp(task, "emotion.en") == 0 ? &english : &other;
}

/* Whether a head is for texts of the language that is known, "emotion.en" for "en-GB". */
static bool is_for(const char *task, const char *language)
{
    const char *own = strchr(task, '.');
    size_t length = own ? strlen(++own) : 0;
    return !own || !*language || (strncmp(own, language, length) == 0 && (!language[length] || language[length] == '-'));
}

/* Takes the scores of a head. A feeling that it does not know is as likely as none, but for the bias. */
static void take_scores(opinion *o, const tg_reading *reading, const tg_head *head)
{
    const tg_bank *bank = &reading->rules->pack->bank;
    bool told[TG_EMOTION_LABELS] = {false};
    for (size_t i = head->first_label; i < (size_t)head->first_label + head->label_count; i++) {
        size_t label = label_of(bank->strings + bank->labels[i].name);
        o->known |= reading->scores[i] != 0;
        if (label == TG_EMOTION_LABELS)
            continue;
        o->odds[label] = tg_log2((uint64_t)reading->scores[i] + 1) - 32 * TG_MODEL_UNIT;
        told[label] = true;
    }
    for (size_t i = 0; i < TG_EMOTION_LABELS; i++)
        if (!told[i])
            o->odds[i] = o->odds[TG_FEELING_COUNT];
    o->weighting = weighting_of(bank->strings + head->task);
}

/* The first head of the task that has something to say. */
static opinion ask_models(const tg_work *work)
{
    opinion o = {.weighting = &other};
    for (size_t i = 0; i < work->reading_count && !o.known; i++) {
        const tg_reading *reading = &work->readings[i];
        const tg_bank *bank = &reading->rules->pack->bank;
        for (size_t k = 0; k < bank->head_count && !o.known; k++) {
            const char *task = bank->strings + bank->heads[k].task;
            if (tg_name_is_of(task, "emotion") && is_for(task, work->language))
                take_scores(&o, reading, &bank->heads[k]);
        }
    }
    if (!o.known)
        o.weighting = &other;
    return o;
}

/* ---- the answer ---- */

static void answer(tg_work *work, const opinion *o, const tg_sums *sums)
{
    const weighting *w = o->weighting;
    int64_t logits[TG_EMOTION_LABELS];
    uint32_t scores[TG_EMOTION_LABELS];
    size_t best = TG_FEELING_COUNT;
    for (size_t i = 0; i < TG_EMOTION_LABELS; i++)
        logits[i] = w->biases[i] + (o->known ? o->odds[i] * w->model / TG_MODEL_UNIT : 0) +
                    ((int64_t)sums->words[i] * w->words + (int64_t)sums->faces[i] * w->faces) / 1000;
    tg_softmax(logits, TG_EMOTION_LABELS, scores);
    const double least = .05; /* that counts */
    double polarity = 0;
    for (size_t i = 0; i < TG_FEELING_COUNT; i++) {
        work->emotion.scores[i] = tg_score_of(scores[i]);
        polarity += work->emotion.scores[i] < least ? 0 : work->emotion.scores[i] * polarities[i] / 100;
        if (logits[i] > logits[best])
            best = i;
    }
    work->emotion.label = labels[best];
    work->emotion.polarity = polarity;
    work->emotion.mixed = sums->mixed;
}

/* The signs of feelings, with their places in the source. */
static tg_status make_spans(tg_work *work)
{
    const tg_sign *signs = work->signs.items;
    for (size_t i = 0; i < work->signs.count; i++) {
        if (signs[i].tone >= TG_TONE_NEUTRAL || signs[i].weight <= 0)
            continue;
        tg_range range = {signs[i].begin, signs[i].end};
        if (work->map)
            range = tg_markup_source(work->map, range.begin, range.end);
        tg_emotion_span span = {.begin = range.begin, .end = range.end, .layer = (tg_layer)signs[i].layer,
                                .feeling = (tg_feeling)(signs[i].tone - TG_TONE_JOY), .weight = signs[i].weight / 1000.0};
        if (!tg_vector_append(&work->spans, &span, 1))
            return TG_NO_MEMORY;
    }
    work->emotion.span_count = work->spans.count;
    return TG_OK;
}

tg_status tg_detect_emotion(tg_work *work)
{
    tg_status status = tg_read_faces(work);
    if (status != TG_OK)
        return status;
    tg_sums sums;
    opinion o = {.weighting = &other};
    tg_read_models(work);
    tg_weigh_signs(work, &sums);
    if (sums.rest >= LEAST_TEXT)
        o = ask_models(work);
    work->feels = o.known || sums.count;
    if (!work->feels)
        return TG_OK;
    answer(work, &o, &sums);
    return make_spans(work);
}
