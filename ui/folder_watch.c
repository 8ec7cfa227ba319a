#include "folder_watch.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "mem.h"

struct folder_watch {
    struct loop_watch *watch;
    folder_watch_fn *changed;
    void *arg;
    char *folder; /* owned */
    int fd;
    bool there;   /* the folder is watched */
    int ancestor; /* what will hold it, while it is not there; -1: none */
};

static bool watch_folder(struct folder_watch *watch)
{
    watch->there = inotify_add_watch(watch->fd, watch->folder, IN_CLOSE_WRITE | IN_MOVED_TO) >= 0;
    return watch->there;
}

/* The nearest one on the way to the folder; -1: none. */
static int watch_ancestor(const struct folder_watch *watch)
{
    char *way = xstrdup(watch->folder);
    int ancestor = -1;
    for (char *slash; ancestor < 0 && (slash = strrchr(way, '/'));) {
        *slash = '\0';
        ancestor = inotify_add_watch(watch->fd, *way ? way : "/", IN_CREATE | IN_MOVED_TO);
    }
    free(way);
    return ancestor;
}

/* The same ancestor again is no event, so that this comes to rest. */
static void watch_nearest(struct folder_watch *watch)
{
    int before = watch->ancestor;
    watch->ancestor = -1;
    if (!watch_folder(watch)) {
        watch->ancestor = watch_ancestor(watch);
        /* It may have been made meanwhile. */
        watch_folder(watch);
    }
    if (before >= 0 && before != watch->ancestor)
        inotify_rm_watch(watch->fd, before);
}

static void tell_each(const struct folder_watch *watch, const char *bytes, size_t len)
{
    for (size_t at = 0; at < len;) {
        struct inotify_event event;
        memcpy(&event, bytes + at, sizeof(event));
        if (event.len > 0)
            watch->changed(watch->arg, bytes + at + sizeof(event));
        at += sizeof(event) + event.len;
    }
}

static void on_event(void *arg)
{
    struct folder_watch *watch = arg;
    alignas(struct inotify_event) char bytes[4096];
    ssize_t len = 0;
    while ((len = read(watch->fd, bytes, sizeof(bytes))) > 0) {
        if (watch->there)
            tell_each(watch, bytes, (size_t)len);
    }
    if (watch->there)
        return;
    watch_nearest(watch);
    if (watch->there)
        watch->changed(watch->arg, NULL);
}

struct folder_watch *folder_watch_new(struct loop *loop, const char *folder,
                                      folder_watch_fn *changed, void *arg)
{
    int fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (fd < 0)
        return NULL;
    struct folder_watch *watch = xnew(struct folder_watch);
    *watch = (struct folder_watch){
        .changed = changed, .arg = arg, .folder = xstrdup(folder), .fd = fd, .ancestor = -1};
    watch_nearest(watch);
    watch->watch = loop_watch_new(loop, fd, on_event, watch);
    return watch;
}

void folder_watch_free(struct folder_watch *watch)
{
    if (!watch)
        return;
    loop_watch_free(watch->watch);
    close(watch->fd);
    free(watch->folder);
    free(watch);
}
