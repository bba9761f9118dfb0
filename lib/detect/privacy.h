/* The detector `privacy` inside: candidates with their disguise undone, the table of kinds, and what its files answer. */
#ifndef TG_DETECT_PRIVACY_H
#define TG_DETECT_PRIVACY_H

#include "detect/detect.h"
#include "detect/glyph.h"

/* Words beside a number that say what it is: classes of them, in privacy_context.c, at most 64. */
#define TG_CONTEXT_LIST(X)                                                                                             \
    X(OTHER) X(PHONE) X(ID) X(CARD) X(PASSPORT) X(PERMIT) X(TAX) X(COMPANY) X(QQ) X(WECHAT) X(IMEI) X(SSN) X(ROUTING)  \
    X(NINO) X(NHS) X(SWIFT) X(PLATE) X(NET) X(CN) X(US) X(GB) X(DE) X(FR) X(ES) X(IT) X(NL) X(BE) X(PL) X(PT) X(RO)    \
    X(BG) X(CZ) X(HR) X(DK) X(FI) X(SE) X(NO) X(BALTIC) X(IE) X(GR) X(AT) X(CH) X(RU) X(TR) X(IN) X(BR) X(JP) X(KR)    \
    X(TW) X(HK) X(SG) X(TH) X(MY) X(ID_NIK) X(IL) X(ZA) X(CA) X(AU) X(MX) X(AR) X(CL) X(ACCOUNT)

typedef enum tg_context {
#define TG_X(name) TG_CONTEXT_##name,
    TG_CONTEXT_LIST(TG_X)
#undef TG_X
} tg_context;

#define TG_CONTEXT_BIT(name) (UINT64_C(1) << TG_CONTEXT_##name)

/* Whether a compact number (digits and capital letters) of the right shape is right in itself: check digits, dates,
 * ranges. */
typedef bool (*tg_check_fn)(const char *number, size_t length);

/* One kind of number. A shape has 9 for a digit, a for a letter, x for either, and other characters for themselves.
 * Separators may stand at -, and must at = and, being that very character, at / and +. A * at the end stands for any
 * number of the character before it; | divides alternatives. */
typedef struct tg_privacy_kind {
    const char *name;      /* behind "privacy:" in the rule */
    const char *category;  /* "privacy.phone" */
    const char *title;     /* the note */
    const char *shape;
    tg_check_fn check;     /* NULL: the shape says it all */
    uint64_t context;      /* classes of words that name it */
    uint8_t plain, grouped, named; /* confidence in percent: by itself, with all separators, with a word that names it */
    bool loose;            /* separators may stand anywhere */
} tg_privacy_kind;

extern const tg_privacy_kind tg_privacy_kinds[];
extern const size_t tg_privacy_kind_count;

/* From this confidence on a finding is told, and from that one on it is of severity medium rather than low. */
enum { TG_PRIVACY_TOLD = 50, TG_PRIVACY_SURE = 60 };

enum {
    TG_FIELD_CHARS = 224,
    TG_FIELD_WORDS = 48,
    TG_FIELD_MARKS = 48,
    TG_CONTEXT_BEFORE = 56, TG_CONTEXT_BEHIND = 28 /* bytes in which words name a number */
};

/* Characters of a word: digits and letters that nothing divides. */
typedef struct tg_field_word {
    uint8_t first, length; /* in the field's characters */
    char before;           /* the separator right before it, folded to ASCII; 0: none */
    uint8_t gap;           /* separators before it */
    bool digits;           /* it has nothing else */
} tg_field_word;

/* A word that names numbers, in bytes of the text. */
typedef struct tg_context_mark {
    uint32_t begin, end;
    tg_context context;
} tg_context_mark;

/* A stretch of text in which numbers may stand. */
typedef struct tg_field {
    char chars[TG_FIELD_CHARS + 1];                             /* digits and capitals, disguise undone */
    uint32_t begin[TG_FIELD_CHARS], end[TG_FIELD_CHARS];        /* their bytes */
    uint32_t tricks[TG_FIELD_CHARS];
    size_t char_count, word_count, mark_count;
    tg_field_word words[TG_FIELD_WORDS + 2];
    tg_context_mark marks[TG_FIELD_MARKS];
    bool marked;                                                /* the marks were looked for */
    char behind;                                                /* the folded character behind the last word */
    size_t next;                                                /* where to go on */
} tg_field;

/* A scan under way. */
typedef struct tg_privacy {
    tg_work *work;
    const unsigned char *text;
    size_t length;
    size_t found;  /* end of the last finding: nothing before it is looked at again */
    size_t searched; /* for the end of a private key */
    size_t judged; /* what the last field has looked through */
    tg_range token; /* the last one that was looked at as a whole */
    tg_field field;
} tg_privacy;

/* What a finding tells. */
typedef struct tg_secret {
    const char *rule, *category, *title;
    unsigned confidence; /* percent */
    uint32_t tricks;
    bool open;           /* public by nature: of severity low */
} tg_secret;

tg_status tg_detect_privacy(tg_work *work);
tg_status tg_privacy_add(tg_privacy *p, tg_range range, const tg_secret *secret);

