/*
 * connect_form.h - the form that asks for a server, a name and a password.
 */
#ifndef CONNECT_FORM_H
#define CONNECT_FORM_H

#include "chat.h"

/*
 * Opens the form. server, nick may be NULL. why is shown in it (the reason that
 * brought us here); NULL for none. It cannot be left by Esc while there is no network.
 */
void connect_form_open(struct chat *chat, const char *server, const char *nick, const char *why);

bool connect_form_is_open(const struct chat *chat);

/*
 * Connects to a server: a new network, or the one that is known already under
 * this host and port; the first room of the url opens. password may be NULL. Returns 0, or -1 with
 * *cause.
 */
int connect_to(struct chat *chat, const char *url, const char *nick, const char *password,
               char **cause);

/* The network at that host and port, NULL if there is none. */
struct url;
struct network *connect_known(const struct chat *chat, const struct url *url);

/* The same under no name, to look around (network->around). NULL with *cause. */
struct network *connect_to_look(struct chat *chat, const char *url, const char *nick, char **cause);

/* Leaves it, if there is a link, and connects anew. */
void connect_again(struct chat *chat, struct network *network, const char *why);

/* Says goodbye and hangs up at the end of the turn; the network stays, offline. */
void connect_leave(struct chat *chat, struct network *network, const char *why);

#endif
