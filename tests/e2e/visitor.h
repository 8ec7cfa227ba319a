/*
 * visitor.h - somebody with our client at a server that shares files: how fast
 * their link is, how far a file is on the way, and what is in their folder.
 */
#ifndef VISITOR_H
#define VISITOR_H

#include <stdbool.h>
#include <stdint.h>

struct rig;
struct screen;
struct shelf;

/* Starts parlor with a home of that name, and waits until it is logged in. speed: of each transfer,
 * bytes a second ("2M"; "0": as fast as it goes); holds while the program runs. */
struct screen *visitor_arrive(const struct shelf *shelf, const char *name, const char *speed);

/* Waits until the screen says that so many per cent of a file are here, or more, but not all. */
void visitor_wait_percent(struct screen *screen, const char *file, int least);

/* Waits until it says of a file that it is here, and how its SHA-256 begins. */
void visitor_wait_here(struct screen *screen, const char *file, const char *hash);

/* A file in the visitor's folder of downloads, there or not; to free. */
char *visitor_path(const struct rig *rig, const char *name, const char *file);

/* Bytes of that file; -1 if it is not there. */
int64_t visitor_size(const struct rig *rig, const char *name, const char *file);

/* True if that file has this SHA-256. */
bool visitor_has(const struct rig *rig, const char *name, const char *file, const char *hash);

#endif
