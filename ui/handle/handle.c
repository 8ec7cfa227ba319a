#include "handle.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "clock.h"
#include "handlers.h"
#include "irc_name.h"
#include "utf8.h"

/* What is heard of whom: a nick must be in the source, or may be. */
enum who { ANYBODY, SOMEBODY };

static const struct handler {
    const char *command;
    handle_fn *run;
    size_t params_min;
    enum who who;
} handlers[] = {
    {"001",          on_welcome,         1, ANYBODY },
    {"005",          on_isupport,        2, ANYBODY },
    {"301",          on_away_reply,      3, ANYBODY },
    {"305",          on_back,            1, ANYBODY },
    {"306",          on_gone,            1, ANYBODY },
    {"307",          on_whois,           2, ANYBODY },
    {"311",          on_whois,           6, ANYBODY },
    {"312",          on_whois,           3, ANYBODY },
    {"313",          on_whois,           2, ANYBODY },
    {"314",          on_whois,           6, ANYBODY },
    {"315",          on_who_end,         2, ANYBODY },
    {"317",          on_whois,           3, ANYBODY },
    {"318",          on_whois_end,       2, ANYBODY },
    {"319",          on_whois,           3, ANYBODY },
    {"320",          on_whois,           3, ANYBODY },
    {"322",          on_list,            3, ANYBODY },
    {"323",          on_list_end,        1, ANYBODY },
    {"324",          on_modes_are,       3, ANYBODY },
    {"330",          on_whois,           3, ANYBODY },
    {"331",          on_no_topic,        2, ANYBODY },
    {"332",          on_topic_is,        3, ANYBODY },
    {"333",          on_topic_who,       4, ANYBODY },
    {"335",          on_whois,           2, ANYBODY },
    {"338",          on_whois,           3, ANYBODY },
    {"341",          on_inviting,        3, ANYBODY },
    {"352",          on_who,             8, ANYBODY },
    {"353",          on_names,           4, ANYBODY },
    {"366",          on_names_end,       2, ANYBODY },
    {"369",          on_whois_end,       2, ANYBODY },
    {"376",          on_motd_end,        1, ANYBODY },
    {"378",          on_whois,           3, ANYBODY },
    {"422",          on_motd_end,        1, ANYBODY },
    {"432",          on_nick_bad,        2, ANYBODY },
    {"433",          on_nick_taken,      2, ANYBODY },
    {"436",          on_nick_taken,      2, ANYBODY },
    {"437",          on_nick_taken,      2, ANYBODY },
    {"464",          on_password_wrong,  1, ANYBODY },
    {"465",          on_banned,          1, ANYBODY },
    {"671",          on_whois,           2, ANYBODY },
    {"730",          on_monitored,       2, ANYBODY },
    {"731",          on_monitored,       2, ANYBODY },
    {"900",          on_logged_in,       3, ANYBODY },
    {"901",          on_logged_out,      1, ANYBODY },
    {"902",          on_sasl_failed,     1, ANYBODY },
    {"903",          on_sasl_done,       1, ANYBODY },
    {"904",          on_sasl_failed,     1, ANYBODY },
    {"905",          on_sasl_failed,     1, ANYBODY },
    {"906",          on_sasl_failed,     1, ANYBODY },
    {"907",          on_sasl_done,       1, ANYBODY },
    {"908",          on_sasl_mechanisms, 2, ANYBODY },
    {"ACCOUNT",      on_account,         1, SOMEBODY},
    {"AUTHENTICATE", on_authenticate,    1, ANYBODY },
    {"AWAY",         on_away,            0, SOMEBODY},
    {"BATCH",        on_batch,           1, ANYBODY },
    {"CAP",          on_cap,             3, ANYBODY },
    {"CHATHISTORY",  on_chathistory,     3, ANYBODY },
    {"ERROR",        on_error,           1, ANYBODY },
    {"FAIL",         on_fail,            3, ANYBODY },
    {"FILES",        on_files,           1, ANYBODY },
    {"INVITE",       on_invite,          2, SOMEBODY},
    {"JOIN",         on_join,            1, SOMEBODY},
    {"KICK",         on_kick,            2, ANYBODY },
    {"MARKREAD",     on_markread,        2, ANYBODY },
    {"MODE",         on_mode,            2, ANYBODY },
    {"NICK",         on_nick,            1, SOMEBODY},
    {"NOTE",         on_fail,            3, ANYBODY },
    {"NOTICE",       on_notice,          2, ANYBODY },
    {"PART",         on_part,            1, SOMEBODY},
    {"PING",         on_ping,            1, ANYBODY },
    {"PONG",         on_pong,            1, ANYBODY },
    {"PRIVMSG",      on_privmsg,         2, ANYBODY },
    {"QUIT",         on_quit,            0, SOMEBODY},
    {"REDACT",       on_redact,          2, SOMEBODY},
    {"REGISTER",     on_register,        2, ANYBODY },
    {"TAGMSG",       on_tagmsg,          1, ANYBODY },
    {"TOKEN",        on_token,           3, ANYBODY },
    {"TOPIC",        on_topic,           2, ANYBODY },
    {"WALLOPS",      on_wallops,         1, ANYBODY },
    {"WARN",         on_fail,            3, ANYBODY },
};

const char *handle_command(size_t i)
{
    return i < sizeof(handlers) / sizeof(handlers[0]) ? handlers[i].command : NULL;
}

