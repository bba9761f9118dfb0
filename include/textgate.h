/* textgate.h - decide what may be published. The only installed header; its comments are the reference manual.
 *
 *     tg_options *options = tg_options_new(NULL);           // what to look for
 *     tg_options_add_default(options);                      // the shipped dictionaries
 *     tg_gate *gate;                                        // compiled rules + policy, shared by threads
 *     if (tg_gate_new(options, &gate, &error) != TG_OK) ...
 *     tg_scanner *scanner;                                  // one thread's working memory
 *     tg_scanner_new(gate, &scanner);
 *     const tg_verdict *verdict;
 *     tg_scan(scanner, text, length, &verdict);             // what is in it, where, and what to do
 *
 * Conventions, which hold wherever a function does not say otherwise
 *   Text      is UTF-8, a pointer and a length in bytes; (NULL, 0) is the empty text. Ill-formed sequences are scanned,
 *             each counting as one U+FFFD; a NUL is a character like any other. Offsets are half-open byte ranges of
 *             the text as it was passed in.
 *   Strings   (`const char *` without a length) end with NUL and are UTF-8.
 *   Ownership what a `_new`, `_open` or `_compile` function gives is the caller's, released by the `_free` or `_unref`
 *             of its type; these accept NULL. Pointers inside a verdict belong to the scanner and live until its next
 *             call. What a function is passed it copies, unless it says that it keeps a reference.
 *   Errors    functions that can fail return a tg_status. Where there is a `tg_error *` it may be NULL; otherwise it is
 *             filled on failure with a message and, for dictionaries and policies, file, line and column.
 *   Threads   a gate, a pack and a policy are immutable: any number of threads may use one. A holder may be used by any
 *             number of threads. Everything else is one thread's at a time. The library has no mutable globals, reads no
 *             environment and no locale, prints nothing.
 *   ABI       enumerators and struct fields are only ever appended; structs that the caller fills begin with `size`.
 */
#ifndef TEXTGATE_H
#define TEXTGATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TG_VERSION_MAJOR 0
#define TG_VERSION_MINOR 1
#define TG_VERSION_PATCH 0
#define TG_VERSION "0.1.0"

#if defined(__GNUC__) || defined(__clang__)
#define TG_API __attribute__((visibility("default")))
#else
#define TG_API
#endif

/* Called now and then in long work with the share of it that is done, 0..1; anything but 0 stops it. */
typedef int (*tg_progress_fn)(double done, void *user);

/* The version of the library that is running, such as "0.1.0". */
TG_API const char *tg_version(void);

/* ---------------------------------------------------------------- words ---- */

/* Status: name, value, text. */
#define TG_STATUS_LIST(X)                                                                          \
    X(OK, 0, "success")                                                                            \
    X(NO_MEMORY, -1, "out of memory")                                                              \
    X(INVALID_ARGUMENT, -2, "invalid argument")                                                    \
    X(IO, -3, "input or output failed")                                                            \
    X(SYNTAX, -4, "ill-formed source")                                                             \
    X(CORRUPT, -5, "not a pack, or a damaged one")                                                 \
    X(INCOMPATIBLE, -6, "made for another version")                                                     \
    X(LIMIT, -7, "a limit was exceeded")                                                           \
    X(BUSY, -8, "in use by another thread")                                                        \
    X(STOPPED, -9, "stopped by the callback")                                                      \
    X(NOT_FOUND, -10, "not found")                                                                 \
    X(INTERNAL, -11, "a library that textgate uses failed")

typedef enum tg_status {
#define TG_X(name, value, text) TG_##name = value,
    TG_STATUS_LIST(TG_X)
#undef TG_X
} tg_status;

/* Severity of a finding, least first: name, word. */
#define TG_SEVERITY_LIST(X) X(LOW, "low") X(MEDIUM, "medium") X(HIGH, "high") X(CRITICAL, "critical")

typedef enum tg_severity {
#define TG_X(name, word) TG_SEVERITY_##name,
    TG_SEVERITY_LIST(TG_X)
#undef TG_X
} tg_severity;

/* What to do with a text, mildest first: name, word. */
#define TG_ACTION_LIST(X) X(PASS, "pass") X(REVIEW, "review") X(BLOCK, "block")

typedef enum tg_action {
#define TG_X(name, word) TG_ACTION_##name,
    TG_ACTION_LIST(TG_X)
#undef TG_X
} tg_action;

/* Who finds: name, word. TG_DETECTOR_BIT(TG_DETECTOR_WORDS) is its bit in a set.
 *   words     words and combinations of the dictionaries
 *   patterns  their patterns
 *   invisible what a text hides, whatever the dictionaries. Of severity medium are the categories `invisible.zero-width`
 *             (characters that do not show), `invisible.bidi` (bidirectional overrides) and `invisible.mixed-script` (words
 *             of several scripts whose letters look alike); high `invisible.tags`, `invisible.selectors` (messages in tag
 *             characters and in variation selectors) and `invisible.domain` (host names that imitate others)
 *   privacy   what tells who somebody is, where to reach or how to act as him, in disguise too: telephones, mail addresses,
 *             identity cards, passports, bank cards, accounts, tax numbers, plates, keys … of some hundred kinds. The category
 *             is `privacy.phone`, `privacy.id-card.cn` and so on, the rule `privacy:phone.cn` names the kind, the note has the
 *             confidence. Severity medium; low where it is doubtful, or public by nature (`privacy.url`, `privacy.domain`)
 *   flood     texts that say nothing: `flood.garbled` (keyboards played on, wrong encodings) and `flood.repetition` of severity
 *             medium, low where it may be laughter or a refrain; `flood.empty`, `flood.filler` low. The finding is the text, or a
 *             stretch of a long one; the note tells what was measured.
 *   spam      advertising, fraud and the like: what a model of spam says, joined with what other detectors found and how
 *             the text is built; tg_verdict.spam has its score. Silent without a model (the default has one).
 *   abuse     insult and hate, by models
 *   models    all other models' tasks
 *   duplicate a text that is like a remembered one, where the scanner has a store: category `duplicate`, severity low, see
 *             tg_verdict_duplicate
 *   culture   what does not fit the markets that are asked for, see tg_options_set_markets: entries whose category is
 *             `culture` or begins with `culture.`, numbers that mean something there (`culture.numbers`), prices in other money
 *             (`culture.currency`), units that are not used (`culture.units`), and a text in a language that few read there
 *             (`culture.language`, of the text as a whole), the last three of severity low. Streams look for entries alone.
 *   emotion   what a text feels, from words, emoji, kaomoji, stickers and models: see tg_verdict.emotion. No findings
 * Findings of flood, spam, abuse and models are of the text as a whole: redaction leaves them, and they hide no others. */
#define TG_DETECTOR_LIST(X)                                                                            \
    X(WORDS, "words") X(PATTERNS, "patterns") X(INVISIBLE, "invisible") X(PRIVACY, "privacy") X(FLOOD, "flood")             \
    X(SPAM, "spam") X(ABUSE, "abuse") X(MODELS, "models") X(DUPLICATE, "duplicate") X(CULTURE, "culture")                 \
    X(EMOTION, "emotion") X(LANGUAGE, "language")

typedef enum tg_detector {
#define TG_X(name, word) TG_DETECTOR_##name,
    TG_DETECTOR_LIST(TG_X)
#undef TG_X
    TG_DETECTOR_COUNT
} tg_detector;

#define TG_DETECTOR_BIT(detector) (UINT32_C(1) << (detector))

/* How closely a finding's text agrees with its rule, closest first: name, word.
 *   exact     as the entry is written
 *   fold      the same once folded: case, width, variants, invisible characters
 *   loose     the same once disguises are undone: look-alikes, leet, masks, noise, repetition, similar shapes, parts …
 *   sound     in that a Chinese character is stood for by another of its sound, or by its pinyin
 * The farthest of these words in an entry's `match=` says how far it is looked for; `loose` where there is none. Patterns
 * and allowed texts are folded only. */
