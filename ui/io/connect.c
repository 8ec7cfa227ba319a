#include "connect.h"

#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "clock.h"
#include "dial.h"
#include "handle.h"
#include "loop.h"
#include "mem.h"
#include "proxy.h"
#include "tls.h"
#include "tls_shown.h"
#include "wire.h"

/* Tags and rest of a line from a server (IRCv3 message-tags), and some to spare. */
#define LINE_MAX_BYTES 16384
#define HANDSHAKE_MS   15000

/* What comes of one link between two keys. */
#define TURN_BYTES 32768

struct connect {
    struct loop *loop;
    struct chat *chat;
    struct network *network;
    struct tls *tls; /* made for the first link that wants it: reading authorities takes a while */
    char *shown;     /* the certificate that it shows; NULL: none; owned */
    struct dial *dial;
    struct tunnel *tunnel; /* instead of it, when a proxy is to be used */
    struct wire *wire;
    struct loop_timer *timer; /* the next try, or the next tick */
    int64_t met_ms; /* TLS was begun (monotonic), and nothing is said before it stands; else 0 */
    struct buf sending; /* said on this link, not taken by the kernel yet */
    bool full;          /* the kernel takes no more: wait until it is writable */
};

static void now(struct connect *connect)
{
    connect->chat->now_ms = clock_wall_ms();
    connect->chat->mono_ms = clock_mono_ms();
}

static bool is_dialling(const struct connect *connect)
{
    return connect->dial || connect->tunnel;
}

static void end_dialling(struct connect *connect)
{
    dial_free(connect->dial);
    tunnel_free(connect->tunnel);
    connect->dial = NULL;
    connect->tunnel = NULL;
}

static void hang_up(struct connect *connect)
{
    end_dialling(connect);
    if (connect->wire)
        wire_close(connect->wire);
    connect->wire = NULL;
    connect->met_ms = 0;
    buf_clear(&connect->sending);
    connect->full = false;
}

static void lost(struct connect *connect, const char *why)
{
    hang_up(connect);
    now(connect);
    handle_lost(connect->chat, connect->network, why);
}

static void on_line(void *arg, char *line, size_t len)
{
    (void)len;
    struct connect *connect = arg;
    now(connect);
    handle_line(connect->chat, connect->network, line);
}

static void on_writable(void *arg)
{
    struct connect *connect = arg;
    connect->full = false;
}

static void on_closed(void *arg, const char *why)
{
    lost(arg, why);
}

static void greet(struct connect *connect)
{
    connect->met_ms = 0;
    network_reset(connect->network);
    handle_connected(connect->chat, connect->network);
}

static void on_secured(void *arg, const struct tls_shown *shown)
{
    struct connect *connect = arg;
    const struct trust_shown cert = {
        .fingerprint = shown->fingerprint, .verified = shown->verified, .doubt = shown->doubt};
    now(connect);
    if (handle_secured(connect->chat, connect->network, &cert))
        greet(connect);
    else
        hang_up(connect);
}

static const struct wire_events events = {
    .line = on_line, .writable = on_writable, .closed = on_closed, .secured = on_secured};

/* Who looks around is nobody. */
static const char *own_cert(const struct network *network)
{
    return network->around ? NULL : network->cert_file;
}

static bool is_shown(const struct connect *connect)
{
    const char *cert = own_cert(connect->network);
    return cert ? connect->shown && strcmp(cert, connect->shown) == 0 : !connect->shown;
}

/* Without it there may be a password. */
static void show_cert(struct connect *connect)
{
    const char *cert = own_cert(connect->network);
    char *cause = NULL;
    xreplace(&connect->shown, NULL);
    if (cert && tls_client_show(connect->tls, cert, &cause) == 0)
        xreplace(&connect->shown, cert);
    if (cause)
        chat_info(connect->chat, connect->network->console, LINE_ERROR,
                  "%s; going on without the certificate", cause);
    free(cause);
}

static int start_tls(struct connect *connect, char **cause)
{
    if (!is_shown(connect)) {
        tls_free(connect->tls);
        connect->tls = NULL;
    }
    if (!connect->tls) {
        connect->tls = tls_client_new(NULL, cause);
        if (!connect->tls)
            return -1;
        show_cert(connect);
    }
    connect->network->shows_cert = connect->shown != NULL;
    return wire_start_tls(connect->wire, connect->tls, connect->network->host, cause);
}

