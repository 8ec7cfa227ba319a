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
#include "tls_session.h"
#include "wire_private.h"

/* What the kernel may hold back unsent: the rest of a slow reader's backlog is the owner's to
 * count. */
#define UNSENT_BYTES 16384

static void tell_writable(struct wire *wire)
{
    wire->stream.write_wants_read = false;
    if (!wire_is_open(wire) || wire->is_failed || !wire->awaits_writing)
        return;
    wire->awaits_writing = false;
    wire->events->writable(wire->arg);
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

/* Most connections never wait for this, and have no memory for it. */
static void await_writing(struct wire *wire)
{
    if (!wire->writable)
        wire->writable =
            event_new(loop_base(wire->loop), wire->stream.fd, EV_WRITE, on_writable, wire);
    event_add(wire->writable, NULL);
}

static void stop_events(struct wire *wire)
{
    event_del(&wire->readable);
    if (wire->writable)
        event_free(wire->writable);
    wire->writable = NULL;
}

static void report_end(struct wire *wire)
{
    wire->is_over = true;
    stop_events(wire);
    loop_task_drop(&wire->task);
    wire->events->closed(wire->arg, wire->stream.why);
}

/* Reads, and sees to what that leaves to be done. */
static void read_on(struct wire *wire)
{
    bool came = wire_take_input(wire);
    if (!wire_is_open(wire))
        return;
    if (!came && wire->stream.why)
        report_end(wire);
    else if (wire->stream.read_wants_write)
        await_writing(wire);
    else if ((wire->stream.pending || wire->is_failed) && !wire->is_paused)
        loop_task_soon(wire->loop, &wire->task);
}

/* A handshake waits its turn behind others: it costs as much as a thousand lines. */
static void read_in_time(struct wire *wire)
{
    if (!wire->is_entering) {
        read_on(wire);
        return;
    }
    event_del(&wire->readable);
    loop_task_patient(wire->loop, &wire->task);
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
        read_in_time(wire);
    if (writing)
        tell_writable(wire);
}

/* A server's session takes memory only when the client has spoken. */
static void begin_tls(struct wire *wire)
{
    char *cause = NULL;
    if (!wire->tls)
        return;
    int begun = stream_start_tls(&wire->stream, wire->tls, NULL, &cause);
    assert(begun == 0);
    (void)begun;
    wire->tls = NULL;
}

/* What goes on without a word from the kernel: lines kept by a pause, bytes inside TLS, a broken
 * wire. */
static void go_on(void *arg)
{
    struct wire *wire = arg;
    if (wire->is_entering)
        event_add(&wire->readable, NULL);
    if (wire->kept && !wire->is_paused)
        wire_give_kept(wire);
    if (!wire_is_open(wire))
        return;
    if (wire->is_paused) {
        if (wire->is_failed)
            report_end(wire);
        return;
    }
    begin_tls(wire);
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
    wire->input_max = LOOP_READ_BYTES;
    wire->address = xstrdup(peer.address);
    wire->port = (uint16_t)peer.port;
    wire->is_local = peer.is_local;
    wire->task = (struct loop_task){.fn = go_on, .arg = wire};
    event_assign(&wire->readable, loop_base(loop), fd, EV_READ | EV_PERSIST, on_readable, wire);
    event_add(&wire->readable, NULL);
    return wire;
}

int wire_start_tls(struct wire *wire, struct tls *tls, const char *host, char **cause)
{
    if (tls_is_server(tls)) {
        wire->tls = tls;
        wire->is_entering = true;
        return 0;
    }
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

void wire_limit_input(struct wire *wire, size_t bytes)
{
    assert(bytes > wire->line_max + 1 && bytes <= LOOP_READ_BYTES);
    wire->input_max = (uint32_t)bytes;
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
    begin_tls(wire);
    ssize_t taken = stream_write(&wire->stream, iov, n, loop_write_buffer(wire->loop));
    if (taken < 0) {
        wire->is_failed = true;
        loop_task_soon(wire->loop, &wire->task);
        return -1;
    }
    if ((size_t)taken == offered)
        return taken;
    wire->awaits_writing = true;
    if (wire->stream.write_wants_read)
        event_add(&wire->readable, NULL);
    else
        await_writing(wire);
    return taken;
}

bool wire_is_blocked(const struct wire *wire)
{
    return wire->awaits_writing;
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
    if (!wire_is_open(wire))
        return;
    event_add(&wire->readable, NULL);
    if (wire->kept || wire->stream.ssl)
        loop_task_soon(wire->loop, &wire->task);
}

static void die(void *arg)
{
    struct wire *wire = arg;
    /* Before the end of a handshake nothing was said that it could wait for. */
    bool peer_is_gone = wire->stream.why != NULL || wire->is_entering;
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
    stop_events(wire);
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
    return wire->is_local || wire_is_tls(wire);
}

bool wire_is_tls(const struct wire *wire)
{
    return wire->tls || wire->stream.ssl;
}

const char *wire_name(const struct wire *wire)
{
    return stream_name(&wire->stream);
}

int wire_peer_cert(const struct wire *wire, struct tls_cert *cert)
{
    return stream_peer(&wire->stream, cert);
}