#define TG_MATCH_LIST(X) X(EXACT, "exact") X(FOLD, "fold") X(LOOSE, "loose") X(SOUND, "sound")

typedef enum tg_match {
#define TG_X(name, word) TG_MATCH_##name,
    TG_MATCH_LIST(TG_X)
#undef TG_X
} tg_match;

/* How a finding's text was disguised, bits of a set: name, bit, word. */
#define TG_TRICK_LIST(X)                                                                           \
    X(CASE, 0, "case")           /* another letter case than the rule's */                         \
    X(WIDTH, 1, "width")         /* full-width or half-width forms */                              \
    X(VARIANT, 2, "variant")     /* traditional, compatibility or otherwise variant characters; numerals */ \
    X(INVISIBLE, 3, "invisible") /* zero-width and other characters that do not show */            \
    X(MARKUP, 4, "markup")       /* tags, character references, percent-encoding inside the word */ \
    X(LOOKALIKE, 5, "lookalike") /* letters of other scripts or styles that look the same */       \
    X(LEET, 6, "leet")           /* digits and signs in place of letters */                        \
    X(MASK, 7, "mask")           /* signs that hide letters: f**k */                               \
    X(NOISE, 8, "noise")         /* blanks, signs or emoji between the characters */               \
    X(STRETCH, 9, "stretch")     /* characters repeated */                                         \
    X(MARKS, 10, "marks")        /* combining marks on the characters */                           \
    X(BIDI, 11, "bidi")          /* bidirectional overrides: bytes in another order than seen */   \
    X(SPLIT, 12, "split")        /* a Chinese character taken apart: 贝者 */                         \
    X(SHAPE, 13, "shape")        /* a Chinese character of similar shape */                        \
    X(SOUND, 14, "sound")        /* a Chinese character of the same sound */                       \
    X(PINYIN, 15, "pinyin")      /* pinyin, or its initials */                                     \
    X(EMOJI, 16, "emoji")        /* emoji and other signs that stand for characters */             \
    X(SWAP, 17, "swap")          /* neighbouring characters exchanged */

typedef enum tg_trick {
#define TG_X(name, bit, word) TG_TRICK_##name = 1 << bit,
    TG_TRICK_LIST(TG_X)
#undef TG_X
} tg_trick;

/* Why a text looks like spam, bits of a set: name, bit, word. */
#define TG_SIGNAL_LIST(X)                                                                          \
    X(WORDING, 0, "wording")           /* the model thinks so */                                   \
    X(KEYWORD, 1, "keyword")           /* words of the trade, which a dictionary has */            \
    X(CONTACT, 2, "contact")           /* a long number, an address, a way to get in touch */      \
    X(DISGUISE, 3, "disguise")         /* words or numbers in disguise, hidden characters */       \
    X(LINK, 4, "link")                                                                             \
    X(PRICE, 5, "price")               /* amounts, discounts */                                    \
    X(DIGITS, 6, "digits")             /* a fifth of the characters and more */                    \
    X(MIXED_SCRIPT, 7, "mixed-script") /* scripts mixed within a word */                           \
    X(SHOUTING, 8, "shouting")         /* capitals, exclamation marks */                           \
    X(TAGS, 9, "tags")                 /* hash-tags and mentions in number */

typedef enum tg_signal {
#define TG_X(name, bit, word) TG_SIGNAL_##name = 1 << bit,
    TG_SIGNAL_LIST(TG_X)
#undef TG_X
} tg_signal;

/* What a text may feel: name, word, how good or bad it is in hundredths. */
#define TG_FEELING_LIST(X)                                                                         \
    X(JOY, "joy", 100) X(ANGER, "anger", -100) X(SADNESS, "sadness", -100) X(FEAR, "fear", -80)    \
    X(DISGUST, "disgust", -100) X(SURPRISE, "surprise", 0)

typedef enum tg_feeling {
#define TG_X(name, word, polarity) TG_FEELING_##name,
    TG_FEELING_LIST(TG_X)
#undef TG_X
    TG_FEELING_COUNT
} tg_feeling;

/* What shows a feeling: name, word. */
#define TG_LAYER_LIST(X)                                                                           \
    X(WORD, "word")                                                                                \
    X(EMOJI, "emoji")                                                                              \
    X(KAOMOJI, "kaomoji") /* faces drawn with characters: ^_^ :-) orz */                           \
    X(STICKER, "sticker") /* codes of stickers: [doge] :joy: */

typedef enum tg_layer {
#define TG_X(name, word) TG_LAYER_##name,
    TG_LAYER_LIST(TG_X)
#undef TG_X
    TG_LAYER_COUNT
} tg_layer;

/* The words above as strings: "NO_MEMORY", "out of memory", "high", "block" … Never NULL: an unknown value gives "?".
 * Constant time, any thread. */
TG_API const char *tg_status_name(tg_status status);
TG_API const char *tg_status_text(tg_status status);
TG_API const char *tg_severity_word(tg_severity severity);
TG_API const char *tg_action_word(tg_action action);
TG_API const char *tg_detector_word(tg_detector detector);
TG_API const char *tg_match_word(tg_match match);
TG_API const char *tg_trick_word(tg_trick trick); /* of one bit */
TG_API const char *tg_signal_word(tg_signal signal); /* of one bit */
TG_API const char *tg_feeling_word(tg_feeling feeling);
TG_API const char *tg_layer_word(tg_layer layer);

/* The value of a word: TG_OK, or TG_NOT_FOUND and *out untouched. */
TG_API tg_status tg_severity_from_word(const char *word, tg_severity *out);
TG_API tg_status tg_action_from_word(const char *word, tg_action *out);
TG_API tg_status tg_detector_from_word(const char *word, tg_detector *out);

/* Where and why something failed. Plain data: copy it, drop it. */
typedef struct tg_error {
    tg_status status;
    uint32_t line;     /* from 1; 0: no position */
    uint32_t column;   /* from 1, in characters; 0: the whole line */
    char file[1024];   /* "" when there is none; shortened at its front when it does not fit */
    char message[512]; /* one line without a full stop */
} tg_error;

/* Writes "file:line:column: message", as far as known, to `buffer` of `size` bytes, always NUL-terminated.
 * Returns the length that the whole would have, as snprintf does. */
TG_API size_t tg_error_format(const tg_error *error, char *buffer, size_t size);

/* Where memory comes from. `reallocate` gets the old size too and is called with pointer NULL and old size 0 for the
 * first allocation; results must be aligned for any type; `release` is never called with NULL. They are called from the
 * threads that use the objects made with them, so they must be thread-safe if those are shared. NULL for an allocator
 * means malloc. */
typedef struct tg_allocator {
    void *(*reallocate)(void *user, void *pointer, size_t old_size, size_t new_size);
    void (*release)(void *user, void *pointer, size_t size);
    void *user;
} tg_allocator;

/* --------------------------------------------------------- dictionaries ---- */

/* A builder collects dictionary sources and compiles them into a pack. */
typedef struct tg_builder tg_builder;

/* A pack is one compiled rule file: tables of folding and disguises, automaton, rules. Immutable, counted references. */
typedef struct tg_pack tg_pack;

/* A new, empty builder, or NULL without memory. The allocator is copied. */
TG_API tg_builder *tg_builder_new(const tg_allocator *allocator);
TG_API void tg_builder_free(tg_builder *builder);

/* Adds a dictionary source: textgate's format (see README.md), one word a line, or CSV with a header that names a column
 * `word`, `text`, `term`, `pattern` or `keyword`, or JSON (README.md tells its forms). UTF-8 with or without byte order mark, UTF-16 with one, or GB18030; LF or
 * CRLF. A pack is added as by tg_builder_add_pack. On error nothing of the file is used, the builder stays usable, *error tells of the first bad line and
 * the others are in tg_builder_diagnostic.
 * Returns TG_OK, TG_IO, TG_SYNTAX, TG_LIMIT (over 2^30 bytes) or TG_NO_MEMORY. */
