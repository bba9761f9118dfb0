/* From findings to a verdict: policy, scores, redaction and the JSON report. Works on plain arrays; who found what, and
 * the memory of a scanner, are others' business. */
#ifndef TG_VERDICT_VERDICT_H
#define TG_VERDICT_VERDICT_H

#include <string.h>

#include "base/memory.h"
#include "text/markup.h"

/* A verdict as the library sees it; the public part first. */
typedef struct tg_verdict_data {
    tg_verdict head;
    const tg_finding *findings;            /* ordered by begin, then longest */
    const tg_category_score *categories;   /* best first */
    const char *const *incomplete;
    const tg_repeat *repeat;               /* the remembered text that this one is like, or NULL */
    const tg_range *differences;
    size_t difference_count;
    tg_spam spam;                          /* what head.spam points at */
    tg_emotion emotion;                    /* what head.emotion points at … */
    const tg_emotion_span *spans;          /* … and what showed it */
    bool with_spans;                       /* which the report tells */
    const tg_language *languages;
} tg_verdict_data;

/* Whether a finding is of the text as a whole: no place in it, so that it neither hides others nor is masked. */
static inline bool tg_finding_is_of_text(const tg_finding *finding)
{
    return finding->detector == TG_DETECTOR_FLOOD || finding->detector == TG_DETECTOR_SPAM ||
           finding->detector == TG_DETECTOR_ABUSE || finding->detector == TG_DETECTOR_MODELS ||
           (finding->detector == TG_DETECTOR_CULTURE && strcmp(finding->category, "culture.language") == 0);
}

/* What the policy says of a finding. `policy` NULL: the default. `markets` are those asked for, "CN,TW" or "". */
tg_action tg_policy_decide(const tg_policy *policy, const char *category, tg_severity severity, const char *markets);

/* Orders findings by begin, then longest, then most severe, then rule; and drops those that repeat the range, category and
 * markets of an earlier one whose action is not milder. Returns how many are left. Allocates nothing. */
size_t tg_findings_merge(tg_finding *findings, size_t count);

/* Keeps the leftmost and of those the longest, none overlapping another but those of flood and, of other topics or
 * markets, those that some markets mind, of merged findings. A combination counts with its whole range, not its parts. */
size_t tg_findings_longest(tg_finding *findings, size_t count);

/* What findings come to, counted one by one. Begins all zero. */
typedef struct tg_tally {
    unsigned best;     /* the best severity and how many had it; see score.c */
    tg_action action;  /* the strictest */
    uint64_t findings;
} tg_tally;

void tg_tally_add(tg_tally *tally, const tg_finding *finding);

/* Action and score of the findings; of a text that was not wholly checked at least what holds it for a person. */
tg_summary tg_tally_summary(const tg_tally *tally, bool incomplete);

/* Fills in head.action, head.score, head.category_count and categories, from findings and head.finding_count and from
 * head.incomplete_count. The categories are those of `categories` (a vector of tg_category_score whose content is
 * replaced), which the caller keeps as long as the verdict. Returns TG_OK or TG_NO_MEMORY.
 *
 * Score: the best severity sets it, further findings of that severity raise it within the band that the default policy
 * treats alike, so that score and action agree: low .2 to .5, medium .6 to .8, high .9 to .95, critical .97 to 1. A text
 * that was not wholly checked has .5 at least. */
tg_status tg_verdict_score(tg_verdict_data *data, tg_vector *categories);

/* A source range to mask. */
typedef struct tg_redact_range {
    size_t begin, end, order;
    const char *category;
} tg_redact_range;

/* Appends the redacted text to `out` (bytes). `findings` are merged; all those whose action reaches the threshold are
 * masked, of combinations only the parts: where ranges overlap, the leftmost and of those the longest first, then what
 * others reach beyond it (so do not pass them through tg_findings_longest, which would leave a stricter word that begins
 * within a milder one). Of HTML (`markup` not NULL) only what is scanned is replaced, in text and attributes, hidden or
 * not: a character reference is one character, tags stay. Line feeds stay. `ranges` is a vector of tg_redact_range, working
 * memory. `redaction` NULL: as TG_REDACTION_INIT. Returns TG_OK, TG_NO_MEMORY or TG_INVALID_ARGUMENT (the redaction is not
 * legal). */
tg_status tg_redact_text(const char *text, size_t length, const tg_markup_map *markup, const tg_finding *findings,
                         size_t count, const tg_redaction *redaction, tg_vector *ranges, tg_vector *out);

/* Appends one line of JSON to `out` (bytes), without line feed or NUL. `text` is the text that was scanned. Returns TG_OK
 * or TG_NO_MEMORY; on failure `out` has some of it. */
tg_status tg_verdict_report(const tg_verdict_data *data, const char *id, const char *text, size_t length, tg_vector *out);

#endif
