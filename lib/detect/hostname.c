/* Host names that imitate others: a label that mixes scripts with look-alikes, or has look-alikes only, under a Latin top
 * level domain; written as such or in Punycode (RFC 3492). */
#include <string.h>

#include "detect/lookalike.h"

enum {
    LONGEST_HOST = 1012, /* bytes to either side; 253 characters */
    LONGEST_LABEL = 63,
    LONGEST_TOP = 6
};

/* Top level domains that host names in a text have without a scheme before them. */
static const char *const tops[] = {
    "com", "net", "org", "info", "biz", "edu", "gov", "io", "co", "me", "tv", "cc", "app", "dev", "shop", "site",
    "online", "store", "xyz", "top", "vip", "club", "live", "link", "click", "win", "bet", "fun", "pro", "asia", "work",
    "cloud", "tech", "cn", "hk", "tw", "mo", "jp", "kr", "sg", "my", "th", "vn", "id", "ph", "in", "pk", "au", "nz",
    "uk", "us", "ca", "de", "fr", "it", "es", "pt", "nl", "be", "ch", "at", "se", "no", "dk", "fi", "pl", "cz", "gr",
    "bg", "ro", "rs", "hu", "tr", "ru", "su", "ua", "by", "kz", "br", "mx", "ar", "cl", "za", "eu", "ai", "gg", "ly",
    "to", "ws", "am", "fm", "im", "so",
};

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static bool is_latin_top(const char *label, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (lower(label[i]) < 'a' || lower(label[i]) > 'z')
            return false;
    return length >= 2;
}

static bool is_known_top(const char *label, size_t length)
{
    char small[LONGEST_TOP + 1] = "";
    if (length > LONGEST_TOP || !is_latin_top(label, length))
        return false;
    for (size_t i = 0; i < length; i++)
        small[i] = lower(label[i]);
    for (size_t i = 0; i < sizeof tops / sizeof *tops; i++)
        if (strcmp(tops[i], small) == 0)
            return true;
    return false;
}

static bool is_punycode(const char *label, size_t length)
{
    return length > 4 && lower(label[0]) == 'x' && lower(label[1]) == 'n' && label[2] == '-' && label[3] == '-';
}

/* ---- Punycode: the parameters and names are the standard's ---- */

enum { BASE = 36, T_MIN = 1, T_MAX = 26, SKEW = 38, DAMP = 700, INITIAL_BIAS = 72, INITIAL_N = 0x80 };

static uint32_t adapt(uint32_t delta, uint32_t points, bool first)
{
    uint32_t k = 0;
    delta = first ? delta / DAMP : delta / 2;
    delta += delta / points;
    for (; delta > (BASE - T_MIN) * T_MAX / 2; k += BASE)
        delta /= BASE - T_MIN;
    return k + (BASE - T_MIN + 1) * delta / (delta + SKEW);
}

static uint32_t digit_of(char c)
{
    c = lower(c);
    return c >= 'a' && c <= 'z' ? (uint32_t)(c - 'a') : c >= '0' && c <= '9' ? (uint32_t)(c - '0') + 26 : BASE;
}

/* Reads a variable-length integer at *at and adds it to *i; false where there is none. */
static bool read_delta(const char *in, size_t length, size_t *at, uint32_t bias, uint32_t *i)
{
    uint32_t weight = 1;
    for (uint32_t k = BASE;; k += BASE) {
        uint32_t digit = *at < length ? digit_of(in[(*at)++]) : BASE;
        if (digit >= BASE || digit > (UINT32_MAX - *i) / weight)
            return false;
        *i += digit * weight;
        uint32_t threshold = k <= bias ? T_MIN : k >= bias + T_MAX ? T_MAX : k - bias;
        if (digit < threshold)
            return true;
        if (weight > UINT32_MAX / (BASE - threshold))
            return false;
        weight *= BASE - threshold;
    }
}

