/* Signs of feelings: what entries of dictionaries say, and what signs come to beside one another. */
#include <string.h>

#include "base/sort.h"
#include "base/utf8.h"
#include "detect/emotion.h"
#include "detect/models.h"

enum {
    ORDINARY = 1000,
    TURNED_GOOD = 800, /* what is left of joy that is denied, as sadness … */
    TURNED_BAD = 300,  /* … and of the others, as joy; in thousandths */
    REACH = 32,        /* bytes that a word reaches over to what it turns or raises … */
    WORDS_BETWEEN = 2, /* … and words in scripts with spaces, and characters in others */
    CHARACTERS_BETWEEN = 3,
    HOSTILE = 600      /* from which sum on words or faces are kind or hostile */
};

/* ---- from a dictionary ---- */

static const char *const tone_words[TG_TONE_COUNT] = {
#define TG_X(name, word, polarity) [TG_TONE_##name] = word,
    TG_FEELING_LIST(TG_X)
#undef TG_X
    [TG_TONE_NEUTRAL] = "neutral", [TG_TONE_IRONY] = "irony", [TG_TONE_NEGATION] = "negation",
    [TG_TONE_INTENSIFIER] = "intensifier", [TG_TONE_SOFTENER] = "softener", [TG_TONE_CONTRAST] = "contrast",
};

tg_tone tg_tone_of_category(const char *category, int32_t weight)
{
    tg_tone tone = {.weight = weight ? weight : ORDINARY, .kind = TG_TONE_NONE};
    if (!tg_name_is_of(category, "emotion"))
        return tone;
    const char *word = category + strlen("emotion");
    word += *word == '.';
    tone.kind = TG_TONE_NEUTRAL; /* of another name */
    for (uint8_t i = 1; i < TG_TONE_COUNT; i++) {
        if (!tg_name_is_of(word, tone_words[i]))
            continue;
        tone.kind = i;
        word += strlen(tone_words[i]);
        word += *word == '.';
        for (uint8_t layer = 0; layer < TG_LAYER_COUNT; layer++)
            if (strcmp(word, tg_layer_word((tg_layer)layer)) == 0)
                tone.layer = layer;
        break;
    }
    return tone;
}

tg_status tg_add_sign(tg_work *work, tg_tone_kind kind, tg_layer layer, int32_t weight, size_t begin, size_t end)
{
    tg_sign sign = {.begin = (uint32_t)begin, .end = (uint32_t)end, .weight = weight, .tone = (uint8_t)kind,
                    .layer = (uint8_t)layer};
    return tg_vector_append(&work->signs, &sign, 1) ? TG_OK : TG_NO_MEMORY;
}

tg_status tg_take_tone(tg_work *work, const tg_tone *tone, tg_range range)
{
    if (!tg_is_asked(work, TG_DETECTOR_EMOTION))
        return TG_OK;
    return tg_add_sign(work, (tg_tone_kind)tone->kind, (tg_layer)tone->layer, tone->weight, range.begin, range.end);
}

/* ---- which of them stand ---- */

/* By place, the longest first; behind what a dictionary knows comes what is only an emoji. */
static int compare_signs(const void *left, const void *right)
{
    const tg_sign *a = left, *b = right;
    if (a->begin != b->begin)
        return a->begin < b->begin ? -1 : 1;
    if (a->bare != b->bare)
        return a->bare ? 1 : -1;
    if (a->end != b->end)
        return a->end > b->end ? -1 : 1;
    if (a->tone != b->tone)
        return a->tone < b->tone ? -1 : 1;
    return (a->weight > b->weight) - (a->weight < b->weight);
}

/* Of signs that overlap the leftmost and of those the longest stands. An emoji that a dictionary knows is as long as its
 * sequence: skin tones belong to it. */
