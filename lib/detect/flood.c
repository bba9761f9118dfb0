/* Detector `flood`: texts that say nothing. What is measured stands in flood_repeat.c and flood_letters.c; here are
 * the limits. Long texts are looked at in stretches, so that the price is bounded.  The limits are such that of
 * ordinary lines (messages, names, songs with refrains) less than one in a hundred is held, and are wide of what the
 * corpora of language models allow (of the lines of a document 30 % may be repeated in MassiveText). */
#include <stdio.h>
#include <string.h>

#include "detect/flood.h"

enum {
    STRETCH = 16384, STRETCHES = 4, /* bytes; of a long text: so many, evenly spread */
    CHAT = 240,      /* up to so many characters three in a row tell repetition, then eight */
    LAUGHTER = 40,   /* characters of a run that is only tagged */
    SHORT_LOOP = 24, /* the same of a short loop: la la la */
    LEAST = 12,      /* characters that a loop has */
    DOCUMENT = 1500
};

static const double LOOP = .65;         /* of what stands there stood there before */
static const double LINES = .30;        /* lines of a document that are others again: MassiveText (Gopher) */
static const double UNUSUAL_WORD = 5.6; /* bits a letter, of one word */

/* The same of two words and more, by how many letters they have: the fewer, the more chance. */
static double unusual(size_t letters)
{
    return letters < 12 ? 5.4 : letters < 16 ? 5.1 : letters < 24 ? 4.85 : 4.7;
}

typedef struct judgement {
    const char *name; /* "repetition"; NULL: nothing */
    const char *what;
    double value, score;
    bool held;
} judgement;

/* The worst one stays. */
static void take(judgement *j, const char *name, const char *what, double value, double score, bool held)
{
    if (j->name && (j->held > held || (j->held == held && j->score >= score)))
        return;
    *j = (judgement){name, what, value, score, held};
}

/* From the limit on .6 to 1, below it up to .5. */
static double scale(double value, double limit, double most)
{
    double share = value / limit;
    if (value < limit)
        return .5 * share * share * share;
    return value < most ? .6 + .4 * (value - limit) / (most - limit) : 1;
}

static bool is_filler(const char *text, size_t length)
{
    static const char *const fillers[] = {"test", "testing", "asdf", "qwerty", "bump", "测试", "测试测试", "顶", "顶顶", "顶顶顶",
        "沙发", "板凳",
                                          "打卡", "签到", "路过", "灌水", "占位", "占楼", "水一贴", "lorem ipsum"};
    while (length && strchr(" \t\r\n.!?", text[length - 1]))
        length--;
    while (length && strchr(" \t\r\n", *text)) {
        text++;
        length--;
    }
    for (size_t i = 0; i < sizeof fillers / sizeof *fillers; i++) {
        size_t n = strlen(fillers[i]), k = 0;
        while (k < n && k < length && (text[k] >= 'A' && text[k] <= 'Z' ? text[k] + 32 : text[k]) == fillers[i][k])
            k++;
        if (k == n && (n == length || n > 10))
            return true;
    }
    return false;
}

static void judge_repetition(const tg_repetition *r, judgement *j, double *score)
{
    double runs = r->characters ? (double)r->in_runs / (double)r->characters : 0;
    double again = r->characters <= CHAT ? r->trigrams : r->octagrams;
    double lines = r->lines ? (double)r->repeated_lines / (double)r->lines : 0;
    if (r->characters >= 4 && runs >= .8)
        take(j, "repetition", "characters in rows of the same", runs, r->characters < LAUGHTER ? .3 : scale(runs, .8, 1),
             r->characters >= LAUGHTER);
    else if (r->characters >= LEAST && again >= LOOP) {
        bool held = r->characters >= SHORT_LOOP && !(r->kinds <= 3 && r->characters < LAUGHTER);
        take(j, "repetition", r->characters <= CHAT ?
            "three characters that stood there before" : "eight characters that stood there before",
             again, held ? scale(again, LOOP, 1) : .3, held);
    } else if (r->characters >= DOCUMENT && r->lines >= 10 && lines > LINES) {
        take(j, "repetition", "lines that stood there before", lines, .4, false);
    }
    double clear = r->characters >= LEAST ? scale(again < LOOP ? again : LOOP - .01, LOOP, 1) : 0;
    *score = clear > *score ? clear : *score;
}

