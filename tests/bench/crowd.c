#include "crowd.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "buf.h"
#include "mem.h"

#define EVENTS      256
#define READ_MAX    65536
#define PATIENCE_MS 30000
#define COMING_MAX  256 /* who connected and is not registered yet */
#define ROOM        "#bench"

/* A text of usual length; how a message ends that is counted. */
#define TEXT "the quick brown fox jumps over the lazy dog while the kettle sings"
#define TAIL "sings"

struct guest {
    int fd;
    int sent, received; /* messages of the present talk */
    bool awaits;        /* has not heard crowd->awaited */
    struct buf in;      /* a part of a line */
};

struct crowd {
    const struct crowd_plan *plan;
    int epoll_fd;
    int n;
    struct guest *guests;
    const char *awaited; /* what a line holds that all wait for */
    int awaiting;        /* guests who do */
    int64_t said_ns;     /* when the message of crowd_pace() was sent */
    double *delays_us;   /* of crowd_pace(); NULL otherwise */
    size_t n_delays;
};

static _Noreturn void give_up(const char *what)
{
    fprintf(stderr, "bench: %s: %s\n", what, strerror(errno));
    exit(1);
}

static int64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
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

/* ---- hearing ---- */

/* A message of the present talk, for others than the first. */
static void take_message(struct crowd *crowd, struct guest *guest)
{
    guest->received++;
    if (crowd->delays_us)
        crowd->delays_us[crowd->n_delays++] = (double)(now_ns() - crowd->said_ns) / 1e3;
}

static bool is_message(const char *line, size_t len)
{
    const size_t tail = sizeof(TAIL) - 1;
    return len > tail && memcmp(line + len - tail, TAIL, tail) == 0;
}

/* Whoever does not say what has arrived is sent no more. */
static void answer_ping(const struct guest *guest, const char *line, size_t len)
{
    const char *space = *line == '@' ? memchr(line, ' ', len) : NULL;
    const char *word = space ? space + 1 : line;
    size_t size = len - (size_t)(word - line);
    char pong[128];
    if (size < 5 || memcmp(word, "PING ", 5) != 0)
        return;
    int total = snprintf(pong, sizeof(pong), "PONG %.*s\r\n", (int)size - 5, word + 5);
    say(guest->fd, pong, (size_t)total);
}

/* A line without CR LF. */
static void take_line(struct crowd *crowd, struct guest *guest, const char *line, size_t len)
{
    if (guest->awaits && memmem(line, len, crowd->awaited, strlen(crowd->awaited))) {
        guest->awaits = false;
        crowd->awaiting--;
    } else if (!is_message(line, len)) {
        answer_ping(guest, line, len);
    } else if (guest != crowd->guests) {
        take_message(crowd, guest);
    }
}

/* Returns how many bytes made whole lines. */
static size_t take_lines(struct crowd *crowd, struct guest *guest, const char *data, size_t len)
{
    size_t done = 0;
    const char *end = NULL;
    while ((end = memchr(data + done, '\n', len - done))) {
        size_t size = (size_t)(end - data) - done;
        take_line(crowd, guest, data + done, size > 0 ? size - 1 : 0);
        done += size + 1;
    }
    return done;
}

static void hear_one(struct crowd *crowd, struct guest *guest)
{
    static char piece[READ_MAX];
    ssize_t n = recv(guest->fd, piece, sizeof(piece), MSG_DONTWAIT);
    if (n == 0 || (n < 0 && errno != EAGAIN))
        give_up("the server hung up");
    if (n < 0)
        return;
    if (guest->in.len == 0) {
        size_t done = take_lines(crowd, guest, piece, (size_t)n);
        buf_append(&guest->in, piece + done, (size_t)n - done);
    } else {
        buf_append(&guest->in, piece, (size_t)n);
        buf_consume(&guest->in, take_lines(crowd, guest, guest->in.data, guest->in.len));
    }
    if (guest->in.len == 0)
        buf_clear(&guest->in);
}

/* Returns false if nothing came for wait_ms. */
static bool hear(struct crowd *crowd, int wait_ms)
{
    struct epoll_event events[EVENTS];
    int n = epoll_wait(crowd->epoll_fd, events, EVENTS, wait_ms);
    for (int i = 0; i < n; i++)
        hear_one(crowd, &crowd->guests[events[i].data.u32]);
    return n > 0;
}

static void hear_on(struct crowd *crowd)
{
    if (!hear(crowd, PATIENCE_MS))
        give_up("nothing comes any more");
}

/* From now on all guests wait for a line with this text. */
static void await(struct crowd *crowd, const char *text)
{
    crowd->awaited = text;
    crowd->awaiting = crowd->n;
    for (int i = 0; i < crowd->n; i++)
        crowd->guests[i].awaits = true;
}

/* ---- coming ---- */

static int connect_to(int port)
{
    struct sockaddr_in name = {.sin_family = AF_INET,
                               .sin_port = htons((uint16_t)port),
                               .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct linger reset = {.l_onoff = 1}; /* or thousands of ports would wait for a minute */
    int on = 1;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || connect(fd, (const struct sockaddr *)&name, sizeof(name)) < 0)
        give_up("connect");
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
    return fd;
}

static void introduce(const struct crowd *crowd, int number)
{
    const struct crowd_plan *plan = crowd->plan;
    const char *caps = number % 2 && plan->caps_odd ? plan->caps_odd : plan->caps;
    struct buf line = {0};
    if (*caps)
        buf_printf(&line, "CAP REQ :%s\r\nCAP END\r\n", caps);
    if (plan->accounts)
        buf_printf(&line, "PASS secret-%d\r\n", number);
    buf_printf(&line, "NICK guest%d\r\nUSER guest%d 0 * :Guest\r\n", number, number);
    say(crowd->guests[number].fd, line.data, line.len);
    buf_clear(&line);
}

