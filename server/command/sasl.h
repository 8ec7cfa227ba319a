/*
 * sasl.h - logging in by AUTHENTICATE (server.md, 2.2).
 */
#ifndef SASL_H
#define SASL_H

#include "command.h"

#define SASL_MECHANISMS "SCRAM-SHA-256,PLAIN"

/* CAP END in the middle of an exchange: 906, if there is one. */
void sasl_abort(struct ctx *ctx);

#endif
