#include "markup.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "markup_spans.h"
#include "mem.h"

/* mIRC's codes 16 to 98 as colours of the 256 (modern.ircdocs.horse/formatting). */
static const uint8_t extended[] = {
    52,  94,  100, 58,  22,  29,  23,  24,  17,  54,  53,  89,  88,  130, 142, 64,  28,
    35,  30,  25,  18,  91,  90,  125, 124, 166, 184, 106, 34,  49,  37,  33,  19,  129,
    127, 161, 196, 208, 226, 154, 46,  86,  51,  75,  21,  171, 201, 198, 203, 215, 227,
    191, 83,  122, 87,  111, 63,  177, 207, 205, 217, 223, 229, 193, 157, 158, 159, 153,
    147, 183, 219, 212, 16,  233, 235, 237, 239, 241, 244, 247, 250, 254, 231,
};

_Static_assert(sizeof(extended) == 99 - 16, "one for each code");

struct toggle {
    char code;
    unsigned attr;
};

static const struct toggle toggles[] = {
    {'\x02', ATTR_BOLD     },
    {'\x16', ATTR_REVERSE  },
    {'\x1d', ATTR_ITALIC   },
    {'\x1e', ATTR_STRIKE   },
    {'\x1f', ATTR_UNDERLINE},
};

/* What is read so far: text, runs of the codes, the style from here on. */
struct reading {
    struct buf text;
    struct run *runs;
    size_t n, cap;
    const struct theme *theme;
    struct style base, style;
};

static void add_run(struct reading *reading, size_t len, struct style style)
{
    if (len == 0)
        return;
    if (reading->n == reading->cap) {
        reading->cap = reading->cap ? reading->cap * 2 : 4;
        reading->runs = xreallocarray(reading->runs, reading->cap, sizeof(*reading->runs));
    }
    reading->runs[reading->n++] = (struct run){len, style};
}

/* Reads up to max digits of a base; -1 if there are none. */
static long digits(const char **text, int max, int base)
{
    long value = -1;
    for (int n = 0; n < max; n++) {
        unsigned char c = (unsigned char)**text;
        if (base == 16 ? !isxdigit(c) : !isdigit(c))
            break;
        int digit = isdigit(c) ? c - '0' : tolower(c) - 'a' + 10;
        value = (value < 0 ? 0 : value * base) + digit;
        ++*text;
    }
    return value;
}

static int32_t irc_colour(const struct reading *reading, long code, int32_t none)
{
    if (code < 0 || code == 99 || reading->theme->irc[4] == COLOUR_DEFAULT)
        return none;
    return code < 16 ? reading->theme->irc[code] : extended[code - 16];
}

static int32_t hex_colour(const struct reading *reading, long code, int32_t none)
{
    if (code < 0 || reading->theme->irc[4] == COLOUR_DEFAULT)
        return none;
    return COLOUR_RGB | (int32_t)code;
}

/* Behind a colour code: "[FG[,BG]]"; nothing means none. Returns what follows. */
static const char *read_colours(struct reading *reading, const char *text, bool hex)
{
    int max = hex ? 6 : 2;
    int base = hex ? 16 : 10;
    int32_t (*const colour)(const struct reading *, long, int32_t) = hex ? hex_colour : irc_colour;
    long fg = digits(&text, max, base);
    long bg = -1;
    if (fg >= 0 && text[0] == ',' && isxdigit((unsigned char)text[1]) &&
        (hex || isdigit((unsigned char)text[1]))) {
        text++;
        bg = digits(&text, max, base);
    }
    reading->style.fg = colour(reading, fg, reading->base.fg);
    if (bg >= 0 || fg < 0)
        reading->style.bg = colour(reading, bg, reading->base.bg);
    return text;
}

/* Takes the code at text, if it is one; returns what follows. */
static const char *read_code(struct reading *reading, const char *text)
{
    if (*text == '\x03' || *text == '\x04')
        return read_colours(reading, text + 1, *text == '\x04');
    if (*text == '\x0f')
        reading->style = reading->base;
    for (size_t i = 0; i < sizeof(toggles) / sizeof(*toggles); i++)
        if (*text == toggles[i].code)
            reading->style.attrs ^= toggles[i].attr;
    return text + 1;
}

static bool is_code(char c)
{
    return (unsigned char)c < ' ' && c != '\n';
}

static void read_text(struct reading *reading, const char *text)
{
    while (*text) {
        const char *start = text;
        while (*text && !is_code(*text))
            text++;
        buf_append(&reading->text, start, (size_t)(text - start));
        add_run(reading, (size_t)(text - start), reading->style);
        if (*text)
            text = read_code(reading, text);
    }
}

/* How a link or the name looks within its surroundings. */
static struct style span_style(const struct theme *theme, const struct span *span,
                               struct style around)
{
    const struct style *role = &theme->roles[span->link ? ROLE_LINK : ROLE_MENTION];
    struct style style = {.fg = role->fg, .bg = around.bg, .attrs = around.attrs | role->attrs};
    if (!span->link)
        style.bg = role->bg;
    return style;
}

/* Lays the spans over the runs of the codes. */
static void merge(struct reading *out, const struct reading *in, const char *text, const char *nick)
{
    size_t at = 0;
    struct span span;
    bool more = markup_span(text, 0, nick, &span);
    for (size_t i = 0; i < in->n; i++) {
        size_t end = at + in->runs[i].len;
        struct style style = in->runs[i].style;
        while (at < end) {
            if (more && at >= span.to) {
                more = markup_span(text, span.to, nick, &span);
                continue;
            }
            bool inside = more && at >= span.from;
            size_t stop = !more ? end : inside ? span.to : span.from;
            stop = stop < end ? stop : end;
            add_run(out, stop - at, inside ? span_style(in->theme, &span, style) : style);
            at = stop;
        }
    }
}

void markup_make(struct markup *markup, const char *text, const struct theme *theme,
                 struct style base, const char *nick)
{
    struct reading codes = {.theme = theme, .base = base, .style = base};
    struct reading all = {.theme = theme};
    read_text(&codes, text);
    merge(&all, &codes, buf_text(&codes.text), nick);
    free(codes.runs);
    markup->len = codes.text.len;
    markup->text = codes.text.data ? buf_detach(&codes.text) : xstrdup("");
    markup->runs = all.runs;
    markup->nruns = all.n;
}

void markup_clear(struct markup *markup)
{
    free(markup->text);
    free(markup->runs);
    *markup = (struct markup){0};
}

void markup_draw(const struct markup *markup, struct canvas *canvas, struct pen pen, size_t from,
                 size_t to)
{
    size_t start = 0;
    for (size_t i = 0; i < markup->nruns && start < to; i++) {
        size_t end = start + markup->runs[i].len;
        size_t low = start > from ? start : from;
        size_t high = end < to ? end : to;
        pen.style = markup->runs[i].style;
        if (low < high)
            pen.x += canvas_text(canvas, &pen, markup->text + low, high - low);
        start = end;
    }
}

char *markup_plain(const char *text)
{
    static const struct theme none = {.name = NULL};
    struct markup markup;
    markup_make(&markup, text, &none, none.roles[ROLE_TEXT], NULL);
    free(markup.runs);
    for (char *c = markup.text; *c; c++)
        if (*c == '\n')
            *c = ' ';
    return markup.text;
}
