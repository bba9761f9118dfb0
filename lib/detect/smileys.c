/* Faces that lie on their side, eyes, nose and mouth one after the other: :-) ;D =( >:( (: D: <3. Not in addresses, times,
 * lists and programs: what stands beside them decides. */
#include "detect/faces.h"

/* Whether a text goes on with a string; *at moves behind it. */
static bool take(const char *text, size_t length, size_t *at, const char *string)
{
    size_t i = 0;
    while (string[i] && *at + i < length && text[*at + i] == string[i])
        i++;
    if (string[i])
        return false;
    *at += i;
    return true;
}

/* ---- lying ---- */

typedef struct mouth {
    char character;
    uint8_t tone;
    bool letter; /* nothing that is part of a word may be beside the face */
} mouth;

static const mouth mouths[] = {
    {')', TG_TONE_JOY, false}, {']', TG_TONE_JOY, true}, {'D', TG_TONE_JOY, true}, {'P', TG_TONE_JOY, true},
    {'p', TG_TONE_JOY, true}, {'3', TG_TONE_JOY, true}, {'>', TG_TONE_JOY, true}, {'}', TG_TONE_JOY, true},
    {'*', TG_TONE_JOY, true}, {'(', TG_TONE_SADNESS, false}, {'[', TG_TONE_SADNESS, true},
    {'<', TG_TONE_SADNESS, true}, {'{', TG_TONE_SADNESS, true}, {'c', TG_TONE_SADNESS, true}, {'C', TG_TONE_SADNESS, true},
    {'@', TG_TONE_ANGER, true}, {'O', TG_TONE_SURPRISE, true}, {'o', TG_TONE_SURPRISE, true}, {'0', TG_TONE_SURPRISE, true},
    {'/', TG_TONE_NEUTRAL, true}, {'\\', TG_TONE_NEUTRAL, true}, {'|', TG_TONE_NEUTRAL, true}, {'S', TG_TONE_NEUTRAL, true},
    {'X', TG_TONE_NEUTRAL, true},
};

static const mouth *mouth_of(char c)
{
    for (size_t i = 0; i < sizeof mouths / sizeof *mouths; i++)
        if (mouths[i].character == c)
            return &mouths[i];
    return NULL;
}

static char byte_at(const char *text, size_t length, size_t at)
{
    return at < length ? text[at] : '\0';
}

/* What may stand behind a mouth that is a letter. */
static bool ends_face(uint32_t c)
{
    return c >= 0x80 || tg_face_blank(c) || c == '.' || c == '!' || c == ',' || c == '?' || c == ')' || c == '<';
}

static bool is_quote(uint32_t c)
{
    return c == '"' || c == '\'' || c == '`';
}

/* Eyes at a byte, then tear, nose, mouth. */
static bool read_lying(const char *text, size_t length, size_t from, size_t at, bool open, tg_face *face)
{
    size_t end = at + 1;
    bool tear = byte_at(text, length, end) == '\'' || byte_at(text, length, end) == ',';
    end += tear;
    char nose = byte_at(text, length, end);
    bool has_nose = nose == '-' || (nose == 'o' && mouth_of(byte_at(text, length, end + 1)) != NULL) || nose == '^';
    end += has_nose;
    const mouth *m = mouth_of(byte_at(text, length, end));
    uint32_t before, after;
    tg_face_before(text, from, at, &before);
    if (!m)
        return false;
    char shape = m->character;
    while (end < length && text[end] == shape && (shape == ')' || shape == '(' || shape == 'D'))
        end++;
    end += shape != ')' && shape != '(' && shape != 'D';
    tg_face_next(text, length, end, &after);
    bool angry = before == '>' || before == '}', spaced = tg_face_blank(before) || before >= 0x80 || angry;
    if (before == ':' || before == '=' || before == '"' || (before == '\'' && !spaced) || after == ':' || is_quote(after))
        return false;
    if (m->letter && (!spaced || !ends_face(after)))
        return false;
    if (shape == ')' && open && !spaced && !has_nose)
        return false;
    bool goes_on = tg_face_word(after) || is_quote(after) || after == '$' || (after >= 0x80 && !tg_face_blank(after));
    if (shape == '(' && goes_on)
        return false;
    if (text[at] == '=' && (!spaced || (shape != ')' && shape != '(' && shape != 'D' && shape != 'P' && shape != 'p' &&
                                        shape != ']' && shape != 'O' && shape != 'o' && shape != '3')))
        return false;
    if (text[at] == ';' && (!spaced ? shape != ')' || tg_face_word(after) : shape == '/' || shape == '|' || shape == '{'))
        return false;
    *face = (tg_face){.begin = at - angry, .end = end, .tone = (tg_tone_kind)m->tone, .weight = TG_FACE_ORDINARY};
    if (angry && (m->tone == TG_TONE_SADNESS || m->tone == TG_TONE_NEUTRAL))
        face->tone = TG_TONE_ANGER;
    return true;
}

