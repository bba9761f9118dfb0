/* What is behind a tg_builder. */
#ifndef TG_PACK_BUILDER_H
#define TG_PACK_BUILDER_H

#include "pack/pack.h"

struct tg_builder {
    tg_source source;
    tg_pack *models;    /* whose models and folding tables the compiled pack gets, or NULL */
    tg_pack *languages; /* whose tables of languages it gets, or NULL */
};

/* What the builder's source is compiled with. */
static inline tg_compiling tg_builder_compiling(const tg_builder *builder)
{
    return (tg_compiling){.tables = builder->models, .with_models = builder->models, .languages = builder->languages};
}

/* tg_builder_add_pack of one volume, without the entries that `removed` has a bit for; NULL: with all. */
tg_status tg_builder_add_volume(tg_builder *builder, tg_pack *volume, const uint64_t *removed, tg_error *error);

/* As tg_builder_add_folder, the models of the folder left alone. */
tg_status tg_builder_add_sources(tg_builder *builder, const char *path, tg_error *error);

#endif
