/* Value added tax numbers of Europe, with the letters of the country before them: what makes one right. */
#include <string.h>

#include "detect/privacy.h"

bool tg_check_vat_at(const char *s, size_t n)
{
    unsigned sum = 4;
    (void)n;
    for (size_t i = 0; i < 7; i++) {
        unsigned digit = tg_value(s[3 + i]) * (i % 2 ? 2 : 1);
        sum += digit / 10 + digit % 10;
    }
    return (10 - sum % 10) % 10 == tg_value(s[10]);
}

bool tg_check_vat_be(const char *s, size_t n)
{
    (void)n;
    return tg_number(s + 2, 8) > 0 && (tg_number(s + 2, 8) + tg_number(s + 10, 2)) % 97 == 0;
}

/* Companies have nine digits; persons their own number, or ten digits of other kinds. */
bool tg_check_vat_bg(const char *s, size_t n)
{
    s += 2;
    if (n == 11) {
        unsigned rest = tg_weigh(s, "12345678") % 11;
        if (rest == 10)
            rest = tg_weigh(s, "3456789A") % 11 % 10;
        return rest == tg_value(s[8]);
    }
    unsigned other = 11 - tg_weigh(s, "432765432") % 11;
    return tg_check_bg_egn(s, 10) || tg_weigh(s, "LJHDB9731") % 10 == tg_value(s[9]) || other % 11 == tg_value(s[9]);
}

bool tg_check_vat_cy(const char *s, size_t n)
{
    static const char even[] = "10579DFHJL";
    unsigned sum = 0;
    (void)n;
    for (size_t i = 0; i < 8; i++)
        sum += i % 2 ? tg_value(s[2 + i]) : tg_value(even[tg_value(s[2 + i])]);
    return memcmp(s + 2, "12", 2) != 0 && sum % 26 + 'A' == (unsigned)s[10];
}

bool tg_check_vat_cz(const char *s, size_t n)
{
    s += 2;
    n -= 2;
    if (n > 8 && s[0] == '6' && n == 9) { /* persons without a number of birth */
        unsigned rest = tg_weigh(s + 1, "8765432") % 11;
        return (8 - (10 - rest % 10) % 10 + 10) % 10 == tg_value(s[8]) || tg_check_cz_rc(s, n);
    }
    if (n > 8)
        return tg_check_cz_rc(s, n);
    unsigned check = (11 - tg_weigh(s, "8765432") % 11) % 11;
    return s[0] != '9' && (check == 0 ? 1 : check % 10) == tg_value(s[7]);
}

bool tg_check_vat_de(const char *s, size_t n)
{
    return s[2] != '0' && tg_is_mod_11_10(s + 2, n - 2);
}

bool tg_check_vat_dk(const char *s, size_t n)
{
    (void)n;
    return s[2] != '0' && tg_weigh(s + 2, "27654321") % 11 == 0;
}

bool tg_check_vat_ee(const char *s, size_t n)
{
    (void)n;
    return tg_weigh(s + 2, "371371371") % 10 == 0;
}

bool tg_check_vat_el(const char *s, size_t n)
{
    unsigned sum = 0;
    (void)n;
    for (size_t i = 0; i < 8; i++)
        sum = (sum + tg_value(s[2 + i])) * 2;
    return sum % 11 % 10 == tg_value(s[10]);
}

/* Companies of Spain: a letter, seven digits, and a digit or a letter for the check. */
static bool is_cif(const char *s)
{
    char digits[9] = {0};
    unsigned check = 0;
    memcpy(digits, s + 1, 7);
    if (!strchr("ABCDEFGHJNPQRSUVW", s[0]) || strspn(digits, "0123456789") < 7)
        return false;
    digits[7] = '0';
    while (!tg_is_luhn(digits, 8))
        digits[7] = (char)('0' + ++check);
    return tg_value(s[8]) == check || "JABCDEFGHI"[check] == s[8];
}

bool tg_check_vat_es(const char *s, size_t n)
{
    (void)n;
    s += 2;
    if (strspn(s + 1, "0123456789") < 7)
        return false;
    if (tg_is_digit(s[0]) || (s[0] >= 'X' && s[0] <= 'Z'))
        return tg_check_es_nif(s, 9);
    if (strchr("KLM", s[0])) {
        char digits[10] = {0};
        memcpy(digits, s, 9);
        digits[0] = '0';
        return tg_check_es_nif(digits, 9);
    }
    return is_cif(s);
}

bool tg_check_vat_fi(const char *s, size_t n)
{
    (void)n;
    return tg_weigh(s + 2, "79A58421") % 11 == 0;
}

