/* Links and mentions of a text that is compared, each replaced by a mark. What looks like one: a scheme, "www.", a mail
 * address, or a host name that ends as most do or has a path. */
#include <string.h>

#include "near/text.h"

enum { LONGEST_MENTION = 32, LONGEST_ENDING = 8 };

static const char *const endings[] = {"com", "net", "org", "cn", "cc", "co", "io", "me", "tv", "top", "xyz", "vip", "info",
                                      "biz", "club", "shop", "site", "online", "ru", "de", "uk", "jp", "kr", "tw", "hk"};

static bool is_word(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

/* What an address may be made of. */
static bool is_address(uint32_t c)
{
    return is_word(c) || (c < 0x80 && c > ' ' && strchr("-.~:/?#@!$&*+;=%", (int)c));
}

static bool is_host(uint32_t c)
{
    return is_word(c) || c == '-' || c == '.';
}

static bool begins_with(const uint32_t *text, size_t length, const char *what)
{
    for (size_t i = 0; what[i]; i++)
        if (i >= length || text[i] != (unsigned char)what[i])
            return false;
    return true;
}

static bool is_ending(const uint32_t *text, size_t length)
{
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (strlen(endings[i]) == length && begins_with(text, length, endings[i]))
            return true;
    return false;
}

/* Whether a run of address characters is a link. */
static bool is_link(const uint32_t *text, size_t length)
{
    if (begins_with(text, length, "www.") || begins_with(text, length, "http:") || begins_with(text, length, "https:"))
        return length > 7;
    size_t at = 0, dot = 0, user = 0;
    while (at < length && (is_host(text[at]) || (text[at] == '@' && !user))) {
        if (text[at] == '.')
            dot = at;
        if (text[at] == '@')
            user = at;
        at++;
    }
    if (dot < 1 || dot + 2 >= at || (user && dot < user))
        return false;
    for (size_t i = dot + 1; i < at; i++)
        if (text[i] < 'a' || text[i] > 'z')
            return false;
    return user || (at < length && text[at] == '/') || is_ending(text + dot + 1, at - dot - 1);
}

static size_t link_length(const uint32_t *text, size_t length)
{
    size_t end = 0;
    while (end < length && is_address(text[end]))
        end++;
    while (end > 0 && !is_word(text[end - 1]) && text[end - 1] != '/')
        end--; /* the full stop behind it */
    return end > 3 && is_link(text, end) ? end : 0;
}

static size_t mention_length(const uint32_t *text, size_t length)
{
    if (text[0] != '@' && text[0] != 0xFF20)
        return 0;
    size_t end = 1;
    while (end < length && end <= LONGEST_MENTION && text[end] != ' ' && (text[end] == '_' || !tg_near_is_sign(text[end])))
        end++;
    return end > 1 ? end : 0;
}

void tg_near_text_mark_links(tg_near_text *text, uint32_t normalise)
{
    uint32_t *characters = text->characters.items, *begins = text->begins.items;
    size_t count = text->characters.count, kept = 0;
    bool tried = false; /* the run of address characters under way is no link */
    for (size_t i = 0; i < count;) {
        size_t length = 0;
        uint32_t mark = characters[i];
        begins[kept] = begins[i];
        if (normalise & TG_NORMALISE_LINKS && is_word(mark) && !tried) {
            length = link_length(characters + i, count - i);
            mark = length ? TG_LINK_MARK : mark;
        }
        if (!length && normalise & TG_NORMALISE_MENTIONS) {
            length = mention_length(characters + i, count - i);
            mark = length ? TG_MENTION_MARK : mark;
        }
        tried = !length && is_address(characters[i]);
        characters[kept++] = mark;
        i += length ? length : 1;
    }
    text->characters.count = text->begins.count = kept;
}
