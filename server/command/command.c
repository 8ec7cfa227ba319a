#include "command.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "bans.h"
#include "irc_cap.h"
#include "lifecycle.h"
#include "look_around.h"
#include "mem.h"
#include "multiline_in.h"
#include "reply.h"
#include "sending.h"
#include "services.h"
#include "utf8.h"

/* Bytes of a label (IRCv3 labeled-response). */
#define LABEL_MAX 64

/* Bytes of a sender's own key. */
#define IDEM_MAX 64

/* Messages of one session that may wait for the disk: whoever is quicker than the disk is read no
 * further (store.md). */
#define IN_FLIGHT_MAX 256

/* Bytes of answers that may wait for a session: whoever does not read them is read no further. */
#define UNREAD_MAX ((size_t)128 * 1024)

/* name, handler, fewest parameters, flags, cost in flood tokens; sorted by name */
static const struct command commands[] = {
    {"AUTHENTICATE", cmd_authenticate, 1, COMMAND_EARLY,                      1},
    {"AWAY",         cmd_away,         0, COMMAND_SAYS,                       1},
    {"BATCH",        cmd_batch,        1, COMMAND_PIPELINES | COMMAND_LASTS,  1},
    {"CAP",          cmd_cap,          0, COMMAND_EARLY,                      1},
    {"CHATHISTORY",  cmd_chathistory,  0, 0,                                  0},
    {"DIE",          cmd_die,          0, COMMAND_OPER,                       1},
    {"FILES",        cmd_files,        1, COMMAND_LOOK,                       3},
    {"HELP",         cmd_help,         0, 0,                                  1},
    {"INFO",         cmd_info,         0, 0,                                  1},
    {"INVITE",       cmd_invite,       0, COMMAND_KEEPS | COMMAND_SAYS,       2},
    {"ISON",         cmd_ison,         1, 0,                                  1},
    {"ISUPPORT",     cmd_isupport,     0, COMMAND_EARLY,                      2},
    {"JOIN",         cmd_join,         1, COMMAND_KEEPS,                      2},
    {"KICK",         cmd_kick,         2, COMMAND_KEEPS | COMMAND_REASON,     2},
    {"KILL",         cmd_kill,         1, COMMAND_OPER,                       1},
    {"LIST",         cmd_list,         0, COMMAND_LOOK,                       3},
    {"LUSERS",       cmd_lusers,       0, COMMAND_LOOK,                       2},
    {"MARKREAD",     cmd_markread,     0, 0,                                  1},
    {"MODE",         cmd_mode,         1, COMMAND_KEEPS_2,                    1},
    {"MONITOR",      cmd_monitor,      1, 0,                                  2},
    {"MOTD",         cmd_motd,         0, 0,                                  2},
    {"NAMES",        cmd_names,        0, COMMAND_LOOK,                       2},
    {"NICK",         cmd_nick,         0, COMMAND_EARLY | COMMAND_SAYS,       1},
    {"NICKSERV",     cmd_nickserv,     0, 0,                                  1},
    {"NOTICE",       cmd_notice,       0, COMMAND_PIPELINES | COMMAND_LASTS,  1},
    {"NS",           cmd_nickserv,     0, 0,                                  1},
    {"OPER",         cmd_oper,         1, 0,                                  5},
    {"PART",         cmd_part,         1, COMMAND_KEEPS | COMMAND_REASON,     1},
    {"PASS",         cmd_pass,         1, COMMAND_EARLY | COMMAND_EARLY_ONLY, 1},
    {"PING",         cmd_ping,         0, COMMAND_EARLY,                      1},
    {"PONG",         cmd_pong,         0, COMMAND_EARLY | COMMAND_PIPELINES,  0},
    {"PRIVMSG",      cmd_privmsg,      0, COMMAND_PIPELINES | COMMAND_LASTS,  1},
    {"QUIT",         cmd_quit,         0, COMMAND_EARLY | COMMAND_REASON,     0},
    {"REDACT",       cmd_redact,       2, COMMAND_LASTS | COMMAND_REASON,     2},
    {"REGISTER",     cmd_register,     3, COMMAND_EARLY,                      4},
    {"REHASH",       cmd_rehash,       0, COMMAND_OPER,                       1},
    {"SEARCH",       cmd_search,       1, 0,                                  4},
    {"SETNAME",      cmd_setname,      1, COMMAND_SAYS,                       2},
    {"TAGMSG",       cmd_tagmsg,       0, COMMAND_PIPELINES,                  1},
    {"TIME",         cmd_time,         0, 0,                                  1},
    {"TOKEN",        cmd_token,        1, COMMAND_EARLY,                      2},
    {"TOPIC",        cmd_topic,        1, COMMAND_KEEPS_2 | COMMAND_SAYS_2,   1},
    {"USER",         cmd_user,         4, COMMAND_EARLY | COMMAND_EARLY_ONLY, 1},
    {"USERHOST",     cmd_userhost,     1, 0,                                  1},
    {"VERSION",      cmd_version,      0, 0,                                  1},
    {"WALLOPS",      cmd_wallops,      1, COMMAND_OPER,                       2},
    {"WHO",          cmd_who,          0, COMMAND_LOOK,                       2},
    {"WHOIS",        cmd_whois,        0, 0,                                  2},
    {"WHOWAS",       cmd_whowas,       0, 0,                                  2},
};

