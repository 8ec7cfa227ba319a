/*
 * services.h - NickServ, to whom people talk about their names: PRIVMSG
 * NickServ, or NICKSERV and NS.
 *
 * What it is told is secret: it is not stored, not logged, and goes to nobody
 * else. It answers with NOTICEs of its own.
 */
#ifndef SERVICES_H
#define SERVICES_H

#include "command.h"

/* True for the name of a service that listens. */
bool service_is(const char *name);

/* True if a line, not yet parsed, is for a service: it must wait its turn. */
bool service_is_in(const char *line);

/* Does what the text says. */
void service_run(struct ctx *ctx, const char *text);

/* A NOTICE from NickServ to this session. */
void service_say(struct ctx *ctx, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* How a command is written, as an answer. */
void service_usage(struct ctx *ctx, const char *command);

/* One word off the front of *rest (which is overwritten), "" if there is none. */
char *service_word(char **rest);

/* True for something that may be called so: a device. Otherwise it was answered. */
bool service_label_fits(struct ctx *ctx, const char *label);

/* True if the password may be one, and may come by this connection. Otherwise it was answered. */
bool service_password_fits(struct ctx *ctx, const char *password);

/* The commands; rest is what follows the name, and may be overwritten. */
typedef void service_fn(struct ctx *ctx, char *rest);
service_fn service_cert, service_devices, service_drop, service_export, service_identify,
    service_info, service_recovery, service_register, service_set;

#endif
