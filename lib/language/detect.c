/* Finding the languages of a text; see detect.h. */
#include "language/detect.h"

#include <string.h>

#include "base/sort.h"
#include "base/utf8.h"
#include "model/model.h"

enum {
    CHANGE = 160,          /* what it costs to go from one language to another, in units of the tables */
    FAINT = 10 * TG_MODEL_UNIT, /* what is less likely by odds of 2^10 does not count */
    LEAST_SHARE = 16       /* a share of less than one in so many is not told */
};

/* The sums of words [first, stop) of a window. */
static void add_words(const tg_language_script *script, const tg_language_window *w, size_t first, size_t stop,
                      int32_t *sums)
{
    memset(sums, 0, script->stride * sizeof *sums);
    for (size_t i = first; i < stop; i++)
        for (size_t c = 0; c < script->stride; c++)
            sums[c] += w->sums[i][c];
}

static uint32_t best_of(const tg_language_script *script, const int32_t *sums)
{
    uint32_t best = 0;
    for (uint32_t c = 1; c < script->label_count; c++)
        best = sums[c] > sums[best] ? c : best;
    return best;
}

/* The words [first, stop) of a window are one stretch, with these sums: what languages it may be. */
static void settle(tg_language_detector *d, const tg_language_script *script, const tg_language_window *w, size_t first,
                   size_t stop, const int32_t *sums)
{
    int64_t logits[TG_LANGUAGE_COLUMNS];
    uint32_t scores[TG_LANGUAGE_COLUMNS], columns[TG_LANGUAGE_COLUMNS], count = 0, best = best_of(script, sums);
    uint64_t letters = 0;
    for (size_t i = first; i < stop; i++)
        letters += w->letters[i];
    int64_t root = tg_weight_of(stop - first).root;
    for (uint32_t c = 0; c < script->label_count; c++) {
        int64_t logit = (int64_t)(sums[c] - sums[best]) * script->scale / root / 256;
        columns[count] = c;
        logits[count] = logit;
        count += logit > -FAINT;
    }
    tg_softmax(logits, count, scores);
    for (size_t i = 0; i < count; i++)
        d->shares[script->first_label + columns[i]] += letters * (scores[i] >> 16);
    if (d->wants_places)
        for (size_t i = first; i < stop; i++)
            TG_ITEMS(&d->places, tg_language_place)[w->words[i]].label = script->first_label + best;
}

/* The likeliest way through the window's words from one language to the next (Viterbi). */
static void settle_parts(tg_language_detector *d, const tg_language_script *script, tg_language_window *w)
{
    int32_t scores[TG_LANGUAGE_COLUMNS] = {0};
    size_t count = script->label_count, best = 0;
    for (size_t i = 0; i < w->count; i++) {
        int32_t jump = scores[best] - CHANGE;
        for (size_t c = 0; c < count; c++) {
            bool jumps = jump > scores[c] && i > 0;
            w->from[i][c] = (uint8_t)(jumps ? best : c);
            scores[c] = (jumps ? jump : scores[c]) + w->sums[i][c];
        }
        for (size_t c = 0; c < count; c++)
            best = scores[c] > scores[best] ? c : best;
    }
    for (size_t stop = w->count, at = w->count; at-- > 0;) {
        size_t before = w->from[at][best];
        if (before != best || at == 0) {
            int32_t sums[TG_LANGUAGE_COLUMNS];
            add_words(script, w, at, stop, sums);
            settle(d, script, w, at, stop, sums);
            stop = at;
        }
        best = before;
    }
}

static void settle_window(tg_language_detector *d, uint32_t number)
{
    const tg_language_script *script = &d->languages->scripts[number];
    tg_language_window *w = d->windows[number];
    int32_t sums[TG_LANGUAGE_COLUMNS];
    if (w->count == 0)
        return;
    add_words(script, w, 0, w->count, sums);
    if (d->kernels->is_mixed(w->sums[0], script->stride, w->count, best_of(script, sums), CHANGE))
        settle_parts(d, script, w);
    else
        settle(d, script, w, 0, w->count, sums);
    w->count = 0;
}

