/*
 * server_rig.h - the server's logic without sockets: lines in, lines out, a
 * clock set by hand, a real store in a folder of its own.
 *
 * For the sentences of tests see server_scene.h; fuzzers use this alone.
 */
#ifndef SERVER_RIG_H
#define SERVER_RIG_H

#include "command.h"

#define RIG_EVERYBODY 8

/* Somebody with a connection, or without one yet. A zeroed one has never connected. */
struct person {
    struct rig *rig;
    uint64_t serial;    /* of the session; 0: not connected */
    struct buf waiting; /* lines that the server has not taken yet */
    struct buf unread;  /* lines from the server that nobody has looked at */
    bool is_deaf;       /* takes nothing: what the server sends waits there */
};

struct hash_job {
    void (*work)(void *job);
    void (*done)(void *job);
    void *job;
};

struct rig {
    struct world_config config;
    struct server server;
    char folder[32];
    char *path; /* of the database; owned */
    struct hash_job hashes[64];
    size_t nhashes;
    void (*while_closed)(const struct rig *rig); /* what happens to the file during a restart */
    bool holds; /* the disk and the hash take their time: answers wait for rig_settle() */
    struct person *everybody[RIG_EVERYBODY];
    size_t neverybody;
};

/* Opens an empty store and a world at 2026-01-01T00:00:00Z; ends the process if it cannot. */
void rig_open(struct rig *rig);
void rig_close(struct rig *rig);

/* Closes store and world and opens them again: all connections are gone. */
void rig_restart(struct rig *rig);

/* A new connection of a person, from an address, on a path that secrets may cross or not. */
void rig_connect(struct rig *rig, struct person *person, const char *address, bool private_path);

/* The connection is lost. */
void rig_hang_up(struct person *person, const char *why);

/* Gives the server a line without CR LF; then all answers are waited for, unless the rig holds. */
void rig_say(struct person *person, const char *line, size_t len);

/* Lets store and hash finish and brings all answers. */
void rig_settle(struct rig *rig);

/* Sets both clocks forward, in ticks of a second. */
void rig_pass_time(struct rig *rig, int64_t ms);

#endif
