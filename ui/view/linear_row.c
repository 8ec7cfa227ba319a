/* The row that is typed into. */
#include <stdlib.h>
#include <string.h>

#include "linear.h"
#include "mem.h"
#include "utf8.h"

#define LESS_COLS 20 /* a terminal is taken to have so many at least */

/* What is typed into. */
struct typed {
    char *prompt;            /* owned */
    const struct edit *edit; /* NULL: keys are commands there */
    bool secret;
};

static struct typed typed_in_dialog(const struct dialog *dialog)
{
    if (dialog->kind == DIALOG_FORM && dialog->nfields > 0) {
        const struct dialog_field *field = &dialog->fields[dialog->focus];
        return (struct typed){xasprintf("%s: ", field->label), field->edit, field->secret};
    }
    if (dialog->kind == DIALOG_ASK || dialog->pressed)
        return (struct typed){xstrdup("Choose: "), NULL, false};
    return (struct typed){xstrdup("Filter: "), dialog->filter, false};
}

/* Of several rows the one with the cursor is shown. */
static char *input_prompt(const struct chat *chat)
{
    const char *text = edit_text(chat->edit);
    size_t cursor = edit_cursor(chat->edit);
    size_t row = 1;
    size_t rows = 1;
    for (size_t i = 0; text[i]; i++) {
        rows += text[i] == '\n';
        row += text[i] == '\n' && i < cursor;
    }
    if (rows == 1)
        return xstrdup(chat->normal ? "vi> " : "> ");
    return xasprintf("row %zu of %zu> ", row, rows);
}

static struct typed typed_into(const struct chat *chat)
{
    if (chat->dialog)
        return typed_in_dialog(chat->dialog);
    switch (chat->focus) {
    case FOCUS_ROOMS:
    case FOCUS_USERS: return (struct typed){xstrdup("Filter: "), chat->side.filter, false};
    case FOCUS_PICK: return (struct typed){xstrdup("Message: "), NULL, false};
    case FOCUS_FIND: return (struct typed){xstrdup("Search: "), chat->seek.find.edit, false};
    case FOCUS_INPUT: break;
    }
    return (struct typed){input_prompt(chat), chat->edit, false};
}

/* As it is shown: secrets as stars, codes as ^B. Bytes that the cluster at text gives. */
static size_t put_cluster(struct buf *out, const char *text, size_t len, bool secret)
{
    size_t size = utf8_cluster(text, len);
    if (secret)
        buf_putc(out, '*');
    else if ((unsigned char)*text < ' ')
        buf_printf(out, "^%c", *text + '@');
    else
        buf_append(out, text, size);
    return size;
}

/* The row of the text in which the cursor stands; *cursor becomes a place in what is given. */
static char *row_of(const struct typed *typed, size_t *cursor)
{
    const char *text = edit_text(typed->edit);
    size_t at = edit_cursor(typed->edit);
    size_t from = at;
    struct buf out = {0};
    while (from > 0 && text[from - 1] != '\n')
        from--;
    size_t len = strcspn(text + from, "\n");
    *cursor = 0;
    for (size_t i = 0; i < len;) {
        if (from + i == at)
            *cursor = out.len;
        i += put_cluster(&out, text + from + i, len - i, typed->secret);
    }
    if (at == from + len)
        *cursor = out.len;
    return buf_detach(&out);
}

/* The part of the text that fits beside the prompt: the cursor is in it. */
static void cut(char *text, size_t *cursor, int cols)
{
    size_t from = 0;
    while (from < *cursor && utf8_cols(text + from, *cursor - from) >= cols)
        from += utf8_cluster(text + from, *cursor - from);
    size_t len = strlen(text + from);
    memmove(text, text + from, len + 1);
    *cursor -= from;
    text[utf8_cut_cols(text, len, cols)] = '\0';
}

void linear_row_make(struct linear_row *row, const struct chat *chat)
{
    struct typed typed = typed_into(chat);
    size_t cursor = 0;
    char *text = typed.edit ? row_of(&typed, &cursor) : xstrdup("");
    int cols = (chat->cols > LESS_COLS ? chat->cols : LESS_COLS) - 1;
    int prompt = utf8_cols(typed.prompt, strlen(typed.prompt));
    if (prompt > cols / 2) {
        free(typed.prompt);
        typed.prompt = xstrdup("> ");
        prompt = 2;
    }
    cut(text, &cursor, cols - prompt);
    row->text = xasprintf("%s%s", typed.prompt, text);
    row->cursor = strlen(typed.prompt) + cursor;
    free(text);
    free(typed.prompt);
}
