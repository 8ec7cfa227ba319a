/*
 * operate_session.h - operators' commands from a session that said OPER: by a
 * message to Console, or by KILL, REHASH and the like.
 */
#ifndef OPERATE_SESSION_H
#define OPERATE_SESSION_H

#include "command.h"

/* Runs "kick", "bob", "rude" in the name of the session, which is parked until it ends; the
 * answers are NOTICEs of the server. word and text may be NULL. */
void operate_words_from_session(struct ctx *ctx, const char *name, const char *word,
                                const char *text);

#endif
