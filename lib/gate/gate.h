/* What is behind the public objects of this room. */
#ifndef TG_GATE_GATE_H
#define TG_GATE_GATE_H

#include <stdatomic.h>

#include "detect/detect.h"
#include "pack/builder.h"
#include "verdict/verdict.h"

/* Words of 64 bits of a set of `count`. */
#define TG_SET_WORDS(count) (((count) + 63) / 64)

struct tg_options {
    tg_allocator allocator;
    tg_builder *sources;  /* of paths and words; compiled with the gate */
    tg_vector packs;      /* tg_pack *, a reference each */
    tg_policy *policy;
    char *markets;        /* "CN,TW", allocated; NULL: none */
    tg_key key;           /* of hashed lists */
    bool has_key;
    uint64_t settings[TG_SETTING_COUNT];
};

struct tg_gate {
    tg_allocator allocator;
    atomic_size_t references;
    tg_gate *base;        /* whose rules are the first of these, or NULL */
    tg_arena arena;
    tg_rules *rules;
    size_t rule_count;
    tg_policy *policy;    /* or NULL */
    const char *markets;  /* "CN,TW" or "" */
    const tg_territory **territories; /* of those markets that something is known of */
    size_t territory_count;
    const tg_languages *languages; /* of the first pack that has some, or NULL */
    uint64_t settings[TG_SETTING_COUNT];
};

struct tg_scanner {
    tg_allocator allocator;
    tg_gate *gate;
    tg_holder *holder;       /* that it follows, or NULL */
    size_t generation;       /* of the holder's gate */
    atomic_flag busy;
    bool ignores_languages;  /* texts are pieces of a longer one: which entries rest is not for them to say */
    tg_markup markup;
    tg_overlap overlap;
    tg_work work;
    tg_markup_map map;       /* of HTML */
    tg_vector categories;    /* tg_category_score */
    tg_vector ranges;        /* tg_redact_range */
    tg_vector out;           /* bytes of the last redaction or report */
    tg_verdict_data verdict;
    tg_vector spans;         /* tg_language_span */
    tg_language_report languages;
    tg_scanner *checker;     /* of redacted texts; NULL until there is one */
    const char *source;      /* the text as passed in */
    size_t source_length;
};

/* Makes the scanner's memory fit its gate, or a newer one of its holder. */
tg_status tg_scanner_refresh(tg_scanner *scanner);

/* Steps of a scan: takes the scanner, with the gate in force; begins with a text; gives the scanner back and returns the
 * status. */
tg_status tg_scan_take(tg_scanner *scanner, const char *text, size_t length);
tg_status tg_scan_begin(tg_scanner *scanner, const char *text, size_t length);
tg_status tg_scan_end(tg_scanner *scanner, tg_status status);

/* Scans a text; the verdict is the scanner's. For who has the scanner to himself. */
tg_status tg_scan_all(tg_scanner *scanner, const char *text, size_t length);

/* Texts that stand in one buffer, and where their verdicts go (see tg_scan_packed). */
typedef struct tg_packed {
    const char *text;
    const size_t *ends;
    size_t count;
    tg_summary *summaries;
    tg_packed_fn call;
    void *user;
} tg_packed;

/* Whether the ends are in order and there is a text for them. Linear time. */
bool tg_packed_is_valid(const tg_packed *packed);

/* Scans the texts [first, stop). */
tg_status tg_scan_range(tg_scanner *scanner, const tg_packed *packed, size_t first, size_t stop);

/* The gate in force and its number. A new reference. */
tg_gate *tg_holder_take(tg_holder *holder, size_t *generation);
bool tg_holder_is_newer(const tg_holder *holder, size_t generation);

/* A gate that has the rules of `base`, but for the entries that are removed (a set for each of its packs, or NULL), and those
 * of `pack`, where it is not NULL. */
tg_status tg_gate_derive(tg_gate *base, uint64_t *const *removed, tg_pack *pack, tg_gate **gate, tg_error *error);

/* Path of the shipped pack: beside the library or where it was installed. False if there is none. */
bool tg_locate_default_pack(char *path, size_t size);

#endif
