/* The sums that numbers are checked with, and dates. Numbers are compact: digits and capital letters. */
#include <string.h>

#include "detect/privacy.h"

unsigned tg_number(const char *s, size_t length)
{
    unsigned value = 0;
    for (size_t i = 0; i < length; i++)
        value = value * 10 + tg_value(s[i]);
    return value;
}

unsigned tg_weigh(const char *s, const char *weights)
{
    unsigned sum = 0;
    for (size_t i = 0; weights[i]; i++)
        sum += tg_value(s[i]) * tg_value(weights[i]);
    return sum;
}

unsigned tg_modulo(const char *s, size_t length, unsigned modulus)
{
    unsigned rest = 0;
    for (size_t i = 0; i < length; i++)
        rest = (rest * (tg_is_digit(s[i]) ? 10 : 100) + tg_value(s[i])) % modulus;
    return rest;
}

bool tg_is_luhn(const char *s, size_t length)
{
    unsigned sum = 0;
    for (size_t i = 0; i < length; i++) {
        unsigned digit = tg_value(s[length - 1 - i]) << (i & 1);
        sum += digit > 9 ? digit - 9 : digit;
    }
    return sum % 10 == 0;
}

/* The dihedral group of order ten, and the powers of the permutation 1 5 7 6 2 8 3 0 9 4. */
bool tg_is_verhoeff(const char *s, size_t length)
{
    static const char permutation[] = "1576283094";
    unsigned check = 0;
    for (size_t i = 0; i < length; i++) {
        unsigned b = tg_value(s[length - 1 - i]);
        for (size_t k = i % 8; k > 0; k--)
            b = tg_value(permutation[b]);
        unsigned turned = check < 5 ? check + b : check + 10 - b; /* a reflection turns what follows round */
        check = (check < 5) == (b < 5) ? turned % 5 : turned % 5 + 5;
    }
    return check == 0;
}

bool tg_is_mod_11_10(const char *s, size_t length)
{
    unsigned check = 5;
    for (size_t i = 0; i < length; i++)
        check = ((check ? check : 10) * 2 % 11 + tg_value(s[i])) % 10;
    return check == 1;
}

bool tg_is_date(unsigned year, unsigned month, unsigned day)
{
    if (year < 1800 || year > 2799 || month < 1 || month > 12 || day < 1)
        return false;
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    unsigned days = month == 2 ? 28u + leap : 30 + (month + month / 8) % 2;
    return day <= days;
}

bool tg_is_short_date(const char *s)
{
    unsigned year = tg_number(s, 2), month = tg_number(s + 2, 2), day = tg_number(s + 4, 2);
    return tg_is_date(1900 + year, month, day) || tg_is_date(2000 + year, month, day);
}

bool tg_is_one_digit(const char *s, size_t length)
{
    return length && strspn(s, (char[]){s[0], 0}) >= length;
}
