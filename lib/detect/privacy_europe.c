/* Numbers of persons in Europe: what makes one right. */
#include <string.h>

#include "detect/privacy.h"

/* Of the first ten digits one stands there twice or three times, all others once or not at all. */
bool tg_check_de_id(const char *s, size_t n)
{
    unsigned counts[10] = {0}, repeated = 0, most = 0;
    for (size_t i = 0; i < 10; i++)
        counts[tg_value(s[i])]++;
    for (size_t i = 0; i < 10; i++) {
        repeated += counts[i] > 1;
        most = counts[i] > most ? counts[i] : most;
    }
    return s[0] != '0' && repeated == 1 && most <= 3 && tg_is_mod_11_10(s, n);
}

/* The departments of Corsica have letters: 2A counts as 19, 2B as 18. */
bool tg_check_fr_nir(const char *s, size_t n)
{
    char digits[16];
    memcpy(digits, s, n);
    if (memcmp(s + 5, "2A", 2) == 0)
        memcpy(digits + 5, "19", 2);
    else if (memcmp(s + 5, "2B", 2) == 0)
        memcpy(digits + 5, "18", 2);
    for (size_t i = 0; i < n; i++)
        if (!tg_is_digit(digits[i]))
            return false;
    return strchr("123478", s[0]) && 97 - tg_modulo(digits, 13, 97) == tg_number(digits + 13, 2);
}

bool tg_check_es_nif(const char *s, size_t n)
{
    static const char letters[] = "TRWAGMYFPDXBNJZSQVHLCKE";
    char digits[9] = {0};
    memcpy(digits, s, 8);
    if (!tg_is_digit(s[0]))
        digits[0] = (char)('0' + s[0] - 'X');
    return n == 9 && (tg_is_digit(s[0]) || (s[0] >= 'X' && s[0] <= 'Z')) && letters[tg_number(digits, 8) % 23] == s[8];
}

/* Where two persons had the same number, digits became letters. */
static bool read_omocodia(const char *s, char *digits)
{
    static const char swapped[] = "LMNPQRSTUV", places[] = "aaaaaa99a99a999a";
    for (size_t i = 0; i < 16; i++) {
        const char *letter = places[i] == '9' && !tg_is_digit(s[i]) ? strchr(swapped, s[i]) : NULL;
        digits[i] = letter ? (char)('0' + (letter - swapped)) : s[i];
        if (tg_is_digit(digits[i]) != (places[i] == '9'))
            return false;
    }
    return true;
}

/* In this century or the last. */
static bool has_day(unsigned year, unsigned month, unsigned day)
{
    return tg_is_date(1900 + year, month, day) || tg_is_date(2000 + year, month, day);
}

bool tg_check_it_cf(const char *s, size_t n)
{
    static const char odd[] = "BAFHJNPRTVBAFHJNPRTVCESULDGIMOQKWZYX", months[] = "ABCDEHLMPRST";
    char digits[17] = {0};
    unsigned sum = 0;
    if (!read_omocodia(s, digits) || !strchr(months, s[8]))
        return false;
    for (size_t i = 0; i + 1 < n; i++) {
        unsigned value = tg_value(s[i]), even = tg_is_digit(s[i]) ? value : value - 10;
        sum += i % 2 ? even : (unsigned)(odd[value] - 'A');
    }
    unsigned day = tg_number(digits + 9, 2), month = (unsigned)(strchr(months, s[8]) - months) + 1;
    return has_day(tg_number(digits + 6, 2), month, day % 40) && sum % 26 + 'A' == (unsigned)s[15];
}

bool tg_check_nl_bsn(const char *s, size_t n)
{
    return !tg_is_one_digit(s, n) && tg_weigh(s, "98765432A") % 11 == 0; /* -1 is 10 */
}

/* Who was born in this century has a 2 before the number, which is not written. */
bool tg_check_be_nn(const char *s, size_t n)
{
    char late[13] = "2";
    memcpy(late + 1, s, n);
    unsigned check = tg_number(s + 9, 2);
    return 97 - tg_modulo(s, 9, 97) == check || 97 - tg_modulo(late, 10, 97) == check;
}

