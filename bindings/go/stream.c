/* Streams: what a piece made certain is laid out like a verdict of findings alone. */
#include "bridge.h"

tg_status tgo_stream_new(tg_gate *gate, tgo_stream **stream)
{
    tgo_stream *s = calloc(1, sizeof *s);
    tg_status status = s ? tg_stream_new(gate, &s->stream) : TG_NO_MEMORY;
    if (status == TG_OK)
        *stream = s;
    else
        free(s);
    return status;
}

void tgo_stream_free(tgo_stream *s)
{
    tg_stream_free(s->stream);
    tgo_found_free(&s->found);
    free(s);
}

static int record(const tg_finding *finding, void *user)
{
    tgo_stream *s = user;
    s->failed = !tgo_record_finding(&s->found, finding);
    return s->failed;
}

static tg_status end(const tgo_stream *s, tg_status status)
{
    return s->failed ? TG_NO_MEMORY : status;
}

static void begin(tgo_stream *s)
{
    s->failed = false;
    tgo_found_clear(&s->found);
}

tg_status tgo_stream_feed(tgo_stream *s, const char *text, size_t length)
{
    begin(s);
    return end(s, tg_stream_feed(s->stream, text, length, record, s));
}

tg_status tgo_stream_finish(tgo_stream *s, tg_summary *summary)
{
    begin(s);
    return end(s, tg_stream_finish(s->stream, record, s, summary));
}
