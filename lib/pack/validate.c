/* Checking a pack: it may come from anywhere. After this no offset in it leads outside, no chain goes on for ever, and no
 * string is unterminated or ill-formed, so that the scanner need not check again. */
#include <string.h>
#include <xxhash.h>

#include "base/error.h"
#include "base/utf8.h"
#include "pack/pack.h"
#include "pack/parse.h"

_Static_assert(sizeof(tg_slot) == 8 && sizeof(tg_word) == 16 && sizeof(tg_pack_entry) == 12 && sizeof(tg_secret_hash) == 16,
               "the format is fixed");

enum { BYTE_ORDER_MARK = 0x01020304, ALIGNMENT = 64 };

static tg_status corrupt(tg_error *error, const char *what)
{
    return tg_fail(error, TG_CORRUPT, "not a pack, or a damaged one: %s", what);
}

static tg_status check_header(const tg_pack_header *header, size_t length, tg_error *error)
{
    if (length < sizeof *header || memcmp(header->magic, "textgate", 8) != 0)
        return corrupt(error, "it does not begin as one");
    if (header->byte_order != BYTE_ORDER_MARK)
        return tg_fail(error, TG_INCOMPATIBLE, "the pack was made for another byte order");
    if (header->format != TG_PACK_FORMAT)
        return tg_fail(error, TG_INCOMPATIBLE, "the pack has format %u, this version reads %d; compile it again",
                       header->format, TG_PACK_FORMAT);
    if (header->length < sizeof *header || header->length > length || (header->length < length && header->length % ALIGNMENT))
        return corrupt(error, "its length is not what its header says");
    length = header->length;
    size_t behind = offsetof(tg_pack_header, sections);
    if (XXH3_64bits((const char *)header + behind, length - behind) != header->checksum)
        return corrupt(error, "its checksum is wrong");
    if (header->sections > TG_SECTION_COUNT)
        return tg_fail(error, TG_INCOMPATIBLE, "the pack was made by a later version");
    if (length < sizeof *header + header->sections * sizeof(tg_pack_section))
        return corrupt(error, "its table of sections is wrong");
    if (header->history > TG_WORD_LONGEST + 2 * (TG_REGEX_REACH + TG_REGEX_BEHIND) ||
        !memchr(header->unicode, '\0', sizeof header->unicode))
        return corrupt(error, "its header is wrong");
    return TG_OK;
}

