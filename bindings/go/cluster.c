/* Clusters of texts that lie one after another, so that Go is not called for each; and options as they begin. */
#include "bridge.h"

typedef struct packed_texts {
    const char *bytes;
    const size_t *ends; /* ends[i] is where text i begins */
} packed_texts;

static tg_status text_of(void *user, unsigned thread, size_t index, const char **text, size_t *length)
{
    const packed_texts *texts = user;
    (void)thread;
    *text = texts->bytes + texts->ends[index];
    *length = texts->ends[index + 1] - texts->ends[index];
    return TG_OK;
}

tg_status tgo_cluster(const char *bytes, const size_t *ends, size_t count, double threshold, uint32_t normalise,
                      unsigned threads, tg_cluster_member *members, tg_error *error)
{
    packed_texts texts = {bytes ? bytes : "", ends};
    tg_clustering c = TG_CLUSTERING_INIT;
    c.threshold = threshold;
    c.normalise = normalise;
    c.threads = threads;
    c.user = &texts;
    return tg_cluster(count, text_of, &c, NULL, members, error);
}

void tgo_store_options(tg_store_options *options)
{
    static const tg_store_options standard = TG_STORE_INIT;
    *options = standard;
}
