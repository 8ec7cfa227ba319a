#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "dialog_preview.h"
#include "dialog_rows.h"
#include "mem.h"
#include "panes.h"
#include "utf8.h"
#include "wrap.h"

#define LIST_COLS   64
#define TEXT_COLS   96
#define FORM_COLS   58
#define TABLE_ROWS  14
#define SMALL_COLS  24
#define SMALL_ROWS  6
#define LABEL_GAP   2
#define FILTER      "> "
#define ASIDE_COLS  36
#define FILTER_COLS 2
#define DOT         "•"
#define ERROR_ROWS  4
#define HELP_ROWS   2 /* always: the box does not jump while one goes through the list */

/* Corners and blanks around what stands in a border; between two keys. */
#define CAPTION_COLS 6
#define KEY_GAP      " · "

/* Where the parts of the box are. */
struct frame {
    struct rect box;
    struct rect inner;          /* filter, rows and error line */
    int filter, error, preview; /* rows that each takes */
    bool bare;                  /* too small a screen for a border */
};

static int least(int a, int b)
{
    return a < b ? a : b;
}

/* A list keeps its height while it is filtered, a table mostly while one goes about in it. */
static int content_rows(const struct dialog *dialog, int cols)
{
    if (dialog->kind == DIALOG_FORM)
        return 2 * (int)dialog->nfields + 1;
    int rows = dialog_rows_height(dialog, cols);
    return dialog->table && rows < TABLE_ROWS ? TABLE_ROWS : rows;
}

static char *error_text(const struct dialog *dialog)
{
    return dialog->error ? xasprintf("✗ %s", dialog->error) : xstrdup(dialog->help);
}

/* Wrapped: what went wrong is said in whole. */
static int error_rows(const struct dialog *dialog, int cols)
{
    struct wrap wrap = {0};
    char *text = error_text(dialog);
    if (!text)
        return 0;
    wrap_text(&wrap, text, cols, cols);
    int rows = (int)wrap.n;
    wrap_clear(&wrap);
    free(text);
    return dialog->help && rows < HELP_ROWS ? HELP_ROWS : rows;
}

static struct frame place(const struct painter *painter)
{
    const struct dialog *dialog = painter->chat->dialog;
    static const int widths[] = {[DIALOG_LIST] = LIST_COLS,
                                 [DIALOG_TEXT] = TEXT_COLS,
                                 [DIALOG_FORM] = FORM_COLS,
                                 [DIALOG_ASK] = LIST_COLS};
    int w = painter->canvas->w;
    int h = painter->canvas->h;
    struct frame frame = {0};
    frame.filter = (dialog->kind == DIALOG_LIST && !dialog->pressed) ||
                   (dialog->kind == DIALOG_TEXT && !edit_is_empty(dialog->filter)) ||
                   (dialog->kind == DIALOG_FORM && dialog->note);
    if (w < SMALL_COLS || h < SMALL_ROWS) {
        frame.bare = true;
        frame.box = (struct rect){0, 0, w, h};
        frame.inner = (struct rect){1, 0, w - 2, h};
        frame.error = dialog->error ? 1 : 0;
        return frame;
    }
    bool wide = dialog->pressed || dialog->table || dialog->wide;
    int most = dialog->aside ? ASIDE_COLS : wide ? TEXT_COLS : widths[dialog->kind];
    int cols = least(most, w - 4);
    frame.error = least(error_rows(dialog, cols - 4), ERROR_ROWS);
    int around = frame.filter + frame.error + 2;
    frame.preview = dialog_preview_height(dialog, h - 2 - around);
    int rows = least(content_rows(dialog, cols - 4) + frame.preview + around, h - 2);
    frame.box =
        (struct rect){dialog->aside ? w - cols : (w - cols) / 2, (h - rows) / 2, cols, rows};
    frame.inner = (struct rect){frame.box.x + 2, frame.box.y + 1, cols - 4, rows - 2};
    return frame;
}

/* The rows between what is typed and what went wrong. */
static struct rect list_of(const struct frame *frame)
{
    struct rect list = frame->inner;
    list.y += frame->filter;
    list.h -= frame->filter + frame->preview + frame->error;
    return list;
}

