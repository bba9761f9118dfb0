/* Drafts: what verdicts say, copied out of the scanner, whose next call would overwrite it, by the thread that scans and
 * without the GIL. A draft keeps its memory; what is in it is sealed into a report of just its size. */
#include "binding.h"

#include <stdlib.h>
#include <string.h>

enum { ALIGNED = sizeof(double) }; /* of what is in the tail but strings */

bool py_reserve(py_array *array, size_t more, size_t size)
{
    if (more <= array->capacity - array->count)
        return true;
    size_t capacity = array->capacity + array->capacity / 2;
    if (capacity < array->count + more)
        capacity = array->count + more;
    if (capacity < 64)
        capacity = 64;
    void *items = capacity > SIZE_MAX / size ? NULL : realloc(array->items, capacity * size);
    if (!items)
        return false;
    array->items = items;
    array->capacity = capacity;
    return true;
}

static size_t aligned(size_t size)
{
    return (size + ALIGNED - 1) & ~(size_t)(ALIGNED - 1);
}

/* Room at the end of the tail, or NULL without memory. *at is where it is. */
static void *extend_tail(py_draft *draft, size_t from, size_t size, size_t *at)
{
    if (!py_reserve(&draft->tail, from - draft->tail.count + size, 1))
        return NULL;
    *at = from;
    draft->tail.count = from + size;
    return (char *)draft->tail.items + from;
}

static bool put_strings(py_draft *draft, const char *const *strings, size_t count, size_t *at)
{
    size_t sizes[PY_STRINGS], total = 0;
    for (size_t i = 0; i < count; i++)
        total += sizes[i] = *strings[i] ? strlen(strings[i]) + 1 : 1; /* most are empty */
    char *to = extend_tail(draft, draft->tail.count, total, at);
    for (size_t i = 0; to && i < count; to += sizes[i++]) {
        *to = '\0';
        if (sizes[i] > 1)
            memcpy(to, strings[i], sizes[i]);
    }
    return to != NULL;
}

static bool put_parts(py_draft *draft, const tg_finding *finding, py_row *row)
{
    void *to = extend_tail(draft, aligned(draft->tail.count), finding->part_count * sizeof *finding->parts, &row->parts);
    if (to)
        memcpy(to, finding->parts, finding->part_count * sizeof *finding->parts);
    return to != NULL;
}

static bool has_same_strings(const tg_finding *a, const tg_finding *b)
{
    return a->category == b->category && a->rule == b->rule && a->note == b->note && a->markets == b->markets &&
           a->advice == b->advice && a->source == b->source;
}

/* `before` is the finding before, whose strings are often the same ones, or NULL. */
static bool put_finding(py_draft *draft, const tg_finding *finding, const tg_finding *before)
{
    const char *const strings[PY_STRINGS] = {finding->category, finding->rule,   finding->note,
                                             finding->markets,  finding->advice, finding->source};
    py_row row = {.begin = finding->begin,
                  .end = finding->end,
                  .tricks = finding->tricks,
                  .part_count = (uint32_t)finding->part_count,
                  .detector = (uint8_t)finding->detector,
                  .severity = (uint8_t)finding->severity,
                  .action = (uint8_t)finding->action,
                  .match = (uint8_t)finding->match};
    if (!py_reserve(&draft->rows, 1, sizeof row))
        return false;
    py_row *rows = draft->rows.items;
    if (before && has_same_strings(before, finding))
        row.strings = rows[draft->rows.count - 1].strings;
    else if (!put_strings(draft, strings, PY_STRINGS, &row.strings))
        return false;
    if (finding->part_count && !put_parts(draft, finding, &row))
        return false;
    rows[draft->rows.count++] = row;
    return true;
}

bool py_draft_finding(py_draft *draft, const tg_finding *finding)
{
    return put_finding(draft, finding, NULL);
}

static bool put_findings(py_draft *draft, const tg_verdict *verdict)
{
    const tg_finding *before = NULL;
    for (size_t i = 0; i < verdict->finding_count; i++) {
        const tg_finding *finding = tg_verdict_finding(verdict, i);
        if (!put_finding(draft, finding, before))
            return false;
        before = finding;
    }
    return true;
}

static bool put_categories(py_draft *draft, const tg_verdict *verdict)
{
    for (size_t i = 0; i < verdict->category_count; i++) {
        const tg_category_score *category = tg_verdict_category(verdict, i);
        size_t at;
        void *to = extend_tail(draft, aligned(draft->tail.count), sizeof category->score, &at);
        if (!to)
            return false;
        memcpy(to, &category->score, sizeof category->score);
        if (!put_strings(draft, &category->category, 1, &at))
            return false;
    }
    return true;
}

