#include "dialog.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "utf8.h"

struct dialog *dialog_new(enum dialog_kind kind, const char *title, const char *keys,
                          dialog_done_fn *done)
{
    struct dialog *dialog = xnew(struct dialog);
    dialog->kind = kind;
    dialog->title = xstrdup(title);
    dialog->keys = xstrdup(keys);
    dialog->filter = edit_new();
    dialog->done = done;
    return dialog;
}

static void free_one(struct dialog *dialog)
{
    dialog_clear(dialog);
    for (size_t i = 0; i < dialog->nfields; i++)
        edit_free(dialog->fields[i].edit);
    edit_free(dialog->filter);
    free(dialog->rows);
    free(dialog->shown);
    free(dialog->title);
    free(dialog->keys);
    free(dialog->error);
    free(dialog->note);
    free(dialog->help);
    free(dialog->empty);
    dialog_clear_preview(dialog);
    free(dialog->again);
    free(dialog);
}

void dialog_free(struct dialog *dialog)
{
    while (dialog) {
        struct dialog *under = dialog->under;
        free_one(dialog);
        dialog = under;
    }
}

void dialog_clear_preview(struct dialog *dialog)
{
    free(dialog->preview.before);
    free(dialog->preview.chosen);
    free(dialog->preview.after);
    dialog->preview = (struct dialog_preview){.before = NULL};
}

/* The first row from `at` on, in steps, that can be chosen; -1 if there is none. */
static long seek(const struct dialog *dialog, long at, long step)
{
    while (at >= 0 && at < (long)dialog->nshown) {
        if (!dialog->rows[dialog->shown[at]].heading)
            return at;
        at += step;
    }
    return -1;
}

void dialog_clear(struct dialog *dialog)
{
    const struct dialog_row *row = dialog_picked(dialog);
    xreplace(&dialog->again, row && (long)dialog->picked > seek(dialog, 0, 1) ? row->value : NULL);
    for (size_t i = 0; i < dialog->n; i++) {
        free(dialog->rows[i].label);
        free(dialog->rows[i].detail);
        free(dialog->rows[i].value);
    }
    dialog->n = dialog->nshown = dialog->picked = 0;
}

static void add_row(struct dialog *dialog, const char *label, const char *detail, const char *value,
                    bool heading)
{
    if (dialog->n == dialog->room) {
        dialog->room = dialog->room ? 2 * dialog->room : 16;
        dialog->rows = xreallocarray(dialog->rows, dialog->room, sizeof(*dialog->rows));
        dialog->shown = xreallocarray(dialog->shown, dialog->room, sizeof(*dialog->shown));
    }
    dialog->rows[dialog->n++] = (struct dialog_row){.label = xstrdup(label),
                                                    .detail = xstrdup(detail),
                                                    .value = xstrdup(value),
                                                    .heading = heading};
}

void dialog_add(struct dialog *dialog, const char *label, const char *detail, const char *value)
{
    add_row(dialog, label, detail, value, false);
}

bool dialog_clears(const struct dialog *dialog)
{
    return dialog->kind != DIALOG_FORM && !dialog->unfiltered && !edit_is_empty(dialog->filter);
}

void dialog_add_heading(struct dialog *dialog, const char *label)
{
    add_row(dialog, label, NULL, NULL, true);
}

void dialog_add_text(struct dialog *dialog, const char *text)
{
    add_row(dialog, text, NULL, NULL, true);
    dialog->rows[dialog->n - 1].plain = true;
}

void dialog_add_field(struct dialog *dialog, const char *label, const char *text, bool secret)
{
    if (dialog->nfields == DIALOG_FIELDS_MAX)
        return;

    struct dialog_field *field = &dialog->fields[dialog->nfields++];
    *field = (struct dialog_field){.label = label, .edit = edit_new(), .secret = secret};
    edit_set(field->edit, text ? text : "");
}

/* How well text fits what was typed, folded: 0 not at all; a run, and one at the start, count more.
 */
static int score(const char *text, const char *typed)
{
    if (!*typed)
        return 1;

    const char *run = strstr(text, typed);
    if (run)
        return run == text ? 1000 : 500;

    int gaps = 0;
    for (const char *t = text; *typed; t++) {
        if (!*t)
            return 0;
        if (*t == *typed)
            typed++;
        else
            gaps++;
    }
    return gaps < 400 ? 400 - gaps : 1;
}

