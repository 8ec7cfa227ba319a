/*
 * config_watch.h - hears of it when somebody changes the file of settings.
 */
#ifndef CONFIG_WATCH_H
#define CONFIG_WATCH_H

#include "chat.h"
#include "loop.h"

struct config_watch;

/* Watches the folder of the file (NULL: the usual one): editors put a new file in its place. */
struct config_watch *config_watch_new(struct loop *loop, struct chat *chat, const char *file);
void config_watch_free(struct config_watch *watch);

#endif
