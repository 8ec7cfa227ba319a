#include "peer.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "buf.h"
#include "clock.h"
#include "mem.h"
#include "peer_tls.h"
#include "rig.h"
#include "spec.h"

/* Lines shown when a test fails. */
#define SHOWN 12

struct peer {
    char *name;
    int fd;
    struct peer_tls *tls; /* NULL: plain */
    bool at_end;
    struct buf in;       /* not taken yet, from taken on */
    size_t taken;        /* bytes of in that are done with */
    struct buf line;     /* the last one taken */
    char *shown[SHOWN];  /* ring of the last lines */
    unsigned shown_next; /* counts on */
    bool acked_asked;    /* our own PING behind the answer to such a one is not answered yet */
    bool acked;          /* nothing was heard since a PING that asked whether all was read */
};

/* ---- bytes ---- */

static struct peer *peer_connect(const char *name, const struct sockaddr *address, socklen_t len)
{
    struct peer *peer = xnew(struct peer);
    int on = 1;
    peer->name = xstrdup(name);
    peer->fd = socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(peer->fd, address, len) < 0)
        fail_msg("%s cannot connect: %s", name, strerror(errno));
    fcntl(peer->fd, F_SETFL, O_NONBLOCK);
    setsockopt(peer->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    return peer;
}

struct peer *peer_new(const char *name, int port)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    return peer_connect(name, (const struct sockaddr *)&address, sizeof(address));
}

struct peer *peer_new_tls(const char *name, int port)
{
    struct peer *peer = peer_new(name, port);
    peer->tls = peer_tls_new(peer->fd);
    if (!peer->tls)
        fail_msg("%s: no TLS on port %d", name, port);
    return peer;
}

struct peer *peer_new_unix(const char *name, const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
    return peer_connect(name, (const struct sockaddr *)&address, sizeof(address));
}

void peer_free(struct peer *peer)
{
    if (!peer)
        return;
    peer_tls_free(peer->tls);
    close(peer->fd);
    buf_clear(&peer->in);
    buf_clear(&peer->line);
    for (int i = 0; i < SHOWN; i++)
        free(peer->shown[i]);
    free(peer->name);
    free(peer);
}

const char *peer_name(const struct peer *peer)
{
    return peer->name;
}

int peer_fd(const struct peer *peer)
{
    return peer->fd;
}

static ssize_t receive(struct peer *peer, char *into, size_t size)
{
    return peer->tls ? peer_tls_recv(peer->tls, into, size) : recv(peer->fd, into, size, 0);
}

/* Reads what is there. */
static void pump(struct peer *peer)
{
    char piece[8192];
    ssize_t n = 0;
    while (!peer->at_end && (n = receive(peer, piece, sizeof(piece))) > 0)
        buf_append(&peer->in, piece, (size_t)n);
    if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
        peer->at_end = true;
}

void peer_write(struct peer *peer, const char *data, size_t len)
{
    while (len > 0 && !peer->at_end) {
        ssize_t n = peer->tls ? peer_tls_send(peer->tls, data, len)
                              : send(peer->fd, data, len, MSG_NOSIGNAL);
        if (n < 0 && errno != EAGAIN)
            return;
        if (n < 0) {
            struct pollfd ready = {.fd = peer->fd, .events = POLLIN | POLLOUT};
            if (poll(&ready, 1, RIG_PATIENCE_MS) <= 0)
                fail_msg("%s: the server reads no more", peer->name);
            pump(peer);
            continue;
        }
        data += n;
        len -= (size_t)n;
    }
}

void peer_send(struct peer *peer, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = xvasprintf(format, args);
    va_end(args);
    char *line = xasprintf("%s\r\n", text);
    peer_write(peer, line, strlen(line));
    free(line);
    free(text);
}

/* ---- lines ---- */

static void remember(struct peer *peer, const char *line)
{
    xreplace(&peer->shown[peer->shown_next++ % SHOWN], line);
}

static void show(const struct peer *peer)
{
    fprintf(stderr, "--- what %s heard last%s:\n", peer->name,
            peer->at_end ? ", then the end" : "");
    for (unsigned i = 0; i < SHOWN; i++) {
        const char *line = peer->shown[(peer->shown_next + i) % SHOWN];
        if (line)
            fprintf(stderr, "%s\n", line);
    }
}

