#include "painter.h"

#include <arpa/inet.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "buf.h"
#include "mem.h"

#define FRAME_MS   16
#define ROWS_MAX   100
#define LINE_BYTES 512

struct painter {
    int fd;
    int cols, rows;
    char last[ROWS_MAX][LINE_BYTES]; /* a ring of the last lines */
    size_t n;                        /* lines so far */
    size_t painted;
    int64_t painted_ms;
    struct buf in, out;
};

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void paint(struct painter *painter)
{
    buf_reset(&painter->out);
    buf_puts(&painter->out, "\033[H");
    for (int row = 0; row < painter->rows; row++) {
        size_t line = painter->n + (size_t)row;
        const char *text = line < (size_t)painter->rows
                               ? ""
                               : painter->last[(line - (size_t)painter->rows) % ROWS_MAX];
        buf_printf(&painter->out, "%.*s\033[K%s", painter->cols, text,
                   row + 1 < painter->rows ? "\r\n" : "");
    }
    if (write(STDOUT_FILENO, painter->out.data, painter->out.len) < 0)
        exit(1);
    painter->painted = painter->n;
    painter->painted_ms = now_ms();
}

static void answer(const struct painter *painter, const char *line, size_t len)
{
    char pong[LINE_BYTES];
    int size = snprintf(pong, sizeof(pong), "PONG%.*s\r\n", (int)(len - 4), line + 4);
    if (send(painter->fd, pong, (size_t)size, MSG_NOSIGNAL) < 0)
        exit(1);
}

static void take_line(struct painter *painter, const char *line, size_t len)
{
    char *to = painter->last[painter->n++ % ROWS_MAX];
    size_t size = len < LINE_BYTES - 1 ? len : LINE_BYTES - 1;
    memcpy(to, line, size);
    to[size] = '\0';
    if (len > 4 && memcmp(line, "PING", 4) == 0)
        answer(painter, line, len);
}

static void take(struct painter *painter, const char *bytes, size_t len)
{
    size_t from = 0;
    buf_append(&painter->in, bytes, len);
    for (;;) {
        const char *start = painter->in.data + from;
        const char *end = memchr(start, '\n', painter->in.len - from);
        if (!end)
            break;
        size_t size = (size_t)(end - start);
        take_line(painter, start, size > 0 && start[size - 1] == '\r' ? size - 1 : size);
        from += size + 1;
    }
    buf_consume(&painter->in, from);
}

static void take_keys_raw(void)
{
    struct termios mode;
    tcgetattr(STDIN_FILENO, &mode);
    cfmakeraw(&mode);
    tcsetattr(STDIN_FILENO, TCSANOW, &mode);
}

static void echo_keys(void)
{
    char keys[64];
    ssize_t len = read(STDIN_FILENO, keys, sizeof(keys));
    if (len <= 0 || write(STDOUT_FILENO, keys, (size_t)len) < 0)
        exit(0);
}

_Noreturn void painter_run(int port, int cols, int rows)
{
    static char bytes[1 << 16];
    struct painter *painter = xnew(struct painter);
    struct sockaddr_in name = {.sin_family = AF_INET,
                               .sin_port = htons((uint16_t)port),
                               .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    painter->cols = cols;
    painter->rows = rows < ROWS_MAX ? rows : ROWS_MAX;
    painter->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(painter->fd, (const struct sockaddr *)&name, sizeof(name)) < 0)
        exit(1);
    take_keys_raw();
    paint(painter);
    for (;;) {
        struct pollfd ready[] = {
            {.fd = painter->fd,  .events = POLLIN},
            {.fd = STDIN_FILENO, .events = POLLIN}
        };
        bool dirty = painter->painted != painter->n;
        poll(ready, 2, dirty ? FRAME_MS : -1);
        if (ready[1].revents)
            echo_keys();
        ssize_t len = ready[0].revents ? read(painter->fd, bytes, sizeof(bytes)) : 0;
        if (ready[0].revents && len <= 0)
            exit(0);
        take(painter, bytes, (size_t)len);
        if (painter->painted != painter->n && now_ms() - painter->painted_ms >= FRAME_MS)
            paint(painter);
    }
}
