/*
 * history.h - messages to the log and back: storing, publishing, replaying.
 *
 * Accepted means stored (server.md, R1): history_send() hands a message to the
 * store; when its commit is done it is delivered, echoed and answered, in the
 * order of commits.
 */
#ifndef HISTORY_H
#define HISTORY_H

#include "command.h"

/* store_entry.kind */
enum history_kind {
    HISTORY_PRIVMSG = 1,
    HISTORY_NOTICE,
    HISTORY_JOIN,
    HISTORY_PART,
    HISTORY_QUIT,
    HISTORY_KICK,
    HISTORY_MODE,
    HISTORY_TOPIC,
    HISTORY_NICK,
    HISTORY_INVITE,
    HISTORY_TAGMSG
};

/* A message of the session's user to a room, or to another account. The answer (echo, 301, label)
 * follows the commit. */
void history_send(struct ctx *ctx, const struct irc_msg *msg, struct room *room,
                  struct user *recipient);

/* A room event goes to the log behind what was announced. ctx->session may be NULL (a QUIT when the
 * grace period ends): who did it stands in msg->source. */
void history_event(struct ctx *ctx, struct room *room, const struct irc_msg *msg, const char *msgid,
                   int64_t time_ms);

/*
 * Sends stored entries to the session as they were, with their own time,
 * msgid and source. target: NULL, or how the conversation is called by this session.
 * Sessions without server-time get "[YYYY-MM-DD HH:MM] " before the text.
 */
void history_show(struct ctx *ctx, const struct store_entry *entries, size_t n, const char *batch);

/* Begins catching up after attach: what waited for this device is sent page by page (R10).
 * Chathistory clients get none (R9). */
void history_attach(struct ctx *ctx);

/* PONG :q<id> came (R8). */
void history_acked(struct ctx *ctx, uint64_t id);

/* A stored message with this id was just sent live to the session. */
void history_sent(struct server *server, struct session *session, uint64_t id);

/* Asks for acknowledgement where 2 s were quiet. Every second. */
void history_tick(struct server *server, int64_t mono_ms);

/* Key of the conversation between two accounts; to free. */
char *history_pair(const char *a_fold, const char *b_fold);

#endif
