/* Sorting in place; see sort.h. */
#include "base/sort.h"

#include <string.h>

enum { LARGEST_ITEM = 256 };

typedef struct heap {
    char *items;
    size_t size;
    tg_compare_fn compare;
} heap;

static void swap(const heap *h, size_t a, size_t b)
{
    char item[LARGEST_ITEM];
    memcpy(item, h->items + a * h->size, h->size);
    memcpy(h->items + a * h->size, h->items + b * h->size, h->size);
    memcpy(h->items + b * h->size, item, h->size);
}

static int compare_at(const heap *h, size_t a, size_t b)
{
    return h->compare(h->items + a * h->size, h->items + b * h->size);
}

static void sift_down(const heap *h, size_t count, size_t at)
{
    for (size_t child; (child = 2 * at + 1) < count; at = child) {
        if (child + 1 < count && compare_at(h, child + 1, child) > 0)
            child++;
        if (compare_at(h, at, child) >= 0)
            return;
        swap(h, at, child);
    }
}

void tg_sort(void *items, size_t count, size_t size, tg_compare_fn compare)
{
    heap h = {items, size, compare};
    size_t sorted = 1;
    while (sorted < count && compare_at(&h, sorted - 1, sorted) <= 0)
        sorted++;
    if (sorted >= count)
        return;
    for (size_t i = count / 2; i-- > 0;)
        sift_down(&h, count, i);
    for (size_t end = count; end > 1; end--) {
        swap(&h, 0, end - 1);
        sift_down(&h, end - 1, 0);
    }
}
