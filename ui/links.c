#include "links.h"

#include <stdlib.h>
#include <string.h>

#include "connect.h"
#include "connect_form.h"
#include "link_trust.h"
#include "mem.h"
#include "own_cert.h"
#include "password.h"
#include "secret.h"
#include "secrets.h"
#include "servers_keep.h"
#include "state.h"
#include "url.h"

struct link {
    struct connect *connect;
    struct network *network;
    char *name;                  /* whose secret was looked for; owned */
    int port;                    /* and where */
    bool worked;                 /* since it was connected last, and that is remembered */
    bool asked;                  /* the form came by itself since the user connected */
    struct password_ask *asking; /* the user's program for a password; NULL */
    bool told;                   /* it was asked since the link was off */
    bool known;                  /* there is something to read from earlier times */
};

struct links {
    struct loop *loop;
    struct chat *chat;
    const struct app_files *files;
    struct link_trust *trust;
    struct link all[NETWORKS_MAX];
    int n;
};

struct links *links_new(struct loop *loop, struct chat *chat, const struct app_files *files)
{
    struct links *links = xnew(struct links);
    *links =
        (struct links){.loop = loop, .chat = chat, .files = files, .trust = link_trust_new(files)};
    return links;
}

void links_free(struct links *links)
{
    if (!links)
        return;

    for (int i = 0; i < links->n; i++) {
        connect_free(links->all[i].connect);
        password_ask_free(links->all[i].asking);
        free(links->all[i].name);
    }
    link_trust_free(links->trust);
    free(links);
}

/* ---- secrets ---- */

/* At the server's conversation too: the next notice hides this one. */
static void complain(struct links *links, const struct network *network, char *cause)
{
    if (cause) {
        chat_info(links->chat, network->console, LINE_ERROR, "%s", cause);
        chat_complain(links->chat, "%s", cause);
    }
    free(cause);
}

static char *find_secret(const struct links *links, const struct network *network, const char *name,
                         char **cause)
{
    if (!links->files->secrets)
        return NULL;
    char *server = secrets_server(network);
    char *secret = secrets_find(links->files->secrets, server, name, cause);
    free(server);
    return secret;
}

/*
 * The secret of the name that is asked for now; a password that was typed for
 * it goes first. Without a place to keep a secret we stay a guest.
 */
static void look_for_secret(struct links *links, struct link *link)
{
    struct network *network = link->network;
    char *cause = NULL;
    xreplace(&link->name, network->want_nick);
    link->port = network->port;
    if (!network->server_password)
        network->server_password = find_secret(links, network, SECRETS_SERVER, &cause);
    if (!cause && network->secret && network->stage != NETWORK_READY)
        return;

    char *found = cause ? NULL : find_secret(links, network, network->want_nick, &cause);
    if (found) {
        secret_free(network->secret);
        network->secret = found;
    }
    network->claim = links->files->secrets && !network->secret && !cause;
    complain(links, network, cause);
}

static void keep(struct links *links, const struct network *network, const char *name,
                 const char *secret)
{
    char *cause = NULL;
    char *server = secrets_server(network);
    if (links->files->secrets &&
        secrets_keep(links->files->secrets, server, name, secret, &cause) != 0)
        complain(links, network, cause);
    free(server);
}

static void keep_secret(struct links *links, struct network *network)
{
    keep(links, network, network->want_nick, network->secret);
    network->secret_new = false;
}

static void keep_changed(struct links *links, const struct network *network, const char *name,
                         const char *secret)
{
    char *cause = NULL;
    char *kept = find_secret(links, network, name, &cause);
    if (!cause && (!kept || strcmp(kept, secret) != 0))
        keep(links, network, name, secret);
    secret_free(kept);
    free(cause);
}

/* A password that was typed and let us in need not be typed again. */
static void keep_passwords(struct links *links, const struct network *network)
{
    if (network->server_password)
        keep_changed(links, network, SECRETS_SERVER, network->server_password);
    if (network->account && network->secret)
        keep_changed(links, network, network->want_nick, network->secret);
}

/* ---- one link ---- */

static bool has_room(const struct chat *chat, const struct network *network)
{
    for (const struct conv *conv = chat->convs; conv; conv = conv->next) {
        if (conv->network == network && conv->kind == CONV_ROOM)
            return true;
    }
    return false;
}

/* Where nobody said which room, there is the one that every server of ours has. */
static void adopt(struct links *links, struct network *network)
{
    struct link *link = &links->all[links->n++];
    *link = (struct link){
        .network = network,
        .connect = connect_new(links->loop, links->chat, network),
    };
    if (links->files->archive)
        link->known = state_load_network(links->files->archive, links->chat, network);
    if (url_is_local(network->host) && !network->autojoin && !has_room(links->chat, network))
        network->autojoin = xstrdup("#lobby");
}

