#include "terminal.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "mem.h"
#include "painter.h"

#define COLS        120
#define ROWS        40
#define QUIET_MS    150 /* a terminal that gets nothing for so long shows all there is */
#define PATIENCE_MS 60000

static _Noreturn void give_up(const char *why)
{
    fprintf(stderr, "bench_client: %s\n", why);
    exit(1);
}

int64_t terminal_now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* ---- life ---- */

int terminal_listen(int *port)
{
    struct sockaddr_in name = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof(name);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (bind(fd, (const struct sockaddr *)&name, len) < 0 || listen(fd, 1) < 0 ||
        getsockname(fd, (struct sockaddr *)&name, &len) < 0)
        give_up("cannot listen");
    *port = ntohs(name.sin_port);
    return fd;
}

static _Noreturn void become(enum terminal_kind kind, int port, const char *home)
{
    char number[8];
    if (kind == TERMINAL_PAINTER)
        painter_run(port, COLS, ROWS);
    snprintf(number, sizeof(number), "%d", port);
    setenv("HOME", home, 1);
    setenv("TERM", "xterm-256color", 1);
    setenv("LC_ALL", "C.UTF-8", 1);
    unsetenv("XDG_DATA_HOME");
    unsetenv("XDG_CONFIG_HOME");
    if (kind == TERMINAL_NO_SAVE)
        execl(PARLOR, "parlor", "--no-save", "alice", "127.0.0.1", number, NULL);
    else
        execl(PARLOR, "parlor", "alice", "127.0.0.1", number, NULL);
    _exit(127);
}

void terminal_start_at(struct terminal *terminal, enum terminal_kind kind,
                       const struct terminal_place *place)
{
    struct winsize size = {.ws_row = ROWS, .ws_col = COLS};
    *terminal = (struct terminal){.home = ""};
    terminal->pid = forkpty(&terminal->tty, NULL, NULL, &size);
    if (terminal->pid == 0)
        become(kind, place->port, place->home);
    fcntl(terminal->tty, F_SETFL, O_NONBLOCK);
    terminal->link = accept4(place->fd, NULL, NULL, SOCK_CLOEXEC);
}

void terminal_start(struct terminal *terminal, enum terminal_kind kind)
{
    char home[] = "/tmp/parlor-bench-XXXXXX";
    struct terminal_place place = {.home = home};
    place.fd = terminal_listen(&place.port);
    if (!mkdtemp(home))
        give_up("no folder");
    terminal_start_at(terminal, kind, &place);
    memcpy(terminal->home, home, sizeof(home));
    close(place.fd);
}

static int remove_one(const char *path, const struct stat *info, int type, struct FTW *ftw)
{
    (void)info;
    (void)type;
    (void)ftw;
    return remove(path);
}

void terminal_end(struct terminal *terminal)
{
    kill(terminal->pid, SIGKILL);
    waitpid(terminal->pid, NULL, 0);
    close(terminal->tty);
    close(terminal->link);
    buf_clear(&terminal->in);
    buf_clear(&terminal->shown);
    if (*terminal->home)
        nftw(terminal->home, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* ---- both ends ---- */

static void read_tty(struct terminal *terminal)
{
    char bytes[1 << 13];
    ssize_t len;
    while ((len = read(terminal->tty, bytes, sizeof(bytes))) > 0) {
        terminal->tty_bytes += (size_t)len;
        buf_append(&terminal->shown, bytes, (size_t)len);
    }
}

static void read_link(struct terminal *terminal)
{
    char bytes[4096];
    ssize_t len = recv(terminal->link, bytes, sizeof(bytes), MSG_DONTWAIT);
    if (len > 0)
        buf_append(&terminal->in, bytes, (size_t)len);
}

bool terminal_turn(struct terminal *terminal, bool sending, int wait_ms)
{
    struct pollfd ready[] = {
        {.fd = terminal->tty,  .events = POLLIN                                   },
        {.fd = terminal->link, .events = (short)(POLLIN | (sending ? POLLOUT : 0))}
    };
    if (poll(ready, 2, wait_ms) == 0)
        return false;
    if (ready[0].revents)
        read_tty(terminal);
    if (ready[1].revents & POLLIN)
        read_link(terminal);
    return true;
}

void terminal_await(struct terminal *terminal, const char *text)
{
    while (!strstr(buf_text(&terminal->in), text)) {
        if (!terminal_turn(terminal, false, PATIENCE_MS))
            give_up(text);
    }
}

void terminal_forget(struct terminal *terminal)
{
    buf_reset(&terminal->shown);
}

void terminal_await_shown(struct terminal *terminal, const char *text)
{
    while (!memmem(buf_text(&terminal->shown), terminal->shown.len, text, strlen(text))) {
        if (!terminal_turn(terminal, false, PATIENCE_MS))
            give_up(text);
    }
}

size_t terminal_offer(const struct terminal *terminal, const char *bytes, size_t len)
{
    ssize_t taken = send(terminal->link, bytes, len, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (taken < 0 && errno != EAGAIN)
        give_up("the client hung up");
    return taken > 0 ? (size_t)taken : 0;
}

void terminal_say(struct terminal *terminal, const struct buf *text)
{
    size_t sent = 0;
    while (sent < text->len) {
        size_t taken = terminal_offer(terminal, text->data + sent, text->len - sent);
        sent += taken;
        if (taken == 0 && !terminal_turn(terminal, true, PATIENCE_MS))
            give_up("the client reads nothing");
    }
}

void terminal_settle(struct terminal *terminal, const char *name)
{
    struct buf ping = {0};
    char *pong = xasprintf("PONG %s", name);
    char *pong_colon = xasprintf("PONG :%s", name);
    buf_printf(&ping, "PING %s\r\n", name);
    terminal_say(terminal, &ping);
    buf_clear(&ping);
    while (!strstr(buf_text(&terminal->in), pong) && !strstr(buf_text(&terminal->in), pong_colon)) {
        if (!terminal_turn(terminal, false, PATIENCE_MS))
            give_up("the client answers nothing");
    }
    while (terminal_turn(terminal, false, QUIET_MS))
        ;
    terminal_forget(terminal);
    free(pong);
    free(pong_colon);
}

void terminal_press(const struct terminal *terminal, char key)
{
    if (write(terminal->tty, &key, 1) != 1)
        give_up("the terminal takes no key");
}

/* ---- its process ---- */

double terminal_cpu_s(const struct terminal *terminal)
{
    clockid_t id = 0;
    struct timespec now = {0};
    if (clock_getcpuclockid(terminal->pid, &id) != 0 || clock_gettime(id, &now) < 0)
        give_up("the client is gone");
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* The number behind a word in /proc/PID/file. */
static double figure(const struct terminal *terminal, const char *file, const char *word)
{
    char *path = xasprintf("/proc/%d/%s", (int)terminal->pid, file);
    FILE *stream = fopen(path, "re");
    char line[256];
    double value = 0;
    while (stream && fgets(line, sizeof(line), stream)) {
        if (strncmp(line, word, strlen(word)) == 0)
            value = strtod(line + strlen(word), NULL);
    }
    if (stream)
        fclose(stream);
    free(path);
    return value;
}

double terminal_write_calls(const struct terminal *terminal)
{
    return figure(terminal, "io", "syscw:");
}

double terminal_wakeups(const struct terminal *terminal)
{
    return figure(terminal, "status", "voluntary_ctxt_switches:");
}

double terminal_memory_bytes(const struct terminal *terminal)
{
    return figure(terminal, "smaps_rollup", "Rss:") * 1024;
}
