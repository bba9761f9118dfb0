/* What is behind a tg_builder. */
#ifndef TG_PACK_BUILDER_H
#define TG_PACK_BUILDER_H

#include "pack/source.h"

struct tg_builder {
    tg_source source;
};

#endif
