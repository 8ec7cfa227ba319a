#include "screen.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"
#include "mem.h"
#include "rig.h"
#include "screen_private.h"
#include "spec.h"

static void become(const struct rig *rig, char *const *argv)
{
    rig_enter(rig);
    setenv("TERM", "xterm-256color", 1);
    setenv("COLORTERM", "truecolor", 1);
    execvp(argv[0], argv);
    _exit(127);
}

static int on_bell(void *user)
{
    struct screen *screen = user;
    screen->bells++;
    return 1;
}

static int on_property(VTermProp property, VTermValue *value, void *user)
{
    struct screen *screen = user;
    if (property == VTERM_PROP_TITLE)
        xreplace(&screen->title, value->string);
    return 1;
}

static void make_terminal(struct screen *screen)
{
    static const VTermScreenCallbacks callbacks = {.bell = on_bell, .settermprop = on_property};
    /* libvterm 0.1 dies of a wide character where there is but one column. */
    screen->term = vterm_new(screen->rows, screen->cols > 1 ? screen->cols : 2);
    vterm_set_utf8(screen->term, 1);
    screen->cells = vterm_obtain_screen(screen->term);
    vterm_screen_set_callbacks(screen->cells, &callbacks, screen);
    vterm_screen_enable_altscreen(screen->cells, 1);
    vterm_screen_reset(screen->cells, 1);
}

struct screen *screen_start(const struct rig *rig, int cols, int rows, char *const *argv)
{
    struct screen *screen = xnew(struct screen);
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
    screen->cols = cols;
    screen->rows = rows;
    screen->pid = forkpty(&screen->fd, NULL, NULL, &size);
    assert_true(screen->pid >= 0);
    if (screen->pid == 0)
        become(rig, argv);

    fcntl(screen->fd, F_SETFD, FD_CLOEXEC);
    fcntl(screen->fd, F_SETFL, O_NONBLOCK);
    make_terminal(screen);
    return screen;
}

void screen_free(struct screen *screen)
{
    if (!screen)
        return;
    if (screen->pid > 0) {
        kill(screen->pid, SIGKILL);
        waitpid(screen->pid, NULL, 0);
    }
    if (screen->fd >= 0)
        close(screen->fd);
    vterm_free(screen->term);
    buf_clear(&screen->row);
    free(screen->title);
    free(screen);
}

/* ---- bytes both ways ---- */

/* Takes what the program has painted. */
static void take_output(struct screen *screen)
{
    char piece[8192];
    ssize_t n = 0;
    while (!screen->at_end && (n = read(screen->fd, piece, sizeof(piece))) > 0)
        vterm_input_write(screen->term, piece, (size_t)n);
    if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
        screen->at_end = true;
}

static void write_all(struct screen *screen, const char *data, size_t len)
{
    while (len > 0 && !screen->at_end) {
        ssize_t n = write(screen->fd, data, len);
        if (n < 0 && errno != EAGAIN && errno != EINTR)
            return;
        if (n < 0) {
            struct pollfd ready = {.fd = screen->fd, .events = POLLIN | POLLOUT};
            if (poll(&ready, 1, RIG_PATIENCE_MS) <= 0)
                fail_msg("the program reads no keys any more");
            take_output(screen);
            continue;
        }
        data += n;
        len -= (size_t)n;
    }
}

/* A terminal answers questions: where the cursor is, what it can do. */
static void answer(struct screen *screen)
{
    char text[256];
    size_t n = 0;
    while ((n = vterm_output_read(screen->term, text, sizeof(text))) > 0)
        write_all(screen, text, n);
}

bool screen_pump(struct screen *screen)
{
    take_output(screen);
    answer(screen);
    return !screen->at_end;
}

void screen_type(struct screen *screen, const char *keys)
{
    write_all(screen, keys, strlen(keys));
}

/* A new terminal, as libvterm 0.1 loses its cursor when it shrinks: who runs in it must paint all.
 */
void screen_resize(struct screen *screen, int cols, int rows)
{
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
    screen_pump(screen);
    screen->cols = cols;
    screen->rows = rows;
    vterm_free(screen->term);
    make_terminal(screen);
    ioctl(screen->fd, TIOCSWINSZ, &size);
}

/* ---- what is shown ---- */

static void put_code_point(struct buf *out, uint32_t c)
{
    if (c < 0x80) {
        buf_putc(out, (char)c);
    } else if (c < 0x800) {
        buf_putc(out, (char)(0xC0 | c >> 6));
        buf_putc(out, (char)(0x80 | (c & 0x3F)));
    } else if (c < 0x10000) {
        buf_putc(out, (char)(0xE0 | c >> 12));
        buf_putc(out, (char)(0x80 | (c >> 6 & 0x3F)));
        buf_putc(out, (char)(0x80 | (c & 0x3F)));
    } else {
        buf_putc(out, (char)(0xF0 | c >> 18));
        buf_putc(out, (char)(0x80 | (c >> 12 & 0x3F)));
        buf_putc(out, (char)(0x80 | (c >> 6 & 0x3F)));
        buf_putc(out, (char)(0x80 | (c & 0x3F)));
    }
}

static void put_cell(struct buf *out, const VTermScreenCell *cell)
{
    if (cell->chars[0] == 0)
        buf_putc(out, ' ');
    for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell->chars[i]; i++)
        put_code_point(out, cell->chars[i]);
}

