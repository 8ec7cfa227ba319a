/*
 * listener_private.h - what the files of the listeners share: the ports.
 */
#ifndef LISTENER_PRIVATE_H
#define LISTENER_PRIVATE_H

#include <stdint.h>

#include "listener.h"

struct loop_timer;
struct loop_watch;

struct listener {
    struct listeners *owner;
    int fd;
    bool tls;
    char *path; /* of a Unix socket, to be removed; owned */
    char *text;
    char *wish;          /* the same as it was asked for, perhaps with port 0 */
    int max_connections; /* 0: as the others */
    bool stays;          /* it is in the list that is looked at (listeners_change()) */
    int n;               /* connections */
    struct loop_watch *watch;
    struct loop_timer *rest; /* set while it accepts nobody */
    struct listener *prev, *next;
};

struct listeners {
    struct loop *loop;
    int max_connections; /* of each that has no limit of its own */
    int max_total;       /* of all, by the descriptors that there are */
    int n;               /* of all, if no other list stands beside this one */
    int *total;          /* of all; that list's, if one does */
    bool is_full;        /* that there is no room was logged */
    bool is_closed;      /* for good */
    listener_fn *fn;
    void *arg;
    const char *farewell; /* before the reason why somebody is sent away; NULL: "ERROR :" */
    int spare_fd;         /* given up to tell one more connection that there is no room */
    struct listener *first;
};

/* Binds and listens, but accepts nobody yet; beside: a port that one of ours listens on, and that
 * it is to take over, may be bound too. NULL with *cause. */
struct listener *listener_open(struct listeners *listeners, struct address *address, int port,
                               bool beside, char **cause);

/* Begins to accept. */
void listener_begin(struct listener *listener);

/* Accepts nobody any more. */
void listener_close(struct listener *listener);

/* Closes, and frees. */
void listener_free(struct listener *listener);

#endif
