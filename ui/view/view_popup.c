/* The list of what could be typed: above the input, at the word that it is for. */
#include <string.h>

#include "dialog_rows.h"
#include "panes.h"
#include "utf8.h"

#define ROWS_MAX  8
#define COLS_MIN  40
#define NOTE_GAP  2
#define EDGE_COLS 4 /* two borders, and a blank beside each */
#define EDGE_ROWS 2
#define PROMPT    3

static int cols_of(const char *text)
{
    return text ? utf8_cols(text, strlen(text)) : 0;
}

/* Columns of the widest label, and of the widest row. */
static void measure(const struct choices *choices, int *labels, int *widest)
{
    int notes = 0;
    *labels = 0;
    *widest = cols_of(choices->items[choices->at].help);
    for (size_t i = 0; i < choices->n; i++) {
        int label = cols_of(choice_label(&choices->items[i]));
        int note = cols_of(choices->items[i].note);
        *labels = label > *labels ? label : *labels;
        notes = note > notes ? note : notes;
    }
    int both = *labels + (notes ? notes + NOTE_GAP : 0);
    *widest = both > *widest ? both : *widest;
}

static bool has_help(const struct choices *choices)
{
    return choices->items[choices->at].help != NULL;
}

/* Its bottom is the rule above the input; it begins where the word does, if it can. No rows: there
 * is no place for it. */
static struct rect place(const struct painter *painter, int widest)
{
    const struct choices *choices = &painter->chat->choices;
    const struct layout *layout = painter->layout;
    const char *text = edit_text(painter->chat->edit);
    int w = widest + EDGE_COLS;
    w = w < COLS_MIN ? COLS_MIN : w;
    w = w > layout->input.w ? layout->input.w : w;
    int rows = choices->n < ROWS_MAX ? (int)choices->n : ROWS_MAX;
    int h = rows + EDGE_ROWS + (has_help(choices) ? 1 : 0);
    if (layout->rule.w == 0 || h > layout->rule.y)
        return (struct rect){0};

    size_t row = choices->from;
    while (row > 0 && text[row - 1] != '\n')
        row--;
    int x = layout->input.x + PROMPT + utf8_cols(text + row, choices->from - row) - 2;
    int right = layout->input.x + layout->input.w - w;
    return (struct rect){x < right ? x : right, layout->rule.y - h, w, h};
}

static void paint_choice(const struct painter *painter, struct rect row, size_t i, int labels)
{
    const struct choices *choices = &painter->chat->choices;
    const struct choice *choice = &choices->items[i];
    bool present = i == choices->at && choices->chosen;
    enum role role = present ? ROLE_POPUP_SEL : ROLE_POPUP;
    struct style note = dialog_style(painter, present ? ROLE_POPUP_SEL : ROLE_TEXT_DIM);
    canvas_fill(painter->canvas, row, dialog_style(painter, role));
    struct rect inner = {row.x + 1, row.y, row.w - 2, 1};
    if (present)
        pane_text(painter, row, row.x, "▸", dialog_style(painter, role));
    pane_text(painter, inner, inner.x, choice_label(choice), dialog_style(painter, role));
    if (choice->note)
        pane_text(painter, inner, inner.x + labels + NOTE_GAP, choice->note, note);
}

/* First row that is shown: the present one is. */
static size_t first_shown(const struct choices *choices, size_t rows)
{
    return choices->at < rows ? 0 : choices->at - rows + 1;
}

static void paint_rows(const struct painter *painter, struct rect box, int labels)
{
    const struct choices *choices = &painter->chat->choices;
    size_t rows = (size_t)(box.h - EDGE_ROWS) - has_help(choices);
    size_t first = first_shown(choices, rows);
    struct rect row = {box.x + 1, box.y + 1, box.w - 2, 1};
    for (size_t i = first; i < first + rows && i < choices->n; i++, row.y++)
        paint_choice(painter, row, i, labels);
    if (has_help(choices)) {
        struct rect inner = {row.x + 1, row.y, row.w - 2, 1};
        struct style style = dialog_style(painter, ROLE_TEXT_DIM);
        style.attrs |= ATTR_ITALIC;
        pane_text(painter, inner, inner.x, choices->items[choices->at].help, style);
    }
    struct style edge = dialog_style(painter, ROLE_POPUP);
    int right = box.x + box.w - 1;
    if (first > 0)
        pane_text(painter, pane_row(&box, box.y + 1), right, "↑", edge);
    if (first + rows < choices->n)
        pane_text(painter, pane_row(&box, box.y + (int)rows), right, "↓", edge);
}

void view_popup(const struct painter *painter)
{
    int labels = 0;
    int widest = 0;
    if (painter->chat->choices.n == 0 || painter->chat->dialog)
        return;
    measure(&painter->chat->choices, &labels, &widest);
    struct rect box = place(painter, widest);
    if (box.h == 0)
        return;
    canvas_fill(painter->canvas, box, dialog_style(painter, ROLE_POPUP));
    canvas_box(painter->canvas, box, NULL,
               painter->chat->choices.chosen ? "Tab next · Enter take · Esc close"
                                             : "Tab choose · Esc close",
               dialog_style(painter, ROLE_POPUP));
    paint_rows(painter, box, labels);
}
