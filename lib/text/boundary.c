/* Word boundaries; see boundary.h. */
#include "text/boundary.h"

#include "base/utf8.h"

/* Characters that do not show are passed over, but not for ever: texts of nothing else must not make this slow. */
enum { PASSED_OVER = 32 };

static bool is_dropped(uint32_t entry)
{
    return (entry & TG_FOLD_KIND_MASK) == TG_FOLD_DROPPED;
}

bool tg_joins_before(const tg_fold *fold, const char *text, size_t at, tg_class class)
{
    for (int i = 0; i < PASSED_OVER && at > 0; i++) {
        uint32_t code_point;
        at -= tg_utf8_decode_last((const unsigned char *)text, at, &code_point);
        uint32_t entry = tg_fold_entry(fold, code_point);
        if (!is_dropped(entry))
            return tg_fold_class(entry) == class;
    }
    return false;
}

bool tg_joins_after(const tg_fold *fold, const char *text, size_t length, size_t at, tg_class class)
{
    for (int i = 0; i < PASSED_OVER && at < length; i++) {
        uint32_t code_point;
        at += tg_utf8_decode((const unsigned char *)text + at, length - at, &code_point);
        uint32_t entry = tg_fold_entry(fold, code_point);
        if (!is_dropped(entry))
            return tg_fold_class(entry) == class;
    }
    return false;
}
