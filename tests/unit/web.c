#include "web.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utlist.h>

#include "loop.h"
#include "mem.h"
#include "spec.h"

struct visitor {
    struct web *web;
    int fd;
    struct loop_watch *watch;
    struct loop_timer *timer;
    struct buf in, out;
    size_t due; /* bytes of the request, as soon as its head is there */
    bool answered;
    struct visitor *prev, *next;
};

static void leave(struct visitor *visitor)
{
    DL_DELETE(visitor->web->visitors, visitor);
    loop_watch_free(visitor->watch);
    loop_timer_free(visitor->timer);
    close(visitor->fd);
    buf_clear(&visitor->in);
    buf_clear(&visitor->out);
    free(visitor);
}

char *web_header(const struct web_request *request, const char *name)
{
    size_t len = strlen(name);
    for (const char *line = strstr(request->head, "\r\n"); line; line = strstr(line, "\r\n")) {
        line += 2;
        if (strncasecmp(line, name, len) == 0 && line[len] == ':') {
            const char *value = line + len + 1 + strspn(line + len + 1, " ");
            return xstrndup(value, strcspn(value, "\r"));
        }
    }
    return xstrdup("");
}

/* What was written goes out, then the connection is closed. */
static void send_on(void *arg)
{
    struct visitor *visitor = arg;
    size_t piece = visitor->web->piece;
    size_t len = piece && piece < visitor->out.len ? piece : visitor->out.len;
    ssize_t n = len ? send(visitor->fd, visitor->out.data, len, MSG_NOSIGNAL | MSG_DONTWAIT) : 0;
    if (n > 0)
        buf_consume(&visitor->out, (size_t)n);
    if (visitor->out.len == 0 || (n < 0 && errno != EAGAIN)) {
        leave(visitor);
        return;
    }
    loop_timer_set(visitor->timer, 1);
}

static void answer(struct visitor *visitor, size_t head, size_t body)
{
    struct web *web = visitor->web;
    struct web_request request = {.len = body};
    char *copy = xstrndup(buf_text(&visitor->in), head);
    request.head = copy;
    request.body = buf_text(&visitor->in) + head;
    buf_puts(&web->heard, copy);
    web->requests++;
    visitor->answered = true;
    web->answer(web, &request, &visitor->out);
    if (web->cut_answer_at >= 0 && (size_t)web->cut_answer_at < visitor->out.len)
        buf_truncate(&visitor->out, (size_t)web->cut_answer_at);
    web->cut_answer_at = -1;
    free(copy);
    send_on(visitor);
}

static void look(struct visitor *visitor)
{
    struct web *web = visitor->web;
    const char *text = buf_text(&visitor->in);
    const char *end = visitor->in.len < visitor->due ? NULL : strstr(text, "\r\n\r\n");
    if (!end || visitor->answered)
        return;
    size_t head = (size_t)(end - text) + 4;
    struct web_request request = {.head = text};
    char *length = web_header(&request, "Content-Length");
    char *expect = web_header(&request, "Expect");
    size_t wanted = strtoul(length, NULL, 10);
    bool cut = web->cut_request_at >= 0 && wanted >= (size_t)web->cut_request_at;
    if (cut)
        wanted = (size_t)web->cut_request_at;
    if (*expect && visitor->in.len == head)
        (void)!send(visitor->fd, "HTTP/1.1 100 Continue\r\n\r\n", 25, MSG_NOSIGNAL);
    free(length);
    free(expect);
    visitor->due = head + wanted;
    if (visitor->in.len < visitor->due)
        return;
    if (cut) {
        web->cut_request_at = -1;
        web->cut_answer_at = 0;
    }
    answer(visitor, head, cut ? wanted : visitor->in.len - head);
}

static void on_input(void *arg)
{
    struct visitor *visitor = arg;
    static char bytes[65536];
    ssize_t n = recv(visitor->fd, bytes, sizeof(bytes), MSG_DONTWAIT);
    if (n == 0 || (n < 0 && errno != EAGAIN)) {
        leave(visitor);
        return;
    }
    if (n > 0)
        buf_append(&visitor->in, bytes, (size_t)n);
    look(visitor);
}

static void on_visitor(void *arg)
{
    struct web *web = arg;
    int fd = accept4(web->fd, NULL, NULL, SOCK_CLOEXEC);
    if (fd < 0)
        return;
    struct visitor *visitor = xnew(struct visitor);
    visitor->web = web;
    visitor->fd = fd;
    visitor->timer = loop_timer_new(web->loop, send_on, visitor);
    visitor->watch = loop_watch_new(web->loop, fd, on_input, visitor);
    DL_APPEND(web->visitors, visitor);
}

void web_open(struct web *web, struct loop *loop)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof(address);
    *web =
        (struct web){.loop = loop, .answer = web_file, .cut_answer_at = -1, .cut_request_at = -1};
    web->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(web->fd, (struct sockaddr *)&address, size), 0);
    assert_int_equal(listen(web->fd, 16), 0);
    assert_int_equal(getsockname(web->fd, (struct sockaddr *)&address, &size), 0);
    web->port = ntohs(address.sin_port);
    web->watch = loop_watch_new(loop, web->fd, on_visitor, web);
}

void web_close(struct web *web)
{
    struct visitor *visitor;
    struct visitor *next;
    DL_FOREACH_SAFE(web->visitors, visitor, next)
    leave(visitor);
    loop_watch_free(web->watch);
    close(web->fd);
    buf_clear(&web->heard);
}

void web_file(struct web *web, const struct web_request *request, struct buf *out)
{
    char *range = web_header(request, "Range");
    char *version = web_header(request, "If-Range");
    bool same = !*version || (web->etag && strcmp(version, web->etag) == 0);
    size_t from = *range && same ? strtoul(range + strlen("bytes="), NULL, 10) : 0;
    bool part = *range && same;
    if (part && from >= web->size) {
        buf_printf(out,
                   "HTTP/1.1 416 Range Not Satisfiable\r\nContent-Range: bytes */%zu\r\n"
                   "Content-Length: 0\r\nConnection: close\r\n\r\n",
                   web->size);
    } else {
        buf_printf(out, "HTTP/1.1 %s\r\nContent-Length: %zu\r\nConnection: close\r\n",
                   part ? "206 Partial Content" : "200 OK", web->size - from);
        if (part)
            buf_printf(out, "Content-Range: bytes %zu-%zu/%zu\r\n", from, web->size - 1, web->size);
        if (web->etag)
            buf_printf(out, "ETag: %s\r\n", web->etag);
        buf_puts(out, "\r\n");
        buf_append(out, web->content + from, web->size - from);
    }
    free(range);
    free(version);
}
