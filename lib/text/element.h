/* What the names of HTML elements mean for the text that a reader sees. */
#ifndef TG_TEXT_ELEMENT_H
#define TG_TEXT_ELEMENT_H

#include <stdbool.h>
#include <stddef.h>

/* How an element's content is read. */
typedef enum tg_content {
    TG_CONTENT_MARKUP,     /* tags and text */
    TG_CONTENT_REFERENCES, /* text without tags up to its end tag (RCDATA) */
    TG_CONTENT_RAW,        /* the same, without references either */
    TG_CONTENT_REST,       /* the same, without an end tag */
    TG_CONTENT_FALLBACK,   /* raw to most browsers, markup to those without scripts or frames */
    TG_CONTENT_STYLE,      /* raw and not shown */
    TG_CONTENT_SCRIPT      /* raw with its own rule for comments, and not shown */
} tg_content;

typedef struct tg_element {
    const char *name;
    tg_content content;
    bool is_block; /* what is before and after its tags does not stand on one line */
} tg_element;

/* The element of a tag's name in any letter case. One that is not known is inline and has markup. */
tg_element tg_element_find(const char *name, size_t length);

/* Whether an ASCII letter; what follows "<" or "</" in a tag. */
static inline bool tg_is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Whether `text` begins with the name (lower case) in any letter case. */
bool tg_element_name_matches(const char *text, size_t length, const char *name, size_t name_length);

#endif
