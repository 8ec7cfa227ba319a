/*
 * complete.h - what could be typed at the cursor, and the list that shows it.
 *
 * Tab opens the list and puts its first row into the input, again the next
 * one; it opens by itself behind a slash, and behind :, @ and #, and follows
 * what is typed until a row is chosen.
 */
#ifndef COMPLETE_H
#define COMPLETE_H

#include "chat.h"
#include "keymap.h"

/* The word at the cursor, and the line that it is in. */
struct word {
    const char *line;
    size_t from, to;
    bool called; /* an @ stands before it, and stays */
};

/* Where it begins: behind a blank, or an @; in a command a blank may be escaped. */
struct word complete_word(const struct chat *chat);

/* The argument of a command that stands at `at` in its line, from 1; 0: the command's word does. */
size_t complete_argument(const char *line, size_t at);

/* Adds to chat->choices what the word could become. */
void complete_find(struct chat *chat, const struct word *word);

/* True if the open list took the key. */
bool complete_press(struct chat *chat, const struct key *key);

/* A key was pressed: the list and the usage of a command follow what is in the input now. */
void complete_follow(struct chat *chat, const struct key *key);

/* What is known of the command in the input, to chat->usage. */
void complete_usage(struct chat *chat);

#endif
