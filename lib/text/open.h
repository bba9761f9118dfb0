/* The open elements of HTML as far as it takes to know which text is seen: what each says of its content, until its end
 * tag, that of an element around it, or a start tag that ends it (<p> by a block, <li> by the next).
 *
 * Not the standard's tree: what is closed here is closed without adoption or reconstruction, so that in doubt text counts
 * as seen. Each tag is looked for among TG_OPEN_MOST elements at most; deeper than that nothing counts as hidden. */
#ifndef TG_TEXT_OPEN_H
#define TG_TEXT_OPEN_H

#include <stdint.h>

#include "text/element.h"

enum { TG_OPEN_MOST = 256 };

/* How text is seen. */
typedef struct tg_seen {
    bool is_gone;       /* display: none: not even a box */
    bool is_clear;      /* opacity: 0 */
    bool is_invisible;  /* visibility: hidden, until an element within is visible */
    bool is_tiny;       /* font-size: 0, until an element within has another */
    bool is_annotation; /* of ruby */
    bool in_ruby;
    bool in_foreign;
    bool is_right_to_left;
} tg_seen;

typedef struct tg_open_element {
    uint32_t name, length; /* of the tag's name, in the source */
    tg_group group;
    bool is_reversed; /* all characters within stand from right to left */
    tg_seen seen;
} tg_open_element;

typedef struct tg_open {
    const char *html;
    size_t count, floor; /* those below the floor are not closed */
    bool is_lost;        /* too deep */
    tg_open_element elements[TG_OPEN_MOST];
} tg_open;

void tg_open_init(tg_open *open, const char *html);

/* How text is seen now. */
tg_seen tg_open_seen(const tg_open *open);

/* Whether there is a box where text of this kind would be, and whether it is read there. */
static inline bool tg_is_shown(const tg_seen *seen)
{
    return !(seen->is_gone || seen->is_clear || seen->is_invisible || seen->is_tiny);
}

/* How many stay open where there is such a start or end tag. The caller pops the others. */
size_t tg_open_left_by_start(const tg_open *open, const tg_element *element);
size_t tg_open_left_by_end(const tg_open *open, const tg_element *element, size_t name, size_t length);

void tg_open_push(tg_open *open, const tg_open_element *element);

#endif
