/* Patterns at work; see pattern.h. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "rule/pattern.h"

#include <pcre2.h>
#include <string.h>

#include "base/error.h"
#include "base/utf8.h"
#include "rule/regex.h"

/* PCRE2 does not say how large what it releases was: each block begins with its size. */
typedef struct block {
    max_align_t size; /* as a size_t */
} block;

static void *pcre_allocate(size_t size, void *user)
{
    const tg_allocator *allocator = user;
    if (size > SIZE_MAX - sizeof(block))
        return NULL;
    block *b = tg_allocate(allocator, sizeof(block) + size);
    if (!b)
        return NULL;
    memcpy(b, &size, sizeof size);
    return b + 1;
}

static void pcre_release(void *pointer, void *user)
{
    if (!pointer)
        return;
    block *b = (block *)pointer - 1;
    size_t size;
    memcpy(&size, b, sizeof size);
    tg_release(user, b, sizeof(block) + size);
}

struct tg_pattern_code {
    tg_allocator allocator;
    pcre2_code *code;
};

tg_status tg_pattern_compile(const tg_allocator *allocator, const char *regex, size_t length, uint32_t flags,
                             tg_pattern_code **out, tg_error *error)
{
    tg_pattern_code *pattern = tg_allocate(allocator, sizeof *pattern);
    if (!pattern)
        return tg_fail_no_memory(error);
    *pattern = (tg_pattern_code){*allocator, NULL};
    int code = PCRE2_ERROR_NOMEMORY;
    PCRE2_SIZE at = 0;
    pcre2_general_context *general = pcre2_general_context_create(pcre_allocate, pcre_release, &pattern->allocator);
    pcre2_compile_context *context = general ? pcre2_compile_context_create(general) : NULL;
    if (context)
        pattern->code = pcre2_compile((PCRE2_SPTR)regex, length, tg_regex_options(flags), &code, &at, context);
    pcre2_compile_context_free(context);
    pcre2_general_context_free(general);
    if (!pattern->code) {
        char message[256] = "";
        tg_pattern_free(pattern);
        if (code == PCRE2_ERROR_NOMEMORY || code == PCRE2_ERROR_HEAP_FAILED)
            return tg_fail_no_memory(error);
        pcre2_get_error_message(code, (PCRE2_UCHAR *)message, sizeof message);
        return tg_fail(error, TG_INTERNAL, "PCRE2 rejects /%.*s/: %s", (int)(length < 200 ? length : 200), regex, message);
    }
    /* Without JIT (not built in, or no memory for it) matching goes on, slower. */
    pcre2_jit_compile(pattern->code, PCRE2_JIT_COMPLETE);
    *out = pattern;
    return TG_OK;
}

void tg_pattern_free(tg_pattern_code *pattern)
{
    if (!pattern)
        return;
    pcre2_code_free(pattern->code);
    tg_allocator allocator = pattern->allocator;
    tg_release(&allocator, pattern, sizeof *pattern);
}

void tg_folded_init(tg_folded *folded, const tg_allocator *allocator)
{
    tg_vector_init(&folded->bytes, allocator, 1);
    tg_vector_init(&folded->places, allocator, sizeof(tg_folded_place));
    tg_folded_start(folded);
}

void tg_folded_free(tg_folded *folded)
{
    tg_vector_free(&folded->bytes);
    tg_vector_free(&folded->places);
}

void tg_folded_start(tg_folded *folded)
{
    folded->bytes.count = folded->places.count = 0;
    folded->base = 0;
    folded->next = 0;
}

/* Forgets what lies before the last bytes that the next window still needs. */
static void forget(tg_folded *folded)
{
    tg_folded_place *places = folded->places.items;
    size_t keep = TG_FOLDED_TAIL + TG_FOLDED_BEHIND, count = folded->places.count, first = 0;
    if (folded->bytes.count <= keep)
        return;
    size_t from = folded->bytes.count - keep;
    while (first < count && places[first].at < from)
        first++;
    if (first == count)
        return;
    from = places[first].at;
    memmove(folded->bytes.items, TG_ITEMS(&folded->bytes, char) + from, folded->bytes.count - from);
    folded->bytes.count -= from;
    for (size_t i = first; i < count; i++) {
        places[i - first] = places[i];
        places[i - first].at -= (uint32_t)from;
    }
    folded->places.count = count - first;
    folded->base += from;
}

