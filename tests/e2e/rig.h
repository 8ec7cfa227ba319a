/*
 * rig.h - starts the real programs on free ports in a temporary folder.
 *
 * All waits are for a condition, with a deadline; what does not come fails the
 * test and shows what the programs said.
 */
#ifndef RIG_H
#define RIG_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* How long anything may take; under sanitizers, on a busy machine. */
#define RIG_PATIENCE_MS 30000

struct rig {
    char *folder;    /* of this test; home of all that is started */
    pid_t server;    /* 0 while none runs */
    int said_fd;     /* its standard output */
    char *said;      /* what it printed at start */
    char *log_path;  /* its standard error */
    int port;        /* of the first plain address that it listens on; 0: none */
    int tls_port;    /* the same of the first one by TLS */
    int64_t took_ms; /* from its start to the last line of said */
};

/* cmocka's setup and teardown: *state is the rig. */
int rig_setup(void **state);
int rig_teardown(void **state);

/* Starts parlord with its data in the rig's folder, on a free port of 127.0.0.1, and waits until it
 * listens. */
void rig_start_server(struct rig *rig);

/* The same with these arguments, the last one NULL, instead of a free port. */
void rig_start_server_with(struct rig *rig, const char *argument, ...) __attribute__((sentinel));

/* The same without any option of ours: its home is the rig's folder. */
void rig_start_plain_server(struct rig *rig);

/* Ends it at once, as a power cut would. */
void rig_kill_server(struct rig *rig);

/* Asks it to stop; returns its exit status. */
int rig_stop_server(struct rig *rig);

/* Begins the stop only, and waits for its end. */
void rig_signal_server(const struct rig *rig, int signum);
int rig_wait_for_server(struct rig *rig);

/* Waits for the end of a child; returns its wait status. */
int rig_reap(pid_t pid);

/* A program that runs to its end. */
struct outcome {
    int status; /* exit status */
    char *out, *err;
};
void rig_run_server(struct rig *rig, struct outcome *outcome, const char *argument, ...)
    __attribute__((sentinel));

/* Runs a program of the system (found by $PATH; its name is its first argument) to its end, in the
 * rig's folder. */
void rig_run(const struct rig *rig, struct outcome *outcome, const char *program, ...)
    __attribute__((sentinel));
void outcome_clear(struct outcome *outcome);

/* Starts it as rig_start_server() does; false if it refused: then *outcome says how. */
bool rig_try_server(struct rig *rig, struct outcome *outcome);

/* A path in the rig's folder; to free. */
char *rig_path(const struct rig *rig, const char *name);

/* Writes a file in the rig's folder; returns its path, to free. */
char *rig_write(const struct rig *rig, const char *name, const char *text);

/* A port that was free a moment ago, with n - 1 free ones behind it. */
int rig_free_ports(int n);

/* Environment of all that is started: home and XDG folders are the rig's. In the child only. */
void rig_enter(const struct rig *rig);

/* Waits until fd can be read; fails the test after the deadline (monotonic). what: for the message.
 */
void rig_wait_readable(int fd, int64_t deadline_ms, const char *what);

/* True if the text has a part that matches the extended regular expression. */
bool rig_matches(const char *text, const char *pattern);

#endif
