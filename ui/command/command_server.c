/* Servers: to connect to, to leave, to remember. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "command.h"
#include "connect_form.h"
#include "irc_name.h"
#include "mem.h"
#include "server_address.h"
#include "server_list.h"
#include "url.h"

static struct network *here(const struct chat *chat)
{
    return chat->current ? chat->current->network : NULL;
}

static void connect_to_typed(struct chat *chat, char *args)
{
    const struct network *network = here(chat);
    const char *nick = network ? network->want_nick : chat->settings.name;
    const char *name = NULL;
    char *url = server_address(args, &name);
    char *cause = NULL;
    if (!url || (!name && !nick))
        connect_form_open(chat, url, nick, NULL);
    else if (name && !irc_nick_valid(name))
        chat_complain(chat, "%s is no name. Usage: /connect ircs://host:port/room name", name);
    else if (connect_to(chat, url, name ? name : nick, NULL, &cause) != 0)
        chat_complain(chat, "%s", cause);
    free(cause);
    free(url);
}

void command_connect(struct chat *chat, char *args)
{
    const struct network *network = here(chat);
    char *present = network ? url_text(network->host, network->port, network->tls) : NULL;
    if (*args)
        connect_to_typed(chat, args);
    else
        connect_form_open(chat, present, network ? network->want_nick : NULL, NULL);
    free(present);
}

void command_disconnect(struct chat *chat, char *args)
{
    struct network *network = here(chat);
    if (!network || network->stage == NETWORK_OFFLINE) {
        chat_complain(chat, "There is no link to a server");
        return;
    }
    connect_leave(chat, network, args);
    xreplace(&network->why, "disconnected; /reconnect returns");
}

void command_reconnect(struct chat *chat, char *args)
{
    connect_again(chat, here(chat), args);
}

/* ---- /server ---- */

static bool is_called(const struct network *network, const char *name)
{
    char *url = url_text(network->host, network->port, network->tls);
    bool same = strcasecmp(network->name, name) == 0 || strcasecmp(network->host, name) == 0 ||
                strcasecmp(url, name) == 0;
    free(url);
    return same;
}

/* By number, name, host or address, or as a name begins; NULL if there is none. */
static struct network *find(const struct chat *chat, const char *name)
{
    struct network *begins = NULL;
    long number = strtol(name, NULL, 10);
    for (struct network *network = chat->networks; network; network = network->next) {
        if (is_called(network, name) || --number == 0)
            return network;
        if (!begins && strncasecmp(network->name, name, strlen(name)) == 0)
            begins = network;
    }
    return begins;
}

/* The one that is named, else the present one; NULL with a complaint. */
static struct network *named(struct chat *chat, const char *name)
{
    struct network *network = name ? find(chat, name) : here(chat);
    if (!network && name)
        chat_complain(chat, "There is no server %s here: /server lists them", name);
    else if (!network)
        chat_complain(chat, "There is no server yet: /server add");
    return network;
}

static void add(struct chat *chat, char *args)
{
    const struct network *network = here(chat);
    if (*args)
        command_connect(chat, args);
    else
        connect_form_open(chat, NULL, network ? network->want_nick : NULL, NULL);
}

static void edit(struct chat *chat, char *args)
{
    struct network *network = named(chat, command_word(&args));
    if (network)
        server_edit(chat, network);
}

static void forget(struct chat *chat, char *args)
{
    struct network *network = named(chat, command_word(&args));
    if (network)
        server_remove(chat, network);
}

static void go(struct chat *chat, char *args)
{
    char *name = xstrndup(args, strcspn(args, " "));
    struct network *network = *name ? find(chat, name) : here(chat);
    if (network)
        server_connect(chat, network);
    else if (*name)
        connect_to_typed(chat, args);
    else
        named(chat, NULL);
    free(name);
}

static void list(struct chat *chat, char *args)
{
    (void)args;
    server_list_open(chat);
}

static void use_cert(struct chat *chat, struct network *network, const char *file)
{
    const char *home = getenv("HOME");
    bool in_home = strncmp(file, "~/", 2) == 0 && home;
    char *path = in_home ? xasprintf("%s%s", home, file + 1) : xstrdup(file);
    if (*path == '/') {
        xreplace(&network->cert_file, path);
        network->keep_due = true;
        network->cert_ask = CERT_ASK_SHOW;
    } else {
        chat_complain(chat, "%s: write the whole path, from / or ~/", file);
    }
    free(path);
}

/* /server cert [make|none|FILE] */
static void cert(struct chat *chat, char *args)
{
    struct network *network = named(chat, NULL);
    if (!network)
        return;
    if (strcmp(args, "make") == 0) {
        network->cert_ask = CERT_ASK_MAKE;
    } else if (strcmp(args, "none") == 0) {
        xreplace(&network->cert_file, NULL);
        network->keep_due = true;
        chat_notice(chat, "No certificate is shown to %s from the next link on", network->name);
    } else if (*args) {
        use_cert(chat, network, args);
    } else if (network->cert_file) {
        network->cert_ask = CERT_ASK_SHOW;
    } else {
        chat_notice(chat, "No certificate for %s: /server cert make, or /server cert FILE",
                    network->name);
    }
}

static const struct {
    const char *word;
    void (*run)(struct chat *chat, char *args);
} words[] = {
    {"add",     add   },
    {"cert",    cert  },
    {"connect", go    },
    {"edit",    edit  },
    {"list",    list  },
    {"remove",  forget},
};

/* What is none of the words is a server. */
void command_server(struct chat *chat, char *args)
{
    if (!*args) {
        server_list_open(chat);
        return;
    }
    size_t len = strcspn(args, " ");
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
        if (strlen(words[i].word) == len && strncasecmp(words[i].word, args, len) == 0) {
            words[i].run(chat, args + len + strspn(args + len, " "));
            return;
        }
    }
    go(chat, args);
}
