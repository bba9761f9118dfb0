/* Mail, URLs and host names: found from a dot (or what is written for one) between two labels, by the public suffixes. */
#include <string.h>

#include "base/utf8.h"
#include "detect/privacy.h"

enum { HOST = 128, LABELS = 12, LOCAL = 64, SCHEME = 16, PATH = 2048 };

static const char *const suffixes[] = {
#include "detect/data/suffixes.inc"
};

/* Suffixes that are words or the endings of files too: alone they make no host name of two labels. */
static const char ambiguous[] =
    " ai am app as at ba bar bb bd be bf bg bh bi bin bj bm bn bo br bs by bz cab cat cc cd cf cfd ci cl cm"
    " cpa cr css csv cv cx cy dev dm do dot eat et fit fm fo gd gg gl go gs gy here hm hn ht id im in is it"
    " java ki kim la lb lc link live ls lt lv ma mad man mc md me men mg mk mn mo mov mp mr ms mt mu mw mx my"
    " na name new ng no now nu one or page pl pm pn pr ps pt pw py re red rs run sc sd se sh sl sm sn so sr st"
    " sy sz tax tc tel tf tg th tj tk tl tm tn to top tt tv tz ug us uy uz va vc ve vg vi vu wf win ws ye zip"
    " zm zw ";

/* Providers of mail, known enough that `at` before them is an @. */
static const char providers[] =
    " 126.com 139.com 163.com 189.cn aliyun.com foxmail.com gmail.com gmx.de hotmail.com icloud.com live.com"
    " msn.com outlook.com proton.me protonmail.com qq.com sina.cn sina.com sohu.com web.de yahoo.com yeah.net ";

typedef struct host {
    char name[HOST + 1];       /* in lower case, with dots */
    size_t length;
    uint8_t starts[LABELS + 1]; /* of the labels */
    uint32_t ends[LABELS + 1];  /* of the labels, in bytes of the text */
    size_t labels;
    tg_range range;
    uint32_t tricks;
    bool spelt;                /* a dot is no dot */
    bool mixed;                /* the last label begins with a capital and goes on small */
} host;

static char letter_at(const tg_privacy *p, size_t at, size_t *n, uint32_t *tricks)
{
    char glyph;
    *n = tg_privacy_glyph(p->text + at, p->length - at, &glyph, tricks);
    bool label = tg_is_digit(glyph) || (glyph >= 'a' && glyph <= 'z') || (glyph >= 'A' && glyph <= 'Z') || glyph == '-';
    return label && (p->text[at] < 0x80 || p->text[at] == 0xEF) ? glyph : 0;
}

static bool starts_with(const tg_privacy *p, size_t at, const char *word)
{
    size_t length = strlen(word);
    return at + length <= p->length && memcmp(p->text + at, word, length) == 0;
}

/* The bytes of a dot, or of what is written for one, at a place; 0: none. */
static size_t dot_at(const tg_privacy *p, size_t at, bool *spelt)
{
    static const char *const forms[] = {"[.]", "(.)", "[dot]", "(dot)", "{dot}", " dot ", "（dot）", " (dot) ", " [dot] ",
                                        " DOT ", "．", "。", "｡", "点", " 点 "};
    if (at >= p->length)
        return 0;
    if (p->text[at] == '.')
        return 1;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (starts_with(p, at, forms[i])) {
            *spelt |= p->text[at] != 0xEF;
            return strlen(forms[i]);
        }
    return 0;
}

/* The bytes of an @, or of what is written for one, right before a place; 0: none. *weak: it may be a word like any
 * other. */
static size_t at_before(const tg_privacy *p, size_t at, bool *weak)
{
    static const struct { const char *form; bool weak; } forms[] = {
        {"@", false}, {"＠", false}, {" @ ", false}, {"(at)", false}, {"[at]", false}, {"{at}", false},
        {"（at）", false}, {"[@]", false}, {"(@)", false}, {" (at) ", false}, {" [at] ", false}, {"艾特", false},
        {"(a)", false}, {"(AT)", false}, {"# ", true}, {"#", true}, {" at ", true}, {" AT ", true}, {"＃", true},
        {"圈a", false}
    };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        size_t length = strlen(forms[i].form);
        if (at >= length + p->found && memcmp(p->text + at - length, forms[i].form, length) == 0) {
            *weak = forms[i].weak;
            return length;
        }
    }
    return 0;
}

