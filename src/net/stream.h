/*
 * stream.h - bytes over a non-blocking socket, plain or through TLS. Only wire.c
 * wants it.
 */
#ifndef STREAM_H
#define STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <sys/uio.h>

struct ssl_st;
struct tls;
struct tls_cert;
struct tls_shown;

struct stream {
    int fd;
    struct ssl_st *ssl;    /* NULL while plain */
    char *why;             /* the sentence that it ended with; NULL while it lives */
    bool pending;          /* there is more to read that the kernel will not announce */
    bool read_wants_write; /* reading goes on when the socket can be written (TLS) */
    bool write_wants_read; /* and the other way round */
};

/* Speaks TLS from now on; host as in wire_start_tls(). Returns 0, or -1 with *cause. */
int stream_start_tls(struct stream *stream, struct tls *tls, const char *host, char **cause);

/* The owner judges the server by itself: no certificate ends the handshake. */
void stream_leave_trust(struct stream *stream);

/* What the server showed; false before the end of the handshake. */
bool stream_shown(const struct stream *stream, struct tls_shown *shown);

/* TLS was begun and its handshake is not done. */
bool stream_is_shaking(const struct stream *stream);

/* Of a server's TLS: see wire.h. */
const char *stream_name(const struct stream *stream);
int stream_peer(const struct stream *stream, struct tls_cert *cert);

/* Returns how many bytes were read, 0 if there are none for now, -1 once it is over (see why). */
ssize_t stream_read(struct stream *stream, char *into, size_t size);

/*
 * Returns how many bytes were taken, 0 if none for now, -1 once it is over.
 * gather holds LOOP_WRITE_BYTES. After fewer were taken than offered, the next
 * offer must begin with those that were left, and be no shorter.
 */
ssize_t stream_write(struct stream *stream, const struct iovec *iov, int n, char *gather);

/* Says good-bye, frees all, and gives the descriptor back, still open. */
int stream_finish(struct stream *stream);

#endif
