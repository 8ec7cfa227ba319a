#include "listener.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utlist.h>

#include "address.h"
#include "log.h"
#include "loop.h"
#include "mem.h"
#include "wire.h"

/* Restart storms must fit: all users come back at once (promises.md). */
#define BACKLOG 4096

/* The rest waits for the next turn, so that those who talk are not kept waiting. */
#define ACCEPTS_PER_TURN 64

/* Without descriptors a listener that goes on would spin. */
#define REST_MS 100

static const char full_text[] = "ERROR :Server is full, try again later\r\n";

struct listener {
    struct listeners *owner;
    int fd;
    bool tls;
    char *path; /* of a Unix socket, to be removed; owned */
    char *text;
    int n; /* connections */
    struct loop_watch *watch;
    struct loop_timer *rest; /* set while it accepts nobody */
    struct listener *prev, *next;
};

struct listeners {
    struct loop *loop;
    int max_connections;
    listener_fn *fn;
    void *arg;
    int spare_fd; /* given up to tell one more connection that there is no room */
    struct listener *first;
};

static int spare_open(void)
{
    return open("/dev/null", O_RDONLY | O_CLOEXEC);
}

struct listeners *listeners_new(struct loop *loop, int max_connections, listener_fn *fn, void *arg)
{
    struct listeners *listeners = xnew(struct listeners);
    listeners->loop = loop;
    listeners->max_connections = max_connections;
    listeners->fn = fn;
    listeners->arg = arg;
    listeners->spare_fd = spare_open();
    return listeners;
}

/* ---- accepting ---- */

static void ignore_line(void *arg, char *line, size_t len)
{
    (void)arg;
    (void)line;
    (void)len;
}

static void ignore_writable(void *arg)
{
    (void)arg;
}

static void ignore_closed(void *arg, const char *why)
{
    (void)arg;
    (void)why;
}

/* Says so, and waits in the background until that has arrived. */
static void turn_away(const struct listener *listener, int fd)
{
    static const struct wire_events events = {
        .line = ignore_line, .writable = ignore_writable, .closed = ignore_closed};
    char text[sizeof(full_text)];
    memcpy(text, full_text, sizeof(text));
    const struct iovec iov = {.iov_base = text, .iov_len = sizeof(text) - 1};
    struct wire *wire = wire_new(listener->owner->loop, fd, sizeof(text), &events, NULL);
    if (!listener->tls)
        wire_write(wire, &iov, 1);
    wire_close(wire);
}

