#include "markup.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "markup_codes.h"
#include "markup_link.h"
#include "markup_spans.h"
#include "mem.h"
#include "utf8.h"

#define LINKS_MAX 1000

/* What is being put together. */
struct making {
    struct markup *markup;
    struct buf text;
    size_t cap; /* of markup->runs */
    const struct codes *codes;
    size_t run, run_end; /* the code's run that was looked at last, and where it ends */
    const struct markup_names *names;
    uint16_t link;  /* of what is put now */
    size_t line_at; /* the row that was looked at last, and whether it is a quote */
    bool quote;
};

static void add_run(struct making *making, size_t len, struct run run)
{
    struct markup *markup = making->markup;
    if (len == 0)
        return;
    if (markup->nruns == making->cap) {
        making->cap = making->cap ? making->cap * 2 : 4;
        markup->runs = xreallocarray(markup->runs, making->cap, sizeof(*markup->runs));
    }
    run.len = len;
    markup->runs[markup->nruns++] = run;
}

/* A role's style within its surroundings. */
static struct style over(struct style around, struct style role)
{
    return (struct style){role.fg, role.bg, around.attrs | role.attrs};
}

static struct style person_style(const struct theme *theme, const struct person *person,
                                 struct style around)
{
    const char *name = person->account ? person->account : person->nick;
    struct style style = theme_nick(theme, name);
    style.attrs |= around.attrs;
    style.bg = around.bg;
    return style;
}

/* How the text of a span looks (NULL: plain text). */
static struct style style_in(const struct making *making, const struct span *span,
                             struct style around)
{
    const struct theme *theme = making->codes->theme;
    struct style link = theme->roles[ROLE_LINK];
    if (!span)
        return around;
    switch (span->kind) {
    case SPAN_LINK: link.bg = around.bg; return over(around, link);
    case SPAN_OWN: return over(around, theme->roles[ROLE_HIGHLIGHT]);
    case SPAN_PERSON: return person_style(theme, span->person, around);
    case SPAN_CODE:
    case SPAN_BLOCK: return over(around, theme->roles[ROLE_CODE]);
    case SPAN_SPOILER: return over(around, theme->roles[ROLE_SPOILER]);
    }
    return around;
}

/* A block for each column: what is hidden takes the room that it will take. */
static void put_hidden(struct buf *out, const char *text, size_t len)
{
    size_t size = 0;
    for (size_t i = 0; i < len; i += size) {
        size = utf8_cluster(text + i, len - i);
        int cols = utf8_cluster_cols(text + i, size);
        if (text[i] == ' ' || text[i] == '\n')
            buf_putc(out, text[i]);
        else
            while (cols-- > 0)
                buf_puts(out, "▒");
    }
}

/* The code's run that holds byte `at`, which grows from call to call. */
static const struct code_run *run_at(struct making *making, size_t at)
{
    while (at >= making->run_end && making->run + 1 < making->codes->n)
        making->run_end += making->codes->runs[++making->run].len;
    return &making->codes->runs[making->run];
}

/* Is the row of byte `at` a quote: "> so it was said"? */
static bool is_quote(struct making *making, size_t at)
{
    const char *text = making->codes->text.data;
    const char *line = at > 0 ? memrchr(text, '\n', at) : NULL;
    size_t from = line ? (size_t)(line - text) + 1 : 0;
    if (from != making->line_at || from == 0) {
        making->line_at = from;
        making->quote = text[from] == '>' && text[from + 1] == ' ';
    }
    return making->quote;
}

/* Appends bytes [from, to), which look alike but for codes and quotes. */
static void put(struct making *making, size_t from, size_t to, const struct span *span)
{
    const struct codes *codes = making->codes;
    bool reveal = making->names && making->names->reveal;
    while (from < to) {
        const struct code_run *run = run_at(making, from);
        size_t end = making->run_end < to ? making->run_end : to;
        const char *newline = memchr(codes->text.data + from, '\n', end - from);
        end = newline ? (size_t)(newline - codes->text.data) + 1 : end;
        struct style style = run->style;
        if (style_same(style, codes->base) && is_quote(making, from))
            style = codes->theme->roles[ROLE_QUOTE];
        bool spoiler = run->hidden || (span && span->kind == SPAN_SPOILER);
        if (spoiler || run->mono)
            style = over(style, codes->theme->roles[spoiler ? ROLE_SPOILER : ROLE_CODE]);
        else
            style = style_in(making, span, style);
        size_t before = making->text.len;
        if (spoiler && !reveal)
            put_hidden(&making->text, codes->text.data + from, end - from);
        else
            buf_append(&making->text, codes->text.data + from, end - from);
        making->markup->hides |= spoiler;
        add_run(making, making->text.len - before,
                (struct run){.style = style,
                             .link = making->link,
                             .block = span && span->kind == SPAN_BLOCK});
        from = end;
    }
}

