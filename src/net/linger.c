#include "linger.h"

#include <errno.h>
#include <event2/event.h>
#include <event2/event_struct.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "loop_private.h"
#include "mem.h"

#define LINGER_S 2

struct linger_end {
    int fd;
    struct loop *loop;
    struct event readable, over;
    struct loop_task exit;
};

static void end(void *arg)
{
    struct linger_end *linger = arg;
    event_del(&linger->readable);
    event_del(&linger->over);
    loop_task_drop(&linger->exit);
    close(linger->fd);
    free(linger);
}

static void on_over(int fd, short what, void *arg)
{
    (void)fd;
    (void)what;
    end(arg);
}

/* Discards one buffer full; false once the peer has closed. */
static bool discard(struct loop *loop, int fd)
{
    ssize_t n = recv(fd, loop_read_buffer(loop), LOOP_READ_BYTES, 0);
    return n > 0 || (n < 0 && (errno == EAGAIN || errno == EINTR));
}

static void on_readable(int fd, short what, void *arg)
{
    (void)what;
    struct linger_end *linger = arg;
    if (!discard(linger->loop, fd))
        end(linger);
}

void linger_start(struct loop *loop, int fd)
{
    if (shutdown(fd, SHUT_WR) != 0 || !discard(loop, fd)) {
        close(fd);
        return;
    }
    static const struct timeval longest = {.tv_sec = LINGER_S};
    struct linger_end *linger = xnew(struct linger_end);
    struct event_base *base = loop_base(loop);
    linger->fd = fd;
    linger->loop = loop;
    linger->exit = (struct loop_task){.fn = end, .arg = linger};
    event_assign(&linger->readable, base, fd, EV_READ | EV_PERSIST, on_readable, linger);
    event_add(&linger->readable, NULL);
    evtimer_assign(&linger->over, base, on_over, linger);
    event_add(&linger->over, &longest);
    loop_task_exit(loop, &linger->exit);
}
