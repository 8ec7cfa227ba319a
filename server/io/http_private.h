/*
 * http_private.h - what the files of HTTP share: connections and requests.
 *
 * Handlers of the wire only note what has come; what is to be done about it is
 * done by http_go_on(), in turns, a slice for each connection. So nothing
 * here is freed under the feet of who called it.
 */
#ifndef HTTP_PRIVATE_H
#define HTTP_PRIVATE_H

#include "http.h"
#include "http_head.h"

/* Sent of a file at a time. */
#define HTTP_SLICE_BYTES 65536

/* The longest first line, the longest head, and input that waits during a body. */
#define HTTP_LINE_MAX 8192
#define HTTP_HEAD_MAX 16384
#define HTTP_BODY_MAX 65536

/* On whatever we say: a browser is to take it for nothing else, and not to tell where it was. */
#define HTTP_SAFETY "X-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\n"

enum http_phase {
    HTTP_IS_SHAKING,   /* TLS is not there yet */
    HTTP_IS_READING,   /* waits for a request, or for the rest of its head */
    HTTP_IS_ROUTED,    /* a route has it */
    HTTP_IS_ANSWERING, /* the answer is on its way */
    HTTP_IS_LEAVING,   /* the last answer is sent, or there is nobody for it */
};

struct http_reader;
struct http_warming;

struct http_conn {
    struct https *owner;
    struct listener *listener;
    struct place *place;
    struct wire *wire;
    enum http_phase phase;
    struct buf in;                /* what came and was not looked at yet */
    size_t in_seen;               /* of a head: so much has no end in it */
    struct http_reader *reader;   /* of the body's frame; NULL between requests */
    struct http_request *request; /* NULL between requests */
    struct buf out;               /* heads, and bodies of text */
    size_t out_at;
    int fd; /* of the file that follows out; -1 for none */
    int64_t at, left;
    int64_t file_size, file_mtime_ms; /* when it was opened */
    size_t promised;                  /* bytes at `at` that TLS has begun with */
    struct http_warming *warming;     /* the disk is asked for what comes next */
    int64_t warm_to;                  /* it has answered: up to there it is read without asking */
    int status;
    int64_t sent_bytes;
    int64_t since_ms; /* monotonic: the begin of what is waited for */
    int64_t counted;  /* bytes of it since then */
    bool closes;      /* after this answer */
    bool is_settled;  /* the guard knows that it has asked for something */
    bool has_asked;   /* one request was answered */
    bool is_busy;     /* among owner->busy */
    struct http_conn *prev, *next;
    struct http_conn *busy_prev, *busy_next;
};

struct https {
    struct loop *loop;
    struct server *server;
    struct guard_limits *limits;
    struct guard *guard;
    const struct clients_tls *tls;
    struct loop_timer *timer; /* set while anybody is busy */
    struct http_conn *all;
    struct http_conn *busy;       /* DL by busy_next, in turn */
    struct http_request *orphans; /* LL: the next turn tells their routes */
    int nshaking;
    int nlooks;    /* of http_files.c, on their way */
    int nrequests; /* that are not answered yet: they outlive connections, and this */
    bool is_freed; /* goes with the last of them */
    bool stopped_reading;
    int64_t credit_ns;            /* of the loop's time, for turns */
    int64_t turned_ns;            /* monotonic: the last turn's end */
    char piece[HTTP_BODY_MAX];    /* of a body, decoded; for one call */
    char slice[HTTP_SLICE_BYTES]; /* of a file; for one call */
};

struct http_request {
    struct http_conn *conn; /* NULL: the peer has gone */
    struct server *server;
    struct http_head head;
    char *text; /* the head's own, cut to strings; owned */
    char *path, *address, *account, *origin;
    const char *rest;
    bool ends_with_slash;
    bool is_private;
    int64_t body_size;
    bool keeps_alive;
    bool is_answered;
    const struct http_body_events *events; /* NULL: nobody asked for the body */
    void *body_arg;
    bool is_paused;
    bool body_ended; /* or was given up */
    struct https *https;
    bool is_orphan; /* among https->orphans: the route is still to be told that the peer has gone */
    struct http_request *next;
};

/* ---- http.c: connections ---- */

/* It will go on in the next turn. */
void http_make_busy(struct http_conn *conn);

/* ---- http_read.c: what comes in ---- */

/* The last request is gone, and https_free() was called. */
void http_free_last(struct https *https);

/* Takes what came; looks at what waits. */
void http_on_data(struct http_conn *conn, const char *data, size_t len);
void http_read_on(struct http_conn *conn);

/* The request of a connection is over: the next may come. */
void http_next_request(struct http_conn *conn);

void http_reader_free(struct http_reader *reader);

/* ---- http_request.c ---- */

/* Takes head and text over. */
struct http_request *http_request_new(struct http_conn *conn, const struct http_head *head,
                                      char *text);
void http_request_free(struct http_request *request);

/* Its route wants a body, and its peer has gone: it is told so in the next turn. */
void http_request_defer(struct http_request *request);

/* Tells the routes of orphans that nobody is there. */
void http_tell_orphans(struct https *https);

/* Parts it from its connection, which is at its end; a route that waits for the body is told. */
void http_request_orphan(struct http_request *request, const char *why);

/* ---- http_routes.c ---- */

/* Gives the request to its route, or refuses it. */
void http_route(struct http_request *request);

/* ---- http_reply.c ---- */

/* Answers with a sentence whatever goes on, and closes: what was sent is no request. */
void http_conn_refuse(struct http_conn *conn, int status, const char *sentence);

/* ---- http_send.c ---- */

/* Sends whatever text there is, and a slice of a file at most. */
void http_send(struct http_conn *conn);

/* The answer was sent, or never will be whole: to the log if it was a file. */
void http_end_answer(struct http_conn *conn);

#endif