static void begin(struct connect *connect, int fd)
{
    struct network *network = connect->network;
    char *cause = NULL;
    now(connect);
    connect->wire = wire_new(connect->loop, fd, LINE_MAX_BYTES, &events, connect);
    wire_limit_input(connect->wire, TURN_BYTES);
    network->shows_cert = false;
    if (!network->tls) {
        greet(connect);
    } else if (start_tls(connect, &cause) == 0) {
        connect->met_ms = connect->chat->mono_ms;
    } else {
        lost(connect, cause);
        free(cause);
    }
}

static void on_dialled(void *arg, int fd, const char *why)
{
    struct connect *connect = arg;
    if (fd < 0) {
        lost(connect, why);
        return;
    }
    end_dialling(connect);
    begin(connect, fd);
}

static void start_dialling(struct connect *connect)
{
    const struct network *network = connect->network;
    char *cause = NULL;
    struct proxy *proxy = proxy_for(network->host, &cause);
    const struct tunnel_end end = {network->host, network->port, on_dialled, connect};
    if (cause)
        lost(connect, cause);
    else if (proxy)
        connect->tunnel = tunnel_new(connect->loop, proxy, &end);
    else
        connect->dial = dial_new(connect->loop, network->host, network->port, on_dialled, connect);
    free(cause);
}

/* The timer only ends the sleep: connect_turn() looks what is due. */
static void on_timer(void *arg)
{
    now(arg);
}

struct connect *connect_new(struct loop *loop, struct chat *chat, struct network *network)
{
    struct connect *connect = xnew(struct connect);
    connect->loop = loop;
    connect->chat = chat;
    connect->network = network;
    connect->timer = loop_timer_new(loop, on_timer, connect);
    return connect;
}

void connect_free(struct connect *connect)
{
    if (!connect)
        return;

    hang_up(connect);
    tls_free(connect->tls);
    free(connect->shown);
    loop_timer_free(connect->timer);
    free(connect);
}

static void flush(struct connect *connect)
{
    struct buf *out = &connect->network->out;
    if (!connect->wire || connect->met_ms)
        return;

    buf_append(&connect->sending, buf_text(out), out->len);
    buf_reset(out);
    while (connect->sending.len > 0 && !connect->full) {
        struct iovec piece = {connect->sending.data, connect->sending.len};
        ssize_t taken = wire_write(connect->wire, &piece, 1);
        if (taken < 0)
            return; /* on_closed() follows */
        connect->full = (size_t)taken < piece.iov_len;
        buf_consume(&connect->sending, (size_t)taken);
    }
}

/* The ms until a handshake must have ended. */
static int64_t handshake_left(struct connect *connect)
{
    int64_t left_ms = connect->met_ms + HANDSHAKE_MS - connect->chat->mono_ms;
    if (left_ms <= 0)
        lost(connect, "the server does not answer in TLS: is this the right port?");
    return left_ms;
}

static bool link_is_of_use(const struct connect *connect)
{
    const struct network *network = connect->network;
    if (connect->met_ms && network->stage == NETWORK_CONNECTING)
        return true;
    return network->stage == NETWORK_REGISTERING || network->stage == NETWORK_READY;
}

/* Dials when it is wanted or due; gives the time until it will be. */
static int64_t dial_if_due(struct connect *connect)
{
    struct network *network = connect->network;
    int64_t wait_ms = network->retry_ms - connect->chat->mono_ms;
    if (network->stage == NETWORK_WAITING && wait_ms > 0)
        return wait_ms;
    if (network->stage == NETWORK_OFFLINE || is_dialling(connect))
        return -1;

    network->stage = NETWORK_CONNECTING;
    connect->chat->changed |= CHANGE_STATUS;
    start_dialling(connect);
    return -1;
}

void connect_turn(struct connect *connect)
{
    struct network *network = connect->network;
    now(connect);
    int64_t again_ms = -1;
    if (connect->met_ms && link_is_of_use(connect))
        again_ms = handshake_left(connect);
    else if (connect->wire && link_is_of_use(connect))
        again_ms = handle_tick(connect->chat, network);
    flush(connect);
    bool hung_up = is_dialling(connect) && network->stage == NETWORK_OFFLINE;
    if (hung_up || (connect->wire && !link_is_of_use(connect)))
        hang_up(connect);
    if (!connect->wire)
        again_ms = dial_if_due(connect);

    if (again_ms >= 0)
        loop_timer_set(connect->timer, again_ms);
    else
        loop_timer_unset(connect->timer);
}

bool connect_is_sending(const struct connect *connect)
{
    return connect->wire && (connect->sending.len > 0 || connect->network->out.len > 0);
}