TG_API tg_status tg_builder_add_file(tg_builder *builder, const char *path, tg_error *error);

/* Adds every *.txt, *.csv and *.model below a folder, in byte order of their paths. Ill-formed files are passed over: the status and
 * *error are those of the first one, the diagnostics tell of all; the others are added. */
TG_API tg_status tg_builder_add_folder(tg_builder *builder, const char *path, tg_error *error);

/* Adds a source from memory. `name` stands for the file in messages and, without its ending, is the dictionary's name
 * unless the source sets %name. */
TG_API tg_status tg_builder_add_memory(tg_builder *builder, const char *name, const char *source, size_t length,
                                       tg_error *error);

/* Adds one entry as it would stand in a source: `entry` is the pattern alone, `attributes` what would follow the TAB,
 * such as "category=gambling severity=high", or NULL. The dictionary's name is "words". */
TG_API tg_status tg_builder_add_word(tg_builder *builder, const char *entry, size_t length, const char *attributes,
                                     tg_error *error);

/* Adds what a pack was compiled from: its entries with all that they say, and its models; only one pack may have some.
 * Returns TG_OK, TG_INVALID_ARGUMENT (also for a hashed list, which does not tell its words, and for more models) or
 * TG_NO_MEMORY. */
TG_API tg_status tg_builder_add_pack(tg_builder *builder, tg_pack *pack, tg_error *error);

/* Number of entries added so far. */
TG_API size_t tg_builder_entry_count(const tg_builder *builder);

/* What is wrong or risky in the sources added so far. */
typedef struct tg_diagnostic {
    bool is_error; /* else a warning */
    uint32_t line, column;
    const char *file;
    const char *message;
} tg_diagnostic;

/* Looks for what no parser rejects: duplicates, entries that can never match, entries within an allowed text only, and,
 * given a sample of clean text, entries that would flag it. Adds to the diagnostics; changes nothing else.
 * Time is that of a compilation and a scan of `clean`. Returns TG_OK (also when it found something) or TG_NO_MEMORY. */
TG_API tg_status tg_builder_lint(tg_builder *builder, const char *clean, size_t length);

/* Diagnostics in order of file and line; NULL past the last one. Valid until the builder is next added to or freed. */
TG_API size_t tg_builder_diagnostic_count(const tg_builder *builder);
TG_API const tg_diagnostic *tg_builder_diagnostic(const tg_builder *builder, size_t index);

/* Compiles what was added into *pack; the builder stays usable. Time is O(n log n) in the bytes of the entries.
 * Returns TG_OK, TG_SYNTAX (a pattern that PCRE2 rejects is found when it is added, so not here), TG_LIMIT (more than
 * 2^28 automaton states) or TG_NO_MEMORY. */
TG_API tg_status tg_builder_compile(const tg_builder *builder, tg_pack **pack, tg_error *error);

/* Compiles a private list (customers' telephones, names, accounts): the pack has a keyed hash of each word and nothing
 * else of it, with others that nothing has filled up to a multiple of 256, so that whoever has no key learns neither
 * what is in the list nor whether something is. Categories, severities, notes and the like stay legible. The words are
 * found folded, as whole words or characters, up to 16 in a row, a number however it is divided. Numbers and names can
 * be guessed one by one by whoever has the key: keep it as secret as the list. `key` has 16 bytes or more, best 32
 * random ones. Returns as tg_builder_compile does; TG_SYNTAX also for patterns, combinations and allowed texts,
 * TG_INVALID_ARGUMENT for a short key. */
TG_API tg_status tg_builder_compile_hashed(const tg_builder *builder, const void *key, size_t key_length, tg_pack **pack,
                                           tg_error *error);

/* Maps the pack at `path`. It is untrusted input: every offset is checked before this returns.
 * Returns TG_OK, TG_IO, TG_CORRUPT, TG_INCOMPATIBLE or TG_NO_MEMORY. */
TG_API tg_status tg_pack_open(const char *path, const tg_allocator *allocator, tg_pack **pack, tg_error *error);

/* The same from memory, which is copied. */
TG_API tg_status tg_pack_load(const void *data, size_t length, const tg_allocator *allocator, tg_pack **pack,
                              tg_error *error);

/* Writes the pack to `path`, which is replaced whole or not at all. Returns TG_OK, TG_IO or TG_NO_MEMORY. */
TG_API tg_status tg_pack_save(const tg_pack *pack, const char *path, tg_error *error);

/* The pack's bytes, as a file has them; valid while the pack is. */
TG_API const void *tg_pack_data(const tg_pack *pack, size_t *length);

TG_API tg_pack *tg_pack_ref(tg_pack *pack);
TG_API void tg_pack_unref(tg_pack *pack);

/* What is in a pack. */
typedef struct tg_pack_info {
    size_t bytes;            /* of the whole pack */
    size_t automaton_bytes;  /* of the automaton alone */
    size_t states;           /* of the automaton */
    size_t symbols;          /* distinct folded characters that entries use */
    size_t entries;          /* lines of the sources: words + combinations + patterns + allowed */
    size_t words, combinations, patterns, allowed;
    size_t dictionaries;
    uint32_t format;         /* version of the pack format */
    const char *unicode;     /* version of Unicode that its folding follows */
} tg_pack_info;

TG_API void tg_pack_get_info(const tg_pack *pack, tg_pack_info *info);

/* One entry of a pack. They are in the order of their sources, those without markets before those with. */
typedef struct tg_entry {
    const char *pattern;    /* as it stood in the source */
    const char *dictionary; /* %name, or the file's name without its ending */
    const char *version;    /* %version, or "" */
    const char *category;
    tg_severity severity;
    const char *languages;  /* "zh,en", or "" */
    const char *markets;    /* "CN,TW", or "" */
    const char *note;       /* or "" */
    const char *id;         /* or "" */
    bool allowed;           /* a text that is allowed (`!`) */
    const char *advice;     /* what to write instead, or "" */
    const char *source;     /* the law, custom or reference behind it, or "" */
    double weight;          /* -8..8; 0 where nothing is said */
} tg_entry;

/* Entry `index`; TG_NOT_FOUND past the last one. Constant time. */
TG_API tg_status tg_pack_get_entry(const tg_pack *pack, size_t index, tg_entry *entry);

/* --------------------------------------------------------------- models ---- */

/* A model is one task learnt from labelled texts: is it spam, of which kind, in which mood? It lives in a pack, beside
 * others or alone. A gate with such a pack reports what the model is sure of: a label is the category of its finding, "1"
 * stands for the task's name without its dotted part, and labels that mean that all is well give none. Tasks named "spam" and "abuse", alone or with
 * a dotted part, are those of the detectors `spam` and `abuse`; all others are of the detector `models`. */

/* A labelled text. Labels are short strings such as "1", "ham" or "gambling". */
typedef struct tg_example {
    const char *label;
    const char *text;
    size_t length;
} tg_example;

/* How a label fared. A label that was never given, or never right, has figures of 0. */
typedef struct tg_label_figures {
    const char *label;
    size_t examples;             /* that have the label */
    size_t answers;              /* that were given it */
    double precision, recall, f1;
} tg_label_figures;

/* How well a model does on examples. */
typedef struct tg_evaluation {
    size_t example_count, label_count;
    const tg_label_figures *labels; /* in byte order of the labels */
    const size_t *confusion;     /* of examples with label i, confusion[i * label_count + k] were given label k */
    double accuracy, macro_f1;
    double sure, sure_right;     /* shares: of answers with a score of .9 and more, and of those that are right */
    const uint32_t *answers;     /* for each example, the number of the label it was given … */
    const double *scores;        /* … and with which score */
} tg_evaluation;

TG_API void tg_evaluation_free(tg_evaluation *evaluation);

