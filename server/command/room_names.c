#include "room_names.h"

#include <utlist.h>

#include "irc_cap.h"
#include "listing.h"
#include "named.h"

char *room_names_prefix(const struct ctx *ctx, const struct member *member, char *out)
{
    return rank_prefixes(member->ranks, ctx->session->caps & IRC_CAP_MULTI_PREFIX, out);
}

static void add_name(struct listing *listing, const struct member *member)
{
    char prefixes[4];
    char source[USER_SOURCE_SIZE];
    struct buf entry = {0};

    buf_puts(&entry, room_names_prefix(listing->ctx, member, prefixes));
    if (listing->ctx->session->caps & IRC_CAP_USERHOST_IN_NAMES)
        buf_puts(&entry, user_source(member->user, source, sizeof(source)));
    else
        buf_puts(&entry, member->user->name);
    listing_add(listing, buf_text(&entry));
    buf_clear(&entry);
}

void room_names(struct ctx *ctx, const struct room *room)
{
    const struct user *viewer = ctx_user(ctx);
    bool inside = room_member(room, viewer);
    struct listing listing;
    const struct member *member = NULL;

    listing_begin(&listing, ctx, RPL_NAMREPLY, room->flags & ROOM_SECRET ? "@" : "=", room->name);
    DL_FOREACH2(room->members, member, room_next)
    {
        if (member->user->present && (inside || named_user_is_seen(member->user, viewer)))
            add_name(&listing, member);
    }
    listing_end(&listing);
    reply(ctx, RPL_ENDOFNAMES, room->name);
}
