#include "tty.h"

#include <curses.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>

#include "mem.h"
#include "tty_colour.h"
#include "tty_crash.h"
#include "tty_direct.h"
#include "tty_keys.h"
#include "tty_raw.h"
#include "utf8.h"

/* Pastes come in brackets, and we hear of the focus. */
#define MODES_ON  "\x1b[?2004h\x1b[?1004h"
#define MODES_OFF "\x1b[?1004l\x1b[?2004l"

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
    enum tty_colours colours;
    char *reset;        /* what a crash writes; owned */
    struct cell *shown; /* what the terminal shows, w * h; owned */
    int w, h;
    bool anew;
    bool titled;
    bool cursor_shown;
    struct keys keys;
} tty;

static void write_all(const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t n = write(STDOUT_FILENO, bytes, len);
        struct pollfd out = {.fd = STDOUT_FILENO, .events = POLLOUT};
        if (n < 0 && errno == EAGAIN && poll(&out, 1, -1) > 0)
            continue;
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return; /* the terminal is gone: reading tells */
        bytes += n;
        len -= (size_t)n;
    }
}

static void write_text(const char *text)
{
    write_all(text, strlen(text));
}

static const char *env(const char *name)
{
    const char *value = getenv(name);
    return value ? value : "";
}

static bool wants_rgb(enum tty_colours colours)
{
    const char *says = env("COLORTERM");
    bool able = strcmp(says, "truecolor") == 0 || strcmp(says, "24bit") == 0;
    return colours == TTY_COLOURS_RGB || (colours == TTY_COLOURS_AUTO && able && !*env("NO_COLOR"));
}

/* newterm() with another description of the terminal than the system's. */
static SCREEN *open_direct(void)
{
    char *made = direct_terminfo(env("TERM")), *before = xstrdup(getenv("TERMINFO"));
    SCREEN *screen = NULL;
    if (made) {
        setenv("TERMINFO", made, 1);
        screen = newterm(NULL, stdout, stdin);
    }
    if (before)
        setenv("TERMINFO", before, 1);
    else
        unsetenv("TERMINFO");
    free(before);
    free(made);
    return screen;
}

/* What there is of what was asked for. */
static enum tty_colours settle(enum tty_colours asked, bool direct)
{
    if (asked == TTY_COLOURS_NONE || (asked == TTY_COLOURS_AUTO && *env("NO_COLOR")) ||
        start_color() == ERR || COLORS < 8)
        return TTY_COLOURS_NONE;
    use_default_colors();
    if (direct)
        return TTY_COLOURS_RGB;
    return asked != TTY_COLOURS_16 && COLORS >= 256 ? TTY_COLOURS_256 : TTY_COLOURS_16;
}

static const char *capability(const char *name)
{
    const char *value = tigetstr(name);
    return value && value != (char *)-1 ? value : "";
}

static void set_modes(void)
{
    raw();
    noecho();
    nonl();
    idcok(stdscr, FALSE);
    /* Until a screen was ended once, ncurses 6.4 writes at every move of the cursor. */
    endwin();
    refresh();
    write_text(MODES_ON);
    tty.anew = true;
    tty.cursor_shown = true;
}

int tty_start(enum tty_colours colours, char **cause)
{
    if (tcgetattr(STDIN_FILENO, &tty.before) != 0 || !isatty(STDOUT_FILENO)) {
        *cause = xstrdup("this is no terminal");
        return -1;
    }
    bool direct = wants_rgb(colours);
    tty.screen = direct ? open_direct() : NULL;
    direct = tty.screen != NULL;
    if (!tty.screen)
        tty.screen = newterm(NULL, stdout, stdin);
    if (!tty.screen || !*capability("cup")) {
        *cause = xasprintf("TERM=%s: this terminal cannot place its cursor", env("TERM"));
        tty_end();
        return -1;
    }
    tty.colours = settle(colours, direct);
    tty.reset = xasprintf("%s\x1b[0m\x1b[?25h%s", MODES_OFF, capability("rmcup"));
    crash_guard(tty.reset, &tty.before);
    set_modes();
    return 0;
}

void tty_end(void)
{
    if (!tty.screen)
        return;

    write_text(MODES_OFF);
    if (tty.titled)
        write_text(TITLE_BACK);
    crash_unguard();
    endwin();
    delscreen(tty.screen);
    tcsetattr(STDIN_FILENO, TCSADRAIN, &tty.before);
    keys_clear(&tty.keys);
    free(tty.reset);
    free(tty.shown);
    memset(&tty, 0, sizeof(tty));
}

int tty_colours(void)
{
    return (int)tty.colours;
}

void tty_suspend(void)
{
    struct sigaction before, stop = {.sa_handler = SIG_DFL};
    sigset_t set, old;
    write_text(MODES_OFF);
    endwin();
    sigemptyset(&stop.sa_mask);
    sigemptyset(&set);
    sigaddset(&set, SIGTSTP);
    sigaction(SIGTSTP, &stop, &before);
    sigprocmask(SIG_UNBLOCK, &set, &old);
    kill(0, SIGTSTP);
    sigprocmask(SIG_SETMASK, &old, NULL);
    sigaction(SIGTSTP, &before, NULL);
    refresh();
    write_text(MODES_ON);
    tty.anew = true;
}

