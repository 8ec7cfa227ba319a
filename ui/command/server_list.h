/*
 * server_list.h - the list of all servers, and the form to change one.
 */
#ifndef SERVER_LIST_H
#define SERVER_LIST_H

#include "chat.h"

/* Opens the list: how the link to each stands, and keys to act on it. */
void server_list_open(struct chat *chat);

/* Shows anew how the links stand, while the list is open; once a turn. */
void server_list_turn(struct chat *chat);

/* Opens the form for one: address, name, password, certificate, connect at start. */
void server_edit(struct chat *chat, struct network *network);

/* Goes there, and connects if there is no link. */
void server_connect(struct chat *chat, struct network *network);

/* Forgets it; what was said there stays on the disk. The only one stays until the program ends. */
void server_remove(struct chat *chat, struct network *network);

#endif