/* What to learn. Begin with TG_TRAINING_INIT. */
typedef struct tg_training {
    size_t size;                 /* sizeof(tg_training) */
    const char *task;            /* its name: letters, digits, '-', '_' and '.' */
    const char *clean;           /* labels that mean that all is well, "0,ham"; NULL: 0, ham, clean, none, normal, ok */
    const tg_pack *base;         /* a pack to which the model is added; NULL: a pack of its own */
    uint64_t seed;               /* the same seed and examples give the same model */
    tg_progress_fn progress;     /* or NULL */
    void *user;
    uint32_t shortest, longest;  /* characters, about, of the texts that it is for; 0: any */
    bool clean_is_rest;          /* of three labels and more the (first) clean one is what the others leave: a column less */
} tg_training;

#define TG_TRAINING_INIT { sizeof(tg_training), "task", NULL, NULL, 1, NULL, NULL, 0, 0, false }

/* Learns a model and gives it in a pack. *evaluation, where it is not NULL, gets how well it does in five-fold
 * cross-validation: each example is judged by a model that was not taught it or its near duplicates. Takes seconds for ten
 * thousand short texts, on one thread.
 * Returns TG_OK, TG_NO_MEMORY, TG_LIMIT (over 256 labels or 2^32 - 1 bytes of a text, or no room left in `base`),
 * TG_STOPPED or TG_INVALID_ARGUMENT (fewer than two labels, fewer than 20 examples, or `base` has the task already). */
TG_API tg_status tg_train(const tg_training *training, const tg_example *examples, size_t count,
                          const tg_allocator *allocator, tg_pack **pack, tg_evaluation **evaluation, tg_error *error);

/* A model ready to score texts: one task of a pack with one thread's memory. Keeps a reference to the pack. */
typedef struct tg_model tg_model;

/* `task` NULL: the pack's first. Returns TG_OK, TG_NO_MEMORY or TG_NOT_FOUND (the pack has no such task). */
TG_API tg_status tg_model_new(tg_pack *pack, const char *task, tg_model **model, tg_error *error);
TG_API void tg_model_free(tg_model *model);

/* Its task, and its labels in byte order; NULL past the last one. */
TG_API const char *tg_model_task(const tg_model *model);
TG_API size_t tg_model_label_count(const tg_model *model);
TG_API const char *tg_model_label(const tg_model *model, size_t index);

/* Scores of a text, one for each label, which add up to 1; *scores is the model's until its next call. Allocates nothing.
 * Returns TG_OK or TG_LIMIT (text too long). */
TG_API tg_status tg_model_score(tg_model *model, const char *text, size_t length, const double **scores);

/* Scores examples and tells how well that went. A label that the model does not know counts as one it never gives. */
TG_API tg_status tg_model_evaluate(tg_model *model, const tg_example *examples, size_t count,
                                   tg_evaluation **evaluation);

/* The tasks of a pack: name, or NULL past the last one. */
TG_API const char *tg_pack_task(const tg_pack *pack, size_t index);

/* --------------------------------------------------------------- policy ---- */

/* A policy says what to do about a finding by category, severity and market. A source is lines of
 *     category severity market action
 * such as `gambling medium CN block`. `*` stands for any; a category stands for its dotted parts too; `medium+` for that
 * severity and worse; `#` begins a comment. The last line that fits a finding decides; where none fits, the default
 * policy does: critical and high block, medium is held for review, low passes. */
typedef struct tg_policy tg_policy;

/* Returns TG_OK, TG_IO, TG_SYNTAX or TG_NO_MEMORY. */
TG_API tg_status tg_policy_open(const char *path, const tg_allocator *allocator, tg_policy **policy, tg_error *error);
TG_API tg_status tg_policy_load(const char *name, const char *source, size_t length, const tg_allocator *allocator,
                                tg_policy **policy, tg_error *error);
TG_API tg_policy *tg_policy_ref(tg_policy *policy);
TG_API void tg_policy_unref(tg_policy *policy);

/* -------------------------------------------------------------- options ---- */

/* What a gate is made of. */
typedef struct tg_options tg_options;

/* New options: no dictionaries, all detectors, default policy, no markets. NULL without memory. */
TG_API tg_options *tg_options_new(const tg_allocator *allocator);
TG_API void tg_options_free(tg_options *options);

/* Numbers, one row each: name, word, default, least, greatest, meaning. */
#define TG_SETTING_LIST(X)                                                                         \
    X(MATCH_LIMIT, "match-limit", 100000, 100, 1000000000,                                         \
      "backtracking steps of a pattern from one position (PCRE2 match limit)")                     \
    X(DEPTH_LIMIT, "depth-limit", 1000, 10, 1000000,                                               \
      "nested backtracking points of a pattern (PCRE2 depth limit)")                               \
    X(HEAP_LIMIT, "heap-limit", 1024, 64, 1048576, "memory of one pattern match in KiB (PCRE2 heap limit)") \
    X(MAX_FINDINGS, "max-findings", 0, 0, 4294967295, "findings kept for a text, the first ones; 0: all")   \
    X(DETECTORS, "detectors", 4294967295, 0, 4294967295, "set of TG_DETECTOR_BIT")                     \
    X(KERNELS, "kernels", 2, 0, 2, "vector kernels at most: 0 none, 1 AVX2, 2 AVX-512; all find the same")  \
    X(EMOTION_SPANS, "emotion-spans", 0, 0, 1, "1: JSON tells what showed the feelings of a text, place by place")

typedef enum tg_setting {
#define TG_X(name, word, standard, least, greatest, meaning) TG_SETTING_##name,
    TG_SETTING_LIST(TG_X)
#undef TG_X
    TG_SETTING_COUNT
} tg_setting;

typedef struct tg_setting_info {
    const char *word, *meaning;
    uint64_t standard, least, greatest;
} tg_setting_info;

/* The row of a setting, or NULL for an unknown one. */
TG_API const tg_setting_info *tg_setting_get_info(tg_setting setting);

/* TG_INVALID_ARGUMENT for an unknown setting or a value out of its bounds. */
TG_API tg_status tg_options_set(tg_options *options, tg_setting setting, uint64_t value);

/* Adds rules. A path is a dictionary source, a pack or a folder of sources and packs; all sources are compiled together
 * when the gate is made. The default is the pack of shipped dictionaries, found beside the library
 * (../share/textgate/default.pack) or where it was installed. add_pack keeps a reference.
 * add_word is tg_builder_add_word. */
TG_API tg_status tg_options_add_default(tg_options *options, tg_error *error);
TG_API tg_status tg_options_add_path(tg_options *options, const char *path, tg_error *error);
TG_API tg_status tg_options_add_pack(tg_options *options, tg_pack *pack);
TG_API tg_status tg_options_add_word(tg_options *options, const char *entry, size_t length, const char *attributes,
                                     tg_error *error);

/* Markets where the text will be published: ISO 3166-1 alpha-2 codes separated by commas, "" or NULL for none. Entries
 * with a `market=` matter only where one of theirs is asked for. */
TG_API tg_status tg_options_set_markets(tg_options *options, const char *markets, tg_error *error);

/* The key of the hashed lists among the packs (tg_builder_compile_hashed); NULL: none. Without the right one there is
 * no gate. TG_INVALID_ARGUMENT for fewer than 16 bytes. */
TG_API tg_status tg_options_set_key(tg_options *options, const void *key, size_t length);

/* Keeps a reference. NULL: the default policy. */
TG_API tg_status tg_options_set_policy(tg_options *options, tg_policy *policy);

/* ----------------------------------------------------------------- gate ---- */

/* Compiled rules and policy: immutable, counted references, shared by any number of threads. */
typedef struct tg_gate tg_gate;

/* Makes a gate; the options may be freed or used again. Compiles the sources among them.
 * Returns TG_OK, TG_NO_MEMORY, TG_LIMIT, TG_INTERNAL when PCRE2 cannot take a pattern, or TG_INVALID_ARGUMENT when a hashed
 * list has another key. */
TG_API tg_status tg_gate_new(const tg_options *options, tg_gate **gate, tg_error *error);
TG_API tg_gate *tg_gate_ref(tg_gate *gate);
TG_API void tg_gate_unref(tg_gate *gate);

