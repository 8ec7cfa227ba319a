#include <stdlib.h>
#include <string.h>

#include "handlers.h"
#include "mem.h"
#include "secret.h"

static void drop_spare(struct network *network)
{
    secret_free(network->spare_secret);
    network->spare_secret = NULL;
}

void on_logged_out(struct from *from, const struct irc_msg *msg)
{
    (void)msg;
    xreplace(&from->network->account, NULL);
    chat_info(from->chat, from->network->console, LINE_INFO, "logged out");
    from->chat->changed |= CHANGE_STATUS;
}

/* REGISTER SUCCESS <account> :<text> */
void on_register(struct from *from, const struct irc_msg *msg)
{
    struct network *network = from->network;
    if (strcmp(msg->params[0], "SUCCESS") != 0 || !network->secret) {
        on_numeric(from, msg);
        account_end_registration(network);
        return;
    }
    if (network->spare_secret) {
        secret_free(network->secret);
        network->secret = network->spare_secret;
        network->spare_secret = NULL;
        network->secret_new = true;
    }
    network->claim = false;
    network->recovery_due = true;
    xreplace(&network->account, network->nick);
    from->chat->changed |= CHANGE_STATUS;
    chat_info(from->chat, network->console, LINE_INFO,
              "the name %s is yours here now; its secret is kept on this machine", network->nick);
    account_end_registration(network);
}

/* The name is another's, or cannot be claimed: go on as a guest, by another name if need be. */
static void go_on_unclaimed(struct from *from, const char *code, const char *text)
{
    static const char taken[] = "that name is taken: /connect with another name or its password";
    struct network *network = from->network;
    secret_free(network->secret);
    network->secret = NULL;
    network->secret_new = true;
    if (strcmp(code, "ACCOUNT_EXISTS") == 0) {
        chat_complain(from->chat, "%s", taken);
        chat_info(from->chat, network->console, LINE_ERROR, "%s", taken);
    } else {
        chat_info(from->chat, network->console, LINE_ERROR, "the name was not claimed: %s", text);
    }
    account_end_registration(network);
}

/* FAIL REGISTER <code> [...] :<text> */
void account_register_failed(struct from *from, const struct irc_msg *msg)
{
    struct network *network = from->network;
    const char *text = msg->params[msg->nparams - 1];
    if (network->stage != NETWORK_REGISTERING) {
        chat_info(from->chat, chat_here(from->chat, network), LINE_ERROR,
                  "the name was not claimed: %s", text);
    } else if (network->spare_secret) {
        drop_spare(network);
        account_refused(from->chat, network);
    } else if (network->claim) {
        go_on_unclaimed(from, msg->params[1], text);
    } else {
        account_end_registration(network);
    }
}

/* :<nick!user@host> ACCOUNT <name|*> */
void on_account(struct from *from, const struct irc_msg *msg)
{
    char account[FROM_NICK_SIZE];
    bool logged_in = strcmp(msg->params[0], "*") != 0;
    if (from->history || !clean_name(msg->params[0], account, sizeof(account)))
        return;

    if (from->self)
        xreplace(&from->network->account, logged_in ? account : NULL);
    MAP_FOREACH(entry, &from->network->convs) {
        struct conv *conv = map_value(entry);
        struct person *person = members_get(&conv->members, from->nick);
        if (person)
            xreplace(&person->account, logged_in ? account : NULL);
        if (person)
            from_changed(from, conv, CHANGE_MEMBERS | CHANGE_LINES);
    }
}