/* Is each of the words, by blanks, there? */
static bool has_words(const char *text, const char *typed)
{
    bool all = true;
    for (const char *c = typed + strspn(typed, " "); *c && all; c += strspn(c, " ")) {
        char *word = xstrndup(c, strcspn(c, " "));
        all = strstr(text, word) != NULL;
        c += strlen(word);
        free(word);
    }
    return all;
}

/* Letters here and there say something in a name; in a sentence they would nearly always fit. */
static int list_score(const char *text, size_t label, const char *typed)
{
    int found = score(text, typed);
    if (found >= 500 || !*typed)
        return found;
    if (has_words(text, typed))
        return 450;
    char *name = xstrndup(text, label);
    found = score(name, typed);
    free(name);
    return found;
}

static int row_score(const struct dialog *dialog, const struct dialog_row *row, const char *typed)
{
    char *text = xasprintf("%s %s", row->label, row->detail ? row->detail : "");
    char *folded = utf8_fold(text);
    char *label = utf8_fold(row->label);
    int found = dialog->unfiltered            ? 1
                : dialog->kind == DIALOG_TEXT ? !*typed || strstr(folded, typed) != NULL
                                              : list_score(folded, strlen(label), typed);
    free(text);
    free(folded);
    free(label);
    if (row->heading)
        return *typed ? 0 : 1;
    return found;
}

/* Puts row index i among those shown, behind all that fit as well or better. */
static void insert_shown(struct dialog *dialog, const int *scores, size_t i)
{
    size_t at = dialog->nshown++;
    while (at > 0 && scores[dialog->shown[at - 1]] < scores[i]) {
        dialog->shown[at] = dialog->shown[at - 1];
        at--;
    }
    dialog->shown[at] = i;
}

/* The row next to `at` that can be chosen, looked for in one direction, then the other. */
static size_t choosable(const struct dialog *dialog, long at, long step)
{
    long found = seek(dialog, at, step);
    if (found < 0)
        found = seek(dialog, at, -step);
    return found < 0 ? dialog->picked : (size_t)found;
}

void dialog_refilter(struct dialog *dialog)
{
    char *typed = utf8_fold(edit_text(dialog->filter));
    int *scores = xcalloc(dialog->n + 1, sizeof(*scores));

    dialog->nshown = 0;
    for (size_t i = 0; i < dialog->n; i++) {
        scores[i] = row_score(dialog, &dialog->rows[i], typed);
        if (scores[i] > 0)
            insert_shown(dialog, scores, i);
    }
    dialog->picked = 0;
    /* Of answers the last one changes least. */
    if (dialog->kind == DIALOG_ASK)
        dialog->picked = choosable(dialog, (long)dialog->nshown - 1, -1);
    else if (dialog->kind == DIALOG_LIST)
        dialog->picked = choosable(dialog, 0, 1);
    if (dialog->again)
        dialog_pick(dialog, dialog->again);
    xreplace(&dialog->again, NULL);
    free(scores);
    free(typed);
}

void dialog_type(struct dialog *dialog, const char *text)
{
    edit_set(dialog->filter, text);
    dialog_refilter(dialog);
}

static void move_focus(struct dialog *dialog, int by)
{
    size_t n = dialog->nfields;
    dialog->focus = (dialog->focus + n + (size_t)(by > 0 ? 1 : n - 1)) % n;
}

void dialog_move(struct dialog *dialog, int by)
{
    if (dialog->kind == DIALOG_FORM) {
        move_focus(dialog, by);
        return;
    }
    if (dialog->nshown == 0)
        return;

    long to = (long)dialog->picked + by;
    long last = (long)dialog->nshown - 1;
    to = to < 0 ? 0 : to > last ? last : to;
    dialog->picked =
        dialog->kind == DIALOG_TEXT ? (size_t)to : choosable(dialog, to, by > 0 ? 1 : -1);
}

void dialog_pick(struct dialog *dialog, const char *value)
{
    for (size_t i = 0; i < dialog->nshown; i++) {
        const struct dialog_row *row = &dialog->rows[dialog->shown[i]];
        if (row->value && strcmp(row->value, value) == 0)
            dialog->picked = i;
    }
}

const struct dialog_row *dialog_picked(const struct dialog *dialog)
{
    if (dialog->picked >= dialog->nshown)
        return NULL;

    const struct dialog_row *row = &dialog->rows[dialog->shown[dialog->picked]];
    return row->heading ? NULL : row;
}

const char *dialog_field_text(const struct dialog *dialog, size_t i)
{
    return edit_text(dialog->fields[i].edit);
}
