/*
 * people_list.h - the people of the open room as rows: who is here by rank,
 * then who is away, and who is offline but hears of it later; while it has the focus, what is typed
 * filters.
 */
#ifndef PEOPLE_LIST_H
#define PEOPLE_LIST_H

#include "chat.h"

enum people_row_kind { PEOPLE_ROW_BLANK, PEOPLE_ROW_HEADING, PEOPLE_ROW_PERSON };

struct people_row {
    enum people_row_kind kind;
    const char *heading;
    size_t n; /* of a heading: how many */
    const struct person *person;
};

struct people_list {
    struct people_row *rows; /* owned */
    size_t n;
};

/* Borrows the persons: until the members change. */
void people_list_make(struct people_list *list, const struct chat *chat);
void people_list_clear(struct people_list *list);

/* The person that the keyboard is at (chat->side.nick), else the first; n if there is none. */
size_t people_list_picked(const struct people_list *list, const struct chat *chat);

/* The first row of those that a pane of h rows shows. */
size_t people_list_top(const struct people_list *list, const struct chat *chat, int h);

/* The first row that is seen gives its place to the heading that scrolled away. */
bool people_list_covered(const struct people_list *list, size_t top, int h);

#endif
