/*
 * own_cert.h - certificates by which servers know us: made, and told of.
 */
#ifndef OWN_CERT_H
#define OWN_CERT_H

#include "app_start.h"
#include "chat.h"

/* Does what network->cert_ask asks for: makes a certificate in the data folder, or tells of the one
 * that there is. */
void own_cert_turn(const struct app_files *files, struct chat *chat, struct network *network);

#endif
