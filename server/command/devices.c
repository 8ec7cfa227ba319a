#include "devices.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "clock.h"
#include "credential.h"
#include "job.h"
#include "lifecycle.h"
#include "log.h"
#include "mem.h"
#include "secret.h"
#include "services.h"
#include "ticket.h"

struct devices_job {
    struct job job;
    char *account; /* owned */
    char *label;   /* owned; NULL for LIST */
    char *renamed; /* owned; NULL but for RENAME */
    char *value;   /* of the credential that is renamed; owned, wiped */
    bool had_secret;
    struct map secrets; /* LIST: label -> anything */
};

static struct devices_job *begin(struct ctx *ctx, const char *label, const char *renamed)
{
    struct devices_job *job = xnew(struct devices_job);
    job->account = xstrdup(ctx->session->account);
    job->label = xstrdup(label);
    job->renamed = xstrdup(renamed);
    job_begin(&job->job, ctx);
    return job;
}

static void job_free(struct devices_job *job)
{
    map_clear(&job->secrets);
    free(job->account);
    free(job->label);
    free(job->renamed);
    secret_free(job->value);
    free(job);
}

/* Says how it went, if there is anybody to say it to. */
static void answer(struct devices_job *job, const char *text)
{
    struct ctx ctx;
    if (job_resume(&job->job, &ctx)) {
        service_say(&ctx, "%s", text);
        job_end(&ctx);
    }
}

static void end(struct devices_job *job, const char *text)
{
    answer(job, text);
    job_free(job);
}

static const char no_answer[] = "The store does not answer, try again later";

/* ---- LIST ---- */

static void say_device(struct ctx *ctx, const struct devices_job *job,
                       const struct store_device *device)
{
    char when[CLOCK_ISO_SIZE];
    clock_format_iso(device->last_ms, when);
    service_say(ctx, "%s%s%s%s%s", device->label,
                map_get(&job->secrets, device->label) ? ", has its own secret" : "",
                device->last_ms > 0 ? ", last here " : "", device->last_ms > 0 ? when : "",
                strcmp(device->label, ctx->session->device) == 0 ? " (this one)" : "");
}

static void say_devices(struct ctx *ctx, struct devices_job *job, const struct store_device *list,
                        size_t n)
{
    for (size_t i = 0; i < n; i++) {
        say_device(ctx, job, &list[i]);
        map_remove(&job->secrets, list[i].label);
    }
    MAP_FOREACH(e, &job->secrets) {
        bool own = strcmp(map_key(e), ctx->session->device) == 0;
        service_say(ctx, "%s, has its own secret%s", map_key(e), own ? " (this one)" : "");
    }
    size_t all = n + map_count(&job->secrets);
    if (all > 0)
        service_say(ctx, "%zu device%s", all, all == 1 ? "" : "s");
    else
        service_say(ctx,
                    "0 devices; log in as %s@laptop, or DEVICES ADD laptop gives a code for it",
                    ctx->session->account);
}

static void devices_found(void *arg, enum store_status status, const struct store_device *list,
                          size_t n)
{
    struct devices_job *job = arg;
    struct ctx ctx;
    if (status != STORE_OK) {
        end(job, no_answer);
        return;
    }
    if (job_resume(&job->job, &ctx)) {
        say_devices(&ctx, job, list, n);
        job_end(&ctx);
    }
    job_free(job);
}

static void secrets_found(void *arg, enum store_status status, const struct store_credential *list,
                          size_t n)
{
    struct devices_job *job = arg;
    if (status != STORE_OK) {
        end(job, no_answer);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        if (*list[i].label && strcmp(list[i].kind, CREDENTIAL_KIND) == 0)
            map_set(&job->secrets, list[i].label, job);
    }
    store_devices(job->job.server->store, job->account, devices_found, job);
}

void devices_list(struct ctx *ctx)
{
    struct devices_job *job = begin(ctx, NULL, NULL);
    store_credentials(ctx->server->store, job->account, secrets_found, job);
}

/* ---- DEL ---- */

void devices_close(struct ctx *ctx, const char *account, const char *label,
                   const struct session *but, const char *why)
{
    struct ctx other = *ctx;
    token_revoke(ctx->server, account, label);
    DL_FOREACH(ctx_world(ctx)->sessions, other.session)
    {
        const struct session *session = other.session;
        bool own = session->account && strcmp(session->account, account) == 0;
        bool is_it = !label || strcmp(session->device, label) == 0 ||
                     (session->proof && strcmp(session->proof, label) == 0);
        if (own && is_it && session != but)
            session_close(&other, why);
    }
}

