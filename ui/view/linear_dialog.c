/* An open list, text, form or question: what it is, and the row that one is at. */
#include <stdlib.h>
#include <string.h>

#include "linear_private.h"
#include "linear_words.h"
#include "mem.h"

static const struct dialog_row *shown(const struct dialog *dialog, size_t i)
{
    return &dialog->rows[dialog->shown[i]];
}

/* "label, detail"; to free. */
static char *row_text(const struct dialog_row *row)
{
    char *label = linear_plain(row->label);
    char *detail = linear_plain(row->detail ? row->detail : "");
    const char *from = detail + strspn(detail, " ");
    char *text = xasprintf("%s%s%s", label + strspn(label, " "), *from && *label ? ", " : "", from);
    free(label);
    free(detail);
    return text;
}

/* ---- a list, and the answers of a question ---- */

static size_t count_choices(const struct dialog *dialog, size_t upto)
{
    size_t n = 0;
    for (size_t i = 0; i < upto && i < dialog->nshown; i++)
        n += !shown(dialog, i)->heading;
    return n;
}

/* The heading under which it stands; NULL if there is none. */
static const char *heading_of(const struct dialog *dialog)
{
    for (size_t i = dialog->picked; i-- > 0;)
        if (i < dialog->nshown && shown(dialog, i)->heading)
            return shown(dialog, i)->label;
    return NULL;
}

static char *picked_text(const struct dialog *dialog)
{
    const struct dialog_row *row = dialog_picked(dialog);
    if (dialog->n == 0 && dialog->empty)
        return linear_plain(dialog->empty);
    if (!row)
        return xstrdup("Nothing matches");
    char *label = row_text(row);
    char *help = linear_plain(dialog->help ? dialog->help : "");
    char *text = xasprintf("%zu of %zu: %s%s%s", count_choices(dialog, dialog->picked) + 1,
                           count_choices(dialog, dialog->nshown), label, *help ? ". " : "", help);
    free(label);
    free(help);
    return text;
}

/* The same without what changes by itself, as progress does: by this it is told anew. */
static char *picked_name(const struct dialog *dialog)
{
    const struct dialog_row *row = dialog_picked(dialog);
    return xasprintf("%zu of %zu: %s %s", dialog->picked, dialog->nshown, row ? row->label : "",
                     row && row->value ? row->value : "");
}

static void tell_picked(struct linear *linear, const struct dialog *dialog)
{
    char *name = picked_name(dialog);
    if (!linear->row || strcmp(linear->row, name) != 0) {
        const char *heading = dialog->kind == DIALOG_LIST ? heading_of(dialog) : NULL;
        char *text = picked_text(dialog);
        linear_say_new(linear, &linear->heading, heading ? linear_plain(heading) : NULL);
        linear_say(linear, "%s", text);
        free(text);
    }
    free(linear->row);
    linear->row = name;
}

/* ---- a text ---- */

static void say_rows(struct linear *linear, const struct dialog *dialog, size_t from, size_t to)
{
    for (size_t i = from; i < to && i < dialog->nshown; i++) {
        char *text = row_text(shown(dialog, i));
        if (*text)
            linear_say(linear, "%s", text);
        free(text);
    }
}

/* What comes into the page by going on, or back. */
static void tell_text(struct linear *linear, const struct dialog *dialog, bool begins)
{
    size_t top = dialog->picked;
    size_t was = linear->top;
    char *name = xasprintf("%s %zu", edit_text(dialog->filter), dialog->nshown);
    bool anew = begins || !linear->row || strcmp(linear->row, name) != 0;
    free(linear->row);
    linear->row = name;
    linear->top = top;
    if (anew && dialog->nshown == 0)
        linear_say(linear, "Nothing matches");
    else if (anew && !begins)
        linear_say(linear, "%zu lines", dialog->nshown);
    if (anew)
        say_rows(linear, dialog, top, top + LINEAR_PAGE);
    else if (top > was)
        say_rows(linear, dialog, was + LINEAR_PAGE > top ? was + LINEAR_PAGE : top,
                 top + LINEAR_PAGE);
    else if (top < was)
        say_rows(linear, dialog, top, was < top + LINEAR_PAGE ? was : top + LINEAR_PAGE);
}

/* ---- a form ---- */

static void tell_field(struct linear *linear, const struct dialog *dialog)
{
    const struct dialog_field *field = &dialog->fields[dialog->focus];
    char *name = xasprintf("%zu", dialog->focus);
    if (!linear->row || strcmp(linear->row, name) != 0) {
        const char *text = edit_text(field->edit);
        linear_say(linear, "%zu of %zu: %s%s%s", dialog->focus + 1, dialog->nfields, field->label,
                   *text ? ", " : ", empty", field->secret && *text ? "secret" : text);
    }
    free(linear->row);
    linear->row = name;
}

/* ---- all of them ---- */

static void say_note(struct linear *linear, const char *note)
{
    char *text = note ? linear_plain(note) : NULL;
    if (text && *text)
        linear_say(linear, "%s", text);
    free(text);
}

static void begin(struct linear *linear, const struct dialog *dialog)
{
    char *title = linear_plain(dialog->title);
    size_t n = count_choices(dialog, dialog->nshown);
    switch (dialog->kind) {
    case DIALOG_LIST:
        linear_say(linear, "%s: a list of %zu%s", title, n,
                   dialog->pressed ? "" : ", letters filter it");
        break;
    case DIALOG_TEXT:
        linear_say(linear, "%s: a text of %zu lines, Down and Page Down read on, letters filter",
                   title, dialog->nshown);
        break;
    case DIALOG_FORM: linear_say(linear, "%s: %zu to fill in", title, dialog->nfields); break;
    case DIALOG_ASK: linear_say(linear, "%s", title); break;
    }
    free(title);
    say_note(linear, dialog->note);
    for (size_t i = 0; dialog->kind == DIALOG_ASK && i < dialog->nshown; i++)
        if (shown(dialog, i)->heading)
            say_rows(linear, dialog, i, i + 1);
    say_note(linear, dialog->keys);
}

static void forget(struct linear *linear)
{
    linear_say_new(linear, &linear->title, NULL);
    linear_say_new(linear, &linear->row, NULL);
    linear_say_new(linear, &linear->heading, NULL);
    linear_say_new(linear, &linear->error, NULL);
    linear->top = 0;
}

void linear_tell_dialog(struct linear *linear, const struct chat *chat)
{
    const struct dialog *dialog = chat->dialog;
    bool same = dialog && dialog == linear->dialog && linear->title &&
                strcmp(linear->title, dialog->title) == 0;
    bool closed = !dialog && linear->dialog;
    linear->dialog = dialog;
    if (!same)
        forget(linear);
    if (closed && !chat->notice && chat->focus == FOCUS_INPUT)
        linear_say(linear, "Back at the input");
    if (!dialog)
        return;
    if (!same) {
        begin(linear, dialog);
        xreplace(&linear->title, dialog->title);
    }
    if (dialog->kind == DIALOG_TEXT)
        tell_text(linear, dialog, !same);
    else if (dialog->kind == DIALOG_FORM && dialog->nfields > 0)
        tell_field(linear, dialog);
    else if (dialog->kind != DIALOG_FORM)
        tell_picked(linear, dialog);
    char *error = dialog->error ? linear_plain(dialog->error) : NULL;
    linear_say_new(linear, &linear->error, error ? xasprintf("Error: %s", error) : NULL);
    free(error);
}
