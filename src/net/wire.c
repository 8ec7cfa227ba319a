#include "wire.h"

#include <assert.h>
#include <event2/event.h>
#include <event2/event_struct.h>
#include <event2/util.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "linger.h"
#include "loop_private.h"
#include "mem.h"
#include "peer.h"
#include "stream.h"
#include "tls_shown.h"

/* What the kernel may hold back unsent: the rest of a slow reader's backlog is the owner's to
 * count. */
#define UNSENT_BYTES 16384

struct wire {
    struct loop *loop;
    const struct wire_events *events;
    void *arg;
    struct stream stream;
    struct event readable;
    struct event writable; /* only added while the owner or TLS waits for it */
    struct loop_task task; /* going on without the kernel; at last, dying */
    char *address;
    char *kept; /* input that was not given yet: a part of a line, or what a pause left */
    uint32_t kept_at, kept_n; /* where it begins and ends in kept */
    uint32_t line_max;
    uint16_t port;
    bool is_local;
    bool is_paused;
    bool is_skipping;    /* in the middle of a line that is too long */
    bool is_failed;      /* the kernel refused our bytes; what the peer said may still be read */
    bool is_over;        /* `closed` was called */
    bool is_closing;     /* wire_close() was called */
    bool awaits_writing; /* the owner was promised a call of `writable` */
    bool is_unjudged;    /* the owner has yet to look at what the server shows */
};

static bool is_open(const struct wire *wire)
{
    return !wire->is_over && !wire->is_closing;
}

static bool may_give(const struct wire *wire)
{
    return is_open(wire) && !wire->is_paused;
}

static void give_line(struct wire *wire, char *line, size_t len)
{
    bool too_long = wire->is_skipping;
    wire->is_skipping = false;
    if (len > 0 && line[len - 1] == '\r')
        len--;
    line[len] = '\0';
    if (too_long || len > wire->line_max)
        wire->events->line(wire->arg, NULL, 0);
    else if (len > 0)
        wire->events->line(wire->arg, line, len);
}

/* Gives the lines in data; returns how many bytes are done with. */
static size_t give_lines(struct wire *wire, char *data, size_t len)
{
    size_t done = 0;
    while (done < len && may_give(wire)) {
        char *line = data + done;
        char *end = memchr(line, '\n', len - done);
        if (!end) {
            /* One more byte than the limit may yet turn out to be a CR. */
            if (len - done > wire->line_max + 1)
                wire->is_skipping = true;
            return wire->is_skipping ? len : done;
        }
        done = (size_t)(end - data) + 1;
        give_line(wire, line, (size_t)(end - line));
    }
    return done;
}

/* Remembers a copy of the input that is left; frees what was remembered before. */
static void keep(struct wire *wire, const char *data, size_t len)
{
    char *kept = NULL;
    if (len > 0) {
        kept = xmalloc(len);
        memcpy(kept, data, len);
    }
    free(wire->kept);
    wire->kept = kept;
    wire->kept_at = 0;
    wire->kept_n = (uint32_t)len;
}

/* Goes on where a pause stopped. Lines are given from where they lie, so that many pauses cost no
 * copies. */
static void give_kept(struct wire *wire)
{
    size_t len = wire->kept_n - wire->kept_at;
    wire->kept_at += (uint32_t)give_lines(wire, wire->kept + wire->kept_at, len);
    if (!wire->is_paused)
        keep(wire, wire->kept + wire->kept_at, wire->kept_n - wire->kept_at);
}

static void report_end(struct wire *wire)
{
    wire->is_over = true;
    event_del(&wire->readable);
    event_del(&wire->writable);
    loop_task_drop(&wire->task);
    wire->events->closed(wire->arg, wire->stream.why);
}

/* Lets the owner look at the server as soon as it has shown itself. */
static void present_server(struct wire *wire)
{
    struct tls_shown shown;
    if (!wire->is_unjudged || !stream_shown(&wire->stream, &shown))
        return;
    wire->is_unjudged = false;
    wire->events->secured(wire->arg, &shown);
}

/* Reads once, as much as the shared buffer holds: more must wait for the others' turn. False if
 * nothing came. */
static bool take_input(struct wire *wire)
{
    char *buffer = loop_read_buffer(wire->loop);
    size_t have = wire->kept_n - wire->kept_at;
    if (wire->kept)
        memcpy(buffer, wire->kept + wire->kept_at, have);
    ssize_t n = stream_read(&wire->stream, buffer + have, LOOP_READ_BYTES - have);
    present_server(wire);
    if (n <= 0)
        return false;
    size_t len = have + (size_t)n;
    size_t done = give_lines(wire, buffer, len);
    keep(wire, buffer + done, len - done);
    return true;
}

/* Reads, and sees to what that leaves to be done. */
static void read_on(struct wire *wire)
{
    bool came = take_input(wire);
    if (!is_open(wire))
        return;
    if (!came && wire->stream.why)
        report_end(wire);
    else if (wire->stream.read_wants_write)
        event_add(&wire->writable, NULL);
    else if ((wire->stream.pending || wire->is_failed) && !wire->is_paused)
        loop_task_soon(wire->loop, &wire->task);
}

static void tell_writable(struct wire *wire)
{
    wire->stream.write_wants_read = false;
    if (!is_open(wire) || wire->is_failed || !wire->awaits_writing)
        return;
    wire->awaits_writing = false;
    wire->events->writable(wire->arg);
}

