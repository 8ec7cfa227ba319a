/* NickServ's table: what may be said of names. */
#include "buf.h"
#include "secret.h"
#include "services.h"

/* A row: written as a call, the formatter keeps it within the margin. */
#define ROW(...)    \
    {               \
        __VA_ARGS__ \
    }

/* name, handler, who, flood tokens beside the message's own, how it is written, what it is for */
static const struct service_command commands[] = {
    ROW("CERT", service_cert, SERVICE_ACCOUNTS, 1,
        "[LIST] | ADD [<fingerprint>] | DEL <fingerprint>",
        "Certificates that log you in without a password"),
    ROW("DEVICES", service_devices, SERVICE_ACCOUNTS, 3,
        "[LIST] | ADD <label> | KEY <new secret> | DEL <label> | RENAME <label> <new label>",
        "Your devices: ADD prints a code that lets a new one in, once"),
    ROW("DROP", service_drop, SERVICE_ACCOUNTS, 3, "[<code>]",
        "Erases your account and what you said, for ever"),
    ROW("EXPORT", service_export, SERVICE_ACCOUNTS, 20, "", "Writes what is kept of you to a file"),
    ROW("HELP", service_help, SERVICE_ANYBODY, 1, "[<command>]", "Shows this"),
    ROW("IDENTIFY", service_identify, SERVICE_ANYBODY, 5, "[<account>] <password>",
        "Logs in: you become one of the account's sessions"),
    ROW("INFO", service_info, SERVICE_ANYBODY, 0, "[<account>]",
        "Says since when a name is claimed"),
    ROW("RECOVERY", service_recovery, SERVICE_ACCOUNTS, 3, "",
        "Prints a code that works once as your password; the one before is void"),
    ROW("REGISTER", service_register, SERVICE_ANYBODY, 5, "<password>",
        "Claims the name that you use"),
    ROW("SET", service_set, SERVICE_ACCOUNTS, 5, "PASSWORD <new password>",
        "Sets a password that you type; your devices' own secrets stay"),
    ROW("TOKEN", service_token, SERVICE_ACCOUNTS, 3, "",
        "Makes a token with which you upload and fetch files over HTTP"),
};

const struct service_kind services_nickserv = {.name = "NickServ",
                                               .example = "INFO",
                                               .commands = commands,
                                               .n = sizeof(commands) / sizeof(*commands)};

/* NICKSERV [<text>] and NS [<text>], with or without a colon. */
void cmd_nickserv(struct ctx *ctx, const struct irc_msg *msg)
{
    struct buf text = {0};
    for (size_t i = 0; i < msg->nparams; i++)
        buf_printf(&text, "%s%s", i > 0 ? " " : "", msg->params[i]);
    service_run(ctx, services_nickserv.name, buf_text(&text));
    if (text.data)
        secret_wipe(text.data, text.len);
    buf_clear(&text);
}
