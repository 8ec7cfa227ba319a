/*
 * http.h - files over HTTP/1.1: requests in, answers out, plain or over TLS,
 * with the same certificate as chat.
 *
 * Not libevent's evhttp: it hands a request over only when its whole body lies
 * in memory, and accepts connections by itself, so that uploads would need a
 * second server on the same port. One reader of our own connections (wire.h)
 * serves both.
 *
 * A request is given to the route whose prefix it has, as soon as its headers
 * are there, and must be answered by exactly one http_reply() (or
 * http_serve(), http_refuse()), in the call or at any time later: also when
 * its peer has gone meanwhile, which ends it quietly. Until then the request
 * stays valid, and nothing more of its connection is read but what the route
 * asks for. Requests of one connection are answered one after another.
 */
#ifndef HTTP_H
#define HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"

struct clients_tls;
struct guard_limits;
struct http_request;
struct https;
struct listener;
struct loop;
struct server;

/* ---- requests ---- */

enum http_verb {
    HTTP_VERB_GET = 1 << 0,
    HTTP_VERB_HEAD = 1 << 1,
    HTTP_VERB_POST = 1 << 2,
    HTTP_VERB_PUT = 1 << 3,
    HTTP_VERB_PATCH = 1 << 4,
    HTTP_VERB_DELETE = 1 << 5,
    HTTP_VERB_OPTIONS = 1 << 6,
};

/* What was asked; strings are borrowed from the request. */
enum http_verb http_verb(const struct http_request *request);
struct server *http_server(const struct http_request *request);

/* Decoded, without slashes at either end: "files/a b.txt"; keeps the rules of file_name.h. What
 * cannot be such a path was answered with 404 already. */
const char *http_path(const struct http_request *request);

/* The path behind the route's prefix. */
const char *http_rest(const struct http_request *request);

/* True if the path ended with a slash. */
bool http_ends_with_slash(const struct http_request *request);

/* What stood behind '?', as it was sent; "" if nothing did. */
const char *http_query(const struct http_request *request);

/* The value of a parameter of the query, decoded; to free; NULL if it is not there. */
char *http_parameter(const struct http_request *request, const char *name);

/* A header's value, without blanks around it; NULL if it is not there. Of one that came twice the
 * first: those that may not are refused. */
const char *http_header(const struct http_request *request, const char *name);

/* The peer's address, and whether nobody can listen on the way (TLS or loopback). */
const char *http_address(const struct http_request *request);
bool http_is_private(const struct http_request *request);

/* "https://files.example.org:6681", from the Host header; "" if there was none or a strange one. */
const char *http_origin(const struct http_request *request);

/* The account (folded) that asks, once the route has found out; NULL before. Copied. */
void http_set_account(struct http_request *request, const char *account);
const char *http_account(const struct http_request *request);

/* ---- bodies ---- */

/* Bytes that were announced; 0 for none, -1 if they come in chunks of unknown number. */
int64_t http_body_size(const struct http_request *request);

struct http_body_events {
    /* A piece; as much as came. */
    void (*data)(void *arg, const char *data, size_t len);
    /* That was all. */
    void (*end)(void *arg);
    /* There will be no more: the peer has gone, is too slow, or sent what is no body; why in lower
     * case. http_reply() or http_forget() is still the route's duty. */
    void (*gone)(void *arg, const char *why);
};

/*
 * Asks for the body, once; until then none is read (and none is wanted: a
 * request answered without is the connection's last one if it has a body).
 * Who sent "Expect: 100-continue" is told to go on. No event comes inside the
 * call, nor after http_reply().
 */
void http_read_body(struct http_request *request, const struct http_body_events *events, void *arg);

/* No pieces for a while (back-pressure); inside `data` as well. */
void http_pause(struct http_request *request);
void http_resume(struct http_request *request);

/* ---- answers ---- */

struct http_answer {
    int status;
    struct buf headers; /* whole lines, by http_answer_header() */
    struct buf body;
    int fd;               /* -1: the body is text; else a file, which is closed in the end */
    int64_t from, length; /* the part of the file that is sent */
    int64_t file_size, file_mtime_ms; /* of the whole file: one that changes meanwhile is cut off */
    bool closes;                      /* the connection's last answer */
};

/* Nothing but a status. */
void http_answer_init(struct http_answer *answer, int status);

/* Adds a header; bytes that cannot stand in one (CR, LF, NUL, controls) are left out. */
void http_answer_header(struct http_answer *answer, const char *name, const char *value);

/* Sets Content-Type and a body to append to. */
struct buf *http_answer_body(struct http_answer *answer, const char *type);

/* Sends it and takes its contents over. Date, Content-Length and what HEAD leaves out are seen
 * to here. */
void http_reply(struct http_request *request, struct http_answer *answer);

/* The same with a sentence of plain text, to be shown to people. */
void http_refuse(struct http_request *request, int status, const char *sentence);

/* Ends a request whose peer has gone (or shall go): the connection is cut. */
void http_forget(struct http_request *request);

/* ---- whole files, with ranges, conditions and all safety headers ---- */

struct http_file {
    int fd; /* taken over */
    int64_t size;
    int64_t mtime_ms;      /* Last-Modified */
    int64_t disk_mtime_ms; /* what the disk says, if it is another; 0: the same */
    const char *name;      /* as it is to be saved */
    const char *type;      /* by file_type.h */
    const char *sha256;    /* NULL: not known */
    const char *etag;      /* a tag of its own beside the sum, without quotes; NULL: none */
    bool is_private;       /* may not be kept by caches on the way */
};

/* Answers GET and HEAD. */
void http_serve(struct http_request *request, const struct http_file *file);

/* ---- the server ---- */

/* Nobody yet. limits and tls are borrowed. */
struct https *https_new(struct loop *loop, struct server *server, const struct guard_limits *limits,
                        const struct clients_tls *tls);

/* For listeners_farewell(): the head of an answer to who is too many. */
extern const char https_farewell[];

/* A listener_fn; arg is the struct https. */
void https_accept(void *arg, struct listener *listener, int fd);

/* Every second: ends those who are too slow. */
void https_tick(struct https *https);

/* An orderly stop: what is being answered goes on, nothing new is read. */
void https_stop_reading(struct https *https);

/* Cuts off who is left; requests that routes still hold stay theirs to answer. */
void https_free(struct https *https);

#endif
