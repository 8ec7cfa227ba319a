#include "tty.h"

#include <assert.h>
#include <curses.h>
#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>

#include "mem.h"
#include "tty_able.h"
#include "tty_crash.h"
#include "tty_direct.h"
#include "tty_keys.h"
#include "tty_mouse.h"
#include "tty_paint.h"
#include "tty_write.h"
#include "utf8.h"

/* Pastes come in brackets, and we hear of the focus. */
#define MODES_ON  "\x1b[?2004h\x1b[?1004h"
#define MODES_OFF MOUSE_OFF "\x1b[?1004l\x1b[?2004l"

/* Where there are only lines, all that the terminal is asked for; plain ones are not. */
#define PASTES_ON  "\x1b[?2004h"
#define PASTES_OFF "\x1b[?2004l"

/* The window's title is put aside, and brought back. */
#define TITLE_KEEP "\x1b[22;2t"
#define TITLE_BACK "\x1b[23;2t"
#define TITLE_MAX  200

#define READ_BYTES 8192
#define READS_MAX  8 /* at a time: the rest of a large paste comes with the next turn */

/* A process has one terminal; ncurses itself keeps it in global variables. */
static struct {
    SCREEN *screen;
    struct termios before;
    FILE *out;   /* ncurses writes to memory, and we to the terminal */
    char *reset; /* what a crash writes; owned */
    enum tty_colours asked;
    bool titled;
    bool mouse;  /* it is ours */
    bool linear; /* there is no screen, only lines */
    struct paint paint;
    struct keys keys;
} tty;

/* Takes what ncurses wrote. */
static void take_written(struct buf *out)
{
    char bytes[READ_BYTES];
    int fd = fileno(tty.out);
    off_t at = 0;
    for (ssize_t n; (n = pread(fd, bytes, sizeof(bytes), at)) > 0; at += n)
        buf_append(out, bytes, (size_t)n);
    if (ftruncate(fd, 0) == 0)
        lseek(fd, 0, SEEK_SET);
}

/* It goes out in one piece, with text (may be NULL) behind it. */
static void flush(const char *text)
{
    struct buf out = {0};
    take_written(&out);
    if (text)
        buf_puts(&out, text);
    write_bytes(out.data, out.len);
    buf_clear(&out);
}

static const char *capability(const char *name)
{
    const char *value = tigetstr(name);
    /* (char *)-1 is the answer for a name that is none. */
    return value && (intptr_t)value != -1 ? value : "";
}

/* Every key comes as it is, at once; ncurses is told the same. */
static void set_modes(void)
{
    struct termios modes = tty.before;
    cfmakeraw(&modes);
    tcsetattr(STDIN_FILENO, TCSADRAIN, &modes);
    if (tty.linear)
        return;
    raw();
    noecho();
    nonl();
}

void tty_take_back(void)
{
    set_modes();
    tty.paint.anew = true;
    if (tty.linear) {
        write_text(able_plain() ? "" : PASTES_ON);
        return;
    }
    refresh();
    flush(tty.mouse ? MODES_ON MOUSE_ON : MODES_ON);
}

void tty_lend(void)
{
    if (tty.linear) {
        write_text(able_plain() ? "" : PASTES_OFF);
    } else {
        endwin();
        flush(MODES_OFF);
    }
    tcsetattr(STDIN_FILENO, TCSADRAIN, &tty.before);
}

