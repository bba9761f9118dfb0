/* Telephone numbers: those of China by rule, those of the world by the ranges of the numbering plans. */
#include <string.h>

#include "detect/privacy.h"

/* Sorted by calling code. */
static const struct { uint16_t code; uint8_t length; uint16_t first, last; } ranges[] = {
#include "detect/data/phones.inc"
};

bool tg_phone_is_valid(const char *digits, size_t length)
{
    for (size_t width = 1; width <= 3 && width + 5 < length; width++) {
        unsigned code = tg_number(digits, width), begun = tg_number(digits + width, 3);
        size_t low = 0, high = sizeof ranges / sizeof *ranges;
        while (low < high) {
            size_t middle = (low + high) / 2;
            if (ranges[middle].code < code)
                low = middle + 1;
            else
                high = middle;
        }
        for (; low < sizeof ranges / sizeof *ranges && ranges[low].code == code; low++)
            if (ranges[low].length == length - width && begun >= ranges[low].first && begun <= ranges[low].last)
                return true;
    }
    return false;
}

/* Mobile numbers of the mainland, with or without 86 or 0 before them. 145, 147 and so on are for data and machines, yet
 * some are sold to people. */
bool tg_check_phone_cn(const char *s, size_t n)
{
    s += n - 11;
    return s[0] == '1' && s[1] >= '3' && !tg_is_one_digit(s + 2, 9) && strcmp(s, "12345678901") != 0;
}

/* Area code, then seven or eight digits that begin with neither 0, 1 nor 9. */
bool tg_check_phone_cn_fixed(const char *s, size_t n)
{
    bool metropolis = s[1] == '1' || s[1] == '2';
    if (metropolis ? (s[1] == '1' && s[2] != '0') || (s[1] == '2' && s[2] == '6') : s[1] < '3')
        return false;
    size_t area = metropolis ? 3 : 4;
    return n - area >= 7 && n - area <= 8 && (!metropolis || n - area == 8) && s[area] >= '2' && s[area] <= '8' &&
           !tg_is_one_digit(s + area, n - area);
}

bool tg_check_phone_world(const char *s, size_t n)
{
    return s[0] != '0' && tg_phone_is_valid(s, n);
}

/* North America: neither area nor exchange begins with 0 or 1, or ends in 11. */
bool tg_check_phone_us(const char *s, size_t n)
{
    char full[12] = "1";
    s += n - 10;
    memcpy(full + 1, s, 10);
    return s[0] > '1' && s[3] > '1' && memcmp(s + 4, "11", 2) != 0 && tg_phone_is_valid(full, 11);
}

bool tg_check_phone_hk(const char *s, size_t n)
{
    char full[12] = "852";
    memcpy(full + 3, s, n);
    return s[0] >= '2' && s[0] <= '9' && tg_phone_is_valid(full, n + 3);
}

/* Seven or eight digits of some town, and numbers of services: only words say that it is a telephone. */
bool tg_check_phone_local(const char *s, size_t n)
{
    return s[0] >= '2' && s[0] <= '8' && !tg_is_one_digit(s, n);
}

/* As dialled within a country, with the 0 before it, where some large country has such numbers. */
bool tg_check_phone_trunk(const char *s, size_t n)
{
    static const char *const codes[] = {"44", "49", "33", "81", "82", "61", "91", "34", "39", "31", "41", "46", "66",
        "84", "62",
                                        "60", "886", "55"};
    char full[20];
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        size_t width = strlen(codes[i]);
        memcpy(full, codes[i], width);
        memcpy(full + width, s + 1, n - 1);
        full[width + n - 1] = 0;
        if (tg_phone_is_valid(full, width + n - 1))
            return true;
    }
    return false;
}

bool tg_check_qq(const char *s, size_t n)
{
    return s[0] != '0' && !(n == 11 && s[0] > '5');
}
