#include "answer.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "mem.h"
#include "utf8.h"

#define GAP_COLS  2
#define LEAST_COL 6 /* a column is not made narrower */

/* The last column is broken into lines rather than cut, if it gets so many. */
#define LEAST_LAST 24

static const char bold[] = "\033[1m";
static const char red[] = "\033[31m";
static const char plain[] = "\033[0m";

struct answer {
    struct answer_look look;
    size_t n;       /* columns; the first row is the names */
    size_t nrows;   /* with the names */
    char **cells;   /* nrows * n, owned */
    bool has_facts; /* some were told */
};

struct answer *answer_new(const struct answer_look *look)
{
    struct answer *answer = xnew(struct answer);
    answer->look = *look;
    return answer;
}

static void forget(struct answer *answer)
{
    for (size_t i = 0; i < answer->nrows * answer->n; i++)
        free(answer->cells[i]);
    free(answer->cells);
    answer->cells = NULL;
    answer->n = answer->nrows = 0;
}

void answer_free(struct answer *answer)
{
    if (!answer)
        return;
    forget(answer);
    free(answer);
}

/* ---- JSON ---- */

static void put_json(struct buf *out, const char *text)
{
    buf_putc(out, '"');
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if (c == '"' || c == '\\')
            buf_printf(out, "\\%c", c);
        else if (c < ' ' || c == 0x7f)
            buf_printf(out, "\\u%04x", c);
        else
            buf_putc(out, (char)c);
    }
    buf_putc(out, '"');
}

static void put_object(struct buf *out, const char *const *keys, const char *const *values,
                       size_t n)
{
    buf_putc(out, '{');
    for (size_t i = 0; i < n; i++) {
        buf_puts(out, i ? ", " : "");
        put_json(out, keys[i]);
        buf_puts(out, ": ");
        put_json(out, values[i] ? values[i] : "");
    }
    buf_puts(out, "}\n");
}

/* ---- columns ---- */

static int cols_of(const char *text)
{
    return utf8_cols(text, strlen(text));
}

static const char *cell(const struct answer *answer, size_t row, size_t column)
{
    return answer->cells[row * answer->n + column];
}

static int total(const int *widths, size_t n)
{
    int sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += widths[i] + (i ? GAP_COLS : 0);
    return sum;
}

/* The last gives way, or else the widest, column by column; false if there is no room even so. */
static bool narrow(int *widths, size_t n, int width_cols)
{
    int others = total(widths, n) - widths[n - 1];
    if (width_cols > 0 && total(widths, n) > width_cols && others + LEAST_LAST <= width_cols)
        widths[n - 1] = width_cols - others;
    while (width_cols > 0 && total(widths, n) > width_cols) {
        int *widest = &widths[0];
        for (size_t i = 1; i < n; i++)
            widest = widths[i] > *widest ? &widths[i] : widest;
        if (*widest <= LEAST_COL)
            return false;
        --*widest;
    }
    return true;
}

static int *measure(const struct answer *answer)
{
    int *widths = xcalloc(answer->n, sizeof(*widths));
    for (size_t row = 0; row < answer->nrows; row++) {
        for (size_t i = 0; i < answer->n; i++) {
            int cols = cols_of(cell(answer, row, i));
            widths[i] = cols > widths[i] ? cols : widths[i];
        }
    }
    return widths;
}

static void put_cell(struct buf *out, const char *text, int width, bool last)
{
    int cols = cols_of(text);
    if (cols <= width) {
        buf_printf(out, "%s%*s", text, last ? 0 : width - cols + GAP_COLS, "");
        return;
    }
    size_t len = utf8_cut_cols(text, strlen(text), width - 1);
    int kept = utf8_cols(text, len);
    buf_append(out, text, len);
    buf_printf(out, "…%*s", last ? 0 : width - kept - 1 + GAP_COLS, "");
}

/* Bytes of the text that stand in one line, broken at a space if there is one. */
static size_t line_bytes(const char *text, int width)
{
    size_t len = utf8_cut_cols(text, strlen(text), width);
    size_t space = len;
    while (text[len] && space > 0 && text[space] != ' ')
        space--;
    return space > 0 ? space : len;
}

