/* Findings that say why and what to do instead, by what they say: a reader is told a reason once, however many words of a
 * text it is about. */
#ifndef CLI_TOPICS_H
#define CLI_TOPICS_H

#include "buffer.h"

#include <stdbool.h>
#include <textgate.h>

typedef struct cli_topic {
    const tg_finding *finding; /* the first of them, of which the reason is */
    size_t index;              /* its number */
    tg_severity severity;      /* the worst */
    tg_action action;          /* the strictest */
    tg_range *places;          /* all their places, in order, each once */
    size_t count;
} cli_topic;

typedef struct cli_topics {
    cli_topic *items; /* in the order of the text */
    size_t count;
    tg_range *places;
} cli_topics;

/* Whether a finding is told by its topic. */
bool is_explained(const tg_finding *finding);

/* The findings of a verdict by topic. */
cli_topics topics_of(const tg_verdict *verdict);
void topics_free(cli_topics *topics);

/* Appends what a category is about, in words: "Maps and names of places" for culture.places. */
void add_topic_name(cli_buffer *out, const char *category);

/* Appends the names of markets: "Saudi Arabia, Kuwait and 3 more". */
void add_market_names(cli_buffer *out, const char *markets);

#endif