struct crowd *crowd_new(const struct crowd_plan *plan)
{
    struct crowd *crowd = xnew(struct crowd);
    crowd->plan = plan;
    crowd->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    crowd->n = plan->n;
    crowd->guests = xcalloc((size_t)plan->n, sizeof(*crowd->guests));
    await(crowd, " 422 ");
    for (int i = 0; i < plan->n; i++) {
        struct epoll_event event = {.events = EPOLLIN, .data.u32 = (uint32_t)i};
        crowd->guests[i].fd = connect_to(plan->port);
        epoll_ctl(crowd->epoll_fd, EPOLL_CTL_ADD, crowd->guests[i].fd, &event);
        introduce(crowd, i);
        while (crowd->awaiting - (plan->n - i - 1) >= COMING_MAX)
            hear_on(crowd);
    }
    while (crowd->awaiting > 0)
        hear_on(crowd);
    return crowd;
}

void crowd_free(struct crowd *crowd)
{
    for (int i = 0; i < crowd->n; i++) {
        close(crowd->guests[i].fd);
        buf_clear(&crowd->guests[i].in);
    }
    close(crowd->epoll_fd);
    free(crowd->guests);
    free(crowd);
}

void crowd_join(struct crowd *crowd)
{
    static const char join[] = "JOIN " ROOM "\r\n";
    static const char sync[] = "PRIVMSG " ROOM " :all here\r\n";
    await(crowd, " 366 ");
    for (int i = 0; i < crowd->n; i++)
        say(crowd->guests[i].fd, join, sizeof(join) - 1);
    while (crowd->awaiting > 0)
        hear_on(crowd);

    /* Perhaps the first one hears itself. */
    await(crowd, "all here");
    crowd->guests[0].awaits = false;
    crowd->awaiting--;
    say(crowd->guests[0].fd, sync, sizeof(sync) - 1);
    while (crowd->awaiting > 0)
        hear_on(crowd);
}

/* ---- talking ---- */

static void begin_talk(struct crowd *crowd)
{
    for (int i = 0; i < crowd->n; i++)
        crowd->guests[i].sent = crowd->guests[i].received = 0;
}

/* Messages that all but the first have got. */
static int arrived(const struct crowd *crowd)
{
    int least = crowd->guests[1].received;
    for (int i = 2; i < crowd->n; i++)
        least = crowd->guests[i].received < least ? crowd->guests[i].received : least;
    return least;
}

void crowd_talk(struct crowd *crowd, int messages, int window)
{
    static const char text[] = "PRIVMSG " ROOM " :" TEXT "\r\n";
    struct buf lines = {0};
    int sent = 0;
    begin_talk(crowd);
    for (int got = 0; got < messages; got = arrived(crowd)) {
        buf_reset(&lines);
        for (; sent < messages && sent - got < window; sent++)
            buf_append(&lines, text, sizeof(text) - 1);
        if (lines.len > 0)
            say(crowd->guests[0].fd, lines.data, lines.len);
        hear_on(crowd);
    }
    buf_clear(&lines);
}

/* One pair's next messages; returns how many have arrived. */
static int whisper_on(struct crowd *crowd, int from, int messages, int window, struct buf *lines)
{
    struct guest *guest = &crowd->guests[from];
    int got = crowd->guests[from + 1].received;
    buf_reset(lines);
    for (; guest->sent < messages && guest->sent - got < window; guest->sent++)
        buf_printf(lines, "PRIVMSG guest%d :" TEXT "\r\n", from + 1);
    if (lines->len > 0)
        say(guest->fd, lines->data, lines->len);
    return got;
}

void crowd_whisper(struct crowd *crowd, int messages, int window)
{
    struct buf lines = {0};
    int each = messages / (crowd->n / 2);
    begin_talk(crowd);
    for (;;) {
        int got = 0;
        for (int i = 0; i + 1 < crowd->n; i += 2)
            got += whisper_on(crowd, i, each, window, &lines);
        if (got >= each * (crowd->n / 2))
            break;
        hear_on(crowd);
    }
    buf_clear(&lines);
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

struct crowd_delays crowd_pace(struct crowd *crowd, int messages, int per_second)
{
    static const char text[] = "PRIVMSG " ROOM " :" TEXT "\r\n";
    int64_t begin_ns = now_ns();
    begin_talk(crowd);
    crowd->n_delays = 0;
    crowd->delays_us =
        xcalloc((size_t)messages * (size_t)(crowd->n - 1), sizeof(*crowd->delays_us));
    for (int i = 0; i < messages; i++) {
        int64_t at_ns = begin_ns + (int64_t)i * 1000000000 / per_second;
        while (now_ns() < at_ns)
            hear(crowd, 0);
        crowd->said_ns = now_ns();
        say(crowd->guests[0].fd, text, sizeof(text) - 1);
        while (arrived(crowd) <= i)
            hear_on(crowd);
    }
    qsort(crowd->delays_us, crowd->n_delays, sizeof(*crowd->delays_us), compare);
    struct crowd_delays delays = {crowd->delays_us[crowd->n_delays / 2],
                                  crowd->delays_us[crowd->n_delays * 99 / 100]};
    free(crowd->delays_us);
    crowd->delays_us = NULL;
    return delays;
}
