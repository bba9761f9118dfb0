/* What to do about a finding: reading a policy, and its answer for a category, severity and market. */
#include <stdatomic.h>
#include <string.h>

#include "base/error.h"
#include "base/file.h"
#include "base/utf8.h"
#include "verdict/verdict.h"

#define WORD_AFTER_COMMA(name, word) ", " word

/* The words of the lists as messages name them. */
static const char legal_severities[] = "*" TG_SEVERITY_LIST(WORD_AFTER_COMMA) ", or one of these with + after it";
static const char legal_actions[] = "" TG_ACTION_LIST(WORD_AFTER_COMMA);

typedef struct policy_line {
    const char *category; /* NULL: any */
    size_t category_length;
    unsigned severities; /* set of 1 << tg_severity */
    char market[3];      /* "": any */
    tg_action action;
} policy_line;

struct tg_policy {
    tg_allocator allocator;
    atomic_size_t references;
    tg_arena names;
    tg_vector lines; /* policy_line */
};

enum { FIELD_CATEGORY, FIELD_SEVERITY, FIELD_MARKET, FIELD_ACTION, FIELD_COUNT };

typedef struct field {
    const char *text;
    size_t length;
} field;

/* The line being read, for its words and for messages. */
typedef struct source_line {
    const char *file, *begin, *end;
    uint32_t number;
    tg_error *error;
    field fields[FIELD_COUNT];
    size_t field_count;
} source_line;

static uint32_t column_of(const source_line *line, const char *at)
{
    return (uint32_t)tg_utf8_count(line->begin, (size_t)(at - line->begin)) + 1;
}

