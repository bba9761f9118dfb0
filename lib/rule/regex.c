/* Patterns before they run: checking and folding; see regex.h. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "rule/regex.h"

#include <pcre2.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

uint32_t tg_regex_options(uint32_t flags)
{
    uint32_t options = PCRE2_UTF | PCRE2_CASELESS | PCRE2_NEVER_BACKSLASH_C;
    options |= flags & TG_REGEX_DOTALL ? PCRE2_DOTALL : 0;
    options |= flags & TG_REGEX_MULTILINE ? PCRE2_MULTILINE : 0;
    options |= flags & TG_REGEX_EXTENDED ? PCRE2_EXTENDED : 0;
    options |= flags & TG_REGEX_UNICODE ? PCRE2_UCP : 0;
    return options;
}

bool tg_regex_check(const char *regex, size_t length, uint32_t flags, size_t *offset, char *message, size_t size)
{
    int code = 0;
    PCRE2_SIZE at = 0;
    pcre2_code *compiled = pcre2_compile((PCRE2_SPTR)regex, length, tg_regex_options(flags), &code, &at, NULL);
    if (compiled) {
        pcre2_code_free(compiled);
        return true;
    }
    *offset = at;
    if (size && pcre2_get_error_message(code, (PCRE2_UCHAR *)message, size) < 0)
        message[0] = '\0';
    return false;
}

static bool is_ascii_punctuation(uint32_t c)
{
    return c > 0x20 && c < 0x7F && !(c >= '0' && c <= '9') && !((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

bool tg_regex_fold(const tg_fold *fold, const char *regex, size_t length, tg_vector *out)
{
    const unsigned char *p = (const unsigned char *)regex;
    for (size_t at = 0, n; at < length; at += n) {
        uint32_t code_point;
        n = tg_utf8_decode(p + at, length - at, &code_point);
        bool in_range = (at > 0 && p[at - 1] == '-') || (at + n < length && p[at + n] == '-');
        uint32_t entry = tg_fold_entry(fold, code_point);
        uint32_t folded = (code_point + entry) & TG_FOLD_VALUE_MASK;
        char bytes[16];
        if (code_point < 0x80 || in_range || (entry & TG_FOLD_KIND_MASK) != TG_FOLD_ONE || folded == code_point) {
            if (!tg_vector_append(out, regex + at, n))
                return false;
            continue;
        }
        /* A full-width bracket or colon must not become one of the syntax. */
        size_t written = is_ascii_punctuation(folded) ? (size_t)snprintf(bytes, sizeof bytes, "\\x{%x}", folded)
                                                      : tg_utf8_encode(folded, bytes);
        if (!tg_vector_append(out, bytes, written))
            return false;
    }
    return true;
}
