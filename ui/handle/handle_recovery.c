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

/* Groups of capitals and digits with dashes between: "7KQ2-XM4T-9HPD". */
static bool has_code(const char *text)
{
    static const char signs[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    int groups = 0;
    while (*text) {
        size_t len = strspn(text, signs);
        groups = len >= GROUP_CHARS ? groups + 1 : 0;
        if (groups >= GROUPS_LEAST)
            return true;
        text += len;
        groups = *text == '-' ? groups : 0;
        text += *text != '\0';
    }
    return false;
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
    bool code = has_code(msg->params[1]);
    if (!irc_name_equal(from->nick, SERVICE) && !(from->server && code))
        return false;

    /* Marked as kept already, it is never written to a file. */
    struct line line = {.kind = LINE_NOTICE, .flags = LINE_SAVED, .nick = from->nick};
    line.text = msg->params[1];
    from_add_flagged(from, msg, network->console, line);
    if (code) {
        network->recovery_asked = false;
        chat_info(from->chat, network->console, LINE_INFO,
                  "With it the name %s is yours again if this machine is lost. It is shown once "
                  "and kept nowhere: /recovery makes a new one.",
                  network->nick);
    }
    return true;
}
