#include "connect_form.h"

#include <stdlib.h>
#include <string.h>

#include "irc_name.h"
#include "mem.h"
#include "secret.h"
#include "url.h"

enum field { FIELD_SERVER, FIELD_NAME, FIELD_PASSWORD };

static struct network *known(const struct chat *chat, const struct url *url)
{
    for (struct network *network = chat->networks; network; network = network->next) {
        if (strcmp(network->host, url->host) == 0 && network->port == url->port)
            return network;
    }
    return NULL;
}

static struct network *find_or_add(struct chat *chat, const struct url *url, const char *nick)
{
    struct network *network = known(chat, url);
    if (!network) {
        network = network_new(url->host, url->port, url->tls, nick);
        chat_add_network(chat, network);
    }
    return network;
}

int connect_to(struct chat *chat, const char *url_text, const char *nick, const char *password,
               char **cause)
{
    struct url url;
    if (url_parse(&url, url_text, cause) != 0)
        return -1;

    struct network *network = find_or_add(chat, &url, nick);
    if (network->stage != NETWORK_READY)
        xreplace(&network->nick, nick);
    xreplace(&network->want_nick, nick);
    xreplace(&network->autojoin, url.rooms);
    if (password && *password) {
        secret_free(network->secret);
        network->secret = xstrdup(password);
        network->claim = false;
    }
    network->stage = NETWORK_CONNECTING;
    network->attempts = 0;
    chat->wishes |= WISH_CONNECT;
    chat->changed |= CHANGE_STATUS | CHANGE_CONVS;
    chat_open(chat, network->console);
    url_clear(&url);
    return 0;
}

static bool submit(struct chat *chat, struct dialog *dialog, const struct dialog_row *row)
{
    (void)row;
    const char *server = dialog_field_text(dialog, FIELD_SERVER);
    const char *name = dialog_field_text(dialog, FIELD_NAME);
    char *cause = NULL;
    if (!*server) {
        dialog->focus = FIELD_SERVER;
        xreplace(&dialog->error, "write the server's address here: a host, or host:port");
    } else if (!irc_nick_valid(name)) {
        dialog->focus = FIELD_NAME;
        xreplace(&dialog->error, "a name is 1 to 24 letters, digits or _-[]\\^{}|`, and begins "
                                 "with no digit and no -");
    } else if (connect_to(chat, server, name, dialog_field_text(dialog, FIELD_PASSWORD), &cause) !=
               0) {
        dialog->focus = FIELD_SERVER;
        xreplace(&dialog->error, cause);
        free(cause);
    } else {
        return true;
    }
    chat->changed |= CHANGE_DIALOG;
    return false;
}

void connect_form_open(struct chat *chat, const char *host, const char *nick, const char *why)
{
    struct dialog *dialog =
        dialog_new(DIALOG_FORM, "Connect", "Tab next field · Enter connect · C-c clear", submit);
    dialog_add_field(dialog, "Server", host, false);
    dialog_add_field(dialog, "Your name", nick, false);
    dialog_add_field(dialog, "Password (if the name has one)", NULL, true);
    dialog->focus = host && *host ? FIELD_NAME : FIELD_SERVER;
    dialog->sticky = chat->networks == NULL;
    dialog->error = xstrdup(why);
    chat_dialog(chat, dialog);
}