const char *screen_row(struct screen *screen, int row)
{
    buf_reset(&screen->row);
    int width = 1;
    for (int col = 0; col < screen->cols; col += width) {
        VTermScreenCell cell = {0};
        VTermPos pos = {.row = row, .col = col};
        vterm_screen_get_cell(screen->cells, pos, &cell);
        put_cell(&screen->row, &cell);
        width = cell.width > 1 ? cell.width : 1;
    }
    size_t len = screen->row.len;
    while (len > 0 && screen->row.data[len - 1] == ' ')
        len--;
    buf_truncate(&screen->row, len);
    return buf_text(&screen->row);
}

const char *screen_cell(struct screen *screen, int row, int col)
{
    VTermScreenCell cell = {0};
    buf_reset(&screen->row);
    vterm_screen_get_cell(screen->cells, (VTermPos){.row = row, .col = col}, &cell);
    if (cell.chars[0] != UINT32_MAX)
        put_cell(&screen->row, &cell);
    return buf_text(&screen->row);
}

void screen_show(struct screen *screen)
{
    fprintf(stderr, "--- %dx%d%s:\n", screen->cols, screen->rows, screen->at_end ? ", ended" : "");
    for (int row = 0; row < screen->rows; row++)
        fprintf(stderr, "|%s\n", screen_row(screen, row));
    fprintf(stderr, "---\n");
}

static int row_that_matches(struct screen *screen, const char *pattern)
{
    for (int row = 0; row < screen->rows; row++) {
        if (rig_matches(screen_row(screen, row), pattern))
            return row;
    }
    return -1;
}

int screen_count(struct screen *screen, const char *pattern)
{
    int n = 0;
    screen_pump(screen);
    for (int row = 0; row < screen->rows; row++)
        n += rig_matches(screen_row(screen, row), pattern);
    return n;
}

/* ---- waiting ---- */

unsigned screen_bells(const struct screen *screen)
{
    return screen->bells;
}

/* Lets the program paint; fails at the deadline. */
static void wait_more(struct screen *screen, int64_t deadline_ms, const char *what)
{
    struct pollfd ready = {.fd = screen->fd, .events = POLLIN};
    int64_t left_ms = deadline_ms - clock_mono_ms();
    if (left_ms > 0 && !screen->at_end) {
        poll(&ready, 1, (int)left_ms);
        screen_pump(screen);
        return;
    }
    screen_show(screen);
    fail_msg("waited in vain for %s", what);
}

int screen_wait(struct screen *screen, const char *pattern)
{
    int64_t deadline_ms = clock_mono_ms() + RIG_PATIENCE_MS;
    int row = -1;
    screen_pump(screen);
    while ((row = row_that_matches(screen, pattern)) < 0)
        wait_more(screen, deadline_ms, pattern);
    return row;
}

void screen_wait_row(struct screen *screen, int row, const char *pattern)
{
    int64_t deadline_ms = clock_mono_ms() + RIG_PATIENCE_MS;
    screen_pump(screen);
    while (!rig_matches(screen_row(screen, row), pattern))
        wait_more(screen, deadline_ms, pattern);
}

void screen_wait_gone(struct screen *screen, const char *pattern)
{
    int64_t deadline_ms = clock_mono_ms() + RIG_PATIENCE_MS;
    screen_pump(screen);
    while (row_that_matches(screen, pattern) >= 0)
        wait_more(screen, deadline_ms, pattern);
}

void screen_wait_title(struct screen *screen, const char *pattern)
{
    int64_t deadline_ms = clock_mono_ms() + RIG_PATIENCE_MS;
    screen_pump(screen);
    while (!screen->title || !rig_matches(screen->title, pattern))
        wait_more(screen, deadline_ms, pattern);
}

static unsigned ground_at(const struct screen *screen, int row, int col)
{
    VTermScreenCell cell = {0};
    vterm_screen_get_cell(screen->cells, (VTermPos){.row = row, .col = col}, &cell);
    vterm_screen_convert_color_to_rgb(screen->cells, &cell.bg);
    return (unsigned)cell.bg.rgb.red << 16 | (unsigned)cell.bg.rgb.green << 8 | cell.bg.rgb.blue;
}

void screen_wait_ground(struct screen *screen, int row, int col, unsigned colour)
{
    int64_t deadline_ms = clock_mono_ms() + RIG_PATIENCE_MS;
    screen_pump(screen);
    char what[80] = "";
    for (unsigned now; (now = ground_at(screen, row, col)) != colour;) {
        snprintf(what, sizeof(what), "a ground of %06x: it is %06x", colour, now);
        wait_more(screen, deadline_ms, what);
    }
}

void screen_signal(const struct screen *screen, int signum)
{
    assert_true(screen->pid > 0);
    assert_int_equal(kill(screen->pid, signum), 0);
}

static int exit_status(int status)
{
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int screen_end(struct screen *screen)
{
    int64_t deadline_ms = clock_mono_ms() + RIG_PATIENCE_MS;
    int status = 0;
    while (!screen->at_end)
        wait_more(screen, deadline_ms, "the program's end");
    assert_int_equal(waitpid(screen->pid, &status, 0), screen->pid);
    screen->pid = 0;
    return exit_status(status);
}

int screen_hang_up(struct screen *screen)
{
    close(screen->fd);
    screen->fd = -1;
    int status = rig_reap(screen->pid);
    screen->pid = 0;
    return exit_status(status);
}
