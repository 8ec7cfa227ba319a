#include "console.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <utlist.h>

#include "answer.h"
#include "console_private.h"
#include "loop.h"
#include "mem.h"
#include "now.h"
#include "operate.h"

/* Of what is pasted, so much is looked at in a turn: libedit looks at its whole line for each
 * character. */
#define PIECE_BYTES 64

/* ---- questions and answers ---- */

static void on_text(void *arg, bool bad, const char *sentence)
{
    const struct question *question = arg;
    answer_text(question->answer, bad, sentence, &question->console->above);
}

static void on_row(void *arg, const char *const *keys, const char *const *values, size_t n)
{
    const struct question *question = arg;
    answer_row(question->answer, keys, values, n, &question->console->above);
}

static void question_free(struct question *question)
{
    DL_DELETE(question->console->questions, question);
    answer_free(question->answer);
    free(question);
}

static void on_done(void *arg, bool well)
{
    struct question *question = arg;
    (void)well;
    answer_end(question->answer, &question->console->above);
    question_free(question);
}

static const struct operate_events operate_events = {
    .text = on_text, .row = on_row, .done = on_done};

void console_take_line(struct console *console, const char *line)
{
    char *folder = getcwd(NULL, 0);
    const struct operate_who who = {.name = "console", .folder = folder};
    const struct answer_look look = {.width_cols = console_width(console),
                                     .colours = console->colours};
    struct question *question = xnew(struct question);
    question->console = console;
    question->answer = answer_new(&look);
    DL_APPEND(console->questions, question);
    now_tell(console->server);
    operate_run(console->server, &who, line, &operate_events, question);
    free(folder);
}

void console_say(struct console *console, const char *sentence)
{
    buf_printf(&console->above, "%s\n", sentence);
}

/* ---- showing ---- */

/* The terminal is told of each line's end in raw mode too. */
void console_put_above(struct console *console)
{
    const struct buf *above = &console->above;
    for (size_t i = 0; i < above->len; i++) {
        if (above->data[i] == '\n')
            buf_putc(&console->out, '\r');
        buf_putc(&console->out, above->data[i]);
    }
    buf_reset(&console->above);
}

void console_turn(struct console *console)
{
    if (!console)
        return;
    if (console->above.len > 0) {
        console_edit_hide(console);
        console_put_above(console);
        console_edit_show(console);
    }
    console_send(console);
}

static void on_again(void *arg)
{
    console_send(arg);
}

static void on_resized(void *arg, int signum)
{
    struct console *console = arg;
    (void)signum;
    if (!console->is_editing)
        return;
    console_edit_hide(console);
    el_resize(console->edit);
    console_edit_show(console);
}

/* ---- typing ---- */

/* Who closes the window stops the server, in order. */
static void lose_terminal(struct console *console)
{
    console->is_gone = true;
    loop_watch_free(console->watch);
    console->watch = NULL;
    console->stop(console->arg, "come back in a moment");
}

static void on_typed(void *arg)
{
    struct console *console = arg;
    char piece[PIECE_BYTES];
    ssize_t n = read(console->fd, piece, sizeof(piece));
    if (n > 0) {
        buf_append(&console->in, piece, (size_t)n);
        console_edit_keys(console);
    } else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
        lose_terminal(console);
    }
}

/* ---- beginning and ending ---- */

/* In the background the terminal is the shell's. */
static bool has_terminal(void)
{
    return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) && tcgetpgrp(STDIN_FILENO) == getpgrp();
}

/* That it does not block is to hold for us alone. */
static int open_terminal(void)
{
    const char *name = ttyname(STDIN_FILENO);
    return name ? open(name, O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC) : -1;
}

struct console *console_new(struct loop *loop, struct server *server,
                            const struct console_options *options)
{
    int fd = has_terminal() ? open_terminal() : -1;
    if (fd < 0)
        return NULL;
    struct console *console = xnew(struct console);
    console->loop = loop;
    console->server = server;
    console->stop = options->stop;
    console->arg = options->arg;
    console->history_file = xstrdup(options->history);
    console->fd = fd;
    console->colours = console_wants_colours();
    console->again = loop_timer_new(loop, on_again, console);
    console_tty_keep(fd);
    console_log_begin(console);
    /* Before the prompt: who sees it may change the window's size at once. */
    loop_signal(loop, SIGWINCH, on_resized, console);
    console_edit_begin(console);
    console->watch = loop_watch_new(loop, fd, on_typed, console);
    return console;
}

void console_free(struct console *console)
{
    if (!console)
        return;
    console_log_end(console);
    struct question *next = NULL;
    for (struct question *each = console->questions; each; each = next) {
        next = each->next;
        operate_forget(console->server, each);
        question_free(each);
    }
    console_edit_end(console);
    /* What is left may wait for the terminal now. */
    fcntl(console->fd, F_SETFL, 0);
    console_put_above(console);
    if (write(console->fd, console->out.data, console->out.len) < 0)
        buf_reset(&console->out);
    console_tty_give_back();
    loop_watch_free(console->watch);
    loop_timer_free(console->again);
    close(console->fd);
    buf_clear(&console->log);
    buf_clear(&console->above);
    buf_clear(&console->in);
    buf_clear(&console->out);
    free(console->history_file);
    free(console);
}
