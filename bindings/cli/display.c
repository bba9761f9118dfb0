/* Text from outside made fit to be shown. Widths and kinds of characters are ICU's. */
#include "display.h"

#include <string.h>

#include <unicode/uchar.h>

#define DOT "\xC2\xB7"

/* Bytes of the sequence that `first` begins, and the bounds of its second byte; 0 for a byte that begins none. */
static size_t sequence_length(unsigned char first, unsigned char *least, unsigned char *greatest)
{
    *least = 0x80;
    *greatest = 0xBF;
    if (first < 0x80)
        return 1;
    if (first >= 0xC2 && first <= 0xDF)
        return 2;
    if (first >= 0xE0 && first <= 0xEF) {
        if (first == 0xE0)
            *least = 0xA0;
        if (first == 0xED)
            *greatest = 0x9F;
        return 3;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        if (first == 0xF0)
            *least = 0x90;
        if (first == 0xF4)
            *greatest = 0x8F;
        return 4;
    }
    return 0;
}

size_t utf8_next(const char *text, size_t length, size_t at, uint32_t *character)
{
    unsigned char least, greatest, first = (unsigned char)text[at++];
    size_t count = sequence_length(first, &least, &greatest);
    *character = 0xFFFD;
    if (count == 0)
        return at;
    static const unsigned char masks[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    uint32_t value = first & masks[count];
    for (size_t i = 1; i < count; i++, at++) {
        unsigned char byte = at < length ? (unsigned char)text[at] : 0;
        if (byte < least || byte > greatest)
            return at;
        value = value << 6 | (byte & 0x3F);
        least = 0x80;
        greatest = 0xBF;
    }
    *character = value;
    return at;
}

size_t utf8_previous(const char *text, size_t least, size_t at)
{
    size_t begin = at - 1;
    while (begin > least && at - begin < 4 && ((unsigned char)text[begin] & 0xC0) == 0x80)
        begin--;
    uint32_t character;
    return utf8_next(text, at, begin, &character) == at ? begin : at - 1;
}

void add_valid_utf8(cli_buffer *out, const char *text, size_t length)
{
    for (size_t at = 0; at < length;) {
        uint32_t character;
        size_t next = utf8_next(text, length, at, &character);
        if (character == 0xFFFD)
            buffer_text(out, "\xEF\xBF\xBD");
        else
            buffer_add(out, text + at, next - at);
        at = next;
    }
}

bool is_hidden(uint32_t character)
{
    if (character < 0x7F)
        return character < 0x20;
    if (character >= 0xFE00 && character <= 0xFE0F) /* they choose how an emoji looks, in the plainest of texts */
        return false;
    switch (u_charType((UChar32)character)) {
    case U_CONTROL_CHAR:
    case U_FORMAT_CHAR:
    case U_LINE_SEPARATOR:
    case U_PARAGRAPH_SEPARATOR:
    case U_SURROGATE:
        return true;
    default:
        return u_hasBinaryProperty((UChar32)character, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
    }
}

int column_width(uint32_t character)
{
    if (character < 0x300)
        return 1;
    if (character >= 0x1160 && character <= 0x11FF) /* they join the syllable before them */
        return 0;
    int type = u_charType((UChar32)character);
    if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK)
        return 0;
    int width = u_getIntPropertyValue((UChar32)character, UCHAR_EAST_ASIAN_WIDTH);
    return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

int add_shown(cli_buffer *out, const char *bytes, size_t length, uint32_t character)
{
    if (character == 0xFFFD) {
        buffer_text(out, "\xEF\xBF\xBD");
        return 1;
    }
    if (character == '\t') {
        buffer_text(out, " ");
        return 1;
    }
    if (is_hidden(character)) {
        buffer_text(out, DOT);
        return 1;
    }
    buffer_add(out, bytes, length);
    return column_width(character);
}

void add_safe(cli_buffer *out, const char *string)
{
    size_t length = strlen(string);
    for (size_t at = 0; at < length;) {
        uint32_t character;
        size_t next = utf8_next(string, length, at, &character);
        add_shown(out, string + at, next - at, character);
        at = next;
    }
}

static const char *html_escape(uint32_t character)
{
    switch (character) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    case 0xFFFD: return "\xEF\xBF\xBD";
    default: return NULL;
    }
}

void add_html(cli_buffer *out, const char *text, size_t length, bool marked)
{
    for (size_t at = 0; at < length;) {
        uint32_t character;
        size_t next = utf8_next(text, length, at, &character);
        const char *escape = html_escape(character);
        bool carriage_return = character == '\r' && next < length && text[next] == '\n';
        if (escape)
            buffer_text(out, escape);
        else if (carriage_return)
            ;
        else if (character != '\n' && character != '\t' && is_hidden(character)) {
            if (marked)
                buffer_format(out, "<i title=\"U+%04X\">" DOT "</i>", (unsigned)character);
            else
                buffer_text(out, DOT);
        } else
            buffer_add(out, text + at, next - at);
        at = next;
    }
}
