/* Reading units; see unit.h. */
#include "guise/unit.h"

#include "base/utf8.h"

enum { OVERRIDE_RIGHT_TO_LEFT = 0x202E, POP_DIRECTION = 0x202C };

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool tg_is_percent_encoded(const char *text, size_t length, size_t at)
{
    return length - at >= 3 && text[at] == '%' && hex_digit(text[at + 1]) >= 2 && hex_digit(text[at + 2]) >= 0;
}

/* Reads a character written as %XX… ; 0 if there is none. */
static size_t decode_percent(const char *text, size_t length, size_t at, uint32_t *code_point)
{
    unsigned char bytes[4];
    size_t count = 0, end = at;
    while (count < sizeof bytes && end < length && tg_is_percent_encoded(text, length, end)) {
        bytes[count++] = (unsigned char)(hex_digit(text[end + 1]) << 4 | hex_digit(text[end + 2]));
        end += 3;
    }
    if (count == 0)
        return 0;
    size_t taken = tg_utf8_decode(bytes, count, code_point);
    return *code_point == TG_REPLACEMENT ? 0 : 3 * taken;
}

static bool is_same(const tg_unit *a, const tg_unit *b)
{
    return a->code_point == b->code_point && a->kind == b->kind && !((a->tricks ^ b->tricks) & TG_TRICK_BIDI);
}

static void append(tg_units *units, const tg_unit *unit)
{
    tg_unit *last = units->count ? &units->items[units->count - 1] : NULL;
    if (last && is_same(last, unit) && last->repeat < TG_UNIT_REPEAT) {
        last->end = unit->end;
        last->tricks |= unit->tricks;
        last->repeat++;
        return;
    }
    units->items[units->count++] = *unit;
}

static uint16_t symbol_of(const tg_units *units, uint32_t code_point)
{
    uint16_t symbols[2];
    uint32_t symbol = tg_lane_entry(units->lane, code_point);
    if (symbol < TG_SYMBOL_DIRECT)
        return (uint16_t)symbol;
    return tg_lane_spell(units->lane, code_point, symbols) == 1 ? symbols[0] : TG_SYMBOL_OTHER;
}

/* Appends a character: one unit, or those of what it folds to. A sign that would be several letters (℡, ㎏) stays one. */
static void append_character(tg_units *units, uint32_t code_point, size_t begin, size_t end, uint32_t tricks)
{
    uint32_t entry = tg_fold_entry(units->fold, code_point), raw = tg_trait_of(units->guises, code_point);
    tg_unit unit = {.begin = (uint32_t)begin, .end = (uint32_t)end, .repeat = 1, .tricks = tricks};
    unit.tricks |= entry & TG_FOLD_WIDTH ? (uint32_t)TG_TRICK_WIDTH : 0;
    unit.tricks |= entry & TG_FOLD_VARIANT ? (uint32_t)TG_TRICK_VARIANT : 0;
    bool has_guise = !(raw & TG_TRAIT_HAN) && raw >> TG_TRAIT_GUISE_SHIFT;
    uint32_t sequence[1] = {code_point};
    const uint32_t *folded = sequence;
    size_t count = 1;
    if ((entry & TG_FOLD_KIND_MASK) == TG_FOLD_ONE) {
        sequence[0] = (code_point + entry) & TG_FOLD_VALUE_MASK;
    } else if ((entry & TG_FOLD_KIND_MASK) == TG_FOLD_SEQUENCE && tg_trait_kind(raw) != TG_KIND_SIGN && !has_guise) {
        folded = units->fold->sequences + (entry & TG_FOLD_VALUE_MASK);
        count = *folded++;
    }
    for (size_t i = 0; i < count && units->count < TG_UNITS; i++) {
        unit.code_point = folded[i] & 0xFFFFFF;
        if (unit.code_point >= TG_CODE_POINTS)
            unit.code_point = TG_REPLACEMENT;
        unit.trait = tg_trait_of(units->guises, unit.code_point);
        unit.kind = (uint8_t)tg_trait_kind(tg_trait_kind(raw) == TG_KIND_SIGN ? raw : unit.trait);
        unit.symbol = symbol_of(units, unit.code_point);
        uint32_t trait = has_guise ? raw : unit.trait;
        unit.guise = trait & TG_TRAIT_HAN ? 0 : trait >> TG_TRAIT_GUISE_SHIFT;
        if (tg_is_numeral(trait))
            unit.guise = tg_han_guise_of(units->guises, unit.code_point);
        append(units, &unit);
    }
}

