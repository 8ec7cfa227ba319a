/*
 * multiline_in.h - lines of a message that come one by one, until it is whole
 * (server.md, 2.6).
 */
#ifndef MULTILINE_IN_H
#define MULTILINE_IN_H

#include "command.h"
#include "multiline.h"

/*
 * A line of the session, with all its tags. True if it is part of a batch of
 * its own, or was no line for within one; it is answered then.
 */
bool multiline_takes(struct ctx *ctx, const struct irc_msg *msg);

/* A line was refused unread: if it was one of a batch, that is not whole. */
void multiline_spoil(struct ctx *ctx);

/* Ends what takes too long. Every second. */
void multiline_tick(struct ctx *ctx);

/*
 * Says a message of several lines (cmd_message.c): opening has the tags, and
 * the target as its parameter. longest: bytes of the longest piece.
 */
void say_lines(struct ctx *ctx, const char *command, const struct irc_msg *opening,
               const struct multiline *lines, size_t longest);

#endif
