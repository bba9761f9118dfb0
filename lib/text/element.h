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

/* What else there is to know of an element. */
enum {
    TG_ELEMENT_LINE = 1,          /* what is before and after its tags does not stand on one line */
    TG_ELEMENT_VOID = 2,          /* it has no content, or none that its end tag ends */
    TG_ELEMENT_ENDS_P = 4,        /* its start tag ends an open <p> */
    TG_ELEMENT_SHOWS = 8,         /* its text may be shown whatever the tag says: browsers put text of a table before it,
                                   * and ignore the tags of a table's parts elsewhere, or a form's within a form */
    TG_ELEMENT_UNDISPLAYED = 16,  /* not shown unless its style says so */
    TG_ELEMENT_NEVER = 32,        /* not shown at all */
    TG_ELEMENT_ANNOTATION = 64,   /* of ruby: beside the text */
    TG_ELEMENT_OVERRIDES = 128,   /* its direction is that of every character within */
    TG_ELEMENT_FOREIGN = 256      /* SVG and MathML: "/>" ends an element there, and `hidden` says nothing */
};

/* Elements whose start tag ends an open one of their group. */
typedef enum tg_group {
    TG_GROUP_NONE,
    TG_GROUP_PARAGRAPH,
    TG_GROUP_HEADING,
    TG_GROUP_LIST, /* ends none; holds items and terms */
    TG_GROUP_ITEM,
    TG_GROUP_TERM,
    TG_GROUP_TABLE, /* ends none; holds the parts */
    TG_GROUP_TABLE_PART,
    TG_GROUP_RUBY, /* ends none; holds the parts */
    TG_GROUP_RUBY_PART,
    TG_GROUP_ANCHOR,
    TG_GROUP_BUTTON,
    TG_GROUP_NOBR
} tg_group;

typedef struct tg_element {
    const char *name;
    tg_content content;
    unsigned flags;
    tg_group group;
} tg_element;

/* The element of a tag's name in any letter case. One that is not known is inline and has markup. */
tg_element tg_element_find(const char *name, size_t length);

/* Whether an ASCII letter; what follows "<" or "</" in a tag. */
static inline bool tg_is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline char tg_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Whether `text` begins with the name (lower case) in any letter case. */
bool tg_element_name_matches(const char *text, size_t length, const char *name, size_t name_length);

#endif
