/* A verdict as one line of JSON. Jansson writes the values; findings are built and written one at a time, since its tree
 * takes some kilobyte for each. Its allocator is global, so that its memory is malloc's and not the scanner's. */
#include <jansson.h>
#include <string.h>

#include "base/utf8.h"
#include "verdict/verdict.h"

typedef struct reporter {
    const char *text;
    size_t length;
    tg_vector *out;
    tg_vector repaired; /* bytes: working memory of string_of */
} reporter;

static int append(const char *bytes, size_t length, void *out)
{
    return tg_vector_append(out, bytes, length) ? 0 : -1;
}

static bool put(reporter *r, const char *bytes)
{
    return tg_vector_append(r->out, bytes, strlen(bytes));
}

/* Writes a value and drops it; NULL is one that there was no memory for. JSON_EMBED leaves out an object's braces. */
static bool dump(reporter *r, json_t *value, size_t flags)
{
    enum { DECIMALS = 4 };
    if (!value)
        return false;
    bool ok = json_dump_callback(value, append, r->out, JSON_COMPACT | JSON_REAL_PRECISION(DECIMALS) | flags) == 0;
    json_decref(value);
    return ok;
}

/* Moves the value into the object; false if it is NULL. */
static bool set(json_t *object, const char *key, json_t *value)
{
    return json_object_set_new_nocheck(object, key, value) == 0;
}

/* The bytes with U+FFFD for each ill-formed sequence. */
static bool repair(const char *text, size_t length, tg_vector *out)
{
    out->count = 0;
    for (size_t i = 0, n; i < length; i += n) {
        char encoded[4];
        uint32_t c;
        n = tg_utf8_decode((const unsigned char *)text + i, length - i, &c);
        if (!tg_vector_append(out, encoded, tg_utf8_encode(c, encoded)))
            return false;
    }
    return true;
}

static json_t *string_of(reporter *r, const char *text, size_t length)
{
    size_t at;
    if (tg_utf8_is_valid(text, length, &at))
        return json_stringn_nocheck(length ? text : "", length);
    return repair(text, length, &r->repaired) ? json_stringn_nocheck(r->repaired.items, r->repaired.count) : NULL;
}

static json_t *word_of(reporter *r, const char *text)
{
    return string_of(r, text, strlen(text));
}

/* To the decimals that are printed, of which a score never has more significant digits. */
static json_t *score_of(double score)
{
    return json_real((double)(long)(score * 1e4 + .5) / 1e4);
}

/* NULL unless all went well, so that builders end with `return finished(value, ok)`. */
static json_t *finished(json_t *value, bool ok)
{
    if (ok)
        return value;
    json_decref(value);
    return NULL;
}

static json_t *tricks_of(uint32_t tricks)
{
    json_t *array = json_array();
    bool ok = array != NULL;
    for (unsigned bit = 0; ok && bit < 32; bit++)
        if (tricks >> bit & 1)
            ok = json_array_append_new(array, json_string_nocheck(tg_trick_word((tg_trick)(UINT32_C(1) << bit)))) == 0;
    return finished(array, ok);
}

static json_t *markets_of(reporter *r, const char *markets)
{
    json_t *array = json_array();
    bool ok = array != NULL;
    for (size_t length; ok && *markets; markets += length + (markets[length] == ',')) {
        length = strcspn(markets, ",");
        ok = json_array_append_new(array, string_of(r, markets, length)) == 0;
    }
    return finished(array, ok);
}

static json_t *size_of(size_t value)
{
    return json_integer((json_int_t)value);
}

static json_t *ranges_of(const tg_range *ranges, size_t count)
{
    json_t *array = json_array();
    bool ok = array != NULL;
    for (size_t i = 0; ok && i < count; i++) {
        json_t *pair = json_array();
        ok = json_array_append_new(array, pair) == 0 &&
             json_array_append_new(pair, size_of(ranges[i].begin)) == 0 &&
             json_array_append_new(pair, size_of(ranges[i].end)) == 0;
    }
    return finished(array, ok);
}

