/*
 * batch_in.h - a message of several lines, while its sender is saying it
 * (server.md, 2.6).
 */
#ifndef BATCH_IN_H
#define BATCH_IN_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"

struct batch_in {
    char *ref;           /* as the client calls it; owned */
    char *target;        /* owned; NULL if it failed at its begin */
    char *opening;       /* a line with the tags that the message will have; owned */
    char *label;         /* of its first line; owned; NULL for none */
    const char *command; /* PRIVMSG or NOTICE, static; NULL before the first line */
    struct buf text;     /* lines joined by LF, and pieces of long ones by nothing */
    struct buf joints;   /* where such a piece begins: offsets in bytes, "300,601" */
    size_t lines;
    size_t longest; /* bytes of the longest piece */
    bool has_text;  /* not all lines are blank */
    bool failed;    /* and its sender was told: the rest is passed over until its end */
    int64_t opened_ms;
};

/* Frees it; NULL is none. */
void batch_in_free(struct batch_in *in);

#endif
