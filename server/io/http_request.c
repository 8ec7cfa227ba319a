/* What a route may ask of a request. */
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

#include "file_name.h"
#include "http_private.h"
#include "loop.h"
#include "mem.h"
#include "wire.h"

static char *origin_of(const struct http_conn *conn, const struct http_head *head)
{
    const char *host = http_head_value(head, "Host");
    if (!host || !*host)
        return xstrdup("");
    return xasprintf("%s://%s", wire_is_tls(conn->wire) ? "https" : "http", host);
}

struct http_request *http_request_new(struct http_conn *conn, const struct http_head *head,
                                      char *text)
{
    struct http_request *request = xnew(struct http_request);
    request->conn = conn;
    request->https = conn->owner;
    conn->owner->nrequests++;
    request->server = conn->owner->server;
    request->head = *head;
    request->text = text;
    request->address = xstrdup(wire_peer(conn->wire));
    request->is_private = wire_is_private(conn->wire);
    request->origin = origin_of(conn, head);
    char *query = strchr(request->head.target, '?');
    if (query)
        *query = '\0';
    size_t len = strlen(request->head.target);
    request->ends_with_slash = len > 0 && request->head.target[len - 1] == '/';
    request->path = file_path_decode(request->head.target + (len > 0));
    if (query)
        *query = '?';
    return request;
}

void http_request_free(struct http_request *request)
{
    if (!request)
        return;
    if (request->is_orphan)
        LL_DELETE(request->https->orphans, request);
    free(request->text);
    free(request->path);
    free(request->address);
    free(request->account);
    free(request->origin);
    request->https->nrequests--;
    http_free_last(request->https);
    free(request);
}

void http_request_orphan(struct http_request *request, const char *why)
{
    request->conn = NULL;
    if (request->is_answered) {
        http_request_free(request);
        return;
    }
    bool waits = request->events && !request->body_ended;
    request->body_ended = true;
    /* It may be answered in there, and gone. */
    if (waits)
        request->events->gone(request->body_arg, why);
}

void http_request_defer(struct http_request *request)
{
    struct https *https = request->https;
    if (https->is_freed) {
        http_request_orphan(request, "the server stops");
        return;
    }
    request->is_orphan = true;
    LL_PREPEND(https->orphans, request);
    loop_timer_set(https->timer, 0);
}

void http_tell_orphans(struct https *https)
{
    while (https->orphans) {
        struct http_request *request = https->orphans;
        https->orphans = request->next;
        request->is_orphan = false;
        http_request_orphan(request, "the peer has gone");
    }
}

enum http_verb http_verb(const struct http_request *request)
{
    static const char *const names[] = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (strcmp(request->head.method, names[i]) == 0)
            return (enum http_verb)(1 << i);
    }
    return (enum http_verb)0;
}

struct server *http_server(const struct http_request *request)
{
    return request->server;
}

const char *http_path(const struct http_request *request)
{
    return request->path;
}

const char *http_rest(const struct http_request *request)
{
    return request->rest;
}

bool http_ends_with_slash(const struct http_request *request)
{
    return request->ends_with_slash;
}

const char *http_query(const struct http_request *request)
{
    const char *mark = strchr(request->head.target, '?');
    return mark ? mark + 1 : "";
}

/* A value of the query; what is no text is none. */
static char *decoded(const char *value, size_t len)
{
    char *text = xstrndup(value, len);
    for (char *plus = strchr(text, '+'); plus; plus = strchr(plus, '+'))
        *plus = ' ';
    char *plain = file_text_decode(text);
    free(text);
    return plain;
}

char *http_parameter(const struct http_request *request, const char *name)
{
    size_t name_len = strlen(name);
    const char *query = http_query(request);
    while (*query) {
        size_t len = strcspn(query, "&");
        if (strncmp(query, name, name_len) == 0 && (len == name_len || query[name_len] == '=')) {
            size_t skip = name_len + (len > name_len);
            return decoded(query + skip, len - skip);
        }
        query += len + (query[len] == '&');
    }
    return NULL;
}

const char *http_header(const struct http_request *request, const char *name)
{
    return http_head_value(&request->head, name);
}

const char *http_address(const struct http_request *request)
{
    return request->address;
}

bool http_is_private(const struct http_request *request)
{
    return request->is_private;
}

const char *http_origin(const struct http_request *request)
{
    return request->origin;
}

void http_set_account(struct http_request *request, const char *account)
{
    xreplace(&request->account, account);
}

const char *http_account(const struct http_request *request)
{
    return request->account;
}

int64_t http_body_size(const struct http_request *request)
{
    return request->body_size;
}
