/* The pack: one compiled rule file, as it lies in memory or in a mapping. A header, a table of sections, and the sections,
 * each an array of one fixed-size type, so that opening one relocates nothing. Little-endian. See README.md of this
 * room. */
#ifndef TG_PACK_PACK_H
#define TG_PACK_PACK_H

#include <stdatomic.h>

#include "base/file.h"
#include "guise/guise.h"
#include "language/learn.h"
#include "model/model.h"
#include "pack/secret.h"
#include "pack/source.h"
#include "rule/combination.h"

enum { TG_PACK_FORMAT = 3 };

/* Offsets of strings are into the section STRINGS, whose last byte is NUL. */

/* What entries say of themselves, their dictionary included. */
typedef struct tg_pack_attributes {
    uint32_t category, languages, markets, note, advice, source, id, initials; /* strings */
    uint32_t dictionary;
    uint32_t severity, match, within, fuzzy; /* as in tg_attributes */
    int32_t weight;
} tg_pack_attributes;

/* One entry, in source order. */
typedef struct tg_pack_entry {
    uint32_t pattern; /* string, as it stood in the source, without the `!` of an allowed text */
    uint32_t rule;    /* string, "dictionary:pattern" or "dictionary:id" */
    uint32_t attributes : 30;
    uint32_t kind : 2; /* tg_entry_kind */
} tg_pack_entry;

typedef struct tg_pack_dictionary {
    uint32_t name, version; /* strings */
} tg_pack_dictionary;

typedef struct tg_pack_pattern {
    uint32_t entry;
    uint32_t regex, regex_length; /* string: the folded expression */
    uint32_t flags;               /* TG_REGEX_* */
    uint32_t literals;            /* words of which one must be there; 0: it is always tried */
    uint32_t reach, width;        /* see tg_regex_measures */
} tg_pack_pattern;

/* Sections: name, type of an item, member of tg_pack. A section's number is its place in this list, for good: new ones come
 * last, and a pack that was made before them has them empty. */
#define TG_SECTION_LIST(X)                                                                                             \
    X(FOLD_INDEX, uint16_t, fold_index)                                                                                \
    X(FOLD_VALUES, uint32_t, fold_values)                                                                              \
    X(FOLD_SEQUENCES, uint32_t, fold_sequences)                                                                        \
    X(FOLD_PAIRS, tg_fold_pair, fold_pairs)                                                                            \
    X(FOLD_COMPOSITES, uint32_t, fold_composites)                                                                      \
    X(FOLD_MARKS, uint32_t, fold_marks)                                                                                \
    X(LANE_INDEX, uint16_t, lane_index)                                                                                \
    X(LANE_SYMBOLS, uint16_t, lane_symbols)                                                                            \
    X(LANE_EXTRAS, tg_lane_extra, lane_extras)                                                                         \
    X(SLOTS, tg_slot, slots)                                                                                           \
    X(LINKS, tg_slot_link, links)                                                                                      \
    X(PAIRS, uint32_t, pairs)                                                                                          \
    X(TRIPLES, uint32_t, triples)                                                                                      \
    X(QUADS, uint32_t, quads)                                                                                          \
    X(SINGLES, uint32_t, singles)                                                                                      \
    X(GUISE_INDEX, uint16_t, guise_index)                                                                              \
    X(GUISE_VALUES, uint32_t, guise_values)                                                                            \
    X(GUISES, tg_guise, guise_list)                                                                                    \
    X(HAN_GUISES, tg_han_guise, han_guises)                                                                            \
    X(READINGS, uint32_t, readings)                                                                                    \
    X(SYLLABLES, char, syllables)                                                                                      \
    X(BLURRED, uint16_t, blurred)                                                                                      \
    X(MEMBER_STARTS, uint32_t, member_starts)                                                                          \
    X(MEMBERS, uint16_t, members)                                                                                      \
    X(SPLITS, tg_split, splits)                                                                                        \
    X(HAN_WORDS, tg_han_word, han_words)                                                                               \
    X(HAN_KEYS, uint64_t, han_keys)                                                                                    \
    X(HAN_PAIRS, uint32_t, han_pairs)                                                                                  \
    X(TRIGRAMS, uint32_t, trigrams)                                                                                    \
    X(COMMON, uint32_t, common)                                                                                        \
    X(BEGINS, uint64_t, begins)                                                                                        \
    X(SPELT, uint32_t, spelt)                                                                                          \
    X(WORDS, tg_word, words)                                                                                           \
    X(PARTS, uint32_t, parts) /* each part's combination */                                                            \
    X(COMBINATIONS, tg_combination, combinations)                                                                      \
    X(PATTERNS, tg_pack_pattern, patterns)                                                                             \
    X(SECRETS, tg_secret_hash, secrets)                                                                                \
    X(ENTRIES, tg_pack_entry, entries)                                                                                 \
    X(ATTRIBUTES, tg_pack_attributes, attributes)                                                                      \
    X(DICTIONARIES, tg_pack_dictionary, dictionaries)                                                                  \
    X(STRINGS, char, strings)                                                                                          \
    X(MODEL_LANE_INDEX, uint16_t, model_lane_index)                                                                    \
    X(MODEL_LANE_SYMBOLS, uint16_t, model_lane_symbols)                                                                \
    X(MODEL_LANE_EXTRAS, tg_lane_extra, model_lane_extras)                                                             \
    X(MODEL_KINDS, uint8_t, model_kinds)                                                                               \
    X(MODEL_ROWS, int8_t, model_rows)                                                                                  \
    X(MODEL_HEADS, tg_head, model_heads)                                                                               \
    X(MODEL_LABELS, tg_label, model_labels)                                                                            \
    X(MODEL_STRINGS, char, model_strings)                                                                              \
    X(LANGUAGE_INDEX, uint16_t, language_index)                                                                        \
    X(LANGUAGE_LETTERS, uint32_t, language_letters)                                                                    \
    X(LANGUAGE_SCRIPTS, tg_language_script, language_scripts)                                                          \
    X(LANGUAGE_LABELS, tg_language_label, language_labels)                                                             \
    X(LANGUAGE_ROWS, int8_t, language_rows)

