/* Streams: windows over a text that comes in pieces. A finding is told by the window in which all that it may depend on is
 * seen: it begins so far from the window's beginning, and ends so far from its end, as words, combinations and patterns of
 * the gate reach. What does not show counts for nothing in that. */
#include <string.h>

#include "base/utf8.h"
#include "gate/gate.h"

enum {
    WINDOW = 64 * 1024,        /* bytes that are added to a window before it is scanned */
    LARGEST = 4 * 1024 * 1024, /* bytes that a window may grow to where all of it depends on what comes */
    DISGUISED = 1024,          /* characters over which words in disguise are looked for, and how they read is judged */
    UNBOUNDED = 16 * 1024,     /* characters of a match of a pattern that may be of any length */
    NEIGHBOURS = 64            /* characters behind a finding that may matter to it */
};

struct tg_stream {
    tg_allocator allocator;
    tg_scanner *scanner;
    const tg_fold *fold;  /* that says what does not show; NULL without rules */
    size_t reach;         /* characters */
    tg_vector window;     /* bytes */
    uint64_t begin;       /* byte of the text at which the window begins */
    size_t told;          /* byte of the window before which findings begin that were told */
    size_t fill;          /* bytes that the window is to have before it is scanned */
    tg_tally tally;
    bool incomplete;
};

/* How many characters there may be between what a finding begins with and what it depends on. */
static size_t reach_of(const tg_gate *gate)
{
    size_t reach = DISGUISED;
    for (size_t i = 0; i < gate->rule_count; i++) {
        const tg_pack *pack = gate->rules[i].pack;
        size_t within = 0;
        for (size_t k = 0; k < pack->combinations_count; k++)
            if (pack->combinations[k].within > within)
                within = pack->combinations[k].within;
        /* A combination reaches to both sides of one of its parts. */
        size_t own = 2 * within + 3 * (size_t)pack->header->history + DISGUISED;
        if (own < UNBOUNDED && gate->rules[i].whole_count)
            own = UNBOUNDED;
        if (own > reach)
            reach = own;
    }
    return reach;
}

tg_status tg_stream_new(tg_gate *gate, tg_stream **out)
{
    if (!gate || !out)
        return TG_INVALID_ARGUMENT;
    tg_stream *stream = tg_allocate_zeroed(&gate->allocator, 1, sizeof *stream);
    if (!stream)
        return TG_NO_MEMORY;
    stream->allocator = gate->allocator;
    stream->fold = gate->rule_count ? &gate->rules[0].pack->fold : NULL;
    stream->reach = reach_of(gate);
    stream->fill = WINDOW;
    tg_vector_init(&stream->window, &stream->allocator, 1);
    tg_status status = tg_scanner_new(gate, &stream->scanner);
    if (status != TG_OK) {
        tg_stream_free(stream);
        return status;
    }
    stream->scanner->ignores_languages = true;
    stream->scanner->work.wants_languages = false;
    stream->scanner->work.detectors &= TG_DETECTOR_BIT(TG_DETECTOR_WORDS) | TG_DETECTOR_BIT(TG_DETECTOR_PATTERNS) |
                                       TG_DETECTOR_BIT(TG_DETECTOR_CULTURE);
    stream->scanner->work.market_count = 0; /* what does not fit them is told of whole texts */
    *out = stream;
    return TG_OK;
}

void tg_stream_free(tg_stream *stream)
{
    if (!stream)
        return;
    tg_scanner_free(stream->scanner);
    tg_vector_free(&stream->window);
    tg_allocator allocator = stream->allocator;
    tg_release(&allocator, stream, sizeof *stream);
}

/* The byte so many characters that show before byte `at` of the window, or its beginning. */
static size_t step_back(const tg_stream *stream, size_t at, size_t characters)
{
    const unsigned char *text = stream->window.items;
    while (at > 0 && characters > 0) {
        size_t end = at--;
        while (at > 0 && end - at < 4 && tg_utf8_is_trail(text[at]))
            at--;
        uint32_t code_point;
        if (tg_utf8_decode(text + at, end - at, &code_point) != end - at)
            at = end - 1; /* ill-formed: byte by byte */
        if (!stream->fold || (tg_fold_entry(stream->fold, code_point) & TG_FOLD_KIND_MASK) != TG_FOLD_DROPPED)
            characters--;
    }
    return at;
}

