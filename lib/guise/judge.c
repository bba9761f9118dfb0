/* Judging: whether a way from a text to a word is a disguise that somebody meant, or ordinary text that happens to have it
 * inside. The rules are few and each bars a kind of clean text; bench/evasion tells what they cost and what they spare. */
#include <string.h>

#include "base/utf8.h"
#include "guise/search.h"
#include "text/boundary.h"

/* What a path is made of. */
typedef struct evidence {
    size_t how[TG_HOW_BLANK + 1]; /* symbols, by how they are stood for */
    size_t symbols, units;        /* of the path */
    size_t gaps;                  /* between neighbouring symbols … */
    unsigned gap_kinds;           /* … of these kinds */
    size_t digits;                /* that stand for letters … */
    size_t letters;               /* … and those that show as they are, or look so */
    size_t exchanged;             /* letters that stand for others */
    bool is_stretched_inside;     /* not only at the ends */
    size_t stretched;             /* units that stand more often than the word has them … */
    bool is_stretched_far;        /* … one of them three times, or as no ordinary word has it */
    bool is_masked_weakly;        /* by a sign that is common inside words … */
    bool is_masked_oddly;         /* … or by different ones */
    uint32_t mask;                /* the last one */
    bool is_contraction;          /* the only gap is that of don't, who're */
    uint32_t tricks;
    tg_range range;
} evidence;

static bool is_any_of(uint32_t code_point, const char *ascii)
{
    return code_point && code_point < 0x80 && strchr(ascii, (int)code_point);
}

static void look_at_gap(const tg_search *s, const tg_step *before, const tg_step *step, evidence *e)
{
    e->gaps++;
    e->gap_kinds |= step->gap;
    const tg_unit *u = &s->units.items[before->unit + before->span];
    size_t left = (size_t)(s->path.steps + s->path.count - step);
    e->is_contraction = e->gaps == 1 && left <= 2 && (u->code_point == '\'' || u->code_point == 0x2019);
}

static void look_at_unit(const tg_unit *u, size_t taken, evidence *e)
{
    e->units++;
    e->tricks |= u->tricks;
    if (u->begin < e->range.begin)
        e->range.begin = u->begin;
    if (u->end > e->range.end)
        e->range.end = u->end;
    if (u->repeat <= taken)
        return;
    e->stretched++;
    e->is_stretched_far |= u->repeat >= 3 || tg_is_never_doubled(u->code_point);
}

static evidence gather(const tg_search *s)
{
    evidence e = {.range = {SIZE_MAX, 0}};
    const tg_step *steps = s->path.steps;
    for (size_t i = 0; i < s->path.count; i++) {
        const tg_unit *u = &s->units.items[steps[i].unit];
        e.how[steps[i].how]++;
        if (steps[i].how == TG_HOW_BLANK)
            continue;
        e.symbols++;
        if (steps[i].gap)
            look_at_gap(s, &steps[i - 1], &steps[i], &e);
        e.digits += steps[i].how == TG_HOW_LEET && u->kind == TG_KIND_DIGIT;
        e.exchanged += steps[i].how == TG_HOW_LEET && u->kind == TG_KIND_LETTER && u->end - u->begin == u->repeat;
        e.letters += steps[i].how == TG_HOW_LOOKALIKE || (steps[i].how == TG_HOW_SELF && u->kind == TG_KIND_LETTER);
        if (steps[i].how == TG_HOW_MASK) {
            e.is_masked_weakly |= tg_is_weak_mask(u->code_point);
            e.is_masked_oddly |= e.mask && e.mask != u->code_point;
            e.mask = u->code_point;
        }
        size_t taken = 1;
        while (i + 1 < s->path.count && steps[i + 1].unit == steps[i].unit && steps[i + 1].how != TG_HOW_BLANK) {
            e.how[steps[++i].how]++;
            e.symbols++;
            taken++;
        }
        e.is_stretched_inside |= u->repeat > taken && i >= taken && i + 1 < s->path.count;
        for (size_t k = 0; k < steps[i].span; k++)
            look_at_unit(u + k, steps[i].how == TG_HOW_MASK ? u->repeat : taken, &e);
    }
    for (int how = 0; how < TG_HOW_SELF; how++)
        e.tricks |= e.how[how] ? UINT32_C(1) << how : 0;
    e.tricks |= e.gaps || e.how[TG_HOW_BLANK] ? (uint32_t)TG_TRICK_NOISE : 0;
    e.tricks |= e.stretched ? (uint32_t)TG_TRICK_STRETCH : 0;
    return e;
}

