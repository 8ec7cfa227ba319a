/*
 * What a flood costs the client: 100,000 lines into the open room of 200
 * people, at 120x40, every line kept; beside the least that it could cost
 * (painter.h); in turns, medians. Prints "name value unit" lines.
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "buf.h"
#include "mem.h"
#include "painter.h"

#define ROUNDS      3
#define LINES       100000
#define PEOPLE      200
#define COLS        120
#define ROWS        40
#define QUIET_MS    150 /* a terminal that gets nothing for so long shows all there is */
#define PATIENCE_MS 60000

/* What is measured: a client on a terminal, and the connection that it made to us. */
struct client {
    pid_t pid;
    int tty, link;
    struct buf in;    /* from the link */
    size_t tty_bytes; /* so far */
};

enum kind { PAINTER, PARLOR_PLAIN, PARLOR_TAGS, PARLOR_NO_SAVE, KINDS };

struct figures {
    double cpu_s;
    double tty_bytes;
    double writes; /* of all kinds: with --no-save, to the terminal */
};

static _Noreturn void give_up(const char *why)
{
    fprintf(stderr, "bench_client: %s\n", why);
    exit(1);
}

static int listen_here(int *port)
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

static _Noreturn void become(enum kind kind, int port, const char *home)
{
    char number[8];
    if (kind == PAINTER)
        painter_run(port, COLS, ROWS);
    snprintf(number, sizeof(number), "%d", port);
    setenv("HOME", home, 1);
    setenv("TERM", "xterm-256color", 1);
    setenv("LC_ALL", "C.UTF-8", 1);
    unsetenv("XDG_DATA_HOME");
    unsetenv("XDG_CONFIG_HOME");
    if (kind == PARLOR_NO_SAVE)
        execl(PARLOR, "parlor", "--no-save", "alice", "127.0.0.1", number, NULL);
    else
        execl(PARLOR, "parlor", "alice", "127.0.0.1", number, NULL);
    _exit(127);
}

/* ---- both ends of the client ---- */

static void read_tty(struct client *client)
{
    char bytes[1 << 13];
    ssize_t len;
    while ((len = read(client->tty, bytes, sizeof(bytes))) > 0)
        client->tty_bytes += (size_t)len;
}

static void read_link(struct client *client)
{
    char bytes[4096];
    ssize_t len = recv(client->link, bytes, sizeof(bytes), MSG_DONTWAIT);
    if (len > 0)
        buf_append(&client->in, bytes, (size_t)len);
}

/* Waits for something from either end, or for room on the link; false after wait_ms of silence. */
static bool turn(struct client *client, bool sending, int wait_ms)
{
    struct pollfd ready[] = {
        {.fd = client->tty,  .events = POLLIN                                   },
        {.fd = client->link, .events = (short)(POLLIN | (sending ? POLLOUT : 0))}
    };
    if (poll(ready, 2, wait_ms) == 0)
        return false;
    if (ready[0].revents)
        read_tty(client);
    if (ready[1].revents & POLLIN)
        read_link(client);
    return true;
}

static void await(struct client *client, const char *text)
{
    while (!strstr(buf_text(&client->in), text)) {
        if (!turn(client, false, PATIENCE_MS))
            give_up("the client says nothing");
    }
}

static void say_all(struct client *client, const struct buf *text)
{
    size_t sent = 0;
    while (sent < text->len) {
        ssize_t len =
            send(client->link, text->data + sent, text->len - sent, MSG_DONTWAIT | MSG_NOSIGNAL);
        sent += len > 0 ? (size_t)len : 0;
        if (len < 0 && !turn(client, true, PATIENCE_MS))
            give_up("the client reads nothing");
    }
}

/* Says "PING :name" and waits for the answer, and until the terminal shows all. */
static void settle(struct client *client, const char *name)
{
    struct buf ping = {0};
    char *pong = xasprintf("PONG %s", name);
    buf_printf(&ping, "PING %s\r\n", name);
    say_all(client, &ping);
    buf_clear(&ping);
    await(client, pong);
    while (turn(client, false, QUIET_MS))
        ;
    free(pong);
}

/* ---- the story ---- */

static void welcome(struct client *client, bool tags)
{
    struct buf text = {0};
    await(client, "USER ");
    if (tags)
        buf_puts(&text, ":s CAP * LS :message-tags server-time\r\n"
                        ":s CAP alice ACK :message-tags server-time\r\n");
    buf_puts(&text, ":s 001 alice :Welcome\r\n:s 422 alice :No MOTD\r\n"
                    ":alice!a@h JOIN #bench\r\n");
    for (int i = 0; i < PEOPLE; i++)
        buf_printf(&text, "%s%sperson%d%s", i % 10 == 0 ? ":s 353 alice = #bench :" : "",
                   i % 10 == 0 ? "" : " ", i, i % 10 == 9 ? "\r\n" : "");
    buf_puts(&text, ":s 366 alice #bench :End of NAMES\r\n");
    say_all(client, &text);
    buf_clear(&text);
}

