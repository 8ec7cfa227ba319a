/*
 * web.h - a little HTTP server in the test's own process and loop, that
 * answers what the test tells it to: rightly, wrongly, in part, or slowly.
 */
#ifndef WEB_H
#define WEB_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"

struct loop;
struct loop_watch;
struct web;

/* One request, all of it (or what came until it was cut). */
struct web_request {
    const char *head; /* "GET /a HTTP/1.1\r\n...\r\n" */
    const char *body;
    size_t len;
};

/* Writes the bytes of the answer; the connection is closed behind them. */
typedef void web_answer_fn(struct web *web, const struct web_request *request, struct buf *out);

struct web {
    struct loop *loop;
    struct loop_watch *watch;
    int fd, port;
    web_answer_fn *answer;
    int requests;        /* so far */
    long cut_answer_at;  /* bytes of the next answer that go out; -1: all */
    long cut_request_at; /* bytes of the next request's body that are read; -1: all */
    size_t piece;        /* bytes of an answer that go out at a time, one piece a turn; 0: all */
    struct visitor *visitors;
    struct buf heard; /* heads of all requests */

    /* What web_file() serves. */
    const char *content;
    size_t size;
    const char *etag; /* NULL for none */
};

/* Listens on a free port of 127.0.0.1. */
void web_open(struct web *web, struct loop *loop);
void web_close(struct web *web);

/* A file, with ranges and If-Range, as servers ought to. */
web_answer_fn web_file;

/* The value of a header, "" if it is not there; to free. */
char *web_header(const struct web_request *request, const char *name);

#endif
