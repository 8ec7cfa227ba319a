/* Uploads that come in several pieces, over several connections and starts. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utlist.h>

#include "file_name.h"
#include "file_type.h"
#include "log.h"
#include "mem.h"
#include "uploads_private.h"

/* What was not summed in this run is read again, so much at a time: passwords go in between. */
#define READ_BYTES ((int64_t)4 << 20)

/* A sum that nobody came back for is forgotten. */
#define SUM_KEEP_MS (3600 * 1000LL)

/* ---- sums ---- */

static void sum_free(struct part_sum *sum)
{
    if (sum)
        digest_free(sum->digest);
    free(sum);
}

/* For the next piece. */
static void keep_sum(struct receiving *receiving)
{
    struct part_sum *sum = xnew(struct part_sum);
    *sum = (struct part_sum){receiving->digest, receiving->offset,
                             receiving->uploads->server->mono_ms};
    receiving->digest = NULL;
    sum_free(map_set(&receiving->uploads->sums, receiving->id, sum));
}

void part_forget_sum(struct uploads *uploads, const char *id)
{
    sum_free(map_remove(&uploads->sums, id));
}

void part_forget_old_sums(struct uploads *uploads, bool all)
{
    struct map_entry *next = NULL;
    for (struct map_entry *e = map_next(&uploads->sums, NULL); e; e = next) {
        const struct part_sum *sum = map_value(e);
        next = map_next(&uploads->sums, e);
        if (all || uploads->server->mono_ms - sum->used_ms > SUM_KEEP_MS) {
            char *id = xstrdup(map_key(e)); /* it is the map's own */
            part_forget_sum(uploads, id);
            free(id);
        }
    }
}

/* ---- how far it has come ---- */

static struct store_part as_part(const struct receiving *receiving)
{
    return (struct store_part){
        .id = receiving->id,
        .name = receiving->name,
        .type = file_type(receiving->name),
        .account = receiving->account,
        .size = receiving->size,
        .offset = receiving->noted,
        .until_ms = receiving->uploads->server->now_ms + PART_KEEP_MS,
        .secret = receiving->secret,
    };
}

void part_note(struct receiving *receiving)
{
    receiving->noted = receiving->synced;
    struct store_part part = as_part(receiving);
    store_part_put(receiving->uploads->server->store, &part, NULL, NULL);
}

static void tell_offset(struct receiving *receiving, int status)
{
    struct upload_end end = {
        .status = status,
        .id = receiving->id,
        .offset = receiving->noted,
        .until_ms = receiving->uploads->server->now_ms + PART_KEEP_MS,
    };
    receiving_end(receiving, &end);
}

static void piece_noted(void *arg, enum store_status status)
{
    struct receiving *receiving = arg;
    receiving->waiting = false;
    if (status == STORE_MISSING)
        receiving_refuse(receiving, 403, "your account is erased");
    else if (status != STORE_OK)
        receiving_refuse(receiving, 507, "the server cannot keep it now; try again later");
    else if (receiving->offset == receiving->size)
        receiving_finish(receiving);
    else {
        keep_sum(receiving);
        tell_offset(receiving, 204);
    }
}

static void piece_synced(struct receiving *receiving)
{
    if (receiving->error) {
        receiving_fail(receiving);
        return;
    }
    receiving->noted = receiving->offset;
    struct store_part part = as_part(receiving);
    receiving->waiting = true;
    store_part_put(receiving->uploads->server->store, &part, piece_noted, receiving);
}

static void sync_work(struct receiving *receiving)
{
    if (blobs_part_sync(receiving->uploads->blobs, receiving->fd) < 0)
        receiving->error = errno;
}

/* A piece whose sum is wrong, or of which not all came to know it: as if it had not come. */
static void cut_work(struct receiving *receiving)
{
    if (ftruncate(receiving->fd, receiving->piece_from) < 0)
        receiving->error = errno;
}

static void cut_done(struct receiving *receiving)
{
    if (receiving->error)
        receiving_fail(receiving);
    else
        receiving_refuse(receiving, 460,
                         receiving->events ? "what came does not have the sum that was said"
                                           : NULL);
}

static bool piece_is_right(struct receiving *receiving)
{
    unsigned char sum[DIGEST_BYTES];
    digest_bytes(receiving->piece, sum);
    receiving->piece = NULL;
    return memcmp(sum, receiving->piece_sum,
                  receiving->piece_is_sha1 ? DIGEST_SHA1_BYTES : DIGEST_BYTES) == 0;
}

