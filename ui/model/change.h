/*
 * change.h - what can change on the screen, one bit each.
 *
 * Whoever changes the model sets bits in chat->changed; at the end of the turn
 * a table says which views care (HOUSE.md, decision 6).
 */
#ifndef CHANGE_H
#define CHANGE_H

enum change {
    CHANGE_CONVS = 1 << 0,   /* list of conversations, unread counts, which one is open */
    CHANGE_LINES = 1 << 1,   /* lines of the open conversation, or how far it is scrolled */
    CHANGE_MEMBERS = 1 << 2, /* people of the open conversation */
    CHANGE_TOPIC = 1 << 3,   /* title bar */
    CHANGE_INPUT = 1 << 4,   /* the line being typed */
    CHANGE_STATUS = 1 << 5,  /* link, lag, away, typing, hint */
    CHANGE_DIALOG = 1 << 6,  /* the open overlay */
    CHANGE_LAYOUT = 1 << 7,  /* size, panes, theme: everything */
    CHANGE_ALL = (1 << 8) - 1
};

#endif
