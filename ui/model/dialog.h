/*
 * dialog.h - an open list, form or question, as data: one widget for all
 * overlays (client.md, 0).
 *
 * A list is filtered by typing; a form has fields; text is scrolled. What
 * Enter does is a function of the layer that opened it.
 */
#ifndef DIALOG_H
#define DIALOG_H

#include <stdbool.h>
#include <stddef.h>

#include "edit.h"

struct chat;
struct dialog;

/* DIALOG_ASK: text, and below it the answers to choose from. */
enum dialog_kind { DIALOG_LIST, DIALOG_TEXT, DIALOG_FORM, DIALOG_ASK };

struct dialog_row {
    char *label;  /* left column; owned */
    char *detail; /* right column, dimmed; may be NULL; owned */
    char *value;  /* what is chosen by it; may be NULL; owned */
    bool heading; /* cannot be chosen */
    bool plain;   /* of a heading: not set off */
};

struct dialog_field {
    const char *label;
    struct edit *edit; /* owned */
    bool secret;       /* shown as dots */
};

#define DIALOG_FIELDS_MAX 6

/* Enter on a row (value of it) or on a form (row NULL): true closes the dialog. */
typedef bool dialog_done_fn(struct chat *chat, struct dialog *dialog, const struct dialog_row *row);

/* What is around the chosen row, each a row of text; NULL where there is none; owned. */
struct dialog_preview {
    char *before, *chosen, *after;
};

struct dialog {
    enum dialog_kind kind;
    char *title;      /* owned */
    char *keys;       /* for the bottom border: "Enter join · Esc close"; owned */
    char *error;      /* shown above the bottom border; NULL; owned */
    char *note;       /* of a list: at the right of its filter; of a form: above its
                         fields; NULL; owned */
    char *help;       /* about the chosen row, in two rows above the bottom border; NULL;
                         owned */
    bool has_preview; /* of a list: there is room for one below it */
    struct dialog_preview preview;
    char *empty;             /* of a list: stands there while it has no rows; NULL; owned */
    struct edit *filter;     /* of a list or text; owned */
    struct dialog_row *rows; /* owned */
    size_t n, room;          /* so many are there; there is room for */
    size_t *shown;           /* indexes of rows that match the filter; owned */
    size_t nshown;
    size_t picked; /* index into shown; of a text: its first row on the screen */
    struct dialog_field fields[DIALOG_FIELDS_MAX];
    size_t nfields;
    char *again;     /* value of the row that is to be chosen again; NULL; owned */
    size_t focus;    /* field that is typed into */
    unsigned stamp;  /* of what it shows, if that can change; its owner's */
    bool unfiltered; /* its rows are what was asked for by typing: all are shown */
    bool table;      /* wide; of a list: details stand at the right, labels have the rest */
    bool wide;       /* as wide as a text */
    bool aside;      /* narrow, at the right: one looks at what is beside it */
    bool is_help;
    struct dialog *under; /* comes back when this one closes; NULL; owned */
    const char *context;  /* its keys come before those of "list" (keymap.h); NULL */
    bool sticky;       /* Esc does not close it (the connect form when there is nothing behind) */
    const void *about; /* what it is for: only to be compared; NULL */
    dialog_done_fn *done;
    /* Keys of its own, by name ("d", "Delete"), instead of a filter; may be NULL. */
    void (*pressed)(struct chat *chat, struct dialog *dialog, const char *key);
    /* Keys of its own beside what it has anyway: true if it was one. May be NULL. */
    bool (*key)(struct chat *chat, struct dialog *dialog, const char *key);
    /* What is typed changed; may be NULL. */
    void (*typed)(struct chat *chat, struct dialog *dialog);
    void (*moved)(struct chat *chat, struct dialog *dialog,
                  const struct dialog_row *row); /* preview; may be NULL */
    /* Closed by Esc: may open another one instead. May be NULL. */
    void (*left)(struct chat *chat, struct dialog *dialog);
};

/* An empty dialog; texts are copied. */
struct dialog *dialog_new(enum dialog_kind kind, const char *title, const char *keys,
                          dialog_done_fn *done);
void dialog_free(struct dialog *dialog);

/* Adds a row: to choose, a heading, text, or a field to fill in. */
void dialog_add(struct dialog *dialog, const char *label, const char *detail, const char *value);
void dialog_add_heading(struct dialog *dialog, const char *label);
void dialog_add_text(struct dialog *dialog, const char *text);
void dialog_add_field(struct dialog *dialog, const char *label, const char *text, bool secret);

/* Leaving it clears its filter first. */
bool dialog_clears(const struct dialog *dialog);

/* The filter changed: find the rows that match (subsequence, better matches first in a list;
 * substring in a text). */
void dialog_refilter(struct dialog *dialog);

/* Puts a text there, as if it had been typed. */
void dialog_type(struct dialog *dialog, const char *text);

/* Moves the choice (list), scrolls (text), or the focus (form). */
void dialog_move(struct dialog *dialog, int by);

/* Forgets all rows, to be made anew: the filter stays, and dialog_refilter() chooses again what was
 * chosen, unless it is the first. */
void dialog_clear(struct dialog *dialog);

/* Chooses the row of that value, if it is shown. */
void dialog_pick(struct dialog *dialog, const char *value);

/* Forgets what is around the chosen row. */
void dialog_clear_preview(struct dialog *dialog);

/* The chosen row, or NULL. */
const struct dialog_row *dialog_picked(const struct dialog *dialog);

/* Text of field i. */
const char *dialog_field_text(const struct dialog *dialog, size_t i);

#endif
