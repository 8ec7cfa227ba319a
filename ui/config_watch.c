#include "config_watch.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "mem.h"
#include "settings.h"
#include "wishes.h"

struct config_watch {
    struct chat *chat;
    struct loop_watch *watch;
    const char *file; /* as it was named; NULL: the usual one */
    char *folder;     /* of the file; owned */
    char *name;       /* of the file in it; owned */
    int fd;
    bool found; /* the folder is watched; else what will hold it */
};

/* Was it about our file? */
static bool read_events(const struct config_watch *watch)
{
    alignas(struct inotify_event) char bytes[4096];
    bool ours = false;
    ssize_t len = 0;
    while ((len = read(watch->fd, bytes, sizeof(bytes))) > 0) {
        for (ssize_t at = 0; at < len;) {
            struct inotify_event event;
            memcpy(&event, bytes + at, sizeof(event));
            const char *name = bytes + at + sizeof(event);
            ours = ours || (event.len > 0 && strcmp(name, watch->name) == 0);
            at += (ssize_t)(sizeof(event) + event.len);
        }
    }
    return ours;
}

/* Watches the folder, or the nearest above it that there is. */
static void look(struct config_watch *watch)
{
    char *path = xstrdup(watch->folder);
    watch->found = inotify_add_watch(watch->fd, path, IN_CLOSE_WRITE | IN_MOVED_TO) >= 0;
    bool seen = watch->found;
    for (char *slash; !seen && (slash = strrchr(path, '/'));) {
        *slash = '\0';
        seen = inotify_add_watch(watch->fd, *path ? path : "/", IN_CREATE | IN_MOVED_TO) >= 0;
    }
    /* It may have come meanwhile. */
    watch->found = watch->found ||
                   inotify_add_watch(watch->fd, watch->folder, IN_CLOSE_WRITE | IN_MOVED_TO) >= 0;
    free(path);
}

static void on_change(void *arg)
{
    struct config_watch *watch = arg;
    bool ours = read_events(watch);
    if (!watch->found) {
        look(watch);
        ours = watch->found;
    }
    if (ours)
        wishes_reload(watch->chat, watch->file, false);
}

struct config_watch *config_watch_new(struct loop *loop, struct chat *chat, const char *file)
{
    int fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (fd < 0)
        return NULL;
    char *path = settings_path(file);
    char *slash = strrchr(path, '/');
    struct config_watch *watch = xnew(struct config_watch);
    *watch = (struct config_watch){.chat = chat,
                                   .file = file,
                                   .folder = slash ? xstrndup(path, (size_t)(slash - path))
                                                   : xstrdup("."),
                                   .name = xstrdup(slash ? slash + 1 : path),
                                   .fd = fd};
    free(path);
    look(watch);
    watch->watch = loop_watch_new(loop, fd, on_change, watch);
    return watch;
}

void config_watch_free(struct config_watch *watch)
{
    if (!watch)
        return;
    loop_watch_free(watch->watch);
    close(watch->fd);
    free(watch->folder);
    free(watch->name);
    free(watch);
}
