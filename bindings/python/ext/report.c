/* Reports: what a verdict says, copied out of the scanner, whose next call would overwrite it. Made without the GIL by the
 * thread that scanned; owned by Python objects afterwards. */
#include "binding.h"

#include <stdlib.h>
#include <string.h>

/* Strings, after the arrays. Findings in a row often share theirs, which are then copied once. */
typedef struct strings {
    char *to; /* NULL: only measure */
    size_t length;
    const char *last[4], *copy[4];
} strings;

static const char *put(strings *s, size_t kind, const char *string)
{
    if (string == s->last[kind])
        return s->copy[kind];
    size_t size = strlen(string) + 1;
    char *copy = s->to ? memcpy(s->to + s->length, string, size) : NULL;
    s->length += size;
    s->last[kind] = string;
    return s->copy[kind] = copy;
}

typedef struct sizes {
    size_t parts, strings;
} sizes;

static void put_strings(strings *s, tg_finding *f)
{
    f->category = put(s, 0, f->category);
    f->rule = put(s, 1, f->rule);
    f->note = put(s, 2, f->note);
    f->markets = put(s, 3, f->markets);
}

static sizes measure(const tg_verdict *verdict)
{
    sizes total = {0};
    strings s = {0};
    for (size_t i = 0; i < verdict->finding_count; i++) {
        tg_finding finding = *tg_verdict_finding(verdict, i);
        total.parts += finding.part_count;
        put_strings(&s, &finding);
    }
    for (size_t i = 0; i < verdict->category_count; i++)
        put(&s, 0, tg_verdict_category(verdict, i)->category);
    for (size_t i = 0; i < verdict->language_count; i++) {
        put(&s, 2, tg_verdict_language(verdict, i)->code);
        put(&s, 3, tg_verdict_language(verdict, i)->tag);
    }
    for (size_t i = 0; i < verdict->incomplete_count; i++)
        put(&s, 1, tg_verdict_incomplete(verdict, i));
    total.strings = s.length;
    return total;
}

static void copy(const tg_verdict *verdict, py_report *report, strings *s)
{
    tg_range *parts = report->parts;
    for (size_t i = 0; i < verdict->finding_count; i++) {
        tg_finding *finding = &report->findings[i];
        *finding = *tg_verdict_finding(verdict, i);
        put_strings(s, finding);
        if (!finding->part_count)
            continue;
        memcpy(parts, finding->parts, finding->part_count * sizeof *parts);
        finding->parts = parts;
        parts += finding->part_count;
    }
    for (size_t i = 0; i < verdict->category_count; i++) {
        report->categories[i] = *tg_verdict_category(verdict, i);
        report->categories[i].category = put(s, 0, report->categories[i].category);
    }
    for (size_t i = 0; i < verdict->language_count; i++) {
        report->languages[i] = *tg_verdict_language(verdict, i);
        report->languages[i].code = put(s, 2, report->languages[i].code);
        report->languages[i].tag = put(s, 3, report->languages[i].tag);
    }
    for (size_t i = 0; i < verdict->incomplete_count; i++)
        report->incomplete[i] = put(s, 1, tg_verdict_incomplete(verdict, i));
}

/* NULL without memory. */
static py_report *new_report(const tg_verdict *verdict)
{
    sizes total = measure(verdict);
    py_report *report = malloc(sizeof *report + verdict->finding_count * sizeof *report->findings +
                               verdict->category_count * sizeof *report->categories +
                               verdict->language_count * sizeof *report->languages +
                               verdict->incomplete_count * sizeof *report->incomplete +
                               total.parts * sizeof(tg_range) + total.strings);
    if (!report)
        return NULL;
    *report = (py_report){.references = 1,
                          .findings = (tg_finding *)(report + 1),
                          .finding_count = verdict->finding_count,
                          .part_count = total.parts,
                          .category_count = verdict->category_count,
                          .language_count = verdict->language_count,
                          .incomplete_count = verdict->incomplete_count,
                          .truncated = verdict->truncated};
    report->categories = (tg_category_score *)(report->findings + report->finding_count);
    report->languages = (tg_language *)(report->categories + report->category_count);
    report->incomplete = (const char **)(report->languages + report->language_count);
    report->parts = (tg_range *)(report->incomplete + report->incomplete_count);
    strings s = {.to = (char *)(report->parts + total.parts)};
    copy(verdict, report, &s);
    return report;
}

void py_scan(tg_scanner *scanner, const py_text *text, py_outcome *outcome)
{
    const tg_verdict *verdict;
    *outcome = (py_outcome){.status = tg_scan(scanner, text->bytes, text->length, &verdict)};
    if (outcome->status != TG_OK)
        return;
    outcome->action = verdict->action;
    outcome->score = verdict->score;
    outcome->spam = verdict->spam ? *verdict->spam : (tg_spam){.score = -1};
    outcome->flood = verdict->flood;
    if (!verdict->finding_count && !verdict->category_count && !verdict->language_count && !verdict->incomplete_count)
        return;
    outcome->report = new_report(verdict);
    if (!outcome->report || (text->in_characters && !py_text_count(text, outcome->report)))
        outcome->status = TG_NO_MEMORY;
}

void py_report_release(py_report *report)
{
    if (!report || --report->references)
        return;
    Py_XDECREF(report->text);
    free(report);
}
