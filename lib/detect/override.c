/* Bidirectional overrides: controls that show letters in an order which is not theirs, so that a reader sees another text
 * than a program does. */
#include "detect/invisible.h"

enum { OPEN = 125 }; /* bidirectional controls inside one another (Unicode's limit) */

static const tg_message bidi = {"invisible.bidi", "invisible:bidi",
                                "A bidirectional override shows this text in another order than its characters have.",
                                TG_SEVERITY_MEDIUM, TG_TRICK_BIDI};

/* The controls that are open, as Unicode's bidirectional algorithm keeps them. */
typedef struct open_controls {
    char kinds[OPEN]; /* 'E' embedding, 'I' isolate, 'L' and 'R' override */
    size_t count, overflow, overrides;
} open_controls;

static void open_control(open_controls *o, char kind)
{
    if (o->count == OPEN) {
        o->overflow++;
        return;
    }
    o->kinds[o->count++] = kind;
    o->overrides += kind == 'L' || kind == 'R';
}

static void close_control(open_controls *o)
{
    char kind = o->kinds[--o->count];
    o->overrides -= kind == 'L' || kind == 'R';
}

static void close_isolate(open_controls *o)
{
    size_t depth = o->count;
    while (depth > 0 && o->kinds[depth - 1] != 'I')
        depth--;
    while (depth > 0 && o->count >= depth)
        close_control(o);
}

/* Follows a control; false if the character is none. */
static bool follow(open_controls *o, uint32_t c)
{
    if (c == 0x202A || c == 0x202B)
        open_control(o, 'E');
    else if (c == 0x202D || c == 0x202E)
        open_control(o, c == 0x202D ? 'L' : 'R');
    else if (c >= 0x2066 && c <= 0x2068)
        open_control(o, 'I');
    else if (c == 0x2069)
        close_isolate(o);
    else if (c == 0x202C && o->overflow)
        o->overflow--;
    else if (c == 0x202C && o->count && o->kinds[o->count - 1] != 'I')
        close_control(o);
    else
        return c == 0x202C;
    return true;
}

static bool is_moved(const open_controls *o, uint32_t c)
{
    tg_glyph kind = tg_glyph_of(c);
    char top = o->count ? o->kinds[o->count - 1] : 'E';
    if (top == 'R')
        return tg_glyph_in(kind, TG_GLYPHS_PLAIN | TG_GLYPH_BIT(TG_GLYPH_OTHER));
    return top == 'L' && kind == TG_GLYPH_RTL;
}

/* An override reaches to its end or that of the paragraph. It is told if it puts two characters or more in another order. */
tg_status tg_look_at_override(tg_look *l, size_t begin)
{
    open_controls o = {.count = 0};
    size_t at = begin, moved = 0;
    if (begin < l->overrides_done)
        return TG_OK;
    do {
        uint32_t c;
        size_t n = tg_utf8_decode(l->text + at, l->length - at, &c);
        if (c == '\n' || c == '\r' || c == 0x85 || c == 0x2029)
            break;
        if (!follow(&o, c))
            moved += is_moved(&o, c);
        at += n;
    } while (o.overrides && at < l->length);
    l->overrides_done = at;
    return moved >= 2 ? tg_add_look(l, &bidi, (tg_range){begin, at}, bidi.note) : TG_OK;
}
