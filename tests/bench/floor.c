#include "floor.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "buf.h"
#include "mem.h"

#define EVENTS   256
#define FDS_MAX  4096
#define READ_MAX 65536

struct guest {
    int fd;
    bool joined;
    bool blocked;
    char nick[32];
    struct buf in, out;
};

struct floor {
    int epoll_fd;
    struct guest *guests[FDS_MAX]; /* by descriptor */
    int last_fd;
};

static void watch(const struct floor *floor, int fd, int op, bool blocked)
{
    struct epoll_event event = {.events = EPOLLIN | (blocked ? EPOLLOUT : 0), .data.fd = fd};
    epoll_ctl(floor->epoll_fd, op, fd, &event);
}

static void take_guest(struct floor *floor, int listen_fd)
{
    int on = 1;
    int fd = accept4(listen_fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0 || fd >= FDS_MAX)
        _exit(1);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    floor->guests[fd] = xnew(struct guest);
    floor->guests[fd]->fd = fd;
    if (fd > floor->last_fd)
        floor->last_fd = fd;
    watch(floor, fd, EPOLL_CTL_ADD, false);
}

static void talk(struct floor *floor, const struct guest *from, const char *line)
{
    char text[1024];
    int len = 0;
    struct buf whole = {0};
    buf_printf(&whole, ":%s!%s@127.0.0.1 %s\r\n", from->nick, from->nick, line);
    len = (int)whole.len < (int)sizeof(text) ? (int)whole.len : (int)sizeof(text);
    memcpy(text, whole.data, (size_t)len);
    buf_clear(&whole);
    for (int fd = 0; fd <= floor->last_fd; fd++) {
        struct guest *guest = floor->guests[fd];
        if (guest && guest->joined && guest != from)
            buf_append(&guest->out, text, (size_t)len);
    }
}

static void obey(struct floor *floor, struct guest *guest, const char *line)
{
    if (strncmp(line, "PRIVMSG ", 8) == 0) {
        talk(floor, guest, line);
    } else if (strncmp(line, "NICK ", 5) == 0) {
        strncpy(guest->nick, line + 5, sizeof(guest->nick) - 1);
    } else if (strncmp(line, "USER ", 5) == 0) {
        buf_printf(&guest->out, ":floor 422 %s :no motd\r\n", guest->nick);
    } else if (strncmp(line, "JOIN ", 5) == 0) {
        guest->joined = true;
        buf_printf(&guest->out, ":floor 366 %s %s :End\r\n", guest->nick, line + 5);
    }
}

static void hear(struct floor *floor, struct guest *guest)
{
    static char piece[READ_MAX];
    ssize_t n = recv(guest->fd, piece, sizeof(piece), 0);
    if (n == 0) {
        close(guest->fd);
        floor->guests[guest->fd] = NULL;
        buf_clear(&guest->in);
        buf_clear(&guest->out);
        free(guest);
        return;
    }
    if (n > 0)
        buf_append(&guest->in, piece, (size_t)n);
    char *line = guest->in.data;
    char *end = NULL;
    while (line && (end = memchr(line, '\n', guest->in.len - (size_t)(line - guest->in.data)))) {
        end[end > line && end[-1] == '\r' ? -1 : 0] = '\0';
        obey(floor, guest, line);
        line = end + 1;
    }
    buf_consume(&guest->in, line ? (size_t)(line - guest->in.data) : 0);
}

static void flush(const struct floor *floor, struct guest *guest)
{
    ssize_t n = send(guest->fd, guest->out.data, guest->out.len, MSG_NOSIGNAL);
    if (n > 0)
        buf_consume(&guest->out, (size_t)n);
    bool blocked = guest->out.len > 0;
    if (blocked != guest->blocked)
        watch(floor, guest->fd, EPOLL_CTL_MOD, blocked);
    guest->blocked = blocked;
}

_Noreturn void floor_serve(int listen_fd)
{
    struct floor *floor = xnew(struct floor);
    struct epoll_event events[EVENTS];
    floor->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    watch(floor, listen_fd, EPOLL_CTL_ADD, false);
    for (;;) {
        int n = epoll_wait(floor->epoll_fd, events, EVENTS, -1);
        for (int i = 0; i < n; i++) {
            int fd = events[i].data.fd;
            if (fd == listen_fd)
                take_guest(floor, listen_fd);
            else if (floor->guests[fd] && (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)))
                hear(floor, floor->guests[fd]);
        }
        for (int fd = 0; fd <= floor->last_fd; fd++) {
            if (floor->guests[fd] && floor->guests[fd]->out.len > 0)
                flush(floor, floor->guests[fd]);
        }
    }
}
