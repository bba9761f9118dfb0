/* A scan: the detectors in turn, then what their findings come to. The public functions here check their arguments, take
 * the scanner, and differ in what they do with findings. */
#include <string.h>

#include "base/sort.h"
#include "gate/gate.h"

/* Offsets are 32 bits wide inside, and one value means none. */
#define LONGEST_TEXT (UINT32_MAX - 1)

/* All allowed texts count anew. */
static void start_allowed(tg_work *work)
{
    work->allowed_next = work->allowed_reach = 0;
}

tg_status tg_scan_begin(tg_scanner *s, const char *text, size_t length)
{
    tg_status status = TG_OK;
    if (length > LONGEST_TEXT)
        return TG_LIMIT;
    tg_work *work = &s->work;
    tg_arena_reset(&work->arena);
    work->findings.count = work->allowed.count = work->incomplete.count = 0;
    work->flood = 0;
    start_allowed(work);
    work->duplicate.looked = work->duplicate.is_found = false;
    work->models_read = false;
    work->signals = 0;
    work->spam = (tg_spam){.score = -1};
    work->signs.count = work->spans.count = 0;
    work->feels = false;
    s->source = text;
    s->source_length = length;
    work->text = length ? text : "";
    work->length = length;
    work->map = NULL;
    if (s->markup == TG_MARKUP_PLAIN)
        return TG_OK;
    status = tg_markup_read(&s->map, work->text, length);
    work->map = &s->map;
    work->text = s->map.visible.count ? s->map.visible.items : "";
    work->length = s->map.visible.count;
    return status;
}

static tg_status run_detectors(tg_work *work)
{
    tg_status status = TG_OK;
    for (const tg_detector_row *row = tg_detectors; row->detect && status == TG_OK; row++)
        if (work->detectors & row->detectors)
            status = row->detect(work);
    return status;
}

static int compare_ranges(const void *left, const void *right)
{
    const tg_range *a = left, *b = right;
    if (a->begin != b->begin)
        return a->begin < b->begin ? -1 : 1;
    return a->end < b->end ? -1 : a->end > b->end;
}

static int compare_begins(const void *left, const void *right)
{
    const tg_finding *a = left, *b = right;
    return a->begin < b->begin ? -1 : a->begin > b->begin;
}

/* Drops the findings that lie wholly inside an allowed text. Those before work->allowed_next were gone through already: of
 * them only how far they reach counts. */
static void drop_allowed(tg_work *work)
{
    size_t next = work->allowed_next, reach = work->allowed_reach, count = work->findings.count, kept = 0;
    if (work->allowed.count == 0)
        return;
    tg_range *allowed = work->allowed.items;
    tg_finding *findings = work->findings.items;
    tg_sort(allowed + next, work->allowed.count - next, sizeof *allowed, compare_ranges);
    tg_sort(findings, count, sizeof *findings, compare_begins);
    for (size_t i = 0; i < count; i++) {
        while (next < work->allowed.count && allowed[next].begin <= findings[i].begin) {
            if (allowed[next].end > reach)
                reach = allowed[next].end;
            next++;
        }
        if (findings[i].end > reach)
            findings[kept++] = findings[i];
    }
    work->findings.count = kept;
}

/* Goes through the allowed texts that begin before a byte, all of which are known and in order. */
static void pass_allowed(tg_work *work, size_t before)
{
    const tg_range *allowed = work->allowed.items;
    for (; work->allowed_next < work->allowed.count && allowed[work->allowed_next].begin < before; work->allowed_next++)
        if (allowed[work->allowed_next].end > work->allowed_reach)
            work->allowed_reach = allowed[work->allowed_next].end;
}

static void decide(const tg_scanner *s, tg_finding *findings, size_t count)
{
    const tg_gate *gate = s->gate;
    for (size_t i = 0; i < count; i++)
        findings[i].action = tg_policy_decide(gate->policy, findings[i].category, findings[i].severity, gate->markets);
}

