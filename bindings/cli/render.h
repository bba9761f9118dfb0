/* How verdicts are shown: each appends one document to `out`, or begins and ends the whole. */
#ifndef CLI_RENDER_H
#define CLI_RENDER_H

#include "pipeline.h"

/* For people, on a terminal: output_text.c. */
void text_add_document(cli_buffer *out, const cli_document *document, const tg_verdict *verdict, bool colour);
void text_add_summary(cli_buffer *out, const cli_tally *total);

/* A part of a page: output_html.c; the head with the summary, and the end: output_page.c. */
void html_add_document(cli_buffer *out, const cli_document *document, const tg_verdict *verdict);
void html_add_head(cli_buffer *out, const cli_tally *total);
void html_add_end(cli_buffer *out);

/* Hue of a category's colour, in degrees. */
int html_category_hue(const char *category);

/* The places of a finding, which has none of its own where it is but one: then `whole` is filled. */
static inline const tg_range *finding_parts(const tg_finding *finding, tg_range *whole, size_t *count)
{
    *whole = (tg_range){finding->begin, finding->end};
    *count = finding->part_count ? finding->part_count : 1;
    return finding->part_count ? finding->parts : whole;
}

/* Appends "width, invisible" for a set of tricks. */
void add_tricks(cli_buffer *out, uint32_t tricks);

/* Appends "3 documents" or "1 document". */
void add_count(cli_buffer *out, uint64_t count, const char *noun);

#endif
