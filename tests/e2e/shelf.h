/*
 * shelf.h - what stories about files begin with: a server that shares a folder,
 * files whose content is known by their name, and curl.
 */
#ifndef SHELF_H
#define SHELF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct outcome;
struct rig;

struct shelf {
    struct rig *rig;
    char *folder;  /* that is shared */
    int http_port; /* of 127.0.0.1 */
};

/* cmocka's: the server runs without limits on speed, and shares an empty folder. */
int shelf_setup(void **state);
int shelf_teardown(void **state);

/* Starts the server with these lines more in its configuration ("[files]\n..."; "" for none), on
 * the ports of the last time if there was one. */
void shelf_start(struct shelf *shelf, const char *settings);

/* Ends it as a power cut would. */
void shelf_kill(struct shelf *shelf);

/* Makes a file of so many bytes below the shared folder, and the folders on the way. */
void shelf_put(const struct shelf *shelf, const char *name, size_t size);

/* The same at any path. */
void shelf_make(const char *path, size_t size);

/* The SHA-256 of a file in lower-case hex; to free. */
char *shelf_hash(const char *path);

/* "http://127.0.0.1:PORT/" and this; to free. */
char *shelf_address(const struct shelf *shelf, const char *path);

/* What the server's log says of an answer with a file in it. */
struct shelf_sent {
    int64_t bytes; /* of the body, as far as it took them from the file */
    int status;
    bool whole; /* else the connection ended before */
};

/* Stops the server and reads what it logged of the answers that it sent, of all its runs: at most
 * n. A kill leaves no word about those that were under way. Returns how many there are. */
size_t shelf_stop(struct shelf *shelf, struct shelf_sent *sent, size_t n);

/* How many lines of the log match (extended regular expression). */
int shelf_logged(const struct shelf *shelf, const char *pattern);

/* Runs curl to its end with these arguments, the last one NULL; quiet but for errors. */
void shelf_curl(const struct shelf *shelf, struct outcome *outcome, const char *argument, ...)
    __attribute__((sentinel));

#endif
