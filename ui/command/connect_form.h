/*
 * connect_form.h - the form that asks for a server, a name and a password.
 */
#ifndef CONNECT_FORM_H
#define CONNECT_FORM_H

#include "chat.h"

/*
 * Opens the form. host, nick may be NULL. why is shown in it (the reason that
 * brought us here); NULL for none. It cannot be left by Esc while there is no network.
 */
void connect_form_open(struct chat *chat, const char *host, const char *nick, const char *why);

/*
 * Connects to a server: a new network, or the one that is known already under
 * this host and port. password may be NULL. Returns 0, or -1 with *cause.
 */
int connect_to(struct chat *chat, const char *url, const char *nick, const char *password,
               char **cause);

#endif
