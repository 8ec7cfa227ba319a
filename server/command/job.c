#include "job.h"

#include <stdlib.h>

#include "reply.h"

static void begin(struct job *job, struct ctx *ctx)
{
    job->server = ctx->server;
    job->serial = ctx->session->serial;
    job->label = reply_defer(ctx);
}

void job_begin(struct job *job, struct ctx *ctx)
{
    begin(job, ctx);
    job->follows = false;
    ctx->session->parked = true;
}

void job_follow(struct job *job, struct ctx *ctx)
{
    begin(job, ctx);
    job->follows = true;
    ctx->session->in_flight++;
}

bool job_resume(struct job *job, struct ctx *ctx)
{
    struct session *session = world_session(job->server->world, job->serial);
    if (session && job->follows)
        session->in_flight--;
    if (!session || session->stage == SESSION_CLOSED) {
        free(job->label);
        job->label = NULL;
        return false;
    }
    if (!job->follows)
        session->parked = false;
    *ctx = (struct ctx){.server = job->server,
                        .session = session,
                        .now_ms = job->server->now_ms,
                        .mono_ms = job->server->mono_ms};
    reply_resume(ctx, job->label);
    job->label = NULL;
    return true;
}

void job_end(struct ctx *ctx)
{
    reply_end(ctx);
}