static tg_status add_place(tg_language_detector *d, const tg_language_word *word, uint32_t label)
{
    tg_language_place place = {word->begin, word->end, label};
    return tg_vector_append(&d->places, &place, 1) ? TG_OK : TG_NO_MEMORY;
}

static tg_status add_word(tg_language_detector *d, const tg_language_word *word)
{
    const tg_language_script *script = &d->languages->scripts[word->script];
    tg_language_window *w = d->windows[word->script];
    uint32_t index[TG_LANGUAGE_FEATURES], letters = word->count * script->weight;
    if (script->label_count == 0)
        return TG_OK;
    d->letters += letters;
    tg_status status = d->wants_places ? add_place(d, word, script->first_label) : TG_OK;
    if (!w) {
        d->shares[script->first_label] += (uint64_t)letters << 16;
        return status;
    }
    size_t count = tg_language_features(script, word, true, index);
    d->kernels->sum(d->languages->rows + script->rows, script->stride, index, count, w->sums[w->count]);
    w->letters[w->count] = letters;
    w->words[w->count++] = (uint32_t)(d->places.count - d->wants_places);
    if (w->count == TG_LANGUAGE_WINDOW)
        settle_window(d, word->script);
    return status;
}

static tg_status read_piece(tg_language_detector *d, const char *text, size_t length)
{
    tg_status status = TG_OK;
    tg_language_reader reader;
    tg_language_word word;
    tg_language_start(&reader, d->languages, text, length);
    while (status == TG_OK && tg_language_next(&reader, &word))
        status = add_word(d, &word);
    return status;
}

/* Where a piece may begin or end, at or behind a byte: at a blank if one is near, else at a character. */
static size_t place_between(const char *text, size_t length, size_t at)
{
    size_t near = length - at < 32 ? length : at + 32;
    for (size_t i = at; i < near; i++)
        if ((unsigned char)text[i] <= ' ')
            return i;
    while (at < length && tg_utf8_is_trail((unsigned char)text[at]))
        at++;
    return at;
}

static tg_status read_text(tg_language_detector *d, const char *text, size_t length)
{
    tg_status status = TG_OK;
    if (d->wants_places || length <= TG_LANGUAGE_PIECES * TG_LANGUAGE_PIECE)
        return read_piece(d, text, length);
    size_t apart = (length - TG_LANGUAGE_PIECE) / (TG_LANGUAGE_PIECES - 1);
    for (size_t i = 0; i < TG_LANGUAGE_PIECES && status == TG_OK; i++) {
        size_t begin = i ? place_between(text, length, i * apart) : 0;
        size_t end = place_between(text, length, i * apart + TG_LANGUAGE_PIECE);
        if (end > begin)
            status = read_piece(d, text + begin, end - begin);
    }
    return status;
}

static int compare_found(const void *left, const void *right)
{
    const tg_language_found *a = left, *b = right;
    if (a->share != b->share)
        return a->share > b->share ? -1 : 1;
    return a->label < b->label ? -1 : a->label > b->label;
}

/* The shares of languages, whatever scripts they stand in; nothing if that of letters at random is the greatest. */
static void add_up(tg_language_detector *d)
{
    const tg_languages *l = d->languages;
    uint16_t slots[TG_LANGUAGE_LABELS] = {0}; /* of each group, 1 + where it is in `found` */
    double all = 0, unknown = 0;
    size_t count = 0, kept = 0;
    for (uint32_t i = 0; i < l->label_count; i++) {
        if (d->shares[i] == 0)
            continue;
        double part = (double)d->shares[i];
        uint16_t *slot = &slots[d->groups[i]];
        all += part;
        if (d->groups[i] == d->unknown) {
            unknown += part;
        } else {
            if (!*slot) {
                d->found[count] = (tg_language_found){i, 0};
                *slot = (uint16_t)++count;
            }
            tg_language_found *found = &d->found[*slot - 1];
            found->share += part;
            if (d->shares[i] > d->shares[found->label])
                found->label = i;
        }
    }
    tg_sort(d->found, count, sizeof *d->found, compare_found);
    while (kept < count && d->found[0].share > unknown && d->found[kept].share * LEAST_SHARE >= all)
        kept++;
    for (size_t i = 0; i < kept; i++)
        d->found[i].share /= all;
    d->found_count = kept;
}

