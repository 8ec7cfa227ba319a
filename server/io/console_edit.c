/*
 * The line that is typed, by libedit in its unbuffered form: it is given one
 * key at a time and never reads or writes the terminal itself.
 */
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "console_private.h"
#include "mem.h"
#include "operate.h"
#include "utf8.h"

#define HISTORY_LINES 1000

/* Bytes of a line, about. */
#define LINE_FULL 2000

static struct console *console_of(EditLine *edit)
{
    void *console = NULL;
    el_get(edit, EL_CLIENTDATA, &console);
    return console;
}

/* ---- what libedit takes for a terminal ---- */

static char *prompt(EditLine *edit)
{
    static char text[] = CONSOLE_PROMPT;
    (void)edit;
    return text;
}

/* The next character that was typed; 0: there is none, or it is not whole yet. */
static int next_key(EditLine *edit, wchar_t *key)
{
    struct buf *in = &console_of(edit)->in;
    if (in->len == 0)
        return 0;
    size_t size = 1;
    *key = (wchar_t)utf8_decode(in->data, in->len, &size);
    buf_consume(in, size);
    return 1;
}

static ssize_t show(void *arg, const char *data, size_t len)
{
    struct console *console = arg;
    buf_append(&console->out, data, len);
    return (ssize_t)len;
}

/* ---- where the cursor is ---- */

/* Rows of the screen above the one with the cursor that the prompt and what is typed take. */
static int rows_above(const struct console *console)
{
    const LineInfo *line = el_line(console->edit);
    int width = console_width(console);
    int cols = (int)strlen(CONSOLE_PROMPT);
    int row = 0;
    const char *text = line->buffer;
    while (text < line->cursor) {
        size_t len = utf8_cluster(text, (size_t)(line->cursor - text));
        int wide = utf8_cluster_cols(text, len);
        if (cols + wide > width) {
            row++;
            cols = 0;
        }
        cols += wide;
        text += len;
    }
    return row + (cols >= width);
}

void console_edit_hide(struct console *console)
{
    if (!console->is_editing)
        return;
    fflush(console->shown);
    int rows = rows_above(console);
    if (rows > 0)
        buf_printf(&console->out, "\033[%dA", rows);
    buf_puts(&console->out, "\r\033[J");
}

void console_edit_show(struct console *console)
{
    if (!console->is_editing)
        return;
    el_set(console->edit, EL_REFRESH);
    fflush(console->shown);
}

/* ---- keys of our own ---- */

/* libedit counts characters where it is told, and bytes where it tells. */
static int count_chars(const char *text, const char *end)
{
    int n = 0;
    for (; text < end; text++)
        n += ((unsigned char)*text & 0xc0) != 0x80;
    return n;
}

static unsigned char on_interrupt(EditLine *edit, int key)
{
    struct console *console = console_of(edit);
    (void)key;
    const LineInfo *line = el_line(edit);
    int n = count_chars(line->buffer, line->lastchar);
    if (n > 0) {
        el_cursor(edit, count_chars(line->cursor, line->lastchar));
        el_deletestr(edit, n);
        return CC_REFRESH;
    }
    if (console->warned)
        console->stop(console->arg, "come back in a moment");
    else
        console_say(console, "Ctrl-C once more stops the server, as \"stop\" does");
    console->warned = !console->warned;
    return CC_NORM;
}

static unsigned char on_end(EditLine *edit, int key)
{
    const LineInfo *line = el_line(edit);
    (void)key;
    if (line->lastchar == line->buffer) {
        console_say(console_of(edit), "the server runs on; \"stop\" stops it, \"help\" says what "
                                      "else there is");
        return CC_NORM;
    }
    if (line->cursor == line->lastchar)
        return CC_ERROR;
    el_cursor(edit, 1);
    el_deletestr(edit, 1);
    return CC_REFRESH;
}

/* Bytes that all words begin with. */
static size_t common(char *const *words, size_t n)
{
    size_t len = strlen(words[0]);
    for (size_t i = 1; i < n; i++) {
        size_t same = 0;
        while (same < len && words[i][same] == words[0][same])
            same++;
        len = same;
    }
    return len;
}

static void list_words(struct console *console, char *const *words, size_t n)
{
    int width = console_width(console);
    int cols = 0;
    for (size_t i = 0; i < n; i++) {
        int wide = utf8_cols(words[i], strlen(words[i]));
        if (cols > 0 && cols + 2 + wide > width) {
            buf_putc(&console->above, '\n');
            cols = 0;
        }
        buf_printf(&console->above, "%s%s", cols ? "  " : "", words[i]);
        cols += wide + (cols ? 2 : 0);
    }
    buf_putc(&console->above, '\n');
}

/* The last word becomes what all have in common; what cannot be told apart is listed. */
static unsigned char put_words(EditLine *edit, const char *typed, char *const *words, size_t n)
{
    const char *space = strrchr(typed, ' ');
    const char *word = space ? space + 1 : typed;
    char *text = xstrndup(words[0], common(words, n));
    bool gains = strlen(text) > strlen(word) || n == 1;
    if (gains) {
        el_deletestr(edit, count_chars(word, word + strlen(word)));
        el_insertstr(edit, text);
        if (n == 1)
            el_insertstr(edit, " ");
    } else {
        list_words(console_of(edit), words, n);
    }
    free(text);
    return gains ? CC_REFRESH : CC_NORM;
}