/* The code points of a label without its "xn--", and how many; 0 if it is ill-formed. */
static size_t decode_punycode(const char *in, size_t length, uint32_t *out)
{
    size_t count = 0, at = 0;
    uint32_t n = INITIAL_N, bias = INITIAL_BIAS, i = 0;
    if (length > LONGEST_LABEL)
        return 0;
    for (size_t k = length; k-- > 0 && at == 0;)
        if (in[k] == '-')
            at = k + 1;
    for (; at > 0 && count < at - 1; count++)
        out[count] = (unsigned char)in[count];
    while (at < length) {
        uint32_t before = i, points = (uint32_t)count + 1;
        if (count == LONGEST_LABEL || !read_delta(in, length, &at, bias, &i))
            return 0;
        bias = adapt(i - before, points, before == 0);
        if (i / points > TG_CODE_POINTS - 1 - n)
            return 0;
        n += i / points;
        i %= points;
        if (n >= 0xD800 && n <= 0xDFFF)
            return 0;
        memmove(out + i + 1, out + i, (count - i) * sizeof *out);
        out[i++] = n;
        count++;
    }
    return count;
}

/* ---- host names ---- */

static bool is_imitation(const char *label, size_t length)
{
    return tg_looks_latin(label, length) || tg_is_disguised(label, length);
}

static bool is_disguised_label(const char *label, size_t length)
{
    uint32_t points[LONGEST_LABEL + 1];
    char decoded[LONGEST_LABEL * 4];
    size_t used = 0;
    if (!is_punycode(label, length))
        return is_imitation(label, length);
    size_t count = decode_punycode(label + 4, length - 4, points);
    for (size_t i = 0; i < count; i++)
        used += tg_utf8_encode(points[i], decoded + used);
    return is_imitation(decoded, used);
}

static bool may_stand_in_host(uint32_t c)
{
    uint32_t kinds = TG_GLYPHS_CONFUSED | TG_GLYPH_BIT(TG_GLYPH_DIGIT) | TG_GLYPH_BIT(TG_GLYPH_MARK);
    return c == '.' || c == '-' || tg_glyph_in(tg_glyph_of(c), kinds);
}

/* As far as characters of host names go, without hyphens and full stops at its ends. */
static tg_range widen(const char *text, size_t length, size_t from, tg_range word)
{
    const unsigned char *p = (const unsigned char *)text;
    tg_range r = word;
    size_t n;
    uint32_t c;
    for (; r.begin > from && word.begin - r.begin < LONGEST_HOST; r.begin -= n) {
        n = tg_utf8_decode_last(p + from, r.begin - from, &c);
        if (!may_stand_in_host(c))
            break;
    }
    for (; r.end < length && r.end - word.end < LONGEST_HOST; r.end += n) {
        n = tg_utf8_decode(p + r.end, length - r.end, &c);
        if (!may_stand_in_host(c))
            break;
    }
    return r;
}

static size_t end_of_label(const char *text, size_t at, size_t end)
{
    const char *stop = memchr(text + at, '.', end - at);
    return stop ? (size_t)(stop - text) : end;
}

/* Goes through the labels. The name ends with the last one that can be a top level domain; before it one has to imitate.
 * Behind a scheme, and where there is Punycode, any Latin one can. */
bool tg_find_disguised_host(const char *text, size_t length, size_t from, tg_range word, tg_range *host, size_t *seen)
{
    tg_range r = widen(text, length, from, word);
    *seen = r.end;
    while (r.begin < r.end && (text[r.begin] == '.' || text[r.begin] == '-'))
        r.begin++;
    bool any_top = r.begin >= 3 && memcmp(text + r.begin - 3, "://", 3) == 0, disguised = false, found = false;
    for (size_t at = r.begin, end; at < r.end; at = end + 1) {
        end = end_of_label(text, at, r.end);
        bool is_top = is_known_top(text + at, end - at) || (any_top && is_latin_top(text + at, end - at));
        if (disguised && is_top) {
            *host = (tg_range){r.begin, end};
            found = true;
        }
        any_top |= is_punycode(text + at, end - at);
        disguised |= end > at && is_disguised_label(text + at, end - at);
    }
    return found;
}
