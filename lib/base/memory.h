/* Memory for everybody: the allocator that an object carries, growing arrays and arenas. Sizes are checked for overflow
 * here, so that callers multiply nowhere. A failed call gives NULL or false and leaves what was there as it was. */
#ifndef TG_BASE_MEMORY_H
#define TG_BASE_MEMORY_H

#include "textgate.h"

/* *in, or malloc's where `in` is NULL. */
tg_allocator tg_allocator_resolve(const tg_allocator *in);

void *tg_allocate(const tg_allocator *allocator, size_t size);
void *tg_allocate_zeroed(const tg_allocator *allocator, size_t count, size_t item_size);
void tg_release(const tg_allocator *allocator, void *pointer, size_t size);
char *tg_duplicate(const tg_allocator *allocator, const char *text, size_t length); /* NUL-terminated, length + 1 bytes */

/* A growing array of items of one size; strings are vectors of bytes. */
typedef struct tg_vector {
    tg_allocator allocator;
    void *items;
    size_t count, capacity, item_size;
} tg_vector;

void tg_vector_init(tg_vector *vector, const tg_allocator *allocator, size_t item_size);
void tg_vector_free(tg_vector *vector);
bool tg_vector_reserve(tg_vector *vector, size_t more);            /* room for `more` items after the last one */
void *tg_vector_push(tg_vector *vector, size_t count);             /* `count` new items, not initialised */
bool tg_vector_append(tg_vector *vector, const void *items, size_t count);

/* The items as an array of `type`. */
#define TG_ITEMS(vector, type) ((type *)(vector)->items)

/* Many small things with one lifetime. */
typedef struct tg_arena {
    tg_allocator allocator;
    struct tg_arena_block *first, *current;
} tg_arena;

void tg_arena_init(tg_arena *arena, const tg_allocator *allocator);
void tg_arena_free(tg_arena *arena);
void tg_arena_reset(tg_arena *arena); /* forgets everything and keeps the memory */
void *tg_arena_allocate(tg_arena *arena, size_t size); /* aligned for any type */
char *tg_arena_copy(tg_arena *arena, const char *text, size_t length); /* NUL-terminated */

#endif
