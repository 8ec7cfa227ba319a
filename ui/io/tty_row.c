#include "tty_row.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "utf8.h"

void tty_row_clear(struct tty_row *row)
{
    free(row->text);
    *row = (struct tty_row){.text = NULL};
}

static void put_times(struct buf *out, char c, int n)
{
    while (n-- > 0)
        buf_putc(out, c);
}

static int cols_of(const char *text)
{
    return utf8_cols(text, strlen(text));
}

static bool is_ascii(const char *text)
{
    while (*text && (unsigned char)*text < 0x80)
        text++;
    return !*text;
}

/* Blanks over what stands there, so that a line may take its place. */
static void erase(struct tty_row *row, struct buf *out)
{
    if (!row->text)
        return;
    buf_putc(out, '\r');
    put_times(out, ' ', cols_of(row->text));
    buf_putc(out, '\r');
    tty_row_clear(row);
}

void tty_row_say(struct tty_row *row, struct buf *out, const char *lines)
{
    if (!*lines)
        return;
    erase(row, out);
    char *clean = utf8_sanitize(lines, strlen(lines), true, false);
    for (const char *c = clean; *c; c++) {
        if (*c == '\n')
            buf_putc(out, '\r');
        buf_putc(out, *c);
    }
    free(clean);
}

/* From where the cursor is to that byte of the text, which is the same on the screen up to both.
 * Terminals agree on how wide letters are, and on the rest not always. */
static void move(struct buf *out, const char *text, size_t from, size_t to)
{
    if (to < from && is_ascii(text)) {
        put_times(out, '\b', (int)(from - to));
    } else if (to > from) {
        buf_append(out, text + from, to - from);
    } else if (to < from) {
        buf_putc(out, '\r');
        buf_append(out, text, to);
    }
}

/* Where the two begin to differ, at the start of a cluster. */
static size_t common(const char *a, const char *b)
{
    size_t len = strlen(b);
    size_t at = 0;
    for (size_t size; at < len; at += size) {
        size = utf8_cluster(b + at, len - at);
        if (strncmp(a + at, b + at, size) != 0)
            break;
        /* What stands behind it in the other one may belong to it. */
        if (utf8_cluster(a + at, strlen(a + at)) != size)
            break;
    }
    return at;
}

void tty_row_show(struct tty_row *row, struct buf *out, const char *text, size_t cursor)
{
    const char *was = row->text ? row->text : "";
    size_t from = common(was, text);
    size_t len = strlen(text);
    size_t at = row->cursor;
    if (was[from] || text[from]) {
        move(out, was, at, from);
        buf_puts(out, text + from);
        int over = cols_of(was) - cols_of(text);
        put_times(out, ' ', over);
        put_times(out, '\b', over);
        at = len;
    }
    move(out, text, at, cursor);
    xreplace(&row->text, text);
    row->cursor = cursor;
}

void tty_row_leave(struct tty_row *row, struct buf *out)
{
    if (row->text)
        buf_puts(out, "\r\n");
    tty_row_clear(row);
}
