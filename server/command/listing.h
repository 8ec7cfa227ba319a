/*
 * listing.h - a list of words, in as many numerics as its length takes.
 *
 *     listing_begin(&listing, ctx, RPL_NAMREPLY, "=", room->name);
 *     listing_add(&listing, "@alice");
 *     listing_end(&listing);
 */
#ifndef LISTING_H
#define LISTING_H

#include "buf.h"
#include "reply.h"

struct listing {
    struct ctx *ctx;
    enum irc_num num;
    const char *first, *second; /* words before the list, borrowed; NULL for none */
    size_t max;                 /* bytes of a line that are left for the list */
    struct buf text;
};

void listing_begin(struct listing *listing, struct ctx *ctx, enum irc_num num, const char *first,
                   const char *second);
void listing_add(struct listing *listing, const char *word);

/* Sends the rest; a list without words sends nothing. */
void listing_end(struct listing *listing);

#endif
