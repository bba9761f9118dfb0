/* Memory for everybody; see memory.h. */
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

static void *standard_reallocate(void *user, void *pointer, size_t old_size, size_t new_size)
{
    (void)user;
    (void)old_size;
    return realloc(pointer, new_size);
}

static void standard_release(void *user, void *pointer, size_t size)
{
    (void)user;
    (void)size;
    free(pointer);
}

tg_allocator tg_allocator_resolve(const tg_allocator *in)
{
    if (in)
        return *in;
    return (tg_allocator){standard_reallocate, standard_release, NULL};
}

void *tg_allocate(const tg_allocator *allocator, size_t size)
{
    return allocator->reallocate(allocator->user, NULL, 0, size ? size : 1);
}

void *tg_allocate_zeroed(const tg_allocator *allocator, size_t count, size_t item_size)
{
    if (item_size && count > SIZE_MAX / item_size)
        return NULL;
    void *pointer = tg_allocate(allocator, count * item_size);
    if (pointer)
        memset(pointer, 0, count * item_size);
    return pointer;
}

void tg_release(const tg_allocator *allocator, void *pointer, size_t size)
{
    if (pointer)
        allocator->release(allocator->user, pointer, size ? size : 1);
}

char *tg_duplicate(const tg_allocator *allocator, const char *text, size_t length)
{
    char *copy = tg_allocate(allocator, length + 1);
    if (!copy)
        return NULL;
    if (length)
        memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

void tg_vector_init(tg_vector *vector, const tg_allocator *allocator, size_t item_size)
{
    *vector = (tg_vector){*allocator, NULL, 0, 0, item_size};
}

void tg_vector_free(tg_vector *vector)
{
    tg_release(&vector->allocator, vector->items, vector->capacity * vector->item_size);
    vector->items = NULL;
    vector->count = vector->capacity = 0;
}

bool tg_vector_reserve(tg_vector *vector, size_t more)
{
    if (more <= vector->capacity - vector->count)
        return true;
    size_t most = SIZE_MAX / 2 / vector->item_size;
    if (more > most - vector->count)
        return false;
    size_t capacity = vector->capacity ? vector->capacity : 16;
    while (capacity < vector->count + more)
        capacity = capacity > most / 2 ? most : capacity * 2;
    void *items = vector->allocator.reallocate(vector->allocator.user, vector->items,
                                               vector->capacity * vector->item_size, capacity * vector->item_size);
    if (!items)
        return false;
    vector->items = items;
    vector->capacity = capacity;
    return true;
}

void *tg_vector_push(tg_vector *vector, size_t count)
{
    if (!tg_vector_reserve(vector, count))
        return NULL;
    void *items = (char *)vector->items + vector->count * vector->item_size;
    vector->count += count;
    return items;
}

bool tg_vector_append(tg_vector *vector, const void *items, size_t count)
{
    if (!tg_vector_reserve(vector, count))
        return false;
    if (count)
        memcpy((char *)vector->items + vector->count * vector->item_size, items, count * vector->item_size);
    vector->count += count;
    return true;
}

struct tg_arena_block {
    _Alignas(max_align_t) struct tg_arena_block *next; /* so that what follows the header is aligned too */
    size_t size, used; /* bytes after this header */
};

enum { ARENA_ALIGNMENT = _Alignof(max_align_t), ARENA_BLOCK = 16 * 1024 };

void tg_arena_init(tg_arena *arena, const tg_allocator *allocator)
{
    *arena = (tg_arena){*allocator, NULL, NULL};
}

void tg_arena_free(tg_arena *arena)
{
    for (struct tg_arena_block *block = arena->first, *next; block; block = next) {
        next = block->next;
        tg_release(&arena->allocator, block, sizeof *block + block->size);
    }
    arena->first = arena->current = NULL;
}

void tg_arena_reset(tg_arena *arena)
{
    /* The blocks behind the current one are empty. */
    for (struct tg_arena_block *block = arena->first; block; block = block->next) {
        block->used = 0;
        if (block == arena->current)
            break;
    }
    arena->current = arena->first;
}

static struct tg_arena_block *new_block(tg_arena *arena, size_t size)
{
    if (size < ARENA_BLOCK)
        size = ARENA_BLOCK;
    struct tg_arena_block *block = tg_allocate(&arena->allocator, sizeof *block + size);
    if (!block)
        return NULL;
    *block = (struct tg_arena_block){NULL, size, 0};
    if (arena->current) {
        block->next = arena->current->next;
        arena->current->next = block;
    } else {
        arena->first = block;
    }
    return block;
}

void *tg_arena_allocate(tg_arena *arena, size_t size)
{
    if (size > SIZE_MAX / 2)
        return NULL;
    size = (size + ARENA_ALIGNMENT - 1) / ARENA_ALIGNMENT * ARENA_ALIGNMENT;
    struct tg_arena_block *block = arena->current;
    while (block && block->size - block->used < size && block->next)
        block = arena->current = block->next;
    if (!block || block->size - block->used < size) {
        block = new_block(arena, size);
        if (!block)
            return NULL;
        arena->current = block;
    }
    void *pointer = (char *)(block + 1) + block->used;
    block->used += size;
    return pointer;
}

char *tg_arena_copy(tg_arena *arena, const char *text, size_t length)
{
    char *copy = tg_arena_allocate(arena, length + 1);
    if (!copy)
        return NULL;
    if (length)
        memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}
