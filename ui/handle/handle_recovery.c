#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "handlers.h"
#include "irc_cap.h"
#include "irc_name.h"
#include "mem.h"
#include "secret.h"

#define SERVICE      "NickServ"
#define QUESTION     "RECOVERY"
#define NEW_SECRET   "DEVICES KEY "
#define GROUP_CHARS  4
#define CODE_CHARS   19
#define GROUPS_LEAST 3

bool ask_recovery(struct network *network)
{
    network->recovery_due = false;
    network->recovery_asked = ask(network, "PRIVMSG", SERVICE, QUESTION, NULL);
    return network->recovery_asked;
}

bool recovery_is_code(const char *secret)
{
    size_t len = strlen(secret);
    for (size_t i = 0; i < len; i++) {
        bool is_gap = i % (GROUP_CHARS + 1) == GROUP_CHARS;
        if (is_gap ? secret[i] != '-' : !isalnum((unsigned char)secret[i]))
            return false;
    }
    return len == CODE_CHARS;
}

/* The code let us in, and will not do so again. */
static void replace_code(struct from *from)
{
    struct network *network = from->network;
    char secret[SECRET_TEXT_SIZE];
    secret_make_text(secret);
    char *text = xasprintf(NEW_SECRET "%s", secret);
    if (ask(network, "PRIVMSG", SERVICE, text, NULL)) {
        secret_free(network->secret);
        network->secret = xstrdup(secret);
        network->secret_new = true;
        chat_info(from->chat, network->console, LINE_INFO,
                  "the code is used up: this machine has a secret of its own for the name %s now",
                  network->nick);
    }
    secret_free(text);
    secret_wipe(secret, sizeof(secret));
}

void recovery_settle(struct from *from)
{
    struct network *network = from->network;
    bool knows = network->caps_seen & IRC_CAP_PARLOR_ACK;
    if (network->recovery_due && knows)
        ask_recovery(network);
    network->recovery_due = false;
    if (knows && network->account && network->secret && recovery_is_code(network->secret))
        replace_code(from);
}

/* Groups of capitals and digits with dashes between: "7KQ2-XM4T-9HPD"; to free with secret_free();
 * NULL if there is none. */
static char *find_code(const char *text)
{
    static const char signs[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    const char *code = text;
    int groups = 0;
    while (*text) {
        size_t len = strspn(text, signs);
        code = groups == 0 ? text : code;
        groups = len >= GROUP_CHARS ? groups + 1 : 0;
        text += len;
        if (*text == '-' && groups > 0) {
            text++;
            continue;
        }
        if (groups >= GROUPS_LEAST)
            return xstrndup(code, (size_t)(text - code));
        groups = 0;
        text += *text != '\0';
    }
    return NULL;
}

/* A card takes no keys that are meant for something else. */
static bool has_room_for_card(const struct chat *chat)
{
    return !chat->dialog && edit_is_empty(chat->edit) && !chat->settings.linear;
}

/* Marked as kept already, it is never written to a file. */
static void add_secret(struct from *from, const struct irc_msg *msg, struct conv *conv,
                       enum line_kind kind, const char *text)
{
    struct line line = {.kind = kind, .flags = LINE_SAVED, .text = text};
    line.nick = kind == LINE_NOTICE ? from->nick : "";
    from_add_flagged(from, msg, conv, line);
}

static void show_code(struct from *from, const struct irc_msg *msg, struct conv *conv)
{
    char *words = xasprintf("With it the name %s is yours again if this machine is lost: write it "
                            "down somewhere else. It is kept nowhere here; /recovery makes a new "
                            "one.",
                            from->network->nick);
    add_secret(from, msg, conv, LINE_NOTICE, msg->params[1]);
    add_secret(from, &(struct irc_msg){.command = "NOTICE"}, conv, LINE_INFO, words);
    free(words);
}

/* Who asked for it sees it where they are; else it stands in the console. */
static void take_code(struct from *from, const struct irc_msg *msg, const char *code)
{
    struct network *network = from->network;
    bool asked = network->recovery_card;
    network->recovery_asked = network->recovery_card = false;
    if (asked && has_room_for_card(from->chat)) {
        secret_free(network->recovery_code);
        network->recovery_code = xstrdup(code);
        return;
    }
    show_code(from, msg, asked ? chat_here(from->chat, network) : network->console);
}

/* What we asked as it comes back, before or behind the answer, if the server shows us what we said.
 * What a person asks has a label. */
static bool is_question(const struct from *from, const struct irc_msg *msg)
{
    const char *secret = from->network->secret;
    const char *text = msg->params[1];
    size_t len = strlen(NEW_SECRET);
    return from->self && irc_name_equal(msg->params[0], SERVICE) &&
           ((!from->label && strcmp(text, QUESTION) == 0) ||
            (secret && strncmp(text, NEW_SECRET, len) == 0 && strcmp(text + len, secret) == 0));
}

bool recovery_took(struct from *from, const struct irc_msg *msg)
{
    struct network *network = from->network;
    if (from->history)
        return false;
    if (is_question(from, msg))
        return true;
    if (!network->recovery_asked)
        return false;
    char *code = find_code(msg->params[1]);
    bool ours = irc_name_equal(from->nick, SERVICE) || (from->server && code);
    if (ours && code)
        take_code(from, msg, code);
    else if (ours)
        add_secret(from, msg, network->console, LINE_NOTICE, msg->params[1]);
    secret_free(code);
    return ours;
}
