#include "dialog_rows.h"

#include <string.h>

#include "utf8.h"
#include "wrap.h"

#define LABEL_GAP 2

/* The rows as they are laid out in a list of w columns. */
struct rows {
    const struct dialog *dialog;
    int w;
    int labels; /* columns of labels that have a detail */
};

struct style dialog_style(const struct painter *painter, enum role role)
{
    struct style style = painter->theme->roles[role];
    if (role != ROLE_POPUP_SEL)
        style.bg = painter->theme->roles[ROLE_POPUP].bg;
    return style;
}

static bool has_detail(const struct dialog_row *row)
{
    return row->detail && *row->detail;
}

/* What the widest detail leaves; at least a third. */
static int table_labels(const struct dialog *dialog, int w)
{
    int details = 0;
    for (size_t i = 0; i < dialog->n; i++) {
        const char *detail = dialog->rows[i].detail;
        int cols = detail ? utf8_cols(detail, strlen(detail)) : 0;
        details = cols > details ? cols : details;
    }
    int labels = w - details - LABEL_GAP;
    return labels < w / 3 ? w / 3 : labels;
}

/* Labels are as wide as the widest, but leave half to the details. */
static struct rows lay(const struct dialog *dialog, int w)
{
    struct rows rows = {.dialog = dialog, .w = w};
    int most = w / 2;
    if (dialog->table) {
        rows.labels = table_labels(dialog, w);
        return rows;
    }
    for (size_t i = 0; i < dialog->n && rows.labels < most; i++) {
        const struct dialog_row *row = &dialog->rows[i];
        int cols = has_detail(row) ? utf8_cols(row->label, strlen(row->label)) : 0;
        rows.labels = cols > rows.labels ? cols : rows.labels;
    }
    if (rows.labels > most)
        rows.labels = most;
    return rows;
}

/* Column and text of what goes on below itself in a text. */
static int wrapped_x(const struct rows *rows, const struct dialog_row *row)
{
    return has_detail(row) ? rows->labels + LABEL_GAP : 0;
}

static void wrap_row(const struct rows *rows, const struct dialog_row *row, struct wrap *wrap)
{
    int cols = rows->w - wrapped_x(rows, row);
    wrap_text(wrap, has_detail(row) ? row->detail : row->label, cols, cols);
}

static bool has_choice(const struct dialog *dialog)
{
    return dialog->kind == DIALOG_LIST || dialog->kind == DIALOG_ASK;
}

/* All of a text is, and what an answer is about. */
static bool is_wrapped(const struct dialog *dialog, const struct dialog_row *row)
{
    return dialog->kind == DIALOG_TEXT || (dialog->kind == DIALOG_ASK && row->heading);
}

static int height(const struct rows *rows, const struct dialog_row *row)
{
    struct wrap wrap = {0};
    if (!is_wrapped(rows->dialog, row))
        return 1;
    wrap_row(rows, row, &wrap);
    int n = (int)wrap.n;
    wrap_clear(&wrap);
    return n;
}

int dialog_rows_height(const struct dialog *dialog, int cols)
{
    struct rows rows = lay(dialog, cols);
    int sum = 0;
    for (size_t i = 0; i < dialog->n; i++)
        sum += height(&rows, &dialog->rows[i]);
    return sum > 0 ? sum : 1;
}

static const struct dialog_row *shown(const struct dialog *dialog, size_t i)
{
    return &dialog->rows[dialog->shown[i]];
}

/* The first of those that are seen, so that the picked one is, and the last page is full. */
static size_t first_seen(const struct rows *rows, int h)
{
    const struct dialog *dialog = rows->dialog;
    size_t from = dialog->picked;
    size_t last = dialog->nshown;
    if (dialog->kind == DIALOG_ASK)
        from = dialog->nshown; /* the answers are at the end */
    else if (dialog->kind == DIALOG_LIST)
        from = from >= (size_t)h ? from - (size_t)h + 1 : 0;
    for (int sum = 0; last > 0; last--) {
        sum += height(rows, shown(dialog, last - 1));
        if (sum > h)
            break;
    }
    return from < last ? from : last;
}

static void paint_wrapped(const struct painter *painter, const struct rows *rows, struct rect at,
                          const struct dialog_row *row, struct style style)
{
    struct wrap wrap = {0};
    int x = at.x + wrapped_x(rows, row);
    const char *text = has_detail(row) ? row->detail : row->label;
    wrap_row(rows, row, &wrap);
    for (int i = 0; i < (int)wrap.n && i < at.h; i++) {
        struct pen pen = {at, x, at.y + i, style};
        canvas_text(painter->canvas, &pen, text + wrap.rows[i].from,
                    wrap.rows[i].to - wrap.rows[i].from);
    }
    wrap_clear(&wrap);
}

static void paint_row(const struct painter *painter, const struct rows *rows, struct rect at,
                      const struct dialog_row *row, bool picked)
{
    struct style style = dialog_style(painter, picked ? ROLE_POPUP_SEL : ROLE_POPUP);
    struct style dim = picked ? style : dialog_style(painter, ROLE_TEXT_DIM);
    struct rect line = {at.x, at.y, at.w, 1};
    bool wrapped = is_wrapped(rows->dialog, row);
    if (row->heading && !row->plain)
        style.attrs |= ATTR_BOLD;
    if (picked) {
        struct rect whole = {at.x - 1, at.y, at.w + 2, 1};
        canvas_fill(painter->canvas, whole, style);
        pane_text(painter, whole, at.x - 1, "▸", style);
    }
    if (has_detail(row))
        line.w = rows->labels;
    if (has_detail(row) || !wrapped)
        pane_text(painter, line, at.x, row->label, style);
    if (rows->dialog->kind == DIALOG_LIST && !row->heading && !rows->dialog->pressed)
        dialog_match_paint(painter, line, row->label, style);
    line.w = at.w;
    if (wrapped)
        paint_wrapped(painter, rows, at, row, has_detail(row) ? dim : style);
    else if (has_detail(row))
        pane_text(painter, line, at.x + rows->labels + LABEL_GAP, row->detail, dim);
}

size_t dialog_rows_at(const struct dialog *dialog, struct rect list, int y)
{
    struct rows rows = lay(dialog, list.w);
    int top = list.y;
    if (y < list.y || y >= list.y + list.h || list.h <= 0)
        return POINT_NO_ROW;
    for (size_t i = first_seen(&rows, list.h); i < dialog->nshown; i++) {
        top += height(&rows, shown(dialog, i));
        if (y < top)
            return i;
    }
    return POINT_NO_ROW;
}

void dialog_rows_paint(const struct painter *painter, struct rect list, bool *above, bool *below)
{
    const struct dialog *dialog = painter->chat->dialog;
    struct rows rows = lay(dialog, list.w);
    struct rect left = list;
    size_t from = first_seen(&rows, list.h);
    size_t i = from;
    for (; i < dialog->nshown && left.h > 0; i++) {
        bool picked = has_choice(dialog) && i == dialog->picked;
        int taken = height(&rows, shown(dialog, i));
        paint_row(painter, &rows, left, shown(dialog, i), picked);
        left.y += taken;
        left.h -= taken;
    }
    *above = from > 0;
    *below = i < dialog->nshown || left.h < 0;
}
