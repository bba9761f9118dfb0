/* Which numbers a field has: every sequence of its words that fits the shape of a kind is weighed by how it is
 * divided, by its check, by the words around it and by what it is joined with. */
#include <string.h>

#include "detect/privacy.h"

enum { DOUBT = 30, AGAINST = 45 }; /* percent that odd division and words against it cost */

/* A sequence of words put together. */
typedef struct candidate {
    size_t first, last;                /* words */
    char text[TG_NUMBER_MOST + 1];
    bool divided[TG_NUMBER_MOST + 1];  /* something stands before this character */
    size_t length;
    bool spaced;                       /* each character by itself */
    bool odd;                          /* divided here and there */
    char separator;                    /* between all of them; 0: several, or none */
    tg_range range;
} candidate;

typedef enum division { WHOLE, PARTLY, GROUPED, WRONG } division;

static bool fits(char wanted, char c)
{
    switch (wanted) {
    case '9': return tg_is_digit(c);
    case 'a': return !tg_is_digit(c);
    case 'x': return true;
    default: return wanted == c;
    }
}

/* How the candidate is divided, compared with a shape that its characters fit. */
static division compare_shape(const candidate *c, const tg_privacy_kind *kind, const char *shape)
{
    size_t i = 0, places = 0, used = 0;
    bool strange = false, pending = false;
    for (; *shape && *shape != '|'; shape++) {
        char wanted = *shape;
        if (wanted == '*')
            continue;
        if (wanted == '-' || wanted == '=' || wanted == '/' || wanted == '+') {
            pending = true;
            places++;
            used += c->divided[i];
            if ((wanted != '-' && !c->divided[i]) || ((wanted == '/' || wanted == '+') && c->separator != wanted))
                return WRONG;
            continue;
        }
        strange |= i && c->divided[i] && !pending;
        pending = false;
        i++;
    }
    for (; i < c->length; i++)
        strange |= c->divided[i];
    if (strange)
        return kind->loose || c->spaced ? PARTLY : WRONG;
    return used == 0 ? WHOLE : used == places ? GROUPED : PARTLY;
}

static bool fits_shape(const char *shape, const char *text, size_t length)
{
    size_t i = 0;
    for (; *shape && *shape != '|'; shape++) {
        if (*shape == '*')
            return true;
        if (strchr("-=/+", *shape))
            continue;
        if (i == length || !fits(*shape, text[i++]))
            return false;
    }
    return i == length;
}

/* Shapes by the number of their characters, so that a candidate is compared with few. */
void tg_privacy_sort_shapes(tg_privacy_shapes *shapes)
{
    uint16_t count = 0;
    for (size_t length = 0; length <= TG_NUMBER_MOST; length++) {
        shapes->starts[length] = count;
        for (size_t i = 0; i < tg_privacy_kind_count; i++)
            for (const char *shape = tg_privacy_kinds[i].shape; shape; shape = strchr(shape, '|') ? strchr(shape,
                '|') + 1 : NULL) {
                size_t n = 0;
                bool any = false;
                uint64_t digits = 0;
                for (const char *s = shape; *s && *s != '|'; s++) {
                    any |= *s == '*';
                    if (strchr("-=/+*", *s))
                        continue;
                    digits |= (uint64_t)(tg_is_digit(*s)) << n;
                    n++;
                }
                if (count < TG_PRIVACY_SHAPES && (n == length || (any && length > n)))
                    shapes->rows[count++] = (tg_privacy_shape){shape, digits, (uint8_t)i};
            }
    }
    shapes->starts[TG_NUMBER_MOST + 1] = count;
}

bool tg_privacy_is(const char *name, const char *text, size_t length)
{
    char number[TG_NUMBER_MOST + 1] = {0};
    if (length > TG_NUMBER_MOST)
        return false;
    memcpy(number, text, length);
    for (size_t i = 0; i < tg_privacy_kind_count; i++) {
        const tg_privacy_kind *kind = &tg_privacy_kinds[i];
        if (strcmp(kind->name, name) != 0)
            continue;
        for (const char *shape = kind->shape; shape; shape = strchr(shape, '|') ? strchr(shape, '|') + 1 : NULL)
            if (fits_shape(shape, number, length) && (!kind->check || kind->check(number, length)))
                return true;
    }
    return false;
}