/* Mouth first: (: (-: ): )-: at the mouth. */
static bool read_reversed(const char *text, size_t length, size_t from, size_t at, tg_face *face)
{
    size_t end = at + 1;
    bool nose = byte_at(text, length, end) == '-';
    end += nose;
    char eyes = byte_at(text, length, end);
    uint32_t before, after;
    tg_face_before(text, from, at, &before);
    tg_face_next(text, length, end + 1, &after);
    if (eyes != ':' && eyes != ';' && (eyes != '=' || text[at] != '('))
        return false;
    if (text[at] == ')' && (!tg_face_blank(before) && before < 0x80))
        return false;
    if (tg_face_word(before) || !(tg_face_blank(after) || after >= 0x80 || after == '.' || after == '!' || after == ','))
        return false;
    *face = (tg_face){.begin = at, .end = end + 1, .weight = TG_FACE_ORDINARY,
                      .tone = text[at] == '(' ? TG_TONE_JOY : TG_TONE_SADNESS};
    return true;
}

/* <3 and </3 */
static bool read_heart(const char *text, size_t length, size_t from, size_t at, tg_face *face)
{
    size_t end = at + 1;
    bool broken = byte_at(text, length, end) == '/';
    end += broken;
    uint32_t before, word, further, after;
    if (byte_at(text, length, end) != '3')
        return false;
    while (byte_at(text, length, end) == '3')
        end++;
    size_t size = tg_face_before(text, from, at, &before);
    tg_face_next(text, length, end, &after);
    if (tg_face_word(after) || after == '.' || after == '>' || after == ')' || after == '&')
        return false;
    if (tg_face_word(before) || before == '<' || before == '=')
        return false;
    size_t letter = size ? tg_face_before(text, from, at - size, &word) : 0; /* x <3 is a comparison */
    if (letter && tg_face_word(word) && before == ' ') {
        tg_face_before(text, from, at - size - letter, &further);
        if (!tg_face_word(further) && (word | 0x20) != 'i' && (word | 0x20) != 'u')
            return false;
        if (word >= '0' && word <= '9')
            return false;
    }
    *face = (tg_face){.begin = at, .end = end, .weight = TG_FACE_ORDINARY, .tone = broken ? TG_TONE_SADNESS : TG_TONE_JOY};
    return true;
}

bool tg_face_lying(const char *text, size_t length, size_t from, size_t at, bool open, tg_face *face)
{
    uint32_t before, after;
    size_t next = at;
    switch (text[at]) {
    case ':':
        if (at > from && (text[at - 1] == 'D' || text[at - 1] == '=')) { /* D: */
            size_t size = tg_face_before(text, from, at - 1, &before), end = at + 1;
            end += byte_at(text, length, end) == '<';
            tg_face_next(text, length, end, &after);
            if (text[at - 1] == 'D' && (!size || tg_face_blank(before)) && (after == 0 || after == '\n' || end > at + 1)) {
                *face = (tg_face){.begin = at - 1, .end = end, .weight = TG_FACE_ORDINARY,
                                  .tone = end > at + 1 ? TG_TONE_ANGER : TG_TONE_FEAR};
                return true;
            }
        }
        return read_lying(text, length, from, at, open, face);
    case ';':
        return read_lying(text, length, from, at, open, face);
    case '=':
        if (byte_at(text, length, at + 1) == ':') { /* =:O */
            tg_face_before(text, from, at, &before);
            if (tg_face_word(before) || !read_lying(text, length, at + 1, at + 1, open, face))
                return false;
            face->begin = at;
            return true;
        }
        return read_lying(text, length, from, at, open, face);
    case '(':
        return read_reversed(text, length, from, at, face);
    case ')':
        if (at >= from + 2 && text[at - 1] == '-' && (text[at - 2] == '8' || text[at - 2] == 'B') && !open) {
            tg_face_before(text, from, at - 2, &before);
            if (tg_face_blank(before) || before >= 0x80) {
                *face = (tg_face){.begin = at - 2, .end = at + 1, .weight = TG_FACE_ORDINARY, .tone = TG_TONE_JOY};
                return true;
            }
        }
        return !open && read_reversed(text, length, from, at, face);
    case '<':
        return read_heart(text, length, from, at, face);
    case '\\':
        tg_face_before(text, from, at, &before);
        if (!take(text, length, &next, "\\o/") || tg_face_word(before))
            return false;
        *face = (tg_face){.begin = at, .end = next, .weight = TG_FACE_ORDINARY, .tone = TG_TONE_JOY};
        tg_face_next(text, length, next, &after);
        return !tg_face_word(after);
    default:
        return false;
    }
}