void tg_units_init(tg_units *units, const tg_guises *guises, const tg_fold *fold, const tg_lane *lane)
{
    units->guises = guises;
    units->fold = fold;
    units->lane = lane;
    for (uint32_t c = 0; guises->flags && c < 128; c++) {
        tg_units_open(units, NULL, 0);
        append_character(units, c, 0, 0, 0);
        units->ascii[c] = units->items[0];
    }
}

void tg_units_start(tg_units *units, size_t at)
{
    size_t low = 0, count = (size_t)(units->items - units->kept) + units->count, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (units->kept[middle].begin < at)
            low = middle + 1;
        else
            high = middle;
    }
    bool is_kept = low < count && units->kept[low].begin == at && low + TG_UNITS <= TG_UNITS_KEPT && !units->is_turned &&
                   !(units->kept[low].tricks & TG_TRICK_INVISIBLE); /* that is before it */
    units->items = units->kept + (is_kept ? low : 0);
    units->count = is_kept ? count - low : 0;
    units->limit = units->length - at > TG_UNITS_SPAN ? at + TG_UNITS_SPAN : units->length;
    if (is_kept)
        return;
    units->next = at;
    units->pending = 0;
    units->is_turned = false;
}

static void reverse(tg_unit *items, size_t count)
{
    for (size_t i = 0; i + 1 < count - i; i++) {
        tg_unit unit = items[i];
        items[i] = items[count - 1 - i];
        items[count - 1 - i] = unit;
    }
}

/* Reads the next character of the text. Returns false at its end. *code_point is that of a character that is no unit by
 * itself, or 0. */
static bool read_one(tg_units *units, uint32_t tricks, uint32_t *code_point)
{
    const unsigned char *p = (const unsigned char *)units->text;
    size_t begin = units->next;
    if (begin >= units->limit)
        return false;
    if (p[begin] < 0x80 && p[begin] >= ' ' && p[begin] != '%') {
        tg_unit unit = units->ascii[p[begin]];
        unit.begin = (uint32_t)begin;
        unit.end = (uint32_t)++units->next;
        unit.tricks = tricks | units->pending;
        units->pending = *code_point = 0;
        append(units, &unit);
        return true;
    }
    size_t taken = p[begin] == '%' ? decode_percent(units->text, units->length, begin, code_point) : 0;
    if (taken)
        tricks |= TG_TRICK_MARKUP;
    else
        taken = tg_utf8_decode(p + begin, units->length - begin, code_point);
    units->next += taken;
    tg_kind kind = tg_trait_kind(tg_trait_of(units->guises, *code_point));
    tg_unit *last = units->count ? &units->items[units->count - 1] : NULL;
    if (kind == TG_KIND_DROPPED) {
        units->pending = last ? (uint32_t)TG_TRICK_INVISIBLE : 0;
    } else if (kind == TG_KIND_MARK) {
        if (last) {
            last->tricks |= TG_TRICK_MARKS;
            last->end = (uint32_t)units->next;
        }
    } else if (kind != TG_KIND_BIDI) {
        append_character(units, *code_point, begin, units->next, tricks | units->pending);
        units->pending = 0;
        *code_point = 0;
    }
    return true;
}

/* Reads what follows an override, to its end, that of the line, or the limit; and turns it round. */
static void read_overridden(tg_units *units)
{
    size_t first = units->count;
    uint32_t code_point = 0;
    units->is_turned = true;
    while (units->count < TG_UNITS && code_point != POP_DIRECTION &&
           (units->count == first || units->items[units->count - 1].kind != TG_KIND_BREAK))
        if (!read_one(units, TG_TRICK_BIDI, &code_point))
            break;
    reverse(units->items + first, units->count - first);
}

bool tg_units_read(tg_units *units, size_t number)
{
    while (units->count <= number + 1 && units->count < TG_UNITS) { /* one more, so that repetitions are complete */
        uint32_t code_point;
        if (!read_one(units, 0, &code_point))
            break;
        if (code_point == OVERRIDE_RIGHT_TO_LEFT)
            read_overridden(units);
    }
    return number < units->count && number < TG_UNITS;
}
