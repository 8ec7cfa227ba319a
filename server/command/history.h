/*
 * history.h - what goes to the log and comes back from it.
 *
 * An entry's body is a message's text, or (events) the whole message without
 * tags and source. Messages go there by sending.h.
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
    HISTORY_REDACT = STORE_ABOUT,
    HISTORY_REACT, /* a TAGMSG, as an event */
    HISTORY_EDIT,  /* a PRIVMSG that puts new words in the place of others */
    HISTORY_EDIT_NOTICE
};

/* The kinds from STORE_ABOUT on that a session with these capabilities gets, as store_history
 * wants them; and whether it gets an entry. */
unsigned history_abouts(uint64_t caps);
bool history_is_known(const struct session *session, const struct store_entry *entry);

/* Key of the conversation between two accounts; to free. */
char *history_pair(const char *a_fold, const char *b_fold);

/*
 * How the user calls a conversation: the room's name, "*" for everybody's, or the present name of
 * the other account. Borrowed, as long as conv and the world.
 */
const char *history_name(const struct world *world, const char *conv, const struct user *user);

/* Rooms that anybody may enter have no secrets from their members. */
bool history_is_public(const struct room *room);

/* An entry of the log is told to people now. */
void history_published(struct world *world, const struct store_entry *entry);

/* A room event goes to the log behind what was announced. The session may be NULL: source says
 * whose event it is. */
void history_event(struct ctx *ctx, struct room *room, const struct irc_msg *msg, const char *msgid,
                   int64_t time_ms);

/*
 * Sends stored entries to the session as they were, with their own time,
 * msgid and source, within a batch unless that is NULL. Sessions without
 * server-time get "[YYYY-MM-DD HH:MM] " (UTC) before the text.
 */
void history_show(struct ctx *ctx, const struct store_entry *entries, size_t n, const char *batch);

/* ---- a device catches up, and says how far it got (server.md, R7 to R10) ---- */

/*
 * For accounts. What waited is sent in pages; each ends with PING :q<id>, and
 * the next one follows the PONG. Live messages are acknowledged in the same
 * way. Sessions with draft/chathistory ask for themselves: they get no pages,
 * and no such PING without parlor.chat/ack.
 */

/* Begins catching up; at the end of registration. */
void history_attach(struct ctx *ctx);

/* PONG :q<id> came. */
void history_acked(struct ctx *ctx, uint64_t id);

/* A stored message with this id was just sent live to the session. */
void history_sent(struct server *server, struct session *session, uint64_t id);

/*
 * The session is too slow for the stored message with this id: from there on
 * it reads the log, a page whenever it has taken the last one, until it is
 * level with what is said (R11). For accounts that are not catching up already.
 */
void history_lag(struct server *server, struct session *session, uint64_t id);

/* Reads the next page for a session that was waited for. */
void history_read_on(struct server *server, struct session *session);

/* Asks for acknowledgement where 2 s were quiet. Every second. */
void history_tick(struct server *server, struct session *session, int64_t mono_ms);

#endif
