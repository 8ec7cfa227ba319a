/*
 * subject.h - what is measured: parlord, with its store on a disk or in memory,
 * and the floor that it is held against.
 */
#ifndef SUBJECT_H
#define SUBJECT_H

#include <sys/types.h>

/* A server under test: its process, and where it listens. */
struct subject {
    pid_t pid;
    int port;
    int http_port;   /* 0 for the floor */
    char folder[64]; /* "" for the floor */
};

/* The folder of what it shares, in its own, and a file there of so many bytes, none of them on the
 * disk. */
#define SUBJECT_SHARED    "shared"
#define SUBJECT_FILE      "large.bin"
#define SUBJECT_FILE_SIZE (64LL << 20)

enum subject_kind { SUBJECT_DISK, SUBJECT_MEMORY, SUBJECT_FLOOR, SUBJECT_KINDS };

struct subject subject_start(enum subject_kind kind);

/* Ends it and removes what it wrote. */
void subject_stop(const struct subject *subject);

/* CPU time so far, of all its threads. */
double subject_cpu_us(const struct subject *subject);

/* Memory that is its own. */
double subject_memory_bytes(const struct subject *subject);

#endif
