/*
 * token_service.h - tokens for HTTP, asked for over IRC (IRCv3 draft/authtoken,
 * pull request 602 of ircv3-specifications): TOKEN, and NickServ TOKEN.
 */
#ifndef TOKEN_SERVICE_H
#define TOKEN_SERVICE_H

#include "command.h"

/* TOKEN SERVICELIST's answer, for a session with the capability when it registers. */
void token_service_list(struct ctx *ctx);

/* A new token for this session's account and device, for what it may upload and fetch; to wipe
 * and free. NULL with *why (static) if it may not have one. */
char *token_service_make(struct ctx *ctx, const char *scope, const char **why);

#endif
