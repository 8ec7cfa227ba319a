/*
 * server_private.h - what the files of the running program share: all that it
 * is made of.
 */
#ifndef SERVER_PRIVATE_H
#define SERVER_PRIVATE_H

#include "command.h"
#include "server.h"

struct arguments;
struct clients;
struct console;
struct control;
struct https;
struct identity;
struct listeners;
struct loop;
struct loop_timer;
struct loop_watch;

struct parlord {
    const struct arguments *arguments;
    struct settings *settings; /* in the same place after each reload */
    char *folder;
    char *motd;
    char *exports; /* folder; owned */
    struct world_config config;
    struct server server;
    struct loop *loop;
    struct identity *identity;
    struct clients *clients;
    struct listeners *listeners;
    struct https *https;     /* NULL while all is built or taken down */
    struct listeners *http;  /* likewise; without ports while there are no files */
    struct control *control; /* NULL: its socket could not be made */
    struct console *console; /* NULL: there is no terminal */
    int log_fd;              /* of the log's file; 0: it goes elsewhere */
    struct loop_watch *store_watch;
    struct loop_timer *tick;
    struct loop_timer *patience; /* of the stop */
    char *farewell;              /* what everybody is told at the stop; owned */
    bool stopping;
    bool has_told; /* everybody that it stops */
    bool is_empty; /* all sessions have gone; what was said to them may still be on its way */
};

/* What handlers may know becomes what the settings say. */
void server_configure(struct parlord *parlord);

/* Lends the program's own to operators; opens the socket for them, and the prompt if there is a
 * terminal; and closes both. */
void server_attend_operators(struct parlord *parlord);
void server_begin_console(struct parlord *parlord);
void server_leave_operators(struct parlord *parlord);

/* Opens the log's file that the settings name: *fd, 0 for none; -1 with *cause. Writes there from
 * now on; begins with both, and to open it anew on SIGUSR1; and goes back to standard error. */
int server_log_look(const struct settings *settings, int *fd, char **cause);
void server_log_become(struct parlord *parlord, int fd);
int server_log_begin(struct parlord *parlord, char **cause);
void server_log_end(struct parlord *parlord);

/* A sentence about what is done; bad: it is not. */
typedef void server_out_fn(void *arg, bool bad, const char *sentence);

/*
 * Reads the settings again: all of them hold from now on, or none (false). Says
 * what changed, what takes a restart, or what is wrong.
 */
bool server_reload(struct parlord *parlord, server_out_fn *out, void *out_arg);

/* Opens what is shared and listens for HTTP; the store is loaded and the worker there. Returns 0,
 * or -1 with *cause. */
int server_open_files(struct parlord *parlord, char **cause);

/* Other settings of them, in two steps; what was looked at is taken over, or forgotten. */
struct files_change {
    struct sharing *sharing;        /* NULL: nothing is shared */
    struct listeners_change *ports; /* NULL: they stay */
};
int server_look_files(const struct parlord *parlord, struct files_change *change,
                      const struct settings *settings, char **cause);
void server_forget_files(struct files_change *change);
void server_change_files(struct parlord *parlord, struct files_change *change);

/* Every second; at the stop; when all connections go; and behind the store, at last. */
void server_tick_files(struct parlord *parlord);
void server_stop_files(struct parlord *parlord);
void server_cut_files(struct parlord *parlord);
void server_free_files(struct parlord *parlord);

/* Accepts and reads no more; what was accepted is stored and answered; all are told why. */
void server_stop(struct parlord *parlord, const char *why);

/* Goes on with the stop, at the end of each turn: first the store, then the farewells, then the
 * last bytes. */
void server_stop_on(struct parlord *parlord);

/* Nobody is waited for any more. */
void server_stop_now(void *arg);

#endif