/* Says that a word is not one of the legal ones; an overlong word is cut at a character. */
static tg_status fail_word(const source_line *line, field word, const char *what, const char *legal)
{
    size_t shown = word.length;
    if (shown > 40)
        for (shown = 40; shown && tg_utf8_is_trail((unsigned char)word.text[shown]);)
            shown--;
    return tg_fail_at(line->error, TG_SYNTAX, line->file, line->number, column_of(line, word.text),
                      "%s '%.*s%s'; legal: %s", what, (int)shown, word.text, shown < word.length ? "..." : "", legal);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* Splits the line; no fields means that there is nothing on it. */
static tg_status split(source_line *line)
{
    static const char *const missing[FIELD_COUNT] = {"category", "severity after the category",
                                                     "market after the severity", "action after the market"};
    line->field_count = 0;
    for (const char *p = line->begin;;) {
        while (p < line->end && is_blank(*p))
            p++;
        if (p == line->end || *p == '#')
            break;
        field word = {p, 0};
        while (p < line->end && !is_blank(*p))
            p++;
        word.length = (size_t)(p - word.text);
        size_t at;
        if (!tg_utf8_is_valid(word.text, word.length, &at))
            return tg_fail_at(line->error, TG_SYNTAX, line->file, line->number, column_of(line, word.text + at),
                              "ill-formed UTF-8");
        const char *nul = memchr(word.text, 0, word.length);
        if (nul)
            return tg_fail_at(line->error, TG_SYNTAX, line->file, line->number, column_of(line, nul),
                              "a NUL character");
        if (line->field_count == FIELD_COUNT)
            return fail_word(line, word, "unexpected", "category severity market action, and then a # comment");
        line->fields[line->field_count++] = word;
    }
    if (line->field_count == 0 || line->field_count == FIELD_COUNT)
        return TG_OK;
    field last = line->fields[line->field_count - 1];
    return tg_fail_at(line->error, TG_SYNTAX, line->file, line->number, column_of(line, last.text + last.length),
                      "missing %s", missing[line->field_count]);
}

static bool is_any(field word)
{
    return word.length == 1 && word.text[0] == '*';
}

static tg_status read_category(const source_line *line, tg_policy *policy, policy_line *out)
{
    field word = line->fields[FIELD_CATEGORY];
    if (is_any(word))
        return TG_OK;
    if (memchr(word.text, '*', word.length))
        return fail_word(line, word, "not a category", "*, or a category, which stands for its dotted parts too");
    out->category = tg_arena_copy(&policy->names, word.text, word.length);
    out->category_length = word.length;
    return out->category ? TG_OK : tg_fail_no_memory(line->error);
}

static tg_status read_severity(const source_line *line, policy_line *out)
{
    enum { ALL = (1 << (TG_SEVERITY_CRITICAL + 1)) - 1 };
    field word = line->fields[FIELD_SEVERITY];
    out->severities = ALL;
    if (is_any(word))
        return TG_OK;
    bool and_worse = word.text[word.length - 1] == '+';
    size_t length = word.length - and_worse;
    char name[16];
    tg_severity severity;
    if (length < sizeof name) {
        memcpy(name, word.text, length);
        name[length] = '\0';
        if (tg_severity_from_word(name, &severity) == TG_OK) {
            out->severities = and_worse ? ALL & ~((1U << severity) - 1) : 1U << severity;
            return TG_OK;
        }
    }
    return fail_word(line, word, "unknown severity", legal_severities);
}

static bool is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

static tg_status read_market(const source_line *line, policy_line *out)
{
    field word = line->fields[FIELD_MARKET];
    if (is_any(word))
        return TG_OK;
    if (word.length != 2 || !is_capital(word.text[0]) || !is_capital(word.text[1]))
        return fail_word(line, word, "unknown market", "*, or two capital letters (ISO 3166-1)");
    memcpy(out->market, word.text, 2);
    return TG_OK;
}

static tg_status read_action(const source_line *line, policy_line *out)
{
    field word = line->fields[FIELD_ACTION];
    char name[16];
    if (word.length < sizeof name) {
        memcpy(name, word.text, word.length);
        name[word.length] = '\0';
        if (tg_action_from_word(name, &out->action) == TG_OK)
            return TG_OK;
    }
    return fail_word(line, word, "unknown action", legal_actions + 2);
}

static tg_status read_line(source_line *line, tg_policy *policy)
{
    tg_status status = split(line);
    if (status != TG_OK || line->field_count == 0)
        return status;
    policy_line out = {0};
    status = read_category(line, policy, &out);
    if (status == TG_OK)
        status = read_severity(line, &out);
    if (status == TG_OK)
        status = read_market(line, &out);
    if (status == TG_OK)
        status = read_action(line, &out);
    if (status != TG_OK)
        return status;
    return tg_vector_append(&policy->lines, &out, 1) ? TG_OK : tg_fail_no_memory(line->error);
}

static tg_status read_source(tg_policy *policy, const char *name, const char *source, size_t length, tg_error *error)
{
    source_line line = {.file = name ? name : "", .error = error};
    const char *p = source, *end = source + length;
    if (length >= 3 && memcmp(p, "\xEF\xBB\xBF", 3) == 0) /* byte order mark */
        p += 3;
    while (p < end) {
        const char *feed = memchr(p, '\n', (size_t)(end - p));
        line.begin = p;
        line.end = feed ? feed : end;
        line.number++;
        tg_status status = read_line(&line, policy);
        if (status != TG_OK)
            return status;
        p = feed ? feed + 1 : end;
    }
    return TG_OK;
}

tg_status tg_policy_load(const char *name, const char *source, size_t length, const tg_allocator *allocator,
                         tg_policy **policy, tg_error *error)
{
    if (!policy || (!source && length))
        return tg_fail(error, TG_INVALID_ARGUMENT, "no policy source or nowhere to put the policy");
    *policy = NULL;
    tg_allocator resolved = tg_allocator_resolve(allocator);
    tg_policy *made = tg_allocate(&resolved, sizeof *made);
    if (!made)
        return tg_fail_no_memory(error);
    made->allocator = resolved;
    atomic_init(&made->references, 1);
    tg_arena_init(&made->names, &resolved);
    tg_vector_init(&made->lines, &resolved, sizeof(policy_line));
    tg_status status = length ? read_source(made, name, source, length, error) : TG_OK;
    if (status == TG_OK)
        *policy = made;
    else
        tg_policy_unref(made);
    return status;
}

tg_status tg_policy_open(const char *path, const tg_allocator *allocator, tg_policy **policy, tg_error *error)
{
    if (!path || !policy)
        return tg_fail(error, TG_INVALID_ARGUMENT, "no path or nowhere to put the policy");
    *policy = NULL;
    tg_mapping mapping;
    tg_status status = tg_file_map(path, &mapping, error);
    if (status != TG_OK)
        return status;
    status = tg_policy_load(path, mapping.data, mapping.length, allocator, policy, error);
    tg_file_unmap(&mapping);
    return status;
}

tg_policy *tg_policy_ref(tg_policy *policy)
{
    if (policy)
        atomic_fetch_add_explicit(&policy->references, 1, memory_order_relaxed);
    return policy;
}

void tg_policy_unref(tg_policy *policy)
{
    if (!policy || atomic_fetch_sub_explicit(&policy->references, 1, memory_order_acq_rel) != 1)
        return;
    tg_allocator allocator = policy->allocator;
    tg_arena_free(&policy->names);
    tg_vector_free(&policy->lines);
    tg_release(&allocator, policy, sizeof *policy);
}

static bool is_asked_for(const char *market, const char *markets)
{
    for (const char *p = markets; p; p = strchr(p, ',')) {
        p += *p == ',';
        if (strncmp(p, market, 2) == 0 && (p[2] == '\0' || p[2] == ','))
            return true;
    }
    return false;
}

static bool fits(const policy_line *line, const char *category, tg_severity severity, const char *markets)
{
    if (!(line->severities >> severity & 1))
        return false;
    if (line->category && (strncmp(category, line->category, line->category_length) != 0 ||
                           (category[line->category_length] != '\0' && category[line->category_length] != '.')))
        return false;
    return line->market[0] == '\0' || is_asked_for(line->market, markets);
}

tg_action tg_policy_decide(const tg_policy *policy, const char *category, tg_severity severity, const char *markets)
{
    for (size_t i = policy ? policy->lines.count : 0; i > 0; i--) {
        const policy_line *line = &TG_ITEMS(&policy->lines, const policy_line)[i - 1];
        if (fits(line, category, severity, markets))
            return line->action;
    }
    switch (severity) {
    case TG_SEVERITY_LOW: return TG_ACTION_PASS;
    case TG_SEVERITY_MEDIUM: return TG_ACTION_REVIEW;
    case TG_SEVERITY_HIGH:
    case TG_SEVERITY_CRITICAL: break;
    }
    return TG_ACTION_BLOCK;
}
