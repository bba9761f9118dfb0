/* The attributes of an HTML tag. */
#ifndef TG_TEXT_ATTRIBUTE_H
#define TG_TEXT_ATTRIBUTE_H

#include <stdbool.h>
#include <stddef.h>

/* Those that say whether or how something is seen, or are seen themselves. */
typedef enum tg_attribute_name {
    TG_ATTRIBUTE_ALT,
    TG_ATTRIBUTE_ARIA_LABEL,
    TG_ATTRIBUTE_CONTENT,
    TG_ATTRIBUTE_DIR,
    TG_ATTRIBUTE_HIDDEN,
    TG_ATTRIBUTE_LABEL,
    TG_ATTRIBUTE_NAME,
    TG_ATTRIBUTE_OPEN,
    TG_ATTRIBUTE_PLACEHOLDER,
    TG_ATTRIBUTE_PROPERTY,
    TG_ATTRIBUTE_SHADOW,
    TG_ATTRIBUTE_STYLE,
    TG_ATTRIBUTE_TITLE,
    TG_ATTRIBUTE_TYPE,
    TG_ATTRIBUTE_VALUE,
    TG_ATTRIBUTES
} tg_attribute_name;

typedef struct tg_attribute {
    tg_attribute_name name;
    size_t begin;            /* of the name */
    size_t value, value_end; /* the same where there is no value */
    bool is_quoted;
} tg_attribute;

typedef struct tg_attributes {
    tg_attribute items[TG_ATTRIBUTES]; /* in the order of the source */
    size_t count;
    unsigned seen;     /* a bit for each name */
    bool is_closed;    /* "/>" */
} tg_attributes;

/* Reads the attributes that begin at *at, behind the tag's name; of several with one name the first, as browsers do. Moves
 * *at past the ">"; false if there is none. */
bool tg_attributes_read(tg_attributes *attributes, const char *html, size_t end, size_t *at);

/* NULL where the tag has none. */
const tg_attribute *tg_attribute_of(const tg_attributes *attributes, tg_attribute_name name);

bool tg_is_html_space(char c);

#endif