static uint32_t folded(const tg_search *s, uint32_t code_point)
{
    uint32_t one = tg_fold_of_one(s->fold, code_point);
    return one < TG_CODE_POINTS ? one : code_point;
}

/* The folded code point that ends at a byte, or begins there; 0 at the edges of the text. */
static uint32_t code_point_before(const tg_search *s, size_t at)
{
    uint32_t code_point = 0;
    if (at > 0)
        tg_utf8_decode_last((const unsigned char *)s->units.text, at, &code_point);
    return folded(s, code_point);
}

static uint32_t code_point_after(const tg_search *s, size_t at)
{
    uint32_t code_point = 0;
    if (at < s->units.length)
        tg_utf8_decode((const unsigned char *)s->units.text + at, s->units.length - at, &code_point);
    return folded(s, code_point);
}

static bool edges_fit(const tg_search *s, const tg_word *word, tg_range range)
{
    tg_class left = (tg_class)(word->flags >> TG_WORD_LEFT_SHIFT & 3);
    tg_class right = (tg_class)(word->flags >> TG_WORD_RIGHT_SHIFT & 3);
    if (word->flags & TG_WORD_LEFT && tg_joins_before(s->fold, s->units.text, range.begin, left))
        return false;
    return !(word->flags & TG_WORD_RIGHT && tg_joins_after(s->fold, s->units.text, s->units.length, range.end, right));
}

/* Letters. */

/* Whether the first sign opens a bracket that is closed soon: (ode) is not code. */
static bool is_bracketed(const tg_search *s, const evidence *e)
{
    static const char opening[] = "(<[{", closing[] = ")>]}";
    enum { SOON = 160 };
    const char *text = s->units.text, *bracket = strchr(opening, text[e->range.begin]);
    if (!bracket || !*bracket)
        return false;
    size_t left = s->units.length - e->range.end;
    return memchr(text + e->range.end, closing[bracket - opening], left < SOON ? left : SOON) != NULL;
}

/* Signs in place of letters are all that is left of many codes, addresses and formulas; letters must show, and nothing of
 * that sort go on outside. */
static bool is_plausible_leet(const tg_search *s, const evidence *e)
{
    const tg_unit *last = &s->units.items[s->path.steps[s->path.count - 1].unit];
    if (is_bracketed(s, e) || last->code_point == '!')
        return false;
    if (e->letters < (e->symbols < 4 && e->digits ? 2u : 1u))
        return false;
    static const char codes[] = "/=+@#&%_$\\^";
    return !is_any_of(code_point_before(s, e->range.begin), codes) && !is_any_of(code_point_after(s, e->range.end), codes);
}

/* Whether the signs at the end close what others opened before: **md**. */
static bool is_emphasis(const tg_search *s, const evidence *e)
{
    enum { FAR = 80 };
    const char *text = s->units.text;
    if (s->path.steps[s->path.count - 1].how != TG_HOW_MASK)
        return false;
    for (size_t i = e->range.begin; i-- > 0 && e->range.begin - i < FAR && text[i] != '\n';)
        if (text[i] == text[e->range.end - 1])
            return true;
    return false;
}

/* Whether a sign divides parts that have a capital each: P_Key. */
static bool has_name_case(const tg_search *s, const evidence *e)
{
    const char *text = s->units.text;
    for (size_t i = e->range.begin + 1; i + 1 < e->range.end; i++)
        if (text[i] == (char)e->mask && text[i + 1] >= 'A' && text[i + 1] <= 'Z' && text[e->range.end - 1] >= 'a')
            return true;
    return false;
}

/* Asterisks are put in place of letters and for nothing else in the middle of words; what also stands between and behind
 * words must be inside, and the only sort. */
