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
 *   privacy   what tells who somebody is, where to reach or how to act as him, in disguise too: telephones, mail
 *             addresses, identity cards, passports, bank cards, accounts, tax numbers, plates, keys … of some hundred
 *             kinds. The category is `privacy.phone`, `privacy.id-card.cn` and so on, the rule `privacy:phone.cn` names
 *             the kind, the note has the confidence. Severity medium; low where it is doubtful, or public by nature
 *             (`privacy.url`, `privacy.domain`)
 *   flood     texts that say nothing: `flood.garbled` (keyboards played on, wrong encodings) and `flood.repetition` of
 *             severity medium, low where it may be laughter or a refrain; `flood.empty`, `flood.filler` low. The finding
 *             is the text, or a stretch of a long one; the note tells what was measured. Redaction leaves it */
#define TG_DETECTOR_LIST(X)                                                                        \
    X(WORDS, "words") X(PATTERNS, "patterns") X(INVISIBLE, "invisible") X(PRIVACY, "privacy") X(FLOOD, "flood")

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

/* The words above as strings: "NO_MEMORY", "out of memory", "high", "block" … Never NULL: an unknown value gives "?".
 * Constant time, any thread. */
TG_API const char *tg_status_name(tg_status status);
TG_API const char *tg_status_text(tg_status status);
TG_API const char *tg_severity_word(tg_severity severity);
TG_API const char *tg_action_word(tg_action action);
TG_API const char *tg_detector_word(tg_detector detector);
TG_API const char *tg_match_word(tg_match match);
TG_API const char *tg_trick_word(tg_trick trick); /* of one bit */

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
 * `word`, `text`, `term`, `pattern` or `keyword`. UTF-8 with or without byte order mark, UTF-16 with one, or GB18030;
 * LF or CRLF. On error nothing of the file is used, the builder stays usable, *error tells of the first bad line and
 * the others are in tg_builder_diagnostic.
 * Returns TG_OK, TG_IO, TG_SYNTAX, TG_LIMIT (over 2^30 bytes) or TG_NO_MEMORY. */
TG_API tg_status tg_builder_add_file(tg_builder *builder, const char *path, tg_error *error);

/* Adds every *.txt and *.csv below a folder, in byte order of their paths. Ill-formed files are passed over: the status and
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

/* One entry of a pack, in source order. */
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
} tg_entry;

/* Entry `index`; TG_NOT_FOUND past the last one. Constant time. */
TG_API tg_status tg_pack_get_entry(const tg_pack *pack, size_t index, tg_entry *entry);

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
    X(DETECTORS, "detectors", 4294967295, 0, 4294967295, "set of TG_DETECTOR_BIT")

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

/* The language of the texts to come (BCP 47, such as "zh" or "zh-Hant"), so that entries with another `lang=` rest;
 * NULL: unknown, all entries work. */
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
    const char *rule;         /* "dictionary:entry", or "dictionary:id" where the entry has one; or "invisible:zero-width"
                                 and the like */
    const char *note;         /* of the entry, or what a detector has to say; or "" */
    const char *markets;      /* those asked for that the entry names, "CN,TW", or "" */
    const tg_range *parts;    /* of a combination: the ranges of its words, in the order of the text; else NULL */
    size_t part_count;
    size_t entry;             /* number of the rule's entry in its pack, for tg_pack_get_entry; SIZE_MAX: of no entry */
} tg_finding;

/* The best score of a category. */
typedef struct tg_category_score {
    const char *category;
    double score; /* 0..1 */
} tg_category_score;

/* What to do with a text, and why. */
typedef struct tg_verdict {
    tg_action action;
    double score;                 /* 0..1: under .5 passes, under .8 is held, from .8 blocks, with the default policy */
    size_t finding_count;         /* see tg_verdict_finding */
    size_t category_count;        /* see tg_verdict_category */
    bool truncated;               /* there were more than TG_SETTING_MAX_FINDINGS findings */
    size_t incomplete_count;      /* patterns that reached a limit, so that the text was not wholly checked: such a
                                     text is held for review at least; see tg_verdict_incomplete */
    double flood;                 /* 0..1: how meaningless or repetitive the text is; from .6 on a finding says so. 0:
                                     nothing to say */
} tg_verdict;

/* Scans a text. *verdict is valid until the scanner's next call. Time is linear in the text plus the findings; at most
 * 2^32 - 2 bytes.
 * Returns TG_OK, TG_NO_MEMORY, TG_LIMIT (text too long), TG_BUSY (another thread is using the scanner). */
TG_API tg_status tg_scan(tg_scanner *scanner, const char *text, size_t length, const tg_verdict **verdict);

/* Finding `index` of a verdict of tg_scan, ordered by begin, then longest first; NULL past the last one. */
TG_API const tg_finding *tg_verdict_finding(const tg_verdict *verdict, size_t index);

/* Category `index`, best score first; NULL past the last one. */
TG_API const tg_category_score *tg_verdict_category(const tg_verdict *verdict, size_t index);

/* The rule of pattern `index` that reached a limit; NULL past the last one. */
TG_API const char *tg_verdict_incomplete(const tg_verdict *verdict, size_t index);

/* Called for a finding; anything but 0 stops the scan. The finding lives for the call. It must not use the scanner. */
typedef int (*tg_finding_fn)(const tg_finding *finding, void *user);

/* Scans a text and calls `call` for each finding as soon as it is certain: words in order of their place while the scan
 * goes on, then combinations and patterns in order of theirs. Memory does not grow with the findings of words.
 * Returns as tg_scan does, or TG_STOPPED. */
TG_API tg_status tg_scan_each(tg_scanner *scanner, const char *text, size_t length, tg_finding_fn call, void *user);

/* Whether the policy lets the text pass, which is found out with the least work: the scan ends at the first finding that
 * does not pass. */
TG_API tg_status tg_is_clean(tg_scanner *scanner, const char *text, size_t length, bool *clean);

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

#ifdef __cplusplus
}
#endif

#endif
