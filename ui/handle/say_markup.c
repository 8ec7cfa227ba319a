/* What people type for bold and the like becomes the codes that others' programs show: *bold*,
 * _italic_, ~strike~ and `code`, set off from the words around; never in addresses or code. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "handlers.h"
#include "mem.h"

#define CODE_MARK '`'
#define SPANS_MAX 4

static const struct {
    char sign;
    char one, two; /* for *text* and for **text**; 0: it means nothing */
} marks[] = {
    {'*',       '\x02', '\x02'},
    {'_',       '\x1d', '\x1f'},
    {'~',       '\x1e', '\x1e'},
    {CODE_MARK, '\x11', '\x11'},
};

/* Letters, digits, and what is not ASCII. */
static bool is_letter(char c)
{
    return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\0';
}

/* Length of the run of the same sign, 1 or 2; 0 if there are more. */
static size_t run_of(const char *at)
{
    size_t n = 1;
    while (at[n] == *at)
        n++;
    return n <= 2 ? n : 0;
}

/* Where the run that closes is; NULL if none does in this row. */
static const char *closing(const char *from, char sign, size_t run)
{
    for (const char *at = from; *at && *at != '\n'; at++) {
        size_t n = 1;
        if (*at != sign)
            continue;
        while (at[n] == sign)
            n++;
        bool ends = sign == CODE_MARK || (!is_blank(at[-1]) && !is_letter(at[n]));
        if (n == run && at > from && ends)
            return at;
        at += n - 1;
    }
    return NULL;
}

static char code_of(char sign, size_t run)
{
    for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
        if (marks[i].sign == sign)
            return run == 1 ? marks[i].one : marks[i].two;
    }
    return '\0';
}

/* A word with "://" in it is copied as it is; returns its length up to end, 0 for another word. */
static size_t address_len(const char *at, const char *end)
{
    size_t len = strcspn(at, " \n");
    if (end && len > (size_t)(end - at))
        len = (size_t)(end - at);
    for (size_t i = 0; i + 3 <= len; i++)
        if (strncmp(at + i, "://", 3) == 0)
            return len;
    return 0;
}

/* What is open, the innermost last: where it closes. */
struct spans {
    const char *ends[SPANS_MAX];
    size_t runs[SPANS_MAX];
    size_t n;
};

/* Takes the signs that open something here; returns how many, 0 if they open nothing. */
static size_t open_span(struct buf *out, struct spans *spans, const char *at, char before)
{
    size_t run = code_of(*at, 1) ? run_of(at) : 0;
    if (run == 0 || is_letter(before) || is_blank(at[run]) || spans->n == SPANS_MAX)
        return 0;
    const char *end = closing(at + run, *at, run);
    if (!end || (spans->n > 0 && end >= spans->ends[spans->n - 1]))
        return 0;
    buf_putc(out, code_of(*at, run));
    if (*at == CODE_MARK) {
        buf_append(out, at + run, (size_t)(end - at) - run);
        buf_putc(out, code_of(*at, run));
        return (size_t)(end - at) + run;
    }
    spans->ends[spans->n] = end;
    spans->runs[spans->n++] = run;
    return run;
}

/* The same for those that close. */
static size_t close_span(struct buf *out, struct spans *spans, const char *at)
{
    if (spans->n == 0 || spans->ends[spans->n - 1] != at)
        return 0;
    size_t run = spans->runs[--spans->n];
    buf_putc(out, code_of(*at, run));
    return run;
}

static size_t copy(struct buf *out, const char *text, size_t len)
{
    buf_append(out, text, len);
    return len;
}

char *say_marked_up(const char *text)
{
    struct buf out = {0};
    struct spans spans = {.n = 0};
    char before = ' ';
    for (const char *at = text; *at;) {
        const char *end = spans.n > 0 ? spans.ends[spans.n - 1] : NULL;
        size_t took = before == ' ' ? copy(&out, at, address_len(at, end)) : 0;
        if (took == 0)
            took = close_span(&out, &spans, at);
        if (took == 0)
            took = open_span(&out, &spans, at, before);
        if (took == 0)
            took = copy(&out, at, 1);
        before = at[took - 1];
        at += took;
    }
    return buf_detach(&out);
}
