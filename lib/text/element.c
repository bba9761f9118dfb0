/* What the names of HTML elements mean for the text that a reader sees: those that are not merely inline. */
#include "text/element.h"

#include <string.h>

enum {
    LINE = TG_ELEMENT_LINE, VOID = TG_ELEMENT_VOID, ENDS_P = TG_ELEMENT_ENDS_P, SHOWS = TG_ELEMENT_SHOWS,
    UNDISPLAYED = TG_ELEMENT_UNDISPLAYED, NEVER = TG_ELEMENT_NEVER, ANNOTATION = TG_ELEMENT_ANNOTATION,
    OVERRIDES = TG_ELEMENT_OVERRIDES, FOREIGN = TG_ELEMENT_FOREIGN,
};

/* In order of name. LINE is what the standard's style sheet for browsers gives a display other than inline, and what
 * stands in a box of its own (option, textarea). html, head, body and frameset are as void as <br>: their end tags close
 * nothing. */
static const tg_element elements[] = {
    {"a", TG_CONTENT_MARKUP, 0, TG_GROUP_ANCHOR},
    {"address", TG_CONTENT_MARKUP, LINE | ENDS_P, TG_GROUP_NONE},
    {"area", TG_CONTENT_MARKUP, VOID, TG_GROUP_NONE},
    {"article", TG_CONTENT_MARKUP, LINE | ENDS_P, TG_GROUP_NONE},
    {"aside", TG_CONTENT_MARKUP, LINE | ENDS_P, TG_GROUP_NONE},
    {"audio", TG_CONTENT_MARKUP, NEVER, TG_GROUP_NONE},
    {"base", TG_CONTENT_MARKUP, VOID, TG_GROUP_NONE},
    {"basefont", TG_CONTENT_MARKUP, VOID, TG_GROUP_NONE},
    {"bdo", TG_CONTENT_MARKUP, OVERRIDES, TG_GROUP_NONE},
    {"bgsound", TG_CONTENT_MARKUP, VOID, TG_GROUP_NONE},
    {"blockquote", TG_CONTENT_MARKUP, LINE | ENDS_P, TG_GROUP_NONE},
    {"body", TG_CONTENT_MARKUP, LINE | VOID | SHOWS, TG_GROUP_NONE},
    {"br", TG_CONTENT_MARKUP, LINE | VOID, TG_GROUP_NONE},
    {"button", TG_CONTENT_MARKUP, 0, TG_GROUP_BUTTON},
    {"canvas", TG_CONTENT_MARKUP, NEVER, TG_GROUP_NONE},
    {"caption", TG_CONTENT_MARKUP, LINE | SHOWS, TG_GROUP_TABLE_PART},
    {"center", TG_CONTENT_MARKUP, LINE | ENDS_P, TG_GROUP_NONE},
    {"col", TG_CONTENT_MARKUP, VOID, TG_GROUP_TABLE_PART},
    {"colgroup", TG_CONTENT_MARKUP, SHOWS, TG_GROUP_TABLE_PART},
    {"datalist", TG_CONTENT_MARKUP, UNDISPLAYED, TG_GROUP_NONE},
    {"dd", TG_CONTENT_MARKUP, LINE | ENDS_P, TG_GROUP_TERM},
    {"details", TG_CONTENT_MARKUP, LINE | ENDS_P, TG_GROUP_NONE},
    {"dialog", TG_CONTENT_MARKUP, LINE | ENDS_P | UNDISPLAYED, TG_GROUP_NONE},
    {"dir", TG_CONTENT_MARKUP, LINE | ENDS_P, TG_GROUP_LIST},
    {"div", TG_CONTENT_MARKUP, LINE | ENDS_P, TG_GROUP_NONE},
    {"dl", TG_CONTENT_MARKUP, LINE | ENDS_P, TG_GROUP_LIST},
    {"dt", TG_CONTENT_MARKUP, LINE | ENDS_P, TG_GROUP_TERM},
    {"embed", TG_CONTENT_MARKUP, VOID, TG_GROUP_NONE},
    {"fieldset", TG_CONTENT_MARKUP, LINE | ENDS_P, TG_GROUP_NONE},
    {"figcaption", TG_CONTENT_MARKUP, LINE | ENDS_P, TG_GROUP_NONE},
    {"figure", TG_CONTENT_MARKUP, LINE | ENDS_P, TG_GROUP_NONE},
    {"footer", TG_CONTENT_MARKUP, LINE | ENDS_P, TG_GROUP_NONE},
    {"form", TG_CONTENT_MARKUP, LINE | ENDS_P | SHOWS, TG_GROUP_NONE},
    {"frame", TG_CONTENT_MARKUP, VOID, TG_GROUP_NONE},
    {"frameset", TG_CONTENT_MARKUP, VOID, TG_GROUP_NONE},
    {"h1", TG_CONTENT_MARKUP, LINE | ENDS_P, TG_GROUP_HEADING},
    {"h2", TG_CONTENT_MARKUP, LINE | ENDS_P, TG_GROUP_HEADING},
    {"h3", TG_CONTENT_MARKUP, LINE | ENDS_P, TG_GROUP_HEADING},
    {"h4", TG_CONTENT_MARKUP, LINE | ENDS_P, TG_GROUP_HEADING},
    {"h5", TG_CONTENT_MARKUP, LINE | ENDS_P, TG_GROUP_HEADING},
    {"h6", TG_CONTENT_MARKUP, LINE | ENDS_P, TG_GROUP_HEADING},
    {"head", TG_CONTENT_MARKUP, LINE | VOID | SHOWS, TG_GROUP_NONE},
    {"header", TG_CONTENT_MARKUP, LINE | ENDS_P, TG_GROUP_NONE},
    {"hgroup", TG_CONTENT_MARKUP, LINE | ENDS_P, TG_GROUP_NONE},
    {"hr", TG_CONTENT_MARKUP, LINE | ENDS_P | VOID, TG_GROUP_NONE},
    {"html", TG_CONTENT_MARKUP, LINE | VOID | SHOWS, TG_GROUP_NONE},
    {"iframe", TG_CONTENT_FALLBACK, 0, TG_GROUP_NONE},
    {"img", TG_CONTENT_MARKUP, VOID, TG_GROUP_NONE},
    {"input", TG_CONTENT_MARKUP, VOID, TG_GROUP_NONE},
    {"keygen", TG_CONTENT_MARKUP, VOID, TG_GROUP_NONE},
    {"legend", TG_CONTENT_MARKUP, LINE, TG_GROUP_NONE},
    {"li", TG_CONTENT_MARKUP, LINE | ENDS_P, TG_GROUP_ITEM},
    {"link", TG_CONTENT_MARKUP, VOID, TG_GROUP_NONE},
    {"listing", TG_CONTENT_MARKUP, LINE | ENDS_P, TG_GROUP_NONE},
    {"main", TG_CONTENT_MARKUP, LINE | ENDS_P, TG_GROUP_NONE},
    {"math", TG_CONTENT_MARKUP, FOREIGN, TG_GROUP_NONE},
    {"menu", TG_CONTENT_MARKUP, LINE | ENDS_P, TG_GROUP_LIST},
    {"meta", TG_CONTENT_MARKUP, VOID, TG_GROUP_NONE},
    {"nav", TG_CONTENT_MARKUP, LINE | ENDS_P, TG_GROUP_NONE},
    {"nobr", TG_CONTENT_MARKUP, 0, TG_GROUP_NOBR},
    {"noembed", TG_CONTENT_FALLBACK, 0, TG_GROUP_NONE},
    {"noframes", TG_CONTENT_FALLBACK, 0, TG_GROUP_NONE},
    {"noscript", TG_CONTENT_FALLBACK, 0, TG_GROUP_NONE},
    {"ol", TG_CONTENT_MARKUP, LINE | ENDS_P, TG_GROUP_LIST},
    {"optgroup", TG_CONTENT_MARKUP, LINE | SHOWS, TG_GROUP_NONE},
    {"option", TG_CONTENT_MARKUP, LINE | SHOWS, TG_GROUP_NONE},
    {"p", TG_CONTENT_MARKUP, LINE | ENDS_P, TG_GROUP_PARAGRAPH},
    {"param", TG_CONTENT_MARKUP, VOID, TG_GROUP_NONE},
    {"plaintext", TG_CONTENT_REST, LINE | ENDS_P, TG_GROUP_NONE},
    {"pre", TG_CONTENT_MARKUP, LINE | ENDS_P, TG_GROUP_NONE},
    {"rb", TG_CONTENT_MARKUP, 0, TG_GROUP_RUBY_PART},
    {"rp", TG_CONTENT_MARKUP, UNDISPLAYED, TG_GROUP_RUBY_PART},
    {"rt", TG_CONTENT_MARKUP, ANNOTATION, TG_GROUP_RUBY_PART},
    {"rtc", TG_CONTENT_MARKUP, ANNOTATION, TG_GROUP_RUBY_PART},
    {"ruby", TG_CONTENT_MARKUP, 0, TG_GROUP_RUBY},
    {"script", TG_CONTENT_SCRIPT, 0, TG_GROUP_NONE},
    {"search", TG_CONTENT_MARKUP, LINE | ENDS_P, TG_GROUP_NONE},
    {"section", TG_CONTENT_MARKUP, LINE | ENDS_P, TG_GROUP_NONE},
    {"select", TG_CONTENT_MARKUP, LINE | SHOWS, TG_GROUP_NONE},
    {"source", TG_CONTENT_MARKUP, VOID, TG_GROUP_NONE},
    {"style", TG_CONTENT_STYLE, 0, TG_GROUP_NONE},
    {"summary", TG_CONTENT_MARKUP, LINE | ENDS_P, TG_GROUP_NONE},
    {"svg", TG_CONTENT_MARKUP, FOREIGN, TG_GROUP_NONE},
    {"table", TG_CONTENT_MARKUP, LINE | ENDS_P | SHOWS, TG_GROUP_TABLE},
    {"tbody", TG_CONTENT_MARKUP, LINE | SHOWS, TG_GROUP_TABLE_PART},
    {"td", TG_CONTENT_MARKUP, LINE | SHOWS, TG_GROUP_TABLE_PART},
    {"template", TG_CONTENT_MARKUP, NEVER, TG_GROUP_NONE},
    {"textarea", TG_CONTENT_REFERENCES, LINE, TG_GROUP_NONE},
    {"tfoot", TG_CONTENT_MARKUP, LINE | SHOWS, TG_GROUP_TABLE_PART},
    {"th", TG_CONTENT_MARKUP, LINE | SHOWS, TG_GROUP_TABLE_PART},
    {"thead", TG_CONTENT_MARKUP, LINE | SHOWS, TG_GROUP_TABLE_PART},
    {"title", TG_CONTENT_REFERENCES, LINE, TG_GROUP_NONE},
    {"tr", TG_CONTENT_MARKUP, LINE | SHOWS, TG_GROUP_TABLE_PART},
    {"track", TG_CONTENT_MARKUP, VOID, TG_GROUP_NONE},
    {"ul", TG_CONTENT_MARKUP, LINE | ENDS_P, TG_GROUP_LIST},
    {"video", TG_CONTENT_MARKUP, NEVER, TG_GROUP_NONE},
    {"wbr", TG_CONTENT_MARKUP, VOID, TG_GROUP_NONE},
    {"xmp", TG_CONTENT_RAW, LINE | ENDS_P, TG_GROUP_NONE},
};

bool tg_element_name_matches(const char *text, size_t length, const char *name, size_t name_length)
{
    if (length < name_length)
        return false;
    for (size_t i = 0; i < name_length; i++)
        if (tg_lower(text[i]) != name[i])
            return false;
    return true;
}

tg_element tg_element_find(const char *name, size_t length)
{
    static const tg_element unknown = {"", TG_CONTENT_MARKUP, 0, TG_GROUP_NONE};
    char key[16];
    if (length >= sizeof key)
        return unknown;
    for (size_t i = 0; i < length; i++)
        key[i] = tg_lower(name[i]);
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
