#include "theme_watch.h"

#include <stdlib.h>

#include "folder_watch.h"
#include "look.h"
#include "mem.h"
#include "settings.h"

struct theme_watch {
    struct folder_watch *folder;
    struct chat *chat;
    struct display *display;
};

/* Whichever was saved: the one that is shown may inherit it. */
static void take_anew(void *arg, const char *name)
{
    const struct theme_watch *watch = arg;
    (void)name;
    display_forget_theme(watch->display);
    free(watch->chat->theme_names);
    watch->chat->theme_names = look_names();
    watch->chat->wishes |= WISH_THEME;
}

struct theme_watch *theme_watch_new(struct loop *loop, struct chat *chat, struct display *display)
{
    struct theme_watch *watch = xnew(struct theme_watch);
    char *folder = settings_config_path("themes");
    *watch = (struct theme_watch){.chat = chat, .display = display};
    watch->folder = folder_watch_new(loop, folder, take_anew, watch);
    free(folder);
    return watch;
}

void theme_watch_free(struct theme_watch *watch)
{
    folder_watch_free(watch->folder);
    free(watch);
}