/* Takes a whole line out of the input into peer->line; false if there is none. */
static bool take_line(struct peer *peer)
{
    const char *begin = buf_text(&peer->in) + peer->taken;
    size_t len = peer->in.len - peer->taken;
    const char *end = len > 0 ? memchr(begin, '\n', len) : NULL;
    if (!end) {
        buf_consume(&peer->in, peer->taken);
        peer->taken = 0;
        return false;
    }
    size_t size = (size_t)(end - begin);
    peer->taken += size + 1;
    buf_reset(&peer->line);
    buf_append(&peer->line, begin, size > 0 && end[-1] == '\r' ? size - 1 : size);
    return true;
}

/* Answers "[:source] PING token". */
static bool answer_ping(struct peer *peer)
{
    const char *line = buf_text(&peer->line);
    if (line[0] == '@')
        line = strchr(line, ' ') + 1;
    if (line[0] == ':')
        line += strcspn(line, " ") + (strchr(line, ' ') != NULL);
    if (strncmp(line, "PING ", 5) != 0)
        return false;
    peer_send(peer, "PONG %s", line + 5);
    peer->acked |= line[5 + (line[5] == ':')] == 'q';
    return true;
}

const char *peer_poll(struct peer *peer)
{
    for (;;) {
        if (!take_line(peer)) {
            pump(peer);
            if (!take_line(peer))
                return NULL;
        }
        remember(peer, buf_text(&peer->line));
        if (answer_ping(peer))
            continue;
        peer->acked = peer->acked && !strstr(buf_text(&peer->line), " PRIVMSG ");
        return buf_text(&peer->line);
    }
}

void peers_wait(struct peer *const *peers, int n)
{
    struct pollfd ready[64];
    assert_true(n <= 64);
    for (int i = 0; i < n; i++)
        ready[i] = (struct pollfd){.fd = peers[i]->fd, .events = POLLIN};
    if (poll(ready, (nfds_t)n, RIG_PATIENCE_MS) > 0)
        return;
    for (int i = 0; i < n; i++)
        show(peers[i]);
    fail_msg("nobody hears anything any more");
}

/* The next line before the deadline, or NULL. */
static const char *next_until(struct peer *peer, int64_t deadline_ms)
{
    for (;;) {
        const char *line = peer_poll(peer);
        int64_t left_ms = deadline_ms - clock_mono_ms();
        if (line || peer->at_end || left_ms <= 0)
            return line;
        struct pollfd ready = {.fd = peer->fd, .events = POLLIN};
        poll(&ready, 1, (int)left_ms);
    }
}

const char *peer_next(struct peer *peer)
{
    const char *line = next_until(peer, clock_mono_ms() + RIG_PATIENCE_MS);
    if (line)
        return line;
    show(peer);
    fail_msg("%s hears nothing", peer->name);
    return NULL;
}

const char *peer_expect(struct peer *peer, const char *pattern)
{
    int64_t deadline_ms = clock_mono_ms() + RIG_PATIENCE_MS;
    const char *line = NULL;
    while ((line = next_until(peer, deadline_ms))) {
        if (rig_matches(line, pattern))
            return line;
    }
    show(peer);
    fail_msg("%s waited in vain for: %s", peer->name, pattern);
    return NULL;
}

bool peer_is_over(const struct peer *peer)
{
    return peer->at_end && peer->in.len == peer->taken;
}

/* The server has an answer once it answers what comes behind. */
static const char *next_before_pong(struct peer *peer)
{
    if (!peer->acked_asked)
        peer_send(peer, "PING acked");
    peer->acked_asked = true;
    const char *line = peer_next(peer);
    if (!strstr(line, "PONG ") || !strstr(line, "acked"))
        return line;
    peer->acked_asked = false;
    return NULL;
}

const char *peer_next_unacked(struct peer *peer)
{
    int64_t deadline_ms = clock_mono_ms() + RIG_PATIENCE_MS;
    const char *line = NULL;
    while (!line) {
        if (clock_mono_ms() > deadline_ms)
            fail_msg("%s is not asked whether all was read", peer->name);
        if (peer->acked || peer->acked_asked) {
            line = next_before_pong(peer);
            if (!line && peer->acked)
                return NULL;
        } else {
            line = next_until(peer, clock_mono_ms() + 50);
        }
    }
    return line;
}

void peer_expect_acked(struct peer *peer)
{
    while (peer_next_unacked(peer))
        continue;
}

void peer_expect_end(struct peer *peer)
{
    int64_t deadline_ms = clock_mono_ms() + RIG_PATIENCE_MS;
    while (next_until(peer, deadline_ms))
        continue;
    if (peer->at_end)
        return;
    show(peer);
    fail_msg("%s is not hung up", peer->name);
}
