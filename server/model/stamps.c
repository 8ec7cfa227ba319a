#include "stamps.h"

#include <stdlib.h>

#include "mem.h"

int64_t stamps_get(const struct stamps *stamps, const char *name)
{
    const int64_t *stamp = map_get(&stamps->by_name, name);
    return stamp ? *stamp : -1;
}

void stamps_set(struct stamps *stamps, const char *name, int64_t ms)
{
    int64_t *stamp = map_get(&stamps->by_name, name);
    if (!stamp) {
        stamp = xnew(int64_t);
        map_set(&stamps->by_name, name, stamp);
    }
    *stamp = ms;
}

void stamps_clear(struct stamps *stamps)
{
    MAP_FOREACH(e, &stamps->by_name) {
        free(map_value(e));
    }
    map_clear(&stamps->by_name);
}
