/* Files in the running program: what is shared, what is uploaded, and HTTP for both. */
#include <stdlib.h>

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
    if (sharing_look(settings, &sharing, cause) < 0)
        return -1;
    if (!sharing)
        return 0;
    if (settings->files.uploads && open_uploads(parlord, cause) < 0) {
        sharing_free(sharing);
        return -1;
    }
    sharing->limits = sharing_limits(settings);
    parlord->https =
        https_new(parlord->loop, server, &settings->guard, identity_tls(parlord->identity));
    parlord->http =
        listeners_new(parlord->loop, settings->max_connections, https_accept, parlord->https);
    listeners_farewell(parlord->http, https_farewell);
    int result = sharing_listen(parlord->http, settings, cause);
    sharing_become(server, sharing, parlord->http);
    return result;
}

void server_change_files(struct parlord *parlord, struct sharing *sharing)
{
    const struct upload_limits limits = sharing_limits(parlord->settings);
    if (parlord->server.uploads)
        uploads_set_limits(parlord->server.uploads, &limits);
    if (sharing)
        sharing->limits = limits;
    sharing_become(&parlord->server, sharing, parlord->http);
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
