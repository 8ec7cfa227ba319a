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
    char *name;       /* of the file in its folder; owned */
    int fd;
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

static void on_change(void *arg)
{
    struct config_watch *watch = arg;
    if (read_events(watch))
        wishes_reload(watch->chat, watch->file, false);
}

struct config_watch *config_watch_new(struct loop *loop, struct chat *chat, const char *file)
{
    char *path = settings_path(file);
    char *slash = strrchr(path, '/');
    int fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    char *folder = slash ? xstrndup(path, (size_t)(slash - path)) : xstrdup(".");
    struct config_watch *watch = NULL;
    if (fd >= 0 && inotify_add_watch(fd, folder, IN_CLOSE_WRITE | IN_MOVED_TO) >= 0) {
        watch = xnew(struct config_watch);
        *watch = (struct config_watch){
            .chat = chat, .file = file, .name = xstrdup(slash ? slash + 1 : path), .fd = fd};
        watch->watch = loop_watch_new(loop, fd, on_change, watch);
    } else if (fd >= 0) {
        close(fd);
    }
    free(folder);
    free(path);
    return watch;
}

void config_watch_free(struct config_watch *watch)
{
    if (!watch)
        return;
    loop_watch_free(watch->watch);
    close(watch->fd);
    free(watch->name);
    free(watch);
}
