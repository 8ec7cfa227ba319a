/* Files in the running program: what is shared, what is uploaded, and HTTP for both. */
#include <stdlib.h>
#include <string.h>

#include "digests.h"
#include "http.h"
#include "identity.h"
#include "listener.h"
#include "mem.h"
#include "server_private.h"
#include "sharing_start.h"
#include "uploads.h"

static int open_uploads(struct parlord *parlord, char **cause)
{
    const struct upload_limits limits = sharing_limits(parlord->settings);
    char *folder = xasprintf("%s/files", parlord->folder);
    int result = uploads_open(&parlord->server, folder, &limits, cause);
    free(folder);
    return result;
}

int server_open_files(struct parlord *parlord, char **cause)
{
    struct server *server = &parlord->server;
    const struct settings *settings = parlord->settings;
    struct sharing *sharing = NULL;
    parlord->https =
        https_new(parlord->loop, server, &settings->guard, identity_tls(parlord->identity));
    parlord->http =
        listeners_new(parlord->loop, settings->max_connections, https_accept, parlord->https);
    listeners_farewell(parlord->http, https_farewell);
    if (sharing_look(settings, &sharing, cause) < 0)
        return -1;
    if (!sharing)
        return 0;
    sharing->limits = sharing_limits(settings);
    int result = settings->files.uploads ? open_uploads(parlord, cause) : 0;
    if (result == 0)
        result = sharing_listen(parlord->http, settings, cause);
    sharing_become(server, sharing, parlord->http);
    return result;
}

/* ---- other settings ---- */

static bool is_same(const struct conf_list *a, const struct conf_list *b)
{
    bool same = a->n == b->n;
    for (size_t i = 0; same && i < a->n; i++)
        same = strcmp(a->items[i], b->items[i]) == 0;
    return same;
}

int server_look_files(const struct parlord *parlord, struct files_change *change,
                      const struct settings *settings, char **cause)
{
    static const struct conf_list none;
    const struct files_settings *old = &parlord->settings->files;
    const struct files_settings *new = &settings->files;
    bool open = listener_next(parlord->http, NULL) != NULL;
    if (sharing_look(settings, &change->sharing, cause) < 0)
        return -1;
    /* By default another port may have been taken: that one stays. */
    bool wanted = change->sharing != NULL;
    if (open == wanted && is_same(&old->listen, &new->listen) &&
        is_same(&old->listen_also, &new->listen_also))
        return 0;
    change->ports = listeners_look(parlord->http, wanted ? &new->listen : &none,
                                   wanted ? &new->listen_also : &none, cause);
    return change->ports ? 0 : -1;
}

void server_forget_files(struct files_change *change)
{
    listeners_forget(change->ports);
    sharing_free(change->sharing);
}

/* Where nothing is taken that was asked for, another port will do. */
static void open_any(struct parlord *parlord)
{
    char *cause = NULL;
    if (!listener_next(parlord->http, NULL))
        (void)sharing_listen(parlord->http, parlord->settings, &cause);
    free(cause);
}

void server_change_files(struct parlord *parlord, struct files_change *change)
{
    const struct upload_limits limits = sharing_limits(parlord->settings);
    if (parlord->server.uploads)
        uploads_set_limits(parlord->server.uploads, &limits);
    if (change->sharing)
        change->sharing->limits = limits;
    if (change->ports) {
        listeners_become(change->ports, parlord->settings->max_connections);
        change->ports = NULL;
    }
    if (change->sharing)
        open_any(parlord);
    sharing_become(&parlord->server, change->sharing, parlord->http);
}

void server_tick_files(struct parlord *parlord)
{
    if (parlord->https)
        https_tick(parlord->https);
}

void server_stop_files(struct parlord *parlord)
{
    if (!parlord->https)
        return;
    listeners_close(parlord->http);
    https_stop_reading(parlord->https);
}

void server_cut_files(struct parlord *parlord)
{
    https_free(parlord->https);
    uploads_stop(parlord->server.uploads);
    listeners_free(parlord->http);
    parlord->https = NULL;
    parlord->http = NULL;
}

void server_free_files(struct parlord *parlord)
{
    uploads_free(parlord->server.uploads);
    digests_free(parlord->server.digests);
    sharing_free(parlord->server.sharing);
}
