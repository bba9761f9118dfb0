/* Two-stage tables; see table.h. */
#include "text/table.h"

#include <string.h>

static bool is_equal(const tg_vector *values, size_t number, const void *block)
{
    size_t size = TG_TABLE_BLOCK * values->item_size;
    return memcmp((const char *)values->items + number * size, block, size) == 0;
}

/* Most blocks equal the one just before them; the others are a few hundred, so that a search by hash would save little. */
bool tg_table_append(tg_vector *index, tg_vector *values, const void *block)
{
    size_t blocks = values->count / TG_TABLE_BLOCK, at = 0;
    if (index->count)
        at = TG_ITEMS(index, uint16_t)[index->count - 1];
    if (!index->count || !is_equal(values, at, block))
        for (at = 0; at < blocks && !is_equal(values, at, block);)
            at++;
    uint16_t number = (uint16_t)at;
    return (at < blocks || tg_vector_append(values, block, TG_TABLE_BLOCK)) && tg_vector_append(index, &number, 1);
}
