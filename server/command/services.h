/*
 * services.h - who is spoken to by private message and is no person: NickServ
 * about names (also NICKSERV and NS), Files about files, Console.
 *
 * What a service is told is secret: it is not stored, not logged, and goes to
 * nobody else. It answers with NOTICEs of its own.
 */
#ifndef SERVICES_H
#define SERVICES_H

#include "command.h"

/* The commands; rest is what follows the name, and may be overwritten. */
typedef void service_fn(struct ctx *ctx, char *rest);

/* Who may say it. */
enum service_who { SERVICE_ANYBODY, SERVICE_ACCOUNTS };

/* name, handler, who, flood tokens beside the message's own, how it is written, what it is for */
struct service_command {
    const char *name; /* any case is taken */
    service_fn *run;
    enum service_who who;
    int cost;
    const char *usage;
    const char *help;
};

/* One service. Either a table of commands, or one function that takes all that is said. */
struct service_kind {
    const char *name;    /* also the nick that it speaks by */
    const char *example; /* of a command, for its help */
    const struct service_command *commands;
    size_t n;
    service_fn *all; /* NULL: the table */
};

extern const struct service_kind services_nickserv, services_files, services_console;

/* True for the name of a service that listens. */
bool service_is(const char *name);

/* True if a line, not yet parsed, is for a service: it must wait its turn. */
bool service_is_in(const char *line);

/* Does what the text says to the service of this name, or to NickServ if the name is none. */
void service_run(struct ctx *ctx, const char *name, const char *text);

/* A NOTICE from the service that is spoken to (ctx->service) to this session. */
void service_say(struct ctx *ctx, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* How a command of that service is written, as an answer. */
void service_usage(struct ctx *ctx, const char *command);

/* HELP of a service with a table. */
service_fn service_help;

/* One word off the front of *rest (which is overwritten), "" if there is none. */
char *service_word(char **rest);

/* True for something that may be called so: a device. Otherwise it was answered. */
bool service_label_fits(struct ctx *ctx, const char *label);

/* True if the password may be one, and may come by this connection. Otherwise it was answered. */
bool service_password_fits(struct ctx *ctx, const char *password);

/* NickServ's. */
service_fn service_cert, service_devices, service_drop, service_export, service_identify,
    service_info, service_recovery, service_register, service_set, service_token;

#endif
