/* Requests in: the head strictly by http_head.c, the frame of the body by Debian's http-parser. */
#include <assert.h>
#include <http_parser.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "bans.h"
#include "command.h"
#include "guard.h"
#include "http_chunk.h"
#include "http_private.h"
#include "mem.h"
#include "wire.h"

struct http_reader {
    http_parser parser;
    struct https *https;
    struct http_chunks chunks;
    size_t piece_len; /* in https->piece */
    bool is_done;     /* the request is whole */
};

void http_reader_free(struct http_reader *reader)
{
    free(reader);
}

/* ---- the frame ---- */

static int on_headers(http_parser *parser)
{
    /* What somebody would like to speak instead is not spoken here. */
    parser->upgrade = 0;
    return 0;
}

static int on_body(http_parser *parser, const char *data, size_t len)
{
    struct http_reader *reader = parser->data;
    assert(len <= HTTP_BODY_MAX - reader->piece_len);
    memcpy(reader->https->piece + reader->piece_len, data, len);
    reader->piece_len += len;
    return 0;
}

static int on_complete(http_parser *parser)
{
    struct http_reader *reader = parser->data;
    reader->is_done = true;
    http_parser_pause(parser, 1);
    return 0;
}

static const http_parser_settings settings = {
    .on_headers_complete = on_headers,
    .on_body = on_body,
    .on_message_complete = on_complete,
};

/* Reads on; returns how many bytes are done with, or -1 for what is no body. */
static ssize_t read_frame(struct http_reader *reader, const char *data, size_t len)
{
    reader->piece_len = 0;
    size_t done = http_parser_execute(&reader->parser, &settings, data, len);
    enum http_errno error = HTTP_PARSER_ERRNO(&reader->parser);
    return error == HPE_OK || error == HPE_PAUSED ? (ssize_t)done : -1;
}

static struct http_reader *reader_new(struct https *https)
{
    struct http_reader *reader = xnew(struct http_reader);
    reader->https = https;
    http_parser_init(&reader->parser, HTTP_REQUEST);
    reader->parser.data = reader;
    return reader;
}

/* ---- bodies ---- */

static bool wants_body(const struct http_request *request)
{
    return request->events && !request->body_ended && !request->is_answered;
}

static void end_body(struct http_conn *conn)
{
    struct http_request *request = conn->request;
    wire_pause(conn->wire);
    request->body_ended = true;
    request->events->end(request->body_arg);
}

static void spoil_body(struct http_conn *conn)
{
    struct http_request *request = conn->request;
    conn->request = NULL;
    http_request_orphan(request, "the body of the request was damaged");
    http_conn_refuse(conn, 400, "The body of the request is damaged");
}

/* Gives one piece to the route; returns how much of the data is done with. */
static size_t give_piece(struct http_conn *conn, const char *data, size_t len)
{
    struct http_request *request = conn->request;
    struct http_reader *reader = conn->reader;
    bool fits = !(reader->parser.flags & F_CHUNKED) || http_chunks_fit(&reader->chunks, data, len);
    ssize_t done = fits ? read_frame(reader, data, len) : -1;
    if (done < 0) {
        spoil_body(conn);
        return len;
    }
    conn->counted += done;
    if (reader->piece_len > 0)
        request->events->data(request->body_arg, conn->owner->piece, reader->piece_len);
    if (reader->is_done && wants_body(request))
        end_body(conn);
    return (size_t)done;
}

static bool may_give(const struct http_conn *conn)
{
    return conn->phase == HTTP_IS_ROUTED && wants_body(conn->request) && !conn->request->is_paused;
}

static void body_on(struct http_conn *conn)
{
    if (!may_give(conn))
        return;
    if (conn->reader->is_done) {
        end_body(conn);
        return;
    }
    if (conn->in.len > 0) {
        size_t len = conn->in.len < HTTP_BODY_MAX ? conn->in.len : HTTP_BODY_MAX;
        buf_consume(&conn->in, give_piece(conn, conn->in.data, len));
    }
    if (!may_give(conn))
        return;
    if (conn->in.len > 0) {
        http_make_busy(conn);
        return;
    }
    buf_clear(&conn->in);
    wire_resume(conn->wire);
}

void http_read_body(struct http_request *request, const struct http_body_events *events, void *arg)
{
    static const char go_on[] = "HTTP/1.1 100 Continue\r\n\r\n";
    struct http_conn *conn = request->conn;
    assert(!request->events && !request->is_answered);
    request->events = events;
    request->body_arg = arg;
    if (!conn) {
        http_request_defer(request);
        return;
    }
    const char *expect = http_header(request, "Expect");
    if (expect && request->head.minor > 0 && conn->in.len == 0 && !conn->reader->is_done)
        buf_puts(&conn->out, go_on);
    conn->since_ms = request->server->mono_ms;
    conn->counted = 0;
    wire_limit_input(conn->wire, HTTP_BODY_MAX);
    http_make_busy(conn);
}

void http_pause(struct http_request *request)
{
    request->is_paused = true;
    if (request->conn)
        wire_pause(request->conn->wire);
}

void http_resume(struct http_request *request)
{
    request->is_paused = false;
    if (!request->conn)
        return;
    /* What was not asked for was not late. */
    request->conn->since_ms = request->server->mono_ms;
    request->conn->counted = 0;
    http_make_busy(request->conn);
}

/* ---- heads ---- */

/* Expectations are few (RFC 9110, 10.1.1). */
static bool expects_too_much(const struct http_request *request)
{
    const char *expect = http_header(request, "Expect");
    return expect && strcasecmp(expect, "100-continue") != 0;
}

