/*
 * server.h - the running program: builds world, store and ports, turns them
 * round one loop, and stops in order.
 */
#ifndef SERVER_H
#define SERVER_H

#include "arguments.h"

struct parlord;

/*
 * Opens the store, builds the world and listens. settings must have come from
 * arguments_configure(); reloads put others in their place. Both must outlive
 * it. Returns NULL with *cause (to free).
 */
struct parlord *server_new(const struct arguments *arguments, struct settings *settings,
                           char **cause);

/* Where it listens, "127.0.0.1:6667, unix:/run/user/1000/parlord.sock"; to free. */
char *server_ports(const struct parlord *parlord);

/* What a client is started with, "ircs://chat:6697/#lobby?fp=…", or "irc://…" where there is no
 * TLS; to free. */
char *server_invite(const struct parlord *parlord);

/* SHA-256 of its certificate, lower-case hex; NULL if it listens nowhere by TLS. Borrowed. */
const char *server_fingerprint(const struct parlord *parlord);

/* Where files are found, "http://127.0.0.1:6680/files/"; to free; NULL if nowhere. */
char *server_files(const struct parlord *parlord);

/* The folder that the data lies in. Borrowed. */
const char *server_data_folder(const struct parlord *parlord);

/* Runs until SIGTERM or SIGINT, and then until everything accepted is stored and sent. */
void server_run(struct parlord *parlord);

/* Closes what is open, the store in order, and frees. NULL is fine. */
void server_free(struct parlord *parlord);

#endif
