/* Numbers of cards, accounts, banks and devices: what makes one right. */
#include <string.h>

#include "detect/privacy.h"

/* Who issues cards that begin so (ISO/IEC 7812), and how long their numbers are. */
static const struct { unsigned first, last; uint8_t digits, shortest, longest; } issuers[] = {
    {4, 4, 1, 13, 19},       /* Visa */
    {51, 55, 2, 16, 16},     /* Mastercard */
    {2221, 2720, 4, 16, 16}, /* Mastercard */
    {34, 34, 2, 15, 15},     /* American Express */
    {37, 37, 2, 15, 15},     /* American Express */
    {62, 62, 2, 16, 19},     /* UnionPay */
    {81, 81, 2, 16, 19},     /* UnionPay, RuPay */
    {9558, 9559, 4, 19, 19}, /* banks of China before UnionPay */
    {6013, 6013, 4, 19, 19}, /* the same */
    {3528, 3589, 4, 16, 19}, /* JCB */
    {6011, 6011, 4, 16, 19}, /* Discover */
    {644, 659, 3, 16, 19},   /* Discover */
    {300, 305, 3, 14, 19},   /* Diners Club */
    {36, 36, 2, 14, 19},     /* Diners Club */
    {38, 39, 2, 14, 19},     /* Diners Club */
    {2200, 2204, 4, 16, 19}, /* Mir */
    {50, 50, 2, 16, 19},     /* Maestro */
    {56, 58, 2, 16, 19},     /* Maestro */
    {67, 67, 2, 16, 19},     /* Maestro */
    {9792, 9792, 4, 16, 16}, /* Troy */
    {60, 60, 2, 16, 16},     /* RuPay */
    {82, 82, 2, 16, 16},     /* RuPay */
    {508, 508, 3, 16, 16},   /* RuPay */
};

bool tg_check_card(const char *s, size_t n)
{
    for (size_t i = 0; i < sizeof issuers / sizeof *issuers; i++) {
        unsigned begun = tg_number(s, issuers[i].digits);
        if (begun >= issuers[i].first && begun <= issuers[i].last && n >= issuers[i].shortest && n <= issuers[i].longest)
            return tg_number(s + n - 8, 7) > 0 && tg_is_luhn(s, n);
    }
    return false;
}

/* What follows country and check digits, as the registry of ISO 13616 has it: n digits, a letters, c either. */
static const char ibans[] =
    " ADn8c12 AEn19 ALn8c16 ATn16 AZa4c20 BAn16 BEn12 BGa4n6c8 BHa4c14 BIn23 BRn23a1c1 BYc4n4c16 CHn5c12 CRn18 CYn8c16 "
        "CZn20"
    " DEn18 DJn23 DKn14 DOc4n20 EEn16 EGn25 ESn20 FIn14 FKa2n12 FOn14 FRn10c11n2 GBa4n14 GEa2n16 GIa4c15 GLn14 GRn7c16 "
        "GTc24"
    " HNa4n20 HRn17 HUn24 IEa4n14 ILn19 IQa4n15 ISn22 ITa1n10c12 JOa4n4c18 KWa4c22 KZn3c13 LBn4c20 LCa4c24 LIn5c12 LTn16"
    " LUn3c13 LVa4c13 LYn21 MCn10c11n2 MDc20 MEn18 MKn3c10n2 MNn16 MRn23 MTa4n5c18 MUa4n19a3 NIa4n20 NLa4n10 NOn11 OMn3c16"
    " PKa4c16 PLn24 PSa4c21 PTn21 QAa4c21 ROa4c16 RSn18 RUn14c15 SAn2c18 SCa4n20a3 SDn14 SEn20 SIn15 SKn20 SMa1n10c12 SOn19"
    " STn21 SVa4n20 TLn19 TNn20 TRn6c16 UAn6c19 VAn18 VGa4n16 XKn16 YEa4n4c18 ";

/* Whether what stands from the fifth character on has the structure of its country. */
static bool has_structure(const char *s)
{
    const char *row = strstr(ibans, (char[]){' ', s[0], s[1], 0});
    if (!row)
        return false;
    s += 4;
    for (row += 3; *row != ' ';) {
        char kind = *row++;
        unsigned count = tg_value(*row++);
        if (tg_is_digit(*row))
            count = count * 10 + tg_value(*row++);
        for (; count > 0; count--, s++)
            if (!*s || (kind != 'c' && tg_is_digit(*s) != (kind == 'n')))
                return false;
    }
    return !*s;
}

bool tg_check_iban(const char *s, size_t n)
{
    char turned[TG_NUMBER_MOST + 1];
    if (n <= 4 || n > TG_NUMBER_MOST || !has_structure(s))
        return false;
    memcpy(turned, s + 4, n - 4);
    memcpy(turned + n - 4, s, 4);
    return tg_modulo(turned, n, 97) == 1;
}

/* ISO 9362: bank, country, place, branch. */
bool tg_check_bic(const char *s, size_t n)
{
    static const char countries[] =
        "ADAEAFAGAIALAMAOARATAUAWAZBABBBDBEBFBGBHBIBJBMBNBOBRBSBTBWBYBZCACDCFCGCHCICLCMCNCOCRCUCVCYCZDEDJDKDM"
        "DODZECEEEGERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGQGRGTGWGYHKHNHRHTHUIDIEILIMINIQIRISITJEJMJOJPKEKG"
        "KHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMGMHMKMLMMMNMOMRMTMUMVMWMXMYMZNANCNENGNINLNONPNRNZOM"
        "PAPEPFPGPHPKPLPSPTPWPYQARERORSRURWSASBSCSDSESGSHSISKSLSMSNSOSRSSSTSVSXSYSZTCTDTGTHTJTLTMTNTOTRTTTVTW"
        "TZUAUGUSUYUZVAVCVEVGVNVUWSXKYEZAZMZW";
    (void)n;
    for (size_t i = 0; i + 2 < sizeof countries; i += 2)
        if (memcmp(countries + i, s + 4, 2) == 0)
            return true;
    return false;
}

bool tg_check_imei(const char *s, size_t n)
{
    return !tg_is_one_digit(s, n - 1) && tg_is_luhn(s, n);
}
