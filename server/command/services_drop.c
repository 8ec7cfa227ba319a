/* NickServ: DROP and EXPORT, what an owner may do with the whole of an account. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "buf.h"
#include "clock.h"
#include "credential.h"
#include "erase.h"
#include "file_name.h"
#include "job.h"
#include "lifecycle.h"
#include "mem.h"
#include "services.h"
#include "sharing.h"
#include "ticket.h"

/* ---- DROP ---- */

#define CONFIRM_MS (5LL * 60 * 1000)

static void erased(struct server *server, void *arg, const struct store_erased *counts)
{
    struct job *job = arg;
    struct ctx ctx;
    (void)server;
    if (job_resume(job, &ctx)) {
        if (counts)
            service_say(&ctx, "Erased: %zu lines of yours, %zu that waited for you, %zu devices",
                        counts->messages, counts->mail, counts->devices);
        else
            service_say(&ctx, "It could not be erased now, try again later");
        job_end(&ctx);
    }
    free(job);
}

static void offer(struct ctx *ctx)
{
    struct login_state *login = login_state(ctx->session);
    char code[CREDENTIAL_CODE_SIZE];
    credential_code_make(code);
    snprintf(login->confirm, sizeof(login->confirm), "%.4s%.4s", code, code + 5);
    login->confirm_ms = ctx->mono_ms + CONFIRM_MS;
    service_say(ctx,
                "This erases %s, its devices and all that it said, and cannot be undone. EXPORT "
                "makes a copy first. To go on, say within 5 minutes: DROP %s",
                ctx_user(ctx)->name, login->confirm);
}

static bool is_confirmed(const struct ctx *ctx, const char *word)
{
    const struct login_state *login = ctx->session->login;
    return login && *login->confirm && ctx->mono_ms < login->confirm_ms &&
           strcasecmp(word, login->confirm) == 0;
}

void service_drop(struct ctx *ctx, char *rest)
{
    const char *word = service_word(&rest);
    if (!*word) {
        offer(ctx);
    } else if (!is_confirmed(ctx, word)) {
        login_state_free(ctx->session);
        service_say(ctx, "That is not the code, or it is too old; DROP alone gives another");
    } else {
        struct job *job = xnew(struct job);
        login_state_free(ctx->session);
        job_begin(job, ctx);
        erase_account(ctx->server, ctx_user(ctx), ctx->session, erased, job);
    }
}

/* ---- EXPORT ---- */

/* So long its address works. */
#define EXPORT_ADDRESS_MS (24LL * 3600 * 1000)

struct export
{
    struct job job;
    char *path; /* owned */
};

/* A signed address where files are given out; else only the operator can get at it. */
static void say_where(struct ctx *ctx, const char *name, const char *but)
{
    struct buf encoded = {0};
    char *path = xasprintf("/exports/%s", name);
    file_path_encode(&encoded, path + 1);
    char *address = file_path_fits(path + 1)
                        ? sharing_url(ctx->server, ctx->session, buf_text(&encoded))
                        : NULL;
    if (address) {
        char *ticket =
            ticket_sign(ctx->server, path, ctx->session->account, ctx->now_ms + EXPORT_ADDRESS_MS);
        service_say(ctx, "Get it within a day: %s?%s%s", address, ticket, but);
        free(ticket);
    } else {
        service_say(ctx, "Written on the server: %s; ask its operator for it%s", name, but);
    }
    buf_clear(&encoded);
    free(address);
    free(path);
}

static void exported(void *arg, enum store_status status)
{
    struct export *export = arg;
    struct ctx ctx;
    if (job_resume(&export->job, &ctx)) {
        if (status == STORE_OK || status == STORE_DAMAGED)
            say_where(&ctx, strrchr(export->path, '/') + 1,
                      status == STORE_OK ? "" : " (damaged messages are not in it)");
        else
            service_say(&ctx, "It could not be written, try again later");
        job_end(&ctx);
    }
    free(export->path);
    free(export);
}

void service_export(struct ctx *ctx, char *rest)
{
    const char *folder = ctx_world(ctx)->config->exports;
    char today[CLOCK_ISO_SIZE];
    (void)rest;
    if (!folder) {
        service_say(ctx, "This server writes no exports; ask its operator");
        return;
    }
    clock_format_iso(ctx->now_ms, today);
    struct export *export = xnew(struct export);
    export->path = xasprintf("%s/%s-%.10s.json", folder, ctx->session->account, today);
    job_begin(&export->job, ctx);
    store_export(ctx->server->store, ctx->session->account, export->path, exported, export);
}
