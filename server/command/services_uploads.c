/* Files: what somebody uploaded, and how to upload. */
#include <stdlib.h>
#include <string.h>

#include "file_size.h"
#include "job.h"
#include "mem.h"
#include "reply.h"
#include "secret.h"
#include "services_files.h"
#include "sharing.h"
#include "ticket.h"
#include "token_service.h"
#include "uploads.h"

/* Lines of one answer. */
#define PAGE 20

struct upload_job {
    struct job job; /* first */
    size_t page;    /* from 0 */
    char *id;       /* owned */
};

/* A job of this session's; NULL if nothing can be uploaded here, which was said. */
static struct upload_job *begin(struct ctx *ctx)
{
    if (!ctx->server->uploads) {
        service_say(ctx, "Nothing can be uploaded here");
        return NULL;
    }
    struct upload_job *job = xnew(struct upload_job);
    job_begin(&job->job, ctx);
    return job;
}

/* Who speaks is said again in a new context. */
static bool resume(struct upload_job *job, struct ctx *ctx, enum store_status status)
{
    if (!job_resume(&job->job, ctx))
        return false;
    ctx->service = &services_files;
    if (status == STORE_OK || status == STORE_MISSING)
        return true;
    service_say(ctx, "That could not be looked up, try again");
    job_end(ctx);
    return false;
}

static void forget(struct upload_job *job)
{
    free(job->id);
    free(job);
}

/* ---- MINE ---- */

static void say_upload(struct ctx *ctx, const struct store_upload *upload)
{
    char *size = file_size_text(upload->size);
    char *path = uploads_path(upload);
    char *url = sharing_url(ctx->server, ctx->session, path + 1);
    service_say(ctx, "%s %s %s%s%s%s", upload->id, upload->name, size,
                upload->secret ? " (private)" : "", url ? " " : "", url ? url : "");
    free(url);
    free(path);
    free(size);
}

static void show_mine(void *arg, enum store_status status, const struct store_uploads *uploads)
{
    struct upload_job *job = arg;
    struct ctx ctx;
    if (resume(job, &ctx, status)) {
        const size_t n = uploads ? uploads->n : 0;
        for (size_t i = 0; i < n; i++)
            say_upload(&ctx, &uploads->list[i]);
        if (n == 0)
            service_say(&ctx, job->page > 0 ? "There is no such page" : "You uploaded nothing");
        else if (uploads->more)
            service_say(&ctx, "For more: MINE %zu", job->page + 2);
        job_end(&ctx);
    }
    forget(job);
}

void service_files_mine(struct ctx *ctx, char *rest)
{
    size_t page = strtoul(rest, NULL, 10);
    struct upload_job *job = begin(ctx);
    if (!job)
        return;
    job->page = page > 0 ? page - 1 : 0;
    uploads_list(ctx->server, ctx->session->account, job->page * PAGE, PAGE, show_mine, job);
}

/* ---- QUOTA ---- */

static void show_quota(void *arg, enum store_status status, const struct store_upload_sums *sums)
{
    struct upload_job *job = arg;
    struct ctx ctx;
    if (resume(job, &ctx, status)) {
        const struct upload_limits *limits = uploads_limits(ctx.server);
        const struct store_upload_sums none = {0};
        const struct store_upload_sums *used = sums ? sums : &none;
        char *bytes = file_size_text(used->bytes);
        char *bytes_max = file_size_text(limits->account_bytes);
        char *daily = file_size_text(used->day_bytes);
        char *daily_max = file_size_text(limits->account_daily);
        char *file_max = file_size_text(limits->file_max);
        service_say(&ctx, "You have %lld of %d files, %s of %s; today you sent %s of %s",
                    (long long)used->files, limits->account_files, bytes, bytes_max, daily,
                    daily_max);
        service_say(&ctx, "A file may have %s", file_max);
        free(bytes);
        free(bytes_max);
        free(daily);
        free(daily_max);
        free(file_max);
        job_end(&ctx);
    }
    forget(job);
}

void service_files_quota(struct ctx *ctx, char *rest)
{
    (void)rest;
    struct upload_job *job = begin(ctx);
    if (job)
        uploads_quota(ctx->server, ctx->session->account, show_quota, job);
}

/* ---- RM ---- */

static void show_removed(void *arg, enum store_status status, const struct store_removed *removed)
{
    struct upload_job *job = arg;
    struct ctx ctx;
    (void)removed;
    if (resume(job, &ctx, status)) {
        if (status == STORE_OK)
            service_say(&ctx, "%s is removed", job->id);
        else
            service_say(&ctx, "You uploaded nothing with that id; MINE lists what you did");
        job_end(&ctx);
    }
    forget(job);
}

void service_files_remove(struct ctx *ctx, char *rest)
{
    const char *id = service_word(&rest);
    if (!*id) {
        service_usage(ctx, "RM");
        return;
    }
    struct upload_job *job = begin(ctx);
    if (!job)
        return;
    job->id = xstrdup(id);
    const struct store_upload_key key = {
        .by = STORE_BY_ID, .key = job->id, .account = ctx->session->account};
    uploads_remove(ctx->server, &key, ctx->session->account, show_removed, job);
}

/* ---- PUT ---- */

/* A name that is one word to every shell. */
static bool is_plain(const char *name)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
    size_t len = strlen(name);
    return len > 0 && len <= 100 && strspn(name, letters) == len && *name != '-';
}

void service_files_put(struct ctx *ctx, char *rest)
{
    const char *why = NULL;
    const char *name = is_plain(rest) ? rest : "FILE";
    char *url = ctx->server->uploads ? sharing_url(ctx->server, ctx->session, "uploads") : NULL;
    char *token = url ? token_service_make(ctx, "upload:once", &why) : NULL;
    if (!url)
        service_say(ctx, "Nothing can be uploaded here");
    else if (!token)
        service_say(ctx, "%s", why);
    else {
        service_say(ctx,
                    "curl -X POST -T %s -H 'Authorization: Bearer %s' "
                    "-H 'Content-Disposition: attachment; filename=\"%s\"' %s",
                    name, token, name, url);
        service_say(
            ctx, "It works once, within %lld minutes; what it prints is the address to tell others",
            TOKEN_MS / 60000);
    }
    secret_free(token);
    free(url);
}