void part_end_piece(struct receiving *receiving)
{
    bool is_summed = receiving->piece;
    if (is_summed && (!receiving->events || !piece_is_right(receiving))) {
        digest_free(receiving->digest); /* it has seen what is cut off */
        receiving->digest = NULL;
        receiving_run(receiving, cut_work, cut_done);
        return;
    }
    receiving_run(receiving, sync_work, piece_synced);
}

/* ---- the first ---- */

static void create_work(struct receiving *receiving)
{
    const struct blobs *blobs = receiving->uploads->blobs;
    receiving->fd = blobs_part_new(blobs, receiving->id);
    if (receiving->fd < 0 || blobs_part_sync(blobs, receiving->fd) < 0)
        receiving->error = errno;
}

static void create_noted(void *arg, enum store_status status)
{
    struct receiving *receiving = arg;
    if (status == STORE_OK && receiving->size > 0) {
        receiving->waiting = false;
        keep_sum(receiving);
        tell_offset(receiving, 201);
        return;
    }
    receiving->is_part = status == STORE_OK;
    piece_noted(receiving, status);
}

static void created(struct receiving *receiving)
{
    if (receiving->error) {
        receiving->is_part = false; /* nothing of it is to stay */
        receiving_fail(receiving);
        return;
    }
    struct store_part part = as_part(receiving);
    receiving->waiting = true;
    store_part_put(receiving->uploads->server->store, &part, create_noted, receiving);
}

static void admitted(struct receiving *receiving)
{
    receiving->digest = digest_new();
    receiving_run(receiving, create_work, created);
}

struct receiving *part_create(struct server *server, const struct upload_wish *wish,
                              const struct receive_events *events, void *arg)
{
    struct receiving *receiving = receiving_new(server->uploads, events, arg);
    receiving->account = xstrdup(wish->account);
    receiving->address = xstrdup(wish->address);
    receiving->name = file_name_safe(wish->name ? wish->name : "");
    receiving->is_part = true;
    receiving->size = wish->size;
    receiving->secret = wish->secret;
    receiving_admit(receiving, admitted);
    return receiving;
}

/* ---- the next ---- */

/* Sums what is there, so much at a time. */
static void read_work(struct receiving *receiving)
{
    static const size_t piece = (size_t)64 * 1024;
    char *data = xmalloc(piece);
    int64_t upto = receiving->offset + READ_BYTES;
    if (upto > receiving->noted)
        upto = receiving->noted;
    while (receiving->offset < upto && !receiving->error) {
        size_t want =
            upto - receiving->offset < (int64_t)piece ? (size_t)(upto - receiving->offset) : piece;
        ssize_t n = pread(receiving->fd, data, want, receiving->offset);
        if (n > 0) {
            digest_add(receiving->digest, data, (size_t)n);
            receiving->offset += n;
        } else if (n == 0 || errno != EINTR) {
            receiving->error = n == 0 ? ENOENT : errno;
        }
    }
    free(data);
}

static void read_on(struct receiving *receiving)
{
    if (receiving->error || receiving->offset == receiving->noted)
        receiving_begun(receiving);
    else
        receiving_run(receiving, read_work, read_on);
}

/* What lies behind the offset was never told to be there; what lies before must be. */
static void reopen_work(struct receiving *receiving)
{
    struct stat info;
    receiving->fd = blobs_part_open(receiving->uploads->blobs, receiving->id);
    bool is_there = receiving->fd >= 0 && fstat(receiving->fd, &info) == 0;
    if (is_there && info.st_size < receiving->noted)
        receiving->error = ENOENT;
    else if (!is_there || ftruncate(receiving->fd, receiving->noted) < 0)
        receiving->error = errno;
}

/* The sum so far, if it is of just these bytes. */
static void take_sum(struct receiving *receiving)
{
    struct part_sum *sum = map_remove(&receiving->uploads->sums, receiving->id);
    if (sum && sum->offset == receiving->noted) {
        receiving->digest = sum->digest;
        receiving->offset = sum->offset;
        sum->digest = NULL;
    } else {
        receiving->digest = digest_new();
    }
    sum_free(sum);
}

static bool is_coming(const struct uploads *uploads, const char *id, const struct receiving *but)
{
    const struct receiving *other = NULL;
    DL_FOREACH(uploads->receivings, other)
    {
        if (other != but && strcmp(other->id, id) == 0)
            return true;
    }
    return false;
}