static bool put_languages(py_draft *draft, const tg_verdict *verdict)
{
    for (size_t i = 0; i < verdict->language_count; i++) {
        const tg_language *language = tg_verdict_language(verdict, i);
        const char *names[] = {language->code, language->tag};
        size_t at;
        void *to = extend_tail(draft, aligned(draft->tail.count), sizeof language->share, &at);
        if (!to)
            return false;
        memcpy(to, &language->share, sizeof language->share);
        if (!put_strings(draft, names, 2, &at))
            return false;
    }
    return true;
}

/* They begin where one more category would. */
static bool put_incomplete(py_draft *draft, const tg_verdict *verdict)
{
    size_t at;
    if (verdict->incomplete_count && !extend_tail(draft, aligned(draft->tail.count), 0, &at))
        return false;
    for (size_t i = 0; i < verdict->incomplete_count; i++) {
        const char *rule = tg_verdict_incomplete(verdict, i);
        if (!put_strings(draft, &rule, 1, &at))
            return false;
    }
    return true;
}

bool py_draft_verdict(py_draft *draft, const tg_verdict *verdict, size_t text, py_record **record)
{
    *record = NULL;
    if (verdict->action == TG_ACTION_PASS && !verdict->finding_count && !verdict->category_count &&
        !verdict->incomplete_count && !verdict->spam && !(verdict->flood > 0) && !verdict->emotion &&
        !verdict->language_count)
        return true;
    py_record r = {.text = text,
                   .score = verdict->score,
                   .flood = verdict->flood,
                   .spam = verdict->spam ? *verdict->spam : (tg_spam){.score = -1},
                   .emotion = verdict->emotion ? *verdict->emotion : (tg_emotion){.label = NULL},
                   .action = (uint8_t)verdict->action,
                   .truncated = verdict->truncated,
                   .first_row = draft->rows.count,
                   .row_count = verdict->finding_count,
                   .category_count = (uint32_t)verdict->category_count,
                   .language_count = (uint32_t)verdict->language_count,
                   .incomplete_count = (uint32_t)verdict->incomplete_count};
    if (!put_findings(draft, verdict))
        return false;
    r.languages = aligned(draft->tail.count);
    if (!put_languages(draft, verdict))
        return false;
    r.categories = aligned(draft->tail.count);
    if (!put_categories(draft, verdict) || !put_incomplete(draft, verdict) ||
        !py_reserve(&draft->records, 1, sizeof r))
        return false;
    *record = (py_record *)draft->records.items + draft->records.count++;
    **record = r;
    return true;
}

static void *take_over(char **to, const py_array *array, size_t size)
{
    void *begin = *to;
    if (array->count)
        memcpy(begin, array->items, array->count * size);
    *to += aligned(array->count * size);
    return begin;
}

py_report *py_draft_seal(py_draft *draft)
{
    py_report *report = malloc(aligned(sizeof *report) + draft->records.count * sizeof(py_record) +
                               draft->rows.count * sizeof(py_row) + aligned(draft->tail.count));
    if (report) {
        char *to = (char *)report + aligned(sizeof *report);
        report->references = 1;
        report->record_count = draft->records.count;
        report->records = take_over(&to, &draft->records, sizeof(py_record));
        report->rows = take_over(&to, &draft->rows, sizeof(py_row));
        report->tail = take_over(&to, &draft->tail, 1);
    }
    draft->records.count = draft->rows.count = draft->tail.count = 0;
    return report;
}

void py_draft_free(py_draft *draft)
{
    free(draft->records.items);
    free(draft->rows.items);
    free(draft->tail.items);
}

size_t py_draft_size(const py_draft *draft)
{
    return draft->records.capacity * sizeof(py_record) + draft->rows.capacity * sizeof(py_row) + draft->tail.capacity;
}

void py_report_release(py_report *report)
{
    if (report && --report->references == 0)
        free(report);
}

const char *py_report_string(const py_report *report, size_t at, size_t index)
{
    const char *string = report->tail + at;
    while (index--)
        string += strlen(string) + 1;
    return string;
}

size_t py_report_category(const py_report *report, size_t at, const char **name, double *score)
{
    memcpy(score, report->tail + at, sizeof *score);
    *name = report->tail + at + sizeof *score;
    return at + aligned(sizeof *score + strlen(*name) + 1);
}

size_t py_report_language(const py_report *report, size_t at, tg_language *language)
{
    memcpy(&language->share, report->tail + at, sizeof language->share);
    language->code = report->tail + at + sizeof language->share;
    language->tag = language->code + strlen(language->code) + 1;
    return at + aligned(sizeof language->share + strlen(language->code) + strlen(language->tag) + 2);
}
