/* Detector `language`: which languages the text is written in. It runs before all others, since entries that are for a
 * language rest in texts of another. */
#include <string.h>

#include "detect/detect.h"

enum {
    LEAST_LETTERS = 24, /* of a text that is long enough to be sure */
    SURE = 90,          /* percent of a text that is in one language */
    LEAST_SHARE = 64    /* a language that has less than one letter in so many, or is that unlikely, is not the text's */
};

/* Codes of what the tables have by another name. */
static const struct {
    char code[4], of[4];
} other_names[] = {{"nb", "no"}, {"fil", "tl"}, {"iw", "he"}, {"in", "id"}, {"cmn", "zh"}, {"yue", "zh"}};

static void add(tg_label_set *set, size_t label)
{
    set->words[label / 64] |= UINT64_C(1) << label % 64;
}

/* Adds the labels of a language; false if there is none. */
static bool add_language(const tg_languages *languages, const char *tag, size_t length, tg_label_set *set)
{
    char code[TG_LANGUAGE_CODE] = "";
    bool known = false;
    length = length < strcspn(tag, "-") ? length : strcspn(tag, "-");
    if (length >= sizeof code)
        return false;
    for (size_t i = 0; i < length; i++)
        code[i] = (char)(tag[i] | 0x20);
    for (size_t i = 0; i < sizeof other_names / sizeof *other_names; i++)
        if (strcmp(code, other_names[i].code) == 0)
            memcpy(code, other_names[i].of, sizeof code);
    for (size_t i = 0; i < languages->label_count; i++)
        if (strcmp(languages->labels[i].code, code) == 0) {
            add(set, i);
            known = true;
        }
    return known;
}

void tg_label_set_of(const tg_languages *languages, const char *tags, tg_label_set *set)
{
    memset(set, 0, sizeof *set);
    for (size_t length; *tags; tags += length + (tags[length] == ',')) {
        length = strcspn(tags, ",");
        if (!add_language(languages, tags, length, set)) {
            memset(set, 0, sizeof *set);
            return;
        }
    }
}

tg_status tg_work_languages_init(tg_work *work, const tg_languages *languages, tg_cpu cpu)
{
    tg_status status = tg_language_detector_init(&work->languages, &work->allocator, languages, cpu);
    if (status != TG_OK)
        return status;
    work->languages_found = tg_allocate_zeroed(&work->allocator, languages->label_count, sizeof *work->languages_found);
    if (work->languages_found)
        return TG_OK;
    tg_work_languages_free(work);
    return TG_NO_MEMORY;
}

void tg_work_languages_free(tg_work *work)
{
    if (!work->languages.languages)
        return;
    tg_release(&work->allocator, work->languages_found,
               work->languages.languages->label_count * sizeof *work->languages_found);
    work->languages_found = NULL;
    tg_language_detector_free(&work->languages);
}

void tg_take_languages(tg_work *work)
{
    const tg_language_detector *d = &work->languages;
    work->language_count = d->found_count;
    for (size_t i = 0; i < d->found_count; i++) {
        const tg_language_label *label = &d->languages->labels[d->found[i].label];
        work->languages_found[i] = (tg_language){label->code, label->tag, d->found[i].share};
    }
}

/* A language's entries rest where the text's languages are known, it is none of them, and it is written in the script of
 * one of them. In other scripts they work: what they find is not of those languages, however little of it there is. */
static void find_resting(tg_work *work)
{
    const tg_language_detector *d = &work->languages;
    const tg_languages *l = d->languages;
    uint64_t letters[TG_LANGUAGE_LABELS] = {0}; /* of each group, in parts of 2^16 */
    bool rests[TG_LANGUAGE_LABELS] = {false};
    if (d->found_count == 0 || d->letters < LEAST_LETTERS)
        return;
    for (size_t i = 0; i < l->label_count; i++)
        letters[d->groups[i]] += d->shares[i];
    for (size_t s = 0; s < l->script_count; s++) {
        const tg_language_script *script = &l->scripts[s];
        bool is_used = false;
        for (size_t i = 0; i < d->found_count; i++)
            is_used |= d->found[i].label - script->first_label < script->label_count;
        for (size_t i = script->first_label; is_used && i < script->first_label + script->label_count; i++)
            rests[d->groups[i]] |=
                !strstr(l->labels[i].tag, "-Latn") && letters[d->groups[i]] * LEAST_SHARE < d->letters << 16;
    }
    for (size_t i = 0; i < l->label_count; i++)
        if (rests[d->groups[i]])
            add(&work->resting, i);
}

tg_status tg_find_languages(tg_work *work)
{
    bool asked = tg_is_asked(work, TG_DETECTOR_LANGUAGE), scopes = work->wants_languages && !*work->language;
    bool judged = tg_is_asked(work, TG_DETECTOR_CULTURE) && work->market_count && !*work->language;
    work->language_count = 0;
    memset(&work->resting, 0, sizeof work->resting);
    if (!work->languages.languages || (!asked && !scopes && !judged))
        return TG_OK;
    tg_status status = tg_language_detect(&work->languages, work->text, work->length, false);
    if (status != TG_OK)
        return status;
    if (scopes)
        find_resting(work);
    if (asked)
        tg_take_languages(work);
    return TG_OK;
}

const char *tg_language_of(const tg_work *work)
{
    const tg_language_detector *d = &work->languages;
    if (*work->language || !d->languages || d->found_count == 0)
        return work->language;
    bool sure = d->letters >= LEAST_LETTERS && d->found[0].share * 100 >= SURE;
    return sure ? d->languages->labels[d->found[0].label].tag : "";
}