/* A holder is the place where threads find the gate in force, so that it can be replaced while they scan. */
typedef struct tg_holder tg_holder;

/* Keeps a reference to the gate. */
TG_API tg_status tg_holder_new(tg_gate *gate, const tg_allocator *allocator, tg_holder **holder);
TG_API void tg_holder_free(tg_holder *holder);

/* Puts another gate in force: scans that begin after this returns use it; those under way finish with theirs, which is
 * freed with its last user. Any thread. */
TG_API void tg_holder_set(tg_holder *holder, tg_gate *gate);

/* A new reference to the gate in force. Any thread. */
TG_API tg_gate *tg_holder_get(tg_holder *holder);

/* An overlay changes the entries of the gate in force without compiling them anew: what is added goes into a small pack of
 * its own, what is removed is marked. Changes are collected, and seen by no scan until they are published, all at once. Any
 * number of threads may use one overlay. */
typedef struct tg_overlay tg_overlay;

/* An overlay over the gate that is in force in the holder, which must outlive it. As long as it is used nobody else puts
 * gates into the holder; to go on over another gate, put that in and make a new overlay. Linear in the gate's entries.
 * Returns TG_OK, TG_NO_MEMORY, TG_INTERNAL or TG_INVALID_ARGUMENT. */
TG_API tg_status tg_overlay_new(tg_holder *holder, const tg_allocator *allocator, tg_overlay **overlay);
TG_API void tg_overlay_free(tg_overlay *overlay); /* what was published stays in force */

/* Adds an entry, as tg_builder_add_word does, in some microseconds. It takes the place of one that was added before with the
 * same pattern; to change one of the gate, remove it too. */
TG_API tg_status tg_overlay_add(tg_overlay *overlay, const char *entry, size_t length, const char *attributes,
                                tg_error *error);

/* Takes away the entries with this pattern, written as in their source, those of the gate and those added. Constant time.
 * Returns TG_OK, TG_NOT_FOUND, TG_NO_MEMORY or TG_INVALID_ARGUMENT. */
TG_API tg_status tg_overlay_remove(tg_overlay *overlay, const char *entry, size_t length);

/* Puts all changes in force: scans that begin after this returns see all of them, those under way none. Takes some
 * milliseconds and is linear in what was added so far, so publish many changes together. On failure nothing changes and the
 * changes wait for the next time. Returns TG_OK, TG_NO_MEMORY, TG_LIMIT or TG_INTERNAL. */
TG_API tg_status tg_overlay_publish(tg_overlay *overlay, tg_error *error);

/* Publishes, then compiles what is in force, the gate's packs with all changes, into one new pack, from which to make the next
 * gate: an added pack costs each scan a pass of its own.
 * Returns as tg_overlay_publish does, or TG_INVALID_ARGUMENT if the gate has a hashed list or several packs with models. */
TG_API tg_status tg_overlay_compile(tg_overlay *overlay, tg_pack **pack, tg_error *error);

/* -------------------------------------------------------------- scanner ---- */

/* One thread's working memory. It grows to what the largest text so far needed; then scanning allocates nothing. */
typedef struct tg_scanner tg_scanner;

/* A scanner of one gate, to which it keeps a reference. */
TG_API tg_status tg_scanner_new(tg_gate *gate, tg_scanner **scanner);

/* A scanner that takes the gate in force at each scan. The holder must outlive it. */
TG_API tg_status tg_scanner_new_following(tg_holder *holder, tg_scanner **scanner);
TG_API void tg_scanner_free(tg_scanner *scanner);

/* What the text is: plain (the default) or HTML, of which the text that a reader sees is scanned. What is hidden there
 * (`hidden`, <template>, inline styles such as display: none) does not break a word around it, and is scanned by itself; so
 * are the attributes that are read: `title`, `alt`, `placeholder`, `aria-label`, the `value` of visible fields, the
 * description of a page. Style sheets are not looked at. */
typedef enum tg_markup { TG_MARKUP_PLAIN, TG_MARKUP_HTML } tg_markup;
TG_API tg_status tg_scanner_set_markup(tg_scanner *scanner, tg_markup markup);

/* The language of the texts to come (BCP 47, such as "zh" or "zh-Hant"), so that entries with another `lang=` rest. NULL: it is
 * found for each text. Then an entry rests where a text has 24 letters or more, its languages are known, and one of them is
 * written in the script of the entry's language, of which there is hardly a sign (a share below 1/64); in short or unclear
 * texts, and in streams, all entries work. */
TG_API tg_status tg_scanner_set_language(tg_scanner *scanner, const char *language);

/* Which of several matches that overlap are reported: every one (the default), or the leftmost and of those the longest,
 * none overlapping another. */
typedef enum tg_overlap { TG_OVERLAP_ALL, TG_OVERLAP_LONGEST } tg_overlap;
TG_API tg_status tg_scanner_set_overlap(tg_scanner *scanner, tg_overlap overlap);

typedef struct tg_range {
    size_t begin, end; /* half-open, in bytes of the text as passed in */
} tg_range;

/* One thing seen. */
typedef struct tg_finding {
    size_t begin, end;        /* half-open, in bytes of the text as passed in */
    tg_detector detector;
    tg_severity severity;
    tg_action action;         /* what the policy says of it */
    tg_match match;
    uint32_t tricks;          /* set of tg_trick */
    const char *category;
    const char *rule;         /* "dictionary:entry", or "dictionary:id" where the entry has one; or "invisible:zero-width",
                                 "duplicate:17" and the like */
    const char *note;         /* of the entry, or what a detector has to say; or "" */
    const char *markets;      /* those asked for that the entry names, "CN,TW", or "" */
    const tg_range *parts;    /* of a combination: the ranges of its words, in the order of the text; else NULL */
    size_t part_count;
    size_t entry;             /* number of the rule's entry in its pack, for tg_pack_get_entry; SIZE_MAX: of no entry */
    const char *advice;       /* of the entry: what to write instead; or "" */
    const char *source;       /* of the entry: the law, custom or reference behind it; or "" */
} tg_finding;

/* The best score of a category. */
typedef struct tg_category_score {
    const char *category;
    double score; /* 0..1 */
} tg_category_score;

/* How much a text looks like spam. */
typedef struct tg_spam {
    double score;      /* 0..1: the share of such texts that are spam */
    uint32_t signals;  /* set of tg_signal */
} tg_spam;

/* What a text feels. */
typedef struct tg_emotion {
    const char *label;      /* a feeling's word, or "neutral" */
    double polarity;        /* -1..1: bad to good */
    bool mixed;             /* what words and what faces say is at odds: kind words with a hostile face, or the reverse */
    size_t span_count;      /* see tg_verdict_emotion_span */
    double scores[TG_FEELING_COUNT]; /* 0..1 each; what they leave of 1 is neutral */
} tg_emotion;

/* What shows a feeling in a text. */
typedef struct tg_emotion_span {
    size_t begin, end;      /* half-open, in bytes of the text as passed in */
    tg_feeling feeling;
    tg_layer layer;
    double weight;          /* 1: ordinary; with what turns it, raises it or lowers it */
} tg_emotion_span;
/* A language of a text. */
typedef struct tg_language {
    const char *code;  /* ISO 639-1 where there is one, else 639-3 */
    const char *tag;   /* BCP 47: the code, and for Chinese also the script: "zh-Hans", "zh-Hant", "zh-Latn" (pinyin) */
    double share;      /* 0..1: of the letters, a Han character or kana counting for three; they add up to 1 with what is of
                          no language that is known. Of a text in one language, how sure that is: .9 is right nine times in
                          ten */
} tg_language;

