/*
 * secrets.h - the passwords of our names, in a file that only its owner reads
 * (0600): an INI file, [host:port], name = secret. What a server wants of
 * everybody stands there too.
 */
#ifndef SECRETS_H
#define SECRETS_H

struct network;

/* In a name's place: the password of the server itself. */
#define SECRETS_SERVER "*"

/* The server of a network as a key: this machine is "localhost:PORT" however it is called. To free.
 */
char *secrets_server(const struct network *network);

/* The secret of the name at that server, to give to secret_free(); NULL if there is none. *cause
 * (to free) says so if the file cannot be read. */
char *secrets_find(const char *path, const char *server, const char *name, char **cause);

/*
 * Keeps the secret (NULL forgets it). The file is written anew, synced and
 * renamed into place: a crash loses nothing. Returns 0, or -1 with *cause.
 */
int secrets_keep(const char *path, const char *server, const char *name, const char *secret,
                 char **cause);

#endif
