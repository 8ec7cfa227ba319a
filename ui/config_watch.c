#include "config_watch.h"

#include <stdlib.h>
#include <string.h>

#include "folder_watch.h"
#include "mem.h"
#include "settings.h"
#include "wishes.h"

struct config_watch {
    struct chat *chat;
    struct folder_watch *folder;
    const char *file; /* as it was named; NULL: the usual one */
    char *name;       /* of the file in its folder; owned */
};

static void on_change(void *arg, const char *name)
{
    const struct config_watch *watch = arg;
    if (!name || strcmp(name, watch->name) == 0)
        wishes_reload(watch->chat, watch->file, false);
}

struct config_watch *config_watch_new(struct loop *loop, struct chat *chat, const char *file)
{
    char *path = settings_path(file);
    char *slash = strrchr(path, '/');
    char *folder = slash ? xstrndup(path, (size_t)(slash - path)) : xstrdup(".");
    struct config_watch *watch = xnew(struct config_watch);
    *watch = (struct config_watch){
        .chat = chat, .file = file, .name = xstrdup(slash ? slash + 1 : path)};
    watch->folder = folder_watch_new(loop, folder, on_change, watch);
    free(folder);
    free(path);
    return watch;
}

void config_watch_free(struct config_watch *watch)
{
    folder_watch_free(watch->folder);
    free(watch->name);
    free(watch);
}
