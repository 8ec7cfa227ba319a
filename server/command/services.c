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

static const char name[] = "NickServ";

static const char unknown[] = "Unknown command; HELP lists them";

static void service_help(struct ctx *ctx, char *rest);

/* Who may say it. */
enum { ANYBODY, ACCOUNTS };

/* name, handler, who, flood tokens beside the message's own, how it is written, what it is for */
static const struct service {
    const char *name;
    service_fn *run;
    int who;
    int cost;
    const char *usage;
    const char *help;
} services[] = {
    {"CERT",     service_cert,     ACCOUNTS, 1,  "[LIST] | ADD [<fingerprint>] | DEL <fingerprint>",
     "Certificates that log you in without a password"                                                                                                             },
    {"DEVICES",  service_devices,  ACCOUNTS, 3,
     "[LIST] | ADD <label> | KEY <new secret> | DEL <label> | RENAME <label> <new label>",           "Your devices: ADD prints a code that lets a new one in, once"},
    {"DROP",     service_drop,     ACCOUNTS, 3,  "[<code>]",
     "Erases your account and what you said, for ever"                                                                                                             },
    {"EXPORT",   service_export,   ACCOUNTS, 20, "",                                                 "Writes what is kept of you to a file"                        },
    {"HELP",     service_help,     ANYBODY,  1,  "[<command>]",                                      "Shows this"                                                  },
    {"IDENTIFY", service_identify, ANYBODY,  5,  "[<account>] <password>",
     "Logs in: you become one of the account's sessions"                                                                                                           },
    {"INFO",     service_info,     ANYBODY,  0,  "[<account>]",                                      "Says since when a name is claimed"                           },
    {"RECOVERY", service_recovery, ACCOUNTS, 3,  "",
     "Prints a code that works once as your password; the one before is void"                                                                                      },
    {"REGISTER", service_register, ANYBODY,  5,  "<password>",                                       "Claims the name that you use"                                },
    {"SET",      service_set,      ACCOUNTS, 5,  "PASSWORD <new password>",
     "Sets a password that you type; your devices' own secrets stay"                                                                                               },
};

#define NSERVICES (sizeof(services) / sizeof(*services))

/* ---- who is spoken to ---- */

bool service_is(const char *target)
{
    return irc_name_equal(target, name);
}

/* Everything up to the text is looked at, so that no spelling of a list of targets gets by. */
bool service_is_in(const char *line)
{
    const char *text = strstr(line + (line[0] == ':'), " :");
    const char *end = text ? text : line + strlen(line);
    for (const char *p = line; p + strlen(name) <= end; p++) {
        if ((*p | 0x20) == 'n' && strncasecmp(p, name, strlen(name)) == 0)
            return true;
    }
    return false;
}

/* ---- answers ---- */

void service_say(struct ctx *ctx, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = xvasprintf(format, args);
    va_end(args);
    char *source = xasprintf("%s!%s@%s", name, name, ctx_world(ctx)->config->server_name);
    const char *nick = ctx->session->nick ? ctx->session->nick : "*";
    struct irc_msg msg;
    irc_msg_make(&msg, source, "NOTICE", nick, text, NULL);
    reply_msg(ctx, &msg);
    free(source);
    secret_free(text);
}

static const struct service *find(const char *word)
{
    for (size_t i = 0; i < NSERVICES; i++) {
        if (strcasecmp(services[i].name, word) == 0)
            return &services[i];
    }
    return NULL;
}

void service_usage(struct ctx *ctx, const char *command)
{
    const struct service *service = find(command);
    if (service)
        service_say(ctx, "Say: %s%s%s", service->name, *service->usage ? " " : "", service->usage);
}

static void help_all(struct ctx *ctx)
{
    service_say(ctx, "Say one of these to me, as in: /msg %s INFO", name);
    for (size_t i = 0; i < NSERVICES; i++) {
        const struct service *each = &services[i];
        service_say(ctx, "%s%s%s: %s.", each->name, *each->usage ? " " : "", each->usage,
                    each->help);
    }
}

static void service_help(struct ctx *ctx, char *rest)
{
    const char *word = service_word(&rest);
    const struct service *one = find(word);
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

void service_run(struct ctx *ctx, const char *text)
{
    char *copy = xstrdup(text);
    char *rest = copy;
    const char *word = service_word(&rest);
    const struct service *service = find(*word ? word : "HELP");
    throttle_take(&ctx->session->flood, &ctx_world(ctx)->config->flood, service ? service->cost : 0,
                  ctx->mono_ms);
    if (!service)
        service_say(ctx, "%s", unknown);
    else if (service->who == ACCOUNTS && !ctx->session->account)
        service_say(ctx, "Log in first: IDENTIFY [<account>] <password>");
    else
        service->run(ctx, rest);
    secret_wipe(copy, strlen(text)); /* cut into words */
    free(copy);
}

/* NICKSERV [<text>] and NS [<text>], with or without a colon. */
void cmd_nickserv(struct ctx *ctx, const struct irc_msg *msg)
{
    struct buf text = {0};
    for (size_t i = 0; i < msg->nparams; i++)
        buf_printf(&text, "%s%s", i > 0 ? " " : "", msg->params[i]);
    service_run(ctx, buf_text(&text));
    if (text.data)
        secret_wipe(text.data, text.len);
    buf_clear(&text);
}
