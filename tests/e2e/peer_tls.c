#include "peer_tls.h"

#include <errno.h>
#include <limits.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdlib.h>

#include "clock.h"
#include "mem.h"
#include "rig.h"

struct peer_tls {
    SSL *ssl;
};

/* Of the whole process; never freed. */
static SSL_CTX *context(void)
{
    static SSL_CTX *only;
    if (!only) {
        only = SSL_CTX_new(TLS_client_method());
        SSL_CTX_set_mode(only, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_RELEASE_BUFFERS |
                                   SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    }
    return only;
}

/* Waits for what the handshake wants; false if it has failed. */
static bool wait_for_more(const SSL *ssl, int result, int64_t deadline_ms)
{
    int want = SSL_get_error(ssl, result);
    short events = want == SSL_ERROR_WANT_WRITE ? POLLOUT : POLLIN;
    struct pollfd ready = {.fd = SSL_get_fd(ssl), .events = events};
    int64_t left_ms = deadline_ms - clock_mono_ms();
    if (want != SSL_ERROR_WANT_READ && want != SSL_ERROR_WANT_WRITE)
        return false;
    return left_ms > 0 && poll(&ready, 1, (int)left_ms) >= 0;
}

struct peer_tls *peer_tls_new(int fd)
{
    int64_t deadline_ms = clock_mono_ms() + RIG_PATIENCE_MS;
    struct peer_tls *tls = xnew(struct peer_tls);
    int result = 0;
    tls->ssl = SSL_new(context());
    SSL_set_fd(tls->ssl, fd);
    while ((result = SSL_connect(tls->ssl)) != 1) {
        if (!wait_for_more(tls->ssl, result, deadline_ms)) {
            peer_tls_free(tls);
            return NULL;
        }
    }
    return tls;
}

void peer_tls_free(struct peer_tls *tls)
{
    if (!tls)
        return;
    SSL_free(tls->ssl);
    free(tls);
}

/* OpenSSL's answer as the system would give it. */
static ssize_t as_system(const SSL *ssl, int n)
{
    int error = SSL_get_error(ssl, n);
    if (n > 0)
        return n;
    if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE) {
        errno = EAGAIN;
        return -1;
    }
    return 0;
}

static int at_most(size_t size)
{
    return size < INT_MAX ? (int)size : INT_MAX;
}

ssize_t peer_tls_recv(struct peer_tls *tls, char *into, size_t size)
{
    errno = 0;
    return as_system(tls->ssl, SSL_read(tls->ssl, into, at_most(size)));
}

ssize_t peer_tls_send(struct peer_tls *tls, const char *data, size_t len)
{
    ssize_t n = as_system(tls->ssl, SSL_write(tls->ssl, data, at_most(len)));
    if (n == 0)
        errno = EPIPE;
    return n == 0 ? -1 : n;
}

size_t peer_tls_hello(char *into, size_t size)
{
    SSL *ssl = SSL_new(context());
    BIO *out = BIO_new(BIO_s_mem());
    SSL_set_bio(ssl, BIO_new(BIO_s_mem()), out);
    SSL_connect(ssl);
    int n = BIO_read(out, into, at_most(size));
    SSL_free(ssl);
    return n > 0 ? (size_t)n : 0;
}
