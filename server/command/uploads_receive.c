#include "uploads_receive.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <utlist.h>

#include "file_name.h"
#include "file_type.h"
#include "log.h"
#include "mem.h"
#include "secret.h"
#include "uploads_private.h"

/* After so many bytes of a part they are put on the disk for certain, and noted. */
#define NOTE_BYTES ((int64_t)8 << 20)

/* ---- life ---- */

struct receiving *receiving_new(struct uploads *uploads, const struct receive_events *events,
                                void *arg)
{
    struct receiving *receiving = xnew(struct receiving);
    char text[SECRET_TEXT_SIZE];
    secret_make_text(text);
    memcpy(receiving->id, text, BLOBS_ID_SIZE - 1);
    receiving->uploads = uploads;
    receiving->events = events;
    receiving->arg = arg;
    receiving->fd = -1;
    receiving->size = -1;
    receiving->at_most = -1;
    DL_APPEND(uploads->receivings, receiving);
    return receiving;
}

static void receiving_free(struct receiving *receiving)
{
    DL_DELETE(receiving->uploads->receivings, receiving);
    if (receiving->fd >= 0)
        close(receiving->fd);
    digest_free(receiving->digest);
    digest_free(receiving->piece);
    buf_clear(&receiving->in);
    buf_clear(&receiving->out);
    free(receiving->account);
    free(receiving->address);
    free(receiving->name);
    free(receiving->sha256);
    free(receiving);
}

/* ---- the worker ---- */

static void job_work(void *arg)
{
    struct receiving *receiving = arg;
    receiving->worked = true;
    receiving->work(receiving);
}

static void job_done(void *arg)
{
    struct receiving *receiving = arg;
    receiving->running = false;
    if (!receiving->worked)
        receiving->error = ECANCELED;
    receiving->then(receiving);
}

void receiving_run(struct receiving *receiving, receive_step_fn *work, receive_step_fn *then)
{
    struct uploads *uploads = receiving->uploads;
    const struct server *server = uploads->server;
    receiving->running = true;
    receiving->worked = false;
    receiving->work = work;
    receiving->then = then;
    if (uploads->stopped || server->hash(server->hasher, job_work, job_done, receiving) < 0)
        job_done(receiving);
}

/* ---- the end ---- */

static void drop_work(struct receiving *receiving)
{
    close(receiving->fd);
    receiving->fd = -1;
    if (!receiving->is_part || receiving->whole)
        blobs_part_remove(receiving->uploads->blobs, receiving->id);
}

/* Tidies up behind it. */
static void drop(struct receiving *receiving)
{
    receiving->dropping = true;
    if (receiving->fd >= 0 && !receiving->uploads->stopped)
        receiving_run(receiving, drop_work, receiving_free);
    else
        receiving_free(receiving);
}

void receiving_end(struct receiving *receiving, const struct upload_end *end)
{
    const struct receive_events *events = receiving->events;
    if (end->sentence)
        log_event(LOG_INFO, "upload_refused", "account=%s address=%s status=%d why=\"%s\"",
                  receiving->account, receiving->address, end->status, end->sentence);
    receiving->events = NULL;
    receiving->reserved = 0;
    if (events)
        events->ended(receiving->arg, end);
    drop(receiving);
}

void receiving_refuse(struct receiving *receiving, int status, const char *sentence)
{
    struct upload_end end = {.status = status, .sentence = sentence, .id = receiving->id};
    receiving_end(receiving, &end);
}

void receiving_fail(struct receiving *receiving)
{
    int error = receiving->error;
    log_event(LOG_ERROR, "upload_failed", "account=%s id=%s error=\"%s\"", receiving->account,
              receiving->id, strerror(error));
    if (error == ENOSPC || error == EDQUOT || error == EFBIG)
        receiving_refuse(receiving, 507,
                         receiving->is_part
                             ? "the server's disk is full; go on with the rest later"
                             : "the server's disk is full and nothing was kept; try again later");
    else if (error == ENOENT)
        receiving_refuse(receiving, 404, "there is no such upload any more; begin it anew");
    else if (error == ECANCELED)
        receiving_refuse(receiving, 503, "the server is busy or stopping; try again later");
    else
        receiving_refuse(receiving, 503,
                         "the server cannot keep files now and kept nothing; try again later");
}

