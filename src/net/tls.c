#include "tls.h"

#include <errno.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdlib.h>
#include <unistd.h>

#include "mem.h"
#include "reason.h"
#include "tls_private.h"
#include "tls_session.h"

/* Why OpenSSL did not like a file: the system's reason if it cannot be read, else its own. */
char *tls_file_failure(const char *path)
{
    if (access(path, R_OK) != 0) {
        char *reason = reason_errno(errno);
        char *cause = xasprintf("%s: %s", path, reason);
        free(reason);
        return cause;
    }
    const char *reason = ERR_reason_error_string(ERR_peek_error());
    return xasprintf("%s: not in PEM form (%s)", path, reason ? reason : "unknown");
}

/*
 * Reading ahead takes many small records with one system call; buffers are
 * given back while nothing is in them (8 KiB less for an idle connection).
 */
struct tls *tls_new(const SSL_METHOD *method, bool client)
{
    ERR_clear_error();
    struct tls *tls = xnew(struct tls);
    tls->client = client;
    tls->ctx = SSL_CTX_new(method);
    if (!tls->ctx)
        abort();
    SSL_CTX_set_min_proto_version(tls->ctx, TLS1_2_VERSION);
    SSL_CTX_set_options(tls->ctx, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
    SSL_CTX_set_mode(tls->ctx, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                   SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_read_ahead(tls->ctx, 1);
    return tls;
}

void tls_free(struct tls *tls)
{
    if (!tls)
        return;
    SSL_CTX_free(tls->ctx);
    free(tls);
}

struct ssl_st *tls_session_new(struct tls *tls, int fd, const char *host, char **cause)
{
    ERR_clear_error();
    SSL *ssl = SSL_new(tls->ctx);
    if (!ssl || SSL_set_fd(ssl, fd) != 1)
        abort();
    if (!tls->client) {
        SSL_set_accept_state(ssl);
        return ssl;
    }
    if (tls_client_begin(ssl, host, cause) == 0)
        return ssl;
    SSL_free(ssl);
    return NULL;
}
