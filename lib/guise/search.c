/* The search for a word in disguise; see search.h. Depth first, with a budget of steps, so that texts made of nothing but
 * disguises take time in proportion to their length. */
#include "guise/search.h"

enum { STEPS = 400 };

/* What a path has, as a set: the judge takes no mask or exchange with some of it, so that it need not be searched. */
enum { SEEN_GAP = 1, SEEN_MASK = 2, SEEN_SWAP = 4, SEEN_GUISE = 8 };

static bool expand(tg_search *s, size_t unit, uint32_t state);

static inline unsigned seen(const tg_path *path)
{
    return path->count ? path->steps[path->count - 1].seen : 0;
}

static inline void push(tg_path *path, tg_step step)
{
    unsigned how = step.how == TG_HOW_MASK ? SEEN_MASK : step.how == TG_HOW_SWAP ? SEEN_SWAP
                   : step.how < TG_HOW_SELF ? SEEN_GUISE : 0;
    step.seen = (uint8_t)(seen(path) | how | (step.gap ? SEEN_GAP : 0));
    path->steps[path->count++] = step;
}

/* The state behind a symbol, if words that are looked for go on so; or 0. */
static inline uint32_t child(const tg_search *s, uint32_t state, uint16_t symbol)
{
    const tg_slot *slots = s->automaton->slots;
    if (symbol == TG_SYMBOL_OTHER || symbol >= s->automaton->label_count)
        return 0;
    uint32_t to = slots[state].base + symbol;
    bool goes_on = slots[to].label == symbol && slots[to].depth & TG_SLOT_LOOSE &&
                   tg_slot_depth(&slots[to]) == tg_slot_depth(&slots[state]) + 1;
    return goes_on ? to : 0;
}

static void report(tg_search *s, uint32_t number)
{
    const tg_word *word = &s->automaton->words[number];
    tg_guise_hit hit = {.word = number};
    if (word->flags & TG_WORD_LOOSE && tg_judge(s, word, &hit))
        s->status = s->found(&hit, s->user);
}

/* The words that end in a state and begin where the path does. */
static void report_all(tg_search *s, uint32_t state)
{
    const tg_slot *slot = &s->automaton->slots[state];
    for (uint32_t output = s->automaton->links[state].output; output && s->status == TG_OK; output = s->automaton->words[output - 1].next)
        if (s->automaton->words[output - 1].length == tg_slot_depth(slot))
            report(s, output - 1);
}

/* Takes a step to a state that is none for 0, and goes on behind unit `next`. False when the search is over. */
static bool step(tg_search *s, tg_step taken, size_t next, uint32_t state)
{
    if (!state)
        return true;
    if (s->steps_left == 0 || s->status != TG_OK)
        return false;
    s->steps_left--;
    if (s->path.count == TG_PATH_LONGEST)
        return true;
    push(&s->path, taken);
    if (s->automaton->links[state].output)
        report_all(s, state);
    bool goes_on = s->status == TG_OK && expand(s, next, state);
    s->path.count--;
    return goes_on;
}

/* Two symbols by one unit. */
static bool step_twice(tg_search *s, tg_step taken, size_t next, uint32_t state, uint16_t second)
{
    if (!state || s->path.count == TG_PATH_LONGEST)
        return true;
    push(&s->path, taken);
    taken.gap = 0;
    bool goes_on = step(s, taken, next, child(s, state, second));
    s->path.count--;
    return goes_on;
}

static bool try_guises(tg_search *s, const tg_unit *u, tg_step taken, size_t next, uint32_t state)
{
    for (const tg_guise *g = u->guise ? &s->guises->guises[u->guise - 1] : NULL; g; g = g->is_last ? NULL : g + 1) {
        taken.how = (uint8_t)g->trick;
        uint32_t to = child(s, state, g->symbols[0]);
        if (!(g->symbols[1] ? step_twice(s, taken, next, to, g->symbols[1]) : step(s, taken, next, to)))
            return false;
    }
    return true;
}

/* Whether two characters may stand side by side in a word, as themselves or as others of the relation. */
static bool may_be_neighbours(const tg_search *s, const tg_unit *a, const tg_unit *b, tg_han_relation relation)
{
    if (a->kind != TG_KIND_HAN || b->kind != TG_KIND_HAN)
        return true;
    uint32_t first = tg_han_class(a->trait, relation), second = tg_han_class(b->trait, relation);
    return tg_has_key(s->guises, tg_han_key(TG_HAN_NEIGHBOURS, relation, first, second, 0));
}

