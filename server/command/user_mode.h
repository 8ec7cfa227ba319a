/*
 * user_mode.h - MODE of oneself: +i (not in lists), +B (a bot), +o (shown only).
 */
#ifndef USER_MODE_H
#define USER_MODE_H

#include "command.h"

/* MODE <nick> [<changes>] */
void user_mode(struct ctx *ctx, const struct irc_msg *msg);

#endif
