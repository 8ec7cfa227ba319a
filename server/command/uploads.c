#include "uploads.h"

#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "file_name.h"
#include "log.h"
#include "mem.h"
#include "ticket.h"
#include "uploads_private.h"

/* Space of the records of files that nobody may upload. */
#define BLOCKED "blocked"

/* ---- life ---- */

int uploads_open(struct server *server, const char *folder, const struct upload_limits *limits,
                 char **cause)
{
    struct blobs *blobs = blobs_open(folder, cause);
    if (!blobs)
        return -1;
    struct uploads *uploads = xnew(struct uploads);
    uploads->server = server;
    uploads->blobs = blobs;
    uploads->limits = *limits;
    uploads->folder = NOT_SWEEPING;
    server->uploads = uploads;
    return 0;
}

void uploads_set_limits(struct uploads *uploads, const struct upload_limits *limits)
{
    uploads->limits = *limits;
}

void uploads_stop(struct uploads *uploads)
{
    if (uploads)
        uploads->stopped = true;
}

void uploads_free(struct uploads *uploads)
{
    if (!uploads)
        return;
    part_forget_old_sums(uploads, true);
    map_clear(&uploads->touched);
    blobs_free(uploads->blobs);
    free(uploads);
}

void uploads_tick(struct server *server)
{
    if (server->uploads && !server->uploads->stopped)
        sweep_tick(server->uploads);
}

struct blobs *uploads_blobs(const struct uploads *uploads)
{
    return uploads->blobs;
}

const struct upload_limits *uploads_limits(const struct server *server)
{
    return &server->uploads->limits;
}

void uploads_sweep_soon(struct server *server)
{
    if (server->uploads)
        server->uploads->sweep_at_ms = server->mono_ms;
}

/* ---- looking ---- */

void uploads_find(struct server *server, const char *id, store_upload_fn *done, void *arg)
{
    store_upload_find(server->store, id, done, arg);
}

/* NOLINTNEXTLINE(readability-function-size): the contract has six parameters. */
void uploads_list(struct server *server, const char *account, size_t skip, size_t limit,
                  store_uploads_fn *done, void *arg)
{
    store_uploads_list(server->store, account, skip, limit, done, arg);
}

void uploads_quota(struct server *server, const char *account, store_upload_sums_fn *done,
                   void *arg)
{
    store_upload_sums(server->store, account, uploads_day(server), done, arg);
}

char *uploads_path(const struct store_upload *upload)
{
    struct buf path = {0};
    buf_printf(&path, "/u/%s/", upload->id);
    file_path_encode(&path, upload->name);
    return buf_detach(&path);
}

/* ---- removing ---- */

struct removal {
    struct server *server;
    char *who, *key; /* owned; for the log */
    store_removed_fn *done;
    void *arg;
};

static void removed(void *arg, enum store_status status, const struct store_removed *removed)
{
    struct removal *removal = arg;
    if (status == STORE_OK)
        log_event(LOG_INFO, "upload_removed", "by=%s key=%s uploads=%zu bytes=%lld", removal->who,
                  removal->key, removed->uploads, (long long)removed->bytes);
    if (removal->server->uploads)
        sweep_removed(removal->server->uploads, removed);
    if (removal->done)
        removal->done(removal->arg, status, removed);
    free(removal->who);
    free(removal->key);
    free(removal);
}

void uploads_remove(struct server *server, const struct store_upload_key *key, const char *who,
                    store_removed_fn *done, void *arg)
{
    struct removal *removal = xnew(struct removal);
    *removal = (struct removal){server, xstrdup(who), xstrdup(key->key), done, arg};
    store_upload_remove(server->store, key, removed, removal);
}

void uploads_remove_msgid(struct server *server, const char *msgid)
{
    struct store_upload_key key = {STORE_BY_MSGID, msgid, NULL};
    uploads_remove(server, &key, "redaction", NULL, NULL);
}

int uploads_block(struct server *server, const char *sha256, bool blocked, const char *who)
{
    if (strlen(sha256) != DIGEST_HEX || strspn(sha256, "0123456789abcdef") != DIGEST_HEX)
        return -1;
    log_event(LOG_INFO, blocked ? "file_blocked" : "file_unblocked", "by=%s sha256=%s", who,
              sha256);
    store_put(server->store, BLOCKED, sha256, blocked ? who : NULL);
    if (!blocked) {
        map_remove(&server->world->blocked, sha256);
        return 0;
    }
    struct store_upload_key key = {STORE_BY_SHA256, sha256, NULL};
    map_set(&server->world->blocked, sha256, server);
    uploads_remove(server, &key, who, NULL, NULL);
    return 0;
}

bool uploads_is_blocked(const struct server *server, const char *sha256)
{
    return map_get(&server->world->blocked, sha256) != NULL;
}

/* ---- announcing ---- */

static bool is_id(const char *text)
{
    static const char signs[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    size_t len = strspn(text, signs);
    return len == BLOBS_ID_SIZE - 1;
}

void uploads_note_message(struct server *server, const struct upload_message *message)
{
    static const char begin[] = "/u/";
    if (!server->uploads || !message->account)
        return;
    for (const char *at = strstr(message->text, begin); at; at = strstr(at, begin)) {
        at += strlen(begin);
        if (!is_id(at))
            continue;
        char *id = xstrndup(at, BLOBS_ID_SIZE - 1);
        struct store_upload upload = {
            .id = id, .account = message->account, .conv = message->conv, .msgid = message->msgid};
        store_upload_announce(server->store, &upload);
        free(id);
    }
}
