/* UTF-8 in and out. Ill-formed input is decoded as Unicode recommends (chapter 3.9, U+FFFD for each maximal subpart), so
 * that every byte belongs to exactly one code point and a decoder can start at any boundary it has seen. */
#ifndef TG_BASE_UTF8_H
#define TG_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TG_REPLACEMENT = 0xFFFD, TG_CODE_POINTS = 0x110000 };

static inline bool tg_utf8_is_trail(unsigned char byte)
{
    return (byte & 0xC0) == 0x80;
}

/* The general case of tg_utf8_decode. */
size_t tg_utf8_decode_slow(const unsigned char *p, size_t length, uint32_t *code_point);

/* Decodes the first code point of `length` >= 1 bytes and returns how many bytes it takes, at least 1. */
static inline size_t tg_utf8_decode(const unsigned char *p, size_t length, uint32_t *code_point)
{
    if (p[0] < 0x80) {
        *code_point = p[0];
        return 1;
    }
    if (length >= 3 && (p[0] & 0xF0) == 0xE0 && tg_utf8_is_trail(p[1]) && tg_utf8_is_trail(p[2])) {
        uint32_t c = (uint32_t)(p[0] & 0x0F) << 12 | (uint32_t)(p[1] & 0x3F) << 6 | (p[2] & 0x3F);
        if (c >= 0x800 && (c < 0xD800 || c > 0xDFFF)) {
            *code_point = c;
            return 3;
        }
    }
    return tg_utf8_decode_slow(p, length, code_point);
}

/* Decodes the last code point of `length` >= 1 bytes, such that it agrees with decoding forward. */
size_t tg_utf8_decode_last(const unsigned char *p, size_t length, uint32_t *code_point);

/* Writes a code point (not a surrogate) to 4 bytes of room and returns how many it took. */
size_t tg_utf8_encode(uint32_t code_point, char *out);

/* Number of code points. */
size_t tg_utf8_count(const char *text, size_t length);

/* Whether the text is well-formed; if not, *at is where it first is not. */
bool tg_utf8_is_valid(const char *text, size_t length, size_t *at);

#endif
