/*
 * opener.h - opens links with the program that the user named.
 */
#ifndef OPENER_H
#define OPENER_H

#include "chat.h"

/* Grants WISH_OPEN: opens chat->open_url, or says why not and copies it. */
void opener_open(struct chat *chat);

#endif
