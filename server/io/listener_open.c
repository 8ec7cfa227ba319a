/* Binding ports. */
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utlist.h>

#include "address.h"
#include "listener_private.h"
#include "mem.h"

/* Restart storms must fit: all users come back at once (promises.md). */
#define BACKLOG 4096

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

static int bind_inet(int fd, const struct address *address, bool beside)
{
    int on = 1;
    if (beside)
        setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof(on));
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

static int open_socket(const struct address *address, bool beside)
{
    int fd = socket(address->name.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return -1;
    int bound = address->path ? bind_unix(fd, address) : bind_inet(fd, address, beside);
    if (bound < 0 || listen(fd, BACKLOG) < 0) {
        int error = errno;
        close(fd);
        errno = error;
        return -1;
    }
    return fd;
}

struct listener *listener_open(struct listeners *listeners, struct address *address, int port,
                               bool beside, char **cause)
{
    address_set_port(address, port);
    char *wish = address_text(address, port);
    int fd = open_socket(address, beside);
    if (fd < 0) {
        *cause = bind_cause(wish, errno);
        free(wish);
        return NULL;
    }
    struct listener *listener = xnew(struct listener);
    listener->owner = listeners;
    listener->fd = fd;
    listener->tls = address->tls;
    listener->max_connections = address->max_connections;
    listener->path = xstrdup(address->path);
    listener->wish = wish;
    listener->text = address_text(address, real_port(fd, address));
    return listener;
}

int listeners_open(struct listeners *listeners, const struct address *address, char **cause)
{
    struct address each = *address;
    for (int port = address->port; port <= address->port_last; port++) {
        struct listener *listener = listener_open(listeners, &each, port, false, cause);
        if (!listener)
            return -1;
        listener_begin(listener);
        DL_APPEND(listeners->first, listener);
    }
    return 0;
}
