/* Which words must stand in a text before a pattern can match, and where. A reader of the expression that understands what
 * it is sure of and gives up on the rest: finding no literals is always right, only slower. */
#include <string.h>

#include "base/utf8.h"
#include "rule/regex.h"

enum { DEEPEST = 32 };

/* A set of literals of which one must occur; count 0: nothing is known. */
typedef struct literal_set {
    tg_regex_literal items[TG_REGEX_LITERALS];
    size_t count;
    size_t weight;  /* how rare they are at least; see weigh */
    uint32_t reach; /* greatest number of characters from the beginning of a match to the end of one */
} literal_set;

/* What is known of a stretch of the expression: what it must contain, and how many characters it matches at most. */
typedef struct stretch {
    literal_set literals;
    uint32_t width;
} stretch;

typedef struct reader {
    const char *at, *end;
    bool lost;       /* something was not understood: nothing is known of the whole expression */
    uint32_t ahead, behind; /* characters that look-arounds see, at most */
} reader;

/* Numbers of characters, of which TG_REGEX_UNBOUNDED stays itself. */
static uint32_t add(uint32_t a, uint32_t b)
{
    return a >= TG_REGEX_UNBOUNDED - b ? TG_REGEX_UNBOUNDED : a + b;
}

static uint32_t multiply(uint32_t a, uint32_t b)
{
    return (uint64_t)a * b >= TG_REGEX_UNBOUNDED ? TG_REGEX_UNBOUNDED : a * b;
}

static bool is_near(const literal_set *set)
{
    return set->reach <= TG_REGEX_REACH;
}

/* A guess at how rare a literal is: blanks are everywhere, and a letter of an alphabet says less than an ideograph. */
static size_t weigh(const char *text, size_t length)
{
    size_t weight = 0;
    uint32_t c;
    for (size_t i = 0; i < length;) {
        i += tg_utf8_decode((const unsigned char *)text + i, length - i, &c);
        weight += c <= ' ' || c == '\\' ? 0 : c < 0x2E80 ? 2 : 3;
    }
    return weight;
}

/* Below this a literal is found so often that looking for it saves nothing: two letters, or an ideograph and a letter. */
enum { LEAST_WEIGHT = 4 };

/* Keeps the better of two sets of which both hold: one that is near the beginning, then rarer literals, then fewer. */
static void keep_better(literal_set *best, const literal_set *other)
{
    if (other->count == 0)
        return;
    bool better = other->weight != best->weight ? other->weight > best->weight : other->count < best->count;
    if (other->weight >= LEAST_WEIGHT && best->weight >= LEAST_WEIGHT && is_near(other) != is_near(best))
        better = is_near(other);
    if (best->count == 0 || better)
        *best = *other;
}

/* `before` is how many characters a match has before the run at most. */
static void keep_run(literal_set *best, const char *begin, const char *end, uint32_t before)
{
    if (begin == end)
        return;
    literal_set run = {.count = 1, .reach = add(before, (uint32_t)tg_utf8_count(begin, (size_t)(end - begin)))};
    run.items[0] = (tg_regex_literal){begin, (size_t)(end - begin)};
    run.weight = weigh(begin, (size_t)(end - begin));
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
        if (branch->weight < all->weight)
            all->weight = branch->weight;
        if (branch->reach > all->reach)
            all->reach = branch->reach;
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
    if (strchr("dDwWsSbBhHvVRXAzZGntrfeK" TG_REGEX_PUNCTUATION, c))
        return;
    if (strchr("pPx", c) && r->at < r->end && *r->at == '{') {
        const char *close = memchr(r->at, '}', (size_t)(r->end - r->at));
        r->at = close ? close + 1 : r->end;
        r->lost |= !close;
        return;
    }
    r->lost = true;
}

static uint32_t read_number(const char **p, const char *end)
{
    uint32_t number = 0;
    for (; *p < end && **p >= '0' && **p <= '9'; ++*p)
        number = add(multiply(number, 10), (uint32_t)(**p - '0'));
    return number;
}

/* How often an item is there. */
typedef struct quantifier {
    uint32_t least, most;
} quantifier;

/* Reads {n}, {n,}, {,m} or {n,m}; false: a literal brace. */
static bool read_braces(reader *r, quantifier *q)
{
    const char *p = r->at + 1;
    bool digits = p < r->end && *p >= '0' && *p <= '9';
    q->least = q->most = read_number(&p, r->end);
    if (p < r->end && *p == ',') {
        p++;
        digits |= p < r->end && *p >= '0' && *p <= '9';
        q->most = p < r->end && *p != '}' ? read_number(&p, r->end) : TG_REGEX_UNBOUNDED;
    }
    if (!digits || p >= r->end || *p != '}')
        return false;
    r->at = p + 1;
    return true;
}

