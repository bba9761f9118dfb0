/* The text with its findings masked: which ranges, which of their characters, and what is written instead. */
#include <string.h>

#include "base/keyed.h"
#include "base/sort.h"
#include "base/utf8.h"
#include "detect/glyph.h"
#include "verdict/verdict.h"

enum { PSEUDONYM = 14 /* a number sign, twelve letters (51 bits), NUL */ };

/* Where the reading of visible characters stands. Ranges come in order, so it only moves on. */
typedef struct cursor {
    size_t at;    /* in the source */
    size_t piece; /* of the markup map, in the order of the source */
} cursor;

typedef struct redactor {
    const char *text;
    size_t length;
    const tg_markup_map *markup;
    tg_redaction redaction;
    tg_vector *out;
    tg_key key;  /* of pseudonyms, where redaction.key is not NULL */
    size_t done; /* of the source, what is in `out` */
    cursor here;
} redactor;

/* One visible character and the source bytes that stand for it. */
typedef struct character {
    size_t begin, end;
    bool stays; /* a line break */
    uint8_t place; /* tg_markup_place */
    const char *seen; /* as a reader sees it */
    size_t seen_length;
} character;

static const tg_markup_piece *piece_at(const redactor *r, size_t index)
{
    return tg_markup_piece_by_source(r->markup, index);
}

static character decode(const redactor *r, size_t begin, size_t end)
{
    uint32_t c;
    size_t next = begin + tg_utf8_decode((const unsigned char *)r->text + begin, end - begin, &c);
    bool breaks = c == '\n' || (c == '\r' && next < r->length && r->text[next] == '\n');
    return (character){begin, next, breaks, TG_PLACE_CONTENT, r->text + begin, next - begin};
}

static bool next_of_markup(const redactor *r, cursor *c, size_t end, character *out)
{
    for (; c->at < end && c->piece < r->markup->pieces.count; c->piece++) {
        const tg_markup_piece *p = piece_at(r, c->piece);
        size_t begin = p->source, stop = begin + p->source_length;
        if (begin >= end)
            return false;
        if (stop <= c->at || begin == stop) /* passed, or what a tag gives */
            continue;
        if (p->verbatim) {
            *out = decode(r, begin > c->at ? begin : c->at, stop < end ? stop : end);
            out->place = p->place;
            c->at = out->end;
            return true;
        }
        if (begin < c->at) /* the range before has replaced this reference */
            continue;
        const char *seen = TG_ITEMS(&r->markup->visible, const char) + p->visible;
        *out = (character){begin, stop, *seen == '\n', p->place, seen, p->length};
        c->at = stop;
        return true;
    }
    return false;
}

/* The next visible character that begins before `end`. */
static bool next_character(const redactor *r, cursor *c, size_t end, character *out)
{
    if (r->markup)
        return next_of_markup(r, c, end, out);
    if (c->at >= end)
        return false;
    *out = decode(r, c->at, end);
    c->at = out->end;
    return true;
}

static bool put(redactor *r, const char *bytes, size_t length)
{
    return tg_vector_append(r->out, bytes, length);
}

/* What stands for a byte of a mask in HTML, or NULL if it may stand there itself. */
static const char *reference_for(char c, uint8_t place)
{
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return place == TG_PLACE_CONTENT ? NULL : "&quot;";
    case '\'': return place == TG_PLACE_CONTENT ? NULL : "&#39;";
    case ' ': return place == TG_PLACE_UNQUOTED ? "&#32;" : NULL;
    case '\t': return place == TG_PLACE_UNQUOTED ? "&#9;" : NULL;
    case '\n': return place == TG_PLACE_UNQUOTED ? "&#10;" : NULL;
    case '\f': return place == TG_PLACE_UNQUOTED ? "&#12;" : NULL;
    case '\r': return place == TG_PLACE_UNQUOTED ? "&#13;" : NULL;
    default: return NULL;
    }
}

/* An attribute without quotes must not become empty, or what follows would be its value; a soft hyphen is not seen. */
static bool put_text(redactor *r, const char *text, uint8_t place)
{
    if (!r->markup)
        return put(r, text, strlen(text));
    if (place == TG_PLACE_UNQUOTED && *text == '\0')
        return put(r, "&shy;", strlen("&shy;"));
    for (; *text; text++) {
        const char *reference = reference_for(*text, place);
        if (!(reference ? put(r, reference, strlen(reference)) : put(r, text, 1)))
            return false;
    }
    return true;
}

