/*
 * listener.h - the ports: binding them, accepting, limits, and what happens
 * when the descriptors run out.
 */
#ifndef LISTENER_H
#define LISTENER_H

#include <stdbool.h>

struct address;
struct listener;
struct listeners;
struct listeners_change;
struct loop;

/* A connection has come; fd is taken over. listener_left() must be called when it has gone. */
typedef void listener_fn(void *arg, struct listener *listener, int fd);

/* No port yet. Each will have at most max_connections at a time (or what
 * stands behind its address), and all together no more than
 * leave some descriptors for other things. Who is too many is told so. */
struct listeners *listeners_new(struct loop *loop, int max_connections, listener_fn *fn, void *arg);

/*
 * Listens on all ports of an address. A Unix socket that nobody answers is
 * replaced. Returns 0, or -1 with *cause (to free): "127.0.0.1:6667: …".
 */
int listeners_open(struct listeners *listeners, const struct address *address, char **cause);

/* Both together have no more connections than there are descriptors for. */
void listeners_beside(struct listeners *listeners, struct listeners *other);

/*
 * Other ports, in two steps, so that nothing has changed if something is not to
 * be had: texts are as address.h says; of those in "also" some may fail, which
 * is logged. Ports that stay keep their connections, and so do those that go.
 * NULL with *cause.
 */
struct conf_list;
struct listeners_change *listeners_look(struct listeners *listeners, const struct conf_list *list,
                                        const struct conf_list *also, char **cause);
void listeners_become(struct listeners_change *change, int max_connections);
void listeners_forget(struct listeners_change *change);

/* The ports as the system gave them; NULL gives the first, the last gives NULL. */
struct listener *listener_next(const struct listeners *listeners, const struct listener *listener);

/* "127.0.0.1:40123"; borrowed. */
const char *listener_text(const struct listener *listener);

/* How many are connected there. */
int listener_connections(const struct listener *listener);

/* True if who comes there speaks TLS. */
bool listener_is_tls(const struct listener *listener);

/* What is said before the reason to who is sent away, in place of "ERROR :"; borrowed. */
void listeners_farewell(struct listeners *listeners, const char *before);

/* Sends away who has just come, with "ERROR :why" where TLS is not waited for, and closes fd. */
void listener_refuse(const struct listener *listener, int fd, const char *why);

/* Accepts nobody for a moment: who comes waits in the kernel's queue. */
void listener_hold(struct listener *listener);

/* One connection less. */
void listener_left(struct listener *listener);

/* Accepts nobody any more. */
void listeners_close(struct listeners *listeners);

/* Closes and frees; all connections must have left. */
void listeners_free(struct listeners *listeners);

#endif