static void part_found(void *arg, enum store_status status, const struct store_part *part)
{
    struct receiving *receiving = arg;
    int64_t from = receiving->piece_from;
    receiving->waiting = false;
    if (status != STORE_OK && status != STORE_MISSING)
        receiving_refuse(receiving, 503,
                         "the server cannot look up your upload now; try again later");
    else if (status == STORE_MISSING || strcmp(part->account, receiving->account) != 0)
        receiving_refuse(receiving, 404, "there is no such upload any more; begin it anew");
    else if (is_coming(receiving->uploads, receiving->id, receiving))
        receiving_refuse(receiving, 423, "another connection is sending this upload");
    else if (receiving_is_one_too_many(receiving))
        receiving_refuse(receiving, 429, receiving_too_many);
    else if (part->offset != from)
        receiving_refuse(receiving, 409, "the upload is at another byte; ask where with HEAD");
    else {
        receiving->name = xstrdup(part->name);
        receiving->secret = part->secret;
        receiving->size = part->size;
        receiving->at_most = part->size;
        receiving->noted = from;
        receiving->synced = from;
        receiving->got = from;
        if (from > 0)
            log_event(LOG_INFO, "upload_continued", "account=%s id=%s from=%" PRId64,
                      receiving->account, receiving->id, from);
        take_sum(receiving);
        receiving_run(receiving, reopen_work, read_on);
    }
}

struct receiving *part_resume(struct server *server, const struct part_piece *piece,
                              const struct receive_events *events, void *arg)
{
    struct receiving *receiving = receiving_new(server->uploads, events, arg);
    snprintf(receiving->id, sizeof(receiving->id), "%s", piece->id);
    receiving->account = xstrdup(piece->account);
    receiving->address = xstrdup(piece->address);
    receiving->is_part = true;
    receiving->piece_from = piece->offset;
    receiving->piece_is_sha1 = piece->is_sha1;
    if (piece->sum) {
        receiving->piece = piece->is_sha1 ? digest_new_sha1() : digest_new();
        memcpy(receiving->piece_sum, piece->sum, piece->is_sha1 ? DIGEST_SHA1_BYTES : DIGEST_BYTES);
    }
    receiving->waiting = true;
    store_part_find(server->store, receiving->id, part_found, receiving);
    return receiving;
}

/* ---- removing ---- */

struct removal {
    struct server *server;
    char *id, *account; /* owned */
    void (*done)(void *arg, int status);
    void *arg;
};

static void removal_end(struct removal *removal, int status)
{
    removal->done(removal->arg, status);
    free(removal->id);
    free(removal->account);
    free(removal);
}

static void upload_removed(void *arg, enum store_status status, const struct store_removed *removed)
{
    (void)removed;
    removal_end(arg, status == STORE_OK ? 204 : status == STORE_MISSING ? 404 : 503);
}

static void part_removed(void *arg, enum store_status status)
{
    struct removal *removal = arg;
    struct uploads *uploads = removal->server->uploads;
    if (status == STORE_OK) {
        part_forget_sum(uploads, removal->id);
        sweep_delete(uploads, xstrdup(removal->id), true);
        log_event(LOG_INFO, "upload_removed", "by=%s id=%s part=1", removal->account, removal->id);
    }
    removal_end(removal, status == STORE_OK ? 204 : status == STORE_MISSING ? 404 : 503);
}

static void removal_found(void *arg, enum store_status status, const struct store_part *part)
{
    struct removal *removal = arg;
    struct server *server = removal->server;
    struct store_upload_key key = {STORE_BY_ID, removal->id, removal->account};
    if (status == STORE_MISSING) /* it may be whole by now */
        uploads_remove(server, &key, removal->account, upload_removed, removal);
    else if (status != STORE_OK)
        removal_end(removal, 503);
    else if (strcmp(part->account, removal->account) != 0)
        removal_end(removal, 404);
    else if (is_coming(server->uploads, removal->id, NULL))
        removal_end(removal, 423);
    else
        store_part_remove(server->store, removal->id, part_removed, removal);
}

void part_remove(struct server *server, const char *id, const char *account,
                 void (*done)(void *arg, int status), void *arg)
{
    struct removal *removal = xnew(struct removal);
    *removal = (struct removal){server, xstrdup(id), xstrdup(account), done, arg};
    store_part_find(server->store, removal->id, removal_found, removal);
}
