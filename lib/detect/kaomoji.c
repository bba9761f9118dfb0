/* Faces drawn with characters, by a grammar: eyes around a mouth, in brackets or bare, with brows, tears, arms and what is
 * thrown. What they say is what their parts say together. Those that lie on their side are in smileys.c. Each look goes no
 * further than some dozen characters, so that a text is read in linear time. */
#include "detect/faces.h"

enum { PART_EYE = 1, PART_MOUTH = 2, PART_BROW = 4, PART_OTHER = 8 };

typedef struct part {
    uint32_t code_point;
    uint8_t roles, tone, strength;
} part;

#include "detect/kaomoji.inc"

enum {
    MOST_PARTS = 24, /* characters of a face in brackets */
    DECIDED = 3      /* strength from which on a face says what its parts say */
};

static const part *part_of(uint32_t c)
{
    size_t low = 0, high = sizeof parts / sizeof *parts;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (parts[middle].code_point < c)
            low = middle + 1;
        else
            high = middle;
    }
    return low < sizeof parts / sizeof *parts && parts[low].code_point == c ? &parts[low] : NULL;
}

static bool is_one_of(uint32_t c, const uint32_t *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (list[i] == c)
            return true;
    return false;
}

/* ---- what the parts say ---- */

typedef struct saying {
    int votes[TG_TONE_NEUTRAL + 1];
} saying;

static void hear(saying *s, const part *p)
{
    s->votes[p->tone] += p->strength;
}

static void conclude(const saying *s, tg_face *face)
{
    static const tg_tone_kind order[] = {TG_TONE_ANGER, TG_TONE_SADNESS, TG_TONE_JOY, TG_TONE_SURPRISE,
                                         TG_TONE_FEAR, TG_TONE_DISGUST};
    face->tone = TG_TONE_NEUTRAL;
    face->weight = TG_FACE_ORDINARY;
    int best = DECIDED - 1;
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        if (s->votes[order[i]] > best) {
            face->tone = order[i];
            best = s->votes[order[i]];
        }
}

/* ---- in brackets ---- */

typedef struct drawn {
    uint32_t characters[MOST_PARTS]; /* without blanks */
    const part *parts[MOST_PARTS];
    size_t count;
} drawn;

static bool is_opening(uint32_t c)
{
    return c == '(' || c == 0xFF08 || c == 0x295 /* ʕ */;
}

static bool is_closing(uint32_t c)
{
    return c == ')' || c == 0xFF09 || c == 0x294 /* ʔ */;
}

/* Reads up to the closing bracket: nothing but parts of faces. */
static bool read_parts(const char *text, size_t length, size_t at, drawn *d, size_t *end)
{
    d->count = 0;
    for (size_t n; d->count < MOST_PARTS; at += n) {
        uint32_t c;
        n = tg_face_next(text, length, at, &c);
        if (n && is_closing(c)) {
            *end = at + n;
            return d->count > 0;
        }
        const part *p = n ? part_of(c) : NULL;
        if (!p)
            return false;
        if (c == ' ' || c == 0x3000 || c == 0xA0)
            continue;
        d->characters[d->count] = c;
        d->parts[d->count++] = p;
    }
    return false;
}

