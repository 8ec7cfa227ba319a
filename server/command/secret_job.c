#include "secret_job.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "credential.h"
#include "job.h"
#include "log.h"
#include "mem.h"
#include "secret.h"
#include "services.h"

struct secret_job {
    struct job job;
    char *account; /* owned */
    char *kind;    /* owned */
    char *label;   /* owned */
    char *secret;  /* owned, wiped */
    char *said;    /* owned, wiped */
    int64_t until_ms;
    struct scram_keys keys;
};

static void end(struct secret_job *job, const char *text)
{
    struct ctx ctx;
    if (job_resume(&job->job, &ctx)) {
        service_say(&ctx, "%s", text);
        job_end(&ctx);
    }
    free(job->account);
    free(job->kind);
    free(job->label);
    secret_free(job->secret);
    secret_free(job->said);
    secret_wipe(&job->keys, sizeof(job->keys));
    free(job);
}

static void kept(void *arg, enum store_status status)
{
    struct secret_job *job = arg;
    if (status == STORE_OK)
        log_event(LOG_INFO, "credential_set", "name=%s kind=%s label=%s", job->account, job->kind,
                  job->label);
    end(job, status == STORE_OK ? job->said : "It could not be kept, try again later");
}

/* The account may have been erased since. */
static void hashed(void *arg)
{
    struct secret_job *job = arg;
    char *keys = credential_text(&job->keys);
    char *value = job->until_ms ? xasprintf("%" PRId64 "@%s", job->until_ms, keys) : xstrdup(keys);
    const struct store_credential credential = {
        .kind = job->kind, .label = job->label, .value = value};
    store_credential_put(job->job.server->store, job->account, &credential, kept, job);
    secret_free(keys);
    secret_free(value);
}

/* On the hashing thread. */
static void work(void *arg)
{
    struct secret_job *job = arg;
    scram_derive(&job->keys, job->secret);
}

/* Codes that nobody used in time take no room: they go. */
static bool is_stale(struct secret_job *job, const struct store_credential *credential)
{
    struct server *server = job->job.server;
    if (strcmp(credential->kind, CREDENTIAL_CODE_KIND) != 0 ||
        credential_is_once(credential, server->now_ms))
        return false;
    store_credential_remove(server->store, job->account, credential->kind, credential->label, NULL,
                            NULL);
    return true;
}

static bool has_room(struct secret_job *job, const struct store_credential *list, size_t n)
{
    size_t others = 0;
    for (size_t i = 0; i < n; i++) {
        bool device = *list[i].label && strcmp(list[i].kind, CREDENTIAL_RECOVERY_KIND) != 0;
        bool replaced = strcmp(list[i].label, job->label) == 0;
        others += device && !replaced && !is_stale(job, &list[i]);
    }
    return others < CREDENTIAL_DEVICES_MAX || !*job->label ||
           strcmp(job->kind, CREDENTIAL_RECOVERY_KIND) == 0;
}

static void found(void *arg, enum store_status status, const struct store_credential *list,
                  size_t n)
{
    struct secret_job *job = arg;
    struct server *server = job->job.server;
    if (status != STORE_OK)
        end(job, "The store does not answer, try again later");
    else if (!has_room(job, list, n))
        end(job, "There are too many devices; DEVICES DEL <label> removes one");
    else if (server->hash(server->hasher, work, hashed, job) < 0)
        end(job, "Too many passwords are being set, try again later");
}

void secret_job_begin(struct ctx *ctx, const struct new_secret *wanted)
{
    struct secret_job *job = xnew(struct secret_job);
    bool once = strcmp(wanted->kind, CREDENTIAL_KIND) != 0;
    char *code = once ? credential_code_read(wanted->secret) : NULL;
    job->account = xstrdup(ctx->session->account);
    job->kind = xstrdup(wanted->kind);
    job->label = xstrdup(wanted->label);
    job->secret = code ? code : xstrdup(wanted->secret);
    job->said = xstrdup(wanted->said);
    job->until_ms = wanted->until_ms;
    credential_begin(&job->keys, ctx_world(ctx), job->account, job->secret);
    if (once)
        job->keys.iterations = SCRAM_ITERATIONS_SECRET;
    job_begin(&job->job, ctx);
    store_credentials(ctx->server->store, job->account, found, job);
}