static bool is_skipped(tg_kind kind)
{
    return kind >= TG_KIND_SPACE && kind <= TG_KIND_SIGN;
}

/* The unit after number `at` that is not noise, or NULL. */
static const tg_unit *next_of(tg_search *s, size_t at)
{
    for (size_t i = at + 1; i <= at + TG_PATH_GAP; i++) {
        const tg_unit *u = tg_unit_at(&s->units, i);
        if (!u || !is_skipped((tg_kind)u->kind) || u->guise)
            return u;
    }
    return NULL;
}

static const uint8_t how_by_relation[] = {TG_HOW_SOUND, TG_HOW_SHAPE, TG_HOW_SHAPE};

/* Whether a character goes with one beside it as in ordinary text: then it stands for itself. */
static bool reads_well(const tg_search *s, size_t at)
{
    const tg_unit *u = &s->units.items[at];
    bool joins_before = at > 0 && u[-1].kind == TG_KIND_HAN && u[-1].end == u->begin;
    bool joins_after = at + 1 < s->units.count && u[1].kind == TG_KIND_HAN && u[1].begin == u->end;
    return (joins_before && tg_is_common_pair(s->guises, u[-1].trait, u->trait)) ||
           (joins_after && tg_is_common_pair(s->guises, u->trait, u[1].trait));
}

static bool try_members(tg_search *s, const tg_unit *u, tg_step taken, size_t next, uint32_t state)
{
    static const uint32_t first_class[] = {0, TG_HAN_SOUNDS, TG_HAN_SOUNDS + TG_HAN_SHAPES};
    const tg_unit *behind = next_of(s, taken.unit);
    const tg_unit *before = s->path.count ? &s->units.items[s->path.steps[s->path.count - 1].unit] : NULL;
    tg_han_relation last = reads_well(s, taken.unit) ? TG_HAN_SOUND : TG_HAN_CORE;
    for (tg_han_relation r = TG_HAN_SOUND; r <= last; r++) {
        uint32_t class = tg_han_class(u->trait, r), number = first_class[r] + class;
        if (!class || !((before && may_be_neighbours(s, before, u, r)) || (behind && may_be_neighbours(s, u, behind, r))))
            continue;
        taken.how = r == TG_HAN_CORE && class <= TG_HAN_NUMERALS ? TG_HOW_VARIANT : how_by_relation[r];
        for (uint32_t m = s->guises->member_starts[number]; m < s->guises->member_starts[number + 1]; m++)
            if (s->guises->members[m] != u->symbol && !step(s, taken, next, child(s, state, s->guises->members[m])))
                return false;
    }
    return true;
}

static int compare_parts(const tg_split *split, const uint32_t *parts)
{
    for (int i = 0; i < 3; i++)
        if (split->parts[i] != parts[i])
            return split->parts[i] < parts[i] ? -1 : 1;
    return 0;
}

/* The symbols of what has these parts, each as a step. */
static bool try_parts(tg_search *s, const uint32_t *parts, tg_step taken, size_t next, uint32_t state)
{
    size_t low = 0, high = s->guises->split_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (compare_parts(&s->guises->splits[middle], parts) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < s->guises->split_count && compare_parts(&s->guises->splits[low], parts) == 0; low++)
        if (!step(s, taken, next, child(s, state, (uint16_t)s->guises->splits[low].symbol)))
            return false;
    return true;
}

/* A character of two or three equal parts, which are one unit. */
static bool try_doubled_part(tg_search *s, const tg_unit *u, tg_step taken, size_t next, uint32_t state)
{
    uint32_t parts[3] = {u->code_point, u->code_point, u->repeat == 3 ? u->code_point : 0};
    taken.how = TG_HOW_SPLIT;
    return u->repeat > 3 || try_parts(s, parts, taken, next, state);
}

