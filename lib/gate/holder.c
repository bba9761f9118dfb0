/* The holder: the gate in force, replaced while threads scan. Taking a reference and replacing exclude each other by a
 * lock, which scanners touch only after a replacement: they watch the generation. */
#include <pthread.h>

#include "gate/gate.h"

struct tg_holder {
    tg_allocator allocator;
    pthread_mutex_t lock;
    tg_gate *gate;
    atomic_size_t generation;
};

tg_status tg_holder_new(tg_gate *gate, const tg_allocator *allocator, tg_holder **out)
{
    if (!gate || !out)
        return TG_INVALID_ARGUMENT;
    tg_allocator resolved = tg_allocator_resolve(allocator);
    tg_holder *holder = tg_allocate_zeroed(&resolved, 1, sizeof *holder);
    if (!holder)
        return TG_NO_MEMORY;
    holder->allocator = resolved;
    if (pthread_mutex_init(&holder->lock, NULL) != 0) {
        tg_release(&resolved, holder, sizeof *holder);
        return TG_INTERNAL;
    }
    holder->gate = tg_gate_ref(gate);
    atomic_init(&holder->generation, 1);
    *out = holder;
    return TG_OK;
}

void tg_holder_free(tg_holder *holder)
{
    if (!holder)
        return;
    tg_gate_unref(holder->gate);
    pthread_mutex_destroy(&holder->lock);
    tg_allocator allocator = holder->allocator;
    tg_release(&allocator, holder, sizeof *holder);
}

void tg_holder_set(tg_holder *holder, tg_gate *gate)
{
    if (!holder || !gate)
        return;
    tg_gate_ref(gate);
    pthread_mutex_lock(&holder->lock);
    tg_gate *old = holder->gate;
    holder->gate = gate;
    atomic_fetch_add_explicit(&holder->generation, 1, memory_order_release);
    pthread_mutex_unlock(&holder->lock);
    tg_gate_unref(old);
}

tg_gate *tg_holder_take(tg_holder *holder, size_t *generation)
{
    pthread_mutex_lock(&holder->lock);
    tg_gate *gate = tg_gate_ref(holder->gate);
    *generation = atomic_load_explicit(&holder->generation, memory_order_relaxed);
    pthread_mutex_unlock(&holder->lock);
    return gate;
}

tg_gate *tg_holder_get(tg_holder *holder)
{
    size_t generation;
    return holder ? tg_holder_take(holder, &generation) : NULL;
}

bool tg_holder_is_newer(const tg_holder *holder, size_t generation)
{
    return atomic_load_explicit(&holder->generation, memory_order_acquire) != generation;
}
