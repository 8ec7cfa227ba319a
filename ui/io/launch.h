/*
 * launch.h - running the user's own programs: an opener of links, a hook for
 * news. Never by a shell: a command is a row of words, so that nothing that
 * somebody wrote can become a command.
 */
#ifndef LAUNCH_H
#define LAUNCH_H

#include <stdbool.h>
#include <sys/types.h>

/* The words of a command (set off by blanks; "..." and '...' hold blanks together) and behind them
 * `more`, which ends with NULL or is NULL. Ends with NULL; to free with launch_words_free(). NULL
 * if the command has no word. */
char **launch_words(const char *command, const char *const *more);
void launch_words_free(char **words);

/*
 * Runs a program apart from us: in a session of its own, without our terminal and descriptors;
 * nobody waits for it. env holds "NAME=value" for it, ends with NULL, or is NULL. False, with
 * errno, if it could not be begun.
 */
bool launch_detached(char *const *words, const char *const *env);

/* The same, but what it prints (both: its errors too) comes out at *out, and the caller waits for
 * it: its id, which is that of its group too. -1, with errno, if it could not be begun. */
pid_t launch_piped(char *const *words, const char *const *env, bool both, int *out);

#endif
