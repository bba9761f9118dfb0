/* The layout of a pack: header, table of sections, sections. */
#include <string.h>
#include <xxhash.h>

#include "base/error.h"
#include "pack/pack.h"

enum { ALIGNMENT = 64 };

static const uint32_t item_sizes[] = {
#define TG_X(name, type, member) sizeof(type),
    TG_SECTION_LIST(TG_X)
#undef TG_X
};

static size_t align(size_t offset)
{
    return (offset + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

tg_status tg_pack_write(const tg_pack_header *from, const tg_pack_items items[TG_SECTION_COUNT],
                        const tg_allocator *allocator, tg_pack **pack, tg_error *error)
{
    tg_pack_section sections[TG_SECTION_COUNT];
    size_t length = align(sizeof(tg_pack_header) + sizeof sections);
    for (size_t i = 0; i < TG_SECTION_COUNT; i++) {
        sections[i] = (tg_pack_section){(uint32_t)i, item_sizes[i], length, items[i].count};
        length = align(length + items[i].count * item_sizes[i]);
    }
    char *data = tg_allocate(allocator, length);
    if (!data)
        return tg_fail_no_memory(error);
    tg_pack_header header = *from;
    memcpy(header.magic, "textgate", sizeof header.magic);
    header.byte_order = 0x01020304;
    header.format = TG_PACK_FORMAT;
    header.length = length;
    header.sections = TG_SECTION_COUNT;
    memcpy(data + sizeof header, sections, sizeof sections);
    size_t written = sizeof header + sizeof sections;
    for (size_t i = 0; i < TG_SECTION_COUNT; i++) {
        size_t size = items[i].count * item_sizes[i];
        memset(data + written, 0, sections[i].offset - written);
        if (size)
            memcpy(data + sections[i].offset, items[i].items, size);
        written = sections[i].offset + size;
        if (items[i].owner)
            tg_vector_free(items[i].owner);
    }
    memset(data + written, 0, length - written);
    memcpy(data, &header, sizeof header);
    size_t behind = offsetof(tg_pack_header, sections);
    header.checksum = XXH3_64bits(data + behind, length - behind);
    memcpy(data, &header, sizeof header);
    return tg_pack_adopt(data, length, allocator, pack, error);
}

static void take(const tg_pack *from, size_t first, size_t last, tg_pack_items items[TG_SECTION_COUNT])
{
    const tg_pack_items all[TG_SECTION_COUNT] = {
#define TG_X(name, type, member) {from->member, from->member##_count, NULL},
        TG_SECTION_LIST(TG_X)
#undef TG_X
    };
    for (size_t i = first; i <= last; i++)
        items[i] = all[i];
}

void tg_pack_take_tables(const tg_pack *from, tg_pack_items items[TG_SECTION_COUNT], tg_pack_header *header)
{
    take(from, TG_SECTION_FOLD_INDEX, TG_SECTION_FOLD_MARKS, items);
    memcpy(header->unicode, from->header->unicode, sizeof header->unicode);
}

void tg_pack_take_models(const tg_pack *from, tg_pack_items items[TG_SECTION_COUNT], tg_pack_header *header)
{
    take(from, TG_SECTION_MODEL_LANE_INDEX, TG_SECTION_MODEL_STRINGS, items);
    header->model_bits = from->header->model_bits;
    header->model_stride = from->header->model_stride;
}

void tg_pack_take_languages(const tg_pack *from, tg_pack_items items[TG_SECTION_COUNT])
{
    take(from, TG_SECTION_LANGUAGE_INDEX, TG_SECTION_LANGUAGE_ROWS, items);
}
