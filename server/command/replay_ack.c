/* A device says how far it got (history.h). */
#include <inttypes.h>
#include <stdio.h>
#include <utlist.h>

#include "history.h"
#include "irc_cap.h"
#include "mailbox.h"
#include "replay.h"
#include "reply.h"

/* R8 */
#define ACK_MESSAGES 32
#define QUIET_MS     2000

static bool acknowledges(const struct session *session)
{
    return session->user->account &&
           (!(session->caps & IRC_CAP_CHATHISTORY) || (session->caps & IRC_CAP_PARLOR_ACK));
}

void replay_ask_ack(struct server *server, struct session *session, uint64_t id)
{
    struct irc_msg msg;
    char token[24];
    if (!acknowledges(session))
        return;
    snprintf(token, sizeof(token), "q%" PRIu64, id);
    irc_msg_make(&msg, NULL, "PING", token, NULL);
    struct envelope envelope = {.msg = &msg, .time_ms = server->now_ms};
    session->replay.ping_id = id;
    session->replay.unacked = 0;
    session->replay.quiet_at_ms = 0;
    deliver_session(server, session, &envelope);
}

void replay_advance(struct server *server, struct session *session, uint64_t id)
{
    session->replay.acked = id;
    store_ack(server->store, session->user->fold, session->device, id);
    mailbox_had(server, session->user, id);
}

void history_sent(struct server *server, struct session *session, uint64_t id)
{
    struct replay *replay = &session->replay;
    if (!acknowledges(session))
        return;
    replay->newest = id;
    replay->unacked++;
    replay->quiet_at_ms = server->mono_ms + QUIET_MS;
    if (replay->unacked >= ACK_MESSAGES && replay->ping_id == 0)
        replay_ask_ack(server, session, id);
}

void history_acked(struct ctx *ctx, uint64_t id)
{
    struct session *session = ctx->session;
    struct replay *replay = &session->replay;
    if (id == 0 || id != replay->ping_id || !session->user)
        return;

    replay->ping_id = 0;
    replay_advance(ctx->server, session, id);
    if (replay->paused) {
        replay->paused = false;
        history_read_on(ctx->server, session);
    } else if (replay->unacked >= ACK_MESSAGES) {
        replay_ask_ack(ctx->server, session, replay->newest);
    }
}
