/* The overlay: entries that come and go over a gate that stays. What is added is compiled, with the gate's own folding tables,
 * into a small pack beside the gate's; what is removed there is named in a set. Either way another gate is made, which shares
 * the rules of the first, and put into the holder. */
#include <pthread.h>
#include <string.h>
#include <xxhash.h>

#include "base/error.h"
#include "gate/gate.h"

/* An entry by its pattern: one of a pack of the base, or, behind the last of those, one that was added. */
typedef struct named {
    uint32_t pack, entry;
    uint32_t next; /* 1 + another whose hash goes to the same slot; 0: none */
} named;

struct tg_overlay {
    tg_allocator allocator;
    pthread_mutex_t lock;
    tg_holder *holder;
    tg_gate *base;
    uint64_t **removed;  /* for each pack of the base, its set; NULL: nothing is */
    tg_builder *added;   /* all that was added; entries that were taken back have no terms */
    size_t dead;         /* how many those are */
    tg_pack *pack;       /* what is in force of it, or NULL */
    tg_vector names;     /* named */
    uint32_t *slots;     /* 1 + the first in `names`; 0: none */
    size_t slot_count;   /* a power of two */
};

/* ---- entries by pattern ---- */

static size_t slot_of(const tg_overlay *o, const char *pattern, size_t length, bool allowed)
{
    return (size_t)XXH3_64bits_withSeed(pattern, length, allowed) & (o->slot_count - 1);
}

static tg_source_entry *added_entry(const tg_overlay *o, uint32_t number)
{
    return &TG_ITEMS(&o->added->source.entries, tg_source_entry)[number];
}

/* The pattern of an entry, NULL if it was taken back. */
static const char *pattern_of(const tg_overlay *o, const named *n, bool *allowed)
{
    if (n->pack == o->base->rule_count) {
        const tg_source_entry *entry = added_entry(o, n->entry);
        *allowed = entry->kind == TG_ENTRY_ALLOWED;
        return entry->term_count ? entry->pattern : NULL;
    }
    const tg_pack *pack = o->base->rules[n->pack].pack;
    *allowed = pack->entries[n->entry].kind == TG_ENTRY_ALLOWED;
    return pack->strings + pack->entries[n->entry].pattern;
}

static void link_name(tg_overlay *o, uint32_t number)
{
    named *n = &TG_ITEMS(&o->names, named)[number];
    bool allowed;
    const char *pattern = pattern_of(o, n, &allowed);
    if (!pattern)
        return;
    uint32_t *slot = &o->slots[slot_of(o, pattern, strlen(pattern), allowed)];
    n->next = *slot;
    *slot = number + 1;
}

/* Makes slots for so many names, and links those that there are. */
static tg_status make_slots(tg_overlay *o, size_t names)
{
    size_t count = 64;
    while (count < names)
        count *= 2;
    uint32_t *slots = tg_allocate_zeroed(&o->allocator, count, sizeof *slots);
    if (!slots)
        return TG_NO_MEMORY;
    tg_release(&o->allocator, o->slots, o->slot_count * sizeof *slots);
    o->slots = slots;
    o->slot_count = count;
    for (uint32_t i = 0; i < o->names.count; i++)
        link_name(o, i);
    return TG_OK;
}

static tg_status add_name(tg_overlay *o, uint32_t pack, uint32_t entry)
{
    if (o->names.count >= o->slot_count && make_slots(o, 2 * o->slot_count) != TG_OK)
        return TG_NO_MEMORY;
    if (o->names.count >= UINT32_MAX - 1 || !tg_vector_append(&o->names, &(named){pack, entry, 0}, 1))
        return TG_NO_MEMORY;
    link_name(o, (uint32_t)o->names.count - 1);
    return TG_OK;
}

static tg_status name_base(tg_overlay *o)
{
    size_t count = 0;
    for (size_t i = 0; i < o->base->rule_count; i++)
        count += o->base->rules[i].pack->entries_count;
    tg_status status = make_slots(o, 2 * count);
    for (uint32_t i = 0; i < o->base->rule_count; i++)
        for (uint32_t k = 0; k < o->base->rules[i].pack->entries_count && status == TG_OK; k++)
            status = add_name(o, i, k);
    return status;
}

/* ---- its life ---- */

tg_status tg_overlay_new(tg_holder *holder, const tg_allocator *allocator, tg_overlay **out)
{
    if (!holder || !out)
        return TG_INVALID_ARGUMENT;
    tg_allocator own = tg_allocator_resolve(allocator);
    tg_overlay *o = tg_allocate_zeroed(&own, 1, sizeof *o);
    if (!o)
        return TG_NO_MEMORY;
    o->allocator = own;
    if (pthread_mutex_init(&o->lock, NULL) != 0) {
        tg_release(&own, o, sizeof *o);
        return TG_INTERNAL;
    }
    o->holder = holder;
    o->base = tg_holder_get(holder);
    tg_vector_init(&o->names, &o->allocator, sizeof(named));
    o->removed = tg_allocate_zeroed(&own, o->base->rule_count, sizeof *o->removed);
    o->added = tg_builder_new(&own);
    if (!o->removed || !o->added || name_base(o) != TG_OK) {
        tg_overlay_free(o);
        return TG_NO_MEMORY;
    }
    *out = o;
    return TG_OK;
}

