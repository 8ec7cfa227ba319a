/* Who hears a message (sending.h). */
#include <utlist.h>

#include "irc_cap.h"
#include "sending_private.h"

struct envelope sending_envelope(const struct target *target, struct irc_msg *msg,
                                 struct multiline *lines)
{
    const struct sending *sending = target->sending;
    irc_msg_make(msg, sending->source, sending->command, target->shown, sending->text, NULL);
    for (size_t i = 0; i < sending->nown; i++)
        irc_msg_add_tag(msg, sending->own[i].key, sending->own[i].value);
    *lines = (struct multiline){
        .text = sending->text, .joints = sending->joints, .msgid = target->msgid};
    struct envelope envelope = {
        .msg = msg,
        .lines = sending->is_lines ? lines : NULL,
        .msgid = target->msgid,
        .time_ms = target->time_ms,
        .sender = sending->account,
        .caps_needed = sending->text ? 0 : IRC_CAP_MESSAGE_TAGS,
        .id = target->id,
        .device = sending->account ? sending->device : NULL,
        .repeated = target->status == STORE_REPEATED,
    };
    return envelope;
}

static void deliver_ranks(struct server *server, const struct room *room, unsigned ranks,
                          const struct envelope *envelope)
{
    const struct member *member = NULL;
    DL_FOREACH2(room->members, member, room_next)
    {
        if (member->ranks & ranks)
            deliver_user(server, member->user, envelope);
    }
}

/* Returns whether the sender was among them. */
static bool deliver_to_room(struct target *target, const struct envelope *envelope)
{
    struct server *server = target->sending->job.server;
    const struct user *sender = target->sending->account;
    struct room *room = world_room(server->world, target->fold);
    if (!room)
        return false;

    if (room->last_ms < target->time_ms)
        room->last_ms = target->time_ms;
    if (target->ranks)
        deliver_ranks(server, room, target->ranks, envelope);
    else
        deliver_room(server, room, envelope);
    const struct member *own = sender ? room_member(room, sender) : NULL;
    return own && (!target->ranks || (own->ranks & target->ranks));
}

/* To oneself it comes even where it was sent from (2.5). Returns whether the sender got it. */
static bool deliver_to_user(struct target *target, struct envelope *envelope)
{
    struct server *server = target->sending->job.server;
    const struct user *user = world_user(server->world, target->fold);
    if (!user)
        return false;
    if (envelope->except && envelope->except->user == user)
        envelope->except = NULL;
    deliver_user(server, user, envelope);
    return user == target->sending->account;
}

/* The sender's other devices see what was said, too: privately said, only those that know what to
 * make of a line from themselves. */
static void mirror(struct target *target, struct envelope *envelope)
{
    const struct sending *sending = target->sending;
    if (!sending->account)
        return;
    if (!target->is_room)
        envelope->caps_needed |= IRC_CAP_ECHO_MESSAGE;
    deliver_user(sending->job.server, sending->account, envelope);
}

void sending_publish(struct target *target, const struct session *from)
{
    struct irc_msg msg;
    struct multiline lines;
    struct envelope envelope = sending_envelope(target, &msg, &lines);
    envelope.except = from;
    bool mirrored =
        target->is_room ? deliver_to_room(target, &envelope) : deliver_to_user(target, &envelope);
    if (!mirrored)
        mirror(target, &envelope);
}