/* The key before the SIREN is digits, or digits and letters, which newer numbers may have. */
bool tg_check_vat_fr(const char *s, size_t n)
{
    static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    (void)n;
    s += 2;
    bool monaco = memcmp(s + 2, "000", 3) == 0;
    if (strspn(s + 2, "0123456789") < 9 || (!monaco && !tg_is_luhn(s + 2, 9)))
        return false;
    unsigned siren = tg_number(s + 2, 9);
    if (tg_is_digit(s[0]) && tg_is_digit(s[1]))
        return (12 + 3 * (siren % 97)) % 97 == tg_number(s, 2);
    const char *a = strchr(alphabet, s[0]), *b = strchr(alphabet, s[1]);
    if (!a || !b)
        return false;
    unsigned x = (unsigned)(a - alphabet), y = (unsigned)(b - alphabet);
    unsigned check = tg_is_digit(s[0]) ? x * 24 + y - 10 : x * 34 + y - 100;
    return (siren + 1 + check / 11) % 11 == check % 11;
}

bool tg_check_vat_gb(const char *s, size_t n)
{
    unsigned sum = tg_weigh(s + 2, "8765432") + tg_number(s + 9, 2);
    (void)n;
    bool later = s[2] != '0'; /* other sums have been in use, too */
    return tg_number(s + 2, 9) > 0 && (sum % 97 == 0 || (later && (sum % 97 == 42 || sum % 97 == 55)));
}

bool tg_check_vat_hr(const char *s, size_t n)
{
    return tg_is_mod_11_10(s + 2, n - 2);
}

bool tg_check_vat_hu(const char *s, size_t n)
{
    (void)n;
    return tg_weigh(s + 2, "97319731") % 10 == 0;
}

bool tg_check_vat_ie(const char *s, size_t n)
{
    char digits[10] = {0};
    s += 2;
    n -= 2;
    if (!tg_is_digit(s[0]) || strspn(s + 2, "0123456789") < 5 || tg_is_digit(s[7]) || (n == 9 && (s[8] < 'A' ||
        s[8] > 'W')))
        return false;
    memcpy(digits, s, n);
    if (!tg_is_digit(s[1])) { /* as they were once: the first digit is the seventh, and a letter counts nothing */
        digits[0] = '0';
        memcpy(digits + 1, s + 2, 5);
        digits[6] = s[0];
        n = 8;
    }
    unsigned sum = tg_weigh(digits, "8765432");
    if (n == 9)
        sum += 9 * (tg_value(digits[8]) - 9);
    return "WABCDEFGHIJKLMNOPQRSTUV"[sum % 23] == s[7];
}

bool tg_check_vat_it(const char *s, size_t n)
{
    unsigned office = tg_number(s + 9, 3);
    return tg_number(s + 2, 7) > 0 && ((office >= 1 && office <= 100) || office == 120 || office == 121 || office ==
        888 || office == 999) &&
           tg_is_luhn(s + 2, n - 2);
}

bool tg_check_vat_lt(const char *s, size_t n)
{
    bool long_one = n == 14;
    s += 2;
    unsigned rest = tg_weigh(s, long_one ? "12345678912" : "12345678") % 11;
    if (rest == 10)
        rest = tg_weigh(s, long_one ? "34567891234" : "34567891") % 11 % 10;
    return s[long_one ? 10 : 7] == '1' && rest == tg_value(s[long_one ? 11 : 8]);
}

bool tg_check_vat_lu(const char *s, size_t n)
{
    (void)n;
    return tg_number(s + 2, 6) % 89 == tg_number(s + 8, 2);
}

bool tg_check_vat_lv(const char *s, size_t n)
{
    (void)n;
    s += 2;
    if (s[0] > '3')
        return tg_weigh(s, "91483A25761") % 11 == 3;
    return tg_check_lv_pk(s, 11);
}

bool tg_check_vat_mt(const char *s, size_t n)
{
    (void)n;
    return s[2] != '0' && tg_weigh(s + 2, "346789A1") % 37 == 0;
}

bool tg_check_vat_nl(const char *s, size_t n)
{
    return tg_number(s + 12, 2) > 0 && (tg_check_nl_bsn(s + 2, 9) || tg_modulo(s, n, 97) == 1);
}

bool tg_check_vat_pl(const char *s, size_t n)
{
    return tg_check_pl_nip(s + 2, n - 2);
}

bool tg_check_vat_pt(const char *s, size_t n)
{
    return tg_check_pt_nif(s + 2, n - 2);
}

bool tg_check_vat_ro(const char *s, size_t n)
{
    char padded[11] = "0000000000";
    memcpy(padded + 12 - n, s + 2, n - 2);
    return s[2] != '0' && tg_weigh(padded, "753217532") * 10 % 11 % 10 == tg_value(padded[9]);
}

bool tg_check_vat_se(const char *s, size_t n)
{
    unsigned last = tg_number(s + 12, 2);
    (void)n;
    return last == 1 && tg_is_luhn(s + 2, 10);
}

bool tg_check_vat_si(const char *s, size_t n)
{
    unsigned check = 11 - tg_weigh(s + 2, "8765432") % 11;
    (void)n;
    return s[2] != '0' && check < 11 && check % 10 == tg_value(s[9]);
}

bool tg_check_vat_sk(const char *s, size_t n)
{
    return (s[2] != '0' && strchr("234789", s[4]) && tg_modulo(s + 2, n - 2, 11) == 0) || tg_check_cz_rc(s + 2, n - 2);
}