/* Tells the findings that begin before byte `until` of the window. */
static tg_status tell(tg_stream *stream, size_t until, tg_finding_fn call, void *user)
{
    const tg_verdict *verdict = &stream->scanner->verdict.head;
    for (size_t i = 0; i < verdict->finding_count; i++) {
        tg_finding finding = *tg_verdict_finding(verdict, i);
        if (finding.begin < stream->told || finding.begin >= until)
            continue;
        tg_range parts[TG_COMBINATION_PARTS];
        for (size_t k = 0; k < finding.part_count; k++)
            parts[k] = (tg_range){finding.parts[k].begin + (size_t)stream->begin,
                                  finding.parts[k].end + (size_t)stream->begin};
        if (finding.parts)
            finding.parts = parts;
        finding.begin += (size_t)stream->begin;
        finding.end += (size_t)stream->begin;
        tg_tally_add(&stream->tally, &finding);
        if (call && call(&finding, user) != 0)
            return TG_STOPPED;
    }
    stream->told = until;
    return TG_OK;
}

/* Where findings are certain: before this byte of the window none begins that depends on what comes. */
static size_t certain_before(const tg_stream *stream)
{
    size_t end = step_back(stream, stream->window.count, NEIGHBOURS), certain = step_back(stream, end, stream->reach);
    const tg_verdict *verdict = &stream->scanner->verdict.head;
    for (size_t i = 0; i < verdict->finding_count; i++) {
        const tg_finding *finding = tg_verdict_finding(verdict, i);
        if (finding->begin < certain && finding->end > end)
            certain = finding->begin;
    }
    return certain;
}

/* Scans the window, tells what is certain and drops what is no longer needed. */
static tg_status pass_window(tg_stream *stream, tg_finding_fn call, void *user)
{
    tg_vector *window = &stream->window;
    tg_status status = tg_scan_all(stream->scanner, window->items, window->count);
    if (status != TG_OK)
        return status;
    stream->incomplete |= stream->scanner->verdict.head.incomplete_count != 0;
    size_t certain = certain_before(stream);
    if (certain <= stream->told) {
        stream->fill = 2 * window->count; /* all depends on what comes */
        if (stream->fill <= LARGEST)
            return TG_OK;
        certain = window->count;
    }
    status = tell(stream, certain, call, user);
    size_t from = step_back(stream, certain, stream->reach + NEIGHBOURS);
    if (window->count - from > LARGEST / 2)
        from = certain;
    memmove(window->items, TG_ITEMS(window, char) + from, window->count - from);
    window->count -= from;
    stream->begin += from;
    stream->told = certain - from;
    stream->fill = window->count + WINDOW;
    return status;
}

static void begin_anew(tg_stream *stream)
{
    stream->window.count = 0;
    stream->begin = 0;
    stream->told = 0;
    stream->fill = WINDOW;
    stream->tally = (tg_tally){.best = 0};
    stream->incomplete = false;
}

tg_status tg_stream_feed(tg_stream *stream, const char *text, size_t length, tg_finding_fn call, void *user)
{
    if (!stream || (!text && length))
        return TG_INVALID_ARGUMENT;
    tg_status status = TG_OK;
    while (length && status == TG_OK) {
        size_t room = stream->fill - stream->window.count, count = length < room ? length : room;
        status = tg_vector_append(&stream->window, text, count) ? TG_OK : TG_NO_MEMORY;
        text += count;
        length -= count;
        if (status == TG_OK && stream->window.count == stream->fill)
            status = pass_window(stream, call, user);
    }
    if (status != TG_OK)
        begin_anew(stream);
    return status;
}

tg_status tg_stream_finish(tg_stream *stream, tg_finding_fn call, void *user, tg_summary *summary)
{
    if (!stream)
        return TG_INVALID_ARGUMENT;
    tg_status status = tg_scan_all(stream->scanner, stream->window.items, stream->window.count);
    if (status == TG_OK) {
        stream->incomplete |= stream->scanner->verdict.head.incomplete_count != 0;
        status = tell(stream, stream->window.count + 1, call, user);
    }
    if (status == TG_OK && summary)
        *summary = tg_tally_summary(&stream->tally, stream->incomplete);
    begin_anew(stream);
    return status;
}