/* What to do with a text, and why. */
typedef struct tg_verdict {
    tg_action action;
    double score;                 /* 0..1: under .5 passes, under .8 is held, from .8 blocks, with the default policy */
    size_t finding_count;         /* see tg_verdict_finding */
    size_t category_count;        /* see tg_verdict_category */
    bool truncated;               /* there were more than TG_SETTING_MAX_FINDINGS findings */
    size_t incomplete_count;      /* patterns that reached a limit, so that the text was not wholly checked: such a
                                     text is held for review at least; see tg_verdict_incomplete */
    const tg_spam *spam;          /* NULL: nobody asked, there is no model of the text's script, or nothing to
                                     say (a score below .01 and no signal) */
    double flood;                 /* 0..1: how meaningless or repetitive the text is; from .6 on a finding says so. 0:
                                     nothing to say */
    const tg_emotion *emotion;    /* NULL: nobody asked, or nothing to say: neither a model for the text's script nor a sign
                                     of a feeling */
    size_t language_count;        /* see tg_verdict_language; 0: nobody asked, there are no tables, or it cannot be told */
} tg_verdict;

/* Scans a text. *verdict is valid until the scanner's next call. Time is linear in the text plus the findings; at most
 * 2^32 - 2 bytes.
 * Returns TG_OK, TG_NO_MEMORY, TG_LIMIT (text too long), TG_BUSY (another thread is using the scanner). */
TG_API tg_status tg_scan(tg_scanner *scanner, const char *text, size_t length, const tg_verdict **verdict);

/* Finding `index` of a verdict of tg_scan, ordered by begin, then longest first; NULL past the last one. */
TG_API const tg_finding *tg_verdict_finding(const tg_verdict *verdict, size_t index);

/* Category `index`, best score first; NULL past the last one. */
TG_API const tg_category_score *tg_verdict_category(const tg_verdict *verdict, size_t index);

/* Span `index` of the verdict's emotion, in the order of the text; NULL past the last one. */
TG_API const tg_emotion_span *tg_verdict_emotion_span(const tg_verdict *verdict, size_t index);
/* Language `index`, the greatest share first; NULL past the last one. Of a text of more than 16 KB, 32 pieces of 512 bytes are
 * looked at, evenly spread. */
TG_API const tg_language *tg_verdict_language(const tg_verdict *verdict, size_t index);

/* A stretch of one language, blanks and signs between its words included. */
typedef struct tg_language_span {
    size_t begin, end; /* half-open, in bytes of the text as passed in */
    const char *code;  /* or "und": letters of no language */
    const char *tag;
} tg_language_span;

/* The languages of a text: those that have a sixteenth of its letters, and none where most of it is no language that is
 * known. */
typedef struct tg_language_report {
    const tg_language *languages; /* the greatest share first */
    size_t language_count;
    const tg_language_span *spans; /* if they were asked for */
    size_t span_count;
} tg_language_report;

/* Tells the languages of a text without scanning it; with `spans` also where each stands, for which a long text is read in
 * full. *report is valid until the scanner's next call. Linear time.
 * Returns TG_OK, TG_NO_MEMORY, TG_LIMIT (text too long), TG_BUSY, or TG_NOT_FOUND (no pack of the gate tells languages
 * apart). */
TG_API tg_status tg_detect_language(tg_scanner *scanner, const char *text, size_t length, bool spans,
                                    const tg_language_report **report);

/* The rule of pattern `index` that reached a limit; NULL past the last one. */
TG_API const char *tg_verdict_incomplete(const tg_verdict *verdict, size_t index);

/* What the verdict of a text comes to. */
typedef struct tg_summary {
    double score;
    tg_action action;
    uint32_t finding_count; /* at most UINT32_MAX */
} tg_summary;

/* Called with a text of which there is something to say; anything but 0 stops. The verdict lives for the call. It must not
 * use the scanner. */
typedef int (*tg_packed_fn)(size_t index, const tg_verdict *verdict, void *user);

/* Scans `count` texts that stand in one buffer, text i from where the one before ends to ends[i]: the fast way for short
 * ones, which are read together. Each verdict is that of tg_scan. Where they are not NULL, summaries[i] is written for every
 * text, and `call` is called in the order of the texts for those whose verdict says more than that they
 * pass: findings, categories, patterns that reached a limit, spam, flood.
 * Returns as tg_scan does, TG_INVALID_ARGUMENT when the ends are not in order, or TG_STOPPED; then the summaries of the
 * texts before are written. */
TG_API tg_status tg_scan_packed(tg_scanner *scanner, const char *text, const size_t *ends, size_t count,
                                tg_summary *summaries, tg_packed_fn call, void *user);

/* Several scanners of one gate, to which it keeps a reference, for texts that stand in one buffer: the fast way on several
 * processors. A batch is one thread's at a time. `threads` 0: as many as there are processors; at most 256. */
typedef struct tg_batch tg_batch;
TG_API tg_status tg_batch_new(tg_gate *gate, unsigned threads, tg_batch **batch);
TG_API void tg_batch_free(tg_batch *batch);

/* tg_scan_packed on the threads of a batch. `call` is called from all of them, at once, in no order between them. */
TG_API tg_status tg_batch_scan(tg_batch *batch, const char *text, const size_t *ends, size_t count,
                               tg_summary *summaries, tg_packed_fn call, void *user);

/* Called for a finding; anything but 0 stops the scan. The finding lives for the call. It must not use the scanner. */
typedef int (*tg_finding_fn)(const tg_finding *finding, void *user);

/* Scans a text and calls `call` for each finding as soon as it is certain: words in order of their place while the scan
 * goes on, then combinations and patterns in order of theirs. Memory does not grow with the findings of words.
 * Returns as tg_scan does, or TG_STOPPED. */
TG_API tg_status tg_scan_each(tg_scanner *scanner, const char *text, size_t length, tg_finding_fn call, void *user);

/* Whether the policy lets the text pass, which is found out with the least work: the scan ends at the first finding that
 * does not pass. */
TG_API tg_status tg_is_clean(tg_scanner *scanner, const char *text, size_t length, bool *clean);

/* A text that comes in pieces, such as a file, an upload or a chat, and need not be there at once: it is scanned by windows of
 * some 64 KiB which overlap by as much as the longest word, combination or pattern reaches, so that memory does not grow
 * with it and findings do not depend on where the pieces were cut. They are those that tg_scan gives for the whole;
 * only words interrupted by more than a million characters that do not show, and matches of more than 16,384 characters of
 * patterns that may be of any length, are not seen. Plain text; the detectors are words and patterns, which look at places; what the others say may
 * depend on the whole. A stream is one thread's at a time. */
typedef struct tg_stream tg_stream;

/* A stream of one gate, to which it keeps a reference. */
TG_API tg_status tg_stream_new(tg_gate *gate, tg_stream **stream);
TG_API void tg_stream_free(tg_stream *stream);

/* The next piece, cut anywhere, also within a character. `call` is called for the findings that became certain, in order of
 * their place, with offsets from the text's beginning; it may be NULL. Time is linear in the pieces plus the findings.
 * Returns TG_OK, TG_NO_MEMORY, TG_INVALID_ARGUMENT or TG_STOPPED; after any other than TG_OK the text begins anew. */
TG_API tg_status tg_stream_feed(tg_stream *stream, const char *text, size_t length, tg_finding_fn call, void *user);

/* The text has ended: the findings that are left, and what all of them come to, where `summary` is not NULL. The stream is
 * ready for the next text. */
TG_API tg_status tg_stream_finish(tg_stream *stream, tg_finding_fn call, void *user, tg_summary *summary);

/* How to redact. Begin with TG_REDACTION_INIT. */
typedef struct tg_redaction {
    size_t size;           /* sizeof(tg_redaction) */
    const char *mask;      /* written for each character; "*" */
    bool with_category;    /* write "[category]" for each finding instead */
    size_t keep;           /* leave so many characters at the end of a finding as they are */
    tg_action threshold;   /* findings that the policy treats at least so: REVIEW; PASS redacts them all */
    const void *key;       /* not NULL: write a pseudonym, "[category#bcdfghjklmnp]", for each finding instead: the same for
                              the same text, whatever its separators and disguise, under the same key; without the key
                              nobody can tell what stood there. Wins over with_category and keep */
    size_t key_length;     /* bytes of the key, at least 16 */
} tg_redaction;