bool tg_check_pl_pesel(const char *s, size_t n)
{
    static const unsigned centuries[] = {1900, 2000, 2100, 2200, 1800};
    unsigned month = tg_number(s + 2, 2), year = centuries[month / 20] + tg_number(s, 2);
    (void)n;
    return tg_is_date(year > 2099 ? year - 200 : year, month % 20, tg_number(s + 4, 2)) &&
           (10 - tg_weigh(s, "1379137913") % 10) % 10 == tg_value(s[10]);
}

bool tg_check_pl_nip(const char *s, size_t n)
{
    return !tg_is_one_digit(s, n) && tg_weigh(s, "657234567") % 11 == tg_value(s[9]);
}

bool tg_check_pt_nif(const char *s, size_t n)
{
    (void)n;
    unsigned rest = tg_weigh(s, "98765432") % 11;
    return s[0] != '0' && tg_value(s[8]) == (rest < 2 ? 0 : 11 - rest);
}

bool tg_check_ro_cnp(const char *s, size_t n)
{
    static const unsigned centuries[] = {0, 1900, 1900, 1800, 1800, 2000, 2000, 1900, 1900, 1900};
    unsigned rest = tg_weigh(s, "279146358279") % 11;
    (void)n;
    return s[0] != '0' && tg_is_date(centuries[tg_value(s[0])] + tg_number(s + 1, 2), tg_number(s + 3, 2),
        tg_number(s + 5, 2)) &&
           tg_value(s[12]) == (rest == 10 ? 1 : rest);
}

bool tg_check_bg_egn(const char *s, size_t n)
{
    unsigned month = tg_number(s + 2, 2), century = month > 40 ? 2000 : month > 20 ? 1800 : 1900;
    (void)n;
    month -= month > 40 ? 40 : month > 20 ? 20 : 0;
    return tg_is_date(century + tg_number(s, 2), month, tg_number(s + 4, 2)) &&
           tg_weigh(s, "2485A9736") % 11 % 10 == tg_value(s[9]);
}

/* Czech and Slovak: of women 50 is added to the month, and 20 where numbers ran out. */
bool tg_check_cz_rc(const char *s, size_t n)
{
    unsigned month = tg_number(s + 2, 2) % 50 % 20, year = tg_number(s, 2);
    if (n == 9)
        return (year <= 53 || year >= 80) && tg_is_date((year < 80 ? 1900 : 1800) + year, month, tg_number(s + 4, 2));
    unsigned rest = tg_modulo(s, 9, 11);
    if (year >= 54 && year < 85) /* ten was written as nought */
        rest %= 10;
    return tg_is_date((year < 54 ? 2000 : 1900) + year, month, tg_number(s + 4, 2)) && rest == tg_value(s[9]);
}

bool tg_check_hr_oib(const char *s, size_t n)
{
    return tg_is_mod_11_10(s, n);
}

/* There have been numbers without a check digit since 2007. The seventh digit tells the century. */
bool tg_check_dk_cpr(const char *s, size_t n)
{
    unsigned year = tg_number(s + 4, 2), order = tg_value(s[6]);
    unsigned century = order < 4 ? 1900 : order == 4 || order == 9 ? (year < 37 ? 2000 : 1900) : year < 58 ? 2000 : 1800;
    (void)n;
    return tg_is_date(century + year, tg_number(s + 2, 2), tg_number(s, 2));
}

/* The sign of the century (+, -, A) has been left out, or is the letter at the seventh place. */
bool tg_check_fi_hetu(const char *s, size_t n)
{
    static const char letters[] = "0123456789ABCDEFHJKLMNPRSTUVWXY";
    char digits[10] = {0};
    memcpy(digits, s, 6);
    memcpy(digits + 6, s + n - 4, 3);
    if (strspn(digits, "0123456789") < 9 || (n == 11 && !strchr("ABCDEFYXWVU", s[6])))
        return false;
    return tg_is_date(2000, tg_number(s + 2, 2), tg_number(s, 2)) && tg_number(digits + 6, 3) >= 2 &&
           letters[tg_number(digits, 9) % 31] == s[n - 1];
}

