/*
 * tls_trust.h - whom a context of another library's making trusts: the
 * certificates that a link of ours trusts, or the system's authorities.
 */
#ifndef TLS_TRUST_H
#define TLS_TRUST_H

#include <stdbool.h>
#include <stddef.h>

struct ssl_ctx_st;

/* Borrowed, as long as the context lives. */
struct tls_trust {
    const char *host; /* that a certificate of the authorities must bear: a name or an address */
    const char
        *fingerprints[3]; /* of certificates that are right whoever signed them; NULLs skip */
    bool only;            /* the authorities do not count */
};

/* Judges by this alone: the context's own verification is replaced. */
void tls_trust_set(struct ssl_ctx_st *ctx, struct tls_trust *trust);

#endif
