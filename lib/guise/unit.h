/* A stretch of text as units, each a character as a reader sees it: marks are with their character, characters that do not
 * show are gone, repetitions are one, percent-encoding is undone, and what a bidirectional override turns round stands in
 * the order in which it is read. */
#ifndef TG_GUISE_UNIT_H
#define TG_GUISE_UNIT_H

#include "guise/guise.h"

enum {
    TG_UNITS = 128,     /* that are looked at for one word, at most */
    TG_UNITS_KEPT = 512, /* of one place, and of those before it */
    TG_UNIT_REPEAT = 64, /* repetitions that are one unit */
    TG_UNITS_SPAN = 1024 /* bytes from where reading begins that are read, at most */
};

typedef struct tg_unit {
    uint32_t code_point; /* folded */
    uint32_t trait;
    uint32_t begin, end; /* bytes of the text */
    uint32_t guise;      /* 1 + its first; 0: none */
    uint32_t tricks;     /* what was undone here: TG_TRICK_* */
    uint16_t symbol;     /* of the character itself */
    uint8_t kind;        /* tg_kind */
    uint8_t repeat;      /* how often it stands here, at least 1 */
} tg_unit;

typedef struct tg_units {
    tg_unit ascii[128];  /* units of ASCII characters, but for where they stand */
    const tg_fold *fold;
    const tg_lane *lane;
    const tg_guises *guises;
    const char *text;
    size_t length;
    size_t next, limit;  /* byte where reading goes on, and ends */
    uint32_t pending;    /* tricks of the next unit */
    bool is_turned;      /* an override is among what is kept */
    tg_unit *items;      /* from where reading began, in `kept` */
    size_t count;
    tg_unit kept[TG_UNITS_KEPT];
} tg_units;

void tg_units_init(tg_units *units, const tg_guises *guises, const tg_fold *fold, const tg_lane *lane);

/* Another text. */
static inline void tg_units_open(tg_units *units, const char *text, size_t length)
{
    units->text = text;
    units->length = length;
    units->items = units->kept;
    units->count = 0;
    units->is_turned = false;
}

/* Begins at a byte of the text. What was read from there before is not read again. */
void tg_units_start(tg_units *units, size_t at);

/* Reads on until there is a unit of that number; false if there is none, or at the limit. */
bool tg_units_read(tg_units *units, size_t number);

static inline const tg_unit *tg_unit_at(tg_units *units, size_t number)
{
    bool is_complete = number + 1 < units->count && number < TG_UNITS; /* marks and repetitions of the last one may follow */
    return is_complete || tg_units_read(units, number) ? &units->items[number] : NULL;
}

/* Whether the byte after `%` and the one behind it are hexadecimal digits of a character that a URL may hide. */
bool tg_is_percent_encoded(const char *text, size_t length, size_t at);

#endif