static bool is_plausible_mask(const tg_search *s, const evidence *e)
{
    size_t shown = e->symbols - e->how[TG_HOW_MASK];
    if (e->symbols < 4 || shown < 2 || e->gaps || e->how[TG_HOW_SWAP] || e->stretched || e->how[TG_HOW_BLANK])
        return false;
    if (is_emphasis(s, e))
        return false;
    if (!e->is_masked_weakly)
        return true;
    uint32_t before = code_point_before(s, e->range.begin), after = code_point_after(s, e->range.end);
    if (before == e->mask || after == e->mask || has_name_case(s, e))
        return false; /* a line of signs, the name of something */
    return !e->is_masked_oddly && s->path.steps[s->path.count - 1].how != TG_HOW_MASK;
}

/* Whether signs mark how the word is spoken, as in dictionaries: \\Pyr"a*mid\\. */
static bool is_pronunciation(const tg_search *s, const evidence *e)
{
    static const char signs[] = "\\\"^";
    return (e->gaps || e->how[TG_HOW_MASK]) && (is_any_of(code_point_before(s, e->range.begin), signs) ||
                                                is_any_of(code_point_after(s, e->range.end), signs));
}

/* Blanks inside a word mean something only if they are everywhere; what stands inside ordinary words too (it's, and/or,
 * Kung-Fu) only in longer words. */
static bool is_plausible_noise_in_letters(const evidence *e)
{
    size_t blanks = e->how[TG_HOW_BLANK], joints = e->units - 1;
    bool everywhere = e->gaps + 2 * blanks >= joints && e->units >= 4;

    if (e->gap_kinds & (TG_GAP_SPACE | TG_GAP_BREAK))
        return everywhere;
    if (e->gap_kinds & TG_GAP_SIGN && !(e->gap_kinds & TG_GAP_STOP))
        return e->symbols >= 3;
    return everywhere || (e->symbols >= 4 && !e->is_contraction);
}

/* Whether the letters, as the text has them, follow each other as they do in ordinary words. */
static bool is_spelt_plainly(const tg_search *s)
{
    uint32_t first = 0, second = 0;
    size_t begin = s->path.count, end = 0;
    for (size_t i = 0; i < s->path.count; i++) {
        begin = s->path.steps[i].unit < begin ? s->path.steps[i].unit : begin;
        end = s->path.steps[i].unit > end ? s->path.steps[i].unit : end;
    }
    for (size_t i = begin; i <= end + 1; i++) {
        const tg_unit *u = i <= end ? &s->units.items[i] : NULL;
        for (unsigned k = 0; k < (u ? u->repeat : 1u); k++) {
            uint32_t letter = u && u->kind == TG_KIND_LETTER ? tg_letter_number((char)u->code_point) : 0;
            if (second && !tg_is_trigram(s->guises, first, second, letter))
                return false;
            first = second;
            second = letter;
        }
    }
    return true;
}

static bool judge_letters(const tg_search *s, const evidence *e)
{
    if (is_pronunciation(s, e) || (e->how[TG_HOW_LEET] && !is_plausible_leet(s, e)))
        return false;
    if (e->how[TG_HOW_LEET] && e->how[TG_HOW_MASK] && e->letters < 2)
        return false;
    if (e->how[TG_HOW_MASK] && !is_plausible_mask(s, e))
        return false;
    if (e->gaps && !is_plausible_noise_in_letters(e))
        return false;
    if (e->how[TG_HOW_BLANK] && e->symbols < (e->gaps ? 6u : 8u))
        return false;
    if (e->how[TG_HOW_SWAP] && (e->symbols < 4 || e->gaps || e->stretched || e->how[TG_HOW_SELF] + 2 < e->symbols))
        return false;
    if ((e->how[TG_HOW_SWAP] || e->exchanged) && is_spelt_plainly(s))
        return false;
    if (e->stretched == 1 && !e->is_stretched_far && e->symbols < 6)
        return false;
    return e->symbols >= 4 || e->how[TG_HOW_SELF] > 0 || e->how[TG_HOW_VARIANT] == e->symbols;
}

/* Han characters. */

static bool is_digit(uint32_t code_point)
{
    return code_point - '0' < 10;
}

static bool is_common(const tg_search *s, uint32_t first, uint32_t second)
{
    uint32_t a = tg_trait_of(s->guises, first), b = tg_trait_of(s->guises, second);
    return a & b & TG_TRAIT_HAN && tg_is_common_pair(s->guises, a, b);
}

static const tg_unit *unit_of(const tg_search *s, size_t number)
{
    return &s->units.items[s->path.steps[number].unit];
}