void tty_size(int *rows, int *cols)
{
    struct winsize size = {0};
    bool known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0;
    *rows = known ? size.ws_row : 24;
    *cols = known ? size.ws_col : 80;
}

/* Attributes and colours as ncurses says them. */
static attr_t attrs_of(struct style style, int *pair)
{
    static const struct {
        unsigned attr;
        attr_t curses;
    } known[] = {
        {ATTR_BOLD,      A_BOLD     },
        {ATTR_DIM,       A_DIM      },
        {ATTR_ITALIC,    A_ITALIC   },
        {ATTR_REVERSE,   A_REVERSE  },
        {ATTR_UNDERLINE, A_UNDERLINE},
    };
    attr_t attrs = A_NORMAL;
    for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
        if (style.attrs & known[i].attr)
            attrs |= known[i].curses;
    int32_t fg = colour_fg(style, tty.colours), bg = colour_bg(style, tty.colours);
    if (COLORS == 8 && fg >= 8) {
        attrs |= A_BOLD;
        fg -= 8;
    }
    if (COLORS == 8 && bg >= 8)
        bg -= 8;
    *pair = fg < 0 && bg < 0 ? 0 : alloc_pair(fg, bg);
    if (*pair < 0)
        *pair = 0;
    return attrs;
}

static bool same_style(struct style a, struct style b)
{
    return a.fg == b.fg && a.bg == b.bg && a.attrs == b.attrs;
}

/* Gives ncurses a row, with blanks for what it cannot draw. */
static void put_row(const struct cell *row, int y)
{
    static const struct cell gap = {.text = " ", .cols = 1};
    attr_t attrs = A_NORMAL;
    int pair = 0;
    for (int x = 0; x < tty.w; x++) {
        wchar_t wide[RAW_WIDE_MAX];
        cchar_t drawn;
        const struct cell *cell = &row[x];
        if (x == 0 || !same_style(cell->style, row[x - 1].style))
            attrs = attrs_of(cell->style, &pair);
        if (cell->cols == 0 && raw_to_wide(&row[x - 1], wide))
            continue;
        if (cell->cols == 0 || !raw_to_wide(cell, wide))
            raw_to_wide(&gap, wide);
        setcchar(&drawn, wide, attrs, 0, &pair);
        mvadd_wch(y, x, &drawn);
    }
}

static bool has_raw(const struct cell *row)
{
    wchar_t wide[RAW_WIDE_MAX];
    for (int x = 0; x < tty.w; x++)
        if (row[x].cols > 0 && !raw_to_wide(&row[x], wide))
            return true;
    return false;
}

/* Takes over the size of the canvas; nothing is known of what is shown then. */
static void start_anew(const struct canvas *canvas)
{
    if (canvas->w != COLS || canvas->h != LINES)
        resizeterm(canvas->h, canvas->w);
    free(tty.shown);
    tty.shown = xcalloc((size_t)canvas->w * (size_t)canvas->h, sizeof(*tty.shown));
    tty.w = canvas->w;
    tty.h = canvas->h;
    tty.anew = false;
    clearok(curscr, TRUE);
}

static void place_cursor(const struct canvas *canvas)
{
    bool shown = canvas->cursor_x >= 0 && canvas->cursor_y >= 0;
    if (shown)
        move(canvas->cursor_y, canvas->cursor_x);
    if (shown != tty.cursor_shown)
        curs_set(shown);
    tty.cursor_shown = shown;
}

void tty_show(const struct canvas *canvas)
{
    struct buf rest = {0};
    if (tty.anew || canvas->w != tty.w || canvas->h != tty.h)
        start_anew(canvas);
    for (int y = 0; y < tty.h; y++) {
        size_t at = (size_t)y * (size_t)tty.w, size = (size_t)tty.w * sizeof(struct cell);
        if (memcmp(tty.shown + at, canvas->cells + at, size) == 0)
            continue;
        if (has_raw(tty.shown + at) || has_raw(canvas->cells + at))
            wredrawln(stdscr, y, 1);
        put_row(canvas->cells + at, y);
        raw_append(&rest, canvas, y, tty.colours);
        memcpy(tty.shown + at, canvas->cells + at, size);
    }
    place_cursor(canvas);
    wnoutrefresh(stdscr);
    doupdate();
    if (rest.len > 0) {
        write_text("\x1b"
                   "7");
        write_all(rest.data, rest.len);
        write_text("\x1b"
                   "8");
    }
    buf_clear(&rest);
}

void tty_redraw(void)
{
    tty.anew = true;
}

void tty_bell(void)
{
    write_text("\a");
}

void tty_title(const char *text)
{
    static const char *const untitled[] = {"linux", "dumb", "vt", "cons", "unknown"};
    for (size_t i = 0; i < sizeof(untitled) / sizeof(*untitled); i++)
        if (strncmp(env("TERM"), untitled[i], strlen(untitled[i])) == 0)
            return;
    char *clean = utf8_sanitize(text, strlen(text), false, false);
    char *sequence = xasprintf("%s\x1b]2;%.*s\a", tty.titled ? "" : TITLE_KEEP,
                               (int)utf8_cut_bytes(clean, strlen(clean), TITLE_MAX), clean);
    write_text(sequence);
    tty.titled = true;
    free(sequence);
    free(clean);
}

bool tty_is_light(void)
{
    const char *says = strrchr(env("COLORFGBG"), ';');
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
