#include "operators.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <utlist.h>

#include "audit.h"
#include "irc_name.h"
#include "mem.h"
#include "operate.h"
#include "operation.h"
#include "reply.h"

/* ---- the settings ---- */

/* "alice: kick ban" is about alice. */
static bool is_about(const char *line, const char *account)
{
    char name[IRC_NICK_SIZE];
    size_t len = strcspn(line, ": ");
    if (len >= sizeof(name))
        return false;
    memcpy(name, line, len);
    name[len] = '\0';
    return irc_name_equal(name, account);
}

static const char *line_of(const struct world_config *config, const char *account)
{
    for (size_t i = 0; account && i < config->noperators; i++) {
        if (is_about(config->operators[i], account))
            return config->operators[i];
    }
    return NULL;
}

bool operators_are(const struct world_config *config, const char *account)
{
    return line_of(config, account) != NULL;
}

char **operators_verbs(const struct world_config *config, const char *account)
{
    const char *line = line_of(config, account);
    const char *colon = line ? strchr(line, ':') : NULL;
    if (!colon)
        return NULL;
    char **verbs = NULL;
    size_t n = 0;
    char *copy = xstrdup(colon + 1);
    char *rest = copy;
    for (const char *verb = operate_word(&rest); *verb; verb = operate_word(&rest)) {
        verbs = xreallocarray(verbs, n + 1, sizeof(*verbs));
        verbs[n++] = xstrdup(verb);
    }
    free(copy);
    verbs = xreallocarray(verbs, n + 1, sizeof(*verbs));
    verbs[n] = NULL;
    return verbs;
}

void operators_verbs_free(char **verbs)
{
    for (char **verb = verbs; verb && *verb; verb++)
        free(*verb);
    free(verbs);
}

bool operators_may(const struct world_config *config, const struct session *session,
                   const char *right)
{
    if (!session->oper || !operators_are(config, session->account))
        return false;
    char **verbs = operators_verbs(config, session->account);
    bool may = verbs == NULL;
    for (char **verb = verbs; verb && *verb; verb++)
        may |= strcasecmp(*verb, right) == 0;
    operators_verbs_free(verbs);
    return may;
}

const char *operators_password(const struct world_config *config, const char *account)
{
    for (size_t i = 0; i < config->noperator_passwords; i++) {
        const char *line = config->operator_passwords[i];
        if (is_about(line, account))
            return line + strcspn(line, " ") + strspn(line + strcspn(line, " "), " ");
    }
    return NULL;
}

static bool begins_with_name(const char *line)
{
    char *name = xstrndup(line, strcspn(line, ": "));
    bool valid = irc_nick_valid(name);
    free(name);
    return valid;
}

char *operators_check(const char *line)
{
    char *cause = NULL;
    size_t len = strcspn(line, ": ");
    size_t blanks = strspn(line + len, " ");
    if (!begins_with_name(line) || (line[len + blanks] && line[len + blanks] != ':'))
        return xasprintf("operator: %s: must be an account's name, or NAME: and its rights", line);
    char *copy = xstrdup(line[len + blanks] ? line + len + blanks + 1 : "");
    char *rest = copy;
    for (const char *verb = operate_word(&rest); *verb && !cause; verb = operate_word(&rest)) {
        if (!operate_is_right(verb))
            cause = xasprintf("operator: %s: no such right; there are accounts, audit, backup, "
                              "ban, files, kick, log, look, motd, mute, reload, say, stop, topic",
                              verb);
    }
    free(copy);
    return cause;
}

char *operators_check_password(const char *line)
{
    size_t len = strcspn(line, " ");
    const char *password = line + len + strspn(line + len, " ");
    if (begins_with_name(line) && !memchr(line, ':', len) && *password)
        return NULL;
    return xstrdup("password in [operators]: must be NAME PASSWORD");
}

/* ---- what they hear ---- */

void operators_tell(struct server *server, uint64_t but, const char *format, ...)
{
    struct irc_msg msg;
    va_list args;
    va_start(args, format);
    char *text = xvasprintf(format, args);
    va_end(args);
    struct session *session = NULL;
    DL_FOREACH(server->world->sessions, session)
    {
        if (!session->oper || session->serial == but || !session->user)
            continue;
        irc_msg_make(&msg, server->world->config->server_name, "NOTICE", session->user->name, text,
                     NULL);
        struct envelope envelope = {.msg = &msg, .time_ms = server->now_ms};
        deliver_session(server, session, &envelope);
    }
    free(text);
}

void operators_wall(struct server *server, const struct user *who, const char *text)
{
    char source[USER_SOURCE_SIZE];
    struct irc_msg msg;
    irc_msg_make(
        &msg, who ? user_source(who, source, sizeof(source)) : server->world->config->server_name,
        "WALLOPS", text, NULL);
    struct envelope envelope = {.msg = &msg, .time_ms = server->now_ms, .sender = who};
    struct session *session = NULL;
    DL_FOREACH(server->world->sessions, session)
    {
        if (session->user && (session->oper || session->user->wallops))
            deliver_session(server, session, &envelope);
    }
}

/* ---- becoming one, and no more ---- */

static void tell_mode(struct server *server, struct session *session, const char *change)
{
    char source[USER_SOURCE_SIZE];
    struct irc_msg msg;
    irc_msg_make(&msg, user_source(session->user, source, sizeof(source)), "MODE",
                 session->user->name, change, NULL);
    struct envelope envelope = {.msg = &msg, .time_ms = server->now_ms, .sender = session->user};
    deliver_session(server, session, &envelope);
}

void operators_rise(struct ctx *ctx)
{
    struct session *session = ctx->session;
    char source[USER_SOURCE_SIZE];
    struct irc_msg msg;
    bool was = session->oper;
    session->oper = true;
    session->user->oper = true;
    reply_plain(ctx, RPL_YOUREOPER);
    if (was)
        return;
    irc_msg_make(&msg, user_source(session->user, source, sizeof(source)), "MODE",
                 session->user->name, "+o", NULL);
    reply_msg(ctx, &msg);
    operators_tell(ctx->server, session->serial, "%s is an operator now", session->user->name);
}

void operators_fall(struct server *server, struct session *session)
{
    if (!session->oper || !session->user)
        return;
    session->oper = false;
    user_count_opers(session->user);
    tell_mode(server, session, "-o");
}

void operators_apply(struct server *server)
{
    struct session *session = NULL;
    DL_FOREACH(server->world->sessions, session)
    {
        if (!session->oper || operators_are(server->world->config, session->account))
            continue;
        audit(server, session->account, "oper ended", NULL, "not listed any more");
        operators_fall(server, session);
    }
}