/* On how many sides the text reads as ordinary words if it is divided at a gap: what is before the gap goes with what is
 * before that, and what is behind it likewise. */
static unsigned reads_divided(const tg_search *s, size_t number)
{
    const tg_unit *left = unit_of(s, number - 1) + s->path.steps[number - 1].span - 1, *right = unit_of(s, number);
    uint32_t before = number == 1 ? code_point_before(s, left->begin) : 0;
    uint32_t after = number + 1 == s->path.count ? code_point_after(s, right->end) : 0;
    return (unsigned)is_common(s, before, left->code_point) + is_common(s, right->code_point, after);
}

/* Blanks behind Han characters, or before them, in a stretch of the text. */
static size_t count_blanks(const char *text, size_t length)
{
    size_t count = 0;
    for (size_t i = 0; i < length && text[i] != '\n'; i++)
        count += text[i] == ' ' && ((i > 0 && text[i - 1] < 0) || (i + 1 < length && text[i + 1] < 0));
    return count;
}

/* Whether blanks are how this text divides its words: there are more of them around. */
static bool is_divided_by_blanks(const tg_search *s, const evidence *e)
{
    enum { AROUND = 48, MANY = 3 };
    const char *text = s->units.text;
    size_t begin = e->range.begin, end = e->range.end, left = s->units.length - end;
    size_t from = begin > AROUND ? begin - AROUND : 0;
    for (size_t i = from; i < begin; i++)
        if (text[i] == '\n')
            from = i + 1;
    return count_blanks(text + from, begin - from) + count_blanks(text + end, left < AROUND ? left : AROUND) >= MANY;
}

/* Signs in a word are no accident. Blanks, and what stands between words and sentences, may be: then the text must not read
 * as well divided there. */
static bool is_plausible_noise_in_han(const tg_search *s, const evidence *e)
{
    bool everywhere = e->gaps + 1 == e->units && e->units >= 3;
    if (e->gap_kinds == TG_GAP_SPACE && is_divided_by_blanks(s, e))
        return false;
    if (everywhere)
        return true;
    if (e->symbols == 2 && e->how[TG_HOW_SHAPE] && e->gap_kinds != TG_GAP_SIGN)
        return false;
    for (size_t i = 1; i < s->path.count; i++) {
        unsigned gap = s->path.steps[i].gap;
        unsigned sides = gap & ~(unsigned)TG_GAP_SIGN ? reads_divided(s, i) : 0;
        if (sides > 1 || (sides > 0 && gap & (TG_GAP_STOP | TG_GAP_BREAK)))
            return false;
    }
    return true;
}

/* Whether a character that is not the word's goes with its neighbours as ordinary words do. */
static bool reads_as_written(const tg_search *s, size_t number, bool inside)
{
    const tg_unit *u = unit_of(s, number);
    uint32_t before = number ? 0 : code_point_before(s, u->begin);
    uint32_t after = number + 1 < s->path.count ? 0 : code_point_after(s, u->end);
    if (is_digit(before))
        return true;
    if (is_common(s, before, u->code_point) || is_common(s, u->code_point, after))
        return true;
    if (!inside)
        return false;
    if (number && !s->path.steps[number].gap && is_common(s, unit_of(s, number - 1)->code_point, u->code_point))
        return true;
    return number + 1 < s->path.count && !s->path.steps[number + 1].gap &&
           is_common(s, u->code_point, unit_of(s, number + 1)->code_point);
}

/* Whether the two that are exchanged here go together as they stand. */
static bool reads_exchanged(const tg_search *s, size_t number)
{
    bool is_second = number && s->path.steps[number - 1].how == TG_HOW_SWAP;
    size_t first = s->path.steps[is_second ? number : number + 1].unit; /* the path has the later one before it */
    return is_common(s, s->units.items[first].code_point, s->units.items[first + 1].code_point);
}

/* The parts of a character must not make a word themselves (女子 for 好), nor with what is around them. */
static bool reads_unsplit(const tg_search *s, const evidence *e, size_t number)
{
    const tg_unit *first = unit_of(s, number), *last = first + s->path.steps[number].span - 1;
    if (s->path.count > 2 || e->how[TG_HOW_SPLIT] > 1)
        return false;
    return is_common(s, first->code_point, last->code_point) ||
           (number == 0 && is_common(s, code_point_before(s, first->begin), first->code_point)) ||
           (number > 0 && is_common(s, last->code_point, code_point_after(s, last->end)));
}