/* A character taken apart into this unit and the next one or two. */
static bool try_split(tg_search *s, const tg_unit *u, tg_step taken, size_t next, uint32_t state)
{
    const tg_unit *second = tg_unit_at(&s->units, next), *third = tg_unit_at(&s->units, next + 1);
    if (u->repeat > 1 && u->kind == TG_KIND_HAN)
        return try_doubled_part(s, u, taken, next, state);
    if (!second || !tg_has_key(s->guises, tg_han_key(TG_HAN_NEIGHBOURS, TG_HAN_RELATIONS, u->trait, second->trait, 0)))
        return true;
    uint32_t parts[3] = {u->code_point, second->code_point, 0};
    taken.how = u->kind == TG_KIND_HAN ? TG_HOW_SPLIT : TG_HOW_LEET;
    for (size_t count = 2; count <= 3; count++) {
        if (count == 3 && !third)
            break;
        parts[2] = count == 3 ? third->code_point : 0;
        taken.span = (uint8_t)count;
        if (!try_parts(s, parts, taken, next + count - 1, state))
            return false;
    }
    return true;
}

/* Pinyin begins words, or follows pinyin and Han characters. */
static bool may_be_pinyin(const tg_search *s)
{
    if (!(s->guises->flags & TG_GUISES_SOUND))
        return false;
    if (s->path.count == 0)
        return true;
    const tg_step *last = &s->path.steps[s->path.count - 1];
    return last->how == TG_HOW_PINYIN || s->units.items[last->unit].kind == TG_KIND_HAN;
}

/* Letters that spell syllables: each is what its characters are. */
static bool try_pinyin(tg_search *s, tg_step taken, uint32_t state)
{
    char letters[TG_SYLLABLE_ROOM];
    uint32_t spelling = 0;
    size_t length = 0;
    taken.how = TG_HOW_PINYIN;
    for (size_t at = taken.unit; length < TG_SYLLABLE_ROOM - 1; at++) {
        const tg_unit *u = tg_unit_at(&s->units, at);
        if (!u || u->code_point - 'a' >= 26 || u->repeat > 1)
            break;
        letters[length++] = (char)u->code_point;
        spelling = tg_spell(spelling, u->code_point);
        if (!tg_is_spelt(s->guises, spelling) ||
            !tg_has_key(s->guises, tg_han_key(TG_HAN_SPELT, TG_HAN_RELATIONS, spelling, 0, 0)))
            continue;
        uint32_t syllable = tg_syllable_find(s->guises, letters, length);
        taken.span = (uint8_t)length;
        for (uint32_t m = s->guises->member_starts[syllable]; m < s->guises->member_starts[syllable + 1]; m++)
            if (!step(s, taken, at + 1, child(s, state, s->guises->members[m])))
                return false;
    }
    return true;
}

/* As many letters as the signs hide. */
static bool try_mask(tg_search *s, tg_step taken, size_t next, uint32_t state, unsigned hidden)
{
    taken.how = TG_HOW_MASK;
    for (size_t i = 0; i < 26; i++) {
        uint32_t to = child(s, state, s->letters[i]);
        if (!to)
            continue;
        if (hidden == 1) {
            if (!step(s, taken, next, to))
                return false;
            continue;
        }
        if (s->steps_left == 0 || s->path.count == TG_PATH_LONGEST)
            return false;
        s->steps_left--;
        tg_step more = taken;
        more.gap = 0;
        push(&s->path, taken);
        bool goes_on = try_mask(s, more, next, to, hidden - 1);
        s->path.count--;
        if (!goes_on)
            return false;
    }
    return true;
}

/* Whether a character or a letter may begin with this part of it. */
static bool may_be_part(const tg_unit *u)
{
    return u->kind == TG_KIND_HAN || u->code_point == 'c' || u->code_point == 'r' || u->code_point == '|' ||
           u->code_point == '(' || u->code_point == '\\';
}

/* Signs hide letters behind letters only. */
static bool is_behind_letter(const tg_search *s, tg_step taken)
{
    return taken.gap == 0 && s->units.items[s->path.steps[s->path.count - 1].unit].kind != TG_KIND_HAN;
}

/* Two neighbours the other way round. */
static bool try_swap(tg_search *s, const tg_unit *u, tg_step taken, size_t next, uint32_t state)
{
    const tg_unit *second = tg_unit_at(&s->units, next);
    if (!second || u->repeat > 1 || second->repeat > 1 || second->kind != u->kind || second->symbol == u->symbol)
        return true;
    uint32_t between = child(s, state, second->symbol);
    if (!between || s->path.count == TG_PATH_LONGEST)
        return true;
    tg_step first = {.unit = (uint8_t)next, .span = 1, .how = TG_HOW_SWAP, .gap = taken.gap};
    taken.how = TG_HOW_SWAP;
    taken.gap = 0;
    push(&s->path, first);
    bool goes_on = step(s, taken, next + 1, child(s, between, u->symbol));
    s->path.count--;
    return goes_on;
}

