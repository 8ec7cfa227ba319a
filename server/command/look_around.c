#include "look_around.h"

/* Lines for a stranger, enough to fill a screen. */
#define STRANGER_LINES 100

/* Flood tokens beside a command's own. */
#define STRANGER_COST 4

/* A server with a password is nobody's business without it. */
bool look_around_is_allowed(const struct ctx *ctx)
{
    const struct world_config *config = ctx_world(ctx)->config;
    return config->look_around && !config->password;
}

void look_around_pay(struct ctx *ctx)
{
    ctx_pay(ctx, STRANGER_COST);
}

size_t look_around_limit(const struct ctx *ctx, size_t max)
{
    return ctx->session->user || max < STRANGER_LINES ? max : STRANGER_LINES;
}