static json_t *finding_of(reporter *r, const tg_finding *finding)
{
    size_t end = finding->end < r->length ? finding->end : r->length;
    size_t begin = finding->begin < end ? finding->begin : end;
    json_t *object = json_object();
    bool ok = set(object, "begin", size_of(finding->begin)) && set(object, "end", size_of(finding->end)) &&
              set(object, "text", string_of(r, r->text + begin, end - begin)) &&
              set(object, "detector", word_of(r, tg_detector_word(finding->detector))) &&
              set(object, "category", word_of(r, finding->category)) &&
              set(object, "severity", word_of(r, tg_severity_word(finding->severity))) &&
              set(object, "rule", word_of(r, finding->rule)) &&
              set(object, "match", word_of(r, tg_match_word(finding->match))) &&
              set(object, "tricks", tricks_of(finding->tricks)) &&
              set(object, "markets", markets_of(r, finding->markets)) &&
              (!*finding->note || set(object, "note", word_of(r, finding->note))) &&
              (!*finding->advice || set(object, "advice", word_of(r, finding->advice))) &&
              (!*finding->source || set(object, "source", word_of(r, finding->source))) &&
              (finding->part_count < 2 || set(object, "parts", ranges_of(finding->parts, finding->part_count)));
    return finished(object, ok);
}

static json_t *head_of(reporter *r, const tg_verdict *verdict, const char *id)
{
    json_t *object = json_object();
    bool ok = (!id || set(object, "id", word_of(r, id))) &&
              set(object, "action", word_of(r, tg_action_word(verdict->action))) &&
              set(object, "score", score_of(verdict->score));
    return finished(object, ok);
}

static json_t *categories_of(reporter *r, const tg_verdict_data *data)
{
    json_t *object = json_object();
    bool ok = object != NULL;
    for (size_t i = 0; ok && i < data->head.category_count; i++) {
        const char *name = data->categories[i].category;
        ok = repair(name, strlen(name), &r->repaired) && tg_vector_append(&r->repaired, "", 1) &&
             set(object, r->repaired.items, score_of(data->categories[i].score));
    }
    return finished(object, ok);
}

static json_t *incomplete_of(reporter *r, const tg_verdict_data *data)
{
    json_t *array = json_array();
    bool ok = array != NULL;
    for (size_t i = 0; ok && i < data->head.incomplete_count; i++)
        ok = json_array_append_new(array, word_of(r, data->incomplete[i])) == 0;
    return finished(array, ok);
}

static json_t *duplicate_of(reporter *r, const tg_verdict_data *data)
{
    const tg_repeat *repeat = data->repeat;
    json_t *object = json_object();
    bool ok = object && set(object, "of", word_of(r, repeat->id)) &&
              set(object, "similarity", score_of(repeat->similarity)) &&
              set(object, "kinship", word_of(r, tg_kinship_word(repeat->kinship))) &&
              (repeat->error <= 0 || set(object, "error", score_of(repeat->error))) &&
              (!data->difference_count ||
               set(object, "differences", ranges_of(data->differences, data->difference_count)));
    return finished(object, ok);
}

static json_t *spam_of(const tg_spam *spam)
{
    json_t *object = json_object(), *signals = json_array();
    bool ok = set(object, "score", score_of(spam->score)) && signals;
    for (uint32_t bit = 1; ok && bit && bit <= spam->signals; bit <<= 1)
        if (spam->signals & bit)
            ok = json_array_append_new(signals, json_string_nocheck(tg_signal_word((tg_signal)bit))) == 0;
    ok = set(object, "signals", signals) && ok;
    return finished(object, ok);
}

static json_t *polarity_of(double polarity)
{
    return polarity < 0 ? json_real((double)(long)(polarity * 1e4 - .5) / 1e4) : score_of(polarity);
}

static json_t *span_of(reporter *r, const tg_emotion_span *span)
{
    json_t *object = json_object();
    bool ok = set(object, "begin", size_of(span->begin)) && set(object, "end", size_of(span->end)) &&
              set(object, "feeling", word_of(r, tg_feeling_word(span->feeling))) &&
              set(object, "layer", word_of(r, tg_layer_word(span->layer))) && set(object, "weight", score_of(span->weight));
    return finished(object, ok);
}

