/* Numbers of persons and companies in Asia: what makes one right. */
#include <string.h>

#include "detect/privacy.h"

/* GB 11643: province, date, order, check character by ISO 7064 MOD 11-2. */
bool tg_check_ric(const char *s, size_t n)
{
    static const char provinces[] = "11121314152122233132333435363741424344454650515253546162636465718182839";
    (void)n;
    bool known = false;
    for (size_t i = 0; i + 2 < sizeof provinces && !known; i += 2)
        known = memcmp(provinces + i, s, 2) == 0;
    return known && s[6] <= '2' && tg_is_date(tg_number(s + 6, 4), tg_number(s + 10, 2), tg_number(s + 12, 2)) &&
           "10X98765432"[tg_weigh(s, "79A584216379A5842") % 11] == s[17];
}

/* GB 32100: base 31 without I, O, S, V, Z; weights are the powers of 3. */
bool tg_check_uscc(const char *s, size_t n)
{
    static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    unsigned sum = 0, weight = 1;
    if (!strchr("0123456789ANY", s[0]) || strspn(s, alphabet) < n || strspn(s + 1, "0123456789") < 7 ||
        tg_is_one_digit(s, n))
        return false;
    for (size_t i = 0; i < 17; i++, weight = weight * 3 % 31)
        sum += (unsigned)(strchr(alphabet, s[i]) - alphabet) * weight;
    return alphabet[(31 - sum % 31) % 31] == s[17];
}

/* Travel permits of Hong Kong and Macao residents. */
bool tg_check_hk_permit(const char *s, size_t n)
{
    return (s[0] == 'H' || s[0] == 'M') && (n == 9 || n == 11);
}

bool tg_check_aadhaar(const char *s, size_t n)
{
    bool palindrome = true;
    for (size_t i = 0; i < n / 2; i++)
        palindrome &= s[i] == s[n - 1 - i];
    return s[0] > '1' && !palindrome && tg_is_verhoeff(s, n);
}

bool tg_check_pan(const char *s, size_t n)
{
    (void)n;
    return strchr("ABCFGHJKLPT", s[3]) && memcmp(s + 5, "0000", 4) != 0;
}

bool tg_check_my_number(const char *s, size_t n)
{
    unsigned rest = tg_weigh(s, "65432765432") % 11;
    return !tg_is_one_digit(s, n) && tg_value(s[11]) == (rest <= 1 ? 0 : 11 - rest);
}

bool tg_check_rrn(const char *s, size_t n)
{
    static const unsigned centuries[] = {1800, 1900, 1900, 2000, 2000, 1900, 1900, 2000, 2000, 1800};
    (void)n;
    return tg_is_date(centuries[tg_value(s[6])] + tg_number(s, 2), tg_number(s + 2, 2), tg_number(s + 4, 2)) &&
           tg_number(s + 7, 2) <= 96 && (11 - tg_weigh(s, "234567892345") % 11) % 10 == tg_value(s[12]);
}

/* A letter stands for two digits. The second character is the sex, or 8 and 9 for residents from abroad. */
bool tg_check_tw_id(const char *s, size_t n)
{
    static const char order[] = "ABCDEFGHJKLMNPQRSTUVXYWZIO";
    (void)n;
    unsigned code = (unsigned)(strchr(order, s[0]) - order) + 10;
    return strchr("1289", s[1]) && (code / 10 + code % 10 * 9 + tg_weigh(s + 1, "876543211")) % 10 == 0;
}

/* Companies of Taiwan: the digits of the products are summed. */
bool tg_check_tw_ubn(const char *s, size_t n)
{
    unsigned sum = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned product = tg_value(s[i]) * tg_value("12121241"[i]);
        sum += product / 10 + product % 10;
    }
    return sum % 5 == 0 || (s[6] == '7' && (sum + 1) % 5 == 0);
}

bool tg_check_hkid(const char *s, size_t n)
{
    unsigned sum = n == 8 ? 36 * 9 + tg_weigh(s, "8765432") : tg_weigh(s, "98765432");
    return s[n - 1] <= 'A' && (sum + tg_value(s[n - 1])) % 11 == 0;
}

bool tg_check_nric_sg(const char *s, size_t n)
{
    (void)n;
    unsigned sum = tg_weigh(s + 1, "2765432");
    switch (s[0]) {
    case 'S': return "JZIHGFEDCBA"[sum % 11] == s[8];
    case 'T': return "JZIHGFEDCBA"[(sum + 4) % 11] == s[8];
    case 'F': return "XWUTRQPNMLK"[sum % 11] == s[8];
    case 'G': return "XWUTRQPNMLK"[(sum + 4) % 11] == s[8];
    case 'M': return "XWUTRQPNJLK"[(sum + 3) % 11] == s[8];
    default: return false;
    }
}

bool tg_check_pin_th(const char *s, size_t n)
{
    (void)n;
    return s[0] != '0' && s[0] != '9' && (11 - tg_weigh(s, "DCBA98765432") % 11) % 10 == tg_value(s[12]);
}

/* Date and place of birth; there is no check digit. */
bool tg_check_nric_my(const char *s, size_t n)
{
    unsigned place = tg_number(s + 6, 2);
    static const char never[] = "00 17 18 19 20 65 69 70 73 80 81 94 95 96 97";
    for (size_t i = 0; i < sizeof never; i += 3)
        if (tg_number(never + i, 2) == place)
            return false;
    return tg_is_short_date(s) && n == 12;
}

/* Indonesia: place, date (40 is added to the day of a woman's birth), order. */
bool tg_check_nik(const char *s, size_t n)
{
    unsigned day = tg_number(s + 6, 2), province = tg_number(s, 2);
    return n == 16 && province >= 11 && province <= 96 && tg_is_date(2000, tg_number(s + 8, 2), day > 40 ?
        day - 40 : day) &&
           memcmp(s + 12, "0000", 4) != 0;
}

bool tg_check_il_id(const char *s, size_t n)
{
    return !tg_is_one_digit(s, n) && tg_is_luhn(s, n);
}

bool tg_check_tr_id(const char *s, size_t n)
{
    unsigned odd = tg_weigh(s, "101010101"), even = tg_weigh(s, "01010101");
    (void)n;
    return s[0] != '0' && (7 * odd + 9 * even) % 10 == tg_value(s[9]) &&
           (odd + even + tg_value(s[9])) % 10 == tg_value(s[10]);
}
