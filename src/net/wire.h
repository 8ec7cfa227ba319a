/*
 * wire.h - a connection that carries lines, or bytes for another protocol's
 * reader, plain or over TLS on the same path.
 *
 * Input: one 64 KiB read buffer serves all wires; a wire holds memory only for
 * a line that came in part. Lines are given without their CR LF, NUL-terminated
 * and writable; a wire that is paused reads no further (back-pressure by TCP),
 * and keeps what it had already read.
 *
 * Output: the owner gathers (server_model's outbox, the client's buf) and
 * offers bytes once per turn with wire_write(); what the kernel does not take
 * stays the owner's, and `writable` is called when it will take more.
 *
 * Closing is always deferred: no callback comes after wire_close(), and memory
 * is freed at the end of the turn, so a handler may close its own wire.
 */
#ifndef WIRE_H
#define WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <sys/uio.h>

struct loop;
struct tls;
struct tls_cert;
struct tls_shown;
struct wire;

struct wire_events {
    /* A line of len bytes, or, with line == NULL, one that was longer than allowed and was skipped
     * to its end. */
    void (*line)(void *arg, char *line, size_t len);
    /* The kernel takes bytes again after wire_write() took fewer than it was offered. */
    void (*writable)(void *arg);
    /* The peer is gone; why is a sentence in lower case ("connection reset by peer"). wire_close()
     * is still the owner's duty. */
    void (*closed)(void *arg, const char *why);
    /*
     * A client's TLS stands, and this is what the server showed: called once, before any line is
     * given. Who has it judges the certificate alone, writes nothing before, and closes the wire if
     * it does not trust the server. Without it (NULL) the handshake fails unless the certificate is
     * verified.
     */
    void (*secured)(void *arg, const struct tls_shown *shown);
    /* A server's TLS stands; called once, before any line is given. May be NULL. */
    void (*entered)(void *arg);
    /* The first bytes that came, before anybody looks for lines in them. May be NULL. */
    void (*first)(void *arg, const char *data, size_t len);
    /* For what is not lines: bytes as they come, all of them taken, instead of `line` (which may be
     * NULL then). After wire_pause() no more come. NULL for lines. */
    void (*data)(void *arg, const char *data, size_t len);
};

/*
 * Takes over a connected socket (made non-blocking, TCP_NODELAY,
 * TCP_NOTSENT_LOWAT 16 KiB). line_max is the longest line taken, in bytes
 * without CR LF, less than 32 KiB; empty lines are skipped. events must outlive
 * the wire.
 */
struct wire *wire_new(struct loop *loop, int fd, size_t line_max, const struct wire_events *events,
                      void *arg);

/* Speaks TLS on the wire from now on; before any byte was read or written. host: see above. A
 * server's tls must outlive the wire. Returns 0, or -1 with *cause. */
int wire_start_tls(struct wire *wire, struct tls *tls, const char *host, char **cause);

/* Holds no more than about so many bytes of input, however fast it comes; more than line_max, at
 * most 64 KiB, which is what a new wire may hold. */
void wire_limit_input(struct wire *wire, size_t bytes);

/* Offers bytes; returns how many were taken (0 if none for now), or -1 once the wire is dead
 * (`closed` follows). */
ssize_t wire_write(struct wire *wire, const struct iovec *iov, int n);

/* True while the kernel takes no more: `writable` follows. */
bool wire_is_blocked(const struct wire *wire);

/* Stops and restarts reading. Resuming gives waiting lines in this turn or the next, never inside
 * the call. */
void wire_pause(struct wire *wire);
void wire_resume(struct wire *wire);

/*
 * Stops all callbacks, shuts down and frees at the end of the turn; the wire may
 * not be used any more. What was written still reaches the peer, even one that
 * goes on talking: the socket lingers for up to 2 s while the loop turns.
 */
void wire_close(struct wire *wire);

/* The peer's address, as "127.0.0.1", "::1" or "unix"; and its port, 0 for unix. Borrowed. */
const char *wire_peer(const struct wire *wire);
int wire_peer_port(const struct wire *wire);

/* True when nobody but this machine can listen: loopback, unix, or TLS. */
bool wire_is_private(const struct wire *wire);
bool wire_is_tls(const struct wire *wire);

/* At a server's end of TLS: the name that the client asked for (SNI), borrowed, or NULL; its
 * certificate, 0, or -1 if it showed none. It may be anybody's and out of date: that its owner is
 * here is all that is known. */
const char *wire_name(const struct wire *wire);
int wire_peer_cert(const struct wire *wire, struct tls_cert *cert);

#endif