#define NCOMMANDS (sizeof(commands) / sizeof(*commands))

static int compare_name(const void *name, const void *row)
{
    return strcasecmp(name, ((const struct command *)row)->name);
}

const struct command *command_find(const char *name)
{
    return bsearch(name, commands, NCOMMANDS, sizeof(*commands), compare_name);
}

const struct command *command_table(size_t *n)
{
    *n = NCOMMANDS;
    return commands;
}

/* ---- one line ---- */

/* The command's word of a line that is not parsed yet; "*" if there is none. */
static void peek_command(const char *line, char *out, size_t size)
{
    line += strspn(line, " ");
    while (*line == '@' || *line == ':') {
        line += strcspn(line, " ");
        line += strspn(line, " ");
    }
    size_t len = strcspn(line, " ");
    size_t letters = 0;
    while (letters < len && isalnum((unsigned char)line[letters]))
        letters++;
    bool word = len > 0 && len == letters && len < size;
    memcpy(out, word ? line : "*", word ? len : 1);
    out[word ? len : 1] = '\0';
}

static bool is_too_long(const char *line, size_t len)
{
    const char *space = line[0] == '@' ? memchr(line, ' ', len) : NULL;
    size_t tags = space ? (size_t)(space + 1 - line) : 0;
    return tags > IRC_CLIENT_TAGS_MAX || len - tags > IRC_LINE_MAX - 2;
}

/* A key of the sender's own (R3) counts if the session asked for that, and is text of fair length.
 */
static bool is_idem(const struct session *session, const struct irc_tag *tag)
{
    size_t len = strlen(tag->value);
    bool plain = len > 0 && len <= IDEM_MAX;
    for (size_t i = 0; plain && i < len; i++)
        plain = (unsigned char)tag->value[i] >= ' ' && tag->value[i] != '\177';
    return plain && (session->caps & IRC_CAP_PARLOR_IDEMPOTENCY) &&
           strcmp(tag->key, SENDING_IDEM_TAG) == 0;
}

/* Keeps the label, and of the tags those that are for the other clients, or a key. */
static void take_tags(struct session *session, struct irc_msg *msg)
{
    const char *label = irc_msg_tag(msg, "label");
    if ((session->caps & IRC_CAP_LABELED_RESPONSE) && label && *label && strlen(label) <= LABEL_MAX)
        session->label = xstrdup(label);

    size_t kept = 0;
    for (size_t i = 0; i < msg->ntags; i++) {
        if (msg->tags[i].key[0] == '+' || is_idem(session, &msg->tags[i]))
            msg->tags[kept++] = msg->tags[i];
    }
    msg->ntags = kept;
}

/* Nobody shall be told that it is done when the next start would undo it (R4). */
static bool is_lost(const struct ctx *ctx, const struct command *command, size_t nparams)
{
    bool keeps =
        (command->flags & COMMAND_KEEPS) || ((command->flags & COMMAND_KEEPS_2) && nparams > 1);
    return keeps && ctx_world(ctx)->degraded && ctx_user(ctx)->account;
}

/* A sentence for who is muted and would be read by others; NULL for the rest. Nothing said is
 * nothing to read: one may come back from AWAY. */
static const char *muted(const struct ctx *ctx, const struct command *command,
                         const struct irc_msg *msg)
{
    size_t n = msg->nparams;
    bool says = (command->flags & COMMAND_SAYS) || ((command->flags & COMMAND_SAYS_2) && n > 1);
    bool read = says && ctx_user(ctx) && n > 0 && *msg->params[n - 1];
    return read ? mutes_refuse(ctx->server, ctx->session) : NULL;
}

/* Who is muted goes without a word. */
static void drop_reason(const struct ctx *ctx, const struct command *command, struct irc_msg *msg)
{
    if ((command->flags & COMMAND_REASON) && msg->nparams > command->params_min &&
        mutes_refuse(ctx->server, ctx->session))
        msg->nparams = command->params_min;
}

