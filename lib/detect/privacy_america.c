/* Numbers of persons and companies in the Americas, Australia and Africa: what makes one right. */
#include <string.h>

#include "detect/privacy.h"

/* Some stood in advertisements and were used by thousands. */
bool tg_check_ssn(const char *s, size_t n)
{
    static const char known[] = "078051120 457555462 219099999 123456789";
    unsigned area = tg_number(s, 3);
    for (size_t i = 0; i < sizeof known; i += 10)
        if (memcmp(known + i, s, n) == 0)
            return false;
    return area > 0 && area != 666 && area < 900 && tg_number(s + 3, 2) > 0 && tg_number(s + 5, 4) > 0;
}

bool tg_check_itin(const char *s, size_t n)
{
    unsigned group = tg_number(s + 3, 2);
    (void)n;
    return s[0] == '9' && group >= 50 && group <= 99 && !(group >= 66 && group <= 69) && group != 89 && group != 93;
}

bool tg_check_routing(const char *s, size_t n)
{
    return !tg_is_one_digit(s, n) && tg_weigh(s, "371371371") % 10 == 0;
}

static unsigned check_digit(unsigned sum)
{
    return sum % 11 < 2 ? 0 : 11 - sum % 11;
}

bool tg_check_cpf(const char *s, size_t n)
{
    return !tg_is_one_digit(s, n) && check_digit(tg_weigh(s, "A98765432")) == tg_value(s[9]) &&
           check_digit(tg_weigh(s, "BA98765432")) == tg_value(s[10]);
}

bool tg_check_cnpj(const char *s, size_t n)
{
    return !tg_is_one_digit(s, n) && check_digit(tg_weigh(s, "543298765432")) == tg_value(s[12]) &&
           check_digit(tg_weigh(s, "6543298765432")) == tg_value(s[13]);
}

bool tg_check_sin_ca(const char *s, size_t n)
{
    return !tg_is_one_digit(s, n) && tg_is_luhn(s, n);
}

/* Mexico: four letters of the name, date, sex, state, letters, two characters of check. The value of letters behind N is
 * one more, as Ñ stands between. */
bool tg_check_curp(const char *s, size_t n)
{
    static const char states[] =
        "AS BC BS CC CS CH CL CM DF DG GT GR HG JC MC MN MS NT NL OC PL QT QR SP SL SR TC TL TS VZ YN ZS NE ";
    unsigned sum = 0;
    bool known = false;
    for (size_t i = 0; i + 1 < sizeof states && !known; i += 3)
        known = memcmp(states + i, s + 11, 2) == 0;
    for (size_t i = 0; i + 1 < n; i++)
        sum += (tg_value(s[i]) + (s[i] > 'N')) * (unsigned)(n - i);
    return known && strchr("HMX", s[10]) && tg_is_short_date(s + 4) && (10 - sum % 10) % 10 == tg_value(s[17]);
}

bool tg_check_cuit(const char *s, size_t n)
{
    static const char types[] = "20 23 24 27 30 33 34 50 51 55";
    bool known = false;
    (void)n;
    for (size_t i = 0; i < sizeof types && !known; i += 3)
        known = memcmp(types + i, s, 2) == 0;
    return known && "09987654321"[tg_weigh(s, "5432765432") % 11] == s[10];
}

bool tg_check_rut(const char *s, size_t n)
{
    unsigned sum = 0;
    for (size_t i = 0; i + 1 < n; i++)
        sum += tg_value(s[n - 2 - i]) * (unsigned)(2 + i % 6);
    return "0K987654321"[sum % 11] == s[n - 1];
}

bool tg_check_tfn(const char *s, size_t n)
{
    return !tg_is_one_digit(s, n) && tg_weigh(s, n == 9 ? "14375869A" : "14375869") % 11 == 0;
}

bool tg_check_abn(const char *s, size_t n)
{
    (void)n;
    return tg_number(s, 2) > 10 && (tg_weigh(s, "A13579BDFHJ") - 10) % 89 == 0;
}

bool tg_check_medicare(const char *s, size_t n)
{
    (void)n;
    return s[0] >= '2' && s[0] <= '6' && tg_weigh(s, "13791379") % 10 == tg_value(s[8]);
}

bool tg_check_za_id(const char *s, size_t n)
{
    return tg_is_short_date(s) && s[10] <= '1' && tg_is_luhn(s, n);
}
