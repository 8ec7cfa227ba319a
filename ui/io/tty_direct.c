#include "tty_direct.h"

#include <curses.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <term.h>
#include <unistd.h>

#include "buf.h"
#include "mem.h"

/* term(5): 32-bit numbers */
#define MAGIC   01036
#define ABSENT  (-1)
#define COLOURS (1 << 24)
#define PAIRS   65536

/* The compiled description in the making. */
struct description {
    struct buf names, flags, numbers, offsets, strings;
    int nflags, nnumbers, noffsets;
};

/* Capabilities that are other than the terminal's own; NULL: it has none such. */
static const struct {
    const char *name, *value;
} others[] = {
    {"setaf", "\x1b[38;2;%p1%{65536}%/%d;%p1%{256}%/%{255}%&%d;%p1%{255}%&%dm"},
    {"setab", "\x1b[48;2;%p1%{65536}%/%d;%p1%{256}%/%{255}%&%d;%p1%{255}%&%dm"},
    {"setf",  NULL                                                            },
    {"setb",  NULL                                                            },
    {"initc", NULL                                                            },
    {"initp", NULL                                                            },
    {"oc",    NULL                                                            },
};

static void put_16(struct buf *out, int value)
{
    buf_putc(out, (char)(value & 0xff));
    buf_putc(out, (char)(value >> 8 & 0xff));
}

static void put_32(struct buf *out, int value)
{
    put_16(out, value & 0xffff);
    put_16(out, value >> 16 & 0xffff);
}

static void put_flags(struct description *made)
{
    for (int i = 0; boolnames[i]; i++, made->nflags++)
        buf_putc(&made->flags, strcmp(boolnames[i], "ccc") != 0 && tigetflag(boolnames[i]) > 0);
}

static void put_numbers(struct description *made)
{
    for (int i = 0; numnames[i]; i++, made->nnumbers++) {
        int value = tigetnum(numnames[i]);
        if (strcmp(numnames[i], "colors") == 0)
            value = COLOURS;
        else if (strcmp(numnames[i], "pairs") == 0)
            value = PAIRS;
        put_32(&made->numbers, value < 0 ? ABSENT : value);
    }
}

static const char *string_of(const char *name)
{
    for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
        if (strcmp(name, others[i].name) == 0)
            return others[i].value;
    /* (char *)-1 is the answer for a name that is none. */
    const char *value = tigetstr(name);
    return (intptr_t)value == -1 ? NULL : value;
}

static void put_strings(struct description *made)
{
    for (int i = 0; strnames[i]; i++, made->noffsets++) {
        const char *value = string_of(strnames[i]);
        put_16(&made->offsets, value ? (int)made->strings.len : ABSENT);
        if (value)
            buf_append(&made->strings, value, strlen(value) + 1);
    }
}

static void make_even(struct buf *out)
{
    if (out->len % 2)
        buf_putc(out, '\0');
}

/* One flag that is none of the standard ones: RGB. */
static void put_extension(struct buf *out)
{
    make_even(out);
    put_16(out, 1);                  /* flags */
    put_16(out, 0);                  /* numbers */
    put_16(out, 0);                  /* strings */
    put_16(out, 1);                  /* strings in the table: the name */
    put_16(out, (int)sizeof("RGB")); /* bytes of it */
    buf_putc(out, 1);
    make_even(out);
    put_16(out, 0); /* where the name is */
    buf_append(out, "RGB", sizeof("RGB"));
}

static void assemble(struct buf *out, const struct description *made)
{
    put_16(out, MAGIC);
    put_16(out, (int)made->names.len);
    put_16(out, made->nflags);
    put_16(out, made->nnumbers);
    put_16(out, made->noffsets);
    put_16(out, (int)made->strings.len);
    buf_append(out, made->names.data, made->names.len);
    buf_append(out, made->flags.data, made->flags.len);
    make_even(out);
    buf_append(out, made->numbers.data, made->numbers.len);
    buf_append(out, made->offsets.data, made->offsets.len);
    buf_append(out, buf_text(&made->strings), made->strings.len);
    put_extension(out);
}

static char *as_hex(const struct buf *bytes)
{
    struct buf text = {0};
    buf_puts(&text, "hex:");
    for (size_t i = 0; i < bytes->len; i++)
        buf_printf(&text, "%02X", (unsigned)(unsigned char)bytes->data[i]);
    return buf_detach(&text);
}

/* The description as it may stand in $TERMINFO ("hex:..."), to free; NULL if the terminal is not
 * known. */
static char *direct_terminfo(const char *term)
{
    int error = 0;
    if (setupterm(term, STDOUT_FILENO, &error) != OK)
        return NULL;

    struct description made = {.nflags = 0};
    struct buf bytes = {0};
    buf_puts(&made.names, term);
    buf_append(&made.names, "|24 bits of colour", sizeof("|24 bits of colour"));
    put_flags(&made);
    put_numbers(&made);
    put_strings(&made);
    del_curterm(cur_term);
    assemble(&bytes, &made);
    char *text = as_hex(&bytes);
    buf_clear(&made.names);
    buf_clear(&made.flags);
    buf_clear(&made.numbers);
    buf_clear(&made.offsets);
    buf_clear(&made.strings);
    buf_clear(&bytes);
    return text;
}

SCREEN *direct_open(const char *term, FILE *out)
{
    char *made = direct_terminfo(term);
    char *before = xstrdup(getenv("TERMINFO"));
    SCREEN *screen = NULL;
    if (made) {
        setenv("TERMINFO", made, 1);
        screen = newterm(NULL, out, stdin);
    }
    if (before)
        setenv("TERMINFO", before, 1);
    else
        unsetenv("TERMINFO");
    free(before);
    free(made);
    return screen;
}
