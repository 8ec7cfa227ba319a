/*
 * password.h - a secret that the user's own program knows (pass, secret-tool,
 * gpg): it stands in no file of ours.
 */
#ifndef PASSWORD_H
#define PASSWORD_H

/*
 * Runs a command (words, no shell) and takes the first line that it prints; it
 * may ask on the terminal, which must not be taken yet. To free with
 * secret_free(). NULL with *cause.
 */
char *password_by_command(const char *command, char **cause);

#endif