bool tg_folded_read(tg_folded *folded, const tg_fold *fold, const char *text, size_t length, bool *last)
{
    forget(folded);
    tg_fold_unit unit;
    while (folded->next < length && folded->bytes.count < TG_FOLDED_WINDOW) {
        folded->next = tg_fold_next_unit(fold, text, length, folded->next, &unit);
        tg_folded_place place = {(uint32_t)folded->bytes.count, (uint32_t)unit.begin, (uint32_t)unit.end};
        if (unit.count == 0)
            continue;
        if (!tg_vector_append(&folded->places, &place, 1) || !tg_vector_reserve(&folded->bytes, unit.count * 4))
            return false;
        for (size_t i = 0; i < unit.count; i++)
            folded->bytes.count += tg_utf8_encode(unit.code_points[i],
                                                  TG_ITEMS(&folded->bytes, char) + folded->bytes.count);
    }
    *last = folded->next >= length;
    return true;
}

/* The last place at or before a folded byte. */
static const tg_folded_place *place_of(const tg_folded *folded, size_t at)
{
    const tg_folded_place *places = folded->places.items;
    size_t low = 0, high = folded->places.count;
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (places[middle].at <= at)
            low = middle;
        else
            high = middle;
    }
    return &places[low];
}

tg_range tg_folded_source(const tg_folded *folded, size_t begin, size_t end)
{
    return (tg_range){place_of(folded, begin)->begin, place_of(folded, end - 1)->end};
}

struct tg_matcher {
    tg_allocator allocator;
    pcre2_general_context *general;
    pcre2_match_context *context;
    pcre2_match_data *data;
    pcre2_jit_stack *stack;
};

enum { JIT_STACK_LEAST = 32 * 1024, JIT_STACK_MOST = 512 * 1024 };

tg_status tg_matcher_new(const tg_allocator *allocator, uint32_t match_limit, uint32_t depth_limit, uint32_t heap_limit,
                         tg_matcher **out)
{
    tg_matcher *m = tg_allocate(allocator, sizeof *m);
    if (!m)
        return TG_NO_MEMORY;
    *m = (tg_matcher){.allocator = *allocator};
    m->general = pcre2_general_context_create(pcre_allocate, pcre_release, &m->allocator);
    if (m->general) {
        m->context = pcre2_match_context_create(m->general);
        m->data = pcre2_match_data_create(1, m->general);
        m->stack = pcre2_jit_stack_create(JIT_STACK_LEAST, JIT_STACK_MOST, m->general);
    }
    if (!m->context || !m->data || !m->stack) {
        tg_matcher_free(m);
        return TG_NO_MEMORY;
    }
    pcre2_set_match_limit(m->context, match_limit);
    pcre2_set_depth_limit(m->context, depth_limit);
    pcre2_set_heap_limit(m->context, heap_limit);
    pcre2_jit_stack_assign(m->context, NULL, m->stack);
    *out = m;
    return TG_OK;
}

void tg_matcher_free(tg_matcher *m)
{
    if (!m)
        return;
    pcre2_jit_stack_free(m->stack);
    pcre2_match_data_free(m->data);
    pcre2_match_context_free(m->context);
    pcre2_general_context_free(m->general);
    tg_allocator allocator = m->allocator;
    tg_release(&allocator, m, sizeof *m);
}

tg_status tg_pattern_match(const tg_pattern_code *pattern, tg_matcher *m, const tg_folded *folded, size_t from,
                           bool first, bool last, tg_range *match)
{
    uint32_t options = PCRE2_NO_UTF_CHECK | PCRE2_NOTEMPTY | (first ? 0 : PCRE2_NOTBOL) | (last ? 0 : PCRE2_NOTEOL);
    int code = pcre2_match(pattern->code, folded->bytes.items, folded->bytes.count, from, options, m->data, m->context);
    if (code == PCRE2_ERROR_NOMATCH)
        return TG_NOT_FOUND;
    if (code == PCRE2_ERROR_NOMEMORY)
        return TG_NO_MEMORY;
    if (code < 0)
        return TG_LIMIT;
    const PCRE2_SIZE *range = pcre2_get_ovector_pointer(m->data);
    /* \K can turn the range around or empty it. */
    *match = (tg_range){range[0] < range[1] ? range[0] : range[1], range[0] < range[1] ? range[1] : range[0]};
    return TG_OK;
}