/* Joins words of one language that follow each other. */
static void join_places(tg_language_detector *d)
{
    tg_language_place *places = d->places.items;
    const tg_language_label *labels = d->languages->labels;
    size_t kept = 0;
    for (size_t i = 0; i < d->places.count; i++)
        if (kept && strcmp(labels[places[kept - 1].label].tag, labels[places[i].label].tag) == 0)
            places[kept - 1].end = places[i].end;
        else
            places[kept++] = places[i];
    d->places.count = kept;
}

tg_status tg_language_detect(tg_language_detector *d, const char *text, size_t length, bool places)
{
    const tg_languages *l = d->languages;
    memset(d->shares, 0, l->label_count * sizeof *d->shares);
    d->found_count = d->places.count = 0;
    d->letters = 0;
    d->wants_places = places;
    tg_status status = read_text(d, text, length);
    for (uint32_t i = 0; i < l->script_count; i++)
        if (d->windows[i] && status == TG_OK)
            settle_window(d, i);
        else if (d->windows[i])
            d->windows[i]->count = 0;
    if (status != TG_OK)
        return status;
    add_up(d);
    join_places(d);
    return TG_OK;
}

tg_status tg_language_detector_init(tg_language_detector *d, const tg_allocator *allocator, const tg_languages *languages,
                                    tg_cpu cpu)
{
    *d = (tg_language_detector){.allocator = *allocator, .languages = languages, .kernels = tg_language_kernels_for(cpu)};
    tg_vector_init(&d->places, allocator, sizeof(tg_language_place));
    d->windows = tg_allocate_zeroed(allocator, languages->script_count, sizeof *d->windows);
    d->shares = tg_allocate_zeroed(allocator, languages->label_count, sizeof *d->shares);
    d->found = tg_allocate_zeroed(allocator, languages->label_count, sizeof *d->found);
    d->groups = tg_allocate_zeroed(allocator, languages->label_count, sizeof *d->groups);
    bool done = d->windows && d->shares && d->found && d->groups;
    for (size_t i = 0; done && i < languages->label_count; i++)
        while (strcmp(languages->labels[d->groups[i]].code, languages->labels[i].code) != 0)
            d->groups[i]++;
    d->unknown = TG_LANGUAGE_LABELS;
    for (size_t i = 0; done && i < languages->label_count; i++)
        if (strcmp(languages->labels[i].code, "und") == 0)
            d->unknown = d->groups[i];
    for (size_t i = 0; done && i < languages->script_count; i++)
        if (languages->scripts[i].stride) {
            d->windows[i] = tg_allocate_zeroed(allocator, 1, sizeof **d->windows);
            done = d->windows[i] != NULL;
        }
    if (!done)
        tg_language_detector_free(d);
    return done ? TG_OK : TG_NO_MEMORY;
}

void tg_language_detector_free(tg_language_detector *d)
{
    if (!d->languages)
        return;
    const tg_allocator *a = &d->allocator;
    for (size_t i = 0; d->windows && i < d->languages->script_count; i++)
        tg_release(a, d->windows[i], sizeof **d->windows);
    tg_release(a, d->windows, d->languages->script_count * sizeof *d->windows);
    tg_release(a, d->shares, d->languages->label_count * sizeof *d->shares);
    tg_release(a, d->found, d->languages->label_count * sizeof *d->found);
    tg_release(a, d->groups, d->languages->label_count * sizeof *d->groups);
    tg_vector_free(&d->places);
    *d = (tg_language_detector){.languages = NULL};
}
