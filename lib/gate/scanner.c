/* The scanner's life: its memory, made for a gate and made anew when the gate changes. */
#include <string.h>

#include "detect/emotion.h"
#include "gate/gate.h"

static void free_readings(tg_scanner *s)
{
    for (size_t i = 0; i < s->work.reading_count; i++)
        tg_reading_free(&s->work.readings[i], &s->allocator);
    tg_release(&s->allocator, s->work.readings, s->work.reading_count * sizeof *s->work.readings);
    s->work.readings = NULL;
    s->work.reading_count = 0;
    tg_matcher_free(s->work.matcher);
    s->work.matcher = NULL;
    tg_work_languages_free(&s->work);
}

static tg_status make_readings(tg_scanner *s, const tg_gate *gate)
{
    size_t count = 0;
    for (size_t i = 0; i < gate->rule_count; i++)
        count += !gate->rules[i].rests;
    s->work.readings = tg_allocate_zeroed(&s->allocator, count, sizeof *s->work.readings);
    if (!s->work.readings)
        return TG_NO_MEMORY;
    s->work.reading_count = count;
    s->work.detectors = (uint32_t)gate->settings[TG_SETTING_DETECTORS];
    s->work.markets = gate->territories;
    s->work.market_count = gate->territory_count;
    s->work.wants_signals = s->work.wants_languages = false;
    tg_status status = TG_OK;
    for (size_t i = 0, reading = 0; i < gate->rule_count && status == TG_OK; i++) {
        s->work.wants_signals |= tg_is_asked(&s->work, TG_DETECTOR_SPAM) && gate->rules[i].pack->bank.head_count;
        if (gate->rules[i].rests)
            continue;
        s->work.wants_languages |= gate->rules[i].has_languages && !s->ignores_languages;
        status = tg_reading_init(&s->work.readings[reading++], &s->allocator, &gate->rules[i]);
    }
    if (status == TG_OK && gate->languages)
        status = tg_work_languages_init(&s->work, gate->languages, gate->rules[0].cpu);
    if (status == TG_OK)
        status = tg_matcher_new(&s->allocator, (uint32_t)gate->settings[TG_SETTING_MATCH_LIMIT],
                                (uint32_t)gate->settings[TG_SETTING_DEPTH_LIMIT],
                                (uint32_t)gate->settings[TG_SETTING_HEAP_LIMIT], &s->work.matcher);
    if (status != TG_OK)
        free_readings(s);
    return status;
}

tg_status tg_scanner_refresh(tg_scanner *s)
{
    if (!s->holder || !tg_holder_is_newer(s->holder, s->generation))
        return s->work.readings ? TG_OK : make_readings(s, s->gate);
    size_t generation;
    tg_gate *gate = tg_holder_take(s->holder, &generation);
    free_readings(s);
    tg_status status = make_readings(s, gate);
    if (status != TG_OK) {
        tg_gate_unref(gate);
        return status;
    }
    tg_gate_unref(s->gate);
    s->gate = gate;
    s->generation = generation;
    return TG_OK;
}

/* Takes over the reference to the gate, also on failure. */
static tg_status new_scanner(tg_gate *gate, tg_holder *holder, size_t generation, tg_scanner **out)
{
    tg_allocator allocator = gate->allocator;
    tg_scanner *s = tg_allocate_zeroed(&allocator, 1, sizeof *s);
    if (!s) {
        tg_gate_unref(gate);
        return TG_NO_MEMORY;
    }
    s->allocator = s->work.allocator = allocator;
    s->gate = gate;
    s->holder = holder;
    s->generation = generation;
    atomic_flag_clear(&s->busy);
    tg_arena_init(&s->work.arena, &allocator);
    tg_vector_init(&s->work.findings, &allocator, sizeof(tg_finding));
    tg_vector_init(&s->work.allowed, &allocator, sizeof(tg_range));
    tg_vector_init(&s->work.incomplete, &allocator, sizeof(const char *));
    tg_vector_init(&s->work.signs, &allocator, sizeof(tg_sign));
    tg_vector_init(&s->work.spans, &allocator, sizeof(tg_emotion_span));
    tg_vector_init(&s->categories, &allocator, sizeof(tg_category_score));
    tg_vector_init(&s->ranges, &allocator, sizeof(tg_redact_range));
    tg_vector_init(&s->out, &allocator, 1);
    tg_vector_init(&s->spans, &allocator, sizeof(tg_language_span));
    tg_markup_map_init(&s->map, &allocator);
    tg_privacy_sort_shapes(&s->work.shapes);
    tg_status status = make_readings(s, gate);
    if (status != TG_OK) {
        tg_scanner_free(s);
        return status;
    }
    *out = s;
    return TG_OK;
}

tg_status tg_scanner_new(tg_gate *gate, tg_scanner **scanner)
{
    if (!gate || !scanner)
        return TG_INVALID_ARGUMENT;
    return new_scanner(tg_gate_ref(gate), NULL, 0, scanner);
}

tg_status tg_scanner_new_following(tg_holder *holder, tg_scanner **scanner)
{
    if (!holder || !scanner)
        return TG_INVALID_ARGUMENT;
    size_t generation;
    tg_gate *gate = tg_holder_take(holder, &generation);
    return new_scanner(gate, holder, generation, scanner);
}

void tg_scanner_free(tg_scanner *s)
{
    if (!s)
        return;
    tg_scanner_free(s->checker);
    free_readings(s);
    tg_inquiry_free(s->work.inquiry);
    tg_arena_free(&s->work.arena);
    tg_vector_free(&s->work.findings);
    tg_vector_free(&s->work.allowed);
    tg_vector_free(&s->work.incomplete);
    tg_vector_free(&s->work.signs);
    tg_vector_free(&s->work.spans);
    tg_vector_free(&s->categories);
    tg_vector_free(&s->ranges);
    tg_vector_free(&s->out);
    tg_vector_free(&s->spans);
    tg_markup_map_free(&s->map);
    tg_gate_unref(s->gate);
    tg_allocator allocator = s->allocator;
    tg_release(&allocator, s, sizeof *s);
}

tg_status tg_scanner_set_markup(tg_scanner *s, tg_markup markup)
{
    if (!s || (markup != TG_MARKUP_PLAIN && markup != TG_MARKUP_HTML))
        return TG_INVALID_ARGUMENT;
    s->markup = markup;
    return TG_OK;
}

tg_status tg_scanner_set_overlap(tg_scanner *s, tg_overlap overlap)
{
    if (!s || (overlap != TG_OVERLAP_ALL && overlap != TG_OVERLAP_LONGEST))
        return TG_INVALID_ARGUMENT;
    s->overlap = overlap;
    return TG_OK;
}

/* Letters, digits and hyphens: enough to tell a tag from anything else. */
static bool looks_like_tag(const char *language, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        char c = language[i], lower = (char)(c | 0x20);
        if (!(lower >= 'a' && lower <= 'z') && !(c >= '0' && c <= '9') && c != '-')
            return false;
    }
    return length != 1;
}

tg_status tg_scanner_set_language(tg_scanner *s, const char *language)
{
    size_t length = language ? strlen(language) : 0;
    if (!s || length >= sizeof s->work.language || !looks_like_tag(language, length))
        return TG_INVALID_ARGUMENT;
    memcpy(s->work.language, language ? language : "", length + 1);
    return TG_OK;
}