static void drop_covered(tg_vector *signs)
{
    tg_sign *s = signs->items;
    size_t kept = 0;
    tg_sort(s, signs->count, sizeof *s, compare_signs);
    for (size_t i = 0; i < signs->count; i++) {
        if (kept && s[i].begin < s[kept - 1].end) {
            if (s[i].bare && s[kept - 1].layer == TG_LAYER_WORD && s[i].begin == s[kept - 1].begin)
                s[kept - 1] = s[i]; /* it only folds to a word */
            else if (s[i].bare && s[i].end > s[kept - 1].end)
                s[kept - 1].end = s[i].end;
        } else {
            s[kept++] = s[i];
        }
    }
    signs->count = kept;
}

/* ---- what they do to one another ---- */

static bool ends_sentence(uint32_t c)
{
    return c == '.' || c == '!' || c == '?' || c == '\n' || c == ';' || c == 0x3002 || c == 0xFF01 || c == 0xFF1F ||
           c == 0xFF1B;
}

/* What stands between two signs. */
typedef struct gap {
    bool near;     /* a word reaches over it */
    bool sentence; /* a sentence ends in it */
} gap;

static gap gap_between(const char *text, size_t begin, size_t end)
{
    gap g = {.near = end - begin <= REACH};
    size_t blanks = 0, wide = 0;
    for (size_t at = begin, n; at < end && !g.sentence; at += n) {
        uint32_t c;
        n = tg_utf8_decode((const unsigned char *)text + at, end - at, &c);
        g.sentence = ends_sentence(c);
        blanks += c == ' ';
        wide += c >= 0x2E80;
        if (c == ',' || c == 0xFF0C)
            g.near = false;
    }
    g.near &= !g.sentence && blanks <= WORDS_BETWEEN + 1 && wide <= CHARACTERS_BETWEEN;
    return g;
}

static bool is_feeling(const tg_sign *sign)
{
    return sign->tone >= TG_TONE_JOY && sign->tone < TG_TONE_NEUTRAL;
}

static void scale(tg_sign *sign, int64_t thousandths)
{
    enum { MOST = 1 << 20 };
    int64_t weight = sign->weight * thousandths / 1000;
    sign->weight = (int32_t)(weight > MOST ? MOST : weight < -MOST ? -MOST : weight);
}

static void turn(tg_sign *sign)
{
    if (sign->tone == TG_TONE_SURPRISE) {
        sign->weight = 0;
    } else {
        scale(sign, sign->tone == TG_TONE_JOY ? TURNED_GOOD : TURNED_BAD);
        sign->tone = sign->tone == TG_TONE_JOY ? TG_TONE_SADNESS : TG_TONE_JOY;
    }
}

/* Words that wait for what they turn or raise. */
typedef struct waiting {
    size_t end;       /* of the last one */
    int64_t factor;   /* in thousandths */
    bool any, turns;
} waiting;

static void add_waiting(waiting *w, const tg_sign *sign)
{
    if (!w->any)
        *w = (waiting){.factor = ORDINARY, .any = true};
    w->end = sign->end;
    if (sign->tone == TG_TONE_NEGATION)
        w->turns = !w->turns;
    else if (w->factor <= 8 * ORDINARY)
        w->factor = w->factor * sign->weight / 1000;
}

/* Goes through the words in order: each feeling is changed by the words before it, and by one right behind it; a contrast
 * lowers what its sentence said before. */
static void relate(const tg_work *work)
{
    tg_sign *signs = work->signs.items;
    waiting w = {.any = false};
    size_t sentence = 0; /* its first sign */
    for (size_t i = 0; i < work->signs.count; i++) {
        tg_sign *sign = &signs[i];
        if (sign->layer != TG_LAYER_WORD)
            continue;
        gap g = gap_between(work->text, i ? signs[i - 1].end : 0, sign->begin);
        if (g.sentence)
            sentence = i;
        if (w.any && (g.sentence || sign->begin - w.end > REACH || !gap_between(work->text, w.end, sign->begin).near))
            w.any = false;
        if (sign->tone == TG_TONE_CONTRAST) {
            for (size_t k = sentence; k < i; k++)
                scale(&signs[k], signs[k].layer == TG_LAYER_WORD && is_feeling(&signs[k]) && sign->weight > ORDINARY
                                     ? 1000000 / sign->weight : 1000);
            sentence = i;
        } else if (is_feeling(sign)) {
            if (w.any) {
                scale(sign, w.factor);
                if (w.turns)
                    turn(sign);
            }
            w.any = false;
        } else if (sign->tone >= TG_TONE_NEGATION) {
            if (sign->tone != TG_TONE_NEGATION && i && is_feeling(&signs[i - 1]) && signs[i - 1].end == sign->begin)
                scale(&signs[i - 1], sign->weight);
            add_waiting(&w, sign);
        }
    }
}