bool tg_check_se_pnr(const char *s, size_t n)
{
    if (n == 12)
        return tg_is_date(tg_number(s, 4), tg_number(s + 4, 2), tg_number(s + 6, 2)) && tg_is_luhn(s + 2, 10);
    return tg_is_short_date(s) && tg_is_luhn(s, 10);
}

bool tg_check_no_fnr(const char *s, size_t n)
{
    unsigned day = tg_number(s, 2), month = tg_number(s + 2, 2), year = tg_number(s + 4, 2), order = tg_number(s + 6, 3);
    unsigned century = order < 500 ? 1900 : order < 750 && year >= 54 ? 1800 : order >= 900 && year >= 40 ? 1900 : 2000;
    (void)n;
    return tg_weigh(s, "3761894521") % 11 == 0 && tg_weigh(s, "54327654321") % 11 == 0 &&
           (century == 1900 || year < 40 || (century == 1800)) &&
           tg_is_date(century + year, month % 40, day > 40 ? day - 40 : day);
}

/* Estonian and Lithuanian. */
bool tg_check_ee_ik(const char *s, size_t n)
{
    static const unsigned centuries[] = {0, 1800, 1800, 1900, 1900, 2000, 2000, 2100, 2100, 0};
    unsigned rest = tg_weigh(s, "1234567891") % 11, first = tg_value(s[0]);
    (void)n;
    if (rest == 10)
        rest = tg_weigh(s, "3456789123") % 11 % 10;
    return centuries[first] && tg_is_date(centuries[first] + tg_number(s + 1, 2), tg_number(s + 3, 2), tg_number(s + 5,
        2)) &&
           rest == tg_value(s[10]);
}

bool tg_check_lv_pk(const char *s, size_t n)
{
    (void)n;
    return tg_is_date(1800 + 100 * tg_value(s[6]) + tg_number(s + 4, 2), tg_number(s + 2, 2), tg_number(s, 2)) &&
           (1 + tg_weigh(s, "A584216379")) % 11 % 10 == tg_value(s[10]);
}

bool tg_check_ie_pps(const char *s, size_t n)
{
    unsigned sum = tg_weigh(s, "8765432");
    if (n == 9) {
        if (!strchr("AHTWX", s[8]))
            return false;
        sum += s[8] > 'H' ? 0 : 9 * (tg_value(s[8]) - 9);
    }
    return s[7] <= 'W' && "WABCDEFGHIJKLMNOPQRSTUV"[sum % 23] == s[7];
}

bool tg_check_gr_amka(const char *s, size_t n)
{
    unsigned day = tg_number(s, 2), month = tg_number(s + 2, 2), year = tg_number(s + 4, 2);
    return (tg_is_date(1900 + year, month, day) || tg_is_date(2000 + year, month, day)) && tg_is_luhn(s, n);
}

bool tg_check_at_vnr(const char *s, size_t n)
{
    (void)n;
    return s[0] != '0' && tg_weigh(s, "3790584216") % 11 == tg_value(s[3]);
}

bool tg_check_ch_ssn(const char *s, size_t n)
{
    (void)n;
    return memcmp(s, "756", 3) == 0 && tg_weigh(s, "1313131313131") % 10 == 0;
}

bool tg_check_gb_nino(const char *s, size_t n)
{
    static const char never[] = "BG GB NK KN NT TN ZZ";
    (void)n;
    for (size_t i = 0; i < sizeof never; i += 3)
        if (memcmp(never + i, s, 2) == 0)
            return false;
    return !strchr("DFIQUV", s[0]) && !strchr("DFIOQUV", s[1]) && s[8] <= 'D';
}

bool tg_check_gb_nhs(const char *s, size_t n)
{
    return !tg_is_one_digit(s, n) && tg_weigh(s, "A987654321") % 11 == 0;
}

/* Taxpayers of Russia: companies have ten digits, persons twelve. */
bool tg_check_ru_inn(const char *s, size_t n)
{
    if (tg_is_one_digit(s, n))
        return false;
    if (n == 10)
        return tg_weigh(s, "24A359468") % 11 % 10 == tg_value(s[9]);
    return tg_weigh(s, "724A359468") % 11 % 10 == tg_value(s[10]) && tg_weigh(s, "3724A359468") % 11 % 10 ==
        tg_value(s[11]);
}