/* Reads a label forward from a byte and adds it; false if there is none. */
static bool read_label(const tg_privacy *p, host *h, size_t *at)
{
    size_t from = h->length, here = *at, n;
    char c, first = 0;
    bool small = false;
    if (h->labels == LABELS)
        return false;
    if (from && from < HOST)
        h->name[h->length++] = '.';
    h->starts[h->labels] = (uint8_t)h->length;
    while (here < p->length && h->length < HOST && (c = letter_at(p, here, &n, &h->tricks))) {
        first = first ? first : c;
        small |= c >= 'a' && c <= 'z';
        h->name[h->length++] = (char)(c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c);
        here += n;
    }
    if (here == *at || h->length == HOST) {
        h->length = from;
        return false;
    }
    h->mixed = small && first >= 'A' && first <= 'Z';
    h->ends[h->labels++] = (uint32_t)here;
    *at = here;
    return true;
}

/* Where the labels before a dot begin. */
static size_t begin_of(const tg_privacy *p, size_t dot)
{
    size_t begin = dot, least = dot > p->found + HOST / 2 ? dot - HOST / 2 : p->found;
    while (begin > least) {
        uint32_t c, tricks = 0;
        size_t n = tg_utf8_decode_last(p->text + least, begin - least, &c), m;
        bool label = letter_at(p, begin - n, &m, &tricks) != 0;
        if (!label && !(p->text[begin - n] == '.' && begin < dot))
            break;
        begin -= n;
    }
    while (begin < dot && (p->text[begin] == '.' || p->text[begin] == '-'))
        begin++;
    return begin;
}

static int compare_suffix(const char *rule, const char *text, size_t length)
{
    rule += *rule == '!';
    int order = strncmp(rule, text, length);
    return order ? order : rule[length] != 0;
}

