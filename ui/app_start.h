/*
 * app_start.h - what happens before the first paint: the files, the settings,
 * and where to talk.
 */
#ifndef APP_START_H
#define APP_START_H

#include "app.h"
#include "archive.h"
#include "chat.h"
#include "settings.h"
#include "tty.h"

/* A zeroed one: nothing is kept. */
struct app_files {
    struct archive *archive;
    char *secrets;       /* path; owned */
    char *known_servers; /* path; owned */
    char *sts;           /* path; owned */
    char *warning;       /* to be shown; NULL; owned */
};

/* Opens what is kept in the data folder. Returns 0, or -1 with *cause; both are closed after. */
int app_open_files(struct app_files *files, char **cause);
void app_close_files(struct app_files *files);

/* Puts the state of the last time and the theme into chat. Archive and theme may be NULL. */
void app_take_state(struct chat *chat, struct archive *archive, const char *theme);

enum tty_colours app_colours(const struct chat *chat);

/* With a screen, or for lines only. Returns 0, or -1 with *cause. */
int app_start_terminal(const struct app_options *options, const struct chat *chat, char **cause);

/*
 * Begins to connect: to where the command line says, to the servers of the last
 * time, or to one on this machine; else opens the form that asks. Returns 0,
 * or -1 with *cause if the command line is wrong.
 */
int app_begin_talk(struct chat *chat, const struct app_options *options, struct archive *archive,
                   char **cause);

#endif
