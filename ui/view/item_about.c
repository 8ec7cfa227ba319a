/* What stands about a message: what it answers above it, reactions and "(edited)" behind it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "item.h"
#include "mem.h"
#include "reactions.h"
#include "utf8.h"

/* So many different reactions are shown; and between two of them are so many columns. */
#define SUMS_MAX 16
#define GAP      "  "
#define GAP_COLS 2

/* Of what is quoted: more does not fit into any row. */
#define QUOTE_BYTES 1000

/* ---- what it answers ---- */

static char *quote_of(const struct line *parent)
{
    if (parent->kind == LINE_DELETED)
        return xasprintf("┌ %s: (deleted)", parent->nick);
    char *start =
        xstrndup(parent->text, utf8_cut_bytes(parent->text, strlen(parent->text), QUOTE_BYTES));
    char *plain = markup_plain(start);
    char *quote = parent->kind == LINE_ACTION ? xasprintf("┌ * %s %s", parent->nick, plain)
                                              : xasprintf("┌ %s: %s", parent->nick, plain);
    free(plain);
    free(start);
    return quote;
}

static void put_quote(struct item *item, const struct sheet *sheet)
{
    const struct lines *lines = sheet->conv->lines;
    struct line parent;
    size_t index;
    if (!*item->line.reply)
        return;
    if (!lines_find_id(lines, item->line.reply, &index)) {
        item->quote = xstrdup("┌ an older message");
        return;
    }
    lines_get(lines, index, &parent);
    item->quote = quote_of(&parent);
}

/* ---- what stands behind it ---- */

static void add_piece(struct markup *tail, struct buf *text, const char *piece, struct style style)
{
    size_t was = text->len;
    buf_printf(text, "%s%s", was ? GAP : "", piece);
    tail->runs = xreallocarray(tail->runs, tail->nruns + 1, sizeof(*tail->runs));
    tail->runs[tail->nruns++] = (struct run){.len = text->len - was, .style = style};
}

/* "👍 2", ours "[👍 2]". */
static void add_reactions(struct markup *tail, struct buf *text, const struct sheet *sheet,
                          const char *msgid)
{
    struct reaction_sum sums[SUMS_MAX];
    size_t n = reactions_sum(sheet->conv, msgid, sums, SUMS_MAX);
    for (size_t i = 0; i < n; i++) {
        struct style style = sheet->theme->roles[ROLE_REACT];
        if (sums[i].own)
            style.attrs |= ATTR_BOLD;
        char *piece = xasprintf(sums[i].own ? "[%s %u]" : "%s %u", sums[i].value, sums[i].n);
        add_piece(tail, text, piece, style);
        free(piece);
    }
}

static void put_tail(struct item *item, const struct sheet *sheet)
{
    struct buf text = {0};
    if (item->line.flags & LINE_EDITED)
        add_piece(&item->tail, &text, "(edited)", sheet->theme->roles[ROLE_TEXT_DIM]);
    if (sheet->conv->nreactions && *item->line.msgid)
        add_reactions(&item->tail, &text, sheet, item->line.msgid);
    if (text.len == 0)
        return;
    item->tail.len = text.len;
    item->tail.text = buf_detach(&text);
}

/* ---- how it stands with it ---- */

static void mark(struct item *item, const char *text, enum role role)
{
    item->mark = text;
    item->mark_role = role;
}

/* Other words for it are on their way, or wait. */
static void mark_change(struct item *item, const struct network *network)
{
    const struct queued *queued = network->queue.first;
    for (; queued && *item->line.msgid; queued = queued->next)
        if (queued->edits && strcmp(queued->edits, item->line.msgid) == 0)
            mark(item, queued->label ? "… changing" : "◷ change waits", ROLE_PENDING);
}

static void put_mark(struct item *item, const struct sheet *sheet)
{
    unsigned flags = item->line.flags;
    if (flags & LINE_UNSURE)
        mark(item, "? unsure", ROLE_WARN);
    else if (flags & LINE_PENDING)
        mark(item, flags & LINE_WAITING ? "◷ waiting" : "… sending", ROLE_PENDING);
    else if (flags & LINE_FAILED)
        mark(item, "✗ not sent", ROLE_FAILED);
    else if (flags & LINE_SELF)
        mark_change(item, sheet->conv->network);
}