static unsigned char on_complete(EditLine *edit, int key)
{
    (void)key;
    const LineInfo *line = el_line(edit);
    char *typed = xstrndup(line->buffer, (size_t)(line->cursor - line->buffer));
    size_t n = 0;
    char **words = operate_complete(console_of(edit)->server, typed, &n);
    unsigned char result = n ? put_words(edit, typed, words, n) : CC_ERROR;
    operate_words_free(words, n);
    free(typed);
    return result;
}

/* ---- beginning and ending ---- */

/* libedit speaks the locale's characters; ours are UTF-8. */
static void prepare_locale(void)
{
    setlocale(LC_CTYPE, "");
    if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
        setlocale(LC_CTYPE, "C.UTF-8");
}

static void bind_keys(EditLine *edit)
{
    el_set(edit, EL_EDITOR, "emacs");
    el_set(edit, EL_ADDFN, "parlord-complete", "completes the last word", on_complete);
    el_set(edit, EL_ADDFN, "parlord-interrupt", "clears the line, or stops", on_interrupt);
    el_set(edit, EL_ADDFN, "parlord-end", "deletes a character", on_end);
    /* The keys of the terminal come to us: it neither stops the server nor stops showing. */
    el_set(edit, EL_SETTY, "-d", "-isig", "-ixon", NULL);
    el_set(edit, EL_BIND, "^I", "parlord-complete", NULL);
    el_set(edit, EL_BIND, "^C", "parlord-interrupt", NULL);
    el_set(edit, EL_BIND, "^D", "parlord-end", NULL);
    el_set(edit, EL_BIND, "^R", "em-inc-search-prev", NULL);
    el_set(edit, EL_BIND, "^W", "ed-delete-prev-word", NULL);
    el_set(edit, EL_BIND, "^Z", "ed-unassigned", NULL);
    el_set(edit, EL_BIND, "\\e[3~", "ed-delete-next-char", NULL);
    el_set(edit, EL_BIND, "\\e[1;5C", "em-next-word", NULL);
    el_set(edit, EL_BIND, "\\e[1;5D", "ed-prev-word", NULL);
}

static void begin_history(struct console *console)
{
    HistEvent event;
    console->history = history_init();
    history(console->history, &event, H_SETSIZE, HISTORY_LINES);
    history(console->history, &event, H_SETUNIQUE, 1);
    history(console->history, &event, H_LOAD, console->history_file);
    el_set(console->edit, EL_HIST, history, console->history);
}

/* A line that begins with a space is not kept, as in shells. */
static void remember(struct console *console, const char *line)
{
    HistEvent event;
    if (*line == '\0' || *line == ' ')
        return;
    history(console->history, &event, H_ENTER, line);
    history(console->history, &event, H_SAVE, console->history_file);
}

void console_edit_begin(struct console *console)
{
    prepare_locale();
    console->typed = fopen("/dev/null", "re");
    console->shown = fopencookie(console, "w", (cookie_io_functions_t){.write = show});
    console->edit = el_init_fd("parlord", console->typed, console->shown, console->shown,
                               console->fd, console->fd, console->fd);
    el_set(console->edit, EL_CLIENTDATA, console);
    el_set(console->edit, EL_SIGNAL, 0);
    el_set(console->edit, EL_PROMPT, prompt);
    el_set(console->edit, EL_GETCFN, next_key);
    bind_keys(console->edit);
    begin_history(console);
    el_set(console->edit, EL_UNBUFFERED, 1);
    console->is_editing = true;
    console_send(console);
}

void console_edit_end(struct console *console)
{
    console_edit_hide(console);
    console->is_editing = false;
    el_set(console->edit, EL_UNBUFFERED, 0);
    history_end(console->history);
    el_end(console->edit);
    fclose(console->shown);
    fclose(console->typed);
}

/* ---- typing ---- */

/* The line is done: what it does comes below it, and then a new prompt. */
static void finish_line(struct console *console, const char *text, size_t len)
{
    char *line = xstrndup(text, len);
    line[strcspn(line, "\r\n")] = '\0';
    console->is_editing = false;
    console->is_full = false;
    el_set(console->edit, EL_UNBUFFERED, 0);
    fflush(console->shown);
    remember(console, line);
    console_take_line(console, line);
    console_put_above(console);
    el_set(console->edit, EL_UNBUFFERED, 1);
    console->is_editing = true;
    free(line);
}

/* A character that came in part waits for its rest. */
static bool is_whole(const struct buf *in)
{
    unsigned char first = (unsigned char)in->data[0];
    size_t size = first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    return in->len >= size;
}

static bool is_text(char c)
{
    return (unsigned char)c >= ' ' && c != '\177';
}

/* What there is no room for goes, and it is said so once; keys that are no text do what they do. */
static bool drop_text(struct console *console)
{
    const LineInfo *line = el_line(console->edit);
    size_t n = 0;
    while (n < console->in.len && is_text(console->in.data[n]))
        n++;
    if (n == 0 || line->lastchar - line->buffer < LINE_FULL)
        return false;
    if (!console->is_full)
        console_say(console, "The line is full: the rest of what was typed is left out");
    console->is_full = true;
    buf_consume(&console->in, n);
    return true;
}

void console_edit_keys(struct console *console)
{
    while (console->in.len > 0 && is_whole(&console->in) && !console->is_gone) {
        if (drop_text(console))
            continue;
        bool interrupt = console->in.data[0] == '\003';
        size_t before = console->in.len;
        int n = 0;
        const char *line = el_gets(console->edit, &n);
        console->warned = console->warned && interrupt;
        if (line && n > 0 && (line[n - 1] == '\n' || line[n - 1] == '\r'))
            finish_line(console, line, (size_t)n);
        else if (console->in.len == before)
            break;
    }
}
