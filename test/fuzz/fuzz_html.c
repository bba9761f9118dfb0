/* Is the reading of HTML safe, does its map lead back to the source, and does masking in it change what is seen as it
 * should and nothing else? An input is two option bytes, the mask and a seed of the choice what is masked, then HTML. */
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "fuzz.h"
#include "verdict/verdict.h"

static const char *const masks[] = {"", "*", "b", "<", "&", "p;", "/", "b>", "#", "1", "\xE2\x96\x88", "lt", ">", "-", "\"", " ", "'", "'\"\t"};

static tg_markup_map map, again;
static tg_vector ranges, out, expected, findings;

static void prepare(void)
{
    if (ranges.item_size)
        return;
    tg_allocator allocator = tg_allocator_resolve(NULL);
    tg_markup_map_init(&map, &allocator);
    tg_markup_map_init(&again, &allocator);
    tg_vector_init(&ranges, &allocator, sizeof(tg_redact_range));
    tg_vector_init(&findings, &allocator, sizeof(tg_finding));
    tg_vector_init(&out, &allocator, 1);
    tg_vector_init(&expected, &allocator, 1);
}

static void check_pieces(const char *html, size_t length)
{
    size_t visible = 0, source = 0, settled = 0;
    REQUIRE(map.by_source.count == 0 || map.by_source.count == map.pieces.count);
    for (size_t i = 0; i < map.pieces.count; i++) {
        const tg_markup_piece *p = tg_markup_piece_by_source(&map, i);
        REQUIRE(p->source >= source && (size_t)p->source + p->source_length <= length);
        source = (size_t)p->source + p->source_length;
    }
    for (size_t i = 0; i < map.pieces.count; i++) {
        const tg_markup_piece *p = &TG_ITEMS(&map.pieces, const tg_markup_piece)[i];
        REQUIRE(p->visible == visible && p->length > 0);
        REQUIRE(!p->verbatim || p->length == p->source_length);
        REQUIRE(!p->verbatim ||
                memcmp(TG_ITEMS(&map.visible, const char) + visible, html + p->source, p->length) == 0);
        visible += p->length;
    }
    REQUIRE(visible == map.visible.count);
    for (size_t at = 0; at < visible; at++) {
        tg_range range = tg_markup_source(&map, at, at + 1);
        size_t next = tg_markup_settled(&map, at);
        REQUIRE(range.begin <= range.end && range.end <= length);
        REQUIRE(next >= settled && next <= range.begin);
        settled = next;
    }
}

/* Chooses characters to mask, one finding each, and writes what should be seen then. */
static void choose(uint32_t seed, const char *mask)
{
    findings.count = expected.count = 0;
    for (size_t i = 0; i < map.pieces.count; i++) {
        const tg_markup_piece *p = &TG_ITEMS(&map.pieces, const tg_markup_piece)[i];
        const char *text = TG_ITEMS(&map.visible, const char) + p->visible;
        for (size_t from = 0, n; from < p->length; from += n) {
            uint32_t c;
            n = p->verbatim ? tg_utf8_decode((const unsigned char *)text + from, p->length - from, &c) : p->length;
            seed = seed * 1664525u + 1013904223u;
            bool masked = seed >> 24 < 80, breaks = text[from] == '\n' || p->source_length == 0;
            if (p->verbatim && text[from] == '\r' && from + 1 < p->length && text[from + 1] == '\n')
                breaks = true;
            if (masked && p->verbatim && text[from] == '\r') /* what follows it in the source, not on the page, decides */
                masked = false;
            if (masked) {
                tg_range source = tg_markup_source(&map, p->visible + from, p->visible + from + n);
                tg_finding finding = {.begin = source.begin, .end = source.end, .action = TG_ACTION_BLOCK,
                                      .category = "c", .rule = "r", .note = "", .markets = ""};
                REQUIRE(tg_vector_append(&findings, &finding, 1));
            }
            bool replaced = masked && !breaks;
            const char *instead = p->place == TG_PLACE_UNQUOTED && !*mask ? "\xC2\xAD" : mask;
            REQUIRE(tg_vector_append(&expected, replaced ? instead : text + from, replaced ? strlen(instead) : n));
        }
    }
}

/* In raw text no character reference is read, so that what keeps a mask from making markup is seen: <xmp>&am1p;. */
static bool has_raw_text(const char *html, size_t length)
{
    static const char *const names[] = {"xmp", "plaintext"};
    for (size_t at = 0; at < length; at++)
        for (size_t i = 0; html[at] == '<' && i < sizeof names / sizeof *names; i++)
            if (length - at > strlen(names[i]) && strncasecmp(html + at + 1, names[i], strlen(names[i])) == 0)
                return true;
    return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    prepare();
    if (size < 2)
        return 0;
    tg_redaction redaction = TG_REDACTION_INIT;
    redaction.mask = masks[data[0] % (sizeof masks / sizeof *masks)];
    const char *html = (const char *)data + 2;
    size_t length = size - 2;
    REQUIRE(tg_markup_read(&map, html, length) == TG_OK);
    check_pieces(html, length);
    choose(data[1], redaction.mask);
    out.count = 0;
    REQUIRE(tg_redact_text(html, length, &map, findings.items, findings.count, &redaction, &ranges, &out) == TG_OK);
    REQUIRE(tg_markup_read(&again, out.count ? out.items : "", out.count) == TG_OK);
    if (has_raw_text(html, length))
        return 0;
    REQUIRE(again.visible.count == expected.count);
    REQUIRE(!expected.count || memcmp(again.visible.items, expected.items, expected.count) == 0);
    return 0;
}
