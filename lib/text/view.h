/* A view: a text as symbols of a lane with the bytes each comes from, tile by tile, so that whatever walks it works in the
 * first-level cache and memory does not grow with the text. */
#ifndef TG_TEXT_VIEW_H
#define TG_TEXT_VIEW_H

#include "text/plain.h"

enum {
    TG_VIEW_TILE = 8192,                       /* bytes of input in a tile, about */
    TG_VIEW_SYMBOLS = TG_VIEW_TILE + 1024,     /* symbols of a tile before it ends early */
    TG_VIEW_SLACK = 2 * 2 * TG_FOLD_UNIT       /* room for the unit under way, spelt in pairs; and for a kernel's block */
};

enum { TG_VIEW_PAD = 32 };

typedef struct tg_view {
    tg_allocator allocator;
    uint16_t *symbols;   /* [0, count); the first `history` are from the tiles before; TG_VIEW_PAD others behind */
    uint32_t *begins;    /* where each symbol's bytes begin … */
    uint32_t *ends;      /* … and end; symbols of one character share them */
    size_t count, history;
    uint64_t first;      /* number of symbols[0] in the whole text */
    size_t next;         /* byte where the next tile begins */
    size_t unit_end;     /* where the last unit that was folded slowly ended */
    size_t keep;         /* symbols of history wanted */
    size_t capacity;
    size_t shown;        /* symbols before symbols[0], of texts before the one that is shown */
    tg_plain_fn plain;   /* reads plain runs; NULL: the scalar reference does */
} tg_view;

/* A view that keeps at least `keep` symbols of history, with the kernels of `cpu`. */
tg_status tg_view_init(tg_view *view, const tg_allocator *allocator, size_t keep, tg_cpu cpu);
void tg_view_free(tg_view *view);

/* Begins a new text. */
void tg_view_start(tg_view *view);

/* Reads the next tile; false at the end of the text. The text is at most UINT32_MAX - 1 bytes long. */
bool tg_view_read(tg_view *view, const tg_lane *lane, const char *text, size_t length);

/* Several short texts can be read one behind the other and looked at one by one. tg_view_append adds a text, in full, with
 * TG_SYMBOL_OTHER between it and the one before; false if there is no room for it. tg_view_show makes the view that of one
 * text alone: of `count` symbols from the `begin`-th on, its `length` bytes all read. */
bool tg_view_append(tg_view *view, const tg_lane *lane, const char *text, size_t length);
void tg_view_show(tg_view *view, size_t begin, size_t count, size_t length);

#endif
