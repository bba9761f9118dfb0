/* Reading ahead: the next characters of a text with their traits, and which of them are ordinary behind what is before them,
 * so that the scan passes over these at once. */
#ifndef TG_GUISE_AHEAD_H
#define TG_GUISE_AHEAD_H

#include "guise/guise.h"

enum {
    TG_AHEAD = 512,     /* characters that are read at once */
    TG_AHEAD_BEFORE = 2 /* of the ones before them that are kept */
};

/* Whether a character goes on with letters, or with Han characters, as ordinary text does; ODDLY: unless the one before, which
 * reads oddly on both sides, stands for another. */
enum { TG_PLAIN_NOT, TG_PLAIN, TG_PLAIN_ODDLY };

typedef struct tg_ahead {
    size_t next, count; /* the next one, and behind the last one */
    uint32_t begins[TG_AHEAD_BEFORE + TG_AHEAD + 1]; /* bytes; the last one's end too */
    uint32_t code_points[TG_AHEAD_BEFORE + TG_AHEAD];
    uint32_t traits[TG_AHEAD_BEFORE + TG_AHEAD];
    uint8_t plain[TG_AHEAD_BEFORE + TG_AHEAD + 1]; /* TG_PLAIN_* */
    uint8_t odd[TG_AHEAD_BEFORE + TG_AHEAD + 1];   /* Han characters: not so */
} tg_ahead;

/* Tells of the characters that were read whether they are plain and odd. All kernels tell the same. */
typedef void (*tg_ahead_fn)(const tg_guises *guises, const uint32_t *heard, tg_ahead *ahead);

void tg_ahead_scalar(const tg_guises *guises, const uint32_t *heard, tg_ahead *ahead);
void tg_ahead_avx2(const tg_guises *guises, const uint32_t *heard, tg_ahead *ahead);

/* The fastest that the processor has. */
tg_ahead_fn tg_ahead_best(void);

/* Begins a text. */
void tg_ahead_start(tg_ahead *ahead);

/* Reads characters that begin at byte `at` or behind it, and before byte `until`. */
void tg_ahead_read(tg_ahead *ahead, const tg_guises *guises, const char *text, size_t length, size_t at, size_t until);

#endif