/* Rows that a field takes with what sets it off. */
static int form_step(const struct dialog *dialog, struct rect list)
{
    return list.h > 2 * (int)dialog->nfields ? 2 : 1;
}

static size_t field_at(const struct dialog *dialog, struct rect list, int y)
{
    int step = form_step(dialog, list);
    for (size_t i = 0; i < dialog->nfields; i++) {
        if (y == list.y + step - 1 + step * (int)i)
            return i;
    }
    return POINT_NO_ROW;
}

void view_dialog_point(const struct painter *painter, int x, int y, struct pointed *at)
{
    const struct dialog *dialog = painter->chat->dialog;
    struct frame frame = place(painter);
    struct rect list = list_of(&frame);
    bool inside = x >= frame.box.x && x < frame.box.x + frame.box.w && y >= frame.box.y &&
                  y < frame.box.y + frame.box.h;
    at->pane = inside ? POINT_DIALOG : POINT_BESIDE_DIALOG;
    at->row = POINT_NO_ROW;
    if (inside)
        at->row = dialog->kind == DIALOG_FORM ? field_at(dialog, list, y)
                                              : dialog_rows_at(dialog, list, y);
    if (inside && !frame.bare && y == frame.box.y + frame.box.h - 1)
        at->hint = pane_hint_at(painter->canvas, x, y);
}

/* A text that may be typed into. */
struct typing {
    const struct edit *edit;
    bool secret; /* dots are shown */
    bool here;   /* the cursor is in it */
};

/* Scrolled so that the cursor is seen; without a cursor it shows its beginning. */
static void paint_edit(const struct painter *painter, struct rect row, struct typing typing,
                       struct style style)
{
    const char *text = edit_text(typing.edit);
    size_t cursor = edit_cursor(typing.edit);
    size_t from = 0;
    struct buf dots = {0};
    if (typing.secret) {
        size_t at = 0;
        for (size_t i = 0, len = strlen(text); i < len; i += utf8_cluster(text + i, len - i)) {
            at += i < cursor ? strlen(DOT) : 0;
            buf_puts(&dots, DOT);
        }
        text = buf_text(&dots);
        cursor = at;
    }
    while (typing.here && from < cursor && utf8_cols(text + from, cursor - from) >= row.w)
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
    pane_text(painter, row, row.x, FILTER, dialog_style(painter, ROLE_TEXT_DIM));
    row.x += FILTER_COLS;
    row.w -= FILTER_COLS;
    if (painter->chat->dialog->note) {
        int x = pane_text_right(painter, row, row.x + row.w, painter->chat->dialog->note,
                                dialog_style(painter, ROLE_TEXT_DIM));
        row.w = x - row.x - 1;
    }
    struct typing filter = {.edit = painter->chat->dialog->filter, .here = true};
    paint_edit(painter, row, filter, dialog_style(painter, ROLE_POPUP));
}

static void paint_rows(const struct painter *painter, const struct frame *frame, struct rect list)
{
    struct style style = dialog_style(painter, ROLE_POPUP);
    bool above = false;
    bool below = false;
    if (list.h <= 0)
        return;
    dialog_rows_paint(painter, list, &above, &below);
    const struct dialog *dialog = painter->chat->dialog;
    bool empty = dialog->empty && dialog->n == 0;
    if (dialog->nshown == 0)
        pane_text(painter, list, list.x, empty ? dialog->empty : "Nothing matches.",
                  dialog_style(painter, ROLE_TEXT_DIM));

    /* More above and below, in the border. */
    int right = frame->box.x + frame->box.w - 1;
    if (above && !frame->bare)
        pane_text(painter, pane_row(&frame->box, list.y), right, "↑", style);
    if (below && !frame->bare)
        pane_text(painter, pane_row(&frame->box, list.y + list.h - 1), right, "↓", style);
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
    int step = form_step(dialog, inner);
    for (size_t i = 0; i < dialog->nfields; i++) {
        const struct dialog_field *field = &dialog->fields[i];
        bool focus = i == dialog->focus;
        struct rect row = {inner.x, inner.y + step - 1 + step * (int)i, inner.w, 1};
        if (row.y >= inner.y + inner.h)
            break;
        struct style style = dialog_style(painter, focus ? ROLE_POPUP_SEL : ROLE_POPUP);
        pane_text(painter, row, row.x, field->label, dialog_style(painter, ROLE_TEXT_DIM));
        if (focus)
            pane_text(painter, row, row.x + labels + 1, "▸", dialog_style(painter, ROLE_POPUP));
        struct rect value = {row.x + labels + LABEL_GAP + 1, row.y, row.w - labels - LABEL_GAP - 1,
                             1};
        style.attrs |= ATTR_UNDERLINE;
        canvas_fill(painter->canvas, value, style);
        paint_edit(painter, value, (struct typing){field->edit, field->secret, focus}, style);
        if (focus) {
            cursor_x = painter->canvas->cursor_x;
            cursor_y = painter->canvas->cursor_y;
        }
    }
    painter->canvas->cursor_x = cursor_x;
    painter->canvas->cursor_y = cursor_y;
}

