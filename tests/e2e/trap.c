#include "trap.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"
#include "mem.h"
#include "rig.h"
#include "spec.h"

/* What the header shows comes first. */
struct whole {
    struct trap trap;
    struct rig *rig;
    pid_t pid; /* 0 once it was waited for */
    int tty, link;
    struct buf said; /* by the client, and not looked at */
};

static struct whole *whole_of(struct trap *trap)
{
    return (struct whole *)trap;
}

static void become(const struct rig *rig, int port)
{
    char program[] = PARLOR;
    char name[] = "alice";
    char host[] = "127.0.0.1";
    char *number = xasprintf("%d", port);
    char *argv[] = {program, name, host, number, NULL};
    rig_enter(rig);
    setenv("TERM", "xterm-256color", 1);
    execv(program, argv);
    _exit(127);
}

static void start(struct whole *whole)
{
    struct sockaddr_in name = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof(name);
    struct winsize size = {.ws_row = 30, .ws_col = 100};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(fd, (const struct sockaddr *)&name, len), 0);
    assert_int_equal(listen(fd, 1), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&name, &len), 0);
    whole->pid = forkpty(&whole->tty, NULL, NULL, &size);
    assert_true(whole->pid >= 0);
    if (whole->pid == 0)
        become(whole->rig, ntohs(name.sin_port));
    fcntl(whole->tty, F_SETFL, O_NONBLOCK);
    rig_wait_readable(fd, clock_mono_ms() + RIG_PATIENCE_MS, "the client to connect");
    whole->link = accept4(fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    close(fd);
}

int trap_setup(void **state)
{
    struct whole *whole = xnew(struct whole);
    void *rig = NULL;
    rig_setup(&rig);
    whole->rig = rig;
    start(whole);
    *state = whole;
    return 0;
}

int trap_teardown(void **state)
{
    struct whole *whole = *state;
    void *rig = whole->rig;
    if (whole->pid > 0) {
        kill(whole->pid, SIGKILL);
        waitpid(whole->pid, NULL, 0);
    }
    close(whole->tty);
    close(whole->link);
    buf_clear(&whole->trap.painted);
    buf_clear(&whole->said);
    free(whole);
    return rig_teardown(&rig);
}

/* Takes what is there; false at the end. */
static bool take(int fd, struct buf *into)
{
    char bytes[8192];
    ssize_t len;
    while ((len = read(fd, bytes, sizeof(bytes))) > 0)
        buf_append(into, bytes, (size_t)len);
    return len < 0 && errno == EAGAIN;
}

/* Waits for something from either end, or room on the link; false if the terminal is at its end. */
static bool turn(struct whole *whole, bool sending)
{
    struct pollfd ready[] = {
        {.fd = whole->tty,  .events = POLLIN                                   },
        {.fd = whole->link, .events = (short)(POLLIN | (sending ? POLLOUT : 0))}
    };
    if (poll(ready, 2, RIG_PATIENCE_MS) <= 0)
        fail_msg("the client neither says nor paints anything any more");
    if (ready[1].revents)
        take(whole->link, &whole->said);
    return !ready[0].revents || take(whole->tty, &whole->trap.painted);
}

void trap_await(struct trap *trap, const char *text)
{
    struct whole *whole = whole_of(trap);
    int64_t deadline_ms = clock_mono_ms() + RIG_PATIENCE_MS;
    const char *found = NULL;
    while (!(found = strstr(buf_text(&whole->said), text))) {
        if (!turn(whole, false))
            fail_msg("the client ended; it did not say %s", text);
        if (clock_mono_ms() > deadline_ms)
            fail_msg("the client does not say %s", text);
    }
    buf_consume(&whole->said, (size_t)(found - buf_text(&whole->said)) + strlen(text));
}

void trap_say_bytes(struct trap *trap, const char *bytes, size_t len)
{
    struct whole *whole = whole_of(trap);
    while (len > 0) {
        ssize_t sent = send(whole->link, bytes, len, MSG_NOSIGNAL);
        if (sent < 0 && errno != EAGAIN)
            fail_msg("the client hung up");
        if (sent < 0 && !turn(whole, true))
            fail_msg("the client ended");
        bytes += sent < 0 ? 0 : sent;
        len -= sent < 0 ? 0 : (size_t)sent;
    }
}

void trap_say(struct trap *trap, const char *line)
{
    char *whole = xasprintf("%s\r\n", line);
    trap_say_bytes(trap, whole, strlen(whole));
    free(whole);
}

void trap_type(struct trap *trap, const char *keys)
{
    size_t len = strlen(keys);
    assert_int_equal(write(whole_of(trap)->tty, keys, len), len);
}

void trap_check(struct trap *trap)
{
    trap_say(trap, "PING :read-it-all");
    trap_await(trap, "PONG read-it-all");
    trap_type(trap, "/quote ISON still-here\r");
    trap_await(trap, "ISON still-here");
}

void trap_welcome(struct trap *trap)
{
    trap_await(trap, "USER ");
    trap_say(trap, ":s 001 alice :Welcome");
    trap_say(trap, ":s 422 alice :No MOTD");
    trap_say(trap, ":alice!a@h JOIN #tea");
    trap_say(trap, ":s 353 alice = #tea :alice bob carol");
    trap_say(trap, ":s 366 alice #tea :End of NAMES");
    trap_check(trap);
}

int trap_end(struct trap *trap)
{
    struct whole *whole = whole_of(trap);
    int status = 0;
    while (turn(whole, false))
        ;
    assert_int_equal(waitpid(whole->pid, &status, 0), whole->pid);
    whole->pid = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
