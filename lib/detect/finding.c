/* Findings of entries: whether an entry takes part, and what is said of a place where it was found. */
#include <string.h>

#include "base/utf8.h"
#include "detect/emotion.h"
#include "detect/spam.h"

/* Whether one language tag is the other or begins it, up to a hyphen: zh and zh-Hant agree. */
static bool tags_agree(const char *a, size_t a_length, const char *b, size_t b_length)
{
    size_t shorter = a_length < b_length ? a_length : b_length;
    for (size_t i = 0; i < shorter; i++)
        if ((a[i] | 0x20) != (b[i] | 0x20))
            return false;
    if (a_length == b_length)
        return true;
    return (a_length < b_length ? b : a)[shorter] == '-';
}

static bool language_fits(const char *languages, const char *language)
{
    if (!*languages)
        return true;
    while (*languages) {
        size_t length = strcspn(languages, ",");
        if (tags_agree(languages, length, language, strlen(language)))
            return true;
        languages += length + (languages[length] == ',');
    }
    return false;
}

/* Whether all languages of an entry rest in the text. */
static bool languages_rest(const tg_work *work, const tg_label_set *set)
{
    uint64_t any = 0, working = 0;
    for (size_t i = 0; i < sizeof set->words / sizeof *set->words; i++) {
        any |= set->words[i];
        working |= set->words[i] & ~work->resting.words[i];
    }
    return any && !working;
}

bool tg_entry_works(const tg_work *work, const tg_rules *rules, uint32_t entry)
{
    uint32_t attributes = rules->pack->entries[entry].attributes;
    return rules->markets[attributes] && !(rules->removed && rules->removed[entry / 64] >> entry % 64 & 1) &&
           (!*work->language ||
            language_fits(rules->pack->strings + rules->pack->attributes[attributes].languages, work->language)) &&
           !languages_rest(work, &rules->languages[attributes]);
}

/* A string that is read character by character. */
typedef struct reader {
    const unsigned char *at, *end;
    uint32_t code_point, entry; /* the one under way; entry 0 and code point 0 behind the end */
} reader;

static bool is_dropped(const reader *r)
{
    return (r->entry & TG_FOLD_KIND_MASK) == TG_FOLD_DROPPED;
}

/* Reads the next character that shows; *dropped: there were others before it. */
static bool read_next(reader *r, const tg_fold *fold, bool *dropped)
{
    while (r->at < r->end) {
        r->at += tg_utf8_decode(r->at, (size_t)(r->end - r->at), &r->code_point);
        r->entry = tg_fold_entry(fold, r->code_point);
        if (!is_dropped(r))
            return true;
        *dropped = true;
    }
    r->code_point = r->entry = 0;
    return false;
}

/* Whether two ASCII texts, `b` ended by NUL, differ in nothing but the case of letters. */
static bool differ_in_case(const char *a, size_t length, const char *b)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)a[i], d = (unsigned char)b[i], lower = c | 0x20;
        if (c >= 0x80 || (c != d && ((c ^ d) != 0x20 || lower < 'a' || lower > 'z')))
            return false;
    }
    return b[length] == '\0';
}

/* Reads text and word side by side. Where they differ, what the fold takes away on either side is the difference. */
tg_match tg_compare_writing(const tg_work *work, const tg_pack *pack, const tg_word *word, tg_range range,
                            uint32_t *tricks)
{
    const char *text = work->text + range.begin, *written = pack->strings + word->text;
    size_t length = range.end - range.begin;
    *tricks = 0;
    if (length < pack->strings_count - word->text && memcmp(text, written, length) == 0 && written[length] == '\0')
        return TG_MATCH_EXACT;
    if (differ_in_case(text, length, written)) {
        *tricks = TG_TRICK_CASE;
        return TG_MATCH_FOLD;
    }
    size_t written_length = strlen(written);
    reader a = {.at = (const unsigned char *)text, .end = (const unsigned char *)text + length};
    reader b = {.at = (const unsigned char *)written, .end = (const unsigned char *)written + written_length};
    uint32_t differences = 0;
    bool dropped = false, ignored = false;
    for (;;) {
        bool more = read_next(&a, &pack->fold, &dropped);
        more |= read_next(&b, &pack->fold, &ignored);
        if (!more)
            break;
        if (a.code_point != b.code_point)
            differences |= a.entry | b.entry;
    }
    *tricks |= dropped ? TG_TRICK_INVISIBLE : 0u;
    *tricks |= differences & TG_FOLD_CASE ? TG_TRICK_CASE : 0u;
    *tricks |= differences & TG_FOLD_WIDTH ? TG_TRICK_WIDTH : 0u;
    *tricks |= differences & TG_FOLD_VARIANT ? TG_TRICK_VARIANT : 0u;
    return TG_MATCH_FOLD;
}

/* The source of a range of scanned text. */
static tg_range source_of(const tg_work *work, tg_range range)
{
    return work->map ? tg_markup_source(work->map, range.begin, range.end) : range;
}

tg_status tg_add_finding(tg_work *work, const tg_rules *rules, const tg_sighting *s)
{
    const tg_pack *pack = rules->pack;
    const tg_pack_entry *entry = &pack->entries[s->entry];
    const tg_pack_attributes *a = &pack->attributes[entry->attributes];
    const tg_tone *tone = &rules->tones[entry->attributes];
    if (tone->kind)
        return tg_take_tone(work, tone, s->range);
    tg_range *parts = NULL, range = source_of(work, s->range);
    tg_detector detector = tg_detector_of(rules, s->entry, s->detector);
    if (!tg_is_asked(work, detector))
        return TG_OK;
    if (s->part_count) {
        parts = tg_arena_allocate(&work->arena, s->part_count * sizeof *parts);
        if (!parts)
            return TG_NO_MEMORY;
        for (size_t i = 0; i < s->part_count; i++)
            parts[i] = source_of(work, s->parts[i]);
    }
    tg_finding *finding = tg_vector_push(&work->findings, 1);
    if (!finding)
        return TG_NO_MEMORY;
    *finding = (tg_finding){
        .begin = range.begin,
        .end = range.end,
        .detector = detector,
        .severity = (tg_severity)a->severity,
        .match = s->match,
        .tricks = s->tricks,
        .category = pack->strings + a->category,
        .rule = pack->strings + entry->rule,
        .note = pack->strings + a->note,
        .advice = pack->strings + a->advice,
        .source = pack->strings + a->source,
        .markets = rules->markets[entry->attributes],
        .parts = parts,
        .part_count = s->part_count,
        .entry = pack->first_entry + s->entry,
    };
    if (range.end - range.begin != s->range.end - s->range.begin && !s->part_count)
        finding->tricks |= TG_TRICK_MARKUP;
    if (work->wants_signals)
        work->signals |= tg_spam_signals_of(finding);
    return TG_OK;
}
