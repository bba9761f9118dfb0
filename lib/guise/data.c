/* The character data as strings, and reading it; see data.h. */
#include "guise/data.h"

#include <string.h>

#include "base/utf8.h"

#pragma GCC diagnostic ignored "-Woverlength-strings" /* every compiler that we know takes them */

const char tg_data_sound[] =
#include "guise/data/sound.inc"
    ;
const char tg_data_shape[] =
#include "guise/data/shape.inc"
    ;
const char tg_data_core[] =
#include "guise/data/core.inc"
    ;
const char tg_data_parts[] =
#include "guise/data/parts.inc"
    ;
const char tg_data_pairs[] =
#include "guise/data/pairs.inc"
    ;
const char tg_data_frequent[] =
#include "guise/data/frequent.inc"
    ;
const char tg_data_lookalikes[] =
#include "guise/data/lookalikes.inc"
    ;
const char tg_data_signs[] =
#include "guise/data/signs.inc"
    ;

const char tg_data_trigrams[] =
#include "guise/data/trigrams.inc"
    ;

/* What writers put for letters, from common use. i, l and 1 look alike whichever is meant. */
const char tg_data_leet[] = "a 4@^\n"
                            "b 8\n"
                            "c (<{[¢©\n"
                            "e 3€£\n"
                            "f ƒ\n"
                            "g 96\n"
                            "h #\n"
                            "i 1!|l¡\n"
                            "l 1|!i£\n"
                            "o 0°\n"
                            "p ₱\n"
                            "r ®\n"
                            "s 5$§\n"
                            "t 7+†\n"
                            "u vµ\n"
                            "x ×*\n"
                            "y ¥\n"
                            "z 2\n";

/* Look-alikes that neither Unicode's names nor its confusables tell of. */
const char tg_data_similar[] = "f ſ\n"
                               "l Ⅰⅰ\n"
                               "i ˛ͺ\n"
                               "c ⊂⸦\n"
                               "o ంംං\n";

const char tg_data_digraphs[] = "b |3\n"
                                "d |) cl\n"
                                "h |-|\n"
                                "k |<\n"
                                "m rn\n"
                                "n |\\|\n"
                                "o ()\n"
                                "v \\/\n";

const char tg_data_numerals[] = "0 〇零\n"
                                "1 一壹弌幺\n"
                                "2 二贰弍两\n"
                                "3 三叁弎\n"
                                "4 四肆\n"
                                "5 五伍\n"
                                "6 六陆\n"
                                "7 七柒\n"
                                "8 八捌\n"
                                "9 九玖\n";

bool tg_data_next(const char **data, tg_data_group *group)
{
    const char *p = *data;
    if (!*p)
        return false;
    if (!group->members || group->members[group->length] == '\n') {
        group->key = p;
        group->key_length = strcspn(p, " ");
        group->list = 0;
        p += group->key_length;
    } else {
        group->list++;
    }
    p++; /* the blank */
    group->members = p;
    group->length = strcspn(p, " \n");
    p += group->length;
    *data = *p == '\n' ? p + 1 : p;
    return true;
}

uint32_t tg_data_code_point(const char **at, const char *end)
{
    uint32_t code_point;
    *at += tg_utf8_decode((const unsigned char *)*at, (size_t)(end - *at), &code_point);
    return code_point;
}