static void put_last(struct buf *out, const char *text, int width, int indent)
{
    if (width < LEAST_LAST) {
        put_cell(out, text, width, true);
        return;
    }
    size_t len = line_bytes(text, width);
    buf_append(out, text, len);
    while (len > 0 && text[len]) {
        text += len + (text[len] == ' ');
        len = line_bytes(text, width);
        buf_printf(out, "\n%*s%.*s", indent, "", (int)len, text);
    }
}

static void put_table(const struct answer *answer, const int *widths, struct buf *out)
{
    size_t last = answer->n - 1;
    int indent = total(widths, answer->n) - widths[last];
    for (size_t row = 0; row < answer->nrows; row++) {
        bool names = row == 0 && answer->look.colours;
        buf_puts(out, names ? bold : "");
        for (size_t i = 0; i < last; i++)
            put_cell(out, cell(answer, row, i), widths[i], false);
        put_last(out, cell(answer, row, last), widths[last], indent);
        buf_puts(out, names ? plain : "");
        buf_putc(out, '\n');
    }
}

/* One fact a line, where columns do not fit. */
static void put_records(const struct answer *answer, struct buf *out)
{
    int width = 0;
    for (size_t i = 0; i < answer->n; i++) {
        int cols = cols_of(cell(answer, 0, i));
        width = cols > width ? cols : width;
    }
    for (size_t row = 1; row < answer->nrows; row++) {
        buf_puts(out, row > 1 ? "\n" : "");
        for (size_t i = 0; i < answer->n; i++) {
            put_cell(out, cell(answer, 0, i), width, false);
            buf_printf(out, "%s\n", cell(answer, row, i));
        }
    }
}

static void put_gathered(struct answer *answer, struct buf *out)
{
    if (answer->nrows == 0)
        return;
    int *widths = measure(answer);
    bool one = answer->nrows == 2;
    bool fits = answer->look.width_cols == 0 || total(widths, answer->n) <= answer->look.width_cols;
    if ((one && !fits) || !narrow(widths, answer->n, answer->look.width_cols))
        put_records(answer, out);
    else
        put_table(answer, widths, out);
    free(widths);
    forget(answer);
}

/* What others wrote moves no cursor here. */
static char *safe(const char *text)
{
    return utf8_sanitize(text ? text : "", text ? strlen(text) : 0, false, false);
}

static void gather(struct answer *answer, const char *const *words, size_t n)
{
    answer->cells = xreallocarray(answer->cells, (answer->nrows + 1) * n, sizeof(*answer->cells));
    for (size_t i = 0; i < n; i++)
        answer->cells[answer->nrows * n + i] = safe(words[i]);
    answer->nrows++;
}

static bool has_names(const struct answer *answer, const char *const *keys, size_t n)
{
    bool same = answer->nrows > 0 && answer->n == n;
    for (size_t i = 0; same && i < n; i++)
        same = strcmp(cell(answer, 0, i), keys[i]) == 0;
    return same;
}

void answer_row(struct answer *answer, const char *const *keys, const char *const *values, size_t n,
                struct buf *out)
{
    answer->has_facts = true;
    if (answer->look.json) {
        put_object(out, keys, values, n);
        return;
    }
    if (!has_names(answer, keys, n)) {
        put_gathered(answer, out);
        answer->n = n;
        gather(answer, keys, n);
    }
    gather(answer, values, n);
}

void answer_text(struct answer *answer, bool bad, const char *sentence, struct buf *out)
{
    static const char *const key[] = {"text"};
    if (answer->look.json && !bad) {
        /* What is said of facts, as how many they are, is for people. */
        if (!answer->has_facts)
            put_object(out, key, &sentence, 1);
        return;
    }
    put_gathered(answer, out);
    char *text = utf8_sanitize(sentence, strlen(sentence), true, false);
    bool coloured = bad && answer->look.colours;
    buf_puts(out, coloured ? red : "");
    if (answer->look.width_cols > 0)
        put_last(out, text, answer->look.width_cols, 0);
    else
        buf_puts(out, text);
    buf_printf(out, "%s\n", coloured ? plain : "");
    free(text);
}

void answer_end(struct answer *answer, struct buf *out)
{
    put_gathered(answer, out);
}