static void paint_error(const struct painter *painter, struct rect at)
{
    struct wrap wrap = {0};
    char *text = error_text(painter->chat->dialog);
    wrap_text(&wrap, text, at.w > 0 ? at.w : 1, at.w > 0 ? at.w : 1);
    for (int i = 0; i < (int)wrap.n && i < at.h; i++) {
        struct rect row = {at.x, at.y + i, at.w, 1};
        struct wrap_row cut = wrap.rows[i];
        char *piece = xstrndup(text + cut.from, cut.to - cut.from);
        enum role role = painter->chat->dialog->error ? ROLE_ERROR : ROLE_TEXT_DIM;
        pane_text(painter, row, row.x, piece, dialog_style(painter, role));
        free(piece);
    }
    wrap_clear(&wrap);
    free(text);
}

static void paint_content(const struct painter *painter, const struct frame *frame)
{
    const struct dialog *dialog = painter->chat->dialog;
    struct rect list = list_of(frame);
    painter->canvas->cursor_x = painter->canvas->cursor_y = -1;
    if (dialog->kind == DIALOG_FORM)
        paint_form(painter, list);
    else
        paint_rows(painter, frame, list);
    if (frame->filter && dialog->kind == DIALOG_FORM)
        pane_text(painter, pane_row(&frame->inner, frame->inner.y), frame->inner.x, dialog->note,
                  dialog_style(painter, ROLE_POPUP));
    else if (frame->filter)
        paint_filter(painter, frame->inner);
    int y = frame->inner.y + frame->inner.h - frame->error - frame->preview;
    if (frame->preview)
        dialog_preview_paint(painter,
                             (struct rect){frame->inner.x, y, frame->inner.w, frame->preview});
    if (frame->error) {
        y += frame->preview;
        paint_error(painter, (struct rect){frame->inner.x, y, frame->inner.w, frame->error});
    }
}

/* The last gap between keys within the first len bytes; NULL if there is none. */
static char *last_key(char *keys, size_t len)
{
    char *last = NULL;
    for (char *at = keys; (at = strstr(at, KEY_GAP)) && (size_t)(at - keys) < len; at++)
        last = at;
    return last;
}

/* "Enter get · C-s sort · Esc close": as many as fit; the last one, how to leave, is always there.
 * To free. */
static char *fitting_keys(const struct chat *chat, const struct dialog *dialog, int cols)
{
    char *fit = pane_keys(chat, dialog->keys);
    static const char clear[] = " clear";
    char *close = strstr(fit, " close");
    if (close && dialog_clears(dialog))
        memcpy(close, clear, sizeof(clear) - 1);
    for (char *last; utf8_cols(fit, strlen(fit)) > cols && (last = last_key(fit, strlen(fit)));) {
        char *before = last_key(fit, (size_t)(last - fit));
        if (!before)
            break;
        memmove(before, last, strlen(last) + 1);
    }
    return fit;
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
    char *keys = fitting_keys(painter->chat, dialog, frame.box.w - CAPTION_COLS);
    if (!frame.bare)
        canvas_box(painter->canvas, frame.box, dialog->title, keys,
                   pane_style(painter, ROLE_POPUP));
    free(keys);
    paint_content(painter, &frame);
}