/* ncurses takes some signals for itself: they are given back. */
static SCREEN *open_screen(bool *direct)
{
    static const int signals[] = {SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
    struct sigaction before[sizeof(signals) / sizeof(*signals)];
    for (size_t i = 0; i < sizeof(signals) / sizeof(*signals); i++)
        sigaction(signals[i], NULL, &before[i]);
    SCREEN *screen = *direct ? direct_open(able_env("TERM"), tty.out) : NULL;
    *direct = screen != NULL;
    if (!screen)
        screen = newterm(NULL, tty.out, stdin);
    for (size_t i = 0; i < sizeof(signals) / sizeof(*signals); i++)
        sigaction(signals[i], &before[i], NULL);
    return screen;
}

static FILE *open_memory(void)
{
    int fd = memfd_create("screen", MFD_CLOEXEC);
    return fd < 0 ? NULL : fdopen(fd, "w+");
}

static int fail(char **cause, char *why)
{
    *cause = why;
    if (tty.screen)
        delscreen(tty.screen);
    if (tty.out)
        fclose(tty.out);
    memset(&tty, 0, sizeof(tty));
    return -1;
}

/* We speak UTF-8 whatever the locale says: ncurses has to believe that the terminal does. */
static void speak_utf8(void)
{
    if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
        setlocale(LC_CTYPE, "C.UTF-8");
}

/* Until a screen was ended once, ncurses 6.4 writes at every move of the cursor. */
static void begin_screen(void)
{
    struct buf unseen = {0};
    idcok(stdscr, FALSE);
    typeahead(-1);
    endwin();
    take_written(&unseen);
    buf_clear(&unseen);
}

int tty_start(enum tty_colours colours, char **cause)
{
    if (tcgetattr(STDIN_FILENO, &tty.before) != 0 || !isatty(STDOUT_FILENO))
        return fail(cause, xstrdup("this is no terminal"));
    tty.out = open_memory();
    if (!tty.out)
        return fail(cause, xasprintf("no memory for a screen: %s", strerror(errno)));
    speak_utf8();
    bool direct = able_rgb(colours);
    tty.screen = open_screen(&direct);
    if (!tty.screen || !*capability("cup"))
        return fail(cause, xasprintf("TERM=%s is no terminal with a cursor to place: run parlor "
                                     "--linear, or set TERM to what this one is",
                                     able_env("TERM")));

    tty.asked = colours;
    tty.paint.colours = able_settle(colours, direct);
    tty.reset = xasprintf("%s\x1b[0m\x1b[?25h%s", MODES_OFF, capability("rmcup"));
    crash_guard(tty.reset, &tty.before);
    begin_screen();
    tty_take_back();
    return 0;
}

bool tty_set_colours(enum tty_colours colours)
{
    if (tty.linear || !tty.screen || colours == tty.asked)
        return false;

    bool direct = able_rgb(colours);
    /* Keys still come as they are: what is typed meanwhile is neither shown by the terminal nor
     * gathered to a line. */
    def_shell_mode();
    endwin();
    flush(MODES_OFF);
    delscreen(tty.screen);
    tty.screen = open_screen(&direct);
    assert(tty.screen); /* this terminal had one */
    tty.asked = colours;
    tty.paint.colours = able_settle(colours, direct);
    begin_screen();
    tty_take_back();
    return true;
}

int tty_start_lines(char **cause)
{
    if (tcgetattr(STDIN_FILENO, &tty.before) != 0 || !isatty(STDOUT_FILENO))
        return fail(cause, xstrdup("this is no terminal"));
    tty.linear = true;
    tty.reset = xstrdup(able_plain() ? "" : PASTES_OFF);
    crash_guard(tty.reset, &tty.before);
    tty_take_back();
    return 0;
}

bool tty_has_lines(void)
{
    return tty.linear;
}

bool tty_take_redraw(void)
{
    bool asked = tty.paint.anew;
    tty.paint.anew = false;
    return asked;
}

void tty_end(void)
{
    if (!tty.screen && !tty.linear)
        return;

    tty_lend();
    if (tty.titled)
        write_text(TITLE_BACK);
    crash_unguard();
    if (tty.screen)
        delscreen(tty.screen);
    if (tty.out)
        fclose(tty.out);
    keys_clear(&tty.keys);
    paint_clear(&tty.paint);
    free(tty.reset);
    memset(&tty, 0, sizeof(tty));
}

int tty_colours(void)
{
    return (int)tty.paint.colours;
}

void tty_suspend(void)
{
    struct sigaction before;
    struct sigaction stop = {.sa_handler = SIG_DFL};
    sigset_t set;
    sigset_t old;
    tty_lend();
    sigemptyset(&stop.sa_mask);
    sigemptyset(&set);
    sigaddset(&set, SIGTSTP);
    sigaction(SIGTSTP, &stop, &before);
    sigprocmask(SIG_UNBLOCK, &set, &old);
    kill(0, SIGTSTP);
    sigprocmask(SIG_SETMASK, &old, NULL);
    sigaction(SIGTSTP, &before, NULL);
    tty_take_back();
}

void tty_size(int *rows, int *cols)
{
    struct winsize size = {0};
    bool known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0;
    *rows = known ? size.ws_row : 24;
    *cols = known ? size.ws_col : 80;
}

void tty_show(const struct canvas *canvas)
{
    struct buf rest = {0};
    paint_canvas(&tty.paint, canvas, &rest);
    flush(rest.data);
    buf_clear(&rest);
}

void tty_mouse(bool on)
{
    if (on != tty.mouse)
        write_text(on ? MOUSE_ON : MOUSE_OFF);
    tty.mouse = on;
}

void tty_bare(const char *text)
{
    struct buf out = {0};
    buf_puts(&out, "\x1b[0m\x1b[?7h\x1b[H\x1b[2J\x1b[?25l");
    for (const char *c = text; *c; c++) {
        if (*c == '\n')
            buf_putc(&out, '\r');
        buf_putc(&out, *c);
    }
    write_bytes(out.data, out.len);
    buf_clear(&out);
}

void tty_redraw(void)
{
    tty.paint.anew = true;
}

void tty_bell(void)
{
    write_text("\a");
}

void tty_links(bool wanted)
{
    bool links = wanted && !able_plain();
    tty.paint.anew |= links != tty.paint.links;
    tty.paint.links = links;
}

void tty_tell(const char *sequence)
{
    write_text(sequence);
}

void tty_title(const char *text)
{
    if (able_plain())
        return;
    char *clean = utf8_sanitize(text, strlen(text), false, false);
    char *sequence = xasprintf("%s\x1b]2;%.*s\a", tty.titled ? "" : TITLE_KEEP,
                               (int)utf8_cut_bytes(clean, strlen(clean), TITLE_MAX), clean);
    write_text(sequence);
    tty.titled = true;
    free(sequence);
    free(clean);
}

void tty_ask_ground(void)
{
    if (able_plain())
        return;
    tty.keys.asking = true;
    write_text("\x1b]11;?\x1b\\");
}

bool tty_is_light(void)
{
    if (tty.keys.ground)
        return tty.keys.ground == 2;
    const char *says = strrchr(able_env("COLORFGBG"), ';');
    char *end = NULL;
    long ground = says ? strtol(says + 1, &end, 10) : 0;
    return says && end != says + 1 && (ground == 7 || (ground >= 9 && ground <= 15));
}

int tty_keys_read(tty_key_fn *fn, void *arg)
{
    char bytes[READ_BYTES];
    struct pollfd in = {.fd = STDIN_FILENO, .events = POLLIN};
    int wait_ms = keys_feed(&tty.keys, "", 0, fn, arg);
    for (int i = 0; i < READS_MAX && poll(&in, 1, 0) > 0; i++) {
        ssize_t n = read(STDIN_FILENO, bytes, sizeof(bytes));
        if (n < 0 && (errno == EINTR || errno == EAGAIN))
            break;
        if (n <= 0)
            return -2;
        wait_ms = keys_feed(&tty.keys, bytes, (size_t)n, fn, arg);
    }
    return wait_ms;
}

void tty_keys_flush(tty_key_fn *fn, void *arg)
{
    keys_flush(&tty.keys, fn, arg);
}