static void adopt_new(struct links *links)
{
    for (struct network *network = links->chat->networks; network; network = network->next) {
        bool known = false;
        for (int i = 0; i < links->n; i++)
            known = known || links->all[i].network == network;
        if (!known && links->n < NETWORKS_MAX)
            adopt(links, network);
    }
}

/* A first try that failed asks again, with the reason; others go on by themselves. */
static void offer_form(struct links *links, struct link *link)
{
    const struct network *network = link->network;
    if (network->attempts == 0)
        link->asked = false;
    bool later = (link->known || network->was_ready || network->kept) && !network->name_refused;
    if (link->asked || later || network->stage != NETWORK_WAITING || network->attempts == 0 ||
        links->chat->dialog || !edit_is_empty(links->chat->edit))
        return;

    link->asked = true;
    char *url = url_text(network->host, network->port, network->tls);
    connect_form_open(links->chat, url, network->want_nick, network->why);
    free(url);
}

static void note_success(struct links *links, struct link *link)
{
    struct network *network = link->network;
    if (network->stage != NETWORK_READY) {
        link->worked = false;
        return;
    }
    if (link->worked)
        return;

    link->worked = true;
    network->kept = network->keep_due = true;
    keep_passwords(links, network);
    if (link->asked && connect_form_is_open(links->chat))
        chat_dialog(links->chat, NULL);
}

static void keep_server(struct links *links, struct network *network)
{
    if (network->forgotten && links->files->archive)
        servers_forget(links->files->archive, network);
    else if (network->keep_due && network->kept && links->files->archive)
        servers_keep(links->files->archive, network);
    network->keep_due = network->forgotten = false;
}

static void begin_asking(struct links *links, struct link *link)
{
    const struct network *network = link->network;
    char *server = xasprintf("%s:%d", network->host, network->port);
    char *cause = NULL;
    link->told = true;
    link->asking = password_ask_new(links->loop, links->chat->settings.password_command, server,
                                    network->want_nick, &cause);
    if (!link->asking) {
        link->network->stage = NETWORK_OFFLINE;
        xreplace(&link->network->why, cause);
        complain(links, network, cause);
    }
    free(server);
}

static void end_asking(struct links *links, struct link *link)
{
    struct network *network = link->network;
    char *cause = NULL;
    char *password = NULL;
    if (!password_ask_ended(link->asking, &password, &cause) &&
        network->stage == NETWORK_CONNECTING)
        return;
    if (password) {
        secret_free(network->secret);
        network->secret = password;
        network->claim = false;
    }
    if (cause) {
        network->stage = NETWORK_OFFLINE;
        xreplace(&network->why, cause);
        complain(links, network, cause);
    }
    password_ask_free(link->asking);
    link->asking = NULL;
}

/* A name that has a password is not gone to without it. */
static bool waits_for_password(struct links *links, struct link *link)
{
    const struct network *network = link->network;
    const char *command = links->chat->settings.password_command;
    if (link->asking)
        end_asking(links, link);
    if (network->stage == NETWORK_OFFLINE)
        link->told = false;
    if (command && *command && !link->told && !network->secret && !network->around &&
        network->stage == NETWORK_CONNECTING)
        begin_asking(links, link);
    return link->asking != NULL;
}

static void turn(struct links *links, struct link *link)
{
    struct network *network = link->network;
    link_trust_turn(links->trust, links->chat, network);
    /* Before it is sent: a name must not be claimed with a secret that a crash forgets. */
    if (network->secret_new)
        keep_secret(links, network);
    if (!link->name || strcmp(link->name, network->want_nick) != 0 || link->port != network->port)
        look_for_secret(links, link);
    if (waits_for_password(links, link))
        return;
    connect_turn(link->connect);
    note_success(links, link);
    own_cert_turn(links->files, links->chat, network);
    keep_server(links, network);
    offer_form(links, link);
    link_trust_ask(links->chat, network);
}

/* Here nobody else holds them: not between two events of one turn. */
static void drop_unwanted(struct links *links)
{
    int kept = 0;
    for (int i = 0; i < links->n; i++) {
        struct link *link = &links->all[i];
        if (link->network->unwanted && links->chat->current->network != link->network) {
            connect_free(link->connect);
            password_ask_free(link->asking);
            free(link->name);
            keep_server(links, link->network);
            chat_drop_network(links->chat, link->network);
        } else {
            links->all[kept++] = *link;
        }
    }
    links->n = kept;
}

bool links_turn(struct links *links)
{
    bool counting = false;
    drop_unwanted(links);
    adopt_new(links);
    for (int i = 0; i < links->n; i++) {
        turn(links, &links->all[i]);
        counting = counting || links->all[i].network->stage == NETWORK_WAITING;
    }
    return counting;
}

bool links_are_sending(const struct links *links)
{
    for (int i = 0; i < links->n; i++) {
        if (connect_is_sending(links->all[i].connect))
            return true;
    }
    return false;
}
