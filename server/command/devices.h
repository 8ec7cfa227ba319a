/*
 * devices.h - the devices of an account, as its owner sees and orders them.
 *
 * A device is a label: of a secret that logs it in, of a cursor that says what
 * it has read, or of both. All park the session and answer as NickServ.
 */
#ifndef DEVICES_H
#define DEVICES_H

#include "command.h"

/* Answers with the account's devices, a line each. */
void devices_list(struct ctx *ctx);

/* Takes a device's secret, code and cursor away, and closes its sessions; unless nothing would be
 * left to log in with. */
void devices_remove(struct ctx *ctx, const char *label);

/* Gives its secret and cursor another label. */
void devices_rename(struct ctx *ctx, const char *label, const char *renamed);

/* Closes the sessions of an account that are this device's, or (label NULL) all; but not `but`
 * (NULL: none). why is static text. */
void devices_close(struct ctx *ctx, const char *account, const char *label,
                   const struct session *but, const char *why);

#endif