enum {
#define TG_X(name, type, member) TG_SECTION_##name,
    TG_SECTION_LIST(TG_X)
#undef TG_X
    TG_SECTION_COUNT
};

typedef struct tg_pack_header {
    char magic[8];       /* "textgate" */
    uint32_t byte_order; /* 0x01020304 */
    uint32_t format;     /* TG_PACK_FORMAT */
    uint64_t length;     /* of the whole pack */
    uint64_t checksum;   /* XXH3 (64 bits) of all behind this field */
    uint32_t sections;   /* TG_SECTION_COUNT */
    uint32_t pair_bits, triple_bits, quad_bits, label_count, states, symbols;
    uint32_t key_bits, han_pair_bits, begin_bits; /* of the guises; 0: there are none */
    uint32_t guise_flags; /* TG_GUISES_* */
    uint32_t history;    /* symbols that the walk and the patterns look back */
    uint32_t model_bits, model_stride; /* see tg_bank */
    char unicode[16];
} tg_pack_header;

typedef struct tg_pack_section {
    uint32_t id, item_size;
    uint64_t offset, count; /* offset from the pack's beginning, a multiple of 64; items */
} tg_pack_section;

/* A pack, or a volume of one: what follows is of each volume, but for what is said to be the first one's. Entries that rest
 * together (of markets that nobody asks for) or that are never in disguise have volumes of their own, which cost a scan
 * little or nothing. A volume is laid out as a pack of its own; they stand one after another. */
struct tg_pack {
    tg_allocator allocator;
    tg_pack *first, *next; /* volumes */
    atomic_size_t references; /* the first one's */
    tg_mapping mapping;   /* of an opened file; data NULL otherwise; the first one's */
    void *memory;         /* of a compiled or loaded pack; the first one's */
    size_t size;          /* of all volumes; the first one's */
    size_t first_entry;   /* entries of the volumes before */
    const unsigned char *data;
    size_t length;
    const tg_pack_header *header;
#define TG_X(name, type, member) const type *member; size_t member##_count;
    TG_SECTION_LIST(TG_X)
#undef TG_X
    tg_fold fold;
    tg_lane lane;
    tg_automaton automaton;
    tg_guises guises; /* flags 0: nothing is looked for in disguise */
    tg_bank bank;     /* head_count 0: there are no models */
    tg_languages languages; /* script_count 0: they are not told apart */
};

/* Points the members of a volume at the first of those that stand at data, and checks all of it. */
tg_status tg_pack_attach(tg_pack *pack, const void *data, size_t length, tg_error *error);

/* A pack of one reference over `memory`, which it releases. On failure `memory` is released too. */
tg_status tg_pack_adopt(void *memory, size_t length, const tg_allocator *allocator, tg_pack **pack, tg_error *error);

/* A pack of the volumes from `first` on, then those from `others` on, or NULL. */
tg_status tg_pack_join(const tg_pack *first, const tg_pack *others, tg_pack **pack, tg_error *error);

/* The items of a section to be written. */
typedef struct tg_pack_items {
    const void *items;
    size_t count;
    tg_vector *owner; /* freed once they are written, so that a large pack is hardly ever there twice; NULL: others need them */
} tg_pack_items;

/* Lays a header and all sections out and adopts the result. Of the header, what depends on the layout is filled in. */
tg_status tg_pack_write(const tg_pack_header *header, const tg_pack_items items[TG_SECTION_COUNT],
                        const tg_allocator *allocator, tg_pack **pack, tg_error *error);

/* The folding tables of a pack, and its models too. */
void tg_pack_take_tables(const tg_pack *from, tg_pack_items items[TG_SECTION_COUNT], tg_pack_header *header);
void tg_pack_take_models(const tg_pack *from, tg_pack_items items[TG_SECTION_COUNT], tg_pack_header *header);

/* What tells languages apart. */
void tg_pack_take_languages(const tg_pack *from, tg_pack_items items[TG_SECTION_COUNT]);

/* Adds the entries of a volume to a source as their lines had them, those left out that `removed` has a bit for; NULL: none.
 * TG_INVALID_ARGUMENT for a hashed list. */
tg_status tg_source_add_pack(tg_source *source, const tg_pack *pack, const uint64_t *removed, tg_error *error);

/* What a source is compiled with. */
typedef struct tg_compiling {
    const tg_pack *tables; /* whose folding tables are taken; NULL: they are made, which takes longer */
    bool with_models;      /* that has the models, too */
    const tg_pack *languages; /* that tells languages apart, or NULL */
    const tg_key *key;     /* not NULL: to a pack that has keyed hashes of the words and nothing else of them */
} tg_compiling;

/* To a pack of one volume. */
tg_status tg_source_compile(const tg_source *source, const tg_compiling *with, tg_pack **pack, tg_error *error);

/* To volumes as the entries need them. */
tg_status tg_source_compile_volumes(const tg_source *source, const tg_compiling *with, tg_pack **pack, tg_error *error);
/* Examples to a pack that tells their languages apart and has nothing else; see language/learn.h. */
tg_status tg_languages_train(const tg_language_learning *learning, const tg_language_example *examples, size_t count,
                             const tg_allocator *allocator, tg_pack **pack, tg_error *error);

#endif
