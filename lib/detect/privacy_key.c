/* Keys and tokens of services, by how they begin; web tokens; private keys. */
#include <string.h>

#include "detect/privacy.h"

/* Characters that follow a prefix: letters and digits, and which signs; how many of them. */
static const struct { const char *prefix, *signs, *title; uint16_t least, most; } keys[] = {
    {"AKIA", "", "AWS access key", 16, 16},
    {"ASIA", "", "AWS access key", 16, 16},
    {"LTAI", "", "Alibaba Cloud access key", 12, 26},
    {"AKID", "", "Tencent Cloud secret id", 32, 40},
    {"ghp_", "", "GitHub token", 36, 36},
    {"gho_", "", "GitHub token", 36, 36},
    {"ghu_", "", "GitHub token", 36, 36},
    {"ghs_", "", "GitHub token", 36, 36},
    {"ghr_", "", "GitHub token", 36, 76},
    {"github_pat_", "_", "GitHub token", 60, 90},
    {"glpat-", "_-", "GitLab token", 20, 30},
    {"xoxb-", "-", "Slack token", 20, 90},
    {"xoxp-", "-", "Slack token", 20, 90},
    {"xoxa-", "-", "Slack token", 20, 90},
    {"xoxs-", "-", "Slack token", 20, 90},
    {"xapp-", "-", "Slack token", 20, 110},
    {"AIza", "_-", "Google API key", 35, 35},
    {"ya29.", "_-", "Google token", 40, 400},
    {"GOCSPX-", "_-", "Google client secret", 24, 32},
    {"sk-ant-", "_-", "Anthropic API key", 40, 130},
    {"sk-proj-", "_-", "OpenAI API key", 40, 200},
    {"sk-", "", "OpenAI API key", 32, 64},
    {"sk_live_", "", "Stripe key", 20, 110},
    {"sk_test_", "", "Stripe key", 20, 110},
    {"pk_live_", "", "Stripe key", 20, 110},
    {"rk_live_", "", "Stripe key", 20, 110},
    {"whsec_", "", "Stripe secret", 24, 64},
    {"hf_", "", "Hugging Face token", 30, 40},
    {"npm_", "", "npm token", 36, 36},
    {"pypi-", "_-", "PyPI token", 50, 250},
    {"SG.", "_-.", "SendGrid key", 60, 72},
    {"key-", "", "Mailgun key", 32, 32},
    {"dop_v1_", "", "DigitalOcean token", 64, 64},
    {"shpat_", "", "Shopify token", 32, 32},
    {"shpss_", "", "Shopify secret", 32, 32},
    {"sq0atp-", "_-", "Square token", 22, 22},
    {"sq0csp-", "_-", "Square secret", 43, 43},
    {"EAACEdEose0cBA", "", "Facebook token", 20, 300},
    {"dapi", "-", "Databricks token", 32, 36},
    {"hvs.", "_-", "Vault token", 24, 200},
    {"lin_api_", "", "Linear key", 40, 40},
    {"NRAK-", "", "New Relic key", 27, 27},
    {"PMAK-", "-", "Postman key", 59, 59},
    {"AC", "", "Twilio account", 32, 32},
    {"gsk_", "", "Groq API key", 48, 56},
};

