#include <stdio.h>
#include <string.h>

#include "item.h"
#include "utf8.h"
#include "when.h"

/* Where a row goes. */
struct target {
    struct canvas *canvas;
    struct rect row;
    const struct sheet *sheet;
};

static void text_at(const struct target *target, int x, const char *text, struct style style)
{
    struct pen pen = {target->row, target->row.x + x, target->row.y, style};
    canvas_text(target->canvas, &pen, text, strlen(text));
}

/* A line over the pane with a label in its middle. */
static void draw_separator(const struct target *target, const char *label, enum role role)
{
    struct style style = target->sheet->theme->roles[role];
    int cols = utf8_cols(label, strlen(label));
    int x = (target->row.w - cols) / 2;
    for (int i = 0; i < target->row.w; i++)
        text_at(target, i, "─", style);
    if (x >= 1)
        text_at(target, x, label, style);
}

static void draw_day(const struct target *target, const struct item *item)
{
    const struct chat *chat = target->sheet->chat;
    struct line first;
    char date[WHEN_SIZE];
    char label[WHEN_SIZE + 4];
    lines_get(target->sheet->conv->lines, item->first, &first);
    when_date(first.time_ms, chat->now_ms, chat->utc_offset_s, date);
    snprintf(label, sizeof(label), " %s ", date);
    draw_separator(target, label, ROLE_DAY_LINE);
}

static void draw_fresh(const struct target *target)
{
    const struct sheet *sheet = target->sheet;
    char time[WHEN_SIZE];
    char label[WHEN_SIZE + 16];
    when_short(sheet->conv->line_ms, sheet->chat->now_ms, sheet->chat->utc_offset_s, time);
    snprintf(label, sizeof(label), " new since %s ", time);
    draw_separator(target, label, ROLE_UNREAD_LINE);
}

/* What stands left of the first row's text. */
static void draw_margin(const struct target *target, const struct item *item)
{
    const struct sheet *sheet = target->sheet;
    char time[WHEN_SIZE];
    if (item->shows_time && sheet->time_cols > 0) {
        struct line first;
        lines_get(sheet->conv->lines, item->first, &first);
        text_at(target, sheet->time_x,
                when_clock(first.time_ms, sheet->chat->utc_offset_s,
                           sheet->chat->settings.time_format, time),
                sheet->theme->roles[ROLE_TIMESTAMP]);
    }
    if (item->nick) {
        int cols = utf8_cols(item->nick, strlen(item->nick));
        text_at(target, sheet->inline_names ? sheet->nick_x : sheet->nick_end - cols, item->nick,
                item->nick_style);
    }
    if (item->sign)
        text_at(target, sheet->text_x - 2, item->sign, sheet->theme->roles[item->sign_role]);
}

static void draw_mark(const struct target *target, const struct item *item)
{
    const struct sheet *sheet = target->sheet;
    int x = sheet->text_x + sheet->text_cols - utf8_cols(item->mark, strlen(item->mark));
    text_at(target, x, item->mark, sheet->theme->roles[item->mark_role]);
}

static void draw_file(const struct target *target, const struct item *item)
{
    const struct sheet *sheet = target->sheet;
    struct rect clip = {target->row.x + sheet->text_x, target->row.y, sheet->text_cols, 1};
    struct pen pen = {clip, clip.x, clip.y, sheet->theme->roles[ROLE_TEXT_DIM]};
    canvas_text_cut(target->canvas, &pen, item->file);
}

/* A row of what was said, from 0, and of what is below that. */
static void draw_text_row(const struct target *target, const struct item *item, int row)
{
    const struct sheet *sheet = target->sheet;
    int below = row - (int)item->wrap.n - (int)item->tail_wrap.n;
    if (row == 0)
        draw_margin(target, item);
    if (row < (int)item->wrap.n) {
        const struct wrap_row *part = &item->wrap.rows[row];
        struct pen pen = {.clip = target->row, .x = target->row.x + sheet->text_x};
        pen.y = target->row.y;
        pen.x += row == 0 ? item->indent : 0;
        if (item->tinted)
            canvas_fill(target->canvas,
                        (struct rect){pen.x, pen.y,
                                      target->row.x + sheet->text_x + sheet->text_cols - pen.x, 1},
                        sheet->theme->roles[ROLE_MENTION_BG]);
        markup_draw(&item->body, target->canvas, pen, part->from, part->to);
    }
    if (item->tail.text)
        item_draw_tail(item, sheet, target->canvas, target->row, row);
    if (item->mark && (item->mark_below ? below == 0 : row == (int)item->wrap.n - 1))
        draw_mark(target, item);
    if (item->file && below == item->mark_below)
        draw_file(target, item);
}

void item_draw(const struct item *item, const struct sheet *sheet, struct canvas *canvas,
               struct rect place, int row)
{
    struct target target = {canvas, place, sheet};
    if (item->day && row-- == 0) {
        draw_day(&target, item);
        return;
    }
    if (item->fresh && row-- == 0) {
        draw_fresh(&target);
        return;
    }
    if (item->quote && row-- == 0)
        item_draw_quote(item, sheet, canvas, place);
    else
        draw_text_row(&target, item, row);
    if (item->picked)
        item_draw_picked(sheet, canvas, place, row == 0);
}
