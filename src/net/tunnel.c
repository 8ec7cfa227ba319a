/* The SOCKS5 conversation: greeting, perhaps who we are, where to. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "buf.h"
#include "loop.h"
#include "mem.h"
#include "proxy.h"
#include "secret.h"

#define TUNNEL_LIMIT_MS 20000
#define NAME_BYTES_MAX  255 /* of anything that has a byte for its length */

enum { VERSION = 5, METHOD_NONE = 0, METHOD_PASSWORD = 2, CONNECT = 1, BY_NAME = 3 };

enum stage { DIALLING, GREETED, TOLD_WHO, TOLD_WHERE };

struct tunnel {
    struct loop *loop;
    struct proxy *proxy; /* owned */
    char *host;          /* owned */
    int port;
    dial_fn *fn; /* NULL once it was called */
    void *arg;
    struct dial *dial;
    struct loop_timer *deadline;
    int fd; /* to the proxy, or -1 */
    struct loop_watch *watch;
    enum stage stage;
    struct buf in;
};

static void stop(struct tunnel *tunnel)
{
    loop_timer_unset(tunnel->deadline);
    loop_watch_free(tunnel->watch);
    tunnel->watch = NULL;
    dial_free(tunnel->dial);
    tunnel->dial = NULL;
}

/* Ends with the socket, or with a sentence, which it frees. */
static void finish(struct tunnel *tunnel, char *why)
{
    dial_fn *fn = tunnel->fn;
    int fd = why ? -1 : tunnel->fd;
    stop(tunnel);
    if (why && tunnel->fd >= 0)
        close(tunnel->fd);
    tunnel->fd = -1;
    tunnel->fn = NULL;
    if (fn)
        fn(tunnel->arg, fd, why);
    free(why);
}

static void fail(struct tunnel *tunnel, const char *why)
{
    finish(tunnel,
           xasprintf("the proxy %s port %d %s", tunnel->proxy->host, tunnel->proxy->port, why));
}

/* So little always fits into a new socket's buffer. */
static bool say(struct tunnel *tunnel, const struct buf *out)
{
    ssize_t n = send(tunnel->fd, out->data, out->len, MSG_NOSIGNAL);
    if (n == (ssize_t)out->len)
        return true;
    fail(tunnel, "hung up");
    return false;
}

static void put_short(struct buf *out, const char *text)
{
    size_t len = strlen(text) < NAME_BYTES_MAX ? strlen(text) : NAME_BYTES_MAX;
    buf_putc(out, (char)len);
    buf_append(out, text, len);
}

/* RFC 1928, 4; the name is the proxy's to look up. */
static void tell_where(struct tunnel *tunnel)
{
    struct buf out = {0};
    buf_append(&out, (const char[]){VERSION, CONNECT, 0, BY_NAME}, 4);
    put_short(&out, tunnel->host);
    buf_putc(&out, (char)(tunnel->port >> 8));
    buf_putc(&out, (char)tunnel->port);
    if (say(tunnel, &out))
        tunnel->stage = TOLD_WHERE;
    buf_clear(&out);
}

/* RFC 1929, 2. */
static void tell_who(struct tunnel *tunnel)
{
    struct buf out = {0};
    buf_putc(&out, 1);
    put_short(&out, tunnel->proxy->user);
    put_short(&out, tunnel->proxy->password);
    if (say(tunnel, &out))
        tunnel->stage = TOLD_WHO;
    secret_wipe(out.data, out.len);
    buf_clear(&out);
}

static void on_method(struct tunnel *tunnel, unsigned char method)
{
    if (method == METHOD_NONE)
        tell_where(tunnel);
    else if (method == METHOD_PASSWORD && tunnel->proxy->user)
        tell_who(tunnel);
    else
        fail(tunnel, "wants another way to log in: user:password@ before its name may help");
}

