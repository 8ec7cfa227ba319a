/*
 * known.h - what is known of servers, in a file that only its owner reads
 * (0600): lines of "server value". Like known_hosts.
 *
 * The file is read at each question: another parlor may have written it.
 */
#ifndef KNOWN_H
#define KNOWN_H

struct known;

/* path NULL: kept in memory only. */
struct known *known_new(const char *path);
void known_free(struct known *known);

/*
 * The value of a server in *value (to free), NULL if there is none. Returns 0,
 * or -1 with *cause if the file cannot be read, or has a line that is none.
 */
int known_find(struct known *known, const char *server, char **value, char **cause);

/*
 * Keeps a value (NULL forgets it). The file is written anew, synced and renamed
 * into place. Returns 0, or -1 with *cause; it is kept in memory all the same.
 */
int known_keep(struct known *known, const char *server, const char *value, char **cause);

#endif
