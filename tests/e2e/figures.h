/*
 * figures.h - how large a story is, and what it measured.
 *
 * Stories are short by default, for each change; with PARLOR_LONG=1 in the
 * environment they are as large as the promises say. Figures are printed as
 * "name value unit", never asserted: times belong to the machine.
 */
#ifndef FIGURES_H
#define FIGURES_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* True with PARLOR_LONG=1. */
bool figures_long(void);

/* The one number for each change, the other with PARLOR_LONG=1. */
int figures_pick(int brief, int extensive);

/* Where a story's chance begins: another each time, and printed; PARLOR_SEED=N repeats one. */
unsigned figures_seed(void);

/* True if the programs are built with sanitizers, whose memory is not Parlor's. */
bool figures_sanitized(void);

void figures_print(const char *name, double value, const char *unit);

/* What a process uses. */
struct gauge {
    double rss_kib; /* memory */
    double cpu_ms;  /* since it began */
    int fds;        /* open descriptors */
    int64_t at_ms;  /* monotonic, when it was read */
};
struct gauge gauge_read(pid_t pid);

/* Per cent of one core between two readings. */
double gauge_cpu(const struct gauge *from, const struct gauge *to);

/* Waits until the process has no more descriptors than these; fails the test after a while. */
void gauge_wait_fds(pid_t pid, int fds);

#endif
