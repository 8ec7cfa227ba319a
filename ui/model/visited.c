#include "visited.h"

#include <stdbool.h>
#include <string.h>

void visited_add(struct visited *visited, struct conv *conv)
{
    if (visited->at > 0 && visited->convs[visited->at - 1] == conv)
        return;
    visited->n = visited->at;
    if (visited->n == VISITED_MAX) {
        memmove(visited->convs, visited->convs + 1, (VISITED_MAX - 1) * sizeof(struct conv *));
        visited->n--;
    }
    visited->convs[visited->n++] = conv;
    visited->at = visited->n;
}

void visited_drop(struct visited *visited, const struct conv *conv)
{
    size_t n = 0;
    size_t at = 0;
    for (size_t i = 0; i < visited->n; i++) {
        bool same =
            visited->convs[i] == conv || (n > 0 && visited->convs[n - 1] == visited->convs[i]);
        if (!same)
            visited->convs[n++] = visited->convs[i];
        if (i < visited->at)
            at = n;
    }
    visited->n = n;
    visited->at = at;
}

struct conv *visited_step(struct visited *visited, int by)
{
    if (by < 0 ? visited->at < 2 : visited->at >= visited->n)
        return NULL;
    visited->at = by < 0 ? visited->at - 1 : visited->at + 1;
    return visited->convs[visited->at - 1];
}