static bool is_mirrored(uint32_t a, uint32_t b)
{
    static const uint32_t pairs[][2] = {
        {'>', '<'}, {0xFF1E, 0xFF1C}, {0x2267, 0x2266}, {0x256F, 0x2570}, {0x25DE, 0x25DF}, {0x2032, 0x2035},
        {0x300B, 0x300A},
        {0xB4, 0xFF40}, {0xB4, '`'}, {'`', 0xB4}, {0xFF40, 0xB4}, {0xD2, 0xD3}, {0xF2, 0xF3}, {'o', 'O'}, {'O', 'o'},
        {0x1452, 0x1455}, {'<', '>'}, {0x2D8, 0x2D8}, {0xB4, 0x2CB}, {0x2CA, 0x2CB}, {0x2035, 0x2032}, {0xFF9F, 0xB0},
        {0x301, 0x300}, {0x300, 0x301}, {0xBA, 0xB0}, {'o', '0'}, {0xB0, 'o'}, {'o', 0xB0},
        /* winks */
        {'^', '-'}, {'^', '~'}, {'^', '<'}, {0x2022, '-'}, {0x25D5, '-'},
        /* hidden behind hands */
        {0x30CE, '`'}, {0x30CE, '<'}, {0x3064, '`'}, {0x3064, '<'}, {0x3064, 0x2282}, {0x3063, 0x3C2}, {'/', 0xFF3C},
        {0xFF0D, 0x10DA}, {0x30CE, 0xFF40},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (a == pairs[i][0] && b == pairs[i][1])
            return true;
    return a == b;
}

/* Letters and signs that text has in brackets too: a face of nothing else has to be written just so. */
static bool is_common(uint32_t c)
{
    static const uint32_t others[] = {0x2019, 0x2018, 0x2014, 0x2013, 0xB0, 0x3002, 0xFF01, 0xFF1F, 0xFF0C, 0x4E00, 0x53E3,
                                      0x4E2A, 0x5FC3, 0x30FC, 0x2192, 0x2190, 0xD7, 0x2026};
    return (c > ' ' && c < 0x7F && c != '^' && c != '`') || is_one_of(c, others, sizeof others / sizeof *others);
}

/* Eyes that need no mouth. */
static bool is_wide_eye(uint32_t c)
{
    return c == '^' || c == 0xFF3E || c == '>' || c == 0xFF1E || c == 0x2267;
}

/* Whether something stands for an eye that hands hide. */
static bool is_hand(uint32_t c)
{
    return c == 0x30CE || c == 0x3064 || c == 0x3063 || c == '/' || c == 0x10DA;
}

/* Two eyes with something that may be a mouth between them, or side by side. Which: the pair that is farthest apart. */
static bool find_eyes(const drawn *d, size_t *left, size_t *right)
{
    for (size_t i = 0; i < d->count; i++) {
        if (!(d->parts[i]->roles & (PART_EYE | PART_BROW)))
            continue;
        for (size_t k = d->count - 1; k > i; k--) {
            if (!(d->parts[k]->roles & (PART_EYE | PART_BROW)) || !is_mirrored(d->characters[i], d->characters[k]))
                continue;
            bool mouth = k == i + 1 ? is_wide_eye(d->characters[i]) : false;
            for (size_t m = i + 1; m < k && !mouth; m++)
                mouth = (d->parts[m]->roles & (PART_MOUTH | PART_EYE)) != 0;
            if (mouth) {
                *left = i;
                *right = k;
                return true;
            }
        }
    }
    return false;
}

/* What a face says by more than its parts: brows that frown, tears, sweat. */
static void read_brows(const drawn *d, size_t left, size_t right, saying *s)
{
    bool frown = false, plead = false;
    for (size_t i = 0; i < d->count; i++) {
        uint32_t c = d->characters[i];
        bool grave = c == '`' || c == 0xFF40 || c == 0x2CB || c == 0x2035, acute = c == 0xB4 || c == 0x2CA || c == 0x2032;
        if (i <= left) {
            frown |= grave;
            plead |= acute;
        }
        if (i >= right && c == ';')
            s->votes[TG_TONE_SADNESS] += 1;
    }
    if (frown && !plead)
        s->votes[TG_TONE_ANGER] += 7;
    for (size_t i = left + 1; i < right; i++) {
        uint32_t c = d->characters[i];
        if ((plead || is_hand(d->characters[left])) && (c == 0x414 || c == 0x434))
            s->votes[TG_TONE_SADNESS] += 8;
        else if (plead && c == '_')
            s->votes[TG_TONE_SADNESS] += 4;
    }
    if (is_hand(d->characters[left]))
        s->votes[TG_TONE_SADNESS] += 3;
}

/* A face is not what a program or a formula has in brackets. */
static bool is_believable(const char *text, size_t from, size_t begin, const drawn *d, size_t left, size_t right)
{
    bool common = true, letters = false;
    for (size_t i = 0; i < d->count; i++) {
        common &= is_common(d->characters[i]);
        letters |= tg_face_word(d->characters[i]) && d->characters[i] != '_';
    }
    if (!common)
        return true;
    uint32_t before, eye = d->characters[left], mouth = d->characters[left + 1];
    tg_face_before(text, from, begin, &before);
    if (letters && tg_face_word(before))
        return false;
    if (right - left < 2 || d->count > 8)
        return false;
    if (mouth == '_' || mouth == 0x4E00)
        return !tg_face_word(before);
    if (eye == 'T' && (mouth == 'o' || mouth == '^' || mouth == '.'))
        return !tg_face_word(before);
    if (tg_face_word(eye) || eye == '.' || eye == '*' || eye == '+' || eye == '/' || eye == ',')
        return mouth == '.' && (eye | 0x20) == 'o' && before != ')' && d->count == 3 ? !tg_face_word(before) : false;
    static const uint32_t eyes[] = {'-', '=', '>', '<', ';', 0xB0, '$', '@'};
    return is_one_of(eye, eyes, sizeof eyes / sizeof *eyes) && !tg_face_word(before) &&
           (mouth == '.' || mouth == '-' || mouth == 'o' || mouth == 'w' || mouth == '3');
}

/* What stands before a face: arms, a shout of surprise, a gesture. */
static bool is_arm(uint32_t c)
{
    static const uint32_t arms[] = {0x30FD, 0x30FE, 0x256E, 0xFF3C, 0x30CE, 0x3065, 0x669, 0xFF89, 0xFF5E, 0x51F8, 0x3A3,
                                    0x2211, 0x10DA, 0x3063, 0x256D, 0x250C, 0x30D8};
    return is_one_of(c, arms, sizeof arms / sizeof *arms);
}

/* What stands behind one: arms, what flies, glitter. */
static bool is_company(uint32_t c)
{
    static const uint32_t company[] = {0xFE35, 0x5F61, 0xFF0F, 0x30CE, 0xFF89, 0x3064, 0x30C4, 0x3065, 0x256F, 0x256D,
                                       0x3063, 0x6F6, 0x648, 0x2727, 0x2606, 0xFE34, 0xFF5E, 0x51F8, 0x270C, 0x309E};
    return is_one_of(c, company, sizeof company / sizeof *company);
}

static bool is_table(const char *text, size_t length, size_t at)
{
    uint32_t c;
    tg_face_next(text, length, at, &c);
    return c == 0x253B || c == 0x2501 || c == 0x2534;
}

/* Arms, tables, sweat and signs before and behind the brackets belong to the face. */
static void take_company(const char *text, size_t length, size_t from, tg_face *face, saying *s)
{
    uint32_t c;
    for (size_t i = 0, n; i < 6; i++) {
        n = tg_face_before(text, from, face->begin, &c);
        const part *p = n ? part_of(c) : NULL;
        if (c == '(' || c == 0xFF08) {
            s->votes[TG_TONE_FEAR] += i ? 4 : 1;
        } else if (c == 0x3A3 || c == 0x2211) {
            s->votes[TG_TONE_SURPRISE] += 5;
        } else if (c == '\\' || c == 'o' || c == 'O' || c == 'd' || c == 'b' || c == '~' || c == 'w') {
            uint32_t further;
            tg_face_before(text, from, face->begin - n, &further);
            if (tg_face_word(further))
                break;
        } else if (c == 0x51F8) {
            s->votes[TG_TONE_ANGER] += 8;
        } else if (!is_arm(c) || !n) {
            break;
        } else if (p) {
            hear(s, p);
        }
        face->begin -= n;
    }
    for (size_t i = 0, n; i < 8; i++) {
        n = tg_face_next(text, length, face->end, &c);
        if (c == ')' || c == 0xFF09) {
            s->votes[TG_TONE_FEAR] += i ? 2 : 0;
        } else if (is_table(text, length, face->end)) { /* it is thrown */
            s->votes[TG_TONE_ANGER] += 6;
        } else if (c == 0x2661 || c == 0x2665) {
            s->votes[TG_TONE_JOY] += 3;
        } else if (c == '/' || c == 'o' || c == 'b' || c == 'd' || c == 'w') {
            uint32_t further;
            tg_face_next(text, length, face->end + n, &further);
            if (tg_face_word(further))
                break;
        } else if (!is_company(c) && !(c == ' ' && is_table(text, length, face->end + 1))) {
            break;
        }
        if (!n)
            break;
        face->end += n;
    }
}

bool tg_face_in_brackets(const char *text, size_t length, size_t from, size_t at, tg_face *face)
{
    drawn d;
    uint32_t c;
    size_t left = 0, right = 0, inner = at + tg_face_next(text, length, at, &c), end = at;
    for (size_t i = 0; i < 4; i++) { /* several brackets tremble */
        size_t n = tg_face_next(text, length, inner, &c);
        if (!is_opening(c))
            break;
        inner += n;
    }
    bool trembles = inner >= at + 3 && (unsigned char)text[at] < 0x80;
    if (!read_parts(text, length, inner, &d, &end) || !find_eyes(&d, &left, &right) ||
        !is_believable(text, from, at, &d, left, right))
        return false;
    saying s = {{0}};
    *face = (tg_face){.begin = at, .end = end};
    for (size_t i = 0; i < d.count; i++) {
        hear(&s, d.parts[i]);
        if (i > left && i < right && d.parts[i]->roles & PART_MOUTH)
            hear(&s, d.parts[i]);
    }
    read_brows(&d, left, right, &s);
    take_company(text, length, from, face, &s);
    if (trembles)
        s.votes[TG_TONE_FEAR] += 8;
    conclude(&s, face);
    return true;
}

/* ---- bare ---- */

/* Eyes that stand without brackets. */
static bool is_bare_eye(uint32_t c)
{
    static const uint32_t eyes[] = {'^', 'T', 'o', 'O', '0', 'Q', 'u', 'n', 'x', 'X', '-', '=', '>', '<', ';', '.', '@',
                                    '*', '~', 0x2565,
                                    0xCA5, 0xCA0, 0x3112, 0x2299, 0x2192, 0x2190, 0xAC, 0x25D5, 0x25E0, 0x2022,
                                    0xFF3E, 0xFF34, 0xB0, 0x25C9, 0x25CE, 0x2267, 0x2266, 0x30FB, 0xFF0D, 0x252C, 0x2022};
    return is_one_of(c, eyes, sizeof eyes / sizeof *eyes);
}

static bool is_bare_mouth(uint32_t c)
{
    return c == '_' || c == '.' || c == '-' || c == 'o' || c == 'O' || c == 'w' || c == '0' || c == 0x25BD || c == 0x2207 ||
           c == 0xFE4F || c == 0x203F || c == 0x3C9 || c == 0xFF3F || c == 0x25E1;
}

/* Signs that a word may stand right beside. */
static bool is_free(uint32_t eye)
{
    return eye == '^' || eye >= 0x80;
}

static bool stands_alone(const char *text, size_t length, size_t from, size_t begin, size_t end, uint32_t eye)
{
    uint32_t before, after, called = 0;
    size_t size = tg_face_before(text, from, begin, &before);
    tg_face_next(text, length, end, &after);
    if (before == '(' && tg_face_before(text, from, begin - size, &called) && (tg_face_word(called) || called == '$'))
        return false;
    if (before == eye || after == eye)
        return false;
    if (is_free(eye))
        return !(after >= '0' && after <= '9') && !(eye == '^' && tg_face_word(after));
    static const uint32_t hindering[] = {'-', '.', '/', '&', '$', '"'}, following[] = {'(', '=', '.', '[', '"'};
    return !tg_face_word(before) && !tg_face_word(after) &&
           !is_one_of(before, hindering, sizeof hindering / sizeof *hindering) &&
           !is_one_of(after, following, sizeof following / sizeof *following);
}

/* ^ followed by at most three mouths and another ^ */
static bool find_pair(const char *text, size_t length, size_t at, uint32_t eye, size_t *end, const part **mouth)
{
    size_t n, position = at;
    *mouth = NULL;
    for (size_t i = 0; i < 6; i++, position += n) {
        uint32_t c;
        n = tg_face_next(text, length, position, &c);
        if (n && (is_mirrored(eye, c) && is_bare_eye(c)) && (*mouth || c == '^')) {
            *end = position + n;
            return true;
        }
        if (!n || !is_bare_mouth(c) || (i && c != '_' && c != '.'))
            return false;
        *mouth = part_of(c);
    }
    return false;
}

bool tg_face_around(const char *text, size_t length, size_t from, size_t at, tg_face *face)
{
    uint32_t c, eye;
    size_t n = tg_face_next(text, length, at, &c), begin = at, end = at;
    const part *mouth;
    if (c == '^' || c == ';') {
        begin = at;
        eye = c;
        n = 1;
    } else {
        if (!is_bare_mouth(c))
            return false;
        size_t size = tg_face_before(text, from, at, &eye);
        if (!size || !is_bare_eye(eye))
            return false;
        begin = at - size;
        n = size;
    }
    if (!find_pair(text, length, begin + n, eye, &end, &mouth) || !stands_alone(text, length, from, begin, end, eye))
        return false;
    if (mouth && mouth->code_point == '.' && (eye == '-' || eye == 'x' || eye == '0' || eye == 'n'))
        return false;
    saying s = {{0}};
    *face = (tg_face){.begin = begin, .end = end};
    const part *p = part_of(eye);
    for (int i = 0; i < 2 && p; i++)
        hear(&s, p);
    if (mouth)
        hear(&s, mouth);
    while (end < length && text[end] == '|') /* sweat */
        end++;
    face->end = end;
    conclude(&s, face);
    if ((eye == '>' && text[begin + 2] == '>') || (eye == '<' && text[begin + 2] == '<')) /* looks away */
        face->tone = TG_TONE_NEUTRAL;
    return true;
}
