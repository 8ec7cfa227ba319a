/*
 * sasl.h - logging in by AUTHENTICATE (server.md, 2.2).
 */
#ifndef SASL_H
#define SASL_H

#include "command.h"

/* What this connection may use, as the capability's value with its '='. */
const char *sasl_mechanisms(const struct ctx *ctx);

/* CAP END in the middle of an exchange: 906, if there is one. */
void sasl_abort(struct ctx *ctx);

/* ---- of cmd_sasl.c for the mechanisms ---- */

/* Malformed, refused, too late: nothing was tried. Ends the exchange. num: enum irc_num. */
void sasl_refuse(struct ctx *ctx, int num);

/* Somebody tried and was wrong: counted for this account. */
void sasl_fail(struct ctx *ctx, const char *account);

/* Logged in, unless the session has another name already. See login_enter(). */
void sasl_succeed(struct ctx *ctx, const char *account, const char *device, const char *proof);

/* True if authzid asks for nothing else than the account itself. */
bool sasl_authzid_fits(const char *authzid, const char *account);

/* Sends text as a payload, in chunks. */
void sasl_send(struct ctx *ctx, const char *text);

/* A step of a mechanism: the payload, a string with its size. */
typedef void sasl_step_fn(struct ctx *ctx, const char *text, size_t size);
sasl_step_fn sasl_scram_first, sasl_scram_final, sasl_scram_done;

#endif
