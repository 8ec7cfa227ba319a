#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "mem.h"
#include "panes.h"
#include "utf8.h"

#define LIST_COLS   64
#define TEXT_COLS   78
#define FORM_COLS   58
#define SMALL_COLS  24
#define SMALL_ROWS  6
#define LABEL_GAP   2
#define FILTER      "> "
#define FILTER_COLS 2
#define DOT         "•"

/* Where the parts of the box are. */
struct frame {
    struct rect box;
    struct rect inner; /* filter, rows and error line */
    int filter, error; /* rows that each takes: 0 or 1 */
    bool bare;         /* too small a screen for a border */
};

static struct style popup(const struct painter *painter, enum role role)
{
    struct style style = pane_style(painter, role);
    if (role != ROLE_POPUP_SEL)
        style.bg = pane_style(painter, ROLE_POPUP).bg;
    return style;
}

static int least(int a, int b)
{
    return a < b ? a : b;
}

static int content_rows(const struct dialog *dialog)
{
    if (dialog->kind == DIALOG_FORM)
        return 2 * (int)dialog->nfields + 1;
    /* A list keeps its height while it is filtered. */
    return dialog->n > 0 ? (int)dialog->n : 1;
}

static struct frame place(const struct painter *painter)
{
    const struct dialog *dialog = painter->chat->dialog;
    static const int widths[] = {
        [DIALOG_LIST] = LIST_COLS, [DIALOG_TEXT] = TEXT_COLS, [DIALOG_FORM] = FORM_COLS};
    int w = painter->canvas->w;
    int h = painter->canvas->h;
    struct frame frame = {.error = dialog->error ? 1 : 0};
    frame.filter = dialog->kind == DIALOG_LIST ||
                   (dialog->kind == DIALOG_TEXT && !edit_is_empty(dialog->filter));
    if (w < SMALL_COLS || h < SMALL_ROWS) {
        frame.bare = true;
        frame.box = (struct rect){0, 0, w, h};
        frame.inner = (struct rect){1, 0, w - 2, h};
        return frame;
    }
    int cols = least(widths[dialog->kind], w - 4);
    int rows = least(content_rows(dialog) + frame.filter + frame.error + 2, h - 2);
    frame.box = (struct rect){(w - cols) / 2, (h - rows) / 2, cols, rows};
    frame.inner = (struct rect){frame.box.x + 2, frame.box.y + 1, cols - 4, rows - 2};
    return frame;
}

/* Text with the cursor in it, scrolled so that the cursor is seen. */
static void paint_edit(const struct painter *painter, struct rect row, const struct edit *edit,
                       bool secret, struct style style)
{
    const char *text = edit_text(edit);
    size_t cursor = edit_cursor(edit);
    size_t from = 0;
    struct buf dots = {0};
    if (secret) {
        size_t at = 0;
        for (size_t i = 0, len = strlen(text); i < len; i += utf8_cluster(text + i, len - i)) {
            at += i < cursor ? strlen(DOT) : 0;
            buf_puts(&dots, DOT);
        }
        text = buf_text(&dots);
        cursor = at;
    }
    while (from < cursor && utf8_cols(text + from, cursor - from) >= row.w)
        from += utf8_cluster(text + from, cursor - from);
    canvas_text(painter->canvas, &(struct pen){row, row.x, row.y, style}, text + from,
                strlen(text + from));
    painter->canvas->cursor_x = row.x + utf8_cols(text + from, cursor - from);
    painter->canvas->cursor_y = row.y;
    buf_clear(&dots);
}

static void paint_filter(const struct painter *painter, struct rect inner)
{
    struct rect row = {inner.x, inner.y, inner.w, 1};
    pane_text(painter, row, row.x, FILTER, popup(painter, ROLE_TEXT_DIM));
    row.x += FILTER_COLS;
    row.w -= FILTER_COLS;
    paint_edit(painter, row, painter->chat->dialog->filter, false, popup(painter, ROLE_POPUP));
}

/* Columns of the widest label, at most half of the box; of those that have a detail. */
static int label_cols(const struct dialog *dialog, int w)
{
    int widest = 0;
    for (size_t i = 0; i < dialog->n && widest < w / 2; i++) {
        const struct dialog_row *row = &dialog->rows[i];
        int cols = row->detail && *row->detail ? utf8_cols(row->label, strlen(row->label)) : 0;
        widest = cols > widest ? cols : widest;
    }
    return least(widest, w / 2);
}

static void paint_row(const struct painter *painter, struct rect at, const struct dialog_row *row,
                      bool picked, int labels)
{
    struct style style = popup(painter, picked ? ROLE_POPUP_SEL : ROLE_POPUP);
    struct style dim = picked ? style : popup(painter, ROLE_TEXT_DIM);
    if (row->heading)
        style.attrs |= ATTR_BOLD;
    if (picked) {
        struct rect whole = {at.x - 1, at.y, at.w + 2, 1};
        canvas_fill(painter->canvas, whole, style);
        pane_text(painter, whole, at.x - 1, "▸", style);
    }
    bool detailed = row->detail && *row->detail;
    struct rect label = {at.x, at.y, detailed ? labels : at.w, 1};
    pane_text(painter, label, at.x, row->label, style);
    if (detailed)
        pane_text(painter, at, at.x + labels + LABEL_GAP, row->detail, dim);
}

