/*
 * fault.h - takes the disk away from a server that runs, and gives it back.
 */
#ifndef FAULT_H
#define FAULT_H

#include <stdbool.h>

struct fault;
struct rig;

/* Each in its way: no space left (a small file system of its own), no byte may be written any more,
 * another program holds the database's lock. */
enum fault_kind { FAULT_NO_SPACE, FAULT_NO_WRITING, FAULT_LOCKED, FAULTS };

const char *fault_name(enum fault_kind kind);

/* Before the server is started; NULL if the system does not let us. */
struct fault *fault_new(struct rig *rig, enum fault_kind kind);

/* Gives back what is still taken. After the server has ended. */
void fault_free(struct fault *fault);

void fault_begin(struct fault *fault);
void fault_end(struct fault *fault);

/* Puts a file system of three megabytes on a folder, and a file there that takes all space; the
 * same holds. */
bool fault_small(const char *folder);
void fault_fill(const char *path);

/* Makes a folder read-only for all programs that this one starts from here on; false if the system
 * does not let us. fault_writable() undoes it. */
bool fault_read_only(const char *folder);
void fault_writable(const char *folder);

#endif
