#include "room_names.h"

#include <stdint.h>
#include <utlist.h>

#include "irc_cap.h"
#include "listing.h"
#include "look_around.h"
#include "named.h"

char *room_names_prefix(const struct ctx *ctx, const struct member *member, char *out)
{
    return rank_prefixes(member->ranks, ctx->session->caps & IRC_CAP_MULTI_PREFIX, out);
}

/* entry is a place to write to, whose memory serves for all. */
static void add_name(struct listing *listing, const struct member *member, struct buf *entry)
{
    char prefixes[4];
    char source[USER_SOURCE_SIZE];

    buf_reset(entry);
    buf_puts(entry, room_names_prefix(listing->ctx, member, prefixes));
    if (listing->ctx->session->caps & IRC_CAP_USERHOST_IN_NAMES)
        buf_puts(entry, user_source(member->user, source, sizeof(source)));
    else
        buf_puts(entry, member->user->name);
    listing_add(listing, buf_text(entry));
}

void room_names(struct ctx *ctx, const struct room *room)
{
    const struct user *viewer = ctx_user(ctx);
    bool inside = viewer && room_member(room, viewer);
    size_t left = look_around_limit(ctx, SIZE_MAX);
    struct listing listing;
    struct buf entry = {0};
    const struct member *member = NULL;

    listing_begin(&listing, ctx, RPL_NAMREPLY, room->flags & ROOM_SECRET ? "@" : "=", room->name);
    DL_FOREACH2(room->members, member, room_next)
    {
        if (left == 0)
            break;
        if (!member->user->present || (!inside && !named_user_is_seen(member->user, viewer)))
            continue;
        add_name(&listing, member, &entry);
        left--;
    }
    listing_end(&listing);
    buf_clear(&entry);
    reply(ctx, RPL_ENDOFNAMES, room->name);
}
