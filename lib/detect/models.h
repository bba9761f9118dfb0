/* What the models of the packs say of a text, read once a scan by the first detector that asks. */
#ifndef TG_DETECT_MODELS_H
#define TG_DETECT_MODELS_H

#include "base/name.h"
#include "detect/detect.h"

/* Scores every head for the work's text: reading.scores, all 0 for heads that are for other scripts. */
void tg_read_models(tg_work *work);

/* A head that says something of the text. */
typedef struct tg_answer {
    const tg_bank *bank;
    const tg_head *head;
    const tg_label *label;  /* the best one that has a category */
    uint32_t score;         /* of that label */
    uint32_t all;           /* of all labels with a category */
    bool decides;           /* there is a label without one: the head knows texts of which there is nothing to say */
} tg_answer;

/* The answers of heads of a family. *at begins at 0 and moves on; false
 * when there are no more. */
typedef struct tg_answer_place {
    size_t reading, head;
} tg_answer_place;
bool tg_next_answer(const tg_work *work, tg_family family, tg_answer_place *at, tg_answer *answer);

/* What a head says of emotion or language is no finding of a model. */
tg_family tg_family_of(const char *task);

/* A finding over the whole text. `note` and `category` must outlive the verdict. */
tg_status tg_add_text_finding(tg_work *work, tg_detector detector, tg_severity severity, const char *category,
                              const char *rule, const char *note);

/* "0.97", or with `words` "0.97: words", in the work's arena; NULL without memory. */
const char *tg_score_note(tg_work *work, uint32_t score, const char *words);

tg_status tg_detect_spam(tg_work *work);
tg_status tg_detect_abuse(tg_work *work);
tg_status tg_detect_models(tg_work *work);

#endif