/* Most differ in their first letter already. */
static int compare(const void *key, const void *row)
{
    const char *wanted = key;
    const char *command = ((const struct handler *)row)->command;
    int first = toupper((unsigned char)*wanted) - (unsigned char)*command;
    return first != 0 ? first : strcasecmp(wanted, command);
}

static const struct handler *find(const char *command)
{
    return bsearch(command, handlers, sizeof(handlers) / sizeof(handlers[0]), sizeof(handlers[0]),
                   compare);
}

bool clean_name(const char *name, char *out, size_t size)
{
    char *clean = utf8_sanitize(name, strlen(name), false, false);
    size_t len = strlen(clean);
    if (len >= size)
        len = utf8_cut_bytes(clean, len, size - 1);
    memcpy(out, clean, len);
    out[len] = '\0';
    free(clean);
    return len > 0 && !strchr(out, ' ');
}

/* Most nicks are short and plain: copied without more ado. */
static bool clean_nick(const char *source, char *out)
{
    size_t len = irc_source_nick_len(source);
    if (len == 0 || len >= FROM_NICK_SIZE)
        len = len ? FROM_NICK_SIZE - 1 : 0;
    memcpy(out, source, len);
    out[len] = '\0';
    for (const char *p = out; *p; p++)
        if (*p <= ' ' || *p > '~') {
            char raw[FROM_NICK_SIZE];
            memcpy(raw, out, len + 1);
            return clean_name(raw, out, FROM_NICK_SIZE);
        }
    return len > 0;
}

static bool set_source(struct from *from, const struct irc_msg *msg)
{
    from->server = !msg->source || (!strchr(msg->source, '!') && strchr(msg->source, '.'));
    if (!msg->source || !clean_nick(msg->source, from->nick)) {
        from->nick[0] = '\0';
        from->server = true;
        return false;
    }
    const char *account = irc_msg_tag(msg, "account");
    from->self = irc_name_equal(from->nick, from->network->nick) ||
                 (account && from->network->account && from->history &&
                  irc_name_equal(account, from->network->account));
    return true;
}

/* False if it is part of a batch that we do not follow. */
static bool set_batch(struct from *from, const struct irc_msg *msg)
{
    from->label = irc_msg_tag(msg, "label");
    const char *ref = irc_msg_tag(msg, "batch");
    if (!ref)
        return true;

    from->batch = map_get(&from->network->batches, ref);
    if (!from->batch || from->batch->lines >= BATCH_LINES_MAX)
        return false;
    from->batch->lines++;
    from->history = from->batch->kind == BATCH_HISTORY;
    if (!from->label && from->batch->label[0])
        from->label = from->batch->label;
    return true;
}

static void set_time(struct from *from, const struct irc_msg *msg)
{
    const char *time = irc_msg_tag(msg, "time");
    from->time_ms = time ? clock_parse_iso(time) : -1;
    if (from->time_ms < 0)
        from->time_ms = network_clock(from->network, from->chat->now_ms);
}

static bool is_numeric(const char *command)
{
    return isdigit((unsigned char)command[0]) && isdigit((unsigned char)command[1]) &&
           isdigit((unsigned char)command[2]) && !command[3];
}

static void run(struct from *from, const struct irc_msg *msg)
{
    bool somebody = set_source(from, msg);
    if (around_took(from, msg) || search_took(from, msg))
        return;
    const struct handler *handler = find(msg->command);
    if (!handler && is_numeric(msg->command))
        on_numeric(from, msg);
    if (!handler || msg->nparams < handler->params_min || (handler->who == SOMEBODY && !somebody))
        return;
    handler->run(from, msg);
}

void handle_joined(struct from *from, const struct irc_msg *msg)
{
    set_time(from, msg);
    run(from, msg);
}

/* Is there a byte beyond ASCII? Eight are looked at at once. */
static bool has_high(const char *line, size_t len)
{
    uint64_t eight;
    size_t i = 0;
    for (; i + sizeof(eight) <= len; i += sizeof(eight)) {
        memcpy(&eight, line + i, sizeof(eight));
        if (eight & 0x8080808080808080u)
            return true;
    }
    for (; i < len; i++)
        if ((unsigned char)line[i] >= 0x80)
            return true;
    return false;
}

static void take_line(struct chat *chat, struct network *network, char *line)
{
    struct irc_msg msg;
    if (irc_msg_parse(&msg, line) != 0)
        return;

    struct from from = {.chat = chat, .network = network};
    if (!set_batch(&from, &msg) || rows_took(&from, &msg))
        return;
    set_time(&from, &msg);
    run(&from, &msg);
    /* A batch under a label has said all at its end only. */
    if (from.label && !from.batch && strcasecmp(msg.command, "BATCH") != 0)
        say_answered(&from, from.label);
    ask_queue(chat, network);
}

void handle_line(struct chat *chat, struct network *network, char *line)
{
    network->heard_ms = chat->mono_ms;
    network->spoke = true;
    size_t len = line ? strnlen(line, LINE_BYTES_MAX + 1) : 0;
    if (!line || len > LINE_BYTES_MAX)
        return;
    bool old = has_high(line, len) && !utf8_valid(line, len);
    char *mended = old ? utf8_mend(line, len) : NULL;
    take_line(chat, network, mended ? mended : line);
    free(mended);
}
