/* Detector `spam`: its parts. */
#ifndef TG_DETECT_SPAM_H
#define TG_DETECT_SPAM_H

#include "detect/models.h"

/* Signals that the structure of a text gives, bits of tg_signal. Only the first few thousand bytes are looked at: signals
 * are those of a message or an advertisement. `seen` are its symbols by kind. */
uint32_t tg_spam_structure(const char *text, size_t length, const uint64_t *seen);

/* Signals of a finding: words of the trade, contacts, disguise. */
uint32_t tg_spam_signals_of(const tg_finding *finding);

#endif