static bool is_plausible_character(const tg_search *s, const evidence *e, size_t number)
{
    const tg_unit *u = unit_of(s, number);
    switch (s->path.steps[number].how) {
    case TG_HOW_SHAPE: /* by itself in a long word it is one, whatever it reads as */
        return (e->symbols >= 4 && e->how[TG_HOW_SELF] + 1 == e->symbols) ||
               (!tg_is_frequent(s->guises, u->trait) && !reads_as_written(s, number, true) &&
                (e->symbols > 2 || !reads_as_written(s, 1 - number, false)));
    case TG_HOW_SWAP:
        return e->how[TG_HOW_SELF] + 2 == e->symbols && !reads_exchanged(s, number);
    case TG_HOW_SOUND:
        return !reads_as_written(s, number, false);
    case TG_HOW_SPLIT:
        return !reads_unsplit(s, e, number);
    default:
        return true;
    }
}

static bool is_plausible_pinyin(const tg_search *s, const evidence *e)
{
    if (tg_joins_before(s->fold, s->units.text, e->range.begin, TG_CLASS_SPACED) ||
        tg_joins_after(s->fold, s->units.text, s->units.length, e->range.end, TG_CLASS_SPACED))
        return false;
    if (e->how[TG_HOW_PINYIN] < e->symbols)
        return true;
    return e->range.end - e->range.begin >= 4 && (e->gaps == 0 || e->gaps + 1 == e->symbols);
}

static bool judge_han(const tg_search *s, const evidence *e)
{
    if (e->symbols < 2 || (e->gaps && !is_plausible_noise_in_han(s, e)))
        return false;
    if (e->units == 1 && e->how[TG_HOW_EMOJI])
        return false;
    if (e->how[TG_HOW_SELF] == e->symbols && !e->gaps && !e->is_stretched_inside && !(e->tricks & ~(uint32_t)TG_TRICK_STRETCH))
        return false; /* the word itself is there */
    if (e->how[TG_HOW_SHAPE] == e->symbols && e->symbols < 3)
        return false;
    if (e->how[TG_HOW_MASK] && (e->symbols - e->how[TG_HOW_MASK] < 2 || e->gaps || e->is_masked_weakly))
        return false;
    if (e->how[TG_HOW_PINYIN] && !is_plausible_pinyin(s, e))
        return false;
    for (size_t i = 0; i < s->path.count; i++)
        if (!is_plausible_character(s, e, i))
            return false;
    bool digit_at_edge = is_digit(unit_of(s, 0)->code_point) || is_digit(unit_of(s, s->path.count - 1)->code_point);
    if (e->how[TG_HOW_VARIANT] && digit_at_edge &&
        (is_digit(code_point_before(s, e->range.begin)) || is_digit(code_point_after(s, e->range.end))))
        return false;
    return !e->how[TG_HOW_SWAP] || e->symbols >= 3;
}

/* Han characters of a word's own text. */
static bool has_han(const tg_search *s, const tg_word *word)
{
    for (const char *text = s->strings + word->text; *text;) {
        uint32_t code_point;
        text += tg_utf8_decode((const unsigned char *)text, strlen(text), &code_point);
        if (tg_trait_of(s->guises, code_point) & TG_TRAIT_HAN)
            return true;
    }
    return false;
}

bool tg_judge(tg_search *s, const tg_word *word, tg_guise_hit *hit)
{
    evidence e = gather(s);
    /* What is left of these the fold has found. */
    const uint32_t folded = TG_TRICK_CASE | TG_TRICK_WIDTH | TG_TRICK_VARIANT | TG_TRICK_INVISIBLE;
    if (!(e.tricks & ~folded) && e.how[TG_HOW_SELF] == e.symbols)
        return false;
    bool by_sound = e.how[TG_HOW_SOUND] || e.how[TG_HOW_PINYIN];
    if ((by_sound && !(word->flags & TG_WORD_SOUND)) || !edges_fit(s, word, e.range))
        return false;
    if (!(has_han(s, word) ? judge_han : judge_letters)(s, &e))
        return false;
    hit->range = e.range;
    hit->tricks = e.tricks;
    hit->match = by_sound ? TG_MATCH_SOUND : TG_MATCH_LOOSE;
    return true;
}
