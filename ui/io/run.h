/*
 * run.h - a program of the user's whose output we want: it runs beside us,
 * without our terminal, within bounds of time and size.
 */
#ifndef RUN_H
#define RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct loop;
struct run;

/* What it may take, and what it gets. */
struct run_bounds {
    int64_t ms;
    size_t bytes;
    bool both;              /* errors are taken with the rest; else they go nowhere */
    const char *const *env; /* "NAME=value", ends with NULL; NULL: nothing more */
};

/* How it ended. */
struct run_end {
    const char *text; /* what it printed, as far as it was taken; ends with NUL */
    size_t len;
    int status;     /* as its shell would say; -1: it was ended by a signal */
    bool late, cut; /* it was ended by us: it took too long, printed too much */
};

/* Called once; the run may be freed within. */
typedef void run_fn(void *arg, const struct run_end *end);

/* Runs a program by its words. NULL, with errno, if it cannot be begun. */
struct run *run_new(struct loop *loop, char *const *words, struct run_bounds bounds, run_fn *done,
                    void *arg);

/* Ends it, if it still runs. */
void run_free(struct run *run);

#endif
