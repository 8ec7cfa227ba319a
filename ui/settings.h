/*
 * settings.h - what the user set: the options of parlor.conf, and where the
 * client's files are.
 */
#ifndef SETTINGS_H
#define SETTINGS_H

#include <stdbool.h>

struct chat;

/* Lends the table of options to chat. */
void settings_lend(struct chat *chat);

/*
 * Reads FILE, or without one the file in the configuration folder if it is
 * there, over the defaults. Returns 0, with *cause if there was something to
 * warn of; or -1 with *cause, and all is as it was. */
int settings_read(struct chat *chat, const char *file, char **cause);

/* The same in mid-course; *news: something is otherwise now. */
int settings_read_again(struct chat *chat, const char *file, bool *news, char **cause);

/* The file that is read, its links followed; to free. */
char *settings_path(const char *file);

/* Writes what is unsaved into the file, which is made if need be, and forgets it. Returns 0, or -1
 * with *cause. */
int settings_save(struct chat *chat, const char *file, char **cause);

/* A file in the user's configuration folder, to free: $XDG_CONFIG_HOME/parlor/NAME or
 * ~/.config/parlor/NAME. */
char *settings_config_path(const char *name);

/* A file in the user's data folder, which is made (0700): $XDG_DATA_HOME/parlor/NAME or
 * ~/.local/share/parlor/NAME. NULL with *cause. */
char *settings_data_path(const char *name, char **cause);

#endif