void item_about(struct item *item, const struct sheet *sheet)
{
    item->picked = item->line.serial == sheet->conv->picked;
    put_mark(item, sheet);
    if (item->line.kind == LINE_DELETED)
        return;
    put_quote(item, sheet);
    put_tail(item, sheet);
}

/* ---- where that goes ---- */

static int cols_of(const char *text)
{
    return utf8_cols(text, strlen(text));
}

/* The tail stands behind the last row of text if that has room, else below. */
static int place_tail(struct item *item, const struct sheet *sheet, int used)
{
    int cols = cols_of(item->tail.text);
    int marked = item->mark ? 2 + cols_of(item->mark) : 0;
    item->tail_x = used + GAP_COLS;
    if (item->tail_x + cols + marked <= sheet->text_cols)
        return item->tail_x + cols;
    item->tail_x = 0;
    wrap_text(&item->tail_wrap, item->tail.text, sheet->text_cols, sheet->text_cols);
    return used;
}

int item_about_rows(struct item *item, const struct sheet *sheet)
{
    struct wrap_row end = item->wrap.rows[item->wrap.n - 1];
    if (!item->tail.text && !item->mark)
        return item->quote != NULL;
    int used = utf8_cols(item->body.text + end.from, end.to - end.from);
    if (item->wrap.n == 1)
        used += item->indent;
    if (item->tail.text)
        used = place_tail(item, sheet, used);
    item->mark_below = item->mark && used + 2 + cols_of(item->mark) > sheet->text_cols;
    return (item->quote != NULL) + (int)item->tail_wrap.n + item->mark_below;
}

void item_about_clear(struct item *item)
{
    free(item->quote);
    markup_clear(&item->tail);
    wrap_clear(&item->tail_wrap);
}

/* ---- drawing ---- */

void item_draw_quote(const struct item *item, const struct sheet *sheet, struct canvas *canvas,
                     struct rect row)
{
    int x = sheet->nick_x;
    if (!sheet->inline_names)
        x = item->nick ? sheet->nick_end - cols_of(item->nick) - 2 : sheet->text_x - 2;
    x = x < 0 ? 0 : x;
    struct rect clip = {row.x + x, row.y, sheet->text_x + sheet->text_cols - x, 1};
    struct pen pen = {clip, clip.x, clip.y, sheet->theme->roles[ROLE_REPLY]};
    canvas_text_cut(canvas, &pen, item->quote);
}

/* row: of the item's text, from 0. */
void item_draw_tail(const struct item *item, const struct sheet *sheet, struct canvas *canvas,
                    struct rect place, int row)
{
    int below = row - (int)item->wrap.n;
    struct pen pen = {.clip = place, .x = place.x + sheet->text_x + item->tail_x, .y = place.y};
    if (item->tail_x && below == -1)
        markup_draw(&item->tail, canvas, pen, 0, item->tail.len);
    if (item->tail_x || below < 0 || below >= (int)item->tail_wrap.n)
        return;
    const struct wrap_row *part = &item->tail_wrap.rows[below];
    markup_draw(&item->tail, canvas, pen, part->from, part->to);
}

/* The picked one stands out by a sign, too. */
void item_draw_picked(const struct sheet *sheet, struct canvas *canvas, struct rect row, bool sign)
{
    struct style sel = sheet->theme->roles[ROLE_CURSOR_SEL];
    for (int x = row.x; x < row.x + row.w && x < canvas->w; x++) {
        struct style *style = &canvas->cells[row.y * canvas->w + x].style;
        style->fg = sel.fg;
        style->bg = sel.bg;
        style->attrs |= sel.attrs;
    }
    if (!sign || sheet->compact)
        return;
    int x = row.x + (sheet->time_x > 0 ? 0 : sheet->nick_x - 1);
    canvas_text(canvas, &(struct pen){row, x, row.y, sel}, "▸", strlen("▸"));
}