/* privacy_skip.c: the next byte where something may begin or be; the length if there is none.
 * `wide`: with vectors that not every processor has; what is found is the same. */
size_t tg_privacy_next(const unsigned char *text, size_t length, size_t at, bool wide);
bool tg_privacy_is_wide(void);

/* privacy_field.c: the field around a digit. */
void tg_field_read(tg_privacy *p, size_t at);

/* privacy_number.c: whether a compact number is of a kind by shape and check alone; adds what numbers the field has. */
bool tg_privacy_is(const char *name, const char *text, size_t length);
tg_status tg_field_judge(tg_privacy *p);

/* privacy_context.c: the classes of words near a range; OTHER alone if its words are nearer than the wanted ones. */
uint64_t tg_context_near(tg_privacy *p, tg_range range, uint64_t wanted);
void tg_context_find(const unsigned char *text, tg_range range, tg_context_mark *marks, size_t most, size_t *count);

/* privacy_web.c: the address, host name or mail around a dot between labels. *end: what was looked through. */
tg_status tg_privacy_web(tg_privacy *p, size_t dot, bool *found);

/* privacy_net.c: IPv4, IPv6, MAC in a token. */
tg_status tg_privacy_net(tg_privacy *p, tg_range token, bool *found);

/* privacy_key.c: API keys and tokens; privacy_coin.c: addresses of crypto currencies. */
tg_status tg_privacy_key(tg_privacy *p, tg_range token, bool *found);
tg_status tg_privacy_coin(tg_privacy *p, tg_range token, bool *found);

/* privacy_handle.c: names of accounts behind a word such as 微信, at a byte. */
tg_status tg_privacy_handle(tg_privacy *p, size_t at, size_t *end);

/* privacy_phone.c */
bool tg_phone_is_valid(const char *digits, size_t length); /* with the calling code */

/* ---- sums (privacy_sums.c) ---- */

static inline bool tg_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* 0 to 9, A to Z as 10 to 35. */
static inline unsigned tg_value(char c)
{
    return tg_is_digit(c) ? (unsigned)(c - '0') : (unsigned)(c - 'A') + 10;
}

unsigned tg_number(const char *s, size_t length); /* up to nine digits */

/* The sum of the values times their weights, which are written as values too: "79A5". */
unsigned tg_weigh(const char *s, const char *weights);
unsigned tg_modulo(const char *s, size_t length, unsigned modulus); /* letters count as two digits */
bool tg_is_luhn(const char *s, size_t length);
bool tg_is_verhoeff(const char *s, size_t length);
bool tg_is_mod_11_10(const char *s, size_t length); /* ISO 7064 */
bool tg_is_date(unsigned year, unsigned month, unsigned day); /* a year from 1800 to 2799 */
bool tg_is_short_date(const char *yymmdd); /* of any century */
bool tg_is_one_digit(const char *s, size_t length); /* the same all over */

/* ---- checks (privacy_asia.c, privacy_europe.c, privacy_vat.c, privacy_america.c, privacy_money.c) ---- */

#define TG_CHECK_LIST(X)                                                                                               \
    X(ric) X(uscc) X(hk_permit) X(aadhaar) X(pan) X(my_number) X(rrn) X(tw_id) X(hkid) X(nric_sg) X(pin_th) X(nric_my)  \
    X(nik) X(il_id) X(tr_id) X(tw_ubn)                                                                                  \
    X(de_id) X(fr_nir) X(es_nif) X(it_cf) X(nl_bsn) X(be_nn) X(pl_pesel) X(pl_nip) X(pt_nif) X(ro_cnp) X(bg_egn)        \
    X(cz_rc) X(hr_oib) X(dk_cpr) X(fi_hetu) X(se_pnr) X(no_fnr) X(ee_ik) X(ie_pps) X(gr_amka) X(at_vnr) X(ch_ssn)       \
    X(gb_nino) X(gb_nhs) X(ru_inn) X(lv_pk)                                                                             \
    X(vat_at) X(vat_be) X(vat_bg) X(vat_cy) X(vat_cz) X(vat_de) X(vat_dk) X(vat_ee) X(vat_el) X(vat_es) X(vat_fi)       \
    X(vat_fr) X(vat_gb) X(vat_hr) X(vat_hu) X(vat_ie) X(vat_it) X(vat_lt) X(vat_lu) X(vat_lv) X(vat_mt) X(vat_nl)       \
    X(vat_pl) X(vat_pt) X(vat_ro) X(vat_se) X(vat_si) X(vat_sk)                                                         \
    X(ssn) X(itin) X(routing) X(cpf) X(cnpj) X(sin_ca) X(curp) X(cuit) X(rut) X(tfn) X(abn) X(za_id) X(medicare)        \
    X(card) X(iban) X(bic) X(imei)                                                                                      \
    X(phone_cn) X(phone_cn_fixed) X(phone_world) X(phone_us) X(phone_hk) X(phone_local) X(phone_trunk) X(qq)

#define TG_X(name) bool tg_check_##name(const char *s, size_t n);
TG_CHECK_LIST(TG_X)
#undef TG_X

#endif
