/*
 * link_trust.h - between the model and the files of known servers: whose
 * certificate is remembered, and who is to be spoken to by TLS only.
 */
#ifndef LINK_TRUST_H
#define LINK_TRUST_H

#include "app_start.h"
#include "chat.h"

struct link_trust;

/* Without files all is kept in memory. */
struct link_trust *link_trust_new(const struct app_files *files);
void link_trust_free(struct link_trust *trust);

/*
 * Once a turn, before a link is made and before anything is sent: keeps what
 * the handlers learned, and gives the network what is known of its server.
 */
void link_trust_turn(struct link_trust *trust, struct chat *chat, struct network *network);

/* Opens the question about a certificate, where it disturbs nobody. */
void link_trust_ask(struct chat *chat, struct network *network);

#endif
