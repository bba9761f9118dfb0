/* Is a hostile pack refused, or else safe to use? The first byte of an input is even: the rest is loaded as it is. Odd: the
 * rest is a list of patches to a small pack compiled here, eight bytes each, whose length and checksum are then put right,
 * so that it is only its contents that can be refused:
 *
 *     place    1  bits 0..4: section (TG_SECTION_*), then header, table of sections; bits 5..7: operation
 *     offset   3  bits 0..22: in the section, in bytes, modulo its size; bit 23: 32 is added to the place
 *     value    4
 *
 * Operations: set 8, 16 or 32 bits, add to 32, set all 32-bit words that follow up to 64, swap with the word at `value`,
 * set the count of the section's items, set the pack's length. */
#include <string.h>
#include <xxhash.h>

#include "fuzz.h"
#include "pack/pack.h"

enum { HEADER = TG_SECTION_COUNT, TABLE, PLACES, PATCH = 8 };

static const char dictionary[] =
    "%name fuzz\n%version 1\n%category gambling\n%severity high\n"
    "\xE8\xB5\x8C\xE5\x8D\x9A\n\xE8\xB5\x8C\xE5\x8D\x9A\xE5\xBC\x80\xE6\x88\xB7\tmarket=CN,TW note=n\n"
    "ab\nabc\tmatch=word\nbc\tid=x match=exact\nbcd\tlang=en severity=low\nc\tmatch=part category=c\n"
    "!abcd\nfoo&bar\nfoo&bar~baz\twithin=5\n\xE5\xBC\x80\xE6\x88\xB7&ab&bc\n"
    "casino\nfree spins\n138\n6\xE5\x90\x88\tmatch=fold,loose,part\ncasino&\xE5\xBC\x80\xE6\x88\xB7\n"
    "\xE5\x8A\xA0\xE5\xBE\xAE\xE4\xBF\xA1\tmatch=fold,loose,sound initials=jwx fuzzy=n,zh\n\xE5\x8D\x9A\xE5\xBD\xA9\tmatch=fold,loose,sound\n"
    "/vx[: ]?\\d{3,}/\n/(a|b)+c/\n/x.*y/s\tcategory=y\n\xF0\x9F\x98\x80\ncaf\xC3\xA9\n";

static const char second_text[] =
    "\xE8\xB5\x8C\xE5\x8D\x9A\xE5\xBC\x80\xE6\x88\xB7 ab bc \xE8\xB3\xAD\xE5\x8D\x9A \xEF\xBC\xA1\xEF\xBC\xA2 \xED\x95\x9C "
    "\xEF\xB7\xBA \xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB \xE2\x80\x8B \xFF\xC3 a\xCC\x81\xCC\xA3\xCC\x81 \xCD\x85";

/* What is found in disguise, if the tables are whole. */
static const char third_text[] =
    "c4s1n0 c*****o c.a.s.i.n.o caaasinooo csaino %63asino fr33 sp1ns \xE2\x80\xAEonisac\xE2\x80\xAC \xD1\x81\xD0\xB0sino \xF0\x9F\x85\x92" "asino "
    "c\xCC\x81" "a\xCC\x81sino \xE8\xB4\x9D\xE8\x80\x85\xE5\x8D\x9A \xE7\x9D\xB9\xE5\x8D\x9A \xE8\xB5\x8C-\xE5\x8D\x9A \xE8\x8F\xA0\xE8\x8F\x9C "
    "\xE5\x8A\xA0\xE8\x96\x87\xE4\xBF\xA1 jia wei xin jiaweixin jwx jia\xE5\xBE\xAE\xE4\xBF\xA1 \xE5\x8A\xA0\xE4\xBF\xA1\xE5\xBE\xAE "
    "\xE2\x9E\x95\xE5\xBE\xAE\xE4\xBF\xA1 \xE5\xA3\xB9\xE5\x8F\x81\xE6\x8D\x8C \xE5\x85\xAD\xE5\x90\x88 \xE5\x8A\xA0*\xE4\xBF\xA1";

