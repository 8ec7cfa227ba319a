#include "expel.h"

#include <stdlib.h>
#include <utlist.h>

#include "lifecycle.h"
#include "mem.h"
#include "reply.h"
#include "room_keep.h"

static struct ctx nobody(struct server *server)
{
    return (struct ctx){.server = server, .now_ms = server->now_ms, .mono_ms = server->mono_ms};
}

/* A session of the user that may not stay, or NULL. */
static struct session *next_of(const struct user *user, uint64_t but)
{
    struct session *session = user->sessions;
    while (session && session->serial == but)
        session = session->user_next;
    return session;
}

size_t expel_user(struct server *server, struct user *user, const char *why, uint64_t but)
{
    size_t n = 0;
    struct ctx ctx = nobody(server);
    char *text = xasprintf("Kicked: %s", why);
    bool last = user->sessions == NULL;
    if (last && user->present)
        user_leave(&ctx, user, text);
    while (!last && (ctx.session = next_of(user, but))) {
        last = ctx.session == user->sessions && !ctx.session->user_next;
        reply_notice(&ctx, "You were kicked off the server: %s", why);
        session_leave(&ctx, text, true);
        session_expel(&ctx, text, "kicked");
        n++;
    }
    free(text);
    return n;
}

void expel_member(struct server *server, struct member *member, const char *why)
{
    struct ctx ctx = nobody(server);
    struct irc_msg msg;
    irc_msg_make(&msg, server->world->config->server_name, "KICK", member->room->name,
                 member->user->name, why, NULL);
    announce_room(&ctx, member->room, &msg, NULL);
    room_leave(server, member);
}
