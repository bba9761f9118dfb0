/* What the names of HTML elements mean for the text that a reader sees: those that are not merely inline. */
#include "text/element.h"

#include <string.h>

/* In order of name. Block-level is what the standard's style sheet for browsers gives a display other than inline, and
 * what stands in a box of its own (option, textarea). Not template: its content is shown where it is declared a shadow
 * root, so that it counts as shown. */
static const tg_element elements[] = {
    {"address", TG_CONTENT_MARKUP, true},    {"article", TG_CONTENT_MARKUP, true},
    {"aside", TG_CONTENT_MARKUP, true},      {"blockquote", TG_CONTENT_MARKUP, true},
    {"body", TG_CONTENT_MARKUP, true},       {"br", TG_CONTENT_MARKUP, true},
    {"caption", TG_CONTENT_MARKUP, true},    {"center", TG_CONTENT_MARKUP, true},
    {"dd", TG_CONTENT_MARKUP, true},         {"details", TG_CONTENT_MARKUP, true},
    {"dialog", TG_CONTENT_MARKUP, true},     {"dir", TG_CONTENT_MARKUP, true},
    {"div", TG_CONTENT_MARKUP, true},        {"dl", TG_CONTENT_MARKUP, true},
    {"dt", TG_CONTENT_MARKUP, true},         {"fieldset", TG_CONTENT_MARKUP, true},
    {"figcaption", TG_CONTENT_MARKUP, true}, {"figure", TG_CONTENT_MARKUP, true},
    {"footer", TG_CONTENT_MARKUP, true},     {"form", TG_CONTENT_MARKUP, true},
    {"h1", TG_CONTENT_MARKUP, true},         {"h2", TG_CONTENT_MARKUP, true},
    {"h3", TG_CONTENT_MARKUP, true},         {"h4", TG_CONTENT_MARKUP, true},
    {"h5", TG_CONTENT_MARKUP, true},         {"h6", TG_CONTENT_MARKUP, true},
    {"head", TG_CONTENT_MARKUP, true},       {"header", TG_CONTENT_MARKUP, true},
    {"hgroup", TG_CONTENT_MARKUP, true},     {"hr", TG_CONTENT_MARKUP, true},
    {"html", TG_CONTENT_MARKUP, true},       {"iframe", TG_CONTENT_FALLBACK, false},
    {"legend", TG_CONTENT_MARKUP, true},     {"li", TG_CONTENT_MARKUP, true},
    {"listing", TG_CONTENT_MARKUP, true},    {"main", TG_CONTENT_MARKUP, true},
    {"menu", TG_CONTENT_MARKUP, true},       {"nav", TG_CONTENT_MARKUP, true},
    {"noembed", TG_CONTENT_FALLBACK, false}, {"noframes", TG_CONTENT_FALLBACK, false},
    {"noscript", TG_CONTENT_FALLBACK, false}, {"ol", TG_CONTENT_MARKUP, true},
    {"optgroup", TG_CONTENT_MARKUP, true},   {"option", TG_CONTENT_MARKUP, true},
    {"p", TG_CONTENT_MARKUP, true},          {"plaintext", TG_CONTENT_REST, true},
    {"pre", TG_CONTENT_MARKUP, true},        {"script", TG_CONTENT_SCRIPT, false},
    {"search", TG_CONTENT_MARKUP, true},     {"section", TG_CONTENT_MARKUP, true},
    {"select", TG_CONTENT_MARKUP, true},     {"style", TG_CONTENT_STYLE, false},
    {"summary", TG_CONTENT_MARKUP, true},    {"table", TG_CONTENT_MARKUP, true},
    {"tbody", TG_CONTENT_MARKUP, true},      {"td", TG_CONTENT_MARKUP, true},
    {"textarea", TG_CONTENT_REFERENCES, true}, {"tfoot", TG_CONTENT_MARKUP, true},
    {"th", TG_CONTENT_MARKUP, true},         {"thead", TG_CONTENT_MARKUP, true},
    {"title", TG_CONTENT_REFERENCES, true},  {"tr", TG_CONTENT_MARKUP, true},
    {"ul", TG_CONTENT_MARKUP, true},         {"xmp", TG_CONTENT_RAW, true},
};

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool tg_element_name_matches(const char *text, size_t length, const char *name, size_t name_length)
{
    if (length < name_length)
        return false;
    for (size_t i = 0; i < name_length; i++)
        if (lower(text[i]) != name[i])
            return false;
    return true;
}

tg_element tg_element_find(const char *name, size_t length)
{
    static const tg_element unknown = {"", TG_CONTENT_MARKUP, false};
    char key[16];
    if (length >= sizeof key)
        return unknown;
    for (size_t i = 0; i < length; i++)
        key[i] = lower(name[i]);
    key[length] = '\0';
    size_t low = 0, high = sizeof elements / sizeof *elements;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(key, elements[middle].name);
        if (order == 0)
            return strlen(key) == length ? elements[middle] : unknown; /* a name may have a NUL within */
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return unknown;
}