static void removed(void *arg, enum store_status status)
{
    struct devices_job *job = arg;
    struct server *server = job->job.server;
    struct ctx ctx = {.server = server, .now_ms = server->now_ms, .mono_ms = server->mono_ms};
    bool gone = status == STORE_OK || job->had_secret;
    answer(job, gone ? "The device is removed" : "You have no such device");
    if (gone) {
        log_event(LOG_INFO, "device_removed", "name=%s label=%s", job->account, job->label);
        devices_close(&ctx, job->account, job->label, NULL, "this device was removed");
    }
    job_free(job);
}

/* Whether something is left to log in with when the label's secret is gone. */
static bool is_last(const struct devices_job *job, const struct store_credential *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(list[i].kind, CREDENTIAL_KIND) == 0 && strcmp(list[i].label, job->label) != 0)
            return false;
    }
    return true;
}

static void take_away(struct devices_job *job)
{
    struct store *store = job->job.server->store;
    store_credential_remove(store, job->account, CREDENTIAL_CODE_KIND, job->label, NULL, NULL);
    store_credential_remove(store, job->account, CREDENTIAL_KIND, job->label, NULL, NULL);
    store_device_remove(store, job->account, job->label, removed, job);
}

static void remove_with(void *arg, enum store_status status, const struct store_credential *list,
                        size_t n)
{
    struct devices_job *job = arg;
    for (size_t i = 0; i < n; i++)
        job->had_secret |= strcmp(list[i].label, job->label) == 0;
    if (status != STORE_OK)
        end(job, no_answer);
    else if (job->had_secret && is_last(job, list, n))
        end(job, "Nothing would be left to log in with: SET PASSWORD first");
    else
        take_away(job);
}

void devices_remove(struct ctx *ctx, const char *label)
{
    struct devices_job *job = begin(ctx, label, NULL);
    store_credentials(ctx->server->store, job->account, remove_with, job);
}

/* ---- RENAME ---- */

/* Sessions go on under the new label, or they would make the old one again. */
static void relabel_sessions(const struct devices_job *job)
{
    struct session *session = NULL;
    DL_FOREACH(job->job.server->world->sessions, session)
    {
        if (!session->account || strcmp(session->account, job->account) != 0)
            continue;
        if (strcmp(session->device, job->label) == 0)
            xreplace(&session->device, job->renamed);
        if (session->proof && strcmp(session->proof, job->label) == 0)
            xreplace(&session->proof, job->renamed);
    }
}

static void relabel_cursor(void *arg, enum store_status status, bool known, uint64_t acked_id)
{
    struct devices_job *job = arg;
    struct store *store = job->job.server->store;
    if (status != STORE_OK || (!known && !job->had_secret)) {
        end(job, status == STORE_OK ? "You have no such device" : no_answer);
        return;
    }
    if (known) {
        store_ack(store, job->account, job->renamed, acked_id);
        store_device_remove(store, job->account, job->label, NULL, NULL);
    }
    if (job->had_secret)
        store_credential_remove(store, job->account, CREDENTIAL_KIND, job->label, NULL, NULL);
    relabel_sessions(job);
    end(job, "The device has its new label");
}

static void relabelled(void *arg, enum store_status status)
{
    struct devices_job *job = arg;
    if (status == STORE_OK)
        store_cursor(job->job.server->store, job->account, job->label, relabel_cursor, job);
    else
        end(job, no_answer);
}

static void rename_with(void *arg, enum store_status status, const struct store_credential *list,
                        size_t n)
{
    struct devices_job *job = arg;
    bool taken = false;
    for (size_t i = 0; i < n; i++) {
        bool secret = strcmp(list[i].kind, CREDENTIAL_KIND) == 0;
        taken |= strcmp(list[i].label, job->renamed) == 0;
        if (secret && strcmp(list[i].label, job->label) == 0)
            job->value = xstrdup(list[i].value);
    }
    job->had_secret = job->value != NULL;
    if (status != STORE_OK || taken) {
        end(job, taken ? "There is a device with that label" : no_answer);
        return;
    }
    const struct store_credential copy = {
        .kind = CREDENTIAL_KIND, .label = job->renamed, .value = job->value};
    if (job->value)
        store_credential_put(job->job.server->store, job->account, &copy, relabelled, job);
    else
        relabelled(job, STORE_OK);
}

void devices_rename(struct ctx *ctx, const char *label, const char *renamed)
{
    struct devices_job *job = begin(ctx, label, renamed);
    store_credentials(ctx->server->store, job->account, rename_with, job);
}
