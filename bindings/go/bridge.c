/* Sessions: a scanner with its settings, and the calls that use it. What was found is laid out in record.c. */
#include "bridge.h"

#include <string.h>

tg_status tgo_session_new(tg_gate *gate, tgo_session **session)
{
    tgo_session *s = calloc(1, sizeof *s);
    if (!s)
        return TG_NO_MEMORY;
    tg_status status = tg_scanner_new(gate, &s->scanner);
    if (status != TG_OK) {
        free(s);
        return status;
    }
    *session = s;
    return TG_OK;
}

void tgo_session_free(tgo_session *s)
{
    if (!s)
        return;
    tg_scanner_free(s->scanner);
    tgo_found_free(&s->found);
    free(s->mask.items);
    free(s);
}

static tg_status set_flags(tgo_session *s, uint32_t flags)
{
    tg_status status = tg_scanner_set_markup(s->scanner, flags & TGO_HTML ? TG_MARKUP_HTML : TG_MARKUP_PLAIN);
    if (status == TG_OK)
        status = tg_scanner_set_overlap(s->scanner, flags & TGO_LONGEST ? TG_OVERLAP_LONGEST : TG_OVERLAP_ALL);
    if (status == TG_OK)
        s->flags = flags;
    return status;
}

static tg_status set_language(tgo_session *s, const char *language, size_t length)
{
    char copy[sizeof s->language] = "";
    if (length >= sizeof copy || (length && memchr(language, 0, length)))
        return TG_INVALID_ARGUMENT;
    if (length)
        memcpy(copy, language, length);
    tg_status status = tg_scanner_set_language(s->scanner, length ? copy : NULL);
    if (status == TG_OK)
        memcpy(s->language, copy, sizeof copy);
    return status;
}

static bool has_language(const tgo_session *s, const char *language, size_t length)
{
    return strlen(s->language) == length && (length == 0 || memcmp(s->language, language, length) == 0);
}

/* Forgets what was found before and makes the settings those asked for, which they mostly are already. */
static tg_status begin(tgo_session *s, uint32_t flags, const char *language, size_t language_length)
{
    tgo_found_clear(&s->found);
    s->failed = 0;
    tg_status status = s->flags == flags ? TG_OK : set_flags(s, flags);
    if (status != TG_OK || has_language(s, language, language_length))
        return status;
    return set_language(s, language, language_length);
}

tg_status tgo_scan(tgo_session *s, uint32_t flags, const char *language, size_t language_length, const char *text,
                   size_t length)
{
    const tg_verdict *verdict;
    tg_status status = begin(s, flags, language, language_length);
    if (status == TG_OK)
        status = tg_scan(s->scanner, text, length, &verdict);
    return status != TG_OK || tgo_record(&s->found, verdict, 0) ? status : TG_NO_MEMORY;
}

static int record(size_t index, const tg_verdict *verdict, void *user)
{
    return !tgo_record(user, verdict, index);
}

/* The first text that is longer than the library takes. */
static size_t find_longest(const size_t *ends, size_t count)
{
    size_t at = 0;
    for (size_t i = 0; i < count; at = ends[i++])
        if (ends[i] - at >= UINT32_MAX)
            return i;
    return 0;
}

tg_status tgo_scan_many(tgo_session *s, uint32_t flags, const char *language, size_t language_length, const char *texts,
                        const size_t *ends, size_t count)
{
    tg_status status = begin(s, flags, language, language_length);
    if (status == TG_OK)
        status = tg_scan_packed(s->scanner, texts, ends, count, NULL, record, &s->found);
    if (status == TG_LIMIT)
        s->failed = find_longest(ends, count);
    return status == TG_STOPPED ? TG_NO_MEMORY : status;
}

int tgo_is_clean(tgo_session *s, uint32_t flags, const char *language, size_t language_length, const char *text,
                 size_t length)
{
    bool clean = false;
    tg_status status = begin(s, flags, language, language_length);
    if (status == TG_OK)
        status = tg_is_clean(s->scanner, text, length, &clean);
    return status == TG_OK ? clean : (int)status;
}

/* The mask as a string of C. */
static tg_status copy_mask(tgo_session *s, const char *mask, size_t length)
{
    s->mask.count = 0;
    if (length && memchr(mask, 0, length))
        return TG_INVALID_ARGUMENT;
    if (!tgo_reserve(&s->mask, length + 1, 1))
        return TG_NO_MEMORY;
    char *copy = s->mask.items;
    if (length)
        memcpy(copy, mask, length);
    copy[length] = '\0';
    return TG_OK;
}

tg_status tgo_redact(tgo_session *s, uint32_t flags, const char *language, size_t language_length, const char *text,
                     size_t length, const char *mask, size_t mask_length, bool with_category, size_t keep,
                     tg_action threshold, const char *key, size_t key_length, bool want_verdict)
{
    tg_redaction redaction = TG_REDACTION_INIT;
    redaction.key = key_length ? key : NULL;
    redaction.key_length = key_length;
    redaction.with_category = with_category;
    redaction.keep = keep;
    redaction.threshold = threshold;
    tg_status status = begin(s, flags, language, language_length);
    if (mask && status == TG_OK) {
        status = copy_mask(s, mask, mask_length);
        redaction.mask = s->mask.items;
    }
    const tg_verdict *verdict = NULL;
    if (status == TG_OK)
        status = tg_redact(s->scanner, text, length, &redaction, &s->redacted, &s->redacted_length,
                           want_verdict ? &verdict : NULL);
    return status != TG_OK || !verdict || tgo_record(&s->found, verdict, 0) ? status : TG_NO_MEMORY;
}
