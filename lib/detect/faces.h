/* What the files that know faces share: characters beside a place. Nothing before `from` is looked at. */
#ifndef TG_DETECT_FACES_H
#define TG_DETECT_FACES_H

#include "base/utf8.h"
#include "detect/emotion.h"

enum { TG_FACE_ORDINARY = 1000 /* the weight of a face, in thousandths */ };

/* The character at a byte and its size; 0 at the end. */
static inline size_t tg_face_next(const char *text, size_t length, size_t at, uint32_t *c)
{
    *c = 0;
    return at < length ? tg_utf8_decode((const unsigned char *)text + at, length - at, c) : 0;
}

/* The character that ends before a byte, and its size; 0 at `from`. */
static inline size_t tg_face_before(const char *text, size_t from, size_t at, uint32_t *c)
{
    *c = 0;
    for (size_t size = 1; size <= 4 && at >= from + size; size++) {
        unsigned char b = (unsigned char)text[at - size];
        if (tg_utf8_is_trail(b))
            continue;
        return tg_utf8_decode((const unsigned char *)text + at - size, size, c) == size ? size : 0;
    }
    return 0;
}

static inline bool tg_face_word(uint32_t c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_';
}

static inline bool tg_face_blank(uint32_t c)
{
    return c == 0 || c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == 0x3000;
}

#endif
