#include "server_list.h"

#include <stdlib.h>
#include <string.h>

#include "connect_form.h"
#include "irc_name.h"
#include "mem.h"
#include "url.h"

/* ---- what can be done with one ---- */

/* Its conversation that was looked at last. */
static struct conv *last_of(const struct chat *chat, const struct network *network)
{
    struct conv *best = network->console;
    for (struct conv *conv = chat->convs; conv; conv = conv->next)
        if (conv->network == network && conv->opened_ms > best->opened_ms)
            best = conv;
    return best;
}

static bool has_link(const struct network *network)
{
    return network->stage == NETWORK_READY || network->stage == NETWORK_REGISTERING;
}

void server_connect(struct chat *chat, struct network *network)
{
    if (!has_link(network))
        connect_again(chat, network, "");
    if (chat->current->network != network)
        chat_open(chat, last_of(chat, network));
}

static void leave_open(struct chat *chat, const struct network *network)
{
    struct network *other = network->prev != network && network->prev ? network->prev : NULL;
    other = network->next ? network->next : other;
    if (chat->current->network == network && other && other != network)
        chat_open(chat, last_of(chat, other));
}

void server_remove(struct chat *chat, struct network *network)
{
    bool alone = chat->networks == network && !network->next;
    network->kept = network->keep_due = false;
    network->forgotten = true;
    if (alone) {
        chat_notice(chat, "%s is forgotten; it stays open until you leave", network->name);
        return;
    }
    connect_leave(chat, network, "");
    chat_notice(chat, "%s is forgotten; what was said there stays on this machine", network->name);
    leave_open(chat, network);
    network->unwanted = true;
}

/* ---- the form ---- */

enum field { FIELD_SERVER, FIELD_NAME, FIELD_PASSWORD, FIELD_CERT, FIELD_START };

static bool refuse(struct chat *chat, struct dialog *dialog, enum field field, const char *why)
{
    dialog->focus = field;
    xreplace(&dialog->error, why);
    chat->changed |= CHANGE_DIALOG;
    return false;
}

static bool is_yes(const char *text)
{
    return *text == 'y' || *text == 'Y';
}

/* Takes what is no matter of the link. */
static void take(struct network *network, const struct dialog *dialog)
{
    const char *cert = dialog_field_text(dialog, FIELD_CERT);
    xreplace(&network->cert_file, *cert ? cert : NULL);
    network->at_start = is_yes(dialog_field_text(dialog, FIELD_START));
    network->kept = network->keep_due = true;
}

/* Would the link be another one? */
static bool changes_link(const struct network *network, const struct dialog *dialog,
                         const struct url *url)
{
    const char *cert = network->cert_file ? network->cert_file : "";
    return network->tls != url->tls || *dialog_field_text(dialog, FIELD_PASSWORD) ||
           strcmp(network->want_nick, dialog_field_text(dialog, FIELD_NAME)) != 0 ||
           strcmp(cert, dialog_field_text(dialog, FIELD_CERT)) != 0;
}

/* The same server, or another one in its place. Returns 0, or -1 with *cause. */
static int apply(struct chat *chat, struct network *network, const struct dialog *dialog,
                 char **cause)
{
    struct url url;
    const char *text = dialog_field_text(dialog, FIELD_SERVER);
    if (url_parse(&url, text, cause) != 0)
        return -1;
    bool same = connect_known(chat, &url) == network;
    bool anew = !same || (changes_link(network, dialog, &url) && network->stage != NETWORK_OFFLINE);
    int result = 0;
    if (same && !anew) {
        network->tls = url.tls;
        xreplace(&network->want_nick, dialog_field_text(dialog, FIELD_NAME));
    } else {
        result = connect_to(chat, text, dialog_field_text(dialog, FIELD_NAME),
                            dialog_field_text(dialog, FIELD_PASSWORD), cause);
    }
    struct network *now = result == 0 ? connect_known(chat, &url) : NULL;
    if (now)
        take(now, dialog);
    if (now && !same)
        server_remove(chat, network);
    url_clear(&url);
    return result;
}

static bool submit(struct chat *chat, struct dialog *dialog, const struct dialog_row *row)
{
    (void)row;
    struct network *network = chat_network(chat, dialog->about);
    const char *cert = dialog_field_text(dialog, FIELD_CERT);
    char *cause = NULL;
    if (!network)
        return true;
    if (!irc_nick_valid(dialog_field_text(dialog, FIELD_NAME)))
        return refuse(chat, dialog, FIELD_NAME, "that is no name: letters, digits or _-[]\\^{}|`");
    if (*cert && *cert != '/')
        return refuse(chat, dialog, FIELD_CERT, "write the whole path of the file, from /");
    if (apply(chat, network, dialog, &cause) == 0)
        return true;
    refuse(chat, dialog, FIELD_SERVER, cause);
    free(cause);
    return false;
}

