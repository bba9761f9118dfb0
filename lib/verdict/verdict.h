/* From findings to a verdict: policy, scores, redaction and the JSON report. Works on plain arrays; who found what, and
 * the memory of a scanner, are others' business. */
#ifndef TG_VERDICT_VERDICT_H
#define TG_VERDICT_VERDICT_H

#include "base/memory.h"
#include "text/markup.h"

/* A verdict as the library sees it; the public part first. */
typedef struct tg_verdict_data {
    tg_verdict head;
    const tg_finding *findings;            /* ordered by begin, then longest */
    const tg_category_score *categories;   /* best first */
    const char *const *incomplete;
} tg_verdict_data;

/* What the policy says of a finding. `policy` NULL: the default. `markets` are those asked for, "CN,TW" or "". */
tg_action tg_policy_decide(const tg_policy *policy, const char *category, tg_severity severity, const char *markets);

/* Orders findings by begin, then longest, then most severe, then rule; and drops those that repeat the range and category
 * of an earlier one. Returns how many are left. */
size_t tg_findings_merge(tg_finding *findings, size_t count);

/* Keeps the leftmost and of those the longest, none overlapping another, of merged findings. */
size_t tg_findings_longest(tg_finding *findings, size_t count);

/* Fills in action, score and categories from data->findings and data->incomplete; `categories` (tg_category_score) and
 * `counts` are working memory that is the caller's. */
tg_status tg_verdict_score(tg_verdict_data *data, tg_vector *categories);

/* Appends the redacted text to `out` (bytes). `findings` are leftmost-longest. Of HTML (`markup` not NULL) only what a
 * reader sees is replaced. */
tg_status tg_redact_text(const char *text, size_t length, const tg_markup_map *markup, const tg_finding *findings,
                         size_t count, const tg_redaction *redaction, tg_vector *out);

/* Appends one line of JSON to `out` (bytes), without line feed. */
tg_status tg_verdict_report(const tg_verdict_data *data, const char *id, const char *text, size_t length, tg_vector *out);

#endif
