#include "sharing_start.h"

#include <stdlib.h>
#include <string.h>

#include "address.h"
#include "library.h"
#include "listener.h"
#include "log.h"
#include "mem.h"

/* ---- folders ---- */

static int open_share(struct sharing *sharing, const char *name, const char *folder, char **cause)
{
    struct library *library = library_open(folder, cause);
    if (!library)
        return -1;
    sharing_add(sharing, name, folder, library);
    return 0;
}

static int open_everyones(struct sharing *sharing, const struct settings *settings, char **cause)
{
    char *folder = settings_shared_folder(settings);
    int result = folder ? open_share(sharing, "", folder, cause) : 0;
    free(folder);
    return result;
}

/* "#room DIR", as settings_check() found it. */
static int open_rooms(struct sharing *sharing, const char *text, char **cause)
{
    size_t len = strcspn(text, " ");
    char *room = xstrndup(text, len);
    int result = open_share(sharing, room, text + len + strspn(text + len, " "), cause);
    free(room);
    return result;
}

static char *url_of(const struct settings *settings)
{
    const char *url = settings->files.url;
    size_t len = settings_has(url) ? strlen(url) : 0;
    while (len > 0 && url[len - 1] == '/')
        len--;
    return len > 0 ? xstrndup(url, len) : NULL;
}

int sharing_look(const struct settings *settings, struct sharing **out, char **cause)
{
    const struct conf_list *rooms = &settings->files.room_share;
    struct sharing *sharing = sharing_new();
    int result = open_everyones(sharing, settings, cause);
    for (size_t i = 0; i < rooms->n && result == 0; i++)
        result = open_rooms(sharing, rooms->items[i], cause);
    sharing->accounts_only = settings->files.access == FILES_ACCOUNTS;
    sharing->url = url_of(settings);
    bool is_used = result == 0 && (sharing->nshares > 0 || settings->files.uploads);
    if (!is_used)
        sharing_free(sharing);
    *out = is_used ? sharing : NULL;
    return result;
}

struct upload_limits sharing_limits(const struct settings *settings)
{
    const struct files_settings *files = &settings->files;
    return (struct upload_limits){.file_max = (int64_t)files->file_max,
                                  .account_bytes = (int64_t)files->account_bytes,
                                  .account_daily = (int64_t)files->account_daily,
                                  .total_bytes = (int64_t)files->total_bytes,
                                  .keep_ms = files->keep,
                                  .account_files = files->account_files,
                                  .per_address = files->uploads_per_address};
}

/* ---- places ---- */

/* "tls:127.0.0.1:6681", "[::1]:6680", "0.0.0.0:6680"; a Unix socket is for a proxy in front. */
static void add_place(struct sharing *sharing, const struct listener *listener)
{
    bool tls = listener_is_tls(listener);
    const char *text = listener_text(listener) + (tls ? strlen("tls:") : 0);
    const char *colon = strrchr(text, ':');
    if (strncmp(text, "unix:", 5) == 0 || !colon)
        return;
    bool brackets = *text == '[';
    char *host = xstrndup(text + brackets, (size_t)(colon - text) - (brackets ? 2 : 0));
    bool is_all = strcmp(host, "0.0.0.0") == 0 || strcmp(host, "::") == 0;
    sharing_add_place(sharing, tls, is_all ? NULL : host, (int)strtol(colon + 1, NULL, 10));
    free(host);
}

void sharing_become(struct server *server, struct sharing *sharing, const struct listeners *http)
{
    const struct listener *each = NULL;
    while (sharing && http && (each = listener_next(http, each)))
        add_place(sharing, each);
    sharing_free(server->sharing);
    server->sharing = sharing;
}

char *sharing_told(const struct server *server)
{
    const struct sharing *sharing = server->sharing;
    if (!sharing || (!sharing->url && sharing->nplaces == 0))
        return NULL;
    const struct sharing_place *first = sharing->nplaces > 0 ? &sharing->places[0] : NULL;
    const struct session there = {.here = first ? first->host : NULL, .tls = first && first->tls};
    return sharing_url(server, &there, "files/");
}

/* ---- listening ---- */

static int listen_on(struct listeners *http, const char *text, bool any_port, char **cause)
{
    struct address address;
    if (address_parse(&address, text, cause) < 0)
        return -1;
    if (any_port) {
        address.port = 0;
        address.port_last = 0;
    }
    int result = listeners_open(http, &address, cause);
    address_clear(&address);
    return result;
}

/* Another server has the usual port, or there is no such address here. */
static void listen_also(struct listeners *http, const char *text)
{
    char *cause = NULL;
    if (listen_on(http, text, false, &cause) == 0)
        return;
    char *first = cause;
    cause = NULL;
    if (listen_on(http, text, true, &cause) < 0)
        log_event(LOG_INFO, "not_listening", "reason=\"%s\"", first);
    free(first);
    free(cause);
}

int sharing_listen(struct listeners *http, const struct settings *settings, char **cause)
{
    const struct conf_list *list = &settings->files.listen;
    const struct conf_list *also = &settings->files.listen_also;
    for (size_t i = 0; i < list->n; i++) {
        if (listen_on(http, list->items[i], false, cause) < 0)
            return -1;
    }
    for (size_t i = 0; i < also->n; i++)
        listen_also(http, also->items[i]);
    return 0;
}
