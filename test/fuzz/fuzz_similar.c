/* Are hostile texts, chunks and records safe to compare, search and read? The option byte says what the rest is: 0 a
 * text, 1 a chunk of a run as it would lie on disk, 2 a record; bits 2 to 5 are the normalisation of a text. */
#include <string.h>

#include "fuzz.h"
#include "near/anchor.h"
#include "near/fingerprint.h"
#include "near/record.h"
#include "near/run.h"

static tg_allocator allocator;
static tg_near_probe probe, other;

static void read_text(uint32_t normalise, const char *text, size_t length)
{
    REQUIRE(tg_near_probe_print(&probe, normalise, text, length) == TG_OK);
    REQUIRE(tg_near_probe_print(&other, normalise, text, length) == TG_OK);
    REQUIRE(memcmp(&probe.print, &other.print, sizeof probe.print) == 0);
    const uint32_t *characters = probe.text.characters.items, *begins = probe.text.begins.items;
    size_t count = probe.text.characters.count;
    REQUIRE(probe.text.begins.count == count + 1 && begins[count] == length);
    for (size_t i = 0; i < count; i++)
        REQUIRE(begins[i] <= begins[i + 1] && characters[i] < 0x110000 && characters[i] != 0);
    REQUIRE(tg_shingles_size(&probe.shingles) <= tg_shingle_places(count));
    if (count)
        REQUIRE(tg_near_probe_compare(&probe, characters, count, tg_shingles_size(&probe.shingles)) >= 1);
    uint32_t keys[TG_FINGERPRINT_KEYS];
    REQUIRE((tg_near_keys(&probe.print, .5, keys) > 0) == (count > 0));
    tg_vector anchors;
    tg_vector_init(&anchors, &allocator, sizeof(uint32_t));
    REQUIRE(tg_near_anchors(characters, count, &anchors) && anchors.count <= count);
    tg_vector_free(&anchors);
    /* half of it */
    double error, estimate;
    REQUIRE(tg_near_probe_print(&other, normalise, text, length / 2) == TG_OK);
    estimate = tg_near_estimate(&probe.print, &other.print, &error);
    REQUIRE(estimate >= 0 && estimate <= 1 && error >= 0);
}

static void read_chunk(const void *chunk, size_t size)
{
    if (!tg_chunk_is_valid(chunk, size))
        return;
    tg_chunk_header header;
    memcpy(&header, chunk, sizeof header);
    if (header.skip > 8)
        return;
    const void *chunks[256];
    for (size_t i = 0; i < 256; i++)
        chunks[i] = chunk;
    tg_run run = {chunks, header.skip, (uint64_t)header.count << header.skip}, merged;
    uint64_t sum = 0;
    for (uint64_t key = 0; key <= UINT32_MAX; key += 0x10FFFFF) {
        size_t count;
        tg_run_fetch_directory(&run, (uint32_t)key);
        tg_run_fetch_entries(&run, (uint32_t)key);
        const unsigned char *entries = tg_run_find(&run, (uint32_t)key, &count);
        for (size_t i = 0; i < count; i++)
            sum += tg_entry_at(entries, i);
    }
    tg_merger merger;
    tg_gone gone = {(uint32_t)sum % 3, NULL, 0};
    tg_merger_init(&merger, &allocator);
    REQUIRE(tg_run_merge_in_memory(&merged, &allocator, &merger, &run, 1, &gone));
    REQUIRE(merged.count <= run.count);
    tg_run_free(&merged, &allocator);
    tg_merger_free(&merger);
}

static void read_record(const void *data, size_t size)
{
    tg_record head;
    if (!tg_record_check(data, size, &head))
        return;
    tg_vector characters;
    tg_vector_init(&characters, &allocator, sizeof(uint32_t));
    const char *fold = (const char *)data + sizeof head + head.id_length;
    REQUIRE(tg_record_decode(fold, head.fold_length, &characters));
    REQUIRE(characters.count <= head.fold_length);
    tg_near_estimate(&head.print, &probe.print, NULL);
    tg_vector_free(&characters);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!allocator.reallocate) {
        allocator = tg_allocator_resolve(NULL);
        tg_near_probe_init(&probe, &allocator);
        tg_near_probe_init(&other, &allocator);
    }
    if (size < 1)
        return 0;
    char *rest = malloc(size); /* of just its length, so that a sanitizer sees what is read behind it */
    REQUIRE(rest);
    memcpy(rest, data + 1, size - 1);
    rest = realloc(rest, size - 1 ? size - 1 : 1);
    switch (data[0] & 3) {
    case 0:
        read_text(data[0] >> 2 & 15, rest, size - 1);
        break;
    case 1:
        read_chunk(rest, size - 1);
        break;
    case 2:
        read_record(rest, size - 1);
        break;
    default:
        break;
    }
    free(rest);
    return 0;
}