/* ---- bytes ---- */

static void add_all(struct receiving *receiving)
{
    const struct buf *out = &receiving->out;
    digest_add(receiving->digest, out->data, out->len);
    if (receiving->piece)
        digest_add(receiving->piece, out->data, out->len);
    receiving->offset += (int64_t)out->len;
}

/* On the worker. */
static void write_work(struct receiving *receiving)
{
    const struct buf *out = &receiving->out;
    if (blobs_part_write(receiving->fd, receiving->offset, out->data, out->len) < 0) {
        receiving->error = errno;
        return;
    }
    add_all(receiving);
    /* What a sum may yet prove wrong is not noted. */
    if (!receiving->is_part || receiving->piece ||
        receiving->offset - receiving->synced < NOTE_BYTES)
        return;
    if (blobs_part_sync(receiving->uploads->blobs, receiving->fd) < 0)
        receiving->error = errno;
    else
        receiving->synced = receiving->offset;
}

static void pump(struct receiving *receiving);

static void written(struct receiving *receiving)
{
    buf_reset(&receiving->out);
    if (receiving->synced > receiving->noted && !receiving->error)
        part_note(receiving);
    pump(receiving);
}

static void write_out(struct receiving *receiving)
{
    struct buf empty = receiving->out;
    receiving->out = receiving->in;
    receiving->in = empty;
    receiving_run(receiving, write_work, written);
}

/* Does what is next. */
static void pump(struct receiving *receiving)
{
    if (receiving->running || receiving->waiting || receiving->dropping || !receiving->begun)
        return;
    if (receiving->error) {
        receiving_fail(receiving);
        return;
    }
    if (receiving->too_much) {
        receiving_refuse(receiving, 413, "more came than may come");
        return;
    }
    bool abandoned = !receiving->events && !receiving->is_part;
    if (abandoned) {
        drop(receiving);
    } else if (receiving->in.len > 0) {
        if (receiving->paused && receiving->events)
            receiving->events->more(receiving->arg);
        receiving->paused = false;
        write_out(receiving); /* it may be its end: a worker that takes no more */
    } else if (receiving->ended && receiving->is_part) {
        part_end_piece(receiving);
    } else if (receiving->ended) {
        receiving_finish(receiving);
    }
}

bool receive_data(struct receiving *receiving, const char *data, size_t len)
{
    receiving->got += (int64_t)len;
    if (receiving->at_most >= 0 && receiving->got > receiving->at_most) {
        buf_reset(&receiving->in);
        receiving->too_much = true;
        pump(receiving);
        return true;
    }
    buf_append(&receiving->in, data, len);
    bool full = receiving->running && receiving->in.len >= RECEIVE_WAITING_MAX;
    receiving->paused = full;
    pump(receiving);
    return !full;
}

void receive_end(struct receiving *receiving)
{
    receiving->ended = true;
    pump(receiving);
}

void receive_gone(struct receiving *receiving)
{
    receiving->events = NULL;
    receiving->reserved = 0;
    receiving->ended = true;
    log_event(LOG_INFO, "upload_cut", "account=%s id=%s bytes=%" PRId64, receiving->account,
              receiving->id, receiving->got);
    if (receiving->running || receiving->waiting || receiving->dropping)
        return;
    if (receiving->begun)
        pump(receiving);
    else
        drop(receiving);
}

void receive_name(struct receiving *receiving, const char *name)
{
    free(receiving->name);
    receiving->name = file_name_safe(name);
}

/* ---- whole ---- */

