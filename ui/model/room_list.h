/*
 * room_list.h - the list of conversations as rows: groups with headings, a
 * tree when there are several servers, and the files that are on their way.
 *
 * The pane paints it, the keyboard goes about in it, the mouse points at it.
 */
#ifndef ROOM_LIST_H
#define ROOM_LIST_H

#include "chat.h"

enum room_row_kind {
    ROOM_ROW_BLANK,
    ROOM_ROW_HEADING, /* of a group: heading */
    ROOM_ROW_SERVER,  /* of a network: foldable */
    ROOM_ROW_CONV,
    ROOM_ROW_TRANSFER
};

struct room_row {
    enum room_row_kind kind;
    const char *heading;
    struct network *network;
    struct conv *conv;
    const struct transfer *transfer;
    int number; /* of a conversation, from 1, in the whole list */
};

struct room_list {
    struct room_row *rows; /* owned */
    size_t n, room;
};

/* In rows that are not seen. */
struct room_unread {
    unsigned rows; /* that can be chosen, and files on their way */
    unsigned lines, mentions;
};

/* The rows as they are now: folded servers show the open conversation only, and while the list has
 * the focus what is typed filters it. */
void room_list_make(struct room_list *list, const struct chat *chat);
void room_list_clear(struct room_list *list);

/* The row that the keyboard is at (chat->side.room), else the first that can be chosen; n if there
 * is none. */
size_t room_list_picked(const struct room_list *list, const struct chat *chat);

/* The first row of those that a pane of h rows shows: where the wheel put it, or so that the open
 * one, or the picked one, is seen. */
size_t room_list_top(const struct room_list *list, const struct chat *chat, int h);

/* How many rows there are from..to-1, and how much is unread in them, without what is muted. */
struct room_unread room_list_unread(const struct room_list *list, size_t from, size_t to);

/* What is chosen by a row: its conversation or network; NULL for none. Only to be compared. */
const void *room_row_target(const struct room_row *row);

/* Are there several servers, so that the list is a tree? */
bool room_list_is_tree(const struct chat *chat);

#endif
