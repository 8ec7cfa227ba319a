/* MONITOR (https://ircv3.net/specs/extensions/monitor; server.md, 2.9) */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "irc_name.h"
#include "isupport.h"
#include "mem.h"
#include "reply.h"
#include "watch.h"

/* Words in one numeric, parted by commas, and what comes before them in its line. */
struct names {
    struct ctx *ctx;
    enum irc_num num;
    struct buf text;
};

static void send_names(struct names *names)
{
    if (names->text.len > 0)
        reply(names->ctx, names->num, buf_text(&names->text));
    buf_clear(&names->text);
}

static void add_name(struct names *names, const char *name)
{
    const char *server = ctx_world(names->ctx)->config->server_name;
    size_t max = IRC_LINE_MAX - strlen(":  730  :\r\n") - strlen(server) - IRC_NICK_MAX;
    size_t len = strlen(name);
    if (names->text.len > 0 && names->text.len + 1 + len > max)
        send_names(names);
    buf_printf(&names->text, "%s%s", names->text.len > 0 ? "," : "", name);
}

/* Who is here, and who is not. */
struct status {
    struct names online, offline;
};

static struct status status_begin(struct ctx *ctx)
{
    return (struct status){
        .online = {.ctx = ctx, .num = RPL_MONONLINE },
        .offline = {.ctx = ctx, .num = RPL_MONOFFLINE}
    };
}

static void status_add(struct status *status, const char *name)
{
    char source[USER_SOURCE_SIZE];
    const struct user *user = world_present_user(ctx_world(status->online.ctx), name);
    if (user)
        add_name(&status->online, user_source(user, source, sizeof(source)));
    else
        add_name(&status->offline, name);
}

static void status_end(struct status *status)
{
    send_names(&status->online);
    send_names(&status->offline);
}

/* ---- subcommands; names: the rest of the parameters, to be cut up ---- */

/* Those before the list was full stay. */
static void refuse_rest(struct ctx *ctx, const char *name, const char *rest)
{
    char limit[16];
    char *names = xasprintf("%s%s%s", name, rest ? "," : "", rest ? rest : "");
    snprintf(limit, sizeof(limit), "%d", ISUPPORT_MONITOR_MAX);
    reply(ctx, ERR_MONLISTFULL, limit, names);
    free(names);
}

static void add(struct ctx *ctx, char *names)
{
    struct session *session = ctx->session;
    struct status status = status_begin(ctx);
    for (char *name = NULL; (name = strsep(&names, ","));) {
        if (!*name)
            continue;
        bool known = watch_find(session, name);
        bool valid = irc_nick_valid(name);
        if (valid && !known && session->nwatches >= ISUPPORT_MONITOR_MAX) {
            status_end(&status);
            refuse_rest(ctx, name, names);
            return;
        }
        if (valid && !known)
            watch_add(ctx_world(ctx), session, name);
        status_add(&status, name);
    }
    status_end(&status);
}

static void take_off(struct ctx *ctx, char *names)
{
    for (char *name = NULL; (name = strsep(&names, ","));) {
        struct watch *watch = watch_find(ctx->session, name);
        if (watch)
            watch_remove(ctx_world(ctx), watch);
    }
}

static void clear(struct ctx *ctx, char *names)
{
    (void)names;
    watch_clear(ctx_world(ctx), ctx->session);
}

static void list(struct ctx *ctx, char *unused)
{
    struct names names = {.ctx = ctx, .num = RPL_MONLIST};
    (void)unused;
    for (const struct watch *watch = ctx->session->watches; watch; watch = watch->session_next)
        add_name(&names, watch->name);
    send_names(&names);
    reply_plain(ctx, RPL_ENDOFMONLIST);
}

static void show_status(struct ctx *ctx, char *names)
{
    struct status status = status_begin(ctx);
    (void)names;
    for (const struct watch *watch = ctx->session->watches; watch; watch = watch->session_next)
        status_add(&status, watch->name);
    status_end(&status);
}

static const struct {
    const char *name;
    void (*run)(struct ctx *ctx, char *names);
    size_t params_min;
} subcommands[] = {
    {"+", add,         2},
    {"-", take_off,    2},
    {"C", clear,       1},
    {"L", list,        1},
    {"S", show_status, 1},
};

/* MONITOR + <nick>{,<nick>} | - <nick>{,<nick>} | C | L | S */
void cmd_monitor(struct ctx *ctx, const struct irc_msg *msg)
{
    size_t i = 0;
    size_t n = sizeof(subcommands) / sizeof(*subcommands);
    while (i < n && !irc_name_equal(subcommands[i].name, msg->params[0]))
        i++;
    if (i == n || msg->nparams < subcommands[i].params_min) {
        reply(ctx, ERR_NEEDMOREPARAMS, "MONITOR");
        return;
    }
    char *names = xstrdup(irc_msg_param(msg, 1));
    subcommands[i].run(ctx, names);
    free(names);
}
