/*
 * certs.h - the server's certificate: made at the first start if the operator
 * has none, taken anew when its files change, and watched for its end.
 *
 * New files are looked at before they are taken; if they do not do, the old
 * certificate stays and the log says why. Who is connected stays connected.
 */
#ifndef CERTS_H
#define CERTS_H

#include <stdbool.h>
#include <stddef.h>

struct certs;
struct loop;
struct tls;

struct certs_files {
    const char *cert, *key; /* borrowed for the call */
    const char *const *names;
    size_t n_names; /* for one that is made; 0: it must be there */
};

/* Loads the files, or makes them. NULL with *cause. */
struct certs *certs_new(struct loop *loop, const struct certs_files *files, char **cause);
void certs_free(struct certs *certs);

/* The context for new connections; borrowed, the same for as long as certs lives. */
struct tls *certs_tls(const struct certs *certs);

/* SHA-256 of the present certificate, lower-case hex; borrowed. */
const char *certs_fingerprint(const struct certs *certs);

/* True if no authority vouches for the present certificate: who comes has to know its fingerprint.
 */
bool certs_sign_themselves(const struct certs *certs);

/* Looks at the files now, changed or not; if they do not do, all stays as it was. */
void certs_reload(struct certs *certs);

/* The same in two steps, perhaps with other files: looks at them (NULL with *cause), and takes what
 * was looked at (fresh is taken over), or begins with it. */
struct tls *certs_look(const struct certs_files *files, char **cause);
void certs_move(struct certs *certs, const struct certs_files *files, struct tls *fresh);
struct certs *certs_of(struct loop *loop, const struct certs_files *files, struct tls *tls);

/* Whole days until the present certificate ends, negative once it has. */
int certs_days_left(const struct certs *certs);

#endif
