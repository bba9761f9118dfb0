/* The detector `emotion` inside. Dictionaries, emoji and faces give signs of feelings, each with a place and a weight; the
 * models give scores; emotion.c makes one answer of them. See README.md of dicts/emotion for what counts how. */
#ifndef TG_DETECT_EMOTION_H
#define TG_DETECT_EMOTION_H

#include "detect/detect.h"

/* What a sign does. */
typedef enum tg_tone_kind {
    TG_TONE_NONE, /* of an entry: it is not about feelings */
#define TG_X(name, word, polarity) TG_TONE_##name,
    TG_FEELING_LIST(TG_X)
#undef TG_X
    TG_TONE_NEUTRAL,
    TG_TONE_IRONY,       /* kind or hostile, as its company is */
    TG_TONE_NEGATION,    /* turns what follows */
    TG_TONE_INTENSIFIER, /* multiplies what is beside it */
    TG_TONE_SOFTENER,    /* likewise, with less than 1 */
    TG_TONE_CONTRAST,    /* what stood before it in its sentence counts for less */
    TG_TONE_COUNT
} tg_tone_kind;

/* A sign in the scanned text. */
typedef struct tg_sign {
    uint32_t begin, end;
    int32_t weight; /* in thousandths */
    uint8_t tone, layer;
    bool bare;      /* an emoji of which no dictionary has anything to say */
} tg_sign;

/* The tone that a category names: "emotion.joy", or "emotion.joy.sticker" for another layer than words. NONE: another. */
tg_tone tg_tone_of_category(const char *category, int32_t weight);

/* Notes what an entry of a feeling says of a place. */
tg_status tg_take_tone(tg_work *work, const tg_tone *tone, tg_range range);

tg_status tg_add_sign(tg_work *work, tg_tone_kind kind, tg_layer layer, int32_t weight, size_t begin, size_t end);

/* Notes the emoji and the faces drawn with characters: one pass over the text, linear. */
tg_status tg_read_faces(tg_work *work);

/* The bytes of the emoji sequence at a byte of a text; 0: there is none. Flags, skin tones and joined emoji are of one. */
size_t tg_emoji_at(const char *text, size_t length, size_t at);

/* A face drawn with characters. */
typedef struct tg_face {
    size_t begin, end;
    tg_tone_kind tone;
    int32_t weight;
} tg_face;

/* Faces around a byte: in brackets that open there; between whose eyes a mouth stands there, or with the eye `^` there;
 * lying on their side with eyes `:` `;` `=` or a mouth there. Nothing before `from` belongs to one. `open`: a bracket
 * before it is open. */
bool tg_face_in_brackets(const char *text, size_t length, size_t from, size_t at, tg_face *face);
bool tg_face_around(const char *text, size_t length, size_t from, size_t at, tg_face *face);
bool tg_face_lying(const char *text, size_t length, size_t from, size_t at, bool open, tg_face *face);

/* Signs become sums: drops what lies in others, turns, raises and lowers; what they come to, in thousandths. */
enum { TG_EMOTION_LABELS = TG_FEELING_COUNT + 1 /* neutral is the last */ };

typedef struct tg_sums {
    int32_t words[TG_EMOTION_LABELS], faces[TG_EMOTION_LABELS]; /* 0..TG_SUM_MOST each */
    size_t count;       /* of signs that say something, neutral ones included */
    size_t rest;        /* bytes of the text that are no faces */
    bool mixed;
} tg_sums;

enum { TG_SUM_MOST = 4000 };

void tg_weigh_signs(tg_work *work, tg_sums *sums); /* behind tg_read_models */

tg_status tg_detect_emotion(tg_work *work);

#endif