static bool is_word(unsigned char c)
{
    return tg_is_digit((char)c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

static tg_status add(tg_privacy *p, tg_range range, const char *title, bool *found)
{
    *found = true;
    return tg_privacy_add(p, range, &(tg_secret){"privacy:api-key", "privacy.api-key", title, 97, 0, false});
}

/* A key looks as if it were drawn: digits among the letters, no long row of one character. Twilio's accounts are
 * hexadecimal. */
static bool looks_drawn(const unsigned char *s, size_t length, bool hexadecimal)
{
    size_t digits = 0, row = 1;
    for (size_t i = 0; i < length; i++) {
        digits += tg_is_digit((char)s[i]);
        row = i && s[i] == s[i - 1] ? row + 1 : 1;
        if (row > 6 || (hexadecimal && !tg_is_digit((char)s[i]) && (s[i] < 'a' || s[i] > 'f')))
            return false;
    }
    return digits > 0 && digits < length;
}

static bool read_key(const tg_privacy *p, size_t at, size_t end, size_t *stop, const char **title)
{
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        size_t prefix = strlen(keys[i].prefix), n = at + prefix;
        if (n > end || memcmp(p->text + at, keys[i].prefix, prefix) != 0)
            continue;
        while (n < end && n - at - prefix <= keys[i].most && (is_word(p->text[n]) || (p->text[n] && strchr(keys[i].signs,
            p->text[n]))))
            n++;
        while (n > at + prefix && !is_word(p->text[n - 1]))
            n--;
        size_t length = n - at - prefix;
        if (length < keys[i].least || length > keys[i].most || !looks_drawn(p->text + at + prefix, length, prefix == 2))
            continue;
        *stop = n;
        *title = keys[i].title;
        return true;
    }
    return false;
}

/* Three parts in base64url, the first two of which are JSON objects. */
static bool read_jwt(const tg_privacy *p, size_t at, size_t end, size_t *stop)
{
    size_t dots = 0, part = 0, n = at;
    if (end - at < 20 || memcmp(p->text + at, "eyJ", 3) != 0)
        return false;
    for (; n < end && (is_word(p->text[n]) || p->text[n] == '_' || p->text[n] == '-' || (p->text[n] == '.' &&
        dots < 2)); n++) {
        part++;
        if (p->text[n] != '.')
            continue;
        if (part < 10 || (dots == 0 && memcmp(p->text + n, ".eyJ", 4 < end - n ? 4 : end - n) != 0))
            return false;
        dots++;
        part = 0;
    }
    *stop = n;
    return dots == 2 && part >= 10;
}

/* A bot of Telegram: its number, a colon, 35 characters. */
static bool read_bot(const tg_privacy *p, size_t at, size_t end, size_t *stop)
{
    size_t n = at;
    while (n < end && tg_is_digit((char)p->text[n]))
        n++;
    if (n - at < 8 || n - at > 10 || n == end || p->text[n] != ':')
        return false;
    size_t from = ++n;
    while (n < end && (is_word(p->text[n]) || p->text[n] == '_' || p->text[n] == '-'))
        n++;
    *stop = n;
    return n - from == 35 && looks_drawn(p->text + from, n - from, false);
}

/* Where a word ends among the next `most` bytes; 0: it is not there. */
static size_t search(const tg_privacy *p, size_t at, size_t most, const char *word)
{
    size_t n = strlen(word), last = p->length - at > most ? at + most : p->length;
    for (; at + n <= last; at++)
        if (p->text[at] == (unsigned char)word[0] && memcmp(p->text + at, word, n) == 0)
            return at + n;
    return 0;
}

/* From -----BEGIN … PRIVATE KEY----- to the line that ends it, or as far as the key is looked for. */
static bool read_pem(tg_privacy *p, size_t at, size_t *stop)
{
    enum { HEAD = 64, BODY = 16384 };
    static const char begin[] = "-----BEGIN ";
    if (p->length - at < sizeof begin || memcmp(p->text + at, begin, sizeof begin - 1) != 0)
        return false;
    size_t head = search(p, at, HEAD, "PRIVATE KEY"), end = 0;
    if (head && at >= p->searched) { /* once where there is no end */
        end = search(p, head, BODY, "-----END ");
        p->searched = end ? end : head + BODY;
    }
    size_t tail = end ? search(p, end, HEAD, "-----") : 0;
    *stop = tail ? tail : head;
    return head > 0;
}

tg_status tg_privacy_key(tg_privacy *p, tg_range token, bool *found)
{
    tg_status status = TG_OK;
    for (size_t at = token.begin; at < token.end && status == TG_OK;) {
        size_t stop = 0;
        const char *title = NULL;
        bool opens = at == token.begin || !(is_word(p->text[at - 1]) || p->text[at - 1] == '_' || p->text[at - 1] == '-');
        if (!opens) {
            at++;
            continue;
        }
        if (read_pem(p, at, &stop))
            title = "private key";
        else if (read_jwt(p, at, token.end, &stop))
            title = "web token";
        else if (read_bot(p, at, token.end, &stop))
            title = "Telegram bot token";
        else if (!read_key(p, at, token.end, &stop, &title))
            title = NULL;
        if (title)
            status = add(p, (tg_range){at, stop}, title, found);
        at = title && stop > at ? stop : at + 1;
    }
    return status;
}
