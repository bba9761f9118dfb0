/* Detector `duplicate`: the text is looked up in the scanner's store, if it has one. */
#include <stdio.h>
#include <string.h>

#include "detect/detect.h"

static tg_range source_of(const tg_work *work, tg_range range)
{
    return work->map ? tg_markup_source(work->map, range.begin, range.end) : range;
}

/* Notes where the text differs, in the source. */
static bool note_differences(tg_work *work, const tg_kin *kin, tg_range place)
{
    tg_work_duplicate *d = &work->duplicate;
    tg_inquiry *inquiry = work->inquiry;
    if (!tg_inquiry_differences(inquiry, kin, place))
        return false;
    size_t count = inquiry->differences.count;
    d->differences = tg_arena_allocate(&work->arena, count * sizeof *d->differences);
    if (!d->differences)
        return false;
    for (size_t i = 0; i < count; i++)
        d->differences[i] = source_of(work, TG_ITEMS(&inquiry->differences, tg_range)[i]);
    d->difference_count = count;
    return true;
}

/* What the finding says: how alike they are, and how much of it differs. */
static const char *make_note(tg_work *work)
{
    enum { SIZE = 128 };
    const tg_work_duplicate *d = &work->duplicate;
    char *note = tg_arena_allocate(&work->arena, SIZE);
    if (!note)
        return NULL;
    int length = snprintf(note, SIZE, "%s, similarity %.2f", tg_kinship_word(d->repeat.kinship), d->repeat.similarity);
    size_t differing = 0;
    for (size_t i = 0; i < d->difference_count; i++)
        differing += d->differences[i].end - d->differences[i].begin;
    if (differing && length > 0)
        snprintf(note + length, SIZE - (size_t)length, "; %zu bytes differ, from byte %zu on", differing,
                 d->differences[0].begin);
    return note;
}

static tg_status add_finding(tg_work *work)
{
    const tg_repeat *repeat = &work->duplicate.repeat;
    size_t size = strlen("duplicate:") + strlen(repeat->id) + 1;
    char *rule = tg_arena_allocate(&work->arena, size);
    const char *note = make_note(work);
    if (!rule || !note)
        return TG_NO_MEMORY;
    snprintf(rule, size, "duplicate:%s", repeat->id);
    tg_finding finding = {
        .begin = repeat->begin,
        .end = repeat->end,
        .detector = TG_DETECTOR_DUPLICATE,
        .severity = TG_SEVERITY_LOW,
        .match = repeat->kinship == TG_KINSHIP_SAME ? TG_MATCH_EXACT : TG_MATCH_FOLD,
        .category = "duplicate",
        .rule = rule,
        .note = note,
        .markets = "",
        .advice = "",
        .source = "",
        .entry = SIZE_MAX,
    };
    return tg_vector_append(&work->findings, &finding, 1) ? TG_OK : TG_NO_MEMORY;
}

tg_status tg_detect_duplicate(tg_work *work)
{
    tg_inquiry *inquiry = work->inquiry;
    tg_work_duplicate *d = &work->duplicate;
    if (!inquiry)
        return TG_OK;
    tg_status status = tg_inquiry_at_text(inquiry, work->text, work->length);
    if (status == TG_OK)
        status = tg_inquiry_find(inquiry, 1);
    if (status != TG_OK)
        return status;
    d->looked = true;
    d->is_found = tg_inquiry_report(inquiry, &d->repeat, 1) == 1;
    bool done = !d->is_found || note_differences(work, inquiry->kin.items, (tg_range){d->repeat.begin, d->repeat.end});
    tg_inquiry_release(inquiry);
    if (!d->is_found || !done)
        return done ? TG_OK : TG_NO_MEMORY;
    tg_range place = source_of(work, (tg_range){d->repeat.begin, d->repeat.end});
    d->repeat.begin = place.begin;
    d->repeat.end = place.end;
    return add_finding(work);
}
