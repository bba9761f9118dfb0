/* What an element's style attribute says of whether its text is seen. */
#ifndef TG_TEXT_STYLE_H
#define TG_TEXT_STYLE_H

#include <stdbool.h>
#include <stddef.h>

typedef enum tg_style_says {
    TG_STYLE_NOTHING,
    TG_STYLE_HIDES,
    TG_STYLE_SHOWS,
    TG_STYLE_INHERITS /* as the element around it */
} tg_style_says;

typedef struct tg_style {
    tg_style_says display, visibility, size, opacity;
    tg_style_says order;     /* unicode-bidi: HIDES where it overrides the order of the characters */
    tg_style_says direction; /* HIDES: right to left */
} tg_style;

/* Reads declarations as CSS does: comments, escapes, nested brackets, !important, the last valid one wins. A value that is
 * not understood counts as one that shows. */
tg_style tg_style_read(const char *css, size_t length);

#endif
