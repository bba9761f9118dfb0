/* What the tests of a builder's sources share: a builder anew for each test, and what was read into it. */
#ifndef TEST_UNIT_BUILDER_H
#define TEST_UNIT_BUILDER_H

#include <check.h>
#include <string.h>

#include "pack/builder.h"

static tg_builder *builder;
static tg_error error;

static inline void set_up(void)
{
    builder = tg_builder_new(NULL);
    memset(&error, 0, sizeof error);
}

static inline void tear_down(void)
{
    tg_builder_free(builder);
}

static inline const tg_source_entry *entry(size_t index)
{
    ck_assert_uint_lt(index, builder->source.entries.count);
    return &TG_ITEMS(&builder->source.entries, tg_source_entry)[index];
}

static inline const tg_attributes *attributes(size_t index)
{
    return &TG_ITEMS(&builder->source.attributes, tg_attributes)[entry(index)->attributes];
}

#endif
