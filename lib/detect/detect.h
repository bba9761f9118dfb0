/* Detectors: one file each, one interface, one table. All of them work on a tg_work, the memory of one scan, and leave
 * findings there; what the findings mean for the text is the room verdict's business. */
#ifndef TG_DETECT_DETECT_H
#define TG_DETECT_DETECT_H

#include "guise/scan.h"
#include "language/detect.h"
#include "match/walk.h"
#include "model/features.h"
#include "near/store.h"
#include "pack/pack.h"
#include "rule/pattern.h"
#include "text/markup.h"
#include "text/view.h"

/* One alternative of the shapes of a kind of number (privacy.h). */
typedef struct tg_privacy_shape {
    const char *shape;
    uint64_t digits; /* which characters are digits, as bits */
    uint8_t kind;
} tg_privacy_shape;

enum { TG_NUMBER_MOST = 34 /* characters of the longest number: an IBAN */, TG_PRIVACY_SHAPES = 320 };

/* All of them, by how many characters they have. */
typedef struct tg_privacy_shapes {
    uint16_t starts[TG_NUMBER_MOST + 2];
    tg_privacy_shape rows[TG_PRIVACY_SHAPES];
} tg_privacy_shapes;

/* Which detector's a model's task is. */
typedef enum tg_family { TG_FAMILY_NONE, TG_FAMILY_SPAM, TG_FAMILY_ABUSE, TG_FAMILY_OTHER } tg_family;

/* What is known of a market (culture.h), and how many there can be. */
typedef struct tg_territory tg_territory;

enum { TG_MARKETS_MOST = 320 };

/* What an entry says of feelings (emotion.h). */
typedef struct tg_tone {
    int32_t weight;      /* in thousandths */
    uint8_t kind, layer; /* tg_tone_kind, tg_layer */
} tg_tone;

/* A set of labels of languages. */
typedef struct tg_label_set {
    uint64_t words[TG_LANGUAGE_LABELS / 64];
} tg_label_set;

/* What a gate made of a volume of a pack. Immutable. */
typedef struct tg_rules {
    tg_pack *pack;
    bool rests;                 /* no entry can take part, and there is nothing else: it is not read */
    const uint64_t *removed;    /* set of entries that rest; NULL: none */
    const char **markets;       /* for each attributes: the markets asked for among its own, ""; NULL: it rests */
    uint8_t *cultural;          /* for each attributes: whether their category is culture's, and so the detector is */
    tg_pattern_code **patterns; /* for each pattern */
    uint32_t *whole;            /* the patterns that see the whole text (no reach) */
    size_t whole_count;
    tg_cpu cpu;                 /* whose kernels are used */
    tg_key key;                 /* of the pack's hashed list */
    uint32_t token_counts;      /* set of those that its entries have; 0: there is none */
    uint8_t *families;          /* tg_family of each head of the pack's models */
    tg_tone *tones;             /* of each attributes */
    tg_label_set *languages;    /* for each attributes: the labels of their languages, of the gate's tables; all empty: they
                                   do not say, or there is none of them */
    bool has_languages;         /* there are attributes with some, which do not rest */
} tg_rules;

/* A literal of a pattern was seen: a match that contains it begins at most tg_pack_pattern.reach characters before its
 * end. */
typedef struct tg_literal_hit {
    uint32_t pattern;
    uint32_t last;  /* byte where the literal's last character begins; not less than that of the hit before */
    uint32_t piece; /* byte from which to fold, for what looks behind too; likewise */
} tg_literal_hit;

/* How far a pattern has come in a text. */
typedef struct tg_pattern_progress {
    uint64_t resume; /* the next match begins here or later: a byte of the text, or of the folded text if all is read */
    bool seen;       /* one of its literals was seen */
    bool rests;      /* it reached a limit */
} tg_pattern_progress;

/* One of several texts that were read together: its symbols in the view and its hits. */
typedef struct tg_text_ahead {
    uint32_t begin, count, first_hit, hits;
} tg_text_ahead;