void server_edit(struct chat *chat, struct network *network)
{
    char *title = xasprintf("Server %s", network->name);
    char *url = url_text(network->host, network->port, network->tls);
    struct dialog *dialog =
        dialog_new(DIALOG_FORM, title, "Tab next · Enter keep · Esc back", submit);
    dialog_add_field(dialog, "Server", url, false);
    dialog_add_field(dialog, "Your name", network->want_nick, false);
    dialog_add_field(dialog, "New password, if any", NULL, true);
    dialog_add_field(dialog, "Certificate (PEM)", network->cert_file, false);
    dialog_add_field(dialog, "Connect at start", network->at_start ? "yes" : "no", false);
    dialog->about = network;
    chat_dialog(chat, dialog);
    free(url);
    free(title);
}

/* ---- the list ---- */

static bool chosen(struct chat *chat, struct dialog *dialog, const struct dialog_row *row);
static void pressed(struct chat *chat, struct dialog *dialog, const char *key);

static const char *stage_text(const struct network *network)
{
    switch (network->stage) {
    case NETWORK_OFFLINE: return "offline";
    case NETWORK_WAITING: return network->why ? network->why : "waiting";
    case NETWORK_CONNECTING:
    case NETWORK_REGISTERING: return "connecting";
    case NETWORK_READY: break;
    }
    return "online";
}

static void add_rows(const struct chat *chat, struct dialog *dialog)
{
    int n = 0;
    for (const struct network *network = chat->networks; network; network = network->next) {
        char *number = xasprintf("%d", ++n);
        char *label = xasprintf("%d %s", n, network->name);
        char *detail =
            xasprintf("%s%s · %s%s", network->want_nick, network->cert_file ? " (certificate)" : "",
                      stage_text(network), network->at_start ? "" : " · not at start");
        dialog_add(dialog, label, detail, number);
        free(detail);
        free(label);
        free(number);
    }
    dialog_refilter(dialog);
}

static struct network *nth(const struct chat *chat, const struct dialog_row *row)
{
    long n = row && row->value ? strtol(row->value, NULL, 10) : 0;
    struct network *network = n > 0 ? chat->networks : NULL;
    while (network && --n > 0)
        network = network->next;
    return network;
}

static bool chosen(struct chat *chat, struct dialog *dialog, const struct dialog_row *row)
{
    (void)dialog;
    struct network *network = nth(chat, row);
    if (network)
        server_connect(chat, network);
    return true;
}

static void renew(struct chat *chat, struct dialog *dialog)
{
    dialog_clear(dialog);
    add_rows(chat, dialog);
    chat->changed |= CHANGE_DIALOG;
}

static void disconnect(struct chat *chat, struct network *network)
{
    connect_leave(chat, network, "");
    xreplace(&network->why, "disconnected; /reconnect returns");
}

static void pressed(struct chat *chat, struct dialog *dialog, const char *key)
{
    struct network *network = nth(chat, dialog_picked(dialog));
    if (strcmp(key, "a") == 0) {
        connect_form_open(chat, NULL, network ? network->want_nick : NULL, NULL);
    } else if (network && strcmp(key, "e") == 0) {
        server_edit(chat, network);
    } else if (network && strcmp(key, "c") == 0) {
        connect_again(chat, network, "");
    } else if (network && strcmp(key, "x") == 0) {
        disconnect(chat, network);
    } else if (network && strcmp(key, "s") == 0) {
        network->at_start = !network->at_start;
        network->keep_due = true;
        renew(chat, dialog);
    } else if (network && strcmp(key, "d") == 0) {
        chat_dialog(chat, NULL);
        server_remove(chat, network);
    }
}

/* Of all that the list shows. */
static unsigned sum(const struct chat *chat)
{
    unsigned sum = 1;
    for (const struct network *network = chat->networks; network; network = network->next)
        sum = sum * 31 + (unsigned)network->stage * 2 + network->at_start;
    return sum;
}

void server_list_turn(struct chat *chat)
{
    struct dialog *dialog = chat->dialog;
    if (!dialog || dialog->pressed != pressed || dialog->stamp == sum(chat))
        return;
    dialog->stamp = sum(chat);
    renew(chat, dialog);
}

void server_list_open(struct chat *chat)
{
    struct dialog *dialog = dialog_new(
        DIALOG_LIST, "Servers",
        "Enter go · a add · e edit · c connect · x leave · s at start · d forget", chosen);
    dialog->pressed = pressed;
    dialog->wide = true;
    xreplace(&dialog->empty, "no server yet: a adds one");
    add_rows(chat, dialog);
    dialog->stamp = sum(chat);
    chat_dialog(chat, dialog);
}
