/*
 * net_scene.h - a loop with a deadline, and people who talk over real sockets.
 *
 * A talker holds one wire and remembers the lines that came in, joined by '|';
 * a line that was too long is remembered as "<too long>".
 */
#ifndef NET_SCENE_H
#define NET_SCENE_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "tls_shown.h"

struct loop;
struct loop_timer;
struct wire;

typedef bool met_fn(void *arg);

struct scene {
    struct loop *loop;
    struct loop_timer *deadline;
    met_fn *met;
    void *arg;
    bool is_late;
};

/* Both for cmocka's setup and teardown. */
int scene_setup(void **state);
int scene_teardown(void **state);

/* Turns until met(arg), asked at first and at the end of each turn; fails after ten seconds. */
void scene_until(struct scene *scene, met_fn *met, void *arg);

/* Makes n turns at least, sleeping in none. */
void scene_turns(struct scene *scene, int n);

struct talker {
    struct scene *scene;
    struct wire *wire;
    struct buf heard;
    struct buf queue;   /* what was said */
    size_t written;     /* how much of it is on its way */
    char *why;          /* how it ended, NULL while it goes on */
    const char *wanted; /* for hears() */
    int lines;
    int times_writable;
    int pause_at;           /* pauses itself in its n-th line; 0: never */
    int close_at;           /* closes its wire in its n-th line, 0: never */
    struct tls_shown shown; /* by the server, to one who judges */
    bool distrusts;         /* who judges closes the wire */
};

/* Takes over a socket. Lines are 20 bytes at most, or line_max. */
void talker_init(struct talker *talker, struct scene *scene, int fd, size_t line_max);

/* The same of one who judges the server's certificate and says nothing before. */
void talker_init_judging(struct talker *talker, struct scene *scene, int fd, size_t line_max);
void talker_close(struct talker *talker);
void talker_clear(struct talker *talker);

/* Queues text and writes what is taken; the rest goes when the wire is writable. */
void says(struct talker *talker, const char *text);
void says_bytes(struct talker *talker, const char *data, size_t len);

/* Waits until so much was heard, and compares. */
void hears(struct talker *talker, const char *lines);

/* Waits until the talker's wire is at its end. */
void hears_end(struct talker *talker);

/* Waits until the server has shown itself to one who judges. */
void sees_server(struct talker *talker);

/* Two connected sockets: TCP on loopback, or Unix. */
void tcp_pair(int fds[2]);
void unix_pair(int fds[2]);

/* A new folder for a test's files; the test removes and frees it. */
char *temporary_folder(void);

/* A listening socket on a free port of 127.0.0.1. */
int listen_anywhere(int *port);

#endif