/* Everything that unit `at` may be the next symbol as. */
static bool consume(tg_search *s, size_t at, uint8_t gap, uint32_t state)
{
    const tg_unit *u = &s->units.items[at];
    tg_step taken = {.unit = (uint8_t)at, .span = 1, .how = TG_HOW_SELF, .gap = gap};
    size_t next = at + 1;
    unsigned before = seen(&s->path);
    if (gap && before & (SEEN_MASK | SEEN_SWAP) && (before & SEEN_MASK || u->kind != TG_KIND_HAN))
        return true;
    if (!step(s, taken, next, child(s, state, u->symbol)))
        return false;
    if (u->begin < s->plain_until || before & SEEN_SWAP)
        return true;
    if (!try_guises(s, u, taken, next, state))
        return false;
    if (u->kind == TG_KIND_HAN && !try_members(s, u, taken, next, state))
        return false;
    if (may_be_part(u) && !try_split(s, u, taken, next, state))
        return false;
    if (u->kind == TG_KIND_LETTER && may_be_pinyin(s) && !try_pinyin(s, taken, state))
        return false;
    bool may_swap = (u->kind == TG_KIND_HAN || u->kind == TG_KIND_LETTER) && !(before & (SEEN_GUISE | SEEN_MASK));
    if (may_swap && !try_swap(s, u, taken, next, state))
        return false;
    bool is_mask = s->path.count && !(before & SEEN_GAP) && u->kind != TG_KIND_LETTER && u->repeat <= TG_HIDDEN &&
                   tg_is_mask(u->code_point);
    return !is_mask || !is_behind_letter(s, taken) || try_mask(s, taken, next, state, u->repeat);
}

/* How often the last unit of the path was taken already. */
static size_t times_taken(const tg_path *path)
{
    size_t times = 0;
    while (times < path->count && path->steps[path->count - 1 - times].unit == path->steps[path->count - 1].unit)
        times++;
    return times;
}

/* Goes on from a state with the unit of that number, or one behind noise. */
static bool expand(tg_search *s, size_t unit, uint32_t state)
{
    if (s->path.count) {
        const tg_step *last = &s->path.steps[s->path.count - 1];
        if (last->span == 1 && last->unit + 1u == unit && times_taken(&s->path) < s->units.items[last->unit].repeat &&
            !consume(s, last->unit, 0, state))
            return false;
        tg_step blank = {.unit = last->unit, .span = last->span, .how = TG_HOW_BLANK};
        if (last->how != TG_HOW_BLANK && !step(s, blank, unit, child(s, state, s->blank)))
            return false;
    }
    uint8_t gap = 0;
    for (size_t at = unit; at <= unit + TG_PATH_GAP; at++) {
        const tg_unit *u = tg_unit_at(&s->units, at);
        if (!u)
            return true;
        if (!consume(s, at, gap, state))
            return false;
        if (!s->path.count || !is_skipped((tg_kind)u->kind))
            return true;
        gap |= tg_gap_of((tg_kind)u->kind);
    }
    return true;
}

void tg_search_init(tg_search *s, const tg_guises *guises, const tg_fold *fold, const tg_lane *lane,
                    const tg_automaton *automaton, const char *strings)
{
    *s = (tg_search){.fold = fold, .lane = lane, .guises = guises, .automaton = automaton, .strings = strings};
    tg_units_init(&s->units, guises, fold, lane);
    uint16_t symbols[2];
    for (uint32_t i = 0; i < 26; i++)
        s->letters[i] = tg_lane_spell(lane, 'a' + i, symbols) == 1 ? symbols[0] : TG_SYMBOL_OTHER;
    s->blank = tg_lane_spell(lane, ' ', symbols) == 1 ? symbols[0] : TG_SYMBOL_OTHER;
}

void tg_search_from(tg_search *s, size_t unit, size_t plain_until)
{
    s->plain_until = plain_until;
    s->steps_left = STEPS;
    s->path.count = 0;
    const tg_unit *u = tg_unit_at(&s->units, unit);
    if (!u || ((u->kind == TG_KIND_SPACE || u->kind == TG_KIND_BREAK || u->kind == TG_KIND_STOP) && !u->guise))
        return;
    expand(s, unit, 0);
}