/* In percent; 0: it is not of this kind. */
static unsigned weigh(tg_privacy *p, const candidate *c, const tg_privacy_shape *row)
{
    const tg_privacy_kind *kind = &tg_privacy_kinds[row->kind];
    division d = fits_shape(row->shape, c->text, c->length) ? compare_shape(c, kind, row->shape) : WRONG;
    if (d == WRONG || (kind->check && !kind->check(c->text, c->length)))
        return 0;
    if (d == PARTLY && kind->loose && c->separator == '.' && strcmp(kind->category, "privacy.phone") != 0)
        return 0; /* an address, a version */
    uint64_t near = tg_context_near(p, c->range, kind->context);
    unsigned confidence = d == GROUPED ? kind->grouped : kind->plain;
    if (near & kind->context)
        confidence = kind->named;
    else if (near & TG_CONTEXT_BIT(OTHER) && confidence < 95)
        confidence = confidence > AGAINST ? confidence - AGAINST : 0;
    bool doubtful = d == PARTLY && c->odd && !(near & kind->context);
    return doubtful ? (confidence > DOUBT ? confidence - DOUBT : 0) : confidence;
}

static bool is_tight(char separator)
{
    return separator == '.' || separator == '-' || separator == '_';
}

/* Whether the candidate is a piece of something longer: 2.3.4.5 in v1.2.3.4.5, digits before a decimal point. */
static bool is_piece(const tg_privacy *p, const candidate *c)
{
    const tg_field *f = &p->field;
    const tg_field_word *first = &f->words[c->first], *next = &f->words[c->last + 1];
    if (c->first > 0 && first->gap <= 1) {
        const tg_field_word *before = first - 1;
        bool letters = !before->digits && !tg_is_digit(f->chars[before->first + before->length - 1]);
        if (first->before == '_' || (is_tight(first->before) && !letters))
            return true;
    } else if (c->first == 0 && (first->before == '_' || first->before == '.') && first->gap && first->first == 0 &&
               f->begin[0] > 1 && tg_is_digit((char)p->text[f->begin[0] - 2])) {
        return true;
    }
    if (c->last + 1 < f->word_count)
        return next->gap == 1 && is_tight(next->before) && (tg_is_digit(f->chars[next->first]) || next->before == '_') &&
               !(next->before == '-' && next->length <= 5 && c->length >= 10 && c->length <= 12); /* an extension */
    return f->behind == '@' || (f->behind == '_');
}

static bool gather(const tg_privacy *p, candidate *c, size_t first, size_t last)
{
    const tg_field *f = &p->field;
    bool single = true, pairs = true;
    char separator = 0;
    memset(c->divided, 0, sizeof c->divided);
    *c = (candidate){.first = first, .last = last};
    for (size_t i = first; i <= last; i++) {
        const tg_field_word *w = &f->words[i];
        if (c->length + w->length > TG_NUMBER_MOST)
            return false;
        c->divided[c->length] = i > first && w->gap > 0;
        memcpy(c->text + c->length, f->chars + w->first, w->length);
        c->length += w->length;
        single &= w->length == 1;
        pairs &= w->length <= 2;
        if (i > first && w->gap)
            separator = i == first + 1 || separator == w->before ? w->before : '\1';
    }
    const tg_field_word *a = &f->words[first], *z = &f->words[last];
    c->text[c->length] = 0;
    c->spaced = single && last > first;
    c->odd = last > first && !single && separator != '-' && !(pairs && separator != ' ');
    c->separator = separator == '\1' ? 0 : separator;
    c->range = (tg_range){f->begin[a->first], f->end[z->first + z->length - 1]};
    return true;
}

static uint32_t tricks_of(const tg_privacy *p, const candidate *c)
{
    const tg_field *f = &p->field;
    uint32_t tricks = c->spaced ? TG_TRICK_NOISE : 0u;
    const tg_field_word *z = &f->words[c->last];
    for (size_t i = f->words[c->first].first; i < (size_t)z->first + z->length; i++)
        tricks |= f->tricks[i];
    return tricks;
}

/* 京A·12345: a province, a letter, five or six letters and digits. */
static bool is_plate(const tg_privacy *p, const candidate *c)
{
    static const char provinces[] = "京津沪渝冀晋辽吉黑苏浙皖闽赣鲁豫鄂湘粤琼川贵云陕甘青蒙桂宁新藏使领";
    size_t digits = 0;
    if (c->length < 6 || c->length > 7 || tg_is_digit(c->text[0]) || c->range.begin < 3 || c->range.begin < p->found + 3 ||
        strpbrk(c->text, "IO"))
        return false;
    for (size_t i = 1; i < c->length; i++) {
        digits += tg_is_digit(c->text[i]);
        if (c->divided[i] && i != 1)
            return false;
    }
    for (size_t i = 0; i + 3 < sizeof provinces; i += 3)
        if (memcmp(provinces + i, p->text + c->range.begin - 3, 3) == 0)
            return digits >= 3;
    return false;
}

