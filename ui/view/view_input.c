#include <string.h>

#include "panes.h"
#include "rows.h"
#include "utf8.h"

#define PROMPT      " > "
#define PROMPT_COLS 3

/* A cell of the text as it is laid out: rows from 0, columns from the pane's left. */
struct spot {
    int row, col;
};

/* A code is shown by the letter it is typed with. */
static bool is_code(char c)
{
    return (unsigned char)c < ' ' && c != '\n';
}

/* The text as it is laid out, cluster by cluster. */
struct laying {
    const char *text;
    size_t len;
    int cols;         /* of the pane; the last is left to the cursor */
    size_t word_end;  /* of the word that we are in */
    struct spot next; /* what comes next is put here */
};

static struct laying lay_begin(const char *text, int cols)
{
    return (struct laying){
        .text = text, .len = strlen(text), .cols = cols, .next = {0, PROMPT_COLS}
    };
}

static int cols_at(const char *text, size_t size)
{
    return is_code(*text) ? 1 : utf8_cluster_cols(text, size);
}

/* Goes to the end of the word at i, as far as a row is wide; returns its columns. What is two
 * columns wide is a word alone: such scripts write without blanks. */
static int measure_word(struct laying *lay, size_t i)
{
    int used = 0;
    size_t at = i;
    while (at < lay->len && !strchr(" \n", lay->text[at]) && used < lay->cols) {
        size_t size = utf8_cluster(lay->text + at, lay->len - at);
        int cols = cols_at(lay->text + at, size);
        if (cols == 2 && at > i)
            break;
        used += cols;
        at += size;
        if (cols == 2)
            break;
    }
    lay->word_end = at;
    return used;
}

static bool fits(const struct laying *lay, int cols)
{
    return lay->next.col + cols <= lay->cols - 1 || lay->next.col <= PROMPT_COLS;
}

/* The cluster at i: its bytes, and where it is put. A blank that a row ends with stands in the
 * column of the cursor, for the next row begins with a word. */
static size_t lay_cluster(struct laying *lay, size_t i, struct spot *put)
{
    const char *text = lay->text + i;
    size_t size = utf8_cluster(text, lay->len - i);
    struct spot below = {lay->next.row + 1, PROMPT_COLS};
    int cols = cols_at(text, size);
    bool blank = *text == ' ';
    int needs = i >= lay->word_end && !blank ? measure_word(lay, i) : cols;
    if (*text != '\n' && !blank && !fits(lay, needs))
        lay->next = below;
    *put = lay->next;
    if (*text == '\n' || (blank && !fits(lay, cols)))
        lay->next = below;
    else
        lay->next.col += cols;
    return size;
}

/* Where the cursor stands that is before the cluster at offset. */
static struct spot spot_of(const char *text, size_t offset, int cols)
{
    struct spot put = {0};
    struct laying lay = lay_begin(text, cols);
    for (size_t i = 0; i < offset;)
        i += lay_cluster(&lay, i, &put);
    if (offset == lay.len)
        return lay.next;
    lay_cluster(&lay, offset, &put);
    return put;
}

int view_input_rows(const struct chat *chat, int cols)
{
    const char *text = edit_text(chat->edit);
    return spot_of(text, strlen(text), cols).row + 1;
}

static bool is_command(const char *text)
{
    return text[0] == '/' && text[1] != '/' && text[1] != '\0';
}

/* Bytes of the text from there on that go into the message before the next one. */
static size_t message_len(const struct conv *conv, const char *text)
{
    bool talk = conv && conv->kind != CONV_CONSOLE;
    return talk && !is_command(text) ? rows_first_len(conv, text) : SIZE_MAX;
}

static void paint_cluster(const struct painter *painter, struct spot put, const char *text,
                          size_t size, struct style style)
{
    const struct rect *pane = &painter->layout->input;
    char letter[2] = {(char)(*text + '@'), '\0'};
    if (is_code(*text)) {
        style.attrs ^= ATTR_REVERSE;
        text = letter;
        size = 1;
    }
    if (*text != '\n')
        canvas_text(painter->canvas,
                    &(struct pen){*pane, pane->x + put.col, pane->y + put.row, style}, text, size);
}

/* Draws the text with row `top` at the pane's top. */
static void paint_text(const struct painter *painter, const char *text, int top)
{
    struct spot put = {0};
    struct laying lay = lay_begin(text, painter->layout->input.w);
    size_t len = lay.len;
    size_t word = is_command(text) ? strcspn(text, " \n") : 0;
    enum role command = painter->chat->usage.unknown ? ROLE_ERROR : ROLE_INPUT_COMMAND;
    const struct conv *conv = painter->chat->current;
    size_t end = message_len(conv, text);
    bool by_rows = end != SIZE_MAX && !rows_go_together(conv);
    for (size_t i = 0; i < len;) {
        size_t size = lay_cluster(&lay, i, &put);
        enum role role = i < word ? command : ROLE_INPUT;
        if (i >= end && text[i] != '\n')
            role = ROLE_INPUT_OVER;
        put.row -= top;
        paint_cluster(painter, put, text + i, size, pane_style(painter, role));
        i += size;
        if (by_rows && text[i - 1] == '\n')
            end = i + message_len(conv, text + i);
    }
}

/* The line being typed, and the cursor. */
void view_input(const struct painter *painter)
{
    const struct rect *pane = &painter->layout->input;
    const struct edit *edit = painter->chat->edit;
    const char *text = edit_text(edit);
    struct style style = pane_style(painter, ROLE_INPUT);
    struct spot cursor = spot_of(text, edit_cursor(edit), pane->w);
    int top = cursor.row - pane->h + 1;
    int rows = view_input_rows(painter->chat, pane->w);
    if (rows <= pane->h || top < 0)
        top = 0;

    canvas_fill(painter->canvas, *pane, style);
    if (top == 0)
        pane_text(painter, pane_row(pane, pane->y), pane->x, PROMPT,
                  pane_style(painter, ROLE_TEXT_DIM));
    paint_text(painter, text, top);
    int x = pane->x + cursor.col;
    int right = pane->x + pane->w - 1;
    painter->canvas->cursor_x = x < right ? x : right;
    painter->canvas->cursor_y = pane->y + cursor.row - top;
}