#define TG_REDACTION_INIT { sizeof(tg_redaction), "*", false, 0, TG_ACTION_REVIEW, NULL, 0 }

/* The text with its findings masked: exactly those that tg_scan finds, of overlapping ones the leftmost longest first.
 * Where something private was masked the result is scanned too, and what is private in it is masked, since what stood
 * beside a number may have spoken against it. HTML stays well formed. `redaction` NULL: as TG_REDACTION_INIT. *out is
 * the scanner's, NUL-terminated, valid until its next call; *verdict too, where `verdict` is not NULL, and is that of
 * the text before. Returns as tg_scan does, or TG_INVALID_ARGUMENT. */
TG_API tg_status tg_redact(tg_scanner *scanner, const char *text, size_t length, const tg_redaction *redaction,
                           const char **out, size_t *out_length, const tg_verdict **verdict);

/* The verdict as one line of JSON, without line feed: the form that the command prints. `id` NULL leaves it out.
 * `text` is the text that was scanned. *json is the scanner's, NUL-terminated, valid until its next call.
 * Returns TG_OK, TG_NO_MEMORY or TG_BUSY. */
TG_API tg_status tg_verdict_json(tg_scanner *scanner, const tg_verdict *verdict, const char *id, const char *text,
                                 const char **json, size_t *length);

/* ----------------------------------------------------------- duplicates ---- */

/* Texts are alike by their shingles: the distinct runs of three characters of the fold (NFKC case fold, simplified Chinese,
 * invisible characters dropped, blanks as one; the same tables on every machine). The similarity of two texts is Jaccard's:
 * shingles of both / shingles of either. */

/* What of a text does not count when texts are compared, bits of a set: name, bit, word. */
#define TG_NORMALISE_LIST(X)                                                                       \
    X(DIGITS, 0, "digits")     /* a number is like any other */                                    \
    X(LINKS, 1, "links")       /* an address of the web or of mail is like any other */            \
    X(MENTIONS, 2, "mentions") /* "@name" is like any other */                                     \
    X(SIGNS, 3, "signs")       /* blanks, punctuation, symbols and emoji are left out */

typedef enum tg_normalise {
#define TG_X(name, bit, word) TG_NORMALISE_##name = 1 << bit,
    TG_NORMALISE_LIST(TG_X)
#undef TG_X
} tg_normalise;

/* TG_OK and the bit, or TG_NOT_FOUND and *out untouched; the word of one bit, or "?". */
TG_API tg_status tg_normalise_from_word(const char *word, tg_normalise *out);
TG_API const char *tg_normalise_word(tg_normalise bit);

enum {
    TG_FINGERPRINT_FORMAT = 1, /* of the fields and of how they are made */
    TG_FINGERPRINT_KEYS = 32,
    TG_ID_LENGTH = 255         /* bytes of an id, at most; 1 at least */
};

/* What is kept of a text to find it again: a plain value of 272 bytes, the same on every machine (the fields are numbers:
 * mind the byte order when they are stored). Only fingerprints of the same format and normalisation can be compared.
 *   text, fold   128-bit hashes (XXH3) of the text as passed in, and of what is compared of it
 *   shingles     how many distinct ones there are
 *   keys         band keys: texts that are much alike have one in common, most likely; others hardly ever do. A join on
 *                them gives the pairs to compare. How many matter for a threshold, tg_fingerprint_get_keys tells
 *   fine, coarse sketches of the set of shingles, from which the similarity is estimated */
typedef struct tg_fingerprint {
    uint32_t format;
    uint32_t normalise; /* set of tg_normalise */
    uint64_t text[2], fold[2];
    uint32_t shingles;
    uint32_t reserved;  /* 0 */
    uint32_t keys[TG_FINGERPRINT_KEYS];
    uint64_t fine[8], coarse[4];
} tg_fingerprint;

/* One thread's memory for making fingerprints; it grows to what the largest text so far needed. */
typedef struct tg_fingerprinter tg_fingerprinter;

/* `normalise` is a set of tg_normalise. Returns TG_OK, TG_INVALID_ARGUMENT or TG_NO_MEMORY. */
TG_API tg_status tg_fingerprinter_new(uint32_t normalise, const tg_allocator *allocator, tg_fingerprinter **fingerprinter);
TG_API void tg_fingerprinter_free(tg_fingerprinter *fingerprinter);

/* Linear in the text, at most 2^32 - 2 bytes. Returns TG_OK, TG_NO_MEMORY, TG_LIMIT (text too long) or
 * TG_INVALID_ARGUMENT. */
TG_API tg_status tg_fingerprint_make(tg_fingerprinter *fingerprinter, const char *text, size_t length,
                                     tg_fingerprint *out);

/* The similarity, and where `error` is not NULL its standard error: 0 where the folds are the same. For texts of up to 256
 * shingles it is about .01 at a similarity of .8, for longer ones about .03. Constant time, any thread.
 * Returns TG_OK, or TG_INCOMPATIBLE when formats or normalisations differ. */
TG_API tg_status tg_fingerprint_compare(const tg_fingerprint *a, const tg_fingerprint *b, double *similarity,
                                        double *error);

/* The keys under which a text is filed so that texts at least as similar as `threshold` (.5 to 1) have one in common with
 * a probability of 99.4 % or more, down to a threshold of .65 (of .8 for texts of more than 160 shingles; below it falls).
 * Writes at most TG_FINGERPRINT_KEYS of them and returns how many; a text of no shingles has none. */
TG_API size_t tg_fingerprint_get_keys(const tg_fingerprint *fingerprint, double threshold, uint32_t *keys);

/* The similarity of two texts, exact. Linear in both. Returns as tg_fingerprint_make does. */
TG_API tg_status tg_similarity(tg_fingerprinter *fingerprinter, const char *a, size_t a_length, const char *b,
                               size_t b_length, double *similarity);

/* A store remembers texts. One in memory (`path` NULL) is the process's; one on disk is an LMDB environment in a folder,
 * which one process writes while any number of processes read. Any number of threads may use a store. */
typedef struct tg_store tg_store;

/* Begin with TG_STORE_INIT. What a store on disk was made with, stays: threshold, normalise, containment. Others are
 * refused, or with `as_made` passed over. */
typedef struct tg_store_options {
    size_t size;         /* sizeof(tg_store_options) */
    double threshold;    /* texts at least so similar are near duplicates: .5 to 1 */
    uint32_t normalise;  /* set of tg_normalise */
    bool containment;    /* find remembered texts inside others and texts inside remembered ones, from 20 characters */
    bool as_made;        /* of a store that is there: go by what it was made with */
    bool read_only;      /* do not write; the store must be there */
    uint32_t keep;       /* bytes of a fold that are kept with a text; of longer ones only the fingerprint is, so that
                            their similarity is an estimate and containment does not see them */
    uint32_t batch;      /* so many texts are remembered before they are written by themselves; see tg_store_commit */
    uint64_t max_age;    /* seconds after which a text is forgotten; 0: never */
    uint64_t max_texts;  /* the oldest are forgotten when there are more; 0: no limit */
    uint64_t max_bytes;  /* that the file may take; less, down to a gigabyte, where the system maps no more */
} tg_store_options;

#define TG_STORE_INIT { sizeof(tg_store_options), 0.8, 0, false, false, false, 65536, 4096, 0, 0, UINT64_C(1) << 36 }

/* Opens the store in the folder `path`, which is made if need be (its parent must be there), or makes one in memory.
 * `options` NULL: as TG_STORE_INIT. On disk LMDB uses memory that is not the allocator's. A process must not open a folder
 * twice, nor use a store that its parent opened.
 * Returns TG_OK, TG_NO_MEMORY, TG_INVALID_ARGUMENT, TG_IO, TG_CORRUPT, TG_INCOMPATIBLE (another format, or made with other
 * options), TG_NOT_FOUND (read_only and not there), or TG_BUSY (another process writes to it). */
