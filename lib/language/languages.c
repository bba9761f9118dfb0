/* Whether tables of languages from a file may be used; see language.h. */
#include <string.h>

#include "language/language.h"

static bool label_is_valid(const tg_language_label *label)
{
    if (!memchr(label->tag, '\0', sizeof label->tag) || !memchr(label->code, '\0', sizeof label->code))
        return false;
    size_t length = strlen(label->code);
    for (const char *p = label->tag; *p; p++)
        if (!(*p >= 'a' && *p <= 'z') && !(*p >= 'A' && *p <= 'Z') && *p != '-')
            return false;
    return length > 1 && strncmp(label->tag, label->code, length) == 0 && strcspn(label->tag, "-") == length;
}

static bool script_is_valid(const tg_languages *l, const tg_language_script *script)
{
    if (script->label_count > l->label_count || script->first_label > l->label_count - script->label_count ||
        script->weight > 16)
        return false;
    if (script->label_count < 2)
        return script->stride == 0;
    size_t bytes = (size_t)script->stride << (script->bits & 31);
    return script->bits >= 1 && script->bits <= TG_LANGUAGE_BITS && script->stride % TG_LANGUAGE_BLOCK == 0 &&
           script->stride <= TG_LANGUAGE_COLUMNS && script->label_count <= script->stride && script->scale <= 1u << 28 &&
           bytes <= l->row_bytes && script->rows <= l->row_bytes - bytes;
}

bool tg_languages_are_valid(const tg_languages *l)
{
    if (l->script_count > TG_LANGUAGE_SCRIPTS || l->label_count > TG_LANGUAGE_LABELS ||
        l->letter_count % TG_TABLE_BLOCK)
        return false;
    bool valid = true;
    for (size_t i = 0; i < TG_TABLE_INDEX; i++)
        valid &= l->index[i] < l->letter_count / TG_TABLE_BLOCK;
    for (size_t i = 0; i < l->letter_count; i++)
        valid &= l->letters[i] >> TG_LETTER_SHIFT < TG_LETTER_SCRIPT + l->script_count;
    for (size_t i = 0; i < l->label_count; i++)
        valid &= label_is_valid(&l->labels[i]);
    for (size_t i = 0; i < l->script_count; i++)
        valid &= script_is_valid(l, &l->scripts[i]);
    return valid;
}
