/*
 * sender.h - who sends files to the server, by curl or by our client, and what the
 * server has left of them when it did not want them.
 */
#ifndef SENDER_H
#define SENDER_H

#include <stddef.h>

struct outcome;
struct peer;
struct screen;
struct shelf;

/* The password of all who claim a name here. */
#define SENDER_SECRET "alice-keeps-this-secret"

#define KIB 1024L

/* Claims the name by a scripted client. */
struct peer *sender_claims(const struct shelf *shelf, const char *name);

/* Makes a file of so many bytes to send; its path, to free. */
char *sender_has_file(const struct shelf *shelf, const char *name, size_t size);

/* Fails the test unless curl wrote this status to its standard error, and a sentence that matches
 * (extended regular expression) to the other; clears the outcome. */
void sender_expects(struct outcome *outcome, const char *status, const char *sentence);

/* Sends it by curl as NAME:PASSWORD, and expects that. */
void sender_is_refused(const struct shelf *shelf, const char *who, const char *path,
                       const char *status, const char *sentence);
void sender_is_taken(const struct shelf *shelf, const char *who, const char *path);

/* Types both and Enter. */
void sender_types(struct screen *screen, const char *command, const char *what);

/* Waits until the server has so many bytes of what is not whole yet. */
void sender_waits_for(const struct shelf *shelf, long bytes);

/* Waits until it has nothing of that kind. */
void sender_leaves_nothing(const struct shelf *shelf);

#endif