/* Writes `bytes` before the last `back` ones. */
static bool insert_before_end(redactor *r, size_t back, const char *bytes)
{
    size_t length = strlen(bytes);
    if (!tg_vector_push(r->out, length))
        return false;
    char *at = TG_ITEMS(r->out, char) + (r->out->count - length - back);
    memmove(at + length, at, back);
    memcpy(at, bytes, length);
    return true;
}

static bool may_stand_in_reference(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '#' || c == '/';
}

/* Keeps what stands before a mask what it was: "<" + "字b>" must not become the tag "<b>" when the mask is empty, nor
 * "&am" + "字;" a reference when it is "p", nor "&lt" take the mask for more of its name. `from` to `to` are the source
 * bytes that were copied just now. */
static bool shield(redactor *r, size_t from, size_t to)
{
    enum { LONGEST_START = 40 }; /* longer than the longest name of a reference */
    size_t index = r->here.piece;
    if (index < r->markup->pieces.count && piece_at(r, index)->source < to)
        index++;
    const tg_markup_piece *p = index ? piece_at(r, index - 1) : NULL;
    if (!p || from >= to || to > (size_t)p->source + p->source_length)
        return true; /* a tag is between */
    if (!p->verbatim)
        return r->text[to - 1] == ';' || put(r, ";", 1);
    size_t least = from > p->source ? from : p->source;
    for (size_t k = to; k > least && to - k < LONGEST_START; k--) {
        char c = r->text[k - 1];
        if (c == '<')
            TG_ITEMS(r->out, char)[r->out->count - (to - k) - 1] = '&';
        if (c == '<' || c == '&')
            return insert_before_end(r, to - k, c == '<' ? "lt;" : "amp;");
        if (!may_stand_in_reference(c))
            return true;
    }
    /* All the way back to the piece's beginning: a reference before it that ended without ; must not grow into what was
     * left (&not, in; from &notins;). */
    const tg_markup_piece *before = index > 1 ? piece_at(r, index - 2) : NULL;
    bool open = before && from <= before->source && to - least < LONGEST_START && !before->verbatim &&
                before->source + before->source_length == p->source && r->text[least - 1] != ';';
    return !open || insert_before_end(r, to - least, ";");
}

/* Copies the source up to `end`. */
static bool copy_until(redactor *r, size_t end)
{
    size_t from = r->done;
    r->done = end;
    return put(r, r->text + from, end - from);
}

static bool replace(redactor *r, character c, bool is_first, const char *category, const char *pseudonym)
{
    size_t from = r->done;
    if (!copy_until(r, c.begin) || (r->markup && !shield(r, from, c.begin)))
        return false;
    r->done = c.end;
    if (!r->redaction.with_category && !r->redaction.key)
        return put_text(r, r->redaction.mask, c.place);
    if (!is_first)
        return put_text(r, "", c.place);
    return put(r, "[", 1) && put_text(r, category, c.place) && put_text(r, pseudonym, c.place) && put(r, "]", 1);
}

/* The token of a finding from the cursor to `end`. Letters and digits count, whatever stands between them, and so a
 * number has one pseudonym however it is written. Consonants alone make no word, no number and no address. */
static void name(const redactor *r, size_t end, char out[PSEUDONYM])
{
    static const char letters[] = "bcdfghjklmnpqrstvwxz";
    unsigned char hash[16];
    tg_keyed keyed;
    character c;
    tg_keyed_begin(&keyed, &r->key);
    for (cursor ahead = r->here; next_character(r, &ahead, end, &c);) {
        char glyph = 0;
        uint32_t tricks = 0;
        tg_privacy_glyph((const unsigned char *)c.seen, c.seen_length, &glyph, &tricks);
        bool kept = (glyph >= '0' && glyph <= '9') || (glyph >= 'a' && glyph <= 'z') || (glyph >= 'A' && glyph <= 'Z');
        if (kept)
            tg_keyed_add(&keyed, (char[]){(char)(glyph >= 'A' && glyph <= 'Z' ? glyph + 'a' - 'A' : glyph)}, 1);
        else if (!glyph)
            tg_keyed_add(&keyed, c.seen, c.seen_length);
    }
    tg_keyed_end(&keyed, hash);
    out[0] = '#';
    for (size_t i = 1; i + 1 < PSEUDONYM; i++)
        out[i] = letters[hash[i] % (sizeof letters - 1)];
    out[PSEUDONYM - 1] = 0;
}

