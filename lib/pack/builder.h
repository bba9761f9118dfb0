/* What is behind a tg_builder. */
#ifndef TG_PACK_BUILDER_H
#define TG_PACK_BUILDER_H

#include "pack/pack.h"

struct tg_builder {
    tg_source source;
    tg_learned learned; /* what the compiled pack gets; the builder's references */
};

/* As tg_builder_add_folder, the models of the folder left alone. */
tg_status tg_builder_add_sources(tg_builder *builder, const char *path, tg_error *error);

#endif