/* What the findings come to. The verdict is that of all findings, whichever of them are reported. */
static tg_status conclude(tg_scanner *s)
{
    tg_work *work = &s->work;
    drop_allowed(work);
    decide(s, work->findings.items, work->findings.count);
    work->findings.count = tg_findings_merge(work->findings.items, work->findings.count);
    s->verdict = (tg_verdict_data){
        .findings = work->findings.items,
        .incomplete = work->incomplete.items,
        .repeat = work->duplicate.is_found ? &work->duplicate.repeat : NULL,
        .differences = work->duplicate.differences,
        .difference_count = work->duplicate.difference_count,
        .spam = work->spam,
        .emotion = work->emotion,
        .spans = work->spans.items,
        .with_spans = s->gate->settings[TG_SETTING_EMOTION_SPANS] != 0,
        .languages = work->languages_found,
        .head = {.finding_count = work->findings.count, .incomplete_count = work->incomplete.count,
                 .flood = work->flood, .language_count = work->language_count},
    };
    if (work->spam.score >= .01 || work->spam.signals)
        s->verdict.head.spam = &s->verdict.spam;
    if (work->feels)
        s->verdict.head.emotion = &s->verdict.emotion;
    return tg_verdict_score(&s->verdict, &s->categories);
}

/* Leaves those findings in the verdict that are to be reported. */
static void select_reported(tg_scanner *s)
{
    tg_verdict *head = &s->verdict.head;
    uint64_t most = s->gate->settings[TG_SETTING_MAX_FINDINGS];
    if (s->overlap == TG_OVERLAP_LONGEST)
        head->finding_count = tg_findings_longest(s->work.findings.items, head->finding_count);
    head->truncated = most && head->finding_count > most;
    if (head->truncated)
        head->finding_count = (size_t)most;
}

tg_status tg_scan_all(tg_scanner *s, const char *text, size_t length)
{
    tg_status status = tg_scan_begin(s, text, length);
    if (status == TG_OK)
        status = tg_find_languages(&s->work);
    if (status == TG_OK)
        status = tg_collect(&s->work, NULL, NULL);
    if (status == TG_OK)
        status = run_detectors(&s->work);
    return status == TG_OK ? conclude(s) : status;
}

tg_status tg_scan_end(tg_scanner *s, tg_status status)
{
    atomic_flag_clear_explicit(&s->busy, memory_order_release);
    return status;
}

static tg_status take(tg_scanner *s, const char *text, size_t length)
{
    if (!s || (!text && length))
        return TG_INVALID_ARGUMENT;
    return atomic_flag_test_and_set_explicit(&s->busy, memory_order_acquire) ? TG_BUSY : TG_OK;
}

tg_status tg_scan_take(tg_scanner *s, const char *text, size_t length)
{
    tg_status status = take(s, text, length);
    if (status != TG_OK)
        return status;
    status = tg_scanner_refresh(s);
    return status == TG_OK ? TG_OK : tg_scan_end(s, status);
}

tg_status tg_scan(tg_scanner *s, const char *text, size_t length, const tg_verdict **verdict)
{
    if (!verdict)
        return TG_INVALID_ARGUMENT;
    tg_status status = tg_scan_take(s, text, length);
    if (status != TG_OK)
        return status;
    status = tg_scan_all(s, text, length);
    if (status == TG_OK)
        select_reported(s);
    *verdict = status == TG_OK ? &s->verdict.head : NULL;
    return tg_scan_end(s, status);
}

/* Who asked for findings as they become certain. */
typedef struct listener {
    tg_scanner *scanner;
    tg_finding_fn call;
    void *user;
} listener;

/* Hands over the findings that begin before `before` and keeps the others. */
static tg_status settle(tg_work *work, size_t before, void *user)
{
    const listener *l = user;
    tg_scanner *s = l->scanner;
    if (work->map && before != SIZE_MAX)
        before = before ? tg_markup_settled(work->map, before - 1) : 0;
    drop_allowed(work);
    tg_finding *findings = work->findings.items;
    decide(s, findings, work->findings.count);
    size_t count = tg_findings_merge(findings, work->findings.count), settled = 0;
    while (settled < count && findings[settled].begin < before)
        settled++;
    tg_status status = TG_OK;
    for (size_t i = 0; i < settled && status == TG_OK; i++)
        if (l->call(&findings[i], l->user) != 0)
            status = TG_STOPPED;
    if (settled)
        memmove(findings, findings + settled, (count - settled) * sizeof *findings);
    work->findings.count = count - settled;
    pass_allowed(work, before);
    return status;
}

