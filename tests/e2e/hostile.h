/*
 * hostile.h - malformed lines, made from templates by chance.
 *
 * The same seed makes the same lines, so that what harms can be sent again.
 */
#ifndef HOSTILE_H
#define HOSTILE_H

#include <stddef.h>
#include <stdint.h>

struct buf;

/* When a scenario's lines are sent. */
enum hostile_stage { HOSTILE_NEW, HOSTILE_GUEST, HOSTILE_ACCOUNT };

/* In templates "%X" stands for something odd; see hostile.c. Without "%-" a line is ended. */
struct hostile_scenario {
    const char *name;
    enum hostile_stage stage;
    const char *templates[8]; /* NULL behind the last */
};

const struct hostile_scenario *hostile_scenarios(size_t *n);

/* Appends one line of the scenario. */
void hostile_add(const struct hostile_scenario *scenario, uint64_t *seed, struct buf *to);

#endif
