#include "services.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "credential.h"
#include "irc_name.h"
#include "login.h"
#include "mem.h"
#include "reply.h"
#include "secret.h"

static const char unknown[] = "Unknown command; HELP lists them";

static const struct service_kind *const kinds[] = {
    &services_nickserv,
    &services_files,
    &services_console,
    NULL,
};

/* ---- who is spoken to ---- */

static const struct service_kind *find_kind(const char *name)
{
    for (const struct service_kind *const *kind = kinds; *kind; kind++) {
        if (irc_name_equal(name, (*kind)->name))
            return *kind;
    }
    return NULL;
}

bool service_is(const char *name)
{
    return find_kind(name) != NULL;
}

static bool is_in(const char *name, const char *line, const char *end)
{
    size_t len = strlen(name);
    for (const char *p = line; p + len <= end; p++) {
        if ((*p | 0x20) == (*name | 0x20) && strncasecmp(p, name, len) == 0)
            return true;
    }
    return false;
}

/* Everything up to the text is looked at, so that no spelling of a list of targets gets by. */
bool service_is_in(const char *line)
{
    const char *text = strstr(line + (line[0] == ':'), " :");
    const char *end = text ? text : line + strlen(line);
    for (const struct service_kind *const *kind = kinds; *kind; kind++) {
        if (is_in((*kind)->name, line, end))
            return true;
    }
    return false;
}

/* ---- answers ---- */

static const struct service_kind *kind_of(const struct ctx *ctx)
{
    return ctx->service ? ctx->service : &services_nickserv;
}

void service_say(struct ctx *ctx, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = xvasprintf(format, args);
    va_end(args);
    const char *name = kind_of(ctx)->name;
    char *source = xasprintf("%s!%s@%s", name, name, ctx_world(ctx)->config->server_name);
    const char *nick = ctx->session->nick ? ctx->session->nick : "*";
    struct irc_msg msg;
    irc_msg_make(&msg, source, "NOTICE", nick, text, NULL);
    reply_msg(ctx, &msg);
    free(source);
    secret_free(text);
}

static const struct service_command *find(const struct service_kind *kind, const char *word)
{
    for (size_t i = 0; i < kind->n; i++) {
        if (strcasecmp(kind->commands[i].name, word) == 0)
            return &kind->commands[i];
    }
    return NULL;
}

void service_usage(struct ctx *ctx, const char *command)
{
    const struct service_command *row = find(kind_of(ctx), command);
    if (row)
        service_say(ctx, "Say: %s%s%s", row->name, *row->usage ? " " : "", row->usage);
}

static void help_all(struct ctx *ctx)
{
    const struct service_kind *kind = kind_of(ctx);
    service_say(ctx, "Say one of these to me, as in: /msg %s %s", kind->name, kind->example);
    for (size_t i = 0; i < kind->n; i++) {
        const struct service_command *each = &kind->commands[i];
        service_say(ctx, "%s%s%s: %s.", each->name, *each->usage ? " " : "", each->usage,
                    each->help);
    }
}

void service_help(struct ctx *ctx, char *rest)
{
    const char *word = service_word(&rest);
    const struct service_command *one = find(kind_of(ctx), word);
    if (one) {
        service_usage(ctx, one->name);
        service_say(ctx, "%s.", one->help);
    } else if (*word) {
        service_say(ctx, "%s", unknown);
    } else {
        help_all(ctx);
    }
}

/* ---- words ---- */

char *service_word(char **rest)
{
    char *word = *rest + strspn(*rest, " ");
    char *end = word + strcspn(word, " ");
    *rest = end + strspn(end, " ");
    if (*end)
        *end = '\0';
    return word;
}

bool service_label_fits(struct ctx *ctx, const char *label)
{
    if (*label && strlen(label) <= IRC_NICK_MAX && !strpbrk(label, "@: ,*"))
        return true;
    service_say(ctx, "A device's label has 1 to %d characters, without @ : * and comma",
                IRC_NICK_MAX);
    return false;
}

bool service_password_fits(struct ctx *ctx, const char *password)
{
    size_t len = strlen(password);
    if (!login_is_private(ctx))
        service_say(ctx, "Passwords are not taken over an open network: use TLS");
    else if (len < CREDENTIAL_PASSWORD_MIN || len > CREDENTIAL_PASSWORD_MAX)
        service_say(ctx, "A password has %d to %d bytes", CREDENTIAL_PASSWORD_MIN,
                    CREDENTIAL_PASSWORD_MAX);
    else
        return true;
    return false;
}

/* ---- the commands ---- */

static void run_row(struct ctx *ctx, char *rest)
{
    const struct service_kind *kind = kind_of(ctx);
    const char *there = kind == &services_nickserv ? "" : "/msg NickServ ";
    const char *word = service_word(&rest);
    const struct service_command *row = find(kind, *word ? word : "HELP");
    ctx_pay(ctx, row ? row->cost : 0);
    if (!row)
        service_say(ctx, "%s", unknown);
    else if (row->who == SERVICE_ACCOUNTS && !ctx->session->account)
        service_say(ctx,
                    "Log in first: %sIDENTIFY [<account>] <password>; to claim the name that you "
                    "have: %sREGISTER <password>",
                    there, there);
    else
        row->run(ctx, rest);
}

void service_run(struct ctx *ctx, const char *name, const char *text)
{
    char *copy = xstrdup(text);
    ctx->service = find_kind(name);
    if (kind_of(ctx)->all)
        kind_of(ctx)->all(ctx, copy);
    else
        run_row(ctx, copy);
    secret_wipe(copy, strlen(text)); /* cut into words */
    free(copy);
}
