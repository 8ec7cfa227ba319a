/*
 * view_fold_speakers.h - who spoke around a run of comings and goings.
 */
#ifndef VIEW_FOLD_SPEAKERS_H
#define VIEW_FOLD_SPEAKERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "conv.h"

#define SPEAKERS_MAX 128

/* Their names, as numbers. */
struct speakers {
    uint32_t names[SPEAKERS_MAX];
    size_t n;
};

/* Those who spoke within so many ms before the line at first and behind the one at last, and those
 * with whom we talked, however long ago. */
void speakers_find(struct speakers *speakers, const struct conv *conv, size_t first, size_t last,
                   int64_t within_ms);

bool speakers_have(const struct speakers *speakers, const char *name);

#endif