/* One scanner's memory for one pack. */
typedef struct tg_reading {
    const tg_rules *rules;
    tg_view view;
    tg_walk_hit *hits;       /* 2 * view.capacity */
    uint32_t *candidates;    /* 2 * view.capacity */
    tg_walk walk;
    tg_vector ahead;         /* tg_text_ahead */
    tg_vector part_hits;     /* tg_part_hit */
    tg_part_list *part_lists; /* for each part; all empty between scans */
    tg_vector parts_seen;    /* uint32_t: parts whose lists are not empty */
    tg_vector literal_hits;  /* tg_literal_hit: of patterns with a reach, in order */
    tg_pattern_progress *progress; /* for each pattern; all zero between scans */
    tg_folded folded;        /* for the patterns */
    tg_guise_scan guise;     /* for words in disguise */
    tg_features features;    /* of the pack's models; `bank` NULL: it has none */
    int64_t *sums;           /* for each column of the bank */
    uint32_t *scores;        /* for each label, in parts of 2^32 */
    bool parts_unordered;    /* parts in disguise are among the others, not at their places */
} tg_reading;

typedef struct tg_work tg_work;

/* Called after each round of tiles: findings and allowed texts that begin before byte `before` of the scanned text are all
 * known. Anything but TG_OK ends the collecting with that status. */
typedef tg_status (*tg_settle_fn)(tg_work *work, size_t before, void *user);

/* What the detector `duplicate` found. */
typedef struct tg_work_duplicate {
    bool looked;              /* the text was looked up */
    bool is_found;
    tg_repeat repeat;         /* the best one */
    tg_range *differences;    /* in the source, in the arena */
    size_t difference_count;
} tg_work_duplicate;

struct tg_work {
    tg_allocator allocator;
    tg_reading *readings;
    size_t reading_count;
    uint32_t detectors;       /* set of TG_DETECTOR_BIT */
    tg_matcher *matcher;
    char language[36];        /* of the texts, or "" */
    const tg_territory *const *markets; /* that are asked for and that something is known of */
    size_t market_count;
    tg_language_detector languages; /* `languages` NULL: no pack tells them apart */
    tg_language *languages_found;   /* room for all of them … */
    size_t language_count;          /* … how many there are */
    bool wants_languages;           /* some entry asks for one, or the caller does */
    tg_label_set resting;           /* whose entries rest in this text */

    const char *text;         /* what is scanned: for HTML, what a reader sees */
    size_t length;
    size_t ahead;             /* 1 + which of the texts that were read together; 0: none */
    const tg_markup_map *map; /* back to the source, or NULL */

    tg_arena arena;           /* what findings point at */
    tg_vector findings;       /* tg_finding */
    tg_vector allowed;        /* tg_range */
    size_t allowed_next, allowed_reach; /* how many of them were gone through, and the greatest end of those */
    tg_vector incomplete;     /* const char *: rules of patterns that reached a limit */
    tg_inquiry *inquiry;            /* at the store that texts are looked up in, or NULL */
    tg_work_duplicate duplicate;
    double flood;             /* the score of the detector flood */
    tg_privacy_shapes shapes; /* of the detector privacy */

    bool models_read;         /* see models.h */
    bool wants_signals;       /* there is a model that they are for */
    uint32_t signals;         /* set of tg_signal: what findings so far say of spam */
    tg_spam spam;             /* what the detector came to; score below 0: nothing */

    tg_vector signs;          /* tg_sign: of feelings */
    tg_vector spans;          /* tg_emotion_span */
    bool feels;               /* the detector emotion came to something */
    tg_emotion emotion;
};

typedef struct tg_detector_row {
    uint32_t detectors; /* set of TG_DETECTOR_BIT: for which of them it runs */
    tg_status (*detect)(tg_work *work);
} tg_detector_row;

/* In the order in which they run; the last one's function is NULL. */
extern const tg_detector_row tg_detectors[];

tg_status tg_reading_init(tg_reading *reading, const tg_allocator *allocator, const tg_rules *rules);
void tg_reading_free(tg_reading *reading, const tg_allocator *allocator);

