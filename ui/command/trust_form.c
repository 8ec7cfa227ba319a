#include "trust_form.h"

#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "command.h"
#include "connect_form.h"
#include "handle.h"
#include "look_around.h"
#include "mem.h"
#include "url.h"

#define KEEP "keep"
#define ONCE "once"

static char *address_of(const struct network *network)
{
    return url_text(network->host, network->port, network->tls);
}

/* The one that the question is about: its address is the value of the first row. */
static struct network *network_of(const struct chat *chat, const struct dialog *dialog)
{
    struct network *found = NULL;
    for (struct network *network = chat->networks; network; network = network->next) {
        char *address = address_of(network);
        if (network->trust.refused && strcmp(address, dialog->rows[0].value) == 0)
            found = network;
        free(address);
    }
    return found;
}

static void keep_away(struct chat *chat, const struct network *network)
{
    chat_notice(chat, "not connected to %s; /trust asks again", network->host);
}

static void on_left(struct chat *chat, struct dialog *dialog)
{
    const struct network *network = network_of(chat, dialog);
    if (network)
        keep_away(chat, network);
}

/* The next handshake must show the same certificate. */
static void connect_anew(struct chat *chat, struct network *network, bool keep)
{
    trust_accept(&network->trust, keep);
    network->stage = NETWORK_CONNECTING;
    network->attempts = 0;
    network->hold_ms = 0;
    xreplace(&network->why, NULL);
    if (network->around)
        look_around_show(chat, network);
    chat->changed |= CHANGE_STATUS | CHANGE_CONVS;
}

/* Who never got in may have meant another server. */
static void decline(struct chat *chat, struct network *network)
{
    if (network->was_ready || network->trust.verdict != TRUST_ASK) {
        keep_away(chat, network);
        return;
    }
    char *address = address_of(network);
    connect_form_open(chat, address, network->want_nick,
                      "its certificate was not trusted: nothing was sent");
    free(address);
}

static bool answered(struct chat *chat, struct dialog *dialog, const struct dialog_row *row)
{
    struct network *network = network_of(chat, dialog);
    if (!network)
        return true;
    if (strcmp(row->value, KEEP) == 0)
        connect_anew(chat, network, true);
    else if (strcmp(row->value, ONCE) == 0)
        connect_anew(chat, network, false);
    else
        decline(chat, network);
    return true;
}

static void add_fingerprint(struct dialog *dialog, const char *label, const char *fingerprint)
{
    for (int half = 0; half < 2; half++) {
        char *text = trust_half(fingerprint, half);
        char *row = xasprintf("%-9s%s", half == 0 ? label : "", text);
        dialog_add_heading(dialog, row);
        free(row);
        free(text);
    }
    dialog_add_text(dialog, " ");
}

static void add_question(struct dialog *dialog, const struct network *network)
{
    const struct trust *trust = &network->trust;
    const char *expected = trust_expected(trust);
    char *doubt = handle_doubt(network);
    dialog_add_text(dialog, doubt);
    free(doubt);
    dialog->rows[0].value = address_of(network);
    dialog_add_text(dialog, " ");
    if (expected)
        add_fingerprint(dialog, "Trusted", expected);
    add_fingerprint(dialog, expected ? "Now" : "SHA-256", trust->refused);
    dialog_add_text(dialog, expected
                                ? "If nobody gave the server a new certificate, somebody is "
                                  "listening in between. Ask whoever runs it; do not guess."
                                : "Is it the same that the server printed at its start? If you do "
                                  "not know, ask whoever runs it.");
    dialog_add_text(dialog, " ");
}

void trust_form_open(struct chat *chat, struct network *network)
{
    bool changed = trust_expected(&network->trust) != NULL;
    struct dialog *dialog =
        dialog_new(DIALOG_ASK, changed ? "Another certificate" : "Is this the right server?",
                   "arrows choose · Enter · Esc close", answered);
    dialog->left = on_left;
    network->trust.asked = true;
    add_question(dialog, network);
    dialog_add(dialog, changed ? "Trust the new one" : "Trust and remember",
               "from now on it must be this one", KEEP);
    dialog_add(dialog, "Only this time", "until parlor ends", ONCE);
    dialog_add(dialog, "Cancel", "nothing was sent", "");
    dialog_refilter(dialog);
    chat_dialog(chat, dialog);
}

void command_trust(struct chat *chat, char *args)
{
    (void)args;
    struct network *network = chat->current ? chat->current->network : NULL;
    if (!network)
        chat_complain(chat, "There is no server yet: /connect makes a link");
    else if (network->trust.refused)
        trust_form_open(chat, network);
    else if (!network->tls)
        chat_notice(chat, "The link to %s is not encrypted: there is no certificate",
                    network->host);
    else
        chat_notice(chat,
                    network->trust.pinned ? "The certificate of %s is the one that you trust"
                                          : "There is nothing to decide about %s",
                    network->host);
}
