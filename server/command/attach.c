#include "attach.h"

#include <inttypes.h>
#include <utlist.h>

#include "history.h"
#include "irc_cap.h"
#include "lifecycle.h"
#include "log.h"
#include "mem.h"
#include "monitor.h"
#include "persist.h"
#include "presence.h"
#include "reply.h"
#include "room_enter.h"
#include "room_invites.h"
#include "room_keep.h"
#include "secret.h"

struct attachment {
    struct user *guest, *account;
    bool returns; /* the account was not here */
    char msgid[SECRET_MSGID_SIZE];
};

static size_t room_count(const struct user *user)
{
    const struct member *member = NULL;
    size_t n = 0;
    DL_COUNT2(user->rooms, member, n, user_next);
    return n;
}

/* ---- rooms that only the guest may be in ---- */

static bool may_come_along(const struct ctx *ctx, const struct user *account,
                           const struct room *room, size_t nrooms)
{
    return room_member(room, account) ||
           (!room_is_banned(room, account) && nrooms < (size_t)ctx_world(ctx)->config->rooms_max);
}

static void leave_what_is_forbidden(struct ctx *ctx, const struct attachment *attachment)
{
    size_t nrooms = room_count(attachment->account);
    struct member *member = NULL;
    struct member *next = NULL;
    DL_FOREACH_SAFE2(attachment->guest->rooms, member, next, user_next)
    {
        struct irc_msg part;
        if (may_come_along(ctx, attachment->account, member->room, nrooms)) {
            nrooms += !room_member(member->room, attachment->account);
            continue;
        }
        irc_msg_make(&part, NULL, "PART", member->room->name, "Not for this account", NULL);
        announce_room(ctx, member->room, &part, NULL);
        room_leave(ctx->server, member);
    }
}

/* ---- what others see of the guest ---- */

static void log_in_rooms(struct ctx *ctx, const struct user *guest, const struct irc_msg *msg,
                         const char *msgid)
{
    const struct member *member = NULL;
    DL_FOREACH2(guest->rooms, member, user_next)
    {
        history_event(ctx, member->room, msg, msgid, ctx->now_ms);
    }
}

/* To those who share a room with the guest; the session itself always hears its new name. */
static void announce_change(struct ctx *ctx, const struct attachment *attachment)
{
    const struct user *guest = attachment->guest;
    struct irc_msg nick;
    struct irc_msg quit;
    char source[USER_SOURCE_SIZE];
    user_source(guest, source, sizeof(source));
    irc_msg_make(&nick, source, "NICK", attachment->account->name, NULL);
    irc_msg_make(&quit, source, "QUIT", "Logged in", NULL);
    const struct irc_msg *seen = attachment->returns ? &nick : &quit;

    struct envelope envelope = {.msg = seen,
                                .msgid = attachment->msgid,
                                .time_ms = ctx->now_ms,
                                .sender = guest,
                                .except = ctx->session};
    deliver_peers(ctx->server, guest, false, &envelope);
    log_in_rooms(ctx, guest, seen, attachment->msgid);
    envelope.msg = &nick;
    envelope.except = NULL;
    reply_envelope(ctx, &envelope);
}

/* ---- the session changes hands ---- */

static void tie(struct ctx *ctx, const struct attachment *attachment)
{
    struct session *session = ctx->session;
    struct world *world = ctx_world(ctx);
    struct user *account = attachment->account;
    world_detach(world, session);
    world_set_present(world, attachment->guest, false);
    if (attachment->returns) {
        xreplace(&account->username, attachment->guest->username);
        xreplace(&account->realname, attachment->guest->realname);
        account->signon_ms = ctx->now_ms;
    }
    world_attach(world, session, account);
    world_set_present(world, account, true);
    world_set_grace(world, account, 0);
    monitor_went(ctx->server, attachment->guest);
    if (attachment->returns)
        monitor_came(ctx->server, account);
    xreplace(&session->nick, account->name);
    account->active_ms = ctx->now_ms;
}

/* ---- rooms ---- */

/* The others know it already: it only changed its name there. */
static void take_over(struct ctx *ctx, struct room *room, struct user *account, unsigned ranks)
{
    struct member *member = room_add(room, account, ranks);
    member->joined_ms = ctx->now_ms;
    room_keep(ctx->server, room);
    member_save(ctx->server, member);
    room_show(ctx, room);
}

static void bring_along(struct ctx *ctx, const struct attachment *attachment,
                        const struct member *had)
{
    struct member *member = room_member(had->room, attachment->account);
    if (member) {
        member->ranks |= had->ranks;
        member_save(ctx->server, member);
        room_show(ctx, had->room);
    } else if (attachment->returns) {
        take_over(ctx, had->room, attachment->account, had->ranks);
    } else {
        room_enter(ctx, had->room, had->ranks);
    }
    if (!attachment->returns || member)
        room_show_ranks(ctx, room_member(had->room, attachment->account));
}

/* The account's rooms where the guest was not. */
static void show_other_rooms(struct ctx *ctx, const struct attachment *attachment)
{
    const struct member *member = NULL;
    DL_FOREACH2(attachment->account->rooms, member, user_next)
    {
        if (room_member(member->room, attachment->guest))
            continue;
        if (attachment->returns)
            presence_announce(ctx, member, attachment->msgid);
        presence_show(ctx, member, attachment->returns ? attachment->msgid : NULL);
    }
}

static void merge_rooms(struct ctx *ctx, const struct attachment *attachment)
{
    show_other_rooms(ctx, attachment);
    const struct member *had = NULL;
    DL_FOREACH2(attachment->guest->rooms, had, user_next)
    {
        bring_along(ctx, attachment, had);
    }
}

void attach_begin(struct ctx *ctx, struct user *account)
{
    struct attachment attachment = {
        .guest = ctx_user(ctx), .account = account, .returns = !account->present};
    struct user *guest = attachment.guest;
    bool alone = !account->sessions;
    secret_make_msgid(ctx->now_ms, attachment.msgid);
    log_event(LOG_INFO, "session_attached", "session=%" PRIu64 " guest=%s name=%s",
              ctx->session->serial, guest->name, account->name);
    leave_what_is_forbidden(ctx, &attachment);
    announce_change(ctx, &attachment);
    tie(ctx, &attachment);
    if (alone)
        presence_come_back(ctx, account);
    merge_rooms(ctx, &attachment);
    while (guest->rooms)
        room_leave(ctx->server, guest->rooms);
    world_user_free(ctx_world(ctx), guest);
}

void attach_catch_up(struct ctx *ctx)
{
    room_invites_show(ctx);
    history_attach(ctx);
}
