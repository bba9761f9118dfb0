/* Patterns at work; see pattern.h. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "rule/pattern.h"

#include <pcre2.h>
#include <string.h>

#include "base/error.h"
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
        pattern->code = pcre2_compile((PCRE2_SPTR)regex, length, tg_regex_options(flags) | PCRE2_USE_OFFSET_LIMIT, &code,
                                      &at, context);
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
                           size_t limit, tg_range *match)
{
    uint32_t options = PCRE2_NO_UTF_CHECK | PCRE2_NOTEMPTY;
    options |= folded->first ? 0 : PCRE2_NOTBOL;
    options |= folded->last ? 0 : PCRE2_NOTEOL;
    pcre2_set_offset_limit(m->context, limit);
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
