/*
 * control.h - operators on this machine: a Unix socket that takes commands,
 * line by line (`parlord ctl`).
 *
 * Whoever comes must be of our own user, or root. It says "run COMMAND…" and
 * hears lines: "text 0 SENTENCE" (1: it did not work), "row NAME<TAB>VALUE<TAB>…",
 * and in the end "done 0" or "done 1". In values a backslash stands before
 * itself, "t" for a tab and "n" for a new line.
 */
#ifndef CONTROL_H
#define CONTROL_H

#include <sys/socket.h>
#include <sys/un.h>

struct buf;
struct control;
struct loop;
struct server;

/* Opens the socket in a folder; one that lies there is of a server that is gone. NULL with *cause.
 */
struct control *control_new(struct loop *loop, struct server *server, const char *folder,
                            char **cause);
void control_free(struct control *control);

/* "FOLDER/control.sock"; to free. */
char *control_path(const char *folder);

/* A connected or (serve) bound socket for a path of any length; -1 with errno. */
int control_socket(const char *path,
                   int (*use)(int fd, const struct sockaddr *name, socklen_t len));

/* One value as it stands in a line; and back, in place. */
void control_escape(struct buf *out, const char *text);
void control_unescape(char *text);

#endif
