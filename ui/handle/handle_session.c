#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "ask.h"
#include "handlers.h"
#include "irc_cap.h"
#include "mem.h"
#include "posted.h"
#include "utf8.h"

#define NICK_TRIES_MAX 5

/* A server says at most so often what its addresses are; reading all lines again takes long. */
#define SCANS_MAX      3
#define HOLD_BANNED_MS 300000

void handle_connected(struct chat *chat, struct network *network)
{
    link_forget(chat, network);
    network_reset(network);
    network->stage = NETWORK_REGISTERING;
    network->heard_ms = chat->mono_ms;
    network->hold_ms = 0;
    network->spoke = false;
    network->password_asked = false;
    xreplace(&network->why, NULL);
    xreplace(&network->nick, network->want_nick);
    xreplace(&network->account, NULL);

    if (network->around) {
        around_begin(chat, network);
        return;
    }
    ask(network, "CAP", "LS", "302", NULL);
    if (network->server_password)
        ask(network, "PASS", network->server_password, NULL);
    ask(network, "NICK", network->nick, NULL);
    ask(network, "USER", network->want_nick, "0", "*", network->realname, NULL);
}

static void set_own_nick(struct from *from, const char *nick)
{
    char clean[FROM_NICK_SIZE];
    if (clean_name(nick, clean, sizeof(clean)))
        xreplace(&from->network->nick, clean);
    from->chat->changed |= CHANGE_STATUS | CHANGE_MEMBERS;
}

/* What came before this link is known: what the server has later than that was missed. */
static void note_newest(struct from *from)
{
    MAP_FOREACH(entry, &from->network->convs) {
        struct conv *conv = map_value(entry);
        struct line line;
        if (!conv->since && lines_newest_id(conv->lines, &line))
            conv->since = line.serial;
        if (conv->read_ms)
            chat_recount(from->chat, conv);
    }
    if (from->chat->current && from->chat->current->network == from->network)
        from->chat->current->line_ms = 0;
}

/* 001 <me> :<text> */
void on_welcome(struct from *from, const struct irc_msg *msg)
{
    struct network *network = from->network;
    struct chat *chat = from->chat;
    if (network->stage != NETWORK_REGISTERING)
        return;

    network->stage = NETWORK_READY;
    network->caps_done = true;
    network->ready_ms = chat->mono_ms;
    if (irc_msg_tag(msg, "time"))
        network->skew_ms = from->time_ms - chat->now_ms;
    set_own_nick(from, msg->params[0]);
    note_newest(from);

    if (network->was_ready && network->lost_ms)
        chat_info(chat, network->console, LINE_INFO, "back after %lld s",
                  (long long)(chat->mono_ms - network->lost_ms) / 1000);
    else
        chat_info(chat, network->console, LINE_INFO, "connected to %s as %s", network->name,
                  network->nick);
    if (network->was_ready && network->lost_ms)
        chat_notice(chat, "%s: back after %lld s", network->name,
                    (long long)(chat->mono_ms - network->lost_ms) / 1000);
    network->attempts = 0;
    network->was_ready = true;
    ask(network, "PING", "parlor", NULL);
    network->ping_sent_ms = chat->mono_ms;
    chat->changed |= CHANGE_ALL;
}

/* Value of two hexadecimal digits, -1 if they are none. */
static int hex_pair(const char *text)
{
    char pair[3] = {text[0], text[0] ? text[1] : '\0', '\0'};
    if (!isxdigit((unsigned char)pair[0]) || !isxdigit((unsigned char)pair[1]))
        return -1;
    return (int)strtol(pair, NULL, 16);
}

/* \x20 and the like (draft-hardy-irc-isupport). */
static void unescape(char *value)
{
    char *to = value;
    for (const char *from = value; *from; from++) {
        int code = strncmp(from, "\\x", 2) == 0 ? hex_pair(from + 2) : -1;
        if (code >= ' ') {
            *to++ = (char)code;
            from += 3;
        } else {
            *to++ = *from;
        }
    }
    *to = '\0';
}

static bool are_signs(const char *text)
{
    while (isgraph((unsigned char)*text))
        text++;
    return !*text;
}

/* "(ov)@+": the signs come to the screen. */
static void set_prefixes(struct network *network, const char *value)
{
    const char *end = value[0] == '(' ? strchr(value, ')') : NULL;
    size_t n = end ? (size_t)(end - value - 1) : 0;
    if (!end || n >= sizeof(network->prefixes) || strlen(end + 1) != n || !are_signs(end + 1))
        return;
    memcpy(network->prefix_modes, value + 1, n);
    network->prefix_modes[n] = '\0';
    memcpy(network->prefixes, end + 1, n + 1);
}

static int bounded(const char *value, int least, int most)
{
    char *end;
    long n = strtol(value, &end, 10);
    return n < least ? least : n > most ? most : (int)n;
}

static void set_token(struct from *from, const char *key, const char *value)
{
    struct network *network = from->network;
    if (strcmp(key, "PREFIX") == 0)
        set_prefixes(network, value);
    else if (strcmp(key, "CHATHISTORY") == 0 || strcmp(key, "draft/CHATHISTORY") == 0)
        network->history_max = bounded(*value ? value : "100", 1, BATCH_LINES_MAX);
    else if (strcmp(key, "LINELEN") == 0)
        network->line_max = bounded(value, IRC_LINE_MAX, LINE_BYTES_MAX);
    else if (strcmp(key, "NETWORK") == 0 && *value)
        chat_name_network(from->chat, network, value);
}