/* Words as they settle, what is left of them at the end of the text, then the other findings. */
static tg_status each(tg_scanner *s, const char *text, size_t length, tg_finding_fn call, void *user)
{
    listener l = {s, call, user};
    uint32_t asked = s->work.detectors;
    s->work.detectors &= ~TG_DETECTOR_BIT(TG_DETECTOR_EMOTION); /* which finds nothing */
    tg_status status = tg_scan_begin(s, text, length);
    if (status == TG_OK)
        status = tg_find_languages(&s->work);
    if (status == TG_OK)
        status = tg_collect(&s->work, settle, &l);
    if (status == TG_OK)
        status = settle(&s->work, SIZE_MAX, &l);
    start_allowed(&s->work);
    if (status == TG_OK)
        status = run_detectors(&s->work);
    s->work.detectors = asked;
    return status == TG_OK ? settle(&s->work, SIZE_MAX, &l) : status;
}

tg_status tg_scan_each(tg_scanner *s, const char *text, size_t length, tg_finding_fn call, void *user)
{
    if (!call)
        return TG_INVALID_ARGUMENT;
    tg_status status = tg_scan_take(s, text, length);
    return status == TG_OK ? tg_scan_end(s, each(s, text, length, call, user)) : status;
}

static int stop_unless_passing(const tg_finding *finding, void *user)
{
    (void)user;
    return finding->action != TG_ACTION_PASS;
}

tg_status tg_is_clean(tg_scanner *s, const char *text, size_t length, bool *clean)
{
    if (!clean)
        return TG_INVALID_ARGUMENT;
    tg_status status = tg_scan_take(s, text, length);
    if (status != TG_OK)
        return status;
    status = each(s, text, length, stop_unless_passing, NULL);
    *clean = status == TG_OK && s->work.incomplete.count == 0;
    return tg_scan_end(s, status == TG_STOPPED ? TG_OK : status);
}

/* Whether a verdict says more than that the text passes. */
static bool says_something(const tg_verdict *v)
{
    return v->action != TG_ACTION_PASS || v->finding_count || v->category_count || v->incomplete_count || v->spam ||
           v->emotion || v->flood > 0;
}

/* Hands over what is known of text `index`. */
static tg_status report(tg_scanner *s, const tg_packed *packed, size_t index)
{
    select_reported(s);
    const tg_verdict *verdict = &s->verdict.head;
    size_t findings = verdict->finding_count;
    if (packed->summaries)
        packed->summaries[index] = (tg_summary){verdict->score, verdict->action,
                                                findings < UINT32_MAX ? (uint32_t)findings : UINT32_MAX};
    if (!packed->call || !says_something(verdict))
        return TG_OK;
    return packed->call(index, verdict, packed->user) == 0 ? TG_OK : TG_STOPPED;
}

/* Texts are read together as far as they can be. */
static tg_status scan_range(tg_scanner *s, const tg_packed *packed, size_t first, size_t stop)
{
    tg_status status = TG_OK;
    const size_t *ends = packed->ends;
    size_t at = first ? ends[first - 1] : 0;
    while (first < stop && status == TG_OK) {
        size_t together = 0;
        if (s->markup == TG_MARKUP_PLAIN)
            status = tg_read_ahead(&s->work, packed->text, at, ends + first, stop - first, &together);
        size_t group = together ? together : 1;
        for (size_t i = 0; i < group && status == TG_OK; i++, at = ends[first++]) {
            s->work.ahead = together ? 1 + i : 0;
            status = tg_scan_all(s, packed->text + at, ends[first] - at);
            if (status == TG_OK)
                status = report(s, packed, first);
        }
    }
    s->work.ahead = 0;
    return status;
}

tg_status tg_scan_range(tg_scanner *s, const tg_packed *packed, size_t first, size_t stop)
{
    tg_status status = tg_scan_take(s, packed->text, stop ? packed->ends[stop - 1] : 0);
    return status == TG_OK ? tg_scan_end(s, scan_range(s, packed, first, stop)) : status;
}

bool tg_packed_is_valid(const tg_packed *packed)
{
    if (packed->count && !packed->ends)
        return false;
    for (size_t i = 1; i < packed->count; i++)
        if (packed->ends[i] < packed->ends[i - 1])
            return false;
    return packed->text || packed->count == 0 || packed->ends[packed->count - 1] == 0;
}

tg_status tg_scan_packed(tg_scanner *s, const char *text, const size_t *ends, size_t count, tg_summary *summaries,
                         tg_packed_fn call, void *user)
{
    tg_packed packed = {text, ends, count, summaries, call, user};
    return tg_packed_is_valid(&packed) ? tg_scan_range(s, &packed, 0, count) : TG_INVALID_ARGUMENT;
}

