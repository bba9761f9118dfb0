/* One character with the disguise of digits undone. */
#ifndef TG_DETECT_GLYPH_H
#define TG_DETECT_GLYPH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A character with its disguise undone: '0' to '9', 'A' to 'z', a separator as ASCII, '\1' for what does not
 * show, 0 for anything else. Returns its bytes; *tricks gets bits. */
size_t tg_privacy_glyph(const unsigned char *p, size_t length, char *glyph, uint32_t *tricks);
bool tg_is_han_digit(uint32_t c, char *digit);

#endif
