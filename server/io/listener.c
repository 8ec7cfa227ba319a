#include "listener.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utlist.h>

#include "address.h"
#include "log.h"
#include "loop.h"
#include "mem.h"

/* Restart storms must fit: all users come back at once (promises.md). */
#define BACKLOG 4096

/* The rest waits for the next turn, so that those who talk are not kept waiting. */
#define ACCEPTS_PER_TURN 32

/* Without descriptors a listener that goes on would spin. */
#define REST_MS 100

/* Descriptors that are not for connections: the store, the log, certificates that are read anew,
 * and sockets that still see their last bytes off. */
#define RESERVE 64

/* Until some of those who came have got on. */
#define HOLD_MS 20

static const char full_text[] = "Server is full, try again later";

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
    int max_connections; /* of each */
    int max_total;       /* of all, by the descriptors that there are */
    int n;               /* of all */
    bool is_full;        /* that there is no room was logged */
    listener_fn *fn;
    void *arg;
    int spare_fd; /* given up to tell one more connection that there is no room */
    struct listener *first;
};

static int spare_open(void)
{
    return open("/dev/null", O_RDONLY | O_CLOEXEC);
}

/* Where there are few, no more than half of them are reserved. */
static int most_connections(void)
{
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) < 0 || files.rlim_cur > INT_MAX)
        return INT_MAX;
    int most = (int)files.rlim_cur;
    return most - (most < 2 * RESERVE ? most / 2 : RESERVE);
}

struct listeners *listeners_new(struct loop *loop, int max_connections, listener_fn *fn, void *arg)
{
    struct listeners *listeners = xnew(struct listeners);
    listeners->loop = loop;
    listeners->max_connections = max_connections;
    listeners->max_total = most_connections();
    listeners->fn = fn;
    listeners->arg = arg;
    listeners->spare_fd = spare_open();
    return listeners;
}

/* ---- accepting ---- */

void listener_refuse(const struct listener *listener, int fd, const char *why)
{
    char waste[1024];
    /* Nothing can be said to who waits for TLS. */
    char *text = xasprintf("ERROR :%s\r\n", why);
    if (!listener->tls)
        (void)send(fd, text, strlen(text), MSG_NOSIGNAL);
    free(text);
    /* What nobody read would make a reset of our farewell. */
    (void)recv(fd, waste, sizeof(waste), MSG_DONTWAIT);
    close(fd);
}

static void rest(struct listener *listener, int64_t time_ms)
{
    loop_watch_free(listener->watch);
    listener->watch = NULL;
    loop_timer_set(listener->rest, time_ms);
}

void listener_hold(struct listener *listener)
{
    rest(listener, HOLD_MS);
}

static int accept_next(const struct listener *listener)
{
    int fd = -1;
    do
        fd = accept4(listener->fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    while (fd < 0 && (errno == ECONNABORTED || errno == EINTR));
    return fd;
}

/* The last descriptor is spent on telling somebody that there is none. */
static int accept_by_spare(struct listener *listener)
{
    struct listeners *owner = listener->owner;
    if (owner->spare_fd >= 0)
        close(owner->spare_fd);
    owner->spare_fd = -1;
    return accept_next(listener);
}

static void note_full(struct listener *listener)
{
    if (!listener->owner->is_full)
        log_event(LOG_WARN, "full", "listener=%s connections=%d", listener->text,
                  listener->owner->n);
    listener->owner->is_full = true;
}

static void admit(struct listener *listener, int fd)
{
    struct listeners *owner = listener->owner;
    owner->is_full = false;
    owner->n++;
    listener->n++;
    owner->fn(owner->arg, listener, fd);
}

enum outcome { ADMITTED, REFUSED, NOBODY, FAILED };

static enum outcome accept_one(struct listener *listener)
{
    struct listeners *owner = listener->owner;
    int fd = accept_next(listener);
    bool spent = fd < 0 && (errno == EMFILE || errno == ENFILE);
    if (spent)
        fd = accept_by_spare(listener);
    enum outcome outcome = FAILED;
    if (fd < 0) {
        outcome = errno == EAGAIN && !spent ? NOBODY : FAILED;
    } else if (spent || listener->n >= owner->max_connections || owner->n >= owner->max_total) {
        note_full(listener);
        listener_refuse(listener, fd, full_text);
        outcome = REFUSED;
    } else {
        admit(listener, fd);
        outcome = ADMITTED;
    }
    if (owner->spare_fd < 0)
        owner->spare_fd = spare_open();
    return outcome;
}

static void on_ready(void *arg)
{
    struct listener *listener = arg;
    bool refused = false;
    for (int i = 0; i < ACCEPTS_PER_TURN && listener->watch; i++) {
        enum outcome outcome = accept_one(listener);
        refused = refused || outcome == REFUSED || outcome == FAILED;
        if (outcome == NOBODY || outcome == FAILED)
            break;
    }
    /* Whoever knocks again and again at a full house costs next to nothing. */
    if (refused)
        rest(listener, REST_MS);
}

static void on_rested(void *arg)
{
    struct listener *listener = arg;
    listener->watch = loop_watch_new(listener->owner->loop, listener->fd, on_ready, listener);
}

/* ---- opening ---- */

/* What is wrong, and what to do. */
static char *bind_cause(const char *text, int error)
{
    switch (error) {
    case EADDRINUSE:
        return xasprintf("%s: address already in use; is another parlord running? "
                         "choose another with --port",
                         text);
    case EADDRNOTAVAIL:
        return xasprintf("%s: this machine has no such address; \"ip address\" lists those it has",
                         text);
    case EACCES:
        return xasprintf("%s: not allowed (ports below 1024 are for root); choose another with "
                         "--port or --listen",
                         text);
    default: return xasprintf("%s: %s", text, strerror(error));
    }
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
    listener->owner->n--;
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
    if (listeners->spare_fd >= 0)
        close(listeners->spare_fd);
    free(listeners);
}
