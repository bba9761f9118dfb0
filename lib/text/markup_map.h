/* How the reader of HTML fills its map. */
#ifndef TG_TEXT_MARKUP_MAP_H
#define TG_TEXT_MARKUP_MAP_H

#include "text/markup.h"

void tg_markup_map_reset(tg_markup_map *map);

/* Adds bytes to an area that come from the source range of the piece, in which `visible` and `length` need not be set.
 * Verbatim pieces that touch become one. No bytes are no piece. */
tg_status tg_markup_map_add(tg_markup_map *map, tg_markup_area area, const char *bytes, size_t length,
                            tg_markup_piece piece);

/* Puts the areas after one another. */
tg_status tg_markup_map_finish(tg_markup_map *map);

#endif
