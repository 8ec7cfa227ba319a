#include "sharing.h"

#include <stdlib.h>
#include <string.h>

#include "file_name.h"
#include "irc_name.h"
#include "library.h"
#include "mem.h"
#include "room.h"

struct sharing *sharing_new(void)
{
    return xnew(struct sharing);
}

void sharing_free(struct sharing *sharing)
{
    if (!sharing)
        return;
    for (size_t i = 0; i < sharing->nshares; i++)
        share_release(sharing->shares[i]);
    for (size_t i = 0; i < sharing->nplaces; i++)
        free(sharing->places[i].host);
    free(sharing->shares);
    free(sharing->places);
    free(sharing->url);
    free(sharing);
}

/* ---- shares ---- */

void sharing_add(struct sharing *sharing, const char *name, const char *root,
                 struct library *library)
{
    struct share *share = xnew(struct share);
    *share = (struct share){.name = xstrdup(name),
                            .fold = irc_fold(name),
                            .root = xstrdup(root),
                            .library = library,
                            .refs = 1};
    size_t at = *name ? sharing->nshares : 0;
    sharing->shares = xreallocarray(sharing->shares, sharing->nshares + 1, sizeof(struct share *));
    memmove(sharing->shares + at + 1, sharing->shares + at,
            (sharing->nshares - at) * sizeof(struct share *));
    sharing->shares[at] = share;
    sharing->nshares++;
}

struct share *share_hold(struct share *share)
{
    share->refs++;
    return share;
}

void share_release(struct share *share)
{
    if (--share->refs > 0)
        return;
    library_free(share->library);
    free(share->name);
    free(share->fold);
    free(share->root);
    free(share);
}

static bool is_member(const struct server *server, const char *account, const char *fold)
{
    const struct room *room = world_room(server->world, fold);
    const struct user *user = world_account(server->world, account);
    return room && user && room_member(room, user);
}

bool sharing_may_see(const struct server *server, const char *account, const struct share *share)
{
    if (*share->fold)
        return account && is_member(server, account, share->fold);
    return account || !server->sharing || !server->sharing->accounts_only;
}

/* The share of a room, by the first len bytes of a path. */
static struct share *find_room(const struct sharing *sharing, const char *path, size_t len)
{
    char *name = xstrndup(path, len);
    struct share *found = NULL;
    for (size_t i = 0; i < sharing->nshares && !found; i++) {
        if (*sharing->shares[i]->fold && irc_name_equal(sharing->shares[i]->fold, name))
            found = sharing->shares[i];
    }
    free(name);
    return found;
}

struct share *sharing_find(const struct server *server, const char *path, const char **rest)
{
    const struct sharing *sharing = server->sharing;
    size_t len = strcspn(path, "/");
    struct share *room = sharing && *path == '#' ? find_room(sharing, path, len) : NULL;
    *rest = room ? path + len + (path[len] == '/') : path;
    if (room || !sharing || sharing->nshares == 0)
        return room;
    return *sharing->shares[0]->fold ? NULL : sharing->shares[0];
}

/* ---- addresses ---- */

void sharing_add_place(struct sharing *sharing, bool tls, const char *host, int port)
{
    sharing->places =
        xreallocarray(sharing->places, sharing->nplaces + 1, sizeof(*sharing->places));
    sharing->places[sharing->nplaces++] =
        (struct sharing_place){.tls = tls, .host = xstrdup(host), .port = port};
}

static bool is_loopback(const char *host)
{
    return !host || strncmp(host, "127.", 4) == 0 || strcmp(host, "::1") == 0;
}

/* Where the session is, can it go there? One of this machine can go wherever that is, too. */
static bool is_near(const struct session *session, const struct sharing_place *place)
{
    if (!place->host)
        return true;
    if (is_loopback(place->host))
        return is_loopback(session->here);
    return session->here && strcmp(place->host, session->here) == 0;
}

static const struct sharing_place *find_place(const struct sharing *sharing,
                                              const struct session *session, bool tls)
{
    for (size_t i = 0; i < sharing->nplaces; i++) {
        if (sharing->places[i].tls == tls && is_near(session, &sharing->places[i]))
            return &sharing->places[i];
    }
    return NULL;
}

static char *url_at(const struct session *session, const struct sharing_place *place,
                    const char *path)
{
    const char *here = session->here ? session->here : "127.0.0.1";
    const char *host = place->host ? place->host : here;
    if (session->called && place->tls)
        host = session->called;
    bool is_ipv6 = strchr(host, ':');
    return xasprintf("%s://%s%s%s:%d/%s", place->tls ? "https" : "http", is_ipv6 ? "[" : "", host,
                     is_ipv6 ? "]" : "", place->port, path);
}

/* Without TLS here, a certificate of our own would be one more question. */
char *sharing_url(const struct server *server, const struct session *session, const char *path)
{
    const struct sharing *sharing = server->sharing;
    if (!sharing)
        return NULL;
    if (sharing->url) {
        bool is_open = strncmp(sharing->url, "http:", strlen("http:")) == 0;
        return session->tls && is_open ? NULL : xasprintf("%s/%s", sharing->url, path);
    }
    const struct sharing_place *place = find_place(sharing, session, session->tls);
    if (!place && !session->tls)
        place = find_place(sharing, session, true);
    return place ? url_at(session, place, path) : NULL;
}

char *sharing_file_url(const struct server *server, const struct session *session, const char *path)
{
    struct buf encoded = {0};
    buf_puts(&encoded, "files/");
    file_path_encode(&encoded, path);
    char *url = sharing_url(server, session, buf_text(&encoded));
    buf_clear(&encoded);
    return url;
}
