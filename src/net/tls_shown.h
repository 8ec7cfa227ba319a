/*
 * tls_shown.h - what a server showed of itself in a TLS handshake.
 */
#ifndef TLS_SHOWN_H
#define TLS_SHOWN_H

#include <stdbool.h>

#include "tls_cert.h"

struct tls_shown {
    char fingerprint[TLS_FINGERPRINT_SIZE]; /* SHA-256 of the certificate (DER), lower case */
    bool verified;     /* the system's authorities vouch for it, and it bears the host's name */
    const char *doubt; /* why it is not, as "it has expired"; NULL if it is; never freed */
};

#endif