TG_API tg_status tg_store_open(const char *path, const tg_store_options *options, const tg_allocator *allocator,
                               tg_store **store, tg_error *error);

/* Commits and closes, which also happens when the commit fails: then its status is returned. */
TG_API tg_status tg_store_close(tg_store *store, tg_error *error);

/* How a text is like a remembered one: name, word. */
#define TG_KINSHIP_LIST(X)                                                                         \
    X(SAME, "same")         /* byte for byte */                                                    \
    X(FOLDED, "folded")     /* the same as far as texts are compared */                            \
    X(NEAR, "near")         /* similarity at or above the threshold */                             \
    X(CONTAINS, "contains") /* it has the remembered text in it: the share of its shingles that are there */ \
    X(PART, "part")         /* it is part of the remembered text: the share of its own shingles that are there */

typedef enum tg_kinship {
#define TG_X(name, word) TG_KINSHIP_##name,
    TG_KINSHIP_LIST(TG_X)
#undef TG_X
} tg_kinship;

TG_API const char *tg_kinship_word(tg_kinship kinship);

/* A remembered text that a text is like. */
typedef struct tg_repeat {
    char id[TG_ID_LENGTH + 1];
    uint64_t time;     /* when it was remembered, in seconds since 1970 */
    uint64_t number;   /* its own, from 0 in the order of remembering */
    uint64_t group;    /* number of the first text of its cluster, as tg_store_look_up_and_remember saw it; else its own */
    tg_kinship kinship;
    double similarity; /* of CONTAINS and PART the share */
    double error;      /* standard error of the similarity: 0 where it is exact */
    size_t begin, end; /* of CONTAINS: where in the text, in bytes; else all of it */
} tg_repeat;

/* Looks for the remembered texts that a text is like, the most similar first and of equals the earliest: writes at most
 * `capacity` of them to `repeats` and their number to *count. Of texts with the same band key the first 64 of a run are
 * looked at, and 256 texts in all, or as many as `capacity` if that is more.
 * Returns TG_OK (also when there is none), TG_NO_MEMORY, TG_LIMIT, TG_INVALID_ARGUMENT, or TG_CORRUPT or TG_IO of a store
 * on disk. */
TG_API tg_status tg_store_look_up(tg_store *store, const char *text, size_t length, tg_repeat *repeats,
                                  size_t capacity, size_t *count);
TG_API tg_status tg_store_look_up_fingerprint(tg_store *store, const tg_fingerprint *fingerprint,
                                              tg_repeat *repeats, size_t capacity, size_t *count);

/* Remembers a text under an id of 1 to TG_ID_LENGTH bytes, which other texts may have too. It is found from now on by
 * this process, and by others and after a crash when it is committed.
 * Returns TG_OK, TG_INVALID_ARGUMENT (also of a store that is read only), TG_NO_MEMORY, TG_LIMIT (of a text of 2^32 - 1
 * bytes, of more than 2^32 texts, or when the store's file is as large as it may be), TG_IO (the disk is full). */
TG_API tg_status tg_store_remember(tg_store *store, const char *id, const char *text, size_t length, tg_error *error);
TG_API tg_status tg_store_remember_fingerprint(tg_store *store, const char *id, const tg_fingerprint *fingerprint,
                                               tg_error *error);

/* Looks a text up and remembers it, which is quicker than one after the other and gives it the group of the text that it is
 * most like, or its own number: *group. What is there byte for byte under the same id is not remembered again. */
TG_API tg_status tg_store_look_up_and_remember(tg_store *store, const char *id, const char *text, size_t length,
                                               tg_repeat *repeats, size_t capacity, size_t *count, uint64_t *group,
                                               tg_error *error);

/* Writes what was remembered to the disk: when it returns TG_OK, nothing of it can be lost. When it fails nothing of it is
 * written, all of it is still remembered, and it may be tried again. */
TG_API tg_status tg_store_commit(tg_store *store, tg_error *error);

/* Forgets all texts of an id, and commits. TG_NOT_FOUND where there is none. */
TG_API tg_status tg_store_forget(tg_store *store, const char *id, tg_error *error);

/* Drops what was forgotten from the index and makes one run of it, and commits. The file does not shrink; what becomes free
 * in it is used again. */
TG_API tg_status tg_store_compact(tg_store *store, tg_error *error);

/* Takes `seconds` since 1970 for the time instead of the system's; 0: the system's again. */
TG_API void tg_store_set_time(tg_store *store, uint64_t seconds);

typedef struct tg_store_stats {
    uint64_t texts;     /* that are remembered, as far as they are not too old */
    uint64_t waiting;   /* of them not yet committed */
    uint64_t runs;      /* sorted runs of the index; a look-up goes through each */
    uint64_t keys;      /* in the index, those of forgotten texts included */
    uint64_t bytes;     /* of the file; of a store in memory what it takes, about */
    uint64_t max_bytes;
    uint32_t format;
} tg_store_stats;

TG_API tg_status tg_store_get_stats(tg_store *store, tg_store_stats *stats);

/* Gives the text with number `index` to tg_cluster, which asks for each once at first and again as need be. `thread` is
 * the number of the thread that asks; the text must live until that thread asks again. */
typedef tg_status (*tg_text_fn)(void *user, unsigned thread, size_t index, const char **text, size_t *length);

typedef struct tg_clustering {
    size_t size;         /* sizeof(tg_clustering) */
    double threshold;    /* .5 to 1 */
    uint32_t normalise;  /* set of tg_normalise */
    unsigned threads;    /* 1 to 256 */
    tg_progress_fn progress; /* or NULL; called by the thread that calls tg_cluster */
    void *user;          /* passed to both functions */
} tg_clustering;

#define TG_CLUSTERING_INIT { sizeof(tg_clustering), 0.8, 0, 1, NULL, NULL }

/* What became of a text. */
typedef struct tg_cluster_member {
    uint32_t cluster;    /* number of the first text of its cluster */
    uint32_t of;         /* of the texts that it was compared with the most similar earlier one (else the most similar later
                            one); itself where it is alone or the first */
    float similarity;    /* to that one, exact; 1 where it is itself */
} tg_cluster_member;

/* Clusters `count` texts (fewer than 2^32): two are in one cluster if a chain of texts joins them in which each is
 * similar to the next at or above the threshold. The result does not depend on the number of threads. `members` has room
 * for `count`. Besides them and the texts it takes 68 bytes a text at a threshold of .8, if they are short. Of texts with
 * the same band key each is compared with up to 8 that are not alike, so that time stays linear.
 * Returns TG_OK, TG_NO_MEMORY, TG_INVALID_ARGUMENT, TG_LIMIT, TG_STOPPED, or what `text` returned. */
TG_API tg_status tg_cluster(size_t count, tg_text_fn text, const tg_clustering *clustering,
                            const tg_allocator *allocator, tg_cluster_member *members, tg_error *error);

/* Has the scanner look up each text to come in a store (what it reads of it, where it is HTML): detector `duplicate`. The
 * store must outlive the scanner or its next tg_scanner_set_store; NULL: no store. */
TG_API tg_status tg_scanner_set_store(tg_scanner *scanner, tg_store *store);

/* Remembers the text that was last scanned in the scanner's store, as tg_store_look_up_and_remember does.
 * Returns as tg_store_remember does, TG_INVALID_ARGUMENT where
 * there was no store, or TG_BUSY. */
TG_API tg_status tg_scanner_remember(tg_scanner *scanner, const char *id, tg_error *error);

/* The remembered text that the scanned one is most like, and where they differ: `differences` are the ranges of the
 * scanned text whose shingles the other has not, NULL and 0 where that is not known or nothing differs. NULL where there
 * is none. Both live as long as the verdict. */
TG_API const tg_repeat *tg_verdict_duplicate(const tg_verdict *verdict, const tg_range **differences, size_t *count);

#ifdef __cplusplus
}
#endif

#endif
