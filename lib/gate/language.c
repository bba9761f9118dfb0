/* Telling the languages of a text without scanning it. */
#include "gate/gate.h"

/* Stretches of languages, in the source of the text. */
static tg_status take_spans(tg_scanner *s)
{
    const tg_work *work = &s->work;
    const tg_language_detector *d = &work->languages;
    const tg_language_place *places = d->places.items;
    s->spans.count = 0;
    for (size_t i = 0; i < d->places.count; i++) {
        const tg_language_label *label = &d->languages->labels[places[i].label];
        tg_range range = {places[i].begin, places[i].end};
        if (work->map)
            range = tg_markup_source(work->map, range.begin, range.end);
        tg_language_span span = {range.begin, range.end, label->code, label->tag};
        if (!tg_vector_append(&s->spans, &span, 1))
            return TG_NO_MEMORY;
    }
    return TG_OK;
}

tg_status tg_detect_language(tg_scanner *s, const char *text, size_t length, bool spans, const tg_language_report **report)
{
    if (!report)
        return TG_INVALID_ARGUMENT;
    tg_status status = tg_scan_take(s, text, length);
    if (status != TG_OK)
        return status;
    tg_work *work = &s->work;
    status = work->languages.languages ? tg_scan_begin(s, text, length) : TG_NOT_FOUND;
    if (status == TG_OK)
        status = tg_language_detect(&work->languages, work->text, work->length, spans);
    if (status == TG_OK) {
        tg_take_languages(work);
        status = take_spans(s);
    }
    s->languages = (tg_language_report){work->languages_found, work->language_count, s->spans.items, s->spans.count};
    *report = status == TG_OK ? &s->languages : NULL;
    return tg_scan_end(s, status);
}