static const tg_privacy_kind plate = {.name = "plate.cn", .category = "privacy.plate", .title = "Chinese number plate"};
static const tg_privacy_kind world = {.name = "phone.world", .category = "privacy.phone", .title = "telephone number"};

/* A parenthesis or a plus before a telephone number, and the parenthesis behind (7) are part of it. */
static tg_range whole_range(const tg_privacy *p, const candidate *c, const tg_privacy_kind *kind)
{
    tg_range range = c->range;
    bool phone = strcmp(kind->category, "privacy.phone") == 0;
    if (kind == &plate)
        range.begin -= 3;
    unsigned char before = range.begin ? p->text[range.begin - 1] : 0;
    if (phone && range.begin > p->found && (before == '+' || (before == '(' && memchr(p->text + range.begin, ')',
        range.end - range.begin))))
        range.begin--;
    if (range.begin > p->found && phone && p->text[range.begin] == '(' && range.begin > 1 && p->text[range.begin - 1] ==
        '+')
        range.begin--;
    if (range.end < p->length && p->text[range.end] == ')' && p->field.words[c->last].before == '(')
        range.end++;
    return range;
}

/* A plus says that the calling code follows. */
static unsigned with_plus(const tg_privacy *p, const candidate *c)
{
    const tg_field_word *w = &p->field.words[c->first];
    bool plus = w->before == '+' || (w->first == 0 && p->field.begin[0] > 1 && p->text[p->field.begin[0] - 1] == '(' &&
                                     p->text[p->field.begin[0] - 2] == '+');
    bool digits = strspn(c->text, "0123456789") == c->length;
    if (digits && c->length > 10 && memcmp(c->text, "00", 2) == 0)
        return tg_check_phone_world(c->text + 2, c->length - 2) ? 70 : 0;
    if (memcmp(c->text, "861", 3) == 0 && c->text[3] >= '3')
        return 0; /* China has a row of its own */
    return plus && digits && tg_check_phone_world(c->text, c->length) ? 92 : 0;
}

static const tg_privacy_kind *judge(tg_privacy *p, const candidate *c, unsigned *confidence)
{
    const tg_privacy_kind *best = NULL;
    *confidence = with_plus(p, c);
    if (*confidence)
        best = &world;
    if (is_plate(p, c)) {
        *confidence = 90;
        return &plate;
    }
    const tg_privacy_shapes *shapes = &p->work->shapes;
    uint64_t digits = 0;
    for (size_t i = 0; i < c->length; i++)
        digits |= (uint64_t)tg_is_digit(c->text[i]) << i;
    for (size_t i = shapes->starts[c->length]; i < shapes->starts[c->length + 1]; i++) {
        const tg_privacy_shape *row = &shapes->rows[i];
        unsigned found = (row->digits & digits) == row->digits ? weigh(p, c, row) : 0;
        if (found > *confidence) {
            *confidence = found;
            best = &tg_privacy_kinds[row->kind];
        }
    }
    return best;
}

tg_status tg_field_judge(tg_privacy *p)
{
    enum { MOST_WORDS = 22 };
    const tg_field *f = &p->field;
    for (size_t first = 0; first < f->word_count;) {
        candidate best = {0}, c;
        const tg_privacy_kind *kind = NULL;
        unsigned confidence = TG_PRIVACY_TOLD - 1;
        for (size_t last = first; last < f->word_count && last < first + MOST_WORDS && gather(p, &c, first, last); last++) {
            unsigned found;
            const tg_privacy_kind *k = c.length >= 5 && !is_piece(p, &c) ? judge(p, &c, &found) : NULL;
            if (k && found >= confidence + !kind) {
                best = c;
                kind = k;
                confidence = found;
            }
        }
        if (!kind) {
            first++;
            continue;
        }
        char rule[40] = "privacy:";
        strncat(rule, kind->name, sizeof rule - 10);
        tg_secret secret = {rule, kind->category, kind->title, confidence, tricks_of(p, &best), false};
        tg_status status = tg_privacy_add(p, whole_range(p, &best, kind), &secret);
        if (status != TG_OK)
            return status;
        first = best.last + 1;
    }
    return TG_OK;
}
