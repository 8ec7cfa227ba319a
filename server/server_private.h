/*
 * server_private.h - what the files of the running program share: all that it
 * is made of.
 */
#ifndef SERVER_PRIVATE_H
#define SERVER_PRIVATE_H

#include "command.h"
#include "server.h"

struct clients;
struct identity;
struct listeners;
struct loop;
struct loop_timer;
struct loop_watch;

struct parlord {
    const struct settings *settings;
    char *folder;
    char *motd;
    char *exports; /* folder; owned */
    struct world_config config;
    struct server server;
    struct loop *loop;
    struct identity *identity;
    struct clients *clients;
    struct listeners *listeners;
    struct loop_watch *store_watch;
    struct loop_timer *tick;
    struct loop_timer *patience; /* of the stop */
    char *farewell;              /* what everybody is told at the stop; owned */
    bool stopping;
    bool has_told; /* everybody that it stops */
    bool is_empty; /* all sessions have gone; what was said to them may still be on its way */
};

/* Accepts and reads no more; what was accepted is stored and answered; all are told why. */
void server_stop(struct parlord *parlord, const char *why);

/* Goes on with the stop, at the end of each turn: first the store, then the farewells, then the
 * last bytes. */
void server_stop_on(struct parlord *parlord);

/* Nobody is waited for any more. */
void server_stop_now(void *parlord);

#endif
