/*
 * reply.h - everything that leaves for a client: numerics, FAIL/WARN/NOTE,
 * labels and batches, delivery to many with each session's own tags.
 *
 * Nothing is printed onto the wire: lines are struct irc_msg, serialised by
 * irc_msg_write(), once per rendering.
 *
 * Labels (IRCv3 labeled-response): command_line() sets session->label and calls
 * reply_end() after the handler; until then a labelled session's own answers
 * are held, so that none, one or several become ACK, a labelled line, or a
 * batch. A handler that parks the session moves the label into its job with
 * reply_defer() and back with reply_resume().
 */
#ifndef REPLY_H
#define REPLY_H

#include "command.h"
#include "irc_num.h"
#include "multiline.h"

/*
 * A numeric to this session: the nick (or *) is put before, and the numeric's
 * default text after, the words given; reply(ctx, ERR_NOSUCHNICK, "bob").
 * For a numeric without default text the last word is the text.
 */
#define reply(ctx, num, ...) reply_words((ctx), (num), __VA_ARGS__, NULL)
void reply_words(struct ctx *ctx, enum irc_num num, ...) __attribute__((sentinel));

/* A numeric without words of its own. */
void reply_plain(struct ctx *ctx, enum irc_num num);

/* A numeric whose last parameter is formatted; word (NULL for none) stands before it. */
void reply_text(struct ctx *ctx, enum irc_num num, const char *word, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* FAIL, WARN or NOTE (IRCv3 standard-replies): reply_fail(ctx, "FAIL", "REGISTER", "NEED_NICK",
 * "*", text, NULL) */
void reply_standard(struct ctx *ctx, const char *type, const char *command, const char *code, ...)
    __attribute__((sentinel));

/* A NOTICE from the server to this session. */
void reply_notice(struct ctx *ctx, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Any message as part of the answer to this session (CAP, AUTHENTICATE, MARKREAD ...); a NULL
 * source becomes the server. */
void reply_msg(struct ctx *ctx, struct irc_msg *msg);

/* Opens a batch within the answer and returns its reference (session's own, valid till the next);
 * NULL without the capability. */
const char *reply_batch_begin(struct ctx *ctx, const char *type, const char *param);

/* The same for a batch with tags: a BATCH message whose first parameter is put in here. */
const char *reply_batch_open(struct ctx *ctx, const struct irc_msg *opening);

/* Ends the batch of this reference. */
void reply_batch_end(struct ctx *ctx, const char *ref);

/* What comes with a message that is not the bare line: each session gets the tags that it asked
 * for. */
struct envelope {
    const struct irc_msg *msg;     /* without tags but client-only ones (+...) */
    const struct multiline *lines; /* its text, if that has more than one line; NULL */
    const char *msgid;             /* NULL for none */
    int64_t time_ms;
    const struct user *sender;    /* for the account tag; NULL for the server */
    uint64_t caps_needed;         /* sessions without all of these get nothing */
    uint64_t caps_unwanted;       /* sessions with any of these get nothing */
    const struct session *except; /* gets nothing; NULL for nobody */
    uint64_t id; /* of a stored message: sessions that are catching up skip it; 0 for unstored */
    const char *device; /* of a stored message: where it was said, NULL for none */
    bool repeated;      /* an answer to what was said before (parlor.chat/dup) */
};

/* A message with its envelope's tags as part of the answer to this session (echo, own JOIN);
 * caps_needed, caps_unwanted and except count here too. */
void reply_envelope(struct ctx *ctx, const struct envelope *envelope);

/* Ends the answer to the present line: see above. */
void reply_end(struct ctx *ctx);

/* Takes the label out of the session, for a job that answers later (to free; may be NULL). */
char *reply_defer(struct ctx *ctx);

/* Puts a label back and takes it over; answers are held again until reply_end(). */
void reply_resume(struct ctx *ctx, char *label);

/* To all sessions of all present members of a room. */
void deliver_room(struct server *server, const struct room *room, const struct envelope *envelope);

/* To all sessions of a user. */
void deliver_user(struct server *server, const struct user *user, const struct envelope *envelope);

/* To everybody who shares a room with the user, once each; and to the user itself if self. */
void deliver_peers(struct server *server, const struct user *user, bool self,
                   const struct envelope *envelope);

/* To all sessions of all users. */
void deliver_everybody(struct server *server, const struct envelope *envelope);

/* To one session. */
void deliver_session(struct server *server, struct session *session,
                     const struct envelope *envelope);

/* One room event in the name of the session's user: delivered to the room (all sessions but
 * except), msgid and time given, and appended to the log. To this session it goes as part of the
 * answer. */
void announce_room(struct ctx *ctx, struct room *room, const struct irc_msg *msg,
                   const struct session *except);

#endif