/* Keeps where a link leads (taken over); its number, 0 if it leads nowhere. */
static uint16_t add_link(struct markup *markup, char *target)
{
    if (!target || markup->nlinks == LINKS_MAX) {
        free(target);
        return 0;
    }
    markup->links =
        xreallocarray(markup->links, (size_t)markup->nlinks + 1, sizeof(*markup->links));
    markup->links[markup->nlinks++] = target;
    return markup->nlinks;
}

/* A link is shown as it leads. */
static void put_link(struct making *making, const struct span *span)
{
    const struct code_run *run = run_at(making, span->from);
    struct buf shown = {0};
    size_t len = span->to - span->from;
    char *target = markup_link(making->codes->text.data + span->from, len, &shown);
    bool same = shown.len == len;
    making->link = run->hidden ? 0 : add_link(making->markup, target);
    if (run->hidden)
        free(target);
    if (same || run->hidden) {
        put(making, span->from, span->to, span);
    } else {
        buf_append(&making->text, shown.data, shown.len);
        add_run(making, shown.len,
                (struct run){.style = style_in(making, span, run->style), .link = making->link});
    }
    making->link = 0;
    buf_clear(&shown);
}

static void put_all(struct making *making)
{
    const char *text = buf_text(&making->codes->text);
    size_t len = making->codes->text.len;
    size_t at = 0;
    struct span span;
    while (at < len && markup_span(text, at, making->names, &span)) {
        put(making, at, span.from, NULL);
        if (span.kind == SPAN_LINK)
            put_link(making, &span);
        else
            put(making, span.inner, span.inner_to, &span);
        at = span.to;
    }
    put(making, at, len, NULL);
}

void markup_make(struct markup *markup, const char *text, const struct theme *theme,
                 struct style base, const struct markup_names *names)
{
    struct codes codes = {.theme = theme, .base = base};
    struct making making = {.markup = markup, .codes = &codes, .names = names};
    *markup = (struct markup){.text = NULL};
    codes_read(&codes, text);
    if (codes.n > 0) {
        making.run_end = codes.runs[0].len;
        put_all(&making);
    }
    codes_clear(&codes);
    markup->len = making.text.len;
    markup->text = buf_detach(&making.text);
}

void markup_clear(struct markup *markup)
{
    for (uint16_t i = 0; i < markup->nlinks; i++)
        free(markup->links[i]);
    free(markup->links);
    free(markup->text);
    free(markup->runs);
    *markup = (struct markup){0};
}

void markup_draw(const struct markup *markup, struct canvas *canvas, struct pen pen, size_t from,
                 size_t to)
{
    size_t start = 0;
    for (size_t i = 0; i < markup->nruns && start < to; i++) {
        const struct run *run = &markup->runs[i];
        size_t end = start + run->len;
        size_t low = start > from ? start : from;
        size_t high = end < to ? end : to;
        pen.style = run->style;
        canvas->link = run->link ? canvas_link(canvas, markup->links[run->link - 1]) : 0;
        if (run->block && low <= from && from <= high) {
            struct rect rest = {pen.x, pen.y, pen.clip.x + pen.clip.w - pen.x, 1};
            canvas_fill(canvas, rest, run->style);
        }
        if (low < high)
            pen.x += canvas_text(canvas, &pen, markup->text + low, high - low);
        start = end;
    }
    canvas->link = 0;
}

char *markup_plain(const char *text)
{
    static const struct theme none = {.name = NULL};
    struct codes codes = {.theme = &none, .base = none.roles[ROLE_TEXT]};
    codes_read(&codes, text);
    char *plain = buf_detach(&codes.text);
    codes_clear(&codes);
    for (char *c = plain; *c; c++)
        if (*c == '\n')
            *c = ' ';
    return plain;
}