/* Points the pack's members at the sections. One that is empty says nothing of its items; one that is missing is empty. */
static tg_status find_sections(tg_pack *pack, tg_error *error)
{
    static const size_t sizes[] = {
#define TG_X(name, type, member) sizeof(type),
        TG_SECTION_LIST(TG_X)
#undef TG_X
    };
    tg_pack_section sections[TG_SECTION_COUNT] = {{0}};
    memcpy(sections, pack->data + sizeof(tg_pack_header), pack->header->sections * sizeof *sections);
    for (size_t i = 0; i < pack->header->sections; i++) {
        const tg_pack_section *s = &sections[i];
        if (s->id != i || s->offset % ALIGNMENT || s->offset > pack->length ||
            s->count > (pack->length - s->offset) / sizes[i] || s->count > UINT32_MAX)
            return corrupt(error, "a section lies outside of it");
        if (s->count && s->item_size != sizes[i])
            return tg_fail(error, TG_INCOMPATIBLE, "the pack was made by another version; compile it again");
    }
#define TG_X(name, type, member)                                                                                       \
    pack->member = (const type *)(const void *)(pack->data + sections[TG_SECTION_##name].offset);                      \
    pack->member##_count = (size_t)sections[TG_SECTION_##name].count;
    TG_SECTION_LIST(TG_X)
#undef TG_X
    return TG_OK;
}

/* Whether a set of the filter is as large as the header says. */
static bool is_set(uint32_t bits, size_t words, size_t bits_a_place)
{
    return bits >= TG_FILTER_BITS_LEAST && bits <= TG_FILTER_BITS_MOST && words == (bits_a_place << bits) / 32;
}

/* The guises: all their tables, or none. */
static bool attach_guises(tg_pack *pack)
{
    const tg_pack_header *header = pack->header;
    if (!(header->guise_flags & TG_GUISES_LOOSE))
        return true;
    if (pack->guise_index_count != TG_TABLE_INDEX || pack->syllables_count != TG_HAN_SOUNDS * TG_SYLLABLE_ROOM ||
        pack->blurred_count != (TG_FUZZY_ALL + 1) * TG_HAN_SOUNDS || pack->member_starts_count != TG_HAN_CLASSES + 1 ||
        header->key_bits < TG_KEY_BITS_LEAST || header->key_bits > TG_KEY_BITS_MOST ||
        pack->han_keys_count != ((size_t)1 << header->key_bits) / 64 ||
        header->han_pair_bits < TG_KEY_BITS_LEAST || header->han_pair_bits > TG_KEY_BITS_MOST ||
        pack->han_pairs_count != ((size_t)1 << header->han_pair_bits) / 32 || pack->trigrams_count != 2 * TG_TRIGRAM_WORDS ||
        pack->common_count != ((size_t)1 << TG_COMMON_BITS) / 32 || header->begin_bits < TG_BEGIN_BITS_LEAST ||
        header->begin_bits > TG_BEGIN_BITS_MOST || pack->begins_count != (size_t)1 << header->begin_bits ||
        pack->spelt_count != (1u << TG_SPELT_BITS) / 32 || pack->han_words_count == 0 ||
        pack->han_words_count & (pack->han_words_count - 1))
        return false;
    pack->guises = (tg_guises){
        .index = pack->guise_index,
        .values = pack->guise_values,
        .guises = pack->guise_list,
        .han_guises = pack->han_guises,
        .readings = pack->readings,
        .syllables = pack->syllables,
        .blurred = pack->blurred,
        .member_starts = pack->member_starts,
        .members = pack->members,
        .splits = pack->splits,
        .han_words = pack->han_words,
        .keys = pack->han_keys,
        .pairs = pack->han_pairs,
        .trigrams = pack->trigrams,
        .common = pack->common,
        .begins = pack->begins,
        .spelt = pack->spelt,
        .values_count = pack->guise_values_count,
        .guise_count = pack->guise_list_count,
        .han_guise_count = pack->han_guises_count,
        .reading_count = pack->readings_count,
        .member_count = pack->members_count,
        .split_count = pack->splits_count,
        .han_word_count = pack->han_words_count,
        .key_bits = header->key_bits,
        .pair_bits = header->han_pair_bits,
        .begin_bits = header->begin_bits,
        .flags = header->guise_flags,
    };
    for (size_t i = 0; i < pack->han_words_count; i++)
        if (pack->han_words[i].word >= pack->words_count && pack->han_words[i].key)
            return false;
    return tg_guises_are_valid(&pack->guises);
}

/* The models: all their tables, or none. */
static bool attach_bank(tg_pack *pack)
{
    if (pack->model_heads_count == 0)
        return true;
    pack->bank = (tg_bank){
        .lane = {
            .fold = &pack->fold,
            .index = pack->model_lane_index,
            .symbols = pack->model_lane_symbols,
            .extras = pack->model_lane_extras,
            .symbols_count = pack->model_lane_symbols_count,
            .extra_count = pack->model_lane_extras_count,
        },
        .kinds = pack->model_kinds,
        .rows = pack->model_rows,
        .heads = pack->model_heads,
        .labels = pack->model_labels,
        .strings = pack->model_strings,
        .kind_count = pack->model_kinds_count,
        .row_bytes = pack->model_rows_count,
        .head_count = pack->model_heads_count,
        .label_count = pack->model_labels_count,
        .string_bytes = pack->model_strings_count,
        .bits = pack->header->model_bits,
        .stride = pack->header->model_stride,
    };
    size_t at;
    return pack->model_lane_index_count == TG_TABLE_INDEX && tg_lane_check(&pack->bank.lane) &&
           tg_lane_greatest(&pack->bank.lane) < pack->bank.kind_count && tg_bank_is_valid(&pack->bank) &&
           tg_utf8_is_valid(pack->model_strings, pack->model_strings_count, &at);
}

/* The languages: all their tables, or none. */
static bool attach_languages(tg_pack *pack)
{
    if (pack->language_scripts_count == 0)
        return true;
    pack->languages = (tg_languages){
        .fold = &pack->fold,
        .index = pack->language_index,
        .letters = pack->language_letters,
        .scripts = pack->language_scripts,
        .labels = pack->language_labels,
        .rows = pack->language_rows,
        .letter_count = pack->language_letters_count,
        .script_count = pack->language_scripts_count,
        .label_count = pack->language_labels_count,
        .row_bytes = pack->language_rows_count,
    };
    return pack->language_index_count == TG_TABLE_INDEX && tg_languages_are_valid(&pack->languages);
}

static bool attach_tables(tg_pack *pack)
{
    const tg_pack_header *header = pack->header;
    if (pack->fold_index_count != TG_TABLE_INDEX || pack->lane_index_count != TG_TABLE_INDEX ||
        pack->fold_composites_count != pack->fold_pairs_count || pack->links_count != pack->slots_count ||
        (pack->singles_count != 0 && pack->singles_count != TG_SINGLES_WORDS) ||
        !is_set(header->pair_bits, pack->pairs_count, 2) || !is_set(header->triple_bits, pack->triples_count, 2) ||
        !is_set(header->quad_bits, pack->quads_count, 1))
        return false;
    pack->fold = (tg_fold){
        .index = pack->fold_index,
        .values = pack->fold_values,
        .sequences = pack->fold_sequences,
        .pairs = pack->fold_pairs,
        .composites = pack->fold_composites,
        .marks = pack->fold_marks,
        .values_count = pack->fold_values_count,
        .sequence_count = pack->fold_sequences_count,
        .pair_count = pack->fold_pairs_count,
        .mark_count = pack->fold_marks_count,
    };
    pack->lane = (tg_lane){
        .fold = &pack->fold,
        .index = pack->lane_index,
        .symbols = pack->lane_symbols,
        .extras = pack->lane_extras,
        .symbols_count = pack->lane_symbols_count,
        .extra_count = pack->lane_extras_count,
    };
    pack->automaton = (tg_automaton){
        .slots = pack->slots,
        .links = pack->links,
        .words = pack->words,
        .slot_count = pack->slots_count,
        .word_count = pack->words_count,
        .filter = {pack->pairs, pack->triples, pack->quads, pack->singles_count ? pack->singles : NULL,
                   header->pair_bits, header->triple_bits, header->quad_bits},
        .label_count = header->label_count,
    };
    return tg_fold_is_valid(&pack->fold) && tg_lane_check(&pack->lane) && tg_automaton_is_valid(&pack->automaton) &&
           tg_lane_greatest(&pack->lane) < header->label_count && attach_guises(pack) && attach_bank(pack) &&
           attach_languages(pack);
}

/* Whether a string begins at `offset`: the section ends with NUL and is well-formed, so that only the middle of a character
 * must be ruled out. */
static bool is_string(const tg_pack *pack, uint32_t offset)
{
    return offset < pack->strings_count && !tg_utf8_is_trail((unsigned char)pack->strings[offset]);
}

static bool is_text(const tg_pack *pack, uint32_t offset, uint32_t length)
{
    return is_string(pack, offset) && length < pack->strings_count - offset;
}

static bool entries_are_valid(const tg_pack *pack)
{
    bool valid = true;
    for (size_t i = 0; i < pack->dictionaries_count; i++)
        valid &= is_string(pack, pack->dictionaries[i].name) && is_string(pack, pack->dictionaries[i].version);
    for (size_t i = 0; i < pack->attributes_count; i++) {
        const tg_pack_attributes *a = &pack->attributes[i];
        valid &= is_string(pack, a->category) && is_string(pack, a->languages) && is_string(pack, a->markets) &&
                 is_string(pack, a->note) && is_string(pack, a->advice) && is_string(pack, a->source) &&
                 is_string(pack, a->id) && is_string(pack, a->initials) && a->dictionary < pack->dictionaries_count &&
                 a->severity <= TG_SEVERITY_CRITICAL && a->match < 2 * TG_EDGE_PART && a->within <= TG_WITHIN_LIMIT &&
                 a->fuzzy <= TG_FUZZY_ALL &&
                 a->weight >= -TG_WEIGHT_LIMIT && a->weight <= TG_WEIGHT_LIMIT;
    }
    for (size_t i = 0; i < pack->entries_count; i++)
        valid &= is_string(pack, pack->entries[i].pattern) && is_string(pack, pack->entries[i].rule) &&
                 pack->entries[i].attributes < pack->attributes_count;
    return valid;
}

static bool secrets_are_valid(const tg_pack *pack)
{
    bool valid = true;
    for (size_t i = 0; i < pack->secrets_count; i++)
        valid &= pack->secrets[i].entry < pack->entries_count && pack->secrets[i].tokens <= TG_SECRET_TOKENS &&
                 (i == 0 || pack->secrets[i - 1].hash <= pack->secrets[i].hash);
    return valid;
}

static bool words_are_valid(const tg_pack *pack)
{
    const size_t owners[] = {pack->entries_count, pack->entries_count, pack->parts_count, pack->patterns_count};
    bool valid = true;
    for (size_t i = 0; i < pack->words_count; i++) {
        const tg_word *word = &pack->words[i];
        valid &= word->owner < owners[word->flags & TG_WORD_KIND_MASK] && word->length <= pack->header->history &&
                 word->length > 0 && is_string(pack, word->text) && pack->strings[word->text] != '\0';
    }
    return valid;
}

static bool rules_are_valid(const tg_pack *pack)
{
    for (size_t i = 0; i < pack->combinations_count; i++) {
        const tg_combination *c = &pack->combinations[i];
        size_t parts = (size_t)c->required + c->excluded;
        if (c->entry >= pack->entries_count || c->required < 1 || parts > TG_COMBINATION_PARTS ||
            parts > pack->parts_count || c->first_part > pack->parts_count - parts)
            return false;
        for (size_t k = 0; k < parts; k++)
            if (pack->parts[c->first_part + k] != i)
                return false;
    }
    for (size_t i = 0; i < pack->parts_count; i++) {
        if (pack->parts[i] >= pack->combinations_count)
            return false;
        const tg_combination *c = &pack->combinations[pack->parts[i]];
        if (i < c->first_part || i >= c->first_part + (size_t)c->required + c->excluded)
            return false;
    }
    for (size_t i = 0; i < pack->patterns_count; i++) {
        const tg_pack_pattern *p = &pack->patterns[i];
        if (p->entry >= pack->entries_count || !is_text(pack, p->regex, p->regex_length) ||
            (p->reach > TG_REGEX_REACH && p->reach != TG_REGEX_UNBOUNDED))
            return false;
    }
    return true;
}

static bool strings_are_valid(const tg_pack *pack)
{
    size_t at;
    return pack->strings_count > 0 && pack->strings[pack->strings_count - 1] == '\0' &&
           tg_utf8_is_valid(pack->strings, pack->strings_count, &at);
}

tg_status tg_pack_attach(tg_pack *pack, const void *data, size_t length, tg_error *error)
{
    pack->data = data;
    pack->header = data;
    tg_status status = check_header(pack->header, length, error);
    if (status != TG_OK)
        return status;
    pack->length = pack->header->length;
    status = find_sections(pack, error);
    if (status != TG_OK)
        return status;
    if (!strings_are_valid(pack) || !entries_are_valid(pack))
        return corrupt(error, "its entries are wrong");
    if (!attach_tables(pack))
        return corrupt(error, "its tables are wrong");
    if (!secrets_are_valid(pack) || !words_are_valid(pack) || !rules_are_valid(pack))
        return corrupt(error, "its rules are wrong");
    return TG_OK;
}