/* RFC 1928, 6. */
static const char *refusal(unsigned char reply)
{
    static const char *const texts[] = {"",
                                        "failed",
                                        "does not allow this connection",
                                        "has no network there",
                                        "cannot reach the server",
                                        "says that the server refused the connection",
                                        "got no answer from the server",
                                        "does not know how to connect",
                                        "knows no such addresses"};
    return reply < sizeof(texts) / sizeof(*texts) ? texts[reply] : texts[1];
}

/* Bytes that the answer of this stage has, as far as that is known yet. */
static size_t answer_len(const struct tunnel *tunnel)
{
    const unsigned char *in = (const unsigned char *)tunnel->in.data;
    if (tunnel->stage != TOLD_WHERE)
        return 2;
    if (tunnel->in.len < 5)
        return 5;
    size_t address = in[3] == 1 ? 4 : in[3] == 4 ? 16 : (size_t)in[4] + 1;
    return 4 + address + 2;
}

static void take_answer(struct tunnel *tunnel)
{
    const unsigned char *in = (const unsigned char *)tunnel->in.data;
    enum stage stage = tunnel->stage;
    unsigned char version = in[0];
    unsigned char result = in[1];
    buf_consume(&tunnel->in, answer_len(tunnel));
    if (version != (stage == TOLD_WHO ? 1 : VERSION))
        fail(tunnel, "does not speak SOCKS5");
    else if (stage == GREETED)
        on_method(tunnel, result);
    else if (stage == TOLD_WHO && result == 0)
        tell_where(tunnel);
    else if (stage == TOLD_WHO)
        fail(tunnel, "does not know this user and password");
    else if (result)
        fail(tunnel, refusal(result));
    else
        finish(tunnel, NULL);
}

/* Not a byte more than the answer: what follows is the server's. */
static void on_readable(void *arg)
{
    struct tunnel *tunnel = arg;
    char bytes[300];
    size_t wanted = answer_len(tunnel) - tunnel->in.len;
    ssize_t n = recv(tunnel->fd, bytes, wanted < sizeof(bytes) ? wanted : sizeof(bytes), 0);
    if (n < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (n <= 0) {
        fail(tunnel, "hung up");
        return;
    }
    buf_append(&tunnel->in, bytes, (size_t)n);
    if (tunnel->in.len >= answer_len(tunnel))
        take_answer(tunnel);
}

static void on_dialled(void *arg, int fd, const char *why)
{
    struct tunnel *tunnel = arg;
    struct buf out = {0};
    if (fd < 0) {
        finish(tunnel, xasprintf("the proxy: %s", why));
        return;
    }
    tunnel->fd = fd;
    tunnel->watch = loop_watch_new(tunnel->loop, fd, on_readable, tunnel);
    if (tunnel->proxy->user)
        buf_append(&out, (const char[]){VERSION, 2, METHOD_NONE, METHOD_PASSWORD}, 4);
    else
        buf_append(&out, (const char[]){VERSION, 1, METHOD_NONE}, 3);
    if (say(tunnel, &out))
        tunnel->stage = GREETED;
    buf_clear(&out);
}

static void on_deadline(void *arg)
{
    fail(arg, "does not answer");
}

struct tunnel *tunnel_new(struct loop *loop, struct proxy *proxy, const struct tunnel_end *end)
{
    struct tunnel *tunnel = xnew(struct tunnel);
    *tunnel = (struct tunnel){.loop = loop,
                              .proxy = proxy,
                              .host = xstrdup(end->host),
                              .port = end->port,
                              .fn = end->fn,
                              .arg = end->arg,
                              .fd = -1};
    tunnel->deadline = loop_timer_new(loop, on_deadline, tunnel);
    loop_timer_set(tunnel->deadline, TUNNEL_LIMIT_MS);
    tunnel->dial = dial_new(loop, proxy->host, proxy->port, on_dialled, tunnel);
    return tunnel;
}

void tunnel_free(struct tunnel *tunnel)
{
    if (!tunnel)
        return;
    stop(tunnel);
    if (tunnel->fd >= 0)
        close(tunnel->fd);
    loop_timer_free(tunnel->deadline);
    proxy_free(tunnel->proxy);
    buf_clear(&tunnel->in);
    free(tunnel->host);
    free(tunnel);
}