static size_t set_words(const tg_overlay *o, size_t pack)
{
    return TG_SET_WORDS(o->base->rules[pack].pack->entries_count);
}

void tg_overlay_free(tg_overlay *o)
{
    if (!o)
        return;
    for (size_t i = 0; o->removed && i < o->base->rule_count; i++)
        tg_release(&o->allocator, o->removed[i], set_words(o, i) * sizeof **o->removed);
    tg_release(&o->allocator, o->removed, o->base->rule_count * sizeof *o->removed);
    tg_builder_free(o->added);
    tg_pack_unref(o->pack);
    tg_vector_free(&o->names);
    tg_release(&o->allocator, o->slots, o->slot_count * sizeof *o->slots);
    tg_gate_unref(o->base);
    pthread_mutex_destroy(&o->lock);
    tg_allocator own = o->allocator;
    tg_release(&own, o, sizeof *o);
}

/* ---- changes ---- */

/* Takes an entry away; false if it is already. */
static bool take_back(tg_overlay *o, uint32_t entry)
{
    tg_source_entry *e = added_entry(o, entry);
    bool there = e->term_count;
    e->term_count = 0;
    o->dead += there;
    return there;
}

/* The set of a pack's removed entries. It begins with those that the base has removed already. */
static uint64_t *removed_of(tg_overlay *o, size_t pack)
{
    const uint64_t *before = o->base->rules[pack].removed;
    uint64_t **set = &o->removed[pack];
    if (!*set && (*set = tg_allocate_zeroed(&o->allocator, set_words(o, pack), sizeof **set)) != NULL && before)
        memcpy(*set, before, set_words(o, pack) * sizeof **set);
    return *set;
}

static tg_status hide(tg_overlay *o, const named *n, bool *there)
{
    uint64_t bit = UINT64_C(1) << n->entry % 64, *set = removed_of(o, n->pack);
    if (!set)
        return TG_NO_MEMORY;
    *there = !(set[n->entry / 64] & bit);
    set[n->entry / 64] |= bit;
    return TG_OK;
}

/* Takes away the entries that have a pattern, those of the base too if it is `everywhere`. */
static tg_status remove_pattern(tg_overlay *o, const char *pattern, size_t length, bool allowed, bool everywhere, size_t *count)
{
    tg_status status = TG_OK;
    for (uint32_t i = o->slots[slot_of(o, pattern, length, allowed)]; i && status == TG_OK;) {
        const named *n = &TG_ITEMS(&o->names, named)[i - 1];
        bool is_added = n->pack == o->base->rule_count, other, there = false;
        const char *own = pattern_of(o, n, &other);
        i = n->next;
        if (!own || other != allowed || strlen(own) != length || memcmp(own, pattern, length) != 0)
            continue;
        if (is_added)
            there = take_back(o, n->entry);
        else if (everywhere)
            status = hide(o, n, &there);
        *count += there;
    }
    return status;
}

static tg_status add(tg_overlay *o, const char *entry, size_t length, const char *attributes, tg_error *error)
{
    tg_status status = tg_builder_add_word(o->added, entry, length, attributes, error);
    if (status != TG_OK)
        return status;
    uint32_t number = (uint32_t)o->added->source.entries.count - 1;
    const tg_source_entry *e = added_entry(o, number);
    size_t replaced = 0;
    status = remove_pattern(o, e->pattern, strlen(e->pattern), e->kind == TG_ENTRY_ALLOWED, false, &replaced);
    if (status == TG_OK)
        status = add_name(o, (uint32_t)o->base->rule_count, number);
    if (status == TG_OK)
        return TG_OK;
    take_back(o, number);
    return tg_fail_no_memory(error);
}

tg_status tg_overlay_add(tg_overlay *o, const char *entry, size_t length, const char *attributes, tg_error *error)
{
    if (!o || (!entry && length))
        return tg_fail(error, TG_INVALID_ARGUMENT, "an overlay and an entry are needed");
    pthread_mutex_lock(&o->lock);
    tg_status status = add(o, entry, length, attributes, error);
    pthread_mutex_unlock(&o->lock);
    return status;
}

