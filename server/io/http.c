/* Connections of HTTP: they come, go on in turns, and go. */
#include "http.h"

#include <stdlib.h>
#include <time.h>
#include <utlist.h>

#include "client.h"
#include "guard.h"
#include "http_private.h"
#include "listener.h"
#include "log.h"
#include "loop.h"
#include "mem.h"
#include "now.h"
#include "peer.h"
#include "wire.h"

/* A browser opens several at once, and scripts one for each file. */
#define ARRIVALS_FACTOR 8

/* What a turn may cost before those who talk are looked after; then they have as much for them. */
#define TURN_NS 500000

#define HANDSHAKES_MAX 512
#define HANDSHAKE_MS   8000
#define HEAD_MS        30000
#define IDLE_MS        60000

/* Bodies must bring, and readers take, so many bytes in such a time (server.md, 6: 1 KiB/s). */
#define BODY_MS    10000
#define BODY_BYTES 10240
#define READ_MS    60000
#define READ_BYTES 16384

static loop_fn turn;
static void cut_off(struct http_conn *conn, const char *why);

struct https *https_new(struct loop *loop, struct server *server, const struct guard_limits *limits,
                        const struct clients_tls *tls)
{
    struct https *https = xnew(struct https);
    https->loop = loop;
    https->server = server;
    https->limits = xnew(struct guard_limits);
    *https->limits = *limits;
    https->limits->arrivals_per_address *= ARRIVALS_FACTOR;
    https->guard = guard_new(https->limits);
    https->tls = tls;
    https->timer = loop_timer_new(loop, turn, https);
    return https;
}

/* ---- turns ---- */

void http_make_busy(struct http_conn *conn)
{
    struct https *https = conn->owner;
    if (conn->is_busy)
        return;
    conn->is_busy = true;
    DL_APPEND2(https->busy, conn, busy_prev, busy_next);
    loop_timer_set(https->timer, 0);
}

static void stop_being_busy(struct http_conn *conn)
{
    if (!conn->is_busy)
        return;
    conn->is_busy = false;
    DL_DELETE2(conn->owner->busy, conn, busy_prev, busy_next);
}

static void finish_answer(struct http_conn *conn)
{
    if (conn->out.len > 0 || conn->left > 0)
        return;
    http_end_answer(conn);
    if (conn->closes || conn->owner->stopped_reading)
        cut_off(conn, "connection closed");
    else
        http_next_request(conn);
}

/* Does what there is to do, once. */
static void go_on(struct http_conn *conn)
{
    if (conn->phase == HTTP_IS_ROUTED || conn->phase == HTTP_IS_ANSWERING)
        http_send(conn);
    if (conn->phase == HTTP_IS_LEAVING)
        cut_off(conn, "connection closed");
    else if (conn->phase == HTTP_IS_ANSWERING)
        finish_answer(conn);
    else
        http_read_on(conn);
}