static quantifier read_quantifier(reader *r)
{
    quantifier once = {1, 1}, q = once;
    char c = r->at < r->end ? *r->at : '\0';
    if (c == '{') {
        if (!read_braces(r, &q))
            return once;
    } else if (c == '?' || c == '*' || c == '+') {
        q = (quantifier){c == '+', c == '?' ? 1 : TG_REGEX_UNBOUNDED};
        r->at++;
    } else {
        return once;
    }
    if (r->at < r->end && (*r->at == '?' || *r->at == '+'))
        r->at++; /* lazy or possessive */
    return q;
}

static stretch read_alternatives(reader *r, int depth);

/* Reads a group behind its `(`. Only what a match must contain counts: look-arounds give nothing and have no width. */
static stretch read_group(reader *r, int depth)
{
    bool around = false, behind = false;
    if (r->at < r->end && *r->at == '*')
        r->lost = true; /* a verb */
    if (r->at + 1 < r->end && *r->at == '?') {
        char kind = r->at[1];
        r->at += 2;
        if (kind == '=' || kind == '!') {
            around = true;
        } else if (kind == '<' && r->at < r->end && (*r->at == '=' || *r->at == '!')) {
            around = behind = true;
            r->at++;
        } else if (kind != ':' && kind != '>') {
            r->lost = true; /* names, inline options, conditions, recursion */
        }
    }
    stretch inner = read_alternatives(r, depth + 1);
    if (r->at >= r->end || *r->at != ')')
        r->lost = true;
    else
        r->at++;
    if (!around)
        return inner;
    uint32_t *seen = behind ? &r->behind : &r->ahead;
    if (inner.width > *seen)
        *seen = inner.width;
    return (stretch){.width = 0};
}

/* Whether a character stands for itself, perhaps behind a backslash. */
static bool is_literal(const char *item, const char *end)
{
    if (*item == '\\')
        return item + 1 < end && strchr(TG_REGEX_PUNCTUATION, item[1]);
    return !strchr("[(.^$", *item);
}

/* Reads items up to `|`, `)` or the end. */
static stretch read_branch(reader *r, int depth)
{
    stretch branch = {.width = 0};
    const char *run = r->at; /* the literal stretch under way begins here … */
    uint32_t run_before = 0; /* … behind so many characters */
    while (r->at < r->end && !r->lost && *r->at != '|' && *r->at != ')') {
        const char *item = r->at;
        stretch group = {.width = 1};
        uint32_t code_point;
        bool literal = is_literal(item, r->end);
        r->at += tg_utf8_decode((const unsigned char *)item, (size_t)(r->end - item), &code_point);
        if (*item == '\\')
            skip_escape(r);
        else if (*item == '[')
            skip_class(r);
        else if (*item == '(')
            group = read_group(r, depth);
        const char *item_end = r->at;
        quantifier q = read_quantifier(r);
        bool quantified = r->at != item_end;
        group.literals.reach = add(group.literals.reach, branch.width);
        if (q.least > 0)
            keep_better(&branch.literals, &group.literals);
        branch.width = add(branch.width, multiply(group.width, q.most));
        if (literal && !quantified)
            continue;
        keep_run(&branch.literals, run, literal && q.least > 0 ? item_end : item, run_before);
        run = r->at;
        run_before = branch.width;
    }
    keep_run(&branch.literals, run, r->at, run_before);
    return branch;
}

static stretch read_alternatives(reader *r, int depth)
{
    stretch all = {.width = 0};
    r->lost |= depth > DEEPEST;
    for (bool first = true; !r->lost; first = false) {
        stretch branch = read_branch(r, depth);
        join(&all.literals, &branch.literals, first);
        if (branch.width > all.width)
            all.width = branch.width;
        if (r->at >= r->end || *r->at != '|')
            break;
        r->at++;
    }
    return all;
}

void tg_regex_measure(const char *folded, size_t length, uint32_t flags, tg_regex_measures *out)
{
    *out = (tg_regex_measures){.reach = TG_REGEX_UNBOUNDED, .width = TG_REGEX_UNBOUNDED};
    if (flags & TG_REGEX_EXTENDED)
        return;
    reader r = {.at = folded, .end = folded + length};
    stretch all = read_alternatives(&r, 0);
    if (r.lost || r.at != r.end || all.literals.count == 0 || all.literals.weight < LEAST_WEIGHT)
        return;
    memcpy(out->literals, all.literals.items, all.literals.count * sizeof *out->literals);
    out->count = all.literals.count;
    out->width = add(all.width, r.ahead);
    if (is_near(&all.literals) && r.behind <= TG_REGEX_BEHIND)
        out->reach = all.literals.reach;
}
