/* Detector `spam`: a model's score, what the dictionaries found and what the structure says, joined by a small logistic
 * regression in integers. Where no pack has a model of spam it is silent. */
#include "detect/spam.h"

#include <string.h>

/* Fitted by bench/model/combine.py on texts that the model was not taught: `odds` is what each signal adds to the odds, in
 * parts of TG_MODEL_UNIT of a power of two; and from which score on a text is held, in parts of 10,000. */
#include "detect/spam_weights.inc"

enum {
    CERTAIN = 16 * TG_MODEL_UNIT /* the farthest that the model alone can go */
};

/* ---- signals ---- */

static const char *const trades[] = {"spam", "gambling", "fraud", "contact", "illegal", "sexual", "drugs", "adlaw"};

static bool is_of_trade(const char *category)
{
    for (size_t i = 0; i < sizeof trades / sizeof *trades; i++)
        if (tg_name_is_of(category, trades[i]))
            return true;
    return false;
}

uint32_t tg_spam_signals_of(const tg_finding *finding)
{
    const uint32_t writing = TG_TRICK_CASE | TG_TRICK_WIDTH | TG_TRICK_VARIANT | TG_TRICK_MARKUP;
    if (tg_name_is_of(finding->category, "invisible.mixed-script"))
        return TG_SIGNAL_MIXED_SCRIPT;
    if (tg_name_is_of(finding->category, "invisible"))
        return TG_SIGNAL_DISGUISE;
    if (!is_of_trade(finding->category))
        return 0;
    uint32_t signals = TG_SIGNAL_KEYWORD;
    if (tg_name_is_of(finding->category, "contact"))
        signals = TG_SIGNAL_CONTACT;
    if (finding->tricks & ~writing)
        signals |= TG_SIGNAL_DISGUISE;
    return signals;
}

/* ---- the combination ---- */

static int64_t odds_of(uint32_t score)
{
    int64_t odds = tg_log2((uint64_t)score + 1) - tg_log2((UINT64_C(1) << 32) - score);
    return odds > CERTAIN ? CERTAIN : odds < -CERTAIN ? -CERTAIN : odds;
}

/* The model's odds count as they are, the others add to them. */
static uint32_t combine(uint32_t model, uint32_t signals)
{
    int64_t logits[2] = {0, odds_of(model) * MODEL_FACTOR / TG_MODEL_UNIT + CONSTANT};
    uint32_t scores[2];
    for (size_t i = 0; i < sizeof weights / sizeof *weights; i++)
        if (signals & (uint32_t)weights[i].signal)
            logits[1] += weights[i].odds;
    tg_softmax(logits, 2, scores);
    return scores[1];
}

/* ---- the detector ---- */

typedef struct opinion {
    uint32_t model;         /* the greatest score that a head gives */
    bool known;             /* there was one */
    const char *category;   /* of the kind, "spam" where none is told */
} opinion;

static opinion ask_models(const tg_work *work)
{
    opinion o = {.category = "spam"};
    uint32_t kind = UINT32_MAX / 2;
    tg_answer answer;
    for (tg_answer_place at = {0, 0}; tg_next_answer(work, TG_FAMILY_SPAM, &at, &answer);) {
        const char *category = answer.bank->strings + answer.label->category;
        if (answer.decides) {
            o.known = true;
            o.model = answer.all > o.model ? answer.all : o.model;
        }
        if (strcmp(category, "spam") != 0 && answer.score > kind) {
            kind = answer.score;
            o.category = category;
        }
    }
    return o;
}

/* The words of signals, "contact, keyword". */
static const char *words_of(tg_work *work, uint32_t signals)
{
    char *words = tg_arena_allocate(&work->arena, 256);
    if (!words)
        return NULL;
    *words = '\0';
    for (uint32_t bit = 1; bit && bit <= signals; bit <<= 1)
        if (signals & bit)
            strcat(*words ? strcat(words, ", ") : words, tg_signal_word((tg_signal)bit));
    return words;
}

static const uint64_t *seen_of(const tg_work *work)
{
    for (size_t i = 0; i < work->reading_count; i++)
        if (work->readings[i].features.bank)
            return work->readings[i].features.seen;
    return NULL;
}

tg_status tg_detect_spam(tg_work *work)
{
    tg_read_models(work);
    opinion o = ask_models(work);
    if (!o.known)
        return TG_OK;
    uint32_t signals = tg_spam_structure(work->text, work->length, seen_of(work)) | work->signals;
    if (o.model > UINT32_MAX / 2)
        signals |= TG_SIGNAL_WORDING;
    uint32_t score = combine(o.model, signals);
    work->spam = (tg_spam){.score = tg_score_of(score), .signals = signals};
    if (work->spam.score * 10000 < HELD)
        return TG_OK;
    const char *words = words_of(work, signals);
    const char *note = words ? tg_score_note(work, score, words) : NULL;
    return tg_add_text_finding(work, TG_DETECTOR_SPAM, TG_SEVERITY_MEDIUM, o.category, "model:spam", note);
}