/* Keeps the private findings that are to be masked; how many there are. */
static size_t keep_private(tg_work *work, tg_action threshold)
{
    tg_finding *findings = work->findings.items;
    size_t kept = 0;
    for (size_t i = 0; i < work->findings.count; i++)
        if (findings[i].detector == TG_DETECTOR_PRIVACY && findings[i].action >= threshold)
            findings[kept++] = findings[i];
    return kept;
}

static bool has_private(const tg_work *work)
{
    const tg_finding *findings = work->findings.items;
    for (size_t i = 0; i < work->findings.count; i++)
        if (findings[i].detector == TG_DETECTOR_PRIVACY)
            return true;
    return false;
}

static tg_status make_checker(tg_scanner *s)
{
    if (s->checker && s->checker->gate != s->gate) {
        tg_scanner_free(s->checker);
        s->checker = NULL;
    }
    tg_status status = s->checker ? TG_OK : tg_scanner_new(s->gate, &s->checker);
    if (status == TG_OK) {
        s->checker->markup = s->markup;
        memcpy(s->checker->work.language, s->work.language, sizeof s->work.language);
    }
    return status;
}

/* What is masked no longer speaks for or against the number beside it, so the result is scanned too, by a scanner of
 * its own as the verdict stays that of the text before. Usually there is nothing more. */
static tg_status redact_what_is_left(tg_scanner *s, const tg_redaction *redaction)
{
    enum { ROUNDS = 4 };
    tg_action threshold = redaction ? redaction->threshold : TG_ACTION_REVIEW;
    tg_status status = has_private(&s->work) ? make_checker(s) : TG_OK;
    for (int round = 0; status == TG_OK && has_private(&s->work) && round < ROUNDS; round++) {
        tg_scanner *c = s->checker;
        status = tg_scan_all(c, s->out.items, s->out.count);
        size_t left = status == TG_OK ? keep_private(&c->work, threshold) : 0;
        if (left == 0)
            break;
        c->out.count = 0;
        status = tg_redact_text(s->out.items, s->out.count, c->work.map, c->work.findings.items, left, redaction,
            &c->ranges,
                                &c->out);
        tg_vector used = s->out;
        s->out = c->out;
        c->out = used;
    }
    return status;
}

tg_status tg_redact(tg_scanner *s, const char *text, size_t length, const tg_redaction *redaction, const char **out,
                    size_t *out_length, const tg_verdict **verdict)
{
    if (!out || !out_length)
        return TG_INVALID_ARGUMENT;
    tg_status status = tg_scan_take(s, text, length);
    if (status != TG_OK)
        return status;
    status = tg_scan_all(s, text, length);
    s->out.count = 0;
    if (status == TG_OK)
        status = tg_redact_text(text, length, s->work.map, s->work.findings.items, s->work.findings.count, redaction,
                                &s->ranges, &s->out);
    if (status == TG_OK)
        status = redact_what_is_left(s, redaction);
    if (status == TG_OK)
        select_reported(s);
    if (status == TG_OK && !tg_vector_append(&s->out, "", 1))
        status = TG_NO_MEMORY;
    *out = status == TG_OK ? s->out.items : NULL;
    *out_length = status == TG_OK ? s->out.count - 1 : 0;
    if (verdict)
        *verdict = status == TG_OK ? &s->verdict.head : NULL;
    return tg_scan_end(s, status);
}

tg_status tg_verdict_json(tg_scanner *s, const tg_verdict *verdict, const char *id, const char *text, const char **json,
                          size_t *length)
{
    if (!s || !json || verdict != &s->verdict.head || (!text && s->source_length))
        return TG_INVALID_ARGUMENT;
    tg_status status = take(s, text, s->source_length);
    if (status != TG_OK)
        return status;
    s->out.count = 0;
    status = tg_verdict_report(&s->verdict, id, text, s->source_length, &s->out);
    if (status == TG_OK && !tg_vector_append(&s->out, "", 1))
        status = TG_NO_MEMORY;
    *json = status == TG_OK ? s->out.items : NULL;
    if (length)
        *length = status == TG_OK ? s->out.count - 1 : 0;
    return tg_scan_end(s, status);
}
