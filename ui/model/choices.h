/*
 * choices.h - what could be typed at the cursor: the list that Tab opens, and
 * what is known of the command that is being typed.
 */
#ifndef CHOICES_H
#define CHOICES_H

#include <stdbool.h>
#include <stddef.h>

/* One candidate; all but the item may be NULL. */
struct choice {
    char *item;       /* what goes into the input; owned */
    char *label;      /* what is shown; NULL: the item; owned */
    char *note;       /* beside it; owned */
    const char *help; /* a line about it, while it is the present one; static */
};

/* A zeroed struct choices is an empty one. */
struct choices {
    struct choice *items; /* owned; best first */
    size_t n;
    size_t at;       /* the present one */
    bool chosen;     /* it stands in the input; else they are only shown */
    bool shut;       /* the user closed them: they open by Tab only, until another word */
    size_t from, to; /* bytes of the input that it takes */
    char *typed;     /* what stood there before one was chosen; NULL; owned */
};

/* Adds one; takes over what is owned of it. */
void choices_take(struct choices *choices, struct choice choice);

/* Puts those from index first on in the order of their items. */
void choices_sort(struct choices *choices, size_t first);

/* Forgets all, but that the user closed them. */
void choices_clear(struct choices *choices);

/* What a choice is shown as. */
const char *choice_label(const struct choice *choice);

/* The command in the input, as far as it is typed. */
struct usage {
    char *text;      /* "/join #room [key]" and its help; NULL: no command is typed; owned */
    size_t from, to; /* bytes of the argument that the cursor is in; equal: none */
    bool unknown;    /* there is no such command: it will not run */
};

/* Nothing is known any more. */
void usage_clear(struct usage *usage);

#endif