static void write_flood(struct buf *text, bool tags)
{
    for (int i = 0; i < LINES; i++) {
        if (tags)
            buf_printf(text, "@time=2026-11-20T18:%02d:%02d.%03dZ;msgid=%026d ", i / 60000 % 60,
                       i / 1000 % 60, i % 1000, i);
        buf_printf(text,
                   ":person%d!p@h PRIVMSG #bench :line %06d of so many that nobody reads"
                   " them, and then some\r\n",
                   i % PEOPLE, i);
    }
}

static double cpu_s(pid_t pid)
{
    clockid_t id = 0;
    struct timespec now = {0};
    if (clock_getcpuclockid(pid, &id) != 0 || clock_gettime(id, &now) < 0)
        give_up("the client is gone");
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double write_calls(pid_t pid)
{
    char *path = xasprintf("/proc/%d/io", (int)pid);
    FILE *file = fopen(path, "re");
    char line[128];
    double calls = 0;
    while (file && fgets(line, sizeof(line), file)) {
        if (strncmp(line, "syscw: ", 7) == 0)
            calls = strtod(line + 7, NULL);
    }
    if (file)
        fclose(file);
    free(path);
    return calls;
}

static struct client start(enum kind kind, const char *home)
{
    struct client client = {0};
    struct winsize size = {.ws_row = ROWS, .ws_col = COLS};
    int port = 0;
    int fd = listen_here(&port);
    client.pid = forkpty(&client.tty, NULL, NULL, &size);
    if (client.pid == 0)
        become(kind, port, home);
    fcntl(client.tty, F_SETFL, O_NONBLOCK);
    client.link = accept4(fd, NULL, NULL, SOCK_CLOEXEC);
    close(fd);
    return client;
}

static void end(struct client *client)
{
    kill(client->pid, SIGKILL);
    waitpid(client->pid, NULL, 0);
    close(client->tty);
    close(client->link);
    buf_clear(&client->in);
}

static int remove_one(const char *path, const struct stat *info, int type, struct FTW *ftw)
{
    (void)info;
    (void)type;
    (void)ftw;
    return remove(path);
}

static struct figures measure(enum kind kind)
{
    char home[] = "/tmp/parlor-bench-XXXXXX";
    struct buf flood = {0};
    if (!mkdtemp(home))
        give_up("no folder");
    struct client client = start(kind, home);
    if (kind != PAINTER)
        welcome(&client, kind == PARLOR_TAGS);
    settle(&client, "ready");
    write_flood(&flood, kind == PARLOR_TAGS);

    struct figures was = {cpu_s(client.pid), (double)client.tty_bytes, write_calls(client.pid)};
    say_all(&client, &flood);
    settle(&client, "done");
    struct figures is = {cpu_s(client.pid) - was.cpu_s, (double)client.tty_bytes - was.tty_bytes,
                         write_calls(client.pid) - was.writes};
    end(&client);
    buf_clear(&flood);
    nftw(home, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    return is;
}

static int by_cpu(const void *a, const void *b)
{
    const struct figures *x = a;
    const struct figures *y = b;
    return x->cpu_s == y->cpu_s ? 0 : x->cpu_s > y->cpu_s ? 1 : -1;
}

int main(void)
{
    static const char *const names[KINDS] = {"bare_painter", "flood", "flood_tags",
                                             "flood_no_save"};
    struct figures all[KINDS][ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
        for (int kind = 0; kind < KINDS; kind++)
            all[kind][round] = measure((enum kind)kind);
    }
    for (int kind = 0; kind < KINDS; kind++)
        qsort(all[kind], ROUNDS, sizeof(**all), by_cpu);
    double least = all[PAINTER][ROUNDS / 2].cpu_s;
    for (int kind = 0; kind < KINDS; kind++) {
        const struct figures *median = &all[kind][ROUNDS / 2];
        printf("client_%s_cpu %.3f s\n", names[kind], median->cpu_s);
        printf("client_%s_terminal %.0f bytes\n", names[kind], median->tty_bytes);
        if (kind == PAINTER || kind == PARLOR_NO_SAVE)
            printf("client_%s_writes %.0f calls\n", names[kind], median->writes);
        if (kind != PAINTER)
            printf("client_%s_ratio %.1f times_bare_painter\n", names[kind], median->cpu_s / least);
    }
    return 0;
}