static const char *const texts[] = {
    "",
    "abcd ab abc bcd foo bar baz foo, vx:1234 abababc x1\ny caf\xC3\xA9 cafe\xCC\x81 \xF0\x9F\x98\x80",
    second_text,
    third_text,
    "<p>f<b>o</b>o&amp;bar</p><i>a&#98;c</i> <br>vx&#58;123 &fjlig; &nGt;",
};

static const unsigned char *base;
static size_t base_length;
static char *long_text; /* longer than a tile */
static size_t long_length;

static void prepare(void)
{
    if (base)
        return;
    tg_builder *builder = tg_builder_new(NULL);
    tg_error error;
    static tg_pack *pack;
    REQUIRE(tg_builder_add_memory(builder, "fuzz.txt", dictionary, sizeof dictionary - 1, &error) == TG_OK);
    REQUIRE(tg_builder_compile(builder, &pack, &error) == TG_OK);
    tg_builder_free(builder);
    base = tg_pack_data(pack, &base_length);
    for (long_text = malloc(20000); long_length < 19000; long_length += strlen(texts[1]))
        memcpy(long_text + long_length, texts[1], strlen(texts[1]));
}

static uint32_t read_32(const uint8_t *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

/* Where a place lies in the base pack. */
static void find_place(unsigned place, size_t *begin, size_t *size)
{
    const tg_pack_section *sections = (const tg_pack_section *)(const void *)(base + sizeof(tg_pack_header));
    *begin = place == HEADER ? 0 : sizeof(tg_pack_header);
    *size = place == HEADER ? sizeof(tg_pack_header) : TG_SECTION_COUNT * sizeof(tg_pack_section);
    if (place < TG_SECTION_COUNT) {
        *begin = (size_t)sections[place].offset;
        *size = (size_t)sections[place].count * sections[place].item_size;
    }
}

static void apply(unsigned char *pack, size_t *length, const uint8_t *patch)
{
    unsigned place = ((patch[0] & 31u) | (patch[3] & 0x80u) >> 2) % PLACES, operation = patch[0] >> 5;
    uint32_t value = read_32(patch + 4), offset = read_32(patch) >> 8 & 0x7FFFFF, old;
    size_t begin, size;
    find_place(place, &begin, &size);
    if (operation == 7) {
        *length = value <= base_length ? value : base_length;
        return;
    }
    if (operation == 6 && place < TG_SECTION_COUNT) {
        tg_pack_section *s = (tg_pack_section *)(void *)(pack + sizeof(tg_pack_header)) + place;
        s->count = value;
        s->offset += offset / 64 * 64;
        return;
    }
    if (size < 4)
        return;
    offset %= (uint32_t)size;
    size_t width = operation < 2 ? operation + 1u : 4;
    if (width > 1) /* of aligned words, which all members of all items are */
        offset = offset / (uint32_t)width * (uint32_t)width;
    if (offset + width > size)
        return;
    unsigned char *at = pack + begin + offset;
    memcpy(&old, at, sizeof old <= size - offset ? sizeof old : width);
    if (operation <= 2)
        memcpy(at, &value, width);
    if (operation == 3) {
        old += value;
        memcpy(at, &old, 4);
    }
    for (size_t i = 0; operation == 4 && i < 16 && offset + 4 * i + 4 <= size; i++)
        memcpy(at + 4 * i, &value, 4);
    if (operation == 5) {
        unsigned char *other = pack + begin + value % (uint32_t)size / 4 * 4;
        if (other + 4 > pack + begin + size)
            return;
        memcpy(at, other, 4);
        memcpy(other, &old, 4);
    }
}

/* Of just its length, so that a sanitizer sees what is read behind it. */
static unsigned char *patched(const uint8_t *patches, size_t size, size_t *length)
{
    unsigned char *pack = malloc(base_length);
    REQUIRE(pack);
    memcpy(pack, base, base_length);
    *length = base_length;
    for (; size >= PATCH; patches += PATCH, size -= PATCH)
        apply(pack, length, patches);
    if (*length >= sizeof(tg_pack_header)) {
        tg_pack_header *header = (tg_pack_header *)(void *)pack;
        size_t behind = offsetof(tg_pack_header, sections);
        header->length = *length;
        header->checksum = XXH3_64bits(pack + behind, *length - behind);
    }
    return pack;
}

static size_t sum; /* of what strings hold, so that they are read */

static void read_string(const char *string)
{
    sum += strlen(string);
}

static void read_entries(const tg_pack *pack)
{
    tg_pack_info info;
    tg_entry entry;
    tg_pack_get_info(pack, &info);
    read_string(info.unicode);
    for (size_t i = 0; i < info.entries; i++) {
        REQUIRE(tg_pack_get_entry(pack, i, &entry) == TG_OK);
        REQUIRE(entry.severity <= TG_SEVERITY_CRITICAL);
        const char *const strings[] = {entry.pattern, entry.dictionary, entry.version, entry.category,
                                       entry.languages, entry.markets, entry.note, entry.id};
        for (size_t k = 0; k < sizeof strings / sizeof *strings; k++)
            read_string(strings[k]);
    }
}

static int read_finding(const tg_finding *f, void *user)
{
    const size_t *length = user;
    REQUIRE(f->begin <= f->end && f->end <= *length);
    read_string(f->category);
    read_string(f->rule);
    read_string(f->note);
    read_string(f->markets);
    for (size_t i = 0; i < f->part_count && f->parts; i++)
        REQUIRE(f->parts[i].begin <= f->parts[i].end && f->parts[i].end <= *length);
    return 0;
}

static void scan(tg_scanner *scanner, const char *text, size_t length)
{
    const tg_verdict *verdict;
    const char *out;
    size_t out_length;
    bool clean;
    REQUIRE(tg_scan(scanner, text, length, &verdict) == TG_OK);
    for (size_t i = 0; i < verdict->finding_count; i++)
        read_finding(tg_verdict_finding(verdict, i), &length);
    REQUIRE(tg_verdict_json(scanner, verdict, "1", text, &out, &out_length) == TG_OK);
    REQUIRE(tg_scan_each(scanner, text, length, read_finding, &length) == TG_OK);
    REQUIRE(tg_is_clean(scanner, text, length, &clean) == TG_OK);
    REQUIRE(tg_redact(scanner, text, length, NULL, &out, &out_length, &verdict) == TG_OK);
}

static void use(tg_pack *pack)
{
    read_entries(pack);
    tg_options *options = tg_options_new(NULL);
    tg_gate *gate = NULL;
    tg_scanner *scanner = NULL;
    REQUIRE(options && tg_options_add_pack(options, pack) == TG_OK);
    REQUIRE(tg_options_set_markets(options, "CN", NULL) == TG_OK);
    REQUIRE(tg_options_set(options, TG_SETTING_MATCH_LIMIT, 1000) == TG_OK);
    tg_status status = tg_gate_new(options, &gate, NULL);
    REQUIRE(status == TG_OK || status == TG_INTERNAL); /* the latter when PCRE2 does not take a pattern */
    if (status == TG_OK) {
        REQUIRE(tg_scanner_new(gate, &scanner) == TG_OK);
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
            char *exact = malloc(strlen(texts[i]) + 1); /* without a NUL that would hide a read behind the text */
            memcpy(exact, texts[i], strlen(texts[i]));
            exact = realloc(exact, strlen(texts[i]) + !*texts[i]);
            REQUIRE(tg_scanner_set_markup(scanner, *texts[i] == '<' ? TG_MARKUP_HTML : TG_MARKUP_PLAIN) == TG_OK);
            scan(scanner, exact, strlen(texts[i]));
            free(exact);
        }
        const tg_verdict *verdict;
        REQUIRE(tg_scan(scanner, long_text, long_length, &verdict) == TG_OK);
    }
    tg_scanner_free(scanner);
    tg_gate_unref(gate);
    tg_options_free(options);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    prepare();
    if (size < 1)
        return 0;
    tg_pack *pack = NULL;
    tg_error error;
    size_t length = size - 1;
    unsigned char *made = data[0] & 1 ? patched(data + 1, size - 1, &length) : NULL;
    tg_status status = tg_pack_load(made ? made : data + 1, length, NULL, &pack, &error);
    free(made);
    REQUIRE(status == TG_OK || status == TG_CORRUPT || status == TG_INCOMPATIBLE);
    if (status == TG_OK)
        use(pack);
    tg_pack_unref(pack);
    return 0;
}
