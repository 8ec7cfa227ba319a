#include "crowd.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "buf.h"
#include "mem.h"

#define EVENTS      256
#define READ_MAX    65536
#define PATIENCE_MS 10000

/* A text of usual length. */
#define TEXT "the quick brown fox jumps over the lazy dog while the kettle sings"

struct crowd {
    int epoll_fd;
    int n;
    int *fds;
    int *received; /* lines, by each; the first one's are not counted */
};

static _Noreturn void give_up(const char *what)
{
    fprintf(stderr, "bench: %s: %s\n", what, strerror(errno));
    exit(1);
}

static void say(int fd, const char *text, size_t len)
{
    while (len > 0) {
        ssize_t n = send(fd, text, len, MSG_NOSIGNAL);
        if (n <= 0)
            give_up("send");
        text += n;
        len -= (size_t)n;
    }
}

/* Reads until the text has come. */
static void wait_for(int fd, const char *text)
{
    struct buf in = {0};
    char piece[4096];
    while (!strstr(buf_text(&in), text)) {
        struct pollfd ready = {.fd = fd, .events = POLLIN};
        ssize_t n = poll(&ready, 1, PATIENCE_MS) > 0 ? recv(fd, piece, sizeof(piece), 0) : 0;
        if (n <= 0)
            give_up(text);
        buf_append(&in, piece, (size_t)n);
    }
    buf_clear(&in);
}

static int enter(int port, int number, const char *caps)
{
    struct sockaddr_in name = {.sin_family = AF_INET,
                               .sin_port = htons((uint16_t)port),
                               .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int on = 1;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(fd, (const struct sockaddr *)&name, sizeof(name)) < 0)
        give_up("connect");
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    struct buf line = {0};
    if (*caps)
        buf_printf(&line, "CAP REQ :%s\r\nCAP END\r\n", caps);
    buf_printf(&line, "NICK guest%d\r\nUSER guest%d 0 * :Guest\r\n", number, number);
    say(fd, line.data, line.len);
    wait_for(fd, " 422 ");
    say(fd, "JOIN #bench\r\n", strlen("JOIN #bench\r\n"));
    wait_for(fd, " 366 ");
    buf_clear(&line);
    return fd;
}

struct crowd *crowd_new(int port, int n, const char *caps)
{
    struct crowd *crowd = xnew(struct crowd);
    crowd->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    crowd->n = n;
    crowd->fds = xcalloc((size_t)n, sizeof(*crowd->fds));
    crowd->received = xcalloc((size_t)n, sizeof(*crowd->received));
    for (int i = 0; i < n; i++)
        crowd->fds[i] = enter(port, i, caps);
    /* What came of their arrival is read, too, before anything is counted. */
    static const char sync[] = "PRIVMSG #bench :all here\r\n";
    say(crowd->fds[0], sync, sizeof(sync) - 1);
    for (int i = 1; i < n; i++)
        wait_for(crowd->fds[i], "all here\r\n");
    for (int i = 0; i < n; i++) {
        struct epoll_event event = {.events = EPOLLIN, .data.u32 = (uint32_t)i};
        epoll_ctl(crowd->epoll_fd, EPOLL_CTL_ADD, crowd->fds[i], &event);
    }
    return crowd;
}

void crowd_free(struct crowd *crowd)
{
    for (int i = 0; i < crowd->n; i++)
        close(crowd->fds[i]);
    close(crowd->epoll_fd);
    free(crowd->fds);
    free(crowd->received);
    free(crowd);
}

static void count_lines(struct crowd *crowd, int who)
{
    static char piece[READ_MAX];
    ssize_t n = recv(crowd->fds[who], piece, sizeof(piece), MSG_DONTWAIT);
    if (n == 0 || (n < 0 && errno != EAGAIN))
        give_up("the server hung up");
    const char *at = piece;
    const char *end = piece + (n > 0 ? n : 0);
    while (at < end && (at = memchr(at, '\n', (size_t)(end - at)))) {
        crowd->received[who]++;
        at++;
    }
}

static void hear(struct crowd *crowd)
{
    struct epoll_event events[EVENTS];
    int n = epoll_wait(crowd->epoll_fd, events, EVENTS, PATIENCE_MS);
    if (n <= 0)
        give_up("nothing comes any more");
    for (int i = 0; i < n; i++)
        count_lines(crowd, (int)events[i].data.u32);
}

/* Messages that all but the first have got. */
static int arrived(const struct crowd *crowd)
{
    int least = crowd->received[1];
    for (int i = 2; i < crowd->n; i++)
        least = crowd->received[i] < least ? crowd->received[i] : least;
    return least;
}

void crowd_talk(struct crowd *crowd, int messages, int window)
{
    static const char text[] = "PRIVMSG #bench :" TEXT "\r\n";
    struct buf lines = {0};
    int sent = 0;
    memset(crowd->received, 0, (size_t)crowd->n * sizeof(*crowd->received));
    for (int got = 0; got < messages; got = arrived(crowd)) {
        buf_reset(&lines);
        for (; sent < messages && sent - got < window; sent++)
            buf_append(&lines, text, sizeof(text) - 1);
        if (lines.len > 0)
            say(crowd->fds[0], lines.data, lines.len);
        hear(crowd);
    }
    buf_clear(&lines);
}
