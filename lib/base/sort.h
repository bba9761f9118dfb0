/* Sorting in place, without memory of its own, so that it may run in a scan. */
#ifndef TG_BASE_SORT_H
#define TG_BASE_SORT_H

#include <stddef.h>

typedef int (*tg_compare_fn)(const void *a, const void *b);

/* Sorts `count` items of `size` bytes (at most 256) by a total order: heap sort, O(n log n) always, and O(n) when they
 * are in order already. Not stable: let the comparison decide between equals. */
void tg_sort(void *items, size_t count, size_t size, tg_compare_fn compare);

#endif
