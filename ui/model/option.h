/*
 * option.h - the user's settings one by one: /set, Tab, help and the settings
 * browser read the program's table, which is lent to the model.
 *
 * Values live in chat->settings. What is changed here takes effect at the end
 * of the turn (WISH_SETTINGS) and is noted for the file (chat->unsaved).
 */
#ifndef OPTION_H
#define OPTION_H

#include <stdbool.h>
#include <stddef.h>

#include "conf.h"
#include "conf_edit.h"

struct chat;

/* A line of the file holds it with its key. */
#define OPTION_TEXT_MAX 3500

/* A zeroed one has none (a client without a program around it). */
struct options {
    const struct conf_option *table; /* lent */
    size_t n;
};

/* By "section.key", or by a key that only one section has; NULL if there is none. */
const struct conf_option *option_find(const struct chat *chat, const char *name);

/* "ui.bell"; to free. */
char *option_name(const struct conf_option *option);

/* The present value, and the default, as one would type them ("" for nothing); to free. */
char *option_text(const struct chat *chat, const struct conf_option *option);
char *option_default(const struct conf_option *option);
bool option_is_default(const struct chat *chat, const struct conf_option *option);

/* "gruvbox, by /theme": what holds although the value does not say so, and whence; NULL if the
 * value tells it; to free. */
char *option_held(const struct chat *chat, const struct conf_option *option);

/* What may be set: "yes or no", "20 to 1000", "auto, none, 16"; to free. */
char *option_allowed(const struct conf_option *option);

/* Sets it from text; a list from items with commas. Returns 0, or -1 with *cause. */
int option_set(struct chat *chat, const struct conf_option *option, const char *text, char **cause);

/* The default holds again, and the line in the file goes. */
void option_unset(struct chat *chat, const struct conf_option *option);

/* The other of two, or the next of several; false if there is no such thing. */
bool option_toggle(struct chat *chat, const struct conf_option *option);

/* Something for the file: a key's line, or an alias. */
void option_keep(struct chat *chat, const char *section, const char *key, const char *value);

#endif
