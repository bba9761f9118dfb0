/* Lays a verdict out in the flat arrays, so that Go needs no call for a finding. */
#include "bridge.h"

#include <string.h>

bool tgo_reserve(tgo_array *array, size_t more, size_t size)
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

/* The first of `more` further items, or NULL without memory. */
static void *push(tgo_array *array, size_t more, size_t size)
{
    if (!tgo_reserve(array, more, size))
        return NULL;
    void *first = (char *)array->items + array->count * size;
    array->count += more;
    return first;
}

static bool push_string(tgo_found *s, const char *string, uint32_t *length)
{
    *length = 0;
    if (!*string) /* as most are */
        return true;
    size_t bytes = strlen(string);
    char *to = push(&s->strings, bytes, 1);
    *length = (uint32_t)bytes;
    if (to)
        memcpy(to, string, bytes);
    return to != NULL;
}

static bool push_parts(tgo_found *s, const tg_range *parts, size_t count)
{
    if (count == 0)
        return true;
    tg_range *to = push(&s->parts, count, sizeof *to);
    if (to)
        memcpy(to, parts, count * sizeof *to);
    return to != NULL;
}

bool tgo_record_finding(tgo_found *s, const tg_finding *finding)
{
    tgo_finding *to = push(&s->findings, 1, sizeof *to);
    if (!to)
        return false;
    *to = (tgo_finding){
        .begin = finding->begin,
        .end = finding->end,
        .part_count = (uint32_t)finding->part_count,
        .tricks = finding->tricks,
        .detector = (uint8_t)finding->detector,
        .severity = (uint8_t)finding->severity,
        .action = (uint8_t)finding->action,
        .match = (uint8_t)finding->match,
    };
    return push_string(s, finding->category, &to->category_length) && push_string(s, finding->rule, &to->rule_length) &&
           push_string(s, finding->note, &to->note_length) &&
           push_string(s, finding->markets, &to->markets_length) &&
           push_string(s, finding->advice, &to->advice_length) &&
           push_string(s, finding->source, &to->source_length) &&
           push_parts(s, finding->parts, finding->part_count);
}

static bool push_category(tgo_found *s, const tg_category_score *category)
{
    tgo_category *to = push(&s->categories, 1, sizeof *to);
    if (!to)
        return false;
    to->score = category->score;
    return push_string(s, category->category, &to->name_length);
}

static bool push_incomplete(tgo_found *s, const char *rule)
{
    uint32_t *length = push(&s->incomplete, 1, sizeof *length);
    return length && push_string(s, rule, length);
}

static bool push_language(tgo_found *s, const tg_language *language)
{
    tgo_language *to = push(&s->languages, 1, sizeof *to);
    if (!to)
        return false;
    to->share = language->share;
    return push_string(s, language->code, &to->code_length) && push_string(s, language->tag, &to->tag_length);
}

bool tgo_record(tgo_found *s, const tg_verdict *verdict, size_t text)
{
    if (verdict->action == TG_ACTION_PASS && !verdict->finding_count && !verdict->category_count &&
        !verdict->incomplete_count && !verdict->spam && !(verdict->flood > 0) && !verdict->emotion &&
        !verdict->language_count)
        return true;
    tgo_verdict *to = push(&s->verdicts, 1, sizeof *to);
    bool ok = to != NULL;
    if (ok)
        *to = (tgo_verdict){
            .text = text,
            .score = verdict->score,
            .spam = verdict->spam ? verdict->spam->score : -1,
            .signals = verdict->spam ? verdict->spam->signals : 0,
            .flood = verdict->flood,
            .emotion = verdict->emotion ? *verdict->emotion : (tg_emotion){.label = NULL},
            .finding_count = verdict->finding_count,
            .category_count = verdict->category_count,
            .incomplete_count = verdict->incomplete_count,
            .language_count = verdict->language_count,
            .action = (uint8_t)verdict->action,
            .truncated = verdict->truncated,
        };
    for (size_t i = 0; i < verdict->finding_count && ok; i++)
        ok = tgo_record_finding(s, tg_verdict_finding(verdict, i));
    for (size_t i = 0; i < verdict->category_count && ok; i++)
        ok = push_category(s, tg_verdict_category(verdict, i));
    for (size_t i = 0; i < verdict->incomplete_count && ok; i++)
        ok = push_incomplete(s, tg_verdict_incomplete(verdict, i));
    for (size_t i = 0; i < verdict->language_count && ok; i++)
        ok = push_language(s, tg_verdict_language(verdict, i));
    return ok;
}

void tgo_found_clear(tgo_found *s)
{
    s->verdicts.count = s->findings.count = s->parts.count = 0;
    s->categories.count = s->incomplete.count = s->languages.count = s->strings.count = 0;
}

void tgo_found_free(tgo_found *s)
{
    free(s->verdicts.items);
    free(s->findings.items);
    free(s->parts.items);
    free(s->categories.items);
    free(s->incomplete.items);
    free(s->languages.items);
    free(s->strings.items);
}
