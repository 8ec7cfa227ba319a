/*
 * folder_watch.h - hears of files that are saved in a folder, also if the folder is made later.
 */
#ifndef FOLDER_WATCH_H
#define FOLDER_WATCH_H

#include "loop.h"

struct folder_watch;

/* A file of that name was written, or put in its place; NULL: the folder is there now, with
 * whatever is in it. */
typedef void folder_watch_fn(void *arg, const char *name);

/* Watches a folder; NULL if the system watches nothing. */
struct folder_watch *folder_watch_new(struct loop *loop, const char *folder,
                                      folder_watch_fn *changed, void *arg);
void folder_watch_free(struct folder_watch *watch);

#endif
