/*
 * recall.h - what was typed before, per conversation and over all.
 */
#ifndef RECALL_H
#define RECALL_H

#include <stdbool.h>
#include <stddef.h>

struct recall; /* private */

/* Keeps at most max lines. */
struct recall *recall_new(size_t max);
void recall_free(struct recall *recall);

/* Remembers a line typed in the conversation of that key ("network/fold"); one equal to the newest
 * is not doubled. */
void recall_add(struct recall *recall, const char *conv, const char *text);

/* A line remembered from the last time: it needs no saving. */
void recall_load(struct recall *recall, const char *conv, const char *text);

/*
 * The next older (or newer) line typed in conv (NULL: anywhere). draft is what
 * stood in the input before the first step and comes back after the newest.
 * NULL when there is nothing further. Borrowed.
 */
const char *recall_older(struct recall *recall, const char *conv, const char *draft);
const char *recall_newer(struct recall *recall, const char *conv);

/* The input was sent or changed: start from the newest again. */
void recall_reset(struct recall *recall);

/* What was typed i lines ago, 0 is the newest; NULL beyond the oldest. Borrowed. */
const char *recall_get(const struct recall *recall, size_t i);

/* The key of the conversation where that was. */
const char *recall_place(const struct recall *recall, size_t i);

/* For saving: calls fn from the oldest on for lines not saved yet, and marks them saved. */
void recall_each_new(struct recall *recall,
                     void (*fn)(void *arg, const char *conv, const char *text), void *arg);

#endif
