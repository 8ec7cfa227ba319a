/*
 * sending.h - a message on its way: to the log, then to people, then the answer
 * to its sender (server.md, R1 and R2).
 *
 * One PRIVMSG, NOTICE or TAGMSG may name several targets; each gets a message
 * of its own, and the answers are one. What need not be stored goes at once, or
 * behind those messages of the same session that wait for the disk: a sender is
 * heard in order.
 */
#ifndef SENDING_H
#define SENDING_H

#include "command.h"
#include "irc_num.h"
#include "multiline.h"

#define SENDING_TARGETS_MAX 4

/* R3: the sender's own key for a message; said again with the same key it is only echoed. Those of
 * sessions without the capability, and wrong ones, were taken off. */
#define SENDING_IDEM_TAG "parlor.chat/idem"

/* An edit (cmd_edit.c); goes to others only by way of that. */
#define SENDING_EDIT_TAG "+parlor.chat/edit"

/* Said by a bot (user mode +B; server.md, 2.9). No client can give it. */
#define SENDING_BOT_TAG "bot"

struct sending;

/*
 * Begins a message of the session's user with no target yet. command is kept,
 * the rest copied; of msg's tags the client's own ("+...") and the key. text is NULL for
 * a TAGMSG.
 */
struct sending *sending_new(struct ctx *ctx, const char *command, const struct irc_msg *msg,
                            const char *text);

/* Says that the text is of several lines, or in pieces (multiline.h). Before targets are added. */
void sending_set_lines(struct sending *sending, const struct multiline *lines);

/* Adds a room. shown is how the message names it: "#tea", or "@#tea" for those with one of ranks
 * (0: all). */
void sending_add_room(struct sending *sending, const struct room *room, const char *shown,
                      unsigned ranks, bool stored);

/* Adds somebody. Stored only between accounts; refused if too much waits for them already. */
void sending_add_user(struct sending *sending, struct user *user, bool stored);

/* Adds a target that gets nothing, and what the sender is told; NOTICE tells only who asked for
 * standard replies. why: NULL for the numeric's own text; kept. */
void sending_add_refusal(struct sending *sending, const char *target, enum irc_num num,
                         const char *why);

/* Sends it; the sending is the server's from here on. */
void sending_go(struct ctx *ctx, struct sending *sending);

#endif