tg_status tg_overlay_remove(tg_overlay *o, const char *entry, size_t length)
{
    if (!o || (!entry && length))
        return TG_INVALID_ARGUMENT;
    while (length && entry[length - 1] == ' ')
        length--;
    while (length && *entry == ' ')
        entry++, length--;
    bool allowed = length && *entry == '!';
    entry += allowed;
    length -= allowed;
    size_t count = 0;
    pthread_mutex_lock(&o->lock);
    tg_status status = remove_pattern(o, entry, length, allowed, true, &count);
    pthread_mutex_unlock(&o->lock);
    return status == TG_OK && !count ? TG_NOT_FOUND : status;
}

/* ---- publishing ---- */

/* Compiles what was added and not taken back; *pack is NULL if that is nothing. */
static tg_status compile_added(const tg_overlay *o, tg_pack **pack, tg_error *error)
{
    tg_source living = o->added->source; /* but for its entries */
    tg_compiling with = {.tables = o->base->rule_count ? o->base->rules[0].pack : NULL};
    *pack = NULL;
    tg_vector_init(&living.entries, &o->allocator, sizeof(tg_source_entry));
    tg_status status = TG_OK;
    for (uint32_t i = 0; i < o->added->source.entries.count && status == TG_OK; i++)
        if (added_entry(o, i)->term_count && !tg_vector_append(&living.entries, added_entry(o, i), 1))
            status = tg_fail_no_memory(error);
    if (status == TG_OK && living.entries.count)
        status = tg_source_compile_volumes(&living, &with, pack, error);
    tg_vector_free(&living.entries);
    return status;
}

/* Starts from what is in force, when most of what was added was taken back. Where memory lacks it waits for the next time. */
static void compact(tg_overlay *o)
{
    if (o->dead < 1024 || o->dead < o->added->source.entries.count / 2)
        return;
    tg_builder *fresh = tg_builder_new(&o->allocator);
    if (!fresh || (o->pack && tg_builder_add_pack(fresh, o->pack, NULL) != TG_OK)) {
        tg_builder_free(fresh);
        return;
    }
    size_t kept = 0;
    named *names = o->names.items;
    for (size_t i = 0; i < o->names.count; i++)
        if (names[i].pack != o->base->rule_count)
            names[kept++] = names[i];
    o->names.count = kept;
    for (uint32_t i = 0; i < fresh->source.entries.count; i++) /* there is room: they are fewer than before */
        names[o->names.count++] = (named){(uint32_t)o->base->rule_count, i, 0};
    tg_builder_free(o->added);
    o->added = fresh;
    o->dead = 0;
    memset(o->slots, 0, o->slot_count * sizeof *o->slots);
    for (uint32_t i = 0; i < o->names.count; i++)
        link_name(o, i);
}

static tg_status publish(tg_overlay *o, tg_error *error)
{
    tg_pack *pack;
    tg_gate *gate;
    tg_status status = compile_added(o, &pack, error);
    if (status != TG_OK)
        return status;
    status = tg_gate_derive(o->base, o->removed, pack, &gate, error);
    if (status != TG_OK) {
        tg_pack_unref(pack);
        return status;
    }
    tg_holder_set(o->holder, gate);
    tg_gate_unref(gate);
    tg_pack_unref(o->pack);
    o->pack = pack;
    compact(o);
    return TG_OK;
}

tg_status tg_overlay_publish(tg_overlay *o, tg_error *error)
{
    if (!o)
        return tg_fail(error, TG_INVALID_ARGUMENT, "an overlay is needed");
    pthread_mutex_lock(&o->lock);
    tg_status status = publish(o, error);
    pthread_mutex_unlock(&o->lock);
    return status;
}

static tg_status join(tg_overlay *o, tg_builder *builder, tg_error *error)
{
    tg_status status = TG_OK;
    for (size_t i = 0; i < o->base->rule_count && status == TG_OK; i++) {
        tg_pack *volume = o->base->rules[i].pack;
        if (volume->entries_count && !removed_of(o, i))
            return tg_fail_no_memory(error);
        status = tg_builder_add_volume(builder, volume, o->removed[i], error);
    }
    return status == TG_OK && o->pack ? tg_builder_add_pack(builder, o->pack, error) : status;
}

tg_status tg_overlay_compile(tg_overlay *o, tg_pack **pack, tg_error *error)
{
    if (!o || !pack)
        return tg_fail(error, TG_INVALID_ARGUMENT, "an overlay and a place for the pack are needed");
    tg_builder *builder = tg_builder_new(&o->allocator);
    if (!builder)
        return tg_fail_no_memory(error);
    pthread_mutex_lock(&o->lock);
    tg_status status = publish(o, error);
    if (status == TG_OK)
        status = join(o, builder, error);
    pthread_mutex_unlock(&o->lock);
    if (status == TG_OK)
        status = tg_builder_compile(builder, pack, error);
    tg_builder_free(builder);
    return status;
}
