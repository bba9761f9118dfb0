/* A model learnt from examples becomes sections of a pack, its own or a copy of another. */
#include <string.h>

#include "base/error.h"
#include "model/learn.h"
#include "pack/pack.h"

/* What is to be written, and the lane while there is no pack that has it. */
typedef struct made {
    tg_pack *base;
    tg_lane_store lane_store;
    tg_vector kinds;
    tg_bank bank;
    tg_learnt learnt;
} made;

static bool is_task(const char *task)
{
    size_t length = 0;
    for (const char *p = task; *p; p++, length++) {
        char lower = (char)(*p | 0x20);
        if (!(lower >= 'a' && lower <= 'z') && !(*p >= '0' && *p <= '9') && !strchr("-_.", *p))
            return false;
    }
    return length > 0 && length < 100;
}

/* A pack that has nothing but folding tables. */
static tg_status empty_pack(const tg_allocator *allocator, tg_pack **pack, tg_error *error)
{
    tg_builder *builder = tg_builder_new(allocator);
    if (!builder)
        return tg_fail_no_memory(error);
    tg_status status = tg_builder_compile(builder, pack, error);
    tg_builder_free(builder);
    return status;
}

/* A base with models gives their lane, another one its folding tables, of which a lane is made. */
static tg_status take_base(made *m, const tg_allocator *allocator, const tg_pack *base, tg_error *error)
{
    if (base && base->bank.head_count) {
        m->bank = base->bank;
        return TG_OK;
    }
    tg_status status = base ? TG_OK : empty_pack(allocator, &m->base, error);
    if (status != TG_OK)
        return status;
    const tg_fold *fold = base ? &base->fold : &m->base->fold;
    status = tg_model_lane_build(&m->lane_store, &m->kinds, allocator, fold, &m->bank.lane);
    if (status != TG_OK)
        return tg_fail_no_memory(error);
    m->bank.kinds = m->kinds.items;
    m->bank.kind_count = m->kinds.count;
    m->bank.heads = (const tg_head *)"";
    return TG_OK;
}

static tg_status write_pack(const made *m, const tg_pack *base, const tg_allocator *allocator, tg_pack **pack,
                            tg_error *error)
{
    const tg_pack *from = base ? base : m->base;
    const tg_learnt *l = &m->learnt;
    tg_pack_items items[TG_SECTION_COUNT] = {
#define TG_X(name, type, member) [TG_SECTION_##name] = {from->member, from->member##_count, NULL},
        TG_SECTION_LIST(TG_X)
#undef TG_X
    };
    items[TG_SECTION_MODEL_LANE_INDEX] = (tg_pack_items){m->bank.lane.index, TG_TABLE_INDEX, NULL};
    items[TG_SECTION_MODEL_LANE_SYMBOLS] = (tg_pack_items){m->bank.lane.symbols, m->bank.lane.symbols_count, NULL};
    items[TG_SECTION_MODEL_LANE_EXTRAS] = (tg_pack_items){m->bank.lane.extras, m->bank.lane.extra_count, NULL};
    items[TG_SECTION_MODEL_KINDS] = (tg_pack_items){m->bank.kinds, m->bank.kind_count, NULL};
    items[TG_SECTION_MODEL_ROWS] = (tg_pack_items){l->rows.items, l->rows.count, NULL};
    items[TG_SECTION_MODEL_HEADS] = (tg_pack_items){l->heads.items, l->heads.count, NULL};
    items[TG_SECTION_MODEL_LABELS] = (tg_pack_items){l->labels.items, l->labels.count, NULL};
    items[TG_SECTION_MODEL_STRINGS] = (tg_pack_items){l->strings.items, l->strings.count, NULL};
    tg_pack_header header = *from->header;
    header.model_bits = l->bits;
    header.model_stride = l->stride;
    if (!from->next)
        return tg_pack_write(&header, items, allocator, pack, error);
    tg_pack *first;
    tg_status status = tg_pack_write(&header, items, allocator, &first, error);
    if (status != TG_OK)
        return status;
    status = tg_pack_join(first, from->next, pack, error);
    tg_pack_unref(first);
    return status;
}

tg_status tg_train(const tg_training *training, const tg_example *examples, size_t count, const tg_allocator *allocator,
                   tg_pack **pack, tg_evaluation **evaluation, tg_error *error)
{
    if (!training || training->size < sizeof *training || (!examples && count) || !pack)
        return tg_fail(error, TG_INVALID_ARGUMENT, "a training, examples and a place for the pack are needed");
    if (!training->task || !is_task(training->task))
        return tg_fail(error, TG_INVALID_ARGUMENT, "a task is named by letters, digits, '-', '_' and '.'");
    tg_allocator resolved = tg_allocator_resolve(allocator);
    made m = {.base = NULL};
    tg_vector_init(&m.kinds, &resolved, sizeof(uint8_t));
    tg_learnt_init(&m.learnt, &resolved);
    tg_status status = take_base(&m, &resolved, training->base, error);
    if (status == TG_OK)
        status = tg_learn(&m.learnt, &resolved, &m.bank, training, examples, count, error);
    if (status == TG_OK)
        status = write_pack(&m, training->base, &resolved, pack, error);
    if (status == TG_OK && evaluation)
        *evaluation = m.learnt.evaluation;
    else
        tg_evaluation_free(m.learnt.evaluation);
    tg_learnt_free(&m.learnt);
    if (m.kinds.items)
        tg_lane_store_free(&m.lane_store);
    tg_vector_free(&m.kinds);
    tg_pack_unref(m.base);
    return status;
}

static tg_status write_languages(const tg_pack *base, const tg_languages_learnt *learnt, const tg_allocator *allocator,
                                 tg_pack **pack, tg_error *error)
{
    tg_pack_items items[TG_SECTION_COUNT] = {
#define TG_X(name, type, member) [TG_SECTION_##name] = {base->member, base->member##_count, NULL},
        TG_SECTION_LIST(TG_X)
#undef TG_X
    };
    const tg_vector *vectors[] = {&learnt->index, &learnt->letters, &learnt->scripts, &learnt->labels, &learnt->rows};
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++)
        items[TG_SECTION_LANGUAGE_INDEX + i] = (tg_pack_items){vectors[i]->items, vectors[i]->count, NULL};
    return tg_pack_write(base->header, items, allocator, pack, error);
}

tg_status tg_languages_train(const tg_language_learning *learning, const tg_language_example *examples, size_t count,
                             const tg_allocator *allocator, tg_pack **pack, tg_error *error)
{
    tg_allocator resolved = tg_allocator_resolve(allocator);
    tg_pack *base = NULL;
    tg_languages_learnt learnt;
    tg_languages_learnt_init(&learnt, &resolved);
    tg_status status = empty_pack(&resolved, &base, error);
    if (status == TG_OK)
        status = tg_languages_learn(&learnt, &resolved, &base->fold, learning, examples, count, error);
    if (status == TG_OK)
        status = write_languages(base, &learnt, &resolved, pack, error);
    tg_languages_learnt_free(&learnt);
    tg_pack_unref(base);
    return status;
}

const char *tg_pack_task(const tg_pack *pack, size_t index)
{
    return pack && index < pack->bank.head_count ? pack->bank.strings + pack->bank.heads[index].task : NULL;
}