static void on_readable(int fd, short what, void *arg)
{
    (void)fd;
    (void)what;
    struct wire *wire = arg;
    bool writing = wire->stream.write_wants_read;
    if (wire->is_paused && !writing)
        event_del(&wire->readable);
    /* A task that waits goes first, or lines would change places. */
    else if (!wire->is_paused && !wire->task.list)
        read_on(wire);
    if (writing)
        tell_writable(wire);
}

static void on_writable(int fd, short what, void *arg)
{
    (void)fd;
    (void)what;
    struct wire *wire = arg;
    if (wire->stream.read_wants_write)
        loop_task_soon(wire->loop, &wire->task);
    tell_writable(wire);
}

/* What goes on without a word from the kernel: lines kept by a pause, bytes inside TLS, a broken
 * wire. */
static void go_on(void *arg)
{
    struct wire *wire = arg;
    if (wire->kept && !wire->is_paused)
        give_kept(wire);
    if (!is_open(wire))
        return;
    if (wire->is_paused) {
        if (wire->is_failed)
            report_end(wire);
        return;
    }
    bool writing = wire->stream.write_wants_read;
    if (wire->stream.ssl || wire->is_failed)
        read_on(wire);
    if (writing)
        tell_writable(wire);
}

static void set_options(int fd, bool is_tcp)
{
    evutil_make_socket_nonblocking(fd);
    if (!is_tcp)
        return;
    int on = 1;
    int unsent = UNSENT_BYTES;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    setsockopt(fd, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &unsent, sizeof(unsent));
}

struct wire *wire_new(struct loop *loop, int fd, size_t line_max, const struct wire_events *events,
                      void *arg)
{
    assert(line_max < LOOP_READ_BYTES / 2);
    struct peer peer = peer_of(fd);
    set_options(fd, peer.is_tcp);

    struct wire *wire = xnew(struct wire);
    wire->loop = loop;
    wire->events = events;
    wire->arg = arg;
    wire->stream.fd = fd;
    wire->line_max = (uint32_t)line_max;
    wire->address = xstrdup(peer.address);
    wire->port = (uint16_t)peer.port;
    wire->is_local = peer.is_local;
    wire->task = (struct loop_task){.fn = go_on, .arg = wire};
    struct event_base *base = loop_base(loop);
    event_assign(&wire->readable, base, fd, EV_READ | EV_PERSIST, on_readable, wire);
    event_assign(&wire->writable, base, fd, EV_WRITE, on_writable, wire);
    event_add(&wire->readable, NULL);
    return wire;
}

int wire_start_tls(struct wire *wire, struct tls *tls, const char *host, char **cause)
{
    if (stream_start_tls(&wire->stream, tls, host, cause) < 0)
        return -1;
    if (wire->events->secured) {
        stream_leave_trust(&wire->stream);
        wire->is_unjudged = true;
    }
    /* A client speaks first. */
    loop_task_soon(wire->loop, &wire->task);
    return 0;
}

static size_t total_bytes(const struct iovec *iov, int n)
{
    size_t total = 0;
    for (int i = 0; i < n; i++)
        total += iov[i].iov_len;
    return total;
}

ssize_t wire_write(struct wire *wire, const struct iovec *iov, int n)
{
    assert(!wire->is_closing && !wire->is_unjudged);
    if (wire->is_over || wire->is_failed)
        return -1;
    size_t offered = total_bytes(iov, n);
    if (offered == 0)
        return 0;
    ssize_t taken = stream_write(&wire->stream, iov, n, loop_write_buffer(wire->loop));
    if (taken < 0) {
        wire->is_failed = true;
        loop_task_soon(wire->loop, &wire->task);
        return -1;
    }
    if ((size_t)taken == offered)
        return taken;
    wire->awaits_writing = true;
    event_add(wire->stream.write_wants_read ? &wire->readable : &wire->writable, NULL);
    return taken;
}

void wire_pause(struct wire *wire)
{
    /* The read event goes when it fires for nothing: most pauses are shorter than that. */
    wire->is_paused = true;
}

void wire_resume(struct wire *wire)
{
    if (!wire->is_paused)
        return;
    wire->is_paused = false;
    if (!is_open(wire))
        return;
    event_add(&wire->readable, NULL);
    if (wire->kept || wire->stream.ssl)
        loop_task_soon(wire->loop, &wire->task);
}

static void die(void *arg)
{
    struct wire *wire = arg;
    bool peer_is_gone = wire->stream.why != NULL;
    int fd = stream_finish(&wire->stream);
    if (peer_is_gone)
        close(fd);
    else
        linger_start(wire->loop, fd);
    free(wire->kept);
    free(wire->address);
    free(wire);
}

void wire_close(struct wire *wire)
{
    if (wire->is_closing)
        return;
    wire->is_closing = true;
    event_del(&wire->readable);
    event_del(&wire->writable);
    wire->task.fn = die;
    loop_task_end(wire->loop, &wire->task);
}

const char *wire_peer(const struct wire *wire)
{
    return wire->address;
}

int wire_peer_port(const struct wire *wire)
{
    return wire->port;
}

bool wire_is_private(const struct wire *wire)
{
    return wire->is_local || wire->stream.ssl;
}

bool wire_is_tls(const struct wire *wire)
{
    return wire->stream.ssl != NULL;
}
