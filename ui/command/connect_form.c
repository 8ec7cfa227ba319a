#include "connect_form.h"

#include <stdlib.h>
#include <string.h>

#include "around.h"
#include "ask.h"
#include "handle.h"
#include "irc_name.h"
#include "look_around.h"
#include "mem.h"
#include "secret.h"
#include "url.h"

enum field { FIELD_SERVER, FIELD_NAME, FIELD_PASSWORD };

struct network *connect_known(const struct chat *chat, const struct url *url)
{
    for (struct network *network = chat->networks; network; network = network->next) {
        if (strcmp(network->host, url->host) == 0 && network->port == url->port)
            return network;
    }
    return NULL;
}

/* NULL with *cause if there are too many. */
static struct network *find_or_add(struct chat *chat, const struct url *url, const char *nick,
                                   char **cause)
{
    struct network *network = connect_known(chat, url);
    int n = 0;
    for (const struct network *one = chat->networks; one; one = one->next)
        n++;
    if (network)
        return network;
    if (n >= NETWORKS_MAX) {
        *cause = xasprintf("%d servers are open already: /server remove one first", n);
        return NULL;
    }
    network = network_new(url->host, url->port, url->tls, nick);
    if (chat->settings.realname)
        xreplace(&network->realname, chat->settings.realname);
    chat_add_network(chat, network);
    return network;
}

void connect_leave(struct chat *chat, struct network *network, const char *why)
{
    bool linked = network->stage == NETWORK_READY || network->stage == NETWORK_REGISTERING;
    if (network->stage == NETWORK_READY)
        ask(network, "QUIT", *why ? why : "leaving", NULL);
    network->stage = NETWORK_OFFLINE;
    if (linked)
        handle_lost(chat, network, "");
    chat->changed |= CHANGE_STATUS | CHANGE_CONVS;
}

/* A network that was looked at is one like any other again. */
static void end_look(struct network *network)
{
    around_free(network->around);
    network->around = NULL;
}

void connect_again(struct chat *chat, struct network *network, const char *why)
{
    connect_leave(chat, network, why);
    end_look(network);
    network->stage = NETWORK_CONNECTING;
    network->attempts = 0;
    network->hold_ms = 0;
}

/* The server's, where it asked for one; else the name's. */
static void take_password(struct network *network, const char *password)
{
    char **place = network->password_asked ? &network->server_password : &network->secret;
    secret_free(*place);
    *place = xstrdup(password);
    network->claim = network->claim && network->password_asked;
}

/* The old link goes with a word; a secret goes with its name. */
static void begin_anew(struct chat *chat, struct network *network, const char *nick,
                       const char *password)
{
    connect_leave(chat, network, "");
    end_look(network);
    if (strcmp(network->want_nick, nick) != 0) {
        secret_free(network->secret);
        network->secret = NULL;
        network->claim = false;
    }
    if (password && *password)
        take_password(network, password);
    xreplace(&network->nick, nick);
    xreplace(&network->want_nick, nick);
    network->stage = NETWORK_CONNECTING;
    network->unwanted = network->forgotten = false;
    network->name_refused = false;
    network->attempts = 0;
    network->hold_ms = 0;
    xreplace(&network->why, NULL);
}

static void open_first_room(struct chat *chat, struct network *network, const char *rooms)
{
    char *first = xstrndup(rooms, strcspn(rooms, ","));
    chat_open(chat, chat_conv_make(chat, network, first));
    free(first);
}

int connect_to(struct chat *chat, const char *url_text, const char *nick, const char *password,
               char **cause)
{
    struct url url;
    if (url_parse(&url, url_text, cause) != 0)
        return -1;

    struct network *network = find_or_add(chat, &url, nick, cause);
    if (!network) {
        url_clear(&url);
        return -1;
    }
    begin_anew(chat, network, nick, password);
    network->tls = url.tls;
    xreplace(&network->trust.wanted, url.fingerprint);
    xreplace(&network->trust.refused, NULL);
    xreplace(&network->autojoin, url.rooms);
    if (url.rooms)
        open_first_room(chat, network, url.rooms);
    else if (chat->current->network != network)
        chat_open(chat, network->console);
    url_clear(&url);
    return 0;
}

struct network *connect_to_look(struct chat *chat, const char *url_text, const char *nick,
                                char **cause)
{
    struct url url;
    if (url_parse(&url, url_text, cause) != 0)
        return NULL;

    struct network *network = find_or_add(chat, &url, irc_nick_valid(nick) ? nick : "guest", cause);
    if (network && network->stage == NETWORK_READY) {
        *cause = xstrdup("you are there already: /who, /list and /files show what there is");
        network = NULL;
    } else if (network) {
        begin_anew(chat, network, network->want_nick, NULL);
        if (irc_nick_valid(nick))
            xreplace(&network->want_nick, nick);
        network->tls = url.tls;
        xreplace(&network->trust.wanted, url.fingerprint);
        xreplace(&network->trust.refused, NULL);
        network->around = around_new();
    }
    url_clear(&url);
    return network;
}

