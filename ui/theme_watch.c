#include "theme_watch.h"

#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "look.h"
#include "mem.h"
#include "settings.h"

struct theme_watch {
    int fd;
    bool there;   /* the folder is watched */
    int ancestor; /* what will hold it, while it is not there; -1: none */
    struct loop_watch *watch;
    struct chat *chat;
    struct display *display;
};

static bool watch_folder(struct theme_watch *watch, const char *folder)
{
    watch->there = inotify_add_watch(watch->fd, folder, IN_CLOSE_WRITE | IN_MOVED_TO) >= 0;
    return watch->there;
}

/* The nearest one on the way to a folder that is not there; -1: none. */
static int watch_ancestor(const struct theme_watch *watch, const char *folder)
{
    char *way = xstrdup(folder);
    int ancestor = -1;
    for (char *slash; ancestor < 0 && (slash = strrchr(way, '/')) && slash != way;) {
        *slash = '\0';
        ancestor = inotify_add_watch(watch->fd, way, IN_CREATE | IN_MOVED_TO);
    }
    free(way);
    return ancestor;
}

/* The same ancestor again is no event, so that this comes to rest. */
static void watch_nearest(struct theme_watch *watch)
{
    char *folder = settings_config_path("themes");
    int before = watch->ancestor;
    watch->ancestor = -1;
    if (!watch_folder(watch, folder)) {
        watch->ancestor = watch_ancestor(watch, folder);
        /* It may have been made meanwhile. */
        watch_folder(watch, folder);
    }
    if (before >= 0 && before != watch->ancestor)
        inotify_rm_watch(watch->fd, before);
    free(folder);
}

/* Whichever was saved: the one that is shown may inherit it. */
static void take_anew(const struct theme_watch *watch)
{
    free(watch->display->shown_theme);
    watch->display->shown_theme = NULL;
    free(watch->chat->theme_names);
    watch->chat->theme_names = look_names();
    watch->chat->wishes |= WISH_THEME;
}

static void on_event(void *arg)
{
    struct theme_watch *watch = arg;
    char bytes[4096];
    while (read(watch->fd, bytes, sizeof(bytes)) > 0)
        continue;
    if (!watch->there)
        watch_nearest(watch);
    if (watch->there)
        take_anew(watch);
}

struct theme_watch *theme_watch_new(struct loop *loop, struct chat *chat, struct display *display)
{
    int fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (fd < 0)
        return NULL;
    struct theme_watch *watch = xnew(struct theme_watch);
    *watch = (struct theme_watch){.fd = fd, .ancestor = -1, .chat = chat, .display = display};
    watch_nearest(watch);
    watch->watch = loop_watch_new(loop, fd, on_event, watch);
    return watch;
}

void theme_watch_free(struct theme_watch *watch)
{
    if (!watch)
        return;
    loop_watch_free(watch->watch);
    close(watch->fd);
    free(watch);
}