/* Feelings that hardly count are left out. */
static json_t *emotion_of(reporter *r, const tg_verdict_data *data)
{
    const double least = .05;
    const tg_emotion *emotion = data->head.emotion;
    json_t *object = json_object(), *scores = json_object(), *spans = json_array();
    bool ok = scores && spans && set(object, "label", word_of(r, emotion->label)) &&
              set(object, "polarity", polarity_of(emotion->polarity));
    for (size_t i = 0; ok && i < TG_FEELING_COUNT; i++)
        ok = emotion->scores[i] < least || set(scores, tg_feeling_word((tg_feeling)i), score_of(emotion->scores[i]));
    for (size_t i = 0; ok && data->with_spans && i < emotion->span_count; i++)
        ok = json_array_append_new(spans, span_of(r, &data->spans[i])) == 0;
    ok = set(object, "scores", scores) && ok;
    ok = ok && (!emotion->mixed || set(object, "mixed", json_true()));
    if (data->with_spans)
        ok = set(object, "spans", spans) && ok;
    else
        json_decref(spans);
    return finished(object, ok);
}

static bool has_flood(const tg_verdict *verdict)
{
    return verdict->flood >= .00005; /* what is printed as nought is nothing */
}

static json_t *flood_of(const tg_verdict *verdict)
{
    json_t *object = json_object();
    return finished(object, set(object, "score", score_of(verdict->flood)));
}

static json_t *languages_of(reporter *r, const tg_verdict_data *data)
{
    json_t *array = json_array();
    bool ok = array != NULL;
    for (size_t i = 0; ok && i < data->head.language_count; i++) {
        const tg_language *language = &data->languages[i];
        json_t *object = json_object();
        ok = json_array_append_new(array, object) == 0 && set(object, "code", word_of(r, language->code)) &&
             set(object, "share", score_of(language->share)) &&
             (strcmp(language->tag, language->code) == 0 || set(object, "tag", word_of(r, language->tag)));
    }
    return finished(array, ok);
}

static json_t *tail_of(reporter *r, const tg_verdict_data *data)
{
    json_t *object = json_object();
    bool ok = object && (!data->head.category_count || set(object, "categories", categories_of(r, data))) &&
              (!data->head.language_count || set(object, "languages", languages_of(r, data))) &&
              (!data->head.spam || set(object, "spam", spam_of(data->head.spam))) &&
              (!has_flood(&data->head) || set(object, "flood", flood_of(&data->head))) &&
              (!data->head.emotion || set(object, "emotion", emotion_of(r, data))) &&
              (!data->head.truncated || set(object, "truncated", json_true())) &&
              (!data->head.incomplete_count || set(object, "incomplete", incomplete_of(r, data))) &&
              (!data->repeat || set(object, "duplicate", duplicate_of(r, data)));
    return finished(object, ok);
}

static bool report(reporter *r, const tg_verdict_data *data, const char *id)
{
    if (!put(r, "{") || !dump(r, head_of(r, &data->head, id), JSON_EMBED) || !put(r, ",\"findings\":["))
        return false;
    for (size_t i = 0; i < data->head.finding_count; i++)
        if ((i > 0 && !put(r, ",")) || !dump(r, finding_of(r, &data->findings[i]), 0))
            return false;
    bool has_tail = data->head.category_count || data->head.language_count || data->head.spam || has_flood(&data->head) ||
                    data->head.emotion || data->head.truncated || data->head.incomplete_count || data->repeat;
    return put(r, has_tail ? "]," : "]") && dump(r, tail_of(r, data), JSON_EMBED) && put(r, "}");
}

tg_status tg_verdict_report(const tg_verdict_data *data, const char *id, const char *text, size_t length, tg_vector *out)
{
    reporter r = {.text = text ? text : "", .length = length, .out = out};
    tg_vector_init(&r.repaired, &out->allocator, 1);
    bool ok = report(&r, data, id);
    tg_vector_free(&r.repaired);
    return ok ? TG_OK : TG_NO_MEMORY;
}