static bool is_suffix(const char *text, size_t length)
{
    size_t low = 0, high = sizeof suffixes / sizeof *suffixes;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = compare_suffix(suffixes[middle], text, length);
        if (order == 0)
            return suffixes[middle][0] != '!';
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

/* Shortens the host until it ends in a public suffix with a label before it. */
static bool has_suffix(host *h)
{
    for (; h->labels >= 2; h->labels--) {
        h->length = (size_t)(h->labels < LABELS && h->starts[h->labels] && h->starts[h->labels] <= h->length ?
            h->length : h->length);
        const char *last = h->name + h->starts[h->labels - 1];
        size_t length = h->length - h->starts[h->labels - 1], all = h->length - h->starts[0];
        if (is_suffix(last, length) && !(h->labels == 2 && is_suffix(h->name + h->starts[0], all)))
            return true;
        h->length = (size_t)h->starts[h->labels - 1] - 1;
        h->mixed = false;
    }
    return false;
}

static bool is_listed(const char *list, const char *word, size_t length)
{
    char wanted[40] = " ";
    if (length > 36)
        return false;
    memcpy(wanted + 1, word, length);
    wanted[length + 1] = ' ';
    return strstr(list, wanted) != NULL;
}

/* The part of a mail address before the @. */
static size_t local_before(const tg_privacy *p, size_t end)
{
    size_t begin = end, least = end > p->found + LOCAL ? end - LOCAL : p->found, n, m;
    while (begin > least) {
        uint32_t c, tricks = 0;
        n = tg_utf8_decode_last(p->text + least, begin - least, &c);
        if (!letter_at(p, begin - n, &m, &tricks) && !(n == 1 && c && strchr("._%+", (int)c)) && c != 0xFF3F)
            break;
        begin -= n;
    }
    while (begin < end && strchr(".-+%", p->text[begin]))
        begin++;
    return begin;
}

/* Path, query and fragment behind a host. */
static size_t path_end(const tg_privacy *p, size_t at)
{
    size_t end = at;
    if (end + 1 < p->length && p->text[end] == ':' && tg_is_digit((char)p->text[end + 1]))
        for (end++; end < p->length && end < at + 6 && tg_is_digit((char)p->text[end]);)
            end++;
    if (end >= p->length || !strchr("/?#", p->text[end]) || !p->text[end])
        return end;
    while (end < p->length && end < at + PATH && p->text[end] > ' ' && p->text[end] < 0x7F && !strchr("\"'<>`{}|\\^",
        p->text[end]))
        end++;
    while (end > at && strchr(".,;:!?)]*", p->text[end - 1]))
        end--;
    return end;
}

static size_t scheme_before(const tg_privacy *p, size_t begin)
{
    if (begin < p->found + 4 || memcmp(p->text + begin - 3, "://", 3) != 0)
        return begin;
    size_t at = begin - 3;
    while (at > p->found && begin - at < SCHEME && ((p->text[at - 1] | 0x20) >= 'a' && (p->text[at - 1] | 0x20) <= 'z'))
        at--;
    return at < begin - 3 ? at : begin;
}

/* In percent: how sure it is that a bare name is one. */
static unsigned host_confidence(const host *h, bool path)
{
    const char *last = h->name + h->starts[h->labels - 1];
    size_t length = h->length - h->starts[h->labels - 1];
    bool www = memcmp(h->name, "www.", 4) == 0;
    if (h->spelt)
        return length == 3 && memcmp(last, "com", 3) == 0 ? 70 : 0;
    if (www || (path && h->labels > 1))
        return 85;
    if (h->mixed || is_listed(ambiguous, last, length))
        return h->labels > 2 && !h->mixed && h->starts[1] > 2 && !is_listed(ambiguous, last, length) ? 60 : 0;
    return h->labels == 2 && h->starts[1] <= 2 ? 0 : 70;
}

static tg_status judge(tg_privacy *p, host *h, bool *found)
{
    bool weak = false;
    size_t begin = h->range.begin, end = h->ends[h->labels - 1], width = at_before(p, begin, &weak);
    uint32_t tricks = h->tricks | (h->spelt ? TG_TRICK_NOISE : 0u);
    if (width) {
        size_t local = local_before(p, begin - width);
        bool sure = !weak || h->spelt || is_listed(providers, h->name, h->length);
        if (local < begin - width && sure) {
            *found = true;
            return tg_privacy_add(p, (tg_range){local, end}, &(tg_secret){"privacy:email", "privacy.email", "mail address",
                                  width == 1 && !h->spelt ? 97 : 88, tricks | (width > 3 ? TG_TRICK_NOISE : 0u), false});
        }
    }
    if (begin > 0 && p->text[begin - 1] == '[' && memcmp(h->name, "privacy.", 8) == 0) /* what redaction writes */
        return TG_OK;
    if (begin > p->found && (p->text[begin - 1] == '@' || p->text[begin - 1] == '_' || p->text[begin - 1] == '$'))
        return TG_OK;
    size_t scheme = scheme_before(p, begin), stop = h->spelt ? end : path_end(p, end);
    bool path = stop > end && memchr(p->text + end, '/', stop - end);
    bool file = !path && stop == end && begin > 0 && (p->text[begin - 1] == '/' || p->text[begin - 1] == '\\') &&
        scheme == begin;
    bool call = end < p->length && (p->text[end] == '(' || p->text[end] == '=' || p->text[end] == '_');
    unsigned confidence = scheme < begin ? 95 : file || call ? 0 : host_confidence(h, path);
    if (confidence < TG_PRIVACY_TOLD)
        return TG_OK;
    *found = true;
    bool url = scheme < begin || path;
    return tg_privacy_add(p, (tg_range){scheme, stop}, &(tg_secret){url ? "privacy:url" : "privacy:domain",
                          url ? "privacy.url" : "privacy.domain", url ? "web address" : "host name", confidence, tricks,
                              true});
}

tg_status tg_privacy_web(tg_privacy *p, size_t dot, bool *found)
{
    host h = {0};
    bool spelt = false;
    size_t at = dot;
    if ((p->text[dot] | 0x20) == 'd') { /* of "dot": what stands around it belongs to it */
        if (dot <= p->found || !(dot_at(p, dot - 1, &spelt)))
            return TG_OK;
        at = dot - 1;
        if (at > p->found && p->text[at - 1] == ' ' && p->text[at] != ' ')
            at--;
    } else if (p->text[dot] == '.' && dot > p->found && (p->text[dot - 1] == '[' || p->text[dot - 1] == '(')) {
        at = dot - 1;
    }
    size_t width = dot_at(p, at, &spelt), begin = begin_of(p, at);
    if (!width || begin >= at)
        return TG_OK;
    h.range.begin = begin;
    bool between = false;
    for (size_t here = begin, length; read_label(p, &h, &here); here += length) {
        h.spelt |= between;
        between = false;
        length = dot_at(p, here, &between);
        if (!length)
            break;
    }
    return has_suffix(&h) ? judge(p, &h, found) : TG_OK;
}

