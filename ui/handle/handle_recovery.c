#include <string.h>

#include "ask.h"
#include "handlers.h"
#include "irc_cap.h"
#include "irc_name.h"

#define SERVICE      "NickServ"
#define QUESTION     "RECOVERY"
#define GROUP_CHARS  4
#define GROUPS_LEAST 3

bool ask_recovery(struct network *network)
{
    network->recovery_due = false;
    network->recovery_asked = ask(network, "PRIVMSG", SERVICE, QUESTION, NULL);
    return network->recovery_asked;
}

void recovery_settle(struct network *network)
{
    if (network->recovery_due && (network->caps_seen & IRC_CAP_PARLOR_ACK))
        ask_recovery(network);
    network->recovery_due = false;
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

/* Our question as it comes back, if the server shows us what we said. */
static bool is_question(const struct from *from, const struct irc_msg *msg)
{
    return from->self && irc_name_equal(msg->params[0], SERVICE) &&
           strcmp(msg->params[1], QUESTION) == 0;
}

bool recovery_took(struct from *from, const struct irc_msg *msg)
{
    struct network *network = from->network;
    if (!network->recovery_asked || from->history)
        return false;
    if (is_question(from, msg))
        return true;
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
