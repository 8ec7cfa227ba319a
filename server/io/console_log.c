/* The log above the prompt. It comes by a pipe, for it is written by several threads. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "console_private.h"
#include "log.h"
#include "loop.h"
#include "utf8.h"

#define PIPE_BYTES (1 << 20)

/* "2026-11-21T10:43:35.123Z " */
#define TIME_CHARS 24

/* "10:43:35 " */
#define TIME_COLS 9

/* Bytes that may wait for a slow terminal. */
#define WAITING_MAX ((size_t)256 * 1024)

static const struct {
    const char *name, *colour;
} levels[] = {
    {"error ", "\033[31m"},
    {"warn ",  "\033[33m"},
    {"info ",  NULL      },
    {"debug ", "\033[2m" },
};

/* Further lines stand below the first behind its time. */
static void put_words(struct buf *out, const char *line, int width_cols)
{
    int room = width_cols - TIME_COLS;
    for (;;) {
        size_t len = utf8_cut_cols(line, strlen(line), room);
        size_t space = len;
        while (line[len] && space > 0 && line[space] != ' ')
            space--;
        len = space > 0 ? space : len;
        buf_append(out, line, len);
        line += len + (line[len] == ' ');
        if (!*line)
            return;
        buf_printf(out, "\n%*s", TIME_COLS, "");
    }
}

/* The log's time is universal; here stands the operator's own. */
static bool put_time(struct buf *out, const char *line)
{
    struct tm utc = {0};
    const char *rest = strptime(line, "%Y-%m-%dT%H:%M:%S", &utc);
    if (!rest || *rest != '.' || strlen(line) <= TIME_CHARS || line[TIME_CHARS] != ' ')
        return false;
    struct tm here;
    char text[16];
    time_t seconds = timegm(&utc);
    localtime_r(&seconds, &here);
    strftime(text, sizeof(text), "%H:%M:%S ", &here);
    buf_puts(out, text);
    return true;
}

void console_put_log(struct buf *out, const char *line, int width_cols, bool colours)
{
    const char *colour = NULL;
    if (put_time(out, line))
        line += TIME_CHARS + 1;
    for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++) {
        if (strncmp(line, levels[i].name, strlen(levels[i].name)) != 0)
            continue;
        colour = colours ? levels[i].colour : NULL;
        if (strcmp(levels[i].name, "info ") == 0)
            line += strlen(levels[i].name);
    }
    buf_puts(out, colour ? colour : "");
    put_words(out, line, width_cols);
    buf_printf(out, "%s\n", colour ? "\033[0m" : "");
}

static void take_line(struct console *console, const char *line)
{
    if (console->out.len + console->above.len > WAITING_MAX) {
        console->left_out++;
        return;
    }
    if (console->left_out > 0)
        buf_printf(&console->above, "(%zu lines of the log were left out here)\n",
                   console->left_out);
    console->left_out = 0;
    console_put_log(&console->above, line, console_width(console), console->colours);
}

static void on_log(void *arg)
{
    struct console *console = arg;
    char piece[8192];
    ssize_t n = read(console->log_fds[0], piece, sizeof(piece));
    if (n <= 0)
        return;
    buf_append(&console->log, piece, (size_t)n);
    const char *end = NULL;
    while ((end = memchr(console->log.data, '\n', console->log.len))) {
        size_t len = (size_t)(end - console->log.data);
        console->log.data[len] = '\0';
        take_line(console, console->log.data);
        buf_consume(&console->log, len + 1);
    }
}

void console_log_begin(struct console *console)
{
    if (pipe2(console->log_fds, O_CLOEXEC | O_NONBLOCK) < 0) {
        console->log_fds[0] = console->log_fds[1] = -1;
        return;
    }
    fcntl(console->log_fds[1], F_SETPIPE_SZ, PIPE_BYTES);
    console->log_watch = loop_watch_new(console->loop, console->log_fds[0], on_log, console);
    log_also(console->log_fds[1]);
}

void console_log_end(struct console *console)
{
    log_also(-1);
    loop_watch_free(console->log_watch);
    console->log_watch = NULL;
    if (console->log_fds[0] < 0)
        return;
    on_log(console);
    close(console->log_fds[0]);
    close(console->log_fds[1]);
}