/* Those that were tried in vain: the address was mended. They stop, and go when nobody needs them
 * any more. */
static void give_up_others(const struct chat *chat)
{
    const struct network *chosen = chat->current->network;
    for (struct network *network = chat->networks; network; network = network->next) {
        if (network == chosen || network->was_ready || network->kept ||
            network->stage == NETWORK_READY)
            continue;
        network->stage = NETWORK_OFFLINE;
        network->unwanted = true;
    }
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
        give_up_others(chat);
        return true;
    }
    chat->changed |= CHANGE_DIALOG;
    return false;
}

bool connect_form_is_open(const struct chat *chat)
{
    return chat->dialog && chat->dialog->done == submit;
}

static enum field first_field(const struct chat *chat, const char *server)
{
    struct url url = {0};
    char *cause = NULL;
    if (!server || !*server)
        return FIELD_SERVER;
    bool right = url_parse(&url, server, &cause) == 0;
    const struct network *network = right ? connect_known(chat, &url) : NULL;
    if (right)
        url_clear(&url);
    free(cause);
    bool wrong = network && network->name_refused && network->secret;
    return network && (network->password_asked || wrong) ? FIELD_PASSWORD : FIELD_NAME;
}

/* Known to be online, if the server was looked at. */
static bool is_online(const struct chat *chat, const char *server, const char *name)
{
    struct url url = {0};
    char *cause = NULL;
    bool online = false;
    if (url_parse(&url, server, &cause) == 0) {
        const struct network *network = connect_known(chat, &url);
        online = network && network->around && around_has(network->around, name);
        url_clear(&url);
    }
    free(cause);
    return online;
}

/* What is wrong with a name as far as it is typed, or NULL; to free. */
static char *name_fault(const struct chat *chat, const char *server, const char *name)
{
    if (!*name || (irc_nick_valid(name) && !is_online(chat, server, name)))
        return NULL;
    if (irc_nick_valid(name))
        return xasprintf("%s is online there now: yours? then give its password; else choose "
                         "another name",
                         name);
    if (strchr("-0123456789", *name))
        return xasprintf("a name does not begin with %c", *name);
    if (strlen(name) > IRC_NICK_MAX)
        return xasprintf("a name has at most %d letters", IRC_NICK_MAX);
    for (const char *c = name; *c; c++) {
        char one[3] = {'a', *c, '\0'};
        if (*c > ' ' && *c <= '~' && !irc_nick_valid(one))
            return xasprintf("%c is not allowed in a name", *c);
    }
    return xstrdup("a name has plain letters without blanks, digits, and _-[]\\^{}|` only");
}

/* A name is looked at while it is typed. */
static void typed(struct chat *chat, struct dialog *dialog)
{
    free(dialog->error);
    dialog->error = name_fault(chat, dialog_field_text(dialog, FIELD_SERVER),
                               dialog_field_text(dialog, FIELD_NAME));
}

static void look(struct chat *chat, struct dialog *dialog)
{
    const char *server = dialog_field_text(dialog, FIELD_SERVER);
    char *cause = NULL;
    if (!*server)
        cause = xstrdup("write the server's address here first: a host, or host:port");
    else if (look_around(chat, server, dialog_field_text(dialog, FIELD_NAME), &cause) == 0)
        return;
    dialog->focus = FIELD_SERVER;
    xreplace(&dialog->error, cause);
    free(cause);
}

/* Where nothing is behind the form, nothing else leads out of the program: twice, as elsewhere. */
static void leave(struct chat *chat, struct dialog *dialog)
{
    bool again = chat->quit_hint && chat->quit_hint + 1 == chat->presses;
    chat->quit_hint = chat->presses;
    if (again)
        chat->wishes |= WISH_QUIT;
    else
        xreplace(&dialog->error, "C-c once more leaves parlor");
}

static bool key(struct chat *chat, struct dialog *dialog, const char *name)
{
    bool clears = !edit_is_empty(dialog->fields[dialog->focus].edit);
    if (strcmp(name, "C-o") == 0)
        look(chat, dialog);
    else if (strcmp(name, "C-c") == 0 && dialog->sticky && !clears)
        leave(chat, dialog);
    else
        return false;
    return true;
}

/* All that there is was only looked at. */
static bool is_nothing_behind(const struct chat *chat)
{
    const struct network *network = chat->networks;
    while (network && network->around)
        network = network->next;
    return network == NULL;
}

void connect_form_open(struct chat *chat, const char *server, const char *nick, const char *why)
{
    struct dialog *dialog =
        dialog_new(DIALOG_FORM, "Connect", "Tab next · Enter connect · C-o look around", submit);
    dialog_add_field(dialog, "Server", server, false);
    dialog_add_field(dialog, "Your name", nick, false);
    dialog_add_field(dialog, "Password, if any", NULL, true);
    dialog->focus = first_field(chat, server);
    dialog->sticky = is_nothing_behind(chat);
    dialog->key = key;
    dialog->typed = typed;
    dialog->error = xstrdup(why);
    chat_dialog(chat, dialog);
}
