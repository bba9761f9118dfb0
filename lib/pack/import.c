/* The bytes of a source as UTF-8: what encoding they are in, and converting them. Lines are the parser's. */
#include "pack/import.h"

#include <string.h>

#include <unicode/ucnv.h>

#include "base/utf8.h"

static bool put(tg_vector *out, uint32_t code_point)
{
    char bytes[4];
    return tg_vector_append(out, bytes, tg_utf8_encode(code_point, bytes));
}

/* Takes note of a problem at the end of `text`, which is all that comes before it. */
static tg_status fail_after(tg_import *import, const char *text, size_t length, const char *message)
{
    size_t line_begin = 0;
    import->line = 1;
    text = length ? text : "";
    for (size_t i = 0; i < length; i++) {
        if (text[i] != '\n' && (text[i] != '\r' || (i + 1 < length && text[i + 1] == '\n')))
            continue;
        import->line++;
        line_begin = i + 1;
    }
    import->column = (uint32_t)tg_utf8_count(text + line_begin, length - line_begin) + 1;
    import->message = message;
    return TG_SYNTAX;
}

static tg_status finish_converted(tg_import *import)
{
    import->text = import->converted.items ? import->converted.items : "";
    import->length = import->converted.count;
    return TG_OK;
}

/* ------------------------------------------------------------------- UTF-16 ---- */

static uint32_t unit_at(const unsigned char *p, bool big_endian)
{
    return big_endian ? (uint32_t)p[0] << 8 | p[1] : (uint32_t)p[1] << 8 | p[0];
}

static tg_status convert_utf16(tg_import *import, const unsigned char *p, size_t length, bool big_endian)
{
    tg_vector *out = &import->converted;
    for (size_t i = 0; i < length; i += 2) {
        uint32_t c = length - i < 2 ? 0xDC00 : unit_at(p + i, big_endian);
        if (c >= 0xD800 && c < 0xDC00 && length - i >= 4) {
            uint32_t low = unit_at(p + i + 2, big_endian);
            if (low >= 0xDC00 && low < 0xE000) {
                c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
                i += 2;
            }
        }
        if (c >= 0xD800 && c < 0xE000)
            return fail_after(import, out->items, out->count, "ill-formed UTF-16");
        if (!put(out, c))
            return TG_NO_MEMORY;
    }
    return finish_converted(import);
}

/* ------------------------------------------------------------------ GB18030 ---- */

/* TG_SYNTAX if the data is not GB18030. */
static tg_status convert_gb18030(tg_import *import, const char *data, size_t length)
{
    UErrorCode code = U_ZERO_ERROR;
    UConverter *converter = ucnv_open("gb18030", &code);
    if (U_FAILURE(code))
        return code == U_MEMORY_ALLOCATION_ERROR ? TG_NO_MEMORY : TG_INTERNAL;
    ucnv_setToUCallBack(converter, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &code);
    tg_status status = U_SUCCESS(code) ? TG_OK : TG_INTERNAL;
    const char *at = data, *end = data + length;
    while (status == TG_OK && at < end) {
        UChar32 c = ucnv_getNextUChar(converter, &at, end, &code);
        if (code == U_INDEX_OUTOFBOUNDS_ERROR)
            break;
        if (U_FAILURE(code) || c < 0 || (c >= 0xD800 && c < 0xE000))
            status = TG_SYNTAX;
        else if (!(c == 0xFEFF && import->converted.count == 0) && !put(&import->converted, (uint32_t)c))
            status = TG_NO_MEMORY;
    }
    ucnv_close(converter);
    return status == TG_OK ? finish_converted(import) : status;
}

/* Whether a text that is not well-formed UTF-8 is nevertheless meant as such. Nearly any bytes are GB18030, and one
 * damaged byte must not turn a long list into nonsense without a word. Chinese in GB18030 holds few sequences of three
 * bytes or more that are UTF-8, and far more ill-formed ones. */
static bool is_damaged_utf8(const char *text, size_t length)
{
    const unsigned char *p = (const unsigned char *)text;
    size_t long_sequences = 0, ill_formed = 0;
    uint32_t c;
    for (size_t i = 0, n; i < length; i += n) {
        n = tg_utf8_decode(p + i, length - i, &c);
        if (c == TG_REPLACEMENT && !(n == 3 && p[i] == 0xEF))
            ill_formed++;
        else
            long_sequences += n >= 3;
    }
    return long_sequences > 4 * ill_formed;
}

tg_status tg_import_text(const char *data, size_t length, const tg_allocator *allocator, tg_import *import)
{
    *import = (tg_import){.text = data, .length = length};
    tg_vector_init(&import->converted, allocator, 1);
    if (length >= 2 && (memcmp(data, "\xFF\xFE", 2) == 0 || memcmp(data, "\xFE\xFF", 2) == 0)) {
        tg_status status = convert_utf16(import, (const unsigned char *)data + 2, length - 2, *data == '\xFE');
        if (status != TG_OK)
            tg_import_free(import);
        return status;
    }
    bool has_mark = length >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0;
    if (has_mark) {
        import->text += 3;
        import->length -= 3;
    }
    size_t at;
    if (tg_utf8_is_valid(import->text, import->length, &at))
        return TG_OK;
    if (has_mark || is_damaged_utf8(import->text, import->length))
        return fail_after(import, import->text, at, "ill-formed UTF-8");
    tg_status status = convert_gb18030(import, data, length);
    if (status == TG_OK)
        return TG_OK;
    tg_import_free(import);
    return status == TG_SYNTAX ? fail_after(import, data, at, "neither UTF-8 nor GB18030") : status;
}

void tg_import_free(tg_import *import)
{
    tg_vector_free(&import->converted);
}