/* Whether words in disguise are looked for; and looks for them up to byte `until` (guises.c); what it finds is taken as the
 * walk's findings are. */
bool tg_looks_for_guises(const tg_work *work, const tg_reading *reading);
tg_status tg_collect_guises(tg_work *work, tg_reading *reading, size_t until);

/* Puts the lists of parts in the order of the text. */
void tg_order_parts(tg_reading *reading);

/* Where a word was found, in symbols of the whole text and in bytes. */
typedef struct tg_place {
    uint64_t first, last;
    tg_range range;
} tg_place;

/* Notes a part of a combination, and how closely it agrees. */
tg_status tg_take_part(tg_reading *reading, uint32_t number, const tg_place *place, tg_match match, uint32_t tricks);

/* The entry that a word serves. */
uint32_t tg_entry_of(const tg_pack *pack, const tg_word *word);

/* Walks the text through the automaton of every pack, tile by tile: words become findings, allowed texts are noted, parts
 * of combinations and literals of patterns are left in the readings for the detectors. `settle` may be NULL. */
tg_status tg_collect(tg_work *work, tg_settle_fn settle, void *user);

/* Reads short texts together, so that what one waits for is done for all: those in text[begin, …) that end at ends[0], ends[1]
 * … *taken: how many of the `count` there was room for, none if the first is too long. Each is then collected with
 * work->ahead = 1 + its number. */
tg_status tg_read_ahead(tg_work *work, const char *text, size_t begin, const size_t *ends, size_t count, size_t *taken);

tg_status tg_detect_combinations(tg_work *work); /* words */
tg_status tg_detect_patterns(tg_work *work);
tg_status tg_detect_duplicate(tg_work *work);
tg_status tg_detect_secrets(tg_work *work); /* words, too */

/* Fills in the work's shapes, once. */
void tg_privacy_sort_shapes(tg_privacy_shapes *shapes);

static inline bool tg_is_asked(const tg_work *work, tg_detector detector)
{
    return work->detectors & TG_DETECTOR_BIT(detector);
}

/* The detector that a finding of an entry is of: culture by its category, else the one that found it. */
static inline tg_detector tg_detector_of(const tg_rules *rules, uint32_t entry, tg_detector finder)
{
    return rules->cultural[rules->pack->entries[entry].attributes] ? TG_DETECTOR_CULTURE : finder;
}
/* Finds the languages of the text, before all else: which entries rest depends on them (language.c). */
tg_status tg_work_languages_init(tg_work *work, const tg_languages *languages, tg_cpu cpu);
void tg_work_languages_free(tg_work *work);
tg_status tg_find_languages(tg_work *work);

/* Takes over what the work's detector of languages found. */
void tg_take_languages(tg_work *work);

/* The tag of the language that the texts are said to be in, or that this one is surely in; "": it is not known. */
const char *tg_language_of(const tg_work *work);

/* The labels of the languages of an entry ("zh,en"), of the tables; empty if the tables do not know one of them. */
void tg_label_set_of(const tg_languages *languages, const char *tags, tg_label_set *set);

/* Whether an entry takes part: its market is asked for and its language is not ruled out. */
bool tg_entry_works(const tg_work *work, const tg_rules *rules, uint32_t entry);

/* Adds a finding of an entry at [begin, end) of the scanned text, if its detector is asked. `parts` are ranges of the scanned
 * text too. */
typedef struct tg_sighting {
    tg_detector detector;
    uint32_t entry;
    tg_range range;
    tg_match match;
    uint32_t tricks;
    const tg_range *parts; /* or NULL */
    size_t part_count;
} tg_sighting;

tg_status tg_add_finding(tg_work *work, const tg_rules *rules, const tg_sighting *sighting);

/* How a stretch of text differs from the word as its entry has it. */
tg_match tg_compare_writing(const tg_work *work, const tg_pack *pack, const tg_word *word, tg_range range,
                            uint32_t *tricks);

#endif
