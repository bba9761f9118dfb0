/* Which words must stand in a text before a pattern can match. A reader of the expression that understands what it is sure
 * of and gives up on the rest: finding no literals is always right, only slower. */
#include <string.h>

#include "base/utf8.h"
#include "rule/regex.h"

enum { DEEPEST = 32 };

/* A set of literals of which one must occur; count 0: nothing is known. */
typedef struct literal_set {
    tg_regex_literal items[TG_REGEX_LITERALS];
    size_t count, shortest; /* shortest in characters */
} literal_set;

typedef struct reader {
    const char *at, *end;
    bool lost; /* something was not understood: nothing is known of the whole expression */
} reader;

/* Keeps the better of two sets of which both hold: longer literals, then fewer. */
static void keep_better(literal_set *best, const literal_set *other)
{
    if (other->count == 0)
        return;
    if (best->count == 0 || other->shortest > best->shortest ||
        (other->shortest == best->shortest && other->count < best->count))
        *best = *other;
}

static void keep_run(literal_set *best, const char *begin, const char *end)
{
    if (begin == end)
        return;
    literal_set run = {.count = 1};
    run.items[0] = (tg_regex_literal){begin, (size_t)(end - begin)};
    run.shortest = tg_utf8_count(begin, (size_t)(end - begin));
    keep_better(best, &run);
}

/* Joins the set of another branch, of which one or the other holds. */
static void join(literal_set *all, const literal_set *branch, bool first)
{
    if (first) {
        *all = *branch;
    } else if (all->count == 0 || branch->count == 0 || all->count + branch->count > TG_REGEX_LITERALS) {
        all->count = 0;
    } else {
        memcpy(all->items + all->count, branch->items, branch->count * sizeof *branch->items);
        all->count += branch->count;
        if (branch->shortest < all->shortest)
            all->shortest = branch->shortest;
    }
}

/* Skips a class behind its `[`. */
static void skip_class(reader *r)
{
    if (r->at < r->end && *r->at == '^')
        r->at++;
    for (bool first = true; r->at < r->end; first = false, r->at++) {
        if (*r->at == ']' && !first)
            break;
        if (*r->at == '\\')
            r->at++;
        else if (*r->at == '[' && r->at + 1 < r->end && (r->at[1] == ':' || r->at[1] == '.' || r->at[1] == '='))
            r->lost = true;
    }
    if (r->at >= r->end)
        r->lost = true;
    else
        r->at++;
}

/* Skips an escape behind its backslash. Only those of one letter, and those with an argument in braces, are understood. */
static void skip_escape(reader *r)
{
    if (r->at >= r->end) {
        r->lost = true;
        return;
    }
    char c = *r->at++;
    if (strchr("dDwWsSbBhHvVRXAzZGntrfeK.*+?()[]{}|^$\\/-:,;!@#&=~'\"%<> ", c))
        return;
    if (strchr("pPx", c) && r->at < r->end && *r->at == '{') {
        const char *close = memchr(r->at, '}', (size_t)(r->end - r->at));
        r->at = close ? close + 1 : r->end;
        r->lost |= !close;
        return;
    }
    r->lost = true;
}

/* Reads a quantifier if there is one; *optional: the item before it may be missing. */
static bool read_quantifier(reader *r, bool *optional)
{
    *optional = false;
    if (r->at >= r->end || !strchr("?*+{", *r->at))
        return false;
    char c = *r->at;
    if (c == '{') {
        const char *p = r->at + 1;
        if (p >= r->end || ((*p < '0' || *p > '9') && *p != ','))
            return false; /* a literal brace */
        *optional = *p == '0' || *p == ',';
        p = memchr(p, '}', (size_t)(r->end - p));
        r->lost |= !p;
        r->at = p ? p : r->end - 1;
    } else {
        *optional = c != '+';
    }
    r->at++;
    if (r->at < r->end && (*r->at == '?' || *r->at == '+'))
        r->at++; /* lazy or possessive */
    return true;
}

static literal_set read_alternatives(reader *r, int depth);

/* Reads a group behind its `(`. Only what a match must contain counts: look-arounds give nothing. */
static literal_set read_group(reader *r, int depth)
{
    literal_set nothing = {.count = 0};
    bool counts = true;
    if (r->at < r->end && *r->at == '*')
        r->lost = true; /* a verb */
    if (r->at + 1 < r->end && *r->at == '?') {
        char kind = r->at[1];
        r->at += 2;
        if (kind == ':' || kind == '>') {
            counts = true;
        } else if (kind == '=' || kind == '!') {
            counts = false;
        } else if (kind == '<' && r->at < r->end && (*r->at == '=' || *r->at == '!')) {
            counts = false;
            r->at++;
        } else {
            r->lost = true; /* names, inline options, conditions, recursion */
        }
    }
    literal_set set = read_alternatives(r, depth + 1);
    if (r->at >= r->end || *r->at != ')')
        r->lost = true;
    else
        r->at++;
    return counts ? set : nothing;
}

/* Reads items up to `|`, `)` or the end: the best set among them. */
static literal_set read_branch(reader *r, int depth)
{
    literal_set best = {.count = 0};
    const char *run = r->at; /* the literal stretch under way begins here */
    while (r->at < r->end && !r->lost && *r->at != '|' && *r->at != ')') {
        const char *item = r->at;
        literal_set group = {.count = 0};
        uint32_t code_point;
        bool literal = !strchr("\\[(.^$", *item);
        r->at += tg_utf8_decode((const unsigned char *)item, (size_t)(r->end - item), &code_point);
        if (*item == '\\')
            skip_escape(r);
        else if (*item == '[')
            skip_class(r);
        else if (*item == '(')
            group = read_group(r, depth);
        const char *item_end = r->at;
        bool optional, quantified = read_quantifier(r, &optional);
        if (!optional)
            keep_better(&best, &group);
        if (literal && !quantified)
            continue;
        keep_run(&best, run, literal && !optional ? item_end : item);
        run = r->at;
    }
    keep_run(&best, run, r->at);
    return best;
}

static literal_set read_alternatives(reader *r, int depth)
{
    literal_set all = {.count = 0};
    r->lost |= depth > DEEPEST;
    for (bool first = true; !r->lost; first = false) {
        literal_set branch = read_branch(r, depth);
        join(&all, &branch, first);
        if (r->at >= r->end || *r->at != '|')
            break;
        r->at++;
    }
    return all;
}

size_t tg_regex_literals(const char *folded, size_t length, uint32_t flags, tg_regex_literal *literals)
{
    if (flags & TG_REGEX_EXTENDED)
        return 0;
    reader r = {folded, folded + length, false};
    literal_set set = read_alternatives(&r, 0);
    if (r.lost || r.at != r.end || set.count == 0 || set.shortest < 2)
        return 0;
    memcpy(literals, set.items, set.count * sizeof *literals);
    return set.count;
}