static struct store_upload as_upload(const struct receiving *receiving)
{
    const struct uploads *uploads = receiving->uploads;
    int64_t now_ms = receiving->whole_ms;
    return (struct store_upload){
        .id = receiving->id,
        .sha256 = receiving->sha256,
        .name = receiving->name,
        .type = file_type(receiving->name),
        .account = receiving->account,
        .size = receiving->offset,
        .created_ms = now_ms,
        .until_ms = uploads->limits.keep_ms > 0 ? now_ms + uploads->limits.keep_ms : 0,
        .secret = receiving->secret,
        .conv = "",
        .msgid = "",
    };
}

/* The row is committed, or it is not. */
static void added(void *arg, enum store_status status)
{
    struct receiving *receiving = arg;
    receiving->waiting = false;
    if (status != STORE_OK) {
        uploads_sweep_soon(receiving->uploads->server);
        if (status == STORE_MISSING)
            receiving_refuse(receiving, 403, "your account is erased");
        else
            receiving_refuse(
                receiving, 507,
                "the server cannot keep files now (its disk may be full); try again later");
        return;
    }
    receiving->whole = true;
    part_forget_sum(receiving->uploads, receiving->id);
    struct store_upload upload = as_upload(receiving);
    log_event(LOG_INFO, "upload_done",
              "account=%s id=%s bytes=%" PRId64 " sha256=%s name=\"%s\" private=%d", upload.account,
              upload.id, upload.size, upload.sha256, upload.name, upload.secret);
    struct upload_end end = {
        .status = receiving->is_part ? 204 : 201,
        .upload = &upload,
        .id = receiving->id,
        .offset = receiving->offset,
        .until_ms = upload.until_ms,
    };
    receiving_end(receiving, &end);
}

static void keep_work(struct receiving *receiving)
{
    if (blobs_keep(receiving->uploads->blobs, receiving->id, receiving->fd, receiving->sha256) < 0)
        receiving->error = errno;
}

static void kept(struct receiving *receiving)
{
    if (receiving->error) {
        uploads_sweep_soon(receiving->uploads->server);
        receiving_fail(receiving);
        return;
    }
    struct server *server = receiving->uploads->server;
    struct store_upload upload = as_upload(receiving);
    receiving->waiting = true;
    store_upload_add(server->store, &upload, uploads_day(server), added, receiving);
}

void receiving_finish(struct receiving *receiving)
{
    struct uploads *uploads = receiving->uploads;
    receiving->whole_ms = uploads->server->now_ms;
    receiving->sha256 = digest_hex(receiving->digest);
    receiving->digest = NULL;
    if (uploads_is_blocked(uploads->server, receiving->sha256)) {
        if (receiving->is_part)
            store_part_remove(uploads->server->store, receiving->id, NULL, NULL);
        receiving->is_part = false;
        receiving_refuse(receiving, 403,
                         "an operator does not allow this file here; ask whoever runs the server");
        return;
    }
    sweep_touch(uploads, receiving->sha256);
    receiving_run(receiving, keep_work, kept);
}

/* ---- in one piece ---- */

void receiving_begun(struct receiving *receiving)
{
    receiving->begun = true;
    if (receiving->events && !receiving->error)
        receiving->events->ready(receiving->arg);
    else
        pump(receiving);
}

static void open_work(struct receiving *receiving)
{
    receiving->fd = blobs_part_new(receiving->uploads->blobs, receiving->id);
    if (receiving->fd < 0)
        receiving->error = errno;
}

static void admitted(struct receiving *receiving)
{
    receiving->digest = digest_new();
    receiving_run(receiving, open_work, receiving_begun);
}

struct receiving *receive_begin(struct server *server, const struct upload_wish *wish,
                                const struct receive_events *events, void *arg)
{
    struct receiving *receiving = receiving_new(server->uploads, events, arg);
    receiving->account = xstrdup(wish->account);
    receiving->address = xstrdup(wish->address);
    receiving->name = file_name_safe(wish->name ? wish->name : "");
    receiving->size = wish->size;
    receiving->at_most = wish->size >= 0 ? wish->size : wish->at_most;
    receiving->secret = wish->secret;
    receiving_admit(receiving, admitted);
    return receiving;
}
