/*
 * about.h - what comes about something that was said before (REDACT, an edit):
 * where that was, as far as the session may know of it, and who hears of it.
 */
#ifndef ABOUT_H
#define ABOUT_H

#include "reply.h"

/* A conversation, and what may be done there. */
struct about_place {
    char *conv;         /* owned */
    const char *shown;  /* how others call it */
    const char *member; /* only what was said while this account was a member; NULL: all */
    int64_t not_before; /* what is older does not exist for them */
    bool rules;         /* over what others said there, too */
    bool operates;      /* in: an operator of the server, with the right to it */
};

/* Finds the place that a client names. False, with one answer for what is missing, secret or not
 * one's own: no oracle. conv is to be freed in any case. */
bool about_find(struct ctx *ctx, const char *name, struct about_place *place);

/* Whether it could be the id of a message. */
bool about_is_msgid(const char *text);

/* The entry is in the log: whatever follows is not earlier. */
void about_published(struct server *server, const struct store_entry *entry);

/* To the members of a room, or to both of a pair. */
void about_deliver(struct server *server, const char *conv, const struct envelope *envelope);

#endif
