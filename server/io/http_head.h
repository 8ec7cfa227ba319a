/*
 * http_head.h - the head of an HTTP request, read strictly (RFC 9112): what
 * two readers could take for two different things is refused.
 */
#ifndef HTTP_HEAD_H
#define HTTP_HEAD_H

#include <stdbool.h>
#include <stddef.h>

#define HTTP_HEADERS_MAX 64

struct http_field {
    const char *name;
    const char *value; /* without blanks around it */
};

struct http_head {
    const char *method;
    char *target; /* from its first slash; "*" for OPTIONS of the server */
    int minor;    /* of HTTP/1.x */
    struct http_field fields[HTTP_HEADERS_MAX];
    size_t n;
};

/*
 * Cuts a head (without the empty line behind it, but with the last CR LF) to
 * strings, in place; the head points into it. Returns 0, or the status to
 * refuse it with and *why as a sentence.
 */
int http_head_parse(struct http_head *head, char *text, const char **why);

/* True if bytes that begin a head can belong to one: no LF without CR, no NUL or controls. */
bool http_head_begins(const char *text, size_t len);

/* A field's value by its name in any case; NULL if it is not there. */
const char *http_head_value(const struct http_head *head, const char *name);

#endif