/* ---- sums ---- */

/* Each share of what was said, of TG_SUM_MOST; little said gives little. */
static void level(const int64_t *raw, int32_t *out)
{
    int64_t all = TG_SUM_MOST;
    for (size_t i = 0; i < TG_EMOTION_LABELS; i++)
        all += raw[i];
    for (size_t i = 0; i < TG_EMOTION_LABELS; i++)
        out[i] = (int32_t)(raw[i] * TG_SUM_MOST / all);
}

static bool is_hostile(const int32_t *sums)
{
    return sums[TG_FEELING_ANGER] + sums[TG_FEELING_DISGUST] >= HOSTILE && sums[TG_FEELING_JOY] < HOSTILE / 2;
}

static bool is_kind(const int32_t *sums)
{
    return sums[TG_FEELING_JOY] >= HOSTILE && sums[TG_FEELING_ANGER] + sums[TG_FEELING_DISGUST] < HOSTILE / 2;
}

/* A face that turns with its company: hostile beside hostile words, and where it is contempt unless words are kind. */
static tg_feeling feeling_of_irony(const int64_t *words, bool contempt)
{
    int64_t bad = words[TG_FEELING_ANGER] + words[TG_FEELING_DISGUST] + words[TG_FEELING_SADNESS];
    if (bad > words[TG_FEELING_JOY])
        return TG_FEELING_DISGUST;
    return contempt && words[TG_FEELING_JOY] == 0 ? TG_FEELING_DISGUST : TG_FEELING_JOY;
}

/* Whether a text is Chinese, as far as is known. */
static bool is_chinese(const tg_work *work)
{
    if (*work->language)
        return strncmp(work->language, "zh", 2) == 0;
    for (size_t i = 0; i < work->reading_count; i++)
        if (work->readings[i].features.bank)
            return tg_kinds_prevail(work->readings[i].features.seen, TG_FEATURE_BIT(TG_FEATURE_HAN));
    return false;
}

void tg_weigh_signs(tg_work *work, tg_sums *sums)
{
    bool chinese = is_chinese(work);
    int64_t words[TG_EMOTION_LABELS] = {0}, faces[TG_EMOTION_LABELS] = {0};
    tg_sign *signs = work->signs.items;
    drop_covered(&work->signs);
    relate(work);
    *sums = (tg_sums){.rest = work->length};
    for (size_t i = 0; i < work->signs.count; i++)
        if (signs[i].layer == TG_LAYER_WORD && is_feeling(&signs[i]) && signs[i].weight > 0)
            words[signs[i].tone - TG_TONE_JOY] += signs[i].weight;
    for (size_t i = 0; i < work->signs.count; i++) {
        if (signs[i].tone == TG_TONE_IRONY)
            signs[i].tone = (uint8_t)(TG_TONE_JOY +
                                      feeling_of_irony(words, chinese || signs[i].layer == TG_LAYER_STICKER));
        if (signs[i].tone >= TG_TONE_NEGATION)
            continue;
        sums->count++;
        if (signs[i].layer == TG_LAYER_WORD)
            continue;
        sums->rest -= signs[i].end - signs[i].begin;
        if (signs[i].weight > 0)
            faces[signs[i].tone - TG_TONE_JOY] += signs[i].weight;
    }
    level(words, sums->words);
    level(faces, sums->faces);
    sums->mixed = (is_kind(sums->words) && is_hostile(sums->faces)) || (is_hostile(sums->words) && is_kind(sums->faces));
}
