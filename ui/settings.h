/*
 * settings.h - what the user set: the options of parlor.conf, and where the
 * client's files are.
 */
#ifndef SETTINGS_H
#define SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

struct settings {
    char *name;     /* to be called; NULL: $USER; owned */
    char *realname; /* NULL: the name; owned */
    bool fold_joins;
    bool bell;
    int text_columns;     /* widest text of a message */
    int scrollback;       /* lines kept in memory per conversation */
    char *downloads;      /* folder of what was got; owned */
    size_t confirm_above; /* bytes; 0: never ask */
    int transfers_at_once;
    size_t speed_limit; /* bytes a second of one transfer; 0: none */
    int colours;        /* index into "auto|none|16|256|rgb" */
};

/* Reads FILE, or without one the file in the configuration folder if it is there. Returns 0, or -1
 * with *cause. */
int settings_read(struct settings *settings, const char *file, char **cause);
void settings_clear(struct settings *settings);

/* A file in the user's configuration folder, to free: $XDG_CONFIG_HOME/parlor/NAME or
 * ~/.config/parlor/NAME. */
char *settings_config_path(const char *name);

/* A file in the user's data folder, which is made (0700): $XDG_DATA_HOME/parlor/NAME or
 * ~/.local/share/parlor/NAME. NULL with *cause. */
char *settings_data_path(const char *name, char **cause);

#endif
