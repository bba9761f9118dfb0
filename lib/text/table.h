/* Two-stage tables over code points: equal blocks of TG_TABLE_BLOCK values are stored once. */
#ifndef TG_TEXT_TABLE_H
#define TG_TEXT_TABLE_H

#include "base/memory.h"

enum {
    TG_TABLE_BLOCK = 128, /* code points in a block */
    TG_TABLE_INDEX = 0x110000 / TG_TABLE_BLOCK
};

/* Appends the next block to a table under construction: `index` (uint16_t) gets its number, `values` its values if no block
 * before is equal. False without memory. */
bool tg_table_append(tg_vector *index, tg_vector *values, const void *block);

#endif