/* 005 <me> KEY[=value] ... -KEY :are supported by this server */
void on_isupport(struct from *from, const struct irc_msg *msg)
{
    struct map *tokens = &from->network->isupport;
    bool names_files = false;
    for (size_t i = 1; i + 1 < msg->nparams; i++) {
        const char *token = msg->params[i];
        if (*token == '-') {
            free(map_remove(tokens, token + 1));
            continue;
        }
        size_t len = strcspn(token, "=");
        char *key = xstrndup(token, len);
        char *value = xstrdup(token[len] ? token + len + 1 : "");
        unescape(value);
        set_token(from, key, value);
        names_files = names_files || strstr(key, "/FILE");
        if (map_get(tokens, key) || map_count(tokens) < ISUPPORT_MAX)
            free(map_set(tokens, key, value));
        else
            free(value);
        free(key);
    }
    if (names_files && from->network->scans++ < SCANS_MAX)
        posted_scan(from->network);
}

void on_motd_end(struct from *from, const struct irc_msg *msg)
{
    if (strcmp(msg->command, "422") != 0)
        on_numeric(from, msg);
    link_settle(from);
}

void on_ping(struct from *from, const struct irc_msg *msg)
{
    ask(from->network, "PONG", msg->params[msg->nparams - 1], NULL);
}

void on_pong(struct from *from, const struct irc_msg *msg)
{
    struct network *network = from->network;
    if (irc_msg_tag(msg, "time"))
        network->skew_ms = from->time_ms - from->chat->now_ms;
    if (say_ponged(from, msg->params[msg->nparams - 1]) || !network->ping_sent_ms)
        return;
    network->lag_ms = from->chat->mono_ms - network->ping_sent_ms;
    network->ping_sent_ms = 0;
    from->chat->changed |= CHANGE_STATUS;
}

static bool sounds_like_ban(const char *text)
{
    static const char *const words[] = {"banned", "-line", "lined", "denied", "not welcome"};
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (strcasestr(text, words[i]))
            return true;
    return false;
}

/* Without the wrapping of "Closing link: alice (why)". */
static char *why_closed(const char *text)
{
    static const char wrapping[] = "closing link";
    bool wrapped = strncasecmp(text, wrapping, sizeof(wrapping) - 1) == 0;
    const char *open = wrapped ? strstr(text, " (") : NULL;
    size_t len = open ? strlen(open + 2) : 0;
    return len > 1 && open[len + 1] == ')' ? xstrndup(open + 2, len - 1) : xstrdup(text);
}

/* ERROR :<why the link ends>; the end itself follows. */
void on_error(struct from *from, const struct irc_msg *msg)
{
    struct network *network = from->network;
    if (network->why)
        return;
    char *text = utf8_sanitize(msg->params[0], strlen(msg->params[0]), false, false);
    char *why = why_closed(text);
    network->why = xasprintf("the server ended it: %s", why);
    free(why);
    if (sounds_like_ban(text))
        network->hold_ms = HOLD_BANNED_MS;
    free(text);
}

void on_banned(struct from *from, const struct irc_msg *msg)
{
    char *text = utf8_sanitize(msg->params[msg->nparams - 1], strlen(msg->params[msg->nparams - 1]),
                               false, false);
    free(from->network->why);
    from->network->why = xasprintf("this server does not want us: %s; ask its operators", text);
    from->network->hold_ms = HOLD_BANNED_MS;
    free(text);
}

void on_password_wrong(struct from *from, const struct irc_msg *msg)
{
    (void)msg;
    struct network *network = from->network;
    if (network->stage != NETWORK_REGISTERING) {
        on_numeric(from, msg);
        return;
    }
    network->password_asked = true;
    xreplace(&network->why, network->server_password
                                ? "the password is wrong: /connect with the right one"
                                : "this server wants a password: /connect with it");
    network->hold_ms = HOLD_BANNED_MS;
}

static void try_name(struct from *from, const char *name)
{
    struct network *network = from->network;
    chat_complain(from->chat, "%s is taken here: trying %s; is it yours? /connect",
                  network->want_nick, name);
    chat_info(from->chat, network->console, LINE_ERROR, "the name %s is taken here: trying %s",
              network->want_nick, name);
    set_own_nick(from, name);
    ask(network, "NICK", network->nick, NULL);
}

/* What we made of a taken name is too long here: "abcdefghi_" becomes "abcdefgh_". True if there is
 * another one to try. */
static bool try_shorter(struct from *from)
{
    const char *nick = from->network->nick;
    size_t len = strlen(nick);
    size_t word = len;
    while (word > 0 && nick[word - 1] == '_')
        word--;
    if (from->network->nick_tries == 0 || word == len || word < 2)
        return false;
    char *next = xasprintf("%.*s%s", (int)word - 1, nick, nick + word);
    try_name(from, next);
    free(next);
    return true;
}

/* 433 <me> <nick> :<text> */
void on_nick_taken(struct from *from, const struct irc_msg *msg)
{
    struct network *network = from->network;
    if (network->stage != NETWORK_REGISTERING) {
        on_numeric(from, msg);
        return;
    }

    char *next = xasprintf("%s_", network->nick);
    if (++network->nick_tries > NICK_TRIES_MAX) {
        network->name_refused = true;
        network->hold_ms = HOLD_BANNED_MS;
        handle_lost(from->chat, network, "every name tried is taken: /connect with another name");
    } else {
        try_name(from, next);
    }
    free(next);
}

/* 432 <me> <nick> :<text> */
void on_nick_bad(struct from *from, const struct irc_msg *msg)
{
    struct network *network = from->network;
    if (network->stage == NETWORK_REGISTERING && try_shorter(from))
        return;
    on_numeric(from, msg);
    if (network->stage != NETWORK_REGISTERING)
        return;
    network->name_refused = true;
    network->hold_ms = HOLD_BANNED_MS;
    char *why = xasprintf("this server does not allow the name %s: choose another", network->nick);
    handle_lost(from->chat, network, why);
    free(why);
}