/* Asked each time: connections stay. */
static const char *ban_of(const struct http_request *request)
{
    const struct server *server = request->server;
    return bans_refuse(server, request->address, NULL, NULL, server->now_ms);
}

static void settle(struct http_conn *conn)
{
    if (!conn->is_settled)
        guard_settle(conn->owner->guard, conn->place);
    conn->is_settled = true;
}

static void begin_request(struct http_conn *conn, struct http_head *head, char *text)
{
    const http_parser *parser = &conn->reader->parser;
    struct http_request *request = http_request_new(conn, head, text);
    conn->request = request;
    conn->phase = HTTP_IS_ROUTED;
    wire_pause(conn->wire);
    settle(conn);
    request->keeps_alive = http_should_keep_alive(parser);
    if (conn->reader->is_done)
        request->body_size = 0;
    else
        request->body_size = parser->flags & F_CHUNKED ? -1 : (int64_t)parser->content_length;
    const char *banned = ban_of(request);
    if (banned)
        http_refuse(request, 403, banned);
    else if (expects_too_much(request))
        http_refuse(request, 417, "Nothing but \"100-continue\" can be expected here");
    else
        http_route(request);
}

/* The head lies at the beginning of what came, len bytes with the empty line behind it. */
static void read_head(struct http_conn *conn, size_t len)
{
    const char *why = NULL;
    struct http_head head;
    char *text = xstrndup(conn->in.data, len - 2);
    int status = http_head_parse(&head, text, &why);
    if (status == 0) {
        conn->reader = reader_new(conn->owner);
        if (read_frame(conn->reader, conn->in.data, len) < 0) {
            /* Of the methods it knows fewer than there are words. */
            bool is_method = HTTP_PARSER_ERRNO(&conn->reader->parser) == HPE_INVALID_METHOD;
            status = is_method ? 501 : 400;
            why = is_method ? "That method is not known here" : "That is no request of HTTP";
        }
    }
    buf_consume(&conn->in, len);
    conn->in_seen = 0;
    if (status == 0) {
        begin_request(conn, &head, text);
        return;
    }
    free(text);
    http_conn_refuse(conn, status, why);
}

/* An empty line before a request is what some clients leave behind the last one's body. */
static void skip_empty_lines(struct buf *in)
{
    size_t n = 0;
    while (in->len >= n + 2 && memcmp(in->data + n, "\r\n", 2) == 0)
        n += 2;
    if (n > 0)
        buf_consume(in, n);
}

/* Of what has no end yet, or too late a one. False if it was refused. */
static bool may_become_head(struct http_conn *conn, size_t len)
{
    const struct buf *in = &conn->in;
    const char *line_end = memmem(in->data, len, "\r\n", 2);
    size_t line_len = line_end ? (size_t)(line_end - in->data) : len;
    if (!http_head_begins(in->data, len))
        http_conn_refuse(conn, 400, "That is no request of HTTP");
    else if (line_len > HTTP_LINE_MAX)
        http_conn_refuse(conn, 414, "The address is too long");
    else if (len > HTTP_HEAD_MAX)
        http_conn_refuse(conn, 431, "The headers are too long");
    else
        return true;
    return false;
}

static void head_on(struct http_conn *conn)
{
    struct buf *in = &conn->in;
    if (conn->owner->stopped_reading)
        return;
    skip_empty_lines(in);
    if (in->len == 0) {
        wire_resume(conn->wire);
        return;
    }
    /* Empty lines alone win no time. */
    if (conn->in_seen == 0 && *in->data != '\r')
        conn->since_ms = conn->owner->server->mono_ms;
    size_t from = conn->in_seen > 3 ? conn->in_seen - 3 : 0;
    const char *end = memmem(in->data + from, in->len - from, "\r\n\r\n", 4);
    size_t len = end ? (size_t)(end - in->data) + 4 : in->len;
    conn->in_seen = in->len;
    if (!may_become_head(conn, len))
        return;
    if (end)
        read_head(conn, len);
    else
        wire_resume(conn->wire);
}

void http_read_on(struct http_conn *conn)
{
    if (conn->phase == HTTP_IS_READING)
        head_on(conn);
    else if (conn->phase == HTTP_IS_ROUTED)
        body_on(conn);
}

void http_on_data(struct http_conn *conn, const char *data, size_t len)
{
    if (conn->phase > HTTP_IS_ROUTED)
        return;
    /* Most bodies pass from the wire to their route without a stop here. */
    while (len > 0 && conn->in.len == 0 && may_give(conn)) {
        size_t part = len < HTTP_BODY_MAX ? len : HTTP_BODY_MAX;
        size_t done = give_piece(conn, data, part);
        data += done;
        len -= done;
    }
    if (len == 0 || conn->phase > HTTP_IS_ROUTED)
        return;
    buf_append(&conn->in, data, len);
    if (conn->phase == HTTP_IS_READING)
        http_read_on(conn);
}

void http_next_request(struct http_conn *conn)
{
    http_request_free(conn->request);
    http_reader_free(conn->reader);
    conn->request = NULL;
    conn->reader = NULL;
    conn->phase = HTTP_IS_READING;
    conn->has_asked = true;
    conn->since_ms = conn->owner->server->mono_ms;
    conn->counted = 0;
    wire_limit_input(conn->wire, HTTP_HEAD_MAX);
    if (conn->in.len > 0) {
        http_make_busy(conn);
        return;
    }
    buf_clear(&conn->in);
    buf_clear(&conn->out);
    conn->out_at = 0;
    wire_resume(conn->wire);
}
