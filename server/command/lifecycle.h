/*
 * lifecycle.h - how sessions end, and what others see of it.
 *
 * Closing is deferred: a closed session reads nothing more and is freed by
 * command_hangup() when its outbox was sent.
 */
#ifndef LIFECYCLE_H
#define LIFECYCLE_H

#include "command.h"

/* Sends ERROR as the answer and closes; why is static text. What was held under a label goes out
 * before. */
void session_close(struct ctx *ctx, const char *why);

/* The same for a reason that is copied; ending is static text, for the log. */
void session_expel(struct ctx *ctx, const char *why, const char *ending);

/* Others see the user go (QUIT); a guest is freed. ctx has no session. */
void user_leave(struct ctx *ctx, struct user *user, const char *why);

/*
 * Takes the session from its user. With the last one the user is gone: at once
 * if it quits or is a guest, else when the grace period ends without it.
 */
void session_leave(struct ctx *ctx, const char *why, bool quits);

#endif
