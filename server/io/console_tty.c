/* The operator's terminal: how it was, how wide it is, and writing without waiting. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "console_private.h"
#include "loop.h"

#define AGAIN_MS   20
#define LEAST_COLS 20

/* ---- how it was: for signal handlers, so it is the process's ---- */

static struct termios before;
static volatile sig_atomic_t kept_fd = -1;

static const int crashes[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};

void console_tty_give_back(void)
{
    if (kept_fd >= 0)
        tcsetattr(kept_fd, TCSADRAIN, &before);
    kept_fd = -1;
}

/* Nothing here but what a signal handler may do; then it dies of the signal all the same. */
static void on_crash(int signum)
{
    if (kept_fd >= 0)
        tcsetattr(kept_fd, TCSANOW, &before);
    raise(signum);
}

void console_tty_keep(int fd)
{
    static bool registered;
    if (tcgetattr(fd, &before) < 0)
        return;
    kept_fd = fd;
    if (!registered)
        atexit(console_tty_give_back);
    registered = true;
    struct sigaction action = {.sa_handler = on_crash, .sa_flags = (int)SA_RESETHAND};
    for (size_t i = 0; i < sizeof(crashes) / sizeof(crashes[0]); i++)
        sigaction(crashes[i], &action, NULL);
}

/* ---- writing ---- */

void console_send(struct console *console)
{
    fflush(console->shown);
    ssize_t n = 1;
    while (console->out.len > 0 && n > 0) {
        n = write(console->fd, console->out.data, console->out.len);
        if (n > 0)
            buf_consume(&console->out, (size_t)n);
    }
    if (n < 0 && errno != EAGAIN && errno != EINTR)
        buf_reset(&console->out);
    else if (console->out.len > 0)
        loop_timer_set(console->again, AGAIN_MS);
}

/* ---- asking ---- */

int console_width(const struct console *console)
{
    struct winsize size = {0};
    if (ioctl(console->fd, TIOCGWINSZ, &size) < 0 || size.ws_col == 0)
        return 80;
    return size.ws_col < LEAST_COLS ? LEAST_COLS : size.ws_col;
}

bool console_wants_colours(void)
{
    const char *no = getenv("NO_COLOR");
    const char *term = getenv("TERM");
    return !(no && *no) && term && *term && strcmp(term, "dumb") != 0;
}
