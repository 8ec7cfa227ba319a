/* Console: operators' commands by message, and from OPER's own commands. */
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "job.h"
#include "mem.h"
#include "operate.h"
#include "operate_session.h"
#include "operators.h"
#include "reply.h"
#include "services.h"

/* A line on its way: what is answered at once is said at once, the rest when the session is found
 * again. */
struct console_job {
    struct job job;
    struct ctx *ctx;                    /* while the handler runs, or NULL */
    const struct service_kind *service; /* who answers; NULL: the server */
    struct buf later;                   /* sentences, each ended by '\n' */
    bool has_begun;                     /* the session is parked */
    bool has_ended;
};

static void say(struct ctx *ctx, const struct console_job *job, const char *sentence)
{
    if (!job->service) {
        reply_notice(ctx, "%s", sentence);
        return;
    }
    ctx->service = job->service;
    service_say(ctx, "%s", sentence);
}

static void on_text(void *arg, bool bad, const char *sentence)
{
    struct console_job *job = arg;
    (void)bad;
    if (job->ctx)
        say(job->ctx, job, sentence);
    else
        buf_printf(&job->later, "%s\n", sentence);
}

static void free_job(struct console_job *job)
{
    buf_clear(&job->later);
    free(job);
}

static void say_later(struct ctx *ctx, struct console_job *job)
{
    char *rest = job->later.data;
    for (const char *line = NULL; rest && (line = strsep(&rest, "\n"));) {
        if (*line)
            say(ctx, job, line);
    }
}

static void on_done(void *arg, bool well)
{
    struct console_job *job = arg;
    struct ctx ctx;
    (void)well;
    job->has_ended = true;
    if (!job->has_begun)
        return;
    if (job_resume(&job->job, &ctx)) {
        say_later(&ctx, job);
        job_end(&ctx);
    }
    free_job(job);
}

static const struct operate_events events = {.text = on_text, .done = on_done};

static void run(struct ctx *ctx, const char *line)
{
    struct session *session = ctx->session;
    /* Who is not listed any more is no operator, whatever the session said before. */
    if (!operators_are(ctx_world(ctx)->config, session->account)) {
        operators_fall(ctx->server, session);
        reply_plain(ctx, ERR_NOPRIVILEGES);
        return;
    }
    struct console_job *job = xnew(struct console_job);
    char **verbs = operators_verbs(ctx_world(ctx)->config, session->account);
    const struct operate_who who = {
        .name = session->account, .verbs = (const char *const *)verbs, .session = session->serial};
    job->ctx = ctx;
    job->service = ctx->service;
    operate_run(ctx->server, &who, line, &events, job);
    operators_verbs_free(verbs);
    job->ctx = NULL;
    if (job->has_ended) {
        free_job(job);
        return;
    }
    job->has_begun = true;
    job_begin(&job->job, ctx);
}

void operate_words_from_session(struct ctx *ctx, const char *name, const char *word,
                                const char *text)
{
    char *line = xasprintf("%s %s %s", name, word ? word : "", text ? text : "");
    run(ctx, line);
    free(line);
}

/* ---- the service ---- */

static void console(struct ctx *ctx, char *rest)
{
    if (!ctx->session->oper)
        service_say(ctx, "Only operators may speak to me: say OPER first");
    else
        run(ctx, rest);
}

const struct service_kind services_console = {.name = "Console", .example = "WHO", .all = console};