/* What many rows need; false if it was answered. */
static bool is_allowed(struct ctx *ctx, const struct command *command, const struct irc_msg *msg)
{
    bool registered = ctx->session->stage == SESSION_REGISTERED;
    bool looks = (command->flags & COMMAND_LOOK) && look_around_is_allowed(ctx);
    const char *why = muted(ctx, command, msg);
    if (!registered && looks)
        look_around_pay(ctx);
    if (!registered && !looks && !(command->flags & COMMAND_EARLY))
        reply_plain(ctx, ERR_NOTREGISTERED);
    else if (registered && (command->flags & COMMAND_EARLY_ONLY))
        reply_plain(ctx, ERR_ALREADYREGISTERED);
    else if (msg->nparams < command->params_min)
        reply(ctx, ERR_NEEDMOREPARAMS, command->name);
    else if ((command->flags & COMMAND_OPER) && !ctx->session->oper)
        reply_plain(ctx, ERR_NOPRIVILEGES);
    else if (is_lost(ctx, command, msg->nparams))
        reply_standard(ctx, "FAIL", command->name, "STORAGE_ERROR",
                       msg->nparams > 0 ? msg->params[0] : "*", "Not done, try again", NULL);
    else if (why)
        reply_standard(ctx, "FAIL", command->name, "MUTED", why, NULL);
    else
        return true;
    return false;
}

static void run(struct ctx *ctx, char *line)
{
    struct irc_msg msg;
    if (irc_msg_parse(&msg, line) < 0)
        return;

    if (multiline_takes(ctx, &msg))
        return;
    take_tags(ctx->session, &msg);
    const struct command *command = command_find(msg.command);
    ctx_pay(ctx, command ? command->cost : 1);
    if (!command)
        reply(ctx, ERR_UNKNOWNCOMMAND, msg.command);
    else if (is_allowed(ctx, command, &msg)) {
        drop_reason(ctx, command, &msg);
        command->run(ctx, &msg);
    }
    reply_end(ctx);
}

/* The label of a line that is not run. */
static void peek_label(struct session *session, const char *line, size_t len)
{
    const char *end = line && len > 0 && line[0] == '@' ? memchr(line, ' ', len) : NULL;
    struct irc_msg msg;
    if (!end || !utf8_valid(line, (size_t)(end - line)))
        return;
    char *tags = xasprintf("%.*s X", (int)(end - line), line);
    if (irc_msg_parse(&msg, tags) == 0)
        take_tags(session, &msg);
    free(tags);
}

/* A line that is answered without looking into it; false if it is none. */
static bool refuse_line(struct ctx *ctx, const char *line, size_t len, const char *name)
{
    bool too_long = !line || is_too_long(line, len);
    bool is_text = !too_long && utf8_valid(line, len);
    if (is_text && !memchr(line, '\r', len))
        return false;
    ctx_pay(ctx, 1);
    peek_label(ctx->session, line, len);
    if (too_long)
        reply_plain(ctx, ERR_INPUTTOOLONG);
    else if (!is_text)
        reply_standard(ctx, "FAIL", name, "INVALID_UTF8", "The line is not valid UTF-8", NULL);
    else
        reply_standard(ctx, "FAIL", name, "INVALID_LINE", "There is a CR in the line", NULL);
    reply_end(ctx);
    return true;
}

enum command_result command_line(struct ctx *ctx, char *line, size_t len)
{
    struct session *session = ctx->session;
    char name[16] = "*";
    if (session->stage == SESSION_CLOSED)
        return COMMAND_DONE;

    session->heard_ms = ctx->mono_ms;
    session->pinged = false;
    if (line)
        peek_command(line, name, sizeof(name));
    const struct command *command = command_find(name);
    bool pipelines = command && (command->flags & COMMAND_PIPELINES);
    bool lasts = command && (command->flags & COMMAND_LASTS);
    if (session->parked || (session->in_flight > 0 && (!pipelines || service_is_in(line))) ||
        (session->replay.lagging && lasts))
        return COMMAND_WAIT;

    if (refuse_line(ctx, line, len, name))
        multiline_spoil(ctx);
    else
        run(ctx, line);
    return COMMAND_DONE;
}

bool session_is_waiting(const struct session *session)
{
    return session->parked || session->in_flight >= IN_FLIGHT_MAX ||
           session->outbox.bytes >= UNREAD_MAX || session->stage == SESSION_CLOSED;
}

int64_t session_flood_delay(const struct server *server, struct session *session, int64_t mono_ms)
{
    return throttle_take(&session->flood, &server->world->config->flood, 0, mono_ms);
}
