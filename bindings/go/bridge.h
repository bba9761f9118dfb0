/* What Go calls to scan. Each function does in one call from Go what would otherwise take one for the scan and one for
 * each finding: it scans and lays what was found in flat arrays of the session, which Go reads where they are. */
#ifndef TEXTGATE_GO_BRIDGE_H
#define TEXTGATE_GO_BRIDGE_H

#include <stdlib.h>
#include <textgate.h>

/* An array that grows. */
typedef struct tgo_array {
    void *items;
    size_t count, capacity; /* in items */
} tgo_array;

/* One finding. Its category, rule, note, markets, advice and source stand one after another in the session's strings. */
typedef struct tgo_finding {
    size_t begin, end;
    uint32_t category_length, rule_length, note_length, markets_length, advice_length, source_length;
    uint32_t part_count, tricks;
    uint8_t detector, severity, action, match;
} tgo_finding;

typedef struct tgo_category {
    double score;
    uint32_t name_length;
} tgo_category;

typedef struct tgo_language {
    double share;
    uint32_t code_length, tag_length;
} tgo_language;

/* The verdict of a text in which something was seen; the others have none. */
typedef struct tgo_verdict {
    size_t text; /* its number in the batch */
    double score, flood; /* flood 0: nothing to say */
    double spam;      /* its score; below 0: nothing to say */
    uint32_t signals; /* of spam */
    tg_emotion emotion; /* label NULL: nothing to say */
    size_t finding_count, category_count, incomplete_count, language_count;
    uint8_t action;
    bool truncated;
} tgo_verdict;

/* What was found. */
typedef struct tgo_found {
    tgo_array verdicts;   /* tgo_verdict; those of the arrays below follow in the same order, verdict by verdict */
    tgo_array findings;   /* tgo_finding */
    tgo_array parts;      /* tg_range */
    tgo_array categories; /* tgo_category */
    tgo_array incomplete; /* uint32_t, lengths of names */
    tgo_array languages;  /* tgo_language */
    tgo_array strings;    /* char: for each verdict those of its findings, categories, incomplete rules and languages */
} tgo_found;

/* A scanner, the settings that it has, and what it found. */
typedef struct tgo_session {
    tg_scanner *scanner;
    uint32_t flags;
    char language[64];
    tgo_found found;
    tgo_array mask; /* char */
    const char *redacted;
    size_t redacted_length;
    size_t failed; /* number of the text in the batch at which an error came up */
} tgo_session;

/* How to scan: set of these. */
enum { TGO_HTML = 1, TGO_LONGEST = 2 };

tg_status tgo_session_new(tg_gate *gate, tgo_session **session);
void tgo_session_free(tgo_session *session);

/* Scans `count` texts that stand one after another, text i ending at ends[i]. */
tg_status tgo_scan_many(tgo_session *session, uint32_t flags, const char *language, size_t language_length,
                        const char *texts, const size_t *ends, size_t count);

tg_status tgo_scan(tgo_session *session, uint32_t flags, const char *language, size_t language_length, const char *text,
                   size_t length);

/* 1: clean, 0: not, or a status. */
int tgo_is_clean(tgo_session *session, uint32_t flags, const char *language, size_t language_length, const char *text,
                 size_t length);

/* Leaves the text in session->redacted, and with `verdict` what a scan leaves too. mask NULL: the usual one. */
tg_status tgo_redact(tgo_session *session, uint32_t flags, const char *language, size_t language_length,
                     const char *text, size_t length, const char *mask, size_t mask_length, bool with_category,
                     size_t keep, tg_action threshold, const char *key, size_t key_length, bool verdict);

/* Adds the verdict of text number `text`, if there is something in it; or a finding alone. False without memory. */
bool tgo_record(tgo_found *found, const tg_verdict *verdict, size_t text);
bool tgo_record_finding(tgo_found *found, const tg_finding *finding);
void tgo_found_clear(tgo_found *found);
void tgo_found_free(tgo_found *found);

/* Makes room for `more` further items of `size` bytes; false without memory. */
bool tgo_reserve(tgo_array *array, size_t more, size_t size);

/* A text that comes in pieces, and the findings that the last one made certain. */
typedef struct tgo_stream {
    tg_stream *stream;
    tgo_found found;
    bool failed; /* without memory for a finding */
} tgo_stream;

tg_status tgo_stream_new(tg_gate *gate, tgo_stream **stream);
void tgo_stream_free(tgo_stream *stream);
tg_status tgo_stream_feed(tgo_stream *stream, const char *text, size_t length);
tg_status tgo_stream_finish(tgo_stream *stream, tg_summary *summary);

/* Clusters of `count` texts, of which number i lies at [ends[i], ends[i + 1]) of `bytes`. */
tg_status tgo_cluster(const char *bytes, const size_t *ends, size_t count, double threshold, uint32_t normalise,
                      unsigned threads, tg_cluster_member *members, tg_error *error);

/* TG_STORE_INIT. */
void tgo_store_options(tg_store_options *options);

#endif
