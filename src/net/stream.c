#include "stream.h"

#include <errno.h>
#include <limits.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include "loop_private.h"
#include "mem.h"
#include "reason.h"
#include "tls_session.h"

#define CLOSED_BY_PEER "connection closed by the peer"

int stream_start_tls(struct stream *stream, struct tls *tls, const char *host, char **cause)
{
    stream->ssl = tls_session_new(tls, stream->fd, host, cause);
    return stream->ssl ? 0 : -1;
}

void stream_leave_trust(struct stream *stream)
{
    SSL_set_verify(stream->ssl, SSL_VERIFY_NONE, NULL);
}

bool stream_shown(const struct stream *stream, struct tls_shown *shown)
{
    if (!SSL_is_init_finished(stream->ssl))
        return false;
    tls_session_shown(stream->ssl, shown);
    return true;
}

bool stream_is_shaking(const struct stream *stream)
{
    return stream->ssl && !tls_session_is_ready(stream->ssl);
}

const char *stream_name(const struct stream *stream)
{
    return stream->ssl ? tls_session_name(stream->ssl) : NULL;
}

int stream_peer(const struct stream *stream, struct tls_cert *cert)
{
    return stream->ssl ? tls_session_peer(stream->ssl, cert) : -1;
}

static bool is_for_later(int error)
{
    return error == EAGAIN || error == EINTR;
}

/* The first reason is the true one: what follows is its consequence. */
static void end(struct stream *stream, char *why)
{
    if (!stream->why)
        stream->why = why;
    else
        free(why);
}

static ssize_t read_plain(struct stream *stream, char *into, size_t size)
{
    ssize_t n = recv(stream->fd, into, size, 0);
    if (n > 0)
        return n;
    if (n < 0 && is_for_later(errno))
        return 0;
    end(stream, n == 0 ? xstrdup(CLOSED_BY_PEER) : reason_errno(errno));
    return -1;
}

/* Mostly there is one piece, and send() is the shortest way into the kernel. */
static ssize_t send_pieces(int fd, const struct iovec *iov, int n)
{
    if (n == 1)
        return send(fd, iov->iov_base, iov->iov_len, MSG_NOSIGNAL);
    return writev(fd, iov, n < IOV_MAX ? n : IOV_MAX);
}

/* No SIGPIPE comes of this: the loop ignores it. */
static ssize_t write_plain(struct stream *stream, const struct iovec *iov, int n)
{
    ssize_t taken = send_pieces(stream->fd, iov, n);
    if (taken >= 0)
        return taken;
    if (is_for_later(errno))
        return 0;
    end(stream, reason_errno(errno));
    return -1;
}

/* Notes why OpenSSL stopped: what it waits for, or how it ended. */
static void note_stop(struct stream *stream, int result, bool reading)
{
    int error = errno;
    switch (SSL_get_error(stream->ssl, result)) {
    case SSL_ERROR_WANT_READ: stream->write_wants_read = !reading; break;
    case SSL_ERROR_WANT_WRITE: stream->read_wants_write = reading; break;
    case SSL_ERROR_ZERO_RETURN: end(stream, xstrdup(CLOSED_BY_PEER)); break;
    case SSL_ERROR_SYSCALL:
        end(stream, error ? reason_errno(error) : xstrdup(CLOSED_BY_PEER));
        break;
    default: end(stream, tls_session_failure(stream->ssl)); break;
    }
}

static ssize_t read_tls(struct stream *stream, char *into, size_t size)
{
    size_t got = 0;
    while (got < size && !stream->why) {
        ERR_clear_error();
        errno = 0;
        int n = SSL_read(stream->ssl, into + got, (int)(size - got));
        if (n <= 0) {
            note_stop(stream, n, true);
            break;
        }
        got += (size_t)n;
    }
    stream->pending = got == size || stream->why;
    return got > 0 || !stream->why ? (ssize_t)got : -1;
}

ssize_t stream_read(struct stream *stream, char *into, size_t size)
{
    stream->read_wants_write = false;
    if (stream->ssl)
        return read_tls(stream, into, size);
    return read_plain(stream, into, size);
}

/* Copies what follows the first skip bytes of the vector, as much as makes one record. */
static size_t gather_record(const struct iovec *iov, int n, size_t skip, char *gather)
{
    size_t len = 0;
    for (int i = 0; i < n && len < LOOP_WRITE_BYTES; i++) {
        if (skip >= iov[i].iov_len) {
            skip -= iov[i].iov_len;
            continue;
        }
        size_t part = iov[i].iov_len - skip;
        if (part > LOOP_WRITE_BYTES - len)
            part = LOOP_WRITE_BYTES - len;
        memcpy(gather + len, (const char *)iov[i].iov_base + skip, part);
        len += part;
        skip = 0;
    }
    return len;
}

static ssize_t write_tls(struct stream *stream, const struct iovec *iov, int n, char *gather)
{
    size_t taken = 0;
    for (;;) {
        size_t len = gather_record(iov, n, taken, gather);
        if (len == 0)
            return (ssize_t)taken;
        ERR_clear_error();
        errno = 0;
        int written = SSL_write(stream->ssl, gather, (int)len);
        if (written <= 0) {
            note_stop(stream, written, false);
            break;
        }
        taken += (size_t)written;
    }
    return taken > 0 || !stream->why ? (ssize_t)taken : -1;
}

ssize_t stream_write(struct stream *stream, const struct iovec *iov, int n, char *gather)
{
    stream->write_wants_read = false;
    if (stream->ssl)
        return write_tls(stream, iov, n, gather);
    return write_plain(stream, iov, n);
}

int stream_finish(struct stream *stream)
{
    if (stream->ssl && !stream->why && SSL_is_init_finished(stream->ssl)) {
        ERR_clear_error();
        SSL_shutdown(stream->ssl);
    }
    SSL_free(stream->ssl);
    free(stream->why);
    *stream = (struct stream){.fd = stream->fd};
    return stream->fd;
}
