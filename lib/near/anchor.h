/* Anchors: keys by which a text is found inside another. Of each window of places the one whose eight characters hash
 * least is an anchor (winnowing: Schleimer, Wilkerson, Aiken, 2003), so that two texts that share a run of TG_ANCHOR_RUN
 * characters have an anchor in common, wherever the run stands. */
#ifndef TG_NEAR_ANCHOR_H
#define TG_NEAR_ANCHOR_H

#include "base/memory.h"

enum { TG_ANCHOR = 8, TG_ANCHOR_WINDOW = 13, TG_ANCHOR_RUN = TG_ANCHOR + TG_ANCHOR_WINDOW - 1 };

/* Appends the anchors of a text to `keys` (uint32_t); a text shorter than a window has one if it has eight characters.
 * False without memory. */
bool tg_near_anchors(const uint32_t *characters, size_t count, tg_vector *keys);

#endif
