/* Clusters of many texts; see tg_cluster. */
#ifndef TG_NEAR_CLUSTER_H
#define TG_NEAR_CLUSTER_H

#include "base/memory.h"

enum { TG_CLUSTER_THREADS = 256 };

tg_status tg_near_cluster(size_t count, tg_text_fn text, const tg_clustering *options, const tg_allocator *allocator,
                          tg_cluster_member *members);

#endif
