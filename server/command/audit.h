/*
 * audit.h - what operators did: one line of key=value each, in a file of its
 * own that only grows; each is on the disk soon after.
 *
 * Texts that people said are not in it, only how long they were.
 */
#ifndef AUDIT_H
#define AUDIT_H

#include "command.h"

/* Opens the file (0600), making it, for this server. Returns 0, or -1 with *cause. */
int audit_open(struct server *server, const char *path, char **cause);
void audit_close(struct server *server);

/* Who ("console", "ctl:alice", an account), what ("kick", "kick refused"), whom, and more; target
 * and note may be NULL. */
void audit(const struct server *server, const char *who, const char *verb, const char *target,
           const char *note);

/* The last n lines, oldest first; calls line() for each. */
void audit_tail(const struct server *server, size_t n, void (*line)(void *arg, const char *line),
                void *arg);

#endif
