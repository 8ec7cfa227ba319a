/*
 * password.h - a secret that the user's own program knows (pass, secret-tool,
 * gpg): it stands in no file of ours.
 */
#ifndef PASSWORD_H
#define PASSWORD_H

#include <stdbool.h>

/*
 * Runs a command (words, no shell) and takes the first line that it prints; it
 * may ask on the terminal, which must not be taken yet. To free with
 * secret_free(). NULL with *cause.
 */
char *password_by_command(const char *command, char **cause);

/*
 * The same while the program runs: beside it, without the terminal, for a
 * minute at most. The command finds the server and the name in PARLOR_SERVER and
 * PARLOR_NAME. NULL with *cause if it cannot be begun.
 */
struct loop;
struct password_ask;
struct password_ask *password_ask_new(struct loop *loop, const char *command, const char *server,
                                      const char *name, char **cause);
void password_ask_free(struct password_ask *ask);

/* True once it has ended, with *password (to free with secret_free()) or, if that is NULL, *cause.
 */
bool password_ask_ended(struct password_ask *ask, char **password, char **cause);

#endif