static void judge_letters(const tg_unusual *u, const tg_repetition *r, judgement *j, double *score)
{
    double limit = unusual(u->letters);
    if (2 * u->letters < r->letters) /* a few foreign words in a text */
        return;
    if (u->words >= 2 && u->letters >= 8 && u->bits >= limit)
        take(j, "garbled", "bits a letter", u->bits, scale(u->bits, limit, 9), true);
    else if (u->words == 1 && u->longest >= 8 && u->bits >= UNUSUAL_WORD)
        take(j, "garbled", "bits a letter", u->bits, .4, false);
    double clear = u->words >= 2 ? scale(u->bits < limit ? u->bits : limit - .01, limit, 9) / 2 : 0;
    *score = clear > *score ? clear : *score;
}

static tg_status add(tg_work *work, const judgement *j, tg_range range)
{
    enum { NOTE = 96 };
    char *note = tg_arena_allocate(&work->arena, NOTE);
    char name[40] = "flood.", rule[40] = "flood:";
    strncat(name, j->name, sizeof name - 8);
    strncat(rule, j->name, sizeof rule - 8);
    const char *category = tg_arena_copy(&work->arena, name, strlen(name)), *named = tg_arena_copy(&work->arena, rule,
        strlen(rule));
    if (!note || !category || !named)
        return TG_NO_MEMORY;
    unsigned hundredths = (unsigned)(j->value * 100 + .5);
    snprintf(note, NOTE, "%s: %u.%02u", j->what, hundredths / 100, hundredths % 100);
    tg_range source = work->map ? tg_markup_source(work->map, range.begin, range.end) : range;
    tg_finding finding = {
        .begin = source.begin,
        .end = source.end,
        .detector = TG_DETECTOR_FLOOD,
        .severity = j->held ? TG_SEVERITY_MEDIUM : TG_SEVERITY_LOW,
        .match = TG_MATCH_EXACT,
        .category = category,
        .rule = named,
        .note = note,
        .markets = "",
        .advice = "",
        .source = "",
        .entry = SIZE_MAX,
    };
    return tg_vector_append(&work->findings, &finding, 1) ? TG_OK : TG_NO_MEMORY;
}

static tg_status look_at(tg_work *work, tg_range range)
{
    const char *text = work->text + range.begin;
    size_t length = range.end - range.begin;
    tg_repetition repetition;
    tg_unusual unusual;
    judgement j = {0};
    double score = 0;
    tg_flood_measure(text, length, &repetition);
    tg_flood_letters(text, length, &unusual);
    double replaced = repetition.characters ? (double)repetition.replaced / (double)repetition.characters : 0;
    judge_repetition(&repetition, &j, &score);
    judge_letters(&unusual, &repetition, &j, &score);
    if (repetition.replaced >= 3 && replaced >= .1)
        take(&j, "garbled", "characters of a wrong encoding", replaced, scale(replaced, .1, 1), true);
    if (repetition.characters >= 3 && repetition.letters == 0 && repetition.kinds <= 3)
        take(&j, "empty", "letters", 0, .3, false);
    else if (is_filler(text, length))
        take(&j, "filler", "share of the text", 1, .3, false);
    score = j.name && j.score > score ? j.score : score;
    work->flood = score > work->flood ? score : work->flood;
    return j.name ? add(work, &j, range) : TG_OK;
}

tg_status tg_detect_flood(tg_work *work)
{
    tg_status status = TG_OK;
    size_t length = work->length, count = length <= STRETCHES * STRETCH ? (length + STRETCH - 1) / STRETCH : STRETCHES;
    for (size_t i = 0; i < count && status == TG_OK; i++) {
        size_t begin = count < 2 ? 0 : length <= STRETCHES * STRETCH ? i * STRETCH : (length - STRETCH) / (count - 1) * i;
        size_t end = begin + STRETCH < length ? begin + STRETCH : length;
        while (begin > 0 && begin < end && ((unsigned char)work->text[begin] & 0xC0) == 0x80)
            begin++;
        while (end < length && end > begin && ((unsigned char)work->text[end] & 0xC0) == 0x80)
            end--;
        if (begin < end)
            status = look_at(work, (tg_range){begin, end});
    }
    return status;
}
