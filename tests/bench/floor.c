#include "floor.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "buf.h"
#include "map.h"
#include "mem.h"

#define EVENTS   256
#define READ_MAX 65536

struct guest {
    int fd;
    bool joined, blocked, dirty;
    char nick[16];
    struct buf in, out;
    struct guest *next;       /* in the room */
    struct guest *next_dirty; /* with something to send this turn */
};

struct floor {
    int epoll_fd;
    struct guest **guests; /* by descriptor */
    struct map by_nick;
    struct guest *room;
    struct guest *dirty;
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
    if (fd < 0 || fd >= getdtablesize())
        _exit(1);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    floor->guests[fd] = xnew(struct guest);
    floor->guests[fd]->fd = fd;
    watch(floor, fd, EPOLL_CTL_ADD, false);
}

static void lose_guest(struct floor *floor, struct guest *guest)
{
    struct guest **at = &floor->room;
    while (*at && *at != guest)
        at = &(*at)->next;
    if (*at)
        *at = guest->next;
    at = &floor->dirty;
    while (*at && *at != guest)
        at = &(*at)->next_dirty;
    if (*at)
        *at = guest->next_dirty;
    map_remove(&floor->by_nick, guest->nick);
    floor->guests[guest->fd] = NULL;
    close(guest->fd);
    buf_clear(&guest->in);
    buf_clear(&guest->out);
    free(guest);
}

/* ---- what is said ---- */

static void give(struct floor *floor, struct guest *guest, const char *text, size_t len)
{
    buf_append(&guest->out, text, len);
    if (guest->dirty)
        return;
    guest->dirty = true;
    guest->next_dirty = floor->dirty;
    floor->dirty = guest;
}

static void give_room(struct floor *floor, const struct guest *except, const struct buf *text)
{
    for (struct guest *guest = floor->room; guest; guest = guest->next) {
        if (guest != except)
            give(floor, guest, text->data, text->len);
    }
}

static void talk(struct floor *floor, const struct guest *from, const char *line, struct buf *whole)
{
    const char *target = line + strlen("PRIVMSG ");
    buf_printf(whole, ":%s!%s@127.0.0.1 %s\r\n", from->nick, from->nick, line);
    if (*target == '#') {
        give_room(floor, from, whole);
        return;
    }
    char *nick = xstrndup(target, strcspn(target, " "));
    struct guest *to = map_get(&floor->by_nick, nick);
    if (to)
        give(floor, to, whole->data, whole->len);
    free(nick);
}

static void join(struct floor *floor, struct guest *guest, const char *line, struct buf *whole)
{
    guest->joined = true;
    guest->next = floor->room;
    floor->room = guest;
    buf_printf(whole, ":%s!%s@127.0.0.1 %s\r\n", guest->nick, guest->nick, line);
    give_room(floor, NULL, whole);
    buf_reset(whole);
    buf_printf(whole, ":floor 366 %s %s :End\r\n", guest->nick, line + 5);
    give(floor, guest, whole->data, whole->len);
}

static void obey(struct floor *floor, struct guest *guest, const char *line)
{
    static struct buf whole;
    buf_reset(&whole);
    if (strncmp(line, "PRIVMSG ", 8) == 0) {
        talk(floor, guest, line, &whole);
    } else if (strncmp(line, "NICK ", 5) == 0) {
        strncpy(guest->nick, line + 5, sizeof(guest->nick) - 1);
        map_set(&floor->by_nick, guest->nick, guest);
    } else if (strncmp(line, "USER ", 5) == 0) {
        buf_printf(&whole, ":floor 422 %s :no motd\r\n", guest->nick);
        give(floor, guest, whole.data, whole.len);
    } else if (strncmp(line, "JOIN ", 5) == 0) {
        join(floor, guest, line, &whole);
    }
}

/* ---- in and out ---- */

/* The bytes of whole lines. */
static size_t obey_all(struct floor *floor, struct guest *guest, char *data, size_t len)
{
    size_t done = 0;
    char *end = NULL;
    while ((end = memchr(data + done, '\n', len - done))) {
        end[end > data + done && end[-1] == '\r' ? -1 : 0] = '\0';
        obey(floor, guest, data + done);
        done = (size_t)(end - data) + 1;
    }
    return done;
}

static void hear(struct floor *floor, struct guest *guest)
{
    static char piece[READ_MAX];
    ssize_t n = recv(guest->fd, piece, sizeof(piece), 0);
    if (n <= 0) {
        lose_guest(floor, guest);
        return;
    }
    if (guest->in.len == 0) {
        size_t done = obey_all(floor, guest, piece, (size_t)n);
        buf_append(&guest->in, piece + done, (size_t)n - done);
    } else {
        buf_append(&guest->in, piece, (size_t)n);
        buf_consume(&guest->in, obey_all(floor, guest, guest->in.data, guest->in.len));
    }
    if (guest->in.len == 0)
        buf_clear(&guest->in);
}

static void flush(const struct floor *floor, struct guest *guest)
{
    ssize_t n = send(guest->fd, guest->out.data, guest->out.len, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (n > 0)
        buf_consume(&guest->out, (size_t)n);
    bool blocked = guest->out.len > 0;
    if (!blocked && !guest->joined)
        buf_clear(&guest->out);
    if (blocked != guest->blocked)
        watch(floor, guest->fd, EPOLL_CTL_MOD, blocked);
    guest->blocked = blocked;
}

static void flush_all(struct floor *floor)
{
    while (floor->dirty) {
        struct guest *guest = floor->dirty;
        floor->dirty = guest->next_dirty;
        guest->dirty = false;
        flush(floor, guest);
    }
}

static void serve_guest(struct floor *floor, const struct epoll_event *event)
{
    struct guest *guest = floor->guests[event->data.fd];
    if (event->events & EPOLLOUT)
        flush(floor, guest);
    if (event->events & (EPOLLIN | EPOLLHUP | EPOLLERR))
        hear(floor, guest);
}

_Noreturn void floor_serve(int listen_fd)
{
    struct floor *floor = xnew(struct floor);
    struct epoll_event events[EVENTS];
    floor->guests = xcalloc((size_t)getdtablesize(), sizeof(struct guest *));
    floor->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    watch(floor, listen_fd, EPOLL_CTL_ADD, false);
    for (;;) {
        int n = epoll_wait(floor->epoll_fd, events, EVENTS, -1);
        for (int i = 0; i < n; i++) {
            if (events[i].data.fd == listen_fd)
                take_guest(floor, listen_fd);
            else if (floor->guests[events[i].data.fd])
                serve_guest(floor, &events[i]);
        }
        flush_all(floor);
    }
}
