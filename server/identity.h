/*
 * identity.h - who the server is to strangers: its certificate, the operator's
 * or one that it made itself, and the names that it goes by.
 */
#ifndef IDENTITY_H
#define IDENTITY_H

#include "client.h"
#include "settings.h"

struct certs;
struct identity;
struct loop;
struct tls;

/* Loads the certificate; one of its own lies in the data folder, and is made if it is not there
 * yet. folder must outlive it. NULL with *cause. */
struct identity *identity_new(struct loop *loop, const struct settings *settings,
                              const char *folder, char **cause);
void identity_free(struct identity *identity);

/*
 * Other settings, in two steps: looks at the files that they name (0, or -1 with *cause), and
 * becomes what they say, with what was found (*fresh, which is taken over).
 */
int identity_look(const struct identity *identity, const struct settings *settings,
                  struct tls **fresh, char **cause);
void identity_become(struct identity *identity, const struct settings *settings, struct tls *fresh);

/* What clients' connections need of it; borrowed. */
const struct clients_tls *identity_tls(const struct identity *identity);

/* See certs.h; NULL if it listens nowhere by TLS. */
struct certs *identity_certs(const struct identity *identity);

/* Where others find this machine, as they would write it. */
const char *identity_host(const struct identity *identity);

#endif