static int64_t clock_ns(clockid_t clock)
{
    struct timespec time;
    clock_gettime(clock, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

/* Time that was left to others is had again: half of the loop's at most is spent here. */
static void earn(struct https *https)
{
    const int64_t now_ns = clock_ns(CLOCK_MONOTONIC);
    https->credit_ns += now_ns - https->turned_ns;
    if (https->credit_ns > TURN_NS)
        https->credit_ns = TURN_NS;
    https->turned_ns = now_ns;
}

static void turn(void *arg)
{
    struct https *https = arg;
    size_t n = 0;
    struct http_conn *conn = NULL;
    now_tell(https->server);
    http_tell_orphans(https);
    earn(https);
    DL_COUNT2(https->busy, conn, n, busy_next);
    for (int64_t begin_ns = clock_ns(CLOCK_THREAD_CPUTIME_ID); n > 0 && https->busy; n--) {
        if (https->credit_ns <= 0)
            break;
        conn = https->busy;
        stop_being_busy(conn);
        go_on(conn);
        const int64_t now_ns = clock_ns(CLOCK_THREAD_CPUTIME_ID);
        https->credit_ns -= now_ns - begin_ns;
        begin_ns = now_ns;
    }
    https->turned_ns = clock_ns(CLOCK_MONOTONIC);
    if (https->busy)
        loop_timer_set(https->timer, https->credit_ns > 0 ? 0 : 1);
}

/* ---- the wire ---- */

static void on_data(void *arg, const char *data, size_t len)
{
    struct http_conn *conn = arg;
    now_tell(conn->owner->server);
    http_on_data(conn, data, len);
}

static void on_writable(void *arg)
{
    http_make_busy(arg);
}

static void on_closed(void *arg, const char *why)
{
    struct http_conn *conn = arg;
    now_tell(conn->owner->server);
    if (conn->phase == HTTP_IS_SHAKING && guard_may_tell(conn->place, conn->owner->server->mono_ms))
        log_event(LOG_INFO, "handshake_failed", "address=%s reason=\"%s\"", wire_peer(conn->wire),
                  why);
    cut_off(conn, why);
}

static void on_entered(void *arg)
{
    struct http_conn *conn = arg;
    now_tell(conn->owner->server);
    conn->owner->nshaking--;
    conn->phase = HTTP_IS_READING;
    conn->since_ms = conn->owner->server->mono_ms;
}

static const struct wire_events wire_events = {
    .data = on_data,
    .writable = on_writable,
    .closed = on_closed,
    .entered = on_entered,
};

/* ---- coming and going ---- */

const char https_farewell[] =
    "HTTP/1.1 503 Service Unavailable\r\n" HTTP_SAFETY "Cache-Control: no-store\r\n"
    "Content-Type: text/plain; charset=utf-8\r\nRetry-After: 10\r\nConnection: close\r\n\r\n";

static void start_tls(struct http_conn *conn)
{
    struct https *https = conn->owner;
    char *cause = NULL;
    conn->phase = HTTP_IS_SHAKING;
    https->nshaking++;
    if (https->nshaking >= HANDSHAKES_MAX)
        listener_hold(conn->listener);
    if (wire_start_tls(conn->wire, https->tls->context, NULL, &cause) == 0)
        return;
    log_event(LOG_WARN, "tls_failed", "reason=\"%s\"", cause);
    free(cause);
    cut_off(conn, "TLS failed");
}

static void arrive(struct https *https, struct listener *listener, struct place *place, int fd)
{
    struct http_conn *conn = xnew(struct http_conn);
    conn->owner = https;
    conn->listener = listener;
    conn->place = place;
    conn->fd = -1;
    conn->phase = HTTP_IS_READING;
    conn->since_ms = https->server->mono_ms;
    conn->wire = wire_new(https->loop, fd, 0, &wire_events, conn);
    wire_limit_input(conn->wire, HTTP_HEAD_MAX);
    DL_APPEND(https->all, conn);
    if (listener_is_tls(listener))
        start_tls(conn);
}

void https_accept(void *arg, struct listener *listener, int fd)
{
    struct https *https = arg;
    const char *why = NULL;
    now_tell(https->server);
    struct peer peer = peer_of(fd);
    struct place *place =
        guard_admit(https->guard, peer.address, peer.is_local, https->server->mono_ms, &why);
    if (place) {
        arrive(https, listener, place, fd);
        return;
    }
    listener_refuse(listener, fd, why);
    listener_left(listener);
}

/* why as a route is told, if one waits for a body. */
static void cut_off(struct http_conn *conn, const char *why)
{
    struct https *https = conn->owner;
    struct http_request *request = conn->request;
    stop_being_busy(conn);
    if (conn->phase == HTTP_IS_SHAKING)
        https->nshaking--;
    conn->phase = HTTP_IS_LEAVING;
    http_end_answer(conn);
    conn->request = NULL;
    if (request)
        http_request_orphan(request, why);
    http_reader_free(conn->reader);
    guard_leave(https->guard, conn->place, conn->is_settled);
    wire_close(conn->wire);
    listener_left(conn->listener);
    DL_DELETE(https->all, conn);
    buf_clear(&conn->in);
    buf_clear(&conn->out);
    free(conn);
}

/* ---- patience ---- */

static bool is_over(struct http_conn *conn, int64_t patience_ms)
{
    return conn->owner->server->mono_ms - conn->since_ms >= patience_ms;
}

/* A window of time is over: were there enough bytes in it? Then there is another. */
static bool was_too_slow(struct http_conn *conn, int64_t window_ms, int64_t bytes)
{
    if (!is_over(conn, window_ms))
        return false;
    if (conn->counted < bytes)
        return true;
    conn->since_ms = conn->owner->server->mono_ms;
    conn->counted = 0;
    return false;
}

static void give_up(struct http_conn *conn, const char *what)
{
    if (guard_may_tell(conn->place, conn->owner->server->mono_ms))
        log_event(LOG_INFO, "http_too_slow", "address=%s what=%s", wire_peer(conn->wire), what);
}

static void look_at_reading(struct http_conn *conn)
{
    if (conn->in.len == 0 && is_over(conn, conn->has_asked ? IDLE_MS : HEAD_MS)) {
        cut_off(conn, "nothing was asked");
    } else if (conn->in.len > 0 && is_over(conn, HEAD_MS)) {
        give_up(conn, "headers");
        http_conn_refuse(conn, 408, "The headers took too long");
    }
}

static void look_at_body(struct http_conn *conn)
{
    struct http_request *request = conn->request;
    bool waits = request->events && !request->body_ended && !request->is_paused;
    if (!waits || !was_too_slow(conn, BODY_MS, BODY_BYTES))
        return;
    give_up(conn, "body");
    conn->request = NULL;
    http_request_orphan(request, "the body came too slowly");
    http_conn_refuse(conn, 408, "The body came too slowly");
}

static void look_at_answer(struct http_conn *conn)
{
    if (conn->warming || !was_too_slow(conn, READ_MS, READ_BYTES))
        return;
    give_up(conn, "reader");
    cut_off(conn, "the answer was not read");
}

static void look_at(struct http_conn *conn)
{
    switch (conn->phase) {
    case HTTP_IS_SHAKING:
        if (is_over(conn, HANDSHAKE_MS))
            cut_off(conn, "handshake timed out");
        break;
    case HTTP_IS_READING: look_at_reading(conn); break;
    case HTTP_IS_ROUTED: look_at_body(conn); break;
    case HTTP_IS_ANSWERING: look_at_answer(conn); break;
    case HTTP_IS_LEAVING: break;
    }
}

void https_tick(struct https *https)
{
    struct http_conn *conn = NULL;
    struct http_conn *next = NULL;
    DL_FOREACH_SAFE(https->all, conn, next)
    {
        look_at(conn);
    }
    guard_tick(https->guard, https->server->mono_ms);
}

/* ---- the end ---- */

void https_stop_reading(struct https *https)
{
    struct http_conn *conn = NULL;
    struct http_conn *next = NULL;
    https->stopped_reading = true;
    DL_FOREACH_SAFE(https->all, conn, next)
    {
        if (conn->phase != HTTP_IS_ANSWERING || conn->left > 0)
            cut_off(conn, "server stopped");
    }
}

void https_free(struct https *https)
{
    if (!https)
        return;
    struct http_conn *conn = NULL;
    struct http_conn *next = NULL;
    DL_FOREACH_SAFE(https->all, conn, next)
    {
        cut_off(conn, "server stopped");
    }
    http_tell_orphans(https);
    loop_timer_free(https->timer);
    guard_free(https->guard);
    free(https->limits);
    https->is_freed = true;
    http_free_last(https);
}

void http_free_last(struct https *https)
{
    if (https->is_freed && https->nrequests == 0)
        free(https);
}