static bool mask_range(redactor *r, const tg_redact_range *range)
{
    character c;
    size_t total = 0, seen = 0;
    if (r->here.at < range->begin)
        r->here.at = range->begin;
    for (cursor ahead = r->here; next_character(r, &ahead, range->end, &c);)
        total += !c.stays;
    size_t masked = total > r->redaction.keep && !r->redaction.key ? total - r->redaction.keep : total;
    char pseudonym[PSEUDONYM] = "";
    if (r->redaction.key)
        name(r, range->end, pseudonym);
    while (next_character(r, &r->here, range->end, &c)) {
        if (c.stays)
            continue;
        if (seen < masked && !replace(r, c, seen == 0, range->category, pseudonym))
            return false;
        seen++;
    }
    return true;
}

static int compare_ranges(const void *first, const void *second)
{
    const tg_redact_range *a = first, *b = second;
    if (a->begin != b->begin)
        return a->begin < b->begin ? -1 : 1;
    if (a->end != b->end)
        return a->end > b->end ? -1 : 1;
    return (a->order > b->order) - (a->order < b->order);
}

static bool collect_ranges(const tg_finding *findings, size_t count, tg_action threshold, size_t length,
                           tg_vector *ranges)
{
    ranges->count = 0;
    for (size_t i = 0; i < count; i++) {
        const tg_finding *finding = &findings[i];
        if (finding->action < threshold || tg_finding_is_of_text(finding))
            continue;
        tg_range whole = {finding->begin, finding->end};
        bool has_parts = finding->part_count > 1;
        for (size_t k = 0; k < (has_parts ? finding->part_count : 1); k++) {
            tg_range part = has_parts ? finding->parts[k] : whole;
            tg_redact_range range = {part.begin, part.end < length ? part.end : length, i, finding->category};
            if (range.begin < range.end && !tg_vector_append(ranges, &range, 1))
                return false;
        }
    }
    tg_sort(ranges->items, ranges->count, sizeof(tg_redact_range), compare_ranges);
    return true;
}

/* The caller's redaction, if it is a legal one. */
static bool resolve(const tg_redaction *in, tg_redaction *out)
{
    tg_redaction standard = TG_REDACTION_INIT;
    *out = standard;
    if (!in)
        return true;
    if (in->size < offsetof(tg_redaction, key)) /* the first version of the struct is the least there can be */
        return false;
    memcpy(out, in, in->size < sizeof *out ? offsetof(tg_redaction, key) : sizeof *out);
    size_t at;
    return (!out->key || out->key_length >= TG_KEY_LEAST) && out->mask && tg_utf8_is_valid(out->mask, strlen(out->mask),
        &at) &&
           (unsigned)out->threshold <= TG_ACTION_BLOCK;
}

tg_status tg_redact_text(const char *text, size_t length, const tg_markup_map *markup, const tg_finding *findings,
                         size_t count, const tg_redaction *redaction, tg_vector *ranges, tg_vector *out)
{
    redactor r = {.text = text ? text : "", .length = length, .markup = markup, .out = out};
    if (!resolve(redaction, &r.redaction))
        return TG_INVALID_ARGUMENT;
    if (r.redaction.key)
        tg_key_derive(&r.key, r.redaction.key, r.redaction.key_length, "pseudonym");
    if (!collect_ranges(findings, count, r.redaction.threshold, length, ranges))
        return TG_NO_MEMORY;
    for (size_t i = 0; i < ranges->count; i++)
        if (!mask_range(&r, &TG_ITEMS(ranges, const tg_redact_range)[i]))
            return TG_NO_MEMORY;
    return copy_until(&r, length) ? TG_OK : TG_NO_MEMORY;
}
