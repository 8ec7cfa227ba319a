/* What goes: uploads whose time is over, and files on the disk that nobody has. */
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "log.h"
#include "mem.h"
#include "uploads_private.h"

#define EXPIRE_MS 60000LL
#define SWEEP_MS  (6 * 3600000LL)

/* A wall clock that has jumped is not believed at once: expiry_tick() then waits for a day. */
#define DOUBT_MS (2 * 3600000LL)

static bool is_believed(const struct uploads *uploads)
{
    const struct server *server = uploads->server;
    return server->world->expire_at_ms - server->mono_ms < DOUBT_MS;
}

/* ---- deleting, on the worker ---- */

struct deletion {
    struct uploads *uploads;
    char *names; /* owned */
    bool parts;
};

static void delete_work(void *arg)
{
    const struct deletion *deletion = arg;
    const struct blobs *blobs = deletion->uploads->blobs;
    char *at = deletion->names;
    while (*at) {
        size_t len = strcspn(at, "\n");
        bool more = at[len] == '\n';
        at[len] = '\0';
        if (deletion->parts)
            blobs_part_remove(blobs, at);
        else
            blobs_file_remove(blobs, at);
        at += len + more;
    }
}

static void delete_done(void *arg)
{
    struct deletion *deletion = arg;
    free(deletion->names);
    free(deletion);
}

void sweep_delete(struct uploads *uploads, char *names, bool parts)
{
    const struct server *server = uploads->server;
    struct deletion *deletion = xnew(struct deletion);
    *deletion = (struct deletion){uploads, names, parts};
    /* What is not deleted now is a stray, and found by the next sweep. */
    if (!*names || uploads->stopped ||
        server->hash(server->hasher, delete_work, delete_done, deletion) < 0)
        delete_done(deletion);
}

/* ---- files that come just now are no strays ---- */

static bool is_placing(const struct uploads *uploads, const char *sha256)
{
    const struct receiving *receiving = NULL;
    DL_FOREACH(uploads->receivings, receiving)
    {
        if (receiving->sha256 && !receiving->whole && strcmp(receiving->sha256, sha256) == 0)
            return true;
    }
    return false;
}

static bool is_part_in_use(const struct uploads *uploads, const char *id)
{
    const struct receiving *receiving = NULL;
    DL_FOREACH(uploads->receivings, receiving)
    {
        if (strcmp(receiving->id, id) == 0)
            return true;
    }
    return false;
}

void sweep_touch(struct uploads *uploads, const char *sha256)
{
    if (uploads->folder != NOT_SWEEPING)
        map_set(&uploads->touched, sha256, uploads);
}

static bool is_in_use(const struct uploads *uploads, const char *name)
{
    if (uploads->folder == -1)
        return is_part_in_use(uploads, name);
    return is_placing(uploads, name) || map_get(&uploads->touched, name);
}

/* Those of the names that nobody is at; to free. */
static char *drop_those_in_use(const struct uploads *uploads, const char *names)
{
    struct buf left = {0};
    while (*names) {
        size_t len = strcspn(names, "\n");
        char *name = xstrndup(names, len);
        if (!is_in_use(uploads, name))
            buf_printf(&left, "%s%s", left.len > 0 ? "\n" : "", name);
        free(name);
        names += len + (names[len] == '\n');
    }
    return buf_detach(&left);
}

void sweep_removed(struct uploads *uploads, const struct store_removed *removed)
{
    struct buf files = {0};
    struct buf parts = {0};
    for (size_t i = 0; i < removed->nfiles; i++) {
        if (!is_placing(uploads, removed->files[i]))
            buf_printf(&files, "%s%s", files.len > 0 ? "\n" : "", removed->files[i]);
    }
    for (size_t i = 0; i < removed->nparts; i++) {
        part_forget_sum(uploads, removed->parts[i]);
        buf_printf(&parts, "%s%s", parts.len > 0 ? "\n" : "", removed->parts[i]);
    }
    if (files.len > 0)
        sweep_delete(uploads, buf_detach(&files), false);
    if (parts.len > 0)
        sweep_delete(uploads, buf_detach(&parts), true);
}

/* ---- looking for strays, folder by folder ---- */

struct look {
    struct uploads *uploads;
    char *names; /* owned */
};

static void look_into(struct uploads *uploads, int folder);

static void look_end(struct look *look, int next)
{
    struct uploads *uploads = look->uploads;
    free(look->names);
    free(look);
    if (next < BLOBS_FOLDERS && !uploads->stopped)
        look_into(uploads, next);
    else
        uploads->folder = NOT_SWEEPING;
}

static void strays_found(void *arg, enum store_status status, const char *names)
{
    struct look *look = arg;
    struct uploads *uploads = look->uploads;
    if (status == STORE_OK && *names) {
        char *strays = drop_those_in_use(uploads, names);
        if (*strays)
            log_event(LOG_INFO, "strays_deleted", "parts=%d", uploads->folder == -1);
        sweep_delete(uploads, strays, uploads->folder == -1);
    }
    look_end(look, status == STORE_OK ? uploads->folder + 1 : BLOBS_FOLDERS);
}

static void look_work(void *arg)
{
    struct look *look = arg;
    look->names = blobs_names(look->uploads->blobs, look->uploads->folder);
}

static void look_done(void *arg)
{
    struct look *look = arg;
    struct uploads *uploads = look->uploads;
    if (!look->names) {
        look_end(look, uploads->folder + 1);
        return;
    }
    char *names = drop_those_in_use(uploads, look->names);
    store_strays(uploads->server->store,
                 uploads->folder == -1 ? STORE_PART_FILES : STORE_WHOLE_FILES, names, strays_found,
                 look);
    free(names);
}

static void look_into(struct uploads *uploads, int folder)
{
    const struct server *server = uploads->server;
    struct look *look = xnew(struct look);
    look->uploads = uploads;
    uploads->folder = folder;
    map_clear(&uploads->touched);
    if (server->hash(server->hasher, look_work, look_done, look) < 0) {
        free(look);
        uploads->folder = NOT_SWEEPING;
        uploads_sweep_soon(uploads->server);
    }
}

/* ---- now and then ---- */

static void expired(void *arg, enum store_status status, const struct store_removed *removed)
{
    struct uploads *uploads = arg;
    if (status != STORE_OK)
        return;
    if (removed->uploads + removed->nparts > 0)
        log_event(LOG_INFO, "uploads_expired", "uploads=%zu bytes=%lld parts=%zu", removed->uploads,
                  (long long)removed->bytes, removed->nparts);
    sweep_removed(uploads, removed);
}

void sweep_tick(struct uploads *uploads)
{
    struct server *server = uploads->server;
    if (server->mono_ms >= uploads->expire_at_ms) {
        uploads->expire_at_ms = server->mono_ms + EXPIRE_MS;
        if (is_believed(uploads))
            store_upload_expire(server->store, server->now_ms, expired, uploads);
        part_forget_old_sums(uploads, false);
    }
    if (server->mono_ms >= uploads->sweep_at_ms && uploads->folder == NOT_SWEEPING) {
        uploads->sweep_at_ms = server->mono_ms + SWEEP_MS;
        look_into(uploads, -1);
    }
}
