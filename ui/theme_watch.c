#include "theme_watch.h"

#include <stdlib.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "look.h"
#include "mem.h"
#include "settings.h"

struct theme_watch {
    int fd;
    struct loop_watch *watch;
    struct chat *chat;
    struct display *display;
};

/* Whichever was saved: the one that is shown may inherit it. */
static void on_saved(void *arg)
{
    struct theme_watch *watch = arg;
    char bytes[4096];
    while (read(watch->fd, bytes, sizeof(bytes)) > 0)
        continue;
    free(watch->display->shown_theme);
    watch->display->shown_theme = NULL;
    free(watch->chat->theme_names);
    watch->chat->theme_names = look_names();
    watch->chat->wishes |= WISH_THEME;
}

struct theme_watch *theme_watch_new(struct loop *loop, struct chat *chat, struct display *display)
{
    char *folder = settings_config_path("themes");
    int fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    struct theme_watch *watch = NULL;
    if (fd >= 0 && inotify_add_watch(fd, folder, IN_CLOSE_WRITE | IN_MOVED_TO) >= 0) {
        watch = xnew(struct theme_watch);
        *watch = (struct theme_watch){.fd = fd, .chat = chat, .display = display};
        watch->watch = loop_watch_new(loop, fd, on_saved, watch);
    } else if (fd >= 0) {
        close(fd);
    }
    free(folder);
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
