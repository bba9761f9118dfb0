/* The attributes of an HTML tag, after the HTML standard's tokenizer. */
#include "text/attribute.h"

#include <string.h>

#include "text/element.h"

static const char *const names[TG_ATTRIBUTES] = {
    [TG_ATTRIBUTE_ALT] = "alt",           [TG_ATTRIBUTE_ARIA_LABEL] = "aria-label",
    [TG_ATTRIBUTE_CONTENT] = "content",   [TG_ATTRIBUTE_DIR] = "dir",
    [TG_ATTRIBUTE_HIDDEN] = "hidden",     [TG_ATTRIBUTE_LABEL] = "label",
    [TG_ATTRIBUTE_NAME] = "name",         [TG_ATTRIBUTE_OPEN] = "open",
    [TG_ATTRIBUTE_PLACEHOLDER] = "placeholder", [TG_ATTRIBUTE_PROPERTY] = "property",
    [TG_ATTRIBUTE_SHADOW] = "shadowrootmode",   [TG_ATTRIBUTE_STYLE] = "style",
    [TG_ATTRIBUTE_TITLE] = "title",       [TG_ATTRIBUTE_TYPE] = "type",
    [TG_ATTRIBUTE_VALUE] = "value",
};

bool tg_is_html_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

static size_t skip_space(const char *html, size_t end, size_t at)
{
    while (at < end && tg_is_html_space(html[at]))
        at++;
    return at;
}

/* Reads the value that begins at or after `at`; returns its end, with the quote. */
static size_t read_value(tg_attribute *a, const char *html, size_t end, size_t at)
{
    at = skip_space(html, end, at);
    a->value = a->value_end = at;
    if (at == end)
        return end;
    char quote = html[at];
    a->is_quoted = quote == '"' || quote == '\'';
    if (a->is_quoted) {
        const char *close = memchr(html + at + 1, quote, end - at - 1);
        a->value = at + 1;
        a->value_end = close ? (size_t)(close - html) : end;
        return close ? a->value_end + 1 : end;
    }
    while (at < end && !tg_is_html_space(html[at]) && html[at] != '>')
        at++;
    a->value_end = at;
    return at;
}

static bool find_name(const char *name, size_t length, tg_attribute_name *out)
{
    for (int i = 0; i < TG_ATTRIBUTES; i++)
        if (strlen(names[i]) == length && tg_element_name_matches(name, length, names[i], length)) {
            *out = (tg_attribute_name)i;
            return true;
        }
    return false;
}

/* Reads the attribute at *at. */
static void read_one(tg_attributes *attributes, const char *html, size_t end, size_t *at)
{
    tg_attribute a = {.begin = *at};
    size_t name_end = *at + 1; /* a name may begin with "=" */
    while (name_end < end && !tg_is_html_space(html[name_end]) && html[name_end] != '/' && html[name_end] != '>' &&
           html[name_end] != '=')
        name_end++;
    *at = a.value = a.value_end = skip_space(html, end, name_end);
    if (*at < end && html[*at] == '=')
        *at = read_value(&a, html, end, *at + 1);
    if (!find_name(html + a.begin, name_end - a.begin, &a.name) || attributes->seen & 1U << a.name)
        return;
    attributes->seen |= 1U << a.name;
    attributes->items[attributes->count++] = a;
}

bool tg_attributes_read(tg_attributes *attributes, const char *html, size_t end, size_t *at)
{
    attributes->count = attributes->seen = 0;
    attributes->is_closed = false;
    while (*at < end && html[*at] != '>') {
        bool is_slash = html[*at] == '/';
        if (is_slash || tg_is_html_space(html[*at]))
            ++*at;
        else
            read_one(attributes, html, end, at);
        attributes->is_closed = is_slash;
    }
    bool has_end = *at < end;
    *at += has_end;
    return has_end;
}

const tg_attribute *tg_attribute_of(const tg_attributes *attributes, tg_attribute_name name)
{
    if (attributes->seen & 1U << name)
        for (size_t i = 0; i < attributes->count; i++)
            if (attributes->items[i].name == name)
                return &attributes->items[i];
    return NULL;
}