/* The first row that is shown, so that the picked one is seen. */
static size_t first_shown(const struct dialog *dialog, size_t h)
{
    size_t from = dialog->picked;
    if (dialog->kind == DIALOG_LIST)
        from = dialog->picked >= h ? dialog->picked - h + 1 : 0;
    if (dialog->nshown <= h)
        return 0;
    return from > dialog->nshown - h ? dialog->nshown - h : from;
}

static void paint_rows(const struct painter *painter, const struct frame *frame, struct rect list)
{
    const struct dialog *dialog = painter->chat->dialog;
    if (list.h <= 0)
        return;
    size_t h = (size_t)list.h;
    size_t from = first_shown(dialog, h);
    int labels = label_cols(dialog, list.w);
    for (size_t i = from; i < dialog->nshown && i < from + h; i++) {
        struct rect at = {list.x, list.y + (int)(i - from), list.w, 1};
        bool picked = dialog->kind == DIALOG_LIST && i == dialog->picked;
        paint_row(painter, at, &dialog->rows[dialog->shown[i]], picked, labels);
    }
    if (dialog->nshown == 0)
        pane_text(painter, list, list.x, "Nothing matches.", popup(painter, ROLE_TEXT_DIM));

    /* More above and below, in the border. */
    int right = frame->box.x + frame->box.w - 1;
    if (frame->bare)
        return;
    if (from > 0)
        pane_text(painter, pane_row(&frame->box, list.y), right, "↑", popup(painter, ROLE_POPUP));
    if (from + h < dialog->nshown)
        pane_text(painter, pane_row(&frame->box, list.y + list.h - 1), right, "↓",
                  popup(painter, ROLE_POPUP));
}

static void paint_form(const struct painter *painter, struct rect inner)
{
    const struct dialog *dialog = painter->chat->dialog;
    int labels = 0;
    for (size_t i = 0; i < dialog->nfields; i++) {
        int cols = utf8_cols(dialog->fields[i].label, strlen(dialog->fields[i].label));
        labels = cols > labels ? cols : labels;
    }
    int cursor_x = -1;
    int cursor_y = -1;
    int step = inner.h > 2 * (int)dialog->nfields ? 2 : 1;
    for (size_t i = 0; i < dialog->nfields; i++) {
        const struct dialog_field *field = &dialog->fields[i];
        bool focus = i == dialog->focus;
        struct rect row = {inner.x, inner.y + step - 1 + step * (int)i, inner.w, 1};
        if (row.y >= inner.y + inner.h)
            break;
        struct style style = popup(painter, focus ? ROLE_POPUP_SEL : ROLE_POPUP);
        pane_text(painter, row, row.x, field->label, popup(painter, ROLE_TEXT_DIM));
        if (focus)
            pane_text(painter, row, row.x + labels + 1, "▸", popup(painter, ROLE_POPUP));
        struct rect value = {row.x + labels + LABEL_GAP + 1, row.y, row.w - labels - LABEL_GAP - 1,
                             1};
        style.attrs |= ATTR_UNDERLINE;
        canvas_fill(painter->canvas, value, style);
        paint_edit(painter, value, field->edit, field->secret, style);
        if (focus) {
            cursor_x = painter->canvas->cursor_x;
            cursor_y = painter->canvas->cursor_y;
        }
    }
    painter->canvas->cursor_x = cursor_x;
    painter->canvas->cursor_y = cursor_y;
}

static void paint_content(const struct painter *painter, const struct frame *frame)
{
    const struct dialog *dialog = painter->chat->dialog;
    struct rect list = frame->inner;
    list.y += frame->filter;
    list.h -= frame->filter + frame->error;
    painter->canvas->cursor_x = painter->canvas->cursor_y = -1;
    if (dialog->kind == DIALOG_FORM)
        paint_form(painter, list);
    else
        paint_rows(painter, frame, list);
    if (frame->filter)
        paint_filter(painter, frame->inner);
    if (frame->error) {
        struct rect row = {frame->inner.x, frame->inner.y + frame->inner.h - 1, frame->inner.w, 1};
        char *text = xasprintf("✗ %s", dialog->error);
        pane_text(painter, row, row.x, text, popup(painter, ROLE_ERROR));
        free(text);
    }
}

/* The open list, text or form: a box over everything. */
void view_dialog(const struct painter *painter)
{
    const struct dialog *dialog = painter->chat->dialog;
    if (!dialog)
        return;

    struct frame frame = place(painter);
    struct rect apart = {frame.box.x - 1, frame.box.y, frame.box.w + 2, frame.box.h};
    canvas_fill(painter->canvas, apart, pane_style(painter, ROLE_TEXT));
    canvas_fill(painter->canvas, frame.box, pane_style(painter, ROLE_POPUP));
    if (!frame.bare)
        canvas_box(painter->canvas, frame.box, dialog->title, dialog->keys,
                   pane_style(painter, ROLE_POPUP));
    paint_content(painter, &frame);
}