/* The last descriptor is spent on telling, and then everybody rests. */
static void give_up_spare(struct listener *listener)
{
    struct listeners *owner = listener->owner;
    close(owner->spare_fd);
    int fd = accept4(listener->fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (fd >= 0) {
        if (!listener->tls)
            (void)send(fd, full_text, sizeof(full_text) - 1, MSG_NOSIGNAL);
        close(fd);
    }
    owner->spare_fd = spare_open();
    log_event(LOG_WARN, "descriptors_used_up", "listener=%s", listener->text);
}

static void rest(struct listener *listener)
{
    loop_watch_free(listener->watch);
    listener->watch = NULL;
    loop_timer_set(listener->rest, REST_MS);
}

/* False if there is nobody to accept now. */
static bool accept_one(struct listener *listener)
{
    struct listeners *owner = listener->owner;
    int fd = accept4(listener->fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (fd < 0) {
        if (errno == ECONNABORTED || errno == EINTR)
            return true;
        if (errno == EMFILE || errno == ENFILE)
            give_up_spare(listener);
        if (errno != EAGAIN)
            rest(listener);
        return false;
    }
    if (listener->n >= owner->max_connections) {
        turn_away(listener, fd);
        return true;
    }
    listener->n++;
    owner->fn(owner->arg, listener, fd);
    return true;
}

static void on_ready(void *arg)
{
    struct listener *listener = arg;
    for (int i = 0; i < ACCEPTS_PER_TURN && accept_one(listener); i++)
        continue;
}

static void on_rested(void *arg)
{
    struct listener *listener = arg;
    listener->watch = loop_watch_new(listener->owner->loop, listener->fd, on_ready, listener);
}

/* ---- opening ---- */

static char *bind_cause(const char *text, int error)
{
    if (error == EADDRINUSE)
        return xasprintf("%s: address already in use; is another parlord running? "
                         "choose another with --port",
                         text);
    return xasprintf("%s: %s", text, strerror(error));
}

static bool anybody_answers(const struct address *address)
{
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    int result = connect(fd, (const struct sockaddr *)&address->name, address->len);
    bool answers = result == 0 || errno == EAGAIN;
    close(fd);
    return answers;
}

/* Binds; what a dead server left in the way is removed. */
static int bind_unix(int fd, const struct address *address)
{
    const struct sockaddr *name = (const struct sockaddr *)&address->name;
    struct stat info;
    if (bind(fd, name, address->len) < 0) {
        if (errno != EADDRINUSE || lstat(address->path, &info) < 0 || !S_ISSOCK(info.st_mode) ||
            anybody_answers(address)) {
            errno = EADDRINUSE;
            return -1;
        }
        if (unlink(address->path) < 0 || bind(fd, name, address->len) < 0)
            return -1;
    }
    return chmod(address->path, 0660);
}

static int bind_inet(int fd, const struct address *address)
{
    int on = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    if (address->name.ss_family == AF_INET6)
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof(on));
    return bind(fd, (const struct sockaddr *)&address->name, address->len);
}

/* The port that the system chose for port 0. */
static int real_port(int fd, const struct address *address)
{
    struct sockaddr_storage name = {0};
    socklen_t len = sizeof(name);
    if (address->path || getsockname(fd, (struct sockaddr *)&name, &len) < 0)
        return 0;
    /* The port stands in the same place in both families. */
    struct sockaddr_in in;
    memcpy(&in, &name, sizeof(in));
    return ntohs(in.sin_port);
}

static int open_socket(const struct address *address)
{
    int fd = socket(address->name.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return -1;
    int bound = address->path ? bind_unix(fd, address) : bind_inet(fd, address);
    if (bound < 0 || listen(fd, BACKLOG) < 0) {
        int error = errno;
        close(fd);
        errno = error;
        return -1;
    }
    return fd;
}

static int open_port(struct listeners *listeners, struct address *address, int port, char **cause)
{
    address_set_port(address, port);
    int fd = open_socket(address);
    if (fd < 0) {
        int error = errno;
        char *text = address_text(address, port);
        *cause = bind_cause(text, error);
        free(text);
        return -1;
    }
    struct listener *listener = xnew(struct listener);
    listener->owner = listeners;
    listener->fd = fd;
    listener->tls = address->tls;
    listener->path = xstrdup(address->path);
    listener->text = address_text(address, real_port(fd, address));
    listener->rest = loop_timer_new(listeners->loop, on_rested, listener);
    listener->watch = loop_watch_new(listeners->loop, fd, on_ready, listener);
    DL_APPEND(listeners->first, listener);
    return 0;
}

int listeners_open(struct listeners *listeners, const struct address *address, char **cause)
{
    struct address each = *address;
    for (int port = address->port; port <= address->port_last; port++) {
        if (open_port(listeners, &each, port, cause) < 0)
            return -1;
    }
    return 0;
}

/* ---- asking and closing ---- */

struct listener *listener_next(const struct listeners *listeners, const struct listener *listener)
{
    return listener ? listener->next : listeners->first;
}

const char *listener_text(const struct listener *listener)
{
    return listener->text;
}

bool listener_is_tls(const struct listener *listener)
{
    return listener->tls;
}

void listener_left(struct listener *listener)
{
    listener->n--;
}

static void listener_close(struct listener *listener)
{
    if (listener->fd < 0)
        return;
    loop_watch_free(listener->watch);
    loop_timer_free(listener->rest);
    listener->watch = NULL;
    listener->rest = NULL;
    close(listener->fd);
    listener->fd = -1;
    if (listener->path)
        unlink(listener->path);
}

void listeners_close(struct listeners *listeners)
{
    struct listener *listener = NULL;
    DL_FOREACH(listeners->first, listener)
    {
        listener_close(listener);
    }
}

void listeners_free(struct listeners *listeners)
{
    if (!listeners)
        return;
    listeners_close(listeners);
    struct listener *next = NULL;
    for (struct listener *listener = listeners->first; listener; listener = next) {
        next = listener->next;
        free(listener->path);
        free(listener->text);
        free(listener);
    }
    close(listeners->spare_fd);
    free(listeners);
}
